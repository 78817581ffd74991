"""The printed book, read back from its PDF."""

import io
import re

import pymupdf
import pytest
from lxml import etree
from PIL import Image

from bookmaker.diagnostics import Span
from bookmaker.edition import TRIM_SIZES, Edition, Margins
from bookmaker.errors import InputError
from bookmaker.layout import lay_out
from bookmaker.metadata import Metadata, Person
from bookmaker.progress import ignore
from bookmaker.publication import Resource
from bookmaker.workers import Here
from bookmaker.writers.pdf.assembly import assemble


def reopened(print_run):
    return pymupdf.open(
        stream=assemble(print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )


def furniture(page, area):
    """The words of a page outside its type area."""
    height = page.rect.height
    top, bottom = height - area.top, height - area.bottom
    return [w[4] for w in page.get_text("words") if w[3] <= top + 1 or w[1] >= bottom - 1]


def labels(layout):
    return [start.label for start in layout.print_run.page_map.pages]


def page_of(layout, document):
    return next(p.page for p in layout.print_run.page_map.pages if p.document == document)


def letters(text):
    return re.sub(r"[\W_]+", "", text.replace("\u00ad", ""))


def test_front_matter_comes_in_a_books_order(layout, pages):
    kinds = [(p.kind, p.document) for p in layout.print_run.page_map.pages[:13]]
    assert kinds == [
        ("print-only", ""),  # half-title
        ("blank", ""),
        ("body", "text/title-page.xhtml"),
        ("body", "text/copyright-page.xhtml"),
        ("body", "text/dedication.xhtml"),
        ("blank", ""),
        ("body", "text/epigraph.xhtml"),
        ("blank", ""),
        ("print-only", ""),  # contents
        ("blank", ""),
        ("body", "text/preface.xhtml"),
        ("blank", ""),
        ("body", "text/chapter-01.xhtml"),
    ]
    assert pages[0].get_text().strip() == "The Salt Road"
    assert layout.diagnostics == ()


def test_folios_are_roman_before_the_story_and_arabic_in_it(layout):
    assert labels(layout)[:14] == [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "1", "2",
    ]  # fmt: skip


def test_no_furniture_on_openers_blanks_and_front_pages(layout, pages):
    areas = layout.print_run.areas
    openers = [page_of(layout, f"text/chapter-{n:02}.xhtml") for n in (1, 2, 3)]
    for number in [*range(13), *openers]:
        assert furniture(pages[number], areas[number]) == [], number


def test_heads_are_author_and_chapter_and_folios_are_the_labels(layout, pages):
    areas = layout.print_run.areas
    assert sorted(furniture(pages[13], areas[13])) == ["2", "Ada", "Quill"]
    assert sorted(furniture(pages[14], areas[14])) == ["3", "Causeway", "The"]


def test_contents_give_the_pages_that_chapters_open_on(layout, pages):
    contents = " ".join(pages[8].get_text().split())
    assert "Contents" in contents
    for name in ("preface", "chapter-01", "chapter-02", "chapter-03"):
        label = labels(layout)[page_of(layout, f"text/{name}.xhtml")]
        assert re.search(rf"\b{label}\b", contents), (name, label, contents)


def test_a_single_entry_makes_no_contents(press):
    story = press.document("story", press.prose(3))
    made = lay_out(press.publication(story), Edition())
    assert [p.kind for p in made.print_run.page_map.pages] == ["print-only", "blank", "body"]
    assert made.diagnostics == ()


def test_every_word_stands_in_the_pdf(whole, layout, pages):
    areas = layout.print_run.areas
    text = ""
    for page, area in zip(pages, areas, strict=True):
        height = page.rect.height
        clip = pymupdf.Rect(0, height - area.top - 4, page.rect.width, height - area.bottom + 4)
        text += page.get_text(clip=clip)
    found = letters(text.replace("-\n", ""))
    for document in whole.documents:
        root = etree.fromstring(document.xhtml)
        for tag in ("p", "h1", "th", "td", "code"):
            for block in root.iter(f"{{http://www.w3.org/1999/xhtml}}{tag}"):
                words = " ".join(block.itertext())
                if "ISBN" in words or "footnote" in words:
                    continue
                for word in words.split():
                    if word.isascii():
                        assert letters(word) in found, word


def test_the_printed_isbn_takes_the_epubs_place(pages):
    assert "978-2-222-22222-2" in pages[3].get_text()
    assert "978-1-111-11111-1" not in pages[3].get_text()


def test_pages_have_the_trim_and_the_margins_mirror(layout, pages):
    for page in pages:
        assert (round(page.rect.width), round(page.rect.height)) == (396, 612)
    recto, verso = layout.print_run.areas[12:14]
    assert recto.left == pytest.approx(396 - verso.right, abs=0.01)
    assert recto.left > 396 - recto.right
    lines = (recto.top - recto.bottom) / 14
    assert lines == pytest.approx(round(lines), abs=0.001)


@pytest.mark.parametrize("trim", ["a6", "6x9", "8.5x11"])
def test_other_trims(press, trim):
    book = press.publication(press.chapter(1, press.prose(6), label="One"))
    made = lay_out(book, Edition(trim=TRIM_SIZES[trim], trim_name=trim))
    page = reopened(made.print_run)[0]
    assert page.rect.width == pytest.approx(TRIM_SIZES[trim].width, abs=0.01)
    assert page.rect.height == pytest.approx(TRIM_SIZES[trim].height, abs=0.01)
    assert made.diagnostics == ()


@pytest.mark.parametrize("theme", ["classic", "modern", "fantasy"])
def test_only_our_faces_all_embedded_none_missing(whole, theme):
    made = lay_out(whole, Edition(theme=theme))
    allowed = ("EB-Garamond", "Noto", "Frank-Ruhl", "JetBrains", "Cinzel", "Alegreya")
    for page in reopened(made.print_run):
        for font in page.get_fonts(full=True):
            assert font[1] != "n/a", "not embedded"
            assert any(name in font[3] for name in allowed), font
        for span in page.get_texttrace():
            assert all(glyph != 0 for _, glyph, *_ in span["chars"]), span
    assert made.diagnostics == ()


def test_notes_stand_at_the_foot_of_their_page(layout, pages):
    for page, area in zip(pages, layout.print_run.areas, strict=True):
        words = page.get_text()
        if "would not be told" in words:
            assert "Eleven yards" in words
            assert "He kept the bill." in words
            assert area.notes_top > area.bottom + 20
            return
    pytest.fail("no page with the notes' calls")


def test_scripts_of_other_lands_come_out(pages):
    text = "".join(page.get_text() for page in pages)
    assert "Λόγος" in text
    assert "слово" in text
    assert "言葉" in text
    assert "⁂" in text


def test_a_character_without_a_face_names_its_line(press):
    chapter = press.chapter(1, '<p class="first">A strange \ue000 mark.</p>')
    source = press.SourceLine("text/chapter-01.xhtml", 0, "salt.txt", 7)
    with pytest.raises(InputError) as caught:
        lay_out(press.publication(chapter, sources=(source,)), Edition())
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("BM-PAGE-001", "salt.txt:7")
    assert "U+E000" in found.message


def test_characters_without_a_face_are_one_message_at_the_first(press):
    chapter = press.chapter(1, '<p class="first">A mark and \u0f56\u0f7c.</p><p>\ue000</p>')
    name = "text/chapter-01.xhtml"
    sources = tuple(press.SourceLine(name, at, "salt.txt", 7 + at) for at in (0, 1))
    with pytest.raises(InputError) as caught:
        lay_out(press.publication(chapter, sources=sources), Edition())
    (found,) = caught.value.diagnostics
    assert str(found.span) == "salt.txt:7"
    assert all(code in found.message for code in ("U+0F56", "U+0F7C", "U+E000"))


def test_a_character_of_an_author_without_a_face_names_its_line(press):
    """No block of the book says where metadata was typed."""
    told = {
        "authors": (Person("Ada \ue000 Quill"),),
        "spans": (("title", Span("salt.md", 2)), ("authors", Span("salt.md", 3))),
    }
    with pytest.raises(InputError) as caught:
        lay_out(press.publication(press.chapter(1, "<p>Words.</p>"), **told), Edition())
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("BM-PAGE-001", "salt.md:3")


def test_every_piece_of_work_is_called_by_what_it_is(press):
    """No message speaks of a section by no name at all."""
    chapters = [press.chapter(n, "<p>Short.</p>", title=f"The {n}") for n in range(1, 9)]
    empty = press.document("dedication", "", matter="front", title="")
    asked = []

    class Recording(Here):
        def run(self, jobs, observe=ignore):
            kept = list(jobs)
            asked.extend(job.name for job in kept)
            return super().run(kept, observe)

    lay_out(press.publication(empty, *chapters), Edition(), executor=Recording())
    assert {"the printed half-title", "the printed contents", "the running heads and folios"} < set(
        asked
    )
    assert "the dedication, which has no words" in asked
    assert "the section “The 1”" in asked


def test_a_section_is_known_by_its_words_and_the_line_of_its_longest_block(press):
    chapter = press.chapter(1, "<p>Short.</p><p>A longer paragraph stands here.</p>")
    name = "text/chapter-01.xhtml"
    sources = tuple(press.SourceLine(name, at, "salt.txt", 7 + at) for at in (0, 1))
    asked = []

    class Recording(Here):
        def run(self, jobs, observe=ignore):
            kept = list(jobs)
            asked.extend(kept)
            return super().run(kept, observe)

    lay_out(press.publication(chapter, sources=sources), Edition(), executor=Recording())
    assert any(str(job.span) == "salt.txt:8" for job in asked)
    assert all("class" not in job.name and "opens-" not in job.name for job in asked)


def test_chapters_open_as_the_edition_says(press):
    chapters = [press.chapter(n, press.prose(3), label=str(n)) for n in (1, 2, 3)]
    book = press.publication(*chapters)

    def openings(how):
        made = lay_out(book, Edition(chapter_opens=how, contents=False, half_title=False))
        assert made.diagnostics == ()
        pages = reopened(made.print_run)
        return len(pages), [p.kind for p in made.print_run.page_map.pages]

    assert openings("next") == (3, ["body"] * 3)
    assert openings("recto") == (5, ["body", "blank", "body", "blank", "body"])
    assert openings("run-on")[0] == 2


def test_the_first_chapter_opens_on_a_recto_with_page_one(press):
    book = press.publication(press.TITLE_PAGE, press.chapter(1, press.prose(3)))
    made = lay_out(book, Edition(half_title=False))
    first = next(p for p in made.print_run.page_map.pages if p.label == "1")
    assert first.page % 2 == 0
    assert made.diagnostics == ()


def test_parts_stand_alone_and_hold_their_chapters_in_the_outline(press):
    part = press.document(
        "part",
        '<header>\n<h1 id="heading"><span class="number">Part One</span></h1>\n</header>',
        title="Part One",
    )
    one, two = (press.chapter(n, press.prose(2), label=str(n)) for n in (1, 2))
    toc = (press.point(part, press.point(one), press.point(two)),)
    made = lay_out(press.publication(part, one, two, toc=toc), Edition(contents=False))
    (entry,) = made.print_run.outline
    assert entry.title == "Part One"
    assert [child.page for child in entry.children] == [entry.page + 2, entry.page + 3]
    assert made.print_run.page_map.pages[entry.page + 1].kind == "blank"
    assert made.diagnostics == ()


def test_a_long_head_is_shortened_to_one_line(layout, pages):
    areas = layout.print_run.areas
    recto = [n for n in range(17, len(pages)) if labels(layout)[n].isdigit()]
    heads = [" ".join(furniture(pages[n], areas[n])) for n in recto]
    assert all(len(head) < 60 for head in heads)


def test_nothing_is_fetched_and_pictures_come_from_the_publication(press):
    data = io.BytesIO()
    Image.new("L", (40, 20), 128).save(data, "PNG")
    picture = Resource("images/post.png", "image/png", data.getvalue())
    chapter = press.chapter(
        1, '<figure><img src="../images/post.png" alt="A post"/></figure><p>After.</p>'
    )
    made = lay_out(press.publication(chapter, resources=(picture,)), Edition())
    assert len({image for page in reopened(made.print_run) for image in page.get_images()}) == 1
    assert made.diagnostics == ()


def test_margins_of_the_authors_own_are_checked(press):
    book = press.publication(press.chapter(1, press.prose(2)))
    made = lay_out(book, Edition(margins=Margins(50, 40, 60, 20)))
    assert [d.code for d in made.diagnostics] == ["BM-PAGE-003"]
    with pytest.raises(InputError, match="BM-PAGE-002"):
        lay_out(book, Edition(margins=Margins(280, 40, 280, 40)))
