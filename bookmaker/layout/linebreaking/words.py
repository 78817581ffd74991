"""Words of one type, each measured once: its width, the breaks inside it, the spaces beside it.

A novel of a hundred thousand words has some ten thousand different ones. What is found here of a
word does not depend on where it stands.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from bookmaker.layout.linebreaking import hanging
from bookmaker.layout.linebreaking.breaks import DIVIDED, EXPLICIT, HYPHEN, NAME, PLAIN, TIE
from bookmaker.layout.linebreaking.hyphenation import (
    SOFT_HYPHEN,
    divisions,
    name_divisions,
    soft_hyphens,
)
from bookmaker.layout.linebreaking.leaf import NO_BREAK_SPACE, Leaf
from bookmaker.layout.linebreaking.taste import Taste

_TIED: Final = re.compile(r"(?<=\w)\.\u00a0(?=\w)")
_HYPHENS: Final = frozenset("-\u2010")
_DASHES: Final = frozenset("—―")
_OPENING: Final = "—―–“‘«„‚"
_SHORTEST: Final = 5  # letters of a word that is divided, at least
_MOST_KNOWN: Final = 100_000

# Of a text and a language: the places before which a line may begin (UAX #14), 0 and the end not.
Opportunities = Callable[[str, str], tuple[int, ...]]


class Division(NamedTuple):
    """A break inside a word.

    Attributes:
        kind: `EXPLICIT`, `HYPHEN`, `NAME` or `PLAIN`.
        place: letters before it.
        upto: width before it, with the hyphen; less what hangs there.
        after: width before the letters that begin the next line.
        hang, outset: how far the marks before and after it hang out of the text.
    """

    kind: int
    place: int
    upto: float
    after: float
    hang: float
    outset: float


class Measured(NamedTuple):
    """A word: its width and the breaks inside it."""

    width: float
    divisions: tuple[Division, ...]


class Joint(NamedTuple):
    """A space between two letters: whether a line may end there, its width, the marks' hang."""

    legal: bool
    gap: float
    hang: float
    outset: float


class Words:
    """The words of one type.

    Args:
        type_: a leaf that is set in it; its text is no matter.
        opportunities: the legal breaks inside a word or a pair of letters.
        taste: the limits of last resort.
    """

    def __init__(self, type_: Leaf, opportunities: Opportunities, taste: Taste) -> None:
        self.type, self.opportunities, self.taste = type_, opportunities, taste
        self.space = type_.space
        self._known: tuple[dict[str, Measured], dict[str, Measured]] = ({}, {})
        self._joints: dict[tuple[str, str], Joint] = {}

    def of(self, word: str, *, last_resort: bool) -> Measured:
        """Return a word of this face, without spaces; with the limits of last resort or its own.

        Raises:
            ShapingError: the face cannot draw it by itself.
        """
        known = self._known[last_resort]
        found = known.get(word)
        if found is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            found = known[word] = self._measure(word, last_resort=last_resort)
        return found

    def joint(self, before: str, after: str) -> Joint:
        """Return the space between two letters of this type."""
        found = self._joints.get((before, after))
        if found is None:
            gap = self.type.gap(before, after)
            found = self.seam(before, after, self.type)._replace(gap=gap)
            self._joints[before, after] = found
        return found

    def seam(self, before: str, after: str, next_leaf: Leaf) -> Joint:
        """Return a space of this type where leaves meet: no letter is kerned with it."""
        return Joint(
            bool(self.opportunities(f"{before} {after}", self.type.language)),
            self.type.gap("", ""),
            self.type.hung(hanging.AT_END, before),
            next_leaf.hung(hanging.AT_START, after),
        )

    def inner(self, chunk: str, *, last_resort: bool) -> list[tuple[int, int]]:
        """Return the breaks inside a chunk: places, and of which kind."""
        leaf = self.type
        word = chunk.strip(",.;")
        least = _SHORTEST if leaf.limits is None else min(leaf.limits[0], _SHORTEST)
        if len(word) < least and word.isascii() and word.isalpha():
            return []  # most words: too short to divide, and nowhere to break
        inner = {
            place: EXPLICIT if chunk[place - 1] in _HYPHENS else PLAIN
            for place in self.opportunities(chunk, leaf.language)
            if _good(chunk, place)
        }
        divided = soft_hyphens(chunk) if leaf.soft and SOFT_HYPHEN in chunk else ()
        if not divided and leaf.limits:
            limits = leaf.limits
            if last_resort:
                total, before, after = map(min, limits, self.taste.last_resort)
                limits = (total, before, after)
                inner |= dict.fromkeys(name_divisions(chunk, leaf.language, limits), NAME)
            divided = divisions(chunk, leaf.language, limits)
        for place in divided:
            inner[place] = HYPHEN
        if last_resort and NO_BREAK_SPACE in chunk:
            inner |= {tie.end() - 1: TIE for tie in _TIED.finditer(chunk)}
        return sorted(inner.items()) if inner else []

    def _measure(self, word: str, *, last_resort: bool) -> Measured:
        width = self.type.advance(word)
        inner = self.inner(word, last_resort=last_resort)
        return Measured(width, tuple(self._division(word, width, *each) for each in inner))

    def _division(self, word: str, width: float, place: int, kind: int) -> Division:
        leaf = self.type
        hyphen = leaf.hyphen if kind in DIVIDED else ""
        return Division(
            kind,
            place,
            leaf.advance(word[:place] + hyphen),
            width - leaf.advance(word[place:]),
            leaf.hung(hanging.AT_END, hyphen[-1:] or word[place - 1]),
            leaf.hung(hanging.AT_START, word[place : place + 1]),
        )


def words_of(leaf: Leaf, opportunities: Opportunities, taste: Taste) -> Words:
    """Return the words of the type that `leaf` is set in: the same ones for all such leaves."""
    return _words(replace(leaf, text=""), opportunities, taste)


@lru_cache(maxsize=64)
def _words(type_: Leaf, opportunities: Opportunities, taste: Taste) -> Words:
    return Words(type_, opportunities, taste)


def _good(chunk: str, place: int) -> bool:
    """Tell whether a legal break is one that a compositor would make.

    A dash belongs to what it follows (Chicago Manual, 6.90), also where what it follows is set in
    italics; one that opens a speech belongs to the speech.
    """
    if chunk[place] in _DASHES and chunk[place - 1] not in _DASHES:
        return False
    return bool(chunk[:place].strip(_OPENING))
