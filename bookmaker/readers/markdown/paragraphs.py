"""Lines typed together to a paragraph, a stanza, a figure or a heading, with their inlines."""

from collections.abc import Sequence
from typing import Final

from bookmaker.book import Block, Figure, Image, Inlines, Paragraph, Stanza, Text, Verse, plain_text
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.attributes import split_tail
from bookmaker.readers.markdown.elements import HeadingMark
from bookmaker.readers.markdown.inlines import SIGNS, parse_inlines
from bookmaker.readers.markdown.lines import settle_lines, split_verse
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.tree import tidy

_LONGEST_LINE: Final = 110
_LONGEST_OF_TWO: Final = 75
HARD: Final = ("  ", "\\")


def make_paragraph(lines: Sequence[str], first: int, page: Page) -> Block:
    """Make a paragraph, a stanza or a figure of lines typed together."""
    if len(lines) == 1:
        text = lines[0].strip()
        if not SIGNS.search(text):
            return Paragraph((Text(tidy(text)),), page.span(first))
    elif all(line.endswith(HARD) for line in lines[:-1]) and are_lines(lines):
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
    return as_figure(inlines, span) or Paragraph(inlines, span, line_starts=line_starts)


def are_lines(lines: Sequence[str]) -> bool:
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


def make_heading(level: int, text: str, span: Span, page: Page) -> HeadingMark | Block:
    """Make a heading mark of its words and the attributes after them.

    Signs before nothing but a note's call or a picture make no heading: there is no title in them.
    """
    words, attributes = split_tail(text)
    inlines, _ = settle_lines(trimmed(parse_inlines(words.strip(), page, span.line)))
    title = plain_text(inlines).strip()
    if inlines and not title:
        return as_figure(inlines, span) or Paragraph(inlines, span)
    return HeadingMark(level, inlines, title, attributes, span)


def as_figure(inlines: Inlines, span: Span) -> Figure | None:
    """Return a picture alone as a figure, its title the caption."""
    if len(inlines) != 1 or not isinstance(inlines[0], Image):
        return None
    image = inlines[0]
    return Figure(image.src, image.alt, (Text(image.title),) if image.title else (), span)


def one_line_verse(block: Block, line: str) -> Block:
    """Take a lone line typed with a kept end as verse: one line of a song."""
    if isinstance(block, Paragraph) and line.endswith("  "):
        return Verse((Stanza(split_verse(block.inlines, block.span.line, [0])),), block.span)
    return block
