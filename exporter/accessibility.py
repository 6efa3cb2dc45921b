"""In: the files of one report for one audience. Out: a page that says how accessible each is, to be filed with them.

It says what was checked here and what came of it, which standard each file claims, and what a person still has to
look at. It has no date of its own: the same build gives the same page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from exporter.model.audience import Audience, Ledger
from exporter.model.report import Finding, Level, Report

SUFFIX = "-accessibility.html"
CLAIMS = {
    "a-2a": "PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1)",
    "a-3a": "PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1)",
    "ua-1": "PDF/UA-1 (ISO 14289-1)",
    "none": "none",
    "": "none exists for this kind of file",
}

FOLDED = "none: its pages stand in the order of folding, for printing. The brief has the same content."


class Check(Struct, frozen=True):
    """A row of the page: the findings with `code` are its result."""

    what: str
    code: str
    rule: str = ""
    pdf_rule: str = ""
    """What asks for it in PDF files besides."""


CHECKS = (
    Check("Every figure has an alternative text", "missing-alt", "WCAG 2.2, 1.1.1", "PDF/UA-1, 7.3"),
    Check("Headings follow one another without a gap", "order", "WCAG 2.2, 1.3.1", "PDF/UA-1, 7.4"),
    Check("The document has a title, and every slide one of its own", "title", "WCAG 2.2, 2.4.2"),
    Check("Text stands out from its ground (4.5:1, large text 3:1)", "contrast", "WCAG 2.2, 1.4.3"),
    Check("No text is smaller than its theme allows", "floor"),
    Check("No text runs out of its box or off the page", "overflow"),
    Check("No two texts lie over one another", "collision"),
    Check("Every link leads somewhere", "dead-link", "WCAG 2.2, 2.4.4"),
    Check("Every character has a glyph and a Unicode value", "missing-glyph", "", "PDF/UA-1, 7.21"),
    Check("No line of Thai ends inside a word", "thai-words"),
    Check("Every text chosen for this audience is in the file", "lost-fact"),
    Check("The written file opens, and its text can be read back", "broken-file", "", "PDF/UA-1, 7.21.7"),
)
MADE_SO = (
    "Headings, paragraphs, lists, tables with their header cells, figures, captions, links and notes are tagged as "
    "such, in the order in which they are read (PDF); titles and texts stand in placeholders in that order (deck).",
    "Running heads, page numbers, rules and repeated table heads are artifacts (PDF).",
    "The document's language is stated, and that of passages in another one where the report says so.",
    "The document's title is shown in the window, not the file's name (PDF).",
    "Bookmarks follow the headings (PDF).",
)
FOR_A_PERSON = (
    "Do the alternative texts say what matters about each figure? Those that the report does not give are made from "
    "the data.",
    "Is the order of reading the one that makes sense? Read one file aloud with a screen reader.",
    "Does anything depend on colour alone that the words do not say?",
    "Are headings and link texts clear out of their context?",
    "Are abbreviations explained, and is the language plain enough for these readers?",
    "Are passages in other languages marked in the report?",
    "Decks: does PowerPoint's own accessibility checker agree? It was not run here.",
    "PDF: do veraPDF and PAC agree with the standard claimed? They were not run here.",
)
STYLE = """
body { font: 16px/1.5 Arial, sans-serif; color: #1b1b1b; background: #fff; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem }
h1 { font-size: 1.75rem; line-height: 1.2 } h2 { font-size: 1.25rem; margin-top: 2.5rem }
table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8a8a8a }
dt { font-weight: bold } dd { margin: 0 0 .5rem } code { overflow-wrap: anywhere }
"""


class Made(Protocol):
    """A written file, as the page speaks of it."""

    @property
    def path(self) -> Path: ...
    @property
    def format(self) -> str: ...
    @property
    def pages(self) -> int: ...
    @property
    def standard(self) -> str: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def ledger(self) -> Ledger: ...


def _title(report: Report, files: Sequence[Made]) -> str:
    """The report's title as this audience reads it; its id where no file says it."""
    path = report.title.path or "title"
    return next((entry.shown for file in files for entry in file.ledger.entries if entry.path == path), report.id)


def page(report: Report, audience: Audience, files: Sequence[Made]) -> str:
    """The page as HTML that needs nothing from outside."""
    title = f"Accessibility of {_title(report, files)}"
    body = "\n".join(part for file in files for part in _file(file))
    dated = f", {report.date.isoformat()}" if report.date else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p>Report{dated}, for the audience “{escape(audience.title or audience.name)}”. Made and checked by exporter.
Each file is named with its SHA-256 sum, by which it can be told from any other.</p>
{body}
<h2>How the files are made</h2>
{_list(MADE_SO)}
<h2>What a person still has to check</h2>
{_list(FOR_A_PERSON)}
</main>
</body>
</html>
"""


def _file(file: Made) -> Iterator[str]:
    digest = sha256(file.path.read_bytes()).hexdigest()
    unit = ("slide" if file.format in ("deck", "slides") else "page") + ("s" if file.pages != 1 else "")
    yield f"<h2>{escape(file.path.name)}</h2>"
    claim = FOLDED if file.format == "booklet" else CLAIMS[file.standard]
    yield f"<dl><dt>Standard claimed</dt><dd>{claim}</dd>"
    yield f"<dt>Length</dt><dd>{file.pages} {unit}</dd><dt>SHA-256</dt><dd><code>{digest}</code></dd></dl>"
    yield f"<table><caption>Checks of {escape(file.path.name)}</caption>"
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Check", "Rule", "Result"))
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for check in CHECKS:
        found = [f for f in file.findings if f.code == check.code and f.level is not Level.NOTE]
        rules = "; ".join(filter(None, (check.rule, check.pdf_rule if file.standard else "")))
        yield f'<tr><th scope="row">{check.what}</th><td>{rules}</td><td>{_result(found)}</td></tr>'
    yield "</tbody></table>"


def _result(found: Sequence[Finding]) -> str:
    if not found:
        return "passed"
    said = (f"{escape(f.message)}{f' (page {f.page})' if f.page else ''}" for f in found)
    return f"{len(found)} to look at: " + "; ".join(said)


def _list(texts: Sequence[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{escape(text)}</li>" for text in texts) + "\n</ul>"
