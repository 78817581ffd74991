"""From one labelled piece to one block: paragraphs, verse, letters, quotations."""

from collections.abc import Iterable
from typing import Final

from bookmaker.book import (
    Block,
    Inlines,
    Letter,
    Paragraph,
    ParagraphRole,
    Quotation,
    Stanza,
    Verse,
    VerseLine,
    Withheld,
)
from bookmaker.readers.inline_marks import mark_up, mark_up_kept, mark_up_lines
from bookmaker.readers.lines import indent_of
from bookmaker.readers.structure import attribution
from bookmaker.readers.structure.draft import Draft, Kind, Piece
from bookmaker.readers.structure.notes import NoteIds

_STEP: Final = 2
_LEAD: Final = " \"'“‘«_*("


class Setter:
    """Makes blocks of pieces."""

    def __init__(self, draft: Draft, notes: NoteIds) -> None:
        self.draft = draft
        self.notes = notes
        self.quotes_by_indent = draft.typing.wrapped and not draft.typing.indented

    def _inlines(self, line: str, at: int) -> Inlines:
        return mark_up(line, self.notes.near(at)) if "[" in line else mark_up(line)

    # ------------------------------------------------------------ paragraphs

    def paragraph(self, piece: Piece, role: ParagraphRole = ParagraphRole.BODY) -> Paragraph:
        """Return a piece as a paragraph: one flow, or its lines kept."""
        clump = piece.clump
        span = self.draft.span(piece)
        if len(clump.lines) == 1:
            return Paragraph(self._inlines(clump.lines[0], clump.first), span, role)
        notes = self.notes.near(clump.first) if "[" in clump.flat else {}
        if not clump.prose:
            return Paragraph(mark_up_kept(clump.lines, notes), span, role)
        inlines, starts = mark_up_lines(clump.lines, notes)
        return Paragraph(inlines, span, role, starts)

    def dateline(self, piece: Piece) -> Paragraph:
        """Return the dateline of a scene."""
        return self.paragraph(piece, ParagraphRole.DATELINE)

    def source(self, piece: Piece) -> Inlines:
        """Return an attribution's words, without the dash typed before them."""
        typed = " ".join(line.strip() for line in piece.clump.lines)
        return self._inlines(attribution.typed_source(typed), piece.clump.first)

    def flow(self, pieces: list[Piece], found: list[Block]) -> None:
        """Add ordinary pieces: paragraphs, and indented ones as quotations."""
        for piece in pieces:
            if self.quotes_by_indent and _is_set_in(piece):
                self._quote(piece, found)
                continue
            found.append(self._plain(piece, found))

    def _plain(self, piece: Piece, found: list[Block]) -> Paragraph:
        if piece.kind is Kind.CENTRED:
            return self._centred(piece)
        if piece.kind is Kind.DATELINE:
            return self.dateline(piece)
        if piece.kind is Kind.SIGNED or (piece.kind is Kind.FRONT and piece.label):
            return self.paragraph(piece, ParagraphRole(piece.label))
        after = found[-1] if found else None
        role = ParagraphRole.BODY
        if isinstance(after, Verse | Quotation | Letter) and piece.text.lstrip(_LEAD)[:1].islower():
            role = ParagraphRole.CONTINUED
        return self.paragraph(piece, role)

    def _centred(self, piece: Piece) -> Paragraph:
        if not piece.label:
            return self.paragraph(piece, ParagraphRole.CENTRED)
        caption = piece.text[len(piece.label) : -1]
        self.draft.withheld.append(
            Withheld("illustration", piece.label.strip("[: "), self.draft.span(piece))
        )
        words = self._inlines(caption, piece.clump.first)
        return Paragraph(words, self.draft.span(piece), ParagraphRole.CENTRED)

    def _quote(self, piece: Piece, found: list[Block]) -> None:
        """Add an indented paragraph as a quotation, or to the quotation right above it."""
        paragraph = self.paragraph(piece)
        last = found[-1] if found else None
        if isinstance(last, Quotation) and last.span.end_line == piece.clump.first - 2:
            span = last.span.__class__(last.span.path, last.span.line, end_line=piece.clump.last)
            found[-1] = Quotation((*last.blocks, paragraph), span)
        else:
            found.append(Quotation((paragraph,), self.draft.span(piece)))

    # ------------------------------------------------------------ verse

    def verse(self, pieces: list[Piece]) -> Verse:
        """Return stanzas as one poem; a last line with a dash and a source is its attribution."""
        last = pieces[-1].clump.lines
        source: Inlines = ()
        lines = [list(piece.clump.lines) for piece in pieces]
        if sum(map(len, lines)) > 1 and attribution.is_dashed(last[-1]):
            source = self._inlines(
                attribution.typed_source(last[-1].strip()), pieces[-1].clump.last
            )
            lines[-1].pop()
        edge = min((indent_of(line) for stanza in lines for line in stanza), default=0)
        stanzas = tuple(
            Stanza(tuple(self._verse_lines(piece, kept, edge)))
            for piece, kept in zip(pieces, lines, strict=True)
            if kept
        )
        return Verse(stanzas, self.draft.span(pieces[0], pieces[-1]), source)

    def _verse_lines(self, piece: Piece, lines: list[str], edge: int) -> Iterable[VerseLine]:
        for index, line in enumerate(lines):
            number = piece.clump.first + index * piece.clump.step
            indent = (indent_of(line) - edge + 1) // _STEP
            yield VerseLine(self._inlines(line, number), number, indent)

    # ------------------------------------------------------------ letters and epigraphs

    def letter(self, pieces: list[Piece]) -> Letter:
        """Return the pieces of one letter, each with its letter role."""
        blocks: list[Block] = []
        for piece in pieces:
            role = ParagraphRole(piece.label or ParagraphRole.BODY.value)
            blocks.append(self.paragraph(piece, role))
        return Letter(tuple(blocks), self.draft.span(pieces[0], pieces[-1]))

    def quoted(self, pieces: list[Piece], *, signed: bool) -> Iterable[Block]:
        """Yield an epigraph's blocks; with `signed`, a source stays with its own quotation."""
        body = [piece for piece in pieces if piece.kind is Kind.EPIGRAPH]
        sources = [piece for piece in pieces if piece.kind is Kind.ATTRIBUTION]
        blocks = list(self._quoted_blocks(body))
        if not (signed and sources):
            yield from blocks
            return
        span = self.draft.span(pieces[0], pieces[-1])
        yield Quotation(tuple(blocks), span, self.source(sources[0]))

    def _quoted_blocks(self, pieces: list[Piece]) -> Iterable[Block]:
        stanzas: list[Piece] = []
        verse = any(not piece.clump.prose for piece in pieces)
        only_lines = len(pieces) > 1 and all(p.lone and len(p.text) <= 60 for p in pieces)  # noqa: PLR2004
        for index, piece in enumerate(pieces):
            title = verse and index == 0 and piece.lone and not indent_of(piece.clump.lines[0])
            short = piece.lone and len(piece.text) <= 60  # noqa: PLR2004
            if not title and (not piece.clump.prose or only_lines or (verse and short)):
                stanzas.append(piece)
                continue
            if stanzas:
                yield self.verse(stanzas)
                stanzas = []
            role = ParagraphRole.CENTRED if title else ParagraphRole.BODY
            yield self.paragraph(piece, role)
        if stanzas:
            yield self.verse(stanzas)


def _is_set_in(piece: Piece) -> bool:
    """Say whether a wrapped paragraph stands indented as a whole."""
    lines = piece.clump.lines
    if len(lines) < 2 or not lines[0][0].isspace():  # noqa: PLR2004  one line tells nothing
        return False
    if piece.kind is not Kind.TEXT or not piece.clump.prose:
        return False
    return all(indent_of(line) >= _STEP for line in lines)
