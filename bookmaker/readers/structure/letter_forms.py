"""How letters, telegrams and notes begin and end, told from single lines.

The forms are those of letter writing: a salutation addresses somebody and ends in a comma, a colon
or a dash; a valediction assures ("Yours ever,"); a name or initials alone sign; "P.S." adds.
"""

import re
from typing import Final

from bookmaker.readers.structure.attribution import SMALL
from bookmaker.readers.structure.dateline import tells_time, whole_years
from bookmaker.readers.structure.letter_words import assures, is_address
from bookmaker.readers.structure.time_words import PLACES, words

SHORT: Final = 70
_MARKS: Final = " \t\"'“”‘’«»_*"
_DOUBLE: Final = '"“”«»'
_QUOTES: Final = "\"“”«»'‘’"
_SAID: Final = re.compile(r"[,.!?…—–-]['’](?=\s|$)")
_SIGNED_WORDS: Final = 6
_NAME_WORDS: Final = 4
_HEADING: Final = 130

_UNSTOPPED: Final = re.compile(r"(?:My |my )?[Dd]ear(?:est)? [\w'’. -]{1,30}[\w.]")
_RUNS_ON: Final = re.compile(
    r"(?P<dash>[,.:]?\s?(?:--+|[—–]|[,.:]-|\s-\s))|:\s|(?<!Mr)(?<!Mrs)(?<!Dr)(?<!Ms)(?<!St)\.\s|[?!,;\"”]"
)
_NAME_LENGTHS: Final = {"dear": 60, "title": 40, "foreign": 40, "greeting": 30}
_BEGINNINGS: Final = words(
    "my our dea dar bel swe hon res est rev oh oh, ver own eve mos goo old poo onl sir mad gen lad "
    "mes lor com col fri you ma' o nob gre kin"
) | {"my ", "oh ", "o m", "o,"}
_ADDRESSED: Final = re.compile(r"(?:[A-Z][\w'’.-]{0,20} ?){1,4}(?:,|:|\s?--?|\s?[—–])")
_POSTSCRIPT: Final = re.compile(
    r"(?:(?:p\.? ?){1,3}s\.?|post-?script(?:um)?|n\.b\.?)(?=[\s.:,—–-]|$).*", re.IGNORECASE
)
_INITIALS: Final = re.compile(r"(?:[A-ZÀ-Þ]\. ?){1,3}[A-ZÀ-Þ]\.?")
_INITIAL: Final = re.compile(r"[A-ZÀ-Þ]\w?\.?")
_BEHALF: Final = re.compile(r"(?:[Bb]y|[Pp]er|[Pp]ro|[Ff]or|[Oo]n behalf of|[Ss]igned)\b[:,]? \S.*")
_LETTER: Final = re.compile(
    r"(?:letters?|notes?|telegrams?|cablegrams?|cables?|wires?|post-?cards?|memorand(?:um|a)|memo|"
    r"dispatch(?:es)?|e-?mails?|messages?|reports?|testament)\b(?=.*\b(?:from|to|by|of)\b).*",
    re.IGNORECASE,
)
_WRITTEN: Final = re.compile(
    r"(?i)\b(?:letters?|notes?|wr[io]te|writ(?:es|ing|ten)|telegrams?|message|postcard|notice|"
    r"placard|scrawl(?:ed)?|scribbl(?:ed|ing)|pencil(?:led|led)?|signed|cable[d]?|wired|document|"
    r"paper|advertisement|read(?:s|ing)?|ran|runs|inscription|dispatch|memorandum)\b"
)
_PARTICLES: Final = words(
    "de da do dos la le du del di della van von der den ten ter y e and & of the"
)
_ADDRESS: Final = re.compile(
    r"(?:No\. ?)?\d{1,4}[A-Za-z]?,? [A-Z].*|.*\b[NSEW]{1,2}\.? ?[CW]?\.?\d?\.?"
)
_SENTENCE: Final = re.compile(
    r"(?i)\b(?:i(?!\.)|he|she|we|they|it|was|were|is|are|had|has|have|said)\b"
)


def bare(line: str) -> str:
    """Return a line without the marks around it: quotation marks, those of italics."""
    return line.strip(_MARKS)


def is_speech(text: str) -> bool:
    """Say whether a line is somebody's talk as a whole: its quotation mark closes at its end."""
    return text[:1] in _QUOTES and text[-1:] in _QUOTES and len(text) > 1


def salutes(line: str) -> bool:
    """Say whether a line is a salutation by its words: "My dear Anna,", "Sir:"."""
    line = line.strip()
    if len(line) > SHORT or is_speech(line):
        return False
    plain = bare(line)
    if plain[-1:] not in tuple(",:;—–-"):
        return bool(_UNSTOPPED.fullmatch(plain))
    kind = is_address(plain)
    told = kind != "dear" and any(stop in plain for stop in ".?!")
    told = told or any(char in _DOUBLE for char in plain)
    return bool(kind) and not told and len(plain) <= _NAME_LENGTHS[kind]


def addresses(line: str) -> bool:
    """Say whether a line may be a salutation where an end shows a letter: a name and a comma."""
    line = line.strip()
    return (
        len(line) <= SHORT // 2 and not is_speech(line) and bool(_ADDRESSED.fullmatch(bare(line)))
    )


