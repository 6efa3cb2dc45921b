"""What each rule keeps, drops and says about it."""

import pytest
from msgspec.structs import replace

from exporter.errors import Place, UserError
from exporter.model import report as m
from exporter.model.audience import Audience, Fate, Selection, Selector
from exporter.model.walk import texts
from exporter.select import select


def text(words: str, short: str = "", full: str = "", path: str = "") -> m.Text:
    runs = [((m.Run(w),) if w else ()) for w in (words, short, full)]
    return m.Text(*runs, path=path or words or full)


def prose(id: str, words: str = "", **more: object) -> m.Prose:
    return m.Prose(id=id, paragraphs=(text(words or f"words of {id}"),), **more)  # type: ignore[arg-type]


def section(id: str, *blocks: m.AnyBlock, **more: object) -> m.Section:
    return m.Section(id=id, title=text(f"title of {id}"), blocks=blocks, **more)  # type: ignore[arg-type]


def report(*sections: m.Section, **more: object) -> m.Report:
    return m.Report(title=text("the title"), sections=sections, **more)  # type: ignore[arg-type]


def by(*selectors: str) -> tuple[Selector, ...]:
    split = (s.partition(":") for s in selectors)
    return tuple(Selector(kind, name) if name else Selector("section", kind) for kind, _, name in split)  # type: ignore[arg-type]


def chosen(given: m.Report, format: str = "deck", **audience: object) -> Selection:
    return select(given, Audience(**{"name": "someone", **audience}), format)  # type: ignore[arg-type]


def ids(selection: Selection) -> list[str]:
    return [part.id for s in selection.report.walk() for part in (s, *s.blocks)]


def rules(selection: Selection) -> dict[str, str]:
    return {e.path: e.rule for e in selection.ledger.of(Fate.LEFT_OUT)}


REPORT = report(
    section("when", prose("axis"), prose("fine", tags=frozenset({"detail"})), role="timeline"),
    section("who", prose("table"), prose("cards", tags=frozenset({"partnership"})), role="players"),
    section("why", prose("reasons", tags=frozenset({"detail"})), role="risks"),
)


def test_without_lists_everything_is_kept_and_numbered() -> None:
    selection = chosen(REPORT)
    assert not selection.ledger.of(Fate.LEFT_OUT, Fate.SHORTENED, Fate.MOVED)
    assert [s.number for s in selection.report.sections] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (by("who"), ["when", "axis", "fine", "why", "reasons"]),
        (by("role:timeline", "why"), ["who", "table", "cards"]),
        (by("id:table"), ["when", "axis", "fine", "who", "cards", "why", "reasons"]),
        (by("kind:text"), []),
        (by("tag:detail"), ["when", "axis", "who", "table", "cards"]),
    ],
)
def test_exclude(exclude: tuple[Selector, ...], left: list[str]) -> None:
    assert ids(chosen(REPORT, exclude=exclude)) == left


def test_a_section_that_lost_everything_goes_and_the_ledger_says_why() -> None:
    gone = rules(chosen(REPORT, exclude=by("tag:detail")))
    assert gone == {
        "words of fine": "exclude tag:detail",
        "words of reasons": "exclude tag:detail",
        "title of why": "left empty",
    }


def test_a_section_that_never_held_anything_stays() -> None:
    assert ids(chosen(report(section("bare")))) == ["bare"]


@pytest.mark.parametrize(
    ("include", "left"),
    [
        (by("who"), ["who", "table", "cards"]),
        (by("id:axis"), ["when", "axis"]),
        (by("tag:partnership"), ["when", "axis", "who", "table", "cards"]),
        (by("role:timeline", "tag:partnership"), ["when", "axis"]),
    ],
)
def test_include(include: tuple[Selector, ...], left: list[str]) -> None:
    assert ids(chosen(REPORT, include=include)) == left


def test_sections_are_numbered_after_the_choice() -> None:
    nested = report(
        section("a", prose("x"), sections=(section("a1", prose("y")), section("a2", prose("z")))),
        section("spare", prose("s"), backup=True),
        section("b", prose("w")),
        section("fine print", prose("p"), role="disclaimer"),
    )
    numbers = {s.id: s.number for s in chosen(nested, exclude=by("a1")).report.walk()}
    assert numbers == {"a": "1", "a2": "1.1", "spare": "", "b": "2", "fine print": ""}


def test_order_puts_sections_first_that_are_or_hold_what_it_names() -> None:
    selection = chosen(REPORT, order=by("tag:partnership", "why"))
    assert [s.id for s in selection.report.sections] == ["who", "why", "when"]


# --------------------------------------------------------------------------------------------- items, fields, figures


