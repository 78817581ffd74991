"""How a person or a machine ends a build: Ctrl-C, a polite kill, a closed terminal.

Each becomes `Stopped`, which unwinds the build: workers end, the stage goes, the output folder is
as it was. From the moment the finished books take the old ones' place an end comes too late.
"""

import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_REPEAT: Final = 2.0  # seconds; a second Ctrl-C in them would tear the cleaning up
_FIRST_CODE: Final = 128  # shells tell signals by 128 and the signal's number

_AGAIN: Final = 0.02  # seconds until a signal is told that came at a bad moment
_BY_TIMER: Final = hasattr(signal, "setitimer")  # Windows has none

_heard = float("-inf")
_late = 0


class Stopped(BaseException):
    """Somebody ended the program by a signal; `code` is the exit code for it."""

    def __init__(self, number: int) -> None:
        """Keep the signal's number."""
        super().__init__(number)
        self.code = _FIRST_CODE + number


@contextmanager
def heard() -> Iterator[None]:
    """Listen while something goes on; an end by a signal is one line and its exit code."""
    try:
        listen()
        yield
    except Stopped as stopped:
        with contextlib.suppress(OSError, ValueError, AttributeError):  # nobody reads any more
            sys.stderr.write("bookmaker: interrupted; nothing was changed\n")
        sys.exit(stopped.code)


def listen() -> None:
    """Raise `Stopped` in the main thread for each signal that is not ignored already (nohup)."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def ignore() -> None:
    """Hear no signal from now on: what is going on is short, and must not be torn apart."""
    if _late:
        signal.setitimer(signal.ITIMER_REAL, 0)
    for number in _SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    global _heard, _late  # noqa: PLW0603  a signal handler has no other memory
    if time.monotonic() - _heard < _REPEAT:
        return
    if _BY_TIMER and _is_delicate(frame):
        _late = number
        signal.signal(signal.SIGALRM, _stop_late)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        return
    _heard = time.monotonic()
    raise Stopped(number)


def _stop_late(_: int, frame: FrameType | None) -> None:
    _stop(_late, frame)


def _is_delicate(frame: FrameType | None) -> bool:
    """Tell whether an exception here would be lost, or take the whole process with it.

    Python drops what is raised while an object is cleared away; libraries in C++ abort where their
    import is torn.
    """
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
