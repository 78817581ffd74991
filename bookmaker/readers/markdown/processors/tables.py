"""Tables: rows of cells between bars, a rule below the first."""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from markdown.extensions.tables import TableProcessor

from bookmaker.readers.markdown.parser import BookParser, keep_place
from bookmaker.readers.markdown.passages import Ahead, sign
from bookmaker.readers.markdown.processors.base import Processor

_RULE: Final = re.compile(r" {0,3}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_MOST_COLUMNS: Final = 100
_MOST_TICKS: Final = 200
_MOST_PAIRS: Final = 4_000  # of bars with backticks: the library compares them all


class GridProcessor(TableProcessor, Processor):
    """The library's table, given exactly its rows; a row that is too long keeps all its cells."""

    def __init__(self, parser: BookParser) -> None:
        super().__init__(parser, {"use_align_attribute": True})

    def test(self, parent: Element, block: str) -> bool:
        """Look for a row and a rule of as many columns."""
        if sign(block) == " " or "|" not in block:
            return False
        ahead = Ahead(self.parser.blocks)
        head, rule = ahead[0], ahead[1]
        if "-" not in rule or "|" not in rule or not _is_row(head) or not _RULE.fullmatch(rule):
            return False
        return super().test(parent, f"{head}\n{rule}")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Part the rows from what follows; the library makes the cells."""
        passages = self.parser.blocks
        ahead, line, count = Ahead(passages), passages[0].line, 2
        while _is_row(ahead[count]):
            count += 1
        passages.part(count)
        super().run(parent, blocks)
        keep_place(parent[-1], line, line + count - 1)

    def _split_row(self, row: str) -> list[str]:
        self.border = True  # bars at a row's ends are borders, whatever the first row has
        cells: list[str] = super()._split_row(row)  # type: ignore[misc]  # not in the stubs
        return cells

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        cells = self._split_row(row)
        while len(cells) > len(align) and not cells[-1].strip():
            cells.pop()
        more = max(0, len(cells) - len(align))
        super()._build_row(row, parent, [*align, *[None] * more])  # type: ignore[misc]  # not in the stubs


def _is_row(line: str) -> bool:
    """Say whether a line is a row that the library can part in time."""
    bars, ticks = line.count("|"), line.count("`")
    return 0 < bars <= _MOST_COLUMNS + 1 and ticks <= _MOST_TICKS and bars * ticks <= _MOST_PAIRS
