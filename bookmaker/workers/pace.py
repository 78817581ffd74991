"""How fast this machine is: what a second of the machine that the limits were measured on is here.

A limit is to end work without end, not a book on a slow machine: where a piece of work takes three
times as long, three times the seconds are allowed. Nothing that is made depends on it.
"""

import math
import time
from collections.abc import Callable
from functools import cache
from typing import Final

REFERENCE: Final = 0.003
"""Seconds of processor time of `piece_of_work` on the machine of `allowances`' measurements."""

MOST: Final = 8
"""The slowest machine, in times the reference, that limits are stretched for."""

_TRIES: Final = 5  # the best of them is the machine's own; the others were disturbed
_STEPS: Final = 4  # pace is told in quarters: less is noise
_BOXES: Final = 2500


@cache
def pace() -> float:
    """Return how many seconds here are one of the reference machine: 1 to `MOST`, in quarters.

    Measured once for this process, in some 15 milliseconds.
    """
    return reckoned(min(_measured(piece_of_work) for _ in range(_TRIES)))


def reckoned(seconds: float) -> float:
    """Return the pace of a machine that takes `seconds` for the piece of work."""
    return min(max(math.floor(seconds / REFERENCE * _STEPS) / _STEPS, 1), MOST)


def _measured(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


class _Box:
    __slots__ = ("children", "height", "width")

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.children: list[_Box] = []


def piece_of_work() -> int:
    """Do in small what laying out does: make objects, look up, add, sort, join and split words."""
    style: dict[tuple[int, str], float] = {}
    root = _Box(0.0, 0.0)
    for number in range(_BOXES):
        box = _Box(number % 97 * 1.5, number % 13 + 0.5)
        style[number, "width"] = box.width
        root.children.append(box)
        root.width = max(root.width, style[number, "width"])
        root.height += box.height
    ordered = sorted(root.children, key=lambda box: (box.width, box.height))
    return len(" ".join(f"{box.width:.1f}" for box in ordered).split())
