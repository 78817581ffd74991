"""Block quotes: `> ` before every line, or before the first of a paragraph."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockQuoteProcessor

from bookmaker.readers.markdown.parser import keep_place
from bookmaker.readers.markdown.passages import Ahead, Blocks, blank, sign
from bookmaker.readers.markdown.processors.base import Processor

_QUOTE: Final = re.compile(r" {0,3}> ?")
LAZY_STOP: Final = re.compile(r" {0,3}(?:#{1,6} |```|~~~|:::|[-+*] |\d{1,9}[.)] |\[\^)")
"""A line that does not run on from a quotation, list item or note, although nothing parts them."""


class QuotationProcessor(BlockQuoteProcessor, Processor):
    """The library's block quote, given exactly the quotation's lines."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for the sign."""
        del parent
        return sign(block) == ">"

    def lastChild(self, parent: Element) -> None:  # noqa: N802  the library's name
        """Find nothing to join: quotations with a blank line between are two."""
        del parent

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Part the quotation from what follows; the library strips its signs and goes inside."""
        passages = self.parser.blocks
        line, count = passages[0].line, quotation_extent(passages)
        passages.part(count)
        super().run(parent, blocks)
        keep_place(parent[-1], line, line + count - 1)


def quotation_extent(blocks: Blocks) -> int:
    """Return how many lines the quotation has."""
    ahead, count, inner = Ahead(blocks), 0, ""
    while line := ahead[count]:
        match = _QUOTE.match(line)
        if not match and (blank(inner) or LAZY_STOP.match(line)):
            break
        inner = line[match.end() :] if match else line
        count += 1
    return count
