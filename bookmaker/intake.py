"""Before the journey: which manuscripts, under which settings, and what is assumed about the book.

    options  >  head of the manuscript  >  bookmaker.toml  >  a line recognised as title or author

What nobody said is assumed, and each assumption is a `Decision` that the user is shown.
"""

import os
import re
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bookmaker import readers
from bookmaker.book import (
    Book,
    Certainty,
    Decision,
    List,
    Ornament,
    Part,
    Reading,
    Role,
    Scene,
    Section,
    Text,
    chapters,
    plain_text,
)
from bookmaker.book import (
    Paragraph as BookParagraph,
)
from bookmaker.diagnostics import Diagnostic, Span
from bookmaker.errors import InputError
from bookmaker.gathering import FORMATS, Source, place_pictures
from bookmaker.metadata import DEFAULT_MODIFIED, ILLEGAL, Metadata
from bookmaker.project import Manuscript, Project
from bookmaker.publication import Publication
from bookmaker.readers.language import guess_language
from bookmaker.settings import FILE_NAME, apply_settings, merge_metadata

LANGUAGE: Final = "en"
_HEAD: Final = 70_000  # characters in which a head ends
CHAPTER_LIMIT: Final = 20_000
"""The most chapters of a book; the longest of the world's novels have some hundreds."""

# The namespace of identifiers that Bookmaker derives; fixed, or every book would change its own.
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_OID, "bookmaker")


