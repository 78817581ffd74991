"""The keys of a manuscript's head and what they say of the book."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.errors import InputError
from bookmaker.metadata import (
    RELATORS,
    Metadata,
    Person,
    Series,
    Subject,
    is_date,
    is_instant,
    is_language_tag,
    subject_code,
)
from bookmaker.setting_values import is_isbn

_TEXTS: Final = {
    "title": "title", "subtitle": "subtitle", "publisher": "publisher", "imprint": "publisher",
    "rights": "rights", "copyright": "rights", "license": "rights", "licence": "rights",
    "copyright_holder": "copyright_holder", "copyright_year": "copyright_year",
    "edition": "edition", "description": "description", "summary": "description",
    "abstract": "description", "blurb": "description", "modified": "modified",
    "audience": "audience", "rating": "rating", "original_title": "original_title",
}  # fmt: skip
_PEOPLE: Final = {
    **dict.fromkeys(
        ("author", "authors", "creator", "creators", "by", "byline", "autor", "auteur"), "aut"
    ),
    **dict.fromkeys(("translator", "translators", "translated_by"), "trl"),
    **dict.fromkeys(("illustrator", "illustrators", "illustrated_by"), "ill"),
    **dict.fromkeys(("editor", "editors", "edited_by"), "edt"),
    **dict.fromkeys(("contributor", "contributors"), "ctb"),
    "narrator": "nrt", "photographer": "pht", "cover_artist": "cov", "cover_designer": "cov",
}  # fmt: skip
_ORIGINAL: Final = "original_language"
_LANGUAGES: Final = frozenset(("language", "lang", "locale", "dc_language", _ORIGINAL))
_DATES: Final = frozenset(("date", "published", "publication_date", "pubdate"))
_SUBJECTS: Final = frozenset(
    ("subjects", "subject", "keywords", "tags", "genre", "genres", "categories")
)
_SERIES: Final = frozenset(("series", "belongs_to_collection", "collection"))
_POSITIONS: Final = frozenset(
    ("series_position", "series_index", "series_number", "group_position", "volume", "position",
     "book_number")
)  # fmt: skip
_IDS: Final = frozenset(("identifier", "isbn", "epub_isbn", "print_isbn", "uuid"))
_SCHEMES: Final = {"bisac": "BISAC", "thema": "Thema"}
# What these say stands on a page of its own where it is typed as plain lines above the story.
_WARNINGS: Final = frozenset(
    ("content_warnings", "content_warning", "warnings", "trigger_warnings", "archive_warnings")
)
_PAGED: Final = _WARNINGS | {"rating"}
# Keys of other programs: theirs, and no fault of the author's.
_FOREIGN: Final = frozenset(
    ("toc", "toc_depth", "toc_title", "documentclass", "css", "stylesheet", "output", "format",
     "mainfont", "fontsize", "geometry", "papersize", "linestretch", "numbersections",
     "header_includes", "bibliography", "csl", "link_citations", "layout", "slug", "aliases",
     "cssclasses", "cssclass", "created", "updated", "draft", "status", "permalink", "ibooks",
     "page_progression_direction", "epub_chapter_level", "lof", "lot", "classoption", "id",
     "longform", "publish", "banner", "pov", "location", "label", "synopsis", "compile", "parent",
     "weight", "params", "extra", "taxonomies", "template", "url", "word_count", "words",
     "base_header_level", "latex_input", "quotes_language", "encoding")
)  # fmt: skip
_NAMES: Final = {
    "english": "en", "american english": "en-US", "british english": "en-GB", "german": "de",
    "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español": "es",
    "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl", "portuguese": "pt",
    "português": "pt", "swedish": "sv", "svenska": "sv", "danish": "da", "dansk": "da",
    "norwegian": "no", "norsk": "no", "finnish": "fi", "suomi": "fi", "polish": "pl",
    "polski": "pl", "czech": "cs", "čeština": "cs", "hungarian": "hu", "magyar": "hu",
    "romanian": "ro", "turkish": "tr", "türkçe": "tr", "latin": "la", "greek": "el",
    "russian": "ru", "ukrainian": "uk", "hebrew": "he", "arabic": "ar", "japanese": "ja",
    "chinese": "zh", "korean": "ko",
}  # fmt: skip
_KNOWN: Final = (
    frozenset(_TEXTS) | frozenset(_PEOPLE) | _LANGUAGES | _DATES | _SUBJECTS | _SERIES | _POSITIONS
    | _IDS | _WARNINGS | frozenset(_SCHEMES)
    | {"credits", "ages", "content_warning_page"}
)  # fmt: skip
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_AND: Final = re.compile(r"\s*;\s*|\s+(?:and|&|und|et|y)\s+")
_NUMBERED: Final = re.compile(
    r"(.*\S)\s*[,;]?\s*(?:#|no\.?\s*|book\s+|vol(?:ume|\.)?\s*)(\d[\d.]*)", re.IGNORECASE
)
_ISBN13: Final = 13
_LONGEST: Final = 20_000


def fold(key: str) -> str:
    """Return a key as the tables have it."""
    return re.sub(r"[\s.-]+", "_", key.strip().casefold())


def knows(key: str) -> bool:
    """Say whether a head's key is one of ours, in whatever form the head is typed."""
    return fold(key) in _KNOWN - _PAGED


