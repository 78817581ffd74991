"""A typed table of contents: a label, then lines that name what comes later.

The book gets a table of contents of its own, with its own page numbers; the typed one is withheld
and reported. A label without such lines is no table of contents.
"""

import re
from typing import Final

from bookmaker.readers.structure.draft import Draft, Piece
from bookmaker.readers.structure.heading_forms import fold
from bookmaker.readers.structure.section_names import CONTENTS

_PAGE: Final = re.compile(r"[\s.·…_-]*\b(?:\d{1,4}|[ivxlc]+)$")
_LONG: Final = 120
_SEARCHED: Final = 60


def recognise(draft: Draft) -> None:
    """Withhold a table of contents among the first pieces."""
    for index, piece in enumerate(draft.pieces[:_SEARCHED]):
        if piece.free and fold(piece.clump.lines[0]) in CONTENTS:
            _withhold(draft, index)
            return


def _withhold(draft: Draft, index: int) -> None:
    if len(draft.pieces[index].clump.lines) > 1:
        draft.cut(index, 1)
    stop = _end(draft.pieces, index)
    if stop - index < 2:  # noqa: PLR2004  the label alone
        return
    for piece in draft.pieces[index:stop]:
        if piece.free:
            draft.withhold("contents", piece, "the manuscript's own table of contents")


def entry(line: str) -> str:
    """Return what a line of the table names, in small letters, without its page."""
    return _PAGE.sub("", fold(line)).strip()


def _end(pieces: list[Piece], index: int) -> int:
    """Return the index after the table: where its first entry comes again, or text begins."""
    if index + 1 >= len(pieces):
        return index + 1
    first = entry(pieces[index + 1].clump.lines[0])
    stop = index + 1
    while stop < len(pieces) and all(len(line) <= _LONG for line in pieces[stop].clump.lines):
        if stop > index + 1 and fold(pieces[stop].clump.lines[0]) == first:
            return stop
        stop += 1
    end = index + 1
    while end < stop and (end == index + 1 or pieces[end].clump.gap <= 1):
        end += 1
    return end if _is_list(pieces[index + 1 : end]) else index + 1


def _is_list(pieces: list[Piece]) -> bool:
    lines = [line for piece in pieces for line in piece.clump.lines]
    paged = sum(bool(_PAGE.search(line)) for line in lines)
    return len(lines) > 1 and (
        paged > len(lines) / 2 or any(len(p.clump.lines) > 1 for p in pieces)
    )