def runs_on(text: str) -> bool:
    """Say whether a paragraph begins with a salutation and goes on: "My dear Sir,--I have ..."."""
    begin = text[:SHORT].lstrip(_MARKS)
    if begin[:3].casefold() not in _BEGINNINGS:
        return False
    stop = _RUNS_ON.search(begin)
    if stop is None or not (stop["dash"] or stop[0][0] in ":."):
        return False
    head = begin[: stop.start()]
    kind = is_address(head) if begin[0].isupper() and stop.end() < len(begin) else ""
    if kind == "title":
        apart = stop["dash"] and (stop[0][0] in ",.:" or head.count(" ") <= 1)
        kind = "dear" if apart else ""
    return kind == "dear" and not closes_quote(text)


def closes_quote(text: str) -> bool:
    """Say whether a text that begins with a quotation mark closes it again."""
    if text[:1] not in _QUOTES:
        return False
    if text[0] in "'‘’":
        return bool(_SAID.search(text))
    if text[0] == '"':
        return text.count('"') % 2 == 0
    opening, closing = ("“", "”") if text[0] == "“" else ("«", "»")
    return text.count(opening) <= text.count(closing)


def opens_quote(text: str) -> bool:
    """Say whether a text begins with a quotation mark."""
    return text[:1] in _QUOTES


def bids_farewell(line: str) -> bool:
    """Say whether a line is a valediction: "Yours ever,", "Your loving son"."""
    line = line.strip()
    if len(line) > SHORT or is_speech(line) or line.rstrip(_MARKS)[-1:] in tuple("?!"):
        return False
    return not any(char in _DOUBLE for char in line[1:-1]) and assures(bare(line))


def signs(text: str) -> bool:
    """Say whether a line can sign what stands above it: it begins like a name, and is short."""
    words = bare(text).strip("- —–").split()
    return (
        0 < len(words) <= _SIGNED_WORDS
        and (words[0][:1].isupper() or words[0][:1] in "(—")
        and not text.rstrip("\"”’' ").endswith(("?", "!", ",", ":", ";"))
    )


def is_name(text: str) -> bool:
    """Say whether a line is a name and nothing else: one to four words, each with a capital."""
    plain = bare(text).strip("- —–").removesuffix(".")
    found = plain.split()
    if not 0 < len(found) <= _NAME_WORDS or not plain[-1:].isalnum() or len(plain) > SHORT // 2:
        return False
    if any(sign in plain for sign in ',;:!?"“”…') or ". " in plain.replace("Mr. ", "").replace(
        "Mrs. ", ""
    ).replace("Dr. ", "").replace("St. ", ""):
        return is_initialled(plain)
    if any(word.endswith(("'s", "’s")) for word in found[:-1]):  # "Anna's Diary"
        return False
    named = all(word[:1].isupper() or word.casefold() in _PARTICLES for word in found)
    return found[0][:1].isupper() and named and not tells_time(plain)


def is_initialled(text: str) -> bool:
    """Say whether every word but the last is an initial: "D. L. Bole"."""
    found = text.split()
    if len(found) < 2 or not found[-1][:1].isupper():  # noqa: PLR2004  one initial signs nothing
        return False
    return all(_INITIAL.fullmatch(word) for word in found[:-1])


def is_initials(text: str) -> bool:
    """Say whether a line is two or more initials: "J. F."."""
    return bool(_INITIALS.fullmatch(bare(text)))


def signs_for(text: str) -> bool:
    """Say whether a short line names who signs for whom: "By order of the board"."""
    plain = bare(text)
    return len(plain) <= SHORT and bool(_BEHALF.fullmatch(plain)) and not _SENTENCE.search(plain)


def adds(text: str) -> bool:
    """Say whether a paragraph is a postscript."""
    return bool(_POSTSCRIPT.fullmatch(text.lstrip(_MARKS)))


def names_letter(text: str) -> bool:
    """Say whether a line is the heading of a letter: "Letter from Anna Pell to her Brother"."""
    plain = bare(text)
    return (
        len(plain) <= _HEADING
        and plain[:1].isupper()
        and not is_speech(text.strip())
        and bool(_LETTER.match(plain))
        and not _SENTENCE.search(plain)
    )


def tells_of_writing(text: str) -> bool:
    """Say whether a paragraph introduces something written: it speaks of a letter, a note."""
    return bool(_WRITTEN.search(text[-300:]))


def heads(line: str) -> bool:
    """Say whether a line over a salutation tells when or where it was written."""
    plain = whole_years(bare(line)).strip(" ,.;")
    if not plain or len(plain) > SHORT or names_letter(line) or is_speech(line.strip()):
        return False
    if plain.casefold().startswith(("to ", "for ")):  # to whom it is written
        return False
    return tells_time(plain) or tells_place(line)


def tells_place(line: str) -> bool:
    """Say whether a line is an address or a place: names, a house number, no sentence."""
    plain = whole_years(bare(line)).strip(" ,.;")
    if not plain or len(plain) > SHORT or _SENTENCE.search(plain) or plain[-1] in "!?:—–-":
        return False
    found = re.findall(r"[^\W_][\w'’]*", plain)
    named = found and all(
        w[0].isupper() or w[0].isdigit() or w.casefold() in SMALL or w.casefold() in PLACES
        for w in found
    )
    if not named or not (plain[0].isupper() or plain[0].isdigit()):
        return False
    return (
        bool(_ADDRESS.fullmatch(plain))
        or "," in plain
        or any(w.casefold() in PLACES for w in found)
    )
