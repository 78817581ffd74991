"""The caller's side of a worker: one process, the pipes to it, and what it died of."""

import contextlib
import json
import math
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final, NoReturn, TypeVar

from bookmaker import errors
from bookmaker.diagnostics import Span
from bookmaker.progress import Observer
from bookmaker.workers.budget import Budget
from bookmaker.workers.jobs import (
    CrashError,
    FaultError,
    Job,
    KilledError,
    Limits,
    OverLimitError,
    RemoteTraceback,
    megabytes,
)
from bookmaker.workers.pace import pace

T = TypeVar("T")

# What libraries look up: places of programs, caches and faces, temporary folders. Nothing else of
# the caller's environment, which may hold secrets, reaches a worker.
_PASSED: Final = (
    *("PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "LOCALAPPDATA"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "LD_LIBRARY_PATH"),
    *("DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "HOMEBREW_PREFIX"),
    "WEASYPRINT_DLL_DIRECTORIES",
)
_FIXED: Final = {
    "LC_ALL": "C",
    "TZ": "UTC",
    "PYTHONUTF8": "1",
    "PYTHONHASHSEED": "0",
    # A limit on file sizes would cut what Python keeps of a module, and break it for all others.
    "PYTHONDONTWRITEBYTECODE": "1",
}
_BOOT: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from bookmaker.workers import service; service.serve()"
)
# What C++ (std::bad_alloc), GLib and the threads of Pango say when memory is refused them.
_WANT_OF_MEMORY: Final = ("alloc", "Error creating thread")
_SAID: Final = 2000  # bytes kept of what a dying worker said
_SIGXCPU: Final = int(getattr(signal, "SIGXCPU", 0))
_SIGKILL: Final = int(getattr(signal, "SIGKILL", 0))


class Worker:
    """One worker process."""

    def __init__(self, patience: int = 1) -> None:
        """Start the process; it waits for a job.

        Args:
            patience: how many times their limits jobs may take.

        Raises:
            KilledError: BM-SYS-006, the system starts no further process.
        """
        self._patience = patience
        self._expired = False
        self._told = 0.0  # seconds that the job said it took so far
        self._said = _complaints()
        self._desk = _temporary_folder()
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and our own module
                [sys.executable, "-P", "-c", _BOOT, json.dumps(_import_path())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said or subprocess.DEVNULL,
                env=self._environment(),
            )
        except OSError as error:
            raise _killed("a worker process", error.strerror or str(error)) from error

    def _environment(self) -> dict[str, str]:
        """Return what the worker may know; what it leaves about goes with its own folder."""
        passed = {key: os.environ[key] for key in _PASSED if key in os.environ}
        here = self._desk.name if self._desk else None
        return passed | _FIXED | (dict.fromkeys(("TMPDIR", "TEMP", "TMP"), here) if here else {})

    def ask(self, job: Job[T], observe: Observer) -> T:
        """Have the worker do `job` and return the result.

        Raises:
            BookmakerError: as `Crew.run`; after one of `jobs` the worker is dead or must be ended.
        """
        job = replace(job, limits=_held(job, self._patience))
        self._told = 0.0
        request = pickle.dumps((job.limits, job.work, job.arguments), protocol=5)
        timer = threading.Timer(job.limits.wall, self._expire)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError as error:  # the system starts no further thread
            raise _killed(job.name, str(error), job.span) from error
        try:
            self._stream("stdin").write(request)
            self._stream("stdin").flush()
            return self._listen(self._stream("stdout"), job, observe)
        except (EOFError, OSError, pickle.UnpicklingError):
            self._mourn(job)
        finally:
            timer.cancel()

    def _stream(self, name: str) -> IO[bytes]:
        stream: IO[bytes] = getattr(self._process, name)
        return stream

    def _listen(self, told: IO[bytes], job: Job[T], observe: Observer) -> T:
        while True:
            kind, value = pickle.load(told)  # noqa: S301  from our own code in our own process
            if kind == "progress":
                observe(value)
            elif kind == "spent":
                self._charge(job, value)
            elif kind == "result":
                result: T = value
                return result
            elif kind == "error":
                name, diagnostics = value
                raise getattr(errors, name)(*diagnostics)
            elif kind == "limit":
                raise _over(job, value)
            else:
                reason, trace = value
                raise FaultError(reason) from RemoteTraceback(trace)

    def _charge(self, job: Job[Any], took: float) -> None:
        """Charge the job's budget with the seconds that it `took` until now.

        Raises:
            OverLimitError: the budget is spent.
        """
        if job.budget is not None:
            job.budget.spend((took - self._told) / pace())
            self._told = took
            if job.budget.left <= 0:
                raise _spent(job, job.budget)

    def _expire(self) -> None:
        self._expired = True
        self._process.kill()

    def _mourn(self, job: Job[Any]) -> NoReturn:
        """Say of what the worker died."""
        self._process.kill()  # it is gone, or speaks what nobody understands
        code = self._process.wait()
        said = self._last_words()
        if self._expired:
            raise _over(job, f"{job.limits.wall:,} seconds")
        if code == -_SIGXCPU:
            self._charge(job, job.limits.cpu)
            raise _over(job, f"{job.limits.cpu:,} seconds of processor time")
        if any(words in said for words in _WANT_OF_MEMORY):
            raise _over(job, megabytes(job.limits.memory))
        if code == -_SIGKILL:
            raise _killed(job.name, "the system ended it, as a rule for want of memory", job.span)
        reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        told = f"{reason}; {said}" if said else reason
        raise CrashError.because("BM-SYS-005", job.span, what=job.name, reason=told)

    def _last_words(self) -> str:
        if self._said is None:
            return ""
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - _SAID))
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def end(self) -> None:
        """End the process at once; harmless when it is gone."""
        self._process.kill()
        self._process.wait()

    def clear(self) -> None:
        """Close what led to the process, once nobody listens any more."""
        for stream in (self._process.stdin, self._process.stdout, self._said):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was not read by the dead
                    stream.close()
        if self._desk:
            self._desk.cleanup()


