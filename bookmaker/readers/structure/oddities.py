"""What looks like a slip of the author's hand: reported on its line, never corrected.

Each rule speaks only where the manuscript's own habit is plain and one place breaks it: a mark that
parts scenes only once, a tab where nobody else has one, a chapter number left out, a line that
tells the time in the middle of a scene.
"""

from collections import Counter
from typing import Final

from bookmaker.book import Role
from bookmaker.readers.structure.dateline import tells_time
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece
from bookmaker.readers.structure.heading_forms import value
from bookmaker.readers.structure.numerals import LAST

_HABIT: Final = 4
_RARE: Final = 0.25
_PROSE: Final = 60
_LABEL_WORDS: Final = 6


def recognise(draft: Draft) -> None:
    """Report slips of structure."""
    _mixed_marks(draft)
    _lone_tabs(draft)
    _numbers_out_of_order(draft)
    _missing_breaks(draft)


def _mixed_marks(draft: Draft) -> None:
    """Report marks that part scenes once or twice where another does so as a rule."""
    marks = [
        (piece, "".join(piece.text.split()))
        for piece, after in zip(draft.pieces, draft.pieces[1:], strict=False)
        if piece.kind is Kind.BREAK and after.kind not in {Kind.HEADING, Kind.FRONT, Kind.WITHHELD}
    ]
    counts = Counter(mark for _, mark in marks)
    if len(counts) < 2:  # noqa: PLR2004  all alike
        return
    usual, count = counts.most_common(1)[0]
    if count < _HABIT or len(marks) - count > _RARE * count:
        return
    for piece, mark in marks:
        if mark != usual:
            draft.note("BM-READ-005", draft.span(piece), mark=piece.text, usual=usual, count=count)


def _lone_tabs(draft: Draft) -> None:
    """Report paragraphs that begin with a tab where hardly any other does."""
    prose = [piece for piece in draft.pieces if piece.kind is Kind.TEXT and piece.clump.prose]
    tabbed = [piece for piece in prose if piece.clump.lines[0][:1] == "\t"]
    if len(prose) < 2 * _HABIT or not 0 < len(tabbed) <= _RARE / 2 * len(prose):
        return
    for piece in tabbed:
        draft.note("BM-READ-006", draft.span(piece))


def _numbers_out_of_order(draft: Draft) -> None:
    """Report a chapter or part whose number does not follow the one before it.

    Chapters may begin again at one in each part.
    """
    before: dict[tuple[Level, str], int] = {}
    for piece in draft.pieces:
        title = piece.title
        number = value(title) if title and title.number else None
        if title is None or number is None or title.role not in {None, Role.CHAPTER}:
            continue
        key = (title.level, title.form)
        last = before.get(key)
        before[key] = number
        if last is None or piece.fixed is not None:
            continue
        if number not in {0, 1, last + 1, LAST}:
            draft.note(
                "BM-READ-007", draft.span(piece), number=title.number, last=last, next=last + 1
            )


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
    if not piece.text[-1:].isalnum() or len(piece.text.split()) > _LABEL_WORDS:
        return False
    if draft.opens(index) or draft.opens(index + 1) or not tells_time(piece.text):
        return False
    return _is_prose(above) and _is_prose(below) and above.text[-1:] not in ",:;-–—"


def _is_prose(piece: Piece) -> bool:
    return piece.kind is Kind.TEXT and piece.clump.prose and len(piece.text) >= _PROSE
