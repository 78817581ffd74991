"""Mends of the engine, in place only while it works."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, Final

from bookmaker.layout.weasy.actual_text import meanings_told
from bookmaker.layout.weasy.feet import notes_at_feet
from bookmaker.layout.weasy.grid import blocks_on_the_grid, lines_on_the_grid
from bookmaker.layout.weasy.narrowest import narrowest_at_once
from bookmaker.layout.weasy.replacing import replaced
from bookmaker.layout.weasy.waiting import parted_once


@contextmanager
def mended() -> Iterator[None]:
    """Hold all mends in place for a while."""
    with ExitStack() as stack:
        for mend in _MENDS:
            stack.enter_context(mend())
        yield


@contextmanager
def _trailing_space() -> Iterator[None]:
    """Keep a line whole that fits but for the space at its end.

    A text that is followed by an italic ends in a space; where that space alone is too much, the
    engine sets the text's first word alone on a line. It is asked again without the space, and
    goes on after it.
    """
    from weasyprint.layout import inline  # noqa: PLC0415

    split = inline.split_first_line

    def split_first_line(text: str, *where: Any, **how: Any) -> Any:  # noqa: ANN401
        line = split(text, *where, **how)
        if line[2] is None or text[-1] != " " or " " in text[: line[1]].rstrip(" "):
            return line
        again = split(text[:-1], *where, **how)
        return line if again[2] is not None else (*again[:2], len(text.encode()), *again[3:])

    with replaced(inline, "split_first_line", split_first_line):
        yield


@contextmanager
def _short_sight() -> Iterator[None]:
    """Ask for a line with no more text than may stand on it and in the next word.

    Where a word is longer than a line, the engine shapes all the text to come for each of its
    lines, several times: its time grows with the square of the word's length. The line is taken
    as it comes where it ends long before the text was cut; else more is shown, twice as much each
    time.
    """
    from weasyprint.layout import inline  # noqa: PLC0415

    split = inline.split_first_line

    def split_first_line(text: str, style: Any, *where: Any, **how: Any) -> Any:  # noqa: ANN401
        width, seen = where[1], _SEEN
        if width is not None and width < _NARROW * style["font_size"]:
            seen = _SEEN_IN_CELLS
        while width is not None and width <= _WIDEST and seen < len(text):
            line = split(text[:seen], style, *where, **how)
            if line[2] is not None and line[2] * 2 < seen:
                return line
            seen *= 2
        return split(text, style, *where, **how)

    with replaced(inline, "split_first_line", split_first_line):
        yield


@contextmanager
def _patient_layouts() -> Iterator[None]:
    """Shape a justified line when it is drawn and not before: till then its spaces are noted."""
    from weasyprint.layout import inline  # noqa: PLC0415
    from weasyprint.text.line_break import Layout  # noqa: PLC0415

    shape_now = inline.create_layout

    class Waiting(Layout):  # type: ignore[misc]
        """A layout that shapes nothing before it is reactivated to be drawn."""

        def __init__(self, text: str, spacing: float) -> None:
            self.text, self.justification_spacing, self.max_width = text, spacing, None

        def deactivate(self) -> None:
            if hasattr(self, "layout"):
                super().deactivate()

    def create_layout(text: str, style: Any, *where: Any, **how: Any) -> Any:  # noqa: ANN401
        if style["text_decoration_line"] != "none":  # its measures are asked for before
            return shape_now(text, style, *where, **how)
        return Waiting(text, how["justification_spacing"])

    with replaced(inline, "create_layout", create_layout):
        yield


_SEEN: Final = 500  # characters: several lines of most books
_NARROW: Final = 8  # letters wide: the cells of a table with many columns
_SEEN_IN_CELLS: Final = 80  # several of their lines
_WIDEST: Final = 1000  # points: what is wider is no line of a page
# Pango is asked for one line at a time with all the text to come: more than this is never on it.
_LONGEST_LINE: Final = 400
_HELD_DASH: Final = re.compile(r"[^\s—]—")


@cache
def _declare(ffi: Any) -> None:  # noqa: ANN401
    """Declare what the engine's bindings leave out; a declaration stands once for the process."""
    ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);")


