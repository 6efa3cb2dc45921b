"""In: a date as people write it ("late 2024", "Q3 2025", "2027–2028", "3. Februar 2026"). Out: the span it stands for.

Read by shape, in English, German, French, Italian and Spanish; days, months and years in the languages of
_MONTHS_BY_LANGUAGE, Vietnamese, Chinese, Japanese, Korean and Arabic. A text is cut into words; each word says one
thing (a month, a year, _EARLY); the things together make a date or they don't.

early, mid and late are the first quarter, the middle two, and the last quarter of a year; of a decade the years 0-3,
4-6 and 7-9; of a month its days 1-10, 11-20 and 21 on. Such spans, seasons, and "around", "since", "by" are vague.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from exporter.model.pattern import later
from exporter.model.report import When

Part = Literal["early", "mid", "late"]


class ImpossibleDate(ValueError):
    """It reads like a date, but there is no such day or span; the message says why."""


def parse(text: str, year: int | None = None, language: str = "") -> When | None:
    """The date that `text` is, or None when it is none. `year` serves dates that name none ("October 21").

    In Thai a year past 2400 is of the Buddhist era; the letters say that it is Thai, or `language` does.
    """
    words = _normal(text) if len(text) < 200 else ""
    if not words:
        return None
    if language[:2] == "th" or (not words.isascii() and _THAI.search(words)):
        words = _BUDDHIST.sub(lambda m: str(int(m[0]) - 543), words)
    span = _single(words, year) or _range(words, year)
    return None if span is None else When(text.strip(), span.start, span.end, span.vague)


def parse_day(text: str) -> dt.date | None:
    """The one day that `text` names, in any of the ways of writing a day; else None."""
    when = parse(text)
    return when.start if when and when.end - when.start == dt.timedelta(1) else None


def only_day(text: str) -> bool:
    """Whether `text` says one day and nothing else, no weekday and no remark: any language can say it in its way.

    A year of the common era in Thai stays as it is written: said in the Thai way, it would be another number.
    """
    if not text.isascii() and _THAI.search(text) and not _BUDDHIST.search(_normal(text)):
        return False
    words = _NO_LETTERS.split(unicodedata.normalize("NFC", text).casefold())
    return parse_day(text) is not None and all(word in _MONTHS or word in _AROUND_DAYS for word in words if word)


# --- words ----------------------------------------------------------------------------------------------------------

_V = TypeVar("_V")


def _all(words: str, value: _V) -> dict[str, _V]:
    return dict.fromkeys(words.split(), value)


_MONTHS_BY_LANGUAGE = (
    # en de fr it es nl pt pl
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|"
    "november nov|december dec",
    "januar jänner|februar|märz maerz mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez",
    "janvier janv|février fevrier févr|mars|avril avr|mai|juin|juillet juil|août aout|septembre|octobre|novembre|"
    "décembre decembre déc",
    "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto ago|settembre set|ottobre ott|novembre|"
    "dicembre dic",
    "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto|septiembre setiembre|octubre|noviembre|diciembre",
    "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "stycznia styczeń|lutego luty|marca marzec|kwietnia kwiecień|maja maj|czerwca czerwiec|lipca lipiec|"
    "sierpnia sierpień|września wrzesień|października październik|listopada listopad|grudnia grudzień",
    # ru uk cs sk
    "января январь янв|февраля февраль фев февр|марта март|апреля апрель апр|мая май|июня июнь|июля июль|"
    "августа август авг|сентября сентябрь сент|октября октябрь окт|ноября ноябрь нояб|декабря декабрь дек",
    "січня січень січ|лютого лютий лют|березня березень|квітня квітень|травня травень|червня червень|липня липень|"
    "серпня серпень|вересня вересень|жовтня жовтень|листопада листопад|грудня грудень",
    "ledna leden|února únor|března březen|dubna duben|května květen|června červen|července červenec|srpna srpen|"
    "září|října říjen|listopadu listopad|prosince prosinec",
    "januára január|februára február|marca marec|apríla apríl|mája máj|júna jún|júla júl|augusta august|"
    "septembra september|októbra október|novembra november|decembra december",
    # sv da nb
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember des",
    # fi hu ro tr
    "tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|toukokuuta toukokuu|"
    "kesäkuuta kesäkuu|heinäkuuta heinäkuu|elokuuta elokuu|syyskuuta syyskuu|lokakuuta lokakuu|"
    "marraskuuta marraskuu|joulukuuta joulukuu",
    "január jan|február febr|március márc|április ápr|május máj|június jún|július júl|augusztus aug|"
    "szeptember szept|október okt|november nov|december dec",
    "ianuarie ian|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
    "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    # el id hi th
    "ιανουαρίου ιανουάριος|φεβρουαρίου φεβρουάριος|μαρτίου μάρτιος|απριλίου απρίλιος|μαΐου μάιος|ιουνίου ιούνιος|"
    "ιουλίου ιούλιος|αυγούστου αύγουστος|σεπτεμβρίου σεπτέμβριος|οκτωβρίου οκτώβριος|νοεμβρίου νοέμβριος|"
    "δεκεμβρίου δεκέμβριος",
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
    "जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्तूबर अक्टूबर|नवंबर नवम्बर|दिसंबर दिसम्बर",
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม",
)
"""January to December, in the forms that dates have."""
_MONTHS = {
    name: number
    for months in _MONTHS_BY_LANGUAGE
    for number, names in enumerate(unicodedata.normalize("NFC", months).casefold().split("|"), 1)
    for name in names.split()
}
_AROUND_DAYS = frozenset(
    _all(
        "of the st nd rd th der den le er de del di van 年 月 日 号 년 월 일 г года р року η ngày tháng năm tanggal "
        "วันที่ พ ค ศ พุทธศักราช คริสต์ศักราช",
        True,
    )
)
_EARLY: Part = "early"
_MID: Part = "mid"
_LATE: Part = "late"
_PARTS: dict[str, Part] = {
    **_all("early beginning start anfang début debut inizio inizi principios comienzos inicios 初", _EARLY),
    **_all("mid middle mitte milieu mi metà meta mediados 中", _MID),
    **_all("late end ende fin fine finales fines 底 末", _LATE),
}
_SEASONS = {
    **_all("spring frühling frühjahr printemps primavera", 3),
    **_all("summer sommer été estate verano", 6),
    **_all("autumn fall herbst automne autunno otoño", 9),
    **_all("winter hiver inverno invierno", 12),
}
"""The month a season begins with; winter runs into the next year."""
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first erste ersten erstes premier première primo prima primer primera",
            "second zweite zweiten zweites deuxième second seconde secondo seconda segundo segunda",
            "third dritte dritten drittes troisième terzo tercer tercero",
            "fourth viertes vierte vierten quatrième quarto cuarto",
        ),
        1,
    )
    for word in words.split()
}
_QUARTER = frozenset(_all("quarter quartal quartals trimestre 季度", True))
_HALF = frozenset(_all("half halbjahr hälfte semestre semester 半年", True))
_DECADE = frozenset(_all("années anni años", True))
_ABOUT = frozenset(
    _all(
        "around about circa ca approximately approx roughly ~ by before after since until onward onwards later + "
        "um gegen etwa rund seit ab vor nach vers environ depuis dès avant après verso dal entro dopo "
        "hacia alrededor desde antes después hasta 约 大约 自",
        True,
    )
)
_EMPTY = frozenset(
    _all(
        "of the in on at de des du d der dem den die das im am von del della dell di la le les l el en nel negli gli "
        "al alla a à au year years jahr jahre jahren année anno año or and from between zwischen entre tra fra "
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag "
        "lundi mardi mercredi jeudi vendredi samedi dimanche "
        "lunedì martedì mercoledì giovedì venerdì sabato domenica lunes martes miércoles jueves viernes sábado domingo "
        "سنة عام السنة г года р року van ngày năm tanggal วันที่ พ ค ศ พุทธศักราช คริสต์ศักราช",
        True,
    )
)
_TO = later(r"(?:\s*(?:-|/)\s*|\s+(?:to|till|until|through|thru|and|bis|und|à|au|et|a|al|e|y|至)\s+|至)")

_ISO = re.compile(r"([12]\d{3})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ]\d\d:\d\d\S*)?")
_YEAR_SPAN = later(r"([12]\d)(\d\d)-(\d\d)")
_MONTH_YEAR = later(r"(0?[1-9]|1[0-2])/([12]\d{3})")
_DAYS_FIRST = later(r"(\d{1,2})\.\s?(\d{1,2})\.\s?([12]\d{3})")
_CHINESE = later(r"([12]\d{3})\s*[年년](?:\s*(\d{1,2})\s*[月월])?(?:\s*(\d{1,2})\s*[日号일])?")
"""Of Japanese and Korean too."""
_YEAR_FIRST = later(r"([12]\d{3})\.\s(\d{1,2})\.\s(\d{1,2})")
"""Of Hungarian and Korean: 2026. 02. 03."""
_VIETNAMESE_MONTH = later(r"tháng (\d{1,2})(?!\d)[/,]?")
_THAI = later("[\u0e00-\u0e7f]")
_BUDDHIST = later(r"(?<!\d)2[4-9]\d\d(?!\d)")
_NO_LETTERS = later(r"(?:[^\w\u0900-\u0963\u0e00-\u0e4e]|[\d_])+")
"""What stands between words; vowel signs of Hindi and Thai are no letters to Python."""
_NUMBER = later(r"(\d{1,2})(?:st|nd|rd|th|er|ère|e|º|ª|°|de|te|ten|η)?")
_SHORT_UNIT = later(r"(?:([qthsQTHS])([0-9])|([0-9])([qh]))")


_DASHES = str.maketrans({**dict.fromkeys("\u2012\u2013\u2014\u2015\u2212～〜", " - "), "\u2010": "-", "\u2011": "-"})


def _normal(text: str) -> str:
    """Lower case, plain digits, one kind of hyphen for ISO dates (`-`) and dash (` - `) for spans, no remarks."""
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = unicodedata.normalize("NFC", text).casefold().replace("\u00a0", " ").replace("’", "'")
    text = text.strip()
    if text.endswith((")", "）")):
        text = re.sub(r"\s*[(（][^()（）]*[)）]$", "", text)  # "2027-2030 (mass market)"
    text = text.strip(" \t\n:.,;：、*")
    return re.sub(r"\s+", " ", text.translate(_DASHES))


# --- one date -------------------------------------------------------------------------------------------------------


class _Span(Struct, frozen=True):
    start: dt.date
    end: dt.date
    vague: bool


class _Facts(Struct, frozen=True):
    """What the words of one date say; 0 is nothing."""

    year: int = 0
    decade: int = 0
    half: int = 0
    quarter: int = 0
    season: int = 0
    month: int = 0
    day: int = 0
    part: Part | None = None
    about: bool = False

    @property
    def dated(self) -> bool:
        return bool(self.year or self.decade)

    def span(self) -> _Span:
        start, end = self._whole()
        if self.part:
            start, end = self._third(start, end)
        return _Span(start, end, self.about or bool(self.part or self.season))

    def _on_the_day(self) -> dt.date:
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:
            import calendar

            last = calendar.monthrange(self.year, self.month)[1]
            if self.day <= last:
                raise
            raise ImpossibleDate(f"{calendar.month_name[self.month]} {self.year} has {last} days") from None

    def _whole(self) -> tuple[dt.date, dt.date]:
        if self.decade:
            return dt.date(self.decade, 1, 1), dt.date(self.decade + 10, 1, 1)
        if self.day:
            start = self._on_the_day()
            return start, start + dt.timedelta(1)
        first, count = 1, 12
        if self.month:
            first, count = self.month, 1
        elif self.quarter:
            first, count = self.quarter * 3 - 2, 3
        elif self.half:
            first, count = self.half * 6 - 5, 6
        elif self.season:
            first, count = self.season, 3
        return _month(self.year, first), _month(self.year, first + count)

    def _third(self, start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
        """The early, middle or late part of a span."""
        if self.decade:
            cuts = [start, start.replace(year=start.year + 4), start.replace(year=start.year + 7), end]
        elif self.month:
            cuts = [start, start.replace(day=11), start.replace(day=21), end]
        elif self.quarter or self.half or self.season:
            days = (end - start).days
            cuts = [start, start + dt.timedelta(days // 3), end - dt.timedelta(days // 3), end]
        else:
            cuts = [start, _month(start.year, 4), _month(start.year, 10), end]
        at = ("early", "mid", "late").index(self.part or "mid")
        return cuts[at], cuts[at + 1]


def _month(year: int, month: int) -> dt.date:
    """The first day of a month; months past 12 are in the next year."""
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _single(words: str, year: int | None) -> _Span | None:
    facts = _facts(words)
    if facts is None or (facts.day and not facts.month):
        return None
    if not facts.dated and year and (facts.month or facts.quarter or facts.half):
        facts = replace(facts, year=year)
    return facts.span() if facts.dated else None


def _facts(words: str) -> _Facts | None:
    """What the words say together; None when they say anything else, or what no date says."""
    if (found := _YEAR_SPAN.fullmatch(words)) and int(found[3]) > max(12, int(found[2])):
        return None  # 2027-28, which _range reads
    if found := _MONTH_YEAR.fullmatch(words):
        return _numeric(int(found[2]), int(found[1]), 0, True)
    if found := _ISO.fullmatch(words) or _CHINESE.fullmatch(words):
        return _numeric(int(found[1]), int(found[2] or 0), int(found[3] or 0), found[2] is not None)
    if found := _DAYS_FIRST.fullmatch(words):
        return _numeric(int(found[3]), int(found[2]), int(found[1]), True)
    if found := _YEAR_FIRST.fullmatch(words):
        return _numeric(int(found[1]), int(found[2]), int(found[3]), True)
    if "tháng" in words:
        words = _VIETNAMESE_MONTH.sub(lambda m: f" {_month_name(int(m[1]))} ", words)
    words = words.replace("年代", "s")
    words = (
        _CHINESE.sub(lambda m: f" {m[1]} ", words)
        if re.search("[年년]", words) and not _CHINESE.fullmatch(words)
        else words
    )
    words = re.sub(r"第?([一二三四1-4])季度", lambda m: f" q{'一二三四'.find(m[1]) + 1 or m[1]} ", words)
    words = words.replace("上半年", " h1 ").replace("下半年", " h2 ")
    words = re.sub(r"([12]\d{3})\s*-?\s*([qh][0-9])\b", r"\1 \2", words)
    words = re.sub(r"(?<=[^\W\d])-(?=\d)", " ", words)  # mid-2025
    words = re.sub(r"(?<=\d)\+|~", " + ", words)
    facts = _Facts()
    number = 0
    unit: Literal["", "quarter", "half"] = ""
    for word in re.split(r"[\s,'/.]+", words):
        if not word or word in _EMPTY:
            continue
        said: dict[str, Any] = {}
        if re.fullmatch(r"[12]\d{3}", word):
            said["year"] = int(word)
        elif found := re.fullmatch(r"([12]\d{2}0)(?:s|er|ern)", word):
            said["decade"] = int(found[1])
        elif word in _DECADE:
            said["decade"] = 1
        elif word in _MONTHS:
            said["month"] = _MONTHS[word]
        elif word in _PARTS:
            said["part"] = _PARTS[word]
        elif word in _SEASONS:
            said["season"] = _SEASONS[word]
        elif word in _QUARTER or word in _HALF:
            unit = "quarter" if word in _QUARTER else "half"
        elif found := _SHORT_UNIT.fullmatch(word):
            letter, count = (found[1] or found[4]), int(found[2] or found[3])
            said["quarter" if letter in "qt" else "half"] = _checked(count, 4 if letter in "qt" else 2, word.upper())
        elif word in _ORDINALS or (found := _NUMBER.fullmatch(word)):
            if number:
                return None
            number = _ORDINALS.get(word) or int(found[1] if found else 0)
            if not number:
                return None
        elif word in _ABOUT:
            said["about"] = True
        else:
            return None
        for name, value in said.items():
            if getattr(facts, name) and name != "about":
                return None
            facts = replace(facts, **{name: value})
    return _together(facts, number, unit)


def _month_name(number: int) -> str:
    if not 1 <= number <= 12:
        raise ImpossibleDate(f"there is no month {number}")
    return _MONTHS_BY_LANGUAGE[0].split("|")[number - 1].split()[0]


def _together(facts: _Facts, number: int, unit: str) -> _Facts | None:
    """A number is a day, or counts quarters and halves; what cannot stand together is no date."""
    if unit:
        if not number:
            return None
        counted: dict[str, Any] = {unit: _checked(number, 4 if unit == "quarter" else 2, f"{unit} {number}")}
        facts = replace(facts, **counted)
    elif number:
        facts = replace(facts, day=number)
    if facts.decade == 1:  # "années 2020"
        if facts.year % 10 or not facts.year:
            return None
        facts = replace(facts, decade=facts.year, year=0)
    if sum(map(bool, (facts.half, facts.quarter, facts.season, facts.month))) > 1 or (facts.day and facts.part):
        return None
    if facts.decade and (facts.year or facts.month or facts.quarter or facts.half or facts.season or facts.day):
        return None
    if facts.day > 31 and facts.month:
        raise ImpossibleDate(f"no month has {facts.day} days")
    if facts.day and not facts.month and (facts.part or facts.about or facts.quarter or facts.half):
        return None
    return facts if facts != _Facts() else None


def _numeric(year: int, month: int, day: int, has_month: bool) -> _Facts:
    if has_month and not 1 <= month <= 12:
        raise ImpossibleDate(f"there is no month {month}")
    if day > 31:
        raise ImpossibleDate(f"no month has {day} days")
    return _Facts(year=year, month=month, day=day)


def _checked(number: int, most: int, what: str) -> int:
    if not 1 <= number <= most:
        raise ImpossibleDate(f"there is no {what}")
    return number


# --- spans ----------------------------------------------------------------------------------------------------------


def _range(words: str, year: int | None) -> _Span | None:
    """ "2027-2028", "October 29-30, 2025", "late 2024 to early 2025"."""
    for cut in _TO.finditer(words):
        left, right = words[: cut.start()], words[cut.end() :]
        if (short := re.fullmatch(r"(\d\d)", right)) and (whole := re.search(r"\b([12]\d)(\d\d)$", left)):
            right = whole[1] + short[1]  # 2027-28
        ends = _facts(left), _facts(right)
        if ends[0] is None or ends[1] is None:
            continue
        first, last = _shared(ends[0], ends[1], year)
        if not (first.dated and last.dated) or (first.day and not first.month) or (last.day and not last.month):
            continue
        start, end = first.span(), last.span()
        if start.start >= end.end:
            raise ImpossibleDate("it ends before it begins")
        return _Span(start.start, end.end, start.vague or end.vague)
    return None


def _shared(first: _Facts, last: _Facts, year: int | None) -> tuple[_Facts, _Facts]:
    """What one end leaves out, the other says: "29-30 October", "Q1-Q2 2025"."""
    if first.day and not first.month:
        first = replace(first, month=last.month)
    if last.day and not last.month:
        last = replace(last, month=first.month)
    if not first.dated:
        first = replace(first, year=last.year or year or 0)
    if not last.dated:
        last = replace(last, year=first.year)
        if last.month and (last.month, last.day) < (first.month, first.day):
            last = replace(last, year=first.year + 1)  # October 30 - January 2
    return first, last
