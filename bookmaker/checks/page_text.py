"""The running text of a printed book: what of each page is body, and which lines are a paragraph.

Found from the lines' geometry: the commonest size is the text's, the commonest left and right
edges (of left and right pages apart) are the measure's, the commonest step is the leading.
"""

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from bookmaker.checks.page_lines import Line

_SAME_SIZE: Final = 0.35
_LONG: Final = 4  # words of a line that tells where the edges are
_CENTRED: Final = 3.0  # points by which the white beside a centred line may differ
_LEAST_WHITE: Final = 20.0  # points on each side of it
_HEADING: Final = 1.2  # times the text's size
_STEP: Final = 1.3  # times the leading: what stands farther off is no next line
_WHITE: Final = 1.6  # and here a blank line is between
_SINK: Final = 2.5  # leadings above the first line of a chapter


class RunningText:
    """The text of a book's pages. Lengths are points.

    Attributes:
        pages: all lines of each page.
        body: those of the running text.
        paragraphs: the lines of each paragraph that is set in the full measure.
        size: of the type; `leading`: from line to line.
        top: the baseline of a full page's first line, `foot` of its last.
    """

    def __init__(self, pages: list[list[Line]]) -> None:
        """Read the text of `pages`, as `page_lines` gives them."""
        self.pages = pages
        sizes = Counter[float]()
        for line in (line for page in pages for line in page):
            sizes[line.size] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.body = [
            [line for line in page if abs(line.size - self.size) < _SAME_SIZE] for page in pages
        ]
        self.leading = _commonest(
            below.baseline - above.baseline for page in self.body for above, below in pairwise(page)
        )
        self._edges = [self._edges_of(side) for side in (0, 1)]
        self.top = _commonest(self._first_of_grid(page) for page in self.body if page)
        self.foot = self._last_of_grid()
        self._limits = [self._limit(page) for page in self.body]
        self._leave_furniture_out()
        self.paragraphs = list(self._paragraphs()) if self.leading else []

    def left(self, line: Line) -> float:
        """Return where the measure begins on the line's page."""
        return self._edges[line.page % 2][0]

    def right(self, line: Line) -> float:
        """Return where the measure ends on the line's page."""
        return self._edges[line.page % 2][1]

    def bottom(self, number: int) -> float:
        """Return the lowest baseline of page `number` but for a folio: its notes are text, too."""
        limit = self._limits[number]
        return max(
            (line.baseline for line in self.pages[number] if line.baseline < limit), default=0.0
        )

    def opens_chapter(self, number: int) -> bool:
        """Say whether page `number` holds a heading, or begins low; large ornaments are none."""
        large = (line for line in self.pages[number] if line.size > _HEADING * self.size)
        if any(char.isalnum() for line in large for char in line.text):
            return True
        body = self.body[number]
        return bool(body) and body[0].baseline > self.top + _SINK * self.leading

    def _edges_of(self, side: int) -> tuple[float, float]:
        lines = [
            line
            for page in self.body
            for line in page
            if line.page % 2 == side and len(line.words) > _LONG
        ]
        return _edge(line.left for line in lines), _edge(line.right for line in lines)

    def _first_of_grid(self, page: list[Line]) -> float:
        """Return the first baseline that another follows at the leading: not a head's."""
        for above, below in pairwise(page):
            if below.baseline - above.baseline < _STEP * self.leading:
                return above.baseline
        return page[0].baseline

    def _last_of_grid(self) -> float:
        """Return the commonest last baseline; folios at the foot stand lower."""
        pages = [page for page in self.body if page]
        above_folios = [
            page[-2].baseline
            for page in pages
            if len(page) > 1 and page[-1].baseline - page[-2].baseline > _STEP * self.leading
        ]
        lasts = [page[-1].baseline for page in pages]
        return _commonest(above_folios if len(above_folios) > len(lasts) / 2 else lasts)

    def _leave_furniture_out(self) -> None:
        """Drop heads and folios in the size of the text: they stand where no text does."""
        above = self.top - 0.7 * self.leading
        self.body = [
            [line for line in page if above < line.baseline < limit]
            for page, limit in zip(self.body, self._limits, strict=True)
        ]

    def _limit(self, page: list[Line]) -> float:
        """Return what a page's text stands above: it may run long, a line right under the foot."""
        limit = self.foot + 0.7 * self.leading
        last = max((line.baseline for line in page if line.baseline < limit), default=0.0)
        for line in page:
            if limit <= line.baseline < last + _STEP * self.leading:
                last, limit = line.baseline, line.baseline + 0.7 * self.leading
        return limit

    def _paragraphs(self) -> Iterator[list[Line]]:
        current: list[Line] = []
        for line in (line for page in self.body for line in page):
            kind = self._kind(line)
            if current and (kind != "flush" or self._is_parted(current[-1], line)):
                yield current
                current = []
            if kind != "other":
                current.append(line)
        if current:
            yield current

    def _kind(self, line: Line) -> str:
        """Say whether a line begins at the measure's edge, at an indent, or is no such text."""
        offset = line.left - self.left(line)
        white = self.right(line) - line.right
        if abs(offset - white) < _CENTRED and offset > _LEAST_WHITE:
            return "other"
        if -0.8 * self.size < offset < 0.4 * self.size:
            return "flush"
        return "indent" if 0.8 * self.size < offset < 3.1 * self.size else "other"

    def _is_parted(self, above: Line, below: Line) -> bool:
        """Say whether white stands between two lines, or the first ends as only a last one does.

        White at a page's turn is not seen; an ornament stands for it there.
        """
        if above.page != below.page and self._is_ornamented(above, below):
            return True
        white = below.baseline - above.baseline > _WHITE * self.leading
        return (above.page == below.page and white) or (
            above.right < self.right(above) - 2 * self.size
        )

    def _is_ornamented(self, above: Line, below: Line) -> bool:
        """Say whether an ornament stands between the last line of a page and the first of one."""
        foot = self.foot + 0.7 * self.leading
        under = (line for line in self.pages[above.page] if above.baseline < line.baseline < foot)
        over = (
            line
            for line in self.pages[below.page]
            if self.top - 0.7 * self.leading < line.baseline < below.baseline
        )
        return any(not any(map(str.isalnum, line.text)) for line in (*under, *over))


def _commonest(values: Iterable[float]) -> float:
    counted = Counter(round(value, 1) for value in values)
    return counted.most_common(1)[0][0] if counted else 0.0


def _edge(values: Iterable[float]) -> float:
    """Return the commonest place, sharpened to the median of what stands near it."""
    some = list(values)
    if not some:
        return 0.0
    common = Counter(round(value) for value in some).most_common(1)[0][0]
    return statistics.median([value for value in some if abs(value - common) < 1])
