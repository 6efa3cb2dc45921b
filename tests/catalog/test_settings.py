"""Values set for one run: `--set theme.colours.accent=#7A1F3D`."""

from __future__ import annotations

import pytest

from exporter.catalog import Catalog
from exporter.catalog.settings import parse
from exporter.errors import UsageError, UserError

from .conftest import Write


def catalog(*settings: str) -> Catalog:
    return Catalog(settings=parse(settings))


def test_a_colour_needs_no_quotes() -> None:
    assert catalog("theme.colours.accent=#7A1F3D").theme("ledger").colours["accent"] == "7A1F3D"


def test_lists_and_maps_are_yaml_and_merge_as_files_do() -> None:
    audience = catalog("audience.limits={slides: 6, beyond: warn}", "audience.exclude=[tag:risk]").audience("executive")
    assert (audience.limits.slides, audience.limits.beyond, audience.limits.brief_pages) == (6, "warn", 2)
    assert "tag:risk" in map(str, audience.exclude)
    assert "tag:detail" in map(str, audience.exclude)


def test_a_text_in_quotes_and_a_null_are_yaml_too() -> None:
    audience = catalog('audience.title="The: board"', "audience.exclude=null").audience("executive")
    assert (audience.title, audience.exclude) == ("The: board", ())


def test_the_later_one_wins() -> None:
    assert catalog("audience.limits.slides=6", "audience.limits.slides=5").audience("general").limits.slides == 5


def test_a_layout_is_named() -> None:
    layouts = catalog("layout.cards.deck.holds.most=3").layouts()
    assert (layouts["cards"].holds.most, layouts["players"].holds.most) == (
        3,
        Catalog().layouts()["players"].holds.most,
    )


def test_the_theme_of_printed_pages_is_another_one() -> None:
    theme = catalog("theme.colours.bg=#000000").theme("boardroom")
    assert (theme.colours["bg"], theme.print_colours["bg"]) == ("000000", "FFFFFF")


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("theme.colours.acent=#7A1F3D", "'acent' is not a key of a palette\n  hint: did you mean 'accent'?"),
        ("theme.colours.accent=purple", "expected a colour of six hex digits, such as 0B5A6E, not 'purple'"),
        ("audience.limits={slide: 6}", "'slide' is not a key of limits\n  hint: did you mean 'slides'?"),
        ("audience.wording=shrot", "'shrot' is not known here\n  hint: did you mean 'short'?"),
        ("layout.card.plain=3", "layout 'card' does not exist\n  hint: did you mean 'cards'?"),
        ("audience.exclude=[tag:detail", "cannot be read as YAML"),
        ("theme=ledger", "a setting is a name"),
        ("theme..accent=1", "a setting is a name"),
        ("theme.colours.accent", "a setting is a name"),
        ("report.title=x", "'report' cannot be set"),
        ("theme.extends=ledger", "what a template extends cannot be set"),
        ("theme.colours.accent=FFFFFF", "accent on bg has a contrast of 1.0:1; 4.5:1 is needed"),
    ],
)
def test_a_mistake_is_wrong_usage_and_its_place_is_the_option(setting: str, says: str) -> None:
    with pytest.raises(UsageError) as error:
        templates = catalog(setting)
        templates.theme("ledger"), templates.audience("executive"), templates.layouts()
    first = str(error.value.problems[0])
    assert first.startswith(f"--set {setting}: ")
    assert says in first


def test_beside_a_wrong_file_it_is_wrong_input(folder: Write) -> None:
    own = folder({"themes/a.yaml": "extends: ledger\ntitel: A\n"})
    with pytest.raises(UserError) as error:
        Catalog([own], parse(["theme.colours.acent=1"])).theme("a")
    assert not isinstance(error.value, UsageError)
    assert len(error.value.problems) == 2
