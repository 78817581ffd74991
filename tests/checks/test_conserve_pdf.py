"""A Book beside its printed pages."""

import pytest

from bookmaker.book import (
    Book,
    Chapter,
    List,
    Note,
    NoteReference,
    Paragraph,
    Role,
    Scene,
    Section,
    Table,
    Text,
)
from bookmaker.checks import conserve_pdf
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata
from bookmaker.print_run import PageMap, PageStart, PrintRun, Run, TypeArea

FOOT = 100.0


def at(line: int) -> Span:
    return Span("story", line)


def says(text: str, line: int) -> Paragraph:
    return Paragraph((Text(text),), at(line))


def book(*blocks, title: str = "", **parts) -> Book:
    name = (Text(title),) if title else ()
    return Book(
        Metadata(), (Chapter((Scene(blocks, at(1)),), at(1), Role.CHAPTER, title=name),), **parts
    )


@pytest.fixture
def compare(make_pdf, set_line):
    """Set pages, each (document, kind, lines, notes), under a head and over a folio."""

    def run(whole: Book, *pages) -> list[str]:
        areas, starts, sheets = [], [], []
        for number, (document, kind, lines, notes) in enumerate(pages):
            low = FOOT if notes else 50.0
            areas.append(TypeArea(40, 50, 350, 550, low))
            name = f"text/{document}.xhtml" if document else ""
            starts.append(PageStart(number, str(number + 1), kind, name))
            sheet = [set_line("A HEAD", 50, 570), set_line(str(number + 1), 50, 30)]
            sheet += [set_line(text, 50, 530 - 14 * row) for row, text in enumerate(lines)]
            sheet += [set_line(text, 50, 80 - 12 * row, 8) for row, text in enumerate(notes)]
            sheets.append(sheet)
        laid = PrintRun((Run(b"", tuple(areas)),), PageMap(tuple(starts)))
        return [
            f"{one.span} {one.code}" if one.span else f"{one.message} {one.code}"
            for one in conserve_pdf(whole, make_pdf(sheets), laid)
        ]

    return run


def chapter(*lines: str, notes: tuple[str, ...] = (), name: str = "chapter-01"):
    return (name, "body", lines, notes)


LAMP = book(
    says("The ﬁrst lamp went out, and nobody lit the other one for her.", 3),
    says("Two.", 5),
    title="The Lamp",
)
LINES = (
    "The Lamp",
    "The first lamp went out, and no-",
    "body lit the other",
    "one for her.",
    "Two.",
)


def test_lines_hyphens_heads_and_folios(compare):
    assert compare(LAMP, chapter(*LINES)) == []
    assert compare(LAMP, chapter(*LINES[:3]), chapter(*LINES[3:])) == []


def test_pages_of_print_alone_and_blanks(compare):
    half = ("", "print-only", ("The Lamp",), ())
    assert compare(LAMP, half, ("", "blank", (), ()), chapter(*LINES)) == []


def test_a_drop_cap_is_drawn_before_its_line(compare):
    moved = ("T", LINES[0], "he first lamp went out, and no-", *LINES[2:])
    assert compare(LAMP, chapter(*moved)) == []


def test_a_heading_of_ours(compare):
    whole = book(says("The lamp went out, and nobody lit another.", 3))
    page = chapter("Prologue", "The lamp went out, and nobody lit another.", name="prologue")
    assert compare(whole, page) == []


def test_notes_at_the_foot(compare):
    whole = book(
        Paragraph((Text("The lamp went"), NoteReference("a"), Text(" out in 1812.")), at(3)),
        says("Nobody lit another one that night, or the next.", 5),
        notes=(Note("a", (says("An oil lamp of 1790.", 9),), at(9)),),
    )
    text = ("The lamp went1 out in 1812.", "Nobody lit another one that night, or the next.")
    assert compare(whole, chapter(*text, notes=("1 An oil lamp", "of 1790."))) == []
    first = chapter(text[0], notes=("1 An oil lamp",))
    assert compare(whole, first, chapter(text[1], notes=("of 1790.",))) == []
    assert compare(whole, chapter(*text, "1 An oil lamp of 1790.")) == []
    assert compare(whole, chapter(*text, notes=("1 An oil of 1790.",))) == ["story:9 BM-LAW-008"]
    assert compare(whole, chapter(*text)) == ["story:9 BM-LAW-008"]


