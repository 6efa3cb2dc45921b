"""In: nothing. Out: a stretch of work in which Python does not look for circles of values to throw away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """For work that makes many values and drops none in a circle: frozen values hold none. A whole build is such work.

    Looking for circles takes a third of the time of planning, and more the longer a report is. Looking once through all
    that was made, as Python would on leaving, takes a thirtieth of a build: it counts as old at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # else somebody has values there that are to stay
                gc.freeze()
                gc.unfreeze()  # into the oldest generation, which is looked through seldom
            gc.enable()
