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

_heard = float("-inf")


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
    for number in _SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)


def _stop(number: int, _: FrameType | None) -> None:
    global _heard  # noqa: PLW0603  a signal handler has no other memory
    if time.monotonic() - _heard < _REPEAT:
        return
    _heard = time.monotonic()
    raise Stopped(number)
