"""In: a formula in TeX. Out: the same as one line of text (`x₁² ≤ √n`), or None where a line cannot say it.

Greek letters, signs and arrows are Unicode's; powers and indices stand raised and lowered; fractions and roots stand in
a line, with the brackets that this needs. Matrices, cases and commands that are not known have no line. TeX is parsed
by pylatexenc, which also knows the names of some 500 signs; it is an extra, as few reports have formulas.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from msgspec import Struct

from exporter.read.raised import lowered, raised

LONGEST = 300
"""Characters of TeX that may be a line of text."""
DEEPEST = 12
"""Braces within braces."""
_SPACES = {",": " ", ":": " ", ";": " ", " ": " ", "~": " ", "quad": "  ", "qquad": "  ", "!": ""}
_UNSAID = frozenset({
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle", "limits", "nolimits",
})  # fmt: skip
_UPRIGHT = frozenset({"text", "textrm", "textnormal", "mathrm", "mathsf", "mathtt", "mbox"})
_DRESSED = frozenset({"mathbf", "boldsymbol", "bm", "mathit", "mathcal", "mathscr", "mathnormal"})
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
    "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7",
}  # fmt: skip
_DOUBLE = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ"}
_OWN = {
    "ne": "≠", "prime": "′", "{": "{", "}": "}", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "|": "‖",
    "mid": "∣", "cdot": "·", "ast": "∗",
}  # fmt: skip
_TYPED = {"-": "−", "'": "′", "*": "∗"}
_BETWEEN = frozenset("=<>≤≥≠≈≡∼≃≅∝∈∉∋⊂⊆⊃⊇→←↔⇒⇐⇔↦∣≪≫±∓×÷·∗∪∩∧∨⊕⊗+−:")
"""Signs with air on both sides, where something stands before them."""
_OPENS = frozenset("([{⟨⌈⌊")
_LARGE = frozenset("∑∏∫∬∮⋃⋂")
_FIRST, _LAST = "\u2061", "\u2062"
"""Around words that stand upright; no text keeps them."""
_MARKS = re.compile(f"[{_FIRST}{_LAST}]")
_WORD = re.compile(rf"{_FIRST}\w{{2}}")
_STRETCH = re.compile(
    rf"{_FIRST}([^{_LAST}]*){_LAST}|((?:[A-Za-z\u00c0-\u024fα-ωϕϵ][\u0300-\u036f\u20d7]*)+)|([^{_FIRST}])"
)
_PLAIN = re.compile(r"[^\\^_{}$]*")
_LEFT_OUT = re.compile(r"\\(?:left|right)\s*\.")


class Words(Struct, frozen=True):
    """A stretch of a formula; letters of variables stand in italics."""

    text: str
    italic: bool = False


class _Unsayable(Exception):
    """No line of text says this."""


def ready() -> bool:
    """Whether pylatexenc is there."""
    return find_spec("pylatexenc") is not None


def line(tex: str) -> tuple[Words, ...] | None:
    """The formula as a line of text; None where none can say it, or pylatexenc is not there."""
    tex = _LEFT_OUT.sub("", tex).replace("{,}", ",").replace("\\operatorname*", "\\mathrm")
    tex = tex.replace("\\operatorname", "\\mathrm").strip()
    beyond = "\\\\" in tex or "\\verb" in tex  # further lines, and words that are code
    if beyond or len(tex) > LONGEST or _depth(tex) > DEEPEST or not ready():
        return None
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError  # type: ignore[import-untyped]

    try:
        said = _spaced(_signs(LatexWalker(tex, tolerant_parsing=False).get_latex_nodes()[0]))
    except (LatexWalkerError, _Unsayable):
        return None
    return tuple(_stretches(said)) if said else None


def _depth(tex: str) -> int:
    deep = most = 0
    for char in tex:
        deep += (char == "{") - (char == "}")
        most = max(most, deep)
    return most


def _stretches(said: str) -> Iterator[Words]:
    """The line in stretches: variables in italics, words upright."""
    held = ""
    for upright, letters, other in _STRETCH.findall(said):
        if letters:
            if held:
                yield Words(held)
            held = ""
            yield Words(letters, italic=True)
        else:
            held += upright or other
    if held:
        yield Words(held)


# --- from nodes to signs: one string for a sign, a letter, a number, or a word --------------------------------------


def _signs(nodes: Iterable[Any]) -> list[str]:
    """The signs of some nodes; powers and indices stand with what they belong to."""
    out: list[str] = []
    shift = ""
    for node in _split(nodes):
        if isinstance(node, str) and node in "^_" and not shift:
            shift = node
            continue
        made = _of(node)
        if shift:
            base = out.pop() if out and out[-1].strip() else ""
            out.append(base + _shifted(_spaced(made), shift))
            shift = ""
        else:
            out += filter(None, made)
    if shift:
        raise _Unsayable
    return out


def _shifted(said: str, shift: str) -> str:
    """What stands after `^` or `_`, as characters that stand so; in brackets where there are none."""
    if said == "∘":
        return "°"
    bare = _MARKS.sub("", said)
    tight = "".join(bare.split())
    made = raised(tight) if shift == "^" else lowered(tight)
    if made[:1] not in "^_":
        return made
    return f"{shift}{said}" if len(bare) == 1 or bare.isalpha() else f"{shift}({said})"


def _split(nodes: Iterable[Any]) -> Iterator[Any]:
    """Characters one by one, numbers whole; other nodes as they are."""
    for node in nodes:
        chars = getattr(node, "chars", None)
        if chars is None:
            yield node
        else:
            yield from re.findall(r"\d+(?:[.,]\d+)*|\S", chars)


def _of(node: Any) -> list[str]:
    if isinstance(node, str):
        return [_TYPED.get(node, node)]
    kind = type(node).__name__
    if kind == "LatexGroupNode":
        return _signs(node.nodelist)
    if kind == "LatexMacroNode":
        return _macro(node.macroname, [inner for inner in (node.nodeargd.argnlist if node.nodeargd else ()) if inner])
    raise _Unsayable


def _macro(name: str, given: list[Any]) -> list[str]:
    """The signs of a command with what is given to it."""
    if name in _SPACES or name in _UNSAID:
        return [_SPACES[name]] if _SPACES.get(name) else []
    if name in _UPRIGHT and given:
        typed = given[0].latex_verbatim().removeprefix("{").removesuffix("}")
        return [_upright(typed if _PLAIN.fullmatch(typed) else _spaced(_signs(given)))]
    if name in _DRESSED:
        return _signs(given)
    if name in _ACCENTS and given:
        return ["".join(unicodedata.normalize("NFC", sign + _ACCENTS[name]) for sign in _signs(given))]
    if name == "mathbb" and given:
        return [_DOUBLE.get(sign) or _refuse() for sign in _signs(given)]
    if name in ("frac", "dfrac", "tfrac", "nicefrac") and len(given) == 2:
        return [f"{_one(_signs(given[:1]))}/{_one(_signs(given[1:]))}"]
    if name == "sqrt" and given:
        return [f"{raised(_spaced(_signs(given[:-1])))}√{_one(_signs(given[-1:]))}"]
    sign = _OWN.get(name) or _named(name)
    return [_upright(sign) if len(sign) > 1 and sign.isalpha() else sign]


def _upright(words: str) -> str:
    return f"{_FIRST}{_MARKS.sub('', words)}{_LAST}" if words else ""


def _ends(after: str) -> bool:
    """Whether a fraction before that sign needs no brackets."""
    return after.strip() == "" or after in _BETWEEN or after[0] in ")]},;"


def _refuse() -> str:
    raise _Unsayable


@cache
def _names() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

    return get_default_latex_context_db()


def _named(name: str) -> str:
    """The sign or the function of that name."""
    spec = _names().get_macro_spec(name)
    said = spec.simplify_repl if spec else None
    return said if isinstance(said, str) and said and "%" not in said else _refuse()


def _one(signs: list[str]) -> str:
    """What stands over or under a line or a root: in brackets, unless it is one thing."""
    said = _spaced(signs)
    return said if len(signs) == 1 and not re.search(r"[ /√]", said) else f"({said})"


def _spaced(signs: list[str]) -> str:
    """The signs with the air that a formula has: around relations and operators, after commas, beside words.

    A line may end after a relation or an operator, not before it.
    """
    out = ""
    for sign, after in zip(signs, [*signs[1:], ""], strict=False):
        before = out.rstrip()[-1:]
        begins = not before or before in _BETWEEN or before in _OPENS or before in ",;"
        if len(sign) > 1 and "/" in sign and not (begins and _ends(after)):
            sign = f"({sign})"
        if sign in _BETWEEN:
            out = f"{out}{sign}" if begins else f"{out.rstrip()}\u00a0{'|' if sign == '∣' else sign} "
        elif sign in ",;":
            out = f"{out.rstrip()}{sign} "
        elif _WORD.match(sign):
            out = f"{out}{sign} " if begins else f"{out.rstrip()} {sign} "
        elif sign[0] in _LARGE:
            out += f"{sign} "
        elif sign[0] in "([{)]}" and not begins:
            out = f"{out.rstrip()}{sign}"
        else:
            out += sign
    return re.sub(r" {3,}", "  ", out.replace(f" {_LAST}", _LAST)).strip()
