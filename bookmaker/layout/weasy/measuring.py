"""A run set as one endless page, to be measured for page filling.

The engine's own `remake_page` sets the first page of the run while it is told that nothing
overflows; what it made is read off box by box, so every height, margin and note is exactly as the
pages will have it. What the engine kept of that page is forgotten again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.etree.ElementTree import Element

from bookmaker.layout.filling import Block, Setting, Strip
from bookmaker.layout.linebreaking import Fitting, Key
from bookmaker.layout.weasy.feet import gap_of, height_of
from bookmaker.layout.weasy.harvest import POINTS_PER_PIXEL
from bookmaker.layout.weasy.replacing import replaced
from bookmaker.layout.weasy.tall_rows import part_tall_rows

EVEN: Final = 0.05  # pixels by which the lines of a paragraph may differ in height
AVOIDED: Final = ("avoid", "avoid-page")
SINK: Final = 90_000.0  # demerits: readers do not compare openings, but designers do
LEAST_WHITE: Final = 2.5  # leadings below a heading
LEAST_VARIED: Final = 3  # lines of a paragraph that may run shorter or longer
LEAST_PARTED: Final = 2  # lines of a stanza on either side of a page's turn
DEEP: Final = 3.0  # leadings of white below the text, where a page may run a line long


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured run: its strip, and for each block the paragraph it is, if it was fitted.

    `elements` are those of the document whose blocks they are, if white may be put above;
    `keepers` those that keep a block on the page of the one before, while that can be.
    """

    strip: Strip
    keys: tuple[Key | None, ...]
    elements: tuple[Element | None, ...]
    keepers: tuple[Element | None, ...]


@dataclass(slots=True)
class _Band:
    """A block as it was found: pixels from the head of the strip."""

    top: float
    bottom: float
    block: Block
    key: Key | None = None
    element: Element | None = None
    keeper: Element | None = None


class _UnmeasurableError(Exception):
    """The run holds something whose breaking is the engine's own affair."""


def measured(
    html: Any,  # noqa: ANN401
    root_box: Any,  # noqa: ANN401
    context: Any,  # noqa: ANN401
    fitting: Fitting | None,
    *,
    deep: bool = False,
) -> Measured | None:
    """Set the run as one page and measure it; None where it cannot be one page.

    Args:
        html: the engine's document.
        root_box: the run's box tree; it stays as it was.
        context: the layout context of that tree, before anything was laid out in it.
        fitting: where the plans of paragraphs are kept.
        deep: whether pages may run a line long, if their margins leave room.
    """
    page, notes, resume = _endless_page(html, root_box, context)
    part_tall_rows(page, notes.heights, root_box, _leading(page) / POINTS_PER_PIXEL)
    if resume is not None:
        return None
    reader = _Reader(notes.heights, fitting, page.height)
    try:
        bands = list(reader.bands(page.children[0]))
    except _UnmeasurableError:
        return None
    leading = _leading(page)
    above = page.content_box_y()
    blocks: list[Block] = []
    for band in bands:
        gap = max(0.0, band.top - above) * POINTS_PER_PIXEL
        block = replace(band.block, gap=gap)
        movable = len(blocks) == 1 and band.element is not None
        blocks.append(_with_sinks(block, leading) if movable else block)
        above = band.bottom
    strip = Strip(
        tuple(blocks),
        page.height * POINTS_PER_PIXEL,
        leading,
        notes.gap * POINTS_PER_PIXEL,
        deep and page.margin_bottom * POINTS_PER_PIXEL >= DEEP * leading,
    )
    return Measured(
        strip,
        tuple(band.key for band in bands),
        tuple(band.element for band in bands),
        tuple(band.keeper for band in bands),
    )


def _with_sinks(block: Block, leading: float) -> Block:
    """Let the text below a heading begin a line higher or lower, if white enough is there."""
    if block.gap < LEAST_WHITE * leading:
        return block
    moved = (
        replace(each, demerits=each.demerits + SINK, white=white)
        for white in (leading, -leading)
        for each in block.settings
    )
    return replace(block, settings=(*block.settings, *moved))


