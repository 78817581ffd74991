"""Stage 5: a PrintRun becomes a PDF file."""

from pathlib import Path

from bookmaker.edition import Edition
from bookmaker.metadata import Metadata
from bookmaker.print_run import PrintRun


def write_pdf(print_run: PrintRun, metadata: Metadata, edition: Edition, path: Path) -> None:
    """Assemble `print_run` at `path`: pages, tags, outline, metadata; then verify by reopening.

    Raises:
        MachineError: the file cannot be written.
        BookmakerError: the finished file is not what was laid out (our own fault).
    """
    from bookmaker.writers.pdf.assembly import assemble, store  # noqa: PLC0415  pikepdf is heavy

    store(assemble(print_run, metadata, edition), path)
