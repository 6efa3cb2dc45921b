"""In: lengths. Out: pieces of DrawingML; what all XML shares is passed on."""

from __future__ import annotations

from exporter.write.xml import HEAD, attributes, escape

__all__ = ["HEAD", "NS", "NS_A", "NS_C", "NS_P", "NS_R", "attributes", "escape", "hundredths", "thousandths"]

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NS_A = f'xmlns:a="{_DRAWING}/main"'
NS_C = f'xmlns:c="{_DRAWING}/chart"'
NS_R = f'xmlns:r="{_OFFICE}/relationships"'
NS_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
NS = f"{NS_A} {NS_R} {NS_P}"


def hundredths(points: float) -> int:
    """Points as DrawingML's hundredths of a point."""
    return round(points * 100)


def thousandths(share: float) -> int:
    """A share of one as DrawingML's thousandths of a percent."""
    return round(share * 100_000)
