from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from exporter.catalog import Catalog, built_in, folders
from exporter.errors import UsageError, UserError
from exporter.read.tree import Map

from .conftest import Write

ROOT = Path(__file__).parents[2]


def test_folders_are_searched_in_order(folder: Write, tmp_path: Path) -> None:
    extra = folder({"themes/acme.yaml": "extends: ledger\ntitle: given"}, "given")
    report = tmp_path / "report"
    folder({"themes/acme.yaml": "extends: ledger\ntitle: own"}, "report/templates")

    assert folders(report, [extra]) == (extra, report / "templates", built_in())
    assert Catalog(folders(report, [extra])).theme("acme").title == "given"
    assert Catalog(folders(report)).theme("acme").title == "own"
    assert "acme" not in Catalog(folders()).names("themes")


def test_names_say_where_each_comes_from(folder: Write) -> None:
    own = folder({"themes/ledger.yaml": "extends: ledger", "themes/acme.yaml": "extends: ledger"})
    names = Catalog([own]).names("themes")
    assert list(names) == sorted(names)
    assert names["acme"] == own / "themes/acme.yaml"
    assert names["ledger"] == own / "themes/ledger.yaml"
    assert names["boardroom"] == built_in() / "themes/boardroom.yaml"


def test_an_unknown_name_is_a_usage_error_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="theme 'legder' does not exist\n  hint: did you mean 'ledger'"):
        Catalog().theme("legder")
    with pytest.raises(UsageError, match="audience 'exec' does not exist"):
        Catalog().audience("exec")


def test_a_template_may_extend_its_namesake_of_a_later_folder(folder: Write) -> None:
    own = folder({"themes/ledger.yaml": "extends: ledger\ncolours: {accent: 004488}"})
    theme = Catalog([own]).theme("ledger")
    assert theme.colours["accent"] == "004488"
    assert theme.colours["ink"] == Catalog().theme("ledger").colours["ink"]


def test_the_short_suffix_serves_too(folder: Write) -> None:
    own = folder({"themes/acme.yml": "extends: ledger", "layouts/ours/layout.yml": "extends: cards"})
    catalog = Catalog([own])
    assert catalog.theme("acme").name == "acme"
    assert "ours" in catalog.layouts()


def test_a_circle_is_shown_where_it_closes(folder: Write) -> None:
    own = folder(
        {
            "themes/a.yaml": "extends: b\n",
            "themes/b.yaml": "title: B\nextends: c\n",
            "themes/c.yaml": "extends: a\n",
        }
    )
    with pytest.raises(UserError) as error:
        Catalog([own]).theme("a")
    assert str(error.value) == f"{own}/themes/c.yaml:1:10: this extends itself: a -> b -> c -> a\n" + (
        "    extends: a\n             ^\n  hint: let one of them extend a built-in template"
    )


def test_a_template_that_extends_only_itself_has_no_parent(folder: Write) -> None:
    own = folder({"audiences/mine.yaml": "extends: mine\n"})
    with pytest.raises(UserError, match=r"mine.yaml:1:10: 'mine' does not exist"):
        Catalog([own]).audience("mine")


def test_an_unknown_parent_is_shown_with_the_nearest_name(folder: Write) -> None:
    own = folder({"themes/a.yaml": "extends: boardrom\n"})
    with pytest.raises(UserError) as error:
        Catalog([own]).theme("a")
    assert str(error.value).endswith("^^^^^^^^\n  hint: did you mean 'boardroom'?")


@pytest.mark.parametrize("kind", ["themes", "audiences", "layouts"])
def test_circles_and_unknown_parents_are_shown_in_every_kind(kind: str, folder: Write) -> None:
    file = "{}/layout.yaml" if kind == "layouts" else "{}.yaml"
    names = {"a": "b", "b": "a", "lost": "nobody"}
    own = folder({f"{kind}/{file.format(name)}": f"# first\nextends: {parent}\n" for name, parent in names.items()})
    faults = "\n".join(map(str, Catalog([own]).problems()))
    for name, circle in (("a", "a -> b -> a"), ("b", "b -> a -> b")):
        closes = {"a": "b", "b": "a"}[name]
        assert f"{own}/{kind}/{file.format(closes)}:2:10: this extends itself: {circle}" in faults
    assert f"{own}/{kind}/{file.format('lost')}:2:10: 'nobody' does not exist" in faults


