"""The forms in which chapter and part headings are typed, one line at a time.

    Chapter 1 · CHAPTER THE FIRST · Chapter One: Title · Chapter I. Title · First Chapter
    Part Two · BOOK II · Book One, Part One, Chapter 1 · Erstes Kapitel · Chapitre premier
    1 · 1. · IV · One · 1. Title · IV. Title · # Title
    Prologue · Epilogue: Title · Foreword · Afterword · About the Author ...

A form alone proves little ("I" is also a word): `headings` asks how a line is set off and whether
its numbers run on.
"""

import re
from typing import Final

from bookmaker.readers.structure.draft import Level, Title
from bookmaker.readers.structure.numerals import NUMBER, value_of
from bookmaker.readers.structure.section_names import NAMED

LONGEST: Final = 100
"""A longer line is no heading (code points)."""

_CHAPTER: Final = (
    r"chapter|chap\.?|ch\.|kapitel|kap\.|chapitre|cap[ií]tulo|capitolo|cap\.|hoofdstuk|rozdzia[łl]|"
    r"kapitola|глава|letter|stave|canto|episode|fit|tale|entry"
)
_PART: Final = (
    r"part|book|volume|vol\.|teil|buch|band|partie|livre|tome|parte|libro|deel|boek|livro|act|"
    r"cz[ęe][śs][ćc]|kniha|часть|книга"
)
_THE: Final = r"(?:the\s+|la\s+|le\s+|el\s+|il\s+|o\s+)?"
_SEPARATOR: Final = r"(?:\s*[.:—–-]+\s*|\s+|\s*$)"
_KEYED: Final = re.compile(
    rf"(?P<number>(?P<key>{_CHAPTER}|{_PART})(?:\s+|(?<=\.)|(?=\d))(?:no\.?\s*)?{_THE}(?P<value>{NUMBER}))"
    rf"(?P<dot>\.?)(?P<separator>{_SEPARATOR})(?P<title>.*)",
    re.IGNORECASE,
)
_ORDINAL_FIRST: Final = re.compile(
    rf"(?P<number>{_THE}(?P<value>{NUMBER})\.?\s+(?P<key>{_CHAPTER}|{_PART}))"
    rf"(?P<dot>\.?)(?P<separator>{_SEPARATOR})(?P<title>.*)",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"(?P<number>第[0-9〇零一二三四五六七八九十百千]+(?P<key>[章回节卷部]))\s*(?P<title>.*)"
)
_NESTED: Final = re.compile(
    rf"(?P<number>(?:[^\W\d_]+\s+{NUMBER},\s+)+(?:{_CHAPTER})\s+(?P<value>{NUMBER}))\.?",
    re.IGNORECASE,
)
_IS_CHAPTER: Final = re.compile(_CHAPTER, re.IGNORECASE)
_BARE: Final = re.compile(rf"(?P<number>(?P<value>{NUMBER})[.)]?|[\[(](?P<inner>{NUMBER})[\])])")
_NUMBERED: Final = re.compile(
    r"(?P<number>(?P<value>\d{1,3}|[IVXLC]+))(?:[.:)]\s+|\s+[—–-]{1,2}\s+)(?P<title>\S.*)"
)
_HASHES: Final = re.compile(r"(?P<hashes>#{1,6})\s+(?P<title>\S.*?)\s*#*")
_CALL: Final = re.compile(r"\[[^\[\]]{1,12}\]$")
_TALK: Final = "\"“”'‘’«„"
_MARKS: Final = " \t*_=~#-"
_RUNS_ON: Final = (",", ";", ":", "-", "–", "—", "…")


def fold(line: str) -> str:
    """Return a line as the tables have it: small letters, straight apostrophes, no outer marks."""
    text = bare(line).casefold().replace("’", "'")
    return text.removeprefix("the ").rstrip(" .:")


def bare(line: str) -> str:
    """Return a heading line without the marks people put around it (`== x ==`, `_x_`, `# x`)."""
    text = line.strip()
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    return text.strip(_MARKS)


def named(line: str) -> Title | None:
    """Return the section a line names ("Prologue", "FOREWORD", "Epilogue: Home"), if it does."""
    text = bare(line)
    if len(text) > LONGEST:
        return None
    known = NAMED.get(fold(line))
    if known is not None:
        return Title(known[0], title=(text,), role=known[1], form="named")
    head, separator, rest = text.partition(":")
    if not separator:
        head, separator, rest = text.partition(" — ")
    known = NAMED.get(fold(head)) if rest.strip() else None
    if known is None or known[0] is Level.SECTION:
        match = re.fullmatch(r"(?i)((?:appendix|interlude|intermezzo) [\w]{1,12})\.?", text)
        known = NAMED.get(match.group(1).split()[0].casefold()) if match else None
        return Title(known[0], title=(text,), role=known[1], form="named") if known else None
    return Title(known[0], head.strip(), (rest.strip(),), known[1], "named")


