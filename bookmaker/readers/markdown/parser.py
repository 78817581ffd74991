"""python-markdown, set up to read books: its block parser, with processors that keep lines.

`Markdown.build_parser` is the library's own door for another combination of parts. Of its phases
only the block phase is used. Left out, with the reason:

- the preprocessors: `html_block` hides raw HTML behind placeholders and loses its lines, and white
  space is settled before the parser is called;
- the inline patterns and the inline tree processor: their time is quadratic in a paragraph's
  length (`[[[[...`), so `inlines` parses what stands in the blocks in linear time;
- serializers and postprocessors: the tree becomes the book's model (`conversion`), never HTML.
"""

from collections.abc import Sequence
from typing import Final, Self, cast
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.core import Markdown
from markdown.util import Registry

from bookmaker.readers.markdown.page import DEEPEST, Page
from bookmaker.readers.markdown.passages import Blocks, Passage, blank

TOO_DEEP: Final = "plain"
"""The element of a line that is nested too deep to be understood."""


class BookParser(BlockParser):
    """The block parser, with blocks that know their lines and nesting that has a bound."""

    def __init__(self, md: Markdown, page: Page, first: int) -> None:
        """Take the library's object, the manuscript, and the number of the text's first line."""
        super().__init__(md)
        self.page, self.first = page, first
        self._open: list[Blocks] = []

    @property
    def blocks(self) -> Blocks:
        """The blocks of the stretch under way: what a processor's `run` is given."""
        return self._open[-1]

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802  the library's name
        """Parse the whole text, or the end of the block that was popped."""
        first = self.blocks.line_of(text) if self._open else self.first
        self.parse_lines(parent, text.split("\n"), first)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802  likewise
        """Parse blocks that a processor of the library made of the one it popped."""
        for block in blocks:
            if isinstance(block, Passage):
                self.parse_lines(parent, block.split("\n"), block.line)
            elif block:
                self.parseChunk(parent, block)

    def parse_lines(self, parent: Element, lines: Sequence[str], first: int) -> None:
        """Parse some lines into `parent`; `first` is the number of the first of them."""
        if len(self._open) > DEEPEST:
            self.page.tell("BM-READ-110", first, limit=DEEPEST)
            for number, line in enumerate(lines, first):
                if not blank(line):
                    grow(parent, TOO_DEEP, number).text = line
            return
        blocks = Blocks(lines, first)
        self.page.count_blocks(len(blocks), first)
        self._open.append(blocks)
        super().parseBlocks(parent, cast("list[str]", self.blocks))
        self._open.pop()


def grow(parent: Element, tag: str, line: int, end: int = 0) -> Element:
    """Add an element that knows its lines."""
    return keep_place(SubElement(parent, tag), line, end)


def keep_place(element: Element, line: int, end: int = 0) -> Element:
    """Note the first and last line of an element."""
    element.set("line", str(line))
    if end > line:
        element.set("end", str(end))
    return element


class BookMarkdown(Markdown):
    """python-markdown without the phases that a book does not need."""

    def __init__(self, page: Page, first: int) -> None:
        """Take the manuscript and the number of the text's first line."""
        self._page, self._first = page, first
        super().__init__()

    def build_parser(self) -> Self:
        """Set up the block parser alone."""
        from bookmaker.readers.markdown.processors import register  # noqa: PLC0415  they know grow

        self.parser = BookParser(self, self._page, self._first)
        register(self.parser)
        self.preprocessors = Registry()
        self.inlinePatterns = Registry()
        self.treeprocessors = Registry()
        self.postprocessors = Registry()
        return self


def parse_blocks(text: str, first: int, page: Page) -> Element:
    """Return the tree of a manuscript's blocks; notes' labels and links' targets go to the page.

    Args:
        text: the manuscript below its head, tabs expanded.
        first: the number of its first line.
        page: the manuscript under way.
    """
    root = BookMarkdown(page, first).parser.parseDocument((text,)).getroot()
    assert root is not None  # noqa: S101  the stubs' doubt: parseDocument always makes one
    return root
