from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.catalog import Catalog
from exporter.catalog.series import apart
from exporter.catalog.theme_shape import STYLES
from exporter.errors import UserError
from exporter.model.colour import contrast
from exporter.model.style import COLOUR_ROLES, Theme
from exporter.text import Fonts

from .conftest import Write

BUILT_IN = ("ledger", "boardroom", "engineering", "gazette", "journal", "prospectus")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def problems(folder: Write, text: str) -> str:
    own = folder({"themes/acme.yaml": text})
    with pytest.raises(UserError) as error:
        Catalog([own]).theme("acme")
    return str(error.value).replace(f"{own}/themes/", "")


def test_a_fallback_says_which_letters_it_is_for_and_which_families_it_completes(folder: Write) -> None:
    text = """extends: ledger
fallback:
  - {family: Calibri, unicode-range: "U+0370-052F, u+25CC", completes: [Georgia]}
  - Cambria
"""
    theme = Catalog([folder({"themes/acme.yaml": text})]).theme("acme")
    first, second = theme.fonts["fallback-1"], theme.fonts["fallback-2"]
    assert first.completes == ("Georgia",) and not second.completes
    assert [c for c in "aαЖ\u25cc\u25cd" if first.covers(c)] == ["α", "Ж", "\u25cc"]
    assert second.covers("a")
    fonts = Fonts(theme.fonts)
    assert [role for _, role, _ in fonts.pieces("a Ж", "heading", False, False, 10)] == ["heading", "fallback-1"]
    assert [role for _, role, _ in fonts.pieces("a Ж", "body", False, False, 10)] == ["body"]


@pytest.mark.parametrize("wrong", ["0E00-0E7F", "U+0E00..0E7F", "Thai", "U+", "U+1234567"])
def test_a_range_of_letters_is_written_as_in_css(folder: Write, wrong: str) -> None:
    said = problems(folder, f"extends: ledger\nfallback:\n  - {{family: Calibri, unicode-range: '{wrong}'}}\n")
    assert "acme.yaml:3:" in said and "U+0E00-0E7F" in said


# --- the built-in themes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_theme_has_every_role_at_every_density(catalog: Catalog, name: str) -> None:
    theme = catalog.theme(name)
    assert set(theme.colours) == set(theme.print_colours) == {*COLOUR_ROLES, *theme.chart_roles}
    assert {"standard", "board", "dense"} <= set(theme.densities)
    for density in theme.densities.values():
        assert set(density.styles) == set(STYLES)
        for steps in density.styles.values():
            assert all(a.size >= b.size and a.line >= b.line for a, b in pairwise(steps))
        title = density.style("title")
        top, bottom = density.frame.title
        assert 2 * title.line / 0.75 <= bottom - top, "two lines of the title fit its frame"


def test_the_board_floor_is_what_people_can_read_from_the_back_of_a_room(catalog: Catalog) -> None:
    density = catalog.theme("boardroom").densities["board"]
    assert [style.size for style in density.steps("body")] == [18, 17, 16]
    assert density.floor("detail") == 14
    assert density.aims["words"] == 60


def test_the_density_is_apart_from_the_theme(catalog: Catalog) -> None:
    ledger, engineering = catalog.theme("ledger"), catalog.theme("engineering")
    for name in ("standard", "board", "dense"):
        assert ledger.densities[name].frame == engineering.densities[name].frame
        assert ledger.densities[name].floor("cell") == engineering.densities[name].floor("cell")


def test_engineering_headings_are_bold_but_its_text_is_not(catalog: Catalog) -> None:
    density = catalog.theme("engineering").densities["standard"]
    assert density.style("title").bold
    assert not density.style("brief-body").bold
    assert not catalog.theme("ledger").densities["standard"].style("title").bold


def test_a_dark_theme_prints_in_the_light_theme_it_names(catalog: Catalog) -> None:
    boardroom, ledger = catalog.theme("boardroom"), catalog.theme("ledger")
    assert boardroom.dark and not ledger.dark
    assert boardroom.colours["bg"] != ledger.colours["bg"]
    assert boardroom.print_colours == ledger.colours


def test_letter_spacing_shrinks_with_the_type(catalog: Catalog) -> None:
    first, *_, last = catalog.theme("ledger").densities["standard"].steps("big-number")
    assert (first.size, first.spacing) == (144, -4)
    assert last.spacing == pytest.approx(-4 * last.size / 144, abs=0.01)


