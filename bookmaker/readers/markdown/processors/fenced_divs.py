"""Fenced divs: `::: epigraph` or `::: {.verse}` ... `:::`."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.readers.markdown.divs import KNOWN, div_attributes, keep_lines
from bookmaker.readers.markdown.parser import grow
from bookmaker.readers.markdown.passages import Blocks, first_line, sign
from bookmaker.readers.markdown.processors.base import Processor

_DIV: Final = re.compile(r" {0,3}:{3,}(?P<name>[^:]{0,200}):*+")


class DivProcessor(Processor):
    """A div with a name and what stands in it, divs too."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for colons."""
        del parent
        return sign(block) == ":" and bool(_DIV.fullmatch(first_line(block).rstrip()))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take the lines up to the closing colons; without these, the line alone goes."""
        del blocks
        passages, page = self.parser.blocks, self.parser.page
        line, text = passages[0].line, first_line(passages[0]).rstrip()
        match = _DIV.fullmatch(text)
        if match is None:
            return False
        name = match["name"].strip()
        page.withhold("markup", text, page.span(line))
        end = _pairs(passages).get(line)
        if end is None:
            passages.take(1)
            if name:
                page.tell("BM-READ-112", line, name=text)
            return True
        classes = div_attributes(name).classes
        if not KNOWN.intersection(classes):
            page.tell("BM-READ-107", line, name=text)
        inner = passages.take(end - line + 1)[1:-1]
        div = grow(parent, "div", line, end)
        div.set("name", name)
        self.parser.parse_lines(div, keep_lines(classes, inner), line + 1)
        return True


def _pairs(blocks: Blocks) -> dict[int, int]:
    """Match the lines that open divs with those that close them, once for a stretch."""
    if "div" not in blocks.pairs:
        open_at: list[int] = []
        pairs: dict[int, int] = {}
        for number, line in enumerate(blocks.lines(), blocks[0].line):
            match = _DIV.fullmatch(line.rstrip()) if ":::" in line else None
            if match and match["name"].strip():
                open_at.append(number)
            elif match and open_at:
                pairs[open_at.pop()] = number
        blocks.pairs["div"] = pairs
    return blocks.pairs["div"]
