"""From labelled pieces to a `Book`: every piece lands in exactly one place, in the order typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    Epigraph,
    Heading,
    Inlines,
    LineBreak,
    Note,
    Ornament,
    Part,
    Quotation,
    Role,
    Scene,
    Section,
    Verse,
    Withheld,
)
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata
from bookmaker.readers.inline_marks import mark_up, mark_up_kept
from bookmaker.readers.structure.blocks import Setter
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece, Title
from bookmaker.readers.structure.notes import NoteIds, body_lines


def assemble(draft: Draft, metadata: Metadata) -> Book:
    """Build the book from a draft that all recognisers have seen."""
    return _Builder(draft).build(metadata)


@dataclass(slots=True)
class _Open:
    """A division under way: its heading, its pieces until the next heading."""

    first: Piece
    title: Title | None
    role: Role | None
    pieces: list[Piece] = field(default_factory=list)


class _Builder:
    """Walks the pieces once, parting them at headings, then builds each division."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.notes = NoteIds(draft)
        self.setter = Setter(draft, self.notes)
        self.order = {id(piece): index for index, piece in enumerate(draft.pieces)}
        self.front: list[Section] = []
        self.back: list[Section] = []
        self.body: list[Part | Chapter] = []
        self.epigraph: list[Piece] = []
        self.part: tuple[_Open, list[Chapter]] | None = None

    def build(self, metadata: Metadata) -> Book:
        for division in self._divisions():
            self._add(division)
        self._close_part()
        return Book(
            metadata,
            tuple(self.body) or (self._empty(),),
            tuple(self.front),
            self._epigraph(self.epigraph),
            tuple(self.back),
            self._notes(),
        )

    def _empty(self) -> Chapter:
        span = Span(self.draft.path, 1)
        return Chapter((Scene((), span),), span, Role.STORY)

    # ------------------------------------------------------------ divisions

    def _divisions(self) -> list[_Open]:
        """Part the pieces at headings; front matter is one division a section."""
        found: list[_Open] = []
        for piece in self.draft.pieces:
            kind = piece.kind
            if kind is Kind.HEADING:
                self._open_heading(found, piece)
            elif kind is Kind.FRONT:
                if not self._continues(found[-1] if found else None, piece):
                    found.append(_Open(piece, None, piece.role))
                found[-1].pieces.append(piece)
            elif kind is not Kind.WITHHELD and kind is not Kind.NOTE:
                self._place(found, piece)
        return found

    def _open_heading(self, found: list[_Open], piece: Piece) -> None:
        if piece.title is None:
            return
        if piece.title.level is not Level.SCENE or not found:
            found.append(_Open(piece, piece.title, piece.title.role))
        else:
            found[-1].pieces.append(piece)

    def _place(self, found: list[_Open], piece: Piece) -> None:
        """Give a piece of text to the division under way, or begin the story with it."""
        here = found[-1] if found else None
        if self._is_book_epigraph(here, piece):
            self.epigraph.append(piece)
        elif here is not None and not self._is_front(here):
            here.pieces.append(piece)
        elif piece.kind is Kind.BREAK:
            self._drop(piece)
        else:
            found.append(_Open(piece, None, Role.STORY, [piece]))

    def _drop(self, mark: Piece) -> None:
        """Withhold a mark that parts no scene from another; it may have letters ("oOo")."""
        self.draft.withheld.append(Withheld("mark", mark.text, self.draft.span(mark)))

    def _continues(self, here: _Open | None, piece: Piece) -> bool:
        if here is None or here.role is not piece.role:
            return False
        return here.title is None or not here.pieces or self._is_front(here)

    def _is_front(self, here: _Open) -> bool:
        """Say whether a division is front matter: text that is none of it then begins the story."""
        return bool(here.pieces) and here.pieces[0].kind is Kind.FRONT

    def _is_book_epigraph(self, here: _Open | None, piece: Piece) -> bool:
        if piece.kind not in _QUOTED:
            return False
        return (
            here is None
            or self._is_front(here)
            or (here.title is not None and here.title.level is Level.SECTION)
        )

    def _add(self, division: _Open) -> None:
        if self._is_front(division) or (division.title and division.title.level is Level.SECTION):
            self._add_section(division)
        elif division.title and division.title.level is Level.PART:
            self._close_part()
            self.part = (division, [])
        else:
            chapter = self._chapter(division)
            outside = chapter.role is Role.EPILOGUE and not chapter.number
            if outside:
                self._close_part()
            if self.part is None:
                self.body.append(chapter)
            else:
                self.part[1].append(chapter)

    def _add_section(self, division: _Open) -> None:
        section = Section(
            division.role or Role.OTHER,
            self._blocks(division.pieces),
            self._span(division),
            self._whole_title(division.title),
        )
        begun = bool(self.body) or self.part is not None
        if begun:
            self._close_part()
        late = begun or section.role is Role.NOTES
        (self.back if late else self.front).append(section)

    def _close_part(self) -> None:
        if self.part is None:
            return
        division, chapters = self.part
        self.part = None
        number, title = self._number_and_title(division.title)
        epigraph, rest = self._own_epigraph(division.pieces)
        last = chapters[-1].span.end_line if chapters else division.first.clump.last
        span = Span(self.draft.path, division.first.clump.first, end_line=last)
        self.body.append(Part(tuple(chapters), span, number, title, epigraph, self._blocks(rest)))

    def _span(self, division: _Open) -> Span:
        last = division.pieces[-1] if division.pieces else division.first
        return self.draft.span(division.first, last)

    # ------------------------------------------------------------ headings

    def _number_and_title(self, title: Title | None) -> tuple[Inlines, Inlines]:
        if title is None:
            return (), ()
        return mark_up(title.number), self._title(title)

    def _whole_title(self, title: Title | None) -> Inlines:
        """Return the title of a section, which has no number: "Epilogue" over another line."""
        number, words = self._number_and_title(title)
        return (*number, LineBreak(), *words) if number and words else (*number, *words)

    def _title(self, title: Title | None) -> Inlines:
        if title is None or not title.title:
            return ()
        lines = [title.title[0].strip("#").strip(), *title.title[1:]]
        return mark_up_kept(lines, self.notes.near(0) if "[" in lines[0] else {})

    # ------------------------------------------------------------ chapters and scenes

    def _chapter(self, division: _Open) -> Chapter:
        epigraph, rest = self._own_epigraph(division.pieces)
        number, title = self._number_and_title(division.title)
        role = division.role or Role.CHAPTER
        return Chapter(
            self._scenes(rest, division), self._span(division), role, number, title, epigraph
        )

    def _own_epigraph(self, pieces: list[Piece]) -> tuple[Epigraph | None, list[Piece]]:
        stop = 0
        while stop < len(pieces) and pieces[stop].kind in _QUOTED:
            stop += 1
        return self._epigraph(pieces[:stop]), pieces[stop:]

    def _scenes(self, pieces: list[Piece], division: _Open) -> tuple[Scene, ...]:
        found: list[Scene] = []
        held: list[Piece] = []
        mark: Piece | None = None
        for piece in pieces:
            if piece.kind is Kind.BREAK:
                if held:
                    found.append(self._scene(held, mark))
                    held, mark = [], piece
                elif found and not mark:
                    mark = piece
                else:
                    self._drop(piece)
                continue
            argued = not found and len(held) == 1 and division.title and _is_argument(held[0])
            if held and not argued and self._parts_scene(piece, held[-1]):
                found.append(self._scene(held, mark))
                held, mark = [], None
            held.append(piece)
        if held or not found:
            found.append(self._scene(held, mark, division.first))
        elif mark:
            self._drop(mark)
        return tuple(found)

    def _parts_scene(self, piece: Piece, before: Piece) -> bool:
        """Say whether a gap parts scenes here; room around verse and letters is no break."""
        if piece.title is not None and piece.title.level is Level.SCENE:
            return True
        if piece.begins is not None:
            return piece.begins
        gap = piece.clump.gap
        if gap <= self.draft.typing.gap or not self._is_wide(piece, before):
            return False
        self.draft.decide(
            "scene",
            self.draft.span(piece),
            f"{gap} empty lines before it, where paragraphs stand {self.draft.typing.gap} apart",
        )
        return True

    def _is_wide(self, piece: Piece, before: Piece) -> bool:
        """Say whether a larger gap means a break, and is no room around what is displayed."""
        if not self.draft.opens(self.order[id(piece)]) or piece.kind is Kind.CENTRED:
            return False
        displayed = {Kind.VERSE, Kind.LINES, Kind.LETTER} & {piece.kind, before.kind}
        return before.kind is not Kind.HEADING and not (displayed and self.draft.typing.gap == 0)

    def _scene(self, pieces: list[Piece], mark: Piece | None, first: Piece | None = None) -> Scene:
        at = pieces[0] if pieces else first
        span = self.draft.span(at, pieces[-1] if pieces else at) if at else Span(self.draft.path)
        dateline = None
        if pieces and pieces[0].kind is Kind.DATELINE:
            dateline = self.setter.dateline(pieces[0])
            pieces = pieces[1:]
        return Scene(self._blocks(pieces), span, dateline, mark.text if mark else "")

    # ------------------------------------------------------------ blocks

    def _blocks(self, pieces: list[Piece]) -> tuple[Block, ...]:
        found: list[Block] = []
        for kind, run in groupby(pieces, key=_run):
            held = list(run)
            if kind[0] is Kind.VERSE:
                found.append(self.setter.verse(held))
            elif kind[0] is Kind.LETTER:
                found.append(self.setter.letter(held))
            elif kind[0] is Kind.HEADING:
                found.extend(self._inner_heading(piece) for piece in held)
            elif kind[0] is Kind.EPIGRAPH:
                found.extend(self._quotations(held))
            elif kind[0] is Kind.ATTRIBUTION:
                self._attribute(held, found)
            elif kind[0] is Kind.BREAK:
                found.extend(Ornament(p.text, self.draft.span(p)) for p in held)
            else:
                self.setter.flow(held, found)
        return tuple(found)

    def _quotations(self, pieces: list[Piece]) -> Iterable[Block]:
        """Yield an epigraph that stands where none can stand, as a quotation."""
        epigraph = self._epigraph(pieces)
        if epigraph is not None:
            yield Quotation(epigraph.blocks, epigraph.span, epigraph.attribution)

    def _attribute(self, pieces: list[Piece], found: list[Block]) -> None:
        """Give a source to the verse or quotation right above it."""
        for piece in pieces:
            above = found[-1] if found else None
            if isinstance(above, Verse | Quotation) and not above.attribution:
                span = Span(above.span.path, above.span.line, end_line=piece.clump.last)
                found[-1] = replace(above, attribution=self._source(piece), span=span)
            else:
                self.setter.flow([piece], found)

    def _inner_heading(self, piece: Piece) -> Heading:
        title = piece.title or Title(Level.SCENE)
        words = " ".join(filter(None, (title.number, *title.title)))
        return Heading(mark_up(words), 1, self.draft.span(piece))

    def _epigraph(self, pieces: list[Piece]) -> Epigraph | None:
        if not pieces:
            return None
        sources = [piece for piece in pieces if piece.kind is Kind.ATTRIBUTION]
        single = len(sources) == 1 and pieces[-1] is sources[0]
        blocks: list[Block] = []
        for _, run in groupby(pieces, key=lambda piece: piece.group):
            held = list(run)
            blocks.extend(self.setter.quoted(held, signed=not single))
        source = self._source(sources[0]) if single else ()
        return Epigraph(tuple(blocks), self.draft.span(pieces[0], pieces[-1]), source)

    def _source(self, piece: Piece) -> Inlines:
        return self.setter.source(piece)

    def _notes(self) -> tuple[Note, ...]:
        found = []
        bodies = [piece for piece in self.draft.pieces if piece.kind is Kind.NOTE]
        for group, run in groupby(bodies, key=lambda piece: piece.group):
            held = list(run)
            span = self.draft.span(held[0], held[-1])
            blocks: list[Block] = []
            for index, piece in enumerate(held):
                lines = body_lines(piece, first=index == 0, last=index == len(held) - 1)
                if any(line.strip() for line in lines.lines):
                    blocks.append(self.setter.paragraph(Piece(lines)))
            name = self.notes.by_group[group]
            found.append(Note(name, tuple(blocks), span, held[0].in_place))
        return tuple(found)


