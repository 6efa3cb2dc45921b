"""In: a report in Markdown, as people write it. Out: a Reading: the report in the model's shape, and warnings.

    parse (markdown_tree)  ->  head (markdown_head)  ->  sections (here)  ->  blocks (markdown_blocks, markdown_lists)
    ->  ids and paths (markdown_paths)  ->  links and citations that hold (here)

Everything is recognised by its shape, in any language; what fits no shape stays text. No word of the file is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from exporter.errors import oops
from exporter.model.report import (
    REFERENCE,
    AnyBlock,
    Field,
    Group,
    Items,
    Level,
    Milestones,
    Prose,
    Reading,
    Report,
    Run,
    Runs,
    Section,
    Source,
    Text,
    plain,
)
from exporter.model.walk import map_texts, texts
from exporter.read import inline
from exporter.read.ids import Ids, readable, slug
from exporter.read.markdown_blocks import Blocks
from exporter.read.markdown_citations import with_citations
from exporter.read.markdown_glossary import with_glossary
from exporter.read.markdown_head import STANDFIRST, Head, front_matter, labelled_lines, split_title
from exporter.read.markdown_left_out import left_out
from exporter.read.markdown_nodes import Footnote, Heading, Lines, List, Node, Paragraph, Spoken
from exporter.read.markdown_paths import with_paths
from exporter.read.markdown_references import web_link, with_references
from exporter.read.markdown_runs import Piece, clean, cut, join, one_piece, pieces, undressed, with_bars
from exporter.read.markdown_tree import parse
from exporter.read.markdown_words import ROLES, in_language, language, named
from exporter.read.nodes import RAISE
from exporter.read.tree import Limits, check_printable

LINES_PER_MB = 6_000
"""Of the size that is allowed: short lines take the parser far longer than long ones."""
_MARKS = re.compile(r"[*_`\[\]<&\\]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read_markdown(text: str, path: Path | None = None, limits: Limits = Limits()) -> Reading:
    """The report in a Markdown text; `path` is its file, in whose folder pictures are looked for.

    UserError when the front matter is wrong, or the text is too large or too deeply nested to be a report.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    file = str(path) if path else "report.md"
    check_printable(text, file)
    lines = Lines(file, text)
    _check_size(lines, text, limits)
    head, skipped = front_matter(text, lines, limits)
    tree = parse("\n".join(lines.lines[skipped:]), lines, limits, skipped + 1)
    head.language = head.language or language(text)
    blocks = Blocks(lines, path.resolve().parent if path else None, head.language, limits)
    draft = _outline(head, tree.blocks, lines)
    report = _report(head, draft, blocks, path, tree.footnotes)
    report = with_references(with_glossary(_checked(report, draft, blocks, tree.footnotes)))
    report, findings = with_citations(report, head.bibliography, blocks.folder)
    blocks.findings += findings
    for key, place in head.unused:
        blocks.warn("front-matter-unused", f"'{key}' says nothing to exporter", place, level=Level.NOTE)
    for told in left_out(tree):
        blocks.warn(told.code, told.what, lines.place(told.line), told.hint, told.level)
    return Reading(report, tuple(blocks.findings))


def _check_size(lines: Lines, text: str, limits: Limits) -> None:
    if len(text.encode()) > limits.bytes:
        raise oops(f"larger than {limits.bytes:,} bytes", lines.place(1), RAISE)
    most = int(LINES_PER_MB * limits.bytes / 1_000_000)
    if len(lines.lines) > most:
        raise oops(f"more than {most:,} lines", lines.place(most), RAISE)
    if sum(1 for _ in _MARKS.finditer(text)) > limits.marks:
        raise oops(f"more than {limits.marks:,} signs of markup", lines.place(1), RAISE)


# --- the outline ----------------------------------------------------------------------------------------------------


class _Draft(Struct):
    """A section while it is being read."""

    level: int
    title: Runs = ()
    line: int = 0
    id: str = ""
    nodes: list[Node] = field(default_factory=list)
    below: list[_Draft] = field(default_factory=list)
    anchors: tuple[str, ...] = ()
    """Names by which links may call it: its own id, the slug that web sites make of its heading."""


