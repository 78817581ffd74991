"""Lines that speak of the page, not of the story: "Epigraph" over an epigraph, "Chapter Text".

A page of an epigraph says what it is by its look; archives print "Work Text:" above a text and
"(See the end of the chapter for notes.)" beside its notes. All are withheld and reported.
"""

import re
from typing import Final

from bookmaker.readers.structure.draft import Draft
from bookmaker.readers.structure.heading_forms import fold
from bookmaker.readers.structure.section_names import LABELS

_SEARCHED: Final = 60
_OF_ARCHIVES: Final = re.compile(
    r"(?:work|chapter) text:?|\(?see the end of the (?:chapter|work) for (?:more )?(?:notes|"
    r"warnings|notes and warnings)\.?\)?",
    re.IGNORECASE,
)


def recognise(draft: Draft) -> None:
    """Withhold such labels: "Epigraph" before the story, those of archives anywhere."""
    for piece in draft.pieces[:_SEARCHED]:
        if piece.free and piece.lone and fold(piece.text) in LABELS:
            piece.label = "epigraph"
            draft.withhold("label", piece, "a label over the epigraph")
    for piece in draft.pieces:
        if piece.free and piece.lone and _OF_ARCHIVES.fullmatch(piece.text.strip("_* ")):
            draft.withhold("label", piece, "a line that the archive prints around a text")
