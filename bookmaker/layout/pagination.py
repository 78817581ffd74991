"""Which page of the book each page of a run is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookmaker.layout.galley import Galley, GalleyPage
from bookmaker.layout.page_map import PrintedPage
from bookmaker.layout.runs import Stretch, first_pages


@dataclass(frozen=True, slots=True)
class Place:
    """Where an id stands: page from 0, distance from the page's left edge and from its bottom."""

    page: int
    left: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Pagination:
    """The book's runs in reading order with the pages that they begin on, from 0."""

    stretches: tuple[Stretch, ...]
    galleys: tuple[Galley, ...]
    firsts: tuple[int, ...]

    @property
    def count(self) -> int:
        """The number of printed pages."""
        if not self.firsts:
            return 0
        return self.firsts[-1] + len(self.galleys[-1].pages)

    def places(self) -> Mapping[str, Place]:
        """Return where each id stands."""
        found: dict[str, Place] = {}
        for number, page in self._pages():
            for name, (left, bottom) in page.anchors.items():
                found.setdefault(name, Place(number, left, bottom))
        return found

    def printed(self) -> tuple[PrintedPage, ...]:
        """Return every printed page."""
        pages = [PrintedPage()] * self.count
        for stretch, galley, first in zip(self.stretches, self.galleys, self.firsts, strict=True):
            elements = list(stretch.elements())
            for number, page in enumerate(galley.pages, first):
                start = page.start and (elements[max(page.start[0], 0)], page.start[1])
                pages[number] = PrintedPage(page.blank, start, page.anchors.keys())
        return tuple(pages)

    def _pages(self) -> Iterator[tuple[int, GalleyPage]]:
        for galley, first in zip(self.galleys, self.firsts, strict=True):
            yield from enumerate(galley.pages, first)


def paginate(stretches: Sequence[Stretch], galleys: Sequence[Galley]) -> Pagination:
    """Give each run its place in the book."""
    openings = [stretch.opens for stretch in stretches]
    firsts = first_pages(openings, [galley.length() for galley in galleys])
    return Pagination(tuple(stretches), tuple(galleys), tuple(firsts))
