"""In: a language, a key, values. Out: the fixed words that pages carry ("Agenda", "Page 2 of 4"), dates, ranges.

A language is a row; what it lacks is taken from English. Month names come from Babel, loaded only when it is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "agenda": "Agenda",
        "summary": "Executive summary",
        "brief-summary": "Summary",
        "contents": "Contents",
        "sources": "Sources and notes",
        "source": "Source",
        "notes": "Notes",
        "care": "Read with care",
        "where": "Where the facts come from",
        "slides": "Slides",
        "slide": "Slide",
        "section": "section {n}",
        "sections": "sections {n}",
        "section-name": "Section {n}, {title}",
        "not-stated": "Not stated",
        "continues": "Continues on slide {n}.",
        "continued": "continued from slide {n}",
        "table-continued": "continued",
        "of": "{n} of {m}",
        "page": "Page {n} of {m}",
        "report-date": "Report date: {date}",
        "report-date-short": "Report date {date}",
        "dated": "Dated {date}.",
        "no-sources": "The report lists no external references.",
        "backup": "Backup",
        "appendix": "Appendix",
        "table": "Table {n}",
        "columns": "columns {n} of {m}",
        "figure": "Figure {n}",
        "handout": "Handout, {n} slides per page",
        "brief": "{audience} brief",
        "to-scale": "Axis to scale",
        "vague": "“{when}” drawn as {span}",
        "and": "and",
        "more": "{n} others",
        "also": "Also named",
        "undated": "No date stated",
        "introduction": "Introduction",
        "picture-missing": "Picture not included",
        "company": "Name",
        "target": "Stated target",
        "when": "When",
        "who": "Who",
        "what": "What",
        "detail": "Detail",
        "quarter": "Q{n} {year}",
        "half": "H{n} {year}",
        "legend-draft": "Draft",
        "start": "Start",
        "duration": "Duration",
        "alt-timeline": "Timeline, {span}: {items}",
        "alt-range": "Range chart, {span}: {items}",
        "alt-column": "Column chart: {items}",
        "alt-bar": "Bar chart: {items}",
        "alt-stacked": "Stacked column chart: {items}",
        "alt-line": "Line chart: {items}",
        "alt-pie": "Pie chart: {items}",
    },
    "de": {
        "agenda": "Agenda", "summary": "Zusammenfassung", "brief-summary": "Zusammenfassung", "contents": "Inhalt",
        "sources": "Quellen und Hinweise", "source": "Quelle", "notes": "Hinweise", "care": "Mit Vorsicht zu lesen",
        "where": "Woher die Angaben stammen", "slides": "Folien", "slide": "Folie", "section": "Abschnitt {n}",
        "sections": "Abschnitte {n}", "section-name": "Abschnitt {n}, {title}", "not-stated": "Keine Angabe",
        "continues": "Fortsetzung auf Folie {n}.", "continued": "Fortsetzung von Folie {n}",
        "table-continued": "Fortsetzung", "of": "{n} von {m}", "page": "Seite {n} von {m}",
        "report-date": "Berichtsdatum: {date}", "report-date-short": "Berichtsdatum {date}", "dated": "Stand: {date}.",
        "no-sources": "Der Bericht nennt keine externen Quellen.", "backup": "Reserve", "appendix": "Anhang",
        "table": "Tabelle {n}",
        "columns": "Spalten {n} von {m}", "figure": "Abbildung {n}", "handout": "Handzettel, {n} Folien je Seite",
        "brief": "Kurzbericht: {audience}", "to-scale": "Achse maßstäblich", "vague": "„{when}“ gezeichnet als {span}",
        "and": "und", "more": "{n} weitere", "also": "Außerdem genannt", "undated": "Ohne Datum",
        "introduction": "Einleitung", "company": "Name", "target": "Genanntes Ziel", "when": "Wann", "who": "Wer",
        "what": "Was", "detail": "Einzelheiten", "picture-missing": "Bild nicht enthalten",
        "start": "Beginn", "duration": "Dauer",
        "alt-timeline": "Zeitstrahl, {span}: {items}", "alt-range": "Zeiträume, {span}: {items}",
        "alt-column": "Säulendiagramm: {items}", "alt-bar": "Balkendiagramm: {items}",
        "alt-stacked": "Gestapeltes Säulendiagramm: {items}", "alt-line": "Liniendiagramm: {items}",
        "alt-pie": "Kreisdiagramm: {items}",
    },
    "fr": {
        "agenda": "Ordre du jour", "summary": "Synthèse", "brief-summary": "Synthèse", "contents": "Sommaire",
        "sources": "Sources et notes", "source": "Source", "notes": "Notes", "care": "À lire avec prudence",
        "where": "Origine des informations", "slides": "Diapositives", "slide": "Diapositive",
        "section": "section {n}", "sections": "sections {n}", "not-stated": "Non précisé",
        "continues": "Suite à la diapositive {n}.", "continued": "suite de la diapositive {n}",
        "table-continued": "suite", "of": "{n} sur {m}", "page": "Page {n} sur {m}",
        "report-date": "Date du rapport : {date}", "dated": "Daté du {date}.",
        "no-sources": "Le rapport ne cite aucune source externe.", "appendix": "Annexe", "table": "Tableau {n}",
        "columns": "colonnes {n} sur {m}",
        "handout": "Document, {n} diapositives par page", "brief": "Note : {audience}", "and": "et",
        "more": "{n} autres", "introduction": "Introduction",
        "alt-timeline": "Frise chronologique, {span} : {items}", "alt-range": "Périodes, {span} : {items}",
        "alt-column": "Histogramme : {items}", "alt-bar": "Diagramme à barres : {items}",
        "alt-stacked": "Histogramme empilé : {items}", "alt-line": "Courbe : {items}",
        "alt-pie": "Diagramme circulaire : {items}", "picture-missing": "Image non incluse", "start": "Début",
        "duration": "Durée", "when": "Quand", "company": "Nom", "target": "Objectif annoncé", "undated": "Sans date",
        "to-scale": "Axe à l'échelle",
    },
    "it": {
        "agenda": "Agenda", "summary": "Sintesi", "brief-summary": "Sintesi", "contents": "Indice",
        "sources": "Fonti e note", "source": "Fonte", "notes": "Note", "care": "Da leggere con cautela",
        "where": "Da dove vengono i dati", "slides": "Diapositive", "slide": "Diapositiva",
        "section": "sezione {n}", "sections": "sezioni {n}", "section-name": "Sezione {n}, {title}",
        "not-stated": "Non indicato", "continues": "Continua alla diapositiva {n}.",
        "continued": "continua dalla diapositiva {n}", "table-continued": "continua", "of": "{n} di {m}",
        "page": "Pagina {n} di {m}", "report-date": "Data del rapporto: {date}", "dated": "Datato {date}.",
        "no-sources": "Il rapporto non cita fonti esterne.", "appendix": "Appendice", "table": "Tabella {n}",
        "columns": "colonne {n} di {m}",
        "figure": "Figura {n}", "handout": "Dispensa, {n} diapositive per pagina", "brief": "Nota: {audience}",
        "and": "e", "more": "altri {n}", "introduction": "Introduzione",
        "alt-timeline": "Linea del tempo, {span}: {items}", "alt-range": "Periodi, {span}: {items}",
        "alt-column": "Grafico a colonne: {items}", "alt-bar": "Grafico a barre: {items}",
        "alt-stacked": "Grafico in pila: {items}", "alt-line": "Grafico a linee: {items}",
        "alt-pie": "Grafico a torta: {items}", "picture-missing": "Immagine non inclusa", "start": "Inizio",
        "duration": "Durata", "when": "Quando", "company": "Nome", "target": "Obiettivo dichiarato",
        "undated": "Senza data", "to-scale": "Asse in scala",
    },
    "es": {
        "agenda": "Agenda", "summary": "Resumen ejecutivo", "brief-summary": "Resumen", "contents": "Índice",
        "sources": "Fuentes y notas", "source": "Fuente", "notes": "Notas", "slides": "Diapositivas",
        "slide": "Diapositiva", "section": "sección {n}", "sections": "secciones {n}", "not-stated": "No indicado",
        "continues": "Continúa en la diapositiva {n}.", "continued": "continúa de la diapositiva {n}",
        "table-continued": "continuación", "of": "{n} de {m}", "page": "Página {n} de {m}",
        "dated": "Fechado el {date}.", "appendix": "Apéndice", "table": "Tabla {n}",
        "columns": "columnas {n} de {m}", "figure": "Figura {n}",
        "and": "y", "more": "{n} más", "introduction": "Introducción",
        "alt-timeline": "Línea de tiempo, {span}: {items}", "alt-range": "Periodos, {span}: {items}",
        "alt-column": "Gráfico de columnas: {items}", "alt-bar": "Gráfico de barras: {items}",
        "alt-stacked": "Gráfico apilado: {items}", "alt-line": "Gráfico de líneas: {items}",
        "alt-pie": "Gráfico circular: {items}", "picture-missing": "Imagen no incluida", "start": "Inicio",
        "duration": "Duración", "when": "Cuándo", "company": "Nombre", "target": "Objetivo declarado",
        "undated": "Sin fecha", "to-scale": "Eje a escala",
    },
}  # fmt: skip


class Words:
    """The fixed words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._row = WORDS.get(language.split("-")[0].lower(), {})
        self._dates: dict[tuple[dt.date, bool], str] = {}

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, `{…}` filled from `values`; English where the language lacks them."""
        return (self._row.get(key) or WORDS["en"][key]).format(**values)

    def _locale(self) -> Any:
        """The babel locale of the language; English when babel does not know it."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.language.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en")

    def decimal(self) -> str:
        """The mark before decimals."""
        from babel.numbers import get_decimal_symbol

        return str(get_decimal_symbol(self._locale()))

    def date(self, day: dt.date, short: bool = False) -> str:
        """ "3 February 2026", or "3 Feb 2026"; day before month in English too, as the design has it."""
        key = (day, short)
        if key not in self._dates:  # every slide's source line carries the report's date
            self._dates[key] = self._date(day, short)
        return self._dates[key]

    def _date(self, day: dt.date, short: bool) -> str:
        from babel.dates import format_date

        locale = self._locale()
        if locale.language == "en":
            return f"{day.day} {format_date(day, 'MMM' if short else 'MMMM', locale='en')} {day.year}"
        return str(format_date(day, "medium" if short else "long", locale=locale))

    def day(self, day: dt.date) -> str:
        """ "3 Feb": a day without its year."""
        from babel.dates import format_date, format_skeleton

        locale = self._locale()
        if locale.language == "en":
            return f"{day.day} {format_date(day, 'MMM', locale='en')}"
        return str(format_skeleton("MMMd", day, locale=locale))

    def month(self, day: dt.date, year: bool = False) -> str:
        """ "Feb", or "Feb 2026"."""
        from babel.dates import format_date, format_skeleton

        locale = self._locale()
        if year:
            return str(format_skeleton("yMMM", day, locale=locale))
        return str(format_date(day, "LLL", locale=locale))

    def join(self, names: Sequence[str]) -> str:
        """ "Toyota, Honda and Nissan"."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self('and')} {names[-1]}"


def ranges(numbers: Sequence[int]) -> str:
    """ "3–5, 7" for 3, 4, 5, 7."""
    out: list[list[int]] = []
    for n in sorted(set(numbers)):
        if out and n == out[-1][1] + 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ", ".join(f"{a}–{b}" if b > a else str(a) for a, b in out)
