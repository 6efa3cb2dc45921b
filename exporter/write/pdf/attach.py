"""In: a document's attachments. Out: embedded files and the catalog's entries for them (PDF 2.0 AF, PDF/A-3, 6.8)."""

from __future__ import annotations

from exporter.model.page import Document
from exporter.write.moment import made
from exporter.write.pdf.file import File, text_string


def write_attachments(document: Document, file: File) -> str:
    """The entries of the catalog, for a document that has some."""
    moment = made(document)
    # A file's date of change must be said (ISO 19005-3, annex E); a report without a date counts as made in 1980,
    # as its parts in a deck do.
    stamp = f"(D:{moment:%Y%m%d%H%M%S}+00'00')" if moment else "(D:19800101000000+00'00')"
    names: list[tuple[str, int]] = []
    for attachment in document.attachments:
        kind = attachment.media_type.replace("/", "#2F")
        data = file.stream(
            f"/Type/EmbeddedFile/Subtype/{kind}/Params<</Size {len(attachment.data)}/ModDate{stamp}>>", attachment.data
        )
        name = text_string(attachment.name)
        described = f"/Desc{text_string(attachment.description)}" if attachment.description else ""
        spec = file.add(
            f"<</Type/Filespec/F{name}/UF{name}{described}/AFRelationship/{attachment.relation}"
            f"/EF<</F {data} 0 R/UF {data} 0 R>>>>"
        )
        names.append((name, spec))
    tree = "".join(f"{name}{spec} 0 R" for name, spec in sorted(names))
    specs = " ".join(f"{spec} 0 R" for _, spec in names)
    return f"/Names<</EmbeddedFiles<</Names[{tree}]>>>>/AF[{specs}]"
