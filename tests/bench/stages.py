"""In: a report as YAML and a format. Out: the CPU seconds that each of the five stages takes, in this process, warm."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from exporter.catalog import Catalog, folders
from exporter.check import check
from exporter.plan import plan
from exporter.read import read
from exporter.select import select
from exporter.write import FORMATS, write

STAGES = ("read", "select", "plan", "write", "check")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """One way through. `pages` are slides or pages of paper."""

    pages: int
    seconds: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.seconds.values())

    def per_page(self, stage: str) -> float:
        """Milliseconds a page."""
        return 1000 * self.seconds[stage] / self.pages


def measure(source: Path, format: str, audience: str = "general") -> Times:
    """One report, once through all stages."""
    seconds: dict[str, float] = {}

    def timed(stage: str, act: Callable[[], T]) -> T:
        gc.collect()
        started = time.process_time()
        result = act()
        seconds[stage] = time.process_time() - started
        return result

    catalog = Catalog(folders(None, ()))
    profile = catalog.audience(audience)
    theme, layouts = catalog.theme(profile.theme), catalog.layouts()
    report = timed("read", lambda: read(source)).report
    selection = timed("select", lambda: select(report, profile, format))
    document = timed("plan", lambda: plan(selection, layouts, theme, format))
    path = source.parent / (source.stem + FORMATS[format].suffix)
    timed("write", lambda: write(document, path))
    timed("check", lambda: check(document, path))
    return Times(len(document.pages), seconds)
