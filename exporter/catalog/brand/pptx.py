"""In: a company's PowerPoint file or template. Out: the colours, fonts and format of its first master.

The file is only looked at: no part of it is taken over, links are not followed, and what is too large is refused.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exporter.catalog.brand.file import Brand, ordinary
from exporter.catalog.brand.palette import ALIKE, CLEAR, GREY
from exporter.catalog.fonts import twin
from exporter.catalog.series import apart
from exporter.catalog.shades import lch
from exporter.catalog.theme_shape import SLIDES
from exporter.errors import Place, UserError, oops
from exporter.model.colour import luminance

MOST_BYTES, MOST_PARTS, MOST_XML = 500_000_000, 20_000, 20_000_000
"""Of the file, of its list of parts, of one part once unpacked."""
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ACCENTS = tuple(f"accent{n}" for n in range(1, 7))
SERIFS = ("garamond", "times", "serif", "roman", "georgia", "cambria", "book", "palatino", "minion", "didot", "bodoni",
          "caslon", "baskerville", "century schoolbook", "constantia", "slab", "merriweather", "playfair")  # fmt: skip
"""Words in the names of families that have serifs."""
LIKE: Mapping[str, str] = {"calibri light": "Calibri", "arial narrow": "Arial", "arial black": "Arial"}
"""Families of which a bundled twin has a relative."""


def from_pptx(path: Path) -> Brand:
    """The brand of the file's first master; UserError for what is no PowerPoint file that can be read."""
    try:
        if not ordinary(path):
            raise _refused(path, "this is not a file")
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path, f"larger than {MOST_BYTES // 1_000_000} MB")
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise _refused(path, f"more than {MOST_PARTS:,} parts")
            return _brand(Deck(archive, path))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise _refused(path, "no PowerPoint file that can be read") from None
    except OSError as error:
        raise _refused(path, (error.strerror or "cannot be read").lower()) from None


def _refused(path: Path, what: str) -> UserError:
    return oops(what, Place(str(path)), "give a .pptx or .potx file, saved without a password")


class Deck:
    """The parts of the file that name its look."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.archive, self.path = archive, path
        office = self.related("", "officeDocument")
        self.main = next((part for part in office), "")
        if not self.main.startswith("ppt/"):
            raise _refused(path, "no PowerPoint file")
        self.presentation = self.xml(self.main)
        first = self.presentation.find(f".//{P}sldMasterId")
        masters = self.relations(self.main)
        _, target = masters.get(first.get(f"{R}id", ""), ("", "")) if first is not None else ("", "")
        if not target:
            raise _refused(path, "the file has no slide master")
        self.master_name = target
        self.master = self.xml(target)
        theme = next(iter(self.related(target, "theme")), "")
        if not theme:
            raise _refused(path, "its slide master has no theme")
        self.theme = self.xml(theme)

    def xml(self, name: str) -> Any:
        """The root of a part. Entities are not resolved, nothing is fetched."""
        from lxml import etree  # type: ignore[import-untyped]

        try:
            info = self.archive.getinfo(name)
        except KeyError:
            raise _refused(self.path, f"its part {name} is missing") from None
        with self.archive.open(info) as part:  # what is unpacked counts, not what the directory says
            data = part.read(MOST_XML + 1)
        if len(data) > MOST_XML:
            raise _refused(self.path, f"its part {name} is larger than {MOST_XML // 1_000_000} MB")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise _refused(self.path, f"its part {name} is not XML") from None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """(kind, part) by id of what a part is related to inside the file."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.archive.namelist():
            return {}
        found = {}
        for one in self.xml(rels):
            if isinstance(one.tag, str) and one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
                found[one.get("Id", "")] = (one.get("Type", "").removeprefix(KINDS), target)
        return found

    def related(self, name: str, kind: str) -> Iterator[str]:
        return (target for its, target in self.relations(name).values() if its == kind)

    @property
    def scheme(self) -> dict[str, str]:
        """The twelve theme colours by slot, six hex digits; those that are no plain colours are left out."""
        out = {}
        for slot in self.theme.iterfind(f".//{A}clrScheme/*"):
            for colour in slot:
                value = colour.get("lastClr") or colour.get("val") or "" if isinstance(colour.tag, str) else ""
                if isinstance(slot.tag, str) and len(value) == 6 and all(c in "0123456789abcdefABCDEF" for c in value):
                    out[slot.tag.removeprefix(A)] = value.upper()
        return out

    @property
    def dark(self) -> bool:
        """Whether its slides are light on dark."""
        mapped, scheme = self.master.find(f"{P}clrMap"), self.scheme
        ground = mapped.get("bg1", "lt1") if mapped is not None else "lt1"
        return ground in scheme and luminance(scheme[ground]) < 0.18

    def family(self, which: str) -> str:
        latin = self.theme.find(f".//{A}fontScheme/{A}{which}Font/{A}latin")
        return str(latin.get("typeface", "")).strip()[:100] if latin is not None else ""

    @property
    def ratio(self) -> float:
        """Width of a slide to its height; 0 when the file does not say."""
        size = self.presentation.find(f"{P}sldSz")
        try:
            return int(size.get("cx")) / int(size.get("cy")) if size is not None else 0
        except (TypeError, ValueError, ZeroDivisionError):
            return 0


