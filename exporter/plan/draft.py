"""In: what a slide is to say. Out: a Draft, a slide without its number; and the furniture every slide carries."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.model.geometry import Box, px
from exporter.model.page import Choice, Item, Para, PlacedText, Role
from exporter.model.report import AnyBlock, Report, Run, Runs, Section, Text
from exporter.model.style import TextStyle
from exporter.plan.arrange import Arranged
from exporter.plan.arrange.phrases import ended
from exporter.plan.sheet import Sheet, text_item
from exporter.plan.titles import balance
from exporter.plan.words import colon

SOURCE_LINES = 2
"""Lines that the source line has room for."""


class Draft(Struct):
    """One slide on its way to a Page; numbers come last, when all slides are known."""

    layout: str
    title: Runs
    title_path: str = ""
    body: Arranged = field(default_factory=lambda: Arranged((), 0))
    section: Section | None = None
    """The top section it belongs to."""
    subject: Text | None = None
    """What the slide is about within the section, for the tracker."""
    tracker: str = ""
    """Fixed tracker words of slides outside sections."""
    remarks: tuple[Runs, ...] = ()
    """Method notes for the source line."""
    remark_paths: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    """Sources that the slide refers to."""
    notes: tuple[Text, ...] = ()
    shortened: tuple[Text, ...] = ()
    """Texts that the slide shows in a shorter wording than the audience's, to make room."""
    chain: str = ""
    """Slides of one split block share it."""
    index: int = 0
    of: int = 1
    count: tuple[int, int] | None = None
    """"n of m" among the slides of the same title, where there are several."""
    before: Draft | None = None
    """The slide that this one continues, where that is not the one just before."""
    step: int = 0
    """Sizes of type below the preferred one."""
    parted: AnyBlock | None = None
    """What would fit the slide before, but for a break of the author's."""
    backup: bool = False
    choice: Choice | None = None
    page: str = "content"
    background: str = "bg"
    anchors: tuple[str, ...] = ()
    """Ids that links may go to: the section's, the block's."""
    number: int = 0

    @property
    def anchor(self) -> str:
        """Where a link to the slide goes."""
        return self.anchors[0] if self.anchors else f"slide-{self.number}"


def slide_size(sheet: Sheet) -> tuple[int, int]:
    w, h = sheet.theme.slide_size
    return px(w), px(h)


def title_item(text: Runs, path: str, sheet: Sheet) -> PlacedText | None:
    """The title placeholder, balanced; None when the text is too long at the floor."""
    key = (text, path)
    if key not in sheet.titles:
        sheet.titles[key] = _title_item(text, path, sheet)
    return sheet.titles[key]


def _title_item(text: Runs, path: str, sheet: Sheet) -> PlacedText | None:
    top, bottom = sheet.density.frame.title
    x, w = sheet.band("title")
    box = Box(x, px(top), w, px(bottom - top))
    found = balance(text, sheet, box)
    if found is None:
        return None
    para = in_colour(found.para, found.para.style.colour)  # a heading with a link is a heading
    item = text_item(
        box,
        (para,),
        size_role="title",
        placeholder="title",
        role=Role.TITLE,
        insets=(0, 0, found.inset, 0),
        name="Title",
    )
    return with_path(item, path)


def part_title(headline: Text | None, name: str, sheet: Sheet) -> tuple[Runs, str, str]:
    """(title, the fact it shows, tracker) of a part such as the agenda: its headline over its name.

    The name alone where the report has no headline, or one that no title holds: it is told in the notes then.
    """
    if headline and title_item(headline.runs, headline.path, sheet):
        return headline.runs, headline.path, name
    return (Run(name),), "", ""


def in_colour(para: Para, colour: str) -> Para:
    """The paragraph with its links in the colour of the text: in lists of contents everything is a link."""
    if not any(span.colour != colour for line in para.lines for span in line.spans):
        return para
    lines = (replace(line, spans=tuple(replace(s, colour=colour) for s in line.spans)) for line in para.lines)
    return replace(para, lines=tuple(lines))


def with_path(item: PlacedText, path: str) -> PlacedText:
    """The item with its first paragraph showing the fact `path`."""
    if not path:
        return item
    return replace(item, paras=(replace(item.paras[0], path=path), *item.paras[1:]))