@dataclass(slots=True)
class Fields:
    """The values of a head under way."""

    path: str
    texts: dict[str, str] = field(default_factory=dict)
    authors: list[Person] = field(default_factory=list)
    contributors: list[Person] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    codes: list[Subject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    warning_page: bool = False
    series: Series | None = None
    position: str = ""
    spans: list[tuple[str, Span]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def metadata(self) -> Metadata:
        """Return what the head says."""
        series = self.series
        if series and self.position and not series.position:
            series = replace(series, position=self.position)
        return Metadata(
            **self.texts,
            authors=tuple(self.authors),
            contributors=tuple(self.contributors),
            series=series,
            subjects=tuple(self.subjects),
            credits=tuple(self.credits),
            codes=tuple(self.codes),
            content_warnings=tuple(self.warnings),
            content_warning_page=self.warning_page,
            spans=tuple(self.spans),
        )

    def take(self, key: str, value: object, line: int) -> None:
        """Take one key and its value (texts, lists and tables of texts)."""
        name, span = fold(key), Span(self.path, line)
        if name in _FOREIGN:
            return
        if name not in _KNOWN:
            self._unknown(key, span)
        elif name in _PEOPLE:
            self._people(value, _PEOPLE[name], span)
        elif name in _SERIES:
            self._series(value, span)
        elif not self._several(name, value, span):
            self._single(name, _main_text(value), span)

    def _several(self, name: str, value: object, span: Span) -> bool:
        """Take a key that has a list of values; tell whether `name` is such a key."""
        if name in _SUBJECTS:
            self.subjects.extend(_subjects(value))
        elif name == "credits":
            self.credits.extend(_texts(value))
        elif name in _WARNINGS:
            self.warnings.extend(_subjects(value))
            self.spans.append(("content_warnings", span))
        elif name in _SCHEMES:
            self._codes(value, _SCHEMES[name], span)
        elif name == "title" and isinstance(value, list):
            self._titles(value, span)
        else:
            return False
        return True

    def _codes(self, value: object, scheme: str, span: Span) -> None:
        for text in _texts(value):
            subject = subject_code(scheme, text)
            if subject is None:
                self._unfit(scheme, f"a code of {scheme}", f"{text!r} is none", span)
            else:
                self.codes.append(subject)

    def _unfit(self, name: str, expected: str, example: str, span: Span) -> None:
        found = report("BM-READ-115", span, name=name, expected=expected, example=example)
        self.diagnostics.append(found)

    def _unknown(self, key: str, span: Span) -> None:
        near = difflib.get_close_matches(fold(key), sorted(_KNOWN), 1, 0.6)
        hint = f"did you mean {near[0]!r}?" if near else "it is left out of the book"
        self.diagnostics.append(report("BM-READ-101", span, name=key, nearest=hint))

    def _set(self, name: str, text: str, span: Span) -> None:
        if text:
            self.texts[name] = text
            self.spans.append((name, span))

    def _single(self, name: str, text: str, span: Span) -> None:
        if name in _LANGUAGES:
            kept = _ORIGINAL if name == _ORIGINAL else "language"
            self._set(kept, _language(text, span), span)
        elif name == "content_warning_page":
            self.warning_page = text.casefold() in {"true", "yes", "on"}
        elif name == "ages":
            self._ages(text, span)
        elif name in _DATES:
            self._date(text, span)
        elif name == "modified":
            self._modified(text, span)
        elif name in _POSITIONS:
            self.position = text
        elif name in _IDS:
            self._identifier(name, text, span)
        else:
            self._set(_TEXTS[name], text, span)

    def _titles(self, value: list[Any], span: Span) -> None:
        """Take pandoc's list of titles, each with its type."""
        for item in value:
            kind = str(item.get("type", "main")) if isinstance(item, dict) else "main"
            name = "subtitle" if kind == "subtitle" else "title"
            if name not in self.texts and kind in {"main", "subtitle"}:
                self._set(name, _main_text(item), span)

    def _date(self, text: str, span: Span) -> None:
        match = _DATE.match(text)
        ends = match and (match.end() == len(text) or text[match.end()] in " T")
        if match and ends and is_date(match.group()):
            self._set("date", match.group(), span)
        elif text:
            self._unfit("date", "an ISO date", "such as 2024, 2024-05 or 2024-05-17", span)

    def _modified(self, text: str, span: Span) -> None:
        instant = f"{text}T00:00:00Z" if is_date(text) and len(text) == len("2024-05-17") else text
        if is_instant(instant):
            self._set("modified", instant, span)
        elif text:
            self._unfit("modified", "an instant", "such as 2024-05-17T12:00:00Z", span)

    def _ages(self, text: str, span: Span) -> None:
        ages = text.replace("–", "-").replace(" ", "").replace("+", "-")
        if re.fullmatch(r"\d{1,2}(-(\d{1,2})?)?", ages):
            self._set("ages", ages, span)
        elif text:
            self._unfit("ages", "ages", "such as 12-17 or 16-", span)

    def _identifier(self, name: str, text: str, span: Span) -> None:
        digits = re.sub(r"(?i)^(?:urn:)?isbn:?|[\s-]", "", text)
        if name in {"epub_isbn", "print_isbn"} and is_isbn(digits.upper()):
            self._set(name, digits.upper(), span)
        elif name in {"epub_isbn", "print_isbn"}:
            self._unfit(name, "an ISBN whose check digit is right", f"{text!r} is none", span)
        elif len(digits) == _ISBN13 and digits.isdigit() and digits[:3] in {"978", "979"}:
            self._set("identifier", f"urn:isbn:{digits}", span)
        elif name == "uuid" and not text.startswith("urn:"):
            self._set("identifier", f"urn:uuid:{text}", span)
        else:
            self._set("identifier", text, span)

    def _series(self, value: object, span: Span) -> None:
        if isinstance(value, dict):
            known = {fold(str(key)): _main_text(item) for key, item in value.items()}
            name = known.get("name") or known.get("title") or known.get("text") or ""
            place = known.get("position") or known.get("number") or known.get("index") or ""
            self.series = Series(name, place) if name else None
        else:
            text = _main_text(value)
            match = _NUMBERED.fullmatch(text[:300])
            self.series = Series(match[1].rstrip(" ,;"), match[2]) if match else Series(text)
        self.spans.append(("series", span))

    def _people(self, value: object, role: str, span: Span) -> None:
        for person in _people(value, role):
            if person.role == "aut":
                self.authors.append(person)
            else:
                self.contributors.append(person)
        self.spans.append(("authors" if role == "aut" else "contributors", span))


def _people(value: object, role: str) -> Iterable[Person]:
    if isinstance(value, list):
        for item in value:
            yield from _people(item, role)
    elif isinstance(value, dict):
        known = {fold(str(key)): _main_text(item) for key, item in value.items()}
        name = known.get("name") or known.get("text") or ""
        given = known.get("role", role).casefold()
        code = RELATORS.get(given, given if re.fullmatch("[a-z]{3}", given) else role)
        if name:
            yield Person(name, code, known.get("file_as", known.get("sort", "")))
    else:
        for name in _AND.split(_main_text(value)):
            if name.strip():
                yield Person(name.strip(), role)


def _main_text(value: object) -> str:
    """Return a value as one line of text; of a list the first, of a table its `text`."""
    if isinstance(value, list):
        return _main_text(value[0]) if value else ""
    if isinstance(value, dict):
        return _main_text(value.get("text", value.get("name", "")))
    return " ".join(str(value).split())[:_LONGEST]


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [text for text in map(_main_text, items) if text]


def _subjects(value: object) -> list[str]:
    if isinstance(value, list):
        return _texts(value)
    return [part.strip() for part in re.split("[,;]", _main_text(value)) if part.strip()]


def _language(text: str, span: Span) -> str:
    tag = _NAMES.get(text.casefold(), text.replace("_", "-"))
    if text and (not is_language_tag(tag) or re.fullmatch("[A-Za-z]{4,}", tag)):
        raise InputError.because("BM-SET-004", span, value=text)
    return tag