@contextmanager
def _dashes_end_lines() -> Iterator[None]:
    """Let no line begin with an em dash: it belongs to what it follows (Chicago Manual, 6.90).

    The Unicode rule (UAX #14, class B2) breaks on both sides of the dash. Pango's own attribute
    forbids the break before it, and no character is added to the text. A dash that follows an
    italic directly begins a text of its own, and is out of the attribute's reach.
    """
    from weasyprint.text import ffi as bindings  # noqa: PLC0415
    from weasyprint.text.line_break import Layout  # noqa: PLC0415

    ffi, pango = bindings.ffi, bindings.pango
    _declare(ffi)
    plain = Layout.set_text

    def set_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002
        plain(layout, text, justify)
        line = layout.text[:_LONGEST_LINE]
        if "—" not in line:
            return
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for held in _HELD_DASH.finditer(line):
            attribute = pango.pango_attr_allow_breaks_new(False)  # noqa: FBT003
            attribute.start_index = len(line[: held.start()].encode())
            attribute.end_index = len(line[: held.end()].encode())
            pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)

    with replaced(Layout, "set_text", set_text):
        yield


@contextmanager
def _page_styles() -> Iterator[None]:
    """Style a page by its own rules, and pages that the same rules match but once.

    The engine looks through the rules of every element for each page, and computes each page's
    styles anew; those of elements it shares as is done here.
    """
    from weasyprint.layout import page as pages  # noqa: PLC0415

    style_page = pages.set_page_type_computed_styles

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:  # noqa: ANN401
        known = style_for.__dict__.setdefault("known_pages", {})
        rules = _matching(style_for, page_type)
        if rules not in known:
            others, style_for._cascaded_styles = style_for._cascaded_styles, {}  # noqa: SLF001
            style_page(page_type, html, style_for)
            parts = {pseudo for _, pseudo in style_for._cascaded_styles} | {None}  # noqa: SLF001
            style_for._cascaded_styles = others  # noqa: SLF001  a page's are not asked for again
            computed = style_for.get_computed_styles()
            known[rules] = {part: computed[page_type, part] for part in parts}
        for part, style in known[rules].items():
            style_for.get_computed_styles()[page_type, part] = style

    with replaced(pages, "set_page_type_computed_styles", set_page_type_computed_styles):
        yield


def _matching(style_for: Any, page_type: Any) -> tuple[int, ...]:  # noqa: ANN401
    """Return the numbers of the page selectors that match, over all sheets."""
    selectors = (
        selector
        for sheet, *_ in style_for._sheets  # noqa: SLF001
        for _, chosen, __ in sheet.page_rules
        for *_, selector in chosen
    )
    return tuple(
        number
        for number, selector in enumerate(selectors)
        if style_for._page_type_match(selector, page_type)  # noqa: SLF001
    )


@contextmanager
def _no_fixed_boxes() -> Iterator[None]:
    """Look for no boxes that repeat on every page: for each page all others are searched."""
    from weasyprint import layout  # noqa: PLC0415

    with replaced(layout, "layout_fixed_boxes", lambda *_: ()):
        yield


@contextmanager
def _margins_at_heads() -> Iterator[None]:
    """Drop the margin of whatever opens a page after an unforced break (CSS Fragmentation 3, 5.2).

    The engine does so for children of the root and where margins meet; told that they meet with
    nothing, it does so for all. And it takes every page that has a name for a forced break.
    """
    from weasyprint.layout import block  # noqa: PLC0415

    lay_out = block.block_level_layout

    def block_level_layout(  # noqa: PLR0913, PLR0917  as the engine has it
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Any,  # noqa: ANN401
        page_is_empty: bool = True,  # noqa: FBT001, FBT002
        absolute_boxes: Any = None,  # noqa: ANN401
        fixed_boxes: Any = None,  # noqa: ANN401
        adjoining_margins: Any = None,  # noqa: ANN401
        *styles: Any,  # noqa: ANN401
        **more: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        margins = adjoining_margins
        if page_is_empty and context.current_page > 1:
            margins = adjoining_margins or [0]
            context.forced_break = context.page_maker[context.current_page - 1][1]["break"] != "any"
        return lay_out(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty,
            absolute_boxes, fixed_boxes, margins, *styles, **more,
        )  # fmt: skip

    with replaced(block, "block_level_layout", block_level_layout):
        yield


_MENDS: Final = (
    parted_once,
    narrowest_at_once,
    _short_sight,
    _trailing_space,
    _patient_layouts,
    _dashes_end_lines,
    _page_styles,
    _no_fixed_boxes,
    _margins_at_heads,
    lines_on_the_grid,
    blocks_on_the_grid,
    meanings_told,
    notes_at_feet,
)
