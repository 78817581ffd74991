"""Law 1: nothing typed is lost.

Three comparisons, each of what one step made with what it was given:

    manuscript  ──conserve_reading──►  Book  ──conserve_publication, conserve_epub──►  documents
    documents   ──conserve_pdf──►  printed pages        (see `conservation_print`)

Together they say that every word typed stands in the finished files, or in a named loss.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from bookmaker.book import Reading
from bookmaker.checks import raw_words
from bookmaker.checks.book_words import Piece, Walk, ordered_items, pictures
from bookmaker.checks.words import WORD, Difference, Places, differences, quote, unify, words
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.metadata import Metadata
from bookmaker.project import Manuscript

_MOST: Final = 3  # findings told for one manuscript; the rest are of the same kind


def conserve_reading(
    manuscripts: tuple[Manuscript, ...], reading: Reading
) -> tuple[Diagnostic, ...]:
    """Compare manuscripts with the Book that was read from them.

    Every word typed stands in the Book, in the order of the blocks' spans, or among the withheld
    lines, or a diagnostic of the reading names its line; and nothing stands there twice.

    Args:
        manuscripts: what was read, in order.
        reading: what the reader made of it, before typography.

    Returns:
        BM-LAW-001 (missing), -002 (out of order), -003 (never typed) or -004 (words joined or
        split), at most three for a manuscript.
    """
    pieces = _by_path(reading)
    items: dict[str, set[int]] = {}
    for path, line in ordered_items(reading.book):
        items.setdefault(path, set()).add(line)
    found: list[Diagnostic] = []
    for manuscript in manuscripts:
        numbered = frozenset(items.get(manuscript.path, ()))
        found += _compare(manuscript, numbered, pieces.get(manuscript.path, []), reading)
    found += _out_of_order(reading)
    return tuple(found)


def _by_path(reading: Reading) -> dict[str, list[Piece]]:
    """Gather the Book's pieces and the withheld lines by manuscript, in order of their lines."""
    found: dict[str, list[Piece]] = {}
    for piece in Walk(marks=True).book(reading.book):
        found.setdefault(piece.path, []).append(piece)
    for withheld in reading.withheld:
        piece = Piece(withheld.span.path, withheld.span.line, withheld.text)
        found.setdefault(piece.path, []).append(piece)
    for pieces in found.values():
        pieces.sort(key=lambda piece: piece.line)
    return found


def _compare(
    manuscript: Manuscript, items: frozenset[int], pieces: Sequence[Piece], reading: Reading
) -> list[Diagnostic]:
    typed = raw_words.single_line_ends(manuscript.text)
    head = raw_words.head_lines(typed)
    typed = raw_words.stripped(raw_words.without_lines(typed, head, items), manuscript.format)
    text = "\n\n".join(piece.text for piece in pieces if piece.line > head)
    read = raw_words.stripped(text, manuscript.format)
    if raw_words.alike(typed, read):
        return []
    judge = _Judge(manuscript, unify(typed), words(read), reading)
    found: list[Diagnostic] = []
    for difference in judge.differences():
        found += judge.judge(difference)
        if len(found) >= _MOST:
            break
    return found


class _Judge:
    """Says of each difference between a manuscript and its Book whether it is a loss."""

    def __init__(
        self, manuscript: Manuscript, typed: str, read: list[str], reading: Reading
    ) -> None:
        self._path = manuscript.path
        self._typed = WORD.findall(typed)
        self._read = read
        self._places = Places(typed)
        # What is said of pictures stands outside the order of the text.
        self._spare = Counter(words("\n".join(pictures(reading.book))))
        self._metadata = Counter(words("\n".join(_said(reading.book.metadata))))
        self._metadata_lines = _lines(
            manuscript.path, (span for _, span in reading.book.metadata.spans)
        )
        self._told_lines = _lines(
            manuscript.path, (one.span for one in reading.diagnostics if one.span)
        )

    def differences(self) -> Iterator[Difference]:
        """Yield where the words typed and the words read part."""
        return differences(self._typed, self._read)

    def judge(self, at: Difference) -> list[Diagnostic]:
        """Return what is wrong with a difference; nothing where it is explained."""
        typed = self._typed[at.start : at.end]
        read = self._read[at.other_start : at.other_end]
        line = self._places.line(at.start)
        span = Span(self._path, line)
        if typed and "".join(typed) == "".join(read):
            joined = len(typed) > len(read) and self._places.parted(at.start, at.end - 1)
            return [self._joined(span, typed, read)] if joined or len(read) > len(typed) else []
        missing = Counter(typed) - Counter(read)
        extra = Counter(read) - Counter(typed)
        found = []
        if missing and not self._explained(missing, line):
            lost = [word for word in typed if word in missing]
            found.append(report("BM-LAW-001", span, words=quote(lost), count=missing.total()))
        if extra and not self._from_pictures(extra):
            new = [word for word in read if word in extra]
            found.append(report("BM-LAW-003", span, words=quote(new)))
        return found

    def _joined(self, span: Span, typed: list[str], read: list[str]) -> Diagnostic:
        return report("BM-LAW-004", span, typed=quote(typed), read=quote(read))

    def _explained(self, missing: Counter[str], line: int) -> bool:
        if line in self._told_lines or self._from_pictures(missing):
            return True
        return line in self._metadata_lines and missing <= self._metadata

    def _from_pictures(self, some: Counter[str]) -> bool:
        if not some <= self._spare:
            return False
        self._spare -= some
        return True


def _lines(path: str, spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(
        line
        for span in spans
        if span.path == path
        for line in range(span.line, (span.end_line or span.line) + 1)
    )


def _said(metadata: Metadata) -> list[str]:
    """Return everything that metadata says in words."""
    people = [person.name for person in (*metadata.authors, *metadata.contributors)]
    series = [metadata.series.name, metadata.series.position] if metadata.series else []
    return [
        *(getattr(metadata, name) for name in _WORDED),
        *people,
        *series,
        *metadata.subjects,
        *metadata.credits,
    ]


_WORDED: Final = (
    *("title", "subtitle", "language", "publisher", "rights", "edition", "description"),
    *("copyright_holder", "copyright_year", "date", "modified", "identifier"),
    *("epub_isbn", "print_isbn"),
)


def _out_of_order(reading: Reading) -> list[Diagnostic]:
    """Report where the body's blocks stand in another order than they were typed."""
    for before, after in pairwise(Walk().body(reading.book)):
        if after.line < before.line and after.path == before.path and after.text:
            first = words(after.text)
            span = Span(after.path, after.line)
            return [report("BM-LAW-002", span, words=quote(first), line=before.line)]
    return []
