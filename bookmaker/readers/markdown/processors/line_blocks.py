"""Line blocks: `| ` before every line keeps its end."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.readers.markdown.parser import grow
from bookmaker.readers.markdown.passages import Ahead, sign
from bookmaker.readers.markdown.processors.base import Processor

_LINE: Final = re.compile(r" {0,3}\|(?: (?P<rest>.*)|(?P<empty>[ \t]*))")


class LineBlockProcessor(Processor):
    """Verse, as pandoc's users type it; an empty line parts stanzas."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for the sign."""
        del parent
        return sign(block) == "|" and bool(_LINE.fullmatch(block.partition("\n")[0]))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take the lines, without their signs."""
        del blocks
        passages = self.parser.blocks
        ahead, line, count = Ahead(passages), passages[0].line, 1
        while _LINE.fullmatch(ahead[count]):
            count += 1
        texts = [_text(typed) for typed in passages.take(count)]
        if any(text.strip() for text in texts):
            grow(parent, "verse", line, line + count - 1).text = "\n".join(texts)


def _text(line: str) -> str:
    match = _LINE.fullmatch(line)
    return (match["rest"] or "") if match else line
