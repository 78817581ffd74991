"""The words of a `Book` as pieces of text, each with the manuscript line it was typed at.

Only blocks are walked; what metadata says stands in the manuscript's head or was withheld.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    Code,
    CodeBlock,
    Epigraph,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    Letter,
    LineBreak,
    List,
    Note,
    NoteReference,
    Ornament,
    Paragraph,
    Part,
    Quotation,
    Scene,
    Section,
    Table,
    Text,
    Verse,
    nested,
)
from bookmaker.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands together in the manuscript, and the line it begins at."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Walk:
    """How a Book is told.

    `alternatives` counts a picture's alternative text among the words, `captions` its caption;
    `marks` counts the typed marks of scene breaks, which no writer prints. `woven` are notes, by
    id, that are told where they are called instead of after the text; they are taken from it then.
    """

    alternatives: bool = False
    captions: bool = False
    marks: bool = False
    woven: dict[str, Note] = field(default_factory=dict)

    def book(self, book: Book) -> Iterator[Piece]:
        """Yield everything: front, epigraph, body, back, notes."""
        woven = frozenset(self.woven)  # telling a call takes its note away
        for section in book.front:
            yield from self.section(section)
        yield from self.epigraph(book.epigraph)
        yield from self.body(book)
        for section in book.back:
            yield from self.section(section)
        for note in book.notes:
            if note.id not in woven:
                yield from self.blocks(note.blocks)
        while self.woven:  # called nowhere, or by itself
            yield from self.blocks(self.woven.pop(next(iter(self.woven))).blocks)

    def body(self, book: Book) -> Iterator[Piece]:
        """Yield parts and chapters in reading order."""
        for division in book.body:
            if isinstance(division, Part):
                yield from self.part(division)
            else:
                yield from self.chapter(division)

    def part(self, part: Part) -> Iterator[Piece]:
        """Yield a part: its heading, epigraph and opening, then its chapters."""
        yield self._piece(part.number, part.span)
        yield self._piece(part.title, part.span)
        yield from self.epigraph(part.epigraph)
        yield from self.blocks(part.intro)
        for chapter in part.chapters:
            yield from self.chapter(chapter)

    def chapter(self, chapter: Chapter) -> Iterator[Piece]:
        """Yield a chapter: its heading, its epigraph, its scenes."""
        yield self._piece(chapter.number, chapter.span)
        yield self._piece(chapter.title, chapter.span)
        yield from self.epigraph(chapter.epigraph)
        for scene in chapter.scenes:
            yield from self._scene(scene)

    def section(self, section: Section) -> Iterator[Piece]:
        """Yield a piece of front or back matter."""
        yield self._piece(section.title, section.span)
        yield from self.blocks(section.blocks)

    def epigraph(self, epigraph: Epigraph | None) -> Iterator[Piece]:
        """Yield an epigraph, its attribution last."""
        if epigraph:
            told: list[Piece] = []
            self._tell_attributed(epigraph, told)
            yield from told

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Piece]:
        """Yield blocks in order."""
        for block in blocks:
            told: list[Piece] = []
            self._tell(block, told)
            yield from told

    def _scene(self, scene: Scene) -> Iterator[Piece]:
        if self.marks and scene.opener:
            yield Piece(scene.span.path, scene.span.line, scene.opener)
        if scene.dateline:
            yield self._piece(scene.dateline.inlines, scene.dateline.span)
        yield from self.blocks(scene.blocks)

    def _tell(self, block: Block, told: list[Piece]) -> None:  # noqa: C901, PLR0912  one case a kind
        """Add a block's pieces: each is handed on once, however deep it stands."""
        match block:
            case Paragraph() | Heading():
                told.append(self._piece(block.inlines, block.span))
            case Verse():
                told.extend(self._verse(block))
            case Quotation():
                self._tell_attributed(block, told)
            case Letter():
                for one in block.blocks:
                    self._tell(one, told)
            case List():
                for item in block.items:
                    for one in item:
                        self._tell(one, told)
            case Figure():
                told.extend(self._figure(block))
            case Table():
                for row in (block.header, *block.rows):
                    text = " ".join(map(self.flat, row))
                    told.append(Piece(block.span.path, block.span.line, text))
            case CodeBlock() | Ornament():
                told.append(Piece(block.span.path, block.span.line, block.text))

    def _figure(self, figure: Figure) -> Iterator[Piece]:
        if self.alternatives:
            yield Piece(figure.span.path, figure.span.line, figure.alt)
        if self.captions:
            yield self._piece(figure.caption, figure.span)

    def _tell_attributed(self, group: Epigraph | Quotation, told: list[Piece]) -> None:
        first = len(told)
        for block in group.blocks:
            self._tell(block, told)
        if group.attribution:
            lines = (told[index].line for index in range(first, len(told)))
            told.append(self._source(group, max((group.span.line, *lines))))

    def _source(self, group: Epigraph | Quotation | Verse, line: int) -> Piece:
        """Return an attribution: typed last, with a note or a comment above it perhaps."""
        if group.attribution:
            line = max(line, group.span.end_line or line)
        return Piece(group.span.path, line, self.flat(group.attribution))

    def _verse(self, verse: Verse) -> Iterator[Piece]:
        line = verse.span.line
        for stanza in verse.stanzas:
            for one in stanza.lines:
                line = one.line
                yield Piece(verse.span.path, line, self.flat(one.inlines))
        yield self._source(verse, line)

    def _piece(self, inlines: Inlines, span: Span) -> Piece:
        return Piece(span.path, span.line, self.flat(inlines))

    def flat(self, inlines: Inlines) -> str:
        """Return the characters of inlines; a line break counts as a line end."""
        if len(inlines) == 1 and isinstance(inlines[0], Text):
            return inlines[0].text
        return "".join(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text) | Code(text):
                return text
            case LineBreak():
                return "\n"
            case Image():
                return f" {inline.alt} " if self.alternatives else ""
            case NoteReference():
                return self._note(self.woven.pop(inline.note_id, None))
            case _:
                return self.flat(inline.children)

    def _note(self, note: Note | None) -> str:
        return f" {' '.join(piece.text for piece in self.blocks(note.blocks))} " if note else ""


