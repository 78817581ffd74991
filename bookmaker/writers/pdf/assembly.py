"""Assembly: runs of pages become one file with labels, outline and metadata. pikepdf lives here.

The result depends on nothing but its inputs: dates are the metadata's, the file's identifier is a
hash of its content (ISO 32000-2, 14.4), and nothing is stamped with the moment of writing.
"""

import io
import os
from contextlib import closing
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from bookmaker.edition import Edition
from bookmaker.errors import BookmakerError, MachineError
from bookmaker.metadata import Metadata
from bookmaker.print_run import Bookmark, PageMap, PrintRun
from bookmaker.writers.pdf.description import describe

_NUMERALS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def assemble(print_run: PrintRun, metadata: Metadata, edition: Edition, path: Path) -> None:
    """Write `print_run` to `path` and see that it can be read again."""
    with closing(_bound(print_run)) as pdf:
        _label(pdf, print_run.page_map)
        _outline(pdf, print_run.outline, edition.trim.height)
        describe(pdf, metadata)
        content = io.BytesIO()
        pdf.save(
            content,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            linearize=False,
        )
    _verify(content.getvalue(), print_run)
    _store(content.getvalue(), path)


def _bound(print_run: PrintRun) -> Pdf:
    """Return one file of all runs' pages."""
    first, *others = print_run.runs
    pdf = Pdf.open(io.BytesIO(first.pdf))
    for run in others:
        with Pdf.open(io.BytesIO(run.pdf)) as source:
            pdf.add_pages_from(source)
    return pdf


def _label(pdf: Pdf, pages: PageMap) -> None:
    """Number the pages as their folios do: ISO 32000-2, 12.4.2, one range for each new count."""
    numbers = Array()
    style_before, number_before = "", 0
    for start in pages.pages:
        style = "/D" if start.label.isdigit() else "/r"
        number = int(start.label) if style == "/D" else _value(start.label)
        if (style, number) != (style_before, number_before + 1):
            numbers.extend(Array([start.page, Dictionary(S=Name(style), St=number)]))
        style_before, number_before = style, number
    if len(numbers):
        pdf.Root.PageLabels = Dictionary(Nums=numbers)


def _value(numeral: str) -> int:
    """Return the value of a small roman numeral."""
    values = [_NUMERALS.get(letter, 0) for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _outline(pdf: Pdf, bookmarks: tuple[Bookmark, ...], height: float) -> None:
    with pdf.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(_item(bookmark, height) for bookmark in bookmarks)


def _item(bookmark: Bookmark, height: float) -> OutlineItem:
    top = round(height - bookmark.top, 2)
    item = OutlineItem(bookmark.title, bookmark.page, "XYZ", left=0, top=top, zoom=0)
    item.children.extend(_item(child, height) for child in bookmark.children)
    return item


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


def _store(content: bytes, path: Path) -> None:
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
