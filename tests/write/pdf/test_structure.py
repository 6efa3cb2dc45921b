"""What a screen reader is told."""

from __future__ import annotations

import pikepdf
import pytest
from msgspec.structs import replace

from exporter.model.geometry import px, px_box
from exporter.model.page import PlacedGroup, PlacedShape, Role

BRIEF = """\
Document
  H1 Solid-state batteries
  TOC
    TOCI
      Reference
        Link 1 Timeline|@/Link
    TOC
      TOCI 1.1 Targets
  Sect
    H2 Timeline
    P Plain, bold and |, code(), |à bientôt| 1 → 2, Ω≈√, x‑y.
      Link a site|@/Link
    P hyphen||ated word
    H3 Sub
    BlockQuote
      P Quoted
    P
      Code x = 1
    L
      LI
        Lbl –
        LBody One
          L
            LI
              Lbl –
              LBody One a
            LI
              Lbl –
              LBody One b
      LI
        Lbl –
        LBody Two
    Table
      Caption Table 1. Targets
      THead
        TR
          TH(Column) Company
          TH(Column) Target
          TH(Column) Status
      TBody
        TR
          TH(Row) Maker 0
          TD 2027
          TD Pilot
        TR
          TH(Row) Maker 1
          TD 2027
          TD Pilot
        TR
          TH(Row) All
          TD(2) Not stated
        TR
          TH(Row) Maker 0
          TD 2027
          TD Pilot
        TR
          TH(Row) Maker 1
          TD 2027
          TD Pilot
        TR
          TH(Row) All
          TD(2) Not stated
    Note Note: not stated by the maker."""


def test_a_brief_is_read_in_order_lists_nested_table_in_one_piece(brief, back):
    """The second page's rows join the table of the first; its repeated header row is not read again."""
    tree = back(brief).tree()
    assert tree.startswith(BRIEF)
    assert tree.endswith("  Sect\n    H2 Outlook\n    P The end.")


def test_a_paragraph_over_two_pages_is_one_element_with_the_space_at_the_break(brief, back):
    tree = back(brief).tree()
    line = next(line for line in tree.splitlines() if "A paragraph that" in line)
    assert line.strip().replace("|", "").count("A paragraph that goes on over the page.") == 4
    assert "pageover" not in line and "paraggraph" not in line


def test_slides_are_sections_with_one_title_each(slides, back):
    lines = back(slides).tree().splitlines()
    assert [line for line in lines if line in ("  Sect",) or line.startswith("    H1")] == [
        "  Sect",
        "    H1 After limited pilots, makers peg 2027–2028",
    ] * 2
    assert "Section" not in " ".join(lines) and "Footer" not in " ".join(lines)  # furniture


def test_a_described_group_is_a_figure_and_its_words_are_read_too(slides, back):
    tree = back(slides).tree()
    assert "    Figure(alt=Timeline: three shapes and a label) \n    H2 In the figure\n    P Its text" in tree


def test_slides_in_a_handout_are_real_text_with_their_notes(handout, back):
    lines = [line for line in back(handout).tree().splitlines() if "Figure" not in line]
    assert lines[:8] == [
        "Document",
        "  Sect",
        "    H1 After limited pilots, makers peg 2027–2028",
        "    H2 In the figure",
        "    P Its text",
        "    P See ",
        "      Link the first slide|@/Link",
        "    P Notes on slide 1",
    ]


@pytest.mark.parametrize(
    ("roles", "tags"),
    [
        ("title h1 h2 h3 h1", "H1 H2 H3 H4 H2"),
        ("h1 h2 h1", "H1 H2 H1"),
        ("title h2 h3 h2", "H1 H2 H3 H2"),
        ("h3 h3 title h3", "H1 H1 H1 H2"),
    ],
)
def test_headings_never_skip_a_level(roles, tags, make, back):
    heads = [make.words(role, role=Role(role)) for role in roles.split()]
    tree = back(make.document(make.page(make.box(heads, 73, 88, 600, 400)))).tree()
    assert [word for line in tree.splitlines() for word in line.split()[:1] if word[0] == "H"] == tags.split()


