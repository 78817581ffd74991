"""The folder of finished books: the old complete set or the new one, never a mixture.

A build writes into a staging folder beside the output folder, on the same disk. When all of it is
finished and checked, `publish` exchanges the two folders in one step where the system can
(`renameat2` with RENAME_EXCHANGE on Linux, `renamex_np` with RENAME_SWAP on macOS); files that are
not ours are linked into the new folder first. Where it cannot, each file is replaced by a rename,
`build.json` last: weaker, since a crash between two renames leaves some files old and some new.
"""

import ctypes
import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bookmaker.errors import MachineError

RECORD: Final = "build.json"
_EXCHANGE: Final = 2  # RENAME_EXCHANGE (linux/fs.h) and RENAME_SWAP (sys/stdio.h) alike
_AT_FDCWD: Final = -100


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """Give a fresh folder beside `out` for a build to write into; it is gone afterwards.

    Raises:
        MachineError: the folder cannot be made or written (BM-SYS-001), or `out` is a file
            (BM-SYS-003).
    """
    real = Path(os.path.realpath(out))
    if real.exists() and not real.is_dir():
        raise MachineError.because("BM-SYS-003", None, path=str(out))
    try:
        stage = _stage(real)
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unwritable(out: Path, error: OSError) -> MachineError:
    reason = error.strerror or str(error)
    return MachineError.because("BM-SYS-001", None, path=str(out), reason=reason)


def _stage(out: Path) -> Path:
    if out.is_dir():
        # A folder that may not be written is found out now, not after the work.
        probe, name = tempfile.mkstemp(dir=out, prefix=".bookmaker-")
        os.close(probe)
        Path(name).unlink()
    out.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name[:40]}-"))
    stage.chmod(0o777 & ~_umask())
    return stage


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def publish(stage: Path, out: Path) -> tuple[str, ...]:
    """Put the finished files of `stage` in the place of the last build in `out`.

    Returns:
        Names of artifacts of the last build that this one did not make, now removed.

    Raises:
        MachineError: the folder cannot be written (BM-SYS-001); the old set still stands.
    """
    real = Path(os.path.realpath(out))
    made = {path.name for path in stage.iterdir()}
    try:
        _sync(stage)
        ours = _artifacts_of(real)
        if not real.exists():
            stage.rename(real)
        elif not _exchange_whole(stage, real, made | ours):
            _replace_each(stage, real, ours - made)
    except OSError as error:
        raise _unwritable(out, error) from error
    return tuple(sorted(ours - made))


def _sync(stage: Path) -> None:
    """Have the system write the files to the disk before anything points to them."""
    for path in sorted(stage.iterdir()):
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _artifacts_of(out: Path) -> set[str]:
    """Return names of the files in `out` that its own record says Bookmaker made."""
    record = out / RECORD
    try:
        told = json.loads(record.read_bytes())["artifacts"]
        names = {str(artifact["path"]) for artifact in told}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    # A record is a file that anybody may have put there: only plain names of files count.
    return {n for n in names if n == Path(n).name and (out / n).is_file()} | {RECORD}


def _exchange_whole(stage: Path, out: Path, ours: set[str]) -> bool:
    """Exchange the folders; say whether the system could."""
    try:
        foreign = [path for path in out.iterdir() if path.name not in ours]
        if any(path.is_dir() and not path.is_symlink() for path in foreign):
            return False  # a folder cannot be linked
        for path in foreign:
            os.link(path, stage / path.name, follow_symlinks=False)
        shutil.copymode(out, stage)
        return _swap(stage, out)
    except OSError:
        return False


def _swap(one: Path, other: Path) -> bool:
    names = (os.fsencode(one), os.fsencode(other))
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        swap = getattr(libc, "renamex_np", None)
        return swap is not None and swap(*names, _EXCHANGE) == 0
    rename = getattr(libc, "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE) == 0)


def _replace_each(stage: Path, out: Path, stale: set[str]) -> None:
    made = sorted(stage.iterdir(), key=lambda path: (path.name == RECORD, path.name))
    for path in made:
        if (out / path.name).is_dir():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        path.replace(out / path.name)
    for name in stale:
        (out / name).unlink(missing_ok=True)
