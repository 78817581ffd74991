"""Epigraphs in Markdown: quotations before the book, a part or a chapter."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bookmaker.book import (
    Block,
    Certainty,
    CodeBlock,
    Epigraph,
    Figure,
    Inlines,
    Letter,
    List,
    Paragraph,
    Quotation,
    Table,
    Verse,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.divs import flattened, parted, words_in
from bookmaker.readers.markdown.elements import Break, Division, Element, Gap, as_blocks
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.quotations import dashed_source, join_stanzas
from bookmaker.readers.structure.attribution import is_dashed

_SHORT: Final = 120


def opens_with_quotation(elements: list[Element]) -> bool:
    """Say whether the first thing below a heading is a quotation or verse."""
    return bool(elements) and isinstance(elements[0], Quotation | Verse | Division)


def take(
    elements: list[Element], page: Page, *, whole: bool = False, habit: bool = True
) -> tuple[Epigraph | None, list[Element]]:
    """Part the epigraph at the top of a part or chapter from the rest.

    Args:
        elements: what stands below the heading.
        page: the manuscript under way.
        whole: the quotation may be all there is (below a part's heading).
        habit: the author opens chapters so; without it only what is signed is an epigraph.
    """
    found: list[Epigraph] = []
    at = 0
    while at < len(elements):
        taken, used = _one(elements, at, page)
        if taken is None or not (habit or taken.attribution or isinstance(elements[at], Division)):
            break
        found.append(taken)
        at += used
    rest = [element for element in elements[at:]]
    if not found or not (whole or any(not isinstance(e, Gap | Break) for e in rest)):
        return None, elements
    epigraph = joined(found)
    if epigraph:
        sure = bool(epigraph.attribution or any(getattr(b, "attribution", ()) for b in epigraph.blocks))
        page.decide(
            "epigraph",
            epigraph.span,
            "a quotation right below a heading" + (", with its source" if sure else ""),
            Certainty.SURE if sure else Certainty.LIKELY,
        )
    return epigraph, rest


def _one(elements: list[Element], at: int, page: Page) -> tuple[Epigraph | None, int]:
    """Take the quotation at `at`, with an attribution in the paragraph after it."""
    element = elements[at]
    after = elements[at + 1] if at + 1 < len(elements) else None
    if isinstance(element, Gap) and after is not None and at == 0:
        return None, 0
    source: Inlines = ()
    if isinstance(after, Division) and "attribution" in after.attributes.classes:
        source = flattened(as_blocks(after.elements))
    elif isinstance(after, Paragraph) and is_dashed(plain_text(after.inlines)):
        source = dashed_source(after.inlines)
    if isinstance(element, Division) and "epigraph" in element.attributes.classes:
        return of_division(element), 1
    if isinstance(element, Paragraph):
        if not source or page.talks_by_dash or words_in((element,)) > _SHORT:
            return None, 0
        return Epigraph((element,), element.span, source), 2
    if not isinstance(element, Quotation | Verse):
        return None, 0
    if element.attribution:
        return of_blocks((element,), element.span)[0], 1
    if source and not page.talks_by_dash:
        return of_blocks((replace(element, attribution=source),), element.span)[0], 2
    if isinstance(element, Verse) or words_in((element,)) <= _SHORT:
        return of_blocks((element,), element.span)[0], 1
    return None, 0


def of_division(division: Division) -> Epigraph:
    """Return the epigraph that a div says it is."""
    blocks, source = parted(division, join_stanzas(as_blocks(division.elements)))
    if len(blocks) == 1 and isinstance(blocks[0], Quotation | Verse):
        made = of_blocks(blocks, division.span)[0]
        return replace(made, attribution=source or made.attribution)
    return Epigraph(blocks, division.span, source)


def of_blocks(blocks: tuple[Block, ...], span: Span) -> list[Epigraph]:
    """Return the epigraphs that quotations make: a quotation is opened, its source kept apart."""
    found: list[Epigraph] = []
    loose: list[Block] = []
    for block in blocks:
        if isinstance(block, Quotation):
            found.append(Epigraph(block.blocks, block.span, block.attribution))
        elif isinstance(block, Verse):
            found.append(Epigraph((replace(block, attribution=()),), block.span, block.attribution))
        elif isinstance(block, Paragraph) and found and not found[-1].attribution and dashed_source(block.inlines):
            found[-1] = replace(found[-1], attribution=dashed_source(block.inlines))
        else:
            loose.append(block)
            found.append(Epigraph((block,), block.span))
    if len(loose) == len(found) > 1:
        last = loose[-1]
        source = dashed_source(last.inlines) if isinstance(last, Paragraph) else ()
        return [Epigraph(tuple(loose[:-1] if source else loose), span, source)]
    return found


def joined(found: Sequence[Epigraph]) -> Epigraph | None:
    """Join several epigraphs of one place: each becomes a quotation with its own source."""
    if len(found) <= 1:
        return found[0] if found else None
    span = replace(found[0].span, end_line=found[-1].span.end_line or found[-1].span.line)
    blocks: list[Block] = []
    for one in found:
        if len(one.blocks) == 1 and isinstance(one.blocks[0], Verse):
            blocks.append(replace(one.blocks[0], attribution=one.attribution))
        else:
            blocks.append(Quotation(one.blocks, one.span, one.attribution))
    return Epigraph(tuple(blocks), span)


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the words of blocks, block by block."""
    for block in blocks:
        match block:
            case Verse(stanzas, _, attribution):
                yield from (plain_text(line.inlines) for s in stanzas for line in s.lines)
                yield plain_text(attribution)
            case Quotation(inner, _, attribution):
                yield from texts(inner)
                yield plain_text(attribution)
            case Letter(inner):
                yield from texts(inner)
            case List(items):
                for item in items:
                    yield from texts(item)
            case Figure(_, alt, caption):
                yield f"{alt} {plain_text(caption)}"
            case Table(header, rows):
                yield from (plain_text(cell) for row in (header, *rows) for cell in row)
            case CodeBlock(text):
                yield text
            case _:
                yield plain_text(getattr(block, "inlines", ()))
