"""Lines that the typed table of contents names: headings, however they are set off.

Who types a table of contents types its entries again above what they name. Entries with a keyword
are left to `headings`.
"""

import re
from typing import Final

from bookmaker.readers.structure.contents import entry
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece, Title
from bookmaker.readers.structure.heading_forms import fold, keyed, named, numbered
from bookmaker.readers.structure.section_names import CONTENTS

_NEARLY_ALL: Final = 0.8
_LEADING: Final = re.compile(r"^\d{1,3}[.)]?\s+")


def recognise(draft: Draft) -> None:
    """Take the lines that the table names as headings, if nearly all its entries are found."""
    listed = _entries(draft)
    if len(listed) < 2:  # noqa: PLR2004  one line proves nothing
        return
    found: dict[str, Piece] = {}
    for piece in draft.pieces:
        if piece.free and piece.lone and piece.clump.gap > 0:
            name = _LEADING.sub("", fold(piece.text))
            if name in listed:
                found.setdefault(name, piece)
    if len(found) < _NEARLY_ALL * len(listed):
        return
    for piece in found.values():
        _take(piece)


def _take(piece: Piece) -> None:
    line = piece.clump.lines[0].strip()
    if keyed(line) or named(line):
        return
    parted = numbered(line)
    piece.kind = Kind.HEADING
    piece.title = Title(Level.CHAPTER, title=(line.strip("_*# "),), form="listed")
    if parted and parted.title:
        piece.title = Title(Level.CHAPTER, parted.number, parted.title, form=parted.form)


def _entries(draft: Draft) -> set[str]:
    lines = [
        entry(line)
        for held in draft.withheld
        if held.kind == "contents"
        for line in held.text.split("\n")
    ]
    return {_LEADING.sub("", line) for line in lines if line and line not in CONTENTS}
