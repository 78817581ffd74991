"""The tree of a piece of HTML: nodes and words, each with its line; closed as browsers do it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, Self

from bookmaker.metadata import ILLEGAL
from bookmaker.readers.markdown.page import DEEPEST, Page
from bookmaker.readers.markdown.tag_names import CLOSED_BY, PROGRAM, is_tag

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

    def __init__(self, first: int, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.first, self.page = first, page
        self.root = Node("body", first)
        self.open = [self.root]

    def _line(self) -> int:
        return self.first + self.getpos()[0] - 1

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

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and self.open[-1].name == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element and all that was left open in it."""
        if any(node.name == tag for node in self.open[1:]):
            while self.open[-1].name != tag:
                self.open.pop()
            self.open.pop()
        elif not is_tag(tag, []):
            self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep words; a program's are withheld."""
        if any(node.name in PROGRAM for node in self.open):
            name = self.open[-1].name
            if data.strip():
                self.page.tell("BM-READ-109", self._line(), name=f"<{name}>")
                self.page.withhold("program", data, self.page.span(self._line()))
            return
        self.open[-1].children.append(Words(ILLEGAL.sub("\ufffd", data), self._line()))

    def handle_comment(self, data: str) -> None:
        """Withhold a comment."""
        self.page.withhold("comment", data, self.page.span(self._line()))

    def handle_decl(self, decl: str) -> None:
        """Withhold a declaration."""
        self.page.withhold("markup", decl, self.page.span(self._line()))

    def handle_pi(self, data: str) -> None:
        """Withhold a processing instruction."""
        self.page.withhold("markup", data, self.page.span(self._line()))

    unknown_decl = handle_pi  # a CDATA section or the like

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Take a section of no known kind (`<![[`) for a comment, as browsers do.

        The library holds its name to be one and fails by an assertion.
        """
        try:
            return super().parse_marked_section(i, bool(report))
        except AssertionError:
            return self.parse_bogus_comment(i, bool(report))


def grow(chunk: str, first: int, page: Page) -> Node:
    """Return the tree of a piece of HTML; `first` is the number of its first line."""
    builder = _Builder(first, page)
    builder.feed(chunk)
    builder.close()
    if builder.rawdata:
        page.withhold("program", builder.rawdata, page.span(first))
    return builder.root
