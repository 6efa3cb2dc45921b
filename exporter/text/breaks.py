"""In: a paragraph's text. Out: where lines may end, by Unicode's rules (UAX #14), and where they had better not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from exporter.model.pattern import later
from exporter.text import thai
from exporter.text.shaping import parts_cluster

# To compile a set of characters, `re` walks through each of its ranges: wide ones cost a command that starts
# milliseconds. So sets are told by what is small, and patterns that few texts need are compiled when one does.
_LETTER = r"(?=[\0-\u058f\U00010000-\U0010ffff])\w"
_LATIN = later(
    r"(?:[A-Za-z0-9 ,.;:'\"()\[\]&+%$€£°@#*=<>\-\u00a0\u2013\u2014\u2018-\u201e/]++"
    rf"|{_LETTER}"
    rf"|[!?\u2026](?=[\s).\u2019\u201d]|{_LETTER}|\Z)"
    r"|(?<=[ \u00a0])\|(?= )"  # as it stands in trackers and cover lines
    r")*+\Z"
)
"""Text of alphabets and marks for which the few rules below give the same breaks as UAX #14, a hundred times faster."""
_AFTER = later(
    r"  *(?=[^ ;:,!?)\]/])"
    r"|-(?<=[^\s-]-)(?=[^\W\d_])"  # HY, not before a number
    r"|\u2013(?=\w)"  # BA: an en dash
    r"|\u2014(?=\w)"  # B2: an em dash, on both sides; before it: _BEFORE
    r"|/(?=[^\W\d_])|/(?<=[^\W\d_]/)(?=\d)"  # SY, not inside a number
    r"|\)(?=[(\[])|\](?=[(\[])"  # CP before OP
    r"|!(?=\w)|\?(?=\w)|\u2026(?=\w)"  # EX, IN
)
"""Every way begins with a character of its own: so `re` skips to the next of these in a third of the time."""
_BEFORE = r"\u2014(?<=[\w)]\u2014)"
_WIDE = r"[\u4e00-\u9fff\uac00-\ud7a3]"
_APART = rf"(?<=\w )(?=\w)|(?<={_WIDE})(?={_WIDE})"
"""Where a line may end whatever stands around: before a word, between ideographs, between Korean syllables."""

_SIMPLE = re.compile(r"[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f ,.'\"%-]*+\Z")
"""A text that breaks at its spaces and hyphens and nowhere else, if no comma follows a space."""
_SPACED = later(
    r"(?:[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f,.;:'\"(\[&+%$€£°@#*=<>\u2018-\u201e]++"
    r"| (?![;:,!?)\]/])|[)\]](?![(\[])|\u2013(?!\w)"
    r"|\|(?<= \|)(?= )"  # as it stands in trackers
    r")*+\Z"
)
"""The same with marks, those left out after which a line may end without a space: it breaks at its spaces."""
_AT_SPACES = re.compile(r"[^ ]* +|[^ ]+")
_AT_HYPHENS = later(r"(?<=[^\s-]-)(?=[^\W\d_])")
_HYPHENS = later(r"(?<=\w-)(?=\d)|(?<=--)(?=\w)")
_ALL_HYPHENS = later(r"(?<=[^\s-]-)(?=[^\W\d_])|(?<=\w-)(?=\d)|(?<=--)(?=\w)")
"""Where words break by Unicode's rules; where office suites break them, too; and both."""
LAST_RESORT = frozenset("/\\.-_?&=:@#%+~,;|)]}>\u2010\u2013\u2014")
"""A text wider than its line breaks after one of these rather than inside a word."""

