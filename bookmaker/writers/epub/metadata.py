"""What shops, libraries and readers are told of a book: the package document's metadata.

Vocabulary: https://www.w3.org/TR/epub-33/#sec-metadata-elem and #app-meta-property-vocab.
Only what the author said is written; an absent author stays absent.
"""

import re
from collections.abc import Iterator

from ebooklib import epub

from bookmaker.metadata import Metadata, Person

MARC = "marc:relators"
CONTAINS = "Content warnings"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_POSITION = re.compile(r"\d+(\.\d+)*")
_ISBN = re.compile(r"(?:urn:isbn:)?(97[89][\d-]{10,14}|[\d-]{9,12}[\dXx])")


def plain(text: str) -> str:
    """Return `text` as one line of characters that XML can hold."""
    return " ".join(_ILLEGAL.sub("", text).split())


def add_metadata(book: epub.EpubBook, metadata: Metadata) -> None:
    """Write everything `metadata` says into the package document of `book`."""
    _add_identifiers(book, metadata)
    _add_titles(book, metadata)
    _add_people(book, metadata)
    _add_series(book, metadata)
    _add_facts(book, metadata)
    _add_codes(book, metadata)
    _add_readership(book, metadata)
    _add_original(book, metadata)


def refine(book: epub.EpubBook, target: str, name: str, value: str, scheme: str = "") -> None:
    """Add `<meta refines="#target" property="name">value</meta>`."""
    attributes = {"refines": f"#{target}", "property": name}
    if scheme:
        attributes["scheme"] = scheme
    book.add_metadata(None, "meta", value, attributes)


def _add_identifiers(book: epub.EpubBook, metadata: Metadata) -> None:
    book.IDENTIFIER_ID = "publication-id"
    book.set_identifier(metadata.identifier)
    if _ISBN.fullmatch(metadata.identifier):
        refine(book, "publication-id", "identifier-type", "15", "onix:codelist5")
    isbn = re.sub(r"[\s-]", "", metadata.epub_isbn)
    if isbn and isbn not in metadata.identifier.replace("-", ""):
        book.add_metadata("DC", "identifier", f"urn:isbn:{isbn}", {"id": "isbn"})
        refine(book, "isbn", "identifier-type", "15", "onix:codelist5")


def _add_titles(book: epub.EpubBook, metadata: Metadata) -> None:
    book.title = plain(metadata.title)
    book.add_metadata("DC", "title", book.title, {"id": "title"})
    if metadata.subtitle:
        refine(book, "title", "title-type", "main")
        refine(book, "title", "display-seq", "1")
        book.add_metadata("DC", "title", plain(metadata.subtitle), {"id": "subtitle"})
        refine(book, "subtitle", "title-type", "subtitle")
        refine(book, "subtitle", "display-seq", "2")
    book.set_language(metadata.language)


def _add_people(book: epub.EpubBook, metadata: Metadata) -> None:
    for element, people in (("creator", metadata.authors), ("contributor", metadata.contributors)):
        for number, person in enumerate(people, 1):
            _add_person(book, element, f"{element}-{number}", person)
            if len(people) > 1:
                refine(book, f"{element}-{number}", "display-seq", str(number))


def _add_person(book: epub.EpubBook, element: str, name: str, person: Person) -> None:
    book.add_metadata("DC", element, plain(person.name), {"id": name})
    if person.role:
        refine(book, name, "role", person.role, MARC)
    if person.file_as:
        refine(book, name, "file-as", plain(person.file_as))


def _add_series(book: epub.EpubBook, metadata: Metadata) -> None:
    series = metadata.series
    if series is None or not series.name:
        return
    name, position = plain(series.name), series.position.strip()
    book.add_metadata(None, "meta", name, {"property": "belongs-to-collection", "id": "series"})
    refine(book, "series", "collection-type", "series")
    # Shelf software reads calibre's names only; both take nothing but numbers.
    _add_named(book, "calibre:series", name)
    if _POSITION.fullmatch(position):
        refine(book, "series", "group-position", position)
        _add_named(book, "calibre:series_index", position)


def _add_named(book: epub.EpubBook, name: str, content: str) -> None:
    book.add_metadata(None, "meta", None, {"name": name, "content": content})


def _add_facts(book: epub.EpubBook, metadata: Metadata) -> None:
    for element, value in _facts(metadata):
        if plain(value):
            book.add_metadata("DC", element, plain(value))


def _facts(metadata: Metadata) -> Iterator[tuple[str, str]]:
    yield "publisher", metadata.publisher
    yield "date", metadata.date
    yield "description", metadata.description
    yield "rights", metadata.rights or _copyright(metadata)
    for subject in metadata.subjects:
        yield "subject", subject


def _add_codes(book: epub.EpubBook, metadata: Metadata) -> None:
    """Add subjects that a scheme has a code for: https://www.w3.org/TR/epub-33/#authority."""
    for number, subject in enumerate(metadata.codes, 1):
        name = f"subject-{number}"
        book.add_metadata("DC", "subject", plain(subject.heading or subject.code), {"id": name})
        refine(book, name, "authority", subject.scheme)
        refine(book, name, "term", subject.code)


def _add_readership(book: epub.EpubBook, metadata: Metadata) -> None:
    """Say which edition this is, whom it is for and what it warns of, in schema.org's terms."""
    warned = "; ".join(metadata.content_warnings)
    for name, value in (
        ("schema:bookEdition", metadata.edition),
        ("dcterms:audience", metadata.audience),
        ("schema:typicalAgeRange", metadata.ages),
        ("schema:contentRating", metadata.rating),
        ("schema:contentRating", warned and f"{CONTAINS}: {warned}"),
    ):
        if plain(value):
            book.add_metadata(None, "meta", plain(value), {"property": name})


def _add_original(book: epub.EpubBook, metadata: Metadata) -> None:
    """Name the work that this book translates, and its language.

    https://schema.org/translationOfWork; where its title was not given, the book's own stands for
    it, for it is the same work.
    """
    if not (metadata.original_language or metadata.original_title):
        return
    title = plain(metadata.original_title or metadata.title)
    attributes = {"property": "schema:translationOfWork", "id": "original"}
    if metadata.original_title and metadata.original_language:
        attributes[XML_LANG] = metadata.original_language
    book.add_metadata(None, "meta", title, attributes)
    if metadata.original_language:
        refine(book, "original", "schema:inLanguage", metadata.original_language)


def _copyright(metadata: Metadata) -> str:
    said = f"{metadata.copyright_year} {metadata.copyright_holder}".strip()
    return f"Copyright © {said}" if said else ""
