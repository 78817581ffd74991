"""The last step of a build: the new folder in the old one's place.

One system call exchanges two folders; `journal.json` in the folder where the build works says what
was about to happen, so that the next build can set right what a crash left half done:

- before or after an exchange, a file that somebody else put into the folder meanwhile is kept;
- a replacement file by file, begun, is completed: the stage was whole and on the disk before.
"""

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_EXCHANGE: Final = 2  # RENAME_EXCHANGE (linux/fs.h) and RENAME_SWAP (sys/stdio.h) alike
_AT_FDCWD: Final = -100
_JOURNAL: Final = "journal.json"
LOCK: Final = "lock"
"""The one file in the folder where a build works that stays to its end."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the output folder: those just made, those to go, and which to put there last."""

    made: set[str]
    stale: set[str]
    last: str

    @property
    def ours(self) -> set[str]:
        """All that is not somebody else's."""
        return self.made | self.stale


def publish(stage: Path, out: Path, names: Names) -> None:
    """Put the files of `stage` into the place of those in `out`.

    Raises:
        OSError: the system refuses; `out` is as it was, or the journal says how to go on.
    """
    for name in names.made:
        if (out / name).is_dir() and not (out / name).is_symlink():
            raise IsADirectoryError(errno.EISDIR, f"{name!r} in it is a folder")
    if not out.exists():
        stage.rename(out)
    elif not _exchange(stage, out, names):
        _note(stage.parent, "replace", names)
        _replace(stage, out, names)
    sync(out)
    sync(out.parent)


def recover(home: Path, stage: Path, out: Path) -> None:
    """Set right what a killed build left half done.

    Raises:
        OSError: the system refuses.
    """
    try:
        table: Any = json.loads((home / _JOURNAL).read_bytes())
        names = Names(_plain(table["made"]), _plain(table["stale"]), str(table["last"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return
    if table.get("way") == "replace":
        _replace(stage, out, names)
        sync(out)
    elif stage.is_dir() and out.is_dir():
        _rescue(stage, out, names.ours)
    (home / _JOURNAL).unlink()


def settle(home: Path, stage: Path, out: Path) -> None:
    """Leave nothing of a build behind but, should the system refuse, what the next one mends."""
    with contextlib.suppress(OSError):
        recover(home, stage, out)
        clear(home)


def clear(home: Path) -> None:
    """Remove everything a build worked with but its lock.

    Raises:
        OSError: the system refuses.
    """
    for path in home.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def sync(path: Path) -> None:
    """Have the system write a file or a folder to the disk.

    Raises:
        OSError: the disk refuses, as a rule for want of space.
    """
    if path.is_dir() and os.name == "nt":
        return  # Windows has no way to
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _plain(names: list[str]) -> set[str]:
    return {str(name) for name in names if str(name) == Path(str(name)).name}


def _note(home: Path, way: str, names: Names) -> None:
    """Write the journal, whole or not at all."""
    table = {"way": way, "made": sorted(names.made), "stale": sorted(names.stale)}
    fresh = home / f"{_JOURNAL}.new"
    fresh.write_text(json.dumps({**table, "last": names.last}), encoding="utf-8")
    sync(fresh)
    fresh.replace(home / _JOURNAL)
    sync(home)


# ---------------------------------------------------------------- in one step


def _exchange(stage: Path, out: Path, names: Names) -> bool:
    """Exchange the folders; say whether the system could."""
    if _is_stood_in(out) or stage.parent.parent == out:
        return False
    try:
        foreign = [path for path in out.iterdir() if path.name not in names.ours]
        if any(path.is_dir() and not path.is_symlink() for path in foreign):
            return False  # a folder cannot be linked
        _note(stage.parent, "exchange", names)
        for path in foreign:
            os.link(path, stage / path.name, follow_symlinks=False)
        _dress(stage, out)
        sync(stage)
        swapped = swap(stage, out)
    except OSError:
        swapped = False
    if not swapped:
        for path in stage.iterdir():
            if path.name not in names.made:
                path.unlink()  # a link; the file itself is in `out`
        return False
    return True  # `recover` brings over what came into the old folder meanwhile


def _is_stood_in(out: Path) -> bool:
    """Tell whether we stand in `out`: exchanged, it would be gone under the user's feet."""
    try:
        here = Path.cwd()
    except OSError:
        return False
    return here.is_relative_to(out)


def _dress(stage: Path, out: Path) -> None:
    """Give the new folder the old one's mode and, where we may, its owner."""
    shutil.copymode(out, stage)
    status = out.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(stage, status.st_uid, status.st_gid)


def swap(one: Path, other: Path) -> bool:
    """Exchange two names; say whether the system could."""
    names = (os.fsencode(one), os.fsencode(other))
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        swap = getattr(libc, "renamex_np", None)
        return swap is not None and swap(*names, ctypes.c_uint(_EXCHANGE)) == 0
    rename = getattr(libc, "renameat2", None)
    if rename is None:
        return False
    exchange = ctypes.c_uint(_EXCHANGE)
    return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], exchange) == 0)


def _rescue(old: Path, out: Path, ours: set[str]) -> None:
    """Bring over what somebody else wrote into the old folder while we were at work."""
    for path in old.iterdir():
        there = out / path.name
        if path.name in ours or (os.path.lexists(there) and _is_same(path, there)):
            continue
        path.replace(there)


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two names are of one file, or the second is the newer one."""
    first, second = one.lstat(), other.lstat()
    return os.path.samestat(first, second) or second.st_mtime_ns >= first.st_mtime_ns


# ---------------------------------------------------------------- file by file


def _replace(stage: Path, out: Path, names: Names) -> None:
    """Replace each file by a rename; those already gone from the stage are in their place."""
    for name in sorted(names.made, key=lambda name: (name == names.last, name)):
        if (stage / name).exists():
            (stage / name).replace(out / name)
    for name in names.stale:
        (out / name).unlink(missing_ok=True)
