"""The folder of finished books: the old complete set or the new one, never a mixture.

    lock ─► stage/ (written, checked) ─► seal: sync, read back ─► publish: exchange ─► clean up

A build writes into `.bookmaker-<name>/stage` beside the output folder, on the same disk. When all
of it is finished and checked, `publish` exchanges the two folders in one step where the system
can (`renameat2` with RENAME_EXCHANGE on Linux, `renamex_np` with RENAME_SWAP on macOS); files that
are not ours are linked into the new folder first. Where it cannot, each file is replaced by a
rename, `build.json` last, under a journal that the next build completes: weaker, since between a
crash and the next build some files are new and some old. It cannot where the output folder holds
folders, is a mount point, or is the folder one stands in.

A lock makes a second build of the same folder wait. What a killed build leaves is cleared away by
the next one.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bookmaker.errors import MachineError
from bookmaker.outputs import exchange, lock
from bookmaker.outputs.exchange import sync
from bookmaker.progress import Observer, Progress, ignore

RECORD: Final = "build.json"
_STAGE: Final = "stage"
_NAME_LIMIT: Final = 200  # bytes; a file's name may have 255
_BLOCK: Final = 1 << 20


@contextmanager
def staging(out: Path, observe: Observer = ignore) -> Iterator["Stage"]:
    """Give a stage for a build to write into; it is gone afterwards.

    Args:
        out: the output folder, made if need be (at `publish`).
        observe: hears that another build is waited for.

    Raises:
        MachineError: the folder cannot be made or written (BM-SYS-001), `out` is a file
            (BM-SYS-003), or another build goes on for too long (BM-SYS-007).
    """
    made: list[Path] = []
    with _told(out):
        real = Path(os.path.realpath(out))
        if real.exists() and not real.is_dir():
            raise MachineError.because("BM-SYS-003", None, path=str(out))
    try:
        with _told(out):
            home = _home(real, made)
        with _locked(home, out, observe):
            try:
                with _told(out):
                    exchange.recover(home, home / _STAGE, real)
                    exchange.clear(home)  # what was left by a build that was killed
                    (home / _STAGE).mkdir()
                yield Stage(home / _STAGE, real, out)
            finally:
                exchange.settle(home, home / _STAGE, real)
    finally:
        for folder in reversed(made):
            if not real.is_dir():
                _remove_empty(folder)


@contextmanager
def _locked(home: Path, out: Path, observe: Observer) -> Iterator[None]:
    with _told(out):
        held = lock.take(home, lambda: observe(Progress(1, "wait for another build")))
    if held is None:
        raise MachineError.because("BM-SYS-007", None, path=str(out))
    try:
        yield
    finally:
        lock.release(home, held)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Turn the system's refusal into a message."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineError.because("BM-SYS-001", None, path=str(out), reason=reason) from error


def _home(out: Path, made: list[Path]) -> Path:
    """Return where a build works: beside `out`, or in it where it is another disk or all we may."""
    if not out.is_dir():
        for folder in reversed((out.parent, *out.parent.parents)):
            if not folder.is_dir():
                folder.mkdir()
                made.append(folder)
    elif not os.access(out, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    elif out.is_mount() or not os.access(out.parent, os.W_OK | os.X_OK):
        return out / ".bookmaker"
    name = f".bookmaker-{out.name}"
    if len(os.fsencode(name)) > _NAME_LIMIT:
        name = f".bookmaker-{hashlib.sha256(os.fsencode(out.name)).hexdigest()[:32]}"
    return out.parent / name


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:  # somebody put something into it
        return


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a build writes: `folder` becomes the output folder `out`, shown as `shown`."""

    folder: Path
    out: Path
    shown: Path

    def write_record(self, record: str) -> None:
        """Write `build.json`.

        Raises:
            MachineError: BM-SYS-001.
        """
        with _told(self.shown):
            (self.folder / RECORD).write_text(record, encoding="utf-8", newline="\n")

    def seal(self) -> None:
        """Have everything written to the disk, and read it back.

        Raises:
            MachineError: the disk refuses (BM-SYS-001), or gives back other bytes than were
                checked (BM-SYS-008).
        """
        with _told(self.shown):
            for path in sorted(self.folder.iterdir()):
                sync(path)
            sync(self.folder)
            told = _told_of(self.folder)
            wrong = {path.name for path in self.folder.iterdir()} ^ {RECORD, *told}
            wrong |= {n for n in told if n not in wrong and not _is(self.folder / n, told[n])}
        if wrong:
            raise MachineError.because("BM-SYS-008", None, path=min(wrong))

    def publish(self) -> tuple[str, ...]:
        """Put the finished files in the place of the last build.

        Returns:
            Names of artifacts of the last build that this one did not make, now removed.

        Raises:
            MachineError: the folder cannot be written (BM-SYS-001); the old set still stands.
        """
        with _told(self.shown):
            made = {path.name for path in self.folder.iterdir()}
            ours = _ours(self.out)
            exchange.publish(self.folder, self.out, exchange.Names(made, ours - made, RECORD))
        return tuple(sorted(ours - made))


def _told_of(folder: Path) -> dict[str, str]:
    """Return name and digest of each artifact that the record in `folder` tells of."""
    try:
        told: Any = json.loads((folder / RECORD).read_bytes())["artifacts"]
        named = {str(artifact["path"]): str(artifact["sha256"]) for artifact in told}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    # A record is a file that anybody may have put there: only plain names of files count.
    return {name: digest for name, digest in named.items() if name == Path(name).name}


def _ours(out: Path) -> set[str]:
    """Return names of the files in `out` that Bookmaker made and nobody has changed."""
    told = _told_of(out)
    ours = {name for name, digest in told.items() if _is(out / name, digest)}
    return ours | {RECORD} if told else ours


def _is(path: Path, digest: str) -> bool:
    """Tell whether a regular file has these contents."""
    if path.is_symlink() or not path.is_file():
        return False
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest() == digest
