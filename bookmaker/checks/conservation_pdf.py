"""Law 1 from the typeset Book to the printed pages.

Letters and digits are compared, not words: a page breaks words at line ends, and its furniture
(heads, folios, half-title, contents) is no part of the book. Text and notes are two streams, told
apart by where the layout put them. The operators of the file are read first, which is quick; where
they seem to lack anything, PDFium reads the pages, and its word is the last.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2

from bookmaker.book import Book
from bookmaker.checks.book_parts import PAPER, Parts, parts, words_of
from bookmaker.checks.book_words import Piece, item_numbers, pictures, table_heads, tables
from bookmaker.checks.letters import (
    REORDERED,
    Hunk,
    Letters,
    digits,
    hunks_of,
    in_order,
    match_moved,
    match_reordered,
    reordered,
    without_digits,
)
from bookmaker.checks.page_runs import page_runs
from bookmaker.checks.parted_rows import match_parted, stands_parted, table_places
from bookmaker.checks.words import words
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.print_run import PageStart, PrintRun, TypeArea

BODY: Final = frozenset({"part", "chapter", "story", "prologue", "epilogue", "interlude"})
_MOST: Final = 3
_SUPPLIED: Final = 60  # letters of our own that may stand at a chapter's head ("Prologue")
_CALL: Final = 5  # digits of a note's number
_SLACK: Final = 0.5  # points around an area
_SHOWN: Final = 40


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
    own = _Own(
        _letters("\n".join(pictures(book))),
        Counter("".join(item_numbers(book))),
        frozenset(map(_letters, table_heads(book))),
        frozenset((span.path, span.line) for span in tables(book)),
    )
    try:
        for read in (_read_operators, _read_pages):
            pages = read(path, print_run.areas)
            if pages is None:
                continue
            printed = _sorted(pages, print_run)
            comparison = _Comparison(parts(book, PAPER), printed, own)
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
class _Own:
    """What pages may show beyond the text: words of pictures, numbers of items, heads of tables."""

    pictures: str
    numbers: Counter[str]
    heads: frozenset[str]
    tables: frozenset[tuple[str, int]]
    """Path and line of each."""

    def stands_again(self, letters: str) -> bool:
        """Whether letters can be a table's head, wherever in it the text beside it seems to end."""
        return any(len(head) == len(letters) and letters in head + head for head in self.heads)


