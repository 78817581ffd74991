"""The laws of typography: nothing lost, twice equals once, what is typeset stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manuscripts import book_of, text_of

from bookmaker.book import Book, Chapter, Emphasis, Inline, Paragraph, Scene, Text, plain_text
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata
from bookmaker.project import TypographySettings
from bookmaker.typography import Typeset, typeset

DEFAULT = TypographySettings()
LANGUAGES = st.sampled_from(["en-US", "en-GB", "de", "fr", "es", "sv", "pl", "da", "he", "xx"])
# What authors type, with everything that a pass looks for.
WORDS = """' " '' - -- --- ---- . ... .... a em the goin boys I Mr. J. 90s 6 12 No. km n é
    “ ” ‘ ’ « » — – … ! ? : ; , ( ) ש °"""
PIECES = st.sampled_from([*WORDS.split(), " ", "  ", " - ", ". . .", "\u00a0", "\u202f"])
TYPED = st.lists(PIECES, max_size=24).map("".join)


def _book(runs: list[list[tuple[str, bool]]], language: str) -> Book:
    paragraphs = tuple(
        Paragraph(
            tuple(_run(text, italic=italic) for text, italic in run), Span("story.txt", n + 1)
        )
        for n, run in enumerate(runs)
    )
    scene = Scene(paragraphs, Span("story.txt"))
    return Book(Metadata(language=language), (Chapter((scene,), Span("story.txt")),))


def _run(text: str, *, italic: bool) -> Inline:
    return Emphasis((Text(text),)) if italic else Text(text)


def _texts(book: Book) -> list[str]:
    chapter = book.body[0]
    assert isinstance(chapter, Chapter)
    blocks = chapter.scenes[0].blocks
    return [plain_text(block.inlines) for block in blocks if isinstance(block, Paragraph)]


SLIPS = {"BM-TYPE-002", "BM-TYPE-003", "BM-TYPE-004", "BM-TYPE-005"}
"""What may be noticed in text that is typed at random."""


def _codes(made: Typeset) -> set[str]:
    return {diagnostic.code for diagnostic in made.diagnostics}


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text))


RUNS = st.lists(st.lists(st.tuples(TYPED, st.booleans()), max_size=3), max_size=4)


@given(RUNS, LANGUAGES)
@settings(max_examples=200)
def test_letters_and_digits_are_conserved_in_order(
    runs: list[list[tuple[str, bool]]], language: str
) -> None:
    book = _book(runs, language)
    made = typeset(book, DEFAULT)
    assert [_words(text) for text in _texts(made.book)] == [_words(t) for t in _texts(book)]
    assert _codes(made) <= SLIPS


@given(RUNS, LANGUAGES)
@settings(max_examples=200)
def test_twice_equals_once(runs: list[list[tuple[str, bool]]], language: str) -> None:
    once = typeset(_book(runs, language), DEFAULT).book
    twice = typeset(once, DEFAULT)
    assert _texts(twice.book) == _texts(once)
    assert _codes(twice) <= SLIPS


@given(RUNS, LANGUAGES)
def test_switched_off_changes_nothing(runs: list[list[tuple[str, bool]]], language: str) -> None:
    book = _book(runs, language)
    passes_off = TypographySettings(quotes="off", dashes=False, ellipses=False, spaces=False)
    for off in (TypographySettings(enabled=False), passes_off):
        made = typeset(book, off)
        assert made.book is book
        assert _codes(made) <= ({"BM-TYPE-004"} if off.enabled else set())
        assert {doubt.kind for doubt in made.doubts} <= {"doubled word"}


@given(st.text(max_size=60), LANGUAGES)
def test_any_text_keeps_its_letters(text: str, language: str) -> None:
    book = _book([[(text, False)]], language)
    assert _words(_texts(typeset(book, DEFAULT).book)[0]) == _words(text)


@pytest.mark.parametrize(
    "text",
    [
        "“I never said that,” she told him. “He said, ‘Go home,’ and I went.”",
        "’Tis the ’90s—and the boys’ coats are rock ’n’ roll. Well… pp. 12–15.",
        "He went home.\n\nNothing was there; a well-known mother-in-law waited.",
    ],
)
def test_typeset_text_is_the_same_object(text: str) -> None:
    book = book_of(text.replace("pp. ", "pages "))
    made = typeset(book, DEFAULT)
    assert made.book is book
    assert text_of(made.book) == text_of(book)
    assert (made.diagnostics, made.doubts) == ((), ())
