"""Prints what each stage costs a page, how that grows, and how the whole command compares with its peers.

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
from itertools import chain
from pathlib import Path

from tests.bench import content, peers
from tests.bench.stages import STAGES, measure

SIZES = (50, 300, 1000)
DECKS = ("text", "items", "table", "notes")
ROUNDS = 3
"""Each stage counts with its best of so many rounds at the middle size, a short command with its median; others run
once."""
COMPARED = (
    ("pandoc", "mixed", 9), ("pandoc", "text", 400), ("pandoc", "table", 400), ("pandoc", "notes", 400),
    ("pandoc", "mixed", 1600), ("PptxGenJS", "text", 1000),
    ("Typst", "brief", 2), ("Typst", "brief", 100), ("Typst", "brief", 300),
)  # fmt: skip
"""(peer, kind of page, how many)"""
GROWTH = (("text", 400, 10_000), ("brief", 300, 3_000))
"""(kind of page, how many in a long report, in a very long one)"""


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
    """The whole command, cold, beside the peers': medians of pairs run in turn, their ratio, peak of memory."""
    yield (
        f"{'whole command':<10}{'pages':>7}{'exporter':>11}{'peer':>11}{'':>10}{'faster by':>11}{'by CPU':>9}"
        f"{'MB':>6}{'peer MB':>9}"
    )
    for name, kind, size in COMPARED:
        peer = peers.PEERS[name]
        if not peer.here():
            yield f"{kind:<10}{size:>7}  {name} is not here: {peer.remedy}"
            continue
        made = content.slides(kind, size)
        theirs = folder / f"peer-{kind}-{size}{peer.suffix}"
        theirs.write_text(peer.source(made), encoding="utf-8")
        pairs = [(_ours(kind, made, folder), peer.run(theirs)) for _ in range(ROUNDS if size <= 400 else 1)]
        ours, other = (peers.median(runs) for runs in zip(*pairs, strict=True))
        yield (
            f"{kind:<10}{size:>7}{ours.seconds:>9.2f} s{other.seconds:>9.2f} s{name:>10}"
            f"{other.seconds / ours.seconds:>10.2f}x{other.cpu / ours.cpu:>8.2f}x{ours.memory:>6.0f}{other.memory:>9.0f}"
        )


def growth(folder: Path) -> Iterator[str]:
    """What a page of a very long report costs by the whole command, against one of a shorter, and the peak of memory."""
    for kind, short, long in GROWTH:
        first, last = (_ours(kind, content.slides(kind, size), folder) for size in (short, long))
        dearer = last.cpu / long / (first.cpu / short)
        yield f"{kind:<10}{long:>7}{last.seconds:>9.2f} s, a page costs {dearer:.2f} times that at {short}, {last.memory:.0f} MB"


def _ours(kind: str, made: Sequence[content.Slide], folder: Path) -> peers.Run:
    source = folder / f"peer-{kind}-{len(made)}.yaml"
    source.write_text(content.as_yaml(made), encoding="utf-8")
    return peers.exporter(source, "brief" if kind == "brief" else "deck", folder)


def main(words: Sequence[str]) -> None:
    what = words[0] if words else ""
    print(f"{date.today()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        if what in ("", "peers"):  # first: the memory that this process takes would count as theirs
            for line in chain(against(Path(name)), growth(Path(name))):
                print(line, flush=True)
        if what in ("", "stages"):
            for line in stages(words[1:] or (*DECKS, "brief"), Path(name)):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