def _leading(page: Any) -> float:  # noqa: ANN401
    from weasyprint.text.line_break import strut  # noqa: PLC0415

    return float(strut(page.children[0].style)[0] * POINTS_PER_PIXEL)


# ---------------------------------------------------------------- the endless page


class _Notes:
    """Takes the notes of the endless page and measures them; they need no room there."""

    def __init__(self, context: Any) -> None:  # noqa: ANN401
        self.context = context
        self.heights: dict[Any, float] = {}
        self.gap = 0.0

    def take(self, footnote: Any) -> bool:  # noqa: ANN401
        """Stand in for `LayoutContext.layout_footnote`: say that the note fits."""
        self.context.footnotes.remove(footnote)
        self.heights[footnote] = height_of(self.context, footnote)
        self.gap = self.gap or gap_of(self.context.current_footnote_area)
        return False


def _endless_page(html: Any, root_box: Any, context: Any) -> tuple[Any, _Notes, Any]:  # noqa: ANN401
    """Have the engine make one page of everything, and forget that it did.

    What stands out of the flow, as the marks of list items do, takes no room and is left out.
    """
    from weasyprint.layout import initialize_page_maker  # noqa: PLC0415
    from weasyprint.layout import page as layout_page  # noqa: PLC0415
    from weasyprint.layout.page import remake_page  # noqa: PLC0415

    notes = _Notes(context)
    with unspent(context):
        context.rendered_notes = []
        initialize_page_maker(context, root_box)
        context.overflows_page = lambda *_: False
        context.layout_footnote = notes.take
        try:
            with replaced(layout_page, "absolute_layout", lambda *_, **__: None):
                page, resume = remake_page(0, context, root_box, html)
        finally:
            del context.overflows_page, context.layout_footnote
    return page, notes, resume


@contextmanager
def unspent(context: Any) -> Iterator[None]:  # noqa: ANN401
    """Leave a layout context as it was before anything was laid out in it."""
    notes = context.footnotes.copy()
    yield
    context.footnotes = notes
    context.reported_footnotes = []
    context.current_page_footnotes = []
    context.running_elements.clear()
    context.string_set.clear()
    context.broken_out_of_flow.clear()
    context.forced_break = False


# ---------------------------------------------------------------- reading it


