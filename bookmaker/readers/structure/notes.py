"""Footnotes as plain-text archives type them.

`[1]` in the text and `[1] ...`, `[^1]: ...` or `[Footnote 1: ...]` at a chapter's or the book's
end, or `[Footnote 1: ...]` within the paragraph, where it is called. https://www.pgdp.net/c/faq/proofreading_guidelines.php
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bookmaker.book import Role
from bookmaker.readers.lines import Clump
from bookmaker.readers.structure.draft import Draft, Kind, Piece

_DEFINITION: Final = re.compile(
    r"\s*\[(?:(?i:footnote|note)\s+)?\^?(?P<label>[0-9A-Za-z*†‡]{1,12})(?::\s*|\]:?\s+)(?=\S)"
)
_INLINE: Final = re.compile(r"\[Footnote (?P<label>[0-9A-Za-z*†‡]{1,10}):\s", re.IGNORECASE)
_BRACKET: Final = re.compile(r"[\[\]]")
_WORD: Final = re.compile(r"[^\W_]")
_CLOSED: Final = re.compile(r"\][ \t]*([^\w\s\[\]]{0,4})\s*\Z")  # a note's end, and a stray stop
_LONGEST: Final = 20  # paragraphs of a note
_SHORT: Final = re.compile(r"[0-9]{1,6}[a-z]?|[A-Za-z*†‡]{1,2}")
_CALL: Final = re.compile(r"\[\^?(?P<label>[0-9A-Za-z*†‡]{1,12})\]")


@dataclass(slots=True)
class _Labels:
    """The labels that are taken: numbers may begin again, and each note is called once."""

    taken: set[str]
    counts: Counter[str] = field(default_factory=Counter)

    def new(self, typed: str) -> str:
        """Return a label that no other note has, and no other call."""
        label = typed
        while label in self.taken:
            self.counts[typed] += 1
            label = f"{typed}x{self.counts[typed] + 1}"
        self.taken.add(label)
        return label


def recognise(draft: Draft) -> None:
    """Label the bodies of notes that are called, and take notes out of the middle of lines."""
    called = {m["label"] for p in draft.pieces if "[" in p.text for m in _CALL.finditer(p.text)}
    _part_inline(draft, called)
    _part_behind(draft, called)
    bracketed = [piece for piece in draft.pieces if "[" in piece.text]
    if not bracketed:
        return
    definitions = {
        id(piece): match["label"]
        for piece in bracketed
        if piece.free and (match := _DEFINITION.match(piece.text)) and _is_label(match)
    }
    calls = {
        match["label"]
        for piece in bracketed
        for match in _CALL.finditer(
            piece.text, _body_start(piece) if id(piece) in definitions else 0
        )
    }
    for index, piece in enumerate(draft.pieces):
        label = definitions.get(id(piece))
        if label is not None and (label in calls or piece.in_place):
            _take(draft, index, label)
    _drop_heading(draft)


def _is_label(match: re.Match[str]) -> bool:
    """Whether brackets hold a note's label: a word alone in them is what somebody typed."""
    return bool(_SHORT.fullmatch(match["label"])) or "^" in match[0] or "note" in match[0].lower()


def _part_inline(draft: Draft, called: set[str]) -> None:
    """Leave of a note within a paragraph its call, and put its words below."""
    if not any("[F" in piece.text[1:] or "[f" in piece.text[1:] for piece in draft.pieces):
        return
    found: list[Piece] = []
    labels = _Labels(called)
    for piece in draft.pieces:
        found.append(piece)
        if piece.free and ("[F" in piece.text[1:] or "[f" in piece.text[1:]):
            found.extend(_parted(piece, labels))
    draft.pieces[:] = found