@pytest.mark.parametrize("name", BUILT_IN)
def test_chart_colours_stay_apart_in_colour_blind_vision(catalog: Catalog, name: str) -> None:
    theme = catalog.theme(name)
    colours = [theme.colours[role] for role in theme.chart_roles]
    assert len(colours) == 8
    assert colours[:2] == [theme.colours["accent"], theme.colours["highlight"]]
    assert all(apart(one, other) > 0.1 for one, other in combinations(colours, 2))


# --- contrast -------------------------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.005)  # the well-known lightest grey that passes
    assert contrast("777777", "FFFFFF") < 4.5


@given(st.tuples(*[st.integers(0, 0xFFFFFF)] * 2))
def test_contrast_is_symmetric_and_bounded(pair: tuple[int, int]) -> None:
    one, other = (f"{n:06X}" for n in pair)
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


def test_text_that_is_hard_to_read_is_refused(folder: Write) -> None:
    text = problems(folder, "extends: ledger\ncolours:\n  muted: 8A949C\n")
    assert text.startswith("acme.yaml:3:10: muted on bg has a contrast of 3.0:1; 4.5:1 is needed\n")
    assert "    muted: 8A949C\n             ^^^^^^\n  hint: " in text
    assert "`contrast: [muted on bg]` takes it as it is" in text


def test_a_dark_ground_under_dark_text_points_at_the_ground(folder: Write) -> None:
    text = problems(folder, "extends: ledger\ncolours: {tint: '555555'}\n")
    assert "acme.yaml:2:17: ink on tint has a contrast of" in text
    assert "is the nearest for tint that passes" in text


def test_the_print_palette_and_the_chart_are_checked_too(folder: Write) -> None:
    text = problems(folder, "extends: ledger\nprint: {accent: C0FFEE}\nchart: [0B5A6E, B93C0C, FFEE00, 391F7F]\n")
    assert "acme.yaml:2:17: accent on bg has a contrast of 1.1:1 in print" in text
    assert "acme.yaml:3:25: a chart colour has a contrast of 1.2:1 on bg; 3:1 is needed" in text


def test_a_theme_may_allow_what_is_hard_to_read(folder: Write) -> None:
    own = folder({"themes/acme.yaml": "extends: ledger\ncontrast: allow\ncolours: {muted: 8A949C}\n"})
    assert Catalog([own]).theme("acme").colours["muted"] == "8A949C"


def test_the_nearest_passing_colour_of_the_hint_does_pass(folder: Write) -> None:
    text = problems(folder, "extends: ledger\ncolours: {accent: 3FB8AF}\n")
    near = text.split("hint: ")[1][:6]
    theme = themed(folder, f"extends: ledger\ncolours: {{accent: {near}}}\n")
    assert theme.colours["accent"] == near != "3FB8AF"


def test_a_theme_may_take_single_pairs(folder: Write) -> None:
    colours = "colours: {muted: 6F7A85, accent: 3FB8AF}"
    text = problems(folder, f"extends: ledger\ncontrast: [muted on tint, muted on accent-tint]\n{colours}\n")
    assert "muted on tint" not in text and "muted on accent-tint" not in text
    assert "muted on bg" in text or "muted on highlight-tint" in text
    assert "accent on bg" in text
    text = problems(folder, "extends: ledger\ncontrast: [muted on tinte, grey, chart on bg]\n")
    assert "acme.yaml:2:12: no text stands like this\n" in text and "did you mean 'muted on tint'?" in text
    assert "acme.yaml:2:28: expected two roles, such as `muted on tint`" in text


def test_the_chart_in_print_is_checked(folder: Write) -> None:
    series = "[FFE000, FFB000, FF9000, FFD000]"
    text = problems(folder, f"extends: boardroom\nchart: {series}\nprint: {{extends: null, bg: FFFFFF}}\n")
    assert "a chart colour has a contrast of 1.3:1 on bg in print; 3:1 is needed" in text
    text = problems(folder, f"extends: ledger\nprint: {{chart: {series}}}\n")
    assert "acme.yaml:2:17: a chart colour has a contrast of 1.3:1 on bg in print" in text


