"""A piece of HTML to the book's blocks: what has a place there finds it, words never go."""

import re
from collections.abc import Callable
from itertools import groupby
from typing import Final

from bookmaker.book import (
    Block,
    CodeBlock,
    Figure,
    Image,
    Inline,
    Inlines,
    LineBreak,
    List,
    Paragraph,
    ParagraphRole,
    Table,
    Text,
    plain_text,
)
from bookmaker.readers.markdown import tags
from bookmaker.readers.markdown.attributes import Attributes
from bookmaker.readers.markdown.divs import resolve
from bookmaker.readers.markdown.elements import Break, Division, Element, HeadingMark, as_blocks
from bookmaker.readers.markdown.html_tree import BLOCKS, HEADINGS, TRANSPARENT, Node, Words, grow
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.quotations import make_quotation
from bookmaker.readers.markdown.tag_names import PROGRAM, ROW_GROUPS, ROWED
from bookmaker.readers.markdown.tree import tidy
from bookmaker.readers.markdown.words import runs

_QUIET: Final = TRANSPARENT | frozenset(
    ("blockquote", "ul", "ol", "table", "pre", "hr", *HEADINGS)
)  # read without a word
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")


def read_html(chunk: str, first: int, page: Page) -> list[Element]:
    """Return what a piece of HTML holds; `first` is the number of its first line."""
    return _Reader(page).elements(grow(chunk, first, page))


class _Reader:
    """Turns nodes into elements."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def elements(self, node: Node) -> list[Element]:
        """Return what a node's children make; words between blocks become paragraphs."""
        found: list[Element] = []
        loose: list[Node | Words] = []
        for child in [*node.children, None]:
            if child is not None and (isinstance(child, str) or child.name not in BLOCKS):
                loose.append(child)
                continue
            found.extend(self.paragraph(loose, node))
            loose = []
            if isinstance(child, Node):
                found.extend(self.block(child))
        return found

    def paragraph(self, children: "list[Node | Words]", node: Node) -> list[Element]:
        """Return words as a paragraph, a lone picture as a figure, nothing for nothing."""
        inlines = _trimmed(self.inlines(children))
        lines = (child.line for child in children if _shows(child))
        span = self.page.span(next(lines, node.line))
        if len(inlines) == 1 and isinstance(inlines[0], Image):
            return [_figure(inlines[0], (), span.line, self.page)]
        if not inlines:
            return []
        centred = node.given.get("align") == "center" or node.name == "center"
        role = ParagraphRole.CENTRED if centred else ParagraphRole.BODY
        return [Paragraph(inlines, span, role)]

    def block(self, node: Node) -> list[Element]:
        """Return what one block element makes."""
        self._report(node)
        if node.name in HEADINGS:
            return self.heading(node)
        maker = _MAKERS.get(node.name)
        return maker(self, node) if maker else self.division(node)

    def rule(self, node: Node) -> list[Element]:
        """Return a scene break."""
        return [Break("<hr>", self.page.span(node.line))]

    def verbatim(self, node: Node) -> list[Element]:
        """Return code."""
        return [CodeBlock(_words(node).strip("\n"), self.page.span(node.line))]

    def quotation(self, node: Node) -> list[Element]:
        """Return a quotation."""
        return [make_quotation(self.elements(node), self.page.span(node.line))]

    def heading(self, node: Node) -> list[Element]:
        """Return a heading; one without words is nothing."""
        inlines = _trimmed(self.inlines(node.children))
        text = plain_text(inlines).strip()
        if not text:
            return self.paragraph(node.children, node)
        attributes = Attributes((), node.given.get("id", ""))
        span = self.page.span(node.line)
        return [HeadingMark(HEADINGS[node.name], inlines, text, attributes, span)]

    def _report(self, node: Node) -> None:
        if node.name not in _QUIET:
            self.page.tell("BM-READ-107", node.line, name=f"<{node.name}>")
        for key in node.given:
            if key.startswith("on"):
                self.page.tell("BM-READ-107", node.line, name=key)

    def division(self, node: Node) -> list[Element]:
        """Return a container's content, kept together if its class means something."""
        inner = self.elements(node)
        classes = tuple(node.given.get("class", "").lower().split())
        if node.name == "center":
            classes = (*classes, "center")
        if not classes or not inner:
            return inner
        return resolve(Division(Attributes(classes), tuple(inner), self.page.span(node.line)))

    def listing(self, node: Node) -> list[Element]:
        """Return a list; what stands between its items becomes items."""
        items = [
            as_blocks(self.elements(child))
            for child in node.children
            if isinstance(child, Node) or child.strip()
            if not isinstance(child, str)
        ]
        loose = [child for child in node.children if isinstance(child, str) and child.strip()]
        span = self.page.span(node.line)
        found: list[Element] = [
            List(tuple(item for item in items if item), node.name == "ol", span)
        ]
        return found + [p for child in loose for p in self.paragraph([child], node)]

    def table(self, node: Node) -> list[Element]:
        """Return a table; a first row of header cells is its head."""
        rows = _rows(node)
        cells = [
            (
                all(cell.name == "th" for cell in _cells(row)),
                tuple(self._cell(cell) for cell in _cells(row)),
            )
            for row in rows
        ]
        head = cells[0][1] if cells and cells[0][0] else ()
        body = tuple(row for _, row in (cells[1:] if head else cells) if row)
        width = max((len(row) for row in (head, *body)), default=0)
        span = self.page.span(node.line)
        caption = _beside_rows(node)
        if not width or any(isinstance(one, str) or one.name != "caption" for one in caption):
            # Words between the rows have no place in a table: all of it is prose, in its order.
            return self.elements(Node("div", node.line, {}, node.children))
        return [
            *self.elements(Node("div", node.line, {}, caption)),
            Table(head, body, ("",) * width, span),
        ]

    def _cell(self, cell: Node) -> Inlines:
        blocks = as_blocks(self.elements(cell))
        found: list[Inline] = []
        for block in blocks:
            if found:
                found.append(LineBreak())
            found.extend(block.inlines if isinstance(block, Paragraph) else _flat(block))
        return tuple(found)

    def figure(self, node: Node) -> list[Element]:
        """Return a picture with its caption; other content stays beside it."""
        caption = next(
            (c for c in node.children if isinstance(c, Node) and c.name == "figcaption"), None
        )
        inner = self.elements(
            Node("div", node.line, {}, [c for c in node.children if c is not caption])
        )
        words = _trimmed(self.inlines(caption.children)) if caption else ()
        if len(inner) == 1 and isinstance(inner[0], Figure) and words:
            picture = inner[0]
            return [Figure(picture.src, picture.alt, words, picture.span)]
        return [*inner, *(self.elements(caption) if caption else [])]

    def inlines(self, children: "list[Node | Words]") -> Inlines:
        """Return what inline elements and words make."""
        found: list[Inline] = []
        for child in children:
            if isinstance(child, str):
                if child:
                    found.append(Text(_SPACES.sub(" ", child)))
                continue
            if child.name in PROGRAM:
                continue
            if child.name in BLOCKS:
                found.append(Text(" "))
                for block in as_blocks(self.block(child)):
                    found.extend((*_flat(block), Text(" ")))
                continue
            meaning = tags.read_element(child.name, child.given, self.page, child.line)
            inside = self.inlines(child.children)
            if child.name in tags.PARTING:
                inside = (Text(" "), *inside, Text(" "))
            made = meaning.leaf or (meaning.make(inside) if meaning.make and inside else None)
            found.extend((made,) if made is not None else inside)
        return _joined(found)


