"""Whatever is placed on a page, in whatever order, the page is sound and holds all its words."""

from __future__ import annotations

import pytest

from exporter.model.page import PlacedGroup, PlacedPage, paras_of
from tests.write.pdf.test_any_document import Chance

ELEMENTS = {
    "svg", "g", "title", "style", "rect", "polyline", "polygon", "path", "ellipse", "image", "text",
}  # fmt: skip
HOLDS = {"text": {"tspan", "a"}, "tspan": {"tspan"}, "a": {"tspan"}}
"""What text may hold; anything else is not drawn."""


@pytest.mark.parametrize("seed", range(15))
def test_any_document_is_sound(seed, make, picture, back):
    document = Chance(seed, make, picture).document()
    file = back(document)
    for index, page in enumerate(document.pages):
        for node in file.pages[index].iter():
            tag = node.tag.rpartition("}")[2]
            assert {child.tag.rpartition("}")[2] for child in node} <= HOLDS.get(tag, ELEMENTS)
            if tag == "a":
                assert node.get("href").startswith(("https://example.org/", "page-", "slide-"))
        drawn = ["".join(text.split()) for text in file.paragraphs(index)]
        for para in (para for item in page.items for para in paras_of(item)):
            words = "".join((para.bullet + para.text).split())
            assert not words or words in drawn


def test_groups_and_inner_pages_are_among_the_documents(make, picture):
    """What the test above relies on."""
    kinds = {type(item) for seed in range(15) for page in Chance(seed, make, picture).document().pages
             for item in page.items}  # fmt: skip
    assert {PlacedGroup, PlacedPage} <= kinds
