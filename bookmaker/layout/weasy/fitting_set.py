"""Setting the lines of a planned paragraph: boxes are made for each line as the engine would."""

from dataclasses import dataclass
from itertools import pairwise

from bookmaker.layout.linebreaking.breaks import DIVIDED, Breaks
from bookmaker.layout.linebreaking.leaf import NO_BREAK_SPACE, Leaf
from bookmaker.layout.linebreaking.paragraph import Variant
from bookmaker.layout.linebreaking.taste import Taste
from bookmaker.layout.weasy.fitting_draw import SetText
from bookmaker.layout.weasy.fitting_faces import Engine
from bookmaker.layout.weasy.fitting_read import MARK, TEXT, WHOLE, Node, Path, Reading


@dataclass(frozen=True, slots=True)
class Width:
    """How a line is made as wide as its measure.

    Attributes:
        outset: how far its first mark hangs into the margin.
        spaces: added to each space, in parts of the face's own.
        scale: of its glyphs.
    """

    outset: float
    spaces: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Span:
    """A line's part of the text: nodes from `first` up to `after`, characters `start` to `stop`."""

    first: int
    after: int
    start: int
    stop: int
    hyphen: bool


class Setting:
    """A paragraph and the plan by which its lines are set."""

    def __init__(self, reading: Reading, breaks: Breaks, variant: Variant, taste: Taste) -> None:
        self.reading, self.breaks, self.variant, self.taste = reading, breaks, variant, taste
        ends = (0, *variant.breaks)
        self._spans = self._divide(ends)
        self.wholes: dict[int, Engine] = {}  # boxes set whole, and floats, as the line needs them
        self.extents: dict[int, float] = {}  # by the place of the first letter: lines are set twice
        self._resumes: dict[tuple[Engine, ...], int] = {}
        for number in range(1, variant.lines):
            self._resumes[_flat(self.resume(number))] = number

    def _divide(self, ends: tuple[int, ...]) -> list[Span]:
        """Divide the nodes among the lines; one without content stays with the word before it."""
        nodes, breaks = self.reading.nodes, self.breaks
        spans: list[Span] = []
        first = 0
        for before, index in pairwise(ends):
            start, stop, resume = breaks.resumes[before], breaks.stops[index], breaks.resumes[index]
            after = first
            final = index == self.variant.breaks[-1]
            while after < len(nodes) and (final or _before(nodes[after], stop, resume)):
                after += 1
            spans.append(Span(first, after, start, stop, breaks.kinds[index] in DIVIDED))
            first = after
            if first and nodes[first - 1].end > resume:
                first -= 1
        return spans

    def resume(self, number: int) -> dict[int, Engine] | None:
        """Return where line `number` begins, as the engine says it: child indices, then bytes."""
        if number >= self.variant.lines:
            return None
        span = self._spans[number]
        node = self.reading.nodes[span.first]
        start = max(span.start - node.start, 0) if node.kind == TEXT else 0
        path, inner = node.path, None
        if start and node.leaf is not None:
            inner = {len(node.leaf.text[:start].encode()): None}
        else:
            while len(path) > 1 and path[-1] == 0:
                path = path[:-1]
        stack: Engine = inner
        for index in reversed(path):
            stack = {index: stack}
        return stack  # type: ignore[no-any-return]

    def number(self, skip_stack: Engine) -> int | None:
        """Return which line begins at `skip_stack`; None if none does."""
        return 0 if skip_stack is None else self._resumes.get(_flat(skip_stack))

    # -------------------------------------------------------- a line

    def line(self, number: int, box: Engine, x: float, measure: float) -> Engine:
        """Return line `number` as a copy of `box`, from `x`, `measure` wide; its height is open."""
        span = self._spans[number]
        width = self._width(number, measure)
        maker = _LineMaker(self, span, width)
        x -= width.outset
        children, end = maker.make(x)
        line = box.copy_with_children(children)
        line.width = end - x
        return line

    def wholes_of(self, number: int) -> list[int]:
        """Return which nodes of line `number` are boxes set whole."""
        span, nodes = self._spans[number], self.reading.nodes
        return [place for place in range(span.first, span.after) if nodes[place].kind == WHOLE]

    def _width(self, number: int, measure: float) -> Width:
        """Return how line `number` is brought to `measure`, hanging marks left out of it."""
        breaks, taste = self.breaks, self.taste
        start = self.variant.breaks[number - 1] if number else 0
        end = self.variant.breaks[number]
        slack = measure - (breaks.ends[end] - breaks.starts[start])
        outset = breaks.outsets[start]
        if slack >= 0 and number == self.variant.lines - 1:
            return Width(outset)
        space = breaks.end_space[end] - breaks.start_space[start]
        widen = breaks.end_stretch[end] - breaks.start_stretch[start]
        glyphs_most = widen - space * taste.stretch
        share = taste.glyphs_first if space > 0 else 1.0
        of_glyphs = max(-glyphs_most, min(slack * share, glyphs_most))
        if slack < 0:  # what spaces may not give, glyphs must
            of_glyphs = max(-glyphs_most, min(of_glyphs, slack + space * taste.shrink))
        a_space = (slack - of_glyphs) / space if space > 0 else 0.0
        scale = 1 + taste.expansion * of_glyphs / glyphs_most if glyphs_most > 0 else 1.0
        return Width(outset, max(a_space, -taste.shrink), scale)


