"""Markdown inside a paragraph to inlines, in linear time.

The delimiter algorithm is CommonMark's (https://spec.commonmark.org/0.31.2/#phase-2-inline-structure),
kept linear by never looking at a delimiter twice for the same kind of closer and by building the
tree in one pass at the end. Text without signs, which is most of a novel, takes a fast path.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from html import unescape
from typing import Final

from bookmaker.book import (
    Code,
    Inlines,
    LineBreak,
    Link,
    NoteReference,
    Subscript,
    Superscript,
    Text,
)
from bookmaker.metadata import ILLEGAL
from bookmaker.readers.markdown import tags
from bookmaker.readers.markdown.emphasis import Maker, Run, pair_runs
from bookmaker.readers.markdown.links import read_link, safe_href
from bookmaker.readers.markdown.page import DEEPEST, Page
from bookmaker.readers.markdown.tag_names import BLOCKS, PROGRAM, is_tag
from bookmaker.readers.markdown.tree import CLOSE, Item, Mark, Tree, tidy
from bookmaker.readers.markdown.vault import Linked, read_wiki

SIGNS: Final = re.compile(r"[\\`*_\[<&^~]")
_TOKEN: Final = re.compile(
    r"\\[!-/:-@\[-`{-~\n]|`+|\*+|_+|~+|\^\[|\^|!\[|\[|\]|<"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|[ ]*\n"
)
_NOTE: Final = re.compile(r"\[\^([^\]\[\n]{1,200})\]")
_RAISED: Final = re.compile(r"\^([^\s^\[\]*_~`<]{1,80})\^")
_LOWERED: Final = re.compile(r"~([^\s~\[\]*_^`<]{1,80})~")
_AUTOLINK: Final = re.compile(
    r"<((?i:https?://|mailto:)[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})>"
)
_BREAKING: Final = 2  # this many spaces at a line's end keep the line


def parse_inlines(text: str, page: Page, line: int) -> Inlines:
    """Return the inlines of one paragraph.

    Args:
        text: its lines, joined by newlines, without indents.
        page: the manuscript under way.
        line: the number of its first line.

    Returns:
        Inlines whose `Text`s keep the newlines as typed, for `settle_lines`.
    """
    if not SIGNS.search(text) and "\n" not in text:
        return (Text(tidy(text)),) if text else ()
    return _Parser(text, page, line).parse()


class _Parser:
    """One paragraph under way."""

    def __init__(self, text: str, page: Page, line: int) -> None:
        self.text, self.page, self.line = text, page, line
        self.items: list[Item] = []
        self.runs: list[Run] = []
        self.brackets: list[Mark] = []
        self.tags: list[Mark] = []
        self.linked_below = 0
        self.ticks: dict[int, list[int]] | None = None
        self.absent: set[str] = set()
        self.newlines: list[int] | None = None

    def line_at(self, at: int) -> int:
        """Return the number of the line that the offset `at` stands on."""
        if self.newlines is None:
            self.newlines = [m.start() for m in re.finditer("\n", self.text)]
        return self.line + bisect_left(self.newlines, at)

    def find(self, needle: str, at: int) -> int:
        """Find `needle` from `at` on; a needle that was missed once is not looked for again."""
        if needle in self.absent:
            return -1
        found = self.text.find(needle, at)
        if found < 0:
            self.absent.add(needle)
        return found

    def parse(self) -> Inlines:
        """Return the inlines of the whole text."""
        text, items, at = self.text, self.items, 0
        search = _TOKEN.search
        while match := search(text, at):
            start = match.start()
            if start > at:
                items.append(text[at:start])
            at = _HANDLERS[match.group()[0]](self, match.group(), start)
        if at < len(text):
            items.append(text[at:])
        self._pair(0)
        for mark in self.tags[:DEEPEST]:
            self.page.tell("BM-READ-112", self.line_at(mark.place), name=f"<{mark.kind}>")
        tree = Tree()
        inlines = tree.grow(items)
        if tree.too_deep:
            self.page.tell("BM-READ-110", self.line, limit=DEEPEST)
        return inlines

    # ------------------------------------------------------------ what signs do
    # each takes the sign and its offset and returns the offset to go on from

    def on_escape(self, sign: str, at: int) -> int:
        """Backslash: the next sign is a character; before a line end, a hard break."""
        self.items.append(LineBreak() if sign[1] == "\n" else sign[1])
        return at + 2

    def on_newline(self, sign: str, at: int) -> int:
        """A line end: kept where two spaces stand before it."""
        self.items.append(LineBreak() if len(sign) > _BREAKING else "\n")
        return at + len(sign)

    def on_code(self, sign: str, at: int) -> int:
        """Backticks: verbatim up to a run of the same length."""
        if self.ticks is None:
            self.ticks = {}
            for match in re.finditer("`+", self.text):
                self.ticks.setdefault(len(match.group()), []).append(match.start())
        size = len(sign)
        places = self.ticks.get(size, [])
        index = bisect_left(places, at + size)
        if index == len(places):
            self.items.append(sign)
            return at + size
        verbatim = self.text[at + size : places[index]].replace("\n", " ")
        if verbatim[:1] == verbatim[-1:] == " " and verbatim.strip():
            verbatim = verbatim[1:-1]
        self.items.append(Code(verbatim))
        return places[index] + size

    def on_run(self, sign: str, at: int) -> int:
        """Stars and underscores: emphasis; tildes: strike and subscript."""
        end = at + len(sign)
        if sign[0] == "~" and len(sign) != 2:  # noqa: PLR2004  ~~struck~~
            return self._raise(_LOWERED, Subscript, sign, at)
        before = self.text[at - 1] if at else " "
        after = self.text[end] if end < len(self.text) else " "
        run = Run(sign, before, after)
        self.items.append(run)
        self.runs.append(run)
        return end

    def on_caret(self, sign: str, at: int) -> int:
        """`^[`: a note in place; `^x^`: superscript."""
        if sign == "^[":
            return self._open("note", sign, at)
        return self._raise(_RAISED, Superscript, sign, at)

    def _raise(
        self,
        pattern: re.Pattern[str],
        kind: type[Superscript | Subscript],
        sign: str,
        at: int,
    ) -> int:
        match = pattern.match(self.text, at) if len(sign) == 1 else None
        if not match:
            self.items.append(sign)
            return at + len(sign)
        self.items.append(kind((Text(match[1]),)))
        return match.end()

    def on_open(self, sign: str, at: int) -> int:
        """A bracket: the call of a note, or the beginning of a link, image or span."""
        if self.text.startswith("[[", at + (sign == "![")):
            linked = read_wiki(self.text, at)
            if linked is not None:
                return self._link(linked, at)
        if sign == "![" and _NOTE.match(self.text, at + 1):
            self.items.append("!")
            return at + 1
        match = _NOTE.match(self.text, at) if sign == "[" else None
        if not match:
            return self._open("image" if sign == "![" else "link", sign, at)
        label = match[1]
        if label in self.page.note_labels:
            self.page.called[label] = None
            self.items.append(NoteReference(label))
        else:
            self.page.tell("BM-READ-103", self.line_at(at), name=label)
            self.items.append(match.group())
        return match.end()

    def _link(self, linked: Linked, at: int) -> int:
        for typed in linked.withheld:
            self.page.cut("link", typed, self.line_at(at))
        if linked.inline is not None:
            self.items.append(linked.inline)
        return linked.end

    def _open(self, kind: str, sign: str, at: int) -> int:
        mark = Mark(kind, sign, at + len(sign), len(self.runs))
        mark.start = len(self.items)
        self.brackets.append(mark)
        self.items.append(mark)
        return at + len(sign)

    def on_close(self, sign: str, at: int) -> int:
        """A closing bracket: the end of a link, image, span or note, or a character."""
        end = at + 1
        if self.brackets:
            mark = self.brackets.pop()
            active = mark.kind != "link" or len(self.brackets) >= self.linked_below
            found = read_link(self.text, mark, at, self.page, self.line_at) if active else None
            self.linked_below = min(self.linked_below, len(self.brackets))
            if found:
                self._match(mark, found.make)
                if found.is_link:
                    self.linked_below = len(self.brackets)
                return found.end
        self.items.append(sign)
        return end

    def _match(self, mark: Mark, make: Maker) -> None:
        """Join the two halves of a bracket or tag; what was opened inside stays inside."""
        self._pair(mark.height)
        mark.make = make
        while self.tags and self.tags[-1].start > mark.start:
            self.tags.pop()
        while self.brackets and self.brackets[-1].start > mark.start:
            self.brackets.pop()
        self.items.append(CLOSE)

    def on_angle(self, sign: str, at: int) -> int:
        """An angle bracket: an address, a comment, a tag, or a character."""
        match = _AUTOLINK.match(self.text, at)
        if match:
            shown = match[1]
            href = shown if ":" in shown else f"mailto:{shown}"
            href = safe_href(href) or ""
            self.items.append(Link((Text(shown.removeprefix("mailto:")),), href) if href else shown)
            return match.end()
        if self.text.startswith("<!--", at):
            end = self.find("-->", at + 4)
            if end >= 0:
                kept = self.text[at + 4 : end]
                typed = kept if kept[:2] == kept[-2:] == "%%" else f"<!--{kept}-->"
                self.page.cut("comment", typed, self.line_at(at))
                return end + 3
        tag = tags.TAG.match(self.text, at, at + tags.LONGEST)
        return self._on_tag(tag, at) if tag else self._literal(sign, at)

    def _literal(self, sign: str, at: int) -> int:
        self.items.append(sign)
        return at + len(sign)

    def _on_tag(self, match: re.Match[str], at: int) -> int:
        name, attributes = match["name"].lower(), match["attributes"]
        if not is_tag(name, tags.bare_attributes(attributes) if attributes else []):
            return self._literal("<", at)
        line = self.line_at(at)
        if attributes:
            self.page.withhold("markup", match.group(), self.page.span(line))
        if name in BLOCKS or name in tags.PARTING:
            self.items.append(" ")
        if match["end"]:
            return self._end_tag(name, match)
        found = tags.read_tag(name, attributes, self.page, line)
        if name in PROGRAM:
            return self._program(name, match, line)
        if found.leaf is not None:
            self.items.append(found.leaf)
        elif found.make is not None and not match["void"]:
            mark = Mark(name, "", match.end(), len(self.runs))
            mark.start = len(self.items)
            mark.will_make = found.make
            self.items.append(mark)
            self.tags.append(mark)
        return match.end()

    def _end_tag(self, name: str, match: re.Match[str]) -> int:
        if any(mark.kind == name for mark in self.tags[-DEEPEST:]):
            while self.tags[-1].kind != name:
                self.tags.pop()
            mark = self.tags.pop()
            if mark.will_make:
                self._match(mark, mark.will_make)
        return match.end()

    def _program(self, name: str, match: re.Match[str], line: int) -> int:
        end = self.find(f"</{name}", match.end())
        end = len(self.text) if end < 0 else end
        self.page.tell("BM-READ-109", line, name=f"<{name}>")
        if self.text[match.end() : end].strip():
            self.page.cut("program", self.text[match.start() : end], line)
        return end

    def on_entity(self, sign: str, at: int) -> int:
        """An entity: its character, if XML can hold it."""
        character = unescape(sign)
        legal = character != sign and not ILLEGAL.search(character)
        self.items.append(character if legal else sign)
        return at + len(sign)

    # ------------------------------------------------------------ emphasis

    def _pair(self, height: int) -> None:
        """Match the runs above `height` with each other and drop them."""
        if len(self.runs) > height:
            pair_runs(self.runs[height:])
            del self.runs[height:]


_HANDLERS: Final[dict[str, Callable[[_Parser, str, int], int]]] = {
    "\\": _Parser.on_escape,
    "`": _Parser.on_code,
    "*": _Parser.on_run,
    "_": _Parser.on_run,
    "~": _Parser.on_run,
    "^": _Parser.on_caret,
    "!": _Parser.on_open,
    "[": _Parser.on_open,
    "]": _Parser.on_close,
    "<": _Parser.on_angle,
    "&": _Parser.on_entity,
    "\n": _Parser.on_newline,
    " ": _Parser.on_newline,
}
