"""The tree of blocks that python-markdown made to the book's elements, inlines parsed."""

from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element as Node

from bookmaker.book import CodeBlock, Inlines, List, Note, Paragraph, Stanza, Table, Text, Verse
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown.attributes import Attributes
from bookmaker.readers.markdown.divs import container_attributes, div_attributes, quotes, resolve
from bookmaker.readers.markdown.elements import Break, Division, Element, Gap, Point, as_blocks
from bookmaker.readers.markdown.html_elements import read_html
from bookmaker.readers.markdown.inlines import parse_inlines
from bookmaker.readers.markdown.letters import part_paragraphs, with_roles
from bookmaker.readers.markdown.lines import split_verse
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.paragraphs import (
    make_heading,
    make_paragraph,
    one_line_verse,
    steps,
)
from bookmaker.readers.markdown.pinned import hardened, make_pinned
from bookmaker.readers.markdown.quotations import make_quotation
from bookmaker.readers.markdown.sources import part_source
from bookmaker.readers.markdown.tree import tidy

_LINED: Final = frozenset(("epigraph", "dedication", "copyright-page"))
_LONGEST_HTML: Final = 50_000  # characters that html.parser is given at once


def elements_of(parent: Node, page: Page) -> list[Element]:
    """Return what an element of the tree holds; its children are used up."""
    found: list[Element] = []
    for node in parent:
        if node.tag == "gap":
            if found:
                found.append(Gap(int(node.get("count", "2")), page.span(_line(node))))
        else:
            found.extend(_MAKERS[node.tag](node, page))
        node.clear()  # the tree gives way to the book, or a long one would stand twice in memory
    return found


def _line(node: Node) -> int:
    return int(node.get("line", "0"))


def _span(node: Node, page: Page) -> Span:
    end = node.get("end")
    return page.span(_line(node), int(end) if end else None)


def _paragraph(node: Node, page: Page) -> list[Element]:
    block = make_paragraph((node.text or "").split("\n"), _line(node), page)
    empty = isinstance(block, Paragraph) and not block.inlines  # all of it was withheld
    return [] if empty else [block]


def _too_deep(node: Node, page: Page) -> list[Element]:
    return [Paragraph((Text(tidy((node.text or "").strip())),), _span(node, page))]


def _heading(node: Node, page: Page) -> list[Element]:
    return [make_heading(int(node.tag[1]), node.text or "", _span(node, page), page)]


def _rule(node: Node, page: Page) -> list[Element]:
    return [Break(node.get("mark", ""), _span(node, page))]


def _code(node: Node, page: Page) -> list[Element]:
    return [CodeBlock(node.text or "", _span(node, page))]


def _quotation(node: Node, page: Page) -> list[Element]:
    kept: list[Element] = []
    part_source(node, page)
    lone = {_line(child): (child.text or "").partition("\n")[0] for child in node}
    for element in elements_of(node, page):
        line = lone.get(element.span.line, "")
        if isinstance(element, Paragraph) and element.span.end_line is None:
            kept.append(one_line_verse(element, line))
        else:
            kept.append(element)
    return [make_quotation(kept, _span(node, page))]


def _list(node: Node, page: Page) -> list[Element]:
    items = tuple(as_blocks(elements_of(item, page)) for item in node)
    start = int(node.get("start", "1"))
    return [List(items, node.tag == "ol", _span(node, page), start)]


def _note(node: Node, page: Page) -> list[Element]:
    """Keep a note for the book; a second one of the same label gets another."""
    label, span = node.get("label", ""), _span(node, page)
    blocks = as_blocks(elements_of(node, page))
    if label in page.notes:
        page.tell("BM-READ-105", span.line, name=label)
        label = f"{label} (line {span.line})"
    page.notes[label] = Note(label, blocks, span)
    return []


def _division(node: Node, page: Page) -> list[Element]:
    return _divided(div_attributes(node.get("name", "")), node, page)


def _container(node: Node, page: Page) -> list[Element]:
    attributes = container_attributes(node.get("name", ""), node.get("attributes", ""))
    return _divided(attributes, node, page)


def _divided(attributes: Attributes, node: Node, page: Page) -> list[Element]:
    """Return what a div makes, once the lines typed together in it are parted."""
    if quotes(attributes.classes):
        part_source(node, page)
    roles = part_paragraphs(node, page) if "letter" in attributes.classes else {}
    elements = with_roles(elements_of(node, page), roles)
    return resolve(Division(attributes, tuple(elements), _span(node, page)))


def _pin(node: Node, page: Page) -> list[Element]:
    """Return what the author says that lines are."""
    kind, span = node.get("kind", ""), _span(node, page)
    page.pins.decide(kind, span, node.get("said", ""))
    if kind == "letter":
        if [child.tag for child in node] == ["blockquote"]:
            node[:] = list(node[0])
        return _divided(Attributes((kind,)), node, page)
    if node.text:
        return make_pinned(kind, node.text, span, page)
    if kind in _LINED:
        for paragraph in node.iter("p"):
            paragraph.text = hardened(paragraph.text or "")
    elements = tuple(elements_of(node, page))
    if kind == "epigraph":
        elements = as_blocks(elements)
    return [Division(Attributes((kind,)), elements, span, pinned=True)]


def _point(node: Node, page: Page) -> list[Element]:
    """Return a place that the author pinned."""
    kind, span = node.get("kind", ""), _span(node, page)
    page.pins.decide(kind, span, node.get("said", ""))
    return [Break("", span) if kind == "scene" else Point(kind, span)]


def _html(node: Node, page: Page) -> list[Element]:
    chunk = node.text or ""
    if len(chunk) > _LONGEST_HTML:
        return _paragraph(node, page)
    return list(read_html(chunk, _line(node), page))


def _table(node: Node, page: Page) -> list[Element]:
    head, body = node
    line = _line(node)
    rows = [_row(row, line + 2 + index, page) for index, row in enumerate(body) if _typed(row)]
    alignments = tuple(cell.get("align", "") for cell in head[0])
    header = _row(head[0], line, page)
    return [Table(header if any(header) else (), tuple(rows), alignments, _span(node, page))]


def _typed(row: Node) -> bool:
    """Say whether a row was typed: the library adds one to a table without rows."""
    return any(cell.text is not None for cell in row)


def _row(row: Node, line: int, page: Page) -> tuple[Inlines, ...]:
    return tuple(parse_inlines((cell.text or "").replace("\\|", "|"), page, line) for cell in row)


def _verse(node: Node, page: Page) -> list[Element]:
    stanzas: list[Stanza] = []
    held: list[str] = []
    lines = (node.text or "").split("\n")
    for number, text in enumerate([*lines, ""], _line(node)):
        if text.strip():
            held.append(text)
        elif held:
            stanzas.append(_stanza(held, number - len(held), page))
            held = []
    return [Verse(tuple(stanzas), _span(node, page))]


def _stanza(texts: list[str], first: int, page: Page) -> Stanza:
    joined = "\n".join(text.strip(" \u00a0") for text in texts)
    inlines = parse_inlines(joined, page, first)
    return Stanza(split_verse(inlines, first, [steps(text) for text in texts]))


_MAKERS: Final[dict[str, Callable[[Node, Page], list[Element]]]] = {
    "p": _paragraph,
    "plain": _too_deep,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "hr": _rule,
    "pre": _code,
    "blockquote": _quotation,
    "ol": _list,
    "ul": _list,
    "note": _note,
    "div": _division,
    "container": _container,
    "html": _html,
    "pin": _pin,
    "point": _point,
    "table": _table,
    "verse": _verse,
}
