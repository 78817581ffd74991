"""Epigraphs: a poem, a song or a quotation before the book, a part or a chapter.

Before the story they stand by themselves, set off by larger gaps. Below a chapter heading they end
in an attribution; without one, verse right below a heading is an epigraph where the author opens
chapters so as a habit, and otherwise verse of the chapter itself.
"""

import re
from typing import Final

from bookmaker.book import Certainty
from bookmaker.readers.lines import LONG
from bookmaker.readers.structure import attribution, front_words
from bookmaker.readers.structure.dateline import tells_time
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece
from bookmaker.readers.structure.title_page import is_name

_AHEAD: Final = 8
_LONGEST: Final = 2500
_LABEL: Final = 100
_LONE_LINES: Final = 4
_HABIT: Final = 0.5
_OPENS: Final = tuple("\"“‘'«„_*")
_CLOSES: Final = tuple("\"”’'»“_*")
_SAID: Final = re.compile(r"[,.!?—–-][\"'”’»]")
_SPEECH: Final = re.compile(r"(?:\d\w* )?[A-Z][\w'’. ]{0,24}?[.:](?: {2,}|\t)\S")


def recognise(draft: Draft) -> None:
    """Label the epigraphs below part and chapter headings; those of the book are `opening`'s."""
    talk = _dashed_talk(draft)
    undecided: list[tuple[int, int]] = []
    chapters = found = 0
    index = 0
    while index < len(draft.pieces):
        title = draft.pieces[index].title
        index += 1
        if title is None or title.level not in {Level.CHAPTER, Level.PART}:
            continue
        while (
            index < len(draft.pieces)
            and draft.pieces[index].kind is Kind.HEADING
            and draft.pieces[index].title is None
        ):
            index += 1
        chapters += 1
        if signed(draft, index, talk=talk):
            found += 1
            continue
        stop = _verse_end(draft, index) or _play_end(draft, index)
        if stop > index:
            undecided.append((index, stop))
    _settle(draft, undecided, chapters, found)


