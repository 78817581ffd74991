"""What stands before the story: series line, notes, disclaimers, dedication, epigraph, preface.

With chapters, everything before the first heading is front matter. Without, the story begins below
the last piece that is surely none of it: fields, paragraphs with the set phrases of notes and
disclaimers, dedications, and an epigraph set off by larger gaps. A region is what stands between
larger gaps; what a region's first paragraph begins, its others go on with.
"""

import re
from typing import Final

from bookmaker.book import Certainty, Role
from bookmaker.readers.structure import epigraphs, front_words
from bookmaker.readers.structure.dateline import tells_time
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece
from bookmaker.readers.structure.heading_forms import fold, title_like
from bookmaker.readers.structure.title_page import byline, is_name, take_title

_SEARCHED: Final = 60
_FRONT_WORDS: Final = 900
_UNKNOWN_WORDS: Final = 150
_FRONT_SIZE: Final = 12_000
_LOOSE_WORDS: Final = 60
_TITLE_PIECES: Final = 3
_FEW_LINES: Final = 3
_POEM_LINES: Final = 8
_ONE_LINE: Final = 75
_DEDICATION: Final = re.compile(
    r"(?i:dedicated to|in (?:loving |fond )?memory of|in memoriam|for my|to my|to the memory|"
    r"for all|to all|for the|to the|to our|for our|to those|for those|for everyone|to everyone|"
    r"to whom|für|à (?:la mémoire|ma|mon|mes|nos|tou(?:te)?s|celle|celui|ceux)|pour|para|per|voor|"
    r"a (?:mi|mis|mia|mio|minha|meu|todos|tutti)|aan (?:mijn|alle|onze))\b.*|"
    r"(?:To|For|TO|FOR|À|A|An|Aan)\s+[A-Z].*|"
    r"(?:To|For|TO|FOR|to|for)|(?i:for (?:you|her|him|them|mum|mom|dad)\b.*)"
)
_TO_ALONE: Final = re.compile(r"(?i)\s*(?:to|for)\s*")
_DEDICATION_WORDS: Final = 130
_BACK: Final = (
    Role.AFTERWORD, Role.ACKNOWLEDGMENTS, Role.APPENDIX, Role.ABOUT_THE_AUTHOR, Role.COLOPHON,
    Role.GLOSSARY, Role.NOTES,
)  # fmt: skip
_TOLD: Final = (Kind.TEXT, Kind.DATELINE, Kind.LETTER)


def recognise(draft: Draft) -> None:
    """Label everything before the story."""
    first = _first_heading(draft)
    story = first if first is not None else _story_start(draft)
    _front(draft, _pinned_start(draft, story), headed=first is not None)


def _pinned_start(draft: Draft, story: int) -> int:
    """Return where the story begins where the author has pinned it, or something that is story."""
    for index, piece in enumerate(draft.pieces):
        if draft.story:
            if piece.clump.first >= draft.story:
                return index
        elif index >= story or piece.begins or (piece.fixed and piece.fixed.kind in _TOLD):
            return index
    return story


def _first_heading(draft: Draft) -> int | None:
    """Return the index of the heading that ends the front matter.

    Where a good part of the text stands before it, the story began without a heading.
    """
    size = 0
    whole = sum(len(piece.text) for piece in draft.pieces)
    for index, piece in enumerate(draft.pieces):
        if piece.title is not None and piece.title.level in {Level.PART, Level.CHAPTER}:
            late = piece.title.role in {Role.EPILOGUE, Role.INTERLUDE}
            return None if late or size > max(_FRONT_SIZE, whole / 4) else index
        if piece.title is None and piece.kind is not Kind.WITHHELD:
            size += len(piece.text)
    return None


# ---------------------------------------------------------------- where the story begins


def _story_start(draft: Draft) -> int:
    """Return the index of the story's first piece, in a manuscript without chapter headings."""
    last = words = unknown = 0
    trusted = True
    for start, stop in draft.regions(0, min(len(draft.pieces), _SEARCHED)):
        sure = _last_sure(draft, start, stop)
        size = sum(len(piece.text) for piece in draft.pieces[start:stop]) // 6
        whole = stop < len(draft.pieces) and epigraphs.stands_alone(draft, start, stop)
        if (whole and start > 0) or _is_dedication(draft, start, stop):
            sure = stop
        if (
            start < sure < stop and stop < len(draft.pieces) and _ends_in_verse(draft, sure, stop)
        ) or (sure == start and stop < len(draft.pieces) and _is_weak(draft, start, stop)):
            sure = stop
        if sure > start and trusted and unknown <= _UNKNOWN_WORDS:
            rest = sum(len(piece.text) for piece in draft.pieces[sure:stop]) // 6
            ends = stop < len(draft.pieces) and rest <= 2 * _UNKNOWN_WORDS and sure < stop
            ends = ends and draft.pieces[sure - 1].kind is not Kind.EPIGRAPH
            last = stop if ends and _goes_on(draft, sure, stop) else sure
            unknown = 0
        elif start > 0 and not _lone_line(draft, start, stop):
            unknown += size
        words += size
        trusted = words <= _FRONT_WORDS
    return max(last, _first_line(draft, last))


