"""Whatever is left out: the ledger answers for every fact once, and nothing left out is anywhere in what remains."""

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.model import report as m
from exporter.model.audience import Audience, Fate, Selector
from exporter.model.walk import HOLDERS, facts, parts, texts
from exporter.select import select
from exporter.select.rules import cited

TAGS = ("detail", "key", "method")
ROLES = ("timeline", "players", "risks")
NAMES = tuple("abcdef")
WORD = re.compile(r"w\d+w")

tags = st.frozensets(st.sampled_from(TAGS), max_size=1)
only = st.sampled_from([frozenset(), frozenset({"deck"}), frozenset({"brief"})])
some = st.sampled_from(NAMES)


@st.composite
def reports(draw: st.DrawFn) -> m.Report:
    """Reports in which every wording of every text is a word found nowhere else, and every path is its own."""
    count = iter(range(10**6))

    def word() -> tuple[m.Run, ...]:
        link = draw(st.sampled_from(["", "#a", "#b", "https://example.org"]))
        return (
            m.Run(
                f"w{next(count)}w" + "x" * draw(st.integers(0, 3)),
                link=link,
                cite=draw(st.sampled_from([(), ("s1",), ("s2",)])),
            ),
        )

    def text() -> m.Text:
        lengths = draw(
            st.sampled_from(["standard", "full", "short standard", "short full", "short standard full"])
        ).split()
        return m.Text(**{length: word() for length in lengths}, path=f"p{next(count)}")

    def maybe() -> m.Text | None:
        return text() if draw(st.booleans()) else None

    def overrides() -> tuple[tuple[str, m.Override], ...]:
        hide = st.sampled_from([None, True, False])
        return tuple(
            (name, m.Override(headline=maybe(), hidden=draw(hide)))
            for name in draw(st.sets(st.sampled_from(["me", "parent", "other"]), max_size=1))
        )

    def many(make, most: int = 2):  # type: ignore[no-untyped-def]
        return tuple(make() for _ in range(draw(st.integers(0, most))))

    def common() -> dict[str, object]:
        return {
            "id": draw(some), "headline": maybe(), "notes": many(text, 1), "tags": draw(tags), "only": draw(only),
            "hidden": draw(st.sampled_from([False, False, True])), "overrides": overrides(),
            "backup": draw(st.sampled_from([False, False, True])),
        }  # fmt: skip

    def item() -> m.Item:
        return m.Item(id=draw(some), name=text(), values=(("f", many(text)),), tags=draw(tags), points=many(point, 1))

    def point() -> m.Point:
        return m.Point(text(), tags=draw(tags))

    def block() -> m.AnyBlock:
        kind = draw(st.sampled_from(["text", "points", "items", "figures"]))
        if kind == "items":
            field = m.Field("f", text(), tags=draw(tags))
            links = (m.ItemLink(draw(some), draw(some), text()),)
            groups = many(lambda: m.Group("g", maybe(), many(item)))
            return m.Items(**common(), fields=(field,), groups=groups, links=links)  # type: ignore[arg-type]
        if kind == "points":
            return m.Points(**common(), points=many(point))  # type: ignore[arg-type]
        if kind == "figures":
            return m.Figures(**common(), figures=many(figure))  # type: ignore[arg-type]
        return m.Prose(**common(), paragraphs=many(text))  # type: ignore[arg-type]

    def figure() -> m.Figure:
        return m.Figure(text(), sections=tuple(draw(st.sets(some, max_size=2))), tags=draw(tags))

    def section(depth: int = 0) -> m.Section:
        inner = many(lambda: section(depth + 1)) if depth < 2 else ()
        role = draw(st.sampled_from(("", *ROLES)))
        return m.Section(title=text(), question=maybe(), role=role, blocks=many(block), sections=inner, **common())  # type: ignore[arg-type]

    return m.Report(
        title=text(),
        summary=many(figure),
        summary_headline=maybe(),
        sections=many(section, 3),
        sources=(m.Source("s1", text()), m.Source("s2", text())),
    )


selectors = st.lists(
    st.one_of(
        st.builds(Selector, st.just("tag"), st.sampled_from(TAGS)),
        st.builds(Selector, st.just("role"), st.sampled_from(ROLES)),
        st.builds(Selector, st.just("kind"), st.sampled_from(["text", "items"])),
        st.builds(Selector, st.just("section"), some),
        st.builds(Selector, st.just("id"), some),
    ),
    max_size=2,
).map(tuple)

audiences = st.builds(
    Audience,
    name=st.just("me"),
    extends=st.just(("parent",)),
    wording=st.sampled_from(m.LENGTHS),
    include=selectors,
    exclude=selectors,
    order=selectors,
    parts=st.sampled_from([(), (("agenda", False), ("summary", False))]),
)


@settings(max_examples=150, deadline=None)
@given(reports(), audiences, st.sampled_from(["deck", "brief"]))
def test_the_ledger_answers_for_every_fact_once_and_nothing_left_out_remains(
    report: m.Report, audience: Audience, format: str
) -> None:
    selection = select(report, audience, format)
    kept = selection.report
    entries = selection.ledger.entries

    # every fact once, in report order
    given_paths = [t.path for t in facts(report)]
    assert [e.path for e in entries][: len(given_paths)] == given_paths
    assert max(Counter(e.path for e in entries).values()) == 1

    # the ledger's word is what remains
    shown = {t.path: t.plain for t in facts(kept)}
    assert {e.path: e.shown for e in entries if e.fate is not Fate.LEFT_OUT} == shown
    assert all(e.rule for e in entries if e.fate is not Fate.KEPT)

    # nothing that was left out can be read anywhere
    alive = {w for t in texts(kept) for runs in (t.standard, t.short) for w in WORD.findall(m.plain(runs))}
    assert set(WORD.findall(repr(kept))) == alive
    left_out = {w for e in entries if e.fate is Fate.LEFT_OUT for w in WORD.findall(e.text)}
    assert not left_out & alive

    # valid again: nothing points at what is gone, nothing is empty that was not
    sections = {s.id for s in kept.walk()}
    ids = {p.id for p in parts(kept, HOLDERS) if hasattr(p, "id")}
    assert cited(kept) <= {s.id for s in kept.sources}
    for part in parts(kept):
        if isinstance(part, m.Figure):
            assert set(part.sections) <= sections
        if isinstance(part, m.Items):
            assert {end for link in part.links for end in (link.start, link.end)} <= {i.id for i in part.items}
        if isinstance(part, m.Text):
            assert all(r.link[1:] in ids for r in part.runs if r.link.startswith("#"))
