from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.read.dates import ImpossibleDate, only_day, parse, parse_day

EXACT = {
    "2025": ("2025-01-01", "2026-01-01"),
    "in 2025": ("2025-01-01", "2026-01-01"),
    "Q3 2025": ("2025-07-01", "2025-10-01"),
    "2025-Q3": ("2025-07-01", "2025-10-01"),
    "third quarter of 2025": ("2025-07-01", "2025-10-01"),
    "H1 2026": ("2026-01-01", "2026-07-01"),
    "second half of 2025": ("2025-07-01", "2026-01-01"),
    "2027–2028": ("2027-01-01", "2029-01-01"),
    "2027-2028": ("2027-01-01", "2029-01-01"),
    "2027-28": ("2027-01-01", "2029-01-01"),
    "2010–12": ("2010-01-01", "2013-01-01"),
    "2010-12": ("2010-12-01", "2011-01-01"),
    "2024/2025": ("2024-01-01", "2026-01-01"),
    "between 2027 and 2030": ("2027-01-01", "2031-01-01"),
    "from 2024 to 2026": ("2024-01-01", "2027-01-01"),
    "2027-2030 (Mass Market)": ("2027-01-01", "2031-01-01"),
    "2020s": ("2020-01-01", "2030-01-01"),
    "2026-02-03": ("2026-02-03", "2026-02-04"),
    "2026-02-03T10:00:00Z": ("2026-02-03", "2026-02-04"),
    "2025-03": ("2025-03-01", "2025-04-01"),
    "3 February 2026": ("2026-02-03", "2026-02-04"),
    "February 3, 2026": ("2026-02-03", "2026-02-04"),
    "Monday, Feb. 3rd, 2026": ("2026-02-03", "2026-02-04"),
    "Feb 2026": ("2026-02-01", "2026-03-01"),
    "12/2025": ("2025-12-01", "2026-01-01"),
    "October 29-30, 2025": ("2025-10-29", "2025-10-31"),
    "30 October – 2 November 2025": ("2025-10-30", "2025-11-03"),
    "December 30, 2025 – January 2, 2026": ("2025-12-30", "2026-01-03"),
    "Q1–Q2 2025": ("2025-01-01", "2025-07-01"),
    "Jan-Mar 2025": ("2025-01-01", "2025-04-01"),
    # other languages
    "3. Februar 2026": ("2026-02-03", "2026-02-04"),
    "03.02.2026": ("2026-02-03", "2026-02-04"),
    "3. Quartal 2025": ("2025-07-01", "2025-10-01"),
    "1. Halbjahr 2026": ("2026-01-01", "2026-07-01"),
    "von 2024 bis 2026": ("2024-01-01", "2027-01-01"),
    "1er mars 2026": ("2026-03-01", "2026-03-02"),
    "3e trimestre 2025": ("2025-07-01", "2025-10-01"),
    "T3 2025": ("2025-07-01", "2025-10-01"),
    "années 2020": ("2020-01-01", "2030-01-01"),
    "du 3 au 5 mai 2025": ("2025-05-03", "2025-05-06"),
    "15 marzo 2020": ("2020-03-15", "2020-03-16"),
    "primo trimestre 2025": ("2025-01-01", "2025-04-01"),
    "3 de febrero de 2026": ("2026-02-03", "2026-02-04"),
    "primer semestre de 2026": ("2026-01-01", "2026-07-01"),
    "2024年": ("2024-01-01", "2025-01-01"),
    "2024年3月5日": ("2024-03-05", "2024-03-06"),
    "2024年第三季度": ("2024-07-01", "2024-10-01"),
    "2025年至2027年": ("2025-01-01", "2028-01-01"),
    "٢٠٢٥": ("2025-01-01", "2026-01-01"),
    "عام 2025": ("2025-01-01", "2026-01-01"),
    "3 февраля 2026 года": ("2026-02-03", "2026-02-04"),
    "3 лютого 2026 р.": ("2026-02-03", "2026-02-04"),
    "3. února 2026": ("2026-02-03", "2026-02-04"),
    "3. februára 2026": ("2026-02-03", "2026-02-04"),
    "den 3 februari 2026": ("2026-02-03", "2026-02-04"),
    "3. helmikuuta 2026": ("2026-02-03", "2026-02-04"),
    "2026. február 3.": ("2026-02-03", "2026-02-04"),
    "2026. 02. 03.": ("2026-02-03", "2026-02-04"),
    "3 februarie 2026": ("2026-02-03", "2026-02-04"),
    "3 Şubat 2026": ("2026-02-03", "2026-02-04"),
    "3 Φεβρουαρίου 2026": ("2026-02-03", "2026-02-04"),
    "3 Agustus 2026": ("2026-08-03", "2026-08-04"),
    "ngày 3 tháng 2 năm 2026": ("2026-02-03", "2026-02-04"),
    "tháng 2/2026": ("2026-02-01", "2026-03-01"),
    "3 फ़रवरी 2026": ("2026-02-03", "2026-02-04"),
    "3 กุมภาพันธ์ 2569": ("2026-02-03", "2026-02-04"),
    "กุมภาพันธ์ 2026": ("2026-02-01", "2026-03-01"),
    "2569": ("2569-01-01", "2570-01-01"),
}
VAGUE = {
    "early 2025": ("2025-01-01", "2025-04-01"),
    "mid-2025": ("2025-04-01", "2025-10-01"),
    "late 2024": ("2024-10-01", "2025-01-01"),
    "Late 2024": ("2024-10-01", "2025-01-01"),
    "end of 2025": ("2025-10-01", "2026-01-01"),
    "the early 2020s": ("2020-01-01", "2024-01-01"),
    "late 2020s": ("2027-01-01", "2030-01-01"),
    "late 2024 to early 2025": ("2024-10-01", "2025-04-01"),
    "late 2024–2025": ("2024-10-01", "2026-01-01"),
    "around 2030": ("2030-01-01", "2031-01-01"),
    "since 2024": ("2024-01-01", "2025-01-01"),
    "summer 2025": ("2025-06-01", "2025-09-01"),
    "Ende 2024": ("2024-10-01", "2025-01-01"),
    "Anfang Januar 2025": ("2025-01-01", "2025-01-11"),
    "mi-2025": ("2025-04-01", "2025-10-01"),
    "fin 2024": ("2024-10-01", "2025-01-01"),
    "metà 2025": ("2025-04-01", "2025-10-01"),
    "a finales de 2024": ("2024-10-01", "2025-01-01"),
    "2024年底": ("2024-10-01", "2025-01-01"),
}


