"""Text flows: inlines flattened to one string, edited, and built up again.

A flow is what is read in one breath: a paragraph, a heading, a stanza. Italics and links do not
interrupt it, so a quotation that begins in roman and ends in italic is one quotation. Code is
opaque: it counts as word characters that no pass knows, and so is a picture among words. Note calls
have no width.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from bookmaker.book import (
    Code,
    Image,
    Inline,
    Inlines,
    Language,
    LineBreak,
    NoteReference,
    Text,
)
from bookmaker.diagnostics import Span

OPAQUE: Final = "\ufffc"
"""Stands in a flow for each character of code, and for a picture."""


class Kind(Enum):
    """What a flow is to its neighbours."""

    PROSE = auto()
    VERSE = auto()  # its line ends are "\n"; its spaces are the author's
    LABEL = auto()  # stands alone: heading, title, cell, attribution, caption


@dataclass(frozen=True, slots=True)
class Flow:
    """The characters of `parts`, joined by line ends.

    `continues` says that the flow before it is its neighbour in one run of blocks, so that a
    quotation may go on from there. `lines` are the manuscript's line numbers and the offsets at
    which they begin; `foreign` are the stretches in another language.
    """

    text: str
    parts: tuple[Inlines, ...]
    span: Span
    kind: Kind = Kind.PROSE
    continues: bool = False
    lines: tuple[tuple[int, int], ...] = ()
    foreign: tuple[tuple[int, int, str], ...] = ()

    def place(self, offset: int) -> Span:
        """Return the manuscript line on which the character at `offset` was typed."""
        if not self.lines:
            return self.span
        index = bisect_right(self.lines, (offset, 1 << 60)) - 1
        return Span(self.span.path, self.lines[index][1] if index >= 0 else self.span.line)

    def around(self, offset: int, reach: int = 28) -> str:
        """Return the words around the character at `offset`, which stands in brackets."""
        start, end = max(0, offset - reach), offset + 1 + reach
        before, after = self.text[start:offset], self.text[offset + 1 : end]
        before = before.partition(" ")[2] if start and " " in before else before
        after = after.rpartition(" ")[0] if end < len(self.text) and " " in after else after
        return " ".join(f"{before}[{self.text[offset]}]{after}".split())

    def language(self, offset: int, default: str) -> str:
        """Return the language tag at `offset`; the innermost stretch wins."""
        for start, end, tag in reversed(self.foreign):
            if start <= offset < end:
                return tag
        return default


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put `text` in place of the characters from `start` to `end`; never an empty range."""

    start: int
    end: int
    text: str
    reason: str = ""


def flatten(parts: tuple[Inlines, ...]) -> str:
    """Return the text of a flow. A lone run of text is returned as the very object it is."""
    if len(parts) == 1 and len(parts[0]) == 1 and isinstance(parts[0][0], Text):
        return parts[0][0].text
    return "\n".join("".join(_flat(inline) for inline in part) for part in parts)