def _ends_in_verse(draft: Draft, start: int, stop: int) -> bool:
    """Say whether the rest of a region is an epigraph typed close below the notes."""
    kind = draft.pieces[start].kind
    return kind is Kind.VERSE and epigraphs.stands_alone(draft, start, stop)


def _is_weak(draft: Draft, start: int, stop: int) -> bool:
    """Say whether a short region right below a series line or fields speaks about the story."""
    before = draft.pieces[start - 1] if 0 < start < 8 else None  # noqa: PLR2004
    if before is None or sum(len(p.text) for p in draft.pieces[start:stop]) > 6 * _UNKNOWN_WORDS:
        return False
    known = before.kind in {Kind.WITHHELD, Kind.FRONT} or front_words.names_series(before.text)
    pieces = draft.pieces[start:stop]
    return known and all(
        piece.free and piece.text[:1] not in "\"“'‘" and front_words.weak_note(piece.text)
        for piece in pieces
    )


def _goes_on(draft: Draft, sure: int, stop: int) -> bool:
    """Say whether a region's remaining paragraphs go on with the notes, not begin the story."""
    return not any(piece.text[:1] in "\"“'‘«" for piece in draft.pieces[sure:stop])


def _lone_line(draft: Draft, start: int, stop: int) -> bool:
    return stop - start == 1 and draft.pieces[start].lone and len(draft.pieces[start].text) < 80  # noqa: PLR2004


def _last_sure(draft: Draft, start: int, stop: int) -> int:
    """Return the index after the last piece of a region that is surely front matter.

    A disclaimer known by its phrases alone counts only near the top of its region: stories use
    such phrases, too.
    """
    last = start
    unknown = 0
    for index in range(start, stop):
        piece = draft.pieces[index]
        if not piece.free:
            section = piece.title is not None and piece.title.level is Level.SECTION
            known = section or piece.kind in {Kind.WITHHELD, Kind.FRONT, Kind.EPIGRAPH}
            if piece.fixed is not None:
                known = known and piece.role not in _BACK and piece.kind is not Kind.WITHHELD
        else:
            known = front_words.opening_role(piece.text) is not None
            known = known or (unknown <= _LOOSE_WORDS and front_words.disclaims(piece.text))
            known = known or (index < _TITLE_PIECES and piece.lone and bool(byline(piece.text)))
        if known:
            last = index + 1
        else:
            unknown += len(piece.text) // 6
    return last


def _first_line(draft: Draft, last: int) -> int:
    """Return 1 where the story is preceded by a title or series line alone, else `last`."""
    if last > 0 or len(draft.pieces) < 2 or not draft.pieces[0].free:  # noqa: PLR2004
        return last
    piece = draft.pieces[0]
    if not piece.lone or len(piece.text) > 80 or tells_time(piece.text):  # noqa: PLR2004
        return last
    alone = draft.opens(1) or draft.typing.gap > 0
    return 1 if alone and (title_like(piece.text) or front_words.names_series(piece.text)) else last


# ---------------------------------------------------------------- each region


def _front(draft: Draft, story: int, *, headed: bool) -> None:
    """Label all pieces before `story`; they may be cut on the way, so count from the end."""
    tail = len(draft.pieces) - story
    index = 0
    while index < len(draft.pieces) - tail:
        stop = _region_end(draft, index, len(draft.pieces) - tail)
        index = _region(draft, index, stop, headed=headed)


def _region_end(draft: Draft, index: int, limit: int) -> int:
    stop = index + 1
    while stop < limit and not draft.opens(stop) and draft.pieces[stop].title is None:
        stop += 1
    return stop


