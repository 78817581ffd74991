"""What a designer would see to: contents, openings, epigraphs, word spaces, openings of notes."""

import pymupdf
import pytest
from fontTools.ttLib import TTFont

from bookmaker import fonts
from bookmaker.edition import Edition
from bookmaker.layout import lay_out
from bookmaker.layout.tree import classes, with_class
from bookmaker.layout.view import view
from bookmaker.metadata import Metadata
from bookmaker.writers.pdf.assembly import assemble


def kinds(made):
    return [(p.kind, p.document) for p in made.print_run.page_map.pages]


def opened(made):
    return pymupdf.open(
        stream=assemble(made.print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )


def chapters(press, count):
    return [press.chapter(n, "<p>It rained.</p>", label=f"Chapter {n}") for n in range(1, count)]


@pytest.mark.parametrize(("count", "expected"), [(27, 1), (31, 1), (33, 1), (36, 2)])
def test_a_list_that_is_a_little_too_long_closes_up(press, count, expected):
    made = lay_out(press.publication(*chapters(press, count)), Edition(half_title=False))
    first = kinds(made).index(("body", "text/chapter-01.xhtml"))
    printed = [kind for kind, _ in kinds(made)[:first]]
    assert printed.count("print-only") == expected
    assert made.diagnostics == ()


def test_no_entry_of_the_contents_goes_over_alone(press):
    made = lay_out(press.publication(*chapters(press, 35)), Edition(half_title=False))
    over = opened(made)[1].get_text()
    assert all(f"CHAPTER {n}" in over.upper() for n in (31, 32, 33, 34))
    assert made.diagnostics == ()


def test_a_story_without_chapters_has_no_contents_and_its_note_faces_it(press):
    note = press.document("authors-note", "<p>For all who wait.</p>", matter="front")
    story = press.document("story", press.prose(3))
    made = lay_out(press.publication(note, story), Edition())
    assert kinds(made) == [
        ("print-only", ""),
        ("body", "text/authors-note.xhtml"),
        ("body", "text/story.xhtml"),
    ]
    assert made.diagnostics == ()


def test_a_title_in_capitals_is_known_and_a_numeral_is_not(press):
    one = press.chapter(1, "<p>It rained.</p>", label="XVIII", title="THE LAMPS")
    two = press.chapter(2, "<p>It rained.</p>", title="The Lamps")
    seen = view(press.publication(one, two), lambda _: None)
    marked = [
        [e.text for e in s.section.iter("span") if "capitals" in classes(e)] for s in seen.sections
    ]
    assert marked == [["THE LAMPS"], []]


def test_a_short_epigraph_stands_with_its_source(press):
    made = lay_out(
        press.publication(
            press.chapter(
                1,
                '<blockquote class="epigraph"><p>Count twice.</p>'
                '<p class="attribution"><cite>The pilots of Wick</cite></p></blockquote>'
                + press.prose(3),
                title="Lamps",
            )
        ),
        Edition(half_title=False),
    )
    page = opened(made)[0]
    (words,), (source,) = page.search_for("Count twice"), page.search_for("Wick")
    assert source.x1 - words.x0 < made.print_run.areas[0].right / 2
    assert made.diagnostics == ()


def test_long_epigraphs_are_not_held_together(press):
    long = f'<blockquote class="epigraph"><p>{"Count twice. " * 60}</p></blockquote>'
    seen = view(press.publication(press.chapter(1, long)), lambda _: None)
    (epigraph,) = with_class(seen.sections[0].section, "epigraph")
    assert classes(epigraph) == ["epigraph"]


def test_last_lines_are_set_at_the_faces_own_word_space(press):
    made = lay_out(
        press.publication(press.document("story", "<p>One two three.</p>")),
        Edition(half_title=False, lead_in="none"),
    )
    (one, two, *_) = opened(made)[0].get_text("words")
    face = TTFont(fonts.face("EB Garamond").path)
    drawn = face["hmtx"]["space"][0] / face["head"].unitsPerEm
    assert two[0] - one[2] == pytest.approx(drawn * Edition().size, abs=0.15)
    assert made.diagnostics == ()


def test_no_line_begins_with_a_dash(press):
    said = "the road was long—and nobody—not even the carter—had said a thing—well—sang."
    prose = "".join(f"<p>{'so ' * n}{said}</p>" for n in range(30))
    made = lay_out(press.publication(press.chapter(1, prose)), Edition())
    lines = "".join(page.get_text() for page in opened(made)).splitlines()
    assert sum("—" in line for line in lines) > 50
    assert not [line for line in lines if line.lstrip().startswith("—")]
    assert made.diagnostics == ()


LONG_TITLE = "The Personal History and Adventures of the Lamplighter of the Salt Road, " * 2


@pytest.mark.parametrize("theme", ["classic", "modern", "fantasy"])
def test_a_title_page_is_one_page_with_its_publisher_at_the_foot(press, theme):
    for title in ("The Salt Road", LONG_TITLE.strip(" ,")):
        page = press.document(
            "title-page",
            f'<h1 class="book-title">{title}</h1><p class="subtitle">{LONG_TITLE}</p>'
            '<p class="author">Ada Quill</p><p class="publisher">Heron House</p>',
            matter="front",
        )
        story = press.document("story", "<p>It rained.</p>")
        made = lay_out(press.publication(page, story), Edition(theme=theme, half_title=False))
        assert made.print_run.page_count == 3, "title, blank, story"
        leaf, area = opened(made)[0], made.print_run.areas[0]
        (foot,) = (word[3] for word in leaf.get_text("words") if word[4].upper() == "HERON")
        assert foot == pytest.approx(leaf.rect.height - area.bottom, abs=4)
        assert made.diagnostics == ()


def test_lines_of_a_long_title_are_close(press):
    one = press.chapter(1, press.prose(1), title="In Which the Tide, Having Been Expected, Comes")
    made = lay_out(press.publication(one), Edition(half_title=False))
    heads = [
        span["origin"][1]
        for block in opened(made)[0].get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["size"] > 16
    ]
    assert heads[1] - heads[0] == pytest.approx(1.5 * Edition().leading, abs=0.1)