@dataclass(frozen=True, slots=True)
class Intake:
    """A manuscript read, its metadata complete, and what was assumed for that."""

    source: Source
    project: Project
    reading: Reading
    assumed: tuple[Decision, ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noticed about the folder and by the readers."""
        return self.source.noticed + self.reading.diagnostics


@dataclass(frozen=True, slots=True)
class Understanding:
    """What stages 1 to 3 made of the manuscript; `book` is typeset."""

    intake: Intake
    book: Book
    publication: Publication
    decisions: tuple[Decision, ...]
    diagnostics: tuple[Diagnostic, ...]


def take_in(source: Source, options: Metadata, name: str) -> Intake:
    """Read the manuscripts and complete what is said about the book.

    Args:
        source: what `open_source` found.
        options: what the command line says about the book.
        name: the file's or folder's name, the last resort for a title.

    Raises:
        InputError: a manuscript or its head is wrong.
    """
    reading = readers.read(source.manuscripts, source.project.structure)
    if not _says_anything(reading.book):
        path = source.manuscripts[0].path
        raise InputError.because("BM-INPUT-015", Span(path), path=path)
    _stop_at_too_many(reading.book)
    project = apply_settings(
        source.project,
        dict(reading.settings),
        lambda table, key: _typed_at(source.manuscripts[0], table, key),
    )
    said = merge_metadata(merge_metadata(_recognised(reading), project.metadata), _stated(reading))
    said = merge_metadata(said, options)
    metadata, assumed = complete(said, reading.book, name)
    book = place_pictures(replace(reading.book, metadata=metadata), source.resolver)
    reading = replace(reading, book=book)
    return Intake(source, replace(project, metadata=metadata), reading, assumed)


def _typed_at(manuscript: Manuscript, table: str, key: str) -> Span:
    """Find the line of a setting in the head of a manuscript."""
    lines = manuscript.text[:_HEAD].splitlines()
    here = 0
    for name in (table, key):
        typed = re.compile(rf"(?:^|[\W_]){re.escape(name)}(?!\w)")
        here = next((n for n in range(here, len(lines)) if name and typed.search(lines[n])), here)
    return Span(manuscript.path, here + 1)


def _says_anything(book: Book) -> bool:
    """Whether a book holds more than its metadata and marks between scenes that are empty."""
    if book.front or book.back or book.notes or book.epigraph:
        return True
    if any(isinstance(division, Part) for division in book.body):
        return True
    return any(
        chapter.number
        or chapter.title
        or chapter.epigraph
        or any(scene.dateline or _shows(scene) for scene in chapter.scenes)
        for chapter in chapters(book)
    )


def _stop_at_too_many(book: Book) -> None:
    """Refuse what is no book: each chapter becomes a file, and a place in the contents."""
    for count, chapter in enumerate(chapters(book)):
        if count >= CHAPTER_LIMIT:
            raise InputError.because("BM-INPUT-016", chapter.span, limit=CHAPTER_LIMIT)


def _shows(scene: Scene) -> bool:
    return any(not isinstance(block, Ornament) for block in scene.blocks)


def _recognised(reading: Reading) -> Metadata:
    found = reading.book.metadata
    return Metadata(**{name: getattr(found, name) for name in reading.recognised})


def _stated(reading: Reading) -> Metadata:
    empty = Metadata()
    blank = {name: getattr(empty, name) for name in reading.recognised}
    return replace(reading.book.metadata, **blank)


def complete(said: Metadata, book: Book, name: str) -> tuple[Metadata, tuple[Decision, ...]]:
    """Fill in what every book must have: title, language, modification date, identifier.

    Args:
        said: what options, settings and manuscript say.
        book: its text, from which the language is guessed.
        name: what the file or folder is called.

    Raises:
        InputError: SOURCE_DATE_EPOCH is no number of seconds (BM-SET-007).
    """
    assumed = []
    place = Span(name)
    if not said.title:
        said = replace(said, title=title_from_name(name))
        assumed.append(_assumption("title", place, f"{said.title!r}, from the file's name"))
    if not said.language:
        guess = guess_language(_sample(book))
        said = replace(said, language=guess or LANGUAGE)
        why = "guessed from the text" if guess else "nothing in the text tells another"
        assumed.append(_assumption("language", place, f"{said.language}, {why}"))
    modified = _modified(said)
    if modified == DEFAULT_MODIFIED:
        assumed.append(_assumption("date", place, "2000-01-01: no date was given"))
    said = replace(said, modified=modified, identifier=said.identifier or identifier(said))
    return said, tuple(assumed)


def with_asked_pages(book: Book) -> Book:
    """Return `book` with the pages of front matter that its metadata asks for.

    That is the page of content warnings, unless one was typed.
    """
    said = book.metadata
    typed = any(section.role is Role.CONTENT_WARNING for section in (*book.front, *book.back))
    if typed or not (said.content_warning_page and said.content_warnings):
        return book
    span = dict(said.spans).get("content_warnings", Span(FILE_NAME))
    lines = tuple(BookParagraph((Text(words),), span) for words in said.content_warnings)
    blocks = (
        lines
        if len(lines) == 1
        else (List(tuple((line,) for line in lines), ordered=False, span=span),)
    )
    return replace(book, front=(*book.front, Section(Role.CONTENT_WARNING, blocks, span)))


def _assumption(kind: str, place: Span, reason: str) -> Decision:
    return Decision(f"assumed {kind}", place, reason, Certainty.LIKELY)


def title_from_name(name: str) -> str:
    """Return a title made of a file's or folder's name: "my_first-book.txt" -> "My First Book"."""
    path = Path(name)
    stem = path.stem if path.suffix.lower() in FORMATS else path.name
    words = re.sub(r"[\s_]+|(?<=\w)-(?=\w)", " ", ILLEGAL.sub(" ", stem)).split()
    title = " ".join(words)
    if title.islower():
        title = " ".join(word[:1].upper() + word[1:] for word in words)
    return title or "Untitled"


def _sample(book: Book, limit: int = 20_000) -> str:
    parts: list[str] = []
    size = 0
    for chapter in chapters(book):
        for scene in chapter.scenes:
            for text in _texts(scene):
                parts.append(text)
                size += len(text)
                if size > limit:
                    return " ".join(parts)
    return " ".join(parts)


def _texts(scene: Scene) -> list[str]:
    return [plain_text(b.inlines) for b in scene.blocks if isinstance(b, BookParagraph)]


def _modified(said: Metadata) -> str:
    """Return the instant of the book's last change: no clock is ever asked.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None and epoch != "":
        try:
            if not re.fullmatch(r"[0-9]{1,11}", epoch):
                raise ValueError(epoch)  # noqa: TRY301  one place says what is wrong
            return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError, OSError) as error:
            raise InputError.because("BM-SET-007", None, value=epoch) from error
    if said.modified:
        return said.modified
    if said.date:
        return f"{said.date}-01-01"[:10] + "T00:00:00Z"
    return DEFAULT_MODIFIED


def identifier(said: Metadata) -> str:
    """Return the book's identifier: its ISBN, else a UUID that a mended typo does not change."""
    if said.epub_isbn:
        return f"urn:isbn:{said.epub_isbn}"
    series = f"{said.series.name}\n{said.series.position}" if said.series else ""
    people = "\n".join(person.name for person in said.authors)
    return uuid.uuid5(NAMESPACE, f"{said.title}\n\n{people}\n\n{said.language}\n\n{series}").urn
