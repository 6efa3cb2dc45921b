"""In: measured paragraphs. Out: DrawingML text. Lines are joined again: PowerPoint breaks them where we measured.

Kerning is stated to begin at a size that no text has: PowerPoint then sets none, as we measured. The standard has an
unstated or zero threshold kern every size. LibreOffice reads no threshold and kerns all (docs/measuring.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, repeat

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.page import Anchor, Para, Span
from exporter.model.style import FALLBACK, FontFamily, FontRole, TextStyle
from exporter.text.direction import LANGUAGES
from exporter.write.pptx.palette import Palette
from exporter.write.pptx.xml import attributes, escape, hundredths

Links = Callable[[Span], str]
"""Gives the click action of a run as XML, empty for none."""

_ALIGN = {"left": "l", "center": "ctr", "right": "r"}
_SPARE = {"left": (0, 1), "center": (0.5, 0.5), "right": (1, 0)}
"""Where a paragraph's spare room is kept free: shares of it at the left and the right, so that no text moves."""
_ANCHOR = {"top": "t", "middle": "ctr", "bottom": "b"}
_REGIONS = {
    "am": "am-ET", "ar": "ar-SA", "be": "be-BY", "bg": "bg-BG", "bn": "bn-IN", "ca": "ca-ES", "cs": "cs-CZ",
    "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-US", "es": "es-ES", "et": "et-EE", "fa": "fa-IR",
    "fi": "fi-FI", "fr": "fr-FR", "gu": "gu-IN", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR", "hu": "hu-HU",
    "hy": "hy-AM", "id": "id-ID", "it": "it-IT", "ja": "ja-JP", "ka": "ka-GE", "kk": "kk-KZ", "km": "km-KH",
    "kn": "kn-IN", "ko": "ko-KR", "lo": "lo-LA", "lt": "lt-LT", "lv": "lv-LV", "mk": "mk-MK", "ml": "ml-IN",
    "mr": "mr-IN", "my": "my-MM", "nb": "nb-NO", "ne": "ne-NP", "nl": "nl-NL", "nn": "nn-NO", "no": "nb-NO",
    "or": "or-IN", "pa": "pa-IN", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "si": "si-LK",
    "sk": "sk-SK", "sl": "sl-SI", "sr": "sr-Cyrl-RS", "sv": "sv-SE", "ta": "ta-IN", "te": "te-IN", "th": "th-TH",
    "tr": "tr-TR", "uk": "uk-UA", "ur": "ur-PK", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""PowerPoint's spelling checker wants a region; this is the one it is given when the report names none."""
_NUMBERINGS = tuple(
    (re.compile(pattern), scheme)
    for pattern, scheme in (
        (r"(\d{1,4})\.", "arabicPeriod"),
        (r"(\d{1,4})\)", "arabicParenR"),
        (r"\((\d{1,4})\)", "arabicParenBoth"),
        (r"(\d{1,4})", "arabicPlain"),
        (r"([a-z])\.", "alphaLcPeriod"),
        (r"([a-z])\)", "alphaLcParenR"),
        (r"([A-Z])\.", "alphaUcPeriod"),
    )
)
_DEEPEST = 8
_NEVER = 400_000
"""The largest size the format knows, in hundredths of a pt."""
BREAK = "\n"
"""A run that ends its line."""
PAGE_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
"""The id of the field that shows a slide's number."""


class Mark(Struct, frozen=True):
    """What stands before a paragraph: nothing, a character, a number counted by PowerPoint, or a text of its own."""

    kind: str = ""
    """"", char, auto or text"""
    value: str = ""
    """The character, PowerPoint's name of the numbering, or the text."""


class Level(Struct, frozen=True):
    """How paragraphs of one outline level are set in a placeholder; lengths EMU, `space_before` pt."""

    style: TextStyle
    indent: int = 0
    hang: int = 0
    mark: Mark = Mark()
    mark_colour: str = "accent"
    space_before: float = 0
    """What most paragraphs of it have; others state their own. It is no matter of type: levels are equal without it."""
    nesting: int = 0
    """How deep its paragraphs are nested in lists."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Level) and self._type == other._type

    def __hash__(self) -> int:
        return hash((self.style, self.indent, self.hang))  # enough to tell nearly all apart, and asked often

    @property
    def _type(self) -> tuple[object, ...]:
        return self.style, self.indent, self.hang, self.mark, self.mark_colour, self.nesting

    def is_step_of(self, other: Level) -> bool:
        """Whether it is the other in another size."""
        if self.nesting != other.nesting or self.mark.kind != other.mark.kind:
            return False
        size = {"size": other.style.size, "line": other.style.line}
        return self.style.but(**size) == other.style


_NO_MARK = (Mark(), 1)


def locale(language: str) -> str:
    return _REGIONS.get(language, language)


def body_properties(anchor: Anchor, insets: tuple[int, int, int, int]) -> str:
    """Text box properties: wrapped, of the size that was planned, never shrunk by PowerPoint."""
    return (
        f'<a:bodyPr vert="horz" wrap="square"{_insets(insets)} rtlCol="0" anchor="{_ANCHOR[anchor]}">'
        "<a:noAutofit/></a:bodyPr>"
    )


def inherited_body_properties(insets: tuple[int, int, int, int]) -> str:
    """What a slide's placeholder says again: its insets, which tools that judge the fit do not look up."""
    return f"<a:bodyPr{_insets(insets)}/>"


@lru_cache(maxsize=1024)
def _insets(insets: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = insets
    return f' lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}"'


def marks(paras: Sequence[Para], levels: Sequence[int]) -> list[tuple[Mark, int]]:
    """The mark of each paragraph, and the number with which its numbering starts (1 where it does not count).

    `levels`: the outline level on which each stands. Numbers are left to PowerPoint's own numbering wherever it counts
    the same: it goes on over deeper paragraphs and starts again after others.
    """
    out: list[tuple[Mark, int]] = []
    running: dict[int, tuple[Mark, int, int]] = {}  # by level: mark, start, last number
    for para, level in zip(paras, levels, strict=True):
        if running:
            running = {n: run for n, run in running.items() if n <= level}
        mark, number = _mark(para.bullet)
        before = running.pop(level, None)
        if mark.kind != "auto":
            out.append((mark, 1))
            continue
        start = before[1] if before and before[0] == mark and before[2] == number - 1 else number
        running[level] = (mark, start, number)
        out.append((mark, start))
    return out


@lru_cache(maxsize=1024)
def _mark(bullet: str) -> tuple[Mark, int]:
    if not bullet:
        return Mark(), 0
    for pattern, scheme in _NUMBERINGS:
        match = pattern.fullmatch(bullet)
        if match and match[1] != "0":
            return Mark("auto", scheme), int(match[1]) if match[1].isdigit() else ord(match[1].lower()) - ord("a") + 1
    return Mark("char" if len(bullet) == 1 else "text", bullet), 0


def looks(paras: Sequence[Para]) -> tuple[Level, ...]:
    """How each paragraph is set, as the outline level that it needs."""
    return tuple(
        [
            _look(
                para.style, para.indent, para.hang, para.bullet, para.bullet_colour, para.space_before if i else 0,
                para.level,
            )
            for i, para in enumerate(paras)
        ]
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _look(
    style: TextStyle, indent: int, hang: int, bullet: str, colour: str, space_before: float, nesting: int
) -> Level:
    mark, _ = _mark(bullet)
    return Level(style, indent, hang, Mark() if mark.kind == "text" else mark, colour, space_before, nesting)


def outline(looks: Sequence[Level]) -> dict[int, Level]:
    """The outline levels of a placeholder for these paragraphs.

    Every look has a level of its own, deeper in the outline where the list is, so that nothing needs to be stated on
    the slide. Looks beyond what the format can hold are left to it.
    """
    return _outline(looks, {}, opening=True) or {}


def joined(looks: Sequence[Level], known: Mapping[int, Level]) -> dict[int, Level] | None:
    """The outline levels `known` of a placeholder, and those that these paragraphs need beside them.

    None when the format has no room for them, or where they would set the same kind of text in another size: that is
    another slide layout.
    """
    return _outline(looks, known, opening=False)


def _outline(looks: Sequence[Level], known: Mapping[int, Level], *, opening: bool) -> dict[int, Level] | None:
    out = dict(known)
    for look in sorted(looks, key=_nesting):
        found = level_of(look, out)
        if found is not None:
            if look.space_before and not out[found].space_before:
                out[found] = replace(out[found], space_before=look.space_before)
            continue
        above = max((n for n, own in out.items() if own.nesting < look.nesting), default=-1)
        below = min((n for n, own in out.items() if own.nesting > look.nesting), default=_DEEPEST + 1)
        free = next((n for n in range(max(above + 1, look.nesting), below) if n not in out), None)
        if not opening and (free is None or any(look.is_step_of(own) for own in known.values())):
            return None
        if free is not None:
            out[free] = look
    return out


def level_of(look: Level, levels: Mapping[int, Level]) -> int | None:
    """The outline level that is set like this look."""
    return next((n for n, own in levels.items() if own == look), None)


def levels_of(looks: Sequence[Level], levels: Mapping[int, Level]) -> tuple[int, ...]:
    """The outline level of each paragraph; one that none is set like stands on that of its nesting."""
    found = ((look, level_of(look, levels)) for look in looks)
    return tuple(min(look.nesting, _DEEPEST) if n is None else n for look, n in found)


def _nesting(look: Level) -> int:
    return look.nesting


def runs(para: Para) -> list[tuple[str, Span]]:
    """The paragraph's runs with its line breaks healed; each with a span that has its looks.

    Links alone are cut where their lines break, and the space there is no part of them: LibreOffice does not break
    inside a link, and an underlined space would show. A line that suites would not end there by themselves ends with
    BREAK, as a run of its own.
    """
    out: list[tuple[str, Span]] = []
    looks: tuple[object, ...] = ()
    space = forced = False
    for line in para.lines:
        if out and (forced or (not space and line.spans and _is_link(out[-1][1]) and _is_link(line.spans[0]))):
            last = out[-1][1]
            if space:
                out.append((" ", replace(last, link="", goto="")) if _is_link(last) else (out.pop()[0] + " ", last))
            out.append((BREAK, replace(last, link="", goto="")))
            looks, space = (), False
        forced = line.forced
        for n, span in enumerate(line.spans):
            text, linked, before = span.text, _is_link(span), looks
            looks = _looks_of(span)
            if space and out:
                if not _is_link(out[-1][1]):
                    out[-1] = (out[-1][0] + " ", out[-1][1])
                elif linked:
                    out.append((" ", replace(span, link="", goto="")))
                else:
                    text = " " + text
            space = False
            if out and looks == before and (n or not linked):
                out[-1] = (out[-1][0] + text, span)
            else:
                out.append((text, span))
        if line.hyphen and out:
            out[-1] = (out[-1][0].removesuffix("-").removesuffix("\u2010"), out[-1][1])
        space = line.space and not line.hyphen
    return out


def one_run(para: Para) -> tuple[str, tuple[object, ...]] | None:
    """The words of a paragraph that is one run without a link, as most are, and all that its XML follows from beside
    them and its place; None for others.

    `runs` gives one run where each line has one span, all with the same looks, and none is forced or hyphenated.
    """
    lines = para.lines
    if not lines or len(lines[0].spans) != 1 or lines[-1].hyphen:
        return None
    (span,) = lines[0].spans
    if span.link or span.goto:
        return None
    words = span.text
    if len(lines) > 1:
        first = _looks_of(span)
        for before, line in pairwise(lines):
            if len(line.spans) != 1 or before.forced or before.hyphen or _looks_of(line.spans[0]) != first:
                return None
            words += f" {line.spans[0].text}" if before.space else line.spans[0].text
    if words == BREAK:
        return None
    return words, (
        para.style, para.indent, para.hang, para.spare, para.bullet, para.bullet_colour, para.space_before, span.font,
        span.bold, span.italic, span.size, span.colour, span.spacing, span.rise, span.lang, span.code, para.leftward,
    )  # fmt: skip


def around_words(xml: str, words: str) -> tuple[str, str]:
    """What stands before and after the last words in some XML, which are `words`."""
    start = xml.rindex("<a:t>") + len("<a:t>")
    return xml[:start], xml[start + len(escape(words)) :]


def _is_link(span: Span) -> bool:
    return bool(span.link or span.goto)


def _looks_of(span: Span) -> tuple[object, ...]:
    return (
        span.font, span.bold, span.italic, span.size, span.colour, span.spacing, span.rise, span.link, span.goto,
        span.lang, span.code,
    )  # fmt: skip


class TextWriter:
    """Writes the text of one document; remembers what it wrote, because looks repeat from slide to slide."""

    def __init__(self, palette: Palette, fonts: Mapping[str, FontFamily], language: str) -> None:
        self._palette = palette
        own = {role: family.name for role, family in fonts.items()}
        self._typefaces = {**own, "heading": "+mj-lt", "body": "+mn-lt"}
        self._signs = frozenset(role for role, family in fonts.items() if family.signs)
        self.locale = locale(language)
        leftward = language.partition("-")[0].lower() in LANGUAGES
        self._complex = '<a:cs typeface="+mn-cs"/>' if leftward else ""
        """Where most letters are of a script for which office suites would take a font of their own."""
        self._run_looks: dict[tuple[object, ...], tuple[str, str]] = {}
        self._para_looks: dict[tuple[object, ...], str] = {}
        self._around: dict[int, tuple[object, dict[tuple[object, ...], tuple[str, str]]]] = {}
        """By the `id()` of a placeholder's levels, which are kept: the XML around the words of its paragraphs."""

    def body(
        self,
        paras: Sequence[Para],
        links: Links,
        levels: Mapping[int, Level] | None = None,
        numbers: Sequence[int] = (),
        page_number: str = "",
        counts: int = 1,
    ) -> str:
        """The paragraphs. What `levels`, the placeholder's, say is left to them; `numbers` names that of each.

        Where the text says `page_number` for the time `counts` (from 1), it becomes a field that follows the slide when
        it is moved.
        """
        if not paras:
            return f'<a:p><a:endParaRPr lang="{self.locale}"/></a:p>'
        out = []
        spared = listed = False
        for para in paras:
            spared = spared or para.spare != 0
            listed = listed or para.bullet != ""
        numbers = numbers or [min(para.level, _DEEPEST) for para in paras]
        marked = marks(paras, numbers) if listed else repeat(_NO_MARK)
        known = self._around.setdefault(id(levels), (levels, {}))[1]
        for i, (para, n, (mark, start)) in enumerate(zip(paras, numbers, marked, strict=False)):
            run = one_run(para)
            words, kind = run or ("", ())
            field = counts == 1 and words == page_number != ""
            plain = run and (field or not page_number or page_number not in words)
            looks = (n, start, i == 0, spared, field, kind)
            around = known.get(looks) if plain else None
            if around:
                out.append(f"{around[0]}{escape(words)}{around[1]}")
                counts -= field
                continue
            level = levels.get(n) if levels else None
            opening = self._opening(para, mark, start, n, level, first=i == 0, spared=spared)
            runs, counts = self._runs(para, links, level.style if level else None, page_number, counts)
            out.append(f"{opening}{runs}</a:p>")
            if plain:
                known[looks] = around_words(out[-1], words)
        return "".join(out)

    def _opening(
        self, para: Para, mark: Mark, start: int, n: int, level: Level | None, *, first: bool, spared: bool
    ) -> str:
        """The start of a paragraph, with its mark where that is a text of its own."""
        out = f"<a:p>{self._properties(para, mark, start, n, level, first=first, spared=spared)}"
        if mark.kind == "text":
            span = Span("", 0, 0, font=para.style.font, size=para.style.size, colour=para.bullet_colour)
            out += self._run(escape(mark.value) + "\t", span, para.style, level.style if level else None, "")
        return out

    def _runs(self, para: Para, links: Links, base: TextStyle | None, page_number: str, counts: int) -> tuple[str, int]:
        """All runs of a paragraph, and how often `page_number` is still to come until it is that number."""
        out = []
        for text, span in runs(para):
            if text == BREAK:
                attrs, inner = self._looks(span, para.style, base)
                out.append(f"<a:br><a:rPr{attrs}>{inner}</a:rPr></a:br>" if inner else f"<a:br><a:rPr{attrs}/></a:br>")
                continue
            link = links(span) if span.link or span.goto else ""
            before = counts
            counts -= text.count(page_number) if page_number else 0
            if counts < 1 <= before:
                out.append(self._numbered(text, page_number, before, span, para.style, base, link))
            else:
                out.append(self._run(escape(text), span, para.style, base, link))
        if not any(line.spans for line in para.lines):
            out.append(f'<a:endParaRPr lang="{self.locale}" sz="{hundredths(para.style.size)}"/>')
        return "".join(out), counts

    def list_style(self, levels: Mapping[int, Level]) -> str:
        """The outline levels of a placeholder on a slide layout, everything stated."""
        return "".join(self.level(n, level) for n, level in sorted(levels.items()))

    def level(self, n: int, level: Level) -> str:
        """One outline level, `n` from 0, with the type of its runs."""
        tag = f"a:lvl{n + 1}pPr"
        style = level.style
        return (
            f'<{tag} marL="{level.indent}" indent="{-level.hang}" algn="{_ALIGN[style.align]}" rtl="0">'
            f"{self._spacing(style.line, level.space_before)}{self._bullet(level.mark, level.mark_colour)}"
            f"{self.default_run(style)}</{tag}>"
        )

    def default_run(self, style: TextStyle) -> str:
        """The default run properties of a style, everything stated."""
        return (
            f'<a:defRPr sz="{hundredths(style.size)}" b="{style.bold:d}" i="{style.italic:d}" u="none" '
            f'kern="{_NEVER}" spc="{hundredths(style.spacing)}" baseline="0">{self._palette.fill(style.colour)}'
            f'<a:latin typeface="{escape(self._typefaces[style.font])}"/>{self._complex}</a:defRPr>'
        )

    def _properties(
        self, para: Para, mark: Mark, start: int, n: int, level: Level | None, *, first: bool, spared: bool
    ) -> str:
        """`spared`: some paragraph of the body has spare room, which LibreOffice carries over to those after it."""
        key = (
            para.style.align, para.style.line, n, para.indent, para.hang, para.spare, mark.kind,
            mark.value, start, para.bullet_colour, para.space_before, first, spared, level,
            level.space_before if level else 0, para.leftward,
        )  # fmt: skip
        found = self._para_looks.get(key)
        if found is None:
            found = self._para_looks[key] = self._stated(para, mark, start, n, level, first, spared, para.leftward)
        return found

    def _stated(
        self, para: Para, mark: Mark, start: int, n: int, level: Level | None, first: bool, spared: bool, leftward: bool
    ) -> str:
        """`leftward`: it runs from right to left, and begins at the right edge unless it is centred."""
        align = "right" if leftward and para.style.align in ("left", "justify") else para.style.align
        base = level or Level(TextStyle(line=0))
        shown = Mark() if mark.kind == "text" else mark
        space = 0 if first else para.space_before
        left, right = _SPARE[para.style.align]
        indent = para.indent + round(para.spare * left)
        attrs = attributes(
            marL=indent if indent != base.indent or spared else None,
            marR=round(para.spare * right) if spared else None,
            lvl=n or None,
            indent=-para.hang if para.hang != base.hang else None,
            algn=_ALIGN[align] if align != base.style.align else None,
            rtl=1 if para.leftward else None,
        )
        inner = self._spacing(
            para.style.line if para.style.line != base.style.line else None,
            space if space != base.space_before else None,
        )
        if (shown, start, para.bullet_colour if shown.kind else base.mark_colour) != (base.mark, 1, base.mark_colour):
            inner += self._bullet(shown, para.bullet_colour, start)
        return f"<a:pPr{attrs}>{inner}</a:pPr>" if inner else f"<a:pPr{attrs}/>" if attrs else ""

    @staticmethod
    def _spacing(line: float | None, before: float | None) -> str:
        """Line pitch and space above in pt; None is left to the placeholder."""
        out = f'<a:lnSpc><a:spcPts val="{hundredths(line)}"/></a:lnSpc>' if line is not None else ""
        if before is not None:
            out += f'<a:spcBef><a:spcPts val="{hundredths(before)}"/></a:spcBef>'
        return out

    def _bullet(self, mark: Mark, colour: str, start: int = 1) -> str:
        if not mark.kind:
            return "<a:buNone/>"
        look = f'<a:buClr>{self._palette.xml(colour)}</a:buClr><a:buFont typeface="+mn-lt"/>'
        if mark.kind == "char":
            return f'{look}<a:buChar char="{escape(mark.value)}"/>'
        return f'{look}<a:buAutoNum type="{mark.value}"{attributes(startAt=start if start != 1 else None)}/>'

    def _run(self, escaped: str, span: Span, style: TextStyle, base: TextStyle | None, link: str) -> str:
        attrs, inner = self._looks(span, style, base)
        inner += link
        close = f">{inner}</a:rPr>" if inner else "/>"
        return f"<a:r><a:rPr{attrs}{close}<a:t>{escaped}</a:t></a:r>"

    def _numbered(
        self, text: str, number: str, nth: int, span: Span, style: TextStyle, base: TextStyle | None, link: str
    ) -> str:
        parts = text.split(number)
        before, after = number.join(parts[:nth]), number.join(parts[nth:])
        pieces = [self._run(escape(part), span, style, base, link) if part else "" for part in (before, after)]
        return self._field(escape(number), span, style, base).join(pieces)

    def _field(self, escaped: str, span: Span, style: TextStyle, base: TextStyle | None) -> str:
        """The slide's number as a field."""
        attrs, inner = self._looks(span, style, base)
        return f'<a:fld id="{PAGE_FIELD}" type="slidenum"><a:rPr{attrs}>{inner}</a:rPr><a:t>{escaped}</a:t></a:fld>'

    def _looks(self, span: Span, style: TextStyle, base: TextStyle | None) -> tuple[str, str]:
        """Attributes and children of the run properties: what differs from `base`, or everything without one."""
        key = (*_looks_of(span), style.size, base)
        found = self._run_looks.get(key)
        if found is None:
            found = self._run_looks[key] = self._dress(span, style, base)
        return found

    def _dress(self, span: Span, style: TextStyle, base: TextStyle | None) -> tuple[str, str]:
        # PowerPoint shrinks raised text itself, so it is given the size of its neighbours.
        size = style.size if span.rise else span.size
        font_differs = span.font != (base.font if base else "body")
        attrs = attributes(
            lang=locale(span.lang) if span.lang else self.locale,
            sz=hundredths(size) if not base or size != base.size else None,
            b=int(span.bold) if not base or span.bold != base.bold else None,
            i=int(span.italic) if span.italic != (base.italic if base else False) else None,
            spc=hundredths(span.spacing) if span.spacing != (base.spacing if base else 0) else None,
            baseline=round(span.rise / size * 100_000) if span.rise else None,
            noProof=1 if span.code else None,
        )
        inner = self._palette.fill(span.colour) if not base or span.colour != base.colour else ""
        if font_differs:
            inner += _typefaces(span.font, self._typefaces[span.font], span.font in self._signs)
        return attrs, inner


def _typefaces(role: FontRole, name: str, signs: bool) -> str:
    """The family of a run; a fallback is named for every script: office suites choose among the three by the letter.

    One of signs is named for those alone.
    """
    scripts = (("sym",) if signs else ("latin", "ea", "cs")) if role.startswith(FALLBACK) else ("latin",)
    return "".join(f'<a:{script} typeface="{escape(name)}"/>' for script in scripts)
