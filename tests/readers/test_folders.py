"""Which files of a folder are the book, in which order, and what their names say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.readers.file_names import read_name
from bookmaker.readers.folders import select, summary


def chosen(*paths):
    return [(entry.path, entry.title, entry.folders) for entry in select(paths).entries]


def order(*paths):
    return [entry.path for entry in select(paths).entries]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("01 - The Storm.md", "The Storm"),
        ("1. The Storm.txt", "The Storm"),
        ("003_the_storm.md", "The Storm"),
        ("12-the-storm.md", "The Storm"),
        ("(4) Storm.md", "Storm"),
        ("2.10 Storm.md", "Storm"),
        ("chapter-01.txt", "Chapter 1"),
        ("Chapter Two - The Stair.md", "Chapter Two - The Stair"),
        ("01.md", "1"),
        ("1984.md", "1984"),
        ("The 39 Steps.md", "The 39 Steps"),
        ("Well-Being.md", "Well-Being"),
        ("Ängste.markdown", "Ängste"),
    ],
)
def test_a_name_gives_a_title(name, title):
    assert read_name(name).title == title


def test_a_number_alone_leads_only_among_others():
    assert read_name("3 Days.md", among=False).title == "3 Days"
    assert [title for _, title, _ in chosen("1 Rain.md", "2 Days.md")] == ["Rain", "Days"]


def test_numbers_go_by_value_and_words_by_what_they_say():
    assert order("Chapter 10.md", "Chapter 2.md") == ["Chapter 2.md", "Chapter 10.md"]
    assert order("Chapter Two.md", "Chapter Ten.txt", "Chapter One.md") == [
        "Chapter One.md", "Chapter Two.md", "Chapter Ten.txt",
    ]  # fmt: skip
    assert order("IV.md", "IX.md", "V.md") == ["IV.md", "V.md", "IX.md"]
    assert order("1.10 b.md", "1.9 a.md", "1_2 c.md") == ["1_2 c.md", "1.9 a.md", "1.10 b.md"]


def test_sections_stand_where_books_have_them():
    names = ["Epilogue.md", "2 b.md", "Dedication.md", "About the Author.txt", "1 a.md",
             "Prologue.md", "Acknowledgments.md", "Epigraph.md"]  # fmt: skip
    assert order(*names) == [
        "Dedication.md", "Epigraph.md", "Prologue.md", "1 a.md", "2 b.md", "Epilogue.md",
        "Acknowledgments.md", "About the Author.txt",
    ]  # fmt: skip
    assert select(names).unnumbered == ()


def test_a_name_without_a_number_among_numbers_is_told():
    assert select(["1 a.md", "2 b.md", "Interlude.md"]).unnumbered == ("Interlude.md",)
    assert select(["a.md", "b.md", "1 c.md"]).unnumbered == ()


def test_folders_are_kept():
    assert chosen("2 Ice/1 a.md", "1 Fire/2 b.md", "1 Fire/1 Night/1 c.md") == [
        ("1 Fire/1 Night/1 c.md", "c", ("Fire", "Night")),
        ("1 Fire/2 b.md", "b", ("Fire",)),
        ("2 Ice/1 a.md", "a", ("Ice",)),
    ]


def test_what_is_not_the_book_is_left_out_and_told():
    paths = ["1 a.md", "2 b.md", "Research/c.md", "Trash/d.txt", "README.md", "Outline.md",
             ".e.md", "~$f.md", "3 g.docx", "old/1 a.md", "1 Notes.md"]  # fmt: skip
    selection = select(paths)
    assert [entry.path for entry in selection.entries] == ["1 a.md", "1 Notes.md", "2 b.md"]
    assert {*selection.left_out} == {*paths} - {entry.path for entry in selection.entries}


def test_a_folder_beside_loose_files_needs_a_number():
    assert order("story.md", "spare/story.md") == ["story.md"]
    assert order("Prologue.md", "The Ice/a.md") == ["Prologue.md", "The Ice/a.md"]
    assert order("1 a.md", "2 Ice/a.md") == ["1 a.md", "2 Ice/a.md"]


def test_a_draft_folder_is_the_book():
    selection = select(["Draft/1 a.md", "Notes.md", "Ideas/1 b.md", "Draft/2 Ice/c.md"])
    assert [entry.path for entry in selection.entries] == ["Draft/1 a.md", "Draft/2 Ice/c.md"]
    assert selection.entries[1].folders == ("Ice",)
    assert selection.left_out == ("Ideas/1 b.md", "Notes.md")


def test_a_named_folder_titles_what_it_is():
    (entry,) = select(["text/02 Ice/a.md"], "text/02 Ice").entries
    assert (entry.path, entry.folders) == ("text/02 Ice/a.md", ("Ice",))


def test_a_long_list_is_told_short():
    paths = ["a/1.md", "a/2.md", *(f"{n}.docx" for n in range(9))]
    assert summary(paths) == "a/ (2 files), 0.docx, 1.docx, 2.docx, 3.docx and 5 more"


NAMES = st.sampled_from(
    ["1 a", "2 - b", "Prologue", "Draft", "Research", "Notes", ".hidden", "Chapter Two", "IV", "x",
     "README", "Outline", "03", "~$c"]
)  # fmt: skip
PATHS = st.lists(
    st.builds(
        lambda folders, name, suffix: "/".join([*folders, name + suffix]),
        st.lists(NAMES, max_size=3),
        NAMES,
        st.sampled_from([".md", ".txt", ".docx", ".TXT"]),
    ),
    unique=True,
    max_size=12,
)


@given(PATHS)
def test_no_file_is_lost_and_none_is_taken_twice(paths):
    selection = select(paths)
    taken = [entry.path for entry in selection.entries]
    assert sorted([*taken, *selection.left_out]) == sorted(paths)
    assert select(paths[::-1]).entries == selection.entries