def test_print_colours_are_laid_over_those_of_a_theme(folder: Write) -> None:
    own = themed(folder, "extends: boardroom\nprint: {accent: 7A1F3D}\n")
    ledger = Catalog().theme("ledger")
    assert own.print_colours == {**ledger.colours, "accent": "7A1F3D"}
    assert own.colours["accent"] == Catalog().theme("boardroom").colours["accent"]
    text = problems(folder, "extends: boardroom\nprint: {extends: leger}\n")
    assert "acme.yaml:2:18: theme 'leger' does not exist" in text and "did you mean 'ledger'?" in text


# --- themes of one's own --------------------------------------------------------------------------------------------


def themed(folder: Write, text: str) -> Theme:
    return Catalog([folder({"themes/acme.yaml": text})]).theme("acme")


def test_one_value_of_one_style_can_be_overridden(folder: Write) -> None:
    theme = themed(folder, "extends: ledger\ndensities: {standard: {styles: {title: {sizes: 24/29}}}}\n")
    ledger = Catalog().theme("ledger")
    assert [(s.size, s.line, s.font) for s in theme.densities["standard"].steps("title")] == [(24, 29, "heading")]
    assert theme.densities["standard"].steps("body") == ledger.densities["standard"].steps("body")
    assert theme.densities["board"].steps("title") == ledger.densities["board"].steps("title")


def test_a_change_of_a_density_reaches_those_that_extend_it(folder: Write) -> None:
    theme = themed(folder, "extends: ledger\ndensities: {standard: {styles: {title: {colour: accent}}}}\n")
    assert theme.densities["board"].style("title").colour == "accent"


def test_a_theme_may_have_a_density_of_its_own(folder: Write) -> None:
    theme = themed(
        folder, "extends: ledger\ndensities: {large-print: {extends: board, styles: {body: {sizes: [20/27]}}}}\n"
    )
    assert theme.densities["large-print"].floor("body") == 20
    assert theme.densities["large-print"].frame == theme.densities["board"].frame


@pytest.mark.parametrize("colour", ["0b5a6e", '"#0B5A6E"', "0B5A6E"])
def test_colours_may_be_written_in_any_common_form(folder: Write, colour: str) -> None:
    assert themed(folder, f"extends: ledger\ncolours: {{accent: {colour}}}\n").colours["accent"] == "0B5A6E"


def test_a_theme_is_not_called_as_the_one_it_extends(folder: Write) -> None:
    theme = themed(folder, "extends: ledger\n")
    assert (theme.title, theme.description) == ("Acme", "")
    assert Catalog().theme("ledger").description.startswith("White paper")


def test_weights_tune_the_planner(folder: Write) -> None:
    theme = themed(folder, "extends: ledger\nweights: {page: 5}\n")
    assert theme.weights.page == 5
    assert theme.weights.step == Catalog().theme("ledger").weights.step


def test_fonts_of_one_s_own_lie_beside_the_themes(folder: Write) -> None:
    fonts = Catalog().theme("ledger").fonts
    own = folder({"themes/acme.yaml": "extends: ledger\nfonts: {body: {family: Acme Sans, files: {bold: acme.ttf}}}\n"})
    (own / "fonts").mkdir()
    (own / "fonts/acme.ttf").write_bytes(b"\0\1\0\0 the rest of a font")
    family = Catalog([own]).theme("acme").fonts["body"]
    assert family.name == "Acme Sans"
    assert family.file(bold=True) == str(own / "fonts/acme.ttf")
    assert family.file() == fonts["body"].file()


@pytest.mark.parametrize(
    "fonts", ["{heading: Cambria}", "{heading: {family: Cambria}}", "{heading: {family: caladea}}"]
)
def test_a_family_with_a_bundled_twin_needs_no_files(folder: Write, fonts: str) -> None:
    family = themed(folder, f"extends: ledger\nfonts: {fonts}\n").fonts["heading"]
    assert family.name.lower() in ("cambria", "caladea")
    assert family.file().endswith("caladea/Caladea_400Regular.ttf")
    assert family.file(bold=True, italic=True).endswith("Caladea_700Bold_Italic.ttf")


def test_a_family_is_never_measured_with_the_files_of_another(folder: Write) -> None:
    text = problems(folder, "extends: ledger\nfonts: {body: {family: Aptos}, heading: Gorgia}\n")
    assert "acme.yaml:2:24: no font file to measure 'Aptos' with" in text
    assert "give `files` of the same widths, or take one of Arial, Cambria" in text
    assert "did you mean 'Georgia'?" in text


