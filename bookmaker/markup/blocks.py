"""Blocks of text: paragraphs, verse, letters, quotations, lists, figures, tables, code.

Each function returns the markup of one block and counts the block elements in it in document
order; which elements those are is said in `docs/markup.md`, "Blocks and their ordinals".
"""

from typing import Final

from bookmaker.book import (
    Block,
    CodeBlock,
    Figure,
    Heading,
    Inlines,
    Letter,
    List,
    Ornament,
    Paragraph,
    ParagraphRole,
    Quotation,
    Stanza,
    Table,
    Verse,
)
from bookmaker.diagnostics import Span
from bookmaker.markup.galley import START_ID, Galley
from bookmaker.markup.inlines import LINE_END, picture, set_words
from bookmaker.markup.links import local_id
from bookmaker.markup.xml import attribute, escape

_DEEPEST_HEADING: Final = 6
_DEEPEST_INDENT: Final = 8
_ALIGNMENTS: Final = frozenset({"left", "right", "center"})


def set_blocks(galley: Galley, blocks: tuple[Block, ...]) -> list[str]:
    """Return the markup of each block; what comes out empty is left out."""
    return [html for html in [set_block(galley, block) for block in blocks] if html]


def set_block(galley: Galley, block: Block) -> str:
    """Return the markup of a block, or nothing for one that holds nothing."""
    galley.span = block.span
    match block:
        case Paragraph():
            return set_paragraph(galley, block)
        case Verse():
            return _verse(galley, block)
        case Letter():
            return _lines('<div class="letter">', set_blocks(galley, block.blocks), "</div>")
        case Quotation():
            return _quotation(galley, block)
        case Ornament():
            galley.count(block.span)
            return f'<p class="ornament">{escape(block.text)}</p>'
        case _:
            return _apparatus(galley, block)


def _apparatus(galley: Galley, block: Heading | List | Figure | Table | CodeBlock) -> str:
    match block:
        case Heading():
            return _heading(galley, block)
        case List():
            return _list(galley, block)
        case Figure():
            return _figure(galley, block)
        case Table():
            return _table(galley, block)
        case CodeBlock():
            galley.count(block.span)
            return f"<pre><code>{escape(block.text)}</code></pre>"


def set_paragraph(galley: Galley, paragraph: Paragraph, classes: str = "") -> str:
    """Return a paragraph with `classes`, else with the class of its role; nothing if empty."""
    galley.span = paragraph.span
    words = set_words(galley, paragraph.inlines)
    if not words.strip():
        return ""
    galley.count(paragraph.span)
    if not classes and paragraph.role is not ParagraphRole.BODY:
        classes = paragraph.role.value
    opening = f'<p class="{classes}">' if classes else "<p>"
    return f"{opening}{words}</p>"


def set_attribution(galley: Galley, attribution: Inlines, span: Span) -> list[str]:
    """Return who wrote what stands above, if that is said."""
    if not attribution:
        return []
    galley.count(span)
    return [f'<p class="attribution"><cite>{set_words(galley, attribution)}</cite></p>']


def _lines(opening: str, lines: list[str], closing: str) -> str:
    """Return an element around blocks, one a line; nothing around nothing."""
    return "\n".join([opening, *lines, closing]) if lines else ""


def _verse(galley: Galley, verse: Verse) -> str:
    stanzas = [_stanza(galley, stanza, verse.span) for stanza in verse.stanzas]
    stanzas = [html for html in stanzas if html]
    stanzas += set_attribution(galley, verse.attribution, verse.span)
    return _lines('<div class="verse">', stanzas, "</div>")


def _stanza(galley: Galley, stanza: Stanza, span: Span) -> str:
    """Set a stanza; its lines stay lines where no style sheet is heeded."""
    lines = []
    for line in stanza.lines:
        indent = f" indent-{min(line.indent, _DEEPEST_INDENT)}" if line.indent > 0 else ""
        words = set_words(galley, line.inlines)
        lines.append(f'<span class="line{indent}">{words}</span>' if words else "")
    if not any(lines):
        return ""
    galley.count(span, stanza.lines[0].line)
    return f'<p class="stanza">{LINE_END.join(lines)}</p>'


def _quotation(galley: Galley, quotation: Quotation) -> str:
    blocks = set_blocks(galley, quotation.blocks)
    blocks += set_attribution(galley, quotation.attribution, quotation.span)
    return _lines('<blockquote class="quotation">', blocks, "</blockquote>")


def _heading(galley: Galley, heading: Heading) -> str:
    """Set a heading no more than one level below the last: an outline has no holes."""
    words = set_words(galley, heading.inlines)
    if not words.strip():
        galley.piece.anchors.append((f"id:{heading.id}", START_ID))
        return ""
    galley.count(heading.span)
    galley.level = min(max(heading.level, 1) + 1, galley.level + 1, _DEEPEST_HEADING)
    own = ""
    if heading.id:
        own = f' id="{attribute(galley.anchor(f"id:{heading.id}", local_id(heading.id)))}"'
    return f"<h{galley.level}{own}>{words}</h{galley.level}>"


def _list(galley: Galley, block: List) -> str:
    items = [
        _lines("<li>", set_blocks(galley, item), "</li>") or "<li></li>" for item in block.items
    ]
    if not block.ordered:
        return _lines("<ul>", items, "</ul>")
    start = "" if block.start == 1 else f' start="{block.start}"'
    return _lines(f"<ol{start}>", items, "</ol>")


def _figure(galley: Galley, figure: Figure) -> str:
    """Set a figure; a picture that is not at hand leaves its description as a paragraph."""
    galley.count(figure.span)
    content = picture(galley, figure.src, figure.alt)
    lines = []
    if content.startswith("<img "):
        lines.append(content)
    elif content:
        galley.count(figure.span)
        lines.append(f"<p>{content}</p>")
    if figure.caption:
        galley.count(figure.span)
        lines.append(f"<figcaption>{set_words(galley, figure.caption)}</figcaption>")
    if not lines:
        galley.piece.lines.pop()
    return _lines("<figure>", lines, "</figure>")


def _table(galley: Galley, table: Table) -> str:
    lines: list[str] = []
    if any(table.header):
        lines += ["<thead>", _row(galley, table, table.header, "th"), "</thead>"]
    if table.rows:
        lines += ["<tbody>", *[_row(galley, table, row, "td") for row in table.rows], "</tbody>"]
    return _lines("<table>", lines, "</table>")


def _row(galley: Galley, table: Table, cells: tuple[Inlines, ...], tag: str) -> str:
    aligned = [*table.alignments, *[""] * len(cells)]
    row = [_cell(galley, table.span, cell, (tag, aligned[i])) for i, cell in enumerate(cells)]
    return f"<tr>{''.join(row)}</tr>"


def _cell(galley: Galley, span: Span, cell: Inlines, kind: tuple[str, str]) -> str:
    """Set a cell; a header cell without words heads nothing and is none."""
    tag, alignment = kind
    galley.count(span)
    words = set_words(galley, cell)
    scope = ' scope="col"' if tag == "th" and words else ""
    tag = tag if words else "td"
    aligned = f' class="align-{alignment}"' if alignment in _ALIGNMENTS else ""
    return f"<{tag}{scope}{aligned}>{words}</{tag}>"


def set_title(galley: Galley, inlines: Inlines, name: str) -> str:
    """Return a part of a heading (`name` is number or title) as a `span`; nothing for nothing."""
    words = set_words(galley, inlines)
    return f'<span class="{name}">{words}</span>' if words.strip() else ""
