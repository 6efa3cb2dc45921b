"""Reading back: a written file opens, has its pages, and its text has every fact that the ledger calls shown."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from exporter.check import facts
from exporter.model.page import Document
from exporter.model.pattern import later
from exporter.model.report import Finding, Level

if TYPE_CHECKING:
    from exporter.check import own_pdf


class Readback(Struct, frozen=True):
    """What a file says: its number of pages, and the words of each of its parts; None when it holds but pixels."""

    pages: int
    texts: tuple[str, ...] | None

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join(self.texts or ())


class Unreadable(Exception):
    """The file is broken; the message says how."""


def readback(document: Document, path: Path) -> Iterator[Finding]:
    try:
        found = read_folder(path) if path.is_dir() else READERS[path.suffix](path)
    except Unreadable as error:
        yield Finding(Level.ERROR, "broken-file", f"the file that was written cannot be read: {error}")
        return
    if found.pages != len(document.pages):
        what = f"the file has {found.pages} pages and should have {len(document.pages)}"
        yield Finding(Level.ERROR, "broken-file", what)
    if found.texts is not None:
        yield from facts.unread(document, found.texts, drawn=path.suffix != ".pptx")


_SLIDE = later(r"ppt/slides/slide\d+\.xml")
_SLIDES = later(r"ppt/(slides|notesSlides|slideLayouts)/[^/]+\.xml")
_CHARTS = later(r"ppt/charts/[^/]+\.xml")
"""Parts of a deck that have texts of the report."""


def read_pptx(path: Path) -> Readback:
    """Slides, tables, charts, alternative texts and notes of a deck; every part of it must be well-formed XML."""
    from xml.parsers import expat  # here and below: what a PDF has no use for, or a deck

    from exporter.check import own_slide, own_zip

    texts: list[str] = []
    pages = 0
    try:
        with path.open("rb", buffering=1 << 18) as stream:
            for name, data in own_zip.entries(stream):  # whatever they are: reading finds what is damaged
                if not name.endswith((".xml", ".rels")):
                    continue
                pages += bool(_SLIDE.fullmatch(name))
                if _SLIDES.fullmatch(name):
                    texts.append(_read_slide(data))
                    continue
                own_slide.parse(data)
                if _CHARTS.fullmatch(name):
                    texts.extend(_texts(data.decode()))
    except (own_zip.Broken, expat.ExpatError, OSError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from error
    return Readback(pages, tuple(texts))


def _read_slide(data: bytes) -> str:
    """The texts of a slide, of notes or of a layout, which must be well-formed."""
    from exporter.check import own_slide

    part = data.decode()
    try:
        return _unescaped("\n".join(own_slide.read(part)))
    except own_slide.Otherwise:
        own_slide.parse(data)
        return "\n".join(_texts_of_slide(part))


def _texts_of_slide(part: str) -> Iterator[str]:
    """What `_texts` finds in a slide, in a third of the time: by the tags as our writer spells them.

    In XML that is well-formed and without comments each `<a:t>` is a tag. Words in tags that were spelled otherwise
    would not be seen, which is a finding for each of them: no loss is overlooked for it.
    """
    for piece in part.split("</a:p>"):
        if ' descr="' in piece:
            yield from _texts(f"{piece}</a:p>")
        else:
            yield _unescaped("".join([run.partition("<")[0] for run in piece.split("<a:t>")[1:]]))


# A tree of elements would have to be made by lxml, which takes longer to load than a short deck to read. The parts are
# our own and well-formed, as the parser found: without comments, and with attributes in double quotes.
_TAG = later(r'<(/?)(?:\w+:)?(p|t|v|cNvPr|cat|numCache)(?=[\s/>])([^>"]*(?:"[^"]*"[^>"]*)*)>([^<]*)')
_DESCRIBED = later(r'\sdescr="([^"]+)"')
_ENTITY = later(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def _texts(part: str) -> Iterator[str]:
    """Paragraphs (runs joined), chart labels and values, alternative texts."""
    runs: list[str] = []
    dates = category = False
    for slash, tag, attributes, text in _TAG.findall(part):
        empty = attributes.endswith("/")
        if tag == "p":
            if slash:
                yield _unescaped("".join(runs))
            runs = []
        elif tag == "cat":
            category = not slash
        elif tag == "numCache":
            dates = category and not slash
        elif tag == "cNvPr":
            if found := _DESCRIBED.search(attributes):
                yield _unescaped(found[1])
        elif not slash and not empty:
            if tag == "t":
                runs.append(text)
                continue
            if dates:
                yield _date(float(text))
            yield _unescaped(text)


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    return _ENTITIES[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))


def _date(number: float) -> str:
    """A day that stands as a number on a chart's axis of dates, with its year as a word of its own."""
    from exporter.text.numbers import day

    date = day(number)
    return f"{date.isoformat()} {date.year}"


