"""The laid-out book: what `layout` makes and `writers/pdf` assembles.

A run is a stretch of sections up to a forced page break, laid out by itself: pages without heads
and folios, set as if each were a recto. Where its pages stand in the book, the numbers on them and
the gutter are known only when all runs are; the writer moves each page to its area, lays the
furniture over it, embeds each face once, and joins the runs' tags to one structure tree.

Lengths are points from the bottom left of the trim unless a name says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a printed page begins.

    `label` is its logical folio ("iv", "12"), whether printed or not; `document`, `ordinal`
    (block in document order) and `offset` (code points into that block's text, as the
    Publication has it) are empty for a page whose content is print-only or blank.
    `kind` is "body", "blank" or "print-only".
    """

    page: int
    label: str
    kind: str = "body"
    document: str = ""
    ordinal: int = -1
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PageMap:
    """Every printed page in order."""

    pages: tuple[PageStart, ...] = ()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An outline entry and where it leads: a page from 0, a height on it from its bottom."""

    title: str
    page: int
    top: float
    children: "tuple[Bookmark, ...]" = ()


@dataclass(frozen=True, slots=True)
class TypeArea:
    """A page's block of text: what is not furniture.

    `notes_top` is the height at which the page's footnotes begin, `bottom` where there are none.
    """

    left: float
    bottom: float
    right: float
    top: float
    notes_top: float


NO_AREA = TypeArea(0.0, 0.0, 0.0, 0.0, 0.0)
"""The area of a blank page."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marked content (ISO 32000-2, 14.7.5.2): numbers `first` to `last` on a page of the run."""

    page: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle of a page of the run that leads to `target`: an anchor as `#name`, or an address.

    `words` say what is linked.
    """

    page: int
    rectangle: tuple[float, float, float, float]
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of the structure tree (ISO 32000-1, 14.8.4: `kind` is a standard type).

    `kids` in reading order: other tags by their index in the run's `tags`, content, links.
    `alt` stands for a picture, which fills `box` on its page; `attributes` are those of the `Table`
    owner.
    """

    kind: str
    kids: "tuple[int | Marks | Link, ...]" = ()
    alt: str = ""
    language: str = ""
    identifier: str = ""
    attributes: tuple[tuple[str, str | int], ...] = ()
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A laid-out stretch: a PDF of its pages and what stands on each.

    `pdf` has the pages' content, uncompressed, and pictures, but neither faces nor tags. `areas`
    are where the blocks of text stand in the book, `shifts` how far to the right of where they
    were set; none where there are no shifts. `first` is the run's first page in the book (from 0):
    pages that no run has are blank. `anchors` are page of the run, left and bottom of each id.
    Tags, links and anchors stand where they were set. The first of `tags` is the run's root, which
    is no tag itself.
    """

    pdf: bytes
    areas: tuple[TypeArea, ...]
    first: int = 0
    shifts: tuple[float, ...] = ()
    tags: tuple[Tag, ...] = (Tag(""),)
    anchors: Mapping[str, tuple[int, float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Face:
    """A face as the book embeds it: an OpenType program with the glyphs that are used.

    Content streams name it `key` and its glyphs by their numbers. `widths` are in thousandths of
    an em; `characters` what each glyph stands for.
    """

    key: str
    name: str
    family: str
    program: bytes
    widths: Mapping[int, int]
    characters: Mapping[int, str]
    ascent: int
    descent: int
    flags: int


@dataclass(frozen=True)
class PrintRun:
    """A printed book ready for assembly.

    `page_map` has one entry for each printed page. `furniture` is a PDF of as many pages, each
    with the heads and folio of its page, in place; empty where there are none.
    """

    runs: tuple[Run, ...]
    page_map: PageMap = PageMap()
    outline: tuple[Bookmark, ...] = ()
    faces: tuple[Face, ...] = ()
    furniture: bytes = b""

    @property
    def page_count(self) -> int:
        """The number of printed pages, blanks included."""
        return max((run.first + len(run.areas) for run in self.runs), default=0)

    @cached_property
    def areas(self) -> tuple[TypeArea, ...]:
        """The type area of each printed page."""
        areas = [NO_AREA] * self.page_count
        for run in self.runs:
            areas[run.first : run.first + len(run.areas)] = run.areas
        return tuple(areas)
