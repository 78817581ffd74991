"""A Book beside the documents made of it."""

import dataclasses
from collections.abc import Callable

import pytest

from bookmaker.book import (
    Book,
    Chapter,
    Emphasis,
    Epigraph,
    Figure,
    Link,
    Note,
    NoteReference,
    Paragraph,
    Part,
    Role,
    Scene,
    Section,
    Text,
)
from bookmaker.checks import conserve_epub, conserve_publication
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata
from bookmaker.publication import ContentDocument, Publication

DOCUMENT = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    '<body epub:type="{matter}matter"><section class="{role}">{body}</section></body></html>'
)


def at(line: int) -> Span:
    return Span("story", line)


def says(text: str, line: int) -> Paragraph:
    return Paragraph((Text(text),), at(line))


def document(role: str, matter: str, body: str) -> ContentDocument:
    xhtml = DOCUMENT.format(matter=matter, role=role, body=body).encode()
    return ContentDocument(f"text/{role}.xhtml", role, matter, role, xhtml)


def chapter(title: str, line: int, *blocks) -> Chapter:
    return Chapter((Scene(blocks, at(line)),), at(line), title=(Text(title),))


# The book that the good EPUB of conftest holds.
LAMP = Book(
    Metadata(title="The Lamp"),
    (
        chapter(
            "One",
            1,
            Paragraph(
                (Text("The lamp went out."), NoteReference("n"), Text(" She waited.")), at(3)
            ),
            Figure("cover.png", "A lamp", (), at(5)),
        ),
        chapter(
            "Two",
            7,
            Paragraph(
                (
                    Text("Morning "),
                    Emphasis((Text("came"),)),
                    Text(". See "),
                    Link((Text("before"),), "#heading"),
                    Text("."),
                ),
                at(9),
            ),
        ),
    ),
    notes=(Note("n", (says("An oil lamp.", 11),), at(11)),),
)

ALL = Book(
    Metadata(title="All"),
    (
        Part(
            (chapter("One", 9, says("It was un-done — “then”.", 11)),),
            at(7),
            title=(Text("First"),),
        ),
    ),
    front=(
        Section(Role.DISCLAIMER, (says("Nobody owns it.", 2),), at(2)),
        Section(Role.SERIES, (says("Lamps, 3", 1),), at(1)),
        Section(Role.AUTHORS_NOTE, (says("A note.", 3),), at(3)),
        Section(Role.AUTHORS_NOTE, (says("Another.", 4),), at(4), (Text("P.S."),)),
    ),
    epigraph=Epigraph((says("Light.", 5),), at(5), (Text("Me"),)),
    back=(Section(Role.AFTERWORD, (says("So be it.", 13),), at(13)),),
)  # fmt: skip
DOCUMENTS = {
    "cover": document("cover", "front", '<img alt="Cover of All"/>'),
    "title": document("title-page", "front", "<h1>All</h1><p>Lamps, 3</p><p>Somebody</p>"),
    "copyright": document("copyright-page", "front", "<p>Nobody owns it.</p><p>ISBN 1</p>"),
    "epigraph": document(
        "epigraph", "front", "<blockquote><p>Light.</p><p><cite>Me</cite></p></blockquote>"
    ),
    "note": document(
        "authors-note", "front", '<h1 class="supplied">Author’s Note</h1><p>A note.</p>'
    ),
    "note 2": document("authors-note", "front", "<h1>P.S.</h1><p>Another.</p>"),
    "part": document("part", "body", "<h1>First</h1>"),
    "chapter": document("chapter", "body", "<h1>One</h1><p>It was un-done — “then”.</p>"),
    "afterword": document("afterword", "back", "<p>So be it.</p>"),
}  # fmt: skip


def compare(documents: dict[str, ContentDocument], book: Book = ALL) -> list[str]:
    publication = Publication(book.metadata, tuple(documents.values()), (), (), ())
    return [f"{one.span} {one.code}" for one in conserve_publication(book, publication)]