class _LineMaker:
    """Makes the boxes of one line, inline boxes within one another."""

    def __init__(self, setting: Setting, span: Span, width: Width) -> None:
        self.reading, self.span, self.width = setting.reading, span, width
        self.open: list[tuple[Path, Engine, float]] = []
        self.lists: list[list[Engine]] = [[]]
        self.x = 0.0
        self.wholes, self.extents = setting.wholes, setting.extents

    def make(self, x: float) -> tuple[list[Engine], float]:
        """Return the line's boxes, the first of them at `x`, and where the last ends."""
        self.x = x
        nodes, span = self.reading.nodes, self.span
        texts = [place for place in range(span.first, span.after) if nodes[place].kind == TEXT]
        for place in range(span.first, span.after):
            node = nodes[place]
            self._nest(node.path)
            if node.kind == TEXT:
                self._text(node, last=place == texts[-1])
            else:
                self._other(place, node)
        self._nest(())
        return self.lists[0], self.x

    def _nest(self, path: Path) -> None:
        """Close inline boxes that `path` is not in, and open those that it is in."""
        while self.open and self.open[-1][0] != path[: len(self.open[-1][0])]:
            _, box, start = self.open.pop()
            box.children = self.lists.pop()
            box.width = self.x - start
            if box.children:
                self.lists[-1].append(box)
        for depth in range(len(self.open) + 1, len(path)):
            box = self.reading.inlines[path[:depth]].copy()
            box.position_x = self.x
            self.open.append((path[:depth], box, self.x))
            self.lists.append([])

    def _text(self, node: Node, *, last: bool) -> None:
        leaf, span = node.leaf, self.span
        if leaf is None:
            return
        text = leaf.text[max(span.start - node.start, 0) : span.stop - node.start]
        if span.stop <= node.start or not text:
            return
        if last and span.hyphen:
            text += leaf.hyphen
        box = node.box.copy()
        model = box.pango_layout
        box.text, box.position_x = text, self.x
        box.pango_layout = made = SetText(model.face, model.size, model.letter_space)
        made.text, made.scale = text, self.width.scale
        made.spaces = leaf.word_space + self.width.spaces * leaf.space
        start = max(span.start, node.start)
        if start not in self.extents:
            self.extents[start] = _extent(leaf, text, self.width)
        box.width = self.extents[start]
        self.x += box.width
        self.lists[-1].append(box)

    def _other(self, place: int, node: Node) -> None:
        if node.kind == MARK:
            box = node.box.copy()
            box.width = 0
        else:
            box = self.wholes[place]
        if node.kind == MARK:
            box.position_x = self.x
        elif node.kind == WHOLE:
            box.translate(self.x - box.position_x, 0)
            self.x += box.margin_width()
        self.lists[-1].append(box)


def _extent(leaf: Leaf, text: str, width: Width) -> float:
    """Return how wide `text` is when it is set."""
    words = gaps = 0.0
    before = None
    for part in text.replace(NO_BREAK_SPACE, " ").split(" "):
        if before is not None:
            gaps += leaf.gap(before[-1:], part[:1]) + width.spaces * leaf.space
        if part:
            words += leaf.advance(part)
        before = part
    return words * width.scale + gaps


def _before(node: Node, stop: int, resume: int) -> bool:
    """Tell whether some of `node` stands on the line that stops before `stop`."""
    return node.start <= stop if node.start == node.end else node.start < resume


def _flat(stack: Engine) -> tuple[int, ...]:
    keys: list[int] = []
    while stack is not None:
        ((key, stack),) = stack.items()
        keys.append(key)
    return tuple(keys)
