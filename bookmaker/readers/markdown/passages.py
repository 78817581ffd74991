"""Blocks of text that know their lines: what python-markdown's parser is given to read.

python-markdown hands its processors a list of strings, parted at blank lines. A `Passage` is such a
string with the number of its first line and of the blank lines before it; `Blocks` is the list, and
numbers what a processor puts back: a remainder is always the end of the block it was taken from.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, Self

_MOST_LINES: Final = 64
"""Longer passages are cut, with no blank line between the pieces, so that what a processor puts
back is never long: 100,000 headings without a blank line take linear time."""
_CODE_INDENT: Final = 4


class Passage(str):
    """Some lines without a blank one between them, or what a processor asked to have joined."""

    __slots__ = ("blanks", "line", "sign")
    blanks: int
    line: int
    sign: str

    def __new__(cls, text: str, line: int, blanks: int = 0) -> Self:
        """Make a passage.

        Args:
            text: its lines, joined by newlines.
            line: the number of the first.
            blanks: how many blank lines stand before it; 0 if it runs on from the passage before.

        `sign` is the character it begins with, a space if its first line is indented as code.
        """
        self = super().__new__(cls, text)
        self.line, self.blanks = line, blanks
        self.sign = text[:1]
        if self.sign == " ":
            bare = text.lstrip(" ")
            self.sign = " " if len(text) - len(bare) >= _CODE_INDENT else bare[:1]
        return self


def blank(line: str) -> bool:
    """Say whether a line holds nothing but white space, no-break spaces included."""
    return not line or line.isspace()


def sign(block: str) -> str:
    """Return the character a block begins with, a space if it is indented as code."""
    return block.sign if isinstance(block, Passage) else Passage(block, 0).sign


def first_line(block: str) -> str:
    """Return a block's first line, without its indent."""
    return block.partition("\n")[0].lstrip(" ")


class Blocks(deque[Passage]):
    """The blocks of one stretch of text, the next one first.

    `unclosed` and `pairs` remember what processors learnt of the whole stretch, by line.
    """

    def __init__(self, lines: Sequence[str], first: int) -> None:
        """Part lines at the blank ones; `first` is the number of the first of them."""
        super().__init__()
        self.popped = Passage("", first)
        self.unclosed: dict[str, int] = {}
        self.pairs: dict[str, dict[int, int]] = {}
        self._part(lines, first)
        if self:
            self[0].blanks = 1  # nothing stands before it

    def _part(self, lines: Sequence[str], first: int) -> None:
        held: list[str] = []
        blanks = 0
        for number, line in enumerate(chain(lines, ("",)), first):
            empty = not line or line.isspace()
            if held and (empty or len(held) == _MOST_LINES):
                self.append(Passage("\n".join(held), number - len(held), blanks))
                held.clear()
                blanks = 0
            if empty:
                blanks += 1
            else:
                held.append(line)

    def pop(self, index: int = 0) -> Passage:
        """Take the next block; python-markdown's processors say `pop(0)`."""
        del index
        self.popped = self.popleft()
        return self.popped

    def insert(self, index: int, text: str) -> None:
        """Put back what is left of the block that was popped."""
        del index
        passage = text if isinstance(text, Passage) else Passage(text, self.line_of(text))
        self.appendleft(passage)

    def line_of(self, rest: str) -> int:
        """Return the number of the line where the end of the popped block begins."""
        return self.popped.line + self.popped.count("\n") - rest.count("\n")

    def lines(self) -> Iterator[str]:
        """Yield the lines of all blocks, from the next one on; blank ones are empty."""
        for index, passage in enumerate(self):
            if index:
                yield from [""] * passage.blanks
            yield from passage.split("\n")

    def take(self, count: int) -> list[str]:
        """Take the next lines; the last of them is not blank."""
        lines: list[str] = []
        while len(lines) < count:
            passage = self.popleft()
            if lines:
                lines.extend([""] * passage.blanks)
            lines.extend(passage.split("\n"))
        rest = lines[count:]
        if rest:
            line = passage.line + passage.count("\n") + 1 - len(rest)
            self.appendleft(Passage("\n".join(rest), line))
        return lines[:count]

    def part(self, count: int) -> None:
        """Make the next block hold exactly the next lines, blank ones among them."""
        head = self[0]
        if head.count("\n") + 1 != count:
            self.appendleft(Passage("\n".join(self.take(count)), head.line, head.blanks))


class Ahead:
    """The next lines of some blocks by index, read only as far as somebody looks."""

    def __init__(self, blocks: Blocks) -> None:
        """Look at the blocks as they are now."""
        self._source = blocks.lines()
        self._lines: list[str] = []

    def has(self, index: int) -> bool:
        """Say whether there is a line of this index."""
        while len(self._lines) <= index:
            line = next(self._source, None)
            if line is None:
                return False
            self._lines.append(line)
        return True

    def __getitem__(self, index: int) -> str:
        """Return a line; behind the last one, an empty one."""
        return self._lines[index] if self.has(index) else ""

    def slice(self, start: int, end: int) -> list[str]:
        """Return the lines between two indices."""
        return self._lines[start:end] if self.has(end - 1) else self._lines[start:]
