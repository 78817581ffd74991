"""Letters inside scenes, where they are clearly marked: a salutation and an end.

A salutation is a short line alone ("Dear Anna,"); the letter begins with it, or with the date and
place above it, and ends with a valediction ("Yours ever,") and a signature below. A salutation
whose letter has no visible end stays a paragraph: nobody can say where the story goes on.
"""

import re
from typing import Final

from bookmaker.book import Certainty, ParagraphRole
from bookmaker.readers.structure.dateline import tells_time
from bookmaker.readers.structure.draft import Draft, Kind, Piece

_SALUTATION: Final = re.compile(
    r"[\"'“‘_*]{0,2}(?:(?:my |o my )?(?:(?:very |own )?dear(?:est)?|darling|beloved|"
    r"honou?red)\b.{0,60}|"
    r"(?:sir|madam|gentlemen|to whom it may concern|sehr geehrte.{0,40}|lieber? .{1,40}|"
    r"cher .{1,40}|"
    r"chère .{1,40}|querid[oa] .{1,40}|car[oa] .{1,40}|beste .{1,40}|hi|hey|"
    r"hello)\b[^.?!\"”]{0,30})"
    r"[,:—–-]+[\"'”’_*]{0,2}",
    re.IGNORECASE,
)
_VALEDICTION: Final = re.compile(
    r"[\"'“‘_*]{0,2}(?:(?:i (?:am|remain)|and i am|believe me),?.{0,60}|(?:ever |always |"
    r"very |with )?"
    r"(?:yours?\b|love\b|sincerely|faithfully|truly|respectfully|best\b|regards|"
    r"kind regards|warmly|"
    r"affectionate|cheers|your (?:loving|affectionate|obedient|friend|son|daughter|mother|father|"
    r"brother|sister|humble|faithful|own)|cordially|gratefully|kisses|xx|mit freundlichen|herzlich|"
    r"dein|deine|ihr|cordialement|amicalement|bien à|atentamente|un abrazo|cordiali|tuo|tua|groet)"
    r".{0,60})",
    re.IGNORECASE,
)
_POSTSCRIPT: Final = re.compile(r"[\"'“‘_*]{0,2}(?:p\.? ?){1,3}s\.?\b.*", re.IGNORECASE)
_PLAIN: Final = (Kind.TEXT, Kind.LINES, Kind.VERSE)
_AHEAD: Final = 40
_SHORT: Final = 70
_SIGNED_WORDS: Final = 6
_HEAD_PIECES: Final = 3


def recognise(draft: Draft) -> None:
    """Label letters that have a salutation and an end."""
    index = 0
    while index < len(draft.pieces):
        piece = draft.pieces[index]
        if _is_salutation(piece):
            index = _letter(draft, index)
        index += 1


def _is_salutation(piece: Piece) -> bool:
    if piece.kind not in _PLAIN or piece.fixed is not None or len(piece.clump.lines) > 8:  # noqa: PLR2004
        return False
    last = piece.clump.lines[-1].strip()
    return len(last) <= _SHORT and bool(_SALUTATION.fullmatch(last))


def _is_short(piece: Piece) -> bool:
    return max(map(len, piece.clump.lines)) <= _SHORT and len(piece.clump.lines) <= 6  # noqa: PLR2004


def _end(draft: Draft, index: int) -> int:
    """Return the index after a letter's last piece, or `index` where no end is seen."""
    at = index + 1
    while at < min(index + _AHEAD, len(draft.pieces)):
        piece = draft.pieces[at]
        if (
            piece.kind not in _PLAIN
            or piece.fixed is not None
            or draft.opens(at)
            or _is_salutation(piece)
        ):
            return index
        if (
            _is_short(piece)
            and _VALEDICTION.fullmatch(piece.clump.lines[0].strip())
            and at > index + 1
        ):
            return _after_signature(draft, at)
        at += 1
    return index


def _after_signature(draft: Draft, at: int) -> int:
    stop = at + 1
    if len(draft.pieces[at].clump.lines) == 1 and stop < len(draft.pieces):
        after = draft.pieces[stop]
        talk = after.text[:1] in '"“' and draft.pieces[at].text[:1] not in '"“'
        if (
            _is_short(after)
            and after.lone
            and not draft.opens(stop)
            and not talk
            and _signs(after.text)
        ):
            stop += 1
    while (
        stop < len(draft.pieces)
        and _POSTSCRIPT.fullmatch(draft.pieces[stop].text)
        and not draft.opens(stop)
    ):
        stop += 1
    return stop


