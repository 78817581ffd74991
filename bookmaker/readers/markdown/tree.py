"""The tree of a paragraph's inlines, grown in one pass over what the parser found."""

import re
from typing import Final

from bookmaker.book import Inline, Inlines, Text
from bookmaker.readers.markdown.emphasis import Maker, Run
from bookmaker.readers.markdown.page import DEEPEST

_SPACES: Final = re.compile(r" {2,}")


class Mark:
    """A bracket or tag; `make` is set once its other half was found."""

    __slots__ = ("height", "kind", "literal", "make", "place", "start", "will_make")

    def __init__(self, kind: str, literal: str, place: int = 0, height: int = 0) -> None:
        """Keep what was typed; `place` is the offset behind it, `height` of the delimiters."""
        self.kind, self.literal, self.place, self.height = kind, literal, place, height
        self.start = 0
        self.make: Maker | None = None
        self.will_make: Maker | None = None


CLOSE: Final = Mark("close", "")
Item = str | Inline | Run | Mark


def tidy(text: str) -> str:
    """Return text with runs of spaces as one."""
    return _SPACES.sub(" ", text) if "  " in text else text


class Tree:
    """Inlines under way: a stack of open elements, and the text not yet put down."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        self.root: list[Inline] = []
        self.stack: list[tuple[Maker | None, list[Inline]]] = [(None, self.root)]
        self.wordless: set[Maker] = set()
        self.text: list[str] = []
        self.too_deep = False

    def grow(self, items: list[Item]) -> Inlines:
        """Return the inlines that the items make."""
        for item in items:
            if isinstance(item, str):
                self.text.append(item)
            elif isinstance(item, Run):
                self._run(item)
            elif isinstance(item, Mark):
                self._mark(item)
            else:
                self._flush()
                self.stack[-1][1].append(item)
        self._flush()
        return tuple(self.root)

    def _run(self, run: Run) -> None:
        for _ in range(run.closes):
            self._pop()
        self.text.append(run.char * run.count)
        for make in reversed(run.opens):
            self._push(make)

    def _mark(self, mark: Mark) -> None:
        if mark is CLOSE:
            self._pop()
        elif mark.make:
            if mark.kind == "image":  # a picture without a description is a picture
                self.wordless.add(mark.make)
            self._push(mark.make)
        else:
            self.text.append(mark.literal)

    def _flush(self) -> None:
        joined = "".join(self.text)
        self.text.clear()
        if joined:
            self.stack[-1][1].append(Text(tidy(joined)))

    def _push(self, make: Maker) -> None:
        self._flush()
        if len(self.stack) > DEEPEST:  # deeper elements are words of the one that is open
            self.too_deep = True
            self.stack.append((None, self.stack[-1][1]))
        else:
            self.stack.append((make, []))

    def _pop(self) -> None:
        self._flush()
        make, children = self.stack.pop()
        made = make(tuple(children)) if make and (children or make in self.wordless) else None
        if made is not None:
            self.stack[-1][1].append(made)
        elif make:
            self.stack[-1][1].extend(children)