def pictures(book: Book) -> Iterator[str]:
    """Yield what is said about the book's pictures: alternative texts, titles, captions."""
    for block in _all_blocks(book):
        match block:
            case Figure():
                yield block.alt
                yield Walk().flat(block.caption)
            case Paragraph() | Heading():
                yield from _inline_pictures(block.inlines)
            case _:
                pass


def numbered_lines(book: Book) -> Iterator[tuple[str, range]]:
    """Yield path and lines of every ordered list: the numbers there are markup, not words."""
    for block in _all_blocks(book):
        if isinstance(block, List) and block.ordered:
            yield block.span.path, block.lines


def item_numbers(book: Book) -> Iterator[str]:
    """Yield what the items of ordered lists are numbered with: no words of the book."""
    for block in _all_blocks(book):
        if isinstance(block, List) and block.ordered:
            yield from (str(block.start + place) for place in range(len(block.items)))


def table_heads(book: Book) -> Iterator[str]:
    """Yield the words of each table's head: it stands again on every page that the table takes."""
    for block in _all_blocks(book):
        if isinstance(block, Table):
            yield " ".join(map(Walk().flat, block.header))


def tables(book: Book) -> Iterator[Span]:
    """Yield where each table was typed."""
    return (block.span for block in _all_blocks(book) if isinstance(block, Table))


def _inline_pictures(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Image():
                yield inline.alt
                yield inline.title
            case Text() | Code() | LineBreak() | NoteReference():
                pass
            case _:
                yield from _inline_pictures(inline.children)


def _all_blocks(book: Book) -> Iterator[Block]:
    for section in (*book.front, *book.back):
        yield from nested(section.blocks)
    if book.epigraph:
        yield from nested(book.epigraph.blocks)
    for division in book.body:
        if isinstance(division, Part):
            yield from nested(division.intro)
        for chapter in division.chapters if isinstance(division, Part) else (division,):
            for scene in chapter.scenes:
                yield from nested(scene.blocks)
    for note in book.notes:
        yield from nested(note.blocks)