_UNITS = (
    r"%|‰|°C|°F|°|€|\$|£|km|m|cm|mm|kg|g|mg|t|l|ml|kWh|MWh|GWh|TWh|Wh|kW|MW|GW|W|V|A|Hz|GHz|MHz|Pa|kPa|MPa|GB|MB|KB|TB"
    r"|ms|s|min|h|hours?|minutes?|days?|weeks?|months?|years?|bn|m|million|billion|trillion|percent|pp|x"
    r"|M€|Md€|Mio|Mrd|Millionen|Milliarden|Prozent|millions|milliards?|pour cent|millones|por ciento|milioni|miliardi"
)
_MONTHS = (
    r"Jan|F[eé]b|Mar|M[aä]r|Apr|Avr|Ma[iyj]|Jun|Jul|Jui|Aug|Aoû|Ago|Sep|O[ck]t|Ott|Nov|De[cz]|Déc|Dic|Ene|Abr|Gen|Mag|Giu|Lug"
    r"|jan|f[eé]v|feb|mar|mrt|maart|avr|apr|abr|ma[ijg]|mei|ju[ilns]|gen|ene|giu|lug|ag?o|aug|set|sep|o[ckut]t|nov|d[eéi][cz]"
)
"""How months begin, of the languages whose days stand before them: 14 October, 3. März, 12 août."""
_FIRM = later(
    rf"(?<=\d)[\u2010\u2011\u2012\u2013\u2014](?=\d)"  # 2027–2028: after the dash
    rf"|(?<=\d)[-/](?=\w)"  # 30-day, 12/year
    rf"|(?<=\d)[ \u00a0\u202f](?=(?:{_UNITS})(?!\w))"  # 5 km, 40 %
    rf"|(?:(?<=\b\d)|(?<=\b\d\d))\.?[ ](?=(?:{_MONTHS})\w*+\b)"  # 14 October, 3. März
    rf"|(?<=[<>≤≥≈±~=€$£¥])[ \u00a0\u202f](?=[\d.])"  # ≥ 18, € 12
    rf"|(?<=\b[A-Z]\.)[ ](?=[A-Z])"  # J. Smith
)
"""No line ends right after one of these: inside a range, before a unit or a month, after an initial."""
_DIGIT, _NO_DIGIT, _INITIAL = re.compile(r"\d"), re.compile(r"[^0-9]*+\Z"), re.compile(r"\.(?<=[A-Z]\.)")
"""What each of them follows: most paragraphs have none, which two searches see sooner than one for both."""
_HELD = later(r"(?<=\w)[-/](?=\w)")
"""A break right after one of these reads badly, too: mass-produced, Porsche/Audi."""
_BEFORE_JOINT, _JOINT = frozenset(".<>≤≥≈±~=€$£¥"), frozenset(" -/\u00a0\u202f\u2010\u2011\u2012\u2013\u2014")
"""What each of them ends in, and what stands before that, but for digits."""
_RELATIONS = frozenset("<>≤≥≈=")
LONGEST_NAME = 4
"""Characters of a name that stays with a sign of relation behind it."""
LONGEST_HELD = 24
"""Characters of the longest text that is held together; in columns of one word, more would do more harm than good."""


def cut(text: str, hold: bool) -> tuple[Sequence[str], bool]:
    """The units of a text, ranges and the like held together; and whether a line may just end after any of them.

    Office suites break elsewhere, too, and have to be told; pages that we draw ourselves (`hold`) tell nobody.
    """
    if _SIMPLE.match(text):
        at_spaces = " ," not in text
    else:
        at_spaces = "-" not in text and bool(_SPACED.match(text))
    if not at_spaces:
        return _cut(text, hold), hold
    words = _at_spaces(text)  # most paragraphs, in a tenth of the time
    if "-" in text:
        return held(_at_hyphens(words, _AT_HYPHENS if hold else _ALL_HYPHENS), text), hold
    joined = held(words, text)
    return joined, hold or len(joined) == len(words)


@lru_cache(maxsize=4096)
def _cut(text: str, hold: bool) -> Sequence[str]:
    """The same at every size."""
    return held(units(text) if hold else suite_units(text), text)


@lru_cache(maxsize=4096)
def units(text: str) -> tuple[str, ...]:
    """`text` cut after every place where a line may end; the pieces join to the whole text."""
    if _SIMPLE.match(text) and " ," not in text:
        words = _at_spaces(text)
        return tuple(_at_hyphens(words, _AT_HYPHENS) if "-" in text else words)
    if _LATIN.match(text):
        return _quick(text)
    # Few words of a text need all the rules, and they come again.
    return tuple([unit for word in re.split(_APART, text) for unit in _by_all_rules(word)])


def _at_spaces(text: str) -> list[str]:
    """The words of a text, each with the spaces after it."""
    if "  " in text:
        return _AT_SPACES.findall(text)
    cuts = text.replace(" ", " \n").split("\n")
    return cuts if cuts[-1] else cuts[:-1]


