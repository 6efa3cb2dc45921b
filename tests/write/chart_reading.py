"""Reads charts back: what a deck and its workbooks say, and what a PDF draws, in pt from the top left corner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel
from pptx import Presentation

from exporter.text.numbers import shown

EMU = 12700
TOP, BOTTOM = 150, 640
"""Between them, in px, nothing but the chart stands on the page."""
MAPPED = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


# What the deck says ---------------------------------------------------------------------------------------------------


def el(parent: Any, path: str) -> Any:
    return parent.find("/".join(f"{{*}}{step}" for step in path.split("/")))


def first(parent: Any, *paths: str) -> Any:
    """The first of some elements that is there."""
    return next((found for found in (el(parent, path) for path in paths) if found is not None), None)


def val(parent: Any, path: str, default: str = "") -> str:
    found = el(parent, path)
    return default if found is None else found.get("val")


def points(ref: Any, kind: type = float) -> list[Any]:
    """The cached points of a reference, None where one is missing."""
    if ref is None:
        return []
    cache = next(child for child in ref.iter() if child.tag.endswith("Cache"))
    known = {int(pt.get("idx")): kind(el(pt, "v").text) for pt in cache.iter("{*}pt")}
    return [known.get(i) for i in range(int(val(cache, "ptCount")))]


@dataclass
class Native:
    """One chart of a deck."""

    space: Any
    workbook: bytes
    theme: dict[str, str]
    left: float
    top: float
    w: float
    h: float
    """The inner plot area, pt from the top left corner of the slide."""

    @property
    def axes(self) -> list[Any]:
        return [axis for tag in ("catAx", "dateAx", "valAx") for axis in self.space.iter(f"{{*}}{tag}")]

    def axis(self, group: Any, which: int) -> Any:
        """The axis of a group: 0 that of categories or x, 1 that of values."""
        ids = [one.get("val") for one in group.findall("{*}axId")]
        return next(axis for axis in self.axes if val(axis, "axId") == ids[which])

    def limits(self, group: Any, which: int = 1) -> tuple[float, float]:
        scaling = el(self.axis(group, which), "scaling")
        return float(val(scaling, "min")), float(val(scaling, "max"))

    def groups(self) -> Iterator[tuple[str, Any]]:
        for one in el(self.space, "chart/plotArea"):
            if one.tag.endswith("Chart"):
                yield etree.QName(one).localname, one

    def middles(self, group: Any) -> list[float]:
        """Where the categories stand, as shares of the plot."""
        axis, edges = self.axis(group, 0), val(self.axis(group, 1), "crossBetween") == "midCat"
        cat = el(group, "ser/cat")
        if axis.tag.endswith("dateAx"):
            days = [from_excel(day) for day in points(cat)]
            unit = val(axis, "baseTimeUnit")
            steps = [{"days": d.toordinal(), "months": d.year * 12 + d.month, "years": d.year}[unit] for d in days]
        else:
            steps = list(range(len(points(cat, str))))
        first, count = min(steps), max(steps) - min(steps) + 1
        return [(step - first) / (count - 1) if edges else (step - first + 0.5) / count for step in steps]

    def colour(self, look: Any) -> str:
        """Six hex digits of the first solid fill in `look`; empty for none."""
        fill = None if look is None else next(look.iter("{*}solidFill"), None)
        if fill is None:
            return ""
        one = fill[0]
        value = one.get("val")
        if one.tag.endswith("schemeClr"):
            value = self.theme[MAPPED.get(value, value)]
        hue, light, sat = rgb_to_hls(*(int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)))
        for change in one:
            amount = int(change.get("val"))
            match etree.QName(change).localname:
                case "hueOff":
                    hue += amount / 60_000 / 360
                case "satMod":
                    sat *= amount / 100_000
                case "lumMod":
                    light *= amount / 100_000
                case "lumOff":
                    light += amount / 100_000
        return "".join(f"{round(part * 255):02X}" for part in hls_to_rgb(hue, light, min(1, sat)))

    def labels(self, ser: Any) -> list[str]:
        """What the labels of a series show, in their order."""
        values = points(first(ser, "val", "yVal"))
        out = []
        for label in ser.iter("{*}dLbl"):
            words = [t.text for t in label.iter("{*}t")]
            value = values[int(val(label, "idx"))]
            out.append("".join(words) or shown(value, el(label, "numFmt").get("formatCode")))
            assert val(label, "showVal") == ("0" if words else "1")
        return out

    def ticks(self) -> Iterator[str]:
        """The values that axes show beside their gridlines."""
        for axis in self.space.iter("{*}valAx"):
            if val(axis, "tickLblPos") == "none":
                continue
            low, high = (float(val(axis, f"scaling/{end}")) for end in ("min", "max"))
            own = el(axis, "majorUnit")
            unit = float(own.get("val"))
            for i in range(round((high - low) / unit) + 1):
                yield shown(low + i * unit, el(axis, "numFmt").get("formatCode"))

    def names(self) -> list[str]:
        """The names that the axis of categories shows."""
        shows = any(
            val(axis, "delete") == "0" and val(axis, "tickLblPos") != "none" for axis in self.space.iter("{*}catAx")
        )
        return points(next(self.space.iter("{*}cat")), str) if shows else []


# What the PDF draws ---------------------------------------------------------------------------------------------------


@dataclass
class Mark:
    """Something painted: its colour, its points in pt from the top left corner; `width` of a stroke, else 0."""

    colour: str
    points: list[tuple[float, float]]
    width: float
    curved: bool
    rect: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def middle(self) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


def marks(page: pikepdf.Page) -> list[Mark]:
    height = float(page.MediaBox[3])
    out: list[Mark] = []
    fill = stroke = ""
    width, path, curved, rect = 0.0, [], False, False
    for operands, operator in pikepdf.parse_content_stream(page):
        op = str(operator)
        n = [float(o) for o in operands] if op in ("rg", "RG", "w", "re", "m", "l", "c") else []
        match op:
            case "rg":
                fill = "".join(f"{round(c * 255):02X}" for c in n)
            case "RG":
                stroke = "".join(f"{round(c * 255):02X}" for c in n)
            case "w":
                width = n[0]
            case "re":
                x, y, w, h = n
                path, rect = [(x, height - y), (x + w, height - y - h)], True
            case "m" | "l":
                path = [*path, (n[0], height - n[1])]
            case "c":
                path, curved = [*path, (n[4], height - n[5])], True
            case "f" | "B" | "S":
                colour = stroke if op == "S" else fill
                out.append(Mark(colour, path, width if op == "S" else 0, curved, rect))
                path, curved, rect = [], False, False
    return out


class Drawn:
    """One chart of the PDF, measured on the axes of the deck's."""

    def __init__(self, marks: list[Mark], native: Native) -> None:
        self.marks = [mark for mark in marks if mark.box[1] > TOP * 0.75 and mark.box[3] < BOTTOM * 0.75]
        self.native = native

    def up(self, y: float, group: Any) -> float:
        low, high = self.native.limits(group)
        return low + (self.native.top + self.native.h - y) / self.native.h * (high - low)

    def across(self, x: float, group: Any, which: int = 1) -> float:
        low, high = self.native.limits(group, which)
        return low + (x - self.native.left) / self.native.w * (high - low)

    def spot(self, mark: Mark, group: Any) -> tuple[float, float]:
        """The middle of a dot: share of the plot's width, and value."""
        return self.share(mark.middle[0]), self.up(mark.middle[1], group)

    def share(self, x: float) -> float:
        return (x - self.native.left) / self.native.w

    def some(self, colour: str, **wanted: Any) -> list[Mark]:
        return [
            mark
            for mark in self.marks
            if near(mark.colour, colour) and all(getattr(mark, name) == value for name, value in wanted.items())
        ]


