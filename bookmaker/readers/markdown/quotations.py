"""What a quotation is: an extract, verse, or a letter; and who is named below it."""

import re
from dataclasses import replace
from typing import Final

from bookmaker.book import (
    Block,
    Emphasis,
    Inlines,
    Letter,
    Paragraph,
    ParagraphRole,
    Quotation,
    SmallCaps,
    Stanza,
    Strong,
    Text,
    Verse,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.correspondence import quoted_letter
from bookmaker.readers.markdown.elements import Element, as_blocks
from bookmaker.readers.structure.attribution import is_dashed

_DASH: Final = re.compile(r"(?:-{1,3}|[–—―~])\s*")
_LONGEST: Final = 160
_SHORT: Final = 60


def make_quotation(elements: list[Element], span: Span) -> Block:
    """Make the block that a quotation's content calls for.

    Verse alone becomes `Verse`, a signed letter `Letter`, all else `Quotation`.
    """
    blocks = join_stanzas(as_blocks(elements))
    blocks, attribution = split_attribution(blocks)
    if len(blocks) == 1 and isinstance(blocks[0], Verse):
        return replace(blocks[0], span=span, attribution=attribution or blocks[0].attribution)
    if attribution or len(blocks) < 2:  # noqa: PLR2004  one paragraph is no letter
        return Quotation(blocks, span, attribution)
    blocks, is_letter = quoted_letter(blocks)
    letter = letter_roles(blocks)
    return Letter(letter or blocks, span) if letter or is_letter else Quotation(blocks, span)


def join_stanzas(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Join verse that follows verse into one poem."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Verse) and isinstance(last, Verse) and not last.attribution:
            span = replace(last.span, end_line=block.span.end_line or block.span.line)
            found[-1] = Verse(last.stanzas + block.stanzas, span, block.attribution)
        else:
            found.append(block)
    return tuple(found)


def split_attribution(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], Inlines]:
    """Part the attribution, a last line that begins with a dash, from what it signs."""
    if not blocks:
        return blocks, ()
    last = blocks[-1]
    if isinstance(last, Paragraph) and len(blocks) > 1:
        source = dashed_source(last.inlines)
        return (blocks[:-1], source) if source else (blocks, ())
    if isinstance(last, Verse) and not last.attribution:
        return _from_verse(blocks, last)
    return blocks, ()


def _from_verse(blocks: tuple[Block, ...], verse: Verse) -> tuple[tuple[Block, ...], Inlines]:
    stanza = verse.stanzas[-1]
    line = stanza.lines[-1]
    alone = len(stanza.lines) == 1
    if (alone and len(verse.stanzas) == 1 and len(blocks) == 1) or not stanza.lines:
        return blocks, ()
    source = dashed_source(line.inlines) if is_dashed(plain_text(line.inlines)) else ()
    if not source:
        return blocks, ()
    rest = () if alone else (Stanza(stanza.lines[:-1]),)
    stanzas = verse.stanzas[:-1] + rest
    return (*blocks[:-1], *((replace(verse, stanzas=stanzas),) if stanzas else ())), source


def dashed_source(inlines: Inlines) -> Inlines:
    """Return the source named behind a dash, without the dash; nothing if there is none."""
    if not inlines or len(plain_text(inlines)) > _LONGEST:
        return ()
    first = inlines[0]
    if isinstance(first, Text):
        match = _DASH.match(first.text)
        if not match or not plain_text(inlines)[match.end() :].strip():
            return ()
        rest = first.text[match.end() :]
        return ((Text(rest),) if rest else ()) + inlines[1:]
    if isinstance(first, Emphasis | Strong | SmallCaps) and len(inlines) == 1:
        inner = dashed_source(first.children)
        return (replace(first, children=inner),) if inner else ()
    return ()


# ---------------------------------------------------------------- letters


def letter_roles(blocks: tuple[Block, ...]) -> tuple[Block, ...] | None:
    """Give the last lines of a letter their roles; None if nothing tells that it is one."""
    if len(blocks) == 1:
        return None
    found = list(blocks)
    return tuple(found) if _close_letter(found) else None


def _close_letter(blocks: list[Block]) -> bool:
    """Take short kept lines after prose as valediction and signature."""
    last = blocks[-1]
    if not isinstance(last, Verse) or len(last.stanzas) > 1:
        return False
    lines = last.stanzas[0].lines
    texts = [plain_text(line.inlines) for line in lines]
    if len(lines) > 4 or any(len(text) > _SHORT for text in texts):  # noqa: PLR2004  no poem
        return False
    if not isinstance(blocks[-2], Paragraph) or (
        len(lines) > 1 and not texts[0].endswith((",", "-", "—"))
    ):
        return False
    signed: list[Block] = []
    for index, line in enumerate(lines):
        role = ParagraphRole.SIGNATURE if index == len(lines) - 1 else ParagraphRole.VALEDICTION
        signed.append(
            Paragraph(line.inlines, replace(last.span, line=line.line, end_line=None), role)
        )
    blocks[-1:] = signed
    return True