def read_pdf(path: Path) -> Readback:
    """The text that a PDF draws, through the character maps of its fonts, and the alternative texts of its figures."""
    from exporter.check import own_pdf

    try:
        return _read_own(own_pdf.File(path.read_bytes()))
    except OSError as error:
        raise Unreadable(str(error)) from error
    except own_pdf.Otherwise:
        return _read_any(path)


def _read_own(file: own_pdf.File) -> Readback:
    fonts: dict[bytes, _Font] = {}
    texts: list[str] = []
    for page in file.pages():
        for cmap in page.fonts.values():
            if cmap not in fonts:
                fonts[cmap] = _unicode_map(cmap)
        known = {name: fonts[cmap] for name, cmap in page.fonts.items()}
        turned = b"/ReversedChars" in page.content
        texts.append(_words(page.content, known.get, _no_form) if turned else _own_words(page.content, known))
    pages = len(texts)
    for packed in file.packed():
        texts.extend(_described(packed))
    return Readback(pages, tuple(texts))


def _own_words(content: bytes, fonts: Mapping[bytes, _Font]) -> str:
    """What `_words` finds on a page of our own, in a third of the time: there each operator stands on a line."""
    out: list[str] = []
    run: list[bytes] = []
    shown, font = 0, NO_FONT
    for line in content.split(b"\n"):
        operator = line[-2:]
        if operator == b"Tj":
            text = line[1:-3]
            run.append(_ESCAPE.sub(_unescape, text) if b"\\" in text else text)
            shown += 1
        elif operator == b"Tm" or operator == b"ET":
            run.append(b"\n")
        elif operator == b"Tf":
            out.append(font.decode(b"".join(run)))
            run, font = [], fonts.get(line[1:].partition(b" ")[0], NO_FONT)
    out.append(font.decode(b"".join(run)))
    return "".join(out) if shown == content.count(b"Tj") else _words(content, fonts.get, _no_form)


def _no_form(name: bytes) -> str:
    """We draw none."""
    return ""


_SAYS = later(rb"/A(?:lt|ctualText)\s*(?:\(([^()\\]*(?:\\.[^()\\]*)*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL)


def _described(packed: bytes) -> Iterator[str]:
    """What the structure tree says instead of what is drawn."""
    for text, digits in _SAYS.findall(packed):
        yield _text_string(text, digits)


def _text_string(text: bytes, digits: bytes) -> str:
    """A text string of a PDF, in brackets or in hexadecimal digits."""
    said = bytes.fromhex(digits.decode()) if digits else _ESCAPE.sub(_unescape, text)
    return said.decode("utf-16", "replace") if said[:2] == b"\xfe\xff" else said.decode("latin-1")


def _read_any(path: Path) -> Readback:
    """The same of a PDF that is not laid out as we do it."""
    import pikepdf

    texts: list[str] = []
    try:
        with pikepdf.open(path) as pdf:
            fonts: dict[Any, _Font] = {}
            texts.extend(_drawn(page.obj, fonts, 0) for page in pdf.pages)
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary):
                    texts.extend(str(thing[key]) for key in ("/Alt", "/ActualText") if key in thing)
            pages = len(pdf.pages)
    except (pikepdf.PdfError, OSError) as error:
        raise Unreadable(str(error)) from error
    return Readback(pages, tuple(texts))