def _signs(text: str) -> bool:
    words = text.strip("\"'“”‘’_*- ").split()
    return (
        0 < len(words) <= _SIGNED_WORDS
        and words[0][:1].isupper()
        and not text.rstrip("\"”’' ").endswith(("?", "!"))
    )


def _letter(draft: Draft, index: int) -> int:
    stop = _end(draft, index)
    if stop == index:
        draft.decide(
            "paragraph",
            draft.span(draft.pieces[index]),
            "a salutation, but the letter has no visible end: taken as ordinary paragraphs",
            Certainty.DOUBT,
        )
        return index
    start = index
    while (
        start > 0
        and index - start < _HEAD_PIECES
        and not draft.opens(start)
        and _heads(draft.pieces[start - 1])
    ):
        start -= 1
    stop = part_letter(draft, start, stop)
    pieces = draft.pieces[start:stop]
    draft.overrule("verse", pieces)
    group = draft.new_group()
    for piece, role in zip(pieces, labels(pieces), strict=True):
        piece.kind, piece.label, piece.group = Kind.LETTER, role, group
    draft.decide(
        "letter",
        draft.span(draft.pieces[start], draft.pieces[stop - 1]),
        "a salutation, paragraphs and a signature",
        Certainty.LIKELY,
    )
    return stop - 1


def _part_closing(draft: Draft, index: int, stop: int) -> int:
    """Cut a name from the valediction it is typed together with; return how many pieces that adds.

    "I am, Sir, / Your servant, / A. Pell": the last line signs, unless it, too, ends in a comma.
    """
    for at in range(stop - 1, max(index, stop - 4), -1):
        lines = draft.pieces[at].clump.lines
        if (
            len(lines) > 1
            and _VALEDICTION.fullmatch(lines[0].strip())
            and _is_short(draft.pieces[at])
        ):
            name = lines[-1].strip()
            if _signs(name) and not name.endswith((",", ":", ";")):
                draft.cut(at, len(lines) - 1, prose=False)
                return 1
    return 0


def _part_head(draft: Draft, index: int) -> bool:
    """Cut date and place from the salutation they are typed together with."""
    lines = draft.pieces[index].clump.lines
    if len(lines) > 1:
        draft.cut(index, len(lines) - 1, prose=False)
    return len(lines) > 1


def _heads(piece: Piece) -> bool:
    """Say whether a piece above a salutation is its date and place."""
    if piece.kind is Kind.LINES and _is_short(piece):
        return True
    return (
        piece.kind in {Kind.TEXT, Kind.VERSE}
        and _is_short(piece)
        and all(tells_time(line.strip(' "“_.,')) for line in piece.clump.lines[-1:])
    )


def part_letter(draft: Draft, start: int, stop: int) -> int:
    """Cut what a letter's head and end typed together; return where the letter now stops."""
    stop += _part_closing(draft, start, stop)
    for index in range(start, min(stop, start + _HEAD_PIECES + 1)):
        if _is_salutation(draft.pieces[index]):
            return stop + _part_head(draft, index)
    return stop


def labels(pieces: list[Piece]) -> list[str]:
    """Return the letter roles of pieces that are known to be one letter."""
    top = pieces[: _HEAD_PIECES + 2]
    heads = [at for at, piece in enumerate(top) if _is_salutation(piece)]
    heads += [at for at, piece in enumerate(top) if _is_short(piece) and piece.text[-1:] in ",:"]
    salutation = heads[0] if heads else -1
    roles: list[str] = []
    for at in range(len(pieces)):
        roles.append(_role(pieces, at, salutation, roles[-1] if roles else ""))
    if roles[-1] == ParagraphRole.BODY and _is_short(pieces[-1]) and _signs(pieces[-1].text):
        roles[-1] = ParagraphRole.SIGNATURE.value
    return roles


def _role(pieces: list[Piece], at: int, salutation: int, before: str) -> str:
    """Return the letter role of `pieces[at]`, below a piece with the role `before`."""
    piece = pieces[at]
    if at < salutation or (salutation < 0 and at == 0 and _heads(piece)):
        return ParagraphRole.DATELINE.value
    if at == salutation:
        return ParagraphRole.SALUTATION.value
    if _POSTSCRIPT.fullmatch(piece.text) and at > salutation + 1:
        return ParagraphRole.POSTSCRIPT.value
    closes = at >= len(pieces) - 4 and _is_short(piece)
    if closes and _VALEDICTION.fullmatch(piece.clump.lines[0].strip()):
        return ParagraphRole.VALEDICTION.value
    signed = before == ParagraphRole.VALEDICTION.value
    return ParagraphRole.SIGNATURE.value if signed else ParagraphRole.BODY.value
