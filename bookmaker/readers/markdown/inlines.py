"""Markdown inside a paragraph to inlines, in linear time.

The delimiter algorithm is CommonMark's (https://spec.commonmark.org/0.31.2/#phase-2-inline-structure),
kept linear by never looking at a delimiter twice for the same kind of closer and by building the
tree in one pass at the end. Text without signs, which is most of a novel, takes a fast path.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from html import unescape
from typing import Final

from bookmaker.book import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteReference,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from bookmaker.readers.markdown import tags
from bookmaker.readers.markdown.links import read_link, safe_href
from bookmaker.readers.markdown.page import DEEPEST, Page

SIGNS: Final = re.compile(r"[\\`*_\[<&^~]")
_TOKEN: Final = re.compile(
    r"\\[!-/:-@\[-`{-~\n]|`+|\*+|_+|~+|\^\[|\^|!\[|\[|\]|<"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|[ ]*\n"
)
_SPACES: Final = re.compile(r" {2,}")
_NOTE: Final = re.compile(r"\[\^([^\]\[\n]{1,200})\]")
_RAISED: Final = re.compile(r"\^([^\s^\[\]*_~`<]{1,80})\^")
_LOWERED: Final = re.compile(r"~([^\s~\[\]*_^`<]{1,80})~")
_AUTOLINK: Final = re.compile(
    r"<((?i:https?://|mailto:)[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})>"
)
_BREAKING: Final = 2  # this many spaces at a line's end keep the line
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Maker = Callable[[Inlines], Inline | None]


class _Run:
    """A run of `*`, `_` or `~~`: what it may do and, later, what it opens and closes."""

    __slots__ = ("can_close", "can_open", "char", "closes", "count", "opens", "typed")

    def __init__(self, char: str, count: int, *, can_open: bool, can_close: bool) -> None:
        self.char, self.count, self.typed = char, count, count
        self.can_open, self.can_close = can_open, can_close
        self.opens: list[Maker] = []
        self.closes = 0


class Mark:
    """A bracket or tag; `make` is set once its other half was found."""

    __slots__ = ("height", "kind", "literal", "make", "place", "start", "will_make")

    def __init__(self, kind: str, literal: str, place: int = 0, height: int = 0) -> None:
        """Keep what was typed; `place` is the offset behind it, `height` of the delimiters."""
        self.kind, self.literal, self.place, self.height = kind, literal, place, height
        self.start = 0
        self.make: Maker | None = None
        self.will_make: Maker = Emphasis


_CLOSE: Final = Mark("close", "")
_Item = str | Inline | _Run | Mark


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


def tidy(text: str) -> str:
    """Return text with runs of spaces as one."""
    return _SPACES.sub(" ", text) if "  " in text else text


class _Parser:
    """One paragraph under way."""

    def __init__(self, text: str, page: Page, line: int) -> None:
        self.text, self.page, self.line = text, page, line
        self.items: list[_Item] = []
        self.runs: list[_Run] = []
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
        return self._build()

    # ------------------------------------------------------------ what signs do
    # each takes the token and its offset and returns the offset to go on from

    def on_escape(self, token: str, at: int) -> int:
        """Backslash: the next sign is a character; before a line end, a hard break."""
        self.items.append(LineBreak() if token[1] == "\n" else token[1])
        return at + 2

    def on_newline(self, token: str, at: int) -> int:
        """A line end: kept where two spaces stand before it."""
        self.items.append(LineBreak() if len(token) > _BREAKING else "\n")
        return at + len(token)

    def on_code(self, token: str, at: int) -> int:
        """Backticks: verbatim up to a run of the same length."""
        if self.ticks is None:
            self.ticks = {}
            for match in re.finditer("`+", self.text):
                self.ticks.setdefault(len(match.group()), []).append(match.start())
        size = len(token)
        places = self.ticks.get(size, [])
        index = bisect_left(places, at + size)
        if index == len(places):
            self.items.append(token)
            return at + size
        verbatim = self.text[at + size : places[index]].replace("\n", " ")
        if verbatim[:1] == verbatim[-1:] == " " and verbatim.strip():
            verbatim = verbatim[1:-1]
        self.items.append(Code(verbatim))
        return places[index] + size

    def on_run(self, token: str, at: int) -> int:
        """Stars and underscores: emphasis; tildes: strike and subscript."""
        end = at + len(token)
        if token[0] == "~" and len(token) != 2:  # noqa: PLR2004  ~~struck~~
            return self._raise(_LOWERED, Subscript, token, at)
        before = self.text[at - 1] if at else " "
        after = self.text[end] if end < len(self.text) else " "
        left, right = _flanks(before, after)
        can_open, can_close = left, right
        if token[0] == "_":
            can_open = left and (not right or _is_punctuation(before))
            can_close = right and (not left or _is_punctuation(after))
        run = _Run(token[0], len(token), can_open=can_open, can_close=can_close)
        self.items.append(run)
        self.runs.append(run)
        return end

    def on_caret(self, token: str, at: int) -> int:
        """`^[`: a note in place; `^x^`: superscript."""
        if token == "^[":
            return self._open("note", token, at)
        return self._raise(_RAISED, Superscript, token, at)

    def _raise(
        self,
        pattern: re.Pattern[str],
        kind: type[Superscript | Subscript],
        token: str,
        at: int,
    ) -> int:
        match = pattern.match(self.text, at) if len(token) == 1 else None
        if not match:
            self.items.append(token)
            return at + len(token)
        self.items.append(kind((Text(match[1]),)))
        return match.end()

    def on_open(self, token: str, at: int) -> int:
        """A bracket: the call of a note, or the beginning of a link, image or span."""
        if token == "![" and _NOTE.match(self.text, at + 1):
            self.items.append("!")
            return at + 1
        match = _NOTE.match(self.text, at) if token == "[" else None
        if not match:
            return self._open("image" if token == "![" else "link", token, at)
        label = match[1]
        if label in self.page.note_labels:
            self.page.called[label] = None
            self.items.append(NoteReference(label))
        else:
            self.page.tell("BM-READ-103", self.line_at(at), name=label)
            self.items.append(match.group())
        return match.end()

    def _open(self, kind: str, token: str, at: int) -> int:
        mark = Mark(kind, token, at + len(token), len(self.runs))
        mark.start = len(self.items)
        self.brackets.append(mark)
        self.items.append(mark)
        return at + len(token)

    def on_close(self, token: str, at: int) -> int:
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
        self.items.append(token)
        return end

    def _match(self, mark: Mark, make: Maker) -> None:
        """Join the two halves of a bracket or tag; what was opened inside stays inside."""
        self._pair(mark.height)
        mark.make = make
        while self.tags and self.tags[-1].start > mark.start:
            self.tags.pop()
        while self.brackets and self.brackets[-1].start > mark.start:
            self.brackets.pop()
        self.items.append(_CLOSE)

    def on_angle(self, token: str, at: int) -> int:
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
                self.page.withhold("comment", kept, self.page.span(self.line_at(at)))
                return end + 3
        tag = tags.TAG.match(self.text, at, at + tags.LONGEST)
        return self._on_tag(tag, at) if tag else self._literal(token, at)

    def _literal(self, token: str, at: int) -> int:
        self.items.append(token)
        return at + len(token)

    def _on_tag(self, match: re.Match[str], at: int) -> int:
        name, line = match["name"].lower(), self.line_at(at)
        if match["end"]:
            return self._end_tag(name, match)
        found = tags.read_tag(name, match["attributes"], self.page, line)
        if name in tags.PROGRAM:
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
            self._match(mark, mark.will_make)
        return match.end()

    def _program(self, name: str, match: re.Match[str], line: int) -> int:
        end = self.find(f"</{name}", match.end())
        end = len(self.text) if end < 0 else end
        self.page.tell("BM-READ-109", line, name=f"<{name}>")
        kept = self.text[match.end() : end]
        if kept.strip():
            self.page.withhold("program", kept, self.page.span(line))
        return end

    def on_entity(self, token: str, at: int) -> int:
        """An entity: its character, if XML can hold it."""
        character = unescape(token)
        legal = character != token and not _ILLEGAL.search(character)
        self.items.append(character if legal else token)
        return at + len(token)

    # ------------------------------------------------------------ emphasis

    def _pair(self, height: int) -> None:
        """Match the runs above `height` with each other and drop them."""
        if len(self.runs) > height:
            pair_runs(self.runs[height:])
            del self.runs[height:]

    # ------------------------------------------------------------ the tree

    def _build(self) -> Inlines:
        root: list[Inline] = []
        stack: list[tuple[Maker | None, list[Inline]]] = [(None, root)]
        text: list[str] = []

        def flush() -> None:
            joined = "".join(text)
            text.clear()
            if joined:
                stack[-1][1].append(Text(tidy(joined)))

        def push(make: Maker) -> None:
            flush()
            if len(stack) > DEEPEST:
                self.page.tell("BM-READ-110", self.line, limit=DEEPEST)
                stack.append((None, stack[-1][1]))
            else:
                stack.append((make, []))

        def pop() -> None:
            flush()
            make, children = stack.pop()
            made = make(tuple(children)) if make and children else None
            if made is not None:
                stack[-1][1].append(made)
            elif make:
                stack[-1][1].extend(children)

        for item in self.items:
            if isinstance(item, str):
                text.append(item)
            elif isinstance(item, _Run):
                for _ in range(item.closes):
                    pop()
                text.append(item.char * item.count)
                for make in reversed(item.opens):
                    push(make)
            elif not isinstance(item, Mark):
                flush()
                stack[-1][1].append(item)
            elif item is _CLOSE:
                pop()
            elif item.make:
                push(item.make)
            else:
                text.append(item.literal)
        flush()
        return tuple(root)


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Say whether a run leans on the word after it, and on the word before it."""
    space_before, space_after = before.isspace(), after.isspace()
    sign_before, sign_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not sign_after or space_before or sign_before)
    right = not space_before and (not sign_before or space_after or sign_after)
    return left, right


