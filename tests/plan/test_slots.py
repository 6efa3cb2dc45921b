"""What a layout says of slots: which field stands where, its label, its type, and what stands for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.check import check
from exporter.errors import UserError
from exporter.model.audience import Entry, Fate
from exporter.model.page import Document, Page, Para, PlacedShape, PlacedText, flat
from exporter.model.report import Level
from tests.own import made, templates

REPORT = """\
title: Risks of the year
sections:
- id: risks
  title: Risks
  layout: own
  blocks:
  - id: cards
    layout: own
    items:
      fields:
        risk: {label: Problem, slot: body}
        status: {label: Status, slot: status}
        owner: {label: Owner, slot: rest}
      list:
      - {name: Dendrites, risk: They short the cell., status: Open, owner: Ada}
      - {name: Pressure, risk: Cells need clamping., status: Solved}
      - {name: Cost, risk: Cells cost too much., status: Open, owner: Grace}
"""


def layout(extends: str, slots: str, brief: str = "{}") -> str:
    return f"""\
extends: {extends}
vars: {{what: Risk}}
deck:
  density: []
  holds: {{least: 1}}
  regions: {{body: {{slots: {slots}}}}}
brief:
  body: {{slots: {brief}}}
"""


def deck(folder: Path, text: str, report: str = REPORT, **more: str) -> Document:
    document = made(templates(folder, {"layouts/own/layout.yaml": text}), report=report, **more)
    assert not [f for f in check(document) if f.level is Level.ERROR]
    return document


def page(document: Document) -> Page:
    return next(p for p in document.pages if p.layout == "own")


def paras(page: Page) -> list[Para]:
    return [para for item in flat(page.items) if isinstance(item, PlacedText) for para in item.paras]


def para(page: Page, text: str) -> Para:
    return next(p for p in paras(page) if p.text == text)


def says(page: Page) -> list[str]:
    return [p.text for p in paras(page)]


def entry(document: Document, text: str) -> Entry:
    return next(e for e in document.ledger.entries if e.text == text)


@pytest.mark.parametrize("extends", ["cards", "players", "items-table"])
def test_a_label_in_the_words_of_the_layout(tmp_path: Path, extends: str) -> None:
    report = REPORT
    if extends == "players":
        report = REPORT.replace("      list:\n", "      groups:\n      - title: A\n        list:\n").replace(
            "      - {name: Cost", "      - title: B\n        list:\n      - {name: Cost"
        )
        lines = report.splitlines()
        report = "\n".join("  " + line if line.startswith("      - {name") else line for line in lines)
    document = deck(tmp_path, layout(extends, "{body: {label: '{{ var.what }}:'}}"), report)
    words = " ".join(" ".join(c.paras[0].text for r in i.rows for c in r.cells if c)
                     for i in flat(page(document).items) if hasattr(i, "rows")) + " ".join(says(page(document)))  # fmt: skip
    assert "Risk:" in words and "Problem" not in words


def test_what_stands_for_a_value_that_is_missing(tmp_path: Path) -> None:
    document = deck(tmp_path, layout("cards", "{rest: {missing: no owner yet}}"))
    assert says(page(document)).count("no owner yet") == 1
    hidden = deck(tmp_path, layout("items-table", "{rest: {missing: hide}}"))
    cells = [c.paras[0].text for i in page(hidden).items if hasattr(i, "rows") for r in i.rows for c in r.cells if c]
    assert "Ada" in cells and "Not stated" not in cells
    shown = deck(tmp_path, layout("items-table", "{rest: {missing: no owner yet}}"))
    cells = [c.paras[0].text for i in page(shown).items if hasattr(i, "rows") for r in i.rows for c in r.cells if c]
    assert "no owner yet" in cells


def test_type_and_colour_of_a_slot(tmp_path: Path) -> None:
    slots = "{name: {style: lead}, body: {style: detail, colour: highlight}, status: {style: body}}"
    document = deck(tmp_path, layout("cards", slots))
    density = Catalog([]).theme("ledger").densities["standard"]
    name, body, status = (para(page(document), text).style for text in ("Dendrites", "They short the cell.", "Solved"))
    lead, detail = density.style("lead"), density.style("detail")
    assert name.size / body.size == pytest.approx(lead.size / detail.size, rel=0.05)  # both grown alike
    assert (name.colour, body.colour) == (lead.colour, "highlight")
    assert body.size < status.size < name.size


def test_which_slot_stands_in_the_panel(tmp_path: Path) -> None:
    document = deck(tmp_path, layout("cards", "{status: {in: body}, body: {in: panel}}"))
    panels = [i.box for i in flat(page(document).items) if isinstance(i, PlacedShape) and i.fill == "tint"]
    assert len(panels) == 3
    inside = [
        i.text
        for i in flat(page(document).items)
        if isinstance(i, PlacedText) and any(box.contains(i.box) for box in panels)
    ]
    assert any("They short the cell." in text for text in inside)
    assert not any("Open" in text for text in inside)


def test_a_slot_for_the_notes(tmp_path: Path) -> None:
    document = deck(tmp_path, layout("cards", "{rest: {in: notes}}"))
    assert "Ada" not in says(page(document))
    assert "Ada" in page(document).notes
    assert (entry(document, "Ada").fate, entry(document, "Ada").to) == (Fate.MOVED, "notes")


def test_a_deep_dive_puts_any_slot_in_its_figure(tmp_path: Path) -> None:
    one = REPORT[: REPORT.index("      - {name: Pressure")]
    document = deck(tmp_path, layout("deep-dive", "{rest: {in: panel}, name: {colour: accent}}"), one)
    tints = [i.box for i in flat(page(document).items) if isinstance(i, PlacedShape) and i.fill == "accent-tint"]
    assert len(tints) == 1
    assert para(page(document), "Dendrites").style.colour == "accent"
    assert para(page(document), "Ada").style.size > para(page(document), "Owner").style.size


def test_type_of_the_parts_of_steps(tmp_path: Path) -> None:
    report = """\
