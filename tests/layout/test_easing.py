"""Texts of uncommon shape: nothing runs off the page, nothing is measured too often."""

from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.edition import Edition
from bookmaker.layout import lay_out
from bookmaker.layout.easing import LONGEST_TEXT, ease, pieces
from bookmaker.layout.tree import has_class, text_of, with_class
from bookmaker.metadata import Metadata
from bookmaker.writers.pdf.assembly import assemble


@given(st.text("ab ", max_size=40), st.integers(0, 2000))
def test_pieces_are_the_text(text, times):
    whole = text * times
    made = list(pieces(whole))
    assert "".join(made) == whole
    assert all(len(piece) <= LONGEST_TEXT + 80 or " " not in piece.strip() for piece in made)


def test_endless_words_break_and_all_of_them_shows(press):
    chapter = press.chapter(1, f'<p class="first chapter-first">{"x" * 3000}</p>', label="One")
    made = lay_out(press.publication(chapter), Edition())
    pages = pymupdf.open(
        stream=assemble(made.print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )
    inside = (20, 0, pages[0].rect.width - 20, pages[0].rect.height)
    shown = "".join(page.get_text(clip=inside) for page in pages)
    assert shown.count("x") == 3000
    assert made.diagnostics == ()


@pytest.mark.parametrize(
    "part",
    [
        "<em>{}</em>",
        "<code>{}</code>",
        "<em>{}</em>-",
        "<b><i>{}</i></b>",
        "<sup>{}</sup><sub>n</sub>",
    ],
)
def test_endless_words_of_many_parts_stay_on_the_page(press, part):
    word = "".join(part.format(f"w{n}x") for n in range(300))
    made = lay_out(press.publication(press.chapter(1, f"<p>Say {word} now.</p>")), Edition())
    pages = pymupdf.open(
        stream=assemble(made.print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )
    inside = (20, 0, pages[0].rect.width - 20, pages[0].rect.height)
    shown = "".join("".join(page.get_text(clip=inside).split()) for page in pages)
    assert all(f"w{n}x" in shown for n in range(300))
    assert "now." in shown


INLINE = st.recursive(
    st.text("abcdefgh ", min_size=1, max_size=30),
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from(["em", "code", "ruby", 'a class="noteref"']),
        st.lists(inner, max_size=8).map("".join),
    ).map(lambda text: text.replace('</a class="noteref">', "</a>")),
    max_leaves=30,
)


@given(st.lists(INLINE, max_size=6).map("".join))
def test_seams_change_no_text_and_part_no_note_from_its_word(words):
    section = fromstring(f"<section><p>{'x' * 40}{words}</p></section>")  # noqa: S314  our own
    before = text_of(section)
    ease(section)
    assert text_of(section) == before
    for parent in section.iter():
        assert parent.tag != "ruby" or not list(with_class(parent, "seam"))
        for seam, after in pairwise(parent):
            assert not (has_class(seam, "seam") and not seam.tail and has_class(after, "noteref"))


def test_an_endless_paragraph_keeps_its_words(press):
    words = " ".join(f"w{n}" for n in range(6000))
    made = lay_out(press.publication(press.chapter(1, f"<p>{words}</p>")), Edition(contents=False))
    pages = pymupdf.open(
        stream=assemble(made.print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )
    shown = " ".join(page.get_text() for page in pages)
    assert all(f"w{n}" in shown for n in range(0, 6000, 97))
    assert made.diagnostics == ()
