"""A small manuscript form for these tests, and its way back to text.

Paragraphs stand between blank lines; `# ` makes a heading, lines that begin with `| ` a stanza;
`_x_` is italic, `` `x` `` code. In expected files a no-break space shows as ␣, a thin one as ·.
"""

import re
from collections.abc import Iterator

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    Code,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Scene,
    Stanza,
    Text,
    Verse,
    VerseLine,
)
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata

PATH = "story.txt"
_MARKUP = re.compile(r"_([^_\n]+)_|`([^`\n]+)`")


def book_of(text: str, language: str = "en-US") -> Book:
    """Return the manuscript `text` as a book of one chapter."""
    blocks: list[Block] = []
    line = 1
    for typed in re.split(r"\n\n", text.strip("\n")):
        blocks.append(_block(typed, line))
        line += typed.count("\n") + 2
    scene = Scene(tuple(blocks), Span(PATH))
    return Book(Metadata(language=language), (Chapter((scene,), Span(PATH)),))


def _block(typed: str, line: int) -> Block:
    lines = typed.split("\n")
    if typed.startswith("# "):
        return Heading(inlines(typed[2:]), 1, Span(PATH, line))
    if typed.startswith("| "):
        stanza = tuple(VerseLine(inlines(text[2:]), line + n) for n, text in enumerate(lines))
        return Verse((Stanza(stanza),), Span(PATH, line))
    starts = []
    for text in lines[:-1]:
        starts.append((starts[-1] if starts else 0) + len(text) + 1)
    return Paragraph(inlines(" ".join(lines)), Span(PATH, line), line_starts=tuple(starts))


def inlines(typed: str) -> Inlines:
    """Return a line of text with its italics and code."""
    return tuple(_inlines(typed))


def _inlines(typed: str) -> Iterator[Inline]:
    done = 0
    for match in _MARKUP.finditer(typed):
        if match.start() > done:
            yield Text(typed[done : match.start()])
        yield Emphasis((Text(match[1]),)) if match[1] else Code(match[2])
        done = match.end()
    if done < len(typed):
        yield Text(typed[done:])


def text_of(book: Book) -> str:
    """Return the manuscript of a book that `book_of` made."""
    blocks = (block for scene in _scenes(book) for block in scene.blocks)
    return "\n\n".join(_typed(block) for block in blocks) + "\n"


def visible(text: str) -> str:
    """Return a text with its no-break spaces to be seen."""
    return text.replace("\u00a0", "␣").replace("\u202f", "·")


def _scenes(book: Book) -> Iterator[Scene]:
    for chapter in book.body:
        assert isinstance(chapter, Chapter)
        yield from chapter.scenes


def _typed(block: Block) -> str:
    match block:
        case Heading():
            return "# " + _marked(block.inlines)
        case Paragraph():
            return _marked(block.inlines)
        case Verse():
            return "\n".join("| " + _marked(v.inlines) for s in block.stanzas for v in s.lines)
    raise AssertionError(block)


def _marked(inlines: Inlines) -> str:
    pieces = []
    for inline in inlines:
        match inline:
            case Text(text):
                pieces.append(text)
            case Emphasis(children):
                pieces.append(f"_{_marked(children)}_")
            case Code(text):
                pieces.append(f"`{text}`")
    return "".join(pieces)
