"""What is said about a book: title, people, series, identifiers, dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bookmaker.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the book.

    `role` is a MARC relator code (https://id.loc.gov/vocabulary/relators): aut, trl, ill, edt ...
    `file_as` is the sorting form ("Shelley, Mary"); empty when the author gave none.
    """

    name: str
    role: str = "aut"
    file_as: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The series a book belongs to, and its place there as typed ("2", "2.5"), if any."""

    name: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a book is about, in a scheme that shops and libraries share.

    `scheme` is "BISAC" or "Thema", `code` a code of it (FIC009020, FMB); `heading` is what the
    code stands for in words, empty where the author gave the code alone.
    """

    scheme: str
    code: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that settings and manuscript say about the book; empty means "not said".

    Nothing here is invented: an absent author stays absent. Dates are ISO 8601 (`2024`,
    `2024-05`, `2024-05-17`); `modified` is a UTC instant `2000-01-01T00:00:00Z`;
    `identifier` is what stands in `dc:identifier`, a URN or ISBN.
    `credits` are lines for the copyright page; `content_warnings` stand on a page of the front
    matter, too, with `content_warning_page`. `original_language` and `original_title` are those
    of the work that this book translates; `ages` is "12", "12-" or "12-17".
    """

    title: str = ""
    subtitle: str = ""
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    language: str = ""
    series: Series | None = None
    publisher: str = ""
    rights: str = ""
    copyright_holder: str = ""
    copyright_year: str = ""
    edition: str = ""
    description: str = ""
    date: str = ""
    modified: str = ""
    identifier: str = ""
    epub_isbn: str = ""
    print_isbn: str = ""
    subjects: tuple[str, ...] = ()
    codes: tuple[Subject, ...] = ()
    audience: str = ""
    ages: str = ""
    rating: str = ""
    content_warnings: tuple[str, ...] = ()
    content_warning_page: bool = False
    original_language: str = ""
    original_title: str = ""
    credits: tuple[str, ...] = ()
    spans: tuple[tuple[str, Span], ...] = field(default=(), compare=False)
    """Where a value was typed in the manuscript, by field name."""

    @property
    def author_line(self) -> str:
        """The authors' names as a title page sets them: "A", "A and B", "A, B and C"."""
        return in_a_row([person.name for person in self.authors], self.language)


RELATORS: Final = {
    "author": "aut", "translator": "trl", "illustrator": "ill", "editor": "edt",
    "contributor": "ctb", "narrator": "nrt", "photographer": "pht", "cover artist": "art",
    "cover designer": "cov", "designer": "bkd", "artist": "art", "compiler": "com",
    "adapter": "adp", "annotator": "ann", "commentator": "cmm", "co-author": "aut",
    "ghostwriter": "gst", "proofreader": "pfr", "copyeditor": "edc", "cartographer": "ctg",
    "calligrapher": "cll", "colorist": "clr", "letterer": "ltr", "researcher": "res",
    "foreword": "aui", "introduction": "aui", "preface": "aui", "afterword": "aft",
    "lyricist": "lyr", "composer": "cmp", "interviewer": "ivr", "interviewee": "ive",
    "publisher": "pbl", "sensitivity reader": "rev", "reviewer": "rev", "typesetter": "tyg",
    "book producer": "bkp", "dedicatee": "dte", "consultant": "csl",
}  # fmt: skip
"""Words for what people did, with their MARC relator codes."""

