"""In: runs of text, a style, a width. Out: measured lines. Used by plan, write and check; knows no page."""

from exporter.text.fonts import Fonts
from exporter.text.lines import bad_breaks, height, line_count, para, plain_case, split, words

__all__ = ["Fonts", "bad_breaks", "height", "line_count", "para", "plain_case", "split", "words"]