def _at_hyphens(words: Sequence[str], hyphens: re.Pattern[str]) -> list[str]:
    """The words, those with hyphens in parts."""
    out: list[str] = []
    for word in words:
        if "-" in word:
            out += hyphens.split(word)
        else:
            out.append(word)
    return out


def _quick(text: str) -> tuple[str, ...]:
    ends = [match.end() for match in _AFTER.finditer(text)]
    if "\u2014" in text:
        ends = sorted({*ends, *[match.start() for match in re.finditer(_BEFORE, text)]})
    ends = [0, *ends, len(text)]
    return tuple([text[a:b] for a, b in zip(ends, ends[1:], strict=False) if b > a])


@lru_cache(maxsize=4096)
def _by_all_rules(text: str) -> tuple[str, ...]:
    if len(text) == 1 or _LATIN.match(text):
        return _quick(text)
    from uniseg.linebreak import line_break_units  # type: ignore[import-untyped]  # slow to import; most texts never need it

    return tuple([part for unit in line_break_units(text) for part in thai.parted(unit)])


@lru_cache(maxsize=4096)
def suite_units(text: str) -> tuple[str, ...]:
    """The same for office suites, as LibreOffice does it.

    They break between a hyphen and a number and after two hyphens, but at no slash or brace, and in a path or an
    address not at its hyphens either.
    """
    if "-" not in text and "/" not in text and "}" not in text:
        return units(text)
    out: list[str] = []
    for unit in units(text):
        for part in _HYPHENS.split(unit) if "-" in unit else (unit,):
            if out and _whole(out[-1], part):
                out[-1] += part
            else:
                out.append(part)
    return tuple(out)


def _whole(left: str, right: str) -> bool:
    """Whether office suites keep on one line what Unicode would part."""
    last = left[-1]
    return last in "/}" or (last == "-" and "/" in left) or ("://" in right and last != " ")


def bad_after(left: str, right: str) -> bool:
    """Whether a line that ends in `left` and goes on with `right` splits what belongs together."""
    if left.rstrip(" ")[-1:].isalpha():
        return False  # as most units end
    return _ends(_HELD, left, right) or _ends(_FIRM, left, right)


def _ends(joint: re.Pattern[str], left: str, right: str) -> bool:
    """Whether a match of `joint` ends where `left` does, with `right` after it."""
    tail = left[-12:]
    joined = tail + right[:16]
    return any(match.end() == len(tail) for match in joint.finditer(joined))


def held(cuts: Sequence[str], whole: str) -> Sequence[str]:
    """The units of the text `whole`, joined where no line may end."""
    no_digit = _NO_DIGIT.match(whole) if whole.isascii() else not _DIGIT.search(whole)
    if no_digit and not _INITIAL.search(whole):
        return cuts  # as most paragraphs
    out: list[str] = []
    for unit in cuts:
        if (
            out
            and len(out[-1]) < LONGEST_HELD
            and ((_may_hold(out[-1]) and _ends(_FIRM, out[-1], unit)) or (unit[0] in _RELATIONS and _is_name(out[-1])))
        ):
            out[-1] += unit
        else:
            out.append(unit)
    return out


def _is_name(unit: str) -> bool:
    """Whether it may be what a relation is about: p < 0.05, PASI ≥ 12."""
    name = unit.strip(" \u00a0(")
    return len(name) <= LONGEST_NAME and name.isalnum()


def _may_hold(unit: str) -> bool:
    """Whether it ends as what is held together begins: most units are told apart from those by two characters."""
    before = unit[-2:-1]
    return unit[-1] in _JOINT and (before.isdigit() or before in _BEFORE_JOINT)


def last_resort(text: str, most: int) -> int:
    """Where to break a text of which only the first `most` characters fit: at least 1.

    After a mark where an address or a path is cut, unless that wastes more than half of the line; else between
    characters.
    """
    for at in range(most, most // 2, -1):
        if text[at - 1] in LAST_RESORT and (at == len(text) or text[at] not in LAST_RESORT):
            return at
    at = most
    while at > 0 and parts_cluster(text, at):
        at -= 1
    if at < 1:  # not even one cluster fits
        at = most
        while parts_cluster(text, at):
            at += 1
    return max(1, at)
