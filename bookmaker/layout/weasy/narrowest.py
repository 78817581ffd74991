"""How narrow a cell of a table can be, where its words may be broken anywhere: in linear time."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from bookmaker.layout.weasy.replacing import replaced

_LONG: Final = 100  # characters: more than most alphabets have


@contextmanager
def narrowest_at_once() -> Iterator[None]:
    """Ask of each letter of a cell once how wide it is, if lines may end behind any of them.

    To find a cell's least width the engine sets its text in lines of one letter each, and shapes
    all that is left of a word for every one of them: its time grows with the square of the word's
    length. The widest of the letters is the same, however often each of them stands there.
    """
    from weasyprint.layout import preferred  # noqa: PLC0415

    split, narrowest = preferred.split_first_line, preferred.table_cell_min_content_width
    cells: list[Any] = []  # whose least width is asked for

    def split_first_line(text: str, style: Any, *where: Any, **how: Any) -> Any:  # noqa: ANN401
        if not cells or len(text) <= _LONG or not _breaks_anywhere(style):
            return split(text, style, *where, **how)
        letters, widest = "".join(dict.fromkeys(text)), 0.0
        for start in range(0, len(letters), _LONG):
            rest: str = letters[start : start + _LONG]
            while rest:
                line = split(rest, style, *where, **how)
                widest = max(widest, line[3])
                rest = rest.encode()[line[2] :].decode() if line[2] else ""
        return *line[:2], None, widest, *line[4:]

    def table_cell_min_content_width(context: Any, box: Any, *where: Any) -> Any:  # noqa: ANN401
        cells.append(box)
        try:
            return narrowest(context, box, *where)
        finally:
            cells.pop()

    with ExitStack() as stack:
        for function in (split_first_line, table_cell_min_content_width):
            stack.enter_context(replaced(preferred, function.__name__, function))
        yield


def _breaks_anywhere(style: Any) -> bool:  # noqa: ANN401
    """Whether lines end behind any letter, and at nothing that was typed to end them."""
    return (style["overflow_wrap"], style["white_space"]) == ("anywhere", "normal")
