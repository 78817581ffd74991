"""Lists: `- `, `+ `, `* ` or `1. `; an item goes on while its lines are indented."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final
from xml.etree.ElementTree import Element

from markdown.blockprocessors import OListProcessor, UListProcessor

from bookmaker.readers.markdown.parser import BookParser, keep_place
from bookmaker.readers.markdown.passages import Ahead, Passage, blank, first_line, sign
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.processors.quotes import LAZY_STOP

_BULLET: Final = re.compile(r"(?P<indent> *)(?P<mark>[-+*])(?P<space> +|$)(?=(?P<rest>.*))")
_NUMBER: Final = re.compile(
    r"(?P<indent> *)(?P<mark>(?P<value>\d{1,9})[.)])(?P<space> +|$)(?=(?P<rest>.*))"
)
_CODE_INDENT: Final = 4
_SHALLOW: Final = 2  # columns that a bullet must be indented to stand below another item

_Item = tuple[int, int, int]  # its first line, the line behind it, the column of its text


class ListProcessor(OListProcessor, Processor):
    """The library's list, its items told by where their text begins, not by four spaces."""

    SIGNS: ClassVar[str] = "0123456789"
    ITEM: ClassVar[re.Pattern[str]] = _NUMBER
    LAZY_OL = False  # 3. begins at three

    def __init__(self, parser: BookParser) -> None:
        super().__init__(parser)
        self._items: list[_Item] = []
        self._line = 0

    def test(self, parent: Element, block: str) -> bool:
        """Look for the sign of an item with words."""
        del parent
        if sign(block) not in self.SIGNS:
            return False
        match = self.ITEM.match(first_line(block))
        return match is not None and bool(match["rest"].strip())

    def lastChild(self, parent: Element) -> None:  # noqa: N802  the library's name
        """Find nothing to join: this list was read to its end."""
        del parent

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Part the list from what follows; the library makes its items and goes inside."""
        passages = self.parser.blocks
        ahead, line = Ahead(passages), passages[0].line
        items = self._find_items(ahead)
        if not items:
            return False
        count = items[-1][1]
        while not ahead[count - 1]:
            count -= 1
        passages.part(count)
        self._items, self._line = items, line
        super().run(parent, blocks)
        keep_place(parent[-1], line, line + count - 1)
        return True

    def get_items(self, block: str) -> list[str]:
        """Return the items that `run` found, dedented, each with its line."""
        lines, found = block.split("\n"), []
        for start, end, offset in self._items:
            inner = [lines[start][offset:]]
            inner.extend(_inner_lines(lines[start:end], offset))
            line = self._line + start
            if inner[0].startswith(" " * _CODE_INDENT):  # to the library, an item of the one before
                inner.insert(0, "")
                line -= 1
            found.append(Passage("\n".join(inner), line))
        return list(found)

    def _find_items(self, ahead: Ahead) -> list[_Item]:
        match = self.ITEM.match(ahead[0])
        found: list[_Item] = []
        at, mark = 0, match["mark"][-1] if match else ""
        while match is not None and match["mark"][-1] == mark:
            end = _item_end(ahead, at, match)
            after = self.ITEM.match(ahead[end])
            if not found and not self.begins(match, after):
                return []
            found.append((at, end, _offset(match)))
            gap = not ahead[end - 1]
            match = after if after and self.goes_on(match, after, len(found), gap=gap) else None
            at = end
        return found

    def begins(self, match: re.Match[str], after: re.Match[str] | None) -> bool:
        """Say whether a number begins a list: it is 0 or 1, or the next item's number follows it.

        "1984. It was a bright cold day" is a sentence.
        """
        value = int(match["value"])
        self.STARTSWITH = str(value)  # type: ignore[misc]  # the library sets it so too
        self._value = value
        return value <= 1 or (after is not None and int(after["value"]) == value + 1)

    def goes_on(self, match: re.Match[str], after: re.Match[str], count: int, *, gap: bool) -> bool:
        """Say whether the next item goes on; after a blank line its number must fit."""
        del match
        return not gap or int(after["value"]) in {self._value + count, 1}


class BulletProcessor(ListProcessor, UListProcessor):
    """Lists without numbers."""

    TAG = "ul"
    SIGNS = "-*+"
    ITEM = _BULLET

    def begins(self, match: re.Match[str], after: re.Match[str] | None) -> bool:
        """Take every item."""
        del match, after
        return True

    def goes_on(self, match: re.Match[str], after: re.Match[str], count: int, *, gap: bool) -> bool:
        """Take every item."""
        del match, after, count, gap
        return True


def _offset(match: re.Match[str]) -> int:
    """Return the column at which an item's text begins."""
    space = len(match["space"])
    return match.start("space") + (space if 1 <= space <= _CODE_INDENT else 1)


def _item_end(ahead: Ahead, at: int, match: re.Match[str]) -> int:
    """Return the index behind an item: its indented lines, and lines that run on."""
    offset = _offset(match)
    end, gap = at + 1, False
    while ahead.has(end):
        line = ahead[end]
        if not line:
            gap = True
        elif _indent(line) >= offset or _is_nested(line, _indent(match.string)):
            gap = False
        elif gap or LAZY_STOP.match(line) or line.lstrip()[0] == ">":
            break
        end += 1
    if not (_BULLET.match(ahead[end]) or _NUMBER.match(ahead[end])):
        while not ahead[end - 1]:
            end -= 1
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_nested(line: str, indent: int) -> bool:
    """Say whether a bullet less indented than the text of the item above is still one below it.

    Two steps are enough ("1. one", "  - deep"). A number so typed is the item's next.
    """
    return _indent(line) >= indent + _SHALLOW and bool(_BULLET.match(line))


def _inner_lines(lines: list[str], columns: int) -> Iterator[str]:
    """Yield an item's lines after its first, dedented to its text or to the bullets below it."""
    indent = _indent(lines[0])
    for line in lines[1:]:
        if line and _indent(line) < columns and _is_nested(line, indent):
            columns = _indent(line)
        yield _dedented(line, columns)


def _dedented(line: str, columns: int) -> str:
    """Return a line without a container's indent; a line that runs on has none."""
    return line[columns:] if blank(line[:columns]) else line.lstrip(" ")
