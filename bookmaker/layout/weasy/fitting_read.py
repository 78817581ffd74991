"""Reading a paragraph from the engine's boxes: its leaves, and where in the tree each stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from bookmaker.layout.linebreaking.leaf import BOX, Leaf
from bookmaker.layout.weasy.fitting_draw import SetText
from bookmaker.layout.weasy.fitting_faces import Engine, SetFaces

TEXT, WHOLE, MARK, FLOAT = "text", "whole", "mark", "float"
Path = tuple[int, ...]
_SIDES: Final = ("left", "right")


class StockWay(Exception):  # noqa: N818  no error: the paragraph is set as the engine would
    """Why a paragraph is not fitted; the argument is the reason, as counted."""


@dataclass(slots=True)
class Node:
    """A leaf of a paragraph's tree.

    Attributes:
        kind: `TEXT`, `WHOLE` for a box set whole, `MARK` for one without content, or `FLOAT`.
        path: child indices that lead to it from the line box.
        box: the engine's; a text box is a model whose measures are those of its lines already.
        leaf: what line breaking sees; None where there is no content.
        start, end: in characters of the paragraph.
    """

    kind: str
    path: Path
    box: Engine
    leaf: Leaf | None = None
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Reading:
    """A paragraph as it was read: nodes in order, inline boxes by path.

    `anywhere` says that words too long for a line may break anywhere.
    """

    nodes: list[Node] = field(default_factory=list)
    inlines: dict[Path, Engine] = field(default_factory=dict)
    text: str = ""
    anywhere: bool = False

    @property
    def leaves(self) -> list[Leaf]:
        """The leaves with content."""
        return [node.leaf for node in self.nodes if node.leaf is not None]


class Reader:
    """Reads paragraphs of one document."""

    def __init__(self, context: Engine, faces: SetFaces) -> None:
        self.context, self.faces = context, faces

    def read(self, line: Engine, block: Engine) -> Reading:
        """Read what `line`, the whole paragraph's box, holds; `block` contains it.

        Raises:
            StockWay: it holds what is not fitted.
        """
        reading = Reading()
        at = 0
        for node in self._nodes(line, block, (), reading):
            if node.kind == FLOAT and at:
                raise StockWay("a float inside the text")
            length = len(node.leaf.text) if node.leaf else 0
            node.start, node.end = at, at + length
            at += length
            reading.nodes.append(node)
        reading.text = "".join(leaf.text for leaf in reading.leaves)
        if not reading.text.strip():
            raise StockWay("no text")
        return reading

    def _nodes(self, parent: Engine, block: Engine, path: Path, reading: Reading) -> Iterator[Node]:
        from weasyprint.formatting_structure import boxes  # noqa: PLC0415

        for index, child in enumerate(parent.children):
            here = (*path, index)
            if not child.is_in_normal_flow():
                yield self._float(child, here)
            elif isinstance(child, boxes.TextBox):
                yield self._text(child, block, here, reading)
            elif isinstance(child, boxes.InlineBox):
                self._check_inline(child, block)
                reading.inlines[here] = child
                if child.children:
                    yield from self._nodes(child, block, here, reading)
                else:
                    yield Node(MARK, here, child)
            elif isinstance(child, boxes.AtomicInlineLevelBox):
                yield self._whole(child, block, here)
            else:
                raise StockWay(f"a {type(child).__name__}")

    def _check_inline(self, box: Engine, block: Engine) -> None:
        from weasyprint.layout.percent import resolve_percentages  # noqa: PLC0415

        resolve_percentages(box, block)
        around = (
            getattr(box, name)
            for side in _SIDES
            for name in (f"margin_{side}", f"padding_{side}", f"border_{side}_width")
        )
        if any(width not in (0, "auto") for width in around):
            raise StockWay("space around an inline box")
        if box.is_leader or box.style["position"] != "static":
            raise StockWay("a leader or a box moved")
        for side in _SIDES:
            setattr(box, f"margin_{side}", 0)

    def _float(self, box: Engine, path: Path) -> Node:
        if not box.is_floated() or len(path) > 1:
            raise StockWay("a box out of the flow")
        return Node(FLOAT, path, box)

    def _text(self, box: Engine, block: Engine, path: Path, reading: Reading) -> Node:
        from weasyprint.layout.percent import resolve_percentages  # noqa: PLC0415
        from weasyprint.text.line_break import strut  # noqa: PLC0415

        style = box.style
        if style["white_space"] != "normal" or "\n" in box.text:
            raise StockWay("white space that is kept")
        if style["word_break"] != "normal":
            raise StockWay("words that may break anywhere")
        reading.anywhere |= style["overflow_wrap"] != "normal"
        if not style["font_size"]:
            raise StockWay("type without a size")
        if not box.text:
            return Node(MARK, path, box)
        resolve_percentages(box, block)
        face = self.faces.of(style)
        spacing = style["letter_spacing"]
        letter_space = 0.0 if spacing == "normal" else float(spacing)
        model = box.copy()
        model.height = face.height
        model.margin_top = model.margin_bottom = (strut(style)[0] - face.height) / 2
        model.baseline = face.baseline + model.margin_top
        model.pango_layout = SetText(face, style["font_size"], letter_space)
        leaf = Leaf(
            text=box.text,
            face=face.face,
            size=style["font_size"],
            language=style["lang"] or "",
            limits=tuple(style["hyphenate_limit_chars"]) if style["hyphens"] == "auto" else None,
            soft=style["hyphens"] != "none",
            hyphen=style["hyphenate_character"],
            word_space=float(style["word_spacing"]),
            letter_space=letter_space,
        )
        return Node(TEXT, path, model, leaf)

    def _whole(self, box: Engine, block: Engine, path: Path) -> Node:
        """Read a box that is set whole: it is laid out to learn how wide it is."""
        from weasyprint.layout.inline import atomic_box  # noqa: PLC0415
        from weasyprint.layout.percent import resolve_percentages  # noqa: PLC0415

        resolve_percentages(box, block)
        box.position_y = 0
        made = atomic_box(self.context, box, 0, None, block, [], [])
        return Node(
            WHOLE, path, box, Leaf(BOX, None, box.style["font_size"], width=made.margin_width())
        )


@lru_cache(maxsize=65_536)
def opportunities(text: str, language: str) -> tuple[int, ...]:
    """Return the places inside `text` at which Pango lets a line begin (UAX #14)."""
    from weasyprint.text.line_break import get_log_attrs  # noqa: PLC0415

    if len(text) < 2:  # noqa: PLR2004  nothing inside
        return ()
    attributes = get_log_attrs(text, language)
    return tuple(place for place in range(1, len(text)) if attributes[place].is_line_break)
