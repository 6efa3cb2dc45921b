"""Reports in many languages: which one it is, what its titles, labels and dates say, what stands on its pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from exporter.catalog import Catalog
from exporter.model.page import Document, paras_of
from exporter.model.report import Items, Report, Table
from exporter.plan import plan
from exporter.plan.words import Words, catalogue, languages, without_words
from exporter.read import read
from exporter.read.markdown_words import language
from exporter.read.vocabulary import VOCABULARY
from exporter.select import select

FILES = {path.stem: path for path in sorted(Path(__file__).with_name("languages").glob("*.md"))}
"""A short report by language, of the same things: date, risks with their names, costs in a table, a work."""
PARAGRAPHS = {
    "ru": (
        "Комиссия рассмотрела ход работ и пришла к выводу, что сроки сохраняются. Затраты выросли на 4 "
        "процента, но бюджет этого года не превышен."
    ),
    "uk": (
        "Комісія розглянула хід робіт і дійшла висновку, що строки зберігаються. Витрати зросли на 4 "
        "відсотки, але бюджет цього року не перевищено."
    ),
    "bg": (
        "Комисията разгледа хода на работата и стигна до извода, че сроковете се запазват. Разходите са "
        "нараснали с 4 процента, но бюджетът не е превишен."
    ),
    "sr": (
        "Комисија је размотрила ток радова и закључила да се рокови не мењају. Трошкови су порасли за 4 "
        "одсто, али буџет за ову годину није премашен."
    ),
    "cs": (
        "Komise projednala průběh prací a došla k závěru, že termíny zůstávají zachovány. Náklady vzrostly o "
        "4 procenta, rozpočet na tento rok však nebyl překročen."
    ),
    "sk": (
        "Komisia prerokovala priebeh prác a dospela k záveru, že termíny zostávajú zachované. Náklady "
        "vzrástli o 4 percentá, rozpočet na tento rok však nebol prekročený, ktorý sa pre obce nemení."
    ),
    "pl": (
        "Komisja omówiła przebieg prac i uznała, że terminy zostaną zachowane. Koszty wzrosły o 4 procent, "
        "ale tegoroczny budżet nie został przekroczony."
    ),
    "sv": (
        "Kommissionen har gått igenom arbetet och kommit fram till att tidsplanen håller. Kostnaderna har "
        "ökat med 4 procent, men årets budget har inte överskridits."
    ),
    "da": (
        "Kommissionen har gennemgået arbejdet og er kommet frem til, at tidsplanen holder. Omkostningerne er "
        "steget med 4 procent, men budgettet for i år er ikke blevet overskredet af ministeriet."
    ),
    "nb": (
        "Kommisjonen har gått gjennom arbeidet og kommet til at tidsplanen holder. Kostnadene har økt med 4 "
        "prosent, men årets budsjett er ikke overskredet av departementet."
    ),
    "nn": (
        "Kommisjonen har gått gjennom arbeidet og kome fram til at tidsplanen held. Kostnadene har auka med 4"
        " prosent, men budsjettet for i år er ikkje overskride, og dei som ikkje er ferdige, får meir tid frå"
        " departementet."
    ),
    "fi": (
        "Toimikunta kävi läpi työn etenemisen ja totesi, että aikataulu pitää. Kustannukset ovat nousseet "
        "neljä prosenttia, mutta vuoden talousarvio ei ole ylittynyt ja on voimassa."
    ),
    "hu": (
        "A bizottság áttekintette a munkák menetét, és megállapította, hogy a határidők tarthatók. A "
        "költségek 4 százalékkal nőttek, de az idei költségvetés nem lett túllépve."
    ),
    "ro": (
        "Comisia a analizat stadiul lucrărilor și a constatat că termenele sunt respectate. Costurile au "
        "crescut cu 4 la sută, dar bugetul pentru acest an nu a fost depășit."
    ),
    "tr": (
        "Kurul çalışmaların gidişatını inceledi ve sürelerin korunduğu sonucuna vardı. Maliyetler yüzde 4 "
        "arttı, ancak bu yılın bütçesi aşılmadı."
    ),
    "el": "Η επιτροπή εξέτασε την πορεία των εργασιών και κατέληξε ότι οι προθεσμίες τηρούνται.",
    "id": (
        "Komisi telah meninjau jalannya pekerjaan dan menyimpulkan bahwa jadwal tidak berubah. Biaya naik 4 "
        "persen, tetapi anggaran untuk tahun ini tidak terlampaui dan akan dijaga."
    ),
    "vi": (
        "Ủy ban đã xem xét tiến độ công việc và kết luận rằng thời hạn được giữ nguyên. Chi phí tăng 4 phần "
        "trăm nhưng ngân sách năm nay không bị vượt."
    ),
    "hi": (
        "समिति ने कार्य की प्रगति की समीक्षा की और पाया कि समय-सीमा बनी हुई है। लागत 4 प्रतिशत बढ़ी है, पर इस"
        " वर्ष का बजट पार नहीं हुआ है।"
    ),
    "mr": (
        "समितीने कामाच्या प्रगतीचा आढावा घेतला आणि वेळापत्रक कायम आहे असे ठरवले. खर्च ४ टक्के वाढला आहे, पण "
        "या वर्षाचे अंदाजपत्रक ओलांडले नाही."
    ),
    "ne": (
        "समितिले कामको प्रगति समीक्षा गर्यो र समयसीमा कायम रहेको निष्कर्ष निकाल्यो। खर्च ४ प्रतिशत बढेको छ, "
        "तर यस वर्षको बजेट नाघेको छैन।"
    ),
    "th": "คณะกรรมการได้พิจารณาความคืบหน้าของงานและเห็นว่ากำหนดเวลายังคงเดิม",
    "ar": "راجعت اللجنة سير العمل وخلصت إلى أن المواعيد قائمة. ارتفعت التكاليف بنسبة 4 في المئة.",
    "fa": ("کمیسیون روند کار را بررسی کرد و به این نتیجه رسید که زمان‌بندی پابرجاست. هزینه‌ها ۴ درصد افزایش یافته است."),
    "he": "הוועדה בחנה את התקדמות העבודה וקבעה שלוח הזמנים נשמר.",
    "zh": "委员会审查了工作进展，认为期限不变。",
    "ja": "委員会は作業の進み具合を検討し、期限は変わらないと結論した。",
    "ko": "위원회는 작업 진행 상황을 검토하고 기한이 유지된다고 판단했다.",
    "bn": "কমিটি কাজের অগ্রগতি পর্যালোচনা করেছে।",
    "pa": "ਕਮੇਟੀ ਨੇ ਕੰਮ ਦੀ ਸਮੀਖਿਆ ਕੀਤੀ।",
    "gu": "સમિતિએ કામની સમીક્ષા કરી.",
    "or": "କମିଟି କାମର ସମୀକ୍ଷା କଲା।",
    "ta": "குழு பணியின் முன்னேற்றத்தை ஆய்வு செய்தது.",
    "te": "కమిటీ పని పురోగతిని సమీక్షించింది.",
    "kn": "ಸಮಿತಿಯು ಕೆಲಸದ ಪ್ರಗತಿಯನ್ನು ಪರಿಶೀಲಿಸಿತು.",
    "ml": "സമിതി ജോലിയുടെ പുരോഗതി പരിശോധിച്ചു.",
    "si": "කමිටුව වැඩ සමාලෝචනය කළේය.",
    "lo": "ຄະນະກຳມະການໄດ້ທົບທວນວຽກງານ",
    "km": "គណៈកម្មាធិការបានពិនិត្យការងារ",
    "my": "ကော်မတီသည် လုပ်ငန်းကို ပြန်လည်သုံးသပ်ခဲ့သည်။",
    "am": "ኮሚቴው የሥራውን ሂደት ገመገመ።",
    "ka": "კომისიამ სამუშაოს მიმდინარეობა განიხილა.",
    "hy": "Հանձնաժողովը քննեց աշխատանքների ընթացքը։",
    "de": (
        "Der Ausschuss hat den Gang der Arbeiten geprüft und hält die Fristen für gesichert. Die Kosten sind "
        "um 4 Prozent gestiegen, das Budget wird aber nicht überschritten."
    ),
    "fr": (
        "La commission a examiné l’avancement des travaux et conclu que les délais sont tenus. Les coûts ont "
        "augmenté de 4 %, mais le budget de l’année n’est pas dépassé."
    ),
    "it": (
        "La commissione ha esaminato l’andamento dei lavori e ritiene che le scadenze siano rispettate. I "
        "costi sono saliti del 4 per cento, ma il bilancio non è superato."
    ),
    "es": (
        "La comisión examinó la marcha de los trabajos y concluyó que los plazos se mantienen. Los costes han"
        " subido un 4 por ciento, pero no se ha superado el presupuesto del año."
    ),
    "pt": (
        "A comissão analisou o andamento dos trabalhos e concluiu que os prazos são mantidos. Os custos "
        "subiram 4 por cento, mas o orçamento do ano não foi ultrapassado."
    ),
    "nl": (
        "De commissie heeft de voortgang van het werk bekeken en ziet dat de termijnen niet veranderen. De "
        "kosten zijn met 4 procent gestegen, maar het budget van dit jaar is niet overschreden."
    ),
    "en": (
        "The commission reviewed the work and found that the dates hold. Costs rose by 4 per cent, but the "
        "budget for this year was not exceeded."
    ),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_a_paragraph_is_known_by_its_language(name: str) -> None:
    assert language(PARAGRAPHS[name]) == name


def test_names_in_other_letters_make_no_english_report_foreign() -> None:
    text = "The plants in Łódź, Győr, Brașov and Đà Nẵng are on time, and the ones in Москва and Αθήνα are not. "
    assert language(text * 3 + PARAGRAPHS["en"]) == "en"


def report_in(name: str) -> Report:
    return read(FILES[name]).report


@pytest.mark.parametrize("name", FILES)
def test_a_report_is_read_in_its_language(name: str) -> None:
    report = report_in(name)
    risks, costs = report.sections  # the list of works has become the sources

    assert (report.language, report.date, report.date_text) == (name, dt.date(2026, 2, 3), None)
    assert (risks.role, costs.role, len(report.sources)) == ("risks", "finance", 1)
    items, table = risks.blocks[0], costs.blocks[-1]
    assert isinstance(items, Items) and isinstance(table, Table)
    assert items.fields[0].label.plain == VOCABULARY[name]["Description"]
    assert [column.type for column in table.columns][1] == "number"


def pages_in(name: str, format: str) -> tuple[Document, list[str]]:
    catalog = Catalog()
    selected = select(report_in(name), catalog.audience("general"), format)
    document = plan(selected, catalog.layouts(), catalog.theme("ledger"), format)
    return document, [para.text for page in document.pages for item in page.items for para in paras_of(item)]


SAID = {
    "ru": "3 февраля 2026\u00a0г.", "uk": "3 лютого 2026\u00a0р.", "cs": "3. února 2026", "sk": "3. februára 2026",
    "sv": "3 februari 2026", "da": "3. februar 2026", "nb": "3. februar 2026", "fi": "3. helmikuuta 2026",
    "hu": "2026. február 3.", "ro": "3 februarie 2026", "tr": "3 Şubat 2026", "el": "3 Φεβρουαρίου 2026",
    "id": "3 Februari 2026", "vi": "3 tháng 2 năm 2026", "hi": "3 फ़रवरी 2026", "th": "3 กุมภาพันธ์ 2569",
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("format", ["deck", "brief"])
def test_pages_carry_the_words_and_the_date_of_the_language(format: str, name: str) -> None:
    document, said = pages_in(name, format)
    words = Words(name)
    fixed = [words("sources"), words("source")] if format == "deck" else [words("sources"), words("table", n=1)]
    if format == "brief":
        fixed.append(words("brief", audience=Catalog().audience("general").called(name)))

    assert any(SAID[name] in text for text in said)
    assert not [text for text in fixed if not any(text in other for other in said)]
    english = {catalogue("en")[key] for key in ("sources", "source", "contents", "summary")} | {"General brief"}
    assert not english & set(said)
    assert not [finding for finding in document.findings if finding.kind == "fixed-words"]


@pytest.mark.parametrize(("name", "end"), [("hi", "खंड 1–2।"), ("th", "ส่วนที่ 1–2"), ("ru", "разделы 1–2.")])
def test_a_sentence_ends_as_those_of_its_script_though_a_number_is_last(name: str, end: str) -> None:
    _, said = pages_in(name, "brief")
    assert [text for text in said if text.endswith(end)]


@pytest.mark.parametrize("name", sorted(languages()))
def test_audiences_have_a_name_in_every_language_of_the_fixed_words(name: str) -> None:
    catalog = Catalog()
    for audience in ("general", "executive", "technical", "investor"):
        titles = {title.partition("-")[0] for title, _ in catalog.audience(audience).titles}
        assert name in titles


@pytest.mark.parametrize("name", ["no", "nn", "nb", "nn-NO"])
def test_norwegian_of_any_name_has_the_words_of_bokmal(name: str) -> None:
    assert Words(name)("page", n=1, m=2) == "Side 1 av 2"
    assert without_words(name) is None
    assert Catalog().audience("executive").called(name) == "Ledelse"


def test_indonesian_titles_are_found_though_their_key_is_longer() -> None:
    assert Catalog().audience("executive").called("id") == "Pimpinan"


@pytest.mark.parametrize(
    ("written", "named"),
    [(("2567", "2570", "กุมภาพันธ์ 2571"), "2568"), (("2024", "2027", "กุมภาพันธ์ 2028"), "2025")],
)
def test_years_of_a_thai_axis_are_counted_as_the_author_counts_them(
    written: tuple[str, str, str], named: str, tmp_path: Path
) -> None:
    listed = "".join(f"    - {{when: '{when}', what: เริ่มงาน {n}}}\n" for n, when in enumerate(written))
    text = f"title: แผนงาน\nlanguage: th\nsections:\n- title: กำหนดการ\n  blocks:\n  - milestones:\n{listed}"
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    report = read(tmp_path / "r.yaml").report
    catalog = Catalog()
    selected = select(report, catalog.audience("general"), "deck")
    document = plan(selected, catalog.layouts(), catalog.theme("ledger"), "deck")
    said = {para.text for page in document.pages for item in page.items for para in paras_of(item)}

    assert named in said
    assert not {"3112", "2025", "2568"} - {named} & said
