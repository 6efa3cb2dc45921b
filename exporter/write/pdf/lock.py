"""In: a finished PDF, passwords, what is allowed. Out: the same file encrypted (AES-256), readable aloud all the same.

pikepdf (qpdf) does the encryption; the bytes differ from run to run, because the keys are random.
"""

from __future__ import annotations

from pathlib import Path

from exporter.model.delivery import Delivery


def lock(path: Path, delivery: Delivery) -> None:
    """Encrypts the file at `path` in place. Without an owner's password, the user's serves for both."""
    import pikepdf

    allow = set(delivery.allow) or {"print", "copy", "edit", "annotate"}
    permissions = pikepdf.Permissions(
        accessibility=True,  # PDF/UA-1, 7.16
        extract="copy" in allow,
        modify_annotation="annotate" in allow,
        modify_assembly="edit" in allow,
        modify_form="annotate" in allow,
        modify_other="edit" in allow,
        print_lowres="print" in allow,
        print_highres="print" in allow,
    )
    owner = delivery.owner_password or delivery.user_password
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(
            path,
            encryption=pikepdf.Encryption(owner=owner, user=delivery.user_password, R=6, allow=permissions),
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
