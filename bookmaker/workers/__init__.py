"""Work on foreign input in processes of its own, within limits of time and memory.

    caller ── Job(name, limits, work, arguments) ──► Crew ──► worker: work(*arguments, observe)
           ◄── results in the order of the jobs ◄────────── or one BookmakerError naming the job

A worker is a fresh interpreter, not a fork: it holds no secret of the caller's environment, no open
file and no memory but its own, so that the limits count the work alone; it is the same on every
system; and it may be started beside the threads of a progress bar. Its time zone, locale and hash
seed are fixed: what it makes depends on the arguments only. It reaches no network and starts no
program. A worker does many jobs, one after another; one that dies is replaced.

Limits are stretched on a slow machine (`pace`). Jobs may have a `Budget` in common: workers say
twice a second what they took.

Where the system keeps no limits of processor time (Windows) or of memory (Windows, macOS), the
limit of wall time holds alone there.
"""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Self, TypeVar

from bookmaker.errors import BookmakerError
from bookmaker.progress import Observer, Progress, ignore
from bookmaker.workers.budget import Budget, Within
from bookmaker.workers.jobs import (
    CrashError,
    Executor,
    FaultError,
    Job,
    KilledError,
    Limits,
    OverLimitError,
)

if TYPE_CHECKING:  # a build without a job pays nothing
    from concurrent.futures import Future, ThreadPoolExecutor

    from bookmaker.workers.process import Worker

__all__ = [
    "Budget",
    "CrashError",
    "Crew",
    "Executor",
    "FaultError",
    "Here",
    "Job",
    "KilledError",
    "Limits",
    "OverLimitError",
    "Within",
    "processors",
]

T = TypeVar("T")

_AHEAD: Final = 2  # jobs handed out for each worker before the first result is taken


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Here:
    """Does jobs one after another in this very process, without limits: for tests."""

    def run(self, jobs: Iterable[Job[T]], observe: Observer = ignore) -> Iterator[T]:
        """Do the jobs and yield their results."""
        for job in jobs:
            yield job.work(*job.arguments, observe)


class Crew:
    """Up to `hands` worker processes; none is started before there is a job for it.

    A context manager: at its end all workers are gone.
    """

    def __init__(self, hands: int = 1, patience: int = 1) -> None:
        """Keep how many workers there may be at once; at least one.

        `patience` is how many times their limits jobs may take.
        """
        self._hands = max(1, hands)
        self._patience = patience
        self._threads: ThreadPoolExecutor | None = None
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._telling = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        """Return the crew."""
        return self

    def __exit__(self, *_: object) -> None:
        """Send all workers home."""
        self.close()

    def do(self, job: Job[T], observe: Observer = ignore) -> T:
        """Do one job and return its result.

        Raises:
            BookmakerError: as `run`.
        """
        return next(self.run((job,), observe))

    def run(self, jobs: Iterable[Job[T]], observe: Observer = ignore) -> Iterator[T]:
        """Do the jobs, `hands` at a time, and yield their results in the order of the jobs.

        Results do not depend on the number of hands. `observe` hears the steps of all jobs as they
        come, one at a time, in threads of the crew. `jobs` may be a generator: it is taken a few
        jobs ahead of the results.

        Raises:
            BookmakerError: what the first failing job, in the order of the jobs, raised itself.
            OverLimitError: BM-SYS-004, it took more than its limits; BM-SYS-011, it and others
                took more than their budget.
            CrashError: BM-SYS-005, its worker died.
            KilledError: BM-SYS-006, something ended its worker.
            FaultError: it raised anything else.
        """
        waiting: deque[Future[T]] = deque()
        try:
            for job in jobs:
                waiting.append(self._begin(job, observe))
                if len(waiting) >= self._hands * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        self._closed = True
        for worker in tuple(self._all):
            worker.end()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
            self._threads = None
        for worker in self._all:  # one may have been started while the others were ended
            worker.end()
            worker.clear()

    def _begin(self, job: Job[T], observe: Observer) -> "Future[T]":
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  only with a job

            self._threads = ThreadPoolExecutor(self._hands, "bookmaker-worker")
        try:
            return self._threads.submit(self._do, job, observe)
        except RuntimeError as error:  # the system starts no further thread
            raise KilledError.because("BM-SYS-006", None, what=job.name, reason=error) from error

    def _do(self, job: Job[T], observe: Observer) -> T:
        worker = self._hire()
        try:
            result = worker.ask(job, self._in_turn(observe))
        except (OverLimitError, CrashError, KilledError):
            worker.end()
            raise
        except BookmakerError:
            self._idle.append(worker)  # it said so itself, and is well
            raise
        except BaseException:  # an interrupt, or a fault of ours: it may be at work still
            worker.end()
            raise
        self._idle.append(worker)
        return result

    def _hire(self) -> "Worker":
        if self._closed:
            raise RuntimeError("the crew has gone home")
        try:
            return self._idle.pop()
        except IndexError:
            from bookmaker.workers.process import Worker  # noqa: PLC0415  only with a job

            worker = Worker(self._patience)
            self._all.append(worker)
            return worker

    def _in_turn(self, observe: Observer) -> Observer:
        def tell(step: Progress) -> None:
            with self._telling:
                observe(step)

        return tell
