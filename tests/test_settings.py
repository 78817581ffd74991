"""`bookmaker.toml`: every key, its unit, and what a wrong one is told."""

import pytest

from bookmaker.errors import InputError
from bookmaker.metadata import Metadata, Person, Series, Subject
from bookmaker.project import Project
from bookmaker.setting_values import is_isbn
from bookmaker.settings import SETTINGS, merge_metadata, parse_settings

FULL = """
[book]
title = "The  Long\\nRoad"
author = ["Ann Author", { name = "Bo Writer", file_as = "Writer, Bo" }]
translator = "Tess Lator"
language = "en-GB"
series = "Roads"
series_position = 2
date = 2024-05-17
modified = 2024-05-18T10:00:00Z
manuscripts = ["one.txt", "two.md"]
[structure]
files = "parts"
[typography]
quotes = "british"
elisions = ["'Dale"]
[print]
trim = "6 x 9 in"
margins = { top = "0.75in", outer = "18mm", bottom = "54pt", gutter = "2cm" }
size = 12
chapter_opens = "recto"
isbn = "978-0-306-40615-7"
[epub]
fonts = false
[cover]
design = "modern"
"""


def test_every_value_is_understood_in_its_unit() -> None:
    project = parse_settings(FULL, "bookmaker.toml")
    book = project.metadata
    assert book.title == "The Long Road"
    assert book.authors == (Person("Ann Author"), Person("Bo Writer", "aut", "Writer, Bo"))
    assert book.contributors == (Person("Tess Lator", "trl"),)
    assert book.series == Series("Roads", "2")
    assert (book.date, book.modified) == ("2024-05-17", "2024-05-18T10:00:00Z")
    assert book.print_isbn == "9780306406157"
    assert project.manuscripts == ("one.txt", "two.md")
    assert project.structure.files == "parts"
    assert project.typography.elisions == ("'Dale",)
    assert (project.edition.trim.width, project.edition.trim.height) == (432, 648)
    margins = project.edition.margins
    assert margins is not None
    assert (margins.top, margins.bottom) == (54, 54)
    assert margins.outer == pytest.approx(18 / 25.4 * 72)
    assert not project.epub.fonts


def test_no_settings_are_the_defaults() -> None:
    assert parse_settings("", "bookmaker.toml") == Project()


@pytest.mark.parametrize(
    ("text", "line", "code", "words"),
    [
        ("[bok]\ntitle='x'", 1, "BM-SET-001", "'book'"),
        ("[book]\n\ntitel = 'x'", 3, "BM-SET-001", "'title'"),
        ("title = 'x'", 1, "BM-SET-001", "title"),
        ("[book]\nlanguage = 'english_x'", 2, "BM-SET-002", "language tag"),
        ("[book]\nlanguage = 7", 2, "BM-SET-002", "language tag"),
        ("[print]\ntrim = '9x9x9'", 2, "BM-SET-002", "5.5x8.5"),
        ("[print]\nsize = 200", 2, "BM-SET-002", "7 to 24"),
        ("[print]\nsize = true", 2, "BM-SET-002", "7 to 24"),
        ("[print]\nmargins = {top='1in'}", 2, "BM-SET-002", "gutter"),
        (
            "[print]\nmargins = {top='1in',outer='x',bottom='1in',gutter='1in'}",
            2,
            "BM-SET-002",
            "mm",
        ),
        ("[epub]\nisbn = '978-0-306-40615-8'", 2, "BM-SET-002", "check digit"),
        ("[epub]\nfonts = 'yes'", 2, "BM-SET-002", "true or false"),
        ("[book]\nauthor = [{ nam = 'x' }]", 2, "BM-SET-002", "name"),
        ("[book]\nbisac = 'Fantasy'", 2, "BM-SET-002", "FIC009020"),
        ("[book]\nthema = 'fantasy'", 2, "BM-SET-002", "Thema"),
        ("[book]\nages = 'teen'", 2, "BM-SET-002", "12-17"),
        ("[book]\nauthor = {name = 'x', role = 'wizard'}", 2, "BM-SET-002", "translator"),
        ("[accessibility]\nexemption = 'yes'", 2, "BM-SET-002", "eaa-microenterprise"),
        ("[accessibility]\nreport = 'here'", 2, "BM-SET-002", "https"),
        ("[book]\ndate = '17 May'", 2, "BM-SET-002", "2024"),
        ("[book]\ntitle = ['x']", 2, "BM-SET-002", "a text"),
        ("[book]\ntitle = 'x", 2, "BM-SET-003", ""),
        ("[book\n", 1, "BM-SET-003", ""),
    ],
)
def test_a_wrong_setting_names_file_line_and_remedy(
    text: str, line: int, code: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse_settings(text, "bookmaker.toml")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == code
    assert diagnostic.span is not None
    assert (diagnostic.span.path, diagnostic.span.line) == ("bookmaker.toml", line)
    assert words in str(diagnostic)
    assert diagnostic.hint


def test_what_shops_and_libraries_ask_for() -> None:
    text = """
[book]
translator = "Tess Lator"
contributors = [{ name = "Cora Ver", role = "cover designer" }, { name = "Ed", role = "edt" }]
bisac = ["FIC009020 FICTION / Fantasy / Epic", "FIC029000"]
thema = "FMB Epic fantasy"
ages = "12 – 17"
content_warnings = ["War"]
content_warning_page = true
original_language = "fr"
"""
    book = parse_settings(text, "bookmaker.toml").metadata
    people = ("Tess Lator", "trl"), ("Cora Ver", "cov"), ("Ed", "edt")
    assert book.contributors == tuple(Person(*person) for person in people)
    assert book.codes == (
        Subject("BISAC", "FIC009020", "FICTION / Fantasy / Epic"),
        Subject("BISAC", "FIC029000"),
        Subject("Thema", "FMB", "Epic fantasy"),
    )
    assert (book.ages, book.content_warnings, book.original_language) == ("12-17", ("War",), "fr")
    assert book.content_warning_page


def test_a_claim_needs_its_certifier() -> None:
    with pytest.raises(InputError) as caught:
        parse_settings("[accessibility]\n\nconforms = true\n", "bookmaker.toml")
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, str(diagnostic.span)) == ("BM-SET-008", "bookmaker.toml:3")
    named = "[accessibility]\nconforms = true\ncertified_by = 'Hedge Press'\n"
    assert parse_settings(named, "bookmaker.toml").epub.accessibility.certified_by == "Hedge Press"


def test_a_series_position_alone_is_no_series() -> None:
    assert parse_settings("[book]\nseries_position = '2'", "b.toml").metadata.series is None


def test_every_setting_sets_a_field_that_exists() -> None:
    project = Project()
    for keys in SETTINGS.values():
        for setting in keys.values():
            part = getattr(project, setting.part) if setting.part else project
            assert hasattr(part, setting.field.rstrip("+").split(".")[0])


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("9780306406157", True),
        ("9780306406158", False),
        ("0306406152", True),
        ("080442957X", True),
        ("0804429570", False),
        ("1234567890123", False),
        ("", False),
    ],
)
def test_isbn_check_digits(digits: str, valid: bool) -> None:  # noqa: FBT001  a table's column
    assert is_isbn(digits) is valid


def test_later_metadata_wins_where_it_says_something() -> None:
    under = Metadata(title="A", language="en")
    assert merge_metadata(under, Metadata(title="B")) == Metadata(title="B", language="en")