def keyed(line: str) -> Title | None:
    """Return what a line with a keyword and a number opens ("Chapter One: Title"), if anything."""
    text = bare(line)
    if not text or len(text) > LONGEST or text[0] in _TALK:
        return None
    nested = _NESTED.fullmatch(text)
    if nested and value_of(nested["value"]) is not None:
        return Title(Level.CHAPTER, text.rstrip("."), form="keyed")
    chinese = _CHINESE.fullmatch(text)
    if chinese:
        level = Level.PART if chinese["key"] in "卷部" else Level.CHAPTER
        return Title(level, chinese["number"], _one(chinese["title"]), form="keyed")
    match = _KEYED.fullmatch(text) or _ORDINAL_FIRST.fullmatch(text)
    if match is None or value_of(match["value"]) is None or not _is_heading_case(match):
        return None
    level = Level.CHAPTER if _IS_CHAPTER.fullmatch(match["key"]) else Level.PART
    number = match["number"] + (match["dot"] if not match["title"] else "")
    return Title(level, number, _one(match["title"]), form="keyed:" + match["key"].casefold())


def _one(title: str) -> tuple[str, ...]:
    return (title.strip(),) if title.strip() else ()


def _is_heading_case(match: re.Match[str]) -> bool:
    """Say whether keyword and title stand as in a heading, not as in "book two of the set"."""
    title = match["title"].strip()
    if match["number"][:1].islower():
        return not title
    if not title:
        return True
    parted = bool(match["dot"]) or bool(match["separator"].strip())
    if title[:1].islower() and not parted:
        return False
    return parted or not title.endswith((".", *_RUNS_ON))


def numbered(line: str) -> Title | None:
    """Return a bare number, or a number with a title, as the chapter it may open."""
    text = bare(line)
    if not text or len(text) > LONGEST:
        return None
    match = _BARE.fullmatch(text)
    if match:
        value = match["value"] or match["inner"]
        if value_of(value) is None or value[:1].islower():
            return None
        return Title(Level.CHAPTER, text, form="bare:" + _style(value))
    match = _NUMBERED.fullmatch(text)
    if match and value_of(match["value"]) is not None and title_like(match["title"]):
        return Title(
            Level.CHAPTER,
            text[: match.start("title")].strip(" —–-:"),
            (match["title"],),
            form="numbered:" + _style(match["value"]),
        )
    return None


def _style(value: str) -> str:
    if value[:1].isdigit():
        return "arabic"
    return "roman" if re.fullmatch("[IVXLCDM]+", value) else "word"


def hashed(line: str) -> Title | None:
    """Return a `# heading` as people type it in plain text too."""
    match = _HASHES.fullmatch(line.strip())
    if match is None:
        return None
    title = match["title"]
    found = keyed(title) or named(title) or numbered(title)
    return found or Title(Level.CHAPTER, title=(title,), form="hashed")


def title_like(line: str) -> bool:
    """Say whether a line could be a title: short, not a sentence, not cut off, begins as one."""
    text = bare(line)
    if not 1 < len(text) <= LONGEST * 7 // 10 or not any(c.isalpha() for c in text):
        return False
    end = _CALL.sub("", text) if text[-1] == "]" else text
    end = end.rstrip("\"'”’»)")
    if end.endswith((".", *_RUNS_ON)) and not end.endswith("..."):
        return False
    first = next(c for c in text if c.isalnum())
    return not first.islower() and not _is_said(text)


def _is_said(text: str) -> bool:
    """Say whether a line is talk: quotation marks that are not around the whole of it."""
    marks = sum(text.count(mark) for mark in '"“”«»')
    if not marks:
        return False
    whole = text[0] in '"“«' and text[-1] in '"”»'
    return not (whole and text.isupper()) and not (whole and len(text.split()) <= 3)  # noqa: PLR2004


def value(title: Title) -> int | None:
    """Return the number a heading carries, if any."""
    for word in reversed(re.split(r"[\s,]+", title.number)):
        found = value_of(word.strip("[]().:"))
        if found is not None:
            return found
    return None
