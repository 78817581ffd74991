"""Where words may be divided: Liang's patterns per language, as pyphen has them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final

SOFT_HYPHEN: Final = "\u00ad"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# Between vowels: one sound opens the next syllable, of two the first closes the one before.
_BETWEEN: Final = re.compile(
    r"(?<=[aeiouy])(?P<close>(?:[bcdfgklmnprstvz](?![hklrw]))?)"
    r"(?=(?:[ckpstzg]h|[bcdfgkpstv][lr]|[bcdfghjklmnpqrstvwxz])[aeiouy])"
)


@cache
def _dictionary(language: str, before: int, after: int) -> Any:  # noqa: ANN401  pyphen has no types
    import pyphen  # noqa: PLC0415  comes with the engine

    known = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=known, left=before, right=after) if known else None


@lru_cache(maxsize=65_536)
def divisions(text: str, language: str, limits: tuple[int, int, int]) -> tuple[int, ...]:
    """Return the places in `text`, letters before each, at which a hyphen may be put.

    A word with a hyphen of its own is divided there and nowhere else.

    Args:
        text: letters with the marks around them; no spaces.
        language: a BCP 47 tag; one without patterns divides nothing.
        limits: least letters of a word that is divided, before the hyphen, after it.
    """
    if "-" in text or "\u2010" in text:
        return ()
    return tuple(_places(text, language, limits))


def _places(text: str, language: str, limits: tuple[int, int, int]) -> Iterator[int]:
    total, before, after = limits
    for word in _LETTERS.finditer(text):
        if len(word[0]) < total:
            continue
        dictionary = _dictionary(language, before, after)
        if dictionary is None:
            return
        yield from (word.start() + place for place in dictionary.positions(word[0]))


@lru_cache(maxsize=4096)
def name_divisions(text: str, language: str, limits: tuple[int, int, int]) -> tuple[int, ...]:
    """Return where names may be divided in which the patterns find no place.

    A name of another language is divided by its syllables as they look: after a vowel, or between
    two consonants (Chicago Manual, 7.46). Arguments and places are those of `divisions`.
    """
    if "-" in text or "\u2010" in text:
        return ()
    return tuple(
        word.start() + place
        for word in _LETTERS.finditer(text)
        if _is_unknown_name(word[0], language, limits)
        for place in _between_syllables(word[0])
        if limits[1] <= place <= len(word[0]) - limits[2]
    )


def _is_unknown_name(word: str, language: str, limits: tuple[int, int, int]) -> bool:
    dictionary = _dictionary(language, limits[1], limits[2])
    named = word[0].isupper() and word[1:].islower()
    return named and len(word) >= limits[0] and bool(dictionary) and not dictionary.positions(word)


def _between_syllables(word: str) -> Iterator[int]:
    bare = "".join(unicodedata.normalize("NFD", letter)[0] for letter in word.lower())
    for found in _BETWEEN.finditer(bare):
        yield found.end("close")


def soft_hyphens(text: str) -> tuple[int, ...]:
    """Return the places after the soft hyphens of `text`."""
    return tuple(place + 1 for place, char in enumerate(text) if char == SOFT_HYPHEN)
