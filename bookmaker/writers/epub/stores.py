"""What a store's edition says otherwise in its package document; `bookmaker.stores` says why."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from ebooklib import epub

from bookmaker.publication import Publication
from bookmaker.stores import Shape
from bookmaker.writers.epub.metadata import refine

_IBOOKS: Final = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
_GUIDE: Final = {"toc": "toc", "bodymatter": "text", "cover": "cover"}
_FONT: Final = re.compile(r"font/|application/(?:vnd\.ms-opentype|font-)")


def adapt(book: epub.EpubBook, publication: Publication, shape: Shape) -> None:
    """Give an assembled book the package document that a store's edition has.

    The plain EPUB's shape changes nothing.
    """
    if shape.isbn_identifier:
        _identify_by_isbn(book, publication.metadata.epub_isbn)
    if shape.guide:
        _add_guide(book, publication)
    if shape.specified_fonts and any(_FONT.match(item.media_type) for item in book.get_items()):
        book.add_prefix("ibooks", _IBOOKS)
        book.add_metadata(None, "meta", "true", {"property": "ibooks:specified-fonts"})
    if shape.unknown_properties:
        _leave_out(book, frozenset(shape.unknown_properties))


def _identify_by_isbn(book: epub.EpubBook, isbn: str) -> None:
    """Make the ISBN the unique identifier; what was it stays as a further one."""
    digits = re.sub(r"[\s-]", "", isbn)
    name = f"urn:isbn:{digits}"
    if not digits or digits in book.uid.replace("-", ""):
        return
    identifiers = book.metadata["http://purl.org/dc/elements/1.1/"]["identifier"]
    further = [one for one in identifiers if one[1].get("id") not in {"isbn", book.IDENTIFIER_ID}]
    old = (book.uid, {"id": "other-id"})
    identifiers[:] = [(name, {"id": book.IDENTIFIER_ID}), old, *further]
    book.uid = name
    _drop(book, lambda attributes: attributes.get("refines") in {"#isbn", "#publication-id"})
    refine(book, book.IDENTIFIER_ID, "identifier-type", "15", "onix:codelist5")


def _add_guide(book: epub.EpubBook, publication: Publication) -> None:
    for landmark in publication.landmarks:
        kind = _GUIDE.get(landmark.epub_type)
        if kind:
            book.guide.append({"type": kind, "title": landmark.title, "href": landmark.href})


def _leave_out(book: epub.EpubBook, names: frozenset[str]) -> None:
    """Drop metadata of these properties, and what says more about them."""
    dropped = {
        f"#{attributes.get('id')}"
        for attributes in _attributes(book)
        if attributes.get("property") in names and attributes.get("id")
    }
    _drop(
        book,
        lambda attributes: (
            attributes.get("property") in names or attributes.get("refines") in dropped
        ),
    )


def _attributes(book: epub.EpubBook) -> Iterator[dict[str, str]]:
    for names in book.metadata.values():
        for entries in names.values():
            yield from (attributes or {} for _, attributes in entries)


def _drop(book: epub.EpubBook, unwanted: Callable[[dict[str, str]], bool]) -> None:
    for names in book.metadata.values():
        for entries in names.values():
            entries[:] = [one for one in entries if not unwanted(one[1] or {})]
