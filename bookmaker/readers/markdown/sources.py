"""The source of a quotation, typed on the line right below its words."""

import re
from typing import Final
from xml.etree.ElementTree import Element as Node

from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.paragraphs import HARD, are_lines
from bookmaker.readers.markdown.parser import grow
from bookmaker.readers.structure.attribution import is_dashed

_TALK: Final = re.compile(r"\s*(?:-{1,3}|[–—―])")
_PAIRED: Final = ("*", "_", "`", '"')


def part_source(parent: Node, page: Page) -> None:
    """Make the dashed last line of a quotation's last paragraph a paragraph of its own.

    Lines whose ends are kept are left alone: of verse the last line is parted later. So are talk by
    dashes, and a line within whose emphasis the words above it stand.
    """
    last = parent[-1] if len(parent) else None
    if last is None or last.tag != "p" or page.talks_by_dash:
        return
    *lines, source = (last.text or "").split("\n")
    if not lines or not is_dashed(source.strip().removesuffix("\\")):
        return
    verse = all(line.endswith(HARD) for line in lines) and are_lines((*lines, source))
    broken = any(source.count(char) % 2 for char in _PAIRED)
    if verse or broken or any(_TALK.match(line) for line in lines):
        return
    lines[-1] = lines[-1].rstrip().removesuffix("\\")
    last.text = "\n".join(lines)
    grow(parent, "p", int(last.get("line", "0")) + len(lines)).text = source.strip()
