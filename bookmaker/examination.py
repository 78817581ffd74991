"""Finished books, ours or anybody's, in; what is wrong with each out.

They are opened by workers with limits, since a file that somebody made may be made to exhaust or to
break what reads it; the death of one is one finding that names the file. EPUBCheck, a program of
its own, is asked afterwards about what a worker could read.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bookmaker.diagnostics import Diagnostic
from bookmaker.workers import CrashError, Crew, Job, OverLimitError, allowances

if TYPE_CHECKING:
    from bookmaker.progress import Observer


def examine(
    paths: Sequence[Path], profiles: Sequence[str], *, with_epubcheck: bool
) -> Iterator[tuple[Path, tuple[Diagnostic, ...]]]:
    """Yield what is wrong with each file, for each store, in their order.

    Args:
        paths: EPUBs and PDFs, by their first bytes.
        profiles: store editions' names; "" for none.
        with_epubcheck: ask EPUBCheck, too, where it and Java are at hand.

    Raises:
        InputError: there is no such file, or it is no book (as `checks.check_file`).
        KilledError: BM-SYS-006, something ended a worker.
    """
    with Crew() as crew:
        for path in paths:
            for profile in profiles:
                yield path, tuple(_examined(crew, path, profile, with_epubcheck=with_epubcheck))


def _examined(
    crew: Crew, path: Path, profile: str, *, with_epubcheck: bool
) -> Iterator[Diagnostic]:
    """Yield what is wrong with one file; that it exhausts or breaks its reader is a finding."""
    limits = allowances.check(_size(path))
    job = Job(f"the file {path.name!r}", limits, _check, (str(path), profile))
    try:
        found = crew.do(job)
    except (OverLimitError, CrashError) as error:
        yield from error.diagnostics
        return
    yield from found
    if with_epubcheck:
        yield from _by_epubcheck(path, profile, found)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # the worker says why


def _check(path: str, profile: str, _: "Observer") -> tuple[Diagnostic, ...]:
    """Check one file, in a worker."""
    from bookmaker import checks  # noqa: PLC0415  the caller needs none of it

    return checks.check_file(Path(path), profile)


def _by_epubcheck(
    path: Path, profile: str, found: tuple[Diagnostic, ...]
) -> tuple[Diagnostic, ...]:
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return ()
    from bookmaker import checks  # noqa: PLC0415  a PDF needs none of it

    return checks.check_by_epubcheck(path, profile, found)
