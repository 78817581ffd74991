"""Law 1 from the typeset Book to the finished documents: exact, in order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bookmaker.book import Book
from bookmaker.checks.archive import ArchiveError
from bookmaker.checks.book_parts import SCREEN, SHARED, Parts, parts, piece_at, text_of, words_of
from bookmaker.checks.book_words import Piece
from bookmaker.checks.document_words import (
    DocumentWords,
    counts,
    document_words,
    spine_words,
)
from bookmaker.checks.words import Difference, differences, quote, words
from bookmaker.checks.xml import MarkupError
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.publication import Publication

_MOST: Final = 3  # findings of one kind; the rest follow from the first


def conserve_epub(book: Book, path: Path) -> tuple[Diagnostic, ...]:
    """Compare the typeset Book with the spine documents of the finished EPUB.

    Args:
        book: the Book as it was marked up.
        path: the EPUB; it is reopened and read from the archive.

    Returns:
        BM-LAW-005 (words the EPUB lacks), -006 (words it has beyond the Book's), or -009 when it
        cannot be read.
    """
    try:
        return _conserve(book, spine_words(path))
    except (ArchiveError, MarkupError) as error:
        return (report("BM-LAW-009", path=path.name, reason=str(error)),)


def conserve_publication(book: Book, publication: Publication) -> tuple[Diagnostic, ...]:
    """Compare the typeset Book with the documents made of it, before any file is written.

    Returns:
        What `conserve_epub` returns.
    """
    documents = (document_words(one.name, one.xhtml) for one in publication.documents)
    try:
        return _conserve(book, documents)
    except MarkupError as error:
        title = publication.metadata.title
        return (report("BM-LAW-009", path=title, reason=str(error)),)


def _conserve(book: Book, documents: Iterable[DocumentWords]) -> tuple[Diagnostic, ...]:
    wanted = parts(book, SCREEN)
    found = _Found()
    body = found.body(documents)
    diagnostics = _conserve_body(wanted, body)
    for _ in body:  # the rest, when the comparison stopped early
        pass
    for role, pieces in wanted.matter.items():
        compare = _conserve_shared if role in SHARED else _conserve_exactly
        diagnostics += compare(pieces, found.matter.get(role, []))
    diagnostics += _conserve_notes(wanted, found.notes)
    return tuple(diagnostics)


@dataclass(slots=True)
class _Found:
    """What documents hold, filled while their body is compared."""

    matter: dict[str, list[str]] = field(default_factory=dict)
    notes: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def body(self, documents: Iterable[DocumentWords]) -> Iterator[str]:
        """Yield the text of each body document; keep the others' words and all notes."""
        for document in documents:
            if not counts(document):
                continue
            self.notes.update(tuple(words(note)) for note in document.notes)
            if document.matter == "bodymatter":
                yield document.text
            else:
                self.matter.setdefault(document.role, []).extend(words(document.text))


def _conserve_body(wanted: Parts, found: Iterator[str]) -> list[Diagnostic]:
    """Compare chapter by chapter, so that no more than a chapter's words are held.

    Text that is the same but for white space has the same words: only from the first document
    that differs on are words looked for.
    """
    chunks = wanted.body()
    pieces: list[Piece] = []
    ahead: list[str] = []
    passed = 0
    for document in found:
        told = document.split()
        while len(ahead) < len(told) and (chunk := next(chunks, None)) is not None:
            if not ahead:
                pieces, passed = [], 0
            pieces += chunk
            ahead += text_of(chunk).split()
        if ahead[: len(told)] != told:
            rest = [piece for chunk in chunks for piece in chunk]
            others = words(" ".join([document, *found]))
            return _told([*pieces, *rest], passed, others)
        passed += len(words(document)) if len(ahead) > len(told) else 0
        del ahead[: len(told)]
    rest = [piece for chunk in chunks for piece in chunk]
    return _told([*pieces, *rest] if ahead else rest, passed if ahead else 0, [])


def _conserve_exactly(pieces: list[Piece], found: list[str]) -> list[Diagnostic]:
    return _told(pieces, 0, found)


def _told(pieces: list[Piece], skip: int, found: Sequence[str]) -> list[Diagnostic]:
    """Report the differences between pieces, their first `skip` words passed, and words found."""
    wanted = words_of(pieces)[skip:]
    diagnostics: list[Diagnostic] = []
    for at in differences(wanted, found):
        diagnostics += _difference(pieces, skip, at, (wanted, found))
        if len(diagnostics) >= _MOST:
            break
    return diagnostics


def _difference(
    pieces: list[Piece], skip: int, at: Difference, sides: tuple[Sequence[str], Sequence[str]]
) -> list[Diagnostic]:
    lost = sides[0][at.start : at.end]
    more = sides[1][at.other_start : at.other_end]
    piece = piece_at(pieces, skip + at.start)
    span = Span(piece.path, piece.line) if piece else None
    found = []
    if lost:
        found.append(report("BM-LAW-005", span, words=quote(lost), count=len(lost)))
    if more:
        found.append(report("BM-LAW-006", span, words=quote(more), count=len(more)))
    return found


def _conserve_shared(pieces: list[Piece], found: list[str]) -> list[Diagnostic]:
    """Look for each piece, whole, on a page that says other things, too."""
    page = f" {' '.join(found)} "
    lost = [piece for piece in pieces if f" {' '.join(words(piece.text))} " not in page]
    return [
        report(
            "BM-LAW-005",
            Span(piece.path, piece.line),
            words=quote(words(piece.text)),
            count=len(words(piece.text)),
        )
        for piece in lost[:_MOST]
        if words(piece.text)
    ]


def _conserve_notes(wanted: Parts, found: Counter[tuple[str, ...]]) -> list[Diagnostic]:
    """Compare the notes, each whole, whichever document they stand in."""
    spare = found.copy()
    diagnostics = []
    for _, pieces in wanted.notes():
        told = tuple(words_of(pieces))
        if spare[told]:
            spare[told] -= 1
        elif told:
            span = Span(pieces[0].path, pieces[0].line)
            diagnostics.append(report("BM-LAW-005", span, words=quote(told), count=len(told)))
    diagnostics += [
        report("BM-LAW-006", words=quote(told), count=len(told)) for told in spare.elements()
    ]
    return diagnostics[:_MOST]
