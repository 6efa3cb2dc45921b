"""In: one or two brand colours. Out: a whole palette on light or dark ground, and what became of the brand's colours.

Work is done in OKLCH: lightness is moved until a colour passes, hue stays, chroma stays as far as a screen shows it.
Grounds are made first; each text then is the shade nearest to its wish that passes on all grounds it may stand on, so
that any colour gives a palette in which all contrasts pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from exporter.catalog.contrast import GROUNDS, limits
from exporter.catalog.series import apart, series
from exporter.catalog.shades import Limit, from_lch, lch, nearest, passes
from exporter.model.colour import contrast

WHITE, BLACK = "FFFFFF", "000000"
TEXT, FILL = 4.5, 3.0
ALIKE = 0.08
"""Two colours nearer than this in OKLab look alike to some eyes."""
GREY = 0.03
"""Chroma below which a colour has no hue to speak of."""
HUES = (45, 20, 300, 255, 145, 85)
"""Where a highlight is looked for, in OKLCH degrees: orange, red, purple, blue, green, gold."""
CLEAR = 0.16
"""The first hue that stands so far from the accent is taken."""


class Ramp(Struct, frozen=True):
    """Lightness in OKLCH of what is not the brand's: grounds, texts, rules."""

    bg: float
    tint: float
    accent_tint: float
    highlight_tint: float
    ink: float
    text2: float
    muted: float
    rule: float
    grid: float


LIGHT = Ramp(1.0, 0.968, 0.935, 0.955, 0.22, 0.42, 0.51, 0.85, 0.91)
DARK = Ramp(0.205, 0.255, 0.33, 0.285, 0.965, 0.83, 0.74, 0.37, 0.32)


class Made(Struct, frozen=True):
    """A palette: six hex digits by role; and what became of the brand's colours, in sentences."""

    colours: Mapping[str, str]
    series: tuple[str, ...]
    notes: tuple[str, ...] = ()


def palette(brand: Sequence[str], dark: bool = False, series_wanted: Sequence[str] = ()) -> Made:
    """The palette of one or two brand colours, six hex digits each. `series_wanted` go before made chart colours."""
    first, second = brand[0], brand[1] if len(brand) > 1 else ""
    ramp = DARK if dark else LIGHT
    _, chroma, hue = lch(first)
    soft = min(chroma, 0.05)
    base = second or first
    colours = {
        "bg": from_lch(ramp.bg, soft / 2 if dark else 0, hue),
        "tint": from_lch(ramp.tint, soft / (2 if dark else 8), hue),
        "accent-tint": from_lch(ramp.accent_tint, min(chroma, 0.06 if dark else 0.03), hue),
        "highlight-tint": from_lch(ramp.highlight_tint, min(lch(base)[1], 0.03), lch(base)[2]),
        "rule": from_lch(ramp.rule, soft / 4, hue),
        "grid": from_lch(ramp.grid, soft / 5, hue),
    }

    accent = _text(colours, first)
    highlight = _text(colours, second) if second else _highlight(accent, ramp, colours)
    colours["highlight-tint"] = from_lch(ramp.highlight_tint, min(lch(highlight)[1], 0.03), lch(highlight)[2])
    accent, highlight = _text(colours, first), _text(colours, highlight)
    for role, light, share in (("ink", ramp.ink, 0.5), ("text2", ramp.text2, 0.5), ("muted", ramp.muted, 0.5)):
        colours[role] = _text(colours, from_lch(light, soft * share, hue))
    colours["accent"], colours["highlight"] = accent, highlight
    colours["on-accent"], colours["on-highlight"] = _on(accent, colours["bg"]), _on(highlight, colours["bg"])
    between = ((colours["bg"], FILL), (colours["ink"], FILL))
    wish = first if accent != first else from_lch(_middle(ramp), min(chroma, 0.1), hue)
    colours["accent-mid"] = nearest(wish, between) or colours["muted"]
    colours.update(_deep(first, second, accent))
    return Made(colours, _series(colours, series_wanted), tuple(_said(first, second, colours, dark)))


