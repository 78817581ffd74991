"""Reads settings: `bookmaker.toml`, or the tables of a manuscript's head, into a `Project`.

Every key is declared once, in `SETTINGS`, with what it must be and what it sets. A key that is
not there is an error naming the nearest one that is.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from bookmaker import stores
from bookmaker.diagnostics import Span
from bookmaker.edition import TRIM_SIZES, Margins
from bookmaker.errors import InputError
from bookmaker.metadata import (
    ILLEGAL,
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
from bookmaker.project import EXEMPTIONS, PIN_KINDS, Pin, Project

FILE_NAME: Final = "bookmaker.toml"


class Unfit(ValueError):  # noqa: N818  it is caught here and becomes an InputError
    """A value is not what its setting wants; the text says what is wanted."""


Convert = Callable[[object], Any]


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unfit("a text")
    text = " ".join(str(value).split())
    if ILLEGAL.search(text):
        raise Unfit("a text without control characters")
    return text


def _name(value: object) -> str:
    """Take the name of something that comes with Bookmaker: it is never a path."""
    text = _text(value)
    if re.search(r"[/\\:\x00-\x1f]|^\.", text):
        raise Unfit("a name, not a path")
    return text


def _date(value: object) -> str:
    text = value.isoformat() if hasattr(value, "isoformat") else _text(value)
    if not is_date(text):
        raise Unfit('a date such as "2024", "2024-05" or "2024-05-17"')
    return text


def _instant(value: object) -> str:
    text = value.isoformat() if hasattr(value, "isoformat") else _text(value)
    text = text.replace("+00:00", "Z")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        text = f"{text}T00:00:00Z"
    if not is_instant(text):
        raise Unfit('an instant such as "2024-05-17T12:00:00Z"')
    return text


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit("true or false")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_text(value),)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit("a text or a list of texts")
    return tuple(_text(item) for item in value)


def _with_mark(wanted: str, given: str) -> Convert:
    """Return a converter for words that have one of the marks `given`, and a letter."""

    def convert(value: object) -> tuple[str, ...]:
        words = _texts(value)
        if not all(re.search(f"[{given}]", word) and re.search(r"\w", word) for word in words):
            raise Unfit(wanted)
        return words

    return convert


_names = _with_mark('words with an apostrophe, such as "O’Brien"', "'‘’ʻʼʽ")
_set_marks = _with_mark(
    'words with the marks as they are to be set ("’way upstairs")', "‘’“”‚„«»‹›ʻʼ"
)


_PIN = re.compile(
    r"(?:(?P<path>[^\s:](?:[^:]*[^\s:])?)\s*:\s*)?(?P<line>\d{1,8})(?:\s*[-–]\s*(?P<end>\d{1,8}))?"
    r"\s*:\s*(?P<kind>[\w' -]+?)\s*"
)


def _pins(value: object) -> tuple[Pin, ...]:
    return tuple(_pin(text) for text in _texts(value))


def _pin(text: str) -> Pin:
    match = _PIN.fullmatch(text)
    if match is None:
        raise Unfit('a list of pins such as "12: epigraph" or "story.txt:40-47: verse"')
    kind = re.sub(r"[ _]", "-", match["kind"].casefold().replace("'", ""))
    line, end = int(match["line"]), int(match["end"] or 0) or None
    if kind not in PIN_KINDS:
        near = _nearest(kind, dict.fromkeys(PIN_KINDS))
        raise Unfit(f"a list of pins of known kinds ({kind!r} is none; {near})")
    if line < 1 or (end is not None and end < line):
        raise Unfit("a list of pins whose lines count from 1 upwards")
    return Pin(kind, line, end, match["path"] or "")


def _profiles(value: object) -> tuple[str, ...]:
    names = _texts(value)
    for name in names:
        if name not in stores.NAMES:
            known = ", ".join(stores.NAMES)
            raise Unfit(f"a list of store editions that are built ({known})")
    return names


def _number(low: float, high: float) -> Convert:
    def convert(value: object) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            raise Unfit(f"a number from {low:g} to {high:g}")
        return float(value)

    return convert


def _choice(*choices: str) -> Convert:
    def convert(value: object) -> str:
        if value not in choices:
            raise Unfit("one of " + ", ".join(repr(choice) for choice in choices))
        return str(value)

    return convert


def _language(value: object) -> str:
    text = _text(value)
    if not is_language_tag(text):
        raise Unfit("a language tag (BCP 47) such as en, en-GB or de")
    return text


def _isbn(value: object) -> str:
    digits = re.sub(r"[\s-]", "", _text(value)).upper()
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


def _people(role: str) -> Convert:
    def convert(value: object) -> tuple[Person, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(_person(item, role) for item in items)

    return convert


def _person(item: object, role: str) -> Person:
    wanted = 'a name, or a table such as { name = "A B", role = "trl", file_as = "B, A" }'
    if isinstance(item, str) and item.strip():
        return Person(_text(item), role)
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
    return Person(_text(item["name"]), given, _text(item.get("file_as", "")))


def _codes(scheme: str, example: str) -> Convert:
    def convert(value: object) -> tuple[Subject, ...]:
        found = [subject_code(scheme, text) for text in _texts(value)]
        if None in found:
            raise Unfit(f"a code of {scheme} or a list of them, such as {example}")
        return tuple(subject for subject in found if subject)

    return convert


def _ages(value: object) -> str:
    ages = _text(value).replace("–", "-").replace(" ", "").replace("+", "-")
    if not re.fullmatch(r"\d{1,2}(-(\d{1,2})?)?", ages):
        raise Unfit('ages such as "12-17" or "16-"')
    return ages


def _url(value: object) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", str(value)):
        raise Unfit("an address such as https://example.org/report")
    return str(value)


def _trim(value: object) -> str:
    name = str(value).lower().replace(" ", "").replace("in", "").replace("×", "x")
    if name not in TRIM_SIZES:
        raise Unfit("one of " + ", ".join(TRIM_SIZES))
    return name


_LENGTH = re.compile(r"([0-9.]+) ?(in|mm|cm|pt)")
_UNITS: Final = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}


def _length(value: object) -> float:
    match = _LENGTH.fullmatch(str(value).strip())
    if not match:
        raise Unfit('a length such as "0.75in", "18mm" or "54pt"')
    return float(match[1]) * _UNITS[match[2]]


def _margins(value: object) -> Margins:
    sides = {"top", "outer", "bottom", "gutter"}
    if not isinstance(value, dict) or set(value) != sides:
        raise Unfit('a table { top = "0.75in", outer = ..., bottom = ..., gutter = ... }')
    return Margins(**{side: _length(length) for side, length in value.items()})


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: how its value is understood and which field of which part it sets."""

    convert: Convert
    part: str
    field: str


