"""From a paragraph's text to its legal breaks and the widths between them.

The text comes in leaves: stretches of one face and size, and boxes that are set whole. Between
spaces stand chunks; nearly every chunk lies in one leaf and is one word of one face, which is
known (`words.py`). Chunks that run through several leaves, or hold spaces that may not break, are
measured piece by piece. Lengths out are those of `Leaf.size`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bookmaker.layout.linebreaking import hanging
from bookmaker.layout.linebreaking.breaks import DIVIDED, PLAIN, TIE, Breaks, Row
from bookmaker.layout.linebreaking.leaf import NO_BREAK_SPACE, Leaf
from bookmaker.layout.linebreaking.taste import Taste
from bookmaker.layout.linebreaking.words import Opportunities, Words, words_of

_CHUNK: Final = re.compile(r"[^ ]+")
_PART: Final = re.compile(r"[^\u00a0]+|\u00a0")
_CALLS: Final = "*†‡§‖¶"  # the marks of notes that are not numbered (Chicago Manual, 14.25)
_SHORT_WORD: Final = 5  # letters: too few to stand alone on a last line
_MARKS: Final = ".,;:!?”’\"'—…)"

Extent = tuple[float, float]  # a width, and how much of it is spaces


@dataclass(frozen=True, slots=True)
class Edge:
    """Where leaves of a text meet chunks: a leaf, its words, and where it begins in the text."""

    leaf: Leaf
    words: Words
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
        self.taste = taste
        self.edges: list[Edge] = []
        start = 0
        for leaf in leaves:
            if leaf.text:
                words = words_of(leaf, opportunities, taste)
                self.edges.append(Edge(leaf, words, start, start + len(leaf.text)))
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
        first = text.chunks[0][0]
        self.rows: list[Row] = [(0.0, -indent, *(0.0,) * 7, first, first, PLAIN)]

    def breaks(self, runt_width: float) -> Breaks:
        chunks, edges = self.source.chunks, self.source.edges
        last = len(chunks) - 1
        for number, (start, end) in enumerate(chunks):
            while edges[self.edge].end <= start:
                self.edge += 1
            edge = edges[self.edge]
            chunk = self.text[start:end]
            if end <= edge.end and NO_BREAK_SPACE not in chunk and edge.leaf.face is not None:
                self._word(edge.words, chunk, start)
            else:
                self._pieces(start, end)
            if number < last:
                self._space(end, chunks[number + 1][0])
        self._enter(PLAIN, (chunks[-1][1], len(self.text)), (0.0, 0.0), (0.0, 0.0))
        found = Breaks.of(self.rows)
        found.runts = frozenset(self._runts(found, runt_width))
        found.slack = 2 * hanging.MOST * max(edge.leaf.size for edge in edges)
        return found

    # -------------------------------------------------------- chunks

    def _word(self, words: Words, chunk: str, start: int) -> None:
        """Enter a chunk that is one word of one leaf."""
        width, divisions = words.of(chunk, last_resort=self.last_resort)
        here, stretch, shrink, space = self.width, self.stretch, self.shrink, self.space
        wide = self.taste.expansion
        for kind, place, upto, after, hang, outset in divisions:
            at = start + place
            self.rows.append((
                here + upto - hang, here + after + outset,
                stretch + upto * wide, stretch + after * wide,
                shrink + upto * wide, shrink + after * wide,
                space, space, outset, at, at, kind,
            ))  # fmt: skip
        glyphs = width * wide
        self.width = here + width
        self.stretch, self.shrink = stretch + glyphs, shrink + glyphs

    def _pieces(self, start: int, end: int) -> None:
        """Enter a chunk of several leaves, or with spaces that do not break."""
        words = self.source.edges[self.edge].words
        whole, spaces = self._measure(start, end)
        for place, kind in words.inner(self.text[start:end], last_resort=self.last_resort):
            here = start + place
            if self.source.calls(here):
                continue
            if kind == TIE:
                upto, after = self._measure(start, here), self._measure(start, here + 1)
                self._enter(TIE, (here, here + 1), upto, after)
                continue
            owner = self.source.leaf_before(here)
            upto = self._measure(start, here, owner.hyphen if kind in DIVIDED else "")
            rest, spaces_after = self._measure(here, end)
            last = owner.hyphen[-1:] if kind in DIVIDED else self.text[here - 1]
            hang = owner.hung(hanging.AT_END, last)
            outset = owner.hung(hanging.AT_START, self.text[here])
            after = whole - rest, spaces - spaces_after
            self._enter(kind, (here, here), upto, after, (hang, outset))
        self._advance(whole, spaces)

    def _measure(self, start: int, end: int, hyphen: str = "") -> Extent:
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
        words, last, first = edge.words, self.text[end - 1], self.text[start]
        if edges[index] is edge and edge.start < end:
            legal, gap, hang, outset = words.joint(last, first)
        else:
            legal, gap, hang, outset = words.seam(last, first, edges[index].leaf)
        space = words.space
        here, stretch, shrink = self.width, self.stretch, self.shrink
        self.width = here + gap
        self.stretch = stretch + space * self.taste.stretch
        self.shrink = shrink + space * self.taste.shrink
        if legal:
            self.rows.append((
                here - hang, self.width + outset, stretch, self.stretch, shrink, self.shrink,
                self.space, self.space + space, outset, end, start, PLAIN,
            ))  # fmt: skip
        self.space += space

    # -------------------------------------------------------- sums

    def _enter(
        self, kind: int, at: tuple[int, int], upto: Extent, after: Extent, hung: Extent = (0.0, 0.0)
    ) -> None:
        """Enter a break: `upto` its line's end, `after` the next one's start, from here on.

        `hung` is how far the marks before and after it hang out of the text.
        """
        taste = self.taste
        drawn = (upto[0] - upto[1]) * taste.expansion
        drawn_after = (after[0] - after[1]) * taste.expansion
        self.rows.append((
            self.width + upto[0] - hung[0], self.width + after[0] + hung[1],
            self.stretch + drawn + upto[1] * taste.stretch,
            self.stretch + drawn_after + after[1] * taste.stretch,
            self.shrink + drawn + upto[1] * taste.shrink,
            self.shrink + drawn_after + after[1] * taste.shrink,
            self.space + upto[1], self.space + after[1], hung[1], at[0], at[1], kind,
        ))  # fmt: skip

    def _advance(self, width: float, spaces: float) -> None:
        glyphs = (width - spaces) * self.taste.expansion
        self.width += width
        self.stretch += glyphs + spaces * self.taste.stretch
        self.shrink += glyphs + spaces * self.taste.shrink
        self.space += spaces

    def _runts(self, found: Breaks, least: float) -> Iterator[int]:
        """Yield the breaks after which too little is left to stand alone."""
        for index in range(len(found.ends) - 2, 0, -1):
            rest = self.text[found.resumes[index] :].strip()
            narrow = found.ends[-1] - found.starts[index] < least
            if not narrow and (" " in rest or len(rest.strip(_MARKS)) > _SHORT_WORD):
                return
            yield index
