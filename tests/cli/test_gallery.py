"""`exporter templates gallery` and `templates check --pictures`: what can be seen of templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, html

from exporter import cli

Captured = pytest.CaptureFixture[str]
THEME = 'title: Ac<b>me "&amp;" </style>\nextends: ledger\n'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    """The gallery of two themes, one with a name that tries to be markup."""
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "ours" / "themes").mkdir(parents=True)
    (folder / "ours" / "themes" / "acme.yaml").write_text(THEME)
    out = folder / "gallery.html"
    arguments = ["templates", "gallery", str(folder / "ours"), "--theme", "ledger", "--theme", "acme", "-o", str(out)]
    assert cli.run(arguments) == 0
    assert out.stat().st_size < 1_200_000
    return html.parse(str(out)).getroot()


def test_every_layout_is_shown_in_every_theme_and_density(page: html.HtmlElement) -> None:
    from exporter.catalog import Catalog

    sections = page.findall(".//section")
    assert [section.find("h2/code").text for section in sections] == list(Catalog().names("layouts"))
    for section in sections:
        looks = {figure.get("class") for figure in section.iter("figure")}
        assert {look.split()[0] for look in looks} == {"theme-0", "theme-1"}
        assert len(looks) % 2 == 0 and all(len(figure.findall("svg")) == 1 for figure in section.iter("figure"))
        assert section.find("p").text


def test_the_page_needs_nothing_beside_it(page: html.HtmlElement) -> None:
    text = etree.tostring(page, encoding="unicode")
    assert not page.findall(".//script") and not page.findall(".//link")
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)|url\((?!data:)|@import""", text)


def test_names_are_never_markup(page: html.HtmlElement) -> None:
    labels = [label.text_content().strip() for label in page.iter("label")]
    assert 'Ac<b>me "&amp;" </style>' in labels
    assert not page.findall(".//b")


def test_filters_and_links_lead_to_what_is_there(page: html.HtmlElement) -> None:
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {a.get("href")[1:] for a in page.iter("a")} <= set(ids)
    (style,) = page.findall(".//head/style")
    for button, kept in re.findall(r"body:has\(#([\w-]+):checked\) figure:not\(\.([\w-]+)\)", style.text):
        assert button == kept and button in ids
        assert any(kept in figure.get("class").split() for figure in page.iter("figure"))


def test_it_can_be_used_without_seeing_it(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en" and page.find(".//title").text
    for picture in page.iter("svg"):
        assert picture.get("role") == "img" and picture.find("title").text
    for group in page.iter("fieldset"):
        assert group.find("legend").text
    assert all(a.get("aria-label") or a.text for a in page.iter("a"))


def test_check_draws_what_it_tried(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "ours" / "layouts" / "our-cards"
    own.mkdir(parents=True)
    (own / "layout.yaml").write_text("title: Our cards\nextends: cards\n")
    assert cli.run(["templates", "check", "ours", "--pictures", "seen"]) == 0, capsys.readouterr().err
    names = {path.name for path in (tmp_path / "seen").iterdir()}
    assert {"our-cards-ledger-standard.svg", "our-cards-boardroom-board.svg"} <= names
    for path in (tmp_path / "seen").iterdir():
        assert etree.parse(str(path)).getroot().get("viewBox")
