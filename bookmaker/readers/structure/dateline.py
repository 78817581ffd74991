"""Datelines: the short line over a scene that says when, where, or through whose eyes.

"Two months later" · "Sunnydale, 2003" · "23:15" · "Later that night" · "The harbour office" ·
"WILLOW" · "Anna's POV". Such a line has no verb and no talk in it: take away the words of time,
the numbers and the little words, and nothing remains but names and the nouns of places. "She ran."
is a sentence, and stays one.
"""

import re
from collections import Counter
from typing import Final

from bookmaker.book import Certainty
from bookmaker.readers.structure.draft import Draft, Kind
from bookmaker.readers.structure.heading_forms import bare
from bookmaker.readers.structure.numerals import value_of
from bookmaker.readers.structure.time_words import LITTLE, PLACES, TIME, words

LONGEST: Final = 70
_MOST_WORDS: Final = 11
_DOUBTFUL_WORDS: Final = 5
_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d{2}|\d{3,4}\s?(?:hours|hrs)|[0-2]?\d[0-5]\d")
_TOKEN: Final = re.compile(r"\d{1,2}[:.h]\d{2}(?!\w)|[^\s,;:()\[\]/—–-]+")
_TALK: Final = re.compile(r"[\"“”«»„!?;…]|\.\.\.|(?:^|\s)'|[.,:;—–-]$")
_DOCUMENTS: Final = words(
    "cutting cuttings clipping extract extracts excerpt excerpts letter letters telegram note "
    "notes memorandum report statement log diary journal page pages copy transcript"
)
_SUBJECTS: Final = words("i he she they we you it who what there")
_OPEN_YEAR: Final = re.compile(r"\b(1[5-9]\d?)(?:-{1,4}|[–—‒―⸺]|_{2,4})(?!\w)")
_OPENS: Final = tuple("\"“'‘")
_CLOSES: Final = tuple("\"”'’")
_ADDRESSEE: Final = re.compile(r"(?:To|From) (?:[A-Z]|[a-z]+ [A-Z])[^?!;\"”]*|\([^()]*\)")
_VIEW: Final = re.compile(
    r"(?i)(?:pov|p\.o\.v\.?)\s*[:-]?\s*\S.*|\S.{0,30}\s(?:pov|p\.o\.v\.?|point of view)"
)
_TELLER: Final = 20
_YEAR: Final = range(1000, 2200)
_YEAR_FIGURES: Final = 4


def tells_time(line: str) -> bool:
    """Say whether a line tells when: it reads as a dateline and holds a word of time or a clock."""
    words = _words(line)
    if not words or not _is_label(line, words):
        return False
    return any(_is_time(word) for word in words) and all(_fits(word) for word in words)


def reads_as_dateline(line: str) -> bool:
    """Say whether a line over a scene reads as a time, a place or a point of view."""
    text = bare(line)
    if len(text) > LONGEST or not text:
        return False
    if _VIEW.fullmatch(text):
        return True
    words = _words(line)
    if not words or not _is_label(line, words):
        return False
    if all(_fits(word) for word in words):
        return any(_is_time(word) or _is_name(word) for word in words)
    return False


def names_addressee(text: str) -> bool:
    """Say whether a line over a letter or a cutting says to whom, from whom, or is an aside."""
    return len(text) <= LONGEST and bool(_ADDRESSEE.fullmatch(bare(text)))


def whole_years(line: str) -> str:
    """Return a line in which years that old novels leave open ("17--", "192-") are years."""
    return _OPEN_YEAR.sub(lambda match: f"{match[1]:0<4}", line)


def _words(line: str) -> list[str]:
    text = whole_years(bare(line)).replace("_", "")
    if len(text) > LONGEST:
        return []
    return _TOKEN.findall(text.replace("’", "'"))


def _is_label(line: str, words: list[str]) -> bool:
    """Say whether a line could be a label at all: short, no talk, no subject and verb."""
    text = whole_years(bare(line))
    if len(words) > _MOST_WORDS or not (text[:1].isupper() or text[:1].isdigit()):
        return False
    if whole_years(line.rstrip(" _*.")).endswith(("-", "–", "—")):
        return False
    if _TALK.search(text.removesuffix(".") if _ends_as_label(text, words) else text):
        return False
    if words[0].casefold() in _DOCUMENTS and {"from", "of", "to", "by"} & set(words):
        return False
    return not any(word.casefold() in _SUBJECTS for word in words)