def _region(draft: Draft, start: int, stop: int, *, headed: bool) -> int:
    """Label one region before the story; return where it ends."""
    piece = draft.pieces[start]
    if piece.title is not None:
        return _titled_section(draft, start, stop)
    while start < stop and not _open(draft.pieces[start]):
        start += 1
    if start == stop:
        return stop
    labelled = start > 0 and draft.pieces[start - 1].label == "epigraph"
    if _is_poem_beside_dedication(draft, start, stop):
        return epigraphs.take_region(draft, start, stop, "a poem, and a dedication below it")
    if not labelled and _is_dedication(draft, start, stop):
        stop = _dedication_end(draft, start, stop)
        _section(draft, start, stop, Role.DEDICATION, 'it begins with "to" or "for" a person')
    elif (start > 0 and (labelled or epigraphs.stands_alone(draft, start, stop))) or (
        start == 0 and stop - start > 1 and epigraphs.stands_alone(draft, start, stop)
    ):
        return epigraphs.take_region(draft, start, stop, "set off before the story")
    else:
        return _mixed(draft, start, stop, headed=headed)
    return stop


def _is_poem_beside_dedication(draft: Draft, start: int, stop: int) -> bool:
    """Say whether a region is a poem "To ..." with a title, and the next one is the dedication."""
    pieces = draft.pieces[start:stop]
    if len(pieces) < 2 or not pieces[0].lone or stop >= len(draft.pieces):  # noqa: PLR2004  title and poem
        return False
    verse = all(piece.kind is Kind.VERSE for piece in pieces[1:])
    lines = sum(len(piece.clump.lines) for piece in pieces[1:])
    if not verse or lines < _POEM_LINES or not _is_dedication(draft, start, stop):
        return False
    return _is_dedication(draft, stop, _region_end(draft, stop, len(draft.pieces)))


def _mixed(draft: Draft, start: int, stop: int, *, headed: bool) -> int:
    """Label paragraphs one by one; verse that ends the region is an epigraph close below them."""
    for index in range(start, stop):
        if index > start and _ends_in_verse(draft, index, stop):
            return epigraphs.take_region(draft, index, stop, "verse below the notes")
        _paragraph(draft, index, headed=headed)
    return stop


def _open(piece: Piece) -> bool:
    return piece.kind in {Kind.TEXT, Kind.VERSE, Kind.LINES} and piece.fixed is None


def _titled_section(draft: Draft, start: int, stop: int) -> int:
    """Give a front section the pieces below its heading; a preface goes on over larger gaps."""
    title = draft.pieces[start].title
    role = title.role if title and title.role else Role.OTHER
    if role is Role.NOTES and "transcriber" not in draft.pieces[start].text.casefold():
        role = Role.AUTHORS_NOTE
        if title is not None:
            title.role = role
    if stop == start + 1 and stop < len(draft.pieces):
        after = draft.pieces[stop]
        if after.title is None and _open(after) and _first_heading_at(draft, stop) > stop:
            stop = _region_end(draft, stop, _first_heading_at(draft, stop))
    if role is Role.DEDICATION:
        draft.withhold("label", draft.pieces[start], "a label over the dedication")
        draft.pieces[start].title = None
        start += 1
    for piece in draft.pieces[start:stop]:
        if piece.kind is not Kind.HEADING:
            piece.kind = Kind.FRONT if _open(piece) else piece.kind
        piece.role = role
    return stop


def _first_heading_at(draft: Draft, start: int) -> int:
    index = start
    while index < len(draft.pieces) and draft.pieces[index].title is None:
        index += 1
    return index


def _is_dedication(draft: Draft, start: int, stop: int) -> bool:
    """Say whether a region is a dedication: short, by itself, "to" or "for" somebody."""
    pieces = [piece for piece in draft.pieces[start:stop] if _open(piece)]
    if len(pieces) != stop - start or sum(len(p.text) for p in pieces) // 6 > _DEDICATION_WORDS:
        return False
    if stop >= len(draft.pieces):
        return False
    if not draft.opens(stop) and draft.pieces[stop].kind is not Kind.HEADING:
        return False
    lines = [line.strip(" _*") for piece in pieces for line in piece.clump.lines]
    if any(_TO_ALONE.fullmatch(line) for line in lines[:3]):
        return True
    if lines[0].endswith(("?", "!", ";")) or not _DEDICATION.fullmatch(lines[0]):
        return False
    return len(lines[0]) <= _ONE_LINE and (
        len(lines) <= _FEW_LINES or lines[0][-1] in ".,:" or (start > 0 and len(pieces) > 1)
    )


def _dedication_end(draft: Draft, start: int, stop: int) -> int:
    """Return where a dedication ends: a text below its lines, without salutation, is a preface."""
    pieces = draft.pieces[start:stop]
    if len(pieces[0].clump.lines) > 1 and not pieces[0].clump.prose and len(pieces) > 1:
        short = any(len(piece.text) < 60 for piece in pieces[1:])  # noqa: PLR2004
        if not short and any(len(piece.text) > 200 for piece in pieces[1:]):  # noqa: PLR2004
            return start + 1
    return stop


