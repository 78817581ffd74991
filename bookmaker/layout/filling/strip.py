"""What page filling is given, and what it gives back. Lengths are points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to set a paragraph.

    `looseness` is its lines against the best setting's, `demerits` what it costs beyond that one
    (Knuth and Plass's, 1981); `hyphenated` are the lines, from 1, that end in a hyphen. `white` is
    added to the gap above it.
    """

    lines: int
    demerits: float = 0.0
    looseness: int = 0
    hyphenated: frozenset[int] = frozenset()
    white: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or what cannot be parted and counts as one line.

    Attributes:
        settings: the ways to set it, the best one first.
        line: the height of each of its lines.
        gap: the white above it when something stands over it on the page.
        opening_gap: the white above it when it opens a page.
        held: it may not be parted from the block before.
        kept: both are lines of one thing that is kept on a page while that can be; with `held`.
        orphans: the fewest of its lines at the foot of a page.
        widows: the fewest at the head of one; with `whole`, it may not be parted at all.
        notes: for each footnote called in it, how far into its text (0 to 1) and its height.
    """

    settings: tuple[Setting, ...]
    line: float
    gap: float = 0.0
    opening_gap: float = 0.0
    held: bool = False
    kept: bool = False
    whole: bool = False
    orphans: int = 2
    widows: int = 2
    notes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """A run as one endless page. `page` is the height of the block of text, `leading` of a line.

    `notes_gap` is the white and the rule above the first note of a page; `deep` says that below
    the block of text there is room for one line more.
    """

    blocks: tuple[Block, ...]
    page: float
    leading: float
    notes_gap: float = 0.0
    deep: bool = False


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page ends: after `lines` of the block `block`, all of it if `lines` is its last.

    `spare` is what stays empty at the foot, notes counted as filled; less than nothing on a page
    that runs long.
    """

    block: int
    lines: int
    spare: float


@dataclass(frozen=True, slots=True)
class Filling:
    """The plan of a run.

    `chosen` names for each block which of its settings it takes; `ends` every page's end.
    `sided` says that the plan holds only for a run that opens on the side it was made for:
    that two facing pages were made short or long together. `beyond` is how far its last page
    reaches below the block of text.
    """

    chosen: tuple[int, ...]
    ends: tuple[PageEnd, ...]
    cost: float
    sided: bool = False
    beyond: float = 0.0
