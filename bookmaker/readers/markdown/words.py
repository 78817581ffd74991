"""The words of blocks, whatever holds them."""

from collections.abc import Iterator, Sequence

from bookmaker.book import (
    Block,
    CodeBlock,
    Figure,
    Inlines,
    Letter,
    List,
    Ornament,
    Quotation,
    Table,
    Text,
    Verse,
    plain_text,
)


def runs(block: Block) -> Iterator[Inlines]:
    """Yield every stretch of inlines in a block, in reading order."""
    match block:
        case Verse(stanzas, _, attribution):
            yield from (line.inlines for stanza in stanzas for line in stanza.lines)
            yield attribution
        case Quotation() | Letter() | List():
            yield from _held(block)
        case Table(header, rows):
            yield from (cell for row in (header, *rows) for cell in row)
        case Figure(_, alt, caption):
            yield (Text(alt),) if alt else ()
            yield caption
        case Ornament("<hr>"):
            pass  # a tag is no words
        case CodeBlock(text) | Ornament(text):
            yield (Text(" ".join(text.split())),)
        case _:
            yield block.inlines


def _held(block: Quotation | Letter | List) -> Iterator[Inlines]:
    """Yield the inlines of what a container holds."""
    items = block.items if isinstance(block, List) else (block.blocks,)
    for item in items:
        for inner in item:
            yield from runs(inner)
    if isinstance(block, Quotation):
        yield block.attribution


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the words of blocks, stretch by stretch."""
    for block in blocks:
        for run in runs(block):
            if run:
                yield plain_text(run)


def numbered(blocks: Sequence[Block]) -> Iterator[range]:
    """Yield the lines of each ordered list of blocks, those in other lists as well."""
    for block in blocks:
        if isinstance(block, List):
            if block.ordered:
                yield block.lines
            for item in block.items:
                yield from numbered(item)


def count_words(blocks: Sequence[Block]) -> int:
    """Count the words of blocks."""
    return sum(len(text.split()) for text in texts(blocks))
