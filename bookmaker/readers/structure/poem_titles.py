"""The title of a poem inside a chapter: a line in title case right above a stanza.

It is no heading of the book, which has no entry for it, and no line of the poem; it is set in the
middle of its line.
"""

from typing import Final

from bookmaker.book import Certainty
from bookmaker.readers.structure.draft import Draft, Kind, Piece
from bookmaker.readers.structure.time_words import words

_LONGEST: Final = 60
_SMALL: Final = words("a an the of in on at to for and or by with from that when he she it")


def in_title_case(text: str) -> bool:
    """Say whether a short line without end punctuation has capitals on all but its small words."""
    bare = text.strip("\"'“”‘’_*() ")
    typed = bare.split()
    if not typed or len(bare) > _LONGEST or not bare[-1].isalnum():
        return False
    capital = [word[:1].isupper() or word[:1].isdigit() for word in typed]
    small = all(ok or word.casefold() in _SMALL for ok, word in zip(capital, typed, strict=True))
    return capital[0] and small


def is_poem_title(piece: Piece, below: Piece) -> bool:
    """Say whether a lone line is the title of the lines typed below it."""
    if not piece.lone or not in_title_case(piece.text):
        return False
    return len(below.clump.lines) > 1 and not below.clump.prose


def recognise(draft: Draft) -> None:
    """Label the titles of poems that stand inside scenes."""
    for index in range(1, len(draft.pieces) - 1):
        piece, below = draft.pieces[index], draft.pieces[index + 1]
        if not piece.free or below.kind is not Kind.VERSE or draft.opens(index + 1):
            continue
        if is_poem_title(piece, below) and not draft.opens(index):
            piece.kind = Kind.CENTRED
            draft.decide(
                "poem title",
                draft.span(piece),
                "a line in title case right above a stanza",
                Certainty.LIKELY,
            )
