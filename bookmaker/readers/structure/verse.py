"""Verse: short lines typed together that are no paragraph, no talk, no address.

Poets end their lines, everybody else's end where the margin is. `lines` has already parted the two;
here groups of kept lines become stanzas, and stanzas that follow each other at the usual gap become
one poem, with the single lines (refrains) between them.
"""

from typing import Final

from bookmaker.book import Certainty
from bookmaker.readers.lines import are_long_verse, indent_of, reads_as_verse
from bookmaker.readers.structure.draft import Draft, Kind, Piece
from bookmaker.readers.structure.poem_titles import is_poem_title

_LONGEST: Final = 110


def recognise(draft: Draft) -> None:
    """Label groups of kept lines as verse, or as lines; join stanzas into poems."""
    edges = _verse_edges(draft)
    for index, piece in enumerate(draft.pieces):
        if piece.free and not piece.clump.prose and len(piece.clump.lines) > 1:
            piece.kind = Kind.VERSE if _is_verse(piece) else Kind.LINES
        elif piece.free and piece.lone and _stands_in(draft, index, edges):
            piece.kind = Kind.VERSE
    _join(draft)


def _is_verse(piece: Piece) -> bool:
    lines = piece.clump.lines
    if max(map(len, lines)) > _LONGEST:
        return are_long_verse(lines)
    return reads_as_verse(lines)


def _verse_edges(draft: Draft) -> frozenset[int]:
    """Return the indents of groups of lines; where prose is set in as well, none proves verse."""
    edges: set[int] = set()
    prose = 0
    for piece in draft.pieces:
        if not piece.free or not indent_of(piece.clump.lines[0]):
            continue
        if len(piece.clump.lines) > 1 and not piece.clump.prose:
            edges.add(min(map(indent_of, piece.clump.lines)))
        elif len(piece.text) > _LONGEST:
            prose += 1
    return frozenset(edges - {0}) if prose <= len(draft.pieces) // 50 else frozenset()


def _stands_in(draft: Draft, index: int, edges: frozenset[int]) -> bool:
    """Say whether a single line is verse by its indent: set in as stanzas are, and between them."""
    piece = draft.pieces[index]
    if not indent_of(piece.clump.lines[0]) or len(piece.text) > 80:  # noqa: PLR2004
        return False
    if draft.typing.indented or index == 0:
        return False
    if index + 1 < len(draft.pieces) and is_poem_title(piece, draft.pieces[index + 1]):
        return False
    if indent_of(piece.clump.lines[0]) in edges:
        return True
    before = draft.pieces[index - 1]
    after = draft.pieces[index + 1] if index + 1 < len(draft.pieces) else before
    return Kind.VERSE in {before.kind, after.kind} or (
        not after.clump.prose and not draft.opens(min(index + 1, len(draft.pieces) - 1))
    )


def _join(draft: Draft) -> None:
    """Give stanzas of one poem one group and record each poem once."""
    index = 0
    while index < len(draft.pieces):
        if draft.pieces[index].kind is not Kind.VERSE or draft.pieces[index].group:
            index += 1
            continue
        stop = index + 1
        while (
            stop < len(draft.pieces)
            and draft.pieces[stop].kind is Kind.VERSE
            and not draft.opens(stop)
        ):
            stop += 1
        group = draft.new_group()
        for piece in draft.pieces[index:stop]:
            piece.group = group
        _report(draft, draft.pieces[index:stop])
        index = stop


def _report(draft: Draft, stanzas: list[Piece]) -> None:
    count = sum(len(piece.clump.lines) for piece in stanzas)
    draft.decide(
        "verse",
        draft.span(stanzas[0], stanzas[-1]),
        f"{count} short lines typed together"
        + (f", in {len(stanzas)} stanzas" if len(stanzas) > 1 else ""),
        Certainty.SURE if count > 2 else Certainty.LIKELY,  # noqa: PLR2004
    )
