"""From a paragraph's text to its legal breaks and the widths between them.

The text comes in leaves: stretches of one face and size, and boxes that are set whole. Between
spaces stand chunks; nearly every chunk lies in one leaf and is one word of one face, whose width
is known. Chunks that run through several leaves, or hold spaces that may not break, are measured
piece by piece. Lengths out are those of `Leaf.size`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bookmaker.layout.linebreaking import hanging
from bookmaker.layout.linebreaking.breaks import EXPLICIT, HYPHEN, PLAIN, TIE, Breaks
from bookmaker.layout.linebreaking.hyphenation import (
    SOFT_HYPHEN,
    divisions,
    soft_hyphens,
)
from bookmaker.layout.linebreaking.shaping import Face
from bookmaker.layout.linebreaking.taste import Taste

BOX: Final = "\ufffc"  # stands in the text for a box that is set whole
NO_BREAK_SPACE: Final = "\u00a0"
_CHUNK: Final = re.compile(r"[^ ]+")
_PART: Final = re.compile(r"[^\u00a0]+|\u00a0")
_TIED: Final = re.compile(r"(?<=\w)\.\u00a0(?=\w)")
_HYPHENS: Final = frozenset("-\u2010")
_DASHES: Final = frozenset("—―")
_CALLS: Final = "*†‡§‖¶"  # the marks of notes that are not numbered (Chicago Manual, 14.25)
_OPENING: Final = "—―–“‘«„‚"
_SHORTEST: Final = 5  # letters of a word that is divided, at least
_SHORT_WORD: Final = 5  # letters: too few to stand alone on a last line
_MARKS: Final = ".,;:!?”’\"'—…)"

# Of a text and a language: the places before which a line may begin (UAX #14), 0 and the end not.
Opportunities = Callable[[str, str], tuple[int, ...]]
Extent = tuple[float, float]  # a width, and how much of it is spaces


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of text of one face.

    Attributes:
        text: of the leaf, or `BOX`.
        face: that shapes it; None for a box.
        size: of the type.
        language: of its words, for hyphens and breaks.
        limits: least letters of a word that is divided, before the hyphen, after it; None where
            only soft hyphens divide.
        soft: whether soft hyphens divide.
        hyphen: what is set where a word is divided.
        word_space: added to each space.
        letter_space: added to each letter.
        width: of a box.
    """

    text: str
    face: Face | None
    size: float
    language: str = ""
    limits: tuple[int, int, int] | None = None
    soft: bool = True
    hyphen: str = "-"
    word_space: float = 0.0
    letter_space: float = 0.0
    width: float = 0.0

    def advance(self, text: str) -> float:
        """Return the width of `text`, which holds no spaces."""
        if self.face is None:
            return self.width
        width = self.face.word(text).width * self.size / self.face.units
        if self.letter_space:
            width += self.letter_space * len(self.face.word(text).glyphs)
        return width

    def gap(self, before: str, after: str) -> float:
        """Return the width of the space between two letters."""
        if self.face is None:
            return 0.0
        width = self.face.gap(before, after) * self.size / self.face.units
        return width + self.word_space + self.letter_space

    @property
    def space(self) -> float:
        """The face's own space, of which spaces give their share."""
        return self.face.space.width * self.size / self.face.units if self.face else 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """Where leaves of a text meet chunks: a leaf and where it begins in the text."""

    leaf: Leaf
    start: int
    end: int


class Text:
    """A paragraph's text, by leaves; finds its breaks.

    Args:
        leaves: in order; empty ones are passed over.
        opportunities: the legal breaks inside a chunk or a pair of letters.
        taste: what spaces and glyphs give.
    """

    def __init__(self, leaves: Sequence[Leaf], opportunities: Opportunities, taste: Taste) -> None:
        self.text = "".join(leaf.text for leaf in leaves)
        self.opportunities, self.taste = opportunities, taste
        self.edges: list[Edge] = []
        start = 0
        for leaf in leaves:
            if leaf.text:
                self.edges.append(Edge(leaf, start, start + len(leaf.text)))
                start += len(leaf.text)
        self._ends = [edge.end for edge in self.edges]
        self.chunks = [found.span() for found in _CHUNK.finditer(self.text)]

    def breaks(self, indent: float, runt_width: float, *, last_resort: bool = False) -> Breaks:
        """Return the legal breaks.

        Args:
            indent: of the first line.
            runt_width: a last line narrower than this is a runt.
            last_resort: divide words by the limits of last resort where theirs are stricter.

        Raises:
            ShapingError: a face cannot draw some of the text by itself.
        """
        return _Walk(self, indent, last_resort=last_resort).breaks(runt_width)

    def parts(self, start: int, end: int) -> Iterator[tuple[Edge, int, int]]:
        """Divide a range of the text by leaves."""
        for index in range(bisect_right(self._ends, start), len(self.edges)):
            edge = self.edges[index]
            if edge.start >= end:
                return
            yield edge, max(start, edge.start), min(end, edge.end)

    def calls(self, place: int) -> bool:
        """Tell whether a note's call begins at `place`: it belongs to the word before it."""
        edge = self.edges[bisect_right(self._ends, place)]
        small = edge.start == place and edge.leaf.size < self.leaf_before(place).size
        return small and (self.text[place].isdigit() or self.text[place] in _CALLS)

    def leaf_before(self, place: int) -> Leaf:
        """Return the leaf whose text ends at `place`, or runs through it."""
        return self.edges[bisect_left(self._ends, place)].leaf