ILLEGAL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""What XML cannot hold (XML 1.0, production 2), and controls that nothing shows."""

DEFAULT_MODIFIED: Final = "2000-01-01T00:00:00Z"
COMMA: Final = ", "
# What stands before the last of several names; languages that are not here set a comma.
_AND: Final = {
    "ar": " و", "bg": " и ", "ca": " i ", "cs": " a ", "da": " og ", "de": " und ", "el": " και ",
    "en": " and ", "eo": " kaj ", "es": " y ", "et": " ja ", "eu": " eta ", "fa": " و ",
    "fi": " ja ", "fr": " et ", "ga": " agus ", "gl": " e ", "he": " ו", "hr": " i ", "hu": " és ",
    "id": " dan ", "is": " og ", "it": " e ", "ja": "、", "la": " et ", "lt": " ir ", "lv": " un ",
    "nb": " og ", "nl": " en ", "nn": " og ", "no": " og ", "pl": " i ", "pt": " e ", "ro": " și ",
    "ru": " и ", "sk": " a ", "sl": " in ", "sv": " och ", "tr": " ve ", "uk": " і ", "vi": " và ",
    "zh": "、",
}  # fmt: skip
# Spanish "y" is "e" before the same sound: "Ana e Inés", but "agua y hielo".
_SPANISH_E: Final = re.compile(r"h?[ií](?![aeouáéóú])", re.IGNORECASE)


def conjunction(language: str, last: str = "") -> str:
    """Return what joins the last of several names to those before, spaces included.

    Args:
        language: that of the book (BCP 47).
        last: the last name, for languages where the word depends on it.
    """
    primary = language.partition("-")[0].lower()
    if primary == "es" and _SPANISH_E.match(last):
        return " e "
    return _AND.get(primary, COMMA)


def in_a_row(names: Sequence[str], language: str) -> str:
    """Return names joined as `language` joins them: "A", "A and B", "A, B and C"."""
    *others, last = names or [""]
    if not others:
        return last
    between = "、" if conjunction(language) == "、" else COMMA
    return between.join(others) + conjunction(language, last) + last


_CODES: Final = {
    "BISAC": re.compile(r"([A-Z]{3}\d{6})\b[\s:–-]*(.*)"),
    # Subjects are letters and digits from A to Y, qualifiers begin with a digit from 1 to 6.
    "Thema": re.compile(r"([A-Y][A-Z0-9]{0,7}|[1-6][A-Z0-9-]{0,19})(?:[\s:–]+(.*)|$)"),
}


def subject_code(scheme: str, text: str) -> Subject | None:
    """Read "FIC009020" or "FIC009020 FICTION / Fantasy / Epic"; None if it is no code of `scheme`.

    The form is looked at (BISG's BISAC Subject Headings; EDItEUR's Thema, 1.5), not whether the
    list of this year has it.
    """
    match = _CODES[scheme].fullmatch(text)
    return Subject(scheme, match[1], (match[2] or "").strip()) if match else None


_LANGUAGE_TAG: Final = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # language, extlang
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|art-lojban|cel-gaulish|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo"
    r"|pwn|tao|tay|tsu)|no-(?:bok|nyn)|sgn-(?:be-fr|be-nl|ch-de)"
    r"|zh-(?:guoyu|hakka|min|min-nan|xiang)"
)


def is_language_tag(tag: str) -> bool:
    """Say whether `tag` is a well-formed BCP 47 language tag, in any case ("en-GB", "zh-Hant-TW").

    Source: RFC 5646, section 2.1, with its grandfathered tags; section 2.2.9 forbids a variant or
    an extension's letter twice. Whether the subtags are registered is not asked.
    """
    low = tag.lower()
    if not tag.isascii() or len(tag) > _LONGEST_TAG or not _LANGUAGE_TAG.fullmatch(low):
        return False
    subtags = re.split(r"(?:^|-)x(?:-|$)", low)[0].split("-")
    singletons = [part for part in subtags[1:] if len(part) == 1]
    first = next((i for i, part in enumerate(subtags) if i and len(part) == 1), len(subtags))
    variants = [part for part in subtags[1:first] if len(part) > _SHORTEST_VARIANT - 1]
    variants = [part for part in variants if len(part) > _SHORTEST_VARIANT or part[0].isdigit()]
    return len(set(singletons)) == len(singletons) and len(set(variants)) == len(variants)


_LONGEST_TAG: Final = 100
_SHORTEST_VARIANT: Final = 4


def is_date(text: str) -> bool:
    """Tell whether `text` is a year, a month or a day of the calendar in ISO 8601: "2024-05-17"."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        return False
    return _is_real(f"{text}-01-01"[:10])


def is_instant(text: str) -> bool:
    """Tell whether `text` is a second in UTC, "2024-05-17T12:00:00Z", that the calendar has."""
    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
    return bool(re.fullmatch(form, text)) and _is_real(text)


def _is_real(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