class _Comparison:
    """Compares a Book with its pages; what differs only in place is taken for what it is."""

    def __init__(self, wanted: Parts, printed: _Printed, own: _Own) -> None:
        self._wanted = wanted
        self._printed = printed
        self._own = own
        self._notes = [
            (pieces, _letters_of(pieces)) for _, pieces in wanted.notes() if _letters_of(pieces)
        ]
        self._endnotes = ""
        self._shown = own.numbers.copy()  # what `_numbered` has not struck out

    def body(self) -> Iterator[Diagnostic]:
        """Compare the body's one stream.

        Where calls of notes or numbers of items stand so close together that no text between them
        tells the place, letters are compared without digits, and digits by themselves: beside
        those of calls and items, all must be there, in order.
        """
        chunks = list(self._wanted.body())
        letters = [_letters_of(chunk) for chunk in chunks]
        wanted, found = "".join(letters), self._printed.body
        heads, endnotes = _offsets(letters), self._endnotes
        told = list(self._told(Letters(wanted), Letters(found.text), chunks, heads))
        if told and self._only_calls_beyond(digits(wanted), digits(found.text)):
            self._endnotes = endnotes
            bare = Letters.but_digits(wanted)
            printed = Letters.but_digits(found.text)
            told = list(self._told(bare, printed, chunks, bare.next_to(heads)))
        yield from told

    def _only_calls_beyond(self, wanted: str, found: str) -> bool:
        """Whether digits on the pages are those of the text, of calls and of items' numbers."""
        beyond = Counter(found) - Counter(wanted) - self._shown
        return (bool(self._notes) or not beyond) and in_order(wanted, found)

    def _told(
        self, text: Letters, printed: Letters, chunks: list[list[Piece]], heads: frozenset[int]
    ) -> Iterator[Diagnostic]:
        found, pieces = self._printed.body, list(chain.from_iterable(chunks))
        wanted, hunks = text.whole, list(hunks_of(text, printed, heads))
        match_moved(hunks)
        match_reordered(hunks, found.text)
        if self._own.tables and any(hunk.lost for hunk in hunks):
            places = table_places(pieces, self._own.tables)
            match_parted(hunks, wanted, places, [letters for _, letters in self._notes])
        for hunk in hunks:
            if hunk.lost and sorted(hunk.lost) != sorted(hunk.more):
                yield _lost(_piece_at(pieces, hunk.wanted_at), hunk.lost)
            elif hunk.more and not hunk.lost and not self._ours(hunk, heads, len(wanted)):
                page = found.page(hunk.found_at)
                after = wanted[hunk.wanted_at : hunk.wanted_at + _SHOWN]
                yield report("BM-LAW-007", page=page, found=hunk.more[:_SHOWN], wanted=after)

    def _ours(self, hunk: Hunk, heads: frozenset[int], end: int) -> bool:
        """Whether letters beyond the Book's are no fault: a call, a heading, an endnote."""
        more = hunk.more
        if more.isdigit() and (len(more) <= _CALL or self._numbered(more)):
            return True
        if hunk.wanted_at >= end:  # the back matter runs on
            self._endnotes += hunk.printed
            return True
        if any(letters in hunk.printed for _, letters in self._notes):
            self._endnotes += hunk.printed
            return True
        supplied = hunk.wanted_at in heads and len(more) <= _SUPPLIED
        return supplied or more in self._own.pictures or self._own.stands_again(more)

    def _numbered(self, digits: str) -> bool:
        """Whether digits can be the numbers of list items: they are drawn after a page's lines."""
        shown = Counter(digits)
        if not shown <= self._own.numbers:
            return False
        self._own.numbers -= shown
        return True

    def matter(self) -> Iterator[Diagnostic]:
        """Look for each piece of front and back matter on the pages outside the body."""
        pages = self._printed.other + self._endnotes
        for pieces in self._wanted.matter.values():
            lost = self._not_standing(pieces, pages)
            yield from (_lost(piece, _letters(piece.text)) for piece in lost)

    def _not_standing(self, pieces: list[Piece], pages: str) -> list[Piece]:
        """Return what does not stand on pages; a table may, though its rows go over a page."""
        lost = []
        for (path, line), group in groupby(pieces, key=lambda piece: (piece.path, piece.line)):
            own = [piece for piece in group if _letters(piece.text)]
            away = [piece for piece in own if not _stands(_letters(piece.text), pages)]
            if away and (path, line) in self._own.tables:
                letters = _letters_of(own)
                rows = [without_digits(_letters(piece.text)) for piece in own]
                if stands_parted(rows, _bare(pages)) and _has_digits(letters, pages):
                    continue
            lost += away
        return lost

    def notes(self) -> Iterator[Diagnostic]:
        """Look for each note at the foot of the pages, or at a section's end."""
        feet = self._printed.notes
        at = 0
        for pieces, letters in self._notes:
            found = feet.find(letters, at)
            if found >= 0:
                at = found + len(letters)
            elif not (
                _stands(letters, feet)
                or _stands(letters, self._endnotes)
                or self._stands_with_tables(pieces)
            ):
                yield _lost(pieces[0], letters)

    def _stands_with_tables(self, pieces: list[Piece]) -> bool:
        """Whether a note that has tables, which may be parted, stands piece by piece."""
        tabled = any((piece.path, piece.line) in self._own.tables for piece in pieces)
        return tabled and not self._not_standing(pieces, self._endnotes)


def _offsets(chunks: list[str]) -> frozenset[int]:
    found, at = set(), 0
    for chunk in chunks:
        found.add(at)
        at += len(chunk)
    return frozenset(found)


def _stands(letters: str, pages: str) -> bool:
    """Whether letters stand on pages, in this order; digits of note calls may come between."""
    if letters in pages:
        return True
    if REORDERED.search(letters):
        return _stands_reordered(letters, pages)
    bare = without_digits(letters)
    return bool(bare) and bare in _bare(pages) and _has_digits(letters, pages)


def _has_digits(letters: str, pages: str) -> bool:
    return Counter(digits(letters)) <= _counted(pages)


@lru_cache(4)  # all notes are looked for in the same few texts
def _bare(pages: str) -> str:
    return without_digits(pages)


@lru_cache(4)
def _counted(pages: str) -> Counter[str]:
    return Counter(digits(pages))


def _stands_reordered(letters: str, pages: str) -> bool:
    at = 0
    for run in REORDERED.split(letters):
        at = pages.find(run, at)
        if at < 0:
            return False
        at += len(run)
    return Counter(reordered(letters)) <= Counter(reordered(pages))


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
