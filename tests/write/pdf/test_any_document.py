"""Whatever is placed on a page, in whatever order, the file stays sound."""

from __future__ import annotations

import random
from typing import get_args

import pikepdf
import pytest

from exporter.model.geometry import px, px_box
from exporter.model.page import Bookmark, PlacedGroup, PlacedPage, PlacedPicture, PlacedShape, Role, ShapeKind
from exporter.model.report import Run
from exporter.write.vector.chart import KINDS

INSIDE = {
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI"},
    "Table": {"Caption", "THead", "TBody"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
"""What an element may hold, by ISO 32000-1, 14.8.4."""


class Chance:
    """A document drawn by lot."""

    def __init__(self, seed, make, picture):
        self.lot, self.make, self.picture = random.Random(seed), make, str(picture)

    def para(self):
        lot = self.lot
        texts = ["word ", "änd ", "→ ", "中 ", "(x) \\"]
        links = ["", "", "#a1", "https://example.org/ü", "javascript:x"]
        runs = [
            Run(lot.choice(texts) * lot.randint(1, 20), bold=lot.random() < 0.3, link=lot.choice(links),
                lang=lot.choice(["", "", "fr"]))
            for _ in range(lot.randint(0, 4))
        ]  # fmt: skip
        return self.make.words(
            runs, px(300), lot.choice(list(Role)), level=lot.choice([0, 0, 1, 2, 4]), indent=px(20), hang=px(9),
            bullet=lot.choice(["", "–", "1."]), element=lot.choice(["", "", "e1", "e2"]),
        )  # fmt: skip

    def items(self, most, depth=0):
        return tuple(self.item(depth) for _ in range(self.lot.randint(0, most)))

    def item(self, depth):
        lot, make = self.lot, self.make
        x, y = lot.randint(0, 500), lot.randint(0, 900)
        any_item = {
            "role": lot.choice(list(Role)), "anchor_id": lot.choice(["", "a1", "a2"]), "decorative": lot.random() < 0.1,
        }  # fmt: skip
        alt = lot.choice(["", "What (it) shows"])
        match lot.choice(["text", "shape", "chart", "picture", "table", "group", "page"][: 7 if depth < 2 else 5]):
            case "text":
                paras = [self.para() for _ in range(lot.randint(0, 5))]
                anchor, fill = lot.choice(["top", "middle", "bottom"]), lot.choice(["", "tint"])
                return make.box(paras, x, y, 300, 200, anchor=anchor, fill=fill, **any_item)
            case "shape":
                box, kind = px_box(x, y, lot.randint(0, 200), lot.randint(0, 99)), lot.choice(get_args(ShapeKind))
                return PlacedShape(
                    box=box, shape=kind, fill=lot.choice(["", "accent"]), stroke="ink", alt=alt, **any_item
                )
            case "chart":
                return make.chart(lot.choice(sorted(KINDS)), x, y, alt=alt)
            case "picture":
                return PlacedPicture(box=px_box(x, y, 99, 99), file=self.picture, alt=alt, **any_item)
            case "table":
                return make.table(lot.choice(["", "t1"]), lot.randint(0, 4), repeated=lot.random() < 0.5, y=y)
            case "group":
                return PlacedGroup(box=px_box(x, y, 300, 300), alt=alt, items=self.items(5, depth + 1), **any_item)
        inner = make.page(*self.items(4, depth + 1), size=make.SLIDE, background=lot.choice(["bg", "deep"]))
        return PlacedPage(box=px_box(x, y, 320, 180), page=inner)

    def document(self):
        pages = [self.make.page(*self.items(8), number=n + 1) for n in range(self.lot.randint(1, 5))]
        marks = [Bookmark(self.lot.randint(1, 4), f"b{n}", self.lot.randint(0, 7)) for n in range(8)]
        return self.make.document(
            *pages, format=self.lot.choice(["brief", "slides", "handout"]), bookmarks=tuple(marks)
        )


@pytest.mark.parametrize("seed", range(25))
def test_any_document_is_sound(seed, make, picture, back):
    file = back(Chance(seed, make, picture).document())
    assert file.pdf.check_pdf_syntax() == []
    assert 0 not in file.codes
    claimed, headings = [], [0]

    def walk(element, page):
        page = element.get("/Pg", page)
        tag = str(element.S)[1:]
        if tag[0] == "H":
            headings.append(int(tag[1:]))
        if tag == "Figure":
            assert element.Alt and file.kids(element)
        for kid in file.kids(element):
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                assert tag not in INSIDE
                claimed.append((page.objgen, kid) if isinstance(kid, int) else (kid.Pg.objgen, int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                assert tag == "Link" and kid.Obj.Subtype == "/Link"
            else:
                assert str(kid.S)[1:] in INSIDE.get(tag, {str(kid.S)[1:]})
                walk(kid, page)

    walk(file.pdf.Root.StructTreeRoot.K, None)
    assert sorted(claimed) == sorted(file.marked)
    assert all(after <= before + 1 for before, after in zip(headings, headings[1:], strict=False))
    balance(file.pdf)


def balance(pdf):
    """Marks, texts and saved states open and close in turn; all that is drawn is marked."""
    ends = {"EMC": "BDC", "ET": "BT", "Q": "q"}
    for page in pdf.pages:
        opened = []
        for _, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ends.values():
                opened.append(name)
            elif name in ends:
                assert opened.pop() == ends[name]
            elif name in ("Tj", "f", "S", "B", "Do"):
                assert "BDC" in opened
        assert opened == []
