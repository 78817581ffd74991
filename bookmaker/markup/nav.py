"""The navigation document: contents, page list, landmarks.

https://www.w3.org/TR/epub-33/#sec-nav
"""

from collections.abc import Iterable
from typing import Final

from bookmaker.markup.frame import Frame, page
from bookmaker.markup.vocabulary import words_for
from bookmaker.markup.xml import attribute, escape
from bookmaker.publication import Landmark, NavPoint, Publication

NAME: Final = "nav.xhtml"


def nav_document(
    publication: Publication,
    page_targets: Iterable[tuple[str, str]] = (),
    *,
    is_in_spine: bool = False,
) -> bytes:
    """Return `nav.xhtml`, which stands in the package folder.

    Args:
        publication: the book, its contents and landmarks.
        page_targets: for each printed page its label and its place, `text/x.xhtml#page-12`.
        is_in_spine: whether the package lists nav.xhtml among what is read. Only then may a
            landmark lead to it (EPUBCheck RSC-011).
    """
    language = publication.metadata.language or "en"
    words = words_for(language)
    title = words["contents"]
    navs = [
        '<nav id="toc" epub:type="toc" role="doc-toc" aria-labelledby="toc-heading">',
        f'<h1 id="toc-heading"{words.attributes}>{title}</h1>',
        entries(publication.toc),
        "</nav>",
    ]
    if pages := [f'<li><a href="{attribute(h)}">{escape(n)}</a></li>' for n, h in page_targets]:
        opening = '<nav id="page-list" epub:type="page-list" role="doc-pagelist"'
        navs.append(_hidden(opening, words["pages"], pages))
    marks = [m for m in publication.landmarks if is_in_spine or not m.href.startswith(NAME)]
    if marks:
        opening = '<nav id="landmarks" epub:type="landmarks"'
        navs.append(_hidden(opening, words["landmarks"], [_landmark(mark) for mark in marks]))
    frame = Frame(title, language, "front", "")
    return page(frame, "\n".join(navs), "css/book.css").encode("utf-8")


def _landmark(mark: Landmark) -> str:
    link = f'<a epub:type="{mark.epub_type}" href="{attribute(mark.href)}">{escape(mark.title)}</a>'
    return f"<li>{link}</li>"


def entries(points: tuple[NavPoint, ...], folder: str = "") -> str:
    """Return entries of the contents as an ordered list, theirs inside them.

    `folder` is where the document they stand in is: "text/" for all but `nav.xhtml`.
    """
    lines = []
    for point in points:
        nested = f"\n{entries(point.children, folder)}\n" if point.children else ""
        link = f'<a href="{attribute(point.href.removeprefix(folder))}">{escape(point.title)}</a>'
        lines.append(f"<li>{link}{nested}</li>")
    return "\n".join(["<ol>", *lines, "</ol>"])


def _hidden(opening: str, label: str, items: list[str]) -> str:
    """Return a `nav` for machines: hidden where nav.xhtml itself is read."""
    lines = "\n".join(items)
    return f'{opening} hidden="" aria-label="{attribute(label)}">\n<ol>\n{lines}\n</ol>\n</nav>'
