"""Rules for a print PDF: what printers and stores refuse, and what a reader would stumble over.

KDP "Paperback Submission Guidelines" (G201857950) and IngramSpark "File Requirements", read
2026-11-22; ISO 32000-2 for the terms.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2

from bookmaker.checks import glyphs
from bookmaker.checks.pdf_tags import check_tags
from bookmaker.diagnostics import Diagnostic, report
from bookmaker.edition import POINTS_PER_INCH, Edition

LEAST_DPI: Final = 300
"""Printers want pictures at 300 pixels an inch or more; 1 % is lost to rounding."""
MOST_BLANKS: Final = 2
"""KDP refuses longer runs of blank pages (by all accounts; its own page says "excessive")."""

_TOLERANCE: Final = 0.5  # points: boxes are rounded by every producer
_MOST: Final = 3  # findings of one rule; more pages are counted
# What a rule meets where a foreign file has a number for a dictionary, or a list of nothing.
_MALFORMED: Final = (
    *(TypeError, AttributeError, LookupError, ValueError, ArithmeticError, NotImplementedError),
    *(RuntimeError, pikepdf.ForeignObjectError, pypdfium2.PdfiumError),
)


def check_pdf(path: Path, edition: Edition | None = None) -> tuple[Diagnostic, ...]:
    """Check the PDF at `path`.

    Args:
        path: the file.
        edition: what its pages must be; None where nobody says.

    Returns:
        What was found, rule by rule; empty for a good file.
    """
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                return (report("BM-PDF-003"),)
            return tuple(_check(_Subject(path, pdf, edition)))
    except pikepdf.PasswordError:
        return (report("BM-PDF-003"),)
    except (pikepdf.PdfError, OSError, ValueError) as error:
        reason = str(error).replace(str(path), path.name)
        return (report("BM-PDF-001", file=path.name, reason=reason),)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A PDF under check."""

    path: Path
    pdf: pikepdf.Pdf
    edition: Edition | None


def _check(subject: _Subject) -> Iterator[Diagnostic]:
    if len(subject.pdf.pages) == 0:
        yield report("BM-PDF-001", file=subject.path.name, reason="it has no pages")
        return
    for rule in _RULES:
        try:
            yield from rule(subject)
        except _MALFORMED as error:
            reason = f"an object of it is not what it should be: {error}"
            yield report("BM-PDF-001", file=subject.path.name, reason=reason)
            return


def _check_boxes(subject: _Subject) -> Iterator[Diagnostic]:
    sizes = [_size(page) for page in subject.pdf.pages]
    odd = [number for number, size in enumerate(sizes, 1) if not _same(size, sizes[0])]
    if odd:
        size, first = (_shown(sizes[odd[0] - 1]), _shown(sizes[0]))
        yield report("BM-PDF-004", pages=_numbers(odd), size=size, first=first)
    if subject.edition:
        trim = subject.edition.trim
        if not _same(sizes[0], (trim.width, trim.height)):
            wanted = _shown((trim.width, trim.height))
            yield report("BM-PDF-005", size=_shown(sizes[0]), wanted=wanted)


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(value) for value in list(page.trimbox.as_list()))
    return abs(right - left), abs(top - bottom)


def _same(size: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _TOLERANCE for a, b in zip(size, other, strict=True))


def _shown(size: tuple[float, float]) -> str:
    return " x ".join(f"{value / POINTS_PER_INCH:.3g}" for value in size) + " in"


def _numbers(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:_MOST]))
    return f"{shown} and {len(pages) - _MOST} more" if len(pages) > _MOST else shown


def _check_fonts(subject: _Subject) -> Iterator[Diagnostic]:
    loose, mute = set(), set()
    for font in _fonts(subject.pdf):
        name = str(font.get("/BaseFont", font.get("/Name", "a font"))).lstrip("/")
        if not _embedded(font):
            loose.add(name)
        if font.get("/ToUnicode") is None and font.get("/Encoding") in (None, "/Identity-H"):
            mute.add(name)
    yield from (report("BM-PDF-006", font=name) for name in sorted(loose))
    yield from (report("BM-PDF-007", font=name) for name in sorted(mute - loose))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    seen = set()
    for page in pdf.pages:
        for holder in glyphs.streams(page):
            resources = holder.get("/Resources")
            fonts = dict(resources.get("/Font", {})) if resources is not None else {}
            for name, font in fonts.items():
                key = font.objgen if font.objgen != (0, 0) else (name, id(font))
                if key not in seen:
                    seen.add(key)
                    yield font


