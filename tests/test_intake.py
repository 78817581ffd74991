"""What is assumed about a book, and who overrules whom."""

from pathlib import Path

import pytest

from bookmaker import gathering, intake
from bookmaker.book import Book, Decision, Part, plain_text
from bookmaker.checks import conserve_reading
from bookmaker.errors import InputError
from bookmaker.metadata import Metadata, Person, Series
from bookmaker.pictures import picture_references


def taken(folder: Path, options: Metadata | None = None, **files: str) -> intake.Intake:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    source = gathering.open_source(folder)
    return intake.take_in(source, options or Metadata(), folder.name)


def kinds(assumed: tuple[Decision, ...]) -> list[str]:
    return [decision.kind for decision in assumed]


STORY = "The hill was steep, and the cart was old, and the two of them were neither.\n"


def test_options_beat_the_head_the_head_beats_the_settings(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        Metadata(language="en-GB"),
        bookmaker_toml='[book]\ntitle = "T1"\nauthor = "A1"\nlanguage = "de"\npublisher = "P1"\n',
        a_md=f"---\ntitle: T2\nauthor: A2\nlang: fr\n---\n\n{STORY}",
    )
    said = found.project.metadata
    assert (said.title, said.language, said.publisher) == ("T2", "en-GB", "P1")
    assert said.authors == (Person("A2"),)
    assert kinds(found.assumed) == ["assumed date"]


def test_settings_in_a_head_are_settings(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        bookmaker_toml='[print]\ntrim = "6x9"\nsize = 12\n',
        a_md=f"---\nprint:\n  trim: 5x8\n---\n\n{STORY}",
    )
    assert (found.project.edition.trim_name, found.project.edition.size) == ("5x8", 12)


def test_settings_beat_what_was_only_recognised(tmp_path: Path) -> None:
    text = f"THE GREAT STORM\n\nby Jane Doe\n\n\n\nCHAPTER ONE\n\n{STORY}\n{STORY}\n{STORY}"
    alone = tmp_path / "alone"
    alone.mkdir()
    assert taken(alone, a_txt=text).project.metadata.title == "THE GREAT STORM"
    found = taken(tmp_path, bookmaker_toml='[book]\ntitle = "A Storm"\n', b_txt=text)
    assert found.project.metadata.title == "A Storm"
    assert found.project.metadata.authors == (Person("Jane Doe"),)


def test_what_nobody_said_is_assumed_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "my_first-book"
    folder.mkdir()
    found = taken(folder, a_txt=STORY * 5)
    said = found.project.metadata
    assert (said.title, said.language, said.modified) == (
        "My First Book",
        "en",
        "2000-01-01T00:00:00Z",
    )
    assert said.authors == ()
    assert kinds(found.assumed) == ["assumed title", "assumed language", "assumed date"]
    assert found.reading.book.metadata == said


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("my_first-book.txt", "My First Book"),
        ("Already Named.md", "Already Named"),
        ("McTavish-and_me.txt", "McTavish and me"),
        ("2.5", "2.5"),
        ("_.txt", "Untitled"),
        ("été.txt", "Été"),
    ],
)
def test_a_title_made_of_a_name(name: str, title: str) -> None:
    assert intake.title_from_name(name) == title


def test_the_date_decides_the_modification_date() -> None:
    empty = Book(Metadata(), ())
    for date, modified in [("2024", "2024-01-01"), ("2024-05", "2024-05-01")]:
        said, _ = intake.complete(Metadata(title="T", date=date), empty, "t")
        assert said.modified == f"{modified}T00:00:00Z"
    said, _ = intake.complete(
        Metadata(title="T", date="2024", modified="2025-02-03T04:05:06Z"), empty, "t"
    )
    assert said.modified == "2025-02-03T04:05:06Z"


def test_the_identifier_is_of_the_book_not_of_its_text() -> None:
    book = Metadata(title="T", authors=(Person("A"),), language="en")
    assert intake.identifier(book) == intake.identifier(book)
    assert intake.identifier(book).startswith("urn:uuid:")
    others = [
        Metadata(title="U", authors=(Person("A"),), language="en"),
        Metadata(title="T", authors=(Person("B"),), language="en"),
        Metadata(title="T", authors=(Person("A"),), language="de"),
        Metadata(title="T", authors=(Person("A"),), language="en", series=Series("S", "1")),
    ]
    assert len({intake.identifier(other) for other in [book, *others]}) == 5
    isbn = Metadata(title="T", epub_isbn="9780306406157")
    assert intake.identifier(isbn) == "urn:isbn:9780306406157"