def _over(job: Job[Any], limit: str) -> OverLimitError:
    return OverLimitError.because("BM-SYS-004", job.span, what=job.name, limit=limit)


def _spent(job: Job[Any], budget: Budget) -> OverLimitError:
    limit = f"{math.ceil(budget.cpu * pace()):,} seconds of processor time"
    return OverLimitError.because(budget.code, job.span, what=job.name, limit=limit)


def _held(job: Job[Any], patience: int) -> Limits:
    """Return the job's limits on this machine: never more time than its budget has left.

    Raises:
        OverLimitError: nothing is left of its budget.
    """
    limits = job.limits.times(patience).at(pace())
    if job.budget is None:
        return limits
    left = math.ceil(job.budget.left * pace())
    if left <= 0:
        raise _spent(job, job.budget)
    return replace(limits, cpu=min(limits.cpu, left))


def _killed(what: str, reason: str, span: Span | None = None) -> KilledError:
    return KilledError.because("BM-SYS-006", span, what=what, reason=reason)


def _complaints() -> IO[bytes] | None:
    """Return a file for what a worker complains of; None where there is no place for one."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return None


def _temporary_folder() -> tempfile.TemporaryDirectory[str] | None:
    """Return a folder for what a worker writes for itself: it is killed, and clears nothing."""
    try:
        return tempfile.TemporaryDirectory(prefix="bookmaker-", ignore_cleanup_errors=True)
    except OSError:
        return None


def _import_path() -> list[str]:
    """Return `sys.path` as it is meant from here, should the worker stand elsewhere."""
    try:
        here = Path.cwd()
    except OSError:  # the folder was deleted under us
        here = Path(os.sep)
    return [str(here / entry) for entry in sys.path]