def _book(field: str, convert: Convert = _text) -> Setting:
    return Setting(convert, "metadata", field)


def _print(field: str, convert: Convert) -> Setting:
    return Setting(convert, "edition", field)


def _claim(field: str, convert: Convert = _text) -> Setting:
    return Setting(convert, "epub", f"accessibility.{field}")


SETTINGS: Final[dict[str, dict[str, Setting]]] = {
    "book": {
        "title": _book("title"),
        "subtitle": _book("subtitle"),
        "author": _book("authors", _people("aut")),
        "authors": _book("authors", _people("aut")),
        "contributors": _book("contributors+", _people("ctb")),
        "translator": _book("contributors+", _people("trl")),
        "illustrator": _book("contributors+", _people("ill")),
        "editor": _book("contributors+", _people("edt")),
        "language": _book("language", _language),
        "series": _book("series.name"),
        "series_position": _book("series.position"),
        "publisher": _book("publisher"),
        "rights": _book("rights"),
        "copyright_holder": _book("copyright_holder"),
        "copyright_year": _book("copyright_year"),
        "edition": _book("edition"),
        "description": _book("description"),
        "date": _book("date", _date),
        "modified": _book("modified", _instant),
        "identifier": _book("identifier"),
        "original_language": _book("original_language", _language),
        "original_title": _book("original_title"),
        "subjects": _book("subjects", _texts),
        "bisac": _book("codes+", _codes("BISAC", '"FIC009020 FICTION / Fantasy / Epic"')),
        "thema": _book("codes+", _codes("Thema", '"FMB Epic fantasy"')),
        "audience": _book("audience"),
        "ages": _book("ages", _ages),
        "rating": _book("rating"),
        "content_warnings": _book("content_warnings", _texts),
        "content_warning_page": _book("content_warning_page", _flag),
        "credits": _book("credits", _texts),
        "manuscripts": Setting(_texts, "", "manuscripts"),
    },
    "structure": {
        "files": Setting(_choice("chapters", "parts"), "structure", "files"),
        "folders": Setting(_choice("auto", "chapters", "parts"), "structure", "folders"),
        "accept_blank_breaks": Setting(_flag, "structure", "accept_blank_breaks"),
        "pins": Setting(_pins, "structure", "pins"),
        "note_numbers": Setting(_choice("chapter", "book"), "structure", "note_numbers"),
    },
    "typography": {
        "enabled": Setting(_flag, "typography", "enabled"),
        "quotes": Setting(_choice("auto", "american", "british", "off"), "typography", "quotes"),
        "dashes": Setting(_flag, "typography", "dashes"),
        "ellipses": Setting(_flag, "typography", "ellipses"),
        "spaces": Setting(_flag, "typography", "spaces"),
        "elisions": Setting(_texts, "typography", "elisions"),
        "names": Setting(_names, "typography", "names"),
        "marks": Setting(_set_marks, "typography", "marks"),
    },
    "print": {
        "trim": _print("trim_name", _trim),
        "margins": _print("margins", _margins),
        "theme": _print("theme", _name),
        "face": _print("face", _name),
        "size": _print("size", _number(7, 24)),
        "leading": _print("leading", _number(8, 40)),
        "chapter_opens": _print("chapter_opens", _choice("next", "recto", "run-on")),
        "lead_in": _print("lead_in", _choice("drop-cap", "small-caps", "none")),
        "ornament": _print("ornament", _text),
        "verso_head": _print("verso_head", _choice("author", "title", "chapter", "part", "")),
        "recto_head": _print("recto_head", _choice("author", "title", "chapter", "part", "")),
        "hyphenate": _print("hyphenate", _flag),
        "contents": _print("contents", _flag),
        "half_title": _print("half_title", _flag),
        "isbn": _book("print_isbn", _isbn),
    },
    "epub": {
        "theme": Setting(_name, "epub", "theme"),
        "fonts": Setting(_flag, "epub", "fonts"),
        "profiles": Setting(_profiles, "epub", "profiles"),
        "isbn": _book("epub_isbn", _isbn),
    },
    "accessibility": {
        "conforms": _claim("conforms", _flag),
        "certified_by": _claim("certified_by"),
        "credential": _claim("credential"),
        "report": _claim("report", _url),
        "date": _claim("date", _date),
        "exemption": _claim("exemption", _choice(*EXEMPTIONS)),
        "summary": _claim("summary"),
    },
    "cover": {
        "design": Setting(_name, "cover", "design"),
        "image": Setting(_text, "cover", "image"),
        "full": Setting(_flag, "cover", "full"),
    },
}


