"""The one intermediate HTML: what both writers receive.

The documents' bytes go into the EPUB as they are and to the printer's layout. A document's ids
are local to it and derived from structure; a link to another document is `name.xhtml#id`,
relative to the folder all documents share. Paths here are relative to the package folder of the
EPUB: documents in `text/`, the style sheet `css/book.css`, pictures in `images/`, faces in
`fonts/`.
"""

from dataclasses import dataclass

from bookmaker.metadata import Metadata


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """One XHTML document, finished: `name` such as `text/chapter-03.xhtml`, `role` as `book.Role`.

    `matter` is "front", "body" or "back"; `title` is plain text, never empty (the role's word
    where the author gave none). `words` counts the words of the author in it. A document that
    continues another (split for size at a scene break) has `continues=True` and no toc entry.
    """

    name: str
    role: str
    matter: str
    title: str
    xhtml: bytes
    continues: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that documents use: a picture, a style sheet, a face."""

    name: str
    media_type: str
    data: bytes
    properties: str = ""


@dataclass(frozen=True, slots=True)
class NavPoint:
    """An entry of the table of contents: plain-text `title`, `href` as `text/x.xhtml#id`."""

    title: str
    href: str
    children: "tuple[NavPoint, ...]" = ()
    epub_type: str = ""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A key place: `epub_type` is `cover`, `toc`, `bodymatter` and the like."""

    epub_type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where block `ordinal` of document `document` was typed (`build.json` keeps this map)."""

    document: str
    ordinal: int
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Publication:
    """The book as both writers see it.

    `documents` are in reading order (the spine). `nav` is the navigation document, which lists
    `toc` and `landmarks`; `cover` names the picture among `resources` that is the cover, if any.
    `metadata` is complete: title, language, identifier and modified are never empty here.
    """

    metadata: Metadata
    documents: tuple[ContentDocument, ...]
    resources: tuple[Resource, ...]
    toc: tuple[NavPoint, ...]
    landmarks: tuple[Landmark, ...]
    sources: tuple[SourceLine, ...] = ()
    cover: str = ""


@dataclass(frozen=True, slots=True)
class PageList:
    """The printed pages that the documents mark.

    `targets` are label and place (`text/x.xhtml#page-12`) of each, in reading order; `source`
    names the printed book: `urn:isbn:…`, or words; `title` is what the list is called.
    """

    targets: tuple[tuple[str, str], ...] = ()
    source: str = ""
    title: str = "Pages"
