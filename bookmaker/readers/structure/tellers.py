"""Names that tell who speaks, each above a stretch of the story: MARA, JONAS, MARA ...

Where nothing but the usual gap stands above them, their coming back tells what they are: no title
comes twice, and in a play the speeches are short.
"""

from collections import Counter
from typing import Final

from bookmaker.book import Certainty
from bookmaker.readers.structure.draft import Draft, Kind
from bookmaker.readers.structure.heading_forms import keyed, named, numbered

_LONGEST: Final = 30
_WORDS: Final = 3
_LEAST: Final = 4
_TOLD: Final = 20
"""Words below a name on average; in plays there are fewer."""


def recognise(draft: Draft) -> None:
    """Let a scene begin at each such name."""
    at = [index for index in range(len(draft.pieces)) if _may_tell(draft, index)]
    counts = Counter(draft.pieces[index].text for index in at)
    again = [index for index in at if counts[draft.pieces[index].text] > 1]
    if len(again) < _LEAST or len(again) < 0.75 * len(at) or len(counts) < 2:  # noqa: PLR2004
        return
    if sum(map(draft.opens, at)) > len(at) / 2 or _words_below(draft, at) < _TOLD:
        return
    for index in at:
        piece = draft.pieces[index]
        piece.kind, piece.begins = Kind.DATELINE, True
        draft.decide(
            "dateline", draft.span(piece), "a name that comes back tells whose eyes these are",
            Certainty.LIKELY,
        )  # fmt: skip


def _may_tell(draft: Draft, index: int) -> bool:
    piece = draft.pieces[index]
    text = piece.text
    if not (piece.free and piece.lone and text.isupper() and len(text) <= _LONGEST):
        return False
    if len(text.split()) > _WORDS or not text.replace(" ", "").isalpha():
        return False
    if (index and not piece.clump.gap) or index + 1 == len(draft.pieces):
        return False
    return not (keyed(text) or named(text) or numbered(text))


def _words_below(draft: Draft, at: list[int]) -> float:
    ends = [*at[1:], len(draft.pieces)]
    words = sum(
        len(piece.text.split())
        for start, stop in zip(at, ends, strict=True)
        for piece in draft.pieces[start + 1 : stop]
    )
    return words / len(at)