def _parted(piece: Piece, labels: _Labels) -> Iterator[Piece]:
    """Yield the notes within a paragraph; their calls take their places.

    The paragraph keeps its lines: one that held nothing but a note's words is empty now.

    Args:
        piece: the paragraph.
        labels: those that are taken.
    """
    clump = piece.clump
    text = "\n".join(clump.lines)
    if _INLINE.match(text.lstrip()):
        return  # the bodies of notes, typed together
    parts: list[str] = []
    at, line = 0, clump.first
    for match in _INLINE.finditer(text):
        if match.start() < at:
            continue
        end = _closing(text, match.end())
        if end is None:
            break
        if not _WORD.search(text, match.end(), end):
            continue  # brackets around nothing
        before = text[at : match.start()].rstrip()
        if not match["label"].isalnum():
            before = before.removesuffix(match["label"])  # the call as the printer had it
        ends = text.count("\n", at, end) - before.count("\n")
        called = any(f"[{sign}{match['label']}]" in before for sign in ("", "^"))
        label = match["label"] if called else labels.new(match["label"])
        parts += [before, "" if called else f"[{label}]", "\n" * ends or _space(text, match, end)]
        first = line + text.count("\n", at, match.start()) * clump.step
        line += text.count("\n", at, end) * clump.step
        note = text[match.start() : end].replace(match["label"], label, 1)
        body = Clump(first, note.split("\n"), 0, prose=True, step=clump.step)
        yield Piece(body, in_place=True)
        at = end
    if parts:
        lines = "".join([*parts, text[at:]]).split("\n")
        piece.clump = Clump(clump.first, lines, clump.gap, clump.prose, clump.step)


def _space(text: str, match: re.Match[str], end: int) -> str:
    """Return the space that words right behind a note lack, unless it stands within a word."""
    within = text[match.start() - 1 : match.start()].isalnum()
    return " " if text[end : end + 1].isalnum() and not within else ""


def _part_behind(draft: Draft, called: set[str]) -> None:
    """Make words behind a note's closing bracket a paragraph of their own."""
    if not any(_opens_note(piece, called) for piece in draft.pieces):
        return
    found: list[Piece] = []
    waiting = draft.pieces[::-1]
    begin, depth, length = 0, 0, 0  # of the note that is open, if `depth`: its index in `found`
    while waiting:
        piece = waiting.pop()
        found.append(piece)
        if not depth and _opens_note(piece, called):
            begin, length = len(found) - 1, 0
        elif not depth:
            continue
        text = "\n".join(piece.clump.lines)
        end, depth = _balance(text, depth)
        length += 1
        if end is not None and _WORD.search(text, end):
            found[-1], rest = _halves(piece, text, end)
            waiting.append(rest)
            found[begin].in_place = True
            rest.in_place = rest.clump.first == found[begin].clump.first
        if length > _LONGEST or not piece.free or text.rstrip().endswith("]"):
            depth = 0
    draft.pieces[:] = found


def _opens_note(piece: Piece, called: set[str]) -> bool:
    """Whether a piece begins with `[Footnote 1: ...` and the note is called."""
    if "[" not in piece.text or not piece.free:
        return False
    match = _DEFINITION.match(piece.text)
    return match is not None and "]" not in match[0] and match["label"] in called


def _halves(piece: Piece, text: str, end: int) -> tuple[Piece, Piece]:
    """Return a piece's lines up to the offset `end` of its text, and the words behind it."""
    clump = piece.clump
    note, rest = text[:end], text[end:].lstrip()
    below = clump.first + text.count("\n", 0, len(text) - len(rest)) * clump.step
    return (
        Piece(Clump(clump.first, note.split("\n"), clump.gap, clump.prose, clump.step)),
        Piece(Clump(below, rest.split("\n"), 0, clump.prose, clump.step)),
    )


def _closing(text: str, at: int) -> int | None:
    """Return the offset behind the bracket that closes the one before `at`."""
    return _balance(text, 1, at)[0]