def _dashed_talk(draft: Draft) -> bool:
    """Say whether talk is typed with dashes in this manuscript: a dash then proves nothing."""
    dashed = sum(piece.text[:1] in "-–—" and piece.kind is Kind.TEXT for piece in draft.pieces)
    return dashed > max(20, len(draft.pieces) // 50)


def signed(draft: Draft, index: int, *, talk: bool = False) -> bool:
    """Label the pieces from `index` up to an attribution as an epigraph, if there is one near."""
    size = 0
    for at in range(index, min(index + _AHEAD, len(draft.pieces))):
        piece = draft.pieces[at]
        open_piece = piece.kind in {Kind.TEXT, Kind.VERSE, Kind.LINES} and piece.fixed is None
        if not open_piece or (at > index and draft.opens(at)):
            return False
        size += len(piece.text)
        if size > _LONGEST:
            return False
        if len(piece.clump.lines) > 1 and attribution.is_dashed(piece.clump.lines[-1]):
            draft.cut(at, len(piece.clump.lines) - 1)
            label(draft, index, at + 1, source=True, reason="below a heading, with its source")
            return True
        if at > index and _signs(draft, index, at, talk=talk):
            label(draft, index, at, source=True, reason="below a heading, with its source")
            return True
    return False


def _signs(draft: Draft, start: int, at: int, *, talk: bool) -> bool:
    """Say whether a piece names the source of those between it and the heading."""
    piece = draft.pieces[at]
    if piece.lone and attribution.is_dashed(piece.clump.lines[0]):
        if draft.pieces[start].text[:1] in "–—―":
            return False  # both lines are talk
        return not talk or (at + 1 < len(draft.pieces) and draft.opens(at + 1))
    return _is_bare_source(draft, start, at)


def _is_bare_source(draft: Draft, start: int, at: int) -> bool:
    """Say whether a name without a dash signs what stands between it and the heading.

    That must be a quotation as a whole, or verse; below the name the text begins.
    """
    if at + 1 >= len(draft.pieces) or draft.pieces[at + 1].kind is not Kind.TEXT:
        return False
    above, piece = draft.pieces[start:at], draft.pieces[at]
    text = above[0].text
    quoted = len(above) == 1 and text[:1] in _OPENS and text[-1:] in _CLOSES
    if quoted and _SAID.search(text[:-1]):
        return False
    if not quoted and any(one.kind is not Kind.VERSE for one in above):
        return False
    name = piece.text
    if not piece.lone or len(name.split()) < 2 or not name[-1].isalnum() or name[0] in _OPENS[:-2]:  # noqa: PLR2004
        return False
    return attribution.is_source(name) and not tells_time(name)


def label(draft: Draft, start: int, at: int, *, source: bool, reason: str) -> None:
    """Label pieces `start` up to `at` as an epigraph; with `source`, piece `at` is its source."""
    group = draft.new_group()
    for piece in draft.pieces[start:at]:
        piece.kind, piece.group = Kind.EPIGRAPH, group
    last = at - 1
    if source:
        last = at
        draft.pieces[at].kind, draft.pieces[at].group = Kind.ATTRIBUTION, group
    held = draft.pieces[start:at]
    lines = [piece for piece in held if not piece.clump.prose]
    count = sum(len(piece.clump.lines) for piece in lines)
    what = f"{count} short lines in {len(lines)} stanza{'s' * (len(lines) != 1)}, " if lines else ""
    first, end = draft.pieces[start], draft.pieces[last]
    draft.overrule("verse", held)
    draft.decide("epigraph", draft.span(first, end), what + reason)


def _verse_end(draft: Draft, index: int) -> int:
    stop = index
    while stop < len(draft.pieces) and draft.pieces[stop].kind is Kind.VERSE:
        if stop > index and draft.opens(stop):
            break
        stop += 1
    return stop if stop > index else 0


def _play_end(draft: Draft, index: int) -> int:
    """Return the index after speeches as a play prints them: a name, a full stop, a wide space."""
    stop = index
    while (
        stop < min(len(draft.pieces), index + _AHEAD)
        and draft.pieces[stop].free
        and _SPEECH.match(draft.pieces[stop].clump.lines[0].strip())
    ):
        stop += 1
    return stop if stop - index > 1 else 0


def _settle(draft: Draft, undecided: list[tuple[int, int]], chapters: int, found: int) -> None:
    habit = len(undecided) + found >= max(2, _HABIT * chapters)
    for start, stop in undecided:
        set_off = stop < len(draft.pieces) and draft.opens(stop)
        verse = draft.pieces[start].kind is Kind.VERSE
        if habit or (verse and (set_off or chapters == 1)):
            reason = "below a heading, as elsewhere in this book" if habit else "below a heading"
            label(draft, start, stop, source=False, reason=reason)
        elif verse:
            first, last = draft.pieces[start], draft.pieces[stop - 1]
            draft.decide(
                "verse",
                draft.span(first, last),
                "verse right below a heading: taken as part of the chapter, for other chapters "
                "open without and it names no source",
                Certainty.DOUBT,
            )


# ---------------------------------------------------------------- before the story


def stands_alone(draft: Draft, start: int, stop: int) -> bool:
    """Say whether a region before the story is an epigraph: verse, or a signed quotation."""
    pieces = draft.pieces[start:stop]
    if any(piece.kind not in {Kind.TEXT, Kind.VERSE, Kind.LINES} for piece in pieces):
        return False
    if any(front_words.strong_role(piece.text) for piece in pieces):
        return False
    if source_line(draft, start, stop):
        return True
    lines = sum(len(piece.clump.lines) for piece in pieces)
    verse = sum(len(p.clump.lines) for p in pieces if p.kind is Kind.VERSE)
    if lines >= 2 and verse >= 0.6 * lines:  # noqa: PLR2004
        return all(len(line) <= 110 for piece in pieces for line in piece.clump.lines)  # noqa: PLR2004
    return (
        lines >= _LONE_LINES
        and all(piece.lone and len(piece.text) <= LONG for piece in pieces)
        and not any(":" in piece.text[:20] for piece in pieces)
    )


def source_line(draft: Draft, start: int, stop: int) -> bool:
    """Say whether a region's last line is an attribution, with something quoted before it."""
    last: Piece = draft.pieces[stop - 1]
    line = last.clump.lines[-1]
    lines = sum(len(piece.clump.lines) for piece in draft.pieces[start:stop])
    if lines < 2 or not (last.lone or not last.clump.prose or attribution.is_dashed(line)):  # noqa: PLR2004
        return False
    if attribution.is_dashed(line) or _dashed_alone(draft, start, stop):
        return True
    quoted = draft.pieces[start].text[:1] in "\"“'‘«„_*" or draft.pieces[start].kind is Kind.VERSE
    signs = any(sign in line for sign in ',_"“(*') or line.casefold().startswith(("by ", "from "))
    told = (
        line.strip().casefold()
        in " ".join(p.text for p in draft.pieces[start : stop - 1]).casefold()
    )
    return (
        quoted and not told and attribution.is_source(line) and (signs or is_name(line))
        and len(line.split()) > 1 and last.lone and stop - start > 1
    )  # fmt: skip


def _dashed_alone(draft: Draft, start: int, stop: int) -> bool:
    """Say whether a region's last line, and no other, begins with a dash and is no sentence."""
    lines = [line for piece in draft.pieces[start:stop] for line in piece.clump.lines]
    dashed = [line for line in lines if line.strip()[:1] in {"-", "–", "—", "―"}]
    last = lines[-1].strip()
    return (
        len(dashed) == 1 and dashed[0] is lines[-1] and len(last) < _LABEL and last[-1] not in "?!"
    )


def take_region(draft: Draft, start: int, stop: int, reason: str) -> int:
    """Label a region before the story as an epigraph; return where it now ends."""
    source = source_line(draft, start, stop)
    if source and not draft.pieces[stop - 1].lone:
        draft.cut(stop - 1, len(draft.pieces[stop - 1].clump.lines) - 1)
        stop += 1
    label(draft, start, stop - 1 if source else stop, source=source, reason=reason)
    return stop