_MAKERS: Final[dict[str, Callable[[_Reader, Node], list[Element]]]] = {
    "hr": _Reader.rule,
    "pre": _Reader.verbatim,
    "textarea": _Reader.verbatim,
    "ul": _Reader.listing,
    "ol": _Reader.listing,
    "menu": _Reader.listing,
    "table": _Reader.table,
    "blockquote": _Reader.quotation,
    "figure": _Reader.figure,
}


def _figure(image: Image, caption: Inlines, line: int, page: Page) -> Figure:
    words: Inlines = caption or ((Text(image.title),) if image.title else ())
    return Figure(image.src, image.alt, words, page.span(line))


def _rows(node: Node) -> list[Node]:
    """Return a table's rows; a cell that stands in none makes one."""
    found: list[Node] = []
    for child in (child for child in node.children if isinstance(child, Node)):
        if child.name in {"td", "th"}:
            found.append(Node("tr", child.line, {}, [child]))
        elif child.name == "tr":
            found.append(child)
        elif child.name in ROW_GROUPS:
            found.extend(_rows(child))
    return found


def _beside_rows(node: Node) -> "list[Node | Words]":
    """Return what stands in a table and in no row: its caption, and what strayed there."""
    found: list[Node | Words] = []
    for child in node.children:
        if not isinstance(child, str) and child.name in ROW_GROUPS:
            found.extend(_beside_rows(child))
        elif child.strip() if isinstance(child, str) else child.name not in ROWED:
            found.append(child)
    return found


def _cells(row: Node) -> list[Node]:
    """Return a row's cells; words that stand in none make one."""
    return [
        child if isinstance(child, Node) else Node("td", child.line, {}, [child])
        for child in row.children
        if isinstance(child, Node) or child.strip()
    ]


def _shows(child: Node | Words) -> bool:
    """Say whether a child of a paragraph leaves something in it."""
    return child.name not in PROGRAM if isinstance(child, Node) else bool(child.strip())


def _words(node: Node) -> str:
    return "".join(
        c if isinstance(c, str) else "\n" if c.name == "br" else _words(c) for c in node.children
    )


def _flat(block: Block) -> Inlines:
    """Return the inlines of a block that stands where only words can."""
    found: list[Inline] = []
    for run in runs(block):
        if run:
            found.extend((Text(" "), *run) if found else run)
    return tuple(found)


def _joined(inlines: list[Inline]) -> Inlines:
    """Join neighbouring texts, with runs of spaces as one."""
    found: list[Inline] = []
    for are_texts, group in groupby(inlines, lambda inline: isinstance(inline, Text)):
        some = tuple(group)
        found.extend((Text(tidy(plain_text(some))),) if are_texts else some)
    return tuple(found)


def _trimmed(inlines: Inlines) -> Inlines:
    """Drop white space at both ends."""
    found = list(inlines)
    while found and isinstance(found[0], Text) and not found[0].text.strip(" "):
        del found[0]
    while found and isinstance(found[-1], Text) and not found[-1].text.strip(" "):
        del found[-1]
    if found and isinstance(found[0], Text):
        found[0] = Text(found[0].text.lstrip(" "))
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip(" "))
    return tuple(found)
