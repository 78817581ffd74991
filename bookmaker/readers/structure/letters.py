"""Letters inside scenes, where they are clearly marked: a beginning and an end.

A letter begins with a salutation on a line alone ("Dear Anna,") or at the head of a paragraph ("My
dear Sir,--I have ..."), below the date and place, or with a heading of its own ("Telegram from A to
B"). It ends with a valediction ("Yours ever,") and a signature, with a name alone, or, where every
paragraph opens a quotation mark, where that mark is closed. What has no visible end is left to
`signatures`: nobody can say where the story goes on.
"""

from collections.abc import Iterator
from typing import Final

from bookmaker.book import Certainty, ParagraphRole
from bookmaker.readers.structure import letter_forms as forms
from bookmaker.readers.structure.dateline import names_addressee
from bookmaker.readers.structure.draft import Draft, Kind, Piece
from bookmaker.readers.structure.time_words import words

PLAIN: Final = (Kind.TEXT, Kind.LINES, Kind.VERSE)
_LONGEST: Final = 150
_AHEAD: Final = 40
_MOST_LINES: Final = 8
_CLOSING_LINES: Final = 6
_HEAD_PIECES: Final = 4
_POSTSCRIPTS: Final = 6
_ENDINGS: Final = (ParagraphRole.VALEDICTION, ParagraphRole.SIGNATURE)
_NO_NAMES: Final = words(
    """
    goodbye good-bye good-by adieu farewell amen yes no never always nothing silence enough finis
    god heaven hell ah oh alas well so stop end
    """
)


def recognise(draft: Draft) -> None:
    """Label letters that have a beginning and an end."""
    index = 0
    while index < len(draft.pieces):
        stop = _letter_from(draft, index) if is_open(draft.pieces[index]) else index
        index = max(index + 1, stop)


def is_open(piece: Piece) -> bool:
    """Say whether neither the author nor a recogniser has taken a piece for anything but text."""
    return piece.kind in PLAIN and piece.fixed is None


def _letter_from(draft: Draft, index: int) -> int:
    """Label the letter that begins with a piece; return where it stops, `index` if none."""
    piece = draft.pieces[index]
    if len(piece.text) > _MOST_LINES * forms.SHORT and not forms.runs_on(piece.text):
        return index
    last = piece.clump.lines[-1]
    if is_salutation(piece):
        return _take(draft, index, _end(draft, index, _LONGEST), "a salutation, paragraphs")
    if piece.lone and forms.addresses(last):
        stop = _weak_end(draft, index, named=False)
        return _take(draft, index, stop, "a name as salutation, paragraphs")
    if forms.runs_on(piece.text):
        return _take(
            draft, index, _weak_end(draft, index, named=True), "a salutation within a paragraph"
        )
    if piece.lone and forms.names_letter(last):
        return _below_heading(draft, index)
    return index


def is_salutation(piece: Piece) -> bool:
    """Say whether a piece is a salutation, or date and place and then a salutation."""
    if not is_open(piece) or len(piece.clump.lines) > _MOST_LINES:
        return False
    if not piece.lone and piece.clump.prose:
        return False
    return forms.salutes(piece.clump.lines[-1])


def is_short(piece: Piece) -> bool:
    """Say whether a piece is a few short lines."""
    lines = piece.clump.lines
    if piece.clump.prose and len(lines) > 1:
        return False
    return len(lines) <= _CLOSING_LINES and max(map(len, lines)) <= forms.SHORT


def is_signature(piece: Piece, *, ends_quote: bool = False) -> bool:
    """Say whether a piece is nothing but a name or initials.

    With `ends_quote` it may stand in quotation marks, as the end of what was quoted above it.
    """
    if not piece.lone or len(piece.text) > forms.SHORT:
        return False
    if forms.is_speech(piece.text) and not ends_quote:
        return False
    if forms.is_initials(piece.text):
        return True
    plain = forms.bare(piece.text).strip("- —–.").casefold()
    return forms.is_name(piece.text) and plain not in _NO_NAMES


# ---------------------------------------------------------------- where a letter ends


def _inside(draft: Draft, index: int, most: int) -> Iterator[int]:
    """Yield the pieces that may belong to a letter begun at `index`, in order."""
    for at in range(index + 1, min(index + most, len(draft.pieces))):
        piece = draft.pieces[at]
        if not is_open(piece) or draft.opens(at) or is_salutation(piece):
            return
        if piece.lone and forms.names_letter(piece.text):
            return
        yield at


