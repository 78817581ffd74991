"""Which words each printed page begins with, and what its folio is."""

import re
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import BLOCKS, has_class, letter_count, parents, text_of
from bookmaker.layout.view import Place, View
from bookmaker.print_run import PageMap, PageStart

_NUMERALS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
             (4, "iv"), (1, "i"))  # fmt: skip
_LETTER: Final = re.compile(r"\S")


Words = tuple[Element, int]  # an element of the print document, letters of it that come before


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of the book: where its text begins, and the ids that stand on it."""

    blank: bool = True
    start: Words | None = None
    anchors: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The print tree in document order, for finding the block around or after an element."""

    elements: list[Element]
    order: dict[Element, int]
    above: dict[Element, Element]
    places: dict[Element, Place]
    letters: "Letters"


def roman(number: int) -> str:
    """Return a number from 1 as a small roman numeral."""
    said = ""
    for value, letters in _NUMERALS:
        said += letters * (number // value)
        number %= value
    return said


def page_map(pages: Sequence[PrintedPage], tree: Element, view: View) -> PageMap:
    """Say for each page its label and where in the Publication its text begins.

    Labels are roman up to the page on which the body opens, arabic from there.
    """
    first = body_page(pages, view)
    surroundings = _surroundings(tree, view)
    return PageMap(
        tuple(
            _page_start(index, label(index, first), page, surroundings)
            for index, page in enumerate(pages)
        )
    )


def label(page: int, first: int) -> str:
    """Return the folio of a page (from 0) of a book whose body opens on page `first`."""
    return roman(page + 1) if page < first else str(page - first + 1)


def body_page(pages: Sequence[PrintedPage], view: View) -> int:
    """Return the index of the page on which the body opens."""
    opening = next((s for s in view.sections if s.document.matter == "body"), None)
    if opening is None:
        return len(pages)
    anchor = opening.section.get("id", "")
    return next((i for i, page in enumerate(pages) if anchor in page.anchors), 0)


def _surroundings(tree: Element, view: View) -> _Surroundings:
    elements = list(tree.iter())
    order = {element: index for index, element in enumerate(elements)}
    return _Surroundings(elements, order, parents(tree), view.places, Letters())


def _page_start(index: int, folio: str, page: PrintedPage, around: _Surroundings) -> PageStart:
    if page.blank:
        return PageStart(index, folio, "blank")
    found = _found(page.start, around)
    if found is None:
        return PageStart(index, folio, "print-only")
    return PageStart(index, folio, "body", found[0].document, found[0].ordinal, found[1])


def _found(start: Words | None, around: _Surroundings) -> tuple[Place, int] | None:
    """Return the block that a page begins in, and the offset into its text as published."""
    if start is None:
        return None
    element, letters = start
    block = _block_around(element, around)
    if block is None:
        return _first_block_from(element, around)
    if block is not element:
        letters += around.letters.before(element, block)
    place = around.places[block]
    return place, around.letters.offset(place.text, letters)


def _block_around(element: Element, around: _Surroundings) -> Element | None:
    while element not in around.places:
        if element not in around.above:
            return None
        element = around.above[element]
    return element


def _first_block_from(element: Element, around: _Surroundings) -> tuple[Place, int] | None:
    """Find the first block with words at or after `element`; None if it is one that print made.

    The contents may turn the page after their heading, at an entry that is no block.
    """
    if _is_of_print(element, around):
        return None
    for candidate in around.elements[around.order[element] :]:
        if candidate.tag in BLOCKS and text_of(candidate).strip():
            place = around.places.get(candidate)
            return None if place is None else (place, 0)
    return None


def _is_of_print(element: Element, around: _Surroundings) -> bool:
    """Say whether the element stands in a section that holds no block of the author's."""
    while element.tag != "section":
        if element not in around.above:
            return False
        element = around.above[element]
    return not any(inner in around.places for inner in element.iter())


class Letters:
    """Counts and finds the letters of a block, white space not counted.

    Pages begin in one block after another: what was counted of the last one is kept, so that a
    block of a thousand pages is not gone through for each of them.
    """

    def __init__(self) -> None:
        """Know no block yet."""
        self._text = ""
        self._offsets = array("L")
        self._block: Element | None = None
        self._before: dict[Element, int] = {}
        self._all = 0

    def offset(self, text: str, letters: int) -> int:
        """Return the offset of the letter that follows `letters` letters of `text`; its end."""
        if text is not self._text:
            self._text = text
            self._offsets = array("L", (found.start() for found in _LETTER.finditer(text)))
        return self._offsets[letters] if letters < len(self._offsets) else len(text)

    def before(self, inner: Element, block: Element) -> int:
        """Return the letters of `block` before its descendant `inner`, notes at the foot left out.

        All of them where `inner` stands in such a note.
        """
        if block is not self._block:
            self._block, self._before = block, {}
            self._all = self._count(block, 0)
        return self._before.get(inner, self._all)

    def _count(self, element: Element, count: int) -> int:
        """Note how many letters stand before each element in `element`; return those to its end."""
        self._before[element] = count
        if has_class(element, "footnote"):
            return count
        count += letter_count(element.text)
        for child in element:
            count = self._count(child, count)
            count += letter_count(child.tail)
        return count
