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

_ROOT = re.compile(r"<p:\w+((?: xmlns:\w+=\"[^\"<]*\")+)[ >]")
_ALIKE = (("<a:tr ", "</a:tr>", "<a:tr/>"), ("<p:sp>", "</p:sp>", "<p:sp/>"))
"""How elements begin and end that come again and again, none of which holds its like; and what holds their place."""
_NOT_PLAIN = re.compile("[<>&\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]")
_NO_CHARACTERS = ("\ufffe", "\uffff")
"""What words hold that need to be escaped, or cannot stand in XML at all; of that, UTF-8 itself holds no surrogates."""


class Otherwise(ValueError):
    """The part is spelled in another way, or it is broken."""


def read(part: str) -> list[str]:
    """The words of each paragraph, runs joined, then the alternative texts, which are not unescaped.

    Otherwise: words are not plain, or tags do not match.
    """
    texts: list[str] = []
    runs: list[str] = []
    head, *pieces = part.split("<a:t>")
    left = [head]
    for piece in pieces:
        run, end, markup = piece.partition("</a:t>")
        if not end:
            raise Otherwise("a run without an end")
        runs.append(run)
        left.append(markup)
        if "</a:p>" in markup:
            texts.append("".join(runs))
            runs.clear()
    root = _ROOT.search(head)
    words = "".join([*texts, *runs])
    if root is None or _NOT_PLAIN.search(words) or any(character in words for character in _NO_CHARACTERS):
        raise Otherwise("the words")
    shell = "<a:t/>".join(left)
    texts.extend([piece.partition('"')[0] for piece in shell.split(' descr="')[1:]])
    try:
        parse(_without_alike(shell, root[1]))
    except expat.ExpatError as error:
        raise Otherwise(str(error)) from error
    return texts


def parse(data: bytes | str) -> None:
    """ExpatError when a part is not well-formed, its namespaces included."""
    expat.ParserCreate(namespace_separator=" ").Parse(data, True)


parse_short = lru_cache(maxsize=1024)(parse)
"""For parts that come again word for word, relations above all: those of slides of one layout are alike."""


def _without_alike(shell: str, namespaces: str) -> str:
    """The part with an empty element in the place of each that is known to be well-formed by itself."""
    for start, end, empty in _ALIKE:
        head, *pieces = shell.split(start)
        left = [head]
        for piece in pieces:
            element, found, rest = piece.partition(end)
            if found:
                _parse_element(f"{start}{element}{end}", namespaces)
            left.append(f"{empty}{rest}" if found else f"{start}{piece}")
        shell = "".join(left)
    return shell


@lru_cache(maxsize=1024)
def _parse_element(element: str, namespaces: str) -> None:
    parse(f"<root{namespaces}>{element}</root>")