def chapters(*texts: str, notes: tuple[Note, ...] = ()) -> Book:
    """Chapters without a title, the first of which calls the notes."""
    calls = tuple(NoteReference(note.id) for note in notes)
    return Book(
        Metadata(),
        tuple(
            Chapter(
                (Scene((Paragraph((Text(text), *(calls if not n else ())), at(n)),), at(n)),),
                at(n),
                Role.CHAPTER,
            )
            for n, text in enumerate(texts)
        ),
        notes=notes,
    )


def test_a_note_at_a_chapter_s_end_that_begins_as_the_next_chapter_does(compare):
    """Letter by letter the chapter's first letters might as well be the note's."""
    whole = chapters(
        "The lamp went out.",
        "Another was lit that night, or the next.",
        notes=(Note("a", (says("An oil lamp, another of 1790.", 9),), at(9)),),
    )
    first, after = "The lamp went out.", "Another was lit that night, or the next."
    note = "An oil lamp, another of 1790."
    assert compare(whole, chapter(first, note), chapter(after)) == []
    assert compare(whole, chapter(first, note[1:]), chapter(after)) == ["story:9 BM-LAW-008"]
    assert compare(whole, chapter(first, note), chapter(after[1:]))


def test_a_heading_of_ours_that_begins_as_its_text_does(compare):
    whole = book(says("Profound was the dark, and nobody lit a lamp.", 3))
    page = chapter("Prologue", "Profound was the dark, and nobody lit a lamp.", name="prologue")
    assert compare(whole, page) == []


def test_front_and_back_matter(compare):
    whole = book(
        says("The lamp went out, and nobody lit another.", 3),
        front=(Section(Role.DISCLAIMER, (says("Nobody owns it.", 1),), at(1)),),
        back=(Section(Role.AFTERWORD, (says("So be it.", 7),), at(7)),),
    )
    front = ("copyright-page", "body", ("Copyright 2024", "Nobody", "owns it."), ())
    text = chapter("The lamp went out, and nobody lit another.")
    back = ("afterword", "body", ("Afterword", "So be it."), ())
    assert compare(whole, front, text, back) == []
    assert compare(whole, text, back) == ["story:1 BM-LAW-008"]
    assert compare(whole, front, text) == ["story:7 BM-LAW-008"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (LINES[:4], ["story:5 BM-LAW-008"]),
        (("The Lamp", "The first lamp went, and no-", *LINES[2:]), ["story:3 BM-LAW-008"]),
        (("The Lamp", "The irst lamp went out, and no-", *LINES[2:]), ["story:3 BM-LAW-008"]),
        ((), ["story:1 BM-LAW-008"]),
    ],
)
def test_letters_are_lost(page, told, compare):
    assert compare(LAMP, chapter(*page)) == told


def test_words_stand_twice(compare):
    found = compare(LAMP, chapter(*LINES[:4], "one for her.", "Two."))
    assert len(found) == 1
    assert found[0].startswith("page 1 of the PDF")
    assert found[0].endswith("BM-LAW-007")


def test_scripts_that_are_shown_in_another_order(compare):
    whole = book(says("She said \u05d0\u05d1\u05d2 \u05d3\u05d4\u05d5 and no more of it.", 3))
    shown = "She said \u05d3\u05d4\u05d5 \u05d0\u05d1\u05d2 and no more of it."
    assert compare(whole, chapter(shown)) == []
    assert compare(whole, chapter(shown.replace("\u05d0", ""))) != []


