"""What was only recognised in a line is told apart from what a head states."""

import pytest

from bookmaker.book import chapters, plain_text
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers import read

STORY = "\n\n\nIt rained all that week, and nobody came to ask about the barge under the bridge.\n"


@pytest.mark.parametrize(
    ("head", "recognised"),
    [
        ("The Barge\n\nby Ann Marrow", ("authors", "title")),
        ("Title: The Barge\n\nby Ann Marrow", ("authors",)),
        ("Title: The Barge\nAuthor: Ann Marrow", ()),
        ("---\ntitle: The Barge\n---\n\nThe Barge\n\nby Ann Marrow", ("authors",)),
        ("The Barge by Ann Marrow", ("authors", "title")),
        ("[title]\nThe Barge\n\nby Ann Marrow", ("authors",)),
    ],
)
def test_recognised_fields(head, recognised):
    reading = read((Manuscript("m.txt", head + STORY, "text"),), StructureSettings())
    assert reading.book.metadata.title == "The Barge"
    assert reading.book.metadata.author_line in {"Ann Marrow", ""}
    assert set(reading.recognised) <= set(recognised)
    assert reading.diagnostics == ()


def test_several_files_keep_what_was_recognised():
    files = tuple(
        Manuscript(f"{n}.txt", f"The Barge {n}\n\nby Ann Marrow" + STORY, "text") for n in (1, 2)
    )
    reading = read(files, StructureSettings())
    assert "authors" in reading.recognised
    assert reading.diagnostics == ()


def test_thirty_in_roman_is_a_number_among_titled_numbers():
    tens, ones = (
        ("", "X", "XX", "XXX"),
        ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    )
    numbers = [tens[n // 10] + ones[n % 10] for n in range(1, 33)]
    text = "".join(
        f"\n\n\n{number}\nThe {number.lower()} Door\n\nIt was shut.\n" for number in numbers
    )
    book = read((Manuscript("m.txt", text, "text"),), StructureSettings()).book
    assert [plain_text(chapter.number) for chapter in chapters(book)] == numbers
