"""Stage 6: artifact in, `Diagnostic`s out: EPUB, PDF, the conservation law.

The doors of this room. What needs a PDF library or the models is imported when it is called, so
that a build of an EPUB alone, and a worker that checks one, stay light.
"""

import errno
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from bookmaker.checks.claims import check_claims, unknown_claims
from bookmaker.checks.epub import check_epub
from bookmaker.checks.epubcheck import check_by_epubcheck, run_epubcheck
from bookmaker.checks.manuscript_lines import TypedLines, recorded_lines
from bookmaker.diagnostics import Diagnostic, report
from bookmaker.errors import InputError
from bookmaker.stores import store

if TYPE_CHECKING:
    from bookmaker.book import Book, Reading
    from bookmaker.checks.page_starts import PageStarts
    from bookmaker.edition import Edition
    from bookmaker.print_run import PrintRun
    from bookmaker.project import Manuscript
    from bookmaker.publication import Publication

__all__ = [
    "TypedLines",
    "check_by_epubcheck",
    "check_claims",
    "check_epub",
    "check_file",
    "check_page_starts",
    "check_pdf",
    "conserve_epub",
    "conserve_pdf",
    "conserve_publication",
    "conserve_reading",
    "report_pages",
    "run_epubcheck",
    "unknown_claims",
]

_PDF_HEADER_WITHIN = 1024  # Acrobat's own tolerance, ISO 32000-1 annex H note 13


def conserve_reading(
    manuscripts: "tuple[Manuscript, ...]", reading: "Reading"
) -> tuple[Diagnostic, ...]:
    """Compare manuscripts with the Book; see `checks.conservation.conserve_reading`."""
    from bookmaker.checks.conservation import conserve_reading as conserve  # noqa: PLC0415  models

    return conserve(manuscripts, reading)


def conserve_publication(book: "Book", publication: "Publication") -> tuple[Diagnostic, ...]:
    """Compare a Book with its documents; see `checks.conservation_epub.conserve_publication`."""
    from bookmaker.checks import conservation_epub  # noqa: PLC0415  models

    return conservation_epub.conserve_publication(book, publication)


def conserve_epub(book: "Book", path: Path) -> tuple[Diagnostic, ...]:
    """Compare a Book with its EPUB; see `checks.conservation_epub.conserve_epub`."""
    from bookmaker.checks import conservation_epub  # noqa: PLC0415  models

    return conservation_epub.conserve_epub(book, path)


def check_pdf(path: Path, edition: "Edition | None" = None) -> tuple[Diagnostic, ...]:
    """Check a print PDF; see `checks.pdf.check_pdf`."""
    from bookmaker.checks.pdf import check_pdf as check  # noqa: PLC0415  pikepdf is not light

    return check(path, edition)


def report_pages(path: Path) -> tuple[Diagnostic, ...]:
    """Say how well a print PDF is set; see `checks.page_report.report_pages`."""
    from bookmaker.checks.page_report import report_pages as tell  # noqa: PLC0415  pdfium

    return tell(path)


def conserve_pdf(book: "Book", path: Path, print_run: "PrintRun") -> tuple[Diagnostic, ...]:
    """Compare a Book with its print PDF; see `checks.conservation_pdf.conserve_pdf`."""
    from bookmaker.checks.conservation_pdf import conserve_pdf as conserve  # noqa: PLC0415  pdfium

    return conserve(book, path, print_run)


def check_page_starts(epub: Path, pdf: Path) -> "PageStarts":
    """Compare an EPUB's page list with the PDF; see `checks.page_starts.check_page_starts`."""
    from bookmaker.checks.page_starts import check_page_starts as check  # noqa: PLC0415  pdfium

    return check(epub, pdf)


def check_file(path: Path, profile: str = "") -> tuple[Diagnostic, ...]:
    """Check a finished book, EPUB or PDF, whatever its name says.

    Args:
        path: the file; its first bytes decide what it is.
        profile: a store edition's name, or "".

    Raises:
        InputError: there is no such file (BM-INPUT-001), it cannot be read (-009), or it is
            neither EPUB nor PDF (BM-PDF-002).
    """
    try:
        head = _first_bytes(path)
    except FileNotFoundError as error:
        raise InputError.because("BM-INPUT-001", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError.because("BM-INPUT-009", path=str(path), reason=reason) from error
    if head.startswith(b"PK"):
        return check_epub(path, profile, recorded_lines(path))
    if b"%PDF-" in head:
        found = (*_no_epub(profile), *check_pdf(path))
        broken = any(one.code in {"BM-PDF-001", "BM-PDF-003"} for one in found)
        return found if broken else (*found, *report_pages(path))
    raise InputError.because("BM-PDF-002", path=str(path))


def _first_bytes(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise OSError(errno.EINVAL, "it is no file")  # a pipe would never end
    with path.open("rb") as stream:
        return stream.read(_PDF_HEADER_WITHIN)


def _no_epub(profile: str) -> tuple[Diagnostic, ...]:
    """Say that a store takes no PDF for an e-book."""
    if not profile:
        return ()
    return (report("BM-STORE-035", store=store(profile).title, profile=profile),)