def test_a_layout_and_an_audience_may_extend_their_namesakes(folder: Write) -> None:
    own = folder(
        {
            "layouts/cards/layout.yaml": "extends: cards\ndeck: {holds: {most: 3}}\n",
            "audiences/executive.yaml": "extends: executive\nexclude: tag:finance\n",
        }
    )
    catalog = Catalog([own])
    assert (catalog.layouts()["cards"].holds.least, catalog.layouts()["cards"].holds.most) == (2, 3)
    assert [str(s) for s in catalog.audience("executive").exclude] == [
        "tag:detail", "tag:background", "tag:method", "tag:finance",
    ]  # fmt: skip


def test_null_removes_what_is_inherited(folder: Write) -> None:
    own = folder(
        {
            "audiences/open.yaml": "extends: executive\nexclude: null\nlimits: {slides: ~}\n",
            "layouts/bare/layout.yaml": "extends: cards\nroles: null\nbrief: null\ndeck: {holds: null}\n",
            "themes/plain.yaml": "extends: boardroom\nprint: null\n",
        }
    )
    catalog = Catalog([own])
    audience = catalog.audience("open")
    assert audience.exclude == ()
    assert (audience.limits.slides, audience.limits.brief_pages) == (0, 2)
    assert (catalog.layouts()["bare"].roles, catalog.layouts()["bare"].brief) == ((), ())
    assert catalog.layouts()["bare"].holds.most == 0
    theme = catalog.theme("plain")
    assert theme.print_colours["bg"] == theme.colours["bg"]  # no longer those of ledger


def test_what_must_be_there_cannot_be_removed(folder: Write) -> None:
    own = folder({"themes/a.yaml": "extends: ledger\ncolours: {ink: null}\n"})
    with pytest.raises(UserError, match=r"a.yaml:2:10: colours lacks ink"):
        Catalog([own]).theme("a")


def test_a_change_to_a_density_keeps_the_density_that_it_extends(folder: Write) -> None:
    own = folder({"themes/a.yaml": "extends: ledger\ndensities: {board: {aims: {words: 50}}}\n"})
    mine, ledger = Catalog([own]).theme("a").densities["board"], Catalog().theme("ledger").densities["board"]
    assert mine.aims["words"] == 50
    assert mine.frame == ledger.frame


def test_of_two_wishes_for_a_layout_the_nearer_one_counts(folder: Write) -> None:
    own = folder(
        {
            "audiences/far.yaml": "extends: general\nlayouts: {role:risks: cards, role:results: figures}\n",
            "audiences/near.yaml": "extends: far\nlayouts: {kind:items: items-table, role:results: chart}\n",
        }
    )
    wishes = [(str(what), layout) for what, layout in Catalog([own]).audience("near").layouts]
    assert wishes == [("role:results", "chart"), ("kind:items", "items-table"), ("role:risks", "cards")]


def test_each_merged_value_keeps_the_place_that_set_it(folder: Write) -> None:
    own = folder({"themes/a.yaml": "extends: boardroom\ncolours:\n  ink: FFFFFF\n"})
    colours = Catalog([own]).layers("themes", "a").root["colours"]
    assert isinstance(colours, Map)
    places = {role: Path(node.place.file).name for role, node in colours}
    assert (places["ink"], places["bg"], places["on-deep"]) == ("a.yaml", "boardroom.yaml", "ledger.yaml")
    assert colours["ink"].place.line == 3


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words"])
def test_a_file_that_is_no_map_is_an_error(folder: Write, text: str) -> None:
    own = folder({"themes/a.yaml": text})
    with pytest.raises(UserError, match=r"a.yaml.*expected a map \(theme\), not "):
        Catalog([own]).theme("a")


def test_a_given_folder_must_hold_templates(tmp_path: Path, folder: Write) -> None:
    themes = folder({"themes/a.yaml": "extends: ledger"}) / "themes"
    with pytest.raises(UsageError) as error:
        folders(None, [tmp_path / "nowhere", themes])
    assert "nowhere: this template folder does not exist" in str(error.value)
    assert "themes: this folder holds no templates\n  hint: templates lie in its folders themes," in str(error.value)


def test_templates_are_found_in_a_wheel_and_in_a_checkout(tmp_path: Path) -> None:
    package = tmp_path / "site-packages/exporter"
    package.mkdir(parents=True)
    assert built_in(package) == tmp_path / "site-packages/templates"  # a checkout: beside the package
    (package / "templates").mkdir()
    assert built_in(package) == package / "templates"

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["templates"] == "exporter/templates"


def test_every_built_in_template_can_be_used() -> None:
    assert Catalog().problems() == ()
