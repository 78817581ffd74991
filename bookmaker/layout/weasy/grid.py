"""The grid: what is higher than its lines comes back to it, so that facing lines stand level.

Both mends are those of CSS Rhythmic Sizing 1, which the engine does not know: `line-height-step`
for lines and `block-step` for figures and titles. The step is the leading of the root.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from bookmaker.layout.weasy.replacing import replaced

_EVEN: Final = 0.01  # pixels
_ABSORBED: Final = (
    0.3  # of a leading: what letters of another face or size ask for, and seldom need
)

_SHARES: Final = {"figure": (0.5, 0.5), "h1": (0.0, 1.0)}  # of the white, above and below


def leading_of(style: Any) -> float:  # noqa: ANN401
    """Return the leading of the book that a box of `style` is in, in CSS pixels; 0 if it has none.

    Boxes of a page's margins are not on the grid: their line height may be "normal".
    """
    height = style.root_style["line_height"]
    return float(getattr(height, "value", 0.0))


@contextmanager
def lines_on_the_grid() -> Iterator[None]:
    """Let lines be whole leadings high, their baselines where those of their neighbours would be.

    A letter of another face or size makes its line a little higher than the leading; that is let
    pass, for letters have room within it. What a picture needs is given in whole leadings.
    """
    from weasyprint.layout import inline  # noqa: PLC0415
    from weasyprint.text.line_break import strut  # noqa: PLC0415

    measure = inline.line_box_verticality

    def line_box_verticality(line: Any) -> Any:  # noqa: ANN401
        bottom, top = measure(line)
        leading = leading_of(line.style)
        if not leading or abs(bottom - top - leading) < _EVEN or bottom == top:
            return bottom, top
        height, baseline = strut(line.style)
        if height < leading - _EVEN or _beyond(height, leading):
            return bottom, top  # notes have a leading of their own
        tall, deep = (-top - baseline) / leading, (bottom - height + baseline) / leading
        above = math.ceil(max(0, tall - (0 if _is_pictured(line) else _ABSORBED)))
        below = math.ceil(max(0, deep - _ABSORBED))
        return height - baseline + below * leading, -baseline - above * leading

    with replaced(inline, "line_box_verticality", line_box_verticality):
        yield


@contextmanager
def blocks_on_the_grid() -> Iterator[None]:
    """Let figures and titles be whole leadings high.

    The white that this takes is shared above and below a figure, and stands below a title. It
    becomes the block's padding, for good: however often a run is set, it is given once.
    """
    from weasyprint.layout import block  # noqa: PLC0415

    lay_out = block.block_level_layout

    def block_level_layout(
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        *where: Any,  # noqa: ANN401
        **how: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        place = box.position_x, box.position_y
        made = lay_out(context, box, bottom_space, skip_stack, *where, **how)
        if box.element_tag not in _SHARES or skip_stack or made[0] is None or made[1] is not None:
            return made
        over = _beyond(made[0].border_height(), leading_of(box.style))
        if not over:
            return made
        _pad(box, leading_of(box.style) - over)
        box.position_x, box.position_y = place
        return lay_out(context, box, bottom_space, skip_stack, *where, **how)

    with replaced(block, "block_level_layout", block_level_layout):
        yield


def _is_pictured(line: Any) -> bool:  # noqa: ANN401
    """Whether the line holds a picture, which has no room to spare within its height."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    return any(isinstance(box, boxes.InlineReplacedBox) for box in line.descendants())


def _beyond(height: float, leading: float) -> float:
    """Return by how much `height` is more than whole leadings; 0 where there is no leading."""
    over = math.fmod(height, leading) if leading else 0.0
    return 0.0 if min(over, leading - over) < _EVEN else over


def _pad(box: Any, white: float) -> None:  # noqa: ANN401
    from weasyprint.css.properties import Dimension  # noqa: PLC0415

    box.style = box.style.copy()
    for side, share in zip(
        ("padding_top", "padding_bottom"), _SHARES[box.element_tag], strict=True
    ):
        box.style[side] = Dimension(box.style[side].value + share * white, "px")
