"""`Publication` in, an EPUB 3.3 out. All knowledge of ebooklib lives here.

package.py        the Publication as ebooklib's book: manifest, spine, contents
metadata.py       title, people, series, identifiers, dates
accessibility.py  what the book offers readers who do not see it, computed from what it holds
pages.py          the printed pages: what they are pages of, and their list in the NCX
faces.py          the theme's faces, cut to the characters of the book
stores.py         what a store's edition says otherwise in its package document
kobo.py           Kobo's own form: spans around sentences (`sentences.py`)
container.py      the archive, the same from build to build, and read again when written
"""

from dataclasses import dataclass, replace
from pathlib import Path

from bookmaker.project import EpubSettings
from bookmaker.publication import PageList, Publication, Resource
from bookmaker.stores import PLAIN, Shape
from bookmaker.stylesheets import shared_sheet, stylesheet, theme_faces
from bookmaker.writers.epub import kobo
from bookmaker.writers.epub.container import write_container
from bookmaker.writers.epub.faces import Cutting, Embedding, cut_faces
from bookmaker.writers.epub.package import assemble, options
from bookmaker.writers.epub.pages import add_page_list, page_source
from bookmaker.writers.epub.stores import adapt

__all__ = ["Binding", "EpubDesign", "design", "page_source", "write_edition", "write_epub"]

STYLESHEET = "css/book.css"


def write_epub(
    publication: Publication,
    nav: bytes,
    settings: EpubSettings,
    path: Path,
    page_list: PageList | None = None,
) -> None:
    """Write the publication to `path` as an EPUB 3.3 and read it again.

    The documents, `nav` (finished, from `markup`) included, stand in the archive byte for byte.
    `page_list` lists the printed pages that the documents and `nav` mark; without one, the
    package claims none. `path` is a staging path: what stood there is overwritten at once.

    Raises:
        InputError: the settings name a theme that does not exist (BM-SET-005).
        BookmakerError: the written file is not what was meant (BM-EPUB-099).
        OSError: the file cannot be written.
    """
    binding = Binding(publication, nav, page_list or PageList())
    write_edition(binding, design(publication, nav, settings), path)


@dataclass(frozen=True, slots=True)
class EpubDesign:
    """What all editions of a book share: settings, the theme's sheet, its faces if embedded."""

    settings: EpubSettings
    css: str
    faces: Cutting | None


@dataclass(frozen=True, slots=True)
class Binding:
    """One edition: its documents and contents, the printed pages, and its shape."""

    publication: Publication
    nav: bytes
    page_list: PageList
    shape: Shape = PLAIN


def design(publication: Publication, nav: bytes, settings: EpubSettings) -> EpubDesign:
    """Return what all editions of a book share; its faces are cut here, once.

    Args:
        publication: the book; an edition may leave documents out but says nothing beyond them.
        nav: its navigation document.
        settings: the theme, and whether its faces are embedded.

    Raises:
        InputError: the settings name a theme that does not exist (BM-SET-005).
    """
    own = stylesheet("epub", settings.theme)
    css = f"{shared_sheet('epub')}\n{own}"
    faces = None
    if settings.fonts:
        faces = cut_faces(publication, nav, css, theme_faces(settings.theme))
    return EpubDesign(settings, css, faces)


def write_edition(binding: Binding, look: EpubDesign, path: Path) -> None:
    """Write one edition to `path` and read it again; see `write_epub`.

    Raises:
        BookmakerError: the written file is not what was meant (BM-EPUB-099).
        OSError: the file cannot be written.
    """
    publication, shape = binding.publication, binding.shape
    embedding = look.faces.embedding(text_face=shape.text_face) if look.faces else Embedding()
    css = look.css
    if shape.kobo_spans:
        publication, css = _with_spans(publication), css + kobo.STYLE
    sheet = Resource(STYLESHEET, "text/css", _sheet(css, embedding.css))
    book = assemble(publication, binding.nav, sheet, embedding, look.settings.accessibility)
    add_page_list(book, binding.page_list, shape.page_source)
    adapt(book, publication, shape)
    write_container(book, path, options(publication))


def _with_spans(publication: Publication) -> Publication:
    documents = tuple(
        replace(one, xhtml=kobo.with_spans(one.xhtml)) for one in publication.documents
    )
    return replace(publication, documents=documents)


def _sheet(css: str, faces: str) -> bytes:
    """Return the book's one sheet: faces first, then what names them, then the theme."""
    return f'@charset "utf-8";\n{faces}\n{css}'.encode()
