"""Pins in Markdown: what the author says that lines are, whatever they look like.

The words and the meaning are those of plain text (`structure/pins.py`). A pin of the settings is
known before the manuscript is parsed, a line `[verse]` is found on the way; both become an `Order`
for a line, which `processors/pins` lays on what stands there and no later stage overrules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bookmaker.book import Decision
from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.project import Pin

POINTS: Final = frozenset(("scene", "no-break", "story"))
"""Pins that speak of a place between lines rather than of the lines."""


@dataclass(frozen=True, slots=True)
class Order:
    """A pin: what the lines from `first` to `last` are, and where that was said.

    Without `last` it means what stands at `first`: a paragraph, a heading, a quotation.
    """

    kind: str
    first: int
    last: int | None
    said: str
    pin: str
    span: Span

    def unfit(self, reason: str) -> InputError:
        """Return the error that this pin fits nothing (BM-READ-001)."""
        return InputError.because("BM-READ-001", self.span, pin=self.pin, reason=reason)


@dataclass(slots=True)
class Pins:
    """The pins of one manuscript.

    `orders` are those still to be laid, by line; `cuts` the lines at which a paragraph must end;
    `inside` those of them that stand in the middle of one. `fixed` tells what the element at a line
    was pinned as, `fields` what the book is called and by whom, `decisions` what is to be shown.
    """

    orders: dict[int, list[Order]] = field(default_factory=dict)
    cuts: set[int] = field(default_factory=set)
    inside: set[int] = field(default_factory=set)
    fixed: dict[int, str] = field(default_factory=dict)
    fields: dict[str, tuple[str, Span]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    open: Order | None = None

    def add(self, order: Order) -> None:
        """Keep an order until its line is parsed."""
        self.orders.setdefault(order.first, []).append(order)

    def take(self, line: int) -> list[Order]:
        """Return the orders for a line, those that speak of a place first."""
        return sorted(self.orders.pop(line, ()), key=lambda order: order.kind not in POINTS)

    def decide(self, kind: str, span: Span, said: str) -> None:
        """Record what the author says of some lines; no other decision about them is shown."""
        self.decisions.append(Decision(kind, span, said))
        if kind not in POINTS:
            self.fixed[span.line] = kind

    def settled(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Return all decisions in order: the author's, and ours where the author says nothing."""
        stand = [d for d in decisions if d.kind == "scene" or d.span.line not in self.fixed]
        return sorted((*self.decisions, *stand), key=lambda decision: decision.span.line)

    def enter(self, order: Order) -> None:
        """Begin to lay an order.

        Raises:
            InputError: its lines are pinned already (BM-READ-004).
        """
        if self.open is not None:
            raise twice(self.open, order)
        self.open = order

    def leave(self) -> None:
        """End what `enter` began."""
        self.open = None

    def stop_on_rest(self) -> None:
        """Refuse pins that were never laid.

        Raises:
            InputError: the first of them (BM-READ-001).
        """
        for line in sorted(self.orders):
            raise self.orders[line][0].unfit(
                f"line {line} stands inside code, a table, HTML or a comment, or is no text"
            )


def twice(first: Order, second: Order) -> InputError:
    """Return the error that a line is pinned twice (BM-READ-004)."""
    return InputError.because(
        "BM-READ-004", second.span, line=second.first, first=first.kind, second=second.kind
    )


def pins_of(pins: Sequence[Pin], lines: Sequence[str], path: str) -> Pins:
    """Make sure that every pin of the settings means lines with text.

    Args:
        pins: those of this manuscript.
        lines: its lines, those of its head empty.
        path: the manuscript.

    Raises:
        InputError: one of them means none (BM-READ-001).
    """
    found = Pins()
    for pin in pins:
        order = _order(pin, lines, path)
        found.add(order)
        found.cuts.add(order.first)
        if order.last is not None and order.kind not in POINTS:
            found.cuts.add(order.last + 1)
    return found


def _order(pin: Pin, lines: Sequence[str], path: str) -> Order:
    span = Span(path, pin.line, end_line=pin.end_line)
    order = Order(pin.kind, pin.line, None, "pinned in the settings", str(pin), span)
    typed = [
        number
        for number in range(pin.line, min(pin.end_line or pin.line, len(lines)) + 1)
        if lines[number - 1].strip()
    ]
    if pin.end_line is None:
        if not typed:
            raise order.unfit(f"line {pin.line} is empty, or no part of the text")
        return order
    if not typed:
        raise order.unfit(f"the lines {pin.line} to {pin.end_line} hold no text")
    return replace(order, first=typed[0], last=typed[-1])
