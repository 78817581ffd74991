"""What the values of settings must be.

Each function takes a value as TOML has it, and returns it as the product uses it, or raises
`Unfit` with what is wanted.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from bookmaker import stores
from bookmaker.edition import TRIM_SIZES, Margins
from bookmaker.metadata import (
    ILLEGAL,
    RELATORS,
    Person,
    Subject,
    is_date,
    is_instant,
    is_language_tag,
    subject_code,
)
from bookmaker.project import PIN_KINDS, Pin

_ORNAMENT: Final = 40  # characters: a line of signs


class Unfit(ValueError):  # noqa: N818  it is caught here and becomes an InputError
    """A value is not what its setting wants; the text says what is wanted."""


Convert = Callable[[object], Any]


def as_text(value: object) -> str:
    """Return a text on one line; numbers are texts, too."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unfit("a text")
    text = " ".join(str(value).split())
    if ILLEGAL.search(text):
        raise Unfit("a text without control characters")
    return text


def as_ornament(value: object) -> str:
    """Return what is drawn between scenes; letters would be words that nobody wrote."""
    text = as_text(value)
    if len(text) > _ORNAMENT or any(char.isalnum() for char in text):
        raise Unfit('a few signs, without letters and figures, such as "⁂" or "* * *"')
    return text


def as_name(value: object) -> str:
    """Take the name of something that comes with Bookmaker: it is never a path."""
    text = as_text(value)
    if re.search(r"[/\\:\x00-\x1f]|^\.", text):
        raise Unfit("a name, not a path")
    return text


def as_date(value: object) -> str:
    """Return a date as ISO 8601 has it: a year, a month or a day."""
    text = value.isoformat() if hasattr(value, "isoformat") else as_text(value)
    if not is_date(text):
        raise Unfit('a date such as "2024", "2024-05" or "2024-05-17"')
    return text


def as_instant(value: object) -> str:
    """Return an instant in UTC; a day is its first moment."""
    text = value.isoformat() if hasattr(value, "isoformat") else as_text(value)
    text = text.replace("+00:00", "Z")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        text = f"{text}T00:00:00Z"
    if not is_instant(text):
        raise Unfit('an instant such as "2024-05-17T12:00:00Z"')
    return text


def as_flag(value: object) -> bool:
    """Return a truth value."""
    if not isinstance(value, bool):
        raise Unfit("true or false")
    return value


def as_texts(value: object) -> tuple[str, ...]:
    """Return a list of texts; one alone is a list of one."""
    if isinstance(value, str):
        return (as_text(value),)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit("a text or a list of texts")
    return tuple(as_text(item) for item in value)


def _with_mark(wanted: str, given: str) -> Convert:
    """Return a converter for words that have one of the marks `given`, and a letter."""

    def convert(value: object) -> tuple[str, ...]:
        words = as_texts(value)
        if not all(re.search(f"[{given}]", word) and re.search(r"\w", word) for word in words):
            raise Unfit(wanted)
        return words

    return convert


as_names = _with_mark('words with an apostrophe, such as "O’Brien"', "'‘’ʻʼʽ")
as_set_marks = _with_mark(
    'words with the marks as they are to be set ("’way upstairs")', "‘’“”‚„«»‹›ʻʼ"
)


_PIN = re.compile(
    r"(?:(?P<path>[^\s:](?:[^:]*[^\s:])?)\s*:\s*)?(?P<line>\d{1,8})(?:\s*[-–]\s*(?P<end>\d{1,8}))?"
    r"\s*:\s*(?P<kind>[\w' -]+?)\s*"
)


def as_pins(value: object) -> tuple[Pin, ...]:
    """Return pins: `12: epigraph`."""
    return tuple(_pin(text) for text in as_texts(value))


def _pin(text: str) -> Pin:
    match = _PIN.fullmatch(text)
    if match is None:
        raise Unfit('a list of pins such as "12: epigraph" or "story.txt:40-47: verse"')
    kind = re.sub(r"[ _]", "-", match["kind"].casefold().replace("'", ""))
    line, end = int(match["line"]), int(match["end"] or 0) or None
    if kind not in PIN_KINDS:
        near = nearest(kind, dict.fromkeys(PIN_KINDS))
        raise Unfit(f"a list of pins of known kinds ({kind!r} is none; {near})")
    if line < 1 or (end is not None and end < line):
        raise Unfit("a list of pins whose lines count from 1 upwards")
    return Pin(kind, line, end, match["path"] or "")


