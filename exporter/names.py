"""In: a pattern such as `{report}-{audience}`. Out: the name of each file of a build."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from exporter.errors import did_you_mean
from exporter.model.audience import Audience
from exporter.model.report import Report

NAMES = "{report}-{audience}"
"""What files are called when nothing else is said; the suffix of their format follows."""
PLACEHOLDERS: Mapping[str, Callable[[Report, Audience], str]] = {
    "report": lambda report, _: report.id,
    "audience": lambda _, audience: audience.name,
    "date": lambda report, _: report.date.isoformat() if report.date else "",
    "language": lambda report, _: report.language,
}
"""What may stand in braces, and its value."""


def fault(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a pattern, and what to do now."""
    for word in re.findall(r"{([^{}]*)}", pattern):
        if word not in PLACEHOLDERS:
            return f"'{{{word}}}' stands for nothing in the name of a file", did_you_mean(word, PLACEHOLDERS)
    return None


def file_name(report: Report, audience: Audience, format: str, pattern: str = NAMES) -> str:
    """The filled pattern and the suffix of the format, free of characters that disks refuse."""
    from exporter.write import FORMATS

    filled = re.sub(r"{(\w+)}", lambda found: PLACEHOLDERS[found[1]](report, audience), pattern)
    stem = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "-", filled).strip(" .-") or "report"
    return stem + FORMATS[format].suffix
