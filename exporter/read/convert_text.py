"""In: runs. Out: the inline Markdown that reads back to them (see inline.py), as plain as it can be."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.report import REFERENCE, Run, Runs
from exporter.read import inline

_SPECIAL = re.compile(r"[\\*`\[]|_(?!(?<=\w_)\w)|<(?=[A-Za-z/!?])|&(?=#|\w)")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def markup(runs: Runs) -> str:
    """`runs` as inline Markdown; a run that has both words and citations reads back as two."""
    runs = tuple(part for run in runs for part in _apart(run))
    if len(runs) == 1 and inline.parse(runs[0].text).runs == runs:
        return runs[0].text
    right, written = "", ""
    for careful, italic in ((False, "_"), (False, "*"), (True, "_")):
        written = "".join(token.text for token in _flanked(_bold(runs, careful, italic)))
        if inline.parse(written).runs == runs:
            if "&#" not in written:
                return written
            right = right or written
    return right or written


def _apart(run: Run) -> Runs:
    return (replace(run, cite=()), Run("", cite=run.cite)) if run.cite and run.text else (run,)


class _Token(Struct):
    """A stretch of what is written: words, a mark that opens or closes a style, or anything else."""

    text: str
    kind: Literal["words", "open", "close", "fixed"]


def _bold(runs: Runs, careful: bool, italic: str) -> list[_Token]:
    return _styled(
        runs, "bold", "**", lambda inner: _styled(inner, "italic", italic, lambda most: _links(most, careful))
    )


def _styled(runs: Runs, style: str, mark: str, write: Callable[[Runs], list[_Token]]) -> list[_Token]:
    """Stretches of one style between its marks; a citation stands outside of them."""
    out: list[_Token] = []
    for on, group in groupby(runs, lambda run: bool(getattr(run, style)) and not run.cite):
        inner = write(tuple(group))
        out += [_Token(mark, "open"), *inner, _Token(mark, "close")] if on else inner
    return out


def _links(runs: Runs, careful: bool) -> list[_Token]:
    out: list[_Token] = []
    for link, group in groupby(runs, lambda run: run.link if not run.cite else ""):
        inner = tuple(group)
        words = [token for run in inner for token in _words(run, careful, bool(link))]
        if link and not careful and inner == (Run(link, link=link),) and link.startswith("http"):
            words = [_Token(f"<{link}>", "fixed")]
        elif link:
            if out and out[-1].text.endswith("!"):
                out[-1].text = out[-1].text[:-1] + "\\!"  # else it would be a picture
            target = f"<{link}>" if re.search(r"[()\\]", link) else link
            words = [_Token("[", "fixed"), *words, _Token(f"]({target})", "fixed")]
        out += words
    return out


def _words(run: Run, careful: bool, linked: bool) -> list[_Token]:
    if run.cite:
        return [_Token(f"[{'; '.join(f'@{name}' for name in run.cite)}]", "fixed")]
    if run.text == REFERENCE and linked:
        return []
    if run.code:
        return [_Token(_code(run.text), "fixed")]
    if careful:
        text = _PUNCTUATION.sub(r"\\\g<0>", run.text).replace("\n", "&#10;")
    else:
        text = _SPECIAL.sub(r"\\\g<0>", run.text).replace("\n", "\\\n")
        text = text.replace("]", "\\]") if linked else text
    return [_Token(text, "words")]


def _code(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.strip() and (text[0] in " `" or text[-1] in " `") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _flanked(tokens: list[_Token]) -> list[_Token]:
    """The tokens, with characters beside marks written as numbers where the marks would not be read as marks."""
    for i, token in enumerate(tokens):
        if token.kind not in ("open", "close"):
            continue
        step = 1 if token.kind == "open" else -1
        inside = tokens[i + step] if 0 <= i + step < len(tokens) else None
        outside = tokens[i - step] if 0 <= i - step < len(tokens) else None
        edge = (inside.text[:1] if step > 0 else inside.text[-1:]) if inside else ""
        if inside and inside.kind == "words" and edge.isspace():
            _number(inside, first=step > 0)
            edge = "&"
        beyond = (outside.text[-1:] if step > 0 else outside.text[:1]) if outside else ""
        solid = bool(beyond) and not beyond.isspace() and not _PUNCTUATION.match(beyond)
        if outside and outside.kind == "words" and solid and (token.text == "_" or not edge.isalnum()):
            _number(outside, first=step < 0)
    return tokens


def _number(token: _Token, first: bool) -> None:
    """Write the first or last character of a token as its number."""
    if first:
        token.text = f"&#{ord(token.text[0])};{token.text[1:]}"
    else:
        token.text = f"{token.text[:-1]}&#{ord(token.text[-1])};"
