"""What a Markdown report becomes: each test is a few lines of Markdown and the part of the report they make."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from PIL import Image

from exporter.errors import UserError
from exporter.model.report import (
    AnyBlock,
    Callout,
    Code,
    Figures,
    Items,
    Milestones,
    Picture,
    Point,
    Points,
    Prose,
    Quote,
    Reading,
    Report,
    Section,
    Steps,
    Table,
    Text,
)  # fmt: skip
from exporter.model.walk import texts
from exporter.read import Limits, read
from exporter.read.markdown import read_markdown
from tests.read.test_markdown_words import ROOT


def reading(text: str, path: Path | None = None, limits: Limits = Limits()) -> Reading:
    return read_markdown(dedent(text).lstrip("\n"), path, limits)


def report(text: str) -> Report:
    return reading(text).report


def blocks(text: str) -> tuple[AnyBlock, ...]:
    """The blocks of a section with this content."""
    (section,) = report("# Title\n\n## Part\n\n" + dedent(text)).sections
    return section.blocks


def block(text: str, kind: type) -> Any:
    (only,) = blocks(text)
    assert isinstance(only, kind)
    return only


def outline(sections: tuple[Section, ...]) -> list[Any]:
    """Titles, nested as the sections are."""
    return [[s.title.plain, *outline(s.sections)] if s.sections else s.title.plain for s in sections]


def nested(points: tuple[Point, ...]) -> list[Any]:
    return [[p.text.plain, *nested(p.points)] if p.points else p.text.plain for p in points]


def codes(found: Reading) -> list[str]:
    return [finding.code for finding in found.findings]


# --- the head -------------------------------------------------------------------------------------------------------


def test_the_first_heading_and_the_lines_under_it_are_the_head() -> None:
    found = report("""
        # Battery Report: Late 2024/2025 Update

        **Date:** February 3, 2026
        **Author:** Ada Lovelace

        Prototypes are on the road.

        ## Part
        """)
    assert (found.title.plain, found.edition and found.edition.plain) == ("Battery Report", "Late 2024/2025 Update")
    assert (found.date, found.date_text) == (dt.date(2026, 2, 3), None)
    assert [author.plain for author in found.authors] == ["Ada Lovelace"]
    assert found.standfirst and found.standfirst.plain == "Prototypes are on the road."


@pytest.mark.parametrize(
    ("heading", "title", "edition"),
    [
        ("Outages (October 2025)", "Outages", "October 2025"),
        ("2024 Annual Report: SIG Node", "2024 Annual Report: SIG Node", None),
        ("Quartalsbericht: 3. Ausgabe", "Quartalsbericht", "3. Ausgabe"),
        ("开源报告：2023 年", "开源报告", "2023 年"),
        ("Plan (draft)", "Plan (draft)", None),
    ],
)
def test_an_edition_is_known_by_its_shape(heading: str, title: str, edition: str | None) -> None:
    found = report(f"# {heading}\n")
    assert (found.title.plain, found.edition.plain if found.edition else None) == (title, edition)


@pytest.mark.parametrize(
    "line", ["**Datum:** 3. Februar 2026", "*3 février 2026*", "日期：2026-02-03", "Date: 2026-02-03"]
)
def test_dates_under_the_title_in_any_language(line: str) -> None:
    assert report(f"# T\n\n{line}\n").date == dt.date(2026, 2, 3)


def test_front_matter_in_yaml_and_toml() -> None:
    yaml = report("---\ntitle: T\nauthors: [A, {name: B}]\ndate: 2026-02-03\nlang: de\n---\n# One\n\n# Two\n")
    toml = report('+++\ntitle = "T"\nauthors = ["A", "B"]\ndate = 2026-02-03\nlang = "de"\n+++\n# One\n\n# Two\n')
    for found in (yaml, toml):
        assert (found.title.plain, found.date, found.language) == ("T", dt.date(2026, 2, 3), "de")
        assert [author.plain for author in found.authors] == ["A", "B"]
        assert outline(found.sections) == ["One", "Two"]


def test_a_lone_heading_beside_a_title_in_the_front_matter_is_the_headline() -> None:
    found = report("---\ntitle: Survey\n---\n# Most of them are happy\n\n## Part\n")
    assert found.headline and found.headline.plain == "Most of them are happy"
    assert outline(found.sections) == ["Part"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("---\ntitle: [a\n---\n", "report.md:"),
        ("---\ntitle: a\ntitle: b\n---\n", "report.md:3:1"),
        ("---\ndate: 2026-02-30\n---\n", "report.md:2:7"),
        ("---\nlang: not a language\n---\n", "report.md:2:7"),
        ("+++\ntitle = \n+++\n", "report.md:2:9"),
        ("# T\n\n**Date:** February 30, 2026\n", "report.md:3:11"),
    ],
)
def test_what_is_wrong_in_the_head_is_said_with_its_place(text: str, where: str) -> None:
    with pytest.raises(UserError) as caught:
        report(text)
    assert str(caught.value).startswith(where)


def test_unused_keys_of_front_matter_are_noted() -> None:
    found = reading("---\ntitle: T\noutline: deep\n---\n")
    assert [(f.code, f.message) for f in found.findings] == [
        ("front-matter-unused", "'outline' says nothing to exporter")
    ]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert report("---\n\nWords.\n\n---\n\nMore.\n").sections


def test_without_a_title_the_file_names_the_report() -> None:
    found = reading("Words.\n", Path("q3-results.md"))
    assert found.report.title.plain == "Q3 results"
    assert codes(found) == ["title-missing"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("# Bericht\n\nDie Lage ist gut, und das ist nicht immer so, aber sie wird es mit den Zahlen.", "de"),
        ("# Report\n\nThe state of the art is good.", "en"),
        ("# 报告\n\n这是一个报告。", "zh"),
        ("# レポート\n\nこれは報告です。", "ja"),
        ("# تقرير\n\nهذا تقرير.", "ar"),
        (
            "# Nota\n\n| the | of |\n|--|--|\n| and | the |\n\nI dati della regione sono nel file, che è più lungo di una nota.",
            "it",
        ),
    ],
)
def test_language_is_seen_from_the_text(text: str, language: str) -> None:
    assert report(text).language == language


# --- the outline ----------------------------------------------------------------------------------------------------


def test_headings_nest_and_jumps_are_healed() -> None:
    found = report("# T\n## A\n#### A1\n### A2\n## B\n# C\n## C1\n")
    assert outline(found.sections) == [["A", "A1", "A2"], "B", ["C", "C1"]]


def test_text_before_the_first_heading_is_an_introduction() -> None:
    found = report("# T\n\nOne.\n\nTwo.\n\n## Part\n")
    assert outline(found.sections) == ["Introduction", "Part"]
    assert report(
        "# Titel\n\nDie Lage und das Wetter.\n\nDer Rest ist nicht von der Art, die mit dem Text zu\n\n## A"
    ).sections


@pytest.mark.parametrize(
    ("headings", "titles"),
    [
        (["1. Scope", "2. Method"], ["Scope", "Method"]),
        (["1 Scope", "2 Method"], ["Scope", "Method"]),
        (["一. 背景", "二、结果"], ["背景", "结果"]),
        (["第一章 背景", "第二章 结果"], ["背景", "结果"]),
        (["I. Scope", "II. Method"], ["Scope", "Method"]),
        (["A. Turing", "Method"], ["A. Turing", "Method"]),
        (["2024 in review", "3.5 million users"], ["2024 in review", "3.5 million users"]),
        (["3 reasons", "10 ways"], ["3 reasons", "10 ways"]),
        (["2.1 Scope", "2.2 Method"], ["Scope", "Method"]),
        (["1.", "2. B"], ["1.", "B"]),
    ],
)
def test_section_numbers_are_taken_off(headings: list[str], titles: list[str]) -> None:
    found = report("# T\n\n" + "\n\n".join(f"## {heading}" for heading in headings))
    assert outline(found.sections) == titles


def test_numbers_of_subsections_follow_their_section() -> None:
    found = report("# T\n## 3. Results\n### 3.1 Scope\n## Users\n### 4.5 million of them")
    assert outline(found.sections) == [["Results", "Scope"], ["Users", "4.5 million of them"]]


def test_numbered_paragraphs_with_text_below_are_sections() -> None:
    found = report("# T\n\n## Questions\n\n1. What was done?\n\nA lot.\n\n2. What is next?\n\n- More\n- Less\n")
    assert outline(found.sections) == [["Questions", "What was done?", "What is next?"]]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Market Release Timeline (Cars)", "timeline"),
        ("Key Industry Players", "players"),
        ("Remaining Technical Challenges", "risks"),
        ("Zusammenfassung der Ergebnisse", "summary"),
        ("Méthodologie", "method"),
        ("Prossimi passi e rischi", "risks"),
        ("风险与对策", "risks"),
        ("المنهجية", "method"),
        ("Something else", ""),
    ],
)
def test_the_role_of_a_section_is_read_from_its_title(title: str, role: str) -> None:
    assert report(f"# T\n\n## {title}\n").sections[0].role == role


def test_ids_are_given_or_made_and_unique() -> None:
    found = report("# T\n\n## Part {#mine}\n\n## Part\n\n### Part\n\n- a\n")
    assert [section.id for section in found.walk()] == ["mine", "part", "part-2"]


# --- lists ----------------------------------------------------------------------------------------------------------


def test_bullets_that_lead_with_a_date_are_milestones() -> None:
    found = block(
        """
        * **Late 2024:** Road testing begins.
        * **2025:** Limited deployment.
            * **QuantumScape** finalizes equipment.
        * **2027-2030 (Mass Market):** The consensus window.
        * **Note:** No date is firm.
        """,
        Milestones,
    )
    assert [(m.when_text.plain, m.what.plain) for m in found.milestones] == [
        ("Late 2024", "Road testing begins."),
        ("2025", "Limited deployment."),
        ("2027-2030", "Mass Market"),
    ]
    assert found.milestones[0].when.vague
    assert (found.milestones[2].when.start, found.milestones[2].when.end) == (dt.date(2027, 1, 1), dt.date(2031, 1, 1))
    assert found.milestones[2].detail.plain == "The consensus window."
    assert nested(found.milestones[1].points) == ["QuantumScape finalizes equipment."]
    assert nested(found.undated) == ["Note: No date is firm."]


@pytest.mark.parametrize(
    "text",
    [
        "- **Q1 2025** – Start\n- **Q3 2025** – End",
        "- **3. Februar 2026:** Start\n- **Ende 2026:** Schluss",
        "- 2025: start\n- 2026: end",
        "1. **Début 2025 :** essai\n2. **2026 :** fin",
        "- **2024年3月**：开始\n- **2025年**：结束",
    ],
)
def test_milestones_in_any_language_and_shape(text: str) -> None:
    assert len(block(text, Milestones).milestones) == 2


def test_dates_without_a_year_take_that_of_their_heading() -> None:
    found = report("# T\n\n## Outages in October 2025\n\n- **October 21** (2 h): a\n- **October 29-30:** b\n")
    (found_block,) = found.sections[0].blocks
    assert isinstance(found_block, Milestones)
    assert [m.when.start for m in found_block.milestones] == [dt.date(2025, 10, 21), dt.date(2025, 10, 29)]
    assert found_block.milestones[0].when_text.plain == "October 21 (2 h)"


def test_labelled_bullets_are_items() -> None:
    found = block("- **Toyota:** Leads in patents.\n- **Honda & Nissan** – Both develop lines.\n", Items)
    assert [(item.name.plain, item.value(found.fields[0].id)[0].plain) for item in found.items] == [
        ("Toyota", "Leads in patents."),
        ("Honda & Nissan", "Both develop lines."),
    ]
    assert not found.ordered and [field.slot for field in found.fields] == ["body"]


def test_labels_that_come_back_under_items_are_fields() -> None:
    found = block(
        """
        1. **Dendrites:**
            * **The Problem:** Needles grow.
            * **2025 Status:** Research goes on.
              - in three places
            * Something else.
        2. **Pressure**
            * **The Problem:** Clamps are heavy.
            * **2025 Status:** Better.
            * **Costs:** They rise.
              - fast
        """,
        Items,
    )
    assert found.ordered
    assert [(f.label.plain, f.slot) for f in found.fields] == [("The Problem", "body"), ("2025 Status", "status")]
    first, second = found.items
    problem, status = (field.id for field in found.fields)
    assert [text.plain for text in first.value(problem)] == ["Needles grow."]
    assert [text.plain for text in first.value(status)] == ["Research goes on.", "in three places"]
    assert [text.plain for text in second.value(problem)] == ["Clamps are heavy."]
    assert nested(first.points) == ["Something else."]
    assert nested(second.points) == [["Costs: They rise.", "fast"]], "a label that comes once is no field"


def test_numbers_under_labels_are_figures() -> None:
    found = block("* English: 75.0%\n* Russian: 5.3%\n* German: 4.0%\n", Items)
    assert [field.slot for field in found.fields] == ["figure"]
    assert found.items[2].value(found.fields[0].id)[0].plain == "4.0%"


@pytest.mark.parametrize(
    "text",
    [
        "- **Toyota:** Leads.\n- Others follow.",
        "- See https://example.org: it is there\n- and 12:30 is late\n- and done",
        "- **QuantumScape** is finalizing.\n- **Dongfeng** has signaled.",
        "- Just one: label",
    ],
)
def test_a_list_that_does_not_fit_wholly_is_points(text: str) -> None:
    found = block(text, Points)
    assert [p.text.plain for p in found.points] == [line[2:].replace("**", "") for line in text.split("\n")]


def test_points_nest_to_any_depth() -> None:
    depth = 25
    found = block("\n".join("  " * i + f"- level {i}" for i in range(depth)), Points)
    level = 0
    points = found.points
    while points:
        assert points[0].text.plain == f"level {level}"
        points, level = points[0].points, level + 1
    assert level == depth


def test_an_ordered_list_is_steps_and_keeps_its_first_number() -> None:
    found = block("3. Mix\n4. Bake\n   - for an hour\n", Steps)
    assert (found.start, [step.head.plain for step in found.steps]) == (3, ["Mix", "Bake"])
    assert nested(found.steps[1].points) == ["for an hour"]


def test_what_no_list_can_hold_comes_where_it_stood() -> None:
    found = blocks("1. One\n\n   ```\n   x = 1\n   ```\n2. Two\n\n   | a | b |\n   |---|---|\n   | 1 | 2 |\n3. Three\n")
    assert [b.kind for b in found] == ["steps", "code", "steps", "table", "steps"]
    assert [b.start for b in found if isinstance(b, Steps)] == [1, 2, 3]


def test_a_bold_line_inside_a_list_begins_another() -> None:
    found = blocks("**New:**\n- a\n**Continuing:**\n- b\n- c\n")
    assert [(b.title and b.title.plain, b.kind) for b in found] == [("New", "points"), ("Continuing", "points")]


def test_subsections_of_one_labelled_list_each_are_groups() -> None:
    found = report("""
        # T

        ## Players

        Two camps.

        ### **Automakers**
        - **Toyota:** a
        - **Honda:** b

        ### Developers
        - **CATL:** c
        - **Others:** d
        """)
    (section,) = found.sections
    assert [b.kind for b in section.blocks] == ["text", "items"] and not section.sections
    items = section.blocks[1]
    assert isinstance(items, Items)
    assert [(g.title and g.title.plain, [i.name.plain for i in g.items]) for g in items.groups] == [
        ("Automakers", ["Toyota", "Honda"]),
        ("Developers", ["CATL", "Others"]),
    ]


# --- paragraphs -----------------------------------------------------------------------------------------------------


def test_dress_links_and_breaks() -> None:
    found = block("One **bold** *and* `code` [link](https://e.org).  \nTwo<br>three\nfour.\n", Prose)
    assert [text.plain for text in found.paragraphs] == ["One bold and code link.", "Two", "three four."]
    assert [(r.text, r.bold, r.italic, r.code, r.link) for r in found.paragraphs[0].runs if r.text.strip(" .")][1:] == [
        ("bold", True, False, False, ""),
        ("and", False, True, False, ""),
        ("code", False, False, True, ""),
        ("link", False, False, False, "https://e.org"),
    ]


def test_lines_of_chinese_join_without_a_space() -> None:
    assert block("这是第一行\n这是第二行 and\nthis", Prose).paragraphs[0].plain == "这是第一行这是第二行 and this"


def test_a_bold_label_on_its_own_titles_what_follows() -> None:
    found = blocks("**Current status:**  \nWe are in a phase.\n\n**Causes:**\n\n- one\n- two\n\n**The end**\n")
    assert [(b.title and b.title.plain, b.kind) for b in found] == [
        ("Current status", "text"),
        ("Causes", "points"),
        (None, "text"),
    ]


def test_lines_with_labels_are_items() -> None:
    found = block("**Duration:** 103 minutes\n**Impact:** 38% of requests\n", Items)
    assert [item.name.plain for item in found.items] == ["Duration", "Impact"]
    found = block("✅ **Fast** – in minutes\n\n✅ **Calm** – no panic\n\n❌ **Late** – one page\n", Items)
    assert [item.name.plain for item in found.items] == ["✅ Fast", "✅ Calm", "❌ Late"]


def test_html_goes_and_its_words_stay() -> None:
    found = blocks(
        "<div align='center'>\n<p>One <b>bold</b> &amp; two<br/>three</p><script>x()</script></div>\n\nE<sup>2</sup>\n"
    )
    assert [t.plain for b in found for t in texts(b)] == ["One bold & two", "three", "E²"]


def test_quotes_callouts_and_code() -> None:
    found = blocks(
        "> To be.\n>\n> — Hamlet\n\n> [!NOTE]\n> Mind.\n\n:::warning Hot\nVery.\n:::\n\n```python\nx = 1\n\ny\n```\n"
    )
    quote, note, box, code = found
    assert isinstance(quote, Quote) and quote.by and (quote.paragraphs[0].plain, quote.by.plain) == ("To be.", "Hamlet")
    assert isinstance(note, Callout) and note.paragraphs[0].plain == "Mind."
    assert isinstance(box, Callout) and box.title and box.title.plain == "Hot"
    assert isinstance(code, Code) and (code.language, code.code.plain) == ("python", "x = 1\n\ny")


@pytest.mark.parametrize("said", ['"We wait." — Ada Lovelace, engineer', "“We wait.” – Ada Lovelace, engineer"])
def test_who_said_it_may_stand_on_the_line_that_ends_the_quote(said: str) -> None:
    (quote,) = blocks_of(f"# R\n\n## A\n\n> {said}\n")
    assert isinstance(quote, Quote) and quote.by
    assert (quote.paragraphs[0].plain[1:-1], quote.by.plain) == ("We wait.", "Ada Lovelace, engineer")


def test_a_dash_within_a_quote_is_no_name() -> None:
    (quote,) = blocks_of('# R\n\n## A\n\n> The "hub" — it is a depot — closes, said "Ada" and others\n')
    assert isinstance(quote, Quote) and quote.by is None


def test_a_quote_gives_way_to_what_it_cannot_hold() -> None:
    assert [b.kind for b in blocks("> One.\n>\n> - a\n> - b\n>\n> Two.\n")] == ["quote", "points", "quote"]


# --- tables ---------------------------------------------------------------------------------------------------------


def test_columns_have_types_and_sides() -> None:
    found = block(
        """
        | Region | Share | Revenue | Year | Note |
        |---|---|---|:-:|---|
        | North | 12 % | 1,200 € | 2024 | a **b** |
        | South | – | 90 € | 2025 | |
        """,
        Table,
    )
    assert [(c.type, c.align) for c in found.columns] == [
        ("text", "left"), ("percent", "right"), ("currency", "right"), ("year", "center"), ("text", "left"),
    ]  # fmt: skip
    assert [cell.plain for cell in found.rows[1].cells] == ["South", "–", "90 €", "2025", ""]


def test_cells_beyond_the_header_are_kept() -> None:
    found = block("| a | b |\n|---|---|\n| 1 | 2 | [three](https://e.org) |\n", Table)
    assert [cell.plain for cell in found.rows[0].cells] == ["1", "2", "three"]
    assert len(found.columns) == 3


def test_a_table_without_heads_and_one_without_rows() -> None:
    assert not block("| | |\n|---|---|\n| 1 | 2 |\n", Table).header
    only_head = block("| a | b |\n|---|---|\n", Table)
    assert not only_head.header and [cell.plain for cell in only_head.rows[0].cells] == ["a", "b"]


def test_a_grid_of_pictures_is_pictures_with_their_heads() -> None:
    found = blocks("| Age | Sex |\n|---|---|\n| ![](a.png) | <img src='b.png'> |\n")
    assert [(b.address, b.caption and b.caption.plain) for b in found if isinstance(b, Picture)] == [
        ("a.png", "Age"),
        ("b.png", "Sex"),
    ]


# --- pictures -------------------------------------------------------------------------------------------------------


def test_pictures_of_the_folder_are_found_and_others_warned_of(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "my chart.png")
    (tmp_path / "fake.png").write_text("no picture")
    text = (
        "# T\n\n## P\n\n![A chart](my%20chart.png 'Growth')\n\n![x](https://e.org/x.png)\n\n![y](../y.png)\n\n"
        "![z](fake.png)\n\n![](sales-by-region.png)\n"
    )
    found = reading(text, tmp_path / "report.md")
    pictures = [b for b in found.report.sections[0].blocks if isinstance(b, Picture)]
    first = pictures[0]
    assert (first.file, first.width, first.height) == (str((tmp_path / "my chart.png").resolve()), 40, 30)
    assert first.caption and first.caption.plain == "Growth"
    assert [(p.file, p.address, p.alt.plain) for p in pictures[1:]] == [
        ("", "https://e.org/x.png", "x"),
        ("", "../y.png", "y"),
        ("", "fake.png", "z"),
        ("", "sales-by-region.png", "Sales by region"),
    ]
    assert codes(found) == ["picture-missing"] * 4 + ["alt-missing"]
    assert [finding.place and finding.place.line for finding in found.findings] == [7, 9, 11, 13, 13]


def test_a_picture_in_a_sentence_comes_after_it_and_a_linked_one_keeps_its_link() -> None:
    found = blocks("See ![a](a.png) here.\n\n[![b](b.png)](https://e.org)\n")
    assert [b.kind for b in found] == ["text", "picture", "picture"]
    assert isinstance(found[2], Picture) and found[2].link == "https://e.org"


# --- links and sources ----------------------------------------------------------------------------------------------


def test_links_go_to_the_web_or_to_a_section() -> None:
    found = reading(
        "# T\n\n## 1. My Part\n\n[a](#1-my-part) [b](#gone) [c](x.md) [d](javascript:x) [e](mailto:a@e.org)\n"
    )
    (prose,) = found.report.sections[0].blocks
    assert isinstance(prose, Prose)
    assert [run.link for run in prose.paragraphs[0].runs if run.link] == ["#my-part", "mailto:a@e.org"]
    assert prose.paragraphs[0].plain == "a b c d e"
    assert codes(found) == ["link-dropped"] * 3


def test_footnotes_are_sources() -> None:
    found = report(
        "# T\n\n## P\n\nOne[^1] two ^[Ada, <https://e.org/b>].\n\n[^1]: See [here](https://e.org/a).\n\n[^x]: Not cited.\n"
    )
    assert [(s.id, s.title.plain, s.link) for s in found.sources] == [
        ("note-1", "See here.", "https://e.org/a"),
        ("x", "Not cited.", ""),
        ("note-2", "Ada, https://e.org/b", "https://e.org/b"),
    ]
    (prose,) = found.sections[0].blocks
    assert isinstance(prose, Prose)
    assert [run.cite for run in prose.paragraphs[0].runs if run.cite] == [("note-1",), ("note-2",)]


# --- places ---------------------------------------------------------------------------------------------------------


def test_every_text_has_an_address_and_almost_every_text_a_place() -> None:
    found = read(ROOT / "data/solid-state-battery-status-report.md").report
    all_texts = list(texts(found))
    assert len({text.path for text in all_texts}) == len(all_texts)
    placed = [text for text in all_texts if text.place and text.place.line]
    assert {text.plain for text in all_texts} - {text.plain for text in placed} == {"Description"}, "a word of our own"
    for text in placed:
        assert text.place and text.plain.split()[0] in text.place.source[text.place.column - 1 :].replace("*", "")


def test_places_count_from_the_top_of_the_file() -> None:
    found = report(
        "---\ntitle: T\n---\n\n## P\n\nOne\ntwo<br>\n\n**three** four\n\n> five\n\n| a | b |\n|---|---|\n| 1 | six |\n"
    )
    lines = {text.plain: text.place.line for text in texts(found) if text.place}
    assert lines == {"T": 2, "P": 5, "One two": 7, "three four": 10, "five": 12, "a": 14, "b": 14, "1": 16, "six": 16}


def test_the_real_report_has_its_shapes() -> None:
    found = read(ROOT / "data/solid-state-battery-status-report.md").report
    assert [(s.role, [b.kind for b in s.blocks]) for s in found.sections] == [
        ("timeline", ["text", "milestones"]),
        ("players", ["text", "items"]),
        ("risks", ["text", "items"]),
    ]
    challenges = found.sections[2].blocks[1]
    assert isinstance(challenges, Items) and challenges.ordered and len(challenges.items) == 4
    assert [(f.label.plain, f.slot) for f in challenges.fields] == [("The Problem", "body"), ("2025 Status", "status")]
    assert isinstance(found.title, Text) and found.title.plain == "Solid State Battery Status Report"


# ---- what GitHub's Markdown adds, and what researchers write -----------------------------------------------------------


def blocks_of(markdown: str) -> tuple[AnyBlock, ...]:
    return tuple(block for section in read_markdown(markdown).report.walk() for block in section.blocks)


def test_tasks_have_a_box_that_is_ticked_when_they_are_done() -> None:
    (points,) = blocks_of("# R\n\n## Next\n\n- [ ] Call\n- [x] **Sign** it\n- [y] stays\n- [ ]\n")
    said = [text.plain for text in texts(points)]
    assert said == ["\u2610\u00a0Call", "\u2611\u00a0Sign it", "[y] stays", "[ ]"]


def test_addresses_in_a_text_are_links_but_for_the_marks_around_them() -> None:
    (prose,) = blocks_of(
        "# R\n\n## A\n\nSee https://a.org/b_(c). (https://x.org/y), `https://no.org`, xhttps://no.org\n"
    )
    (text,) = texts(prose)
    assert {run.text: run.link for run in text.runs if run.link} == {
        "https://a.org/b_(c)": "https://a.org/b_(c)",
        "https://x.org/y": "https://x.org/y",
    }


def test_a_paragraph_between_two_dollars_is_a_formula_and_money_is_not() -> None:
    formula, prose = blocks_of("# R\n\n## A\n\n$$ x_1 \\\\\n y^2 $$ (3)\n\nbetween $$5\n\nand 6$$\n")
    assert isinstance(formula, Code) and formula.code.plain == "x_1 \\\\\n y^2 (3)"
    assert [t.plain for t in texts(prose)] == ["between $$5", "and 6$$"]


QUARTO = """---
title: Review
---

