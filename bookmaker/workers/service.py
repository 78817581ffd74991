"""The worker's own side: do jobs from standard input, one after another, until it ends."""

import contextlib
import io
import math
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO, Any, Final

from bookmaker import errors, network
from bookmaker.errors import BookmakerError, MachineError
from bookmaker.progress import Progress
from bookmaker.workers.jobs import Limits, megabytes

try:
    import resource
except ModuleNotFoundError:  # Windows keeps no such limits
    resource = None  # type: ignore[assignment]

# Audit events (docs.python.org/3/library/audit_events.html).
_PROGRAMS: Final = frozenset(
    (
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"),
        *("os.forkpty", "os.startfile", "pty.spawn", "webbrowser.open"),
    )
)
_TELLING: Final = 0.5  # seconds between what a worker says it took
_STACK: Final = 262_144  # bytes for the thread that says it; they count as the worker's memory
_FILE_LIMIT: Final = 1_000_000_000  # bytes of a file that a worker writes: faces, complaints
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def serve() -> None:
    """Do what is asked: the whole life of a worker."""
    requests, pipe = _streams()
    _settle()
    replies = _Replies(pipe)
    while True:
        try:
            limits, work, arguments = pickle.load(requests)  # noqa: S301  from our own caller
        except EOFError:
            return
        replies.begin()
        replies.finish(_answer(limits, work, arguments, replies))


class _Replies:
    """What the caller hears of a job: its steps, what it took so far, and what came of it."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._begun: float | None = None
        self._one_at_a_time = threading.Lock()
        threading.stack_size(_STACK)
        threading.Thread(target=self._tell_time, daemon=True).start()

    def begin(self) -> None:
        """Take the time from here on."""
        self._begun = time.process_time()

    def step(self, step: Progress) -> None:
        with self._one_at_a_time:
            _send(self._pipe, ("progress", step))

    def finish(self, reply: tuple[str, Any]) -> None:
        """Say what the job took, and what came of it."""
        with self._one_at_a_time:
            self._say_time()
            self._begun = None
            _send(self._pipe, reply)

    def _tell_time(self) -> None:
        while True:
            time.sleep(_TELLING)
            # The caller may be gone, or the job may have taken all memory: it will end of that.
            with contextlib.suppress(OSError, MemoryError), self._one_at_a_time:
                self._say_time()

    def _say_time(self) -> None:
        if self._begun is not None:
            _send(self._pipe, ("spent", time.process_time() - self._begun))


def _refuse_programs(event: str, _: tuple[object, ...]) -> None:
    if event in _PROGRAMS:
        raise PermissionError(f"{event}: a worker starts no program")


def _streams() -> tuple[IO[bytes], IO[bytes]]:
    """Keep the pipes for the caller alone: whoever prints in here must not speak into them."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _settle() -> None:
    """Give up what a worker does not need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides what an interrupt ends
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415  on Linux only

        # Should the caller be killed, nobody is left to do the work for.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if resource is not None:
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_FSIZE, _FILE_LIMIT)
    network.forbid()
    sys.addaudithook(_refuse_programs)


def _answer(
    limits: Limits, work: Callable[..., Any], arguments: tuple[Any, ...], replies: _Replies
) -> tuple[str, Any]:
    _hold(limits)
    try:
        result = work(*arguments, replies.step)
    except BookmakerError as error:
        return "error", (_public_name(type(error)), error.diagnostics)
    except MemoryError:
        return "limit", megabytes(limits.memory)
    except RecursionError:
        return "limit", f"{sys.getrecursionlimit():,} levels of nesting"
    except OSError as error:
        return _refused(error)
    except Exception as error:  # noqa: BLE001  the caller raises it again
        return "fault", (f"{type(error).__name__}: {error}", traceback.format_exc())
    else:
        return "result", result
    finally:
        _release()


def _refused(error: OSError) -> tuple[str, Any]:
    """Tell a full disk and the like from a fault of our own."""
    if errors.is_of_machine(error):
        return "error", (MachineError.__name__, (errors.refused(error),))
    return "fault", (f"{type(error).__name__}: {error}", traceback.format_exc())


def _public_name(kind: type[BookmakerError]) -> str:
    """Return the class of `errors` that `kind` is or descends from."""
    return next(base.__name__ for base in kind.__mro__ if base.__module__ == errors.__name__)


def _send(replies: IO[bytes], reply: tuple[str, Any]) -> None:
    """Send a whole reply or, if it cannot be pickled, why."""
    frame = io.BytesIO()
    try:
        pickle.dump(reply, frame, protocol=5)
    except Exception as error:  # noqa: BLE001  pickling raises anything; our own fault
        frame = io.BytesIO(pickle.dumps(("fault", (repr(error), traceback.format_exc()))))
    replies.write(frame.getbuffer())
    replies.flush()


def _hold(limits: Limits) -> None:
    """Set the limits for one job; what earlier jobs took is not counted."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + limits.cpu)
    # DATA counts memory that is written to; AS would count mapped libraries and faces as well.
    _limit(resource.RLIMIT_DATA, limits.memory)


def _release() -> None:
    if resource is not None:
        _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
        _limit(resource.RLIMIT_DATA, resource.RLIM_INFINITY)


def _limit(kind: int, most: int) -> None:
    """Set a soft limit, never above the hard one that the user's shell set."""
    assert resource is not None  # noqa: S101  for the type checker
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = hard if most == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # a system that does not keep this one
        resource.setrlimit(kind, (most, hard))
