"""Several manuscripts to one book."""

from bookmaker.book import Chapter, NoteReference, Part, plain_text
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers import read


def join(*files, **structure):
    manuscripts = tuple(
        Manuscript(path, text, "markdown" if path.endswith(".md") else "text", title)
        for path, text, title in files
    )
    reading = read(manuscripts, StructureSettings(**structure))
    assert reading.diagnostics == ()
    return reading.book


def test_files_without_headings_become_titled_chapters():
    book = join(
        ("00.md", "---\ntitle: The Book\nauthor: Ann\n---\n\n# Dedication\n\nFor Bo\n", ""),
        ("01.md", "It rained.\n", "The Rain"),
        ("02.txt", "It stopped.\n\nIt began again.\n", "Chapter 2: The Sun"),
        ("03.md", "# Acknowledgments\n\nThanks.\n", ""),
    )
    assert book.metadata.title == "The Book"
    assert [section.role for section in book.front] == ["dedication"]
    assert [(plain_text(c.number), plain_text(c.title)) for c in book.body] == [
        ("", "The Rain"), ("Chapter 2", "The Sun"),
    ]  # fmt: skip
    assert [section.role for section in book.back] == ["acknowledgments"]


def test_files_with_chapters_become_parts():
    book = join(
        ("a.md", "## One\n\nIt rained.\n\n## Two\n\nIt poured.\n", "Part One: Water"),
        ("b.md", "## Three\n\nIt burned.\n\n## Four\n\nIt went out.\n", "Fire"),
        files="parts",
    )
    assert all(isinstance(division, Part) for division in book.body)
    assert [(plain_text(p.number), plain_text(p.title)) for p in book.body] == [
        ("Part One", "Water"), ("", "Fire"),
    ]  # fmt: skip


def test_chapters_follow_each_other():
    book = join(
        ("a.md", "# One\n\nIt rained.\n", ""),
        ("b.md", "# Two\n\nIt burned.\n", ""),
    )
    assert [plain_text(c.number or c.title) for c in book.body if isinstance(c, Chapter)] == [
        "One", "Two",
    ]  # fmt: skip


def test_notes_of_two_files_keep_apart():
    book = join(
        ("a.md", "# One\n\nIt rained.[^1]\n\n[^1]: Water.\n", ""),
        ("b.md", "# Two\n\nIt burned.[^1]\n\n[^1]: Fire.\n", ""),
    )
    assert [note.id for note in book.notes] == ["1", "2-1"]
    calls = [
        inline.note_id
        for chapter in book.body
        for scene in chapter.scenes
        for block in scene.blocks
        for inline in block.inlines
        if isinstance(inline, NoteReference)
    ]
    assert calls == ["1", "2-1"]
