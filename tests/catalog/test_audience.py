from __future__ import annotations

import pytest

from exporter.catalog import Catalog
from exporter.catalog.settings import parse
from exporter.errors import UserError
from exporter.model.audience import Audience, Limits
from exporter.model.report import Prose
from exporter.write import FORMATS

from .conftest import Write


def profile(folder: Write, text: str, name: str = "mine") -> Audience:
    return Catalog([folder({f"audiences/{name}.yaml": text})]).audience(name)


def problems(folder: Write, text: str) -> str:
    own = folder({"audiences/mine.yaml": text})
    with pytest.raises(UserError) as error:
        Catalog([own]).audience("mine")
    return str(error.value).replace(f"{own}/audiences/", "")


@pytest.mark.parametrize("name", ["general", "executive", "technical", "investor"])
def test_the_four_built_in_audiences(name: str) -> None:
    catalog = Catalog()
    audience = catalog.audience(name)
    assert audience.density in catalog.theme(audience.theme).densities
    assert audience.title


def test_a_profile_states_only_what_differs(folder: Write) -> None:
    audience = profile(folder, "extends: executive\ntitle: Board\nlimits: {slides: 5}\npaper: Letter\n")
    executive = Catalog().audience("executive")
    assert (audience.title, audience.paper) == ("Board", "Letter")
    assert (audience.theme, audience.density, audience.wording) == ("boardroom", "board", "short")
    assert audience.limits == Limits(5, executive.limits.words, executive.limits.brief_pages)
    assert audience.extends == ("executive", "general")


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("", {"en": "Executive", "de-AT": "Leitung", "zh-TW": "管理层", "fi": "Johto", "ga": "Executive"}),
        ("title: Board\n", {"en": "Board", "de": "Board"}),
        ("title: {en: Board, de: Vorstand}\n", {"en": "Board", "de": "Vorstand", "fr": "Board"}),
        ("title: {de: Vorstand, nl: Bestuur}\n", {"nl": "Bestuur", "en": "Vorstand"}),
    ],
)
def test_a_profile_is_called_by_its_name_in_the_language_of_the_document(
    folder: Write, title: str, called: dict[str, str]
) -> None:
    audience = profile(folder, f"extends: executive\n{title}")
    assert {language: audience.called(language) for language in called} == called


def test_an_option_changes_the_name_in_one_language() -> None:
    audience = Catalog(settings=parse(["audience.title.de=Vorstand"])).audience("executive")
    assert (audience.called("de"), audience.called("en")) == ("Vorstand", "Executive")


def test_an_empty_profile_is_the_general_case(folder: Write) -> None:
    audience = profile(folder, "title: Mine")
    assert (audience.theme, audience.density, audience.wording, audience.handout) == (
        "ledger",
        "standard",
        "standard",
        3,
    )
    assert audience.formats == ("deck", "brief", "handout")
    assert audience.limits == Limits() and audience.extends == ()


def test_a_profile_may_ask_for_every_file_that_can_be_made(folder: Write) -> None:
    assert profile(folder, f"formats: [{', '.join(FORMATS)}]").formats == tuple(FORMATS)


def test_what_a_parent_leaves_out_stays_out(folder: Write) -> None:
    audience = profile(folder, "extends: executive\nexclude: [challenges, kind:code]\ninclude: tag:key\n")
    assert [str(s) for s in audience.exclude] == [
        *[str(s) for s in Catalog().audience("executive").exclude],
        "challenges",
        "kind:code",
    ]
    assert [(s.kind, s.name) for s in audience.exclude[-2:]] == [("section", "challenges"), ("kind", "code")]
    assert [str(s) for s in audience.include] == ["tag:key"]
    assert audience.exclude[-1].place is not None and audience.exclude[-1].place.line == 2


def test_own_layout_wishes_come_first(folder: Write) -> None:
    own = folder(
        {
            "audiences/base.yaml": "layouts: {role:players: figures, timeline: cards}\n",
            "audiences/mine.yaml": "extends: base\nlayouts: {kind:items: items-table, timeline: timeline-list}\n",
        }
    )
    audience = Catalog([own]).audience("mine")
    assert [(str(what), layout) for what, layout in audience.layouts] == [
        ("timeline", "timeline-list"),
        ("kind:items", "items-table"),
        ("role:players", "figures"),
    ]


