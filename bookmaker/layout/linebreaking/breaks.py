"""A paragraph as the search sees it: its legal breaks, and how wide the text is between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Final

PLAIN: Final = 0  # nothing is added where the line ends
EXPLICIT: Final = 1  # the line ends in a hyphen that the author typed
HYPHEN: Final = 2  # the line ends in a hyphen that we add
TIE: Final = 3  # between an abbreviation and what it is tied to by a no-break space
NAME: Final = 4  # the line ends in a hyphen in a name that the patterns do not know
DIVIDED: Final = frozenset({HYPHEN, NAME})  # where a hyphen is set that is not in the text


# A break: an item for each of the lists of `Breaks`, in their order. One tuple a break, turned into
# lists at the end, costs a third of twelve appends.
Row = tuple[float, float, float, float, float, float, float, float, float, int, int, int]


@dataclass(slots=True)
class Breaks:
    """Parallel lists, one item for each legal break; the first is the start, the last the end.

    Lengths are in one unit throughout. A line from break i to break j is naturally
    `ends[j] - starts[i]` wide, may widen by `end_stretch[j] - start_stretch[i]`, and narrow by
    `end_shrink[j] - start_shrink[i]`. What hangs into the margins is taken off `ends` and added
    to `starts`; the first line's indent is taken off `starts[0]`.

    Attributes:
        stops: characters of the paragraph before the end of a line that breaks here.
        resumes: characters before the start of the line that follows; spaces lie between.
        end_space, start_space: sums of the face's own spaces before a line's end, and its start.
        outsets: how far the first mark of the line that follows hangs into the margin.
        kinds: `PLAIN`, `EXPLICIT`, `HYPHEN`, `TIE` or `NAME`.
        runts: breaks after which a last line would be too short.
        slack: bound on how far `ends` and `starts` stray from rising steadily.
    """

    ends: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    end_stretch: list[float] = field(default_factory=list)
    start_stretch: list[float] = field(default_factory=list)
    end_shrink: list[float] = field(default_factory=list)
    start_shrink: list[float] = field(default_factory=list)
    end_space: list[float] = field(default_factory=list)
    start_space: list[float] = field(default_factory=list)
    outsets: list[float] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    resumes: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    runts: frozenset[int] = frozenset()
    slack: float = 0.0

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Breaks":
        """Return breaks, at least one, in the order of `rows`."""
        made = cls()
        columns = (list(column) for column in zip(*rows, strict=True))
        for name, column in zip(_COLUMNS, columns, strict=True):
            setattr(made, name, column)
        return made


_COLUMNS: Final = tuple(each.name for each in fields(Breaks))[:12]
