"""Pins: lines that the author says something of are taken before anything else is asked.

A pin becomes an element `pin` of the tree, which `pinned` makes elements of: its lines as typed
where only they count (a heading, verse, a dateline), parsed as Markdown where it holds paragraphs
(an epigraph, a letter, a section). A place (`scene`, `no-break`, `story`) becomes a `point`.
"""

import re
from dataclasses import replace
from typing import Final, cast
from xml.etree.ElementTree import Element

from bookmaker.readers.markdown.parser import BookParser, grow, keep_place
from bookmaker.readers.markdown.passages import Ahead, Blocks, first_line, sign
from bookmaker.readers.markdown.pins import POINTS, Order, twice
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.processors.paragraphs import paragraph_extent
from bookmaker.readers.markdown.processors.quotes import quotation_extent
from bookmaker.readers.structure.marks import pin_mark

_LINES: Final = frozenset(
    ("chapter", "part", "prologue", "epilogue", "interlude", "heading", "break", "dateline",
     "attribution", "verse", "lines", "paragraph", "centred", "title", "author", "withhold")
)  # fmt: skip
_HASH: Final = re.compile(r" {0,3}#{1,6} ")
_DOUBLE: Final = re.compile(r" {0,3}={2,}[ \t]*")
_FENCE: Final = ("```", "~~~")
_NESTED: Final = frozenset(("blockquote", "li", "note"))


