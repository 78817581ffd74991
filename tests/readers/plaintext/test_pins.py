"""What the author pins is never overruled, and a pin that fits nothing is an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.book import Role, chapters, plain_text
from bookmaker.errors import InputError
from bookmaker.project import PIN_KINDS, Manuscript, Pin, StructureSettings
from bookmaker.readers import read
from bookmaker.settings import parse_settings

TEXT = """Chapter One

Dear Anna,

It rained.

Yours ever,
Ben

***

Two months later

Round and round
and round it goes
"""


def pinned(text, *pins, path="m.txt", style="text"):
    return read((Manuscript(path, text, style),), StructureSettings(pins=pins))


def refused(*args, **kwargs):
    with pytest.raises(InputError) as caught:
        pinned(*args, **kwargs)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("typed", "pin"),
    [
        ("12: epigraph", Pin("epigraph", 12)),
        ("story.txt:40-47: Verse", Pin("verse", 40, 47, "story.txt")),
        ("part one/01.txt: 3 - 4 : author's note", Pin("authors-note", 3, 4, "part one/01.txt")),
        ("3: authors note", Pin("authors-note", 3)),
        ("9: no break", Pin("no-break", 9)),
    ],
)
def test_pins_are_read_from_the_settings(typed, pin):
    text = f'[structure]\npins = ["{typed}"]\n'
    assert parse_settings(text, "bookmaker.toml").structure.pins == (pin,)


@pytest.mark.parametrize(
    "typed", ["epigraph", "0: verse", "9-3: verse", "4: vers", "4:", ": verse"]
)
def test_a_pin_that_is_none_is_an_error_on_its_line(typed):
    with pytest.raises(InputError) as caught:
        parse_settings(f'[structure]\npins = ["{typed}"]\n', "bookmaker.toml")
    assert [d.code for d in caught.value.diagnostics] == ["BM-SET-002"]
    assert caught.value.diagnostics[0].span.line == 2


def test_a_pin_overrules_every_recogniser():
    pins = [Pin("paragraph", line) for line in (1, 3, 7, 12, 14)]
    reading = pinned(TEXT, *pins, Pin("no-break", 10))
    (chapter,) = chapters(reading.book)
    (scene,) = chapter.scenes
    assert chapter.role is Role.STORY
    assert [plain_text(block.inlines) for block in scene.blocks] == [
        "Chapter One", "Dear Anna,", "It rained.", "Yours ever, Ben", "Two months later",
        "Round and round and round it goes",
    ]  # fmt: skip
    assert reading.diagnostics == ()


def test_pins_are_reported():
    (found,) = [d for d in pinned(TEXT, Pin("lines", 14)).decisions if d.span.line == 14]
    assert (found.kind, found.reason) == ("lines", "pinned in the settings")


@pytest.mark.parametrize("pin", [Pin("verse", 2), Pin("verse", 99), Pin("verse", 16, 20)])
def test_a_pin_that_fits_nothing_names_its_line(pin):
    diagnostic = refused(TEXT, pin)
    assert (diagnostic.code, diagnostic.span.line) == ("BM-READ-001", pin.line)


def test_a_mark_with_nothing_below_is_an_error():
    diagnostic = refused("It rained.\n\n[verse]\n")
    assert (diagnostic.code, diagnostic.span.line) == ("BM-READ-001", 3)


def test_a_line_cannot_be_two_things():
    assert refused(TEXT, Pin("verse", 5), Pin("epigraph", 5)).code == "BM-READ-004"
    assert refused("[verse]\n\nIt rained.\n", Pin("epigraph", 3)).code == "BM-READ-004"


def test_a_pin_says_which_manuscript_it_means():
    files = (
        Manuscript("a/1.txt", "It rained.\n", "text"),
        Manuscript("2.md", "Dry.\n", "markdown"),
    )

    def code(*pins):
        with pytest.raises(InputError) as caught:
            read(files, StructureSettings(pins=pins))
        return caught.value.diagnostics[0].code

    assert code(Pin("verse", 1)) == "BM-READ-002"
    assert code(Pin("verse", 1, path="3.txt")) == "BM-READ-001"
    assert code(Pin("verse", 2, path="2.md")) == "BM-READ-001"
    reading = read(files, StructureSettings(pins=(Pin("verse", 1, path="1.txt"),)))
    assert [d.kind for d in reading.decisions if d.reason.startswith("pinned")] == ["verse"]


def test_empty_lines_around_a_mark_count_once():
    plain = pinned("It rained.\n\nIt poured.\n\nIt stopped.\n")
    marked = pinned("It rained.\n\n[paragraph]\n\nIt poured.\n\nIt stopped.\n")
    assert len(next(chapters(marked.book)).scenes) == len(next(chapters(plain.book)).scenes) == 1


WORDS = st.sampled_from(
    ["Chapter One", "***", "Dear Anna,", "Yours,", "A fold of rain", "", "", ""]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(WORDS, min_size=1, max_size=25),
    st.lists(st.tuples(st.sampled_from(PIN_KINDS), st.integers(1, 25)), max_size=4),
)
def test_no_pin_loses_a_word(lines, pins):
    try:
        reading = pinned("\n".join(lines), *(Pin(kind, line) for kind, line in pins))
    except InputError as error:
        assert {d.code for d in error.diagnostics} <= {"BM-READ-001", "BM-READ-004"}  # noqa: PT017
        return
    held = " ".join(held.text for held in reading.withheld)
    said = f"{reading.book!r} {held}"
    for word in ("Chapter One", "Dear Anna", "Yours", "A fold of rain"):
        assert said.count(word) >= sum(line.startswith(word) for line in lines)
