"""Paragraphs: what no other processor takes, up to a blank line or another block's first."""

import re
from collections.abc import Collection
from typing import Final
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ParagraphProcessor

from bookmaker.readers.markdown.parser import grow
from bookmaker.readers.markdown.passages import Ahead, Blocks
from bookmaker.readers.markdown.pins import Pins
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.processors.raw_html import OPENING
from bookmaker.readers.structure.marks import is_mark, pin_mark

UNDERLINE: Final = re.compile(r" {0,3}(?:={2,}|-{3,})[ \t]*")
_HASH: Final = re.compile(r"#{1,6} ")
_BULLETS: Final = re.compile(r" {0,3}[-+*] +\S")
_NUMBERS: Final = re.compile(r" {0,3}(\d{1,9})[.)] +\S")
_ADDRESS: Final = re.compile(
    r"\[[^\]\[^][^\]\[]{0,199}\]: {0,20}(?:<|#|mailto:|\w{1,20}://)[^\s<>]{1,2000}>?"
    r"(?: {1,20}[\"'(].{0,500}[\"')])?"
)
_INTERRUPTING: Final = frozenset("#>`~*-_+=:<|⁂•[")
_CODE_INDENT: Final = 4
_LONGEST_MARK: Final = 100
_LABEL: Final = 220  # characters that a note's label and its signs may take


class ProseProcessor(ParagraphProcessor, Processor):
    """Paragraphs with their lines as typed: indents and ends tell verse from prose."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take the lines of a paragraph."""
        passages, pins = self.parser.blocks, self.parser.page.pins
        del blocks
        passages.part(paragraph_extent(passages, parent.tag, pins.cuts))
        block = passages.pop()
        grow(parent, "p", block.line).text = block
        self._note_cut(passages, pins)

    def _note_cut(self, passages: Blocks, pins: Pins) -> None:
        """Note that a pin cut the paragraph: it means that line alone."""
        rest = passages[0] if passages else None
        if rest is None or rest.line not in pins.cuts or rest.blanks:
            return
        if not _begins_block(rest.partition("\n")[0]):
            pins.inside.add(rest.line)


def paragraph_extent(blocks: Blocks, inside: str, cuts: Collection[int] = ()) -> int:
    """Return how many lines the paragraph at the next block has, `inside` an element of the tree.

    In a list's item any sign of an item ends it: words above a list there need no blank line.
    At the lines `cuts` the author's pins end it.
    """
    if "\n" not in blocks[0] and (len(blocks) == 1 or blocks[1].blanks):
        return 1
    ahead, count = Ahead(blocks), 1
    while line := ahead[count]:
        if cuts and blocks[0].line + count in cuts:
            break
        if inside == "li" and _begins_list(line, ahead[count + 1]):
            break
        if line.lstrip(" ")[0] in _INTERRUPTING and _interrupts(line, ahead[count + 1]):
            break
        count += 1
    return count


def _begins_list(line: str, after: str) -> bool:
    """Say whether a line in an item begins a list: a bullet, 1., or 3. with 4. below."""
    if _BULLETS.match(line):
        return True
    number, following = _NUMBERS.match(line), _NUMBERS.match(after)
    if number is None or int(number[1]) <= 1:
        return number is not None
    return following is not None and int(following[1]) == int(number[1]) + 1


def _begins_block(line: str) -> bool:
    return line.lstrip(" ")[0] in _INTERRUPTING and _interrupts(line, "")


def _interrupts(line: str, after: str) -> bool:
    """Say whether a line begins another block although no blank line parts them."""
    text = line.lstrip(" ")
    if len(line) - len(text) >= _CODE_INDENT:
        return False
    if UNDERLINE.fullmatch(line) or _HASH.match(text) or text[0] == ">":
        return True
    if text[0] == "[":
        return _interrupts_in_brackets(text)
    if text.startswith((":::", "```", "~~~")) or (text[0] == "<" and OPENING.match(text)):
        return True
    if len(text) <= _LONGEST_MARK and text[0] not in "<|:+" and is_mark(text):
        return True
    return bool(_BULLETS.match(line) and _BULLETS.match(after)) and text[0] == after.lstrip()[0]


def _interrupts_in_brackets(text: str) -> bool:
    """Say whether a line is a note, the target of links, or a pin."""
    if "]:" not in text[:_LABEL]:
        return pin_mark(text) not in {"", "end"}
    return text.startswith("[^") or bool(_ADDRESS.fullmatch(text.rstrip()))
