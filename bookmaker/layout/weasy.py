"""The one module that knows WeasyPrint: it sets a print document and tells where everything fell.

WeasyPrint 70.0 is pinned exactly. Besides its public API this module uses: `HTML`'s attributes
(the tree goes in as it is, no HTML parser between), the three steps of `Document._render`,
`Page._page_box`, and `LayoutContext.page_maker`. `tests/layout/test_weasy_contract.py` fails
loudly when a new version moves any of them.

The engine sees only what it is handed: pictures from memory under a private scheme, faces of one
folder through a fontconfig of our own. It reads no other file and never reaches the network.
"""

import atexit
import logging
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from bookmaker.layout import machine

if TYPE_CHECKING:
    from types import ModuleType

POINTS_PER_PIXEL: Final = 0.75  # CSS pixels are 1/96 in
SCHEME: Final = "book"  # pictures are asked for as book:/images/x.jpg
PageListener = Callable[[int], None]
_Ear = TypeVar("_Ear", bound=logging.Handler)
Words = tuple[Element, int]  # a block of the print document, letters of it that come before

_PAGE_STEP: Final = "Step 5 - Creating layout - Page %d"
_FONTCONFIG: Final = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
    "<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>"
)


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
    """What is to be set: the tree, its sheet, pictures by `images/x.jpg`, folders of faces."""

    tree: Element
    css: str
    pictures: Mapping[str, tuple[str, bytes]]
    font_folders: tuple[Path, ...]


# ---------------------------------------------------------------- loading the engine


@contextmanager
def _libraries_beyond_the_loader() -> Iterator[None]:
    """Let cffi find Pango where macOS's loader does not look, while WeasyPrint is imported."""
    import cffi  # noqa: PLC0415  heavy, and only wanted with the engine

    original = cffi.FFI.dlopen

    def dlopen(ffi: Any, name: str, flags: int = 0) -> Any:  # noqa: ANN401  cffi has no types
        try:
            return original(ffi, name, flags)
        except OSError:
            found = machine.found_in_folders(name)
            if found is None:
                raise
            return original(ffi, found, flags)

    cffi.FFI.dlopen = dlopen
    try:
        yield
    finally:
        cffi.FFI.dlopen = original


@lru_cache(maxsize=4)
def _fontconfig_file(folders: tuple[Path, ...]) -> str:
    """Write the fontconfig that knows `folders` and nothing of the machine's own faces."""
    home = tempfile.TemporaryDirectory(prefix="bookmaker-", ignore_cleanup_errors=True)
    atexit.register(home.cleanup)
    path = Path(home.name) / "fonts.conf"
    dirs = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    cache = escape(str(Path(home.name) / "cache"))
    path.write_text(_FONTCONFIG.format(folders=dirs, cache=cache), "utf-8")
    return str(path)


@contextmanager
def _only_these_faces(folders: tuple[Path, ...]) -> Iterator[None]:
    """Point fontconfig at our file; restored afterwards, so that no child process inherits it."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = _fontconfig_file(folders)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _engine() -> "ModuleType":
    """Import WeasyPrint; call it where `_only_these_faces` holds, since importing reads faces."""
    if "weasyprint" not in sys.modules:
        with _libraries_beyond_the_loader():
            import weasyprint  # noqa: PLC0415  heavy, and it loads Pango
    import weasyprint  # noqa: PLC0415

    return weasyprint


# ---------------------------------------------------------------- mending the engine


@contextmanager
def _mended() -> Iterator[None]:
    """Hold two mends of the engine in place while it works.

    A text that fits its line but for the space at its end (an italic follows) counts as too long;
    the engine then sets its first word alone on a line. It is asked again without that space, and
    goes on after it.
    `page_references` is made anew for each tag and each link: quadratic in a long book.
    """
    import pydyf  # noqa: PLC0415  comes with the engine
    from weasyprint.layout import inline  # noqa: PLC0415

    split, references = inline.split_first_line, pydyf.PDF.page_references

    def split_first_line(text: str, *where: Any, **how: Any) -> Any:  # noqa: ANN401
        line = split(text, *where, **how)
        if line[2] is None or text[-1] != " " or " " in text[: line[1]].rstrip(" "):
            return line
        again = split(text[:-1], *where, **how)
        return line if again[2] is not None else (*again[:2], len(text.encode()), *again[3:])

    def page_references(pdf: Any) -> Any:  # noqa: ANN401
        known = getattr(pdf, "_known_references", ())
        if len(known) * 3 != len(pdf.pages["Kids"]):
            known = pdf._known_references = references.fget(pdf)  # noqa: SLF001
        return known

    inline.split_first_line, pydyf.PDF.page_references = split_first_line, property(page_references)
    try:
        yield
    finally:
        inline.split_first_line, pydyf.PDF.page_references = split, references


# ---------------------------------------------------------------- setting pages


def typeset(script: Script, listen: PageListener) -> Typeset:
    """Set `script`; `listen` hears the number of each page as it is made (again, in a 2nd pass)."""
    with ExitStack() as stack:
        stack.enter_context(_only_these_faces(script.font_folders))
        weasyprint = _engine()
        complaints = stack.enter_context(_ear("weasyprint", logging.WARNING, _Complaints()))
        stack.enter_context(_ear("weasyprint.progress", logging.INFO, _PageSteps(listen)))
        stack.enter_context(_mended())
        fetcher = _fetcher(script.pictures)
        document, root_box, context = _paginate(weasyprint, script, fetcher)
        starts = _page_starts(root_box, context)
        pages = tuple(
            _set_page(page, start) for page, start in zip(document.pages, starts, strict=True)
        )
        pdf = document.write_pdf(pdf_tags=True)
    return Typeset(pdf, pages, tuple(complaints.lines), tuple(fetcher.refused))


def _paginate(weasyprint: "ModuleType", script: Script, fetcher: object) -> tuple[Any, Any, Any]:
    """Do what `HTML.render` does, keeping the box tree and the context it throws away."""
    from weasyprint.css.counters import CounterStyle  # noqa: PLC0415
    from weasyprint.document import Document, DocumentMetadata, Page  # noqa: PLC0415
    from weasyprint.formatting_structure.build import build_formatting_structure  # noqa: PLC0415
    from weasyprint.html import get_html_metadata  # noqa: PLC0415
    from weasyprint.layout import layout_document  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    html, faces, counters = _html(weasyprint, script.tree, fetcher), FontConfiguration(), CounterStyle()
    sheet = weasyprint.CSS(string=script.css, base_url=f"{SCHEME}:/", url_fetcher=fetcher,
                           font_config=faces, counter_style=counters)
    options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": [sheet], "pdf_tags": True}
    context = Document._build_layout_context(html, faces, counters, {}, options)  # noqa: SLF001
    root_box = build_formatting_structure(
        html.etree_element, context.style_for, context.get_image_from_uri,
        html.base_url, context.target_collector, counters, context.footnotes,
    )
    pages = [Page(box) for box in layout_document(html, root_box, context)]
    metadata = DocumentMetadata(**get_html_metadata(html))
    document = Document(pages, metadata, fetcher, faces, {}, None)
    document._html = html  # noqa: SLF001  tags ask for it
    return document, root_box, context


def _html(weasyprint: "ModuleType", tree: Element, fetcher: object) -> Any:  # noqa: ANN401
    """Return the engine's document around `tree` itself: what we mark up is what is set."""
    import cssselect2  # noqa: PLC0415  comes with the engine

    html = weasyprint.HTML.__new__(weasyprint.HTML)
    html.base_url = f"{SCHEME}:/"
    html.url_fetcher = fetcher
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


