"""The engine's walk through the lines of a paragraph, as `iter_line_boxes` would take it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bookmaker.layout.linebreaking import Key
from bookmaker.layout.linebreaking.items import Text
from bookmaker.layout.weasy.fitting_faces import Engine
from bookmaker.layout.weasy.fitting_read import FLOAT, Reading, StockWay
from bookmaker.layout.weasy.fitting_set import Setting

_MANY_LINES: Final = 60  # beside floats: more stand lower than these reach
_LEAST_ROOM: Final = 4.0  # ems beside a float: less is passed over
_ALIKE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Call:
    """What the engine hands to `iter_line_boxes`, in its order."""

    context: Engine
    box: Engine
    position_y: float
    bottom_space: float
    skip_stack: Engine
    block: Engine
    absolutes: Engine
    fixed: Engine
    letter_style: Engine
    line_style: Engine


@dataclass(eq=False, slots=True)
class Sheet:
    """What is kept of a paragraph while its document is laid out.

    Attributes:
        key: by which it is asked for.
        reading, text: as it was read.
        planned: the indent and the measures that `setting` was planned for.
        looseness: that of `setting`.
    """

    key: Key
    reading: Reading
    text: Text
    planned: tuple[float, ...] = ()
    setting: Setting | None = None
    looseness: int = 0


Planner = Callable[[Sheet, float, tuple[float, ...]], Setting]


class Lines:
    """The lines of a paragraph from where the engine wants them."""

    def __init__(self, call: Call, sheet: Sheet) -> None:
        self.call, self.sheet = call, sheet
        self.context, self.box, self.block = call.context, call.box, call.block
        self.position_y = call.position_y
        self.floats: dict[int, Engine] = {}

    def start(self, planner: Planner) -> bool:
        """Make ready; tell whether a plan stands and a line of it begins here.

        Raises:
            StockWay: no plan can be made.
        """
        if self.call.skip_stack is not None:
            return self._resumes()
        if not self._place_floats():
            return False
        from weasyprint.layout.percent import resolve_one_percentage  # noqa: PLC0415

        resolve_one_percentage(self.box, "text_indent", self.block.width)
        indent, measures = float(self.box.text_indent), self._measures()
        sheet = self.sheet
        if sheet.planned != (indent, *measures):
            try:
                sheet.setting = planner(sheet, indent, measures)
            except StockWay:
                self._lift_floats()
                raise
            sheet.planned = (indent, *measures)
        return True

    def _resumes(self) -> bool:
        """Tell whether a planned line begins where the engine goes on, with room as planned."""
        setting = self.sheet.setting
        return (
            setting is not None
            and setting.number(self.call.skip_stack) is not None
            and abs(self.sheet.planned[-1] - self.block.width) < _ALIKE
            and not self._beside_floats(self.position_y)
        )

    # -------------------------------------------------------- floats

    def _place_floats(self) -> bool:
        """Lay out the floats that the paragraph begins with, as its first line would."""
        from weasyprint.layout.inline import _out_of_flow_layout  # noqa: PLC0415

        call, left = self.call, self.block.content_box_x()
        for place, node in enumerate(self.sheet.reading.nodes):
            if node.kind != FLOAT:
                break
            made: list[Engine] = []
            waiting: list[Engine] = []
            node.box.position_y = self.box.position_y = self.position_y
            self.box.position_x = left
            _out_of_flow_layout(
                self.context, self.box, self.block, node.path[0], node.box, [], [], made, waiting,
                call.absolutes, call.fixed, [], {"left": 0, "right": 0},
                left + self.block.width, left, call.bottom_space,
            )  # fmt: skip
            if waiting or not made:
                self._lift_floats()
                return False
            self.floats[place] = made[0][1]
        return True

    def _lift_floats(self) -> None:
        shapes = self.context.excluded_shapes
        shapes[:] = [shape for shape in shapes if shape not in self.floats.values()]

    def _measures(self) -> tuple[float, ...]:
        """Return the widths of the first lines, beside floats, and of those that follow."""
        if not self._beside_floats(self.position_y):
            return (float(self.block.width),)
        widths: list[float] = []
        y = self.position_y
        for _ in range(_MANY_LINES):
            _, y, width = self._room(y)
            widths.append(width)
            y += self.box.margin_height()
        while len(widths) > 1 and widths[-2] == widths[-1]:
            widths.pop()
        return tuple(widths)

    def _beside_floats(self, y: float) -> bool:
        """Tell whether a float of the page reaches down to `y`."""
        return any(
            shape.position_y + shape.margin_height() > y for shape in self.context.excluded_shapes
        )

    def _room(self, y: float) -> tuple[float, float, float]:
        """Return where a line at `y` finds room and how wide it is: left, top, width."""
        if not self._beside_floats(y):
            return self.block.content_box_x(), y, self.block.width
        from weasyprint.layout.float import avoid_collisions  # noqa: PLC0415

        line = self.box.copy()
        line.position_y = y
        line.width = min(_LEAST_ROOM * self.box.style["font_size"], self.block.width)
        left, top, width = avoid_collisions(self.context, line, self.block, outer=False)
        return left, top, width

    # -------------------------------------------------------- lines

    def __iter__(self) -> Iterator[tuple[Engine, Engine]]:
        """Yield each line and where the next begins."""
        setting = self.sheet.setting
        if setting is None:  # `start` was not asked, or said no
            return
        number = setting.number(self.call.skip_stack) or 0
        while number < setting.variant.lines:
            line = self._line(setting, number)
            number += 1
            yield line, setting.resume(number)

    def _line(self, setting: Setting, number: int) -> Engine:
        from weasyprint.layout.inline import line_box_verticality  # noqa: PLC0415

        left, y, measure = self._room(self.position_y)
        indent = self.box.text_indent if number == 0 else 0
        self._set_wholes(setting, number)
        line = setting.line(number, self.box, left + indent, measure)
        line.fitted = (self.sheet.key, number)
        line.position_x = left
        bottom, top = line_box_verticality(line)
        line.baseline, line.height = -top, bottom - top
        line.margin_top = line.margin_bottom = 0
        line.position_y = top
        line.translate(0, y - top)
        line.position_y = y
        self.position_y = y + line.height
        return line

    def _set_wholes(self, setting: Setting, number: int) -> None:
        """Lay out the boxes of the line that are set whole; floats are already."""
        from weasyprint.layout.inline import atomic_box  # noqa: PLC0415

        setting.wholes = dict(self.floats) if number == 0 else {}
        for place in setting.wholes_of(number):
            box = setting.reading.nodes[place].box
            box.position_y = self.box.position_y = self.position_y
            box.position_x = 0.0  # the line gives it its place
            setting.wholes[place] = atomic_box(
                self.context, box, 0, None, self.block, self.call.absolutes, self.call.fixed
            )