def tracker_item(draft: Draft, sheet: Sheet) -> Item | None:
    """The line over the title: section number and name, what the slide is about, "2 of 3"."""
    top, bottom = sheet.density.frame.tracker
    x, w = sheet.band("tracker")
    style = sheet.style("tracker")
    runs: list[Run] = []
    paths: list[str] = []
    if draft.section is not None:
        if draft.section.number:
            runs.append(Run(f"{draft.section.number}  ", bold=True))
        runs += draft.section.title.runs
        paths.append(draft.section.title.path)
    elif draft.tracker:
        runs.append(Run(draft.tracker))
    about = list(draft.subject.runs) if draft.subject else []
    tail: list[Run] = []
    if draft.of > 1:
        # Title and tracker count alike; what has a name of its own here is counted by itself.
        n, m = draft.count if draft.count and not about else (draft.index + 1, draft.of)
        said = draft.count is not None and not about and n > 1  # the title says it
        words = ", ".join(filter(None, (draft.body.about, "" if said else sheet.words("of", n=n, m=m))))
        tail = [Run(words)] if words else []
        if draft.before:
            said_so = f"({sheet.words('continued', n=draft.before.number)})"
            tail += [Run(" ")] * bool(words) + [Run(said_so, link=f"#{draft.before.anchor}")]
        if tail:
            about += _after(", ", tail) if about else tail
    if about:
        runs += [Run("  |  "), *about] if runs else about
        if draft.subject:
            paths.append(draft.subject.path)
    if not runs:
        return None
    para = sheet.para(tuple(runs), style, w, role=Role.LABEL)
    keep = runs[: max(0, len(runs) - len(about) - 1)] if about else runs
    if len(para.lines) > 1 and tail:  # too long for one line: without the subject
        para = sheet.para((*keep, *_after("  |  ", tail)), style, w, role=Role.LABEL)
        paths = paths[:1] if draft.section else []
    if len(para.lines) > 1:  # the section alone, or what of it fits
        para = sheet.para(_first_line(tuple(keep), style, sheet, w), style, w, role=Role.LABEL)
        paths = []
    para = _accent_number(in_colour(para, style.colour), draft)
    return text_item(
        Box(x, px(top), w, px(bottom - top)), (para,), size_role="tracker", placeholder="tracker", role=Role.LABEL,
        paths=tuple(paths), name="Tracker",
    )  # fmt: skip


def _after(mark: str, runs: Sequence[Run]) -> Runs:
    """The runs with a mark before their first words."""
    return (replace(runs[0], text=mark + runs[0].text), *runs[1:])


def _first_line(runs: Runs, style: TextStyle, sheet: Sheet, width: int) -> Runs:
    return (Run(sheet.one_line("".join(run.text for run in runs), style, width)),)


def _accent_number(para: Para, draft: Draft) -> Para:
    """The section number in accent."""
    if draft.section is None or not draft.section.number or not para.lines[0].spans:
        return para
    first, *rest = para.lines[0].spans
    if not first.bold:
        return para
    line = replace(para.lines[0], spans=(replace(first, colour="accent"), *rest))
    return replace(para, lines=(line, *para.lines[1:]))


def footer_name(report: Report, sheet: Sheet) -> Item:
    """The report's title at the foot, as much of it as fits: the same on every slide."""
    top, bottom = sheet.density.frame.footer
    x, w = sheet.band("footer")
    style = sheet.style("footer")
    words = report_name(report)
    plain = "".join(run.text for run in words)
    if sheet.width(plain, style) > w - px(80):
        words = _first_line(words, style, sheet, w - px(80))
        paths: tuple[str, ...] = ()
    else:
        paths = tuple(t.path for t in (report.title, report.edition) if t)
    para = sheet.para(words, style, w - px(72), role=Role.ARTIFACT)
    return text_item(Box(x, px(top), w - px(72), px(bottom - top)), (para,), size_role="footer", placeholder="footer",
                     role=Role.ARTIFACT, paths=paths, name="Footer")  # fmt: skip


def footer_number(number: int, sheet: Sheet) -> Item:
    """The slide's number at the foot."""
    top, bottom = sheet.density.frame.footer
    x, w = sheet.band("footer")
    para = sheet.para(str(number), sheet.style("footer", align="right"), px(64), role=Role.ARTIFACT)
    return text_item(Box(x + w - px(64), px(top), px(64), px(bottom - top)), (para,), size_role="footer",
                     placeholder="page", role=Role.ARTIFACT, name="Slide number")  # fmt: skip


