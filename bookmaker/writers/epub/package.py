"""The Publication as ebooklib's book: manifest, spine, contents.

Everything is an `EpubItem` with finished bytes. ebooklib's own kinds of document are not used:
they parse and pretty-print what they are given, and words that touch an element drift apart.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from ebooklib import epub

from bookmaker import __version__
from bookmaker.metadata import DEFAULT_MODIFIED
from bookmaker.project import AccessibilitySettings
from bookmaker.publication import ContentDocument, NavPoint, Publication, Resource
from bookmaker.writers.epub import accessibility, metadata
from bookmaker.writers.epub.faces import Embedding, Licence

COVER_IMAGE: Final = "cover-image"
XHTML: Final = "application/xhtml+xml"
NAV: Final = "nav.xhtml"
# What links lead to must stand in the spine (EPUB 3.3, section 5.7.2): contents whose landmarks
# lead to themselves do, beside the reading order, for reading systems show them on their own.
NAV_LINK: Final = f'href="{NAV}'.encode()
# Kindle shows two levels of an NCX; what lies deeper is set beside its parent.
NCX_DEPTH: Final = 2

Entry = Any  # ebooklib's contents: a Link, or a Link with the list of what it holds


def options(publication: Publication) -> dict[str, Any]:
    """Return ebooklib's options: the instant of modification, compression, play order."""
    modified = publication.metadata.modified or DEFAULT_MODIFIED
    instant = datetime.strptime(modified, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return {
        "mtime": instant,
        "compresslevel": 6,
        "play_order": {"enabled": True, "start_from": 1},
        "epub2_guide": True,  # written where an edition has one
    }


def assemble(
    publication: Publication,
    nav: bytes,
    sheet: Resource,
    embedding: Embedding,
    claims: AccessibilitySettings = accessibility.NO_CLAIMS,
) -> epub.EpubBook:
    """Return ebooklib's book of the publication, its sheet and its faces."""
    book = epub.EpubBook()
    book.metadata.clear()  # the generator and the random identifier that ebooklib begins with
    metadata.add_metadata(book, publication.metadata)
    book.set_direction(direction(publication))
    accessibility.add_properties(book, publication, claims)
    shelf = _Shelf(book)
    contents = shelf.add(NAV, XHTML, nav, ["nav"])
    book.add_item(epub.EpubNcx())
    shelf.add(sheet.name, sheet.media_type, sheet.data)
    book.spine = [shelf.add_document(document) for document in publication.documents]
    if NAV_LINK in nav:
        book.spine.append((contents, "no"))
    for resource in (*publication.resources, *embedding.faces):
        if resource.name != sheet.name:
            shelf.add_resource(resource, is_cover=resource.name == publication.cover)
    for licence in embedding.licences:
        _add_licence(book, shelf, licence)
    _add_named_metas(book, shelf.ids.get(publication.cover, ""))
    book.toc = _contents(publication)
    return book


def direction(publication: Publication) -> str | None:
    """Return "rtl" where the book's own documents say so, else None."""
    heads = (document.xhtml[:600].partition(b"<head")[0] for document in publication.documents)
    return "rtl" if any(b'dir="rtl"' in head for head in heads) else None


class _Shelf:
    """Adds files to ebooklib's book under ids made of their names."""

    def __init__(self, book: epub.EpubBook) -> None:
        self.book = book
        self.ids: dict[str, str] = {}
        self.taken: set[str] = set()

    def add(
        self, name: str, media_type: str, data: bytes, properties: list[str] | None = None
    ) -> epub.EpubItem:
        self.ids[name] = self._id(name)
        item = epub.EpubItem(self.ids[name], name, media_type, data)
        item.properties = properties or []
        return self.book.add_item(item)

    def add_document(self, document: ContentDocument) -> epub.EpubItem:
        data = document.xhtml
        marks = (("mathml", b"<math"), ("svg", b"<svg"))
        return self.add(document.name, XHTML, data, [name for name, mark in marks if mark in data])

    def add_resource(self, resource: Resource, *, is_cover: bool) -> None:
        properties = resource.properties.split()
        if is_cover and COVER_IMAGE not in properties:
            properties.append(COVER_IMAGE)
        self.add(resource.name, resource.media_type, resource.data, properties)

    def _id(self, name: str) -> str:
        stem = re.sub(r"[^A-Za-z0-9_.-]", "-", name)
        stem = stem if stem[:1].isalpha() else f"item-{stem}"
        names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        free = next(name for name in names if name not in self.taken)
        self.taken.add(free)
        return free


def _add_named_metas(book: epub.EpubBook, cover: str) -> None:
    """Add the metas that older shelves read: the maker, and the cover by its id."""
    names = [("generator", f"Bookmaker {__version__}")]
    if cover:
        names.append(("cover", cover))
    for name, content in names:
        book.add_metadata(None, "meta", None, {"name": name, "content": content})


def _add_licence(book: epub.EpubBook, shelf: _Shelf, licence: Licence) -> None:
    """Add a licence as a linked resource of the faces it covers.

    A linked resource is no part of the publication and is not listed in the manifest; see
    https://www.w3.org/TR/epub-33/#sec-link-elem.
    """
    file = licence.resource
    name = f"{book.FOLDER_NAME}/{file.name}"
    book.add_item(epub.EpubItem("", name, file.media_type, file.data, manifest=False))
    for face in licence.faces:
        attributes = {
            "rel": "dcterms:license",
            "refines": f"#{shelf.ids[face]}",
            "href": file.name,
            "media-type": file.media_type,
        }
        book.add_metadata(None, "link", None, attributes)


def _contents(publication: Publication) -> list[Entry]:
    points = publication.toc or (_first(publication),)
    counter = count(1)
    return [_entry(point, 1, counter) for point in points]


def _first(publication: Publication) -> NavPoint:
    document = publication.documents[0]
    return NavPoint(document.title, document.name)


def _entry(point: NavPoint, level: int, counter: Iterator[int]) -> Entry:
    link = epub.Link(point.href, metadata.plain(point.title), f"point-{next(counter)}")
    inside = _flat(point.children) if level + 1 == NCX_DEPTH else point.children
    if not inside:
        return link
    return (link, [_entry(child, level + 1, counter) for child in inside])


def _flat(points: tuple[NavPoint, ...]) -> tuple[NavPoint, ...]:
    """Return the points and all that lies below them as one row, in reading order."""
    row: list[NavPoint] = []
    for point in points:
        row += [replace(point, children=()), *_flat(point.children)]
    return tuple(row)