def parse_settings(text: str, path: str) -> Project:
    """Read the text of a `bookmaker.toml`.

    Raises:
        InputError: it is not TOML, or a setting is unknown or not what it must be (BM-SET-*),
            with the line.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        end = Span(path, max(1, len(text.splitlines())))
        span = Span(path, int(place[1]), int(place[2])) if place else end
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise InputError.because("BM-SET-003", span, reason=reason) from error
    except RecursionError as error:
        raise InputError.because("BM-SET-003", Span(path), reason="nested too deep") from error
    project = apply_settings(Project(), tables, lambda table, key: _line_of(text, path, table, key))
    places = tuple(_word_places(project, text, path))
    if not places:
        return project
    return replace(project, typography=replace(project.typography, places=places))


def _word_places(project: Project, text: str, path: str) -> Iterator[tuple[str, Span]]:
    """Find the line of each word of `[typography]`, for what the manuscript does not have."""
    lines = text.splitlines()
    for key in ("elisions", "names", "marks"):
        first = _line_of(text, path, "typography", key).line
        for word in getattr(project.typography, key):
            on = (n for n, line in enumerate(lines[first - 1 :], first) if word in line)
            yield f"{key}: {word}", Span(path, next(on, first))


def apply_settings(
    project: Project, tables: Mapping[str, object], place: Callable[[str, str], Span]
) -> Project:
    """Return `project` with the settings of `tables` over it.

    Args:
        project: what stands so far.
        tables: table name to its keys and values.
        place: where a table (key "") or a key was typed.

    Raises:
        InputError: an unknown table or key, or a value that does not fit (BM-SET-001, -002); a
            claim that nobody answers for (BM-SET-008).
    """
    for table, values in tables.items():
        if table not in SETTINGS or not isinstance(values, Mapping):
            near = _nearest(table, SETTINGS)
            raise InputError.because(
                "BM-SET-001", place(table, ""), name=table, table="the settings", nearest=near
            )
        for key, value in values.items():
            project = _apply(project, table, str(key), value, place(table, str(key)))
    claims = project.epub.accessibility
    if claims.conforms and not claims.certified_by:
        raise InputError.because("BM-SET-008", place("accessibility", "conforms"))
    return _whole(project)


def _apply(project: Project, table: str, key: str, value: object, span: Span) -> Project:
    setting = SETTINGS[table].get(key)
    if setting is None:
        near = _nearest(key, SETTINGS[table])
        raise InputError.because("BM-SET-001", span, name=key, table=f"[{table}]", nearest=near)
    try:
        found = setting.convert(value)
    except Unfit as error:
        raise InputError.because(
            "BM-SET-002",
            span,
            name=f"[{table}] {key}",
            expected=str(error),
            given=_shown(value),
            example="mend this line",
        ) from error
    if not setting.part:
        return replace(project, **{setting.field: found})
    part = getattr(project, setting.part)
    return replace(project, **{setting.part: _with(part, setting.field, found)})


def _with(part: Any, field: str, found: Any) -> Any:  # noqa: ANN401  one of the parts of Project
    name, plus, _ = field.partition("+")
    if plus:
        return replace(part, **{name: getattr(part, name) + found})
    if field.startswith("accessibility."):
        claims = replace(part.accessibility, **{field.removeprefix("accessibility."): found})
        return replace(part, accessibility=claims)
    if field.startswith("series."):
        series = part.series or Series("")
        return replace(part, series=replace(series, **{field.removeprefix("series."): found}))
    if field == "trim_name":
        return replace(part, trim=TRIM_SIZES[found], trim_name=found)
    return replace(part, **{field: found})


def _whole(project: Project) -> Project:
    """Drop what was only half said: a series position without a series."""
    series = project.metadata.series
    if series is not None and not series.name:
        return replace(project, metadata=replace(project.metadata, series=None))
    return project


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004  one line of a terminal


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(known)


def _line_of(text: str, path: str, table: str, key: str) -> Span:
    """Find where a table or key was typed; tomllib does not say."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[\[?\s*\"?([^\]\"]*?)\"?\s*\]", line)
        if head:
            here = head[1].split(".")[0]
            if here == table and not key:
                return Span(path, number)
        dotted = re.match(r"\s*[\"']?([\w-]+)[\"']?(?:\s*\.\s*[\"']?([\w-]+)[\"']?)?\s*[=.]", line)
        if dotted and ((here == table and dotted[1] == key) or dotted.groups() == (table, key)):
            return Span(path, number)
        if dotted and not here and dotted[1] == table:
            return Span(path, number)
    return Span(path)


def merge_metadata(under: Metadata, over: Metadata) -> Metadata:
    """Return `under` with every value that `over` has in its place."""
    given = {f.name: getattr(over, f.name) for f in fields(Metadata) if getattr(over, f.name)}
    given["spans"] = (*under.spans, *over.spans)
    return replace(under, **given)
