"""The one place that knows WeasyPrint: it sets a print document and tells where everything fell.

WeasyPrint 70.0 is pinned exactly. Besides its public API this package uses: `HTML`'s attributes
(the tree goes in as it is, no HTML parser between), the three steps of `Document._render`,
`Page._page_box`, and `LayoutContext.page_maker`. `tests/layout/test_weasy_contract.py` fails
loudly when a new version moves any of them.

The engine sees only what it is handed: pictures from memory under a private scheme, faces of one
folder through a fontconfig of our own. It reads no other file and never reaches the network.
"""

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from xml.etree.ElementTree import Element

from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.weasy.fitting import fitted
from bookmaker.layout.weasy.hearing import (
    SCHEME,
    Complaints,
    PageListener,
    PageSteps,
    ear,
    fetcher,
)
from bookmaker.layout.weasy.loading import engine, only_these_faces
from bookmaker.layout.weasy.mends import mended
from bookmaker.layout.weasy.starts import Words, page_starts

POINTS_PER_PIXEL: Final = 0.75  # CSS pixels are 1/96 in


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a page in points from its bottom left corner."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page as it was set.

    `area` is its block of text; `notes_top` the height at which footnotes begin, if it has any;
    `anchors` say how far from the page's top, in points, each id stands. `start` is the element
    at which the page's text begins and how many of its letters (white space left out) came before;
    None for blanks.
    """

    height: float
    area: Box
    notes_top: float | None
    blank: bool
    anchors: Mapping[str, float]
    start: Words | None


@dataclass(frozen=True, slots=True)
class Typeset:
    """A print document, set: the PDF of its pages, and what the engine had to say."""

    pdf: bytes
    pages: tuple[SetPage, ...]
    complaints: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """What is to be set: the tree, its sheet, pictures by `images/x.jpg`, and in which faces.

    `font_folders` hold the faces.
    """

    tree: Element
    css: str
    pictures: Mapping[str, tuple[str, bytes]]
    font_folders: tuple[Path, ...]


def typeset(script: Script, listen: PageListener, fitting: Fitting | None = None) -> Typeset:
    """Set `script`.

    Args:
        script: what is set.
        listen: hears the number of each page as it is made (again, in a second pass).
        fitting: what is wanted of paragraphs, and where they are told; None sets them the
            engine's stock way.
    """
    with ExitStack() as stack:
        stack.enter_context(only_these_faces(script.font_folders))
        weasyprint = engine()
        complaints = stack.enter_context(ear("weasyprint", logging.WARNING, Complaints()))
        stack.enter_context(ear("weasyprint.progress", logging.INFO, PageSteps(listen)))
        stack.enter_context(mended())
        if fitting is not None:
            stack.enter_context(fitted(fitting))
        memory = fetcher(script.pictures)
        document, root_box, context = _paginate(weasyprint, script, memory)
        starts = page_starts(root_box, context)
        pages = tuple(
            _set_page(page, start) for page, start in zip(document.pages, starts, strict=True)
        )
        pdf = document.write_pdf(pdf_tags=True)
    return Typeset(pdf, pages, tuple(complaints.lines), tuple(memory.refused))


def _paginate(weasyprint: ModuleType, script: Script, memory: object) -> tuple[Any, Any, Any]:
    """Do what `HTML.render` does, keeping the box tree and the context it throws away."""
    from weasyprint.css.counters import CounterStyle  # noqa: PLC0415
    from weasyprint.document import Document, DocumentMetadata, Page  # noqa: PLC0415
    from weasyprint.formatting_structure.build import build_formatting_structure  # noqa: PLC0415
    from weasyprint.html import get_html_metadata  # noqa: PLC0415
    from weasyprint.layout import layout_document  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    html, faces, counters = (
        _html(weasyprint, script.tree, memory),
        FontConfiguration(),
        CounterStyle(),
    )
    sheet = weasyprint.CSS(
        string=script.css,
        base_url=f"{SCHEME}:/",
        url_fetcher=memory,
        font_config=faces,
        counter_style=counters,
    )
    options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": [sheet], "pdf_tags": True}
    context = Document._build_layout_context(html, faces, counters, {}, options)  # noqa: SLF001
    root_box = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        counters,
        context.footnotes,
    )
    pages = [Page(box) for box in layout_document(html, root_box, context)]
    metadata = DocumentMetadata(**get_html_metadata(html))
    document = Document(pages, metadata, memory, faces, {}, None)
    document._html = html  # noqa: SLF001  tags ask for it
    return document, root_box, context


def _html(weasyprint: ModuleType, tree: Element, memory: object) -> Any:  # noqa: ANN401
    """Return the engine's document around `tree` itself: what we mark up is what is set."""
    import cssselect2  # noqa: PLC0415  comes with the engine

    html = weasyprint.HTML.__new__(weasyprint.HTML)
    html.base_url = f"{SCHEME}:/"
    html.url_fetcher = memory
    html.media_type = "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
    html.etree_element = tree
    return html


def _set_page(page: Any, start: Words | None) -> SetPage:  # noqa: ANN401
    box = page._page_box  # noqa: SLF001
    height = page.height * POINTS_PER_PIXEL
    left, top = box.content_box_x(), box.content_box_y()
    area = Box(
        left * POINTS_PER_PIXEL,
        height - (top + box.height) * POINTS_PER_PIXEL,
        (left + box.width) * POINTS_PER_PIXEL,
        height - top * POINTS_PER_PIXEL,
    )
    anchors = {name: place[1] * POINTS_PER_PIXEL for name, place in page.anchors.items()}
    blank = box.page_type.blank
    return SetPage(height, area, _notes_top(box, height), blank, anchors, None if blank else start)


def _notes_top(page_box: Any, height: float) -> float | None:  # noqa: ANN401
    for child in page_box.children:
        if type(child).__name__ == "FootnoteAreaBox" and child.children:
            return float(height - child.position_y * POINTS_PER_PIXEL)
    return None
