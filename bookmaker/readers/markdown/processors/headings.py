"""Headings: `# Title`, and a title underlined."""

import re
from typing import ClassVar, Final
from xml.etree.ElementTree import Element

from markdown.blockprocessors import HashHeaderProcessor, SetextHeaderProcessor

from bookmaker.readers.markdown.parser import keep_place
from bookmaker.readers.markdown.passages import Ahead, Passage, sign
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.processors.paragraphs import UNDERLINE, paragraph_extent

_UNDERLINE_BELOW: Final = re.compile(rf"^{UNDERLINE.pattern}$", re.MULTILINE)
_LONGEST_TITLE: Final = 80


class HashProcessor(HashHeaderProcessor, Processor):
    """`# Title`, `## Title ##`: a space after the signs, and a letter or figure, or it is none."""

    RE: ClassVar[re.Pattern[str]] = re.compile(
        r"\A {0,3}(?P<level>#{1,6}) (?P<header>[^\n]*)(?:\n|\Z)"
    )

    def test(self, parent: Element, block: str) -> bool:
        """Look for signs and a space."""
        del parent
        match = self.RE.match(block) if sign(block) == "#" else None
        return match is not None and any(c.isalnum() for c in match["header"])

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Let the library take the line; drop the signs that close it."""
        line = self.parser.blocks[0].line
        super().run(parent, blocks)
        heading = keep_place(parent[-1], line)
        words = heading.text or ""
        if words.endswith("#") and " #" in words and not words.rstrip("#")[-1:].strip():
            heading.text = words.rstrip("#").rstrip()


class UnderlineProcessor(SetextHeaderProcessor, Processor):
    """Lines with `===` or `---` below, unless they read as prose with a scene break after it."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for an underline."""
        del parent
        if "\n" in block and _UNDERLINE_BELOW.search(block):
            return True
        blocks = self.parser.blocks
        runs_on = len(blocks) > 1 and not blocks[1].blanks
        return runs_on and bool(_UNDERLINE_BELOW.match(blocks[1]))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Let the library make the heading; the lines of its title stay as typed."""
        passages = self.parser.blocks
        line, ahead = passages[0].line, Ahead(passages)
        count = paragraph_extent(passages, parent.tag, self.parser.page.pins.cuts)
        under = ahead[count].strip()
        if not under or not UNDERLINE.fullmatch(ahead[count]):
            return False
        lines = [ahead[index].strip() for index in range(count)]
        if not self._is_title(" ".join(lines), under[0], line + count):
            return False
        passages.take(count + 1)
        passages.appendleft(Passage(f"{lines[0]}\n{under}", line))
        super().run(parent, blocks)
        heading = keep_place(parent[-1], line, line + count)
        heading.text = "\n".join(lines)  # so that what is cut out of one is found on its line
        return True

    def _is_title(self, text: str, under: str, line: int) -> bool:
        prose = len(text) > _LONGEST_TITLE or text.endswith((".", ",", ";", '."', ".”"))
        if under == "-" and prose:
            self.parser.page.tell("BM-READ-113", line)
            return False
        return under == "-" or len(text) <= 2 * _LONGEST_TITLE