def _section(draft: Draft, start: int, stop: int, role: Role, reason: str) -> None:
    for piece in draft.pieces[start:stop]:
        piece.kind, piece.role = Kind.FRONT, role
    draft.decide(role.value, draft.span(draft.pieces[start], draft.pieces[stop - 1]), reason)


def _paragraph(draft: Draft, index: int, *, headed: bool) -> None:
    """Label one paragraph before the story by its words, or by what it goes on with."""
    piece = draft.pieces[index]
    if not _open(piece):
        return
    first = index < _SEARCHED and not any(
        p.kind is Kind.FRONT and p.role not in {Role.SERIES, Role.NOTES}
        for p in draft.pieces[:index]
    )
    top = first and piece.lone and len(piece.text) <= 2 * _LOOSE_WORDS
    if top and (_first_lines(draft, index) or (headed and _name_below_title(draft, index))):
        return
    role = front_words.strong_role(piece.text)
    reason = "it says so by its words"
    certainty = Certainty.SURE
    if role is None:
        role, reason, certainty = _by_company(draft, index, headed=headed)
    piece.kind, piece.role = Kind.FRONT, role
    draft.decide(role.value, draft.span(piece), reason, certainty)


def _by_company(draft: Draft, index: int, *, headed: bool) -> tuple[Role, str, Certainty]:
    before = draft.pieces[index - 1] if index else None
    weak = front_words.weak_note(draft.pieces[index].text)
    if before and before.kind is Kind.FRONT and before.role and not draft.opens(index):
        apart = before.role in {Role.SERIES, Role.DEDICATION}
        if not apart and not (weak and before.role is Role.DISCLAIMER):
            return before.role, "it goes on with what stands above it", Certainty.LIKELY
    if weak:
        return Role.AUTHORS_NOTE, "it speaks about the story, before it", Certainty.LIKELY
    if headed:
        return Role.PREFACE, "text before the first chapter, without a heading", Certainty.DOUBT
    return Role.AUTHORS_NOTE, "it stands before the epigraph or notes", Certainty.DOUBT


def _first_lines(draft: Draft, index: int) -> bool:
    """Label a lone line at the top: a byline, a series, or else the title."""
    piece = draft.pieces[index]
    name = byline(piece.text)
    if name:
        draft.recognise_field("author", name, piece)
        draft.withhold("byline", piece, "a byline at the top")
        return True
    if front_words.strong_role(piece.text) or draft.beside_note(index):
        return False  # a note is called there: no title has one
    reason = _series_reason(draft, index)
    if reason:
        sure = Certainty.DOUBT if reason.startswith("a lone") else Certainty.SURE
        piece.kind, piece.role = Kind.FRONT, Role.SERIES
        draft.fields.setdefault("series_line", [piece.text])
        draft.decide(Role.SERIES.value, draft.span(piece), reason, sure)
        return True
    if "title" not in draft.fields and title_like(piece.text):
        take_title(draft, index, "the first line, on its own", Certainty.LIKELY)
        return True
    return False


def _name_below_title(draft: Draft, index: int) -> bool:
    """Take a name alone below the title as the author's, in a manuscript with headings."""
    piece = draft.pieces[index]
    above = draft.pieces[index - 1] if index else None
    if above is None or above.kind is not Kind.WITHHELD or "title" not in draft.fields:
        return False
    last = index + 1 == len(draft.pieces) or draft.opens(index + 1)
    if "author" in draft.fields or not last or not is_name(piece.text) or " " not in piece.text:
        return False
    draft.recognise_field("author", piece.text.strip("_* "), piece)
    draft.withhold("byline", piece, "a name alone below the title")
    return True


def _series_reason(draft: Draft, index: int) -> str:
    """Return why a lone first line names a series rather than the story, if it does."""
    text = draft.pieces[index].text
    if "series" in draft.fields and fold(draft.fields["series"][0]) == fold(text):
        return "it repeats the series field"
    if front_words.names_series(text):
        return "it names a series or what the story is a story of"
    later = [piece.text for piece in draft.pieces[index + 1 : index + 12]]
    told = [
        other for other in later if front_words.strong_role(other) or front_words.disclaims(other)
    ]
    if any(text.casefold().strip(" .") in other.casefold() for other in told):
        return "the notes below name it as the world of the story"
    named = "title" in draft.fields or "series_line" in draft.fields
    denied = any(
        front_words.disclaims(other) or front_words.opening_role(other) is Role.DISCLAIMER
        for other in told
    )
    if denied and not named:
        return "a lone line above a disclaimer: the world of the story rather than its title"
    return ""
