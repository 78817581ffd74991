"""What a fenced div says of its content: verse, a letter, an attribution, a centred line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bookmaker.book import (
    Block,
    Inline,
    Inlines,
    Letter,
    LineBreak,
    Paragraph,
    ParagraphRole,
    Quotation,
    Role,
    Verse,
)
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.attributes import Attributes, parse_attributes
from bookmaker.readers.markdown.elements import Division, Element, HeadingMark, as_blocks
from bookmaker.readers.markdown.quotations import (
    dashed_source,
    join_stanzas,
    letter_roles,
    split_attribution,
)
from bookmaker.readers.markdown.tags import parse_pairs

_VERSE: Final = frozenset(("verse", "poem", "poetry", "song", "line-block"))
_QUOTED: Final = frozenset(("quote", "quotation", "blockquote", "extract"))
_CENTRED: Final = frozenset(("centre", "center", "centered", "centred"))
_ROLES: Final = {
    "valediction": ParagraphRole.VALEDICTION,
    "postscript": ParagraphRole.POSTSCRIPT,
    "signature": ParagraphRole.SIGNATURE,
    "salutation": ParagraphRole.SALUTATION,
    "dateline": ParagraphRole.DATELINE,
    **dict.fromkeys(_CENTRED, ParagraphRole.CENTRED),
}
SECTIONS: Final[dict[str, Role]] = {
    **{role.value: role for role in Role if role not in {Role.CHAPTER, Role.STORY, Role.OTHER}},
    "copyright": Role.COPYRIGHT,
    "acknowledgements": Role.ACKNOWLEDGMENTS,
    "note": Role.AUTHORS_NOTE,
}
KNOWN: Final = frozenset(
    ("epigraph", "verse", "poem", "poetry", "song", "letter", "attribution", "quote", "quotation",
     "blockquote", "extract", "centre", "center", "centered", "centred", "dateline", "section",
     "chapter", "line-block", "signature", "salutation", "valediction", "postscript",
     "note", "copyright")
) | {role.value for role in Role}  # fmt: skip
_LINED: Final = _VERSE | _CENTRED | {
    "dedication", "valediction", "signature", "attribution", "copyright"
}  # fmt: skip
_SHORT: Final = 60


def div_attributes(name: str) -> Attributes:
    """Read what stands behind the colons: a name, or attributes between braces."""
    braces = re.fullmatch(r"(?P<name>[\w-]*)\s*\{(?P<inner>[^{}]*)\}", name)
    found = parse_attributes(braces["inner"]) if braces else None
    if braces and found:
        first = (braces["name"].lower(),) if braces["name"] else ()
        return Attributes(first + found.classes, found.id, found.pairs)
    return Attributes((name.strip("{}. ").lower(),))


def container_attributes(name: str, attributes: str) -> Attributes:
    """Return the classes of an HTML container: its own, and what its element means."""
    name = name.lower()
    given = parse_pairs(attributes) if attributes else {}
    classes = tuple(c for c in given.get("class", "").lower().split() if c in KNOWN)
    if name in {"center", "blockquote"} and not classes:
        classes = (name,)
    if given.get("align", "").lower() == "center" or "text-align:center" in given.get(
        "style", ""
    ).replace(" ", ""):
        classes = (*classes, "center")
    return Attributes(classes, given.get("id", ""))


def quotes(classes: Sequence[str]) -> bool:
    """Say whether a div of these classes quotes: its last line may name a source."""
    return "epigraph" in classes or bool((_QUOTED | _VERSE).intersection(classes))


def keep_lines(classes: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Mark the line ends to be kept where a div means lines: verse, dedication, signature."""
    if not _LINED.intersection(classes):
        return list(lines)
    if not _VERSE.intersection(classes) and any(len(line) > _SHORT for line in lines):
        return list(lines)
    return [line.rstrip() + "  " if line.strip() else line for line in lines]


def resolve(division: Division) -> list[Element]:
    """Return what a div makes; epigraphs and sections are left for `divisions` to place."""
    classes = set(division.attributes.classes)
    elements = list(division.elements)
    if any(isinstance(element, HeadingMark) for element in elements):
        return elements
    if "epigraph" in classes or SECTIONS.keys() & classes or "attribution" in classes:
        return [division]
    blocks = join_stanzas(as_blocks(elements))
    if classes & _VERSE or classes & _QUOTED:
        return [_quoted(division, blocks)]
    if "letter" in classes:
        return [_letter(blocks, division.span)] if blocks else []
    for name, role in _ROLES.items():
        if name in classes:
            return [_with_role(block, role) for block in blocks]
    return elements


def _letter(blocks: tuple[Block, ...], span: Span) -> Letter:
    """Return a letter; its roles are looked for unless its paragraphs have them."""
    if len(blocks) == 1 and isinstance(blocks[0], Letter):
        return replace(blocks[0], span=span)
    known = any(isinstance(b, Paragraph) and b.role is not ParagraphRole.BODY for b in blocks)
    return Letter((None if known else letter_roles(blocks)) or blocks, span)


def _quoted(division: Division, blocks: tuple[Block, ...]) -> Block:
    blocks, source = parted(division, blocks)
    if len(blocks) == 1 and isinstance(blocks[0], Quotation | Verse):
        return replace(blocks[0], span=division.span, attribution=source or blocks[0].attribution)
    return Quotation(blocks, division.span, source)


def parted(division: Division, blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], Inlines]:
    """Part the attribution from a div's blocks: a div of that name inside, or a dashed line."""
    for element in division.elements:
        if isinstance(element, Division) and "attribution" in element.attributes.classes:
            inner = as_blocks(element.elements)
            rest = tuple(block for block in blocks if block not in inner)
            return rest, flattened(inner)
    return split_attribution(blocks)


def flattened(blocks: tuple[Block, ...]) -> Inlines:
    """Return an attribution's words, without the dash before them."""
    found: Inlines = ()
    for block in blocks:
        if isinstance(block, Paragraph):
            inlines = block.inlines
        elif isinstance(block, Verse):
            inlines = lined(block)
        else:
            continue
        found = (*found, LineBreak(), *inlines) if found else inlines
    return dashed_source(found) or found


def lined(verse: Verse) -> Inlines:
    """Return the lines of verse as one run of inlines, parted by line breaks."""
    found: list[Inlines] = [line.inlines for stanza in verse.stanzas for line in stanza.lines]
    joined: list[Inline] = []
    for inlines in found:
        joined.extend((LineBreak(), *inlines) if joined else inlines)
    return tuple(joined)


def as_lines(block: Block) -> tuple[Block, ...]:
    """Return verse as paragraphs with kept line ends: an inscription is no poem."""
    if not isinstance(block, Verse) or block.attribution:
        return (block,)
    found: list[Block] = []
    for stanza in block.stanzas:
        span = replace(block.span, line=stanza.lines[0].line, end_line=stanza.lines[-1].line)
        found.append(Paragraph(lined(replace(block, stanzas=(stanza,))), span))
    return tuple(found)


def _with_role(block: Block, role: ParagraphRole) -> Block:
    if isinstance(block, Verse):
        lines = as_lines(block)
        if len(lines) == 1 and isinstance(lines[0], Paragraph):
            return replace(lines[0], role=role)
    return replace(block, role=role) if isinstance(block, Paragraph) else block


def resolve_late(division: Division) -> list[Block]:
    """Return a div that found no place of its own as blocks: its words stay where they stand."""
    blocks = join_stanzas(as_blocks(division.elements))
    if "epigraph" in division.attributes.classes:
        return [_quoted(division, blocks)]
    return list(blocks)
