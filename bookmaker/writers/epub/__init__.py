"""`Publication` in, an EPUB 3.3 out. All knowledge of ebooklib lives here.

package.py        the Publication as ebooklib's book: manifest, spine, contents
metadata.py       title, people, series, identifiers, dates
accessibility.py  what the book offers readers who do not see it, computed from what it holds
pages.py          the printed pages: what they are pages of, and their list in the NCX
faces.py          the theme's faces, cut to the characters of the book
container.py      the archive, the same from build to build, and read again when written
"""

from pathlib import Path

from bookmaker.project import EpubSettings
from bookmaker.publication import PageList, Publication, Resource
from bookmaker.stylesheets import shared_sheet, stylesheet, theme_faces
from bookmaker.writers.epub.container import write_container
from bookmaker.writers.epub.faces import Embedding, embed
from bookmaker.writers.epub.package import assemble, options
from bookmaker.writers.epub.pages import add_page_list, page_source

__all__ = ["page_source", "write_epub"]

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
    own = stylesheet("epub", settings.theme)
    css = f"{shared_sheet('epub')}\n{own}"
    embedding = Embedding()
    if settings.fonts:
        embedding = embed(publication, nav, css, theme_faces(settings.theme))
    sheet = Resource(STYLESHEET, "text/css", _sheet(css, embedding.css))
    book = assemble(publication, nav, sheet, embedding, settings.accessibility)
    if page_list is not None:
        add_page_list(book, page_list)
    write_container(book, path, options(publication))


def _sheet(css: str, faces: str) -> bytes:
    """Return the book's one sheet: faces first, then what names them, then the theme."""
    return f'@charset "utf-8";\n{faces}\n{css}'.encode()
