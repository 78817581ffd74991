"""Markdown's blocks, line by line, each with the line it was typed at.

One pass over the lines: the first character of a block says which readers may take it, in the
order of `READERS`; what none takes is a paragraph. Quotations, list items, notes and divs hold
blocks: their lines, stripped of the container's sign, are scanned the same way, at most `DEEPEST`
deep. Every reader moves forward, so the time is linear.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bookmaker.book import Block, Figure, Image, Inlines, Paragraph, Stanza, Text, Verse, plain_text
from bookmaker.readers.markdown.attributes import split_tail
from bookmaker.readers.markdown.elements import Break, Element, Gap, HeadingMark
from bookmaker.readers.markdown.inlines import SIGNS, parse_inlines
from bookmaker.readers.markdown.lines import settle_lines, split_verse
from bookmaker.readers.markdown.page import DEEPEST, Page
from bookmaker.readers.markdown.tree import tidy
from bookmaker.readers.structure.marks import is_mark

ATX: Final = re.compile(r"(#{1,6}) ")
_SETEXT: Final = re.compile(r" {0,3}(?:={2,}|-{3,})[ \t]*")
_BULLETS: Final = re.compile(r" {0,3}[-+*] +\S")
_QUOTE: Final = re.compile(r" {0,3}>")
_ESCAPED_MARK: Final = re.compile(r"\\(?=[*_#~\-])")
_CODE_INDENT: Final = 4
_LONGEST_MARK: Final = 100
_LONGEST_TITLE: Final = 80
_LONGEST_LINE: Final = 110
_LONGEST_OF_TWO: Final = 75
_HARD: Final = ("  ", "\\")
_INTERRUPTING: Final = frozenset("#>`~*-_+=:<|⁂•[")
_ORNAMENTAL: Final = re.compile(r"[^\w\s\"'“”‘’«»(\[<>|`!?.,;:]|_")

Reader = Callable[["Scanner", str], bool]


def blank(line: str) -> bool:
    """Say whether a line holds nothing but white space, no-break spaces included."""
    return not line or line.isspace()


class Scanner:
    """Some consecutive lines under way."""

    def __init__(self, lines: Sequence[str], first: int, page: Page) -> None:
        """Take the lines, the number of the first of them, and the manuscript."""
        self.lines = list(lines)
        self.first = first
        self.page = page
        self.at = 0
        self.found: list[Element] = []
        self.unclosed: dict[str, int] = {}
        self.pairs: dict[str, dict[int, int]] = {}

    def number(self, index: int) -> int:
        """Return the manuscript's number of a line of this stretch."""
        return self.first + index

    def scan(self) -> list[Element]:
        """Return everything the lines hold, in order."""
        lines, gap = self.lines, 0
        while self.at < len(lines):
            line = lines[self.at]
            if not line or line.isspace():
                gap += 1
                self.at += 1
                continue
            if gap > 1 and self.found:
                self.found.append(Gap(gap, self.page.span(self.number(self.at - 1))))
            gap = 0
            self._read(line)
        return self.found

    def _read(self, line: str) -> None:
        text = line.lstrip(" ")
        if len(line) - len(text) >= _CODE_INDENT:
            READERS[" "][0](self, line)
            return
        for reader in READERS.get(text[0], ()):
            if reader(self, text):
                return
        if "|" in text and READERS["|"][0](self, text):
            return
        if len(text) <= _LONGEST_MARK and not SAFE_START(text) and read_break(self, text):
            return
        self.paragraph()

    def scan_inside(self, lines: Sequence[str], index: int) -> list[Element]:
        """Scan the content of a container whose first line is the one at `index`."""
        page = self.page
        if page.depth >= DEEPEST:
            page.tell("BM-READ-110", self.number(index), limit=DEEPEST)
            return plain_paragraphs(lines, self.number(index), page)
        with page.nested():
            return Scanner(lines, self.number(index), page).scan()

    # ------------------------------------------------------------ paragraphs

    def paragraph(self) -> None:
        """Take the lines up to the next blank or interrupting line."""
        lines, start = self.lines, self.at
        end = start + 1
        while end < len(lines) and not blank(lines[end]):
            if lines[end].lstrip(" ")[0] in _INTERRUPTING and self._interrupts(end):
                break
            end += 1
        self.at = end
        if (
            end < len(lines)
            and end > start
            and _SETEXT.fullmatch(lines[end])
            and self._setext(start, end)
        ):
            return
        self.found.append(make_paragraph(lines[start:end], self.number(start), self.page))

    def _interrupts(self, index: int) -> bool:
        line = self.lines[index]
        text = line.lstrip(" ")
        if len(line) - len(text) >= _CODE_INDENT:
            return False
        if _SETEXT.fullmatch(line) or ATX.match(text) or text[0] == ">":
            return True
        if text[0] == "[":
            return text.startswith("[^") and "]:" in text[:220]
        if text.startswith((":::", "```", "~~~")) or (text[0] == "<" and opens_html(text)):
            return True
        if len(text) <= _LONGEST_MARK and text[0] not in "<|:+" and is_mark(text):
            return True
        after = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        return bool(_BULLETS.match(line) and _BULLETS.match(after) and text[0] == after.lstrip()[0])

    def _setext(self, start: int, end: int) -> bool:
        """Take the lines above an underline as a heading, unless they read as prose."""
        sign = self.lines[end].lstrip()[0]
        text = " ".join(line.strip() for line in self.lines[start:end])
        prose = len(text) > _LONGEST_TITLE or text.endswith((".", ",", ";", '."', ".”"))
        if sign == "-" and prose:
            self.page.tell("BM-READ-113", self.number(end))
            return False
        if sign == "=" and len(text) > 2 * _LONGEST_TITLE:
            return False
        self.at = end + 1
        level = 1 if sign == "=" else 2
        self.found.append(make_heading(level, text, self.number(start), self.page))
        return True