class _Reader:
    """Reads the boxes of the endless page from its head to its foot.

    `room` is the height of a page: what is higher, and is no paragraph, must be parted.
    """

    def __init__(self, notes: dict[Any, float], fitting: Fitting | None, room: float) -> None:
        self.notes, self.fitting, self.room = notes, fitting, room
        self.held = True  # nothing may be parted from the run's head
        self.keeper: Element | None = None  # what alone holds the next block to the one before
        self.mover: Element | None = None  # what begins with the next block, below a sibling

    def bands(self, root: Any) -> Iterator[_Band]:  # noqa: ANN401
        """Yield what stands in `root`, top to bottom."""
        yield from self._block(root, whole=False, opening=0.0)

    def _block(self, box: Any, *, whole: bool, opening: float) -> Iterator[_Band]:  # noqa: ANN401
        from weasyprint.formatting_structure import boxes  # noqa: PLC0415

        keeper = None if whole or box.style["break_inside"] not in AVOIDED else box.element
        whole = whole or keeper is not None
        if not isinstance(box, boxes.BlockBox) or box.is_table_wrapper or _is_ruled(box):
            tall = box.is_table_wrapper and box.border_height() > self.room + EVEN
            yield from self._rows(box, opening) if tall else (self._solid(box, opening),)
            return
        children = [child for child in box.children if child.is_in_normal_flow()]
        inside = opening + box.padding_top + box.border_top_width
        if children and all(isinstance(child, boxes.LineBox) for child in children):
            yield self._lines(box, children, whole=whole, opening=inside)
            return
        before = None
        for number, child in enumerate(children):
            if before is not None:
                avoided = self._avoids(before, child)
                self.held = whole or avoided
                self.keeper = None if avoided or _is_end(number, children) else keeper
                self.mover = child.element
            if getattr(child, "border_top_width", 0):
                self.mover = None  # white would come between its border and its text
            yield from self._block(child, whole=whole, opening=inside)
            before, inside = child, 0.0
        if not children and box.height > EVEN:
            yield self._solid(box, opening)

    @staticmethod
    def _avoids(before: Any, after: Any) -> bool:  # noqa: ANN401
        from weasyprint.layout.block import block_level_page_break  # noqa: PLC0415

        meeting: str = block_level_page_break(before, after)
        return meeting in AVOIDED

    def _lines(self, box: Any, lines: list[Any], *, whole: bool, opening: float) -> _Band:  # noqa: ANN401
        height = lines[0].height
        if any(abs(line.height - height) > EVEN for line in lines):
            return self._solid(box, opening)
        key = getattr(lines[0], "fitted", (None, 0))[0]
        settings = self._settings(key, len(lines))
        block = Block(
            settings,
            height * POINTS_PER_PIXEL,
            opening_gap=opening * POINTS_PER_PIXEL,
            held=self.held,
            kept=self.keeper is not None,
            whole=whole,
            orphans=box.style["orphans"],
            widows=box.style["widows"],
            notes=tuple(self._notes(lines)),
        )
        return self._taken(
            _Band(
                lines[0].position_y,
                lines[-1].position_y + height,
                block,
                key,
                self.mover,
            )
        )

    def _settings(self, key: Key | None, lines: int) -> tuple[Setting, ...]:
        known = self.fitting.paragraphs.get(key) if self.fitting and key else None
        if known is None or known.best.lines != lines:
            return (Setting(lines),)
        best = known.best
        variants = known.variants if lines >= LEAST_VARIED else {lines: best}
        settings = [
            Setting(
                v.lines,
                max(0.0, v.demerits - best.demerits),
                v.lines - lines,
                frozenset(line + 1 for line in v.hyphens),
            )
            for v in variants.values()
        ]
        return tuple(sorted(settings, key=lambda setting: abs(setting.looseness)))

    def _notes(self, lines: list[Any]) -> Iterator[tuple[float, float]]:
        for number, line in enumerate(lines):
            for inner in line.descendants():
                height = self.notes.get(inner.footnote)
                if height is not None:
                    yield (number + 0.5) / len(lines), height * POINTS_PER_PIXEL

    def _rows(self, wrapper: Any, opening: float) -> Iterator[_Band]:  # noqa: ANN401
        """Yield the rows of a table that is higher than a page: its head stands on each again."""
        groups = wrapper.children[0].children
        if len(wrapper.children) > 1 or any(group.is_footer for group in groups):
            raise _UnmeasurableError
        head = groups[0].border_height() if groups[0].is_header else 0.0
        inside = opening
        for group in groups:
            for row in group.children:
                if any(cell.rowspan > 1 for cell in row.children):
                    raise _UnmeasurableError
                yield self._solid(row, inside if group.is_header else head)
                self.held, inside = group.is_header, 0.0

    def _solid(self, box: Any, opening: float) -> _Band:  # noqa: ANN401
        height = box.border_height()
        if height > self.room + EVEN or any(child.footnote for child in box.descendants()):
            raise _UnmeasurableError
        top = box.border_box_y()
        block = Block(
            (Setting(1),),
            height * POINTS_PER_PIXEL,
            opening_gap=opening * POINTS_PER_PIXEL,
            held=self.held,
            kept=self.keeper is not None,
            whole=True,
        )
        return self._taken(_Band(top, top + height, block))

    def _taken(self, band: _Band) -> _Band:
        """Note what keeps a block with the one before; the next is free until it is said."""
        band.keeper, self.keeper, self.held, self.mover = self.keeper, None, False, None
        return band


def _is_end(number: int, children: list[Any]) -> bool:
    """Whether too few things stand on either side of a child to part them there."""
    return number < LEAST_PARTED or len(children) - number < LEAST_PARTED


def _is_ruled(box: Any) -> bool:  # noqa: ANN401
    """Whether the box is drawn as one: figures, columns, and what has a height of its own."""
    named = ("column_count", "column_width", "height")
    return box.element_tag == "figure" or any(box.style[name] != "auto" for name in named)
