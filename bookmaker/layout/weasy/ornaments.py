"""Scene breaks of white alone: their ornament is shown where a page's edge would hide the white.

A break is two lines high wherever it falls, so pages end where they were planned to. It is the last
thing on a page (white, then the ornament on the page's last line), the first (the ornament on its
first line, then white), or stands between lines and shows nothing: there its content is taken out
of the boxes that were set, before anything is drawn, marked or counted as used.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bookmaker.layout.tree import has_class


def show_at_edges(pages: Iterable[Any]) -> None:
    """Leave to the scene breaks of laid-out `pages` their ornaments at the edges alone."""
    for page in pages:
        text = page.children[0]
        first, last = _edge(text, iter), _edge(text, reversed)
        for line in _breaks(text):
            if line is first:
                _move(line, -line.height / 4)
            elif line is last:
                _move(line, line.height / 4)
            else:
                line.children = ()


def _breaks(text: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the line of each scene break."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    for box in text.descendants():
        if isinstance(box, boxes.LineBox) and has_class(box.element, "scene-break"):
            yield box


def _move(line: Any, down: float) -> None:  # noqa: ANN401
    """Bring what stands in the middle of two lines onto one of them."""
    for child in line.children:
        child.translate(dy=down)


def _edge(box: Any, order: Callable[[Any], Iterable[Any]]) -> Any:  # noqa: ANN401
    """Return the first thing that is drawn in `box`, or the last: a line, a picture, a table."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    if isinstance(box, boxes.LineBox):
        drawn = (boxes.TextBox, boxes.AtomicInlineLevelBox)
        return box if any(isinstance(inner, drawn) for inner in box.descendants()) else None
    if not isinstance(box, boxes.BlockBox) or box.is_table_wrapper:
        return box
    inner = (_edge(child, order) for child in order(box.children) if child.is_in_normal_flow())
    return next((found for found in inner if found is not None), None)
