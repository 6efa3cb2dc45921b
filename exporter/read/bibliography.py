"""In: a file of references (BibTeX, or CSL JSON as Zotero writes it). Out: the works asked for, as sources.

BibTeX is parsed by bibtexparser, which also knows its names and TeX's accents; it is an extra.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from exporter.errors import Place
from exporter.model.report import Run, Runs, Source, Text
from exporter.read import inline
from exporter.read.folder import Refused, inside
from exporter.read.nodes import UNPRINTABLE

LARGEST = 4_000_000
"""Bytes of a file of references."""
_BRACES = re.compile(r"[{}]")
_RANGE = re.compile(r"(?<=\d)\s*(?:--|-|–)\s*(?=\d)")
_WHERE = ("journal", "booktitle", "container-title", "publisher", "institution", "school", "howpublished")
"""What a work stands in, or who brought it out; the first one that an entry has."""


def works(folder: Path, address: str, keys: Collection[str]) -> dict[str, Source]:
    """The works of the file at `address` in `folder` that have one of `keys`; Refused when it cannot be used."""
    path = inside(folder, address)
    if path.stat().st_size > LARGEST:
        raise Refused(f"'{address[:60]}' is larger than {LARGEST:,} bytes", "keep the works that are cited")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"'{address[:60]}' is not UTF-8", "save it as UTF-8") from None
    entries = _csl(text, address, keys) if path.suffix.lower() == ".json" else _bibtex(text, keys)
    return {key: _source(key, values, Place(str(path))) for key, values in entries}


def _source(key: str, values: Mapping[str, Any], place: Place) -> Source:
    """A work of plain values: title, year, authors, where, number, pages, doi, url."""
    path = f"sources/{key}"
    names = values["authors"]
    authors = tuple(
        Text(standard=(Run(name),), path=f"{path}.authors" + (f".{n}" if len(names) > 1 else ""))
        for n, name in enumerate(names, 1)
    )
    where: Runs = (Run(values["where"], italic=True),) if values["where"] else ()
    detail = ", ".join(part for part in (values["number"], values["pages"]) if part)
    if detail:
        where = (*where, Run(f" {detail}" if where else detail))
    link = f"https://doi.org/{values['doi']}" if values["doi"] else values["url"]
    return Source(
        id=key,
        title=Text(standard=(Run(values["title"] or key),), path=f"{path}.title"),
        publisher=Text(standard=where, path=f"{path}.publisher") if where else None,
        date=Text(standard=(Run(values["year"]),), path=f"{path}.date") if values["year"] else None,
        link=link if inline.allowed(link) else "",
        authors=authors,
        place=place,
    )


def _said(value: Any) -> str:
    return " ".join(UNPRINTABLE.sub("", _BRACES.sub("", str(value or ""))).split())


# --- BibTeX ---------------------------------------------------------------------------------------------------------


def _bibtex(text: str, keys: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    if find_spec("bibtexparser") is None:
        raise Refused("BibTeX needs the package bibtexparser", "pip install 'exporter[bib]'")
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.library import Library

    library = Library([entry for entry in parse_string(text).entries if entry.key in keys])
    for step in (middlewares.LatexDecodingMiddleware(), middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()):
        library = step.transform(library)
    for entry in library.entries:
        fields = {name.lower(): field.value for name, field in entry.fields_dict.items()}
        people = fields.get("author") or fields.get("editor") or []
        volume, number = _said(fields.get("volume")), _said(fields.get("number"))
        yield (
            entry.key,
            {
                "title": _said(fields.get("title")),
                "year": _said(fields.get("year") or str(fields.get("date") or "")[:4]),
                "authors": [_name(person) for person in people] if isinstance(people, list) else [_said(people)],
                "where": next((said for name in _WHERE if (said := _said(fields.get(name)))), ""),
                "number": f"{volume}({number})" if volume and number else volume or number,
                "pages": _RANGE.sub("–", _said(fields.get("pages"))),
                "doi": _doi(_said(fields.get("doi"))),
                "url": _said(fields.get("url")),
            },
        )


def _name(person: Any) -> str:
    """ "T. R. Oke" of the parts of a name."""
    if isinstance(person, str):
        return _said(person)
    last = _said(" ".join((*person.von, *person.last, *person.jr)))
    return _written(last, _said(" ".join(person.first)))


def _written(last: str, first: str) -> str:
    initials = " ".join(f"{part[0]}." for part in re.split(r"[\s.-]+", first) if part)
    return f"{initials} {last}" if last and initials else last or first


def _doi(said: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", said, flags=re.IGNORECASE)


# --- CSL JSON -------------------------------------------------------------------------------------------------------


def _csl(text: str, address: str, keys: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(f"'{address[:60]}' is not JSON", "export it as CSL JSON again") from None
    for item in data if isinstance(data, list) else ():
        if not isinstance(item, dict) or (key := str(item.get("id", item.get("citation-key", "")))) not in keys:
            continue
        people = item.get("author") or item.get("editor") or []
        volume, number = _said(item.get("volume")), _said(item.get("issue"))
        yield (
            key,
            {
                "title": _said(item.get("title")),
                "year": _year(item.get("issued")),
                "authors": [_person(person) for person in people if isinstance(person, dict)],
                "where": next((said for name in _WHERE if (said := _said(item.get(name)))), ""),
                "number": f"{volume}({number})" if volume and number else volume or number,
                "pages": _RANGE.sub("–", _said(item.get("page"))),
                "doi": _doi(_said(item.get("DOI"))),
                "url": _said(item.get("URL")),
            },
        )


def _person(person: Mapping[str, Any]) -> str:
    if "literal" in person:
        return _said(person["literal"])
    last = " ".join(_said(person.get(part)) for part in ("non-dropping-particle", "family")).strip()
    return _written(last, _said(person.get("given")))


def _year(issued: Any) -> str:
    if not isinstance(issued, dict):
        return ""
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    return _said(first[0] if isinstance(first, list) and first else issued.get("raw") or issued.get("literal"))
