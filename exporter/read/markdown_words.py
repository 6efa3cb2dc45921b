"""The few words that reading Markdown knows, by language: section roles, slots of fields, labels at the head.

Data only. Words are compared in lower case; one that ends in `-` stands for all words that begin so. Chinese,
Japanese and Korean words are found inside others, since nothing separates them there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

ROLES: Mapping[str, str] = {
    "timeline": (
        "timeline timelines roadmap milestone- schedule chronology calendar zeitplan zeitleiste zeitachse "
        "meilenstein- fahrplan calendrier chronologie échéancier jalons cronologia calendario tappe "
        "cronología cronograma hitos marcos 时间线 时间表 路线图 里程碑 年表 タイムライン スケジュール "
        "ロードマップ 일정 الجدول"
    ),
    "players": (
        "player players competitor- vendor- company companies manufacturer- automaker- supplier- partner "
        "partners stakeholder- akteur- wettbewerber- hersteller- anbieter- unternehmen acteur- concurrents "
        "fournisseurs attori concorrenti aziende protagonisti actores competidores empresas proveedores "
        "参与者 厂商 企业 主要公司 プレーヤー 企業 الجهات الشركات"
    ),
    "risks": (
        "risk risks challenge- hurdle- threat- issues problem- obstacle- barrier- limitation- gefahr- risik- "
        "herausforderung- hürde- hindernis- risque- défis défi enjeux rischi rischio sfide ostacoli criticità "
        "riesgo- desafíos retos obstáculos riscos desafios 风险 挑战 问题 困难 リスク 課題 위험 과제 المخاطر "
        "مخاطر التحديات"
    ),
    "summary": (
        "summary abstract overview tl;dr tldr highlights zusammenfassung überblick kurzfassung synthèse "
        "résumé sommaire sintesi riassunto panoramica resumen resumo sumário 摘要 概要 概述 总结 结果预览 "
        "要約 サマリー 요약 ملخص"
    ),
    "results": (
        "result results finding findings outcome- impact performance ergebnis- befunde auswirkung- résultats "
        "constats risultati esiti impatto resultados hallazgos impacto 结果 成果 发现 影响 結果 결과 النتائج"
    ),
    "method": (
        "method methods methodology approach methodik methode- vorgehen méthode- méthodologie metodo "
        "metodologia metodi método- metodología 方法 方法论 手法 방법 المنهجية منهجية"
    ),
    "recommendations": (
        "recommendation- remediation action actions next-steps takeaway- lessons improvement- empfehlung- "
        "maßnahmen recommandation- raccomandazion- azioni recomendacion- acciones recomendações 建议 对策 "
        "提言 권고 التوصيات"
    ),
    "finance": (
        "finance financial- budget cost costs revenue funding investment- finanz- kosten umsatz finances "
        "coûts finanza costi ricavi finanzas costes ingresos 财务 预算 成本 财务状况 財務 재무 المالية"
    ),
    "comparison": (
        "comparison comparing versus benchmark- vergleich- comparaison confronto comparación comparação 比较 "
        "对比 比較 비교 مقارنة"
    ),
    "outlook": (
        "outlook forecast- future prospects ausblick zukunft prognose- perspectives avenir prospettive futuro "
        "perspectivas 展望 未来 预测 見通し 전망 المستقبل"
    ),
    "decision": (
        "decision decisions decide entscheidung- décision- decisione decisioni decisión decisiones 决策 决定 決定"
    ),
    "background": (
        "background history hintergrund vorgeschichte contexte historique contesto antecedentes 背景 历史 "
        "経緯 배경 خلفية"
    ),
    "context": (
        "introduction context about einleitung einführung introduzione introducción introdução 引言 简介 序言 "
        "はじめに 서론 مقدمة المقدمة"
    ),
    "appendix": "appendix appendices annex anhang annexe- appendice allegato- apéndice anexo- 附录 付録 부록 ملحق",
    "disclaimer": "disclaimer haftungsausschluss avertissement avvertenza descargo 免责声明 免責事項",
}
"""Role -> words of section titles that name it."""

GLOSSARY = frozenset({
    "glossary", "glossar", "glossaire", "glossario", "glosario", "glossário", "begrippenlijst", "术语表", "用語集",
    "용어집",
})  # fmt: skip
"""Titles of a section that is the report's glossary."""


SLOTS: Mapping[str, str] = {
    "body": (
        "problem what issue challenge description about detail risk cause problème quoi défi descripción was "
        "beschreibung herausforderung problema cosa descrizione qué desafío desafio 问题 描述 说明 内容 挑战 "
        "課題 المشكلة الوصف"
    ),
    "status": (
        "status state progress stand zustand fortschritt statut état avancement stato avanzamento estado "
        "progreso 状态 现状 进展 状況 상태 الحالة"
    ),
    "figure": (
        "value amount share target number size count total wert betrag anteil ziel anzahl valeur montant part "
        "cible nombre valore importo quota obiettivo numero valor importe objetivo número 数值 数量 占比 目标 "
        "値 القيمة العدد"
    ),
}
"""Slot -> words of labels that belong there; anything else is "rest"."""