def test_a_profile_carries_sections(folder: Write) -> None:
    own = folder(
        {
            "audiences/base.yaml": """\
                sections:
                  - id: disclaimer
                    title: Disclaimer
                    role: disclaimer
                    blocks:
                      - text: Not **advice**.
                """,
            "audiences/mine.yaml": """\
                extends: base
                sections:
                  - {id: imprint, title: Imprint, blocks: [{text: "Acme, Example Street 1"}]}
                """,
        }
    )
    audience = Catalog([own]).audience("mine")
    assert [section.id for section in audience.sections] == ["disclaimer", "imprint"]
    assert audience.sections[0].role == "disclaimer"
    assert audience.sections[0].place and audience.sections[0].place.file.endswith("base.yaml")


def test_a_mistake_in_a_carried_section_is_shown_there(folder: Write) -> None:
    text = problems(folder, "sections:\n  - {id: a, title: A, blocks: [{txt: hello}]}\n")
    assert "mine.yaml:2:33: 'txt'" in text and "did you mean 'text'?" in text


def test_every_mistake_is_told_in_one_run(folder: Write) -> None:
    text = problems(
        folder,
        """\
        theme: boardrom
        wording: medium
        exclude: [tags:detail, kind:figure, "tag:", [a]]
        include:
          - tag: detail
        layouts: {role:players: figure}
        limits: {slides: none, pages: 2}
        formats: [deck, pdf]
        handout: 5
        densty: board
        """,
    )
    for line in (
        "mine.yaml:1:8: theme 'boardrom' does not exist",
        "mine.yaml:2:10: 'medium'",
        "mine.yaml:3:11: 'tags' is nothing to select by",
        "mine.yaml:3:24: kind 'figure' does not exist",
        "mine.yaml:3:37: expected a section id or",
        "mine.yaml:3:45: expected a section id or",
        "mine.yaml:5:5: expected a section id or",
        "mine.yaml:6:25: layout 'figure' does not exist",
        "mine.yaml:7:18: expected a whole number",
        "mine.yaml:7:24: 'pages' is not a key of limits",
        "mine.yaml:8:17: 'pdf'",
        "mine.yaml:9:10: expected one of 1, 2, 3, 4, 6, 9",
        "mine.yaml:10:1: 'densty' is not a key of an audience",
    ):
        assert line in text
    for hint in ("'boardroom'", "'tag'", "'figures'", "'density'"):
        assert f"did you mean {hint}?" in text
    assert "write tag:detail without a space" in text


def test_a_density_that_its_theme_lacks(folder: Write) -> None:
    text = problems(folder, "theme: ledger\ndensity: bord\n")
    assert "mine.yaml:2:10: theme 'ledger' has no density 'bord'" in text
    assert "did you mean 'board'?" in text


def test_values_languages_marks_and_requirements(folder: Write) -> None:
    own = folder(
        {
            "audiences/base.yaml": "values: {region: Bavaria, level: [city, state]}\nrequire: tag:disclaimer\nlanguage: de\n",
            "audiences/mine.yaml": """\
                extends: base
                values: {region: [Hesse, Saxony]}
                require: [field:date, kind:table]
                classification: Confidential
                draft: true
                """,
        }
    )
    audience = Catalog([own]).audience("mine")
    assert dict(audience.values) == {"region": ("Hesse", "Saxony"), "level": ("city", "state")}
    assert [str(s) for s in audience.require] == ["tag:disclaimer", "field:date", "kind:table"]
    assert audience.language == ("de",)
    assert (audience.classification, audience.draft) == ("Confidential", True)


def test_texts_of_carried_sections_say_their_language_or_take_the_document_s(folder: Write) -> None:
    audience = profile(folder, "sections: [{id: a, title: {en: Legal, de: Rechtliches}, blocks: [Words]}]\n")
    (section,) = audience.sections
    assert [(t.plain, t.language) for t in section.title.spoken] == [("Legal", "en"), ("Rechtliches", "de")]
    (block,) = section.blocks
    assert isinstance(block, Prose)
    assert block.paragraphs[0].language == ""


def test_mistakes_in_values_and_requirements(folder: Write) -> None:
    text = problems(
        folder,
        f"""\
        language: deutsch!
        values: {{region: []}}
        require: [field:datum, tags:detail]
        exclude: [field:date]
        classification: {"x" * 81}
        draft: perhaps
        """,
    )
    for line in (
        "mine.yaml:1:11: expected a language",
        "mine.yaml:2:18: at least 1",
        "mine.yaml:3:11: field 'datum' does not exist",
        "mine.yaml:3:24: 'tags' is nothing to select by",
        "mine.yaml:4:11: 'field' is nothing to select by",
        "mine.yaml:5:17: expected a text of at most 80 characters",
        "mine.yaml:6:8: expected true or false",
    ):
        assert line in text
    assert "did you mean 'date'?" in text