def _flat(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case Code(text):
            return OPAQUE * len(text)
        case LineBreak():
            return "\n"
        case Image():
            return OPAQUE
        case NoteReference():
            return ""
        case _:
            return "".join(_flat(child) for child in inline.children)


def foreign_stretches(parts: tuple[Inlines, ...]) -> tuple[tuple[int, int, str], ...]:
    """Return where other languages stand in the flow of `parts`: start, end, tag; outer first."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for part in parts:
        for inline in part:
            found.extend(_stretches(inline, at))
            at += len(_flat(inline))
        at += 1
    return tuple(found)


def _stretches(inline: Inline, at: int) -> Iterator[tuple[int, int, str]]:
    if isinstance(inline, Text | Code | LineBreak | Image | NoteReference):
        return
    if isinstance(inline, Language):
        yield at, at + len(_flat(inline)), inline.tag
    for child in inline.children:
        yield from _stretches(child, at)
        at += len(_flat(child))


def in_flow(inlines: Inlines, starts: Sequence[int]) -> tuple[int, ...]:
    """Return where ascending offsets of the plain text of `inlines` stand in their flow.

    A picture among words has a character in the flow and none in the plain text.
    """
    places = [place - number for number, place in enumerate(_pictures(inlines, 0))]
    return tuple(at + bisect_left(places, at) for at in starts)


def in_text(inlines: Inlines, starts: Sequence[int]) -> tuple[int, ...]:
    """Return where offsets of the flow of `inlines` stand in their plain text."""
    places = list(_pictures(inlines, 0))
    return tuple(at - bisect_left(places, at) for at in starts)


def _pictures(inlines: Inlines, at: int) -> Iterator[int]:
    for inline in inlines:
        if isinstance(inline, Image):
            yield at
        elif not isinstance(inline, Text | Code | LineBreak | NoteReference):
            yield from _pictures(inline.children, at)
        at += len(_flat(inline))


def merge(edits: Sequence[Sequence[Edit]]) -> list[Edit]:
    """Put the edits of several passes in order; where two overlap the earlier pass wins."""
    if sum(map(bool, edits)) <= 1:
        return next((sorted(some) for some in edits if some), [])
    ranked = sorted((e.start, rank, e) for rank, some in enumerate(edits) for e in some)
    kept: list[tuple[int, Edit]] = []
    for _, rank, edit in ranked:
        while kept and kept[-1][1].end > edit.start and kept[-1][0] > rank:
            kept.pop()
        if not kept or kept[-1][1].end <= edit.start:
            kept.append((rank, edit))
    return [edit for _, edit in kept]


def rebuild(parts: tuple[Inlines, ...], edits: Sequence[Edit]) -> tuple[Inlines, ...]:
    """Apply sorted, disjoint `edits` to the flow of `parts`.

    What is untouched stays the object it is.
    """
    builder = _Builder(edits)
    made = []
    for part in parts:
        made.append(builder.inlines(part))
        builder.at += 1
    return tuple(made)


def edited_flow(flow: Flow, edits: Sequence[Edit]) -> Flow:
    """Return `flow` with its text edited; its parts stay those it was read from."""
    pieces, done = [], 0
    for edit in edits:
        pieces += [flow.text[done : edit.start], edit.text]
        done = edit.end
    ends = [(moved((start, end), edits), tag) for start, end, tag in flow.foreign]
    foreign = tuple((at[0], at[1], tag) for at, tag in ends)
    return replace(flow, text="".join([*pieces, flow.text[done:]]), foreign=foreign)


def moved(offsets: Sequence[int], edits: Sequence[Edit]) -> tuple[int, ...]:
    """Return where ascending `offsets` of a flow stand once `edits` are made."""
    result: list[int] = []
    shift = index = 0
    for offset in offsets:
        while index < len(edits) and edits[index].end <= offset:
            shift += len(edits[index].text) - (edits[index].end - edits[index].start)
            index += 1
        inside = index < len(edits) and edits[index].start < offset
        result.append((edits[index].start if inside else offset) + shift)
    return tuple(result)


class _Builder:
    """Walks inlines in step with the edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self.index = 0
        self.at = 0

    def inlines(self, inlines: Inlines) -> Inlines:
        made = tuple(self._inline(inline) for inline in inlines)
        if all(new is old for new, old in zip(made, inlines, strict=True)):
            return inlines
        return tuple(new for new in made if new != Text(""))

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Text(text):
                made = self._text(text)
                return inline if made is text else Text(made)
            case Code(text):
                self.at += len(text)
                return inline
            case LineBreak():
                self.at += 1
                return inline
            case Image():
                self.at += 1
                return inline
            case NoteReference():
                return inline
            case _:
                children = self.inlines(inline.children)
                return inline if children is inline.children else replace(inline, children=children)

    def _text(self, text: str) -> str:
        start, end = self.at, self.at + len(text)
        self.at = end
        pieces, done = [], start
        while self.index < len(self.edits) and self.edits[self.index].start < end:
            edit = self.edits[self.index]
            pieces.append(text[done - start : max(edit.start - start, 0)])
            if edit.start >= start:  # the words of an edit over several runs go into the first
                pieces.append(edit.text)
            done = min(edit.end, end)
            if edit.end > end:
                break
            self.index += 1
        return "".join([*pieces, text[done - start :]]) if done > start or pieces else text
