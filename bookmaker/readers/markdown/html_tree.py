"""The tree of a piece of HTML: nodes and words, each with its line; closed as browsers do it."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, Self

from bookmaker.metadata import ILLEGAL
from bookmaker.readers.markdown.page import DEEPEST, Page
from bookmaker.readers.markdown.tag_names import CLOSED_BY, PROGRAM, is_tag
from bookmaker.readers.markdown.vault import as_typed

_VOID: Final = frozenset(
    ("br", "hr", "img", "wbr", "meta", "link", "base", "input", "embed", "param", "source", "track",
     "area", "col")
)  # fmt: skip
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
TRANSPARENT: Final = frozenset(
    ("div", "section", "article", "main", "center", "header", "footer", "body", "html", "address",
     "thead", "tbody", "tfoot", "figure", "figcaption", "li", "tr", "td", "th", "p", "dl", "dt",
     "dd", "hgroup")
)  # fmt: skip
BLOCKS: Final = TRANSPARENT | frozenset(
    ("blockquote", "ul", "ol", "table", "pre", "hr", "aside", "form", "fieldset", "details",
     "summary", "nav", "menu", "title", "head", "caption", "button", "textarea", "select", "option",
     "svg", "math", *HEADINGS)
)  # fmt: skip


@dataclass(slots=True)
class Node:
    """An element: its name, the number of its line, its attributes, what it holds."""

    name: str
    line: int
    given: dict[str, str] = field(default_factory=dict)
    children: "list[Node | Words]" = field(default_factory=list)


class Words(str):
    """Words, and the number of the line on which the first of them stands."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> Self:
        """Keep both; `line` is where the white space before the words begins."""
        self = super().__new__(cls, text)
        self.line = line + text.count("\n", 0, len(text) - len(text.lstrip()))
        return self


class _Builder(HTMLParser):
    """Grows a tree of a piece of HTML; closes what is open as browsers do, roughly."""

    def __init__(self, chunk: str, first: int, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.chunk, self.first, self.page = chunk, first, page
        self.starts = [0, *(match.end() for match in re.finditer("\n", chunk))]
        self.root = Node("body", first)
        self.open = [self.root]
        self.program: tuple[int, str] | None = None  # where one began that is open, its tag

    def _at(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def _line(self) -> int:
        return self.first + self.getpos()[0] - 1

    def _cut(self, kind: str, data: str) -> None:
        """Withhold what stands here: `data` between the signs of its kind."""
        start = self._at()
        inside = self.chunk.find(data, start)
        end = self.chunk.find(">", inside + len(data)) + 1
        self.page.cut(kind, as_typed(self.chunk[start:end] if end else data), self._line())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; what is no HTML after all is words."""
        typed = self.get_starttag_text() or ""
        if not is_tag(tag, attrs):
            self.handle_data(typed)
            return
        if attrs:
            self.page.withhold("markup", typed, self.page.span(self._line()))
        if tag in BLOCKS and self.open[-1].name == "p":
            self.open.pop()
        while self.open[-1].name in CLOSED_BY.get(tag, ()):
            self.open.pop()
        node = Node(tag, self._line(), {key: value or "" for key, value in attrs})
        if len(self.open) > DEEPEST:
            self.page.tell("BM-READ-110", self._line(), limit=DEEPEST)
            return
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)
        if tag in PROGRAM:
            self.program = self._at(), tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and self.open[-1].name == tag:
            self.open.pop()
        self.program = None

    def handle_endtag(self, tag: str) -> None:
        """Close an element and all that was left open in it."""
        if tag in PROGRAM:
            self.end_program(self._at())
        if any(node.name == tag for node in self.open[1:]):
            while self.open[-1].name != tag:
                self.open.pop()
            self.open.pop()
        elif not is_tag(tag, []):
            self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep words, a program's excepted."""
        if not any(node.name in PROGRAM for node in self.open):
            self.open[-1].children.append(Words(ILLEGAL.sub("\ufffd", data), self._line()))

    def handle_comment(self, data: str) -> None:
        """Withhold a comment."""
        self._cut("comment", data)

    def handle_decl(self, decl: str) -> None:
        """Withhold a declaration."""
        self._cut("markup", decl)

    def handle_pi(self, data: str) -> None:
        """Withhold a processing instruction."""
        self._cut("markup", data)

    unknown_decl = handle_pi  # a CDATA section or the like

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Take a section of no known kind (`<![[`) for a comment, as browsers do.

        The library holds its name to be one and fails by an assertion.
        """
        try:
            return super().parse_marked_section(i, bool(report))
        except AssertionError:
            return self.parse_bogus_comment(i, bool(report))

    def end_program(self, end: int) -> None:
        """Withhold the program that is open; with its tag, for words beside it may say the same."""
        if self.program is not None:
            begin, tag = self.program
            typed = self.chunk[begin:end]
            if typed.partition(">")[2].strip():
                line = self.first + bisect_right(self.starts, begin) - 1
                self.page.tell("BM-READ-109", line, name=f"<{tag}>")
                self.page.cut("program", typed, line)
            self.program = None


def grow(chunk: str, first: int, page: Page) -> Node:
    """Return the tree of a piece of HTML; `first` is the number of its first line."""
    builder = _Builder(chunk, first, page)
    builder.feed(chunk)
    builder.close()
    builder.end_program(len(chunk))
    return builder.root