def as_profiles(value: object) -> tuple[str, ...]:
    """Return the names of store profiles that are at hand."""
    names = as_texts(value)
    for name in names:
        if name not in stores.NAMES:
            known = ", ".join(stores.NAMES)
            raise Unfit(f"a list of store editions that are built ({known})")
    return names


def as_number(low: float, high: float) -> Convert:
    """Return a converter for numbers within these bounds."""

    def convert(value: object) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            raise Unfit(f"a number from {low:g} to {high:g}")
        return float(value)

    return convert


def as_choice(*choices: str) -> Convert:
    """Return a converter for one of these words."""

    def convert(value: object) -> str:
        if value not in choices:
            raise Unfit("one of " + ", ".join(repr(choice) for choice in choices))
        return str(value)

    return convert


def as_language(value: object) -> str:
    """Return a language tag."""
    text = as_text(value)
    if not is_language_tag(text):
        raise Unfit("a language tag (BCP 47) such as en, en-GB or de")
    return text


def as_isbn(value: object) -> str:
    """Return an ISBN without hyphens, its check digit proven."""
    digits = re.sub(r"[\s-]", "", as_text(value)).upper()
    if not is_isbn(digits):
        raise Unfit("an ISBN of 13 digits (or 10) whose check digit is right")
    return digits


def is_isbn(digits: str) -> bool:
    """Say whether `digits` (no hyphens) is an ISBN-13 or ISBN-10 with a true check digit.

    Source: ISBN Users' Manual, 7th edition, appendix 1.
    """
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if d == "X" else int(d) for d in digits]
        return sum(v * (10 - i) for i, v in enumerate(values)) % 11 == 0
    return False


def as_people(role: str) -> Convert:
    """Return a converter for people, who have `role` unless another is given."""

    def convert(value: object) -> tuple[Person, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(_person(item, role) for item in items)

    return convert


def _person(item: object, role: str) -> Person:
    wanted = 'a name, or a table such as { name = "A B", role = "trl", file_as = "B, A" }'
    if isinstance(item, str) and item.strip():
        return Person(as_text(item), role)
    if (
        not isinstance(item, dict)
        or not item.get("name")
        or set(item) - {"name", "role", "file_as"}
    ):
        raise Unfit(wanted)
    given = str(item.get("role", role)).casefold().replace("_", " ")
    given = RELATORS.get(given, given)
    if not re.fullmatch(r"[a-z]{3}", given):
        raise Unfit('a role such as "translator", or a MARC relator code of three letters ("trl")')
    return Person(as_text(item["name"]), given, as_text(item.get("file_as", "")))


def as_codes(scheme: str, example: str) -> Convert:
    """Return a converter for codes of a scheme of subjects; `example` shows one."""

    def convert(value: object) -> tuple[Subject, ...]:
        found = [subject_code(scheme, text) for text in as_texts(value)]
        if None in found:
            raise Unfit(f"a code of {scheme} or a list of them, such as {example}")
        return tuple(subject for subject in found if subject)

    return convert


def as_ages(value: object) -> str:
    """Return ages: `12`, `12-`, `12-17`."""
    ages = as_text(value).replace("–", "-").replace(" ", "").replace("+", "-")
    if not re.fullmatch(r"\d{1,2}(-(\d{1,2})?)?", ages):
        raise Unfit('ages such as "12-17" or "16-"')
    return ages


def as_url(value: object) -> str:
    """Return an address on the web."""
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", str(value)):
        raise Unfit("an address such as https://example.org/report")
    return str(value)


def as_trim(value: object) -> str:
    """Return the name of a trim size."""
    name = str(value).lower().replace(" ", "").replace("in", "").replace("×", "x")
    if name not in TRIM_SIZES:
        raise Unfit("one of " + ", ".join(TRIM_SIZES))
    return name


_LENGTH = re.compile(r"([0-9.]+) ?(in|mm|cm|pt)")
_UNITS: Final = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}


def as_length(value: object) -> float:
    """Return a length in points."""
    match = _LENGTH.fullmatch(str(value).strip())
    if not match:
        raise Unfit('a length such as "0.75in", "18mm" or "54pt"')
    return float(match[1]) * _UNITS[match[2]]


def as_margins(value: object) -> Margins:
    """Return the four margins."""
    sides = {"top", "outer", "bottom", "gutter"}
    if not isinstance(value, dict) or set(value) != sides:
        raise Unfit('a table { top = "0.75in", outer = ..., bottom = ..., gutter = ... }')
    return Margins(**{side: as_length(length) for side, length in value.items()})


def nearest(name: str, known: Mapping[str, object]) -> str:
    """Say which of the known names is nearest, or name them all."""
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(known)
