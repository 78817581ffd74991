"""Notes at the feet of pages: each is measured once, however often pages are tried with it.

The engine lays all notes of a page out anew for each that comes to it or leaves it, and looks for
every box of a line among all notes of the run that still wait. Here a note is made ready once; what
notes take of a page is the sum of their heights; only a finished page's are laid out together.

Two things are decided otherwise than the engine does. To keep a paragraph's first lines on a page,
it moves notes of lines above to the next page, and forgets those of the line it kept: here the
paragraph moves. And notes that found no room wait for further pages, as many as each can hold.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from bookmaker.layout.weasy.replacing import replaced

LEAST_TEXT: Final = 2.0  # leadings of a page that notes from before leave for text


@contextmanager
def notes_at_feet() -> Iterator[None]:
    """Keep notes as said above while the engine works."""
    from weasyprint.formatting_structure import build  # noqa: PLC0415
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox  # noqa: PLC0415
    from weasyprint.layout import LayoutContext  # noqa: PLC0415

    create = build.create_anonymous_boxes

    def create_anonymous_boxes(box: Any) -> Any:  # noqa: ANN401
        return box if isinstance(box, FootnoteAreaBox) else create(box)  # its notes are ready

    with ExitStack() as stack:
        for owner, name, value in (
            (LayoutContext, "_update_footnote_area", _update_area),
            (LayoutContext, "footnotes", property(_waiting, _set_waiting)),
            (LayoutContext, "current_page_footnotes", property(_standing, _set_standing)),
            (FootnoteAreaBox, "deepcopy", _area_of_ready_notes),
            (build, "create_anonymous_boxes", create_anonymous_boxes),
        ):
            stack.enter_context(_put(owner, name, value))
        yield


def height_of(context: Any, footnote: Any) -> float:  # noqa: ANN401
    """Return the height of a note in CSS pixels, set by itself at the foot of the current page."""
    known: dict[Any, float] = context.__dict__.setdefault("note_heights", {})
    if footnote not in known:
        known[footnote] = _measured(context, footnote)
    return known[footnote]


def gap_of(area: Any) -> float:  # noqa: ANN401
    """Return the white and the rule above the notes of a page, in CSS pixels."""
    empty = area.copy_with_children([])
    empty.height = 0
    return float(empty.margin_height())


class Waiting(dict[Any, None]):
    """Notes whose calls are still to come: a list to the engine, which never asks for a place."""

    def append(self, footnote: Any) -> None:  # noqa: ANN401
        """Let a note wait behind the others."""
        self[footnote] = None

    def remove(self, footnote: Any) -> None:  # noqa: ANN401
        """Let a note go."""
        del self[footnote]

    def copy(self) -> "Waiting":
        """Return the same notes, waiting."""
        return Waiting(self)


class Standing(list[Any]):
    """The notes of a page, of which it gives none away: asked whether there are any, it denies.

    The engine asks before it sends them to the next page for the sake of two lines of text.
    """

    def __bool__(self) -> bool:
        """Say that none is to be had."""
        return False


# ---------------------------------------------------------------- what the engine calls


def _update_area(context: Any) -> bool:  # noqa: ANN401
    """Stand in for `LayoutContext._update_footnote_area`; say whether it is too high for a page."""
    area, page = context.current_footnote_area, context.current_footnote_area.page
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.children = context.current_page_footnotes
    area.height = sum(height_of(context, footnote) for footnote in area.children)
    taken = area.margin_height()
    if not context.in_column:
        context.page_bottom -= taken
    return bool(taken > page.height - LEAST_TEXT * _leading(page))


def _leading(page: Any) -> float:  # noqa: ANN401
    from weasyprint.text.line_break import strut  # noqa: PLC0415

    return float(strut(page.style)[0])


def _area_of_ready_notes(area: Any) -> Any:  # noqa: ANN401
    """Stand in for a deep copy of the area: notes that were made ready are laid out as they are."""
    return area.copy_with_children([_ready(footnote) for footnote in area.children])


def _measured(context: Any, footnote: Any) -> float:  # noqa: ANN401
    from weasyprint.layout.block import block_level_layout  # noqa: PLC0415

    area = context.current_footnote_area
    alone = area.copy_with_children([_ready(footnote)])
    alone.height = "auto"
    alone = block_level_layout(context, alone, float("-inf"), None, area.page)[0]
    return float(alone.height)


def _ready(footnote: Any) -> Any:  # noqa: ANN401
    """Return a note made ready once, as the engine makes the tree that notes were taken out of.

    White space between its blocks goes (it would be a line of its own), and loose text is held
    together by boxes. It keeps the margins of its first and its last block to itself, so that
    heights add up.
    """
    from weasyprint.formatting_structure import build  # noqa: PLC0415

    if "ready" not in footnote.__dict__:
        ready = footnote.deepcopy()
        ready.process_whitespace()
        ready = build.create_anonymous_boxes(ready)
        ready.style = ready.style.copy()
        ready.style["display"] = ("block", "flow-root")
        footnote.ready = ready
    return footnote.ready


# ---------------------------------------------------------------- lists of the engine's


def _waiting(context: Any) -> Waiting:  # noqa: ANN401
    waiting: Waiting = context.__dict__["_waiting"]
    return waiting


def _set_waiting(context: Any, footnotes: Iterable[Any]) -> None:  # noqa: ANN401
    context.__dict__["_waiting"] = Waiting(dict.fromkeys(footnotes))


def _standing(context: Any) -> Standing:  # noqa: ANN401
    standing: Standing = context.__dict__["_standing"]
    return standing


def _set_standing(context: Any, footnotes: Iterable[Any]) -> None:  # noqa: ANN401
    context.__dict__["_standing"] = Standing(footnotes)


@contextmanager
def _put(owner: Any, name: str, value: Any) -> Iterator[None]:  # noqa: ANN401
    """Put `value` where `owner` may have had nothing."""
    if name in owner.__dict__:
        with replaced(owner, name, value):
            yield
        return
    setattr(owner, name, value)
    try:
        yield
    finally:
        delattr(owner, name)
