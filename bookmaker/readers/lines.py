"""Plain text as an author's lines: what is blank, how paragraphs are parted, what is one piece.

    text -> lines -> Typing (the habits, learnt from the whole) -> Clumps (lines typed together)

Nobody declares how a manuscript is typed, but everybody is steady in it: the commonest gap between
two stretches of prose is the gap between paragraphs, and a line that ends where the next word would
not have fitted was broken by a machine, not by the author. Everything here is one pass over the
lines.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bookmaker.readers.structure.marks import MARK_STARTS, is_mark, pin_mark

LONG: Final = 60
"""A line this long on its own is prose, not verse or heading (code points)."""

_TAB: Final = 4
_TALK_LINES: Final = 30
_FEW: Final = 3
_ENDS: Final = frozenset(",.;:!?-–—…'\"’”)")
_MARKS: Final = frozenset("\"'“‘«„-–—")
_DASHES: Final = frozenset(("-", "--", "---", "–", "—"))


@dataclass(frozen=True, slots=True)
class Typing:
    """How a manuscript is typed.

    `wrapped`: paragraphs are broken into lines at about `width` columns, raggedly by `slack`.
    `doubled`: an empty line follows every line. `gap`: empty lines between paragraphs, the empty
    line of doubling not counted. `indented`: a first-line indent parts paragraphs.
    """

    wrapped: bool = False
    width: int = 0
    slack: int = 0
    doubled: bool = False
    gap: int = 1
    indented: bool = False


@dataclass(slots=True)
class Clump:
    """Lines typed together, `gap` empty lines below what came before; `first` counts from 1.

    `prose` says that the lines are one paragraph, broken only by the margin. `step` is 2 where
    an empty line follows every line.
    """

    first: int
    lines: list[str]
    gap: int
    prose: bool = True
    step: int = 1
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        """Keep the lines as one string for patterns."""
        self.flat = self.lines[0].strip() if len(self.lines) == 1 else _joined(self.lines)

    @property
    def last(self) -> int:
        """Return the number of the last line."""
        return self.first + (len(self.lines) - 1) * self.step

    def part(self, start: int, stop: int | None = None, *, prose: bool | None = None) -> "Clump":
        """Return some of the lines as a clump of their own; later ones have no gap before them."""
        return Clump(
            self.first + start * self.step,
            self.lines[start:stop],
            self.gap if start == 0 else 0,
            self.prose if prose is None else prose,
            self.step,
        )


def _joined(lines: Iterable[str]) -> str:
    return " ".join([line.strip() for line in lines])


def split_lines(text: str) -> list[str]:
    """Return the lines of `text` as editors count them: CRLF, CR and LF end a line."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff").split("\n")


def indent_of(line: str) -> int:
    """Return the columns of white space before the first character; a tab is four."""
    if line[:1] not in {" ", "\t", "\u00a0"}:
        return 0
    blank = line[: len(line) - len(line.lstrip())]
    return len(blank) + blank.count("\t") * (_TAB - 1)


def first_word(text: str) -> int:
    """Return the length of a line's first word."""
    end = text.find(" ")
    if end > 0 and text[:end].isprintable() and not text[0].isspace():
        return end
    return len(text.split(None, 1)[0])


# ---------------------------------------------------------------- clumps


def find_clumps(lines: list[str], typing: Typing, start: int = 0) -> list[Clump]:
    """Gather the lines from index `start` on into clumps, in order; no line is left out.

    The lines come without white space at their ends.
    """
    step = 2 if typing.doubled else 1
    found: list[Clump] = []
    group: list[str] = []
    first, gap, since = 0, 0, 0
    for index, line in enumerate(itertools.islice(lines, start, None), start):
        if not line:
            since += 1
            continue
        if group and since < step:
            group.append(line)
        else:
            if group:
                found.extend(_cut(Clump(first, group, gap, step=step), typing))
            first, group, gap = index + 1, [line], max(0, since - step + 1)
        since = 0
    if group:
        found.extend(_cut(Clump(first, group, gap, step=step), typing))
    return found