HEAD: Mapping[str, str] = {
    "date": "date updated published datum stand veröffentlicht data fecha 日期 日付 날짜 التاريخ",
    "author": (
        "author authors by prepared-by autor autoren verfasser auteur auteurs autore autori autores 作者 著者 "
        "저자 المؤلف"
    ),
    "edition": (
        "edition version issue release ausgabe fassung édition edizione versione edición versión versão 版本 "
        "期 バージョン 版 버전 الإصدار"
    ),
}
"""What a labelled line under the title says (`**Date:** …`) -> the labels it may have."""

EDITION = (
    "update edition version issue quarter quarterly annual draft final release ausgabe fassung stand quartal entwurf "
    "mise-à-jour édition trimestre aggiornamento edizione bozza actualización edición borrador 版 期 季度 更新"
)
"""Words that make the second half of a title ("Title: Late 2024 update") an edition."""

DESCRIPTION = {
    "de": "Beschreibung", "fr": "Description", "it": "Descrizione", "es": "Descripción", "pt": "Descrição",
    "nl": "Beschrijving", "zh": "说明", "ja": "説明", "ko": "설명", "ar": "الوصف", "ru": "Описание",
    "en": "Description",
}  # fmt: skip
"""Label of what stands beside an item's name when the writer gave it none: the head of its column in a table."""

VALUE = {
    "de": "Wert", "fr": "Valeur", "it": "Valore", "es": "Valor", "pt": "Valor", "nl": "Waarde", "zh": "数值",
    "ja": "値", "ko": "값", "ar": "القيمة", "ru": "Значение", "en": "Value",
}  # fmt: skip

INTRODUCTION = {
    "de": "Einleitung", "fr": "Introduction", "it": "Introduzione", "es": "Introducción", "pt": "Introdução",
    "nl": "Inleiding", "zh": "引言", "ja": "はじめに", "ko": "서론", "ar": "مقدمة", "ru": "Введение",
    "en": "Introduction",
}  # fmt: skip
"""Title of the section that holds what stands before the first heading."""

ABSTRACT = {
    "de": "Zusammenfassung", "fr": "Résumé", "it": "Sommario", "es": "Resumen", "pt": "Resumo", "nl": "Samenvatting",
    "zh": "摘要", "ja": "要旨", "ko": "초록", "ar": "الملخص", "ru": "Аннотация", "en": "Abstract",
}  # fmt: skip
"""Title of the section that holds the abstract of the front matter."""

_COMMON = {
    "en": "the of and to in is that for with was are this as by on we it from have not",
    "de": "der die und das den von zu mit ist des im für auf nicht ein eine als auch sich wird",
    "fr": "le la les des et du en une est que pour dans par sur au avec plus pas ce sont",
    "it": "il di che la per una del della con sono dei dati nel alla gli non più delle ai al",
    "es": "el los las que una del por con para se es como más su al entre sus lo en han",
    "pt": "os as um uma do da dos das não para com por mais que se como são ao na no",
    "nl": "het een van en dat met voor niet zijn op te aan ook bij naar maar wordt deze uit om",
}
"""The commonest words of languages in Latin script."""

_SCRIPTS = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "ARABIC": "ar", "HEBREW": "he",
    "CYRILLIC": "ru", "GREEK": "el", "THAI": "th", "DEVANAGARI": "hi",
}  # fmt: skip


def named(text: str, table: Mapping[str, str]) -> str:
    """The row of `table` that has the word standing earliest in `text`; empty when none has."""
    text = text.casefold()
    found = [(hit.start(), name) for name, words in table.items() if (hit := _any_of(words).search(text))]
    return min(found, key=lambda pair: pair[0])[1] if found else ""


def has_word(text: str, words: str) -> bool:
    return bool(_any_of(words).search(text.casefold()))


@cache
def _any_of(words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(_pattern, words.split())))


def _pattern(word: str) -> str:
    stem = re.escape(word.rstrip("-").replace("-", " "))
    if unicodedata.east_asian_width(word[0]) == "W":
        return stem
    return rf"(?<!\w){stem}" + ("" if word.endswith("-") else r"(?!\w)")


_FOREIGN = re.compile(r"^[ \t]*\|[^\n]*|^```(?s:.*?)^```|<[^<>\n]*>|\]\([^()\n]*\)", re.MULTILINE)


def language(text: str) -> str:
    """The language of a Markdown text, by its script, or in Latin script by its commonest words; else English.

    Tables, code and addresses are left aside: they are often in English whatever the report is in.
    """
    sample = _FOREIGN.sub(" ", text[:40_000])
    counts: dict[str, int] = {}
    for char in sample:
        if char.isalpha():
            script = "LATIN" if char.isascii() else unicodedata.name(char, "").split(" ")[0].split("-")[0]
            counts[script] = counts.get(script, 0) + 1
    letters = sum(counts.values())
    kana = counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0)
    if kana * 20 > letters:
        return "ja"
    script = max(counts, key=lambda name: counts[name] * (1 if name == "LATIN" else 3), default="LATIN")
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    scores = {name: sum(map(words.count, set(common.split()))) for name, common in _COMMON.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 1.2 * scores["en"] + 5 else "en"


def in_language(table: Mapping[str, str], language: str) -> str:
    """The words of a language, or the English ones."""
    return table.get(language.split("-")[0].lower(), table["en"])