def _outline(head: Head, nodes: Sequence[Node], lines: Lines) -> _Draft:
    """The sections as headings nest them, levels healed; the root holds what stands before the first heading."""
    root = _Draft(0)
    title, nodes = _find_title(head, nodes)
    preamble = next((i for i, node in enumerate(nodes) if isinstance(node, Heading)), len(nodes))
    root.nodes = labelled_lines(head, list(nodes[:preamble]), lines)
    if title:
        root.line = title.line
    stack = [root]
    for node in nodes[preamble:]:
        if not isinstance(node, Heading):
            stack[-1].nodes.append(node)
            continue
        while stack[-1].level >= node.level:
            stack.pop()
        runs, images = one_piece(node.atoms)
        name = _bare(undressed(runs))
        draft = _Draft(node.level, name, node.line, slug(node.id), anchors=(node.id, _web_slug(plain(runs))))
        draft.nodes += [Paragraph((image,), node.line) for image in images]
        stack[-1].below.append(draft)
        stack.append(draft)
    _number_heads(root)
    _take_off_numbers(root.below, ())
    return root


def _find_title(head: Head, nodes: Sequence[Node]) -> tuple[Heading | None, Sequence[Node]]:
    """The title's heading and the nodes without it; it fills in `head`.

    It is the first heading of level 1. Beside a title in the front matter, a lone one is the headline; several are
    sections.
    """
    firsts = [node for node in nodes if isinstance(node, Heading) and node.level == 1]
    given = head.texts.get("title")
    if not firsts or (given and len(firsts) > 1):
        return None, nodes
    first = firsts[0]
    runs, images = one_piece(first.atoms)
    runs = undressed(runs)
    if not given:
        if not runs:
            return None, nodes
        name, edition = split_title(runs) if "edition" not in head.texts else (runs, ())
        head.texts["title"] = Text(standard=name)
        if edition:
            head.texts["edition"] = Text(standard=edition)
    elif plain(runs).casefold() != given.plain.casefold():
        if "headline" in head.texts:
            return None, nodes
        head.texts["headline"] = Text(standard=runs)
    pictures = [Paragraph((image,), first.line) for image in images]
    at = next(i for i, node in enumerate(nodes) if node is first)
    return first, [*nodes[:at], *pictures, *nodes[at + 1 :]]


def _bare(title: Runs) -> Runs:
    """A title without the colon at its end."""
    found = re.search(r"\s*[:：]\s*\Z", plain(title))
    return clean(cut(title, 0, found.start())) if found and found.start() else title


