"""Authors' notes inside the text: "A/N: next chapter on Sunday".

Authors who post chapter by chapter speak to their readers between the paragraphs. Nobody else can
say whether such a line should travel in a book, so it stays where it was typed, and is named.
"""

import re
from typing import Final

from bookmaker.book import Certainty
from bookmaker.readers.structure.draft import Draft

_NOTE: Final = re.compile(r"[(\[{*_]{0,3}(?:A/N|author[’']?s? note)\s*[:—–-]", re.IGNORECASE)


def recognise(draft: Draft) -> None:
    """Say where the author speaks to readers; the line stays a paragraph."""
    for piece in draft.pieces:
        if piece.free and _NOTE.match(piece.text):
            draft.decide(
                "paragraph",
                draft.span(piece),
                "a note to readers inside the text: left where it stands; pin it as withhold to "
                "keep it out of the book",
                Certainty.DOUBT,
            )
