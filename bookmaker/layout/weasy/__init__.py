"""The one place that knows WeasyPrint: it sets a print document and tells where everything fell.

WeasyPrint 70.0 is pinned exactly. Besides its public API this package uses: `HTML`'s attributes
(the tree goes in as it is, no HTML parser between), the three steps of `Document._render`,
`Page._page_box`, `LayoutContext.page_maker`, and the steps of `pdf.generate_pdf` (see `harvest`).
`tests/layout/test_weasy_contract.py` fails loudly when a new version moves any of them.

The engine sees only what it is handed: pictures from memory under a private scheme, faces of one
folder through a fontconfig of our own. It reads no other file and never reaches the network.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.weasy.filling import Asked, Filled, filled_pages
from bookmaker.layout.weasy.fitting import fitted
from bookmaker.layout.weasy.harvest import (
    POINTS_PER_PIXEL,
    FaceUse,
    Leaf,
    LinkBox,
    harvesting,
)
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
from bookmaker.layout.weasy.ornaments import show_at_edges
from bookmaker.layout.weasy.replacing import replaced
from bookmaker.layout.weasy.starts import Words, page_starts

__all__ = [
    "Box", "FaceUse", "Leaf", "LinkBox", "Script", "SetPage", "Typeset", "furniture", "typeset",
]  # fmt: skip


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
    `anchors` say where each id stands: from the page's left and, upwards, from its bottom, in
    points. `start` is the element at which the page's text begins and how many of its letters
    (white space left out) came before; None for blanks.
    """

    height: float
    area: Box
    notes_top: float | None
    blank: bool
    anchors: Mapping[str, tuple[float, float]]
    start: Words | None


@dataclass(frozen=True, slots=True)
class Typeset:
    """A print document, set: a PDF of its pages' content, and what the engine had to say.

    `leaves` are its words in the order of the boxes; `links` and `faces` what the PDF lacks.
    `uneven` pages end short of the foot; `sided` says that facing pages end above or below it
    together, should the run open on the side that was asked for. `lengths` are its pages by that
    side, verso and recto, where it was not said and matters: then nothing is set.
    """

    pdf: bytes
    pages: tuple[SetPage, ...]
    leaves: tuple[Leaf, ...]
    links: tuple[LinkBox, ...]
    faces: tuple[FaceUse, ...]
    complaints: tuple[str, ...]
    uneven: int = 0
    sided: bool = False
    lengths: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """What is to be set: the tree, its sheet, pictures by `images/x.jpg`, and in which faces.

    `font_folders` hold the faces. With `space_breaks`, scene breaks show their ornament at a page's
    edge alone; `deep` says that pages may run a line long, since nothing stands at their feet.
    """

    tree: Element
    css: str
    pictures: Mapping[str, tuple[str, bytes]]
    font_folders: tuple[Path, ...]
    space_breaks: bool = False
    deep: bool = False


def typeset(
    script: Script,
    listen: PageListener,
    fitting: Fitting | None = None,
    recto: bool | None = None,  # noqa: FBT001
) -> Typeset:
    """Set `script` as a run: pages without heads and folios.

    Args:
        script: what is to be set.
        listen: hears the number of each page as it is made (again, in a second pass).
        fitting: what is wanted of paragraphs, and where they are told; None sets them the
            engine's stock way, and leaves its pages as they fall.
        recto: the side of the first page, None where that is open.
    """
    with ExitStack() as stack:
        press = stack.enter_context(_working(script, listen))
        harvest = stack.enter_context(harvesting())
        if fitting is not None:
            stack.enter_context(fitted(fitting))
        with _without_furniture():
            asked = Asked(fitting, recto, script.deep) if fitting is not None else None
            layout = partial(filled_pages, asked=asked) if asked else None
            document, root_box, context, filled = _paginate(press, script, layout)
        if filled.lengths:
            return Typeset(b"", (), (), (), (), press.complaints, lengths=filled.lengths)
        starts = page_starts(root_box, context)
        pages = tuple(
            _set_page(page, start) for page, start in zip(document.pages, starts, strict=True)
        )
        links = tuple(_links(document.pages))
        pdf = document.write_pdf(pdf_tags=True, uncompressed_pdf=True)
    return Typeset(
        pdf,
        pages,
        tuple(harvest.leaves),
        links,
        tuple(harvest.faces),
        press.complaints,
        filled.uneven,
        filled.sided,
    )


def furniture(script: Script) -> Typeset:
    """Set a document without words: its pages' heads and folios, as the sheet's margin boxes."""
    with _working(script, lambda _: None) as press, harvesting() as harvest:
        document, *_ = _paginate(press, script)
        pages = tuple(_set_page(page, None) for page in document.pages)
        pdf = document.write_pdf(uncompressed_pdf=True)
    return Typeset(pdf, pages, (), (), tuple(harvest.faces), press.complaints)


@contextmanager
def _without_furniture() -> Iterator[None]:
    from weasyprint import layout  # noqa: PLC0415

    with replaced(layout, "make_margin_boxes", lambda *_: ()):
        yield


# ---------------------------------------------------------------- the engine at work