@pytest.mark.parametrize(
    ("text", "span", "vague"), [(t, s, v) for d, v in ((EXACT, False), (VAGUE, True)) for t, s in d.items()]
)
def test_spans(text: str, span: tuple[str, str], vague: bool) -> None:
    when = parse(text)
    assert when is not None
    assert (when.start.isoformat(), when.end.isoformat()) == span
    assert when.vague is vague
    assert when.text == text


@pytest.mark.parametrize(
    "text",
    ["", "Toyota", "21", "3 2025", "Version 2025", "2025 goals", "2020 Toyota", "5 challenges", "May", "Q3", "early",
     "October 21", "29-30", "1-2", "9999", "a", "the end", "2025 2026", "H1 Q2 2025", "1.10", "12:30", "2024.1.5", "tháng", "ค่า 2569"],
)  # fmt: skip
def test_other_texts_are_no_dates(text: str) -> None:
    assert parse(text) is None


def test_a_year_may_come_from_outside() -> None:
    found = parse("October 29-30", year=2025)
    assert found is not None
    assert (found.start, found.end) == (dt.date(2025, 10, 29), dt.date(2025, 10, 31))
    assert parse("29-30", year=2025) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2025-02-30", "February 2025 has 28 days"),
        ("31 June 2025", "June 2025 has 30 days"),
        ("29. Februar 2023", "February 2023 has 28 days"),
        ("Q5 2025", "there is no Q5"),
        ("2025-13-01", "there is no month 13"),
        ("2028-2027", "it ends before it begins"),
        ("May 40, 2025", "no month has 40 days"),
        ("3 tháng 13 năm 2026", "there is no month 13"),
        ("30 กุมภาพันธ์ 2569", "February 2026 has 28 days"),
    ],
)
def test_impossible_dates_say_why(text: str, why: str) -> None:
    with pytest.raises(ImpossibleDate, match=why):
        parse(text)


def test_days() -> None:
    assert parse_day("February 3, 2026") == dt.date(2026, 2, 3)
    assert parse_day("February 2026") is None


@given(
    st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%-d %B %Y", "%B %-d, %Y", "%d.%m.%Y"]),
)
def test_every_day_in_every_way_of_writing_it(day: dt.date, form: str) -> None:
    assert parse_day(day.strftime(form).replace(str(day.year).zfill(4), f"{day.year:04}")) == day


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["early", "late", "2020s", "2025", "2999", "Q3", "H2", "May", "31", "-", "–", "/", "to", "年", "+"]
        )
    ).map(" ".join)
)
@settings(max_examples=400, deadline=None)
def test_no_text_breaks_it_and_no_span_is_empty(text: str) -> None:
    try:
        when = parse(text)
    except ImpossibleDate:
        return
    assert when is None or when.start < when.end


@pytest.mark.parametrize(
    "text",
    [
        "3 maart 2026", "3 de março de 2026", "3 marca 2026", "3 марта 2026 г.", "2026年3月3日", "2026년 3월 3일", "2026-03-03",
        "March 3rd, 2026", "3. März 2026", "03.03.2026",
    ],
)  # fmt: skip
def test_a_day_alone_is_one_in_many_languages(text: str) -> None:
    assert parse_day(text) == dt.date(2026, 3, 3) and only_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday, 3 March 2026",
        "March 2026",
        "around 3 March 2026",
        "3 March 2026 (draft)",
        "3 March 2026, second print",
        "3 กุมภาพันธ์ 2026",  # not the year that Thai would say
    ],
)
def test_a_date_that_says_more_or_less_is_not_a_day_alone(text: str) -> None:
    assert not only_day(text)
