"""Which runs of `*`, `_` and `~~` open and close what, in linear time.

CommonMark's algorithm ("process emphasis", https://spec.commonmark.org/0.31.2/#phase-2-inline-structure),
kept linear by never looking below a place where the same kind of closer found nothing.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

from bookmaker.book import Emphasis, Inline, Inlines, Strike, Strong

Maker = Callable[[Inlines], Inline | None]
_DOUBLE: Final = 2  # signs that make strong


class Run:
    """A run of signs: what it may do and, later, what it opens (inmost first) and closes."""

    __slots__ = ("can_close", "can_open", "char", "closes", "count", "opens", "typed")

    def __init__(self, signs: str, before: str, after: str) -> None:
        """Judge a run by the characters around it; a text's end counts as a space."""
        left, right = _flanks(before, after)
        self.char, self.count, self.typed = signs[0], len(signs), len(signs)
        self.can_open, self.can_close = left, right
        if signs[0] == "_":  # inside a word it is a character
            self.can_open = left and (not right or _is_punctuation(before))
            self.can_close = right and (not left or _is_punctuation(after))
        self.opens: list[Maker] = []
        self.closes = 0


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Say whether a run leans on the word after it, and on the word before it."""
    space_before, space_after = before.isspace(), after.isspace()
    sign_before, sign_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not sign_after or space_before or sign_before)
    right = not space_before and (not sign_before or space_after or sign_after)
    return left, right


def _is_punctuation(character: str) -> bool:
    if character.isalnum() or character.isspace():
        return False
    return character.isascii() or unicodedata.category(character)[0] in "PS"


def pair_runs(runs: list[Run]) -> None:
    """Match openers with closers, in order."""
    stack: list[Run] = []
    bottoms: dict[tuple[str, int, bool], int] = {}
    for run in runs:
        if run.can_close:
            _close(run, stack, bottoms)
        if run.can_open and run.count:
            stack.append(run)


def _close(run: Run, stack: list[Run], bottoms: dict[tuple[str, int, bool], int]) -> None:
    """Let a run close as many openers as it has signs for."""
    key = (run.char, run.typed % 3, run.can_open)
    while run.count:
        found = _find_opener(stack, bottoms.get(key, 0), run)
        if found < 0:
            bottoms[key] = len(stack)
            return
        del stack[found + 1 :]
        _join(stack[found], run)
        if not stack[found].count:
            stack.pop()
        for name, bottom in bottoms.items():
            if bottom > len(stack):
                bottoms[name] = len(stack)


def _find_opener(stack: list[Run], bottom: int, closer: Run) -> int:
    for index in range(len(stack) - 1, bottom - 1, -1):
        if stack[index].char == closer.char and _fit(stack[index], closer):
            return index
    return -1


def _fit(opener: Run, closer: Run) -> bool:
    if opener.char == "~":
        return opener.count == closer.count
    both = opener.can_close or closer.can_open
    sizes = (opener.typed % 3, closer.typed % 3)
    return not (both and sum(sizes) % 3 == 0 and any(sizes))


def _join(opener: Run, closer: Run) -> None:
    make: Maker = Emphasis
    size = 1
    if opener.count >= _DOUBLE and closer.count >= _DOUBLE:
        make, size = (Strike if opener.char == "~" else Strong), _DOUBLE
    opener.count -= size
    closer.count -= size
    opener.opens.append(make)
    closer.closes += 1