def companies() -> m.Items:
    def item(id: str, *tags: str) -> m.Item:
        values = (("role", (text(f"role of {id}"),)), ("price", (text(f"price of {id}"),)))
        return m.Item(id=id, name=text(id), values=values, tags=frozenset(tags))

    return m.Items(
        id="companies",
        fields=(m.Field("role", text("Role")), m.Field("price", text("Price"), tags=frozenset({"finance"}))),
        groups=(m.Group("g", text("Makers"), (item("x"), item("y", "internal"))),),
        links=(m.ItemLink("x", "y", text("buys from")),),
    )


def test_a_field_leaves_with_its_values_and_an_item_with_the_arrows_to_it() -> None:
    selection = chosen(report(section("who", companies())), exclude=by("tag:finance", "tag:internal"))
    block = selection.report.sections[0].blocks[0]
    assert isinstance(block, m.Items)
    assert [f.id for f in block.fields] == ["role"]
    assert [[name for name, _ in item.values] for item in block.items] == [["role"]]
    assert block.links == ()
    gone = rules(selection)
    assert gone["price of x"] == "exclude tag:finance"
    assert gone["role of y"] == "exclude tag:internal"
    assert gone["buys from"] == "an end of the link was left out"


def test_figures_that_sum_up_what_was_left_out_go_too() -> None:
    figures = (
        m.Figure(text("7 risks"), sections=("why",)),
        m.Figure(text("2 things"), sections=("why", "who")),
        m.Figure(text("1 plain")),
    )
    selection = chosen(replace(REPORT, summary=figures), exclude=by("why"))
    assert [f.figure.plain for f in selection.report.summary] == ["2 things", "1 plain"]
    assert selection.report.summary[0].sections == ("who",)
    assert rules(selection)["7 risks"] == "sums up only why, left out"


def test_links_and_sources_of_what_was_left_out_are_let_go() -> None:
    linked = m.Text((m.Run("see there", link="#why"), m.Run("", cite=("one",))), path="linked")
    given = report(
        section("a", m.Prose(id="p", paragraphs=(linked,))),
        section("why", m.Prose(id="q", paragraphs=(m.Text((m.Run("secret", cite=("two",)),), path="q"),))),
        sources=(
            m.Source("one", text("Book one")),
            m.Source("two", text("Book two")),
            m.Source("three", text("Shelf")),
        ),
    )
    selection = chosen(given, exclude=by("why"))
    assert [s.id for s in selection.report.sources] == ["one", "three"]
    assert rules(selection)["Book two"] == "cited only by what was left out"
    kept = next(t for t in texts(selection.report) if t.path == "linked")
    assert [run.link for run in kept.runs] == ["", ""]
    assert kept.plain == "see there"


# ------------------------------------------------------------------------------------------------------ slide control


def test_hidden_is_hidden_and_for_an_audience_it_may_be_shown() -> None:
    show = m.Override(hidden=False)
    given = report(section("a", prose("x"), prose("lanes", hidden=True, overrides=(("engineers", show),))))
    assert ids(chosen(given)) == ["a", "x"]
    assert rules(chosen(given)) == {"words of lanes": "hidden"}
    assert ids(chosen(given, name="engineers")) == ["a", "x", "lanes"]
    assert ids(chosen(given, name="pilots", extends=("engineers", "general"))) == ["a", "x", "lanes"]


def test_the_own_name_speaks_louder_than_that_of_a_parent() -> None:
    overrides = (("child", m.Override(hidden=False)), ("parent", m.Override(hidden=True)))
    given = report(section("a", prose("x"), prose("y", overrides=overrides)))
    assert "y" in ids(chosen(given, name="child", extends=("parent",)))
    assert rules(chosen(given, name="parent")) == {"words of y": "for parent: hidden"}


@pytest.mark.parametrize(
    ("format", "left"), [("deck", ["a", "slide"]), ("handout", ["a", "slide"]), ("brief", ["a", "page"])]
)
def test_only(format: str, left: list[str]) -> None:
    given = report(section("a", prose("slide", only=frozenset({"deck"})), prose("page", only=frozenset({"brief"}))))
    assert ids(chosen(given, format)) == left


def test_wording_written_for_this_audience_replaces_the_common_one_and_others_leave_the_report() -> None:
    overrides = (
        ("boss", m.Override(headline=text("for the boss"), layout="cards")),
        ("maker", m.Override(title=text("for makers"))),
    )
    given = report(section("a", prose("x"), headline=text("for all"), layout="table", overrides=overrides))
    selection = chosen(given, name="boss")
    a = selection.report.sections[0]
    assert a.headline is not None
    assert (a.headline.plain, a.headline.path, a.layout) == ("for the boss", "for all", "cards")
    assert "for makers" not in repr(selection)
    (entry,) = selection.ledger.of(Fate.SHORTENED)
    assert (entry.text, entry.shown, entry.rule) == ("for all", "for the boss", "for boss")