class PinProcessor(Processor):
    """Lays the pins of the settings, and what a mark says of the line below it."""

    def test(self, parent: Element, block: str) -> bool:
        """Look whether a line that is pinned comes next; a mark is none."""
        del parent, block
        passages = self.parser.blocks
        return passages[0].line in self.parser.page.pins.orders and not mark_at(passages)

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Lay what is said of the next line; a place leaves the line to the processors after."""
        del blocks
        orders = self.parser.page.pins.take(self.parser.blocks[0].line)
        taking = [order for order in orders if order.kind not in POINTS]
        if len(taking) > 1:
            raise twice(taking[0], taking[1])
        for order in orders:
            if order.kind in POINTS:
                lay_point(parent, order, order.first)
            else:
                self._lay(parent, order)
        return bool(taking)

    def _lay(self, parent: Element, order: Order) -> None:
        pins = self.parser.page.pins
        if order.last is None and order.kind not in _LINES and order.first not in pins.inside:
            self._lay_one(parent, order)
        else:
            lay(self.parser, parent, order, self.parser.blocks.take(self._count(order)))

    def _count(self, order: Order) -> int:
        """Return how many of the next lines an order means."""
        passages = self.parser.blocks
        if order.last is None:
            return self._extent(order)
        last = order.first
        for passage in passages:
            if passage.line > order.last:
                break
            last = min(order.last, passage.line + passage.count("\n"))
        if last < order.last:
            raise order.unfit("its lines begin inside a quotation, list or division and go beyond")
        return last - order.first + 1

    def _extent(self, order: Order) -> int:
        passages, pins = self.parser.blocks, self.parser.page.pins
        first = passages[0].partition("\n")[0]
        if order.first in pins.inside or _HASH.match(first):
            return 1
        if sign(passages[0]) == ">":
            return quotation_extent(passages)
        if first.lstrip().startswith(_FENCE):
            raise order.unfit("it is code; pin its lines (from-to) if they are text")
        count = paragraph_extent(passages, "pin", pins.cuts)
        return count + bool(_DOUBLE.fullmatch(Ahead(passages)[count]))

    def _lay_one(self, parent: Element, order: Order) -> None:
        """Let the processors make one element of what stands next, and lay the pin on that."""
        passages, pins = self.parser.blocks, self.parser.page.pins
        node = _grow(parent, order)
        pins.enter(order)
        while passages and not len(node):
            for processor in self.parser.blockprocessors:
                blocks = cast("list[str]", passages)
                if processor.test(node, passages[0]) and processor.run(node, blocks) is not False:
                    break
        pins.leave()
        if not len(node):
            raise order.unfit("nothing stands below it")
        keep_place(node, order.first, max(map(_last_line, node.iter())))


def _grow(parent: Element, order: Order) -> Element:
    node = grow(parent, "pin", order.first)
    node.set("kind", order.kind)
    node.set("said", order.said)
    return node


def _last_line(node: Element) -> int:
    typed = int(node.get("end") or node.get("line") or "0")
    return typed + (node.text or "").count("\n") * (node.tag == "p")


def lay(parser: BookParser, parent: Element, order: Order, lines: list[str]) -> None:
    """Add a pin and the lines it means to the tree."""
    node = keep_place(_grow(parent, order), order.first, order.first + len(lines) - 1)
    parser.page.pins.enter(order)
    if order.kind in _LINES:
        node.text = "\n".join(lines)
    else:
        parser.parse_lines(node, lines, order.first)
    parser.page.pins.leave()


class MarkProcessor(Processor):
    """Takes a line `[verse]` out, with the `[end]` below it if there is one."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for the mark."""
        del parent
        return block[:1] in {"[", " "} and bool(mark_at(self.parser.blocks))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Lay what it says on the lines down to `[end]`, or order it for what stands below."""
        del blocks
        passages, page = self.parser.blocks, self.parser.page
        kind, line, text = mark_at(passages), passages[0].line, first_line(passages[0]).strip()
        end = _pairs(passages).get(line)
        order = Order(kind, line, None, f'marked "{text}" above it', text, page.span(line))
        carried = self._carried(line)
        page.withhold("pin", text, page.span(line))
        if end is not None:
            self._lay_between(parent, order, passages.take(end - line + 1), carried)
            return True
        passages.take(1)
        if not passages:
            raise order.unfit("nothing stands below it")
        if len(parent) and parent[-1].tag == "gap":
            passages[0].blanks = 1  # the empty lines around a mark count once
        if kind in POINTS:
            lay_point(parent, order, passages[0].line)
        else:
            carried.append(order)
        for one in carried:
            page.pins.add(replace(one, first=passages[0].line))
        return True

    def _carried(self, line: int) -> list[Order]:
        """Take what marks above say of this line: it is a mark, too, and they mean what is below.

        What the settings say of a mark's line is left; it fits nothing.
        """
        pins = self.parser.page.pins
        orders = pins.take(line)
        for order in orders:
            if order.span.line == line:
                pins.add(order)
        return [order for order in orders if order.span.line != line]

    def _lay_between(
        self, parent: Element, order: Order, lines: list[str], carried: list[Order]
    ) -> None:
        page = self.parser.page
        if carried:
            raise twice(carried[0], order)
        page.withhold("pin", lines[-1].strip(), page.span(order.first + len(lines) - 1))
        held = [index for index, line in enumerate(lines[:-1]) if index and line.strip()]
        inner = lines[held[0] : held[-1] + 1]
        lay(self.parser, parent, replace(order, first=order.first + held[0]), inner)


def mark_at(passages: Blocks) -> str:
    """Return the kind that the next line pins what stands below as, if it is a mark."""
    if sign(passages[0]) != "[":
        return ""
    kind = pin_mark(first_line(passages[0]))
    return "" if kind == "end" else kind


def _pairs(blocks: Blocks) -> dict[int, int]:
    """Match the marks with the `[end]` that closes them, once for a stretch."""
    if "pin" not in blocks.pairs:
        pairs: dict[int, int] = {}
        open_at, fence = 0, ""
        held = False
        for number, line in enumerate(blocks.lines(), blocks[0].line):
            text = line.strip()
            if text[:3] in _FENCE and fence in {"", text[:3]}:
                fence = "" if fence else text[:3]
            kind = pin_mark(text) if text[:1] == "[" and not fence else ""
            if kind == "end":
                if open_at and held:
                    pairs[open_at] = number
                open_at = 0
            elif kind and kind not in POINTS:
                open_at, held = number, False
            elif text:
                held = held or not kind
        blocks.pairs["pin"] = pairs
    return blocks.pairs["pin"]


def lay_point(parent: Element, order: Order, line: int) -> None:
    """Add a place between lines to the tree; `line` is the one below it.

    Raises:
        InputError: no scene can begin or go on there (BM-READ-001).
    """
    if parent.tag in _NESTED:
        raise order.unfit("it stands inside a quotation, a list or a note")
    point = grow(parent, "point", line)
    point.set("kind", order.kind)
    point.set("said", order.said)