def _ends_as_label(text: str, words: list[str]) -> bool:
    """Say whether a full stop may end it: "Two months later.", "Midnight.", but not "Rain."."""
    if not text.endswith("."):
        return False
    return any(_is_time(word.strip(".")) or word.strip(".").isdigit() for word in words)


def _is_time(word: str) -> bool:
    plain = word.strip(".").casefold()
    if plain in TIME or word.casefold() in TIME or _CLOCK.fullmatch(plain):
        return (
            plain
            not in {
                "may",
                "march",
                "sat",
                "sun",
                "end",
                "fall",
                "past",
                "plus",
                "now",
                "mar",
                "ora",
            }
            or word[0].isupper()
        )
    if plain.isdecimal() and len(plain) == _YEAR_FIGURES:
        return int(plain) in _YEAR
    return plain.removesuffix("s") in TIME


def _is_little(word: str) -> bool:
    return word.strip(".").casefold() in LITTLE


def _is_name(word: str) -> bool:
    """Say whether a word may name a person or a place: a capital's, or a noun of places."""
    if _is_little(word):
        return False
    return word[0].isupper() or word.strip(".").casefold() in PLACES


def _fits(word: str) -> bool:
    plain = word.strip(".").casefold()
    if word[0].isupper() or word[0].isdigit() or plain in LITTLE or plain in PLACES:
        return True
    return _is_time(word) or value_of(plain) is not None


# ---------------------------------------------------------------- over scenes


def recognise(draft: Draft) -> None:
    """Label the datelines that open scenes; short lines that are none become doubts."""
    begun = opened = False
    for index, piece in enumerate(draft.pieces):
        before = draft.pieces[index - 1].kind if index else Kind.BREAK
        opens = index == 0 or draft.opens(index) or before in {Kind.BREAK, Kind.HEADING}
        if opened and names_addressee(draft.pieces[index - 1].text):
            opens = tells_time(piece.text)
        opened = opens
        begun = begun or piece.free
        if piece.free and opens and begun and piece.lone and len(piece.text) <= LONGEST:
            _judge(draft, index)
    _tellers(draft)


def _tellers(draft: Draft) -> None:
    """Let the names of tellers in capitals begin scenes wherever they stand alone on a line."""
    names = Counter(
        piece.text for piece in draft.pieces
        if piece.lone and (piece.free or piece.kind is Kind.DATELINE) and _is_teller(piece.text)
    )  # fmt: skip
    known = {p.text for p in draft.pieces if p.kind is Kind.DATELINE} & set(names)
    if not known or sum(names.values()) <= 2 or len(names) == sum(names.values()):  # noqa: PLR2004
        return
    for index, piece in enumerate(draft.pieces[:-1]):
        if piece.free and piece.lone and piece.text in names and draft.pieces[index + 1].free:
            piece.kind, piece.begins = Kind.DATELINE, True
            draft.decide(
                "dateline",
                draft.span(piece),
                "a teller's name in capitals, as above other scenes",
                Certainty.LIKELY,
            )


def _is_teller(text: str) -> bool:
    """Say whether a line is one or two words in capitals, without any sign."""
    return text.isupper() and len(text) <= _TELLER and text.replace(" ", "").isalpha()


def _judge(draft: Draft, index: int) -> None:
    piece = draft.pieces[index]
    after = index + 1
    followed = after < len(draft.pieces) and draft.pieces[after].kind in {Kind.TEXT, Kind.VERSE}
    alone = not followed or draft.opens(after)
    text = _unquoted(draft, index)
    if reads_as_dateline(text) and not alone:
        piece.kind = Kind.DATELINE
        timed = tells_time(text)
        draft.decide(
            "dateline",
            draft.span(piece),
            "a short line over a scene that tells "
            + ("the time" if timed else "a place or a point of view"),
            Certainty.SURE if timed else Certainty.LIKELY,
        )
    elif (
        not alone
        and len(piece.text.split()) <= _DOUBTFUL_WORDS
        and not piece.text.startswith(('"', "“", "'", "‘"))
    ):
        draft.decide(
            "paragraph",
            draft.span(piece),
            "a short line opening a scene that tells no time, place or point of view: "
            "taken as an ordinary paragraph",
            Certainty.DOUBT,
        )


def _unquoted(draft: Draft, index: int) -> str:
    """Return a line without the mark of a quotation that goes on below it, as in quoted letters."""
    text = draft.pieces[index].text
    below = draft.pieces[index + 1].text if index + 1 < len(draft.pieces) else ""
    if text[:1] in _OPENS and below[:1] == text[0] and text[-1] not in _CLOSES:
        return text[1:]
    return text