def _web_slug(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


def _number_heads(draft: _Draft) -> None:
    """Numbered paragraphs that stand apart, each with text below (`1. Question` … `2. Question` …), are headings."""
    for inner in draft.below:
        _number_heads(inner)
    heads = [
        i
        for i, node in enumerate(draft.nodes)
        if isinstance(node, List) and node.ordered and len(node.entries) == 1 and _head_of(node)
    ]
    numbers = [node.start for i in heads if isinstance(node := draft.nodes[i], List)]
    if len(heads) < 2 or numbers != list(range(numbers[0], numbers[0] + len(heads))) or numbers[0] > 1:
        return
    nodes, draft.nodes = draft.nodes, draft.nodes[: heads[0]]
    made = []
    for i, end in zip(heads, [*heads[1:], len(nodes)], strict=True):
        node = nodes[i]
        assert isinstance(node, List)
        first, *rest = node.entries[0].blocks
        assert isinstance(first, Paragraph)
        name = _bare(undressed(one_piece(first.atoms)[0]))
        made.append(_Draft(draft.level + 1, name, first.line, nodes=[*rest, *nodes[i + 1 : end]]))
    draft.below = made + draft.below


def _head_of(node: List) -> bool:
    """Whether the entry begins with one paragraph that can stand as a heading."""
    first = node.entries[0].blocks[0] if node.entries[0].blocks else None
    if not isinstance(first, Paragraph):
        return False
    found = pieces(first.atoms, first.line)
    return len(found) == 1 and isinstance(found[0], Piece) and len(plain(found[0].runs)) <= 160


_NUMBER = re.compile(
    r"(?:(?P<deep>\d{1,3}(?:\.\d{1,3})+)[.)、．:]?(?=\s|[^\x00-\x7f])"
    r"|(?P<arabic>\d{1,3})(?:[.)、．]|\s*:)(?=\s|[^\x00-\x7f])"
    r"|(?P<chinese>[一二三四五六七八九十百]{1,4})[.、．)）](?=\s|\S)|[(（](?P<bracket>[一二三四五六七八九十]{1,3}|\d{1,3})[)）]"
    r"|第(?P<chapter>[一二三四五六七八九十百\d]{1,4})[章节部分篇]+(?=\s|[、．:：])[、．:：]?"
    r"|(?P<bare>\d{1,2})(?=\s+[^\W\d])|(?P<roman>[IVXLC]{1,6})[.)](?=\s)|(?P<letter>[A-Z])[.)](?=\s))\s*(?=\S)"
)
_LOOSE = ("roman", "letter")
"""Kinds of number that may as well be initials: they count only when a neighbour has one too."""
_COUNTED = ("arabic", "bare")
"""Bare numbers ("1 Scope", but "3 reasons") count only when they and their neighbours count up from 1."""


def _take_off_numbers(drafts: Sequence[_Draft], above: tuple[str, ...]) -> None:
    """Titles without the numbers that their writer gave them: the layouts number sections."""
    found = [_NUMBER.match(plain(draft.title)) for draft in drafts]
    kinds = [match.lastgroup if match else None for match in found]
    counted = [int(match[kind]) for match, kind in zip(found, kinds, strict=True) if match and kind in _COUNTED]
    row = len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted))) and counted[0] < 2
    for draft, match in zip(drafts, found, strict=True):
        number: tuple[str, ...] = ()
        if match and (row if match.lastgroup == "bare" else _is_number(match, kinds, above)):
            number = tuple(re.findall(r"\d+", match[0]))
            draft.title = clean(cut(draft.title, match.end()))
        _take_off_numbers(draft.below, number)


def _is_number(match: re.Match[str], kinds: Sequence[str | None], above: tuple[str, ...]) -> bool:
    kind = match.lastgroup
    if kind in _LOOSE:
        return kinds.count(kind) >= 2
    if kind == "deep":  # "2.3 Results", but not "3.5 million people"
        digits = tuple(match["deep"].split("."))
        return bool(above and digits[: len(above)] == above) or kinds.count(kind) >= 2 or match[0].rstrip()[-1] in ".)"
    return True


# --- the report -----------------------------------------------------------------------------------------------------


def _report(head: Head, root: _Draft, blocks: Blocks, path: Path | None, footnotes: Sequence[Footnote]) -> Report:
    place = blocks.lines.place
    said = {name: replace(text, spot=text.spot or place(root.line, text.plain)) for name, text in head.texts.items()}
    if "title" not in said:
        name = readable(path.stem) if path else "Report"
        said["title"] = Text(standard=(Run(name),), spot=place(1))
        what = f"the report has no title: it is called '{name}'"
        blocks.warn("title-missing", what, place(1), "begin the file with `# Title`")
    year = _year(said)
    opening = _opening(root, said, blocks, year)
    sections = tuple(_section(draft, blocks, year) for draft in root.below)
    abstract = _abstract(head, blocks)
    if sections and opening and all(block.kind == "picture" for block in opening[0].blocks):
        # A logo over the title makes no section of its own.
        sections = (replace(sections[0], blocks=opening[0].blocks + sections[0].blocks), *sections[1:])
        opening = ()
    opening = (*abstract, *opening)
    report = Report(
        title=said.pop("title"),
        id=head.id or (path.stem if path else "report"),
        authors=head.authors,
        date=head.date,
        language=head.language,
        sections=(*opening, *sections),
        sources=_sources(footnotes, blocks),
        folder=str(blocks.folder or ""),
        place=place(1),
    )
    return replace(report, **said)


