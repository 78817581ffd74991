"""What is left of letters without a whole: who signs, and to whom and when it was written.

Narrators break letters off, quote only their ends, or write whole chapters as one. A salutation
alone on its line, a valediction with a name below it, a name below something that was just said to
be written, initials, and the name, place and date that end a preface are what they are wherever
they stand.
"""

from collections.abc import Iterator
from typing import Final

from bookmaker.book import Certainty, ParagraphRole, Role
from bookmaker.readers.structure import letter_forms as forms
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece
from bookmaker.readers.structure.letters import (
    goes_on,
    is_open,
    is_salutation,
    is_short,
    is_signature,
    letter_head,
)

_LONGEST: Final = 6 * forms.SHORT
_INTRODUCED: Final = 8
_PROSE: Final = 70
_SIGNED_LINES: Final = 4
_ENDS: Final = (ParagraphRole.SIGNATURE.value, ParagraphRole.DATELINE.value)
_PREFATORY: Final = (
    Role.PREFACE, Role.FOREWORD, Role.INTRODUCTION, Role.AUTHORS_NOTE, Role.DEDICATION, Role.OTHER,
    Role.AFTERWORD, Role.ACKNOWLEDGMENTS, Role.COPYRIGHT,
)  # fmt: skip


def recognise(draft: Draft) -> None:
    """Label salutations, datelines and signatures that stand outside whole letters."""
    for index, piece in enumerate(draft.pieces):
        if not _is_free(piece):
            continue
        if forms.runs_on(piece.text):
            _head(draft, index)
        if len(piece.text) > _LONGEST:
            continue
        if piece.lone and is_salutation(piece):
            _salutation(draft, index)
        elif is_short(piece):
            _closing(draft, index)
    for start, stop in _sections(draft):
        _signed_section(draft, start, stop)


def _is_free(piece: Piece) -> bool:
    """Say whether a piece is text, of the story or of what stands before it."""
    front = piece.kind is Kind.FRONT and piece.fixed is None and not piece.label
    return front or is_open(piece)


def _give(draft: Draft, index: int, role: ParagraphRole, reason: str) -> None:
    """Give a piece its role in a letter; lines taken for verse are none."""
    piece = draft.pieces[index]
    if piece.kind is not Kind.FRONT:
        draft.overrule("verse", [piece])
        piece.kind, piece.group = Kind.SIGNED, 0
    piece.label = role.value
    draft.decide(role.value, draft.span(piece), reason, Certainty.LIKELY)


def _salutation(draft: Draft, index: int) -> None:
    """Label a salutation alone on its line, and the date and place above it."""
    after = index + 1
    if after == len(draft.pieces) or draft.opens(after) or not _is_free(draft.pieces[after]):
        return
    _give(draft, index, ParagraphRole.SALUTATION, "a salutation alone on its line")
    _head(draft, index)


def _head(draft: Draft, index: int) -> None:
    """Label the date and place above a salutation."""
    for above in range(letter_head(draft, index), index):
        _give(draft, above, ParagraphRole.DATELINE, "date and place above a salutation")


# ---------------------------------------------------------------- ends of letters


def _closing(draft: Draft, index: int) -> None:
    """Label a valediction and its signature, or a name or initials that sign."""
    piece = draft.pieces[index]
    if forms.bids_farewell(piece.clump.lines[0]):
        _farewell(draft, index)
    elif is_signature(piece, ends_quote=True) and (reason := _signing(draft, index)):
        _give(draft, index, ParagraphRole.SIGNATURE, reason)


def _farewell(draft: Draft, index: int) -> None:
    lines = draft.pieces[index].clump.lines
    reason = "a valediction with a signature below it"
    if len(lines) > 1:
        name = lines[-1].strip()
        if not forms.signs(name) or (lines[0][-1:] not in ",." and len(lines) > 3):  # noqa: PLR2004
            return
        draft.cut(index, len(lines) - 1, prose=False)
        draft.pieces[index + 1].kind = draft.pieces[index].kind
        draft.pieces[index + 1].role = draft.pieces[index].role
        stop = index + 2
    else:
        stop = _signed_below(draft, index)
    if stop == index + 1:
        return
    for at in range(index, stop):
        last = at == stop - 1
        role = ParagraphRole.SIGNATURE if last else ParagraphRole.VALEDICTION
        _give(draft, at, role, reason)


def _signed_below(draft: Draft, index: int) -> int:
    """Return the index after the name below a valediction, which may take several pieces."""
    at = index + 1
    while at < min(index + 3, len(draft.pieces)):
        piece = draft.pieces[at]
        if not _is_free(piece) or not piece.lone or draft.opens(at):
            break
        if forms.bids_farewell(piece.text) and not is_signature(piece):
            at += 1
            continue
        talk = forms.opens_quote(piece.text) and not forms.opens_quote(draft.pieces[index].text)
        name = is_signature(piece) or (
            forms.signs(piece.text) and len(piece.text) <= _PROSE // 2 and piece.text[-1] != "."
        )
        return at + 1 if name and not talk else index + 1
    return index + 1