def _end(draft: Draft, index: int, most: int) -> int:
    """Return the index after a letter's last piece, or `index` where no end is seen."""
    quoted = forms.opens_quote(draft.pieces[index].text)
    farewell = speeches = 0
    for at in _inside(draft, index, most):
        piece = draft.pieces[at]
        opened = forms.opens_quote(piece.text)
        if quoted and opened and _closes(piece):
            return at + 1
        quoted = quoted and opened
        speeches += opened and forms.closes_quote(piece.text)
        if not farewell and at > index + 1 and _ends_at(piece, quoted=quoted):
            if not quoted:
                return after_signature(draft, at) if 2 * speeches <= at - index else index
            farewell = at
    return after_signature(draft, farewell) if farewell else index


def _ends_at(piece: Piece, *, quoted: bool) -> bool:
    if is_short(piece) and forms.bids_farewell(piece.clump.lines[0]):
        return True
    return not quoted and not forms.opens_quote(piece.text) and is_signature(piece)


def _closes(piece: Piece) -> bool:
    """Say whether a quotation that a piece goes on with ends with the piece."""
    text = piece.text if piece.clump.prose else piece.clump.lines[-1].strip()
    return text.rstrip("_*")[-1:] in '"”»' and forms.closes_quote(text)


def _weak_end(draft: Draft, index: int, *, named: bool) -> int:
    """Return where a letter ends whose beginning proves little: only a signed end makes it one.

    A valediction signs; with `named`, so does a name alone.
    """
    stop = _end(draft, index, _AHEAD)
    pieces = draft.pieces[max(index + 1, stop - 3) : stop]
    signed = any(is_short(p) and forms.bids_farewell(p.clump.lines[0]) for p in pieces)
    named = named and bool(pieces) and is_signature(pieces[-1], ends_quote=True)
    return stop if signed or named else index


def after_signature(draft: Draft, at: int) -> int:
    """Return where a letter stops whose valediction, or name alone, is the piece at `at`."""
    stop = at + 1
    if draft.pieces[at].lone and stop < len(draft.pieces) and _is_signed(draft, at):
        stop += 1
    begun = False
    for after in range(stop, min(stop + _POSTSCRIPTS, len(draft.pieces))):
        piece = draft.pieces[after]
        if not is_open(piece) or draft.opens(after) or is_salutation(piece):
            break
        if forms.adds(piece.text) or (begun and is_signature(piece)):
            begun, stop = True, after + 1
        elif not begun:
            break
    return stop


def _is_signed(draft: Draft, at: int) -> bool:
    """Say whether the piece below a valediction is its signature."""
    piece, above = draft.pieces[at + 1], draft.pieces[at]
    if not piece.lone or not is_open(piece) or draft.opens(at + 1) or is_signature(above):
        return False
    talk = forms.opens_quote(piece.text) and not forms.opens_quote(above.text)
    return is_short(piece) and not talk and forms.signs(piece.text)


# ---------------------------------------------------------------- taking a letter


def _below_heading(draft: Draft, index: int) -> int:
    """Label what stands below a letter's own heading, where no salutation begins it."""
    start = index + 1
    if start < len(draft.pieces) and draft.pieces[start].text[:1] == "(":
        start += 1
    if start + 1 >= len(draft.pieces) or draft.opens(start):
        return index
    piece = draft.pieces[start]
    if not is_open(piece) or is_salutation(piece) or is_salutation(draft.pieces[start + 1]):
        return index
    dated = is_short(piece) and forms.heads(piece.clump.lines[0])
    if not dated and not (forms.opens_quote(piece.text) and not forms.closes_quote(piece.text)):
        return index
    stop = _end(draft, start, _AHEAD)
    return _take(draft, start, max(start, stop), "a heading of its own, paragraphs")


def _take(draft: Draft, index: int, stop: int, reason: str) -> int:
    """Label pieces from above `index` up to `stop` as a letter; return where it stops."""
    if stop == index:
        return index
    start = letter_head(draft, index)
    stop = part_letter(draft, start, stop)
    pieces = draft.pieces[start:stop]
    draft.overrule("verse", pieces)
    group = draft.new_group()
    for piece, role in zip(pieces, labels(pieces), strict=True):
        piece.kind, piece.label, piece.group = Kind.LETTER, role, group
    span = draft.span(draft.pieces[start], draft.pieces[stop - 1])
    draft.decide("letter", span, f"{reason} and an end", Certainty.LIKELY)
    return stop


def letter_head(draft: Draft, index: int) -> int:
    """Return the index of the first piece of date and place above a salutation."""
    start = index
    while start > 0 and index - start < _HEAD_PIECES and not draft.opens(start):
        if not _heads(draft.pieces[start - 1]):
            break
        start -= 1
    return start


def _heads(piece: Piece) -> bool:
    """Say whether a piece above a salutation is its date and place."""
    if not is_open(piece) or not is_short(piece):
        return False
    return piece.kind is Kind.LINES or any(map(forms.heads, piece.clump.lines))


