"""How far a build has come: what the stages tell and who listens.

Library code never prints; a stage that takes time calls the `Observer` it was handed.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of stage `stage` (1 read .. 6 check): `done` of `total` units such as pages."""

    stage: int
    name: str
    done: int = 0
    total: int | None = None
    unit: str = ""


Observer = Callable[[Progress], None]


def ignore(_: Progress) -> None:
    """Listen to nothing: the observer of quiet builds."""
