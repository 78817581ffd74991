"""Filling the pages of a run: measured, planned, and the engine held to the plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from bookmaker.layout.filling import Filling, PageEnd, lengths_by_side, plan
from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.weasy.harvest import POINTS_PER_PIXEL
from bookmaker.layout.weasy.measuring import AVOIDED, Measured, measured, unspent

_HAIR: Final = 1.0  # points
SLACK: Final = 0.1  # pixels: sums of heights differ in the last digits


@dataclass(frozen=True, slots=True)
class Asked:
    """How a run is to be filled.

    Attributes:
        fitting: its paragraphs; which of their plans are taken is written into it.
        recto: the side of the first page, None where that is open.
        deep: whether pages may run a line long.
    """

    fitting: Fitting
    recto: bool | None = None
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """The pages of a run.

    `uneven` says how many of them end short of the foot though text follows; `sided` that facing
    pages were made short or long together, so that the run must open on the side it was planned
    for. `lengths` are the pages it has by the side it opens on, verso and recto, where that is
    open and matters: no pages are made then.
    """

    pages: list[Any]
    uneven: int = 0
    sided: bool = False
    lengths: tuple[int, int] | None = None


def filled_pages(
    html: Any,  # noqa: ANN401
    root_box: Any,  # noqa: ANN401
    context: Any,  # noqa: ANN401
    asked: Asked,
) -> Filled:
    """Lay the run out on pages that are full.

    Args:
        html: the engine's document.
        root_box: its box tree.
        context: a fresh layout context for it.
        asked: how.
    """
    from weasyprint.layout import layout_document  # noqa: PLC0415

    fitting = asked.fitting
    found = measured(html, root_box, context, fitting, deep=asked.deep)
    if found is None:
        return Filled(list(layout_document(html, root_box, context)))
    filling = plan(found.strip, recto=asked.recto)
    if _overflows(found, filling):
        fitting.unfitted["what is higher than a page"] += 1
        return Filled(list(layout_document(html, root_box, context)))
    lengths = lengths_by_side(found.strip, filling) if asked.recto is None else None
    if lengths is not None:
        return Filled([], lengths=lengths)
    _choose(found, filling, fitting)
    _move(found, filling, root_box)
    _part(found, filling, root_box)
    with unspent(context), held_to(context, filling):
        pages = list(layout_document(html, root_box, context))
    if keeps(pages, filling):
        _deepen(pages, filling)
        return Filled(pages, _uneven(found, filling), filling.sided)
    fitting.unfitted["pages that did not end as planned"] += 1
    return Filled(list(layout_document(html, root_box, context)))


def _overflows(found: Measured, filling: Filling) -> bool:
    """Tell whether a page holds more than can stand on it: it is the engine's then to part that."""
    strip = found.strip
    room = _HAIR + (strip.leading if strip.deep else 0.0)
    return min(_spares(filling)) < -room


def _choose(found: Measured, filling: Filling, fitting: Fitting) -> None:
    for key, block, choice in zip(found.keys, found.strip.blocks, filling.chosen, strict=True):
        if key is not None:
            fitting.looseness[key] = block.settings[choice].looseness


def _move(found: Measured, filling: Filling, root_box: Any) -> None:  # noqa: ANN401
    """Give blocks more or less white above than their style says."""
    moved = {
        element: block.settings[choice].white
        for element, block, choice in zip(
            found.elements, found.strip.blocks, filling.chosen, strict=True
        )
        if element is not None and block.settings[choice].white
    }
    if not moved:
        return
    for box in root_box.descendants():
        if box.element in moved and box.element_tag == box.element.tag:
            _give_white(box, moved.pop(box.element) / POINTS_PER_PIXEL)


def _give_white(box: Any, white: float) -> None:  # noqa: ANN401
    """Move a block down by padding, which adds to any margin, or up by a margin below zero."""
    from weasyprint.css.properties import Dimension  # noqa: PLC0415

    name = "padding_top" if white > 0 else "margin_top"
    box.style = box.style.copy()
    box.style[name] = Dimension(box.style[name].value + white, "px")