def _cut(clump: Clump, typing: Typing) -> Iterable[Clump]:
    """Part marks of their own line from the rest, then paragraphs from each other."""
    lines = clump.lines
    if len(lines) == 1:
        return (clump,)
    marks = [
        index
        for index, line in enumerate(lines)
        if (line[0] in MARK_STARTS or line[-1] == "]")
        and (is_mark(line) or pin_mark(line))
        and not (index and _is_tail(lines[index - 1], line, typing))
    ]
    return _at_marks(clump, marks, typing) if marks else _paragraphs(clump, typing)


def _is_tail(above: str, line: str, typing: Typing) -> bool:
    """Say whether a dash alone ends the paragraph above it, whose last line had no room for it."""
    if not typing.wrapped or line.strip() not in _DASHES:
        return False
    return len(above) + 1 + len(line.strip()) > typing.width - typing.slack


def _at_marks(clump: Clump, marks: list[int], typing: Typing) -> Iterator[Clump]:
    """Yield the marks among some lines, and what stands between them parted into paragraphs."""
    start = 0
    for index in marks:
        if start < index:
            yield from _paragraphs(clump.part(start, index), typing)
        yield clump.part(index, index + 1)
        start = index + 1
    if start < len(clump.lines):
        yield from _paragraphs(clump.part(start), typing)