def test_type_that_its_band_cannot_hold_is_refused(folder: Write) -> None:
    text = problems(folder, "extends: ledger\ndensities: {standard: {styles: {title: {sizes: 40/48}}}}\n")
    assert "acme.yaml:2:48: 2 lines of 'title' take 128 px in density 'standard', not 84" in text
    assert "make the frame's title higher, or the type of title smaller" in text
    text = problems(folder, "extends: ledger\ndensities: {dense: {frame: {tracker: 32-40}}}\n")
    assert "acme.yaml:2:38: a line of 'tracker' takes 16 px in density 'dense', not 8" in text


def test_a_narrower_slide_keeps_its_margins(folder: Write) -> None:
    theme = themed(folder, 'extends: ledger\nslide: "4:3"\n')
    assert theme.slide_size == (960, 720)
    assert theme.densities["board"].frame.right == 960 - 64


# --- mistakes -------------------------------------------------------------------------------------------------------


def test_every_mistake_of_a_file_is_told_in_one_run(folder: Write) -> None:
    own = folder(
        {
            "themes/acme.yaml": """\
                extends: ledger
                colour: {ink: 000000}
                colours:
                  ink: black
                  acent: 004488
                fonts:
                  body: {family: Acme, files: {regular: acme/regular.ttf, italic: ../../etc/passwd}}
                densities:
                  standard:
                    frame: {title: 140-56, body: all}
                    styles:
                      titel: {sizes: 26/30}
                      title: {sizes: [26/30, 28/32], colour: red}
                      body: {sizes: [14/10]}
                """
        }
    )
    with pytest.raises(UserError) as error:
        Catalog([own]).theme("acme")
    found = [
        (p.where.line, p.where.source[p.where.column - 1 :][: p.where.length]) for p in error.value.problems if p.where
    ]
    assert found == [
        (2, "colour"),
        (4, "black"),
        (5, "acent"),
        (7, "acme/regular.ttf"),
        (7, "../../etc/passwd"),
        (10, "140-56"),
        (10, "all"),
        (12, "titel"),
        (13, "28/32"),
        (13, "red"),
        (14, "14/10"),
    ]
    text = str(error.value)
    assert "hint: did you mean 'colours'?" in text
    assert "hint: did you mean 'accent'?" in text
    assert "a colour of six hex digits, such as 0B5A6E" in text
    assert "the top must come before the bottom" in text
    assert "the steps must go down, from the preferred size to the floor" in text
    assert "lines cannot be closer than the type is high" in text


def test_a_theme_from_nothing_is_told_all_it_lacks(folder: Write) -> None:
    text = problems(
        folder, "title: Acme\ncolours: {bg: FFFFFF}\ndensities: {standard: {styles: {body: {bold: true}}}}\n"
    )
    assert "theme 'acme' lacks fonts" in text
    assert "colours lacks ink, text2, muted" in text
    assert "densities lacks board, dense" in text
    assert "density 'standard' lacks frame" in text
    assert "density 'standard' lacks cover-title, cover-text" in text
    assert "style 'body' of density 'standard' has no sizes" in text
    assert "state what is missing, or extend a template" in text


def test_a_font_that_cannot_be_embedded_is_refused(folder: Write) -> None:
    files = {"themes/acme.yaml": "extends: ledger\nfonts: {body: {files: {regular: a.otf}}}", "fonts/a.otf": "OTTO…"}
    with pytest.raises(UserError, match=r"acme.yaml:2:33: this is not a TrueType font"):
        Catalog([folder(files)]).theme("acme")


@pytest.mark.parametrize(
    ("densities", "what"),
    [
        ("{a: {extends: b}, b: {extends: a}}", "this extends itself: a -> b -> a"),
        ("{a: {extends: boad}}", "density 'boad' does not exist\n"),
    ],
)
def test_densities_that_extend_one_another_wrongly(folder: Write, densities: str, what: str) -> None:
    assert what in problems(folder, f"extends: ledger\ndensities: {densities}\n")


def test_an_unknown_print_theme(folder: Write) -> None:
    text = problems(folder, "extends: boardroom\nprint: leger\n")
    assert "acme.yaml:2:8: theme 'leger' does not exist" in text
    assert "did you mean 'ledger'?" in text
