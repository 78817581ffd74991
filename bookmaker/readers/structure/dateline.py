"""Datelines: the short line over a scene that says when, where, or through whose eyes.

"Two months later" · "Sunnydale, 2003" · "23:15" · "Later that night" · "The harbour office" ·
"WILLOW" · "Anna's POV". Such a line has no verb and no talk in it: take away the words of time,
the numbers and the little words, and nothing remains but names and the nouns of places. "She ran."
is a sentence, and stays one.
"""

import re
from typing import Final

from bookmaker.book import Certainty
from bookmaker.readers.structure.draft import Draft, Kind
from bookmaker.readers.structure.heading_forms import bare
from bookmaker.readers.structure.numerals import value_of

LONGEST: Final = 70
_MOST_WORDS: Final = 11
_TIME_WORDS: Final = frozenset(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday
    sunday mon tue tues wed thu thur thurs fri sat sun day days night nights morning mornings
    afternoon evening midnight midday noon dawn dusk sunrise sunset daybreak nightfall twilight
    hour hours minute minutes second seconds moment moments week weeks weekend month months year
    years decade decades century centuries fortnight season spring summer autumn fall winter today
    tonight yesterday tomorrow later earlier before after afterwards afterward ago since meanwhile
    now then present past future christmas easter halloween thanksgiving new year's years'
    birthday anniversary am pm a.m p.m a.m. p.m. o'clock oclock hrs gmt bc ad b.c a.d flashback
    interval beginning end start weeks' days' months' hours' time epilogue
    januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag
    samstag sonntag tag tage tagen nacht morgen abend später woche wochen monat monate monaten jahr
    jahre jahren stunde stunden heute gestern mitternacht zuvor
    janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi
    mercredi jeudi vendredi samedi dimanche jour jours nuit matin soir tard semaine semaines mois an
    ans année années heure heures demain hier minuit midi plus
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes
    martes miércoles jueves viernes sábado domingo día días noche mañana tarde después semana semanas
    mes meses año años hora horas antes
    gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre giorno giorni
    notte mattina sera dopo settimana settimane mese mesi anno anni ora ore prima
    """.split()
)
_LITTLE_WORDS: Final = frozenset(
    """
    a an the of on in at by to from near under over above below inside outside behind beyond between
    across along around beside off and or same next following previous last first that this those
    these other another early late mid middle half quarter past few several some couple many long
    short full about almost nearly exactly just only more less still again once part one two three
    four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty hundred thousand dozen score somewhere elsewhere
    aboard downtown uptown upstairs downstairs back home north south east west northern southern
    eastern western day's week's old year eve st nd rd th b c d e s
    der die das den dem des ein eine einer eines am im um vor nach drei zwei vier fünf zwanzig und
    le la les l' un une deux trois quatre du de des à au et en el los las una dos tres cuatro del y
    il lo gli i due tre quattro di da e o
    """.split()
)
_PLACES: Final = frozenset(
    """
    airport alley apartment archive arena attic bakery balcony bank bar barn base basement bathroom
    bay beach bedroom boat bridge cabin cafe café camp campus car castle cathedral cave cell cellar
    cemetery chamber chapel church city clinic club coast college corridor cottage country court
    courtroom courtyard crypt deck desert diner district dock docks dormitory dungeon estate factory
    farm farmhouse ferry field flat floor forest fort garage garden gate graveyard gym hall hallway
    harbour harbor headquarters hill hills hospital hotel house inn island jail jungle kitchen lab
    laboratory lake lane library lighthouse lobby loft mansion market meadow mill mine monastery
    moor motel mountain mountains museum nursery ocean office orchard palace park pier place plain
    planet platform pool port prison pub quay quarters quarry reef restaurant ridge river road roof
    rooftop room ruins school sea sewer sewers shed ship shop shore square stable stables stage
    station store street studio study suburb surgery swamp tavern temple tent terminal terrace
    theatre theater throne tower town train tunnel tunnels university valley vault vessel village
    ward warehouse waterfront wharf wood woods yard
    """.split()
)
_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d{2}|\d{3,4}\s?(?:hours|hrs)|[0-2]?\d[0-5]\d")
_TOKEN: Final = re.compile(r"[^\s,;:()\[\]/—–-]+|\d{1,2}[:.]\d{2}")
_TALK: Final = re.compile(r"[\"“”«»„!?;…]|\.\.\.|(?:^|\s)'|[.,:;—–-]$")
_SUBJECTS: Final = frozenset("i he she we they you it who what there".split())
_VIEW: Final = re.compile(r"(?i)(?:pov|p\.o\.v\.?)\s*[:-]?\s*\S.*|\S.{0,30}\s(?:pov|p\.o\.v\.?|point of view)")
_YEAR: Final = range(1000, 2200)


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
        return any(_is_time(word) or word[0].isupper() and not _is_little(word) for word in words)
    return False


def _words(line: str) -> list[str]:
    text = bare(line)
    if len(text) > LONGEST:
        return []
    return _TOKEN.findall(text.replace("’", "'"))


def _is_label(line: str, words: list[str]) -> bool:
    """Say whether a line could be a label at all: short, no talk, no subject and verb."""
    text = bare(line)
    if len(words) > _MOST_WORDS or not (text[:1].isupper() or text[:1].isdigit()):
        return False
    if _TALK.search(text.removesuffix(".") if _ends_as_label(text, words) else text):
        return False
    return not any(word.casefold() in _SUBJECTS for word in words)


def _ends_as_label(text: str, words: list[str]) -> bool:
    """Say whether a full stop may end it: "Two months later.", "Midnight.", but not "Rain."."""
    if not text.endswith("."):
        return False
    return any(_is_time(word.strip(".")) or word.strip(".").isdigit() for word in words)


def _is_time(word: str) -> bool:
    plain = word.strip(".").casefold()
    if plain in _TIME_WORDS or word.casefold() in _TIME_WORDS or _CLOCK.fullmatch(plain):
        return plain not in {"may", "march", "sat", "sun", "end", "fall", "past", "plus", "now", "mar", "ora"} or word[0].isupper()
    return (plain.isdigit() and int(plain) in _YEAR) or plain.removesuffix("s") in _TIME_WORDS


def _is_little(word: str) -> bool:
    return word.strip(".").casefold() in _LITTLE_WORDS


def _fits(word: str) -> bool:
    plain = word.strip(".").casefold()
    if word[0].isupper() or word[0].isdigit() or plain in _LITTLE_WORDS or plain in _PLACES:
        return True
    return _is_time(word) or value_of(plain) is not None


# ---------------------------------------------------------------- over scenes


def recognise(draft: Draft) -> None:
    """Label the datelines that open scenes; short lines that are none become doubts."""
    begun = False
    for index, piece in enumerate(draft.pieces):
        before = draft.pieces[index - 1].kind if index else Kind.BREAK
        opens = index == 0 or draft.opens(index) or before in {Kind.BREAK, Kind.HEADING}
        begun = begun or piece.free
        if piece.free and opens and begun and piece.lone and len(piece.text) <= LONGEST:
            _judge(draft, index)


def _judge(draft: Draft, index: int) -> None:
    piece = draft.pieces[index]
    after = index + 1
    followed = after < len(draft.pieces) and draft.pieces[after].kind in {Kind.TEXT, Kind.VERSE}
    alone = not followed or draft.opens(after)
    if reads_as_dateline(piece.text) and not alone:
        piece.kind = Kind.DATELINE
        timed = tells_time(piece.text)
        draft.decide(
            "dateline",
            draft.span(piece),
            "a short line over a scene that tells "
            + ("the time" if timed else "a place or a point of view"),
            Certainty.SURE if timed else Certainty.LIKELY,
        )
    elif not alone and len(piece.text.split()) <= 5 and not piece.text.startswith(('"', "“", "'", "‘")):  # noqa: PLR2004
        draft.decide(
            "paragraph",
            draft.span(piece),
            "a short line opening a scene that tells no time, place or point of view: "
            "taken as an ordinary paragraph",
            Certainty.DOUBT,
        )
