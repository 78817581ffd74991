"""Optimum-fit paragraphs in the engine: its lines are those of a plan, where one can be made.

The hooks, each held only while the engine works:

- `layout.block.iter_line_boxes`: a paragraph's lines are made from its plan;
- `draw.text.draw_first_line`: glyphs that are known are drawn as they are.

A paragraph that holds what is not fitted goes the stock way, and is counted by reason. What is
legal stays what it was: breaks are Pango's (UAX #14), hyphens those of the same patterns.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.linebreaking.breaks import Breaks
from bookmaker.layout.linebreaking.items import Text
from bookmaker.layout.linebreaking.plan import plan
from bookmaker.layout.linebreaking.shaping import ShapingError
from bookmaker.layout.linebreaking.taste import TASTE, Taste
from bookmaker.layout.linebreaking.total_fit import OVERFULL
from bookmaker.layout.weasy.fitting_draw import SetText
from bookmaker.layout.weasy.fitting_faces import Engine, SetFaces
from bookmaker.layout.weasy.fitting_lines import Call, Lines, Sheet
from bookmaker.layout.weasy.fitting_read import Reader, StockWay, opportunities
from bookmaker.layout.weasy.fitting_set import Setting

RUNT: Final = 2.5  # ems: a last line narrower than this cannot stand alone
_LONGEST: Final = 300  # letters without a space: each break in them is measured anew
_LAST_LINES: Final = frozenset({"auto", "start", "left"})


@contextmanager
def fitted(fitting: Fitting, taste: Taste = TASTE) -> Iterator[None]:
    """Set paragraphs by plans for a while; they are told to `fitting`."""
    from weasyprint.draw import text as drawing  # noqa: PLC0415
    from weasyprint.layout import block  # noqa: PLC0415

    stock_lines, stock_draw = block.iter_line_boxes, drawing.draw_first_line
    fitter = _Fitter(fitting, taste, stock_lines)

    def draw_first_line(stream: Engine, box: Engine, *how: Engine) -> Engine:
        if not isinstance(box.pango_layout, SetText):
            return stock_draw(stream, box, *how)
        box.pango_layout.draw(stream, *how[-1].values[4:])
        return ()

    block.iter_line_boxes, drawing.draw_first_line = fitter.lines, draw_first_line
    try:
        yield
    finally:
        block.iter_line_boxes, drawing.draw_first_line = stock_lines, stock_draw


class _Fitter:
    """Plans paragraphs as the engine comes to them, and sets their lines."""

    def __init__(self, fitting: Fitting, taste: Taste, stock: Engine) -> None:
        self.fitting, self.taste, self.stock = fitting, taste, stock
        self.faces = SetFaces()
        self.stretches: dict[Engine, int] = {}

    def lines(self, *how: Engine) -> Engine:
        """Return pairs of a line and where to go on: what `iter_line_boxes` returns."""
        call = Call(*how)
        sheet = None if call.letter_style or call.line_style else self._sheet(call)
        if sheet is not None:
            self._choose(sheet)
            lines = Lines(call, sheet)
            try:
                if lines.start(self._plan):
                    return iter(lines)
                self._give_up(call.box, "a place that changed beside floats")
            except StockWay as reason:
                self._give_up(call.box, str(reason))
        return self.stock(*how)

    def _choose(self, sheet: Sheet) -> None:
        """Take up what is wanted of a paragraph since it was planned."""
        wanted, setting = self.fitting.looseness.get(sheet.key, 0), sheet.setting
        if setting is not None and wanted != sheet.looseness:
            paragraph = self.fitting.paragraphs[sheet.key]
            variant = paragraph.chosen(wanted)
            sheet.setting = Setting(sheet.reading, paragraph.breaks, variant, self.taste)
            sheet.looseness = wanted

    def _sheet(self, call: Call) -> Sheet | None:
        """Return what is known of the paragraph; read it, should it be new."""
        box = call.box
        try:
            return box.fitting_sheet  # type: ignore[no-any-return]
        except AttributeError:
            box.fitting_sheet = None
        try:
            box.fitting_sheet = self._read(call)
        except StockWay as reason:
            self._give_up(box, str(reason))
        return box.fitting_sheet  # type: ignore[no-any-return]

    def _give_up(self, box: Engine, reason: str) -> None:
        box.fitting_sheet = None
        self.fitting.unfitted[reason] += 1

    def _read(self, call: Call) -> Sheet | None:
        """Read a paragraph; None for text that is not justified, which is not ours to fit."""
        from weasyprint.layout.inline import _adjust_line_height  # noqa: PLC0415
        from weasyprint.layout.percent import resolve_percentages  # noqa: PLC0415

        box, block = call.box, call.block
        style = block.style
        if style["text_align_all"] != "justify" or block.element is None:
            return None
        if style["white_space"] != "normal" or style["text_align_last"] not in _LAST_LINES:
            return None
        if style["direction"] != "ltr":
            raise StockWay("text set from the right")
        resolve_percentages(box, block)
        reading = Reader(call.context, self.faces).read(box, block)
        for line in (box, *reading.inlines.values()):
            _adjust_line_height(line)
        number = self.stretches.get(block.element, 0)
        self.stretches[block.element] = number + 1
        text = Text(reading.leaves, opportunities, self.taste)
        if max(end - start for start, end in text.chunks) > _LONGEST:
            raise StockWay("a word without end")
        return Sheet((block.element, number), reading, text)

    def _plan(self, sheet: Sheet, indent: float, measures: tuple[float, ...]) -> Setting:
        """Plan a paragraph for these measures.

        Raises:
            StockWay: its text needs several faces, or a word that is too long may break anywhere.
        """
        runt_width = RUNT * sheet.reading.leaves[0].size

        def find(last_resort: bool) -> Breaks:  # noqa: FBT001  as the planner calls it
            return sheet.text.breaks(indent, runt_width, last_resort=last_resort)

        try:
            paragraph = plan(find, measures, self.taste)
        except ShapingError as error:
            raise StockWay("letters of several faces") from error
        if sheet.reading.anywhere and paragraph.best.demerits >= OVERFULL:
            raise StockWay("words that may break anywhere")
        self.fitting.paragraphs[sheet.key] = paragraph
        sheet.looseness = self.fitting.looseness.get(sheet.key, 0)
        variant = paragraph.chosen(sheet.looseness)
        return Setting(sheet.reading, paragraph.breaks, variant, self.taste)
