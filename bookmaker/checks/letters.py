"""Where the letters of a text and those of its pages part, and what of that is only moved."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bookmaker.checks.words import Difference, differences

_ANCHOR: Final = 16  # letters: as many in a row are the same place again
_MOVED: Final = 4  # letters that a drop cap takes out of their line
_NEAR: Final = 6000  # letters: more than a page

# Scripts whose letters a PDF shows in another order than they are written (right to left): what
# can be read back is which letters are there.
REORDERED: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]+")
_UNMAPPED: Final = 2  # letters beside such a script that only stand for a glyph without meaning


@dataclass(slots=True)
class Hunk:
    """Letters of the Book that the page lacks, letters it has instead, and where."""

    lost: str
    more: str
    wanted_at: int
    found_at: int
    printed: str
    """What the page has there, digits included."""


class Letters:
    """Letters to compare, and where each of them stands in the text they were taken from."""

    def __init__(self, whole: str, places: Sequence[int] | None = None) -> None:
        self.whole = whole
        self.places = range(len(whole) + 1) if places is None else [*places, len(whole)]
        self.letters = whole if places is None else "".join(whole[place] for place in places)

    @classmethod
    def but_digits(cls, whole: str) -> "Letters":
        """Take a text's letters without its digits."""
        return cls(whole, [place for place, char in enumerate(whole) if not char.isdigit()])

    def span(self, start: int, end: int) -> str:
        """Return what stands from one letter to another, whatever was left out between them."""
        return self.whole[self.places[start] : self.places[end - 1] + 1] if end > start else ""

    def next_to(self, offsets: Iterable[int]) -> frozenset[int]:
        """Return where the first letter at or behind each offset stands."""
        return frozenset(self.places[bisect_left(self.places, offset)] for offset in offsets)


def hunks_of(
    wanted: Letters, found: Letters, heads: frozenset[int] = frozenset()
) -> Iterator[Hunk]:
    """Yield where two texts part; places are those in the whole texts.

    What the page has beyond the Book's is taken to begin at one of `heads` (places in the whole
    text) where it can be: "captain … lantern" before "Chapter" is "aptain … lanternC" behind "C".
    """
    last = 0
    for at in differences(wanted.letters, found.letters, _ANCHOR):
        back = _way_back(wanted, found, at, last, heads)
        last = at.end
        yield Hunk(
            wanted.letters[at.start : at.end],
            found.letters[at.other_start - back : at.other_end - back],
            wanted.places[at.start - back],
            found.places[at.other_start - back],
            found.span(at.other_start - back, at.other_end - back),
        )


def _way_back(
    wanted: Letters, found: Letters, at: Difference, last: int, heads: frozenset[int]
) -> int:
    """Return how many letters behind a head, equal from `last` on, letters beyond were found."""
    if at.start != at.end:
        return 0
    back = 0
    while wanted.places[at.start - back] not in heads:
        back += 1
        if (
            at.start - back < last
            or found.letters[at.other_start - back] != found.letters[at.other_end - back]
        ):
            return 0
    return back


def digits(letters: str) -> str:
    """Return the digits among letters."""
    return "".join(filter(str.isdigit, letters))


def without_digits(letters: str) -> str:
    """Return letters without the digits among them."""
    return "".join(letter for letter in letters if not letter.isdigit())


def in_order(few: str, many: str) -> bool:
    """Whether `few` is left when letters are struck out of `many`."""
    rest = iter(many)
    return all(letter in rest for letter in few)


def match_moved(hunks: list[Hunk]) -> None:
    """Take a few letters that a page shows earlier or later than their line as not moved.

    A drop cap floats, and what floats is drawn before the lines it stands in.
    """
    for index, hunk in enumerate(hunks):
        if not hunk.more or hunk.lost or len(hunk.more) > _MOVED:
            continue
        for other in _around(hunks, index):
            if other.lost == hunk.more and not other.more:
                hunk.more = other.lost = ""
                break


def match_reordered(hunks: list[Hunk], found: str) -> None:
    """Take letters of scripts that are shown in another order as kept where they are all there."""
    if not any(REORDERED.search(hunk.lost + hunk.more) for hunk in hunks):
        return
    lost = Counter("".join(reordered(hunk.lost) for hunk in hunks))
    if not lost <= Counter("".join(reordered(hunk.more) for hunk in hunks)):
        return
    for hunk in hunks:
        around = found[max(hunk.found_at - 2, 0) : hunk.found_at + len(hunk.more) + 2]
        hunk.lost = REORDERED.sub("", hunk.lost)
        hunk.more = REORDERED.sub("", hunk.more)
        if len(hunk.more) <= _UNMAPPED and REORDERED.search(around):
            hunk.more = ""


def reordered(letters: str) -> str:
    """Return the letters of scripts that pages show in another order."""
    return "".join(REORDERED.findall(letters))


def _around(hunks: list[Hunk], index: int) -> Iterator[Hunk]:
    here = hunks[index].wanted_at
    for step in (1, -1):
        at = index + step
        while 0 <= at < len(hunks) and abs(hunks[at].wanted_at - here) <= _NEAR:
            yield hunks[at]
            at += step