def _year(said: dict[str, Text]) -> int | None:
    """The one year that the head of a report names, for dates without a year."""
    found = {
        year for name in ("title", "edition", "date_text") if name in said for year in _YEAR.findall(said[name].plain)
    }
    return int(found.pop()) if len(found) == 1 else None


def _opening(root: _Draft, said: dict[str, Text], blocks: Blocks, year: int | None) -> tuple[Section, ...]:
    """What stands before the first heading: a short paragraph goes under the title, more is a section."""
    if len(root.nodes) == 1 and "standfirst" not in said and root.below and isinstance(root.nodes[0], Paragraph):
        found = pieces(root.nodes[0].atoms, root.nodes[0].line)
        runs = clean(with_bars(found[0])) if len(found) == 1 and isinstance(found[0], Piece) else ()
        if runs and len(plain(runs)) <= STANDFIRST:
            said["standfirst"] = blocks.text(runs, root.nodes[0].line)
            return ()
    made = blocks.make(root.nodes, year)
    if not made:
        return ()
    title = Text(standard=(Run(in_language("Introduction", blocks.language)),), spot=made[0].place)
    return (Section(id="", title=title, role="context", blocks=made, place=made[0].place),)


def _abstract(head: Head, blocks: Blocks) -> tuple[Section, ...]:
    """The abstract of the front matter that is too long for the cover, or stands beside another text there."""
    if not head.abstract:
        return ()
    place = head.abstract[0].place
    title = Text(standard=(Run(in_language("Abstract", blocks.language)),), spot=place)
    prose = Prose(id="", paragraphs=head.abstract, place=place)
    return (Section(id="", title=title, role="summary", blocks=(prose,), place=place),)


def _section(draft: _Draft, blocks: Blocks, year: int | None) -> Section:
    years = set(_YEAR.findall(plain(draft.title)))
    year = int(years.pop()) if len(years) == 1 else year
    title = blocks.text(draft.title, draft.line) if draft.title else Text(standard=(Run("–"),))
    shown = [node for node in draft.nodes if not isinstance(node, Spoken)]
    said = [text for node in draft.nodes if isinstance(node, Spoken) for text in texts(blocks.make(node.blocks))]
    section = Section(
        id=draft.id,
        title=title,
        role=named(re.sub(r"[(（][^()（）]*[)）]", "", title.plain), ROLES),
        blocks=blocks.make(shown, year),
        notes=tuple(said),
        sections=tuple(_section(inner, blocks, year) for inner in draft.below),
        place=blocks.lines.place(draft.line),
    )
    return _grouped(section)


def _grouped(section: Section) -> Section:
    """Subsections that each hold one list of items, or of milestones, are the groups of one block."""
    below = section.sections
    lone = [s.blocks[0] for s in below if len(s.blocks) == 1 and not s.sections and not s.blocks[0].title and not s.id]
    if len(below) < 2 or len(lone) < len(below):
        return section
    titles = [s.title for s in below]
    items = [block for block in lone if isinstance(block, Items)]
    milestones = [block for block in lone if isinstance(block, Milestones) and not block.undated]
    merged: AnyBlock
    if len(items) == len(below) and len({block.ordered for block in items}) == 1:
        groups = tuple(
            Group("", title, item_group.items)
            for title, block in zip(titles, items, strict=True)
            for item_group in block.groups
        )
        merged = replace(items[0], fields=_all_fields(items), groups=groups)
    elif len(milestones) == len(below):
        listed = tuple(
            replace(m, group=title) for title, block in zip(titles, milestones, strict=True) for m in block.milestones
        )
        merged = replace(milestones[0], milestones=listed)
    else:
        return section
    return replace(section, blocks=(*section.blocks, merged), sections=())


def _all_fields(blocks: Iterable[Items]) -> tuple[Field, ...]:
    fields: dict[str, Field] = {}
    for block in blocks:
        for one in block.fields:
            fields.setdefault(one.id, one)
    return tuple(fields.values())


# --- sources, links, citations --------------------------------------------------------------------------------------


