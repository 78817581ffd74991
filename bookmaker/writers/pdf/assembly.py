"""Assembly: runs of pages become one tagged file. pikepdf lives in this package.

    faces ─► pages ─► tags, links ─► named places, outline, labels ─► metadata

The result depends on nothing but its inputs: dates are the metadata's, the file's identifier is a
hash of its content (ISO 32000-2, 14.4), and nothing is stamped with the moment of writing.
"""

import io
import os
from pathlib import Path

import pikepdf
from pikepdf import Pdf

from bookmaker.edition import Edition
from bookmaker.errors import BookmakerError, MachineError
from bookmaker.metadata import Metadata
from bookmaker.print_run import PrintRun
from bookmaker.writers.pdf.description import describe
from bookmaker.writers.pdf.faces import embed
from bookmaker.writers.pdf.navigation import label, name_places, outline
from bookmaker.writers.pdf.pages import bind
from bookmaker.writers.pdf.tags import tag


def assemble(print_run: PrintRun, metadata: Metadata, edition: Edition) -> bytes:
    """Return `print_run` as a file, and see that it can be read again.

    Raises:
        BookmakerError: BM-PDF-015, it cannot.
    """
    content = io.BytesIO()
    with Pdf.new() as pdf, bind(pdf, print_run, edition.trim, embed(pdf, print_run.faces)):
        is_universal = tag(pdf, print_run)
        name_places(pdf, print_run)
        outline(pdf, print_run.outline)
        label(pdf, print_run.page_map)
        describe(pdf, metadata, universal=is_universal)
        pdf.save(
            content,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            linearize=False,
        )
    _verify(content.getvalue(), print_run)
    return content.getvalue()


def _verify(content: bytes, print_run: PrintRun) -> None:
    """Open what was made as a stranger would.

    Raises:
        BookmakerError: BM-PDF-015.
    """
    try:
        with Pdf.open(io.BytesIO(content)) as again:
            pages = len(again.pages)
    except pikepdf.PdfError as error:
        raise BookmakerError.because("BM-PDF-015", None, reason=str(error)) from error
    if pages != print_run.page_count:
        reason = f"{pages} pages instead of {print_run.page_count}"
        raise BookmakerError.because("BM-PDF-015", None, reason=reason)


def store(content: bytes, path: Path) -> None:
    """Write the file and see it onto the disk.

    Raises:
        MachineError: BM-SYS-001, the folder cannot be written.
    """
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineError.because(
            "BM-SYS-001", None, path=str(path.parent), reason=reason
        ) from error