def test_no_pdf(tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(b"no")
    found = conserve_pdf(LAMP, path, PrintRun(()))
    assert [one.code for one in found] == ["BM-LAW-009"]


LISTS = book(
    List(
        tuple(
            (
                says(f"The {name} boat is ready.", 3),
                List(
                    ((says(f"{name} oars,", 4),), (says(f"{name} sails,", 5),)),
                    ordered=True,
                    span=at(4),
                ),
            )
            for name in ("red", "green", "blue")
        ),
        ordered=True,
        span=at(3),
        start=8,
    )
)
ITEMS = [
    line
    for name in ("red", "green", "blue")
    for line in (f"The {name} boat is ready.", f"{name} oars,", f"{name} sails,")
]


def test_the_numbers_of_a_list_are_drawn_after_the_lines_of_a_page(compare):
    assert (
        compare(
            LISTS,
            chapter(*ITEMS[:5], "8.", "1.", "2.", "9.", "1."),
            chapter(*ITEMS[5:], "2.", "10.", "1.", "2."),
        )
        == []
    )


def test_other_numbers_are_no_list(compare):
    (found,) = compare(LISTS, chapter(*ITEMS[:5], *["7."] * 6), chapter(*ITEMS[5:]))
    assert found.endswith("BM-LAW-007")


def called(count: int, word: str = "Word") -> Book:
    """A book of paragraphs of a word and a year, with a note in each."""
    blocks = [
        Paragraph((Text(f"{word} {1900 + n}."), NoteReference(str(n))), at(n + 3))
        for n in range(count)
    ]
    notes = tuple(Note(str(n), (says(f"See {n}.", 90 + n),), at(90 + n)) for n in range(count))
    return book(*blocks, title="The Lamp", notes=notes)


def numbered(*words: str):
    """Pages of three of those words, the call of a note behind each and the notes below."""
    for first in range(0, len(words), 3):
        shown = list(enumerate(words))[first : first + 3]
        lines = [f"{word}{n + 1}" for n, word in shown]
        title = () if first else ("The Lamp",)
        yield chapter(*title, *lines, notes=tuple(f"{n + 1} See {n}." for n, _ in shown))


def test_calls_may_stand_closer_than_any_text_between_them(compare):
    words = [f"Word {1900 + n}." for n in range(12)]
    assert compare(called(12), *numbered(*words)) == []


@pytest.mark.parametrize("line", ["Wod 1904.", "Word 1905.", ""], ids=["letter", "digit", "word"])
def test_what_is_lost_between_calls_is_told(compare, line):
    words = [f"Word {1900 + n}." for n in range(12)]
    words[4] = line
    assert compare(called(12), *numbered(*words))[0].endswith("BM-LAW-008")


def test_the_head_of_a_table_stands_again_on_its_next_page(compare):
    cell = ((Text("Kind"),), (Text("of thing"),))
    rows = (((Text("one"),), (Text("two"),)), ((Text("three"),), (Text("four"),)))
    table = Table(cell, rows, (None, None), at(2))
    pages = [
        ("chapter-01", "body", ["Kind of thing", "one two"], []),
        ("chapter-01", "body", ["Kind of thing", "three four", "End."], []),
    ]
    whole = book(table, says("End.", 9))
    assert compare(whole, *pages) == []
    pages[1] = ("chapter-01", "body", ["Kind of a thing", "three four", "End."], [])
    assert [found[-10:] for found in compare(whole, *pages)] == ["BM-LAW-007"]


LEFT = [f"left{n}hand" for n in range(40)]
RIGHT = [f"other{n}side" for n in range(30)]


def lines_of(words: list[str]) -> list[str]:
    return [" ".join(words[at : at + 4]) for at in range(0, len(words), 4)]


def parted_row(*, below=(), called=False):
    """A table whose one row is set beside itself on two pages, and the pages."""
    notes = (Note("n1", (says("A gloss.", 20),), at(20)),) if called else ()
    call = (NoteReference("n1"),) if called else ()
    row = ((Text(" ".join(LEFT)), *call), (Text(" ".join(RIGHT)),))
    table = Table(((Text("Kind"),), (Text("of thing"),)), (row,), (None, None), at(2))
    ends = [says(text, 9 + n) for n, text in enumerate(below)]
    mark = "1" if called else ""
    pages = [
        ["Kind of thing", *LEFT[:25], *RIGHT[:18]],
        ["Kind of thing", *LEFT[25:], mark, *RIGHT[18:], *below, *(["1 A gloss."] * called)],
    ]
    return book(table, *ends, notes=notes), pages


@pytest.mark.parametrize("called", [False, True], ids=["bare", "called"])
@pytest.mark.parametrize("below", [(), ("End.",), ("What follows is long enough to be known.",)])
def test_cells_go_on_beside_each_other_on_the_next_page(compare, below, called):
    whole, pages = parted_row(below=below, called=called)
    assert compare(whole, *(chapter(*lines_of(words)) for words in pages)) == []


@pytest.mark.parametrize("where", ["matter", "note"])
@pytest.mark.parametrize("lost", ["", "lefthand", "otherside"])
def test_cells_go_on_beside_each_other_outside_the_text(compare, where, lost):
    """In an appendix, or in a note at a section's end: every letter stands, or is missed."""
    left, right = [chr(97 + n % 26) * 3 + "lefthand" for n in range(40)], ["otherside"] * 30
    row = ((Text(" ".join(left)),), (Text(" ".join(right)),))
    table = Table(((Text("Kind"),), (Text("of thing"),)), (row,), (None, None), at(20))
    pages = [
        ["Kind of thing", *left[:25], *right[:18]],
        ["Kind of thing", *left[25:], *right[18:], "Below."],
    ]
    pages[1] = " ".join(pages[1]).replace(lost, "", 1).split(" ") if lost else pages[1]
    blocks = (table, says("Below.", 30))
    if where == "note":
        text = Paragraph((Text("A word."), NoteReference("n1")), at(3))
        whole = book(text, notes=(Note("n1", blocks, at(20)),))
        pages[0] = ["A word.1", "1", *pages[0]]
    else:
        whole = book(says("A word.", 3), back=(Section(Role.APPENDIX, blocks, at(19)),))
    name = "chapter-01" if where == "note" else "appendix"
    sheets = [chapter(*lines_of(words), name=name) for words in pages]
    told = compare(whole, *([] if where == "note" else [chapter("A word.")]), *sheets)
    assert [one[-10:] for one in told] == (["BM-LAW-008"] if lost else [])


@pytest.mark.parametrize(
    "change",
    [
        lambda one, two: (one.remove("left7hand"), two),
        lambda one, two: (one, two.remove("other25side")),
        lambda one, two: (one, two.insert(3, "other25side")),
        lambda one, two: (one, two.remove("1 A gloss.")),
    ],
    ids=["a word of the first", "a word of the second", "a word twice", "the note"],
)
@pytest.mark.parametrize("below", [(), ("End.",)])
def test_what_a_row_lacks_that_goes_over_a_page_is_told(compare, below, change):
    whole, pages = parted_row(below=below, called=True)
    change(*pages)
    assert compare(whole, *(chapter(*lines_of(words)) for words in pages))


@pytest.mark.parametrize(
    ("numbers", "typed", "codes"),
    [(25, 40, []), (25, 39, ["BM-LAW-008"]), (30, 40, ["BM-LAW-007"])],
    ids=["all", "lost", "more"],
)
def test_numbers_of_items_beside_numbers_in_their_text(compare, numbers, typed, codes):
    lists = [List(((says("a", 2 + n),),), ordered=True, span=at(2 + n)) for n in range(25)]
    blocks = [says("1 a " * 20, 30 + row) for row in range(40)]
    lines = ["a" * 25, "1 " * numbers, *["1 a " * 40] * (typed // 2), *["1 a " * 20] * (typed % 2)]
    told = compare(book(*lists, *blocks), chapter(*lines))
    assert [found[-10:] for found in told[:1]] == codes