_TOKEN = later(
    rb"\(([^()\\]*(?:\\.[^()\\]*)*)\)"  # a string
    rb"|<(?:<.*?>>|([0-9A-Fa-f\s]*)>)"  # properties of marked content, skipped; a string in hexadecimal digits
    rb"|/([^\s/\[\]()<>]+)\s+(?:[-+.\d]+\s+(Tf)|(Do))\b"  # a font, a form
    rb"|T([dDm*])(?<!\wT.)(?![\w*])|E(T)(?<!\wET)(?![\w*])",  # a move
    re.DOTALL,
)
"""Every token begins with a character of its own, which `re` finds without trying all kinds at every place."""
_ESCAPE = later(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


class _Font(Struct, frozen=True):
    """How the bytes of a font's strings become characters."""

    width: int
    characters: Mapping[int, str]
    table: str | Mapping[int, str]
    """The same for codes of one byte: a string, which is looked up fastest, where each of them is one character."""

    plain: bool = False
    """ASCII stands for itself, as in the fonts of our files."""

    def decode(self, data: bytes) -> str:
        if self.plain and data.isascii() and b"\0" not in data:
            return data.decode("ascii")
        if self.width == 1:
            return codecs.charmap_decode(data, "ignore", self.table)[0]
        codes = (int.from_bytes(data[i : i + self.width], "big") for i in range(0, len(data), self.width))
        return "".join(self.characters.get(code, "") for code in codes)


NO_FONT = _Font(1, {}, {ord("\n"): "\n"})


def _drawn(holder: Any, fonts: dict[Any, _Font], depth: int) -> str:
    """The text a page or a form draws; `fonts` remembers the maps of fonts that many pages share."""
    resources = holder.get("/Resources", {})
    known = {str(n)[1:].encode(): font for n, font in dict(resources.get("/Font", {})).items()}
    forms = {str(n)[1:].encode(): form for n, form in dict(resources.get("/XObject", {})).items()}

    def font(name: bytes) -> _Font | None:
        return _font(known[name], fonts) if name in known else None

    def form(name: bytes) -> str:
        drawn = depth < 4 and forms.get(name, {}).get("/Subtype") == "/Form"
        return _drawn(forms[name], fonts, depth + 1) if drawn else ""

    return _words(_content(holder), font, form)


def _words(content: bytes, font_of: Callable[[bytes], _Font | None], form: Callable[[bytes], str]) -> str:
    """The text that operators draw, with fonts by their names, and with what a form of a name draws."""
    out: list[str] = []
    font = NO_FONT
    if b"/ReversedChars" in content:
        return "".join(_both_ways(content, font_of, form))
    for text, digits, name, sets_font, draws, moves, ends in _TOKEN.findall(content):
        if text:
            out.append(font.decode(_ESCAPE.sub(_unescape, text) if b"\\" in text else text))
        elif moves or ends:
            out.append("\n")
        elif digits:
            pairs = b"".join(digits.split())
            out.append(font.decode(bytes.fromhex((pairs + b"0" * (len(pairs) % 2)).decode())))
        elif sets_font:
            font = font_of(name) or font
        elif draws:
            out.append(form(name))
    return "".join(out)


_FROM_RIGHT = later(rb"/ReversedChars\s+BMC(.*?)\bEMC\b", re.DOTALL)
"""What is drawn from left to right and read from right to left."""


def _both_ways(content: bytes, font_of: Callable[[bytes], _Font | None], form: Callable[[bytes], str]) -> Iterator[str]:
    """The same where words are written from right to left too; a font that is set holds for what follows it."""
    font = b""
    for i, part in enumerate(_FROM_RIGHT.split(content)):
        words = _words(font + part, font_of, form)
        yield words[::-1] if i % 2 else words
        font = next((found[0] for found in reversed(list(_SETS_FONT.finditer(part)))), font)


_SETS_FONT = later(rb"/[^\s/\[\]()<>]+\s+[-+.\d]+\s+Tf\b ?")


def _content(holder: Any) -> bytes:
    contents = holder.get("/Contents", holder)
    parts = contents if hasattr(contents, "__len__") and not hasattr(contents, "read_bytes") else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _unescape(match: re.Match[bytes]) -> bytes:
    what = match[1]
    return bytes([int(what, 8) & 255]) if what[:1].isdigit() else _ESCAPED.get(what, what)


def _font(font: Any, known: dict[Any, _Font]) -> _Font:
    key = font.objgen
    if key not in known:
        known[key] = _unicode_map(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else NO_FONT
    return known[key]


def _unicode_map(cmap: bytes) -> _Font:
    """A ToUnicode map: single characters and ranges, one or two bytes a code."""
    characters: dict[int, str] = {}
    space = re.search(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>", cmap)
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            characters[int(code, 16)] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for offset in range(int(high, 16) - int(low, 16) + 1):
                start = _utf16(text)
                characters[int(low, 16) + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    characters.setdefault(ord("\n"), "\n")  # is no character's code with us, and ends lines
    short = all(len(text) == 1 for text in characters.values())
    table = "".join(characters.get(code, "\ufffe") for code in range(256)) if short else characters
    plain = isinstance(table, str) and table[1:128] == "".join(map(chr, range(1, 128)))
    width = len(space[1]) // 2 if space else 1
    return _Font(width, characters, table, plain and width == 1)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def read_folder(folder: Path) -> Readback:
    """The pages of a document that were written as pictures, a file each."""
    pages = [PAGES[file.suffix](file) for file in sorted(folder.iterdir())]
    texts = [text for text in pages if text is not None]
    return Readback(len(pages), tuple(texts) if texts else None)


def read_svg(path: Path) -> str:
    """The words of a page, a line a paragraph, without the hyphens that stand where words are broken; descriptions."""
    from lxml import etree  # type: ignore[import-untyped]

    try:
        root = etree.parse(str(path)).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise Unreadable(f"{path.name}: {error}") from error
    texts = [
        "".join(node.xpath(".//text()[not(ancestor::*[@class='h'])]")) for node in root.iter("{*}text", "{*}title")
    ]
    return "\n".join((*texts, *(node.get("aria-label", "") for node in root.iter("{*}image"))))


def read_png(path: Path) -> None:
    """Nothing but pixels; they must all be there."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            picture.load()
    except (OSError, SyntaxError) as error:
        raise Unreadable(f"{path.name}: {error}") from error


PAGES: Mapping[str, Callable[[Path], str | None]] = {".svg": read_svg, ".png": read_png}
READERS: Mapping[str, Callable[[Path], Readback]] = {".pptx": read_pptx, ".pdf": read_pdf}
