"""Texts of uncommon shape: nothing runs off the page, nothing is measured too often."""

import pymupdf
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.edition import Edition
from bookmaker.layout import lay_out
from bookmaker.layout.easing import LONGEST_TEXT, pieces
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


def test_an_endless_paragraph_keeps_its_words(press):
    words = " ".join(f"w{n}" for n in range(6000))
    made = lay_out(press.publication(press.chapter(1, f"<p>{words}</p>")), Edition(contents=False))
    pages = pymupdf.open(
        stream=assemble(made.print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )
    shown = " ".join(page.get_text() for page in pages)
    assert all(f"w{n}" in shown for n in range(0, 6000, 97))
    assert made.diagnostics == ()
