"""Rows of tables that go over a page's turn: their cells go on beside each other there.

A page has a part of every such cell, the next page another of each, so that a table's letters
stand in another order on its pages than in the Book; and its head stands again on each.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bookmaker.checks.book_words import Piece
from bookmaker.checks.letters import Hunk, digits, without_digits
from bookmaker.checks.words import words

_KNOWN: Final = 12  # letters below a table's head by which it is found
_MOST_PAGES: Final = 100  # that one table takes of front or back matter, or of a note


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table stands among the letters of a text, and the letters of its head."""

    start: int
    end: int
    head: str


def table_places(pieces: Iterable[Piece], tables: frozenset[tuple[str, int]]) -> list[TablePlace]:
    """Say where tables stand among the letters of `pieces`.

    Args:
        pieces: of a text, in order; each row of a table is one, its head the first.
        tables: path and line of each.
    """
    found: list[TablePlace] = []
    at, open_table = 0, None
    for piece in pieces:
        letters, place = "".join(words(piece.text)), (piece.path, piece.line)
        if place not in tables:
            open_table = None
        elif place == open_table:
            found[-1] = TablePlace(found[-1].start, at + len(letters), found[-1].head)
        else:
            open_table = place
            found.append(TablePlace(at, at + len(letters), letters))
        at += len(letters)
    return found


def match_parted(
    hunks: list[Hunk], wanted: str, tables: Iterable[TablePlace], notes: Sequence[str]
) -> None:
    """Take the letters of a table as kept where its pages have them all, in whatever order.

    Args:
        hunks: where a text and its pages part, in order; what is taken as kept is struck out.
        wanted: the letters of the text.
        tables: of the text.
        notes: the letters of each note; their calls may stand among those of the table.
    """
    starts = [hunk.wanted_at for hunk in hunks]
    for table in tables:
        first, last = bisect_left(starts, table.start), bisect_right(starts, table.end)
        inside = hunks[first:last]
        if not any(hunk.lost for hunk in inside):
            continue
        if last == len(starts):
            hunks += _below(inside[-1], wanted, table.end, notes)
        if _all_there(inside, table.head, calls=bool(notes)):
            for hunk in inside:
                hunk.lost = hunk.more = ""


def stands_parted(rows: Sequence[str], pages: str) -> bool:
    """Whether pages have a table somewhere, its letters in whatever order, its head again or not.

    Args:
        rows: the letters of each row of the table without digits, its head the first.
        pages: those of the pages, without digits.
    """
    head, table = rows[0], "".join(rows)
    opening = table[: len(head) + _KNOWN]
    start = pages.find(opening) if table else -1
    while start >= 0:
        wanted, end = Counter(table), start + len(table)
        found = Counter(pages[start:end])
        for _ in range(_MOST_PAGES):
            if found == wanted:
                return True
            wanted.update(head)
            found.update(pages[end : end + len(head)])
            end += len(head)
        start = pages.find(opening, start + len(opening))
    return False


def _below(hunk: Hunk, wanted: str, end: int, notes: Sequence[str]) -> list[Hunk]:
    """Take from the last hunk of all what stands below a table: last words, and endnotes.

    Too few letters may follow the table to be known again. The very last are not in the hunk where
    the pages happen to end alike. Digits are left out where they were not compared.
    """
    bare = str if digits(hunk.lost + hunk.more) else without_digits
    alike = bare(wanted[hunk.wanted_at :])[len(hunk.lost) :]
    tail = bare(wanted[end:]).removesuffix(alike)
    ends = [hunk.more.rfind(tail)] if tail else [hunk.more.find(bare(note)) for note in notes]
    at = min((place for place in ends if place >= 0), default=-1)
    if at < 0:
        return []
    printed = hunk.printed + alike
    below = Hunk("", hunk.more[at + len(tail) :], len(wanted), hunk.found_at, printed)
    hunk.lost = hunk.lost.removesuffix(tail)
    hunk.more = hunk.more[:at]
    return [below]


def _all_there(hunks: Sequence[Hunk], head: str, *, calls: bool) -> bool:
    """Whether pages have all of the lost letters, and beyond them only the head, some times."""
    lost = Counter("".join(hunk.lost for hunk in hunks))
    more = Counter("".join(hunk.more for hunk in hunks))
    if not lost <= more:
        return False
    beyond, again = (_counted(letters, calls=calls) for letters in (more - lost, Counter(head)))
    times = beyond.total() // again.total() if again else 0
    return beyond == Counter({letter: times * count for letter, count in again.items() if times})


def _counted(letters: Counter[str], *, calls: bool) -> Counter[str]:
    kept = (letter for letter in letters if not (calls and letter.isdigit()))
    return Counter({letter: letters[letter] for letter in kept})
