"""When the garbage of setting a run is collected.

The engine makes millions of objects for a run, nearly all of which live until it is set. The
collector's usual habit is to look through them again and again: a fifth of the time of a novel.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_YOUNG: Final = 200_000  # objects made before the youngest are looked through
_MIDDLE: Final = 5  # times that happens before those that outlived it are, too


@contextmanager
def collected_late() -> Iterator[None]:
    """Let garbage lie while a run is set, and clear what the run left when it is done.

    What was there before (modules, sheets, the runs that are set) is not looked through, save
    after a run so long that some of its own objects were counted among the old ones.
    """
    before, aged = gc.get_threshold(), _aged()
    gc.set_threshold(_YOUNG, _MIDDLE, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.collect(1 if _aged() == aged else 2)


def _aged() -> int:
    """Return how often objects have been counted among the old ones."""
    return int(gc.get_stats()[1]["collections"])
