"""In: a document. Out: when its file counts as made; never today, so that the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt
import os

from exporter.model.page import Document


def made(document: Document) -> dt.datetime | None:
    """When the file counts as made, in UTC: SOURCE_DATE_EPOCH if set, else the report's date, else not said."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        if epoch.isdigit():
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
        return dt.datetime.fromisoformat(document.date).replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, OSError):  # no date, or one out of this world
        return None
