"""Epigraphs in Markdown: quotations before the book, a part or a chapter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bookmaker.book import (
    Block,
    Certainty,
    Epigraph,
    Inlines,
    Paragraph,
    Quotation,
    Verse,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.divs import flattened, parted
from bookmaker.readers.markdown.elements import Break, Division, Element, Gap, as_blocks
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.quotations import dashed_source, join_stanzas
from bookmaker.readers.markdown.words import count_words
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
    rest = elements[at:]
    if not found or not (whole or any(not isinstance(e, Gap | Break) for e in rest)):
        return None, elements
    epigraph = joined(found)
    if epigraph:
        sure = _signed(epigraph)
        page.decide(
            "epigraph",
            epigraph.span,
            "a quotation right below a heading" + (", with its source" if sure else ""),
            Certainty.SURE if sure else Certainty.LIKELY,
        )
    return epigraph, rest


def _one(elements: list[Element], at: int, page: Page) -> tuple[Epigraph | None, int]:
    """Take the quotation at `at`, with an attribution in what follows it; say how much is used."""
    element = elements[at]
    source = _source_after(elements, at, page)
    if isinstance(element, Division) and "epigraph" in element.attributes.classes:
        return of_marked(elements, at, page)
    if element.span.line in page.pins.fixed:
        return None, 0
    if isinstance(element, Paragraph) and source and count_words((element,)) <= _SHORT:
        return Epigraph((element,), _down_to(elements[at + 1], element.span), source), 2
    if not isinstance(element, Quotation | Verse):
        return None, 0
    if source and not element.attribution:
        span = _down_to(elements[at + 1], element.span)
        return of_blocks((replace(element, attribution=source, span=span),), span)[0], 2
    short = isinstance(element, Verse) or count_words((element,)) <= _SHORT
    return (
        (of_blocks((element,), element.span)[0], 1) if short or element.attribution else (None, 0)
    )


def _down_to(source: Element, span: Span) -> Span:
    """Return the place of a quotation together with its source below."""
    return replace(span, end_line=source.span.end_line or source.span.line)


def _signed(epigraph: Epigraph) -> bool:
    return bool(epigraph.attribution or any(getattr(b, "attribution", ()) for b in epigraph.blocks))


def _source_after(elements: list[Element], at: int, page: Page) -> Inlines:
    """Return the source that the element after a quotation names, if it does nothing else."""
    after = elements[at + 1] if at + 1 < len(elements) else None
    if isinstance(after, Division) and "attribution" in after.attributes.classes:
        return flattened(as_blocks(after.elements))
    if page.talks_by_dash or not isinstance(after, Paragraph):
        return ()
    if after.span.line in page.pins.fixed:
        return ()
    return dashed_source(after.inlines) if is_dashed(plain_text(after.inlines)) else ()


def of_marked(elements: list[Element], at: int, page: Page) -> tuple[Epigraph, int]:
    """Return the epigraph that a div says it is, and how many elements it takes: a source below."""
    division, source = elements[at], _source_after(elements, at, page)
    assert isinstance(division, Division)  # noqa: S101  the caller asked
    made = of_division(division)
    after = elements[at + 1] if at + 1 < len(elements) else None
    if division.pinned and isinstance(after, Paragraph) and after.span.end_line is None:
        source = source or dashed_source(after.inlines)
    if not source or _signed(made):
        return made, 1
    return replace(made, attribution=source, span=_down_to(elements[at + 1], made.span)), 2


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
        elif (
            isinstance(block, Paragraph)
            and found
            and not found[-1].attribution
            and dashed_source(block.inlines)
        ):
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