def test_layouts_of_the_audience_beat_the_authors_wish_but_not_his_word_to_that_audience() -> None:
    layouts = tuple(zip(by("role:players", "kind:text", "who"), ("figures", "prose", "cards"), strict=True))
    said = (("someone", m.Override(layout="quote")),)
    given = report(
        section("who", prose("x", layout="points"), prose("y", overrides=said), role="players", layout="table")
    )
    who = chosen(given, layouts=layouts).report.sections[0]
    assert (who.layout, [b.layout for b in who.blocks]) == ("figures", ["prose", "quote"])


def test_backup_is_moved_not_lost() -> None:
    given = report(section("a", prose("x")), section("b", prose("y"), backup=True))
    assert {(e.path, e.to) for e in chosen(given).ledger.of(Fate.MOVED)} == {
        ("title of b", "backup"),
        ("words of y", "backup"),
    }
    assert {e.to for e in chosen(given, "brief").ledger.of(Fate.MOVED)} == {"appendix"}


def test_speaker_notes_and_agenda_questions_belong_to_decks() -> None:
    given = report(
        section("a", prose("x"), notes=(text("say this"),), question=text("why?")), agenda=text("three questions")
    )
    assert not rules(chosen(given))
    assert set(rules(chosen(given, "brief"))) == {"say this", "why?", "three questions"}
    assert set(rules(chosen(given, notes=False))) == {"say this"}
    assert set(rules(chosen(given, parts=(("agenda", False),)))) == {"why?", "three questions"}


# ------------------------------------------------------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("wording", "shown", "spare", "longer"),
    [
        ("short", "brief", "", "in the very fullest words"),
        ("standard", "in some words", "brief", "in the very fullest words"),
        ("full", "in the very fullest words", "in some words", ""),
    ],
)
def test_wording(wording: str, shown: str, spare: str, longer: str) -> None:
    words = text("in some words", "brief", "in the very fullest words")
    selection = chosen(report(section("a", m.Prose(id="p", paragraphs=(words,)))), wording=wording)
    (text_,) = (t for t in texts(selection.report) if t.path == words.path)
    assert (text_.plain, m.plain(text_.short), text_.full) == (shown, spare, ())
    assert [(e.text, e.shown, e.rule) for e in selection.ledger.of(Fate.SHORTENED)] == (
        [(longer, shown, f"wording {wording}")] if longer else []
    )


def test_a_text_that_lacks_a_wording_takes_the_nearest_and_is_not_shortened() -> None:
    selection = chosen(
        report(section("a", m.Prose(id="p", paragraphs=(text("", full="all there is"),)))), wording="short"
    )
    assert "all there is" in [t.plain for t in texts(selection.report)]
    assert not selection.ledger.of(Fate.SHORTENED)


# ------------------------------------------------------------------------------------------------------------ profiles


def test_a_section_of_the_profile_comes_last_with_paths_and_an_id_of_its_own() -> None:
    warning = section("why", prose("not advice"), role="disclaimer")
    selection = chosen(REPORT, sections=(warning,), exclude=by("role:disclaimer"))
    assert [s.id for s in selection.report.sections] == ["when", "who", "why", "why-someone"]
    assert {e.path for e in selection.ledger.entries} >= {"someone:title of why", "title of why"}


def test_unknown_words_of_a_profile_are_errors_with_their_place_all_at_once() -> None:
    where = Place("profile.yaml", 4, 11)
    wrong = (Selector("tag", "detial", where), Selector("role", "plaiers", where), Selector("kind", "tabel", where))
    with pytest.raises(UserError) as caught:
        chosen(REPORT, exclude=wrong)
    shown = str(caught.value)
    assert shown.count("profile.yaml:4:11") == 3
    assert all(f"did you mean '{word}'" in shown for word in ("detail", "players", "table"))


def test_tags_declared_by_the_report_are_known() -> None:
    assert chosen(replace(REPORT, tags=frozenset({"mine"})), exclude=by("tag:mine")).findings == ()


def test_a_section_or_block_that_this_report_lacks_is_a_warning() -> None:
    findings = chosen(REPORT, exclude=by("whom", "id:tabel")).findings
    assert [f.code for f in findings] == ["unknown-section", "unknown-id"]
    assert findings[0].hint == "did you mean 'who'?"


def test_a_choice_that_leaves_nothing_is_said() -> None:
    assert [f.code for f in chosen(REPORT, exclude=by("kind:text")).findings] == ["empty-selection"]
