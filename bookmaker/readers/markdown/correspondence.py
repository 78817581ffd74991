"""Letters among a scene's paragraphs or in a quotation, by the rules of plain text.

Blocks become pieces of a draft, the recognisers of `structure` read them, and what these labelled
becomes paragraphs with letter roles. Lines with kept ends are lines there, too, so that a
valediction and the name typed below it part.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from bookmaker.book import (
    Block,
    Inline,
    Inlines,
    Letter,
    LineBreak,
    Paragraph,
    ParagraphRole,
    Role,
    Verse,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.project import StructureSettings
from bookmaker.readers.lines import Clump, Typing
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.structure import letter_forms as forms
from bookmaker.readers.structure import letters, signatures
from bookmaker.readers.structure.dateline import tells_time, whole_years
from bookmaker.readers.structure.draft import Draft, Kind, Piece

_MOST_LINES: Final = 6
_BODY: Final = ParagraphRole.BODY.value
_DATELINE: Final = ParagraphRole.DATELINE.value
_ADDRESSED: Final = {ParagraphRole.SALUTATION.value, ParagraphRole.VALEDICTION.value}


def letters_in(
    blocks: tuple[Block, ...], page: Page, role: Role | None = None
) -> tuple[Block, ...]:
    """Return blocks with the letters among them, and the ends of letters, marked as such.

    `role` is that of the section whose blocks they are; None for a scene.
    """
    if not any(map(_tells, blocks)):
        return blocks
    drawn = _Drawn(blocks, page.path, role)
    if role is None:
        drawn.end()
    letters.recognise(drawn.draft)
    signatures.recognise(drawn.draft)
    if not any(piece.label for piece in drawn.draft.pieces):
        return blocks
    for decision in drawn.draft.settled():
        page.decide(decision.kind, drawn.place(decision.span), decision.reason, decision.certainty)
    return tuple(drawn.blocks())


def quoted_letter(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], bool]:
    """Return a quotation's blocks with letter roles, and whether they prove it to be a letter.

    A name alone at its end signs it; a salutation or a valediction proves a letter.
    """
    drawn = _Drawn(blocks, "", None)
    letters.part_letter(drawn.draft, 0, len(drawn.draft.pieces))
    pieces = drawn.draft.pieces
    for piece, label in zip(pieces, letters.labels(pieces), strict=True):
        piece.label = label if letters.is_open(piece) else _BODY
    labels = {piece.label for piece in pieces}
    dated = any(_is_date(piece.text) for piece in pieces if piece.label == _DATELINE)
    if labels == {_BODY, _DATELINE} and not dated:
        return blocks, False  # a place alone may be the title of an extract
    if labels == {_BODY}:
        return blocks, False
    return tuple(drawn.blocks()), bool(labels & _ADDRESSED)


def _is_date(text: str) -> bool:
    return tells_time(whole_years(forms.bare(text)))


def _tells(block: Block) -> bool:
    """Say whether a block has a line that begins, dates, ends or signs a letter."""
    for inlines in _lines(block):
        if sum(len(inline.text) for inline in inlines if hasattr(inline, "text")) <= forms.SHORT:
            text = plain_text(inlines)
            if len(text) <= forms.SHORT and _is_of_letter(text):
                return True
    return False


def _is_of_letter(text: str) -> bool:
    return (
        forms.is_name(text)
        or forms.is_initials(text)
        or forms.salutes(text)
        or forms.bids_farewell(text)
        or forms.signs_for(text)
    )


def _lines(block: Block) -> list[Inlines]:
    """Return the lines of a paragraph or a short stanza, each with its inlines; else nothing."""
    if isinstance(block, Paragraph) and block.role is ParagraphRole.BODY:
        if LineBreak() not in block.inlines:
            return [block.inlines]
        parts = groupby(block.inlines, key=lambda inline: isinstance(inline, LineBreak))
        return [tuple(part) for is_break, part in parts if not is_break]
    if isinstance(block, Verse) and len(block.stanzas) == 1 and not block.attribution:
        lines = block.stanzas[0].lines
        return [line.inlines for line in lines] if len(lines) <= _MOST_LINES else []
    return []


@dataclass(slots=True)
class _Cut:
    """A piece, and the block and the lines of it that it was drawn from."""

    piece: Piece
    block: Block
    start: int
    stop: int


class _Drawn:
    """Blocks as the pieces of a draft; its line numbers are its own."""

    def __init__(self, blocks: Sequence[Block], path: str, role: Role | None) -> None:
        self.source = blocks
        self.starts: list[int] = []
        pieces: list[Piece] = []
        at = 1
        for block in blocks:
            lines = [plain_text(line).strip() or "-" for line in _lines(block)]
            clump = Clump(at, lines or ["-"], 1, prose=len(lines) < 2)  # noqa: PLR2004  one line
            open_kind = Kind.TEXT if role is None else Kind.FRONT
            kind = (Kind.VERSE if isinstance(block, Verse) else open_kind) if lines else Kind.NOTE
            pieces.append(Piece(clump, kind, role))
            self.starts.append(at)
            at += len(clump.lines) + 1
        self.draft = Draft(path, Typing(), StructureSettings(), pieces)
        self.last = at

    def end(self) -> None:
        """Say that the book does not end with these blocks."""
        self.draft.pieces.append(Piece(Clump(self.last, ["-"], 1), Kind.NOTE))

    def _index(self, line: int) -> int:
        return bisect_right(self.starts, line) - 1

    def place(self, span: Span) -> Span:
        """Return the place in the manuscript of some of the draft's lines."""
        first = self.source[self._index(span.line)].span
        last = self.source[self._index(span.end_line or span.line)].span
        end = last.end_line or last.line
        return replace(first, end_line=end if end > first.line else None)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks anew, with the roles of their pieces."""
        cuts = [self._cut(piece) for piece in self.draft.pieces if piece.clump.first < self.last]
        for (whole, _), run in groupby(cuts, key=_company):
            made = tuple(map(_made, run))
            if not whole:
                yield from made
                continue
            last = made[-1].span.end_line or made[-1].span.line
            yield Letter(made, replace(made[0].span, end_line=last))

    def _cut(self, piece: Piece) -> _Cut:
        index = self._index(piece.clump.first)
        start = piece.clump.first - self.starts[index]
        return _Cut(piece, self.source[index], start, start + len(piece.clump.lines))


def _company(cut: _Cut) -> tuple[bool, int]:
    """Return what groups pieces into one letter."""
    letter = cut.piece.kind is Kind.LETTER
    return letter, cut.piece.group if letter else 0


def _made(cut: _Cut) -> Block:
    """Return the block of a piece: as it was, or a paragraph with its role."""
    role = ParagraphRole(cut.piece.label or _BODY)
    lines = _lines(cut.block)
    if role is ParagraphRole.BODY and cut.stop - cut.start >= len(lines):
        return cut.block
    inlines: list[Inline] = []
    for line in lines[cut.start : cut.stop]:
        inlines += [LineBreak(), *line] if inlines else line
    return Paragraph(tuple(inlines), _span(cut, len(lines)), role)


def _span(cut: _Cut, count: int) -> Span:
    span = cut.block.span
    if cut.stop - cut.start == count:
        return span
    if isinstance(cut.block, Verse):
        lines = cut.block.stanzas[0].lines[cut.start : cut.stop]
        first, last = lines[0].line, lines[-1].line
    else:
        first, last = span.line + cut.start, span.line + cut.stop - 1
    return replace(span, line=first, end_line=last if last > first else None)
