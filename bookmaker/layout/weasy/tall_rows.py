"""Rows that are higher than a page, and heads of tables that leave a page no room for rows.

A row stands on one page (`break-inside: avoid`). Where it cannot, the engine drops the head of the
table to make room for it, and drops a head that is higher than a page with all its words. What
cannot stand on a page is found here once a run has been measured, before its pages are made: such
a row may go over the page's turn between two lines, and such a head stands once, as other rows do.
"""

from collections.abc import Iterator
from typing import Any, Final

_LEAST_ROOM: Final = 3.0  # leadings: what else may stand around a row at the head of a page
_LARGEST_HEAD: Final = 0.5  # of a page: a higher head would leave rows less room than it takes


def part_tall_rows(page: Any, notes: dict[Any, float], root_box: Any, leading: float) -> None:  # noqa: ANN401
    """Let rows go on on the next page where they are higher than one.

    Args:
        page: the run, laid out as one endless page that has a page's height.
        notes: the heights of the notes that are called there, in CSS pixels.
        root_box: the boxes of the run, from which its pages will be made; changed.
        leading: of the run, in CSS pixels.
    """
    room = page.height - _LEAST_ROOM * leading
    heads, rows = set(), set()
    for table in _tables(page):
        head = 0.0
        for group in table.children:
            if group.is_header and group.border_height() > _LARGEST_HEAD * page.height:
                heads.add(group.element)
            elif group.is_header:
                head = group.border_height()
            rows |= {row.element for row in group.children if _height(row, notes) > room - head}
    if heads or rows:
        _free(root_box, heads, rows)


def _tables(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the tables in `box`, those in cells too; lines are passed over."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    waiting = [box]
    while waiting:
        box = waiting.pop()
        if isinstance(box, boxes.TableBox):
            yield box
        if isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.LineBox):
            waiting.extend(box.children)


def _height(row: Any, notes: dict[Any, float]) -> float:  # noqa: ANN401
    """Return what a row takes of a page: its own height, and that of the notes it calls."""
    called = (notes.get(box.footnote, 0.0) for box in row.descendants()) if notes else ()
    return float(row.border_height() + sum(called))


def _free(root_box: Any, heads: set[Any], rows: set[Any]) -> None:  # noqa: ANN401
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    for box in root_box.descendants():
        if isinstance(box, boxes.TableRowGroupBox) and box.element in heads:
            box.is_header = False
        elif isinstance(box, boxes.TableRowBox) and box.element in rows:
            box.style = box.style.copy()
            box.style["break_inside"] = "auto"
