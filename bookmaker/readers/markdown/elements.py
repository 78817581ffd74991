"""What the block scanner finds: the book's blocks, and marks that divide them."""

from dataclasses import dataclass

from bookmaker.book import Block, Heading, Inlines, Ornament
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.attributes import Attributes


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading as typed; `text` is its plain text, `level` the number of its signs.

    `pinned` is what the author says it opens; such a heading may have no signs.
    """

    level: int
    inlines: Inlines
    text: str
    attributes: Attributes
    span: Span
    pinned: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A scene-break mark as typed; empty for a gap taken as one."""

    opener: str
    span: Span


@dataclass(frozen=True, slots=True)
class Gap:
    """More than one blank line between paragraphs."""

    count: int
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """A place that the author pinned: `no-break`, or `story` where the story begins."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Division:
    """A fenced div (or an HTML element that holds Markdown) and what it holds.

    `pinned` says that the author's pin made it: a section of front or back matter then stays one
    wherever it stands.
    """

    attributes: Attributes
    elements: "tuple[Element, ...]"
    span: Span
    pinned: bool = False


Element = Block | HeadingMark | Break | Gap | Point | Division


def as_blocks(elements: "list[Element] | tuple[Element, ...]") -> tuple[Block, ...]:
    """Return elements as blocks, where nothing can be divided: inside a quotation, note or list."""
    found: list[Block] = []
    for element in elements:
        match element:
            case HeadingMark(level, inlines, _, attributes, span):
                found.append(Heading(inlines, level, span, attributes.id))
            case Break(opener, span) if opener:
                found.append(Ornament(opener, span))
            case Gap() | Point() | Break():
                pass
            case Division(_, inner, _):
                found.extend(as_blocks(inner))
            case _:
                found.append(element)
    return tuple(found)