title: How
sections:
- title: Steps
  blocks:
  - layout: own
    steps:
    - {head: Mix, text: Mix the powders.}
    - {head: Press, text: Press the pellet.}
    - {head: Fire, text: Fire it.}
"""
    document = deck(tmp_path, layout("steps", "{number: {style: subhead}, text: {style: detail}}"), report)
    assert para(page(document), "1").style == para(page(document), "Mix").style
    assert para(page(document), "Fire it.").style.size < para(page(document), "1").style.size


def test_slots_in_a_brief(tmp_path: Path) -> None:
    slots = "{status: {label: 'Now:', colour: accent}, rest: {missing: no owner yet, label: 'Owner:'}}"
    document = deck(tmp_path, layout("cards", "{}", slots), format="brief")
    words = [p.text for page in document.pages for p in paras(page)]
    assert any("Owner: no owner yet" in text for text in words)
    assert not any("Status" in text for text in words)


def test_mistakes_in_slots_are_told(tmp_path: Path) -> None:
    slots = "{status: {in: panel, style: bodi}, body: {label: '{{ page.number }}', lable: x}, rest: {in: foot}}"
    with pytest.raises(UserError) as error:
        Catalog([templates(tmp_path, {"layouts/own/layout.yaml": layout("items-table", slots)})]).layouts()
    for what in (
        "there is no panel here", "did you mean 'body'?", "'page.number' differs from page to page",
        "'lable' is not a key", "'foot' is not known here",
    ):  # fmt: skip
        assert what in str(error.value), what


def test_a_variable_of_a_label_must_be_stated(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        deck(tmp_path, layout("cards", "{body: {label: '{{ var.wat }}'}}"))
    assert "'var.wat' is not stated" in str(error.value)
    assert "did you mean 'what'?" in str(error.value)
