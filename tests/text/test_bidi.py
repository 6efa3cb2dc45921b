"""Lines with words from right to left: where their pieces stand, and how they are joined and mirrored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.catalog import Catalog
from exporter.model.style import TextStyle
from exporter.text import Fonts, bidi, para
from exporter.text.direction import from_right, leftward

FONTS = Fonts(Catalog([]).theme("ledger").fonts)
STYLE = TextStyle(size=10, line=13)


def shown(*texts: str, right: bool) -> str:
    """The line from left to right, with its letters as they are written."""
    pieces, order = bidi.pieces(texts, right)
    return "".join(pieces[i].shown[::-1] if pieces[i].turned else pieces[i].shown for i in order)


@pytest.mark.parametrize(
    ("said", "right", "drawn"),
    [
        ("שלום", True, "םולש"),
        ("OWASP שלום", True, "םולש OWASP"),
        ("OWASP שלום", False, "OWASP םולש"),
        ("שלום 2021.", True, ".2021 םולש"),
        ("שלום (2021) OWASP", True, "OWASP (2021) םולש"),
        ("see (שלום) 12", False, "see (םולש) 12"),
        ("שלום (see [x]) 5%", True, "5% (see [x]) םולש"),
        ("only words", False, "only words"),
        ("\U0001e95a\U0001e95b", False, "\U0001e95b\U0001e95a"),  # of a block from right to left, no letters yet
        ("\u0378 שלום", False, "\u0378 םולש"),  # no letter either, in a block from left to right
    ],
)
def test_words_stand_as_unicode_has_it(said: str, right: bool, drawn: str) -> None:
    assert shown(said, right=right) == drawn


def test_pieces_of_several_texts_keep_their_text() -> None:
    pieces, order = bidi.pieces(["שלום ", "OWASP", " ל 21"], True)
    assert [(piece.index, piece.said) for piece in pieces] == [(0, "שלום "), (1, "OWASP"), (2, " ל "), (2, "21")]
    assert order == [3, 2, 1, 0]


@given(
    st.lists(st.text(st.sampled_from("ab 1(.)[%]אב\u0628\u0644\u0627\u064b"), max_size=8), max_size=4), st.booleans()
)
def test_no_character_is_lost_or_said_twice(texts: list[str], right: bool) -> None:
    pieces, order = bidi.pieces(texts, right)
    assert "".join(piece.said for piece in pieces) == "".join(texts)
    assert sorted(order) == list(range(len(pieces)))
    for piece in pieces:
        assert piece.said in texts[piece.index]
        same = piece.shown.translate({ord(b): "(" for b in ")[]"})
        assert same == piece.said.translate({ord(b): "(" for b in ")[]"})


def test_a_paragraph_runs_as_its_first_letter_or_its_language_does() -> None:
    assert from_right("بطارية OWASP") and not from_right("OWASP بطارية")
    assert from_right("OWASP بطارية", "ar") and from_right("OWASP בטריה", "he-IL")
    assert not from_right("OWASP", "ar")
    assert leftward("see בטריה now") == "בטריה"
    assert not para("OWASP بطارية", STYLE, 10**7, FONTS).leftward
    assert para("OWASP بطارية", STYLE, 10**7, Fonts(Catalog([]).theme("ledger").fonts, "ar")).leftward
