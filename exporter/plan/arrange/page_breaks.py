"""In: the heights of a table's rows and the room of a page. Out: where each page ends; numbers only, nothing is drawn.

The best breaks of the whole table at once, as a paragraph is best broken into lines: every page costs one, the room it
leaves empty counts by its square (so that parts come out even), and so does a group that is torn or a row left alone.
The time is linear in the rows, as a page holds only so many.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

TORN = 1.6
"""What a break inside a group costs, in pages."""
ALONE = 0.6
"""What a row costs that stands alone on a page, or apart from its group."""
SAME = 1e-9


def page_breaks(
    heights: Sequence[int],
    room: int,
    most: int = 0,
    leads: Sequence[int] = (),
    opens: Sequence[bool] = (),
    later: int = 0,
) -> list[int]:
    """The end (exclusive) of every page of rows `heights` high, in `room`, at most `most` rows on a page.

    Every page but the first has `later` more room.

    `leads` is the height of the group head over each row, 0 without one; it stands where a row `opens` its group and
    again at the top of a page that begins inside one. A row higher than the room stands on a page of its own.
    Of equal divisions the one with the larger parts first is taken: 7 rows are 4 and 3.
    """
    n = len(heights)
    leads = leads or [0] * n
    opens = opens or [False] * n
    if n and n <= (most or n) and sum(heights) + sum(lead for i, lead in enumerate(leads) if opens[i] or not i) <= room:
        return [n]  # one page leaves less of a page empty than two do
    best = [math.inf] * n + [0.0]
    end = [n] * n
    for i in reversed(range(n)):
        used, space = leads[i], room + later if i else room
        for j in range(i + 1, n + 1):
            used += heights[j - 1] + (leads[j - 1] if opens[j - 1] and j - 1 > i else 0)
            if j - i > 1 and (used > space or 0 < most < j - i):
                break
            points = 1 + (1 - used / space) ** 2 + best[j]
            if j < n and leads[j] and not opens[j]:
                points += TORN + (ALONE if opens[j - 1] or j + 1 == n or opens[j + 1] else 0)
            points += ALONE if j - i == 1 < n else 0
            if points <= best[i] + SAME:
                best[i], end[i] = points, j
    ends = [end[0]] if n else []
    while ends and ends[-1] < n:
        ends.append(end[ends[-1]])
    return ends