def _balance(text: str, depth: int, at: int = 0) -> tuple[int | None, int]:
    """Return the offset behind the bracket that closes all `depth` open ones, and what stays open.

    Args:
        text: what is looked through.
        depth: brackets open before it.
        at: where to begin.
    """
    for match in _BRACKET.finditer(text, at):
        depth += 1 if match.group() == "[" else -1
        if depth <= 0:
            return match.end(), 0
    return None, depth


def _body_start(piece: Piece) -> int:
    match = _DEFINITION.match(piece.text)
    return match.end() if match else 0


def _take(draft: Draft, index: int, label: str) -> None:
    """Label a note's body and the paragraphs that go on with it."""
    group = draft.new_group()
    piece = draft.pieces[index]
    open_bracket = (
        ":" in piece.text[: _body_start(piece)] and "]" not in piece.text[: _body_start(piece)]
    )
    at = index
    while True:
        here = draft.pieces[at]
        here.kind, here.label, here.group = Kind.NOTE, label, group
        at += 1
        if at >= len(draft.pieces) or not draft.pieces[at].free or at - index > _LONGEST:
            break
        following = draft.pieces[at]
        unclosed = open_bracket and not _CLOSED.search(draft.pieces[at - 1].text)
        indented = following.clump.lines[0][:2].isspace() and not _DEFINITION.match(following.text)
        if not unclosed and not (indented and not open_bracket):
            break
    draft.decide("note", draft.span(piece, draft.pieces[at - 1]), f"the note that [{label}] calls")


def _drop_heading(draft: Draft) -> None:
    """Withhold a heading ("Notes") that only notes stand under."""
    for piece, after in zip(draft.pieces, draft.pieces[1:], strict=False):
        named = piece.title is not None and piece.title.role is Role.NOTES
        if named and after.kind is Kind.NOTE:
            piece.title = None
            draft.withhold("label", piece, "a label over the notes, which stand with their calls")


def body_lines(piece: Piece, *, first: bool, last: bool) -> Clump:
    """Return a note's lines without its label and brackets."""
    lines = list(piece.clump.lines)
    match = _DEFINITION.match(lines[0]) if first else None
    if match:
        bracket = "]" not in match.group()
        lines[0] = lines[0][match.end() :]
        if bracket and last:
            lines[-1] = _CLOSED.sub(r"\1", lines[-1])
    elif last and "[" not in piece.text:
        lines[-1] = _CLOSED.sub(r"\1", lines[-1])
    return Clump(piece.clump.first, lines, piece.clump.gap, piece.clump.prose, piece.clump.step)


class NoteIds:
    """Which note a call leads to: labels may begin again in every chapter."""

    def __init__(self, draft: Draft) -> None:
        self._at: dict[str, list[int]] = {}
        self._ids: dict[str, list[str]] = {}
        self.by_group: dict[int, str] = {}
        for piece in draft.pieces:
            if piece.kind is Kind.NOTE and piece.group not in self.by_group:
                ids = self._ids.setdefault(piece.label, [])
                name = piece.label if not ids else f"{piece.label}-{len(ids) + 1}"
                ids.append(name)
                self._at.setdefault(piece.label, []).append(piece.clump.first)
                self.by_group[piece.group] = name
        self._single = {label: ids[0] for label, ids in self._ids.items()}
        self._plain = all(len(ids) == 1 for ids in self._ids.values())

    def near(self, line: int) -> Mapping[str, str]:
        """Return the note ids by label for calls on `line`: the next body below, else the last."""
        return self._single if self._plain else _Nearest(self._at, self._ids, line)


class _Nearest(Mapping[str, str]):
    """Note ids by label as seen from one line."""

    def __init__(self, at: dict[str, list[int]], ids: dict[str, list[str]], line: int) -> None:
        self._at, self._ids, self._line = at, ids, line

    def __getitem__(self, label: str) -> str:
        ids = self._ids[label]
        return ids[min(bisect_left(self._at[label], self._line), len(ids) - 1)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
