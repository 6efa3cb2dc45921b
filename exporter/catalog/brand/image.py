"""In: a logo. Out: its one or two main colours, exactly as they stand in it."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from exporter.catalog.brand.file import Brand, ordinary
from exporter.catalog.brand.palette import GREY
from exporter.catalog.series import apart
from exporter.catalog.shades import lch
from exporter.errors import Place, oops
from exporter.read.folder import FORMATS

MOST_PIXELS = 50_000_000
SIDE = 256
"""px to which a large logo is brought down, without mixing its colours."""
OPAQUE = 200
"""Alpha from which a pixel counts, of 255."""
SAME = 0.06
"""Shades nearer than this in OKLab are one colour: the soft edges of letters, the noise of JPEG."""
PALE = 0.75
"""Lightness in OKLCH of greys that are rather the paper."""
SECOND, SHARE = 0.12, 0.03
"""A second colour stands so far from the first, and takes at least such a share of what is coloured."""


def from_image(path: Path) -> Brand:
    """The brand of a logo; UserError for what is no picture that can be read."""
    counts = _counts(path)
    if not counts:
        raise oops("the picture is transparent throughout", Place(str(path)), "take one that shows the logo")
    groups = _groups(counts)
    coloured = {colour: n for colour, n in groups.items() if lch(colour)[1] >= GREY}
    if not coloured:
        dark = [colour for colour in groups if lch(colour)[0] < PALE] or list(groups)
        grey = max(dark, key=lambda colour: groups[colour])
        return Brand((grey,), path.name, notes=(f"The logo has no colour: its grey #{grey} leads.",))
    ranked = sorted(coloured, key=lambda colour: -coloured[colour] * (0.05 + lch(colour)[1]))
    least = SHARE * sum(coloured.values())
    others = [c for c in ranked[1:] if apart(c, ranked[0]) >= SECOND and coloured[c] >= least]
    return Brand((ranked[0], *others[:1]), path.name, series=tuple(others[1:4]))


def _counts(path: Path) -> Counter[str]:
    """How many opaque pixels have each colour."""
    from PIL import Image

    try:
        if not ordinary(path):
            raise oops("this is not a file", Place(str(path)), f"give a picture: {', '.join(FORMATS)}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise oops(
                        f"larger than {MOST_PIXELS // 1_000_000} megapixels", Place(str(path)), "make it smaller"
                    )
                opened.draft("RGB", (SIDE, SIDE))
                picture: Any = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, Image.DecompressionBombError) as error:
        what = error.strerror if isinstance(error, OSError) and error.strerror else "no picture that can be read"
        raise oops(what.lower(), Place(str(path)), f"give a picture: {', '.join(FORMATS)}") from None
    picture.thumbnail((SIDE, SIDE), Image.Resampling.NEAREST)
    data = picture.tobytes()
    pixels = (data[i : i + 4] for i in range(0, len(data), 4))
    return Counter(pixel[:3].hex().upper() for pixel in pixels if pixel[3] >= OPAQUE)


def _groups(counts: Counter[str]) -> dict[str, int]:
    """Colours with those that look the same counted to the most frequent one; the 512 most frequent are looked at."""
    groups: dict[str, int] = {}
    for colour, n in counts.most_common(512):
        near = next((other for other in groups if apart_full(colour, other) < SAME), None)
        groups[near or colour] = groups.get(near or colour, 0) + n
    return groups


def apart_full(one: str, other: str) -> float:
    """How different two colours look to a full-coloured eye."""
    from math import dist

    from exporter.catalog.series import seen

    return dist(seen(one)[0], seen(other)[0])
