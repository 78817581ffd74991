"""Processor time that many jobs have in common."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from bookmaker.progress import Observer, ignore
from bookmaker.workers.jobs import Executor, Job
from bookmaker.workers.pace import pace

T = TypeVar("T")


class Budget:
    """What jobs may take together, in whichever workers; `cpu` in seconds of the reference machine.

    It is spent while the jobs run, so that those that run at once do not spend it twice. What the
    caller's own process takes meanwhile counts, too: thousands of small jobs keep it at work.
    """

    def __init__(
        self,
        cpu: float,
        clock: Callable[[], float] = time.process_time,
        code: str = "BM-SYS-011",
    ) -> None:
        """Keep how much there is.

        Args:
            cpu: seconds.
            clock: of the caller's own processor time.
            code: of the finding when nothing is left; it is told where that was, and the seconds.
        """
        self.cpu = cpu
        self.code = code
        self._left = cpu
        self._clock = clock
        self._begun = clock()
        self._spending = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds that are left; none or less when it is spent."""
        return self._left - (self._clock() - self._begun) / pace()

    def grant(self, seconds: float) -> None:
        """Add what a job may take that was not known of before."""
        with self._spending:
            self.cpu += seconds
            self._left += seconds

    def spend(self, seconds: float) -> None:
        """Take from it what a job took since it last said so."""
        with self._spending:
            self._left -= seconds


class Within:
    """An executor whose jobs have a budget in common, beside the limits of each."""

    def __init__(self, executor: Executor, budget: Budget) -> None:
        """Keep who does the jobs, and what they may take together."""
        self._executor = executor
        self._budget = budget

    def run(self, jobs: Iterable[Job[T]], observe: Observer = ignore) -> Iterator[T]:
        """Do the jobs and yield their results in the order of the jobs.

        Raises:
            OverLimitError: `Budget.code`, it is spent; it names the job where that was.
            BookmakerError: as the executor's own `run`.
        """
        return self._executor.run((replace(job, budget=self._budget) for job in jobs), observe)
