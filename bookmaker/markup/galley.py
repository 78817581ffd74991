"""A galley: the text of one section while it is being set, before it is made up into documents.

Setting and making up are apart: a section is set as pieces, one for each block at its top level,
and only then is it known how many bytes it takes and where it must continue in a second document.
Each piece therefore carries what it brings to the document it lands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bookmaker.book import Book, Inlines, Note, Text, plain_text
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.markup.vocabulary import Words, aria_role, epub_type, words_for
from bookmaker.pictures import Picture
from bookmaker.project import NoteNumbers

Line = tuple[str, int] | None
"""Where a block was typed: path and line; `None` for one that nobody typed."""

HEADING_ID: Final = "heading"
START_ID: Final = "start"
MARK: Final = "\x00"
"""Stands around the number of a link whose document is not known yet; no text can hold it."""


@dataclass(slots=True)
class Piece:
    """A set block: its markup, and what it brings along.

    `lines` has one entry for each block element in it, `calls` the numbers of the notes first
    called in it, `anchors` what links lead to (key, id). `opens_scene` is true where a document
    may end before it.
    """

    html: str = ""
    lines: list[Line] = field(default_factory=list)
    words: int = 0
    calls: list[int] = field(default_factory=list)
    anchors: list[tuple[str, str]] = field(default_factory=list)
    opens_scene: bool = False


@dataclass(slots=True)
class Composition:
    """What all galleys of a book share."""

    book: Book
    pictures: Mapping[str, Picture]
    language: str
    words: Words
    notes: Mapping[str, Note]
    anchors: frozenset[str]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    used: dict[str, Picture] = field(default_factory=dict)
    note_numbers: dict[str, int] = field(default_factory=dict)
    targets: list[str] = field(default_factory=list)
    note_numbers_run: NoteNumbers = "chapter"
    last_number: int = 0

    def target(self, key: str) -> str:
        """Return a stand-in for the address of `key`, replaced when documents are made up."""
        self.targets.append(key)
        return f"{MARK}{len(self.targets) - 1}{MARK}"


@dataclass(slots=True)
class Galley:
    """One section of the book being set. `matter` is front, body or back; `role` as documents'."""

    composition: Composition
    role: str
    matter: str
    title: str = ""
    has_heading: bool = False
    within_part: bool = False
    pieces: list[Piece] = field(default_factory=list)
    piece: Piece = field(default_factory=Piece)
    span: Span | None = None
    level: int = 1
    in_link: bool = False
    after_link: list[str] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    last_number: int = 0
    called: dict[str, int] = field(default_factory=dict)
    to_set: list[str] = field(default_factory=list)
    asides: dict[int, Piece] = field(default_factory=dict)

    @property
    def epub_type(self) -> str:
        """The section's `epub:type`, or nothing."""
        return epub_type(self.role)

    @property
    def aria_role(self) -> str:
        """The section's ARIA role, or nothing."""
        return aria_role(self.epub_type)

    def count(self, span: Span | None, line: int = 0) -> None:
        """Count a block element, typed at `span`, or at another `line` of it."""
        self.piece.lines.append(None if span is None else (span.path, line or span.line))

    def count_words(self, inlines: Inlines) -> None:
        """Add the words of `inlines` to what the author wrote."""
        if len(inlines) == 1 and isinstance(inlines[0], Text):
            self.piece.words += len(inlines[0].text.split())
        else:
            self.piece.words += len(plain_text(inlines).split())

    def report(self, code: str, span: Span | None = None, **values: object) -> None:
        """Report a finding at the block being set, or at `span`."""
        self.composition.diagnostics.append(report(code, span or self.span, **values))

    def number(self, note_id: str) -> int:
        """Return the number of a note that is called for the first time in the book."""
        number = self.next_number()
        self.called[note_id] = number
        self.to_set.append(note_id)
        self.piece.calls.append(number)
        self.composition.note_numbers[note_id] = number
        return number

    def next_number(self) -> int:
        """Return the next number of a note: of the section, or of the whole book."""
        counter = self.composition if self.composition.note_numbers_run == "book" else self
        counter.last_number += 1
        return counter.last_number

    def close(self, html: str, *, opens_scene: bool = False) -> None:
        """End the piece being set, as `html`, and begin the next."""
        self.piece.html = html
        self.piece.opens_scene = opens_scene
        self.pieces.append(self.piece)
        self.piece = Piece()

    def anchor(self, key: str, wanted: str) -> str:
        """Give the next block an id of its own, as near `wanted` as its document allows."""
        chosen = wanted
        while chosen in self.ids:
            self.ids[wanted] = number = self.ids.get(wanted, 1) + 1
            chosen = f"{wanted}-{number}"
        self.ids[chosen] = 1
        self.piece.anchors.append((key, chosen))
        return chosen


def compose(
    book: Book,
    pictures: Mapping[str, Picture],
    anchors: frozenset[str],
    note_numbers: NoteNumbers,
) -> Composition:
    """Return what the galleys of `book` share; `anchors` are the ids that links may lead to."""
    language = book.metadata.language or "en"
    notes = {
        note.id: note for note in reversed(book.notes)
    }  # of two with one id the first is called
    return Composition(
        book,
        pictures,
        language,
        words_for(language),
        notes,
        anchors,
        note_numbers_run=note_numbers,
    )