_QUOTED: Final = (Kind.EPIGRAPH, Kind.ATTRIBUTION)
_PLAIN: Final = (Kind.TEXT, 0)


def _is_argument(piece: Piece) -> bool:
    """Say whether a paragraph right below a heading is all in italics: what the chapter tells of.

    The room below it parts no scene from another.
    """
    text = piece.text
    italic = text[:1] in {"_", "*"} and text[-1:] == text[:1] and text.count(text[0]) == 2  # noqa: PLR2004
    return italic and piece.kind is Kind.TEXT


def _run(piece: Piece) -> tuple[Kind, int]:
    """Return what groups pieces into one block: stanzas of a poem, paragraphs of a letter."""
    if piece.kind is Kind.TEXT:
        return _PLAIN
    if piece.kind is Kind.VERSE or piece.kind is Kind.LETTER:
        return piece.kind, piece.group
    if piece.kind is Kind.ATTRIBUTION and piece.group:
        return Kind.EPIGRAPH, piece.group
    if piece.kind is Kind.EPIGRAPH:
        return piece.kind, piece.group
    apart = {Kind.HEADING, Kind.BREAK, Kind.EPIGRAPH, Kind.ATTRIBUTION}
    return (piece.kind if piece.kind in apart else Kind.TEXT), 0
