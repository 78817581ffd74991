"""Titles alone: lines without a number, below nearly all of the author's largest gaps.

Whoever titles chapters titles them all; so a lone line in the form of a title is one where nearly
all lines below such gaps are, and they differ from each other.
"""

from collections import Counter
from itertools import pairwise
from typing import Final

from bookmaker.readers.structure import heading_forms as forms
from bookmaker.readers.structure.dateline import tells_time
from bookmaker.readers.structure.draft import Draft, Kind, Level, Title
from bookmaker.readers.structure.section_names import LABELS

_NO_TEXT: Final = (Kind.WITHHELD, Kind.NOTE, Kind.CENTRED)
_NEARLY_ALL: Final = 0.8
_MOST: Final = 0.75
_STORY_WORDS: Final = 150


def take(draft: Draft) -> None:
    """Take lone title-like lines below the largest gaps as headings, if nearly all are such."""
    begin = _after_front(draft)
    gaps = Counter(
        piece.clump.gap for piece in draft.pieces[begin:] if piece.clump.gap > draft.typing.gap
    )
    for gap in sorted(gaps):
        openers = [
            i for i in range(begin, len(draft.pieces)) if draft.pieces[i].clump.gap >= gap
            and not _under_heading(draft, i) and draft.pieces[i].kind not in _NO_TEXT
        ]  # fmt: skip
        titled = [i for i in openers if _is_titled(draft, i)]
        timed = [i for i in titled if draft.pieces[i].free and tells_time(draft.pieces[i].text)]
        if len(timed) > len(titled) / 3:
            titled = [i for i in titled if i not in set(timed)]
        poems = _over_verse(draft, titled)
        fresh = [i for i in titled if draft.pieces[i].free and i not in poems]
        if len(titled) < 2 or len(titled) < _NEARLY_ALL * len(openers):  # noqa: PLR2004
            continue
        if (
            fresh
            and _differ(draft, fresh)
            and not (gap == draft.typing.gap + 1 and _only_datelines(draft, fresh, titled))
        ):
            for index in fresh:
                text = tuple(line.strip() for line in draft.pieces[index].clump.lines)
                caps = text[0].isupper() or gap > draft.typing.gap + 1
                piece = draft.pieces[index]
                piece.kind, piece.role = Kind.HEADING, None
                piece.title = Title(Level.CHAPTER, title=text, form="alone" if caps else "alone?")
        return


def _over_verse(draft: Draft, titled: list[int]) -> set[int]:
    """Return the titles over nothing but verse before the first heading of another form.

    They are titles of poems before the story, not of chapters.
    """
    found: set[int] = set()
    for index, stop in pairwise(titled):
        if draft.pieces[index].kind is Kind.HEADING:
            return found
        below = draft.pieces[index + 1 : stop]
        if below and not any(piece.clump.prose for piece in below):
            found.add(index)
    return set()  # no other form: titles are all there is


def _under_heading(draft: Draft, index: int) -> bool:
    """Say whether the text of a heading begins here: room below a heading parts nothing."""
    return (
        index > 0
        and draft.pieces[index - 1].kind is Kind.HEADING
        and draft.pieces[index].free
        and draft.pieces[index].clump.gap < draft.pieces[index - 1].clump.gap
    )


def _after_front(draft: Draft) -> int:
    """Return the index after title page, fields and the first piece, which is no chapter title."""
    index = 0
    while index < len(draft.pieces) and draft.pieces[index].kind in {Kind.WITHHELD, Kind.FRONT}:
        index += 1
    return max(index, 1)


def _is_titled(draft: Draft, index: int) -> bool:
    piece = draft.pieces[index]
    if piece.kind is Kind.HEADING:
        return True
    lines = piece.clump.lines
    if not piece.free or len(lines) > 2 or (len(lines) == 2 and piece.clump.prose):  # noqa: PLR2004
        return False
    if len(lines) == 2 and not piece.text.isupper():  # noqa: PLR2004
        return False
    if not all(forms.title_like(line) for line in lines) or forms.fold(lines[0]) in LABELS:
        return False
    return index + 1 < len(draft.pieces) and draft.pieces[index + 1].kind is not Kind.BREAK


def _differ(draft: Draft, indexes: list[int]) -> bool:
    """Say whether titles differ from each other: those of chapters do, names of tellers recur."""
    texts = [forms.fold(draft.pieces[index].text) for index in indexes]
    return len(set(texts)) > _MOST * len(texts)


def _only_datelines(draft: Draft, fresh: list[int], titled: list[int]) -> bool:
    """Say whether the few lines are places over scenes rather than titles of chapters."""
    if len(fresh) < len(titled):
        return False
    sizes = [_size_after(draft, index) for index in fresh]
    tiny = sum(size < _STORY_WORDS for size in sizes)
    caps = sum(draft.pieces[index].text.isupper() for index in fresh)
    return tiny > len(sizes) / 2 and caps < len(fresh)


def _size_after(draft: Draft, index: int) -> int:
    size = 0
    for at in range(index + 1, len(draft.pieces)):
        piece = draft.pieces[at]
        if piece.clump.gap > draft.typing.gap or size > 10 * _STORY_WORDS:
            break
        size += len(piece.text) // 6
    return size
