"""In: a catalog. Out: each layout's sample report, ready to be planned in each theme and density."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from exporter.build import Job
from exporter.catalog import Catalog
from exporter.model.audience import Audience
from exporter.model.page import Document, Page
from exporter.model.report import Report

FORMATS = ("deck", "brief")
"""One format of each family: the others are views of them."""
PARTS: Mapping[str, tuple[tuple[str, bool], ...]] = {"agenda": (("agenda", True),), "divider": (("dividers", True),)}
"""What an audience asks for, to see layouts that a deck as short as a sample needs not."""


class Sample(Struct, frozen=True):
    """What one layout shows in one theme and density. The job's audience is called after both: "ledger/board"."""

    layout: str
    theme: str
    density: str
    job: Job


def samples(
    catalog: Catalog, layouts: Collection[str] | None = None, themes: Collection[str] | None = None
) -> Iterator[Sample]:
    """The samples of these layouts, in these themes; of all when None. A layout without a sample has none here.

    UserError when a sample cannot be read.
    """
    for layout in catalog.layouts() if layouts is None else layouts:
        report = sample_report(catalog, layout)
        if report is None:
            continue
        for theme in catalog.names("themes") if themes is None else themes:
            for density in catalog.theme(theme).densities:
                yield Sample(layout, theme, density, _job(catalog, report, theme, density))


def picture(sample: Sample) -> tuple[Document, Page] | None:
    """The deck of a sample and the slide that its layout makes; None when it makes none in this density."""
    from exporter.plan import plan
    from exporter.select import select

    job = sample.job
    document = plan(select(job.report, job.audience, "deck"), job.layouts, job.theme, "deck")
    page = next((page for page in document.pages if page.layout == sample.layout), None)
    return (document, page) if page else None


def sample_report(catalog: Catalog, layout: str) -> Report | None:
    """The sample beside a layout, else that of the nearest layout it extends, wishing for this one."""
    from exporter.read import read

    file = next((file for file in catalog.sample_files(layout) if file.is_file()), None)
    if file is None:
        return None
    report = read(file).report
    origin = file.parent.name
    sections = tuple(replace(s, layout=layout) if s.layout == origin else s for s in report.sections)
    return replace(report, id=layout, sections=sections)


def _job(catalog: Catalog, report: Report, theme: str, density: str) -> Job:
    parts = PARTS.get(report.id, ())
    audience = Audience(name=f"{theme}/{density}", title="Sample", theme=theme, density=density, parts=parts)
    return Job(
        report=report,
        audience=audience,
        theme=catalog.theme(theme),
        layouts=catalog.layouts(),
        targets={format: Path(f"{report.id}-{theme}-{density}") for format in FORMATS},
    )