def _part(found: Measured, filling: Filling, root_box: Any) -> None:  # noqa: ANN401
    """Let a page turn within what would be kept on one, where it was planned to."""
    turned = {end.block + 1 for end in filling.ends if _is_whole(found, filling, end)}
    parted = {found.keepers[number] for number in turned} - {None}
    if not parted:
        return
    for box in root_box.descendants():
        if box.element in parted and box.style["break_inside"] in AVOIDED:
            box.style = box.style.copy()
            box.style["break_inside"] = "auto"


def _is_whole(found: Measured, filling: Filling, end: PageEnd) -> bool:
    """Whether a page ends between two blocks, not within one."""
    return end.lines == found.strip.blocks[end.block].settings[filling.chosen[end.block]].lines


def _uneven(found: Measured, filling: Filling) -> int:
    return sum(end.spare > found.strip.leading / 2 for end in filling.ends)


@contextmanager
def held_to(context: Any, filling: Filling) -> Iterator[None]:  # noqa: ANN401
    """Let each page overflow where the plan ends it.

    A page may end before it is full, to keep two lines together, or because both pages of a
    spread run short; or a line beyond that, where both run long. The engine fills greedily, so
    its pages are made lower by what stays empty, or higher; it cannot put less on them, since all
    lines are those that were planned.
    """
    lowered = type("Lowered", (_Lowered, type(context)), {})
    context.spare = [spare / POINTS_PER_PIXEL - SLACK for spare in _spares(filling)]
    plain, context.__class__ = type(context), lowered
    try:
        yield
    finally:
        number = context.current_page
        context.__class__ = plain
        context.current_page = number
        del context.spare


class _Lowered:
    """A layout context whose pages end where they are told to.

    The engine says which page it is on right after it has measured it and before it sets a word.
    """

    spare: list[float]
    page_bottom: float
    _number: int | None = None

    @property
    def current_page(self) -> int | None:
        """The number of the page that is being set."""
        return self._number

    @current_page.setter
    def current_page(self, number: int) -> None:
        self._number = number
        if number <= len(self.spare):
            self.page_bottom -= self.spare[number - 1]


def _deepen(pages: list[Any], filling: Filling) -> None:
    """Count to the block of text the line by which a page runs long."""
    for page, spare in zip(pages, _spares(filling), strict=True):
        if spare < -SLACK:
            page.height -= spare / POINTS_PER_PIXEL
            page.margin_bottom += spare / POINTS_PER_PIXEL


def _spares(filling: Filling) -> list[float]:
    """Return what stays empty at the foot of each page; of the last, how far it reaches below."""
    return [*(end.spare for end in filling.ends), -filling.beyond]


def keeps(pages: list[Any], filling: Filling) -> bool:
    """Say whether `pages`, set under `held_to`, end where the plan says."""
    if len(pages) != len(filling.ends) + 1:
        return False
    return all(
        abs(_unused(page) * POINTS_PER_PIXEL - end.spare) < 1.0
        for page, end in zip(pages, filling.ends, strict=False)
    )


def _unused(page: Any) -> float:  # noqa: ANN401
    """Return the height between the last line of a page and its notes or its foot."""
    bottom = page.content_box_y() + page.height
    for child in page.children[1:]:
        if type(child).__name__ == "FootnoteAreaBox" and child.children:
            bottom = child.position_y
    return float(bottom - _foot(page.children[0]))


def _foot(box: Any) -> float:  # noqa: ANN401
    """Return where the last line or picture of `box` ends."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    for child in reversed(box.children):
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.LineBox):
            return float(child.position_y + child.height)
        whole = child.is_table_wrapper or child.element_tag == "figure"
        if isinstance(child, boxes.BlockBox) and child.children and not whole:
            return _foot(child)
        return float(child.border_box_y() + child.border_height())
    return float(box.position_y)
