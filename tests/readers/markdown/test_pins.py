"""Pins in Markdown: never overruled, never lost, and an error where they fit nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.book import Role, chapters, plain_text
from bookmaker.checks import conserve_reading
from bookmaker.errors import InputError
from bookmaker.project import PIN_KINDS, Manuscript, Pin, StructureSettings
from bookmaker.readers import read

TEXT = """\
## Chapter One

Dear Anna,

> It rained.
> Then it poured.

Two months later

```
[verse]
x = 1
```

***

Round and round
and round it goes
"""


def pinned(text, *pins):
    manuscript = Manuscript("m.md", text, "markdown")
    return read((manuscript,), StructureSettings(pins=pins))


def refused(text, *pins):
    with pytest.raises(InputError) as caught:
        pinned(text, *pins)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic.code, diagnostic.span.line


def test_a_pin_overrules_what_markdown_says():
    pins = [Pin("paragraph", line) for line in (1, 3, 5, 8, 15, 17)]
    reading = pinned(TEXT, *pins)
    (chapter,) = chapters(reading.book)
    (scene,) = chapter.scenes
    assert chapter.role is Role.STORY
    assert [plain_text(block.inlines) for block in scene.blocks if hasattr(block, "inlines")] == [
        "## Chapter One", "Dear Anna,", "It rained. Then it poured.", "Two months later", "***",
        "Round and round and round it goes",
    ]  # fmt: skip
    assert {d.reason for d in reading.decisions} == {"pinned in the settings"}


@pytest.mark.parametrize(
    ("pin", "line"),
    [
        (Pin("verse", 2), 2),
        (Pin("verse", 99), 99),
        (Pin("verse", 19, 30), 19),
        (Pin("verse", 12), 12),  # inside code
        (Pin("verse", 6, 8), 6),  # half a quotation and what is below
        (Pin("scene", 6), 6),  # no scene begins in the middle of a quotation
    ],
)
def test_a_pin_that_fits_nothing_names_its_line(pin, line):
    assert refused(TEXT, pin) == ("BM-READ-001", line)


def test_a_pin_in_the_head_fits_nothing():
    assert refused("---\ntitle: Rain\n---\n\nIt rained.\n", Pin("title", 2)) == ("BM-READ-001", 2)


@pytest.mark.parametrize("mark", ["verse", "scene", "story", "chapter"])
def test_a_mark_with_nothing_below_is_an_error(mark):
    assert refused(f"It rained.\n\n[{mark}]\n") == ("BM-READ-001", 3)


def test_a_line_cannot_be_two_things():
    assert refused(TEXT, Pin("verse", 5), Pin("letter", 5))[0] == "BM-READ-004"
    assert refused(TEXT, Pin("letter", 3, 8), Pin("dateline", 8))[0] == "BM-READ-004"
    assert refused("[verse]\n\nIt rained.\n", Pin("epigraph", 3))[0] == "BM-READ-004"
    assert refused("[verse]\n\n[letter]\n\nIt rained.\n")[0] == "BM-READ-004"


def test_words_in_brackets_that_link_are_no_mark():
    reading = pinned("See [letter] here.\n\n[Verse]\n\n[letter]: https://example.org\n")
    assert {held.kind for held in reading.withheld} == {"link definition"}


WORDS = st.sampled_from(
    ["## Chapter One", "* * *", "> Dear Anna,", "Yours,", "A fold of rain", "- a list", "[verse]",
     "[end]", "[scene]", "[letter]", "    indented", "[^1]: A note", "She %%why?%% ran", "%%",
     "%% a comment", "ends %%", "[[Mara|the girl]] sang", "[[Low#Hill]] lay", "![[map.png|Map]]",
     "![[note]]", "It[^1] rained", "-- A Source", "::: letter", ":::", "[story]", "[epigraph]",
     "[chapter]", "[dedication]", "[no break]", "<!-- c -->", "```", "", "", ""]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.lists(WORDS, min_size=1, max_size=25),
    st.lists(st.tuples(st.sampled_from(PIN_KINDS), st.integers(1, 25)), max_size=4),
)
def test_no_pin_loses_a_word(lines, pins):
    manuscript = Manuscript("m.md", "\n".join(lines), "markdown")
    try:
        said = tuple(Pin(kind, line) for kind, line in pins)
        reading = read((manuscript,), StructureSettings(pins=said))
    except InputError as error:
        assert {d.code for d in error.diagnostics} <= {"BM-READ-001", "BM-READ-004"}  # noqa: PT017
        return
    assert not [d for d in conserve_reading((manuscript,), reading) if d.code != "BM-LAW-004"]
