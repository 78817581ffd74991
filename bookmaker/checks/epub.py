"""Our own rules for an EPUB, without Java: fast enough to run after every build.

They are a part of what EPUBCheck knows and a little more (cover, accessibility, active content).
Every file may come from somebody else and be hostile: it is read in memory, with limits.
"""

from collections.abc import Iterator
from pathlib import Path

from bookmaker.checks.archive import Archive, ArchiveError
from bookmaker.checks.epub_documents import Documents
from bookmaker.checks.epub_package import (
    UnreadableError,
    check_archive,
    check_cover,
    check_manifest,
    check_metadata,
    check_spine,
    encrypted,
    read_package,
)
from bookmaker.diagnostics import Diagnostic, report


def check_epub(path: Path, profile: str = "") -> tuple[Diagnostic, ...]:
    """Check the EPUB at `path`.

    Args:
        path: the file.
        profile: a store edition's name; none has rules of its own yet.

    Returns:
        What was found, in the order of the archive; empty for a good book.
    """
    del profile
    try:
        with Archive(path) as archive:
            return tuple(_check(archive, path.name))
    except ArchiveError as error:
        return (report("BM-EPUB-001", file=path.name, reason=str(error)),)


def _check(archive: Archive, label: str) -> Iterator[Diagnostic]:
    yield from check_archive(archive)
    if encrypted(archive):
        yield report("BM-EPUB-021")
        return
    try:
        package = read_package(archive, label)
    except UnreadableError as error:
        yield error.finding
        return
    yield from check_metadata(package)
    yield from check_manifest(package)
    yield from check_spine(package)
    yield from check_cover(package)
    yield from Documents(package).check()