def _paragraphs(clump: Clump, typing: Typing) -> Iterator[Clump]:
    if len(clump.lines) == 1:
        yield clump
    elif typing.wrapped:
        inside = typing.indented and any(line[0].isspace() for line in clump.lines[1:])
        for piece in _at_indents(clump) if inside else (clump,):
            yield from _wrapped(piece, typing)
    elif typing.gap and are_long_verse(clump.lines):
        yield clump.part(0, prose=False)
    elif any(len(line) > LONG * 3 // 2 for line in clump.lines) or typing.gap == 0:
        yield from _one_a_line(clump)
    elif reads_as_verse(clump.lines) or len(clump.lines) > _TALK_LINES:
        yield clump.part(0, prose=False)
    else:
        yield from (clump.part(index, index + 1) for index in range(len(clump.lines)))


def _one_a_line(clump: Clump) -> Iterator[Clump]:
    """Yield each line as a paragraph, but keep runs of verse together."""
    start = 0
    while start < len(clump.lines):
        stop = start
        while stop < len(clump.lines) and len(clump.lines[stop]) <= LONG:
            stop += 1
        run = clump.lines[start:stop]
        if len(run) > 1 and reads_as_verse(run) and not _are_sentences(run):
            yield clump.part(start, stop, prose=False)
            start = stop
            continue
        stop = max(stop, start + 1)
        for index in range(start, stop):
            yield clump.part(index, index + 1)
        start = stop


def _at_indents(clump: Clump) -> Iterator[Clump]:
    """Part paragraphs at lines that are indented where the line after is not."""
    lines = clump.lines
    start = 0
    for index in range(1, len(lines)):
        after = lines[index + 1] if index + 1 < len(lines) else ""
        if lines[index][:1].isspace() and not after[:1].isspace():
            yield clump.part(start, index)
            start = index
    yield clump.part(start)


def _wrapped(clump: Clump, typing: Typing) -> Iterator[Clump]:
    """Say of hard-wrapped lines which are one paragraph and which are lines to keep."""
    lines = clump.lines
    if len(lines) == 1:
        yield clump
        return
    width, slack = typing.width, typing.slack
    lengths = list(map(len, lines))
    longest = max(lengths)
    set_in = lines[0][0].isspace() and all(line[0].isspace() for line in lines)
    if longest > width + 2 and sum(length > width + 2 for length in lengths) > len(lines) // 8:
        yield clump.part(0, prose=False)
        return
    if set_in and longest >= width - 24 and not _ragged(lines):
        width, slack = min(width, longest), max(slack, 1)
    room = width - slack - 1
    free = [
        index
        for index, length in enumerate(lengths[:-1], 1)
        if length < room and length + first_word(lines[index]) <= room
    ]
    if set_in and not free and _is_set_verse(lines, lengths, typing.width - typing.slack):
        yield clump.part(0, prose=False)
        return
    if not free and not set_in:
        yield clump
        return
    if _are_lines(lines, len(free), set_in=set_in):
        yield clump.part(0, prose=False)
        return
    start = 0
    for index in [*free, len(lines)]:
        yield clump.part(start, index)
        start = index


def _is_set_verse(lines: list[str], lengths: list[int], width: int) -> bool:
    """Say whether two or three lines that are set in are verse: capitals, and room to the right.

    Prose that is set in keeps as far from the right margin as from the left.
    """
    if len(lines) > _FEW or not all(map(_begins_line, lines)):
        return False
    width -= indent_of(lines[0])
    room = sum(
        length + 1 + first_word(line) <= width
        for length, line in zip(lengths, lines[1:], strict=False)
    )
    stopped = all(line[-1] in _ENDS for line in lines)
    return room == len(lines) - 1 or (len(lines) == _FEW and (room > 0 or stopped))


def _are_lines(lines: list[str], free: int, *, set_in: bool) -> bool:
    """Say whether lines are to be kept, given how many ends no margin has forced."""
    ends = len(lines) - 1
    if free > 0.6 * ends or (free and ends == 1):
        return True
    if not set_in:
        return False
    capitals = sum(_begins_line(line) for line in lines)
    return free > 0.1 * ends or (len(lines) >= 4 and capitals == len(lines))  # noqa: PLR2004


def _begins_line(line: str) -> bool:
    """Say whether a line begins as verse does, with a capital below any quotation mark."""
    text = line.lstrip(" \t\"'“‘«_*([-–—")
    return text[:1].isupper()


def _ragged(lines: list[str]) -> bool:
    """Say whether lines after the first begin at several columns, as verse does."""
    return len({indent_of(line) for line in lines[1:]}) > 1


# ---------------------------------------------------------------- verse

_ENDED: Final = re.compile(r"[.!?…][\"'”’»)_*]*$")
_LONG_LINES: Final = 8
_LONGEST_LINE: Final = 300
_LONG_MEAN: Final = 130


def are_long_verse(lines: list[str]) -> bool:
    """Say whether many lines typed together are verse whose lines are long, as psalms' are.

    Paragraphs whose empty lines were forgotten are longer, or talk.
    """
    if len(lines) < _LONG_LINES or max(map(len, lines)) > _LONGEST_LINE:
        return False
    talk = sum(line.lstrip()[:1] in _MARKS for line in lines)
    capitals = all(map(_begins_line, lines))
    return capitals and 8 * talk <= len(lines) and sum(map(len, lines)) <= _LONG_MEAN * len(lines)


_STOPPED: Final = re.compile(r"[a-z]\.[\"'”’»)_*]*$")


def reads_as_verse(lines: list[str]) -> bool:
    """Say whether short lines typed together read as verse rather than as talk or paragraphs.

    Lines of talk open and close their own quotation marks, or begin with a dash; two lines that
    are a whole sentence each are two paragraphs whose empty line was forgotten.
    """
    if sum(map(_is_speech, lines)) > len(lines) / 2:
        return False
    if all(indent_of(line) for line in lines):
        return True
    sentences = sum(bool(_STOPPED.search(line.rstrip())) for line in lines)
    return sentences < len(lines) or len(lines) > 2  # noqa: PLR2004


def _are_sentences(lines: list[str]) -> bool:
    """Say whether nearly all lines end a sentence: paragraphs do, verse runs on over its lines."""
    return sum(bool(_ENDED.search(line.rstrip())) for line in lines) > 0.75 * len(lines)


def _is_speech(line: str) -> bool:
    text = line.strip()
    if text[:2] in {"--", "- "} or text[:1] in {"–", "—"}:
        return True
    return text[:1] in {'"', "“", "«", "„"} and sum(text.count(mark) for mark in '"”»“«„') > 1