def report_name(report: Report) -> Runs:
    """ "Solid State Battery Status Report: Late 2024/2025 Update"."""
    if report.edition and report.edition.plain not in report.title.plain:
        return (*report.title.runs, Run(colon(report.language)), *report.edition.runs)
    return report.title.runs


def source_item(draft: Draft, report: Report, sheet: Sheet, tail: Run | None) -> Item | None:
    """The source line: what the slide rests on, method notes, "Continues on slide n"."""
    para, paths = _source(draft, report, sheet, tail)
    top, _ = sheet.density.frame.source
    x, w = sheet.band("source")
    lines = len(para.lines)
    y = px(top) if lines < 2 else px(top) - px(12)
    return text_item(
        Box(x, y, w, px(para.style.line / 0.75) * max(lines, 1)), (para,), size_role="source", placeholder="source",
        role=Role.NOTE, paths=paths, name="Source",
    )  # fmt: skip


def source_lines(draft: Draft, report: Report, sheet: Sheet) -> int:
    """How many lines the source line takes, a "Continues on slide 1000." included."""
    tail = Run(sheet.words("continues", n=1000)) if draft.of > 1 else None
    return len(_source(draft, report, sheet, tail)[0].lines)


def _source(draft: Draft, report: Report, sheet: Sheet, tail: Run | None) -> tuple[Para, tuple[str, ...]]:
    """The source line, and the facts it shows."""
    section = draft.section.number if draft.section else ""
    key = (draft.cited, draft.remarks, section, draft.layout == "summary", tail)
    if key not in sheet.sources:
        sheet.sources[key] = _source_para(draft, report, sheet, tail)
    para, remarks = sheet.sources[key]
    return para, draft.remark_paths if remarks else ()


def _source_para(draft: Draft, report: Report, sheet: Sheet, tail: Run | None) -> tuple[Para, bool]:
    """The source line in two lines at most, and whether it has remarks: long names are cut, long remarks are in the
    notes.
    """
    _, w = sheet.band("source")
    for most, remarks in ((0, True), (w // 4, True), (w // 4, False)):
        runs = source_runs(draft, report, sheet, most)
        for remark in draft.remarks if remarks else ():
            runs = (*runs, Run(" "), *remark)
        if tail:
            runs = (*runs, Run(" "), tail)
        para = sheet.para(runs, sheet.style("source"), w, role=Role.NOTE)
        if len(para.lines) <= SOURCE_LINES:
            break
    return para, remarks


def source_runs(draft: Draft, report: Report, sheet: Sheet, most: int = 0) -> Runs:
    """Cited sources by title, else the report itself: title, date, section. most: width of a name, EMU; 0 is any."""
    style = sheet.style("source")

    def name(words: str) -> str:
        return sheet.one_line(words, style, most) if most else words

    lead = sheet.words("source") + colon(sheet.words.language)
    by_id = {source.id: source for source in report.sources}
    cited = [by_id[c] for c in dict.fromkeys(draft.cited) if c in by_id]
    if cited:
        names: list[Run] = [Run(lead)]
        for i, source in enumerate(cited[:4]):
            names.append(Run("; " if i else ""))
            if most:
                names.append(Run(name(source.title.plain), link=source.link))
            else:
                names += [Run(run.text, link=source.link) if source.link else run for run in source.title.runs]
            if source.date:
                names.append(Run(f", {name(source.date.plain)}"))
        if len(cited) > 4:
            names.append(Run(f"; {sheet.words('more', n=len(cited) - 4)}"))
        return ended(tuple(names))
    parts = [name(report.title.plain)]
    if report.date_text:
        parts.append(name(report.date_text.plain))
    elif report.date:
        parts.append(sheet.words.date(report.date))
    if draft.section is not None and draft.section.number:
        parts.append(sheet.words("section", n=draft.section.number))
    elif draft.layout == "summary":
        numbers = [s.number for s in report.sections if s.number]
        if len(numbers) > 1:
            parts.append(sheet.words("sections", n=f"{numbers[0]}–{numbers[-1]}"))
    return ended((Run(lead + ", ".join(parts)),))
