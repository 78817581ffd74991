"""The printed pages: what they are pages of, and their list in the NCX.

The markers stand in the documents and the list in `nav` already. EPUB Accessibility 1.1,
section 2.3 ("Page navigation"), and for the NCX http://www.niso.org/standards/z39-86-2005/.
"""

import re
from typing import Final

from ebooklib import epub
from lxml import etree

from bookmaker.edition import POINTS_PER_INCH, POINTS_PER_MM, Edition
from bookmaker.metadata import Metadata
from bookmaker.publication import PageList
from bookmaker.stores import PageSource
from bookmaker.writers.epub.metadata import plain, refine

NCX: Final = "{http://www.daisy.org/z3986/2005/ncx/}"
_ROMAN: Final = re.compile("[ivxlcdm]+")


def page_source(metadata: Metadata, edition: Edition) -> str:
    """Return what names the printed book: its ISBN as a URN, else title, publisher and format."""
    isbn = re.sub(r"[\s-]", "", metadata.print_isbn)
    if isbn:
        return f"urn:isbn:{isbn}"
    said = (
        metadata.title,
        metadata.publisher,
        metadata.edition,
        f"Print edition, {_trim(edition)}",
    )
    return plain(". ".join(words.rstrip(".") for words in said if words))


def _trim(edition: Edition) -> str:
    """Return the trim in the unit that it was given in."""
    sides = (edition.trim.width, edition.trim.height)
    inches = [round(side / POINTS_PER_INCH, 2) for side in sides]
    if all(abs(side - n * POINTS_PER_INCH) < 1e-6 for side, n in zip(sides, inches, strict=True)):  # noqa: PLR2004  equal, but for rounding
        return f"{inches[0]:g} × {inches[1]:g} in"
    return " × ".join(f"{side / POINTS_PER_MM:.4g}" for side in sides) + " mm"


def add_page_list(
    book: epub.EpubBook, page_list: PageList, form: PageSource = "pageBreakSource"
) -> None:
    """Name the printed book in the package document, and keep the pages for the NCX.

    `form` is "pageBreakSource", or "source-of" for stores whose validator is older
    (EPUB Accessibility Techniques 1.1, section 3.3 tells both).
    """
    if not page_list.targets:
        return
    if form == "source-of":
        book.add_metadata("DC", "source", page_list.source, {"id": "pages-source"})
        refine(book, "pages-source", "source-of", "pagination")
    else:
        book.add_metadata(None, "meta", page_list.source, {"property": "pageBreakSource"})
    book.pages = list(page_list.targets)
    book.pages_title = page_list.title


def extend_ncx(root: etree._Element, book: epub.EpubBook) -> None:
    """Add the pages of `book` to its NCX and count the order of play over points and pages."""
    pages: list[tuple[str, str]] = book.pages
    if not pages:
        return
    listed = etree.SubElement(root, f"{NCX}pageList", {"id": "page-list", "class": "page-list"})
    _label(listed, plain(book.pages_title))
    for label, href in pages:
        kind = "front" if _ROMAN.fullmatch(label) else "normal"
        target = etree.SubElement(
            listed, f"{NCX}pageTarget", {"id": f"page-{label}", "type": kind, "value": label}
        )
        if kind == "front":  # a value is a number
            del target.attrib["value"]
        _label(target, label)
        etree.SubElement(target, f"{NCX}content", {"src": href})
    numbers = [int(label) for label, _ in pages if label.isdigit()]
    for name, count in (("totalPageCount", len(pages)), ("maxPageNumber", max(numbers, default=0))):
        meta = root.find(f".//{NCX}meta[@name='dtb:{name}']")
        if meta is not None:
            meta.set("content", str(count))
    _count_play(root, book)
    etree.indent(root)


def _label(parent: etree._Element, words: str) -> None:
    label = etree.SubElement(parent, f"{NCX}navLabel")
    etree.SubElement(label, f"{NCX}text").text = words


def _count_play(root: etree._Element, book: epub.EpubBook) -> None:
    """Number points and pages as they follow each other in the book; one place has one number."""
    positions = _positions(book)
    places = {
        entry: positions.get(_source(entry), (-1, 0))
        for entry in root.iter(f"{NCX}navPoint", f"{NCX}pageTarget")
    }
    numbers = {place: n for n, place in enumerate(sorted(set(places.values())), 1)}
    for entry, place in places.items():
        entry.set("playOrder", str(numbers[place]))


def _source(entry: etree._Element) -> str:
    content = entry.find(f"{NCX}content")
    return "" if content is None else str(content.get("src"))


def _positions(book: epub.EpubBook) -> dict[str, tuple[int, int]]:
    """Return for each document, and each id in it, the document's place and the id's in it."""
    found = {}
    items = [entry for entry in book.spine if isinstance(entry, epub.EpubItem)]
    for number, item in enumerate(items):
        found[item.file_name] = (number, 0)
        for match in re.finditer(rb' id="([^"]*)"', item.content):
            found[f"{item.file_name}#{match[1].decode()}"] = (number, match.start())
    return found
