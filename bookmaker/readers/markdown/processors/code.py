"""Code by four spaces; but prose that merely begins with an indent stays prose."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown.blockprocessors import CodeBlockProcessor

from bookmaker.readers.markdown.parser import grow
from bookmaker.readers.markdown.passages import Ahead, sign
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.processors.breaks import LONGEST_INDENTED, mark_of

_INDENT: Final = " " * 4
_PROSE: Final = 60
_STOP: Final = re.compile(r"[.!?…,;:][\"'”’)]{0,3}(?:\s|$)")
_LOOKED_AT: Final = 1000  # characters that show whether it is prose
_WORDY: Final = 0.85


class IndentedProcessor(CodeBlockProcessor, Processor):
    """Indented lines as typed, over blank lines too: the library escapes them for HTML."""

    def test(self, parent: Element, block: str) -> bool:
        """Look at the indent."""
        del parent
        return sign(block) == " "

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take the lines, unless they are a paragraph or a mark; say that once for a manuscript."""
        del blocks
        passages, page = self.parser.blocks, self.parser.page
        ahead, line = Ahead(passages), passages[0].line
        end = _indented_end(ahead, 0)
        if _reads_as_prose(ahead.slice(0, end), runs_on=bool(ahead[end])):
            marked = len(ahead[0]) <= LONGEST_INDENTED and mark_of(ahead[0])
            if not marked and "indent" not in page.told_once:
                page.told_once.add("indent")
                page.tell("BM-READ-111", line)
            return False
        end = _code_end(ahead, end)
        text, _ = self.detab("\n".join(passages.take(end)))
        grow(parent, "pre", line, line + end - 1).text = text
        return True


def _indented_end(ahead: Ahead, at: int) -> int:
    """Return the index behind the indented lines that begin at `at`."""
    while ahead[at].startswith(_INDENT):
        at += 1
    return at


def _code_end(ahead: Ahead, end: int) -> int:
    """Return the index behind the last indented line that only blank ones part from the first."""
    while True:
        after = end
        while ahead.has(after) and not ahead[after]:
            after += 1
        more = _indented_end(ahead, after)
        if more == after:
            return end
        end = more


def _reads_as_prose(lines: list[str], *, runs_on: bool) -> bool:
    text = " ".join(line.strip() for line in lines[:_LOOKED_AT])[:_LOOKED_AT]
    words = sum(c.isalpha() or c.isspace() for c in text)
    if words <= _WORDY * len(text):
        return False
    if runs_on and len(lines) == 1:
        return True
    return bool(_STOP.search(text)) and (len(text) >= _PROSE or len(lines) == 1)
