"""In: figures, or milestones. Out: one figure as large as the slide allows, what it says, and what frames it.

The emphasised figure, else the first, is the number; up to three others stand under a rule as context (deck-11).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from exporter.model.geometry import Box, px
from exporter.model.page import Item, Para, Role
from exporter.model.report import AnyBlock, Figures, Milestones, Text
from exporter.model.style import Region
from exporter.plan.arrange import Arranged, Part
from exporter.plan.arrange.phrases import Phrase, beyond, capital, joined, names, paragraph, phrase, tidy, torn
from exporter.plan.sheet import GAP, Sheet, rule, text_item
from exporter.text import height

MOST = 3
"""Facts beside the number."""
GAPS = (px(32), px(20))
"""Between number and statement, and between statement and rule: at best, and at least."""
FACTS = px(120)
"""Room from the rule of the facts to the foot of the box, at least."""
UNDER_RULE = px(16)
WIDE = px(960)
"""A statement is not set wider."""


class Fact(Struct, frozen=True):
    """A figure with what it is and what supports it, whatever block it comes from."""

    figure: Phrase
    label: Phrase
    support: Phrase
    more: tuple[Text, ...] = ()
    emphasis: bool = False

    def lines(self) -> tuple[Phrase, ...]:
        return tuple(p for p in (self.label, self.support, *map(phrase, self.more)) if p)


def arrange(block: AnyBlock, box: Box, sheet: Sheet, step: int, region: Region, part: Part) -> Arranged | None:
    """One to four facts; a number that is wider than the box is crowded. None for more facts."""
    facts = _facts(block, sheet)
    if not 0 < len(facts) <= MOST + 1:
        return None
    main = next((fact for fact in facts if fact.emphasis), facts[0])
    others = [fact for fact in facts if fact is not main]
    number = sheet.style("big-number", step)
    head = paragraph(sheet, main.figure, number, max(box.w, px(8)), Role.H2)
    said, said_w = tidy(lambda w: _statement(main, sheet, w, step), min(box.w, WIDE))
    columns = sheet.across(box, MOST)
    context = [_context(fact, sheet, columns[0].w, step) for fact in others]
    tall = max((height(paras) for paras in context), default=0)
    foot = tall + px(1) + UNDER_RULE if context else 0
    need = height((head,)) + height(said) + foot + GAPS[1] * (bool(said) + bool(context))
    y, gap, rule_y = _spread(box, height((head,)), height(said), foot)
    items: list[Item] = [
        text_item(Box(box.x, y, box.w, height((head,))), (head,), size_role="big-number", role=Role.H2,
                  paths=beyond(main.figure))
    ]  # fmt: skip
    y += height((head,)) + gap
    if said:
        paths = beyond(*main.lines())
        size_role = "statement" if len(said) == 1 else "lead" if main.more else "subhead"
        items.append(text_item(Box(box.x, y, said_w, height(said)), said, size_role=size_role, paths=paths))
    if context:
        items.append(rule(box.x, rule_y, box.w))
    for paras, column, fact in zip(context, columns, others, strict=False):
        where = Box(column.x, rule_y + UNDER_RULE, column.w, height(paras))
        items.append(text_item(where, paras, size_role="body", paths=beyond(fact.figure, *fact.lines())))
    wide = max(0, sheet.width(main.figure.plain, number) - box.w)
    ragged = sum(torn(paras) for paras in (said, *context))
    crowd = wide + px(40) * ragged
    return Arranged(tuple(items), need, crowd=crowd, white=max(0.0, 1 - need / box.h) / 2)


def _spread(box: Box, number: int, said: int, foot: int) -> tuple[int, int, int]:
    """(top of the number, gap under it, y of the rule): the facts at the foot, the rest above in its room."""
    gap = GAPS[0] if box.h - number - said - foot >= sum(GAPS) + GAPS[0] else GAPS[1]
    used = number + said + (gap if said else 0)
    if not foot:
        return box.y + max(0, (box.h - used) * 2 // 5), gap, 0
    rule_y = max(box.bottom - max(FACTS, foot), box.y + used + GAPS[1])
    if rule_y + foot > box.bottom:
        rule_y = max(box.bottom - foot, box.y + used + GAPS[1])
    return box.y + max(0, (rule_y - box.y - used - GAP) // 3), gap, rule_y


def _facts(block: AnyBlock, sheet: Sheet) -> list[Fact]:
    if isinstance(block, Figures):
        return [Fact(phrase(f.figure), phrase(f.label), phrase(f.support), (), f.emphasis) for f in block.figures]
    if (
        isinstance(block, Milestones)
        and not block.undated
        and not any(p.points for m in block.milestones for p in m.points)
    ):
        return [
            Fact(
                capital(m.when_text),
                joined(names(m.who, sheet, bold=False), phrase(m.what)),
                phrase(m.detail),
                (*((m.group,) if m.group else ()), *(p.text for p in m.points)),
                m.emphasis,
            )
            for m in block.milestones
        ]
    return []


def _statement(fact: Fact, sheet: Sheet, width: int, step: int) -> Sequence[Para]:
    """What the number says, set large; where a label stands beside its support, the label is a head over it."""
    large = sheet.style("statement", step)
    small = sheet.style("lead", step)
    out: list[Para] = []
    if fact.label and fact.support:
        out.append(paragraph(sheet, fact.label, sheet.style("subhead", step), width, Role.H3))
    if fact.support or fact.label:
        out.append(paragraph(sheet, fact.support or fact.label, large, width, gap=6))
    out += [sheet.para(text, small, width, space_before=8) for text in fact.more]
    return out


def _context(fact: Fact, sheet: Sheet, width: int, step: int) -> tuple[Para, ...]:
    style = sheet.style("body", step, colour="text2")
    head = paragraph(sheet, fact.figure, style.but(bold=True), width, Role.H3)
    return (head, *(paragraph(sheet, line, style, width) for line in fact.lines()))
