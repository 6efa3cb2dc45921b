"""How PDF files are handed over: the standard they claim, what is attached, a watermark, passwords."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from msgspec import Struct

from exporter.errors import Problem

Standard = Literal["a-2a", "a-3a", "ua-1", "none"]
STANDARDS: tuple[Standard, ...] = ("a-2a", "a-3a", "ua-1", "none")
"""Both PDF/A levels are claimed together with PDF/UA-1; `none` claims nothing. Every file is tagged all the same."""
ARCHIVAL = frozenset({"a-2a", "a-3a"})
ATTACHABLE = ("source", "tables")
ALLOWED = ("print", "copy", "edit", "annotate")
"""What a reader without the owner's password may do. Reading aloud is always allowed: PDF/UA-1 wants it (7.16)."""


class Attachment(Struct, frozen=True):
    """A file inside a PDF. `relation` is what it is to the document (PDF/A-3, AFRelationship)."""

    name: str
    data: bytes
    media_type: str
    relation: Literal["Source", "Data"]
    description: str = ""


class Delivery(Struct, frozen=True):
    """What the caller wishes for all PDF files of a build; `standard` "" is the strictest that the rest allows."""

    standard: Standard | Literal[""] = ""
    attach: tuple[str, ...] = ()
    """Of ATTACHABLE; they go into briefs."""
    watermark: str = ""
    owner_password: str = ""
    user_password: str = ""
    allow: tuple[str, ...] = ()
    """Of ALLOWED; all of it when empty."""
    accessibility_report: bool = False
    """A page beside the files that says how accessible each of them is."""

    @property
    def locked(self) -> bool:
        return bool(self.owner_password or self.user_password)

    def claimed(self, attached: bool) -> Standard:
        """The standard that a file is made to, with attachments or without."""
        return self.standard or ("ua-1" if self.locked else "a-3a" if attached else "a-2a")

    def faults(self, formats: Collection[str] = ()) -> Iterator[Problem]:
        """Wishes that no file, or none of the `formats` asked for, can fulfil together."""
        if self.standard and self.standard not in STANDARDS:
            yield Problem(None, f"standard '{self.standard}' does not exist", f"one of: {', '.join(STANDARDS)}")
        for name, known, what in (
            *((name, ATTACHABLE, "attached") for name in self.attach),
            *((name, ALLOWED, "allowed") for name in self.allow),
        ):
            if name not in known:
                yield Problem(None, f"'{name}' cannot be {what}", f"one of: {', '.join(known)}")
        if self.locked and self.standard in ARCHIVAL:
            yield Problem(
                None,
                f"a file with a password cannot be PDF/A (standard {self.standard})",
                "ISO 19005 forbids encryption, because an archive must be able to open its files: "
                "leave the password out, or take --standard ua-1",
            )
        if self.attach and self.standard == "a-2a":
            yield Problem(
                None,
                "PDF/A-2 files cannot have attachments of these kinds",
                "ISO 19005-2 allows PDF/A files alone: take --standard a-3a, or leave --attach out",
            )
        if self.standard not in ("", "none") and "booklet" in formats:
            yield Problem(
                None,
                f"a booklet cannot be made to the standard {self.standard}",
                "its pages stand in the order of folding, which nobody could read aloud: build it by itself",
            )
        if self.allow and not self.locked:
            yield Problem(
                None, "--allow limits nothing in a file without a password", "give --owner-password, or leave it out"
            )

    def idle(self, made: Collection[str], pdfs: Collection[str]) -> Iterator[Problem]:
        """Wishes that none of the files `made` can fulfil; `pdfs` are the formats that are PDF files."""
        if self.attach and "brief" not in made:
            yield Problem(
                None, "only briefs take attachments, and none is made", "add --format brief, or leave --attach out"
            )
        if not any(format in pdfs for format in made):
            for wish, option in (
                (self.standard, "--standard"), (self.watermark, "--watermark"), (self.locked, "a password"),
            ):  # fmt: skip
                if wish:
                    what = f"{option} is for PDF files, and none is made"
                    yield Problem(None, what, f"add --format slides, or leave {option} out")


USUAL = Delivery()
"""PDF/A-2a with PDF/UA-1, nothing attached, no passwords."""
