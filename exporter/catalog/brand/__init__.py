"""In: an organisation's colours, its PowerPoint file or its logo. Out: a theme file in which every text can be read."""

from __future__ import annotations

from exporter.catalog.brand.file import Brand, theme_file
from exporter.catalog.brand.image import from_image
from exporter.catalog.brand.palette import Made, palette
from exporter.catalog.brand.pptx import from_pptx

__all__ = ["Brand", "Made", "from_image", "from_pptx", "palette", "theme_file"]