# ---------------------------------------------------------------- where each page starts


def _page_starts(root_box: Any, context: Any) -> list[Words | None]:  # noqa: ANN401
    """Return for each page the element it begins in and the letters of it set before.

    `page_maker` keeps where each page resumes as child indices, one inside another; inside a text
    box the last of them is an offset in UTF-8 bytes.
    """
    return [_start(root_box, state[0]) for state in context.page_maker[:-1]]


def _start(root_box: Any, resume: Any) -> Words | None:  # noqa: ANN401
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    chain, rest = [root_box], resume
    while rest and not isinstance(chain[-1], boxes.TextBox):
        ((index, rest),) = rest.items()
        chain.append(chain[-1].children[index])
    block = next(
        (b for b in reversed(chain) if isinstance(b, boxes.BlockLevelBox) and b.element is not None),
        root_box,
    )
    if block is chain[-1]:
        return block.element, 0
    text_offset = 0
    if rest:
        ((byte_offset, _),) = rest.items()
        text_offset = _letters(chain[-1].text.encode()[:byte_offset].decode(errors="ignore"))
    return block.element, _letters_before(block, chain[-1]) + text_offset


def _letters(text: str) -> int:
    """Count the characters that are no white space: those that layout neither adds nor drops."""
    return len("".join(text.split()))


def _letters_before(block: Any, target: Any) -> int:  # noqa: ANN401
    """Count the letters of `block` before `target`, generated content left out."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    count = 0
    for box in block.descendants():
        if box is target:
            break
        if isinstance(box, boxes.TextBox) and "::" not in (box.element_tag or ""):
            count += _letters(box.text)
    return count


# ---------------------------------------------------------------- what the engine asks and says


def _fetcher(pictures: Mapping[str, tuple[str, bytes]]) -> Any:  # noqa: ANN401
    """Return the fetcher: bytes of `pictures` under our scheme; anything else is refused."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class FromMemory(URLFetcher):  # type: ignore[misc]
        """Serves what it was handed; `refused` lists what else was asked for."""

        refused: list[str]

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            name = url.removeprefix(f"{SCHEME}:").lstrip("/")
            if not url.startswith(f"{SCHEME}:") or name not in pictures:
                self.refused.append(url)
                raise ValueError(url)
            media_type, content = pictures[name]
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    fetcher = FromMemory(allowed_protocols=(SCHEME,))
    fetcher.refused = []
    return fetcher


class _Complaints(logging.Handler):
    """Keeps what the engine warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class _PageSteps(logging.Handler):
    """Hears from the engine's progress log which page it is making."""

    def __init__(self, listen: PageListener) -> None:
        super().__init__(logging.INFO)
        self.listen = listen

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == _PAGE_STEP and isinstance(record.args, tuple):
            self.listen(int(str(record.args[0])))


@contextmanager
def _ear(name: str, level: int, handler: _Ear) -> Iterator[_Ear]:
    """Listen to a logger for a while, keeping what it says from other ears."""
    logger = logging.getLogger(name)
    before = (logger.handlers[:], logger.level, logger.propagate)
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(level)
    try:
        yield handler
    finally:
        logger.handlers, logger.level, logger.propagate = before[0], before[1], before[2]


MISSING_GLYPH: Final = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)")
