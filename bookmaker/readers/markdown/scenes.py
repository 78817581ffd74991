"""A chapter's elements to scenes: parted at marks, opened by datelines."""

from dataclasses import replace

from bookmaker.book import (
    Block,
    Certainty,
    Heading,
    Paragraph,
    ParagraphRole,
    Quotation,
    Scene,
    Verse,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.correspondence import letters_in
from bookmaker.readers.markdown.divs import flattened, resolve_late
from bookmaker.readers.markdown.elements import Break, Division, Element, Gap, HeadingMark, Point
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.quotations import join_stanzas
from bookmaker.readers.structure.dateline import LONGEST, reads_as_dateline, tells_time


def make_scenes(elements: list[Element], page: Page, level: int, place: Span) -> tuple[Scene, ...]:
    """Part a chapter's elements into scenes; `level` and `place` are the chapter heading's."""
    found: list[Scene] = []
    held: list[Block] = []
    opener = ""
    for element in elements:
        if isinstance(element, Break):
            if held:
                found.append(_scene(held, opener, page, place))
                held, opener = [], element.opener
            elif found and not opener:
                opener = element.opener
            elif element.opener:
                page.withhold("mark", element.opener, element.span)
        else:
            held.extend(_blocks(element, level, held))
    if held or not found:
        found.append(_scene(held, opener, page, place))
    elif opener:
        page.withhold("mark", opener, found[-1].span)
    return tuple(found)


def _blocks(element: Element, level: int, held: list[Block]) -> list[Block]:
    match element:
        case HeadingMark(signs, inlines, _, attributes, span):
            return [Heading(inlines, max(1, signs - level), span, attributes.id)]
        case Gap() | Break() | Point():
            return []
        case Division() as division if "attribution" in division.attributes.classes:
            return _attributed(division, held)
        case Division() as division:
            return resolve_late(division)
        case _:
            return [element]


def _attributed(division: Division, held: list[Block]) -> list[Block]:
    """Give an attribution to the quotation before it; alone it stays as it is."""
    blocks = resolve_late(division)
    last = held[-1] if held else None
    if isinstance(last, Quotation | Verse) and not last.attribution:
        held[-1] = replace(last, attribution=flattened(tuple(blocks)))
        return []
    return blocks


def _scene(blocks: list[Block], opener: str, page: Page, place: Span) -> Scene:
    if not blocks:
        return Scene((), place, None, opener)
    first, last = blocks[0].span, blocks[-1].span
    span = page.span(first.line, last.end_line or last.line)
    dateline = _dateline(blocks, page)
    kept = letters_in(join_stanzas(tuple(blocks[1:] if dateline else blocks)), page)
    return Scene(kept, span, dateline, opener)


def _dateline(blocks: list[Block], page: Page) -> Paragraph | None:
    """Return the short line over a scene that tells when, where or through whose eyes."""
    first = blocks[0]
    if not isinstance(first, Paragraph) or len(blocks) < 2:  # noqa: PLR2004  it opens something
        return None
    if first.role is ParagraphRole.DATELINE:
        page.decide("dateline", first.span, "marked as one")
        return first
    if not isinstance(blocks[1], Paragraph) or first.span.line in page.pins.fixed:
        return None
    text = plain_text(first.inlines)
    if first.role is not ParagraphRole.BODY or len(text) > LONGEST or not reads_as_dateline(text):
        return None
    timed = tells_time(text)
    page.decide(
        "dateline",
        first.span,
        "a short line over a scene that tells "
        + ("the time" if timed else "a place or a point of view"),
        Certainty.SURE if timed else Certainty.LIKELY,
    )
    return replace(first, role=ParagraphRole.DATELINE)