def plain_paragraphs(lines: Sequence[str], first: int, page: Page) -> list[Element]:
    """Return lines as paragraphs of plain words: what is nested too deep to be understood."""
    found: list[Element] = []
    for index, line in enumerate(lines):
        if not blank(line):
            found.append(Paragraph((Text(tidy(line.strip())),), page.span(first + index)))
    return found


def SAFE_START(text: str) -> bool:  # noqa: N802  a predicate used as a constant
    """Say whether a line surely is no mark: it begins with a word and is not oOo or xXx."""
    return text[0].isalnum() and text[0] not in "oOxX0"


def opens_html(text: str) -> bool:
    """Say whether a line opens an HTML block; set by `raw_html`."""
    from bookmaker.readers.markdown.raw_html import OPENING  # noqa: PLC0415  the two know each other

    return bool(OPENING.match(text))


# ---------------------------------------------------------------- paragraphs, verse, headings


def make_paragraph(lines: Sequence[str], first: int, page: Page) -> Block:
    """Make a paragraph, a stanza or a figure of lines typed together."""
    if len(lines) == 1:
        text = lines[0].strip()
        if not SIGNS.search(text):
            return Paragraph((Text(tidy(text)),), page.span(first))
    elif all(line.endswith(_HARD) for line in lines[:-1]) and _are_lines(lines):
        return make_verse(lines, first, page)
    text = "\n".join(_kept_end(line) for line in lines).strip()
    span = page.span(first, first + len(lines) - 1)
    if not SIGNS.search(text) and "  \n" not in text:
        starts: list[int] = []
        at = 0
        for line in text.split("\n")[:-1]:
            at += len(tidy(line)) + 1
            starts.append(at)
        return Paragraph((Text(tidy(text.replace("\n", " "))),), span, line_starts=tuple(starts))
    inlines, line_starts = settle_lines(trimmed(parse_inlines(text, page, first)))
    if len(inlines) == 1 and isinstance(inlines[0], Image):
        image = inlines[0]
        caption: Inlines = (Text(image.title),) if image.title else ()
        return Figure(image.src, image.alt, caption, span)
    return Paragraph(inlines, span, line_starts=line_starts)


