"""A bare "Epigraph" or "Motto" over an epigraph.

A page of an epigraph says what it is by its look; the label is a note to the typesetter, withheld
and reported.
"""

from typing import Final

from bookmaker.readers.structure.draft import Draft
from bookmaker.readers.structure.heading_forms import fold
from bookmaker.readers.structure.section_names import LABELS

_SEARCHED: Final = 60


def recognise(draft: Draft) -> None:
    """Withhold such a label before the story."""
    for piece in draft.pieces[:_SEARCHED]:
        if piece.free and piece.lone and fold(piece.text) in LABELS:
            piece.label = "epigraph"
            draft.withhold("label", piece, "a label over the epigraph")
