"""A manuscript beside the Book read from it: what is a loss, and what is none."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.book import (
    Book,
    Certainty,
    Chapter,
    Decision,
    Emphasis,
    Epigraph,
    Figure,
    Link,
    List,
    Note,
    NoteReference,
    Paragraph,
    Part,
    Quotation,
    Reading,
    Role,
    Scene,
    Section,
    Stanza,
    Table,
    Text,
    Verse,
    VerseLine,
    Withheld,
)
from bookmaker.checks import conserve_reading
from bookmaker.diagnostics import Span, report
from bookmaker.metadata import Metadata, Person
from bookmaker.project import Manuscript


def at(line: int, end: int | None = None) -> Span:
    return Span("story", line, None, end)


def says(text: str, line: int) -> Paragraph:
    return Paragraph((Text(text),), at(line))


def story(*blocks, opener: str = "", line: int = 1, **parts) -> Book:
    scene = Scene(tuple(blocks), at(line), opener=opener)
    return Book(Metadata(), (Chapter((scene,), at(line), Role.STORY),), **parts)


def compare(text: str, book: Book, form: str = "markdown", **reading) -> list[str]:
    manuscript = Manuscript("story", text, form)
    return [str(one) for one in conserve_reading((manuscript,), Reading(book, **reading))]


LINKED = Paragraph(
    (Text("See "), Link((Text("the road"),), "https://example.org/a(b)c"), Text(" now.")), at(1)
)
EMPHASIS = Paragraph((Text("It was un"), Emphasis((Text("done"),)), Text(" then.")), at(1))

KEPT = {
    "emphasis inside a word": ("It was un*done* then.", story(EMPHASIS)),
    "underscores": ("It was un_done_ then.", story(EMPHASIS)),
    "a link's address": ('See [the road](https://example.org/a(b)c "Title") now.', story(LINKED)),
    "a reference": (
        "See [the road][r] now.\n\n[r]: https://example.org 'Title'\n",
        story(LINKED),
    ),
    "heading and attributes": (
        "# The Lamp {#lamp .big}\n\nOne.",
        story(says("The Lamp", 1), says("One.", 3)),
    ),
    "a YAML head": ("---\ntitle: The Lamp\n---\n\nOne.", story(says("One.", 5))),
    "a head with CRLF": ("---\r\ntitle: The Lamp\r\n---\r\n\r\nOne.", story(says("One.", 5))),
    "a comment": ("One.\n\n<!-- not this -->\n\nTwo.", story(says("One.", 1), says("Two.", 5))),
    "HTML": ("<div class='x'>One<br/>two</div>", story(says("One two", 1))),
    "HTML inside a word": ("un<b>done</b>", story(says("undone", 1))),
    "HTML left as typed": ("a <quux z='1'> b", story(says("a <quux z='1'> b", 1))),
    "entities": ("Caf&eacute; &amp; bar", story(says("Café & bar", 1))),
    "a div": ("::: {.verse}\nOne.\n:::", story(says("One.", 2))),
    "code and its language": ("```python\nlamp = 1\n```", story(says("lamp = 1", 2))),
    "hard wrap and quotation marks": (
        "> One\n> two.",
        story(Quotation((says("One two.", 1),), at(1))),
    ),
    "an ordered list": (
        "3. One.\n4. Two.",
        story(List(((says("One.", 1),), (says("Two.", 2),)), ordered=True, span=at(1), start=3)),
    ),
    "a picture": (
        '![A lamp](lamp.png "My lamp")',
        story(Figure("lamp.png", "A lamp", (Text("My lamp"),), at(1))),
    ),
    "a scene mark": ("oOo\n\nOne.", story(says("One.", 3), opener="oOo")),
    "a table": (
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        story(
            Table(
                ((Text("a"),), (Text("b"),)), (((Text("1"),), (Text("2"),)),), ("", "right"), at(1)
            )
        ),
    ),
    "a note": (
        "One.[^a]\n\n[^a]: A lamp.",
        story(
            Paragraph((Text("One."), NoteReference("a")), at(1)),
            notes=(Note("a", (says("A lamp.", 3),), at(3)),),
        ),
    ),
    "verse": (
        "one\n  two\n\nthree",
        story(
            Verse(
                (
                    Stanza((VerseLine((Text("one"),), 1), VerseLine((Text("two"),), 2, 1))),
                    Stanza((VerseLine((Text("three"),), 4),)),
                ),
                at(1),
            )
        ),
    ),
    "nothing at all": ("", story()),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT, ids=list(KEPT))
def test_nothing_is_lost(case: str):
    text, book = KEPT[case]
    assert compare(text, book) == []


def test_front_matter_stands_where_it_was_typed():
    book = story(
        says("One.", 7),
        line=7,
        front=(Section(Role.AUTHORS_NOTE, (says("Note.", 5),), at(5)),
               Section(Role.SUMMARY, (says("Sum.", 3),), at(3))),
        epigraph=Epigraph((says("Verse.", 1),), at(1), (Text("Me"),)),
    )  # fmt: skip
    assert compare("Verse.\nMe\nSum.\n\nNote.\n\nOne.", book, "text") == []


def test_parts_chapters_and_back_matter():
    chapter = Chapter(
        (Scene((says("One.", 5),), at(5), dateline=says("Later", 4)),),
        at(3),
        number=(Text("Chapter 1"),),
        title=(Text("Dark"),),
    )
    part = Part((chapter,), at(1), title=(Text("Part One"),), intro=(says("Intro.", 2),))
    back = (Section(Role.AFTERWORD, (says("End.", 7),), at(6), (Text("Afterword"),)),)
    text = "Part One\nIntro.\nChapter 1: Dark\nLater\nOne.\nAfterword\nEnd."
    assert compare(text, Book(Metadata(), (part,), back=back), "text") == []


def test_withheld_lines_are_expected():
    withheld = (Withheld("metadata", "Title: The Lamp", at(1)),)
    text = "Title: The Lamp\n\nOne."
    assert compare(text, story(says("One.", 3)), "text", withheld=withheld) == []
    assert len(compare(text, story(says("One.", 3)), "text")) == 1


def test_a_recognised_title_stands_in_the_metadata():
    metadata = Metadata(
        title="The Lamp", authors=(Person("A. Wick"),), spans=(("title", at(1)), ("authors", at(2)))
    )
    book = dataclasses.replace(story(says("One.", 4)), metadata=metadata)
    assert compare("The Lamp\nby A. Wick\n\nOne.", book, "text") != []
    assert compare("The Lamp\nA. Wick\n\nOne.", book, "text") == []


def test_a_diagnostic_explains_a_loss():
    told = (report("BM-INPUT-004", at(3, 4), codepoint=7),)
    text = "One.\n\n<script>go()\nwent()</script>\n\nTwo."
    assert compare(text, story(says("One.", 1), says("Two.", 6)), diagnostics=told) == []


def test_plain_text_notes_and_pictures():
    book = story(
        Paragraph((Text("One."), NoteReference("1")), at(1)),
        Figure("", "", (Text("A lamp"),), at(3)),
        notes=(Note("1", (says("A note.", 5),), at(5)),),
    )
    text = "One.[1]\n\n[Illustration: A lamp]\n\n[Footnote 1: A note.]"
    assert compare(text, book, "text") == []


LOST = {
    "a word": ("One two three.", story(says("One three.", 1)), "BM-LAW-001"),
    "a line": ("One.\n\nTwo.\n\nThree.", story(says("One.", 1), says("Three.", 5)), "BM-LAW-001"),
    "the end": ("One.\n\nTwo.", story(says("One.", 1)), "BM-LAW-001"),
    "everything": ("One.", story(), "BM-LAW-001"),
    "digits of no list": ("1984. One.", story(says("One.", 1)), "BM-LAW-001"),
    "twice": ("One.", story(says("One.", 1), says("One.", 1)), "BM-LAW-003"),
    "a word of a link": ("See [the road](a.html).", story(says("See road.", 1)), "BM-LAW-001"),
    "a word beside a link": ("Go [on](a.html) now.", story(says("Go on.", 1)), "BM-LAW-001"),
    "a repeated paragraph": (
        "One two.\n\nThree.",
        story(says("One two.", 1), says("One two.", 1), says("Three.", 3)),
        "BM-LAW-003",
    ),
    "moved": ("One.\n\nTwo.", story(says("Two.", 3), says("One.", 1)), "BM-LAW-002"),
}


@pytest.mark.parametrize("case", LOST, ids=list(LOST))
def test_a_loss_is_told(case: str):
    text, book, code = LOST[case]
    found = compare(text, book)
    assert [one.partition(":")[0] for one in found] == ["story"]
    assert f"error {code}" in found[0]


@pytest.mark.parametrize("read", ["One twothree un done", "One two three un done"])
def test_words_joined_or_parted_are_only_a_warning(read: str):
    found = compare("One two\nthree undone", story(says(read, 1)))
    assert len(found) == 1
    assert "warning BM-LAW-004" in found[0]


SWALLOWED = {
    "a note in its place": (
        "A note[^1] and another^[in line].\n\n[^1]: The note.",
        story(
            Paragraph(
                (Text("A note"), NoteReference("1"), Text(" and another"), NoteReference("i-1"),
                 Text(".")), at(1)),
            notes=(Note("1", (says("The note.", 3),), at(3)),
                   Note("i-1", (says("in line", 1),), at(1))),
        ),
    ),
    "an address on the next line": ("[road]:\nhttps://a.org\n\nOne.", story(says("One.", 4))),
    "an address left as typed": (
        "One [a](b c d) two\n[x]: y z.",
        story(says("One [a](b c d) two [x]: y z.", 1)),
    ),
    "a fence that never ends": ("One.\n\n``` lamp\ntwo", story(says("One.", 1), says("two", 3))),
    "a fence left as typed": (
        "One.\n\n``` lamp\ntwo",
        story(says("One.", 1), says("``` lamp two", 3)),
    ),
    "an empty item": (
        "1. One\n2.\n3. Two",
        story(List(((says("One", 1),), (), (says("Two", 3),)), ordered=True, span=at(1, 3))),
    ),
    "sub and superscript": ("H~2~O, x^2^, un*done*", story(says("H2O, x2, undone", 1))),
}  # fmt: skip


@pytest.mark.parametrize("case", SWALLOWED, ids=list(SWALLOWED))
def test_what_markup_may_swallow_is_no_loss(case: str):
    text, book = SWALLOWED[case]
    assert compare(text, book) == []


# What is typed, and what a reader makes of it.
FRAGMENTS = (
    ("*the lamp*", Emphasis((Text("the lamp"),))),
    ("un*done*", Emphasis((Text("undone"),))),
    ("[a long road](road.html 'The map')", Link((Text("a long road"),), "road.html", "The map")),
    ("H~2~O", Text("H2O")),
    ("&amp;", Text("&")),
    ("[ash]{.smallcaps}", Text("ash")),
    ("<b>bold words</b>", Text("bold words")),
    ("``code``", Text("code")),
)
# None of these stands in an address: there it would be excused.
WORDS = ("she", "went", "out", "into", "dark", "rain", "saw", "him", "lamp", "again")
prose = st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(" ".join)
paragraphs = st.lists(st.tuples(prose, st.sampled_from(FRAGMENTS)), min_size=1, max_size=4)


def mark_up(told: list[list[tuple[str, tuple[str, object]]]], gone: int = -1) -> tuple[str, Book]:
    """Return a manuscript and its Book; word `gone` of the prose is left out of the Book."""
    typed, blocks = [], []
    at_word = 0
    for number, paragraph in enumerate(told):
        inlines: list = []
        for words, (_, inline) in paragraph:
            some = words.split()
            kept = [word for n, word in enumerate(some, at_word) if n != gone]
            at_word += len(some)
            inlines += (Text(" " + " ".join(kept) + " "), inline)
        typed.append(" ".join(f"{words} {mark}" for words, (mark, _) in paragraph))
        blocks.append(Paragraph(tuple(inlines), at(2 * number + 1)))
    return "\n\n".join(typed), story(*blocks)


@given(st.lists(paragraphs, min_size=1, max_size=4), st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_a_word_lost_between_markup_is_told(told, choice: int):
    text, whole = mark_up(told)
    assert compare(text, whole) == []
    count = sum(len(words.split()) for paragraph in told for words, _ in paragraph)
    _, holed = mark_up(told, choice % count)
    assert any("error BM-LAW-001" in one for one in compare(text, holed))


def test_the_line_and_the_words_are_named():
    text = "One.\n\n" * 50 + "The lamp went out.\n\n" + "Two.\n\n" * 50
    lines = [*range(1, 101, 2), *range(103, 202, 2)]
    blocks = [says("One." if line < 101 else "Two.", line) for line in lines]
    found = compare(text, story(*blocks), "text")
    assert len(found) == 1
    assert found[0].startswith("story:101: error BM-LAW-001: ")
    assert "the lamp went out" in found[0]


def test_several_manuscripts():
    def told(path: str, text: str) -> Paragraph:
        return Paragraph((Text(text),), Span(path, 1))

    first, second = (Manuscript(name, f"{name} told.", "text") for name in ("a", "b"))
    chapters = tuple(
        Chapter((Scene((told(name, f"{name} told."),), Span(name)),), Span(name))
        for name in ("a", "b")
    )
    whole = Reading(Book(Metadata(), chapters), (Decision("x", at(1), "y", Certainty.SURE),))
    assert conserve_reading((first, second), whole) == ()
    half = Reading(Book(Metadata(), chapters[:1]))
    found = conserve_reading((first, second), half)
    assert [(one.code, str(one.span)) for one in found] == [("BM-LAW-001", "b:1")]


@pytest.mark.parametrize("text", ["[" * 20_000, "](" * 20_000, "<" * 20_000, "{a=" * 20_000,
                                  "![" * 20_000, "<!--" * 20_000, "[^" * 20_000,
                                  "a" * 200_000])  # fmt: skip
def test_hostile_text_is_linear(text: str):
    assert compare(text, story(says(text, 1))) == []


NOTED = "Word[1] more words [Footnote 1: a note of it] after them."


@pytest.mark.parametrize("note", ["a note of it", "a note of", "a note of it all", "a of note it"])
def test_a_note_among_other_words_is_compared_by_itself(note: str) -> None:
    text = Paragraph((Text("Word"), NoteReference("1"), Text(" more words after them.")), at(1))
    notes = (Note("1", (says(note, 1),), at(1), in_place=True),)
    told = compare(NOTED, story(text, notes=notes), "text")
    assert bool(told) == (note not in NOTED or note == "a note of")


def test_numbers_of_withheld_lists_are_markup_and_their_words_are_not():
    text = "Contents\n\n7. Chapter 1\n8. The end\n\nWords 1."
    held = Withheld("contents", "Contents\n\nChapter 1\nThe end", at(1, 4), (range(3, 5),))
    book = story(says("Words 1.", 6))
    assert compare(text, book, withheld=(held,)) == []
    bare = dataclasses.replace(held, numbered=())
    assert compare(text, book, withheld=(bare,))
    short = dataclasses.replace(held, text="Contents\n\nChapter 1\nThe")
    assert compare(text, book, withheld=(short,))


def test_a_number_among_the_words_of_a_numbered_item_is_a_word():
    items = List(((says("In he came", 1),), (says("He left", 2),)), True, at(1, 2))  # noqa: FBT003
    [told] = compare("1. In 1984 he came\n2. He left", story(items))
    assert "1984" in told
    assert compare("1. In he came\n2. He left", story(items)) == []
