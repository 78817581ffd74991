"""Words, and where two sequences of them differ.

A word is a maximal run of letters and digits, compatibility characters resolved (NFKC: the
ligature ﬁ is "fi") and case folded. So typography (' to ’, -- to —, ... to …), small capitals and
ligatures never count as a change, while a lost letter, a split word or a joined pair does.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

WORD: Final = re.compile(r"[^\W_]+")

# Characters that steer line breaking and joining and are no part of a word: soft hyphen,
# zero-width space, joiners, word joiner, byte order mark.
JOINERS: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_WINDOWS: Final = (40, 600, 20_000, 1 << 40)  # how far to look for it, in words: near, then far
_FAR: Final = 20_000
_ODDS: Final = 50  # far off, a word missing on both sides is as unlikely as so many on one
_FINE: Final = 300  # a difference up to this many words is told word by word
_BLOCK: Final = 4096


def unify(text: str) -> str:
    """Return `text` with compatibility forms resolved, joiners dropped and case folded.

    Line ends are kept, so that a place in the result can still be told by its line.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        for joiner in JOINERS:
            text = text.replace(joiner, "")
    return text.casefold()


def words(text: str) -> list[str]:
    """Return the words of `text` in order."""
    return WORD.findall(unify(text))


@dataclass(frozen=True, slots=True)
class Difference:
    """`left[start:end]` stands where `right[other_start:other_end]` does; either may be empty."""

    start: int
    end: int
    other_start: int
    other_end: int


def differences(left: Sequence[str], right: Sequence[str], anchor: int = 5) -> Iterator[Difference]:
    """Yield where two sequences of words part, in order; nothing where they are equal.

    So many equal words in a row as `anchor` says are taken for the same place again. Two strings
    are compared letter by letter. Equal stretches are compared block by block; difflib looks only
    at the small stretch around a difference, so that the whole stays linear in a book's length.
    """
    i = j = 0
    while True:
        equal = _equal_run(left, i, right, j)
        i, j = i + equal, j + equal
        if i >= len(left) and j >= len(right):
            return
        down, across = _meet(left, i, right, j, anchor)
        yield from _fine(left[i : i + down], right[j : j + across], i, j)
        i, j = i + down, j + across


def _equal_run(left: Sequence[str], i: int, right: Sequence[str], j: int) -> int:
    """Return how many words are equal from `left[i]` and `right[j]` on."""
    begin = i
    while left[i : i + _BLOCK] == right[j : j + _BLOCK]:
        if i >= len(left):
            return i - begin
        i, j = min(i + _BLOCK, len(left)), min(j + _BLOCK, len(right))
    for a, b in zip(left[i : i + _BLOCK], right[j : j + _BLOCK], strict=False):
        if a != b:
            break
        i += 1
    return i - begin


def _meet(
    left: Sequence[str], i: int, right: Sequence[str], j: int, anchor: int
) -> tuple[int, int]:
    """Return how many words of each sequence to pass until both say the same again."""
    end = ("\0",) * anchor  # no word: the ends of both sequences match each other
    for window in _WINDOWS:
        a = [*left[i : i + window], *(end if i + window >= len(left) else ())]
        b = [*right[j : j + window], *(end if j + window >= len(right) else ())]
        found = _nearest(a, b, anchor, _ODDS if window >= _FAR else 1)
        if found:
            return found
    return len(left) - i, len(right) - j


def _nearest(a: Sequence[str], b: Sequence[str], anchor: int, odds: int) -> tuple[int, int] | None:
    """Return the offsets of the likeliest anchor that two windows share, near their starts.

    Long texts share words by chance. Where much stands on one side alone (notes at a chapter's
    end), such words are nearer than the place where both go on; but they would have text missing
    on either side. So what is missing on both counts `odds` times.
    """
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(b) - anchor + 1):
        places.setdefault(tuple(b[at : at + anchor]), at)
    best: tuple[int, int] | None = None
    least = 0
    for at in range(len(a) - anchor + 1):
        if best and at >= least:
            break
        other = places.get(tuple(a[at : at + anchor]))
        if other is not None:
            cost = at + other + (odds - 1) * min(at, other)
            if best is None or cost < least:
                best, least = (at, other), cost
    return best


def _fine(a: Sequence[str], b: Sequence[str], i: int, j: int) -> Iterator[Difference]:
    if len(a) > _FINE or len(b) > _FINE or not a or not b:
        yield Difference(i, i + len(a), j, j + len(b))
        return
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(i + a1, i + a2, j + b1, j + b2)


def quote(found: Sequence[str], most: int = 8) -> str:
    """Return words for a message, cut after `most`."""
    return " ".join(found[:most]) + (" …" if len(found) > most else "")


class Places:
    """Where the words of a unified text stand: found once, looked up often."""

    def __init__(self, text: str) -> None:
        """Find every word of `text` (what `unify` returned) and every line end."""
        self._text = text
        self._starts = array("Q", (found.start() for found in WORD.finditer(text)))
        self._lines = array("Q", (found.end() for found in re.finditer("\n", text)))

    def line(self, ordinal: int) -> int:
        """Return the line, from 1, of word `ordinal`; of the last one if there is no such word."""
        if not self._starts:
            return 1
        start = self._starts[min(ordinal, len(self._starts) - 1)]
        return bisect_right(self._lines, start) + 1

    def parted(self, first: int, last: int) -> bool:
        """Whether white space parts any of the words `first` to `last` (included)."""
        between = self._text[self._starts[first] : self._starts[last]]
        return any(char.isspace() for char in between)
