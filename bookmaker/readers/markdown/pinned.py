"""What the lines are that the author pinned: headings, verse, datelines, what is kept out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from bookmaker.book import (
    Block,
    Inline,
    Inlines,
    LineBreak,
    Paragraph,
    ParagraphRole,
    Stanza,
    Verse,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.attributes import NONE, Attributes, split_tail
from bookmaker.readers.markdown.divs import as_lines
from bookmaker.readers.markdown.elements import Break, Division, Element, HeadingMark
from bookmaker.readers.markdown.inlines import parse_inlines
from bookmaker.readers.markdown.lines import settle_lines, split_verse
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.paragraphs import HARD, make_paragraph, make_verse, steps, trimmed
from bookmaker.readers.markdown.quotations import split_attribution
from bookmaker.readers.structure.marks import is_mark

HEADINGS: Final = frozenset(("chapter", "part", "prologue", "epilogue", "interlude", "heading"))
_HASH: Final = re.compile(r" {0,3}(?P<signs>#{1,6}) +(?P<words>.*?)(?: +#+)? *")
_RULE: Final = re.compile(r" {0,3}={2,}[ \t]*")
_QUOTE: Final = re.compile(r" {0,3}> ?")
_PIPE: Final = re.compile(r" {0,3}\| ?(?!.*\|\s*$)")
_KEPT: Final = frozenset(("verse", "lines"))

_Group = tuple[int, list[str]]  # the number of the first line, and the lines


def make_pinned(kind: str, text: str, span: Span, page: Page) -> list[Element]:
    """Return what lines are whose kind alone counts, not what Markdown makes of them.

    Args:
        kind: one of `PIN_KINDS` but `epigraph`, `letter`, the places and the sections.
        text: the lines as typed.
        span: where they stand.
        page: the manuscript under way.
    """
    lines = _without_signs(text.split("\n"), keep=kind == "withhold")
    if kind in HEADINGS:
        return [_heading(kind, lines, span, page)]
    if kind in {"withhold", "title", "author"}:
        return _kept_out(kind, lines, span, page)
    if kind == "break":
        return [Break(" ".join(" ".join(lines).split()), span)]
    if kind == "verse":
        return [_verse(lines, span, page)]
    blocks = [block for group in _groups(lines, span.line) for block in _MAKERS[kind](group, page)]
    page.pins.fixed.update((block.span.line, kind) for block in blocks)
    if kind == "attribution":
        return [Division(Attributes((kind,)), tuple(blocks), span, pinned=True)]
    return list(blocks)


def _without_signs(lines: list[str], *, keep: bool) -> list[str]:
    """Return lines without the signs of a quotation or of lines of verse before all of them."""
    for sign in () if keep else (_QUOTE, _PIPE):
        if all(sign.match(line) or not line.strip() for line in lines):
            lines = [sign.sub("", line, count=1) for line in lines]
    return lines


def _bare(line: str) -> str:
    """Return a line without the signs of a heading and those that keep its end."""
    match = _HASH.fullmatch(line)
    return (match["words"] if match else line).strip().removesuffix("\\").rstrip()


def _groups(lines: list[str], first: int) -> Iterator[_Group]:
    """Yield the lines typed together, without the line that underlines a title."""
    held: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line.strip():
            if not held or not _RULE.fullmatch(line):
                held.append(line)
        elif held:
            yield number - len(held), held
            held = []


# ---------------------------------------------------------------- headings, title, author


def _typed(lines: list[str]) -> list[str]:
    return [_bare(line) for line in lines if line.strip() and not _RULE.fullmatch(line)]


def _joined(lines: list[str], line: int, page: Page) -> Inlines:
    """Return the inlines of several lines, their ends kept."""
    found: list[Inline] = []
    for number, text in enumerate(lines, line):
        inlines, _ = settle_lines(trimmed(parse_inlines(text, page, number)))
        found.extend((LineBreak(), *inlines) if found else inlines)
    return tuple(found)


def _heading(kind: str, lines: list[str], span: Span, page: Page) -> HeadingMark:
    first = next(line for line in lines if line.strip())
    match = _HASH.fullmatch(first)
    level = len(match["signs"]) if match else int(any(_RULE.fullmatch(line) for line in lines))
    typed, attributes = _typed(lines), NONE
    typed[0], attributes = split_tail(typed[0])
    inlines = _joined(typed, span.line, page)
    return HeadingMark(level, inlines, plain_text(inlines), attributes, span, kind)


def _kept_out(kind: str, lines: list[str], span: Span, page: Page) -> list[Element]:
    """Withhold lines; title and author stand in the book another way."""
    if kind == "withhold":
        page.withhold(kind, "\n".join(lines), span)
        return []
    words = plain_text(_joined(_typed(lines), span.line, page)).strip()
    page.withhold(kind, words, span)
    page.pins.fields.setdefault(kind, (words, span))
    return []


# ---------------------------------------------------------------- lines and paragraphs


def _verse(lines: list[str], span: Span, page: Page) -> Verse:
    groups = list(_groups(lines, span.line))
    edge = min(steps(line) for _, held in groups for line in held)
    stanzas = []
    for first, held in groups:
        joined = "\n".join(line.strip(" \u00a0").removesuffix("\\") for line in held)
        indents = [steps(line) - edge for line in held]
        stanzas.append(Stanza(split_verse(parse_inlines(joined, page, first), first, indents)))
    whole = Verse(tuple(stanzas), span)
    blocks, source = split_attribution((whole,))
    verse = blocks[0] if blocks else whole
    assert isinstance(verse, Verse)  # noqa: S101  parting its source makes it nothing else
    return replace(verse, attribution=source)


def _lines(group: _Group, page: Page) -> tuple[Block, ...]:
    first, lines = group
    span = page.span(first, first + len(lines) - 1)
    made = as_lines(make_verse([_bare(line) for line in lines], first, page))
    return tuple(replace(block, span=span) for block in made)


def _prose(group: _Group, page: Page) -> tuple[Block, ...]:
    first, lines = group
    flowing = [line.rstrip(" \\") for line in lines]
    if len(lines) == 1 and is_mark(lines[0]):
        return _lines(group, page)
    return (make_paragraph(flowing, first, page),)


def _with(role: ParagraphRole) -> "Callable[[_Group, Page], tuple[Block, ...]]":
    def make(group: _Group, page: Page) -> tuple[Block, ...]:
        found = _lines(group, page)
        return tuple(replace(b, role=role) if isinstance(b, Paragraph) else b for b in found)

    return make


_MAKERS: Final[dict[str, Callable[[_Group, Page], tuple[Block, ...]]]] = {
    "lines": _lines,
    "paragraph": _prose,
    "attribution": _lines,
    "dateline": _with(ParagraphRole.DATELINE),
    "centred": _with(ParagraphRole.CENTRED),
}


# ---------------------------------------------------------------- what is parsed as Markdown


def hardened(text: str) -> str:
    """Return lines that are kept if they are short enough to be meant as such."""
    lines = text.split("\n")
    if any(len(line) > _LONGEST for line in lines):
        return text
    return "\n".join(line if line.endswith(HARD) else f"{line}  " for line in lines)


_LONGEST: Final = 60
