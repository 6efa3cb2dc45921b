"""In: a headline and the room for it. Out: the size and right inset at which it breaks best, or None if it is too long.

A deck carries no hard line breaks: a title is balanced by the right inset of its placeholder, in quarter inches, which
survives editing. Few distinct insets also means few layout variants.
"""

from __future__ import annotations

from msgspec import Struct

from exporter.model.geometry import EMU_PER_IN, Box
from exporter.model.page import Para, Role
from exporter.model.report import Runs, Text
from exporter.plan.sheet import Sheet
from exporter.text import bad_breaks

STEP = EMU_PER_IN // 4
LAST_LINE = 0.4
"""The last line is at least this share of the first (look.md section 5)."""


class Balanced(Struct, frozen=True):
    para: Para
    inset: int
    """Right inset of the text box, EMU."""
    step: int


def balance(
    text: Text | Runs | str, sheet: Sheet, box: Box, style: str = "title", most: int = 2, role: Role = Role.TITLE
) -> Balanced | None:
    """The headline at the largest size that takes at most `most` lines, evenly broken."""
    for step in range(sheet.steps(style)):
        look = sheet.style(style, step)
        plain = sheet.para(text, look, box.w, role=role)
        if len(plain.lines) * look.line * 12700 > box.h + 6 * 12700 and len(plain.lines) > most:
            continue
        if len(plain.lines) > most:
            continue
        if len(plain.lines) == 1:
            return Balanced(plain, 0, step)
        found = [(inset, p) for inset, p in _tries(text, sheet, look, box.w, len(plain.lines), role)]
        inset, para = min(found, key=lambda f: _ugly(f[1], f[0]))
        return Balanced(para, inset, step)
    return None


def _tries(
    text: Text | Runs | str, sheet: Sheet, look: object, width: int, lines: int, role: Role
) -> list[tuple[int, Para]]:
    """Every inset that costs no further line, with the paragraph it gives."""
    out = []
    inset = 0
    while inset < width * 0.6:
        para = sheet.para(text, look, width - inset, role=role)  # type: ignore[arg-type]
        if len(para.lines) > lines:
            break
        out.append((inset, para))
        # the next inset that can change a break: the longest line must no longer fit
        slack = width - inset - max(line.w for line in para.lines)
        inset += max(STEP, (slack // STEP + 1) * STEP)
    return out


def _ugly(para: Para, inset: int) -> tuple[float, int]:
    """How bad the breaks are: bad ones first, then short last lines, then uneven ones."""
    widths = [line.w for line in para.lines]
    uneven = (max(widths) - min(widths)) / max(widths)
    short = widths[-1] < LAST_LINE * widths[0]
    return 10 * bad_breaks(para) + (5 if short else 0) + uneven, inset
