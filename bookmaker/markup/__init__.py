"""Book -> Publication: the one shared XHTML that the EPUB holds and layout sets.

The shape of the documents is the contract in `docs/markup.md`. Each section of the book is set as
a galley (`composing`, `sections`, `opening_pages`, `blocks`, `inlines`, `notes`), galleys are made
up into documents (`makeup`, `frame`), and the documents are listed (`nav`). A cover
(`cover`) and the starts of the printed pages (`page_breaks`) are added to finished documents;
`editions` sets pages in or leaves them out as a store wants it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bookmaker.book import Book
from bookmaker.diagnostics import Diagnostic
from bookmaker.markup.composing import compose_galleys, contents, landmarks, uncalled_home
from bookmaker.markup.cover import with_cover
from bookmaker.markup.editions import store_edition
from bookmaker.markup.galley import compose
from bookmaker.markup.links import anchor_ids
from bookmaker.markup.makeup import make_up
from bookmaker.markup.nav import nav_document
from bookmaker.markup.notes import append_uncalled
from bookmaker.markup.page_breaks import PageBreaks, with_page_breaks
from bookmaker.pictures import Picture
from bookmaker.project import NoteNumbers
from bookmaker.publication import Publication, Resource

__all__ = [
    "PageBreaks",
    "Rendering",
    "nav_document",
    "render",
    "store_edition",
    "with_cover",
    "with_page_breaks",
]


@dataclass(frozen=True, slots=True)
class Rendering:
    """What marking up returns."""

    publication: Publication
    diagnostics: tuple[Diagnostic, ...] = ()


def render(
    book: Book, pictures: Mapping[str, Picture], note_numbers: NoteNumbers = "chapter"
) -> Rendering:
    """Mark up a book.

    Args:
        book: the typeset book; its metadata has at least a title and a language.
        pictures: the pictures at hand, by their `src` as typed. One that is not at hand leaves
            its description in its place and a diagnostic.
        note_numbers: whether notes are counted through a chapter or through the whole book.
    """
    composition = compose(book, pictures, anchor_ids(book), note_numbers)
    galleys = compose_galleys(composition)
    append_uncalled(uncalled_home(galleys), book.notes)
    made_up = make_up(composition, galleys)
    publication = Publication(
        metadata=book.metadata,
        documents=made_up.documents,
        resources=tuple(
            Resource(picture.name, picture.media_type, picture.data)
            for picture in composition.used.values()
        ),
        toc=contents(galleys, made_up.names),
        landmarks=landmarks(composition, galleys, made_up.names),
        sources=made_up.sources,
    )
    return Rendering(publication, tuple(composition.diagnostics))
