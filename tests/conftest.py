"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples on every run of CI, so that a change is judged by itself; `make test` looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
