"""In: what a theme's deck does in a show, and the shapes of a slide. Out: its transition, and its builds by click."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, pairwise

from msgspec import Struct

from exporter.model.page import Item, PlacedGroup, PlacedShape, PlacedText, Role, flat
from exporter.write.pptx.shape import CONNECTORS

TRANSITIONS = {"none": "", "fade": "<p:fade/>", "push": '<p:push dir="l"/>', "wipe": '<p:wipe dir="l"/>'}
_START = '<p:stCondLst><p:cond delay="{}"/></p:stCondLst>'


class Target(Struct, frozen=True):
    """What appears: a shape, or paragraphs `first` to `last` of its text, from 0."""

    shape: int
    first: int = -1
    last: int = -1
    build: str = ""
    """How the list of builds tells the shape: nothing for groups and connectors, which it does not hold."""


Click = tuple[Target, ...]


def transition(kind: str) -> str:
    return f'<p:transition spd="med">{TRANSITIONS[kind]}</p:transition>' if TRANSITIONS[kind] else ""


def clicks(pieces: Sequence[tuple[Item, Sequence[Item]]], ids: Mapping[int, int]) -> list[Click]:
    """What appears at each click: a point of a list with all below it, or a card; nothing where there is only one.

    `pieces`: the items of the page, each with the shapes that it became; `ids`: the shape's id by the `id()` of those.
    """
    out: list[Click] = []
    for item, shapes in pieces:
        if isinstance(item, PlacedGroup) and len(shapes) > 1:
            out.append(tuple(_whole(shape, ids) for shape in shapes))
        elif isinstance(item, PlacedText) and item.placeholder.startswith("body"):
            out += _points(item, ids[id(item)])
    return out if len(out) > 1 else []


def _whole(item: Item, ids: Mapping[int, int]) -> Target:
    if isinstance(item, PlacedText):
        return Target(ids[id(item)], build="/>")
    plain = isinstance(item, PlacedShape) and item.shape not in CONNECTORS
    return Target(ids[id(item)], build=' animBg="1"/>' if plain else "")


def _points(item: PlacedText, shape: int) -> Iterator[Click]:
    starts = [i for i, para in enumerate(item.paras) if para.role is Role.ITEM and not para.level]
    for start, end in pairwise((*starts, len(item.paras))):
        yield (Target(shape, start, end - 1, ' build="p"/>'),)


def timing(clicks: Sequence[Click]) -> str:
    """The main sequence of a slide; empty without clicks."""
    if not clicks:
        return ""
    ids = count(3)
    steps = "".join(_click(click, ids) for click in clicks)
    builds = dict.fromkeys(f'<p:bldP spid="{t.shape}" grpId="0"{t.build}' for c in clicks for t in c if t.build)
    listed = f"<p:bldLst>{''.join(builds)}</p:bldLst>" if builds else ""
    ends = "".join(
        f'<p:{tag}><p:cond evt="{event}" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:{tag}>'
        for tag, event in (("prevCondLst", "onPrev"), ("nextCondLst", "onNext"))
    )
    return (
        '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>'
        '<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
        f"{steps}</p:childTnLst></p:cTn>{ends}</p:seq></p:childTnLst></p:cTn></p:par></p:tnLst>{listed}</p:timing>"
    )


def _click(click: Click, ids: Iterator[int]) -> str:
    """A click is two nested times in the format: that it waits for, and its first moment."""
    waits, moment = next(ids), next(ids)
    effects = [target for whole in click for target in _paragraphs(whole)]
    shown = "".join(_appear(target, "withEffect" if i else "clickEffect", ids) for i, target in enumerate(effects))
    return (
        f'<p:par><p:cTn id="{waits}" fill="hold">{_START.format("indefinite")}<p:childTnLst>'
        f'<p:par><p:cTn id="{moment}" fill="hold">{_START.format(0)}<p:childTnLst>{shown}'
        "</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>"
    )


def _paragraphs(target: Target) -> Iterator[Target]:
    """PowerPoint builds a text paragraph by paragraph."""
    if target.first < 0:
        yield target
    for n in range(target.first, target.last + 1) if target.first >= 0 else ():
        yield Target(target.shape, n, n, target.build)


def _appear(target: Target, node: str, ids: Iterator[int]) -> str:
    group = ' grpId="0"' if target.build else ""
    part = f'<p:txEl><p:pRg st="{target.first}" end="{target.last}"/></p:txEl>' if target.first >= 0 else ""
    shape = f'<p:spTgt spid="{target.shape}">{part}</p:spTgt>' if part else f'<p:spTgt spid="{target.shape}"/>'
    return (
        f'<p:par><p:cTn id="{next(ids)}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold"{group} '
        f'nodeType="{node}">{_START.format(0)}<p:childTnLst><p:set><p:cBhvr>'
        f'<p:cTn id="{next(ids)}" dur="1" fill="hold">{_START.format(0)}</p:cTn><p:tgtEl>{shape}</p:tgtEl>'
        "<p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr>"
        '<p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par>'
    )


def shape_ids(items: Sequence[Item], first: int) -> dict[int, int]:
    """The id that each item will have on the slide, by its `id()`, when the first one has `first`."""
    return {id(item): n for n, item in enumerate(flat(tuple(items)), first)}
