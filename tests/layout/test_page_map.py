"""Each page's start is where the page really starts."""

import re
from dataclasses import replace

import pytest
from lxml import etree

from bookmaker.edition import Edition
from bookmaker.layout import lay_out
from bookmaker.layout.page_map import offset_of, roman

BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "th", "td", "figure", "figcaption", "hr"}


def blocks_of(document):
    root = etree.fromstring(document.xhtml)
    return [
        "".join(element.itertext())
        for element in root.iter()
        if element.tag.rpartition("}")[2] in BLOCKS
    ]


def letters(text):
    return re.sub(r"[\W_]+", "", text)


def test_each_page_begins_with_the_words_its_start_names(whole, layout, pages):
    blocks = {document.name: blocks_of(document) for document in whole.documents}
    areas = layout.print_run.runs[0].areas
    middles = 0
    for start in layout.print_run.page_map.pages:
        if start.kind != "body":
            continue
        said = letters(blocks[start.document][start.ordinal][start.offset :])[:18]
        page, area = pages[start.page], areas[start.page]
        height = page.rect.height
        words = [w for w in page.get_text("words") if w[3] > height - area.top + 1]
        shown = letters("".join(w[4] for w in words))
        assert shown.startswith(said), start
        middles += start.offset > 0
    assert middles >= 2, "the sample must turn pages within paragraphs"


@pytest.mark.parametrize(
    ("number", "numeral"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (42, "xlii"), (99, "xcix")]
)
def test_roman(number, numeral):
    assert roman(number) == numeral


def test_offsets_count_letters_and_skip_spaces():
    assert offset_of("ab cd\n e", 0) == 0
    assert offset_of("ab cd\n e", 2) == 3
    assert offset_of("ab cd\n e", 4) == 7
    assert offset_of("ab", 9) == 2


def test_contents_that_take_two_pages_are_print_only(whole):
    points = tuple(replace(whole.toc[-1], title=f"Chapter {n}") for n in range(60))
    long = replace(whole, toc=(*whole.toc, *points))
    starts = lay_out(long, Edition()).print_run.page_map.pages
    places = [(s.document, s.ordinal, s.offset) for s in starts if s.kind == "body"]
    assert len(places) == len(set(places))
    assert sum(start.kind == "print-only" for start in starts) >= 3