class _Walk:
    """Goes through a paragraph's chunks, adds up widths, and enters the breaks."""

    def __init__(self, text: Text, indent: float, *, last_resort: bool) -> None:
        self.source, self.text, self.taste = text, text.text, text.taste
        self.last_resort = last_resort
        self.width = self.stretch = self.shrink = self.space = 0.0
        self.edge = 0
        self.found = Breaks()
        first = text.chunks[0][0]
        self._enter(PLAIN, (first, first), (0.0, 0.0), (-indent, 0.0), glyphs=False)

    def breaks(self, runt_width: float) -> Breaks:
        chunks, edges = self.source.chunks, self.source.edges
        last = len(chunks) - 1
        for number, (start, end) in enumerate(chunks):
            while edges[self.edge].end <= start:
                self.edge += 1
            edge = edges[self.edge]
            chunk = self.text[start:end]
            if end <= edge.end and NO_BREAK_SPACE not in chunk and edge.leaf.face is not None:
                self._word(edge.leaf, chunk, start)
            else:
                self._pieces(start, end)
            if number < last:
                self._space(end, chunks[number + 1][0])
        self._enter(PLAIN, (chunks[-1][1], len(self.text)), (0.0, 0.0), (0.0, 0.0))
        self.found.runts = frozenset(self._runts(runt_width))
        self.found.slack = 2 * hanging.MOST * max(edge.leaf.size for edge in edges)
        return self.found

    # -------------------------------------------------------- chunks

    def _word(self, leaf: Leaf, chunk: str, start: int) -> None:
        """Enter a chunk that is one word of one leaf."""
        width = leaf.advance(chunk)
        for place, kind in self._inner(chunk, leaf):
            before = chunk[:place] + leaf.hyphen if kind == HYPHEN else chunk[:place]
            upto, after = leaf.advance(before), width - leaf.advance(chunk[place:])
            self._divide(kind, start + place, (upto, 0.0), (after, 0.0), leaf)
        self._advance(width, 0.0)

    def _pieces(self, start: int, end: int) -> None:
        """Enter a chunk of several leaves, or with spaces that do not break."""
        leaf = self.source.edges[self.edge].leaf
        whole, spaces = self._measure(start, end)
        for place, kind in self._inner(self.text[start:end], leaf):
            here = start + place
            if self.source.calls(here):
                continue
            if kind == TIE:
                upto, after = self._measure(start, here), self._measure(start, here + 1)
                self._enter(TIE, (here, here + 1), upto, after)
                continue
            owner = self.source.leaf_before(here)
            upto = self._measure(start, here, owner.hyphen if kind == HYPHEN else "")
            rest, spaces_after = self._measure(here, end)
            self._divide(kind, here, upto, (whole - rest, spaces - spaces_after), owner)
        self._advance(whole, spaces)

    def _measure(self, start: int, end: int, hyphen: str = "") -> tuple[float, float]:
        """Return the width of a range and how much of it is spaces that do not break."""
        width = spaces = 0.0
        for edge, first, last in self.source.parts(start, end):
            text = self.text[first:last]
            for part in _PART.findall(text + hyphen if last == end else text):
                if part == NO_BREAK_SPACE:
                    spaces += edge.leaf.space
                    width += edge.leaf.gap("", "")
                else:
                    width += edge.leaf.advance(part)
        return width, spaces

    def _inner(self, chunk: str, leaf: Leaf) -> list[tuple[int, int]]:
        """Return the breaks inside a chunk: places, and of which kind."""
        word = chunk.strip(",.;")
        least = _SHORTEST if leaf.limits is None else min(leaf.limits[0], _SHORTEST)
        if len(word) < least and word.isascii() and word.isalpha():
            return []  # most words: too short to divide, and nowhere to break
        inner = {
            place: EXPLICIT if chunk[place - 1] in _HYPHENS else PLAIN
            for place in self.source.opportunities(chunk, leaf.language)
            if _good(chunk, place)
        }
        divided = soft_hyphens(chunk) if leaf.soft and SOFT_HYPHEN in chunk else ()
        if not divided and leaf.limits:
            limits = leaf.limits
            if self.last_resort:
                total, before, after = map(min, limits, self.taste.last_resort)
                limits = (total, before, after)
            divided = divisions(chunk, leaf.language, limits)
        for place in divided:
            inner[place] = HYPHEN
        if self.last_resort and NO_BREAK_SPACE in chunk:
            inner |= {tie.end() - 1: TIE for tie in _TIED.finditer(chunk)}
        return sorted(inner.items()) if inner else []

    def _divide(self, kind: int, place: int, upto: Extent, after: Extent, leaf: Leaf) -> None:
        """Enter a break inside a chunk; `upto` and `after` reach from the chunk's start."""
        last = leaf.hyphen[-1:] if kind == HYPHEN else self.text[place - 1]
        hang = _hang(hanging.AT_END, last, leaf)
        outset = _hang(hanging.AT_START, self.text[place], leaf)
        self._enter(kind, (place, place), upto, after)
        self._hang(hang, outset)

    # -------------------------------------------------------- spaces

    def _space(self, end: int, start: int) -> None:
        """Enter the break at the space between two chunks, and its width."""
        edges = self.source.edges
        index = self.edge
        while edges[index].end <= end:
            index += 1
        edge = edges[index]
        while edges[index].end <= start:
            index += 1
        leaf, after = edge.leaf, edges[index].leaf
        last, first = self.text[end - 1], self.text[start]
        gap = leaf.gap(last, first) if edge.start < end and after is leaf else leaf.gap("", "")
        space = leaf.space
        if self.source.opportunities(f"{last} {first}", leaf.language):
            hang, outset = _hang(hanging.AT_END, last, leaf), _hang(hanging.AT_START, first, after)
            self._enter(PLAIN, (end, start), (0.0, 0.0), (gap, space), glyphs=False)
            self._hang(hang, outset)
        self.width += gap
        self.stretch += space * self.taste.stretch
        self.shrink += space * self.taste.shrink
        self.space += space

    # -------------------------------------------------------- sums

    def _enter(
        self, kind: int, at: tuple[int, int], upto: Extent, after: Extent, *, glyphs: bool = True
    ) -> None:
        """Enter a break: `upto` its line's end, `after` the next one's start, from here on."""
        found, taste = self.found, self.taste
        found.kinds.append(kind)
        found.stops.append(at[0])
        found.resumes.append(at[1])
        wide = taste.expansion if glyphs else 0.0
        drawn = (upto[0] - upto[1]) * wide
        found.ends.append(self.width + upto[0])
        found.end_stretch.append(self.stretch + drawn + upto[1] * taste.stretch)
        found.end_shrink.append(self.shrink + drawn + upto[1] * taste.shrink)
        found.end_space.append(self.space + upto[1])
        drawn = (after[0] - after[1]) * wide
        found.starts.append(self.width + after[0])
        found.start_stretch.append(self.stretch + drawn + after[1] * taste.stretch)
        found.start_shrink.append(self.shrink + drawn + after[1] * taste.shrink)
        found.start_space.append(self.space + after[1])
        found.outsets.append(0.0)

    def _hang(self, hang: float, outset: float) -> None:
        """Let the marks at the break just entered hang out of the text."""
        found = self.found
        found.ends[-1] -= hang
        found.starts[-1] += outset
        found.outsets[-1] = outset

    def _advance(self, width: float, spaces: float) -> None:
        glyphs = (width - spaces) * self.taste.expansion
        self.width += width
        self.stretch += glyphs + spaces * self.taste.stretch
        self.shrink += glyphs + spaces * self.taste.shrink
        self.space += spaces

    def _runts(self, least: float) -> Iterator[int]:
        """Yield the breaks after which too little is left to stand alone."""
        found = self.found
        for index in range(len(found.ends) - 2, 0, -1):
            rest = self.text[found.resumes[index] :].strip()
            narrow = found.ends[-1] - found.starts[index] < least
            if not narrow and (" " in rest or len(rest.strip(_MARKS)) > _SHORT_WORD):
                return
            yield index


def _good(chunk: str, place: int) -> bool:
    """Tell whether a legal break is one that a compositor would make.

    A dash belongs to what it follows (Chicago Manual, 6.90), also where what it follows is set in
    italics; one that opens a speech belongs to the speech.
    """
    if chunk[place] in _DASHES and chunk[place - 1] not in _DASHES:
        return False
    return bool(chunk[:place].strip(_OPENING))


def _hang(table: dict[str, float], char: str, leaf: Leaf) -> float:
    """Return how far `char` hangs out of the text's edge."""
    share = table.get(char)
    if share is None or leaf.face is None:
        return 0.0
    return min(share * leaf.advance(char), hanging.MOST * leaf.size)
