"""What is said about a book: title, people, series, identifiers, dates."""

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