def _embedded(font: pikepdf.Object) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    if font.get("/Subtype") == "/Type0":
        font = list(font.DescendantFonts)[0]  # noqa: RUF015  pikepdf arrays have no iterator type
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(
        descriptor.get(key) is not None for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def _check_glyphs(subject: _Subject) -> Iterator[Diagnostic]:
    told = 0
    for number, page in enumerate(subject.pdf.pages, 1):
        for holder in glyphs.streams(page):
            if told < _MOST and glyphs.may_show_glyph_zero(glyphs.content(holder)):
                for words in glyphs.glyph_zero_texts(holder):
                    told += 1
                    yield report("BM-PDF-011", page=number, words=words[:80])
                    if told >= _MOST:
                        return


def _check_blanks(subject: _Subject) -> Iterator[Diagnostic]:
    run: list[int] = []
    for number, page in enumerate([*subject.pdf.pages, None], 1):
        if page is not None and not glyphs.shows_anything(glyphs.content(page.obj)):
            run.append(number)
            continue
        if len(run) > MOST_BLANKS:
            yield report("BM-PDF-013", first=run[0], last=run[-1])
        run = []


def _check_metadata(subject: _Subject) -> Iterator[Diagnostic]:
    root = subject.pdf.Root
    if not str(root.get("/Lang", "")).strip():
        yield report("BM-PDF-008")
    if not _title(subject.pdf):
        yield report("BM-PDF-009")
    if root.get("/PageLabels") is None:
        yield report("BM-PDF-010")
    names = root.get("/Names")
    if (names is not None and names.get("/JavaScript") is not None) or _opens_with_script(root):
        yield report("BM-PDF-014")


def _title(pdf: pikepdf.Pdf) -> str:
    title = str(pdf.docinfo.get("/Title", "")) if pdf.trailer.get("/Info") is not None else ""
    if title.strip():
        return title
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return str(metadata.get("dc:title", "")).strip()


def _opens_with_script(root: pikepdf.Object) -> bool:
    action = root.get("/OpenAction")
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/JavaScript"


def _check_pictures(subject: _Subject) -> Iterator[Diagnostic]:
    pages = [number for number, page in enumerate(subject.pdf.pages) if _has_picture(page)]
    if not pages:
        return
    document = pypdfium2.PdfDocument(subject.path)
    try:
        for number in pages:
            least = min(_resolutions(document[number]), default=float("inf"))
            if least < LEAST_DPI * 0.99:
                yield report("BM-PDF-012", page=number + 1, dpi=round(least), least=LEAST_DPI)
    finally:
        document.close()


def _has_picture(page: pikepdf.Page) -> bool:
    for holder in glyphs.streams(page):
        resources = holder.get("/Resources")
        xobjects = dict(resources.get("/XObject", {})) if resources is not None else {}
        if any(one.get("/Subtype") == "/Image" for one in xobjects.values()):
            return True
    return False


def _resolutions(page: pypdfium2.PdfPage) -> Iterator[float]:
    """Yield the pixels an inch of each picture of a page, at the size it is printed."""
    for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=8):
        width, height = picture.get_px_size()
        left, bottom, right, top = picture.get_bounds()
        printed = max((right - left), 0.01), max((top - bottom), 0.01)
        yield min(width / printed[0], height / printed[1]) * POINTS_PER_INCH


def _check_tags(subject: _Subject) -> Iterator[Diagnostic]:
    yield from check_tags(subject.pdf)


_RULES: Final[tuple[Callable[[_Subject], Iterator[Diagnostic]], ...]] = (
    _check_boxes,
    _check_fonts,
    _check_glyphs,
    _check_metadata,
    _check_pictures,
    _check_blanks,
    _check_tags,
)
