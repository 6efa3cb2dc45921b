"""In: Selection, layouts, Sheet. Out: the desk on which one deck is planned."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from exporter.model.audience import Selection
from exporter.model.report import Report
from exporter.model.style import Layout, Region
from exporter.plan.elements import Elements
from exporter.plan.sheet import Sheet


class Desk(Struct, frozen=True):
    """What planning a deck works with."""

    selection: Selection
    layouts: Mapping[str, Layout]
    sheet: Sheet
    elements: Elements

    def sheet_of(self, layout: str) -> Sheet:
        """The drawing desk of a part of the report itself (cover, agenda …): its grid is the region of its layout."""
        regions = self.layouts[layout].regions if layout in self.layouts else ()
        return self.sheet.into(regions[0]) if regions else self.sheet

    def region_of(self, layout: str) -> Region:
        """The region of the layout of such a part."""
        regions = self.layouts[layout].regions if layout in self.layouts else ()
        return regions[0] if regions else Region("body", ())

    @property
    def report(self) -> Report:
        return self.selection.report
