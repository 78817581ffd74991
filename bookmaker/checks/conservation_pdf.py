"""Law 1 from the typeset Book to the printed pages.

Letters and digits are compared, not words: a page breaks words at line ends, and its furniture
(heads, folios, half-title, contents) is no part of the book. Text and notes are two streams, told
apart by where the layout put them. The operators of the file are read first, which is quick; where
they seem to lack anything, PDFium reads the pages, and its word is the last.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2

from bookmaker.book import Book
from bookmaker.checks.book_parts import PAPER, Parts, parts, words_of
from bookmaker.checks.book_words import Piece, item_numbers, pictures
from bookmaker.checks.page_runs import page_runs
from bookmaker.checks.words import differences, words
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.print_run import PageStart, PrintRun, TypeArea

BODY: Final = frozenset({"part", "chapter", "story", "prologue", "epilogue", "interlude"})
_MOST: Final = 3
_ANCHOR: Final = 16  # letters: as many in a row are the same place again
_SUPPLIED: Final = 60  # letters of our own that may stand at a chapter's head ("Prologue")
_MOVED: Final = 4  # letters that a drop cap takes out of their line
_NEAR: Final = 6000  # letters: more than a page
_CALL: Final = 5  # digits of a note's number
_SLACK: Final = 0.5  # points around an area
_SHOWN: Final = 40

# Scripts whose letters a PDF shows in another order than they are written (right to left): what
# can be read back is which letters are there.
_REORDERED: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]+")
_UNMAPPED: Final = 2  # letters beside such a script that only stand for a glyph without meaning


def conserve_pdf(book: Book, path: Path, print_run: PrintRun) -> tuple[Diagnostic, ...]:
    """Compare the typeset Book with the finished print PDF.

    Args:
        book: the Book as it was marked up.
        path: the PDF; its text is read back from its pages.
        print_run: where the layout put text and notes on each page.

    Returns:
        BM-LAW-008 (letters the PDF lacks), -007 (letters it has beyond the Book's), or -009 when
        it cannot be read.
    """
    spare = _letters("\n".join(pictures(book)))
    numbers = "".join(item_numbers(book))
    try:
        for read in (_read_operators, _read_pages):
            pages = read(path, print_run.areas)
            if pages is None:
                continue
            printed = _sorted(pages, print_run)
            comparison = _Comparison(parts(book, PAPER), printed, spare, numbers)
            found = [*comparison.body(), *comparison.matter(), *comparison.notes()]
            if not found:
                break
    except (pypdfium2.PdfiumError, pikepdf.PdfError, OSError) as error:
        return (report("BM-LAW-009", path=path.name, reason=str(error)),)
    return tuple(found[:_MOST])


def _letters(text: str) -> str:
    return "".join(words(text))


def _letters_of(pieces: list[Piece]) -> str:
    return "".join(words_of(pieces))


# ---------------------------------------------------------------- reading back


@dataclass(slots=True)
class _Stream:
    """Letters of consecutive pages, and where each page begins among them."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, pages: list[tuple[int, str]]) -> "_Stream":
        stream = cls("".join(text for _, text in pages))
        at = 0
        for number, text in pages:
            stream.starts.append(at)
            stream.pages.append(number)
            at += len(text)
        return stream

    def page(self, offset: int) -> int:
        """Return the number, from 1, of the page that holds a letter."""
        return self.pages[max(bisect_right(self.starts, offset) - 1, 0)] if self.pages else 1


_Page = tuple[str, str]
"""A page's text, and its notes."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """What the pages show: the body's text, the rest's, and the notes at the foot."""

    body: _Stream
    other: str
    notes: str


def _sorted(pages: list[_Page], print_run: PrintRun) -> _Printed:
    """Tell the body's pages from the others."""
    starts = print_run.page_map.pages
    body: list[tuple[int, str]] = []
    other: list[str] = []
    notes: list[str] = []
    inside = [number for number, start in enumerate(starts) if _role(start) in BODY]
    first, last = (inside[0], inside[-1]) if inside else (len(pages), -1)
    for number, (text, foot) in enumerate(pages):
        if number < len(starts) and starts[number].kind != "body":
            continue
        notes.append(_letters(foot))
        if first <= number <= last:
            body.append((number + 1, _letters(text)))
        else:
            other.append(_letters(text))
    return _Printed(_Stream.of(body), "".join(other), "".join(notes))


def _read_operators(path: Path, areas: Sequence[TypeArea]) -> list[_Page] | None:
    """Read text and notes of each page quickly; None where a page is not written as ours are."""
    found: list[_Page] = []
    for area, runs in zip(areas, page_runs(path), strict=False):
        if runs is None:
            return None
        text, foot = [], []
        for run in runs:
            if area.notes_top < run.height <= area.top + _SLACK:
                text.append(run.text)
            elif area.bottom - _SLACK <= run.height <= area.notes_top:
                foot.append(run.text)
        found.append(("".join(text), "".join(foot)))
    return found if len(found) == len(areas) else None


def _read_pages(path: Path, areas: Sequence[TypeArea]) -> list[_Page]:
    """Read text and notes of each page as any reader of PDF finds them."""
    with pypdfium2.PdfDocument(path) as document:
        return [_page(document, number, area) for number, area in enumerate(areas)]


def _role(start: PageStart) -> str:
    """Return the role in a document's name: `text/chapter-03-continued-1.xhtml` is a chapter."""
    name = start.document.rpartition("/")[2].removesuffix(".xhtml")
    return name.split("-")[0] if start.kind == "body" else ""


def _page(document: pypdfium2.PdfDocument, number: int, area: TypeArea) -> _Page:
    page = document[number]
    left, bottom, _, _ = page.get_trimbox()
    sheet = page.get_textpage()
    try:
        text = sheet.get_text_bounded(
            left, bottom + area.notes_top, left + 10_000, bottom + area.top + _SLACK
        )
        foot = ""
        if area.notes_top > area.bottom:
            foot = sheet.get_text_bounded(
                left, bottom + area.bottom - _SLACK, left + 10_000, bottom + area.notes_top
            )
    finally:
        sheet.close()
        page.close()
    return text, foot


# ---------------------------------------------------------------- comparing


@dataclass(slots=True)
class _Hunk:
    """Letters of the Book that the page lacks, letters it has instead, and where."""

    lost: str
    more: str
    wanted_at: int
    found_at: int


class _Comparison:
    """Compares a Book with its pages; what differs only in place is taken for what it is."""

    def __init__(self, wanted: Parts, printed: _Printed, spare: str, numbers: str) -> None:
        self._wanted = wanted
        self._printed = printed
        self._spare = spare
        self._numbers = Counter(numbers)
        self._notes = [
            (pieces, _letters_of(pieces)) for _, pieces in wanted.notes() if _letters_of(pieces)
        ]
        self._endnotes = ""

    def body(self) -> Iterator[Diagnostic]:
        """Compare the body's one stream."""
        chunks = list(self._wanted.body())
        letters = [_letters_of(chunk) for chunk in chunks]
        heads = _offsets(letters)
        wanted, found = "".join(letters), self._printed.body
        hunks = [
            _Hunk(
                wanted[at.start : at.end],
                found.text[at.other_start : at.other_end],
                at.start,
                at.other_start,
            )
            for at in differences(wanted, found.text, _ANCHOR)
        ]
        _match_moved(hunks)
        _match_reordered(hunks, found.text)
        for hunk in hunks:
            if hunk.lost and sorted(hunk.lost) != sorted(hunk.more):
                piece = _piece_at(list(chain.from_iterable(chunks)), hunk.wanted_at)
                yield _lost(piece, hunk.lost)
            elif hunk.more and not hunk.lost and not self._ours(hunk, heads, len(wanted)):
                page = found.page(hunk.found_at)
                after = wanted[hunk.wanted_at : hunk.wanted_at + _SHOWN]
                yield report("BM-LAW-007", page=page, found=hunk.more[:_SHOWN], wanted=after)

    def _ours(self, hunk: _Hunk, heads: frozenset[int], end: int) -> bool:
        """Whether letters beyond the Book's are no fault: a call, a heading, an endnote."""
        more = hunk.more
        if more.isdigit() and (len(more) <= _CALL or self._numbered(more)):
            return True
        if hunk.wanted_at >= end:  # the back matter runs on
            self._endnotes += more
            return True
        if any(letters in more for _, letters in self._notes):
            self._endnotes += more
            return True
        return (hunk.wanted_at in heads and len(more) <= _SUPPLIED) or more in self._spare

    def _numbered(self, digits: str) -> bool:
        """Whether digits can be the numbers of list items: they are drawn after a page's lines."""
        shown = Counter(digits)
        if not shown <= self._numbers:
            return False
        self._numbers -= shown
        return True

    def matter(self) -> Iterator[Diagnostic]:
        """Look for each piece of front and back matter on the pages outside the body."""
        pages = self._printed.other + self._endnotes
        for pieces in self._wanted.matter.values():
            for piece in pieces:
                letters = _letters(piece.text)
                if letters and not _stands(letters, pages):
                    yield _lost(piece, letters)

    def notes(self) -> Iterator[Diagnostic]:
        """Look for each note at the foot of the pages, or at a section's end."""
        feet = self._printed.notes
        at = 0
        for pieces, letters in self._notes:
            found = feet.find(letters, at)
            if found >= 0:
                at = found + len(letters)
            elif not _stands(letters, feet) and not _stands(letters, self._endnotes):
                yield _lost(pieces[0], letters)


def _offsets(chunks: list[str]) -> frozenset[int]:
    found, at = set(), 0
    for chunk in chunks:
        found.add(at)
        at += len(chunk)
    return frozenset(found)


def _match_moved(hunks: list[_Hunk]) -> None:
    """Take a few letters that a page shows earlier or later than their line as not moved.

    A drop cap floats, and what floats is drawn before the lines it stands in.
    """
    for index, hunk in enumerate(hunks):
        if not hunk.more or hunk.lost or len(hunk.more) > _MOVED:
            continue
        for other in _around(hunks, index):
            if other.lost == hunk.more and not other.more:
                hunk.more = other.lost = ""
                break


def _match_reordered(hunks: list[_Hunk], found: str) -> None:
    """Take letters of scripts that are shown in another order as kept where they are all there."""
    if not any(_REORDERED.search(hunk.lost + hunk.more) for hunk in hunks):
        return
    lost = Counter("".join(_reordered(hunk.lost) for hunk in hunks))
    if not lost <= Counter("".join(_reordered(hunk.more) for hunk in hunks)):
        return
    for hunk in hunks:
        around = found[max(hunk.found_at - 2, 0) : hunk.found_at + len(hunk.more) + 2]
        hunk.lost = _REORDERED.sub("", hunk.lost)
        hunk.more = _REORDERED.sub("", hunk.more)
        if len(hunk.more) <= _UNMAPPED and _REORDERED.search(around):
            hunk.more = ""


def _reordered(letters: str) -> str:
    return "".join(_REORDERED.findall(letters))


def _around(hunks: list[_Hunk], index: int) -> Iterator[_Hunk]:
    here = hunks[index].wanted_at
    for step in (1, -1):
        at = index + step
        while 0 <= at < len(hunks) and abs(hunks[at].wanted_at - here) <= _NEAR:
            yield hunks[at]
            at += step


def _stands(letters: str, pages: str) -> bool:
    """Whether letters stand on pages, in this order; digits of note calls may come between."""
    if letters in pages:
        return True
    if _REORDERED.search(letters):
        return _stands_reordered(letters, pages)
    bare = _without_digits(letters)
    return bool(bare) and bare in _without_digits(pages) and _digits(letters) <= _digits(pages)


def _stands_reordered(letters: str, pages: str) -> bool:
    at = 0
    for run in _REORDERED.split(letters):
        at = pages.find(run, at)
        if at < 0:
            return False
        at += len(run)
    return Counter(_reordered(letters)) <= Counter(_reordered(pages))


def _without_digits(letters: str) -> str:
    return "".join(letter for letter in letters if not letter.isdigit())


def _digits(letters: str) -> Counter[str]:
    return Counter(letter for letter in letters if letter.isdigit())


def _piece_at(pieces: list[Piece], offset: int) -> Piece:
    for piece in pieces:
        offset -= len(_letters(piece.text))
        if offset < 0:
            return piece
    return pieces[-1]


def _lost(piece: Piece, letters: str) -> Diagnostic:
    span = Span(piece.path, piece.line)
    shown = letters[:_SHOWN] + ("…" if len(letters) > _SHOWN else "")
    return report("BM-LAW-008", span, words=shown)