def part_letter(draft: Draft, start: int, stop: int) -> int:
    """Cut what a letter's head and end typed together; return where the letter now stops."""
    stop += _part_closing(draft, start, stop)
    for index in range(start, min(stop, start + _HEAD_PIECES + 1)):
        if is_salutation(draft.pieces[index]):
            return stop + _part_head(draft, index)
    return stop


def _part_closing(draft: Draft, index: int, stop: int) -> int:
    """Cut names from the valedictions they are typed together with; return the pieces that adds.

    "I am, Sir, / Your servant, / A. Pell": the last line signs, unless it, too, ends in a comma.
    """
    added = 0
    for at in range(stop - 1, index, -1):
        piece = draft.pieces[at]
        lines = piece.clump.lines
        if len(lines) > 1 and is_short(piece) and forms.bids_farewell(lines[0]):
            name = lines[-1].strip()
            if forms.signs(name) and not name.endswith((",", ":", ";")):
                draft.cut(at, len(lines) - 1, prose=False)
                added += 1
    return added


def _part_head(draft: Draft, index: int) -> bool:
    """Cut date and place from the salutation they are typed together with."""
    lines = draft.pieces[index].clump.lines
    if len(lines) > 1:
        draft.cut(index, len(lines) - 1, prose=False)
    return len(lines) > 1


# ---------------------------------------------------------------- roles


def labels(pieces: list[Piece]) -> list[str]:
    """Return the letter roles of pieces that are known to be one letter."""
    salutation = _salutation(pieces)
    roles: list[ParagraphRole] = []
    for at in range(len(pieces)):
        before = roles[-1] if roles else ParagraphRole.BODY
        roles.append(_role(pieces, at, salutation, before))
    return [role.value for role in roles]


def _salutation(pieces: list[Piece]) -> int:
    """Return the index of a letter's salutation, -1 if it has none on a line of its own."""
    loose = -1
    for at, piece in enumerate(pieces[: _HEAD_PIECES + 2]):
        if is_salutation(piece):
            return at
        if is_aside(piece):
            continue
        if not is_short(piece) or forms.bids_farewell(piece.clump.lines[0]):
            break
        if loose < 0 and piece.text[-1:] in ",:" and at + 1 < len(pieces) and not _heads(piece):
            loose = at
    return loose


def _role(pieces: list[Piece], at: int, salutation: int, before: ParagraphRole) -> ParagraphRole:
    """Return the letter role of `pieces[at]`, below a piece with the role `before`."""
    piece = pieces[at]
    if at == salutation:
        return ParagraphRole.SALUTATION
    if at < salutation:
        return ParagraphRole.BODY if is_aside(piece) else ParagraphRole.DATELINE
    headed = before is ParagraphRole.DATELINE or (
        at <= _HEAD_PIECES and all(map(is_aside, pieces[:at]))
    )
    if salutation < 0 and headed and at + 1 < len(pieces) and _heads(piece):
        return ParagraphRole.DATELINE
    return closing_role(pieces, at, before, first=salutation + 1)


def is_aside(piece: Piece) -> bool:
    """Say whether a line is over a letter and none of it: its heading, "(Not delivered.)"."""
    return names_addressee(piece.text) or forms.names_letter(piece.text)


def closing_role(
    pieces: list[Piece], at: int, before: ParagraphRole, *, first: int
) -> ParagraphRole:
    """Return what a piece is to the end of its letter, whose text begins at `first`."""
    piece = pieces[at]
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if forms.adds(piece.text) and at > first:
        return ParagraphRole.POSTSCRIPT
    if not is_short(piece):
        return ParagraphRole.BODY
    if before is ParagraphRole.VALEDICTION and forms.signs(piece.text):
        return ParagraphRole.SIGNATURE
    if forms.bids_farewell(piece.clump.lines[0]) and _is_last(after):
        return ParagraphRole.VALEDICTION
    ends = after is None and goes_on(pieces[at - 1])
    signed = is_signature(piece, ends_quote=ends) and (after is None or forms.adds(after.text))
    if at > first and (signed or forms.is_initials(piece.text)):
        return ParagraphRole.SIGNATURE
    return ParagraphRole.BODY


def goes_on(piece: Piece) -> bool:
    """Say whether a piece opens a quotation that it does not close."""
    return forms.opens_quote(piece.text) and not forms.closes_quote(piece.text)


def _is_last(after: Piece | None) -> bool:
    """Say whether a letter ends with what is above `after`: a name, a postscript or nothing."""
    if after is None or forms.adds(after.text):
        return True
    return is_short(after) and (
        forms.signs(after.text) or forms.bids_farewell(after.clump.lines[0])
    )
