"""What looks like a slip of the author's hand: reported on its line, never corrected.

Each rule speaks only where the manuscript's own habit is plain and one place breaks it: a mark that
parts scenes only once, a tab where nobody else has one, a chapter number left out, a line that
tells the time in the middle of a scene.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bookmaker.book import Role
from bookmaker.diagnostics import Span
from bookmaker.readers.structure.dateline import tells_time
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece, Title
from bookmaker.readers.structure.heading_forms import value
from bookmaker.readers.structure.numerals import LAST

_HABIT: Final = 4
_RARE: Final = 0.25
_PROSE: Final = 60
_LABEL_WORDS: Final = 6
_WIDE: Final = re.compile(r"(?<=[\w,;]) {2}(?=\w)")


def recognise(draft: Draft) -> None:
    """Report slips of structure."""
    _mixed_marks(draft)
    _lone_tabs(draft)
    _numbers_out_of_order(draft)
    _missing_breaks(draft)
    _wide_spaces(draft)


def _mixed_marks(draft: Draft) -> None:
    """Report marks that part scenes once or twice where another does so as a rule."""
    marks = [
        (piece, "".join(piece.text.split()))
        for piece, after in zip(draft.pieces, draft.pieces[1:], strict=False)
        if piece.kind is Kind.BREAK and after.kind not in {Kind.HEADING, Kind.FRONT, Kind.WITHHELD}
    ]
    usual, count, odd = unusual_marks([mark for _, mark in marks])
    for index in odd:
        piece = marks[index][0]
        draft.note("BM-READ-005", draft.span(piece), mark=piece.text, usual=usual, count=count)


def unusual_marks(marks: Sequence[str]) -> tuple[str, int, list[int]]:
    """Return the mark that parts scenes as a rule, how often, and which others are exceptions."""
    counts = Counter(marks)
    if len(counts) < 2:  # noqa: PLR2004  all alike
        return "", 0, []
    usual, count = counts.most_common(1)[0]
    if count < _HABIT or len(marks) - count > _RARE * count:
        return usual, count, []
    return usual, count, [index for index, mark in enumerate(marks) if mark != usual]


def _lone_tabs(draft: Draft) -> None:
    """Report paragraphs that begin with a tab where hardly any other does."""
    prose = [piece for piece in draft.pieces if piece.kind is Kind.TEXT and piece.clump.prose]
    tabbed = [piece for piece in prose if piece.clump.lines[0][:1] == "\t"]
    if len(prose) < 2 * _HABIT or not 0 < len(tabbed) <= _RARE / 2 * len(prose):
        return
    for piece in tabbed:
        draft.note("BM-READ-006", draft.span(piece))


def _numbers_out_of_order(draft: Draft) -> None:
    """Report a chapter or part whose number does not follow the one before it."""
    titled = [piece for piece in draft.pieces if piece.title is not None]
    for index, last in out_of_order([piece.title for piece in titled]):
        piece = titled[index]
        if piece.title is not None and piece.fixed is None:
            number = piece.title.number
            draft.note("BM-READ-007", draft.span(piece), number=number, last=last, next=last + 1)


def out_of_order(titles: Sequence[Title | None]) -> Iterator[tuple[int, int]]:
    """Yield the index of each heading whose number does not follow, and the number before it.

    Chapters may begin again at one in each part.
    """
    before: dict[tuple[Level, str], int] = {}
    for index, title in enumerate(titles):
        number = value(title) if title and title.number else None
        if title is None or number is None or title.role not in {None, Role.CHAPTER}:
            continue
        key = (title.level, title.form)
        last = before.get(key)
        before[key] = number
        if last is not None and number not in {0, 1, last + 1, LAST}:
            yield index, last


def _missing_breaks(draft: Draft) -> None:
    """Report a line inside a scene that reads as the dateline of another.

    Many such lines are a habit: a diary, whose days follow each other without a break.
    """
    found = [
        piece
        for index, piece in enumerate(draft.pieces[1:-1], 1)
        if piece.free and piece.lone and piece.begins is None and _tells_of_new_scene(draft, index)
    ]
    for piece in found if len(found) < _HABIT else ():
        draft.note("BM-READ-008", draft.span(piece), words=piece.text)


def _tells_of_new_scene(draft: Draft, index: int) -> bool:
    piece, above, below = draft.pieces[index], draft.pieces[index - 1], draft.pieces[index + 1]
    if draft.opens(index) or draft.opens(index + 1) or not is_label(piece.text):
        return False
    return _is_prose(above) and _is_prose(below) and above.text[-1:] not in ",:;-–—"


def _is_prose(piece: Piece) -> bool:
    return piece.kind is Kind.TEXT and piece.clump.prose and len(piece.text) >= _PROSE


def is_label(text: str) -> bool:
    """Say whether a line is a few words that tell the time, as over a scene."""
    if not text[-1:].isalnum() or len(text.split()) > _LABEL_WORDS:
        return False
    return tells_time(text)


def is_prose(text: str) -> bool:
    """Say whether a paragraph is long enough to be part of a scene."""
    return len(text) >= _PROSE


def _wide_spaces(draft: Draft) -> None:
    """Report more than one space between words."""
    lines = [
        (piece.clump.first + number * piece.clump.step, line)
        for piece in draft.pieces
        if piece.kind is Kind.TEXT and piece.clump.prose
        for number, line in enumerate(piece.clump.lines)
    ]
    lifted = {held.span.line for held in draft.withheld if held.span.column is not None}
    for line, words in wide_spaces([each for each in lines if each[0] not in lifted]):
        draft.note("BM-TYPE-005", Span(draft.path, line), words=words)


def wide_spaces(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return where more than one space stands between words: the line's number and the words.

    Two behind a sentence are a habit of typists; so is it where many lines are spaced out.
    """
    found = [
        (number, " ".join(line[max(0, match.start() - 20) : match.end() + 20].split()))
        for number, line in lines
        if "  " in line and (match := _WIDE.search(line))
    ]
    return found if len(found) <= max(_HABIT, _RARE / 4 * len(lines)) else []
