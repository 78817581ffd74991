"""What a Publication must hold of a Book, part by part, as docs/markup.md places it.

front and back    by the role of the document: each holds its sections' words, exactly
title page        and copyright page, which also say what settings say: hold their sections' words
body              one stream, exactly
notes             each whole, whichever document it stands in
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from bookmaker.book import Book, Part, Role, Section
from bookmaker.checks.book_words import Piece, Walk
from bookmaker.checks.words import words

TITLE_PAGE: Final = "title-page"
COPYRIGHT_PAGE: Final = "copyright-page"
SHARED: Final = frozenset({TITLE_PAGE, COPYRIGHT_PAGE})
"""Pages that hold words of the settings beside the author's."""

_PLACES: Final = {
    Role.SERIES: TITLE_PAGE,
    Role.DISCLAIMER: COPYRIGHT_PAGE,
    Role.COPYRIGHT: COPYRIGHT_PAGE,
}
SCREEN: Final = Walk(alternatives=True, captions=True)
"""What documents hold: alternative texts are words, too."""
PAPER: Final = Walk(captions=True)
"""What pages show."""


@dataclass(slots=True)
class Parts:
    """The pieces of a Book by the document that must hold them; `matter` is keyed by role."""

    book: Book
    walk: Walk
    matter: dict[str, list[Piece]] = field(default_factory=dict)

    def body(self) -> Iterator[list[Piece]]:
        """Yield the body in chunks: a part's opening, then chapter by chapter."""
        for division in self.book.body:
            if isinstance(division, Part):
                opening = Part((), division.span, division.number, division.title)
                yield [
                    *self.walk.part(opening),
                    *self.walk.epigraph(division.epigraph),
                    *self.walk.blocks(division.intro),
                ]
                for chapter in division.chapters:
                    yield list(self.walk.chapter(chapter))
            else:
                yield list(self.walk.chapter(division))

    def notes(self) -> Iterator[tuple[str, list[Piece]]]:
        """Yield each note's id and pieces."""
        for note in self.book.notes:
            yield note.id, list(self.walk.blocks(note.blocks))


def parts(book: Book, walk: Walk) -> Parts:
    """Sort a Book's pieces by the document that must hold them."""
    found = Parts(book, walk)
    if book.epigraph:
        found.matter["epigraph"] = list(walk.epigraph(book.epigraph))
    for section in chain(book.front, book.back):
        found.matter.setdefault(place(section), []).extend(walk.section(section))
    return found


def place(section: Section) -> str:
    """Return the role of the document that holds a section of front or back matter."""
    return _PLACES.get(section.role, section.role.value)


def text_of(pieces: list[Piece]) -> str:
    """Return the text of pieces in order, each in a paragraph of its own."""
    return "\n\n".join(piece.text for piece in pieces)


def words_of(pieces: list[Piece]) -> list[str]:
    """Return the words of pieces in order."""
    return words(text_of(pieces))


def piece_at(pieces: list[Piece], ordinal: int) -> Piece | None:
    """Return the piece that holds word `ordinal` of `words_of(pieces)`, else the last one."""
    for piece in pieces:
        ordinal -= len(words(piece.text))
        if ordinal < 0:
            return piece
    return pieces[-1] if pieces else None
