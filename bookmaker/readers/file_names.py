"""What the name of a file or folder says: its number, its title, its place among the others.

People and writing programs number what they name ("01 - The Storm", "Chapter Two", "3_2 Harbour"),
and leave unnumbered what has a place of its own ("Dedication", "Epilogue").
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bookmaker.book import Role
from bookmaker.readers.structure import heading_forms as forms
from bookmaker.readers.structure.section_names import LABELS, NAMED

SUFFIXES: Final = (".txt", ".text", ".md", ".markdown")
"""The names of manuscripts end so."""

_LEADING: Final = re.compile(
    r"[\[(]?(?P<number>\d{1,4}(?:[.\-_]\d{1,4})*)[\])]?"
    r"(?P<sign>\s*[.\-_–—:)]+\s*|\s+|(?=[^\W\d]))(?P<rest>.*)"
)
_ONLY: Final = re.compile(r"[\[(]?(?P<number>\d{1,4}(?:[.\-_]\d{1,4})*)[\])]?\.?")
_ZEROS: Final = re.compile(r"\b0+(?=\d)")
_DIGITS: Final = re.compile(r"(\d+)")
_FIRST: Final = (
    "title page", "title", "cover", "half title", Role.COPYRIGHT, Role.CONTENT_WARNING,
    Role.DISCLAIMER, Role.SUMMARY, Role.DEDICATION, "epigraph", Role.FOREWORD, Role.PREFACE,
    Role.AUTHORS_NOTE, Role.INTRODUCTION, Role.PROLOGUE,
)  # fmt: skip
_LAST: Final = (
    Role.EPILOGUE, Role.AFTERWORD, Role.NOTES, Role.APPENDIX, Role.GLOSSARY, Role.ACKNOWLEDGMENTS,
    Role.ABOUT_THE_AUTHOR, Role.COLOPHON,
)  # fmt: skip

_Natural = tuple[tuple[int, int, str], ...]
Place = tuple[int, _Natural, str]
"""How names are put in order: before, within or behind the text, then by number, then by letter."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    `place` orders it, `title` is what it calls the file, `numbered` says that a number leads it or
    stands in it as in a heading, `section` that it names front or back matter.
    """

    place: Place
    title: str
    numbered: bool
    section: bool


def read_name(name: str, *, among: bool = True) -> Name:
    """Take a name apart.

    Args:
        name: of a file, with or without what tells its kind, or of a folder.
        among: others beside it are led by numbers, too: "3 Days" is then the third, "Days".
    """
    stem = stem_of(name)
    low = f"{stem.casefold()} {name}"
    number, title = _parted(stem, among=among)
    known = forms.keyed(title) or forms.numbered(title)
    rank, index = _rank(title)
    if number:
        place = (1, _natural(number), low)
    elif rank != 1:
        place = (rank, ((0, index, ""),), low)
    elif known is not None and (value := forms.value(known)) is not None:
        place = (1, ((0, value, ""),), low)
    else:
        place = (1, ((1, 0, ""), *_natural(stem)), low)
    numbered = bool(number) or (known is not None and bool(known.number))
    return Name(place, title, numbered, rank != 1)


def stem_of(name: str) -> str:
    """Return a name without the ending of a manuscript, composed."""
    name = unicodedata.normalize("NFC", name)
    low = name.casefold()
    ending = next((suffix for suffix in SUFFIXES if low.endswith(suffix)), "")
    return name[: len(name) - len(ending)].strip()


def leads(name: str) -> bool:
    """Say whether a number leads a name."""
    stem = stem_of(name)
    return bool(_LEADING.fullmatch(stem) or _ONLY.fullmatch(stem))


def folded(name: str) -> str:
    """Return what a name says in small letters, without its number and ending."""
    return forms.fold(read_name(name).title)


def _parted(stem: str, *, among: bool) -> tuple[str, str]:
    """Return the number that leads a name, and the title behind it."""
    only = _ONLY.fullmatch(stem)
    if only:
        return only["number"], _ZEROS.sub("", only["number"])
    match = _LEADING.fullmatch(stem)
    if match is None or not match["rest"].strip():
        return "", _spaced(stem)
    told = match["number"][0] == "0" or match["number"] == "1" or bool(match["sign"].strip())
    if not (told or among):
        return "", _spaced(stem)
    return match["number"], _spaced(match["rest"].strip())


def _spaced(words: str) -> str:
    """Return a title as people read it: "the-storm" is "The Storm", "chapter_01" "Chapter 1"."""
    if " " not in words and re.search(r"\w[_-]\w", words) and not re.search(r"[A-Z].*-", words):
        words = re.sub(r"[_-]+", " ", words)
        if words.islower():
            words = " ".join(word[:1].upper() + word[1:] for word in words.split())
    else:
        words = words.replace("_", " ") if " " not in words else words
    return _ZEROS.sub("", " ".join(words.split()))


def _rank(title: str) -> tuple[int, int]:
    """Return 0 for what stands before the text, 2 for what stands behind it, else 1."""
    name = forms.fold(title)
    role = NAMED[name][1] if name in NAMED else ("epigraph" if name in LABELS else name)
    if role in _FIRST:
        return 0, _FIRST.index(role)
    return (2, _LAST.index(role)) if role in _LAST else (1, 0)


def _natural(text: str) -> _Natural:
    return tuple(_natural_parts(text))


def _natural_parts(text: str) -> Iterator[tuple[int, int, str]]:
    for part in _DIGITS.split(text.casefold()):
        if part.isdecimal():
            yield (0, int(part), "")
        elif part.strip(" .-_"):
            yield (1, 0, part)
