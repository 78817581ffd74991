"""Marks of scene breaks alone on a line: `* * *`, `---`, `#`, `~`, `⁂` ..., escaped or not."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown.blockprocessors import HRProcessor

from bookmaker.readers.markdown.parser import keep_place
from bookmaker.readers.markdown.passages import sign
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.structure.marks import is_mark

LONGEST_MARK: Final = 100
LONGEST_INDENTED: Final = 60
_LONGEST_LINE: Final = 300  # with white space around
_FIRST: Final = re.compile(r"[^\n]*")
_ESCAPED_MARK: Final = re.compile(r"\\(?=[*_#~\-])")
_ORNAMENTAL: Final = re.compile(r"[^\w\s\"'“”‘’«»(\[<>|`!?.,;:]|_")


def mark_of(line: str) -> str:
    """Return the mark that a line is, without escapes; empty if it is none."""
    mark = _ESCAPED_MARK.sub("", line).strip()
    if len(mark) > LONGEST_MARK or not mark or not is_mark(mark):
        return ""
    known = mark[0] not in "<>|:" and (_ORNAMENTAL.search(mark) or mark.isalpha())
    return mark if known else ""


class BreakProcessor(HRProcessor, Processor):
    """The library's horizontal rule, with all the marks that authors type."""

    def test(self, parent: Element, block: str) -> bool:
        """Look whether the first line is a mark; letters (oOo, xXx) must stand alone."""
        del parent
        first = sign(block)
        if first.isalnum() and first not in "oOxX0":
            return False
        if len(block) > _LONGEST_LINE and "\n" not in block[:_LONGEST_LINE]:
            return False
        found = _FIRST.match(block)
        if found is None or (first == " " and len(found.group()) > LONGEST_INDENTED):
            return False
        self.match = found
        return bool(mark_of(found.group()))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Let the library make the rule; keep the mark as typed."""
        line, mark = self.parser.blocks[0].line, mark_of(self.match.group())
        if mark[0].isalnum() and not self._stands_alone():
            return False
        super().run(parent, blocks)
        keep_place(parent[-1], line).set("mark", mark)
        return True

    def _stands_alone(self) -> bool:
        blocks = self.parser.blocks
        below = len(blocks) == 1 or blocks[1].blanks
        return blocks[0].blanks > 0 and "\n" not in blocks[0] and bool(below)
