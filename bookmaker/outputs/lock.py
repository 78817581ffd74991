"""One build at a time for an output folder.

The lock is on `lock` in the folder where the build works, by `flock` (`msvcrt.locking` on Windows):
the system gives it up when the process ends, however it ends.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bookmaker.outputs.exchange import LOCK

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE: Final = 1800.0
"""Seconds to wait for another build; a thick book on a slow machine takes minutes."""

_PAUSE: Final = 0.1


def take(home: Path, waiting: Callable[[], None]) -> int | None:
    """Make the folder `home` and take its lock.

    Args:
        home: where builds of one output folder work.
        waiting: called once, should another build hold the lock.

    Returns:
        What `release` wants; None when the other build went on for longer than PATIENCE.

    Raises:
        OSError: the system refuses.
    """
    ends = time.monotonic() + PATIENCE
    told = False
    while time.monotonic() < ends:
        descriptor = _try(home)
        if descriptor is not None:
            return descriptor
        if not told:
            waiting()
            told = True
        time.sleep(_PAUSE)
    return None


def release(home: Path, descriptor: int) -> None:
    """Give up the lock and remove what it needed, if nobody else is there."""
    with contextlib.suppress(OSError):  # on Windows a file in use stays
        (home / LOCK).unlink()
    with contextlib.suppress(OSError):
        home.rmdir()
    os.close(descriptor)


def _try(home: Path) -> int | None:
    with contextlib.suppress(FileExistsError):  # `exist_ok` looks again, and may find it gone
        home.mkdir()
    if home.is_symlink():
        raise NotADirectoryError(f"{home} is a link")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(home / LOCK, flags, 0o666)
    except FileNotFoundError:  # the build that held it has just gone
        return None
    if _lock(descriptor) and _stands(home, descriptor):
        return descriptor
    os.close(descriptor)
    return None


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: better unlocked than unbuilt
        return True
    return True


def _stands(home: Path, descriptor: int) -> bool:
    """Tell whether what was locked is still the file of that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), (home / LOCK).stat())
    except FileNotFoundError:
        return False
