"""The notes that the lines of a block call, summed up, so that no line is ever looked at twice."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Calls:
    """The heights of the notes called in a block that is set in so many lines."""

    __slots__ = ("_lines", "_sums")

    def __init__(self, notes: Sequence[tuple[float, float]], lines: int) -> None:
        """Put each note to its line.

        Args:
            notes: for each note how far into the text it is called (0 to 1), and its height.
            lines: in how many lines the block is set.
        """
        called = sorted((max(1, math.ceil(place * lines)), height) for place, height in notes)
        self._lines = [line for line, _ in called]
        self._sums = [0.0, *accumulate(height for _, height in called)]

    def height(self, first: int, last: int) -> float | None:
        """Return the height of the notes called in lines `first` to `last`; None without any."""
        start, end = bisect_right(self._lines, first - 1), bisect_right(self._lines, last)
        return self._sums[end] - self._sums[start] if end > start else None