def changed(name: str, old: str, new: str) -> dict[str, ContentDocument]:
    one = DOCUMENTS[name]
    assert old.encode() in one.xhtml
    xhtml = one.xhtml.replace(old.encode(), new.encode())
    return {**DOCUMENTS, name: dataclasses.replace(one, xhtml=xhtml)}


def test_a_whole_publication():
    assert compare(DOCUMENTS) == []


def test_front_matter_may_stand_in_another_order():
    names = sorted(DOCUMENTS, key=lambda name: DOCUMENTS[name].matter != "front")
    moved = [names[1], names[0], *names[2:]]
    assert compare({name: DOCUMENTS[name] for name in moved}) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("title", "Lamps, 3", "Lamps", ["story:1 BM-LAW-005"]),
        ("copyright", "Nobody ", "", ["story:2 BM-LAW-005"]),
        ("epigraph", "Me", "", ["story:5 BM-LAW-005"]),
        ("note", "A note.", "A note. A note.", ["story:4 BM-LAW-006"]),
        ("note 2", "Another.", "", ["story:4 BM-LAW-005"]),
        ("part", "First", "", ["story:7 BM-LAW-005"]),
        ("chapter", "One", "Chapter One", ["story:9 BM-LAW-006"]),
        ("chapter", "un-done", "undone", ["story:11 BM-LAW-005", "story:11 BM-LAW-006"]),
        ("chapter", "It was", "It<p>was</p>s", ["story:11 BM-LAW-006"]),
        ("chapter", "then", "", ["story:11 BM-LAW-005"]),
        ("afterword", "So", "", ["story:13 BM-LAW-005"]),
    ],
)
def test_a_loss_is_told_with_its_line(name: str, old: str, new: str, told: list[str]):
    assert compare(changed(name, old, new)) == told


@pytest.mark.parametrize("name", ["title", "copyright", "epigraph", "part", "chapter", "afterword"])
def test_a_document_is_missing(name: str):
    rest = {key: value for key, value in DOCUMENTS.items() if key != name}
    found = compare(rest)
    assert found
    assert {one.split()[1] for one in found} == {"BM-LAW-005"}


def test_typography_of_the_markup_is_no_loss():
    same = changed("chapter", "un-done — “then”", "un<wbr/>-do\u00adne\u00a0— “<em>th</em>en”")
    assert compare(same) == []


def test_a_chapter_may_go_on_in_another_document():
    one = document("chapter", "body", "<h1>One</h1><p>It was</p>")
    two = document("chapter", "body", "<p>un-done — “then”.</p>")
    names = [name for name in DOCUMENTS if name != "chapter"]
    documents = {name: DOCUMENTS[name] for name in names} | {"one": one, "two": two}
    assert compare(documents) == []


def test_a_broken_document():
    assert compare(changed("chapter", "</p>", "")) == ["None BM-LAW-009"]
    assert compare(changed("chapter", "body", "main")) == ["None BM-LAW-009"]


def test_a_finished_epub(make_epub: Callable[..., object]):
    assert conserve_epub(LAMP, make_epub()) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("went out", "went", ["story:3 BM-LAW-005"]),
        ("An oil lamp", "An oil", ["story:11 BM-LAW-005", "None BM-LAW-006"]),
        ('alt="A lamp"', 'alt=""', ["story:5 BM-LAW-005"]),
        ("She waited.", "She waited. She waited.", ["story:5 BM-LAW-006"]),
    ],
)
def test_a_spoilt_epub(old: str, new: str, told: list[str], make_epub):
    def spoil(entries: dict[str, bytes]) -> None:
        name = "EPUB/text/chapter-1.xhtml"
        assert old.encode() in entries[name]
        entries[name] = entries[name].replace(old.encode(), new.encode())

    found = conserve_epub(LAMP, make_epub(spoil))
    assert [f"{one.span} {one.code}" for one in found] == told


def test_no_epub(tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(b"no")
    assert [one.code for one in conserve_epub(LAMP, path)] == ["BM-LAW-009"]
