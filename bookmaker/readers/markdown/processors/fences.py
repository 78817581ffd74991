"""Code between lines of backticks or tildes."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.readers.markdown.parser import grow
from bookmaker.readers.markdown.passages import Ahead, Blocks, blank, first_line, sign
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.processors.breaks import mark_of

_FENCE: Final = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")


class FenceProcessor(Processor):
    """Lines between fences, blank ones too; the library's own loses their lines."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for a fence."""
        del parent
        return sign(block) in {"`", "~"} and bool(_FENCE.fullmatch(first_line(block).rstrip()))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take the lines up to the closing fence; tildes alone may be a scene break."""
        del blocks
        passages, page = self.parser.blocks, self.parser.page
        line, text = passages[0].line, first_line(passages[0])
        match = _FENCE.fullmatch(text.rstrip())
        if match is None or (
            text[0] == "~" and not match["info"] and not Ahead(passages)[1] and mark_of(text)
        ):
            return False
        end = _closing(passages, match["fence"])
        if end is None:
            if not mark_of(text):
                page.tell("BM-READ-112", line, name=match["fence"])
            return False
        first, *body, _ = passages.take(end + 1)
        indent = len(first) - len(text)
        body = [line[indent:] if blank(line[:indent]) else line for line in body]
        if match["info"]:
            page.withhold("markup", match["info"], page.span(line))
        grow(parent, "pre", line, line + end).text = "\n".join(body)
        return True


def _closing(blocks: Blocks, fence: str) -> int | None:
    """Find the line that closes a fence; what was missed once is not looked for again."""
    size = len(fence)
    if size >= blocks.unclosed.get(fence[0], size + 1):
        return None
    for index, line in enumerate(blocks.lines()):
        text = line.strip()
        if index and text.startswith(fence) and not text.strip(fence[0]):
            return index
    blocks.unclosed[fence[0]] = size
    return None
