"""Our own rules for an EPUB, without Java: fast enough to run after every build.

They are a part of what EPUBCheck knows and a little more (cover, accessibility, active content).
Every file may come from somebody else and be hostile: it is read in memory, with limits.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from bookmaker.checks.archive import Archive, ArchiveError
from bookmaker.checks.epub_documents import Documents
from bookmaker.checks.epub_metadata import check_more_metadata
from bookmaker.checks.epub_navigation import check_ncx_identity, check_reading_order
from bookmaker.checks.epub_package import (
    Package,
    UnreadableError,
    check_archive,
    check_cover,
    check_manifest,
    check_metadata,
    check_spine,
    encrypted,
    read_package,
)
from bookmaker.checks.epub_resources import (
    check_cover_size,
    check_package_language,
    check_refines,
    check_resources,
)
from bookmaker.checks.manuscript_lines import TypedLines, in_manuscript
from bookmaker.checks.store_rules import check_store
from bookmaker.checks.store_rules.view import View
from bookmaker.diagnostics import Diagnostic, report
from bookmaker.stores import store

MOST: Final = 20_000
"""Findings that are told of a file; what has more is no book, and was made to have them."""


def check_epub(
    path: Path, profile: str = "", lines: TypedLines | None = None, *, is_ours: bool = False
) -> tuple[Diagnostic, ...]:
    """Check the EPUB at `path`.

    Args:
        path: the file.
        profile: a store of `stores.NAMES`, whose rules are looked at, too; or "".
        lines: where its blocks were typed, so that findings name the manuscript's lines.
        is_ours: it was made just now; what was said of its cover's size is not said again.

    Returns:
        What was found, in the order of the archive; empty for a good book.
    """
    try:
        with Archive(path) as archive:
            found = tuple(islice(_check(archive, path, profile, is_ours=is_ours), MOST))
    except ArchiveError as error:
        return (report("BM-EPUB-001", file=path.name, reason=str(error)),)
    return in_manuscript(path, found, lines)


def _check(archive: Archive, path: Path, profile: str, *, is_ours: bool) -> Iterator[Diagnostic]:
    yield from check_archive(archive)
    if encrypted(archive):
        yield report("BM-EPUB-021")
        return
    try:
        package = read_package(archive, path.name)
    except UnreadableError as error:
        yield error.finding
        return
    yield from check_metadata(package)
    yield from check_manifest(package)
    yield from check_spine(package)
    yield from check_cover(package)
    if not is_ours:
        yield from check_cover_size(package)
    yield from _check_further(package)
    documents = Documents(package)
    yield from documents.check()
    if profile:
        known = store(profile)
        view = View(path, package, documents.roots, documents.links, known)
        yield from check_store(view, known)


def _check_further(package: Package) -> Iterator[Diagnostic]:
    """Check what EPUBCheck and Ace look for besides, as far as the package tells."""
    yield from check_reading_order(package)
    yield from check_more_metadata(package)
    yield from check_refines(package)
    yield from check_package_language(package)
    yield from check_resources(package)
    yield from check_ncx_identity(package)
