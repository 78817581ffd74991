"""What a worker is asked, within which limits, and what may become of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from bookmaker.diagnostics import Span
from bookmaker.errors import BookmakerError, InputError, MachineError

T = TypeVar("T")

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a job may take: seconds of processor time, bytes of memory, seconds by the clock."""

    cpu: int
    memory: int
    wall: int


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """A piece of work for a worker.

    `work` stands at the top of a module and is called with `arguments` and, last, an `Observer`;
    arguments and result can be pickled. `name` is what a message calls it ("the section 'Two'"),
    `span` where it was typed.
    """

    name: str
    limits: Limits
    work: Callable[..., T]
    arguments: tuple[Any, ...] = ()
    span: Span | None = None


class OverLimitError(InputError):
    """A job needed more time, memory or depth than it may have."""


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
