"""What the engine would put into its own PDF, kept back: tags, links and faces belong to the book.

The engine's PDF of a run has content and pictures alone. Its marked content is told apart here:
what stands for words keeps its number, what is decoration becomes an artifact (ISO 32000-2,
14.8.2.2), and nothing is left untold.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element

from bookmaker.layout.faces import design_widths
from bookmaker.layout.tree import is_decoration
from bookmaker.layout.weasy.replacing import replaced

POINTS_PER_PIXEL: Final = 0.75  # CSS pixels are 1/96 in
_LONGEST_MEANING: Final = 60  # characters of a glyph; a map in a PDF holds 512 bytes (9.7.5.4)
_BEGUN: Final = re.compile(rb"<</MCID (\d+)>>")


@dataclass(frozen=True, slots=True)
class Leaf:
    """Marked content: which element's it is, and of which pseudo-element ("marker", "before").

    `rectangle` is that of a picture: left, bottom, right, top in points.
    """

    page: int
    number: int
    element: Element
    pseudo: str
    rectangle: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class LinkBox:
    """A rectangle on a page, in points from its bottom left, that leads somewhere."""

    page: int
    rectangle: tuple[float, float, float, float]
    target: str
    element: Element


@dataclass(frozen=True, slots=True)
class FaceUse:
    """A face and the glyphs of it that a document uses.

    `digest` is the SHA-256 of its file; `characters` say which text each glyph stood for first.
    """

    key: str
    name: str
    family: str
    digest: bytes
    characters: dict[int, str]
    ascent: int
    descent: int
    flags: int


@dataclass(slots=True)
class Harvest:
    """What was kept back from one document's PDF."""

    leaves: list[Leaf] = field(default_factory=list)
    faces: list[FaceUse] = field(default_factory=list)


@contextmanager
def harvesting() -> Iterator[Harvest]:
    """Keep tags, links and faces back from the PDF that is written meanwhile."""
    import pydyf  # noqa: PLC0415  comes with the engine
    from weasyprint import pdf  # noqa: PLC0415
    from weasyprint.pdf import stream as streams_  # noqa: PLC0415

    harvest, font_of = Harvest(), streams_.Font

    def font(*described: Any) -> Any:  # noqa: ANN401
        made = font_of(*described)
        made.widths = dict(design_widths(made.file_content))
        return made

    def add_tags(_: Any, document: Any, __: Any, streams: list[Any]) -> None:  # noqa: ANN401
        seen: dict[Element, int] = {}
        for index, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
            harvest.leaves += _leaves(page._page_box, index, stream, seen)  # noqa: SLF001

    def no_fonts(_: Any, fonts: dict[str, Any], *__: Any) -> Any:  # noqa: ANN401
        harvest.faces += map(_use, fonts.values())
        return pydyf.Dictionary()

    with ExitStack() as stack:
        stack.enter_context(replaced(streams_, "Font", font))
        for name, value in (
            ("resolve_links", lambda pages: (([], []) for _ in pages)),
            ("build_fonts_dictionary", no_fonts),
            ("add_tags", add_tags),
        ):
            stack.enter_context(replaced(pdf, name, value))
        yield harvest


def _use(font: Any) -> FaceUse:  # noqa: ANN401
    return FaceUse(
        key=font.hash,
        name=font.name.decode().removeprefix("/"),
        family=font.family,
        digest=hashlib.sha256(font.file_content).digest(),
        characters={
            glyph: text if len(text) <= _LONGEST_MEANING else text[:1]
            for glyph, text in font.to_unicode.items()
        },
        ascent=font.ascent,
        descent=font.descent,
        flags=font.flags,
    )


def _leaves(
    page_box: Any,  # noqa: ANN401
    index: int,
    stream: Any,  # noqa: ANN401
    seen: dict[Element, int],
) -> Iterator[Leaf]:
    """Yield a page's marked content in the order of its boxes; what is decoration is marked so.

    A table's head that stands again on a later page is decoration there.
    """
    marked = stream._tags  # noqa: SLF001
    artifacts: set[int] = set()
    for box in _boxes(page_box):
        if getattr(box, "is_header", False) and seen.setdefault(box.element, index) < index:
            again = (marked.pop(inner, None) for inner in box.descendants())
            artifacts |= {kid["mcid"] for kid in again if kid}
        kid = marked.pop(box, None)
        if kid is None:
            continue
        pseudo = (box.element_tag or "").partition("::")[2]
        if box.element is None or is_decoration(box.element, pseudo):
            artifacts.add(kid["mcid"])
        else:
            rectangle = _rectangle(box, page_box) if kid["tag"] == "Figure" else None
            yield Leaf(index, kid["mcid"], box.element, pseudo, rectangle)
    artifacts |= {kid["mcid"] for kid in marked.values()}
    marked.clear()
    if artifacts:
        _make_artifacts(stream, artifacts)


def _rectangle(box: Any, page_box: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    left, top = box.content_box_x(), page_box.margin_height() - box.content_box_y()
    sides = (left, top - box.height, left + box.width, top)
    left, bottom, right, top = (side * POINTS_PER_PIXEL for side in sides)
    return left, bottom, right, top


def _boxes(page_box: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the boxes of a page in document order, each before those in it."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415
    from weasyprint.layout.absolute import AbsolutePlaceholder  # noqa: PLC0415

    waiting = [page_box]
    while waiting:
        box = waiting.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        if isinstance(box, boxes.MarginBox):
            continue
        yield box
        if isinstance(box, boxes.ParentBox):
            waiting.extend(reversed(box.children))


def _make_artifacts(stream: Any, numbers: set[int]) -> None:  # noqa: ANN401
    """Rewrite the beginnings of marked content that stands for no words."""
    items = stream.stream
    for place in range(len(items) - 1):
        if items[place + 1] == b"BDC":
            number = _BEGUN.fullmatch(getattr(items[place], "data", b""))
            if number and int(number[1]) in numbers:
                items[place - 1 : place + 2] = [b"/Artifact", b"BMC", b""]
