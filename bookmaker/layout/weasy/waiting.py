"""Long words of many parts: the engine's search for a place to part them, in linear time."""

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any, Final

from bookmaker.layout.weasy.replacing import replaced

_LISTS: Final = 64  # that are known at a time: as many boxes stand one in another


@contextmanager
def parted_once() -> Iterator[None]:
    """Ask each part of a word that is wider than its line once whether it can be parted.

    Parts of a line between which it may not break wait until it may. Whenever the line is too
    wide, the engine asks all that wait whether the line can break inside one of them: with
    thousands in one word its time grows with the square of their number. Those that were asked
    are known to say no; where a new one can be parted, the engine does what it always did.
    """
    from weasyprint.layout import inline  # noqa: PLC0415

    search = inline._break_waiting_children  # noqa: SLF001
    names = list(signature(search).parameters)
    ready, waiting = names.index("children"), names.index("waiting_children")
    asked: dict[int, tuple[list[Any], int]] = {}  # by identity: a list, and how many said no

    def break_waiting_children(*given: Any) -> Any:  # noqa: ANN401
        children = given[waiting]
        known, count = asked.get(id(children), (children, 0))
        count = count if known is children else 0
        for _, child, _ in children[count:]:
            if child.is_in_normal_flow() and inline.can_break_inside(child):
                return search(*given)
        if len(asked) >= _LISTS:
            asked.clear()
        asked[id(children)] = children, len(children)
        return {given[ready][-1][0] + 1: None} if given[ready] else None

    with replaced(inline, "_break_waiting_children", break_waiting_children):
        yield
