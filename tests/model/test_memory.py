"""What was made while Python did not look for circles counts as old: it is not looked through on leaving."""

import gc

from exporter.model.memory import collector_off


def test_the_collector_is_off_inside_and_as_it_was_after() -> None:
    with collector_off():
        assert not gc.isenabled()
        with collector_off():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_made_inside_is_not_young_after() -> None:
    with collector_off():
        made = [[number] for number in range(5_000)]
    young = {id(value) for generation in (0, 1) for value in gc.get_objects(generation)}
    assert not young & {id(value) for value in made}


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with collector_off():
            pass
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()
