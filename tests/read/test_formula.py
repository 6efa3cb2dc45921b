"""Formulas in TeX as lines of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.read.formula import line
from exporter.read.raised import lowered, raised, with_pairs


def said(tex: str) -> str:
    words = line(tex)
    assert words is not None, tex
    return "".join(part.text for part in words).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"p<0.05", "p < 0.05"),
        (r"E = mc^2", "E = mc²"),
        (r"f(x) = -x^{n+1} + e^{-\lambda t}", "f(x) = −xⁿ⁺¹ + e^(−λt)"),
        (r"\chi^2(3)=4.2,\ p=.01", "χ²(3) = 4.2,  p = .01"),
        (r"a_{ij}^{(k)}", "aᵢⱼ⁽ᵏ⁾"),
        (r"\sum_{i=1}^{n} x_i \leq \sqrt{n}", "∑ᵢ₌₁ⁿ xᵢ ≤ √n"),
        (r"\frac{a/(a+b)}{c/(c+d)}", "(a/(a + b))/(c/(c + d))"),
        (r"\frac{1}{2}mv^2", "(1/2)mv²"),
        (r"\left(\frac{1}{2}\right)^2", "(1/2)²"),
        (r"\sqrt[3]{x+1}", "³√(x + 1)"),
        (r"O(n \log n)", "O(n log n)"),
        (r"10^{-3}\,\mathrm{mol}", "10⁻³ mol"),
        (r"3 \times 10^8\ \mathrm{m\,s^{-1}}", "3 × 10⁸ m s⁻¹"),
        (r"\mathrm{CO}_2", "CO₂"),
        (r"\text{if } x \to \infty", "if x → ∞"),
        (r"\operatorname{argmax}_x f(x)", "argmaxₓ f(x)"),
        (r"\hat{\beta}_1 \in \mathbb{R}^n", "β\u0302₁ ∈ ℝⁿ"),
        (r"P(A \mid B)", "P(A | B)"),
        (r"1{,}000", "1,000"),
        (r"90^\circ", "90°"),
        (r"f'(x)", "f′(x)"),
        (r"\geq 95\%", "≥95%"),
    ],
)
def test_a_line_says_the_formula(tex: str, text: str) -> None:
    assert said(tex) == text


def test_variables_stand_in_italics_and_words_upright() -> None:
    words = line(r"n \log x = 3\,\text{km of } \bar{y}")
    assert words and [part.text for part in words if part.italic] == ["n", "x", "ȳ"]
    words = line(r"\hat\beta_1 x")
    assert words and [part.text for part in words if part.italic] == ["β\u0302", "x"]


@pytest.mark.parametrize(
    "tex",
    [
        r"\foo{x}",  # a command that nobody knows
        r"\begin{cases}1\\2\end{cases}",
        r"a \\ b",
        r"x^",
        r"\frac{1}{",
        r"\mathbb{1}",
        "{" * 40 + "x" + "}" * 40,
        "x+" * 200 + "x",
        "",
    ],
)
def test_what_no_line_can_say_stays_tex(tex: str) -> None:
    assert line(tex) is None


TOKENS = [
    r"\frac",
    r"\sqrt",
    r"{",
    r"}",
    r"[",
    r"]",
    r"^",
    r"_",
    r"x",
    r"12",
    r"\alpha",
    r"%",
    r"$",
    r"\text",
    r"\hat",
    r"\left",
    r"\right",
    r"(",
    r")",
    r"&",
    r"~",
    r"\mathbb",
    r"#",
    r"=",
    r"+",
    r"-",
    r"'",
    r"\sum",
    r"\verb",
    r"\input{/etc/passwd}",
    r"\today",
    r"\char`",
]


@given(st.lists(st.sampled_from([*TOKENS, " "]), max_size=16))
def test_any_tex_is_a_line_or_none(tokens: list[str]) -> None:
    words = line("".join(tokens))
    assert words is None or all(part.text and not set(part.text) & set("\u2061\u2062\n") for part in words)


def test_raised_and_lowered_words_are_characters_of_unicode() -> None:
    assert raised("6", "10") == "⁶" and raised("-3", "10") == "⁻³" and lowered("2") == "₂" and lowered("max") == "ₘₐₓ"
    assert (
        raised("st", "1") == "st" and raised("TM", "Brand") == "™" and raised("®") == "®" and raised("a", "word") == "ᵃ"
    )
    assert raised("A/B", "x") == "^(A/B)" and lowered("Q", "x") == "_Q"


def test_pairs_of_marks_shift_what_unicode_can_shift() -> None:
    assert with_pairs("10^6^ t of H~2~O, 2^nd^") == "10⁶ t of H₂O, 2nd"
    for same in ("a^b and c^d", "~5 to ~10", "x ^ y ^ z", "~~gone~~", "A^(B)^C"):
        assert with_pairs(same) == same
