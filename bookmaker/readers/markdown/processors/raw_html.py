"""HTML blocks in a Markdown manuscript: parsed, never passed through.

A program (`<script>`, `<style>`) is withheld and reported; a lone opening tag of a container holds
Markdown up to its closing tag; any other block of HTML, up to the next blank line, is parsed by
`html_elements` into the book's own blocks. Comments have a processor of their own.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.readers.markdown.divs import container_attributes, keep_lines
from bookmaker.readers.markdown.parser import BookParser, grow
from bookmaker.readers.markdown.passages import Ahead, Blocks, Passage, blank, first_line, sign
from bookmaker.readers.markdown.processors.base import Processor
from bookmaker.readers.markdown.vault import as_typed

_CONTAINERS: Final = "div|section|article|aside|main|center|header|footer|blockquote"
_BLOCKS: Final = (
    rf"{_CONTAINERS}|p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|hr|pre|figure|"
    "figcaption|address|body|html|head|title|meta|link|base|form|fieldset|input|button|select|"
    "option|textarea|iframe|object|embed|param|applet|audio|video|canvas|svg|math|noscript|"
    "template|details|summary|nav|menu|script|style"
)
OPENING: Final = re.compile(rf"<(?:!--|/?(?:{_BLOCKS})(?=[\s/>]|$))", re.IGNORECASE)
_PROGRAM: Final = re.compile(r"<(script|style)(?=[\s/>]|$)", re.IGNORECASE)
_VERBATIM: Final = re.compile(r"<(pre|textarea)(?=[\s/>]|$)", re.IGNORECASE)
_LONE: Final = re.compile(
    rf"<(?P<end>/?)(?P<name>{_CONTAINERS})(?P<attributes>(?:\s[^<>]{{0,1000}})?)>", re.IGNORECASE
)
_COMMENT: Final = re.compile(r" *+<!--(?:[^-]|-(?!->))*+-->")
_VOID: Final = frozenset(("hr", "meta", "link", "base", "input", "embed", "param"))
_LONGEST_NAME: Final = 20  # characters that an opening and its element's name take
_DEEP: Final = 24  # containers that a closing tag may close at once

_Place = tuple[int, int]  # index of a line ahead, column in it


class CommentProcessor(Processor):
    """`<!-- ... -->` at the beginning of a block, over blank lines too: withheld."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for its opening."""
        del parent
        return sign(block) == "<" and block.lstrip(" ").startswith("<!--")

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Withhold it and those that follow on its last line; what is behind them stays."""
        del parent, blocks
        passages, page = self.parser.blocks, self.parser.page
        first = passages[0].partition("\n")[0]
        end = _find(passages, "-->", first.index("<!--") + 4)
        if end is None:
            page.tell("BM-READ-112", passages[0].line, name="<!--")
            return False
        _withhold(self.parser, "comment", end)
        return True


class ProgramProcessor(Processor):
    """`<script>`, `<style>` and the like up to their closing tag: withheld and reported."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for the opening tag."""
        del parent
        return sign(block) == "<" and bool(_PROGRAM.match(block.lstrip(" ")[:_LONGEST_NAME]))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Withhold it; without an end its words stay."""
        del parent, blocks
        passages = self.parser.blocks
        match = _PROGRAM.match(first_line(passages[0]))
        end = _find(passages, f"</{match[1].lower()}", 0) if match else None
        if match is None or end is None:
            return False
        self.parser.page.tell("BM-READ-109", passages[0].line, name=f"<{match[1].lower()}>")
        _withhold(self.parser, "program", end)
        return True


class ContainerProcessor(Processor):
    """`<div class="epigraph">` alone on its line, Markdown, `</div>` alone on its line."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for a lone tag."""
        del parent
        return sign(block) == "<" and bool(_LONE.fullmatch(first_line(block).rstrip()))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take the lines up to the closing tag; a tag without its other half goes alone."""
        del blocks
        passages, page = self.parser.blocks, self.parser.page
        line, text = passages[0].line, first_line(passages[0]).rstrip()
        match = _LONE.fullmatch(text)
        end = _pairs(passages).get(line)
        if match is None or (end is None and Ahead(passages)[1]):
            return False
        page.withhold("markup", text, page.span(line))
        if end is None:
            passages.take(1)
            return True
        attributes = container_attributes(match["name"], match["attributes"])
        *inner, last = passages.take(end - line + 1)[1:]
        page.withhold("markup", last.strip(), page.span(end))
        div = grow(parent, "container", line, end)
        div.set("name", match["name"])
        div.set("attributes", match["attributes"])
        self.parser.parse_lines(div, keep_lines(attributes.classes, inner), line + 1)
        return True


class HtmlProcessor(Processor):
    """Any other HTML block, up to a blank line; a program that never ends is left to its words."""

    def test(self, parent: Element, block: str) -> bool:
        """Look for a block's tag."""
        del parent
        opening = block.lstrip(" ")[:_LONGEST_NAME] if sign(block) == "<" else ""
        if not OPENING.match(opening):
            return False
        return not opening.startswith("<!--") and not _PROGRAM.match(opening)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take the lines, over blank ones as far as a verbatim element lasts."""
        del blocks
        passages = self.parser.blocks
        line, text = passages[0].line, first_line(passages[0])
        match, ahead, end = _VERBATIM.match(text), Ahead(passages), 0
        if match:
            closing = _find(passages, f"</{match[1].lower()}", 0)
            end = closing[0] if closing else 0
        while ahead[end]:
            end += 1
        chunk = "\n".join(passages.take(end))
        cut = _behind_blocks(chunk)
        head, rest = chunk[:cut].rstrip(), chunk[cut:].split("\n")
        last = line + chunk.count("\n", 0, cut)
        grow(parent, "html", line, line + head.count("\n")).text = head
        rest[0] = rest[0].lstrip(" ")
        blanks = next((index for index, text in enumerate(rest) if text.strip()), len(rest))
        if rest := rest[blanks:]:
            passages.appendleft(Passage("\n".join(rest), last + blanks))


def _behind_blocks(chunk: str) -> int:
    """Return the offset behind the last block's closing tag if all are closed, else the length.

    What follows there is Markdown again: "<div>...</div> *words*".
    """
    depth, last = 0, None
    for last in OPENING.finditer(chunk):
        name = last.group()[1:].lower()
        if name == "!--":
            return len(chunk)
        depth = max(0, depth - 1) if name[0] == "/" else depth + (name not in _VOID)
    closed = last is not None and not depth and last.group()[1:2] == "/"
    return (chunk.find(">", last.end()) + 1 or len(chunk)) if closed and last else len(chunk)


def _find(blocks: Blocks, needle: str, column: int) -> _Place | None:
    """Find `needle`, in any case, from a column of the next line on; say what is behind it."""
    if needle in blocks.unclosed:
        return None
    pattern = _any_case(needle)
    for index, line in enumerate(blocks.lines()):
        match = pattern.search(line, 0 if index else column)
        if match:
            return index, match.end()
    blocks.unclosed[needle] = 1
    return None


def _any_case(needle: str) -> re.Pattern[str]:
    return re.compile(re.escape(needle), re.IGNORECASE | re.ASCII)


def _withhold(parser: BookParser, kind: str, end: _Place) -> None:
    """Keep the lines up to a place out of the book; what is left of the last one stays."""
    blocks, page = parser.blocks, parser.page
    first, (index, column) = blocks[0].line, end
    lines = blocks.take(index + 1)
    column = _behind(lines[index], column)
    rest = lines[index][column:]
    lines[index] = lines[index][:column]
    typed = as_typed("\n".join(lines).strip())
    if blank(rest):
        page.withhold(kind, typed, page.span(first, first + index))
    else:
        page.cut(kind, typed, first)  # other words stand on its last line
        blocks.appendleft(Passage(rest, first + index))


def _behind(line: str, column: int) -> int:
    """Return the column behind a tag's end and all comments and programs that follow on its line.

    Taken one by one, a line of thousands would be copied thousands of times.
    """
    while True:
        if line[column - 1 : column] != ">":
            column = line.find(">", column) + 1 or column
        if match := _COMMENT.match(line, column):
            column = match.end()
        elif match := _PROGRAM.match(line, column):
            closing = _any_case(f"</{match[1]}").search(line, column)
            if closing is None:
                return column
            column = closing.end()
        else:
            return column


def _pairs(blocks: Blocks) -> dict[int, int]:
    """Match the lone opening and closing tags of containers, once for a stretch."""
    if "html" not in blocks.pairs:
        opened: list[tuple[str, int]] = []
        pairs: dict[int, int] = {}
        for number, typed in enumerate(blocks.lines(), blocks[0].line):
            line = typed.strip()
            match = _LONE.fullmatch(line) if line[:1] == "<" else None
            if match and not match["end"]:
                opened.append((match["name"].lower(), number))
            elif match and any(name == match["name"].lower() for name, _ in opened[-_DEEP:]):
                while opened[-1][0] != match["name"].lower():
                    opened.pop()
                pairs[opened.pop()[1]] = number
        blocks.pairs["html"] = pairs
    return blocks.pairs["html"]
