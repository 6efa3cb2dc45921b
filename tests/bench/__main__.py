"""Prints what each stage costs a page, how that grows, and how the whole command compares with pandoc and Typst.

python -m tests.bench                    everything
python -m tests.bench stages text table  the stages, for these kinds of slides
python -m tests.bench peers              the whole command against the peers
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tests.bench import content, peers
from tests.bench.stages import STAGES, measure

SIZES = (50, 300, 1000)
DECKS = ("text", "items", "table", "notes")
ROUNDS = 3
"""Each stage counts with its best of so many rounds at the middle size; the others run once."""


def stages(kinds: Sequence[str], folder: Path) -> Iterator[str]:
    """Milliseconds a page of each stage at each size, and how many times dearer a page is at the largest."""
    yield f"{'ms a page':<14}{'pages':>6}" + "".join(f"{stage:>14}" for stage in STAGES) + f"{'all':>9}"
    for kind in kinds:
        format = "brief" if kind == "brief" else "deck"
        costs: dict[int, float] = {}
        planned: dict[int, float] = {}
        for size in SIZES:
            source = folder / f"{kind}-{size}.yaml"
            source.write_text(content.as_yaml(content.slides(kind, size)), encoding="utf-8")
            runs = [measure(source, format) for _ in range(ROUNDS if size <= 300 else 1)]
            best = {stage: min(r.per_page(stage) for r in runs) for stage in STAGES}
            total = sum(best.values())
            costs[size], planned[size] = total, best["plan"]
            shares = "".join(f"{best[stage]:>8.2f}{100 * best[stage] / total:>4.0f} %" for stage in STAGES)
            yield f"{kind:<14}{runs[0].pages:>6}{shares}{total:>9.2f}"
        first, last = SIZES[1], SIZES[-1]
        yield (
            f"{'':<14}a page at {last} costs {costs[last] / costs[first]:.2f} times that at {first}; "
            f"planning alone {planned[last] / planned[first]:.2f} times"
        )


def against(folder: Path) -> Iterator[str]:
    """The whole command, cold, beside the peers': seconds, ratio, peak of memory."""
    pandoc, typst = peers.pandoc(), peers.typst()
    if not pandoc and not typst:
        yield "pandoc and Typst are not here: pip install pypandoc_binary typst, or see tests/bench/peers.py"
        return
    yield f"{'whole command':<14}{'pages':>6}{'exporter':>12}{'peer':>12}{'faster by':>11}{'by CPU':>9}{'MB':>6}{'peer MB':>9}"
    for kind, size in [("mixed", 9), ("text", 400), ("table", 400), ("notes", 400), ("mixed", 1600)] if pandoc else []:
        made = content.slides(kind, size)
        source, markdown = folder / f"peer-{kind}-{size}.yaml", folder / f"peer-{kind}-{size}.md"
        source.write_text(content.as_yaml(made), encoding="utf-8")
        markdown.write_text(content.as_markdown(made), encoding="utf-8")
        theirs = peers.run_pandoc(pandoc, markdown)
        yield _compared(kind, size, "deck", peers.exporter(source, "deck", folder), theirs)
    for size in (2, 100, 300) if typst else ():
        made = content.slides("brief", size)
        source, markup = folder / f"peer-brief-{size}.yaml", folder / f"peer-brief-{size}.typ"
        source.write_text(content.as_yaml(made), encoding="utf-8")
        markup.write_text(content.as_typst(made), encoding="utf-8")
        yield _compared("brief", size, "brief", peers.exporter(source, "brief", folder), peers.run_typst(markup))


def _compared(kind: str, size: int, format: str, ours: peers.Run, theirs: peers.Run) -> str:
    return (
        f"{kind:<14}{size:>6}{ours.seconds:>10.2f} s{theirs.seconds:>10.2f} s{theirs.seconds / ours.seconds:>10.2f}x"
        f"{theirs.cpu / ours.cpu:>8.2f}x{ours.memory:>6.0f}{theirs.memory:>9.0f}"
    )


def main(words: Sequence[str]) -> None:
    what = words[0] if words else ""
    print(f"{date.today()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        if what in ("", "peers"):  # first: the memory that this process takes would count as theirs
            for line in against(Path(name)):
                print(line, flush=True)
        if what in ("", "stages"):
            for line in stages(words[1:] or (*DECKS, "brief"), Path(name)):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
