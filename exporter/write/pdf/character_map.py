"""In: the table of a font file that says which characters it has. Out: what finds the glyph of one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from struct import iter_unpack, unpack_from

Find = Callable[[int], int]
"""The glyph of a character, 0 for none."""
_CHARACTER_MAPS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
"""Platform and encoding of what tells the glyphs of Unicode's characters: the best first."""


def finder(table: memoryview, path: str) -> Find:
    """What finds glyphs in the `cmap` table of the font file at `path`."""
    (count,) = unpack_from(">H", table, 2)
    maps = {(platform, kind): at for platform, kind, at in iter_unpack(">HHI", table[4 : 4 + 8 * count])}
    at = next((maps[key] for key in _CHARACTER_MAPS if key in maps), 0)
    (form,) = unpack_from(">H", table, at)
    if at and form in _FINDERS:
        return _FINDERS[form](table[at:])
    import uharfbuzz as hb  # type: ignore[import-untyped]  # reads all that fonts rarely have, and is slow to load

    found = hb.Font(hb.Face(hb.Blob.from_file_path(path))).get_nominal_glyph
    return lambda character: found(character) or 0


def _in_segments(table: memoryview) -> Find:
    """The finder of a map in format 4: segments of characters up to U+FFFF."""
    (double,) = unpack_from(">H", table, 6)
    count = double // 2
    ends = unpack_from(f">{count}H", table, 14)
    starts, shifts, places = (unpack_from(f">{count}H", table, 16 + double * i) for i in (1, 2, 3))

    def find(character: int) -> int:
        i = bisect_left(ends, character)
        if i == count or starts[i] > character:
            return 0
        if not places[i]:
            return int(character + shifts[i]) & 0xFFFF
        # The place of a segment's glyphs is told from where that is told.
        (glyph,) = unpack_from(">H", table, 16 + 3 * double + 2 * i + places[i] + 2 * (character - starts[i]))
        return int(glyph + shifts[i]) & 0xFFFF if glyph else 0

    return find


def _in_groups(table: memoryview) -> Find:
    """The finder of a map in format 12: groups of any characters."""
    (count,) = unpack_from(">I", table, 12)
    groups = list(iter_unpack(">III", table[16 : 16 + 12 * count]))
    ends = [end for _, end, _ in groups]

    def find(character: int) -> int:
        i = bisect_left(ends, character)
        if i == count or groups[i][0] > character:
            return 0
        start, _, glyph = groups[i]
        return int(glyph + character - start)

    return find


_FINDERS: Mapping[int, Callable[[memoryview], Find]] = {4: _in_segments, 12: _in_groups}