def _brand(deck: Deck) -> Brand:
    scheme = deck.scheme
    accents = [scheme[slot] for slot in ACCENTS if slot in scheme]
    coloured = list(dict.fromkeys(c for c in accents if lch(c)[1] >= GREY))
    notes: list[str] = []
    if not coloured:
        fallback = [scheme[slot] for slot in ("dk2", "accent1", "dk1") if slot in scheme]
        if not fallback:
            raise _refused(deck.path, "its theme has no colours")
        coloured = [max(fallback, key=lambda colour: (lch(colour)[1] >= GREY, -lch(colour)[0]))]
        notes.append("The file's accents are greys: one colour leads, the highlight is made.")
    first, *rest = coloured
    second = next((c for least in (CLEAR, ALIKE) for c in rest if apart(c, first) >= least), "")
    fonts = dict(_fonts(deck, notes))
    slide = _slide(deck, notes)
    notes.append("Its layouts, pictures, backgrounds and effects stay where they are: only colours, fonts and format "
                 "are taken.")  # fmt: skip
    return Brand(
        (first, *([second] if second else [])), deck.path.name, series=tuple(c for c in rest if c != second),
        fonts=fonts, slide=slide, dark=deck.dark, notes=tuple(notes),
    )  # fmt: skip


def _fonts(deck: Deck, notes: list[str]) -> Iterator[tuple[str, str]]:
    """Families that can be measured, by role; a note for each that cannot."""
    said: set[str] = set()
    for role, which in (("heading", "major"), ("body", "minor")):
        family = deck.family(which)
        if not family or family.startswith("+"):
            continue
        if twin(family):
            yield role, family
            continue
        serif = any(word in family.lower() for word in SERIFS) and "sans" not in family.lower()
        instead = LIKE.get(family.lower()) or ("Georgia" if serif else "Arial")
        yield role, instead
        if family not in said:
            said.add(family)
            notes.append(
                f"No bundled font has the widths of {family}: {instead} stands in for it. To keep {family}, put its "
                ".ttf files into a fonts folder beside themes and name them under `fonts:`."
            )


def _slide(deck: Deck, notes: list[str]) -> str:
    """The name of the nearest format; a note where it is not the file's own."""
    if not deck.ratio:
        return ""
    name = min(SLIDES, key=lambda one: abs(SLIDES[one][0] / SLIDES[one][1] - deck.ratio))
    if abs(SLIDES[name][0] / SLIDES[name][1] / deck.ratio - 1) > 0.02:
        notes.append(f"Its slides are {deck.ratio:.2f} times as wide as high; {name} is the nearest that there is.")
    return "" if name == "16:9" else name