def _are_lines(lines: Sequence[str]) -> bool:
    """Say whether lines with kept ends are short enough to be verse, not prose with a break."""
    longest = _LONGEST_LINE if len(lines) > 2 else _LONGEST_OF_TWO  # noqa: PLR2004  one break
    return all(len(line) <= longest for line in lines)


def trimmed(inlines: Inlines) -> Inlines:
    """Drop white space at the ends that a withheld comment may leave."""
    if inlines and isinstance(inlines[0], Text) and inlines[0].text[:1] in {" ", "\n"}:
        inlines = (Text(inlines[0].text.lstrip(" \n")), *inlines[1:])
    if inlines and isinstance(inlines[-1], Text) and inlines[-1].text[-1:] in {" ", "\n"}:
        inlines = (*inlines[:-1], Text(inlines[-1].text.rstrip(" \n")))
    return tuple(inline for inline in inlines if inline != Text(""))


def _kept_end(line: str) -> str:
    """Strip a line but for the two spaces that keep its end."""
    return line.strip() + "  " if line.endswith("  ") else line.strip()


def make_verse(lines: Sequence[str], first: int, page: Page) -> Verse:
    """Make one stanza of lines whose ends are to be kept."""
    text = "\n".join(_line_of_verse(line) for line in lines)
    indents = [steps(line) for line in lines]
    least = min(indents)
    inlines = parse_inlines(text, page, first)
    verse = split_verse(inlines, first, [indent - least for indent in indents])
    return Verse((Stanza(verse),), page.span(first, first + len(lines) - 1))


def _line_of_verse(line: str) -> str:
    line = line.strip(" \u00a0")
    return line[:-1] if line.endswith("\\") and not line.endswith("\\\\") else line


def steps(line: str) -> int:
    """Return how many steps of two spaces a line is indented."""
    return (len(line) - len(line.lstrip(" \u00a0"))) // 2


def make_heading(level: int, text: str, first: int, page: Page) -> HeadingMark:
    """Make a heading mark of its words and the attributes after them."""
    words, attributes = split_tail(text)
    inlines, _ = settle_lines(trimmed(parse_inlines(words.strip(), page, first)))
    return HeadingMark(level, inlines, plain_text(inlines).strip(), attributes, page.span(first))


def read_heading(scanner: Scanner, text: str) -> bool:
    """`# Title`, `## Title ##`, `# Title {.class #id}`."""
    match = ATX.match(text)
    words = text[match.end() :].strip() if match else ""
    if words.endswith("#") and " #" in words and not words.rstrip("#")[-1:].strip():
        words = words.rstrip("#").rstrip()
    if not match or not any(c.isalnum() for c in words):
        return False
    line = scanner.number(scanner.at)
    scanner.found.append(make_heading(len(match[1]), words, line, scanner.page))
    scanner.at += 1
    return True


def read_break(scanner: Scanner, text: str) -> bool:
    """`* * *`, `***`, `---`, `#`, `~`, `⁂` ... alone on a line, escaped or not."""
    mark = _ESCAPED_MARK.sub("", text).strip()
    if len(mark) > _LONGEST_MARK or not mark or not is_mark(mark):
        return False
    if mark[0] in "<>|:" or not (_ORNAMENTAL.search(mark) or mark.isalpha()):
        return False
    if mark[0].isalnum() and not _stands_alone(scanner):
        return False
    scanner.found.append(Break(mark, scanner.page.span(scanner.number(scanner.at))))
    scanner.at += 1
    return True


def _stands_alone(scanner: Scanner) -> bool:
    at, lines = scanner.at, scanner.lines
    return (at == 0 or blank(lines[at - 1])) and (at + 1 >= len(lines) or blank(lines[at + 1]))


def one_line_verse(block: Block, line: str) -> Block:
    """Take a lone line typed with a kept end as verse: one line of a song."""
    if isinstance(block, Paragraph) and line.endswith("  "):
        return Verse((Stanza(split_verse(block.inlines, block.span.line, [0])),), block.span)
    return block


def renumbered(element: HeadingMark, level: int) -> HeadingMark:
    """Return a heading mark at another level."""
    return replace(element, level=level)


READERS: Final[dict[str, tuple[Reader, ...]]] = {}
