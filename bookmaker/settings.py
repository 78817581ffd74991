"""Reads settings: `bookmaker.toml`, or the tables of a manuscript's head, into a `Project`.

Every key is declared once, in `SETTINGS`, with what it must be and what it sets. A key that is
not there is an error naming the nearest one that is.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from bookmaker import setting_values as kinds
from bookmaker.diagnostics import Span
from bookmaker.edition import TRIM_SIZES
from bookmaker.errors import InputError
from bookmaker.metadata import Metadata, Series
from bookmaker.project import EXEMPTIONS, Project

FILE_NAME: Final = "bookmaker.toml"
_LARGEST: Final = 1_000_000
_QUOTED: Final = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*')""")
_DEEPEST: Final = 50
_UNUSUAL: Final = (
    (
        re.compile(r"""(?<![\w"'-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}"""),
        "a key has more than 50 parts",
    ),
    (re.compile(r"(?<![\w.])[-+]?\d[\d_]{99}"), "a number has more than 99 figures"),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: how its value is understood and which field of which part it sets."""

    convert: kinds.Convert
    part: str
    field: str


def _book(field: str, convert: kinds.Convert = kinds.as_text) -> Setting:
    return Setting(convert, "metadata", field)


def _print(field: str, convert: kinds.Convert) -> Setting:
    return Setting(convert, "edition", field)


def _claim(field: str, convert: kinds.Convert = kinds.as_text) -> Setting:
    return Setting(convert, "epub", f"accessibility.{field}")


SETTINGS: Final[dict[str, dict[str, Setting]]] = {
    "book": {
        "title": _book("title"),
        "subtitle": _book("subtitle"),
        "author": _book("authors", kinds.as_people("aut")),
        "authors": _book("authors", kinds.as_people("aut")),
        "contributors": _book("contributors+", kinds.as_people("ctb")),
        "translator": _book("contributors+", kinds.as_people("trl")),
        "illustrator": _book("contributors+", kinds.as_people("ill")),
        "editor": _book("contributors+", kinds.as_people("edt")),
        "language": _book("language", kinds.as_language),
        "series": _book("series.name"),
        "series_position": _book("series.position"),
        "publisher": _book("publisher"),
        "rights": _book("rights"),
        "copyright_holder": _book("copyright_holder"),
        "copyright_year": _book("copyright_year"),
        "edition": _book("edition"),
        "description": _book("description"),
        "date": _book("date", kinds.as_date),
        "modified": _book("modified", kinds.as_instant),
        "identifier": _book("identifier"),
        "original_language": _book("original_language", kinds.as_language),
        "original_title": _book("original_title"),
        "subjects": _book("subjects", kinds.as_texts),
        "bisac": _book("codes+", kinds.as_codes("BISAC", '"FIC009020 FICTION / Fantasy / Epic"')),
        "thema": _book("codes+", kinds.as_codes("Thema", '"FMB Epic fantasy"')),
        "audience": _book("audience"),
        "ages": _book("ages", kinds.as_ages),
        "rating": _book("rating"),
        "content_warnings": _book("content_warnings", kinds.as_texts),
        "content_warning_page": _book("content_warning_page", kinds.as_flag),
        "credits": _book("credits", kinds.as_texts),
        "manuscripts": Setting(kinds.as_texts, "", "manuscripts"),
    },
    "structure": {
        "files": Setting(kinds.as_choice("chapters", "parts"), "structure", "files"),
        "folders": Setting(kinds.as_choice("auto", "chapters", "parts"), "structure", "folders"),
        "accept_blank_breaks": Setting(kinds.as_flag, "structure", "accept_blank_breaks"),
        "pins": Setting(kinds.as_pins, "structure", "pins"),
        "note_numbers": Setting(kinds.as_choice("chapter", "book"), "structure", "note_numbers"),
    },
    "typography": {
        "enabled": Setting(kinds.as_flag, "typography", "enabled"),
        "quotes": Setting(
            kinds.as_choice("auto", "american", "british", "off"), "typography", "quotes"
        ),
        "dashes": Setting(kinds.as_flag, "typography", "dashes"),
        "ellipses": Setting(kinds.as_flag, "typography", "ellipses"),
        "spaces": Setting(kinds.as_flag, "typography", "spaces"),
        "elisions": Setting(kinds.as_texts, "typography", "elisions"),
        "names": Setting(kinds.as_names, "typography", "names"),
        "marks": Setting(kinds.as_set_marks, "typography", "marks"),
    },
    "print": {
        "trim": _print("trim_name", kinds.as_trim),
        "margins": _print("margins", kinds.as_margins),
        "theme": _print("theme", kinds.as_name),
        "face": _print("face", kinds.as_name),
        "size": _print("size", kinds.as_number(7, 24)),
        "leading": _print("leading", kinds.as_number(8, 40)),
        "chapter_opens": _print("chapter_opens", kinds.as_choice("next", "recto", "run-on")),
        "lead_in": _print("lead_in", kinds.as_choice("drop-cap", "small-caps", "none")),
        "ornament": _print("ornament", kinds.as_ornament),
        "scene_breaks": _print("scene_breaks", kinds.as_choice("ornament", "space")),
        "verso_head": _print(
            "verso_head", kinds.as_choice("author", "title", "chapter", "part", "")
        ),
        "recto_head": _print(
            "recto_head", kinds.as_choice("author", "title", "chapter", "part", "")
        ),
        "hyphenate": _print("hyphenate", kinds.as_flag),
        "contents": _print("contents", kinds.as_flag),
        "half_title": _print("half_title", kinds.as_flag),
        "isbn": _book("print_isbn", kinds.as_isbn),
    },
    "epub": {
        "theme": Setting(kinds.as_name, "epub", "theme"),
        "fonts": Setting(kinds.as_flag, "epub", "fonts"),
        "profiles": Setting(kinds.as_profiles, "epub", "profiles"),
        "isbn": _book("epub_isbn", kinds.as_isbn),
    },
    "accessibility": {
        "conforms": _claim("conforms", kinds.as_flag),
        "certified_by": _claim("certified_by"),
        "credential": _claim("credential"),
        "report": _claim("report", kinds.as_url),
        "date": _claim("date", kinds.as_date),
        "exemption": _claim("exemption", kinds.as_choice(*EXEMPTIONS)),
        "summary": _claim("summary"),
    },
    "cover": {
        "design": Setting(kinds.as_name, "cover", "design"),
        "image": Setting(kinds.as_text, "cover", "image"),
        "full": Setting(kinds.as_flag, "cover", "full"),
    },
}


class MistypedToml(ValueError):  # noqa: N818  named for what it is
    """A text is no TOML that is read: the reason, with line and column counted from 1."""

    def __init__(self, reason: str, line: int, column: int | None = None) -> None:
        """Take the reason and the place."""
        super().__init__(reason)
        self.line, self.column = line, column


def read_toml(text: str) -> dict[str, object]:
    """Return the tables of a text in TOML.

    The library's time grows with the square of a dotted key's parts and of a number's figures, and
    its calls with nesting: what no author types is refused before.

    Raises:
        MistypedToml: it is no TOML, or larger, deeper or longer than settings are.
    """
    if len(text) > _LARGEST:
        raise MistypedToml(f"it is longer than {_LARGEST} characters", 1)
    for unusual, reason in _UNUSUAL:
        if found := unusual.search(text):
            raise MistypedToml(reason, text.count("\n", 0, found.start()) + 1)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        reason = re.sub(r" \(at .*\)$", "", str(error))
        if place:
            raise MistypedToml(reason, int(place[1]), int(place[2])) from error
        raise MistypedToml(reason, max(1, len(text.splitlines()))) from error
    except RecursionError as error:
        raise MistypedToml("it is nested too deep", _deep_line(text)) from error


def _deep_line(text: str) -> int:
    """Return the line where brackets are first open deeper than settings ever nest."""
    open_ones = 0
    for number, line in enumerate(text.splitlines(), 1):
        opened = line.count("[") + line.count("{")
        if open_ones + opened > _DEEPEST:
            return number
        open_ones += opened - line.count("]") - line.count("}")
    return 1


def parse_settings(text: str, path: str) -> Project:
    """Read the text of a `bookmaker.toml`.

    Raises:
        InputError: it is not TOML, or a setting is unknown or not what it must be (BM-SET-*),
            with the line.
    """
    try:
        tables = read_toml(text)
    except MistypedToml as error:
        span = Span(path, error.line, error.column)
        raise InputError.because("BM-SET-003", span, reason=str(error)) from error
    project = apply_settings(Project(), tables, lambda table, key: _line_of(text, path, table, key))
    places = tuple(_word_places(project, text, path))
    if not places:
        return project
    return replace(project, typography=replace(project.typography, places=places))


def _word_places(project: Project, text: str, path: str) -> Iterator[tuple[str, Span]]:
    """Find the line of each word of `[typography]`, for what the manuscript does not have."""
    typed: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for quoted in _QUOTED.finditer(line):
            typed.setdefault(quoted[0][1:-1], []).append(number)
    for key in ("elisions", "names", "marks"):
        first = _line_of(text, path, "typography", key).line
        for word in getattr(project.typography, key):
            on = typed.get(word, [])
            at = bisect_left(on, first)
            yield f"{key}: {word}", Span(path, on[at] if at < len(on) else first)


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
            near = kinds.nearest(table, SETTINGS)
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
        near = kinds.nearest(key, SETTINGS[table])
        raise InputError.because("BM-SET-001", span, name=key, table=f"[{table}]", nearest=near)
    try:
        found = setting.convert(value)
    except kinds.Unfit as error:
        raise InputError.because(
            "BM-SET-002",
            span,
            name=f"[{table}] {key}",
            expected=str(error),
            given=_shown(value),
            example="mend this line",
        ) from error
    project = replace(project, places=(*project.places, (f"[{table}] {key}", span)))
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
