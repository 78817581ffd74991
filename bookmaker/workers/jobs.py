"""What a worker is asked, within which limits, and what may become of it."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from bookmaker.diagnostics import Span
from bookmaker.errors import BookmakerError, InputError, MachineError
from bookmaker.progress import Observer, ignore

if TYPE_CHECKING:
    from bookmaker.workers.budget import Budget

T = TypeVar("T")

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a job may take: seconds of processor time, bytes of memory, seconds by the clock.

    In a job, seconds are those of the reference machine (see `pace`).
    """

    cpu: int
    memory: int
    wall: int

    def at(self, pace: float) -> "Limits":
        """Return the same limits in the seconds of a machine of that pace."""
        return Limits(math.ceil(self.cpu * pace), self.memory, math.ceil(self.wall * pace))

    def times(self, patience: int) -> "Limits":
        """Return so many times as much of everything."""
        return Limits(self.cpu * patience, self.memory * patience, self.wall * patience)


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """A piece of work for a worker.

    `work` stands at the top of a module and is called with `arguments` and, last, an `Observer`;
    arguments and result can be pickled. `name` is what a message calls it ("the section 'Two'"),
    `span` where it was typed; `budget` what it may take together with others.
    """

    name: str
    limits: Limits
    work: Callable[..., T]
    arguments: tuple[Any, ...] = ()
    span: Span | None = None
    budget: "Budget | None" = None


class Executor(Protocol):
    """Who does jobs: a `Crew`, this very process (`Here`), or one of them `Within` a budget."""

    def run(self, jobs: Iterable[Job[T]], observe: Observer = ignore) -> Iterator[T]:
        """Do the jobs and yield their results in the order of the jobs.

        Raises:
            BookmakerError: the first, in that order, that a job raised or died of.
        """
        ...


class OverLimitError(InputError):
    """A job needed more time, memory or depth than it may have, by itself or with others."""


class CrashError(BookmakerError):
    """A worker died of itself: a fault in a library."""


class KilledError(MachineError):
    """Something outside ended a worker, or none could be started: no memory, no processes."""


class FaultError(RuntimeError):
    """A job raised what is no `BookmakerError`: our own fault; its traceback is the cause."""


class RemoteTraceback(Exception):  # noqa: N818  shown as the cause of a FaultError, raised by nobody
    """The traceback of a worker, as text."""

    def __str__(self) -> str:
        """Return the traceback, from a line of its own on."""
        return f"\n{self.args[0]}"


def megabytes(size: int) -> str:
    """Return a size of memory in words for a message."""
    return f"{size // MEGABYTE:,} MB of memory"