## Sales {.smaller #sales}

:::: {.columns}

::: {.column width="40%"}
Sales rose.
:::

::: {.column width="60%"}
- North
- South
:::

::::

::: {.callout-note title="Heads up"}
Numbers are preliminary.
:::

::: notes
Say that the north does well.

And stop.
:::

| Item | 2026 |
|------|-----:|
| Rent | 1350 |

: Costs in dollars {#tbl-costs}
"""


def test_what_pandoc_and_quarto_write_about_looks_is_not_shown() -> None:
    (section,) = read_markdown(QUARTO).report.sections
    assert (section.id, section.title.plain) == ("sales", "Sales")
    prose, points, callout, table = section.blocks
    assert [t.plain for block in (prose, points) for t in texts(block)] == ["Sales rose.", "North", "South"]
    assert isinstance(callout, Callout) and callout.title and callout.title.plain == "Heads up"
    assert table.title and table.title.plain == "Costs in dollars"
    assert [note.plain for note in section.notes] == ["Say that the north does well.", "And stop."]


def test_braces_that_are_no_attributes_stay() -> None:
    (section,) = read_markdown("# R\n\n## Sets {1, 2}\n\nx\n").report.sections
    assert section.title.plain == "Sets {1, 2}"


def test_a_thousand_spaces_are_one() -> None:
    (section,) = read_markdown(f"# R\n\n## A{' ' * 100_000}b\n\nx\n").report.sections
    assert section.title.plain == "A b"


def test_a_few_numbers_with_names_in_bold_are_key_figures() -> None:
    (figures,) = blocks_of(
        "# R\n\n## A\n\n- **Services online:** 412\n- **Use** – 38 %\n- **Saved:** 21 minutes a case\n"
    )
    assert isinstance(figures, Figures)
    assert [(f.figure.plain, f.label and f.label.plain) for f in figures.figures] == [
        ("412", "Services online"),
        ("38 %", "Use"),
        ("21 minutes a case", "Saved"),
    ]


@pytest.mark.parametrize(
    "listed",
    [
        "- English: 75 %\n- French: 20 %\n- Other: 5 %\n",  # shares of a whole, as surveys list them
        "- **Online:** 412\n- **Use:** a third of us\n",
        "- **Online:** 412\n  - of 575\n- **Use:** 38 %\n",
        "".join(f"- **Land {i}:** {i}\n" for i in range(7)),
    ],
)
def test_other_names_with_numbers_are_items(listed: str) -> None:
    (items,) = blocks_of(f"# R\n\n## A\n\n{listed}")
    assert isinstance(items, Items)


WORKS = "1. Watson. *Sleep* 2015. https://doi.org/10.1\n2. IARC, 2020.\n3. Morris, 2015.\n"


def test_a_list_of_references_is_the_sources_and_its_numbers_cite_them() -> None:
    text = f"# R\n\n## A\n\nNine hours [1], or not [2–3]. `a[1]` is code, [4] is no work.[^n]\n\n## References\n\n{WORKS}\n[^n]: A note.\n"
    report = read_markdown(text).report
    assert [section.id for section in report.sections] == ["a"]
    assert [source.title.plain for source in report.sources][1:] == ["IARC, 2020.", "Morris, 2015.", "A note."]
    assert report.sources[0].link == "https://doi.org/10.1"
    (said,) = (text for block in report.sections[0].blocks for text in texts(block))
    assert said.plain == "Nine hours, or not. a[1] is code, [4] is no work."
    first, second, third, note = (source.id for source in report.sources)
    assert [run.cite for run in said.runs if run.cite] == [(first,), (second, third), (note,)]


@pytest.mark.parametrize(
    "listed",
    [
        "- [1] Watson, 2015.\n- [2] IARC, 2020.\n",
        "[1] Watson, 2015.\n\n[2] IARC, 2020.\n",
        "- Watson, 2015.\n- IARC, 2020.\n",
        "Watson, 2015.\n\nIARC, 2020.\n",
    ],
)
def test_references_may_be_points_or_paragraphs(listed: str) -> None:
    report = read_markdown(f"# R\n\n## A\n\nSo [2].\n\n## Bibliography\n\n{listed}").report
    assert [source.title.plain for source in report.sources] == ["Watson, 2015.", "IARC, 2020."]


@pytest.mark.parametrize(
    "said",
    [
        "- Wind\n- Water\n",  # no works
        f"{WORKS}\nAnd a word on them.\n",
        "- [1] Watson, 2015.\n- [3] IARC, 2020.\n",  # numbers that do not count up
    ],
)
def test_sources_of_another_kind_stay_a_section(said: str) -> None:
    report = read_markdown(f"# R\n\n## A\n\nSo [1].\n\n## Sources\n\n{said}").report
    assert len(report.sections) == 2 and not report.sources


def test_raised_and_lowered_words_keep_their_meaning() -> None:
    (prose,) = blocks_of("# R\n\n## A\n\n10<sup>6</sup> t CO<sub>2</sub>, the 1<sup>st</sup> of H~2~O, m^2^\n")
    assert [t.plain for t in texts(prose)] == ["10⁶ t CO₂, the 1st of H₂O, m²"]


def test_a_formula_in_a_text_is_words_and_money_is_money() -> None:
    (prose,) = blocks_of(
        "# R\n\n## A\n\nA test ($p < 0.05$, $\\chi^2\n= 4$) for $5,000 (US$4,000) on $HOME/$USER at \\$1 or $x$.\n"
    )
    (text,) = texts(prose)
    said = text.plain.replace("\u00a0", " ")
    assert said == "A test (p < 0.05, χ² = 4) for $5,000 (US$4,000) on $HOME/$USER at $1 or x."
    assert [run.text for run in text.runs if run.italic] == ["p", "χ", "x"]


def test_a_formula_that_no_line_can_say_stays_tex_and_is_told() -> None:
    reading = read_markdown("# R\n\n## A\n\nSee $\\foo{x}$.\n\n$$\\frac{a}{b}$$ (1)\n")
    prose = reading.report.sections[0].blocks[0]
    assert [t.plain.replace("\u00a0", " ") for t in texts(prose)] == ["See \\foo{x}.", "a/b (1)"]
    assert [run.text for text in texts(prose) for run in text.runs if run.code] == ["\\foo{x}"]
    (note,) = reading.findings
    assert (note.code, note.place and note.place.line) == ("formula-as-tex", 5)


def test_definitions_are_items() -> None:
    (items,) = blocks_of("# R\n\n## A\n\n**Pay**\n: More for all.\n\n: From `2027`.\n\nWork\n: Less.\n\n  - in July\n")
    assert isinstance(items, Items)
    pay, work = items.groups[0].items
    assert (pay.name.plain, work.name.plain) == ("Pay", "Work")
    assert [t.plain for t in pay.value(items.fields[0].id)] == ["More for all.", "From 2027."]
    assert [point.text.plain for point in work.points] == ["in July"]


def test_amounts_that_lead_a_list_are_key_figures() -> None:
    (figures,) = blocks_of("# R\n\n## A\n\n- **80 %** response rate (2024: 76 %)\n- € 1.4 m lost\n- 4 812 answers\n")
    assert isinstance(figures, Figures)
    found = [(f.figure.plain, f.label and f.label.plain, f.support and f.support.plain) for f in figures.figures]
    assert found == [("80 %", "response rate", "2024: 76 %"), ("€ 1.4 m", "lost", None), ("4 812", "answers", None)]


@pytest.mark.parametrize(
    "entries",
    [
        ("1 Scope", "2 Method", "3 Results"),
        ("2024 was hard", "2025 was better"),
        ("14 October the launch", "20 October the end"),
        ("3D printing", "5G networks"),
        ("12 teams answered.", "4 teams did not."),
        ("80 % of those who were asked in the spring say that they would do it again", "20 % do not"),
        ("3 reasons", "none"),
    ],
)
def test_other_lists_that_begin_with_digits_are_points(entries: tuple[str, ...]) -> None:
    (block,) = blocks_of("# R\n\n## A\n\n" + "".join(f"- {entry}\n" for entry in entries))
    assert not isinstance(block, Figures)
    said = " ".join(t.plain for t in texts(block))
    assert all(word in said for entry in entries for word in entry.split())


REPORT_OF_QUARTO = """\
---
title: Heat
subtitle: Working paper
abstract: |
  We measure **heat**.

  Trees help.
---

{{< include _setup.qmd >}}

## Method {#sec-method}

```{r}
#| label: fig-t
#| echo: false
plot(t)
```

See @tbl-sites and @sec-method, but @fig-t and ada@tbl-sites.org are as written.

\\newpage

::: {.callout-important}
## Calibration
All in one chamber.
:::

| City | Sensors |
|---|---|
| Lagos | 160 |

: Sites {#tbl-sites}

$$
y = \\beta x
$$ {#eq-model}

```{=latex}
\\clearpage
```

```{python}
#| fig-cap: None
print(1)
```

## References

::: {#refs}
:::
"""


def test_a_report_of_quarto_is_read_and_what_only_quarto_can_do_is_told(tmp_path: Path) -> None:
    path = tmp_path / "heat.qmd"
    path.write_text(REPORT_OF_QUARTO)
    found = read(path)
    made = found.report
    assert made.standfirst and made.standfirst.plain == "Working paper"
    assert [section.title.plain for section in made.sections] == ["Abstract", "Method"]
    abstract, method = made.sections
    assert [t.plain for block in abstract.blocks for t in texts(block)] == ["We measure heat.", "Trees help."]
    refers, callout, table, formula, code = method.blocks
    (text,) = texts(refers)
    assert [run.link for run in text.runs if run.link] == ["#tbl-sites", "#sec-method"]
    assert text.plain.endswith("but @fig-t and ada@tbl-sites.org are as written.")
    assert isinstance(callout, Callout) and callout.title and callout.title.plain == "Calibration"
    assert isinstance(table, Table) and (table.id, table.title and table.title.plain) == ("tbl-sites", "Sites")
    assert [t.plain.replace("\u00a0", " ") for t in texts(formula)] == ["y = βx"]
    assert isinstance(code, Code) and (code.language, code.code.plain) == ("python", "print(1)")
    assert codes(found) == ["code-not-run", "shortcode-dropped", "raw-dropped"]


def test_labelled_lines_under_the_title_are_parted_by_bars() -> None:
    found = report("# Atlas\n\n**Period:** October\n**Sponsor:** CFO\n\n## A\n\nText.\n")
    assert found.standfirst and found.standfirst.plain == "Period: October | Sponsor: CFO"


HTML = """\
<table>
  <caption>Modules</caption>
  <tr><th>Module</th><th>Lines</th><th align="right">Covered</th></tr>
  <tr><td rowspan="2">core</td><td>12</td><td>91 %</td></tr>
  <tr><td>8</td><td><ul><li>84 %</li><li>at most</li></ul></td></tr>
  <tr><td colspan="2"><b>All</b></td><td style="text-align: right">88 %</td></tr>
</table>
"""


def test_a_table_in_html_is_a_table() -> None:
    (table,) = blocks_of(f"# R\n\n## A\n\n{HTML}\n")
    assert isinstance(table, Table) and table.title and table.title.plain == "Modules"
    assert [(column.label.plain, column.align) for column in table.columns][-1] == ("Covered", "right")
    assert [[cell.plain for cell in row.cells] for row in table.rows] == [
        ["core", "12", "91 %"],
        ["", "8", "84 %\nat most"],
        ["All", "", "88 %"],
    ]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<ol><li>First</li><li>Second<ul><li>deep</li></ul></li></ol>", ["First", "Second", "deep"]),
        ("<ul>\n<li>one<li>two\n</ul>after", ["one", "two", "after"]),
        ("<table><tr><td>open", ["open"]),
        ("</table><td>a cell</td></ul>", ["a cell"]),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>", ["a\nb"]),
        ("<table><caption>Nothing</caption></table>", [": Nothing"]),
        ('<table><tr><td colspan="99999999">wide</td></tr></table>', ["wide"]),
    ],
)
def test_html_of_any_shape_keeps_its_words(html: str, said: list[str]) -> None:
    found = blocks_of(f"# R\n\n## A\n\n{html}\n")
    assert [t.plain for block in found for t in texts(block) if t.plain] == said
