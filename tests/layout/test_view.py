"""The print view: nothing but the Publication's words, each note at its call."""

import pytest

from bookmaker.edition import Edition
from bookmaker.layout.heads import fitted, running_heads
from bookmaker.layout.notes import Foot
from bookmaker.layout.tree import make, text_of, with_class
from bookmaker.layout.view import view
from bookmaker.metadata import Metadata, Person


def seen(book):
    return view(book, lambda _: None)


def test_links_follow_their_documents(press):
    one = press.chapter(
        1, '<p id="x"><a href="chapter-02.xhtml#y">on</a> <a href="#x">here</a></p>'
    )
    two = press.chapter(2, '<p id="y"><a href="chapter-01.xhtml">back</a></p>')
    first, second = seen(press.publication(one, two)).sections
    assert [a.get("href") for a in first.section.iter("a")] == ["#d1-y", "#d0-x"]
    assert [a.get("href") for a in second.section.iter("a")] == ["#d0-start"]


def test_a_continuation_joins_its_section(press):
    one = press.chapter(1, "<p>One.</p>")
    more = press.document(
        "chapter",
        '<hr class="scene-break"/>\n<p>Two.</p>',
        name="text/chapter-01-continued-1.xhtml",
        continues=True,
    )
    (only,) = seen(press.publication(one, more)).sections
    assert "".join(text_of(only.section).split()) == "One.Two."


def test_notes_move_to_their_first_call_and_the_others_stay(press):
    notes = (
        '<section class="notes"><aside id="note-1" class="footnote"><p>'
        '<a class="backlink" href="#ref-1">1</a> Short.</p></aside>'
        '<aside id="note-2" class="footnote"><p>' + "Long. " * 400 + "</p></aside></section>"
    )
    calls = (
        '<p>A<a id="ref-1" class="noteref" href="#note-1">1</a>'
        ' B<a id="ref-2" class="noteref" href="#note-2">2</a>'
        ' C<a id="ref-1-2" class="noteref" href="#note-1">1</a></p>'
    )
    (only,) = seen(press.publication(press.chapter(1, calls + notes))).sections
    (foot,) = with_class(only.section, "footnote")
    assert text_of(foot) == "1 Short."
    (end,) = with_class(only.section, "endnote")
    assert text_of(end).startswith("Long.")


@pytest.mark.parametrize(
    ("content", "stays"),
    [
        ("<p>Word. </p>" * 3, False),
        ("<p>b</p>" * 600, True),
        ("<ol>" + "<li><p>b</p></li>" * 40 + "</ol>", True),
        ("<p>" + "a<br/>" * 40 + "</p>", True),
        ("<p>" + '<span class="line">a</span>' * 40 + "</p>", True),
        ("<p>" + '<span class="line">a line of a sonnet</span>' * 14 + "</p>", False),
        ("<ul>" + "<li><p>of a list</p></li>" * 12 + "</ul>", False),
        ("<ul>" + "<li></li>" * 40 + "</ul>", True),
    ],
)
def test_a_note_of_few_letters_and_many_lines_is_no_footnote(press, content, stays):
    """It would run off its page: no note is parted by a page's turn."""
    call = '<p>A<a id="ref-1" class="noteref" href="#note-1">1</a></p>'
    aside = f'<aside id="note-1" class="footnote">{content}</aside>'
    book = press.publication(press.chapter(1, f'{call}<section class="notes">{aside}</section>'))
    (only,) = seen(book).sections
    assert len(list(with_class(only.section, "endnote"))) == stays
    assert len(list(with_class(only.section, "footnote"))) == (not stays)


def test_what_a_foot_holds_goes_with_the_page_and_the_type():
    letters = make(None, "aside", "footnote", "a" * 1400)
    assert Foot.of(lines=36, measure=66).holds(letters)
    assert not Foot.of(lines=14, measure=40).holds(letters)
    assert not Foot.of(lines=90, measure=90).holds(make(None, "aside", "footnote", "a" * 1501))


def test_an_uncalled_note_is_not_lost(press):
    notes = (
        '<section class="notes"><aside id="note-1" class="footnote"><p>Lone.</p></aside></section>'
    )
    (only,) = seen(press.publication(press.chapter(1, "<p>Text.</p>" + notes))).sections
    assert "Lone." in text_of(only.section)


def test_heads_fall_back_to_the_title(press):
    story = press.document("story", "<p>Text.</p>")
    (only,) = seen(press.publication(story)).sections
    told = running_heads(only, "", Metadata(title="The Book"), Edition())
    assert told == ("The Book", "The Book")
    told = running_heads(
        only, "", Metadata(title="B", authors=(Person("A"),)), Edition(verso_head="")
    )
    assert told == ("", "B")


def test_heads_shorten_at_a_clause_or_a_word():
    assert fitted("Short", "EB Garamond", 11, 295) == "Short"
    long = "The Return of the Heron: or, a Long and Faithful Account of All That Befell"
    assert fitted(long, "EB Garamond", 11, 295) == "The Return of the Heron"
    words = "Everything that happened on the road between the inn and the causeway that night"
    shorter = fitted(words, "EB Garamond", 11, 295)
    assert shorter.endswith("…")
    assert words.startswith(shorter[:-1])
    assert fitted("x" * 300, "EB Garamond", 11, 295).endswith("…")
