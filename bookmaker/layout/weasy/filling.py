"""Holding the engine to a filling: its pages end where the plan says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from bookmaker.layout.filling import Filling
from bookmaker.layout.weasy.galley import POINTS_PER_PIXEL

SLACK: Final = 0.1  # pixels: sums of heights differ in the last digits


@contextmanager
def held_to(context: Any, filling: Filling) -> Iterator[None]:  # noqa: ANN401
    """Let each page overflow where the plan ends it.

    A page may end before it is full: to keep two lines together, or because both pages of a
    spread run short. The engine fills greedily, so its pages are made lower by what stays empty;
    it cannot put less on them, since all lines are those that were planned.
    """
    lowered = type("Lowered", (_Lowered, type(context)), {})
    context.spare = [end.spare / POINTS_PER_PIXEL - SLACK for end in filling.ends]
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
        if isinstance(child, boxes.BlockBox) and child.children and not child.is_table_wrapper:
            return _foot(child)
        return float(child.border_box_y() + child.border_height())
    return float(box.position_y)