def _text(colours: Mapping[str, str], wish: str) -> str:
    """The shade nearest to the wish that can be read on every ground."""
    grounds: list[Limit] = [(colours[ground], TEXT) for ground in GROUNDS]
    return nearest(wish, grounds) or (WHITE if passes(WHITE, grounds) else BLACK)


def _on(fill: str, wish: str) -> str:
    """Text on a fill: as wished, or black or white, one of which can be read on any colour."""
    best = max((WHITE, BLACK), key=lambda colour: contrast(colour, fill))
    return nearest(wish, [(fill, TEXT)]) or best


def _middle(ramp: Ramp) -> float:
    return 0.62 if ramp is LIGHT else 0.52


def _highlight(accent: str, ramp: Ramp, colours: Mapping[str, str]) -> str:
    """The first usual hue that stands clear of the accent for every eye, else the one farthest from it."""
    light = 0.55 if ramp is LIGHT else 0.8
    made = [_text(colours, from_lch(light, 0.15, hue)) for hue in HUES]
    return next((c for c in made if apart(c, accent) >= CLEAR), max(made, key=lambda c: apart(c, accent)))


def _deep(first: str, second: str, accent: str) -> Mapping[str, str]:
    """Covers: the brand's colour itself where it is dark, or too light for text; else a dark shade of it."""
    lightness, chroma, hue = lch(first)
    given = lightness <= 0.42 or accent != first
    ground = first if given else from_lch(0.32, min(chroma, 0.1), hue)
    words = max((WHITE, from_lch(0.2, min(chroma, 0.03), hue)), key=lambda colour: contrast(colour, ground))
    words = _on(ground, words)
    lighter = contrast(WHITE, ground) >= contrast(BLACK, ground)
    calm = from_lch(0.86 if lighter else 0.3, min(chroma, 0.05), hue)
    loud = second if second and apart(second, ground) > ALIKE else from_lch(0.82 if lighter else 0.4, 0.13, 70)
    return {
        "deep": ground,
        "on-deep": words,
        "deep-text": nearest(calm, [(ground, TEXT)]) or words,
        "deep-highlight": nearest(loud, [(ground, TEXT)]) or words,
        "deep-rule": nearest(from_lch(0.6, min(chroma, 0.06), hue), [(ground, FILL)]) or words,
    }


def _series(colours: Mapping[str, str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Colours of charts: accent, highlight, those wanted that pass, then made ones."""
    chosen = [colours["accent"], colours["highlight"]]
    for colour in wanted:
        if passes(colour, [(colours["bg"], FILL)]) and all(apart(colour, other) >= ALIKE for other in chosen):
            chosen.append(colour)
    return series(tuple(chosen), colours["bg"])


def _said(first: str, second: str, colours: Mapping[str, str], dark: bool) -> list[str]:
    """What became of each brand colour."""
    ground = "dark" if dark else "light"
    notes = []
    for brand, role, name in ((first, "accent", "accent"), (second, "highlight", "highlight")):
        if not brand:
            continue
        if colours[role] == brand:
            notes.append(f"#{brand} is the {name}, exactly as given.")
            continue
        where = [f"{r}" for r in ("deep", "accent-mid", "deep-highlight") if colours[r] == brand]
        ratio = int(min(contrast(brand, colours[g]) for g in GROUNDS) * 10) / 10
        fills = f"it is taken as given for {' and '.join(where)}" if where else "it is not used as it is"
        notes.append(
            f"#{brand} cannot be read as text on {ground} grounds ({ratio}:1, {TEXT}:1 is needed): {fills}; "
            f"for text the {name} is #{colours[role]}, its nearest shade that can."
        )
    if second and apart(colours["accent"], colours["highlight"]) < ALIKE:
        notes.append(
            f"#{colours['accent']} and #{colours['highlight']} look alike to some eyes: choose a second colour farther "
            "from the first, or leave it out."
        )
    return notes


def all_pass(colours: Mapping[str, str]) -> bool:
    """Whether every text of a palette can be read."""
    return all(passes(colours[role], limits(role, colours)) for role in colours)