def _signing(draft: Draft, index: int) -> str:
    """Return why a name alone signs what stands above it, if it does."""
    piece = draft.pieces[index]
    above = draft.pieces[index - 1] if index else None
    if above is None or draft.opens(index) or not _is_free(above):
        return ""
    below = draft.pieces[index + 1] if index + 1 < len(draft.pieces) else None
    if forms.is_speech(piece.text):
        quoted = goes_on(above) and forms.is_initials(piece.text)
        return "initials alone, ending what is quoted above them" if quoted else ""
    if forms.is_initials(piece.text) and len(above.text) > _PROSE:
        return "initials alone below a paragraph"
    if below is not None and forms.adds(below.text) and not draft.opens(index + 1):
        return "a name alone above a postscript"
    listed = below is not None and is_signature(below)
    if not listed and not is_signature(above) and _introduced(draft, index):
        return "a name alone below what is said to be written"
    return ""


def _introduced(draft: Draft, index: int) -> bool:
    """Say whether what stands above a name was introduced as written.

    A paragraph that ends in a colon introduces it ("The note said:"); a name without a full stop
    ends no sentence, and needs no colon.
    """
    text, above = draft.pieces[index].text, draft.pieces[index - 1].text
    if forms.opens_quote(text) or forms.is_speech(above) or _introduces(above):
        return False
    if text.isupper() and " " in text:  # the headline of a cutting
        return False
    unstopped = draft.pieces[index].text[-1:] != "."
    for at in range(index - 2, max(-1, index - _INTRODUCED), -1):
        piece = draft.pieces[at]
        if not is_open(piece):
            return False
        if (
            _introduces(piece.text) or (unstopped and index - at <= _SIGNED_LINES)
        ) and forms.tells_of_writing(piece.text):
            return True
        if draft.opens(at):
            return False
    return False


def _introduces(text: str) -> bool:
    """Say whether a paragraph ends in a colon: what was written stands right below it."""
    return text.rstrip(' —–-"”')[-1:] == ":"


# ---------------------------------------------------------------- ends of sections


def _sections(draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield where prefaces and the like begin and stop, and at last the book's last words."""
    start = -1
    for index, piece in enumerate(draft.pieces):
        headed = piece.title is not None and piece.title.level is not Level.SCENE
        front = piece.kind is Kind.FRONT
        changed = front and start >= 0 and piece.role is not draft.pieces[start].role
        if start >= 0 and (headed or changed or (not front and _was_front(draft, start))):
            yield start, index
            start = -1
        section = piece.title is not None and piece.title.level is Level.SECTION
        if section or (front and start < 0):
            start = index
    if start < 0:
        start = max(0, len(draft.pieces) - _SIGNED_LINES - 1)
    yield start, len(draft.pieces)


def _was_front(draft: Draft, start: int) -> bool:
    return draft.pieces[start].kind is Kind.FRONT


def _signed_section(draft: Draft, start: int, stop: int) -> None:
    """Label the name, place and date that end a section, or the book."""
    last = stop == len(draft.pieces)
    role = draft.pieces[start].role if start < stop else None
    if start == stop or not (last or role in _PREFATORY):
        return
    while stop > start and draft.pieces[stop - 1].kind in {Kind.BREAK, Kind.WITHHELD, Kind.CENTRED}:
        stop -= 1
    at = stop
    while at > start + 1 and stop - at < _SIGNED_LINES and _ends_section(draft, at - 1):
        at -= 1
    above = draft.pieces[at - 1]
    if at == stop or not _is_free(above) or len(above.text) < _PROSE:
        return
    ends = draft.pieces[at:stop]
    names = [piece for piece in ends if not _tells_where(piece)]
    if last and not (names and (role is not None or all(map(is_signature, names)))):
        return
    for index, piece in enumerate(ends, at):
        kind = ParagraphRole.SIGNATURE if piece in names else ParagraphRole.DATELINE
        if piece.label not in _ENDS:
            _give(draft, index, kind, "below the last words of a section")


def _ends_section(draft: Draft, index: int) -> bool:
    piece = draft.pieces[index]
    if piece.label in _ENDS:
        return True
    if not _is_free(piece) or not is_short(piece) or forms.is_speech(piece.text):
        return False
    return _tells_where(piece) or is_signature(piece) or forms.signs_for(piece.text)


def _tells_where(piece: Piece) -> bool:
    if forms.is_initials(piece.text) or forms.signs_for(piece.text):
        return False
    return all(map(forms.heads, piece.clump.lines))