@dataclass(slots=True)
class _Press:
    """The engine ready to set one script; `complaints` are complete at the end of the work."""

    engine: Any
    sheet: "_Sheet"
    memory: Any
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A parsed sheet with its faces: for all runs that are set from it."""

    css: Any
    faces: Any
    counters: Any
    complaints: tuple[str, ...]


@contextmanager
def _working(script: Script, listen: PageListener) -> Iterator[_Press]:
    with ExitStack() as stack:
        stack.enter_context(only_these_faces(script.font_folders))
        weasyprint = engine()
        sheet = _sheet(script.css, script.font_folders)
        heard = stack.enter_context(ear("weasyprint", logging.WARNING, Complaints()))
        stack.enter_context(ear("weasyprint.progress", logging.INFO, PageSteps(listen)))
        stack.enter_context(mended())
        press = _Press(weasyprint, sheet, fetcher(script.pictures))
        yield press
        refused = (f"it asked for {url}" for url in press.memory.refused)
        press.complaints = (*sheet.complaints, *refused, *heard.lines)


@lru_cache(maxsize=2)
def _sheet(css: str, _: tuple[Path, ...]) -> _Sheet:
    """Parse a sheet, once for all runs that have it and the same faces in reach."""
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.css.counters import CounterStyle  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    faces, counters, memory = FontConfiguration(), CounterStyle(), fetcher({})
    with ear("weasyprint", logging.WARNING, Complaints()) as heard:
        parsed = CSS(
            string=css,
            base_url=f"{SCHEME}:/",
            url_fetcher=memory,
            font_config=faces,
            counter_style=counters,
        )
    refused = (f"it asked for {url}" for url in memory.refused)
    return _Sheet(parsed, faces, counters, (*refused, *heard.lines))


def _paginate(
    press: _Press, script: Script, layout: Callable[..., Filled] | None = None
) -> tuple[Any, Any, Any, Filled]:
    """Do what `HTML.render` does, keeping the box tree and the context it throws away.

    Args:
        press: the engine.
        script: what is set.
        layout: makes the pages, of the engine's document, its boxes and its context.
    """
    from weasyprint.document import Document, DocumentMetadata, Page  # noqa: PLC0415
    from weasyprint.formatting_structure.build import build_formatting_structure  # noqa: PLC0415
    from weasyprint.html import get_html_metadata  # noqa: PLC0415
    from weasyprint.layout import layout_document  # noqa: PLC0415

    html = _html(press, script.tree)
    sheet = press.sheet
    options = {**press.engine.DEFAULT_OPTIONS, "stylesheets": [sheet.css], "pdf_tags": True}
    context = Document._build_layout_context(  # noqa: SLF001
        html, sheet.faces, sheet.counters, {}, options
    )
    root_box = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        sheet.counters,
        context.footnotes,
    )
    if layout is None:
        filled = Filled(list(layout_document(html, root_box, context)))
    else:
        filled = layout(html, root_box, context)
    if script.space_breaks:
        show_at_edges(filled.pages)
    pages = [Page(box) for box in filled.pages]
    metadata = DocumentMetadata(**get_html_metadata(html))
    document = Document(pages, metadata, press.memory, sheet.faces, {}, None)
    document._html = html  # noqa: SLF001  tags ask for it
    return document, root_box, context, filled


def _html(press: _Press, tree: Element) -> Any:  # noqa: ANN401
    """Return the engine's document around `tree` itself: what we mark up is what is set."""
    import cssselect2  # noqa: PLC0415  comes with the engine

    html = press.engine.HTML.__new__(press.engine.HTML)
    html.base_url = f"{SCHEME}:/"
    html.url_fetcher = press.memory
    html.media_type = "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
    html.etree_element = tree
    return html


# ---------------------------------------------------------------- what was set


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
    anchors = {
        name: (place[0] * POINTS_PER_PIXEL, height - place[1] * POINTS_PER_PIXEL)
        for name, place in page.anchors.items()
    }
    notes = _notes(box)
    if notes is None:
        blank = box.page_type.blank
        return SetPage(height, area, None, blank, anchors, None if blank else start)
    if box.page_type.blank:  # notes that found no room run on, on a page of their own
        start = next(((b.element, 0) for b in notes.descendants() if b.element is not None), None)
    top_of_notes = height - notes.position_y * POINTS_PER_PIXEL
    return SetPage(height, area, top_of_notes, False, anchors, start)  # noqa: FBT003


def _notes(page_box: Any) -> Any:  # noqa: ANN401
    """Return the area of a page's footnotes; None where it has none."""
    for child in page_box.children:
        if type(child).__name__ == "FootnoteAreaBox" and child.children:
            return child
    return None


def _links(pages: list[Any]) -> Iterator[LinkBox]:
    """Yield the rectangles that lead somewhere, in the order of pages and boxes."""
    for index, page in enumerate(pages):
        for kind, target, (x1, y1, x2, y2), box in page.links:
            if kind in ("internal", "external") and box.element_tag == "a":
                corners = (x1, page.height - y2, x2, page.height - y1)
                left, bottom, right, top = (side * POINTS_PER_PIXEL for side in corners)
                aim = f"#{target}" if kind == "internal" else target
                yield LinkBox(index, (left, bottom, right, top), aim, box.element)
