"""Single rules of docs/markup.md that golden books would not show well."""

import pytest
from lxml import etree

from bookmaker.book import (
    Book,
    Chapter,
    Emphasis,
    Heading,
    Image,
    Inlines,
    Language,
    Link,
    Note,
    NoteReference,
    Paragraph,
    Role,
    Scene,
    Section,
    Text,
)
from bookmaker.diagnostics import Span
from bookmaker.markup import makeup, nav_document, render, with_cover
from bookmaker.markup.links import address, local_id
from bookmaker.markup.sections import title_of
from bookmaker.markup.vocabulary import words_for
from bookmaker.markup.words import WORDS
from bookmaker.metadata import Metadata, Person, Series
from bookmaker.pictures import Picture
from bookmaker.project import NoteNumbers
from bookmaker.publication import Publication

H = "{http://www.w3.org/1999/xhtml}"
SPAN = Span("manuscript.md", 1)


def words(text: str) -> Inlines:
    return (Text(text),)


def paragraph(*inlines: str | NoteReference | Link) -> Paragraph:
    return Paragraph(tuple(Text(i) if isinstance(i, str) else i for i in inlines), SPAN)


def chapter(*scenes: tuple[Paragraph | Heading, ...], title: str = "") -> Chapter:
    set_scenes = tuple(Scene(blocks, SPAN) for blocks in scenes)
    return Chapter(set_scenes, SPAN, title=words(title) if title else ())


def publish(*chapters: Chapter, metadata: Metadata | None = None, **fields: object) -> Publication:
    metadata = metadata or Metadata(title="The Marsh", language="en")
    rendering = render(Book(metadata, chapters, **fields), {})
    assert rendering.diagnostics == ()
    return rendering.publication


def xhtml(publication: Publication, name: str) -> str:
    return next(d.xhtml for d in publication.documents if d.name == name).decode()


def test_a_document_over_the_limit_continues_at_a_scene_break() -> None:
    scene = tuple(paragraph("salt and water " * 600) for _ in range(10))
    publication = publish(chapter(*[scene] * 6, title="Long"))
    names = [d.name for d in publication.documents if d.role == "chapter"]
    assert names == [
        "text/chapter-01.xhtml",
        "text/chapter-01-continued-1.xhtml",
        "text/chapter-01-continued-2.xhtml",
    ]
    assert all(len(d.xhtml) <= makeup.LIMIT for d in publication.documents)
    second = xhtml(publication, names[1])
    assert '<section id="start" class="chapter continues" aria-label="Long">\n<hr' in second
    assert "<h1" not in second
    assert [point.href for point in publication.toc] == [names[0]]
    assert [d.title for d in publication.documents[1:]] == ["Long"] * 3


def test_a_scene_over_the_limit_continues_between_blocks_and_takes_its_notes_along() -> None:
    blocks = [paragraph("salt and water " * 600) for _ in range(60)]
    blocks[3] = paragraph("one", NoteReference("a"))
    blocks[57] = paragraph("two", NoteReference("b"), NoteReference("a"))
    notes = tuple(Note(i, (paragraph(f"note {i}"),), SPAN) for i in "ab")
    publication = publish(chapter(tuple(blocks), title="Long"), notes=notes)
    last = xhtml(publication, "text/chapter-01-continued-2.xhtml")
    assert '<aside id="note-2"' in last
    assert 'href="#note-2">2</a>' in last
    assert 'href="chapter-01.xhtml#note-1">1</a>' in last
    assert "scene-break" not in last


def test_many_scenes_stay_linear_and_whole() -> None:
    publication = publish(chapter(*[(paragraph("Tide."),)] * 20_000))
    assert sum(d.words for d in publication.documents) == 20_000
    assert sum(d.xhtml.count(b"<hr ") for d in publication.documents) == 19_999


def test_characters_that_xml_forbids_are_replaced_not_dropped() -> None:
    publication = publish(chapter((paragraph("a\x00b\x0bc\ud800d\ufffee & <f>"),)))
    assert "a�b�c�d�e &amp; &lt;f&gt;" in xhtml(publication, "text/story.xhtml")
    etree.fromstring(xhtml(publication, "text/story.xhtml").encode())


