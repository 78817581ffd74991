"""`[^1]: a note`, with indented paragraphs after it."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension

from bookmaker.readers.markdown.parser import BookParser, grow
from bookmaker.readers.markdown.passages import Ahead, Blocks, first_line, sign
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.processors.quotes import LAZY_STOP

_NOTE: Final = re.compile(r"\[\^(?P<label>[^\]\[]{1,200})\]:[ \t]*(?P<rest>.*)")
_INDENT: Final = " " * 4


class NoteProcessor(FootnoteBlockProcessor, Processor):
    """The library's footnote, parsed where it stands, so that its lines are known."""

    def __init__(self, parser: BookParser) -> None:
        extension = FootnoteExtension()
        extension.parser = parser
        super().__init__(extension)

    def test(self, parent: Element, block: str) -> bool:
        """Look for a label."""
        del parent
        return sign(block) == "[" and bool(_NOTE.fullmatch(first_line(block).rstrip()))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take the note's lines and parse what they hold."""
        del blocks
        passages = self.parser.blocks
        line, count = passages[0].line, _extent(passages)
        match = _NOTE.fullmatch(first_line(passages[0]).rstrip())
        if match is None:
            return False
        _, *rest = passages.take(count)
        note = grow(parent, "note", line, line + count - 1)
        note.set("label", match["label"])
        self.parser.page.note_labels.add(match["label"])
        inner = [match["rest"], *self.detab("\n".join(rest)).split("\n")]
        self.parser.parse_lines(note, inner, line)
        return True


def _extent(blocks: Blocks) -> int:
    """Return how many lines the note has."""
    ahead, end, gap = Ahead(blocks), 1, False
    while ahead.has(end):
        line = ahead[end]
        if not line:
            gap = True
        elif line.startswith(_INDENT):
            gap = False
        elif gap or line.lstrip().startswith("[^") or LAZY_STOP.match(line):
            break
        end += 1
    while not ahead[end - 1]:
        end -= 1
    return end