def test_lists_that_jump_levels_stay_lists(make, back):
    items = [make.words(str(level), role=Role.ITEM, level=level, bullet="1.", hang=px(20)) for level in (0, 2, 2, 1, 0)]
    tree = back(make.document(make.page(make.box(items, 73, 88, 600, 400)))).tree()
    assert [line.strip() for line in tree.splitlines() if "LBody" in line] == [f"LBody {level}" for level in "02210"]
    assert [len(line) - len(line.lstrip()) for line in tree.splitlines() if "LBody" in line] == [6, 12, 12, 12, 6]


def test_decoration_and_furniture_are_not_read(make, back):
    rule = PlacedShape(box=px_box(0, 0, 9, 9), shape="rect", fill="ink", decorative=True)
    aside = make.box([make.words("Aside")], 73, 88, 600, 40, decorative=True)
    tree = back(make.document(make.page(rule, aside, make.furniture("Foot", 1000)))).tree()
    assert tree == "Document"


def test_a_group_that_only_frames_words_is_no_figure(make, back):
    group = PlacedGroup(
        box=px_box(0, 0, 99, 99), alt="Two cards", items=(make.box([make.words("Card")], 0, 0, 99, 99),)
    )
    assert back(make.document(make.page(group))).tree() == "Document\n  P Card"


@pytest.mark.parametrize("name", ["brief", "slides", "handout"])
def test_every_marked_content_has_its_element_and_the_other_way_round(name, request, back):
    file = back(request.getfixturevalue(name))
    pdf = file.pdf
    claimed = []

    def walk(element, page):
        page = element.get("/Pg", page)
        for kid in file.kids(element):
            if isinstance(kid, int):
                claimed.append((page.objgen, kid))
            elif kid.get("/Type") == "/MCR":
                claimed.append((kid.Pg.objgen, int(kid.MCID)))
            elif kid.get("/Type") != "/OBJR":
                assert kid.P.objgen == element.objgen
                walk(kid, page)

    walk(pdf.Root.StructTreeRoot.K, None)
    assert sorted(claimed) == sorted(file.marked)
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    for page in pdf.pages:
        count = sum(1 for objgen, _ in file.marked if objgen == page.obj.objgen)
        assert len(owners[int(page.StructParents)]) == count
        for note in page.get("/Annots", []):
            assert owners[int(note.StructParent)].S == "/Link"


def test_the_same_name_much_later_is_another_element(make, back):
    """A fact shown again in an appendix does not join the paragraph that showed it first."""
    pages = [
        make.page(make.box([make.words(f"Part {n}", element="fact")], 73, 88, 600, 40), number=n) for n in range(4)
    ]
    pages[2] = replace(pages[2], items=())
    lines = back(make.document(*pages)).tree().splitlines()[1:]
    assert [line.strip() for line in lines] == ["P Part 0|Part 1", "P Part 3"]


def test_language_of_document_and_passages(brief, back):
    pdf = back(replace(brief, language="de")).pdf
    assert pdf.Root.Lang == "de"
    content = pikepdf.parse_content_stream(pdf.pages[0])
    marks = [operands[1] for operands, operator in content if str(operator) == "BDC"]
    assert [str(mark.Lang) for mark in marks if "/Lang" in mark] == ["fr"]


def test_a_table_over_two_slides_is_a_table_with_a_head_on_each(make, back):
    pages = [make.page(make.table("t", rows=1, repeated=n == 2), size=make.SLIDE, number=n) for n in (1, 2)]
    tree = back(make.document(*pages, format="slides")).tree()
    assert tree.count("Table") == tree.count("THead") == 2
    assert tree.count("Company") == 2
