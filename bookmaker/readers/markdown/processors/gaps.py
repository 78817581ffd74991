"""Extra blank lines between blocks: a scene break to some authors."""

from xml.etree.ElementTree import Element

from bookmaker.readers.markdown.parser import grow
from bookmaker.readers.markdown.passages import Passage
from bookmaker.readers.markdown.processors.base import Processor


class GapProcessor(Processor):
    """Notes more than one blank line before a block, and leaves the block to the others."""

    def test(self, parent: Element, block: str) -> bool:
        """Look at the blank lines before the block."""
        del parent
        return isinstance(block, Passage) and block.blanks > 1

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Add the gap, if something stands before it."""
        del blocks
        block = self.parser.blocks[0]
        if len(parent):
            grow(parent, "gap", block.line - 1).set("count", str(block.blanks))
        block.blanks = 1
        return False
