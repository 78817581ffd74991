"""The few marks people type inside plain text: `_italic_`, `*italic*`, `**bold**`, `=bold=`, notes.

A mark counts only where it hugs a word on the inside and no word on the outside, and only when it
is closed in the same paragraph: `snake_case`, `2 * 3` and a lone `_` stay what they are. Text
without marks, which is nearly all of it, takes a fast path.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from bookmaker.book import (
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    NoteReference,
    Strong,
    Text,
)

_SPACES: Final = re.compile(
    r"[ \t\f\v\x1c-\x1f\x85\u2028\u2029\n]{2,}|[\t\f\v\x1c-\x1f\x85\u2028\u2029\n]"
)
_MARKED: Final = re.compile(
    r"(?<![\w_])_(?=[^\s_])(?P<italic>[^_]*?[^\s_])_(?![\w_])"
    r"|(?<![\w*])\*\*\*(?=[^\s*])(?P<both>[^*]*?[^\s*])\*\*\*(?![\w*])"
    r"|(?<![\w*])\*\*(?=[^\s*])(?P<strong>[^*]*?[^\s*])\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=[^\s*])(?P<star>[^*]*?[^\s*])\*(?![\w*])"
    r"|(?<![\w=])=(?=[^\s=])(?P<bold>[^=]*?[^\s=])=(?![\w=])"
    r"|\[(?P<note>\^?[0-9A-Za-z*†‡]{1,12})\]"
)
_NO_NOTES: Final[Mapping[str, str]] = {}


@dataclass(slots=True)
class _Flow:
    """One paragraph under way: its inlines, the plain text's length, and where line ends fell."""

    notes: Mapping[str, str]
    removed_at: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)

    def drop(self, start: int, count: int) -> None:
        """Note that `count` characters at `start` of the typed text are marks, not text."""
        if count:
            before = self.removed[-1] if self.removed else 0
            self.removed_at.append(start)
            self.removed.append(before + count)

    def moved(self, offset: int) -> int:
        """Return where the typed `offset` stands in the plain text."""
        index = bisect_right(self.removed_at, offset)
        return offset - (self.removed[index - 1] if index else 0)


def has_signs(text: str) -> bool:
    """Say whether a text may hold marks."""
    return "_" in text or "*" in text or "[" in text or "=" in text


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space (no-break spaces are kept)."""
    if "  " not in text and text.isprintable():
        return text
    return _SPACES.sub(" ", text) if _SPACES.search(text) else text


def mark_up(text: str, notes: Mapping[str, str] = _NO_NOTES) -> Inlines:
    """Return one line or paragraph of typed text as inlines; `notes` maps labels to note ids."""
    text = squeeze(text.strip())
    if not has_signs(text):
        return (Text(text),) if text else ()
    return _parse(text, 0, _Flow(notes))


def mark_up_lines(
    lines: Iterable[str], notes: Mapping[str, str] = _NO_NOTES
) -> tuple[Inlines, tuple[int, ...]]:
    """Return a hard-wrapped paragraph as inlines and the offsets of its 2nd, 3rd ... line.

    An empty line is one whose words were taken out of the paragraph.
    """
    pieces = [line.strip() for line in lines]
    text = " ".join(pieces)
    if not all(pieces) or squeeze(text) != text:
        pieces = [squeeze(piece) for piece in pieces]
        text = " ".join(filter(None, pieces))
    starts = [*accumulate([len(piece) + bool(piece) for piece in pieces[:-1]])]
    if not has_signs(text):
        return ((Text(text),) if text else ()), tuple(starts)
    flow = _Flow(notes)
    inlines = _parse(text, 0, flow)
    return inlines, tuple(map(flow.moved, starts))


def mark_up_kept(lines: Iterable[str], notes: Mapping[str, str] = _NO_NOTES) -> Inlines:
    """Return lines whose ends are kept, a line break between them."""
    found: list[Inline] = []
    for line in lines:
        if found:
            found.append(LineBreak())
        found.extend(mark_up(line, notes))
    return tuple(found)


def _parse(text: str, base: int, flow: _Flow) -> Inlines:
    found: list[Inline] = []
    at = 0
    for match in _MARKED.finditer(text):
        inline = _inline(match, base, flow)
        if inline is None:
            continue
        if match.start() > at:
            found.append(Text(text[at : match.start()]))
        found.append(inline)
        at = match.end()
    if at < len(text):
        found.append(Text(text[at:]))
    return tuple(found)


def _inline(match: re.Match[str], base: int, flow: _Flow) -> Inline | None:
    kind = match.lastgroup or ""
    inner = match.group(kind)
    if kind == "note":
        note = flow.notes.get(inner.removeprefix("^"))
        if note is None:
            return None
        flow.drop(base + match.start(), match.end() - match.start())
        return NoteReference(note)
    width = match.start(kind) - match.start()
    flow.drop(base + match.start(), width)
    children = _parse(inner, base + match.start(kind), flow)
    flow.drop(base + match.end() - width, width)
    if kind in {"italic", "star"}:
        return Emphasis(children)
    return Emphasis((Strong(children),)) if kind == "both" else Strong(children)