def test_a_title_with_markup_stays_plain_in_attributes_and_contents() -> None:
    odd = Chapter((Scene((paragraph("x"),), SPAN),), SPAN, title=(Emphasis(words('A & "<b>"')),))
    publication = publish(odd, odd)
    assert publication.toc[0].title == 'A & "<b>"'
    assert '<title>A &amp; "&lt;b&gt;"</title>' in xhtml(publication, "text/chapter-01.xhtml")
    etree.fromstring(nav_document(publication))


def test_numbers_and_titles_join_as_readers_expect() -> None:
    assert title_of(words("Chapter One"), words("The Road")) == "Chapter One: The Road"
    assert title_of(words("IV."), words("The  Road")) == "IV. The Road"
    assert title_of((), words("The Road")) == "The Road"
    assert title_of(words("3"), ()) == "3"


def test_chapter_names_have_as_many_digits_as_the_last_one_needs() -> None:
    publication = publish(*[chapter((paragraph("x"),), title="t")] * 100)
    assert publication.documents[1].name == "text/chapter-001.xhtml"
    assert publication.documents[100].name == "text/chapter-100.xhtml"


def test_headings_leave_no_level_out_and_ids_stay_apart() -> None:
    levels = [Heading(words("h"), n, SPAN, "place") for n in (3, 5, 1, 2, 6)]
    publication = publish(chapter(tuple(levels), title="t"))
    found = xhtml(publication, "text/chapter-01.xhtml")
    tags = [e.tag.removeprefix(H) for e in etree.fromstring(found.encode()).iter() if e.get("id")]
    assert tags == ["section", "h1", "h2", "h3", "h2", "h3", "h4"]
    assert 'id="place-5"' in found


@pytest.mark.parametrize(
    ("typed", "own"),
    [("the-road", "the-road"), ("heading", "at-heading"), ("note-1", "at-note-1"),
     ("3rd road", "at-3rd-road"), ("naïve", "naïve"), ("!", "place"), ("pagoda", "pagoda")],
)  # fmt: skip
def test_ids_are_xml_names_and_none_of_ours(typed: str, own: str) -> None:
    assert local_id(typed) == own


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://example.org", "https://example.org"),
        (
            "HTTP://Example.org:80/a b|c%zz?x=[1]#f#g",
            "http://example.org:80/a%20b%7Cc%25zz?x=%5B1%5D#f%23g",
        ),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://[::1]/", "https://[::1]/"),
        ("mailto:ada@example.org?subject=Hi there", "mailto:ada@example.org?subject=Hi%20there"),
        ("https://", None),
        ("https://a b/", None),
        ("https://user@/", None),
        ("http://x:99999/", None),
        ("http://[::1/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("chapter.html", None),
        ("", None),
    ],
)
def test_addresses_are_valid_or_none(typed: str, href: str | None) -> None:
    assert address(typed) == href


def test_every_language_has_every_word() -> None:
    assert {lang: sorted(table) for lang, table in WORDS.items()} == dict.fromkeys(
        WORDS, sorted(WORDS["en"])
    )
    assert all(word.strip() for table in WORDS.values() for word in table.values())
    assert all(role.value in WORDS["en"] for role in Role)
    assert words_for("pt-BR")["chapter"] == "Capítulo"


def test_right_to_left_books_and_runs_say_so() -> None:
    latin = Language(words("raqm"), "ar-Latn")
    publication = publish(
        chapter((Paragraph((Language(words("word"), "en"), latin), SPAN),)),
        metadata=Metadata(title="ספר", language="he"),
    )
    story = xhtml(publication, "text/story.xhtml")
    assert 'lang="he" xml:lang="he" dir="rtl">' in story
    assert '<span lang="en" xml:lang="en" dir="ltr">word</span>' in story
    assert '<span lang="ar-Latn" xml:lang="ar-Latn" dir="ltr">raqm</span>' in story


