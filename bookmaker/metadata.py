"""What is said about a book: title, people, series, identifiers, dates."""

import re
from dataclasses import dataclass, field
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
class Metadata:
    """All that settings and manuscript say about the book; empty means "not said".

    Nothing here is invented: an absent author stays absent. Dates are ISO 8601 (`2024`,
    `2024-05`, `2024-05-17`); `modified` is a UTC instant `2000-01-01T00:00:00Z`;
    `identifier` is what stands in `dc:identifier`, a URN or ISBN.
    `credits` and `disclaimers` are lines for the copyright page.
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
    credits: tuple[str, ...] = ()
    spans: tuple[tuple[str, Span], ...] = field(default=(), compare=False)
    """Where a value was typed in the manuscript, by field name."""

    @property
    def author_line(self) -> str:
        """The authors' names as a title page sets them: "A", "A and B", "A, B and C"."""
        names = [person.name for person in self.authors]
        if len(names) < 2:  # noqa: PLR2004  a pair is what "and" joins
            return "".join(names)
        return ", ".join(names[:-1]) + AND + names[-1]


AND: Final = " and "
DEFAULT_MODIFIED: Final = "2000-01-01T00:00:00Z"

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
