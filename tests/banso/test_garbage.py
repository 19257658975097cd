"""Long-running processes do not look at what stays, and look at the rest as before."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from banso.garbage import spare_what_stays


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


class Ring:
    """Holds itself, so that only a look for garbage finds it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_loaded_is_never_looked_at_again_and_what_comes_later_is() -> None:
    loaded = len(gc.get_objects())
    gone_before = weakref.ref(Ring())

    spare_what_stays()

    assert gone_before() is None, "garbage does not stay for ever"
    assert len(gc.get_objects()) < loaded / 100
    gone_later = weakref.ref(Ring())
    gc.collect()
    assert gone_later() is None