def test_untitled_sections_take_their_role_word_unless_they_label_themselves() -> None:
    sections = [
        Section(Role.AUTHORS_NOTE, (paragraph("Notes: none."),), SPAN),
        Section(Role.AUTHORS_NOTE, (paragraph("He said: no."),), SPAN),
        Section(Role.DEDICATION, (paragraph("For her"),), SPAN),
    ]
    publication = publish(chapter((paragraph("x"),)), front=tuple(sections))
    assert "<h1" not in xhtml(publication, "text/authors-note.xhtml")
    assert "Author’s Note</span></h1>" in xhtml(publication, "text/authors-note-2.xhtml")
    assert "<h1" not in xhtml(publication, "text/dedication.xhtml")


def test_nothing_is_said_that_nobody_said() -> None:
    publication = publish(chapter((paragraph("x"),)))
    assert [d.role for d in publication.documents] == ["title-page", "story"]
    page = etree.fromstring(publication.documents[0].xhtml).find(f".//{H}section")
    assert page is not None
    assert [(e.get("class"), e.text) for e in page] == [("book-title", "The Marsh")]


def test_a_copyright_notice_typed_as_rights_is_not_said_twice() -> None:
    metadata = Metadata(
        title="T", language="en", rights="© 2024 Ada", copyright_year="2024", copyright_holder="Ada"
    )
    page = xhtml(
        publish(chapter((paragraph("x"),)), metadata=metadata), "text/copyright-page.xhtml"
    )
    assert page.count("2024") == 1


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"identifier": "urn:isbn:9780306406157"}, "9780306406157"),
        ({"identifier": "urn:uuid:0", "epub_isbn": "0-306-40615-2"}, "0-306-40615-2"),
        ({"identifier": "urn:uuid:12345678-1234-5678-1234-567812345678"}, None),
        ({"identifier": "https://doi.org/10.1000/182"}, None),
    ],
)
def test_only_an_isbn_is_shown_as_one(fields: dict[str, str], shown: str | None) -> None:
    metadata = Metadata(title="T", language="en", **fields)
    names = [d.name for d in publish(chapter((paragraph("x"),)), metadata=metadata).documents]
    assert ("text/copyright-page.xhtml" in names) is (shown is not None)


def test_series_without_a_number_is_named_as_typed() -> None:
    metadata = Metadata(title="T", language="en", series=Series("Tales", "Winter"))
    page = xhtml(publish(chapter((paragraph("x"),)), metadata=metadata), "text/title-page.xhtml")
    assert '<p class="series">Tales, Winter</p>' in page


def test_the_cover_comes_first_and_is_described() -> None:
    metadata = Metadata(title='A & "B"', language="fr", authors=(Person("Ada"),))
    before = publish(chapter((paragraph("x"),)), metadata=metadata)
    publication = with_cover(before, b"jpeg")
    cover = etree.fromstring(publication.documents[0].xhtml)
    image = cover.find(f".//{H}img")
    assert image is not None
    assert image.get("alt") == 'Couverture: A & "B", Ada'
    assert image.get("src") == "../images/cover.jpg"
    assert publication.documents[1:] == before.documents
    assert publication.cover == publication.resources[0].name == "images/cover.jpg"
    assert publication.resources[0].properties == "cover-image"
    assert publication.landmarks[0].href == publication.documents[0].name == "text/cover.xhtml"


def test_nav_lists_pages_and_leads_to_itself_only_in_the_spine() -> None:
    publication = publish(chapter((paragraph("x"),)))
    plain = nav_document(publication).decode()
    assert "page-list" not in plain
    assert "nav.xhtml" not in plain
    full = nav_document(publication, [("iv & v", "text/story.xhtml#page-iv")], is_in_spine=True)
    assert '<li><a href="text/story.xhtml#page-iv">iv &amp; v</a></li>' in full.decode()
    assert '<a epub:type="toc" href="nav.xhtml#toc">' in full.decode()


def test_sources_name_the_line_of_each_block() -> None:
    first, second = (Paragraph(words(t), Span("m.md", n)) for t, n in (("a", 7), ("b", 9)))
    lone = Chapter(
        (Scene((first,), Span("m.md", 7)), Scene((second,), Span("m.md", 9))),
        Span("m.md", 5),
        title=words("T"),
    )
    sources = publish(lone).sources
    assert [(s.document, s.ordinal, s.line) for s in sources] == [
        ("text/chapter-01.xhtml", n, line) for n, line in enumerate((5, 7, 9, 9))
    ]