@pytest.mark.parametrize("epoch", ["yesterday", "-1", "1e9", " 1", "99999999999999", "١"])
def test_a_source_date_epoch_that_is_none(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(InputError) as caught:
        intake.complete(Metadata(title="T"), Book(Metadata(), ()), "t")
    assert [d.code for d in caught.value.diagnostics] == ["BM-SET-007"]


def test_manuscripts_are_read_in_the_order_named(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        bookmaker_toml='[book]\nmanuscripts = ["b.md", "a.txt"]\n',
        a_txt=f"Chapter Two\n\n{STORY}",
        b_md=f"# Chapter One\n\n{STORY}",
    )
    assert [m.path for m in found.source.manuscripts] == ["b.md", "a.txt"]


def test_a_manuscript_outside_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "book"
    folder.mkdir()
    with pytest.raises(InputError) as caught:
        taken(folder, bookmaker_toml='[book]\nmanuscripts = ["../secret.txt"]\n')
    assert [d.code for d in caught.value.diagnostics] == ["BM-INPUT-006"]


def book_of(folder: Path, files: dict[str, str]) -> intake.Intake:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    source = gathering.open_source(folder)
    return intake.take_in(source, Metadata(), folder.name)


def told(found: intake.Intake) -> list[tuple[str, int, str]]:
    """Return the divisions: part, chapters' scenes, and title."""
    lines = []
    for division in found.reading.book.body:
        inner = division.chapters if isinstance(division, Part) else (division,)
        if isinstance(division, Part):
            lines.append(("part", 0, plain_text(division.number or division.title)))
        for chapter in inner:
            title = " ".join(filter(None, map(plain_text, (chapter.number, chapter.title))))
            lines.append((str(chapter.role), len(chapter.scenes), title))
    return lines


def test_folders_are_parts_and_chapters(tmp_path: Path) -> None:
    found = book_of(
        tmp_path,
        {
            "Prologue.txt": STORY,
            "01 - Part One/01 - The Hill/01 - Scene.md": STORY,
            "01 - Part One/01 - The Hill/02 - Scene.txt": STORY,
            "01 - Part One/02 - The Cart.md": STORY,
            "02 - Part Two/1 - x.md": f"# Of Salt\n\n{STORY}",
            "02 - Part Two/2 - y.md": f"# Of Rope\n\n{STORY}",
            "Dedication.md": "For Ann.\n",
            "Research/z.md": "Salt is dear.\n",
        },
    )
    assert told(found) == [
        ("prologue", 1, "Prologue"),
        ("part", 0, "Part One"),
        ("chapter", 2, "The Hill"),
        ("chapter", 1, "The Cart"),
        ("part", 0, "Part Two"),
        ("chapter", 1, "Of Salt"),
        ("chapter", 1, "Of Rope"),
    ]
    assert [str(section.role) for section in found.reading.book.front] == ["dedication"]
    assert [(d.code, str(d.span)) for d in found.diagnostics] == [("BM-INPUT-020", "None")]
    assert conserve_reading(found.source.manuscripts, found.reading) == ()


def test_a_folder_of_short_files_is_a_chapter_of_scenes(tmp_path: Path) -> None:
    files = {"1 The Hill/1 a.md": STORY, "1 The Hill/2 b.md": f"# Below\n\n{STORY}"}
    found = book_of(tmp_path, files)
    assert told(found) == [("chapter", 2, "The Hill")]
    assert conserve_reading(found.source.manuscripts, found.reading) == ()
    settings = {"bookmaker.toml": '[structure]\nfolders = "parts"\n'}
    found = book_of(tmp_path, files | settings)
    assert told(found) == [("part", 0, "The Hill"), ("chapter", 1, "a"), ("chapter", 1, "Below")]
    assert conserve_reading(found.source.manuscripts, found.reading) == ()


def test_titles_of_all_files_name_chapters(tmp_path: Path) -> None:
    files = {f"{n}.md": f"---\ntitle: Day {n}\n---\n\n{STORY}" for n in (1, 2, 10)}
    found = book_of(tmp_path, files)
    assert [title for *_, title in told(found)] == ["Day 1", "Day 2", "Day 10"]
    assert kinds(found.assumed)[0] == "assumed title"
    assert conserve_reading(found.source.manuscripts, found.reading) == ()


def test_settings_name_folders_and_patterns(tmp_path: Path) -> None:
    found = book_of(
        tmp_path,
        {
            "bookmaker.toml": '[book]\nmanuscripts = ["z.md", "b*.txt", "notes/"]\n',
            "z.md": STORY,
            "b2.txt": STORY,
            "b10.txt": STORY,
            "notes/1.md": STORY,
            "a.md": STORY,
        },
    )
    paths = [manuscript.path for manuscript in found.source.manuscripts]
    assert paths == ["z.md", "b2.txt", "b10.txt", "notes/1.md"]
    with pytest.raises(InputError, match="BM-INPUT-001"):
        book_of(tmp_path, {"bookmaker.toml": '[book]\nmanuscripts = ["c*.txt"]\n'})


def test_an_empty_file_is_left_out_of_a_folder_and_told(tmp_path: Path) -> None:
    found = book_of(tmp_path, {"1.md": STORY, "2.md": "\n", "3.md": STORY})
    assert [title for *_, title in told(found)] == ["1", "3"]
    assert [d.code for d in found.diagnostics] == ["BM-INPUT-022"]


def test_pictures_are_found_where_the_file_or_its_program_has_them(tmp_path: Path) -> None:
    for name in ("1/beside.png", "files/vault.png", "root.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    text = "![a](beside.png)\n\n![[vault.png]]\n\nIt ![b](root.png) rained.\n\n![c](none.png)\n"
    found = book_of(tmp_path, {"1/1.md": text, "1/2.md": STORY})
    pictures = [src for src, _ in picture_references(found.reading.book)]
    assert pictures == ["1/beside.png", "files/vault.png", "root.png", "none.png"]
