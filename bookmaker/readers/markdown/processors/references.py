"""`[label]: address "title"`: where a link by name leads."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ReferenceProcessor

from bookmaker.readers.markdown.page import Target, fold_label
from bookmaker.readers.markdown.passages import first_line, sign
from bookmaker.readers.markdown.processors.base import Processor

_DEFINITION: Final = re.compile(
    r"\[[^\]\[^][^\]\[]{0,199}\]:[ \t]{0,20}<?[^\s<>]{1,2000}>?"
    r"(?:[ \t]{1,20}[\"'(].{0,500}[\"')])?[ \t]*"
)


class DefinitionProcessor(ReferenceProcessor, Processor):
    """The library's reference, one line at a time; the first of a name holds."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for a label and an address."""
        del parent
        return sign(block) == "[" and bool(_DEFINITION.fullmatch(first_line(block).rstrip()))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Let the library read the line; keep the target for the calls."""
        passages, page = self.parser.blocks, self.parser.page
        passages.part(1)
        line, text = passages[0].line, passages[0].strip()
        references = self.parser.md.references
        references.clear()
        if not super().run(parent, blocks):
            passages.pop(0)
        for label, (href, title) in references.items():
            page.targets.setdefault(fold_label(label), Target(href, title or ""))
        page.withhold("link definition", text, page.span(line))
        return True