def test_what_holds_no_words_leaves_no_element() -> None:
    empty = Chapter(
        (Scene((paragraph(" "), Heading((), 1, SPAN), paragraph("x")), SPAN),),
        SPAN,
        number=words(""),
        title=words("T"),
    )
    page = etree.fromstring(xhtml(publish(empty), "text/chapter-01.xhtml").encode())
    assert [e.tag.removeprefix(H) for e in page.iter() if e.tag != f"{H}section"][4:] == [
        "body", "header", "h1", "span", "p",
    ]  # fmt: skip


def test_a_title_that_is_a_picture_is_called_by_its_description() -> None:
    dot = Picture("images/dot.png", "image/png", b"", 1, 1)
    odd = Chapter((Scene((paragraph("x"),), SPAN),), SPAN, title=(Image("dot.png", "A dot"),))
    rendering = render(Book(Metadata(title="T", language="en"), (odd,)), {"dot.png": dot})
    assert rendering.diagnostics == ()
    assert rendering.publication.toc[0].title == "A dot"
    assert '<img src="../images/dot.png" width="1" height="1" alt="A dot"/>' in xhtml(
        rendering.publication, "text/chapter-01.xhtml"
    )


def test_a_picture_without_description_and_a_bad_language_are_reported() -> None:
    dot = Picture("images/dot.png", "image/png", b"", 1, 1)
    inlines = (Image("dot.png"), Language(words("mot"), "no language"))
    book = Book(
        Metadata(title="T", language="en"), (chapter((Paragraph(inlines, Span("m.md", 7)),)),)
    )
    rendering = render(book, {"dot.png": dot})
    assert [(d.code, str(d.span)) for d in rendering.diagnostics] == [
        ("BM-MARK-002", "m.md:7"),
        ("BM-MARK-007", "m.md:7"),
    ]
    picture = '<img src="../images/dot.png" width="1" height="1" alt=""/>'
    assert f'<p class="first chapter-first">{picture}mot</p>' in xhtml(
        rendering.publication, "text/story.xhtml"
    )


def test_other_sections_are_named_by_their_title() -> None:
    titles = ["The Évora Map", "地図", "", "The Évora Map"]
    sections = [Section(Role.OTHER, (paragraph("x"),), SPAN, words(t)) for t in titles]
    publication = publish(chapter((paragraph("x"),)), back=tuple(sections))
    assert [d.name for d in publication.documents if d.matter == "back"] == [
        "text/section-the-evora-map.xhtml",
        "text/section.xhtml",
        "text/section-2.xhtml",
        "text/section-the-evora-map-2.xhtml",
    ]


def test_a_section_of_notes_is_told_from_the_notes_of_a_chapter() -> None:
    notes = Section(Role.NOTES, (paragraph("On the text."),), SPAN)
    page = xhtml(publish(chapter((paragraph("x"),)), back=(notes,)), "text/notes.xhtml")
    assert '<section id="start" class="notes general-notes" aria-labelledby="heading">' in page


@pytest.mark.parametrize(("run", "numbers"), [("chapter", "1 2 1"), ("book", "1 2 3")])
def test_notes_are_counted_through_the_chapter_or_the_book(run: NoteNumbers, numbers: str) -> None:
    notes = tuple(Note(i, (paragraph(f"note {i}"),), SPAN) for i in "abc")
    one = chapter((paragraph("one", NoteReference("a"), "two", NoteReference("b")),), title="One")
    two = chapter((paragraph("three", NoteReference("c")),), title="Two")
    whole = Book(Metadata(title="T", language="en"), (one, two), notes=notes)
    made = render(whole, {}, run)
    roots = [etree.fromstring(document.xhtml) for document in made.publication.documents]
    calls = [a for root in roots for a in root.iter(f"{H}a") if a.get("class") == "noteref"]
    assert " ".join(call.text for call in calls) == numbers
    assert [call.get("href") for call in calls] == [f"#note-{n}" for n in numbers.split()]
    for root in roots:
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
    assert made.diagnostics == ()