def near(a: str, b: str) -> bool:
    """Two colours within two of 255 in each channel: theme colours are shades of one another."""
    return bool(a and b) and all(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) <= 2 for i in (0, 2, 4))


def read_deck(path: Path) -> Iterator[Native]:
    deck = Presentation(str(path))
    master = next(rel.target_part for rel in deck.slide_masters[0].part.rels.values() if "theme" in rel.reltype)
    scheme = next(etree.fromstring(master.blob).iter("{*}clrScheme"))
    theme = {etree.QName(slot).localname: slot[0].get("val") for slot in scheme}
    for slide in deck.slides:
        frame = next(shape for shape in slide.shapes if shape.has_chart)
        space = frame.chart._chartSpace
        layout = {etree.QName(e).localname: e.get("val") for e in el(space, "chart/plotArea/layout/manualLayout")}
        x, y, w, h = (float(layout[side]) for side in "xywh")
        blob = frame.chart.part.chart_workbook.xlsx_part.blob
        yield Native(
            space, blob, theme, (frame.left + x * frame.width) / EMU, (frame.top + y * frame.height) / EMU,
            w * frame.width / EMU, h * frame.height / EMU,
        )  # fmt: skip


def texts(parts: list[str]) -> list[str]:
    """Every label ends in a space; one in two fonts is drawn in two parts."""
    ended = "".join(f"{part}\0" if part.endswith(" ") else part for part in parts)
    return [text.rstrip() for text in ended.split("\0") if text]


# Workbooks ------------------------------------------------------------------------------------------------------------


def cells(sheet: Any, ref: str) -> list[Any]:
    left, top, right, bottom = range_boundaries(ref.partition("!")[2].replace("$", ""))
    return [sheet.cell(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


class Sheet:
    """A workbook that works out its formulas, as far as charts use them."""

    def __init__(self, blob: bytes) -> None:
        self.sheet = openpyxl.load_workbook(BytesIO(blob)).active

    def __getitem__(self, place: str) -> Any:
        value = self.sheet[place].value
        if not isinstance(value, str) or not value.startswith("="):
            return openpyxl.utils.datetime.to_excel(value) if hasattr(value, "year") else value
        text = re.sub(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", r'span("\1\2:\3\4")', value[1:])
        text = re.sub(r"(?<![\"A-Z:])\$([A-Z]+)\$(\d+)", r'cell("\1\2")', text)
        text = re.sub(r"\bSUM\(", "sum(", text)
        names = {
            "span": self.span, "cell": self.__getitem__, "sum": lambda some: sum(v for v in some if v is not None),
            "MAX": max, "MIN": min, "ROUND": round, "IF": lambda test, yes, no: yes if test else no,
        }  # fmt: skip
        return eval(text, names)

    def span(self, ref: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(ref)
        return [self[f"{get_column_letter(c)}{r}"] for r in range(top, bottom + 1) for c in range(left, right + 1)]

    def column(self, ref: str) -> list[Any]:
        return self.span(ref.partition("!")[2].replace("$", ""))
