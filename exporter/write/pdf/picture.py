"""In: placed pictures. Out: their image objects, each made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.model.page import PlacedPicture
from exporter.write.pdf.file import File

if TYPE_CHECKING:
    from exporter.write.pdf.image import Cut


class Pictures:
    """The pictures of one document; the same cut of the same file at the same size is stored once."""

    def __init__(self, file: File, fonts: tuple[str, ...]) -> None:
        """`fonts`: the files in which words of drawings are set."""
        self._file, self._fonts = file, fonts
        self._made: dict[Cut, int] = {}

    def image(self, item: PlacedPicture) -> tuple[str, int]:
        """Resource name and object number of a placed picture."""
        from exporter.write.pdf.image import cut, write_image

        what = cut(item)
        if what not in self._made:
            self._made[what] = write_image(what, self._fonts, self._file)
        return f"I{self._made[what]}", self._made[what]
