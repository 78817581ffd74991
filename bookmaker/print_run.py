"""The laid-out book: what `layout` makes and `writers/pdf` assembles.

A run is a stretch of sections up to a forced page break. The first engine lays out the whole book
as one run with its heads and folios in place; an engine that lays out run by run fills
`furniture` instead, and nothing outside `layout` and `writers/pdf` notices.
"""

from dataclasses import dataclass


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
    """An outline entry: where it leads (page from 0, distance from the page's top in points)."""

    title: str
    page: int
    top: float
    children: "tuple[Bookmark, ...]" = ()


@dataclass(frozen=True, slots=True)
class TypeArea:
    """A page's block of text in points from the bottom left of the trim: what is not furniture.

    `notes_top` is the height at which the page's footnotes begin, `bottom` where there are none.
    """

    left: float
    bottom: float
    right: float
    top: float
    notes_top: float


@dataclass(frozen=True, slots=True)
class Run:
    """A laid-out stretch: a PDF of its pages and what stands on each."""

    pdf: bytes
    areas: tuple[TypeArea, ...]


@dataclass(frozen=True, slots=True)
class PrintRun:
    """A printed book ready for assembly. `page_map` has one entry for each page of all runs."""

    runs: tuple[Run, ...]
    page_map: PageMap = PageMap()
    outline: tuple[Bookmark, ...] = ()

    @property
    def page_count(self) -> int:
        """The number of printed pages."""
        return sum(len(run.areas) for run in self.runs)