def _sources(footnotes: Sequence[Footnote], blocks: Blocks) -> tuple[Source, ...]:
    """Footnotes as sources: their words are the title, their first link is the link."""
    out = []
    for id, note in zip(_source_ids(footnotes), footnotes, strict=True):
        runs = _words(note.blocks, blocks)
        text = blocks.text(runs, note.line) if plain(runs).strip() else Text(standard=(Run(note.label),))
        out.append(Source(id, text, link=web_link(runs), place=text.place))
    return tuple(out)


def _source_ids(footnotes: Sequence[Footnote]) -> list[str]:
    ids = Ids()
    return [ids.new(f"note-{n.label}" if n.label.isdecimal() else n.label, "note") for n in footnotes]


def _words(nodes: Sequence[Node], blocks: Blocks) -> Runs:
    """All words of some nodes as one text, a line a paragraph."""
    out: list[Run] = []
    for text in texts(blocks.make(nodes)):
        out += [Run("\n")] if out else []
        out += text.runs
    return join(out)


def _checked(report: Report, root: _Draft, blocks: Blocks, footnotes: Sequence[Footnote]) -> Report:
    """The report with ids and paths; links that lead nowhere are dropped, citations name their source."""
    report = with_paths(report)
    anchors = _anchors(report, root)
    sources: dict[str, str] = {}
    for id, note in zip(_source_ids(footnotes), footnotes, strict=True):
        sources.setdefault(note.label, id)

    titles = {section.title.path for section in report.walk()}  # `## Plan [](#plan)`: a web site’s mark of a heading

    def mend(text: Text) -> Text:
        if "@" in text.plain:
            text = replace(text, standard=join(part for run in text.standard for part in _referring(run, anchors)))
        if not any(run.link or run.cite for run in text.standard):
            return text
        if text.path in titles:
            text = replace(text, standard=tuple(run for run in text.standard if run.text != REFERENCE))
        return replace(text, standard=join(mended(run, text) for run in text.standard))

    def mended(run: Run, text: Text) -> Run:
        link = unquote(run.link) if run.link.startswith("#") else run.link
        if link.startswith("#"):
            known = anchors.get(link[1:]) or anchors.get(link[1:].lower())
            link = f"#{known}" if known else ""
        elif not inline.allowed(link):
            link = ""
        if run.link and not link:
            hint = "links go to http, https, mailto, or to a heading of the report"
            blocks.warn("link-dropped", f"the link to '{unquote(run.link)[:60]}' is dropped", text.place, hint)
            if run.text == REFERENCE:
                run = replace(run, text="")
        return replace(run, link=link, cite=tuple(sources[name] for name in run.cite if name in sources))

    return map_texts(report, mend)


_REFERS = re.compile(r"(?<![\w@])@((?:fig|tbl|lst|sec)-[\w-]*\w)")


def _referring(run: Run, anchors: dict[str, str]) -> Iterator[Run]:
    """The run with links in place of `@tbl-costs`, as Quarto has them, where the report has what they name."""
    at = 0
    for found in _REFERS.finditer(run.text) if not (run.code or run.link) else ():
        if found[1] in anchors:
            yield replace(run, text=run.text[at : found.start()], cite=())
            yield replace(run, text=REFERENCE, link=f"#{found[1]}", cite=())
            at = found.end()
    yield replace(run, text=run.text[at:])


def _anchors(report: Report, root: _Draft) -> dict[str, str]:
    """The names by which links may call a section, or a table or picture with a name of its own -> its id."""
    out = {b.id: b.id for section in report.walk() for b in section.blocks if b.id.startswith(("fig-", "tbl-", "lst-"))}
    pairs: list[tuple[_Draft, Section]] = []
    top = report.sections[len(report.sections) - len(root.below) :]
    pairs += zip(root.below, top, strict=True)
    while pairs:
        draft, section = pairs.pop()
        for name in (section.id, *draft.anchors):
            if name:
                out.setdefault(name, section.id)
        for i, inner in enumerate(draft.below):
            if section.sections:
                pairs.append((inner, section.sections[i]))
            else:  # its subsections became groups of one block
                out.update({name: section.id for name in inner.anchors if name not in out})
    return out
