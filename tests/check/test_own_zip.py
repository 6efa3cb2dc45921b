"""Our own ZIP files are read entry by entry: the same as `zipfile` finds, and no damage goes by."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from exporter.check.own_zip import Broken, entries
from exporter.write.pptx.archive import Archive


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    made = Archive(stream)
    for name, data in parts.items():
        made.add(name, data, compressed=name.endswith(".png"))
    made.close()
    return stream.getvalue()


PARTS = {"a.xml": b"<a/>" * 900, "ünfold/b.xml": b"<b/>", "picture.png": bytes(range(256)), "empty.xml": b""}


def test_the_same_is_read_as_by_zipfile() -> None:
    data = archive(PARTS)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        theirs = {name: package.read(name) for name in package.namelist()}
    assert dict(entries(io.BytesIO(data))) == theirs == PARTS


def test_more_entries_than_the_old_format_counts() -> None:
    parts = {f"{number}.xml": b"<a/>" for number in range(70_000)}
    assert sum(1 for _ in entries(io.BytesIO(archive(parts)))) == 70_000


def test_no_damage_goes_by() -> None:
    """A bit turned over anywhere, or the file cut short, is found or changes nothing that is read."""
    whole, choose = archive(PARTS), random.Random(5)
    found = 0
    for at in (*choose.sample(range(len(whole)), min(len(whole), 400)), len(whole) - 1):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ (1 << choose.randrange(8))]) + whole[at + 1 :]):
            try:
                assert dict(entries(io.BytesIO(damaged))) == PARTS
            except Broken:
                found += 1
    assert found > 400


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"no ZIP file at all, though long enough to be one"])
def test_what_is_no_zip_file(data: bytes) -> None:
    with pytest.raises(Broken):
        list(entries(io.BytesIO(data)))
