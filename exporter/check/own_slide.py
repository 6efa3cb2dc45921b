"""In: a slide as this package writes it, or its notes or layout. Out: its words; Otherwise when it is no such part.

Slides are alike but for their words: a table of seven columns is the same markup eighty times over. So the words are
taken out first, a row or shape without its words is parsed where it comes for the first time in a deck, and of a slide
only what is left without them. Nothing is taken on trust for it: each part is well-formed if these are, and a part
of which that cannot be said is left to the parser as a whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from exporter.model.pattern import later

_ROOT = re.compile(r"<p:\w+((?: xmlns:\w+=\"[^\"<]*\")+)[ >]")
_ROW, _ROW_END = "<a:tr ", "</a:tr>"
_SHAPE, _SHAPE_END = "<p:sp>", "</p:sp>"
"""How elements begin and end that come again and again, none of which holds its like."""
_NO_CHARACTER = later("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]")
"""What cannot stand in XML at all; of that, UTF-8 itself holds no surrogates."""


class Otherwise(ValueError):
    """The part is spelled in another way, or it is broken."""


def read(part: str) -> list[str]:
    """The words of each paragraph, runs joined, then the alternative texts, which are not unescaped.

    Otherwise: words are not plain, or tags do not match.
    """
    root = _ROOT.search(part)
    if root is None:
        raise Otherwise("the root")
    try:
        texts, shell = _without_rows(part, root[1])
        described = [piece.partition('"')[0] for piece in shell.split(' descr="')[1:]]
        parse(_without_shapes(shell, root[1]))
    except expat.ExpatError as error:
        raise Otherwise(str(error)) from error
    words = "".join(texts)
    if "<" in words or ">" in words or "&" in words or (not words.isprintable() and _NO_CHARACTER.search(words)):
        raise Otherwise("the words")
    return texts + described


def _without_rows(part: str, namespaces: str) -> tuple[list[str], str]:
    """The words of each paragraph; and the part without them, and without its rows, which are well-formed."""
    texts: list[str] = []
    outer: list[str] = []
    known: list[str] = []  # the markup of the row before, as most rows have it
    single = False  # each of its paragraphs is one run
    after, at = 0, part.find(_ROW)
    while at >= 0:
        if at > after:
            runs, around = _apart(part[after:at])
            texts += _paragraphs(runs, around)
            outer += around
        runs, after = _alike(part, at, known)
        if not after:
            after = part.find(_ROW_END, at) + len(_ROW_END)
            if after < at:
                raise Otherwise("a row without an end")
            runs, known = _apart(part[at:after])
            single = all("</a:p>" in markup for markup in known[1:])
            _parse_element("".join(known), namespaces)
        texts += runs if single else _paragraphs(runs, known)
        outer.append("<a:tr/>")
        at = part.find(_ROW, after)
    runs, around = _apart(part[after:])
    return texts + _paragraphs(runs, around), "".join(outer + around)


def _alike(part: str, at: int, known: list[str]) -> tuple[list[str], int]:
    """The runs of the row at `at` and where it ends, if its markup is as `known`, which need not be looked through."""
    runs: list[str] = []
    end = at
    for markup in known:
        if not part.startswith(markup, end):
            return [], 0
        at = end + len(markup)
        end = part.find("<", at)
        runs.append(part[at:end])
    return runs[:-1], at if known else 0


def _apart(part: str) -> tuple[list[str], list[str]]:
    """The runs of some markup, and what stands before, between and after them."""
    head, *pieces = part.split("<a:t>")
    runs, around = [], [head]
    for piece in pieces:
        run, end, markup = piece.partition("</a:t>")
        if not end:
            raise Otherwise("a run without an end")
        runs.append(run)
        around[-1] += "<a:t>"
        around.append(end + markup)
    return runs, around


def _paragraphs(runs: list[str], around: list[str]) -> list[str]:
    """The words of each paragraph."""
    texts: list[str] = []
    begun = ""
    for run, markup in zip(runs, around[1:], strict=True):
        begun += run
        if "</a:p>" in markup:
            texts.append(begun)
            begun = ""
    if begun:
        raise Otherwise("a paragraph without an end")
    return texts


def parse(data: bytes | str) -> None:
    """ExpatError when a part is not well-formed, its namespaces included."""
    (_parse_short if len(data) < _SHORT else _parse)(data)


def _parse(data: bytes | str) -> None:
    expat.ParserCreate(namespace_separator=" ").Parse(data, True)


_SHORT = 1024
_parse_short = lru_cache(maxsize=1024)(_parse)
"""For parts that come again word for word, relations above all: those of slides of one layout are alike."""


def _without_shapes(shell: str, namespaces: str) -> str:
    """The part with an empty element in the place of each shape that is known to be well-formed by itself."""
    head, *pieces = shell.split(_SHAPE)
    left = [head]
    for piece in pieces:
        element, found, rest = piece.partition(_SHAPE_END)
        if found:
            _parse_element(f"{_SHAPE}{element}{found}", namespaces)
        left.append(f"<p:sp/>{rest}" if found else f"{_SHAPE}{piece}")
    return "".join(left)


@lru_cache(maxsize=1024)
def _parse_element(element: str, namespaces: str) -> None:
    parse(f"<root{namespaces}>{element}</root>")