def _is_punctuation(character: str) -> bool:
    return not character.isalnum() and unicodedata.category(character)[0] in "PS"


def pair_runs(runs: list[_Run]) -> None:
    """Match openers and closers; see CommonMark, "process emphasis"."""
    stack: list[_Run] = []
    bottoms: dict[tuple[str, int, bool], int] = {}
    for run in runs:
        while run.can_close and run.count:
            key = (run.char, run.typed % 3, run.can_open)
            found = _find_opener(stack, bottoms.get(key, 0), run)
            if found < 0:
                bottoms[key] = len(stack)
                break
            del stack[found + 1 :]
            _join(stack[found], run)
            if not stack[found].count:
                stack.pop()
            for name, bottom in bottoms.items():
                if bottom > len(stack):
                    bottoms[name] = len(stack)
        if run.can_open and run.count:
            stack.append(run)


def _find_opener(stack: list[_Run], bottom: int, closer: _Run) -> int:
    for index in range(len(stack) - 1, bottom - 1, -1):
        opener = stack[index]
        if opener.char != closer.char:
            continue
        both = opener.can_close or closer.can_open
        if both and (opener.typed + closer.typed) % 3 == 0 and (opener.typed % 3 or closer.typed % 3):
            continue
        if opener.char == "~" and opener.count != closer.count:
            continue
        return index
    return -1


def _join(opener: _Run, closer: _Run) -> None:
    if opener.char == "~":
        size, make = 2, Strike
    elif opener.count >= 2 and closer.count >= 2:  # noqa: PLR2004  two make it strong
        size, make = 2, Strong
    else:
        size, make = 1, Emphasis
    opener.count -= size
    closer.count -= size
    opener.opens.append(make)
    closer.closes += 1


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
