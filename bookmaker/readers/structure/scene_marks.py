"""Marks on lines of their own part scenes; a rule under or over a heading does not.

People who type a mark mean a break wherever it stands, with or without empty lines around it.
"""

from bookmaker.readers.structure.draft import Draft, Kind
from bookmaker.readers.structure.marks import is_mark


def recognise(draft: Draft) -> None:
    """Label every mark as a break."""
    roman = any(piece.clump.lines[0].strip(" .") == "XXIX" for piece in draft.pieces)
    for piece in draft.pieces:
        if roman and piece.text.rstrip(".") == "XXX":
            continue
        if (piece.free and piece.lone and not piece.text[:1].isalpha() and is_mark(piece.text)) or (
            piece.free and piece.lone and piece.text[:1] in "oOxX" and is_mark(piece.text)
        ):
            piece.kind = Kind.BREAK
