"""Each page's start is where the page really starts."""

import re
from xml.etree.ElementTree import fromstring

import pytest
from lxml import etree

from bookmaker.layout.page_map import Letters, PrintedPage, page_map, roman
from bookmaker.layout.view import Place, View

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
    areas = layout.print_run.areas
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
    letters = Letters()
    assert letters.offset("ab cd\n e", 0) == 0
    assert letters.offset("ab cd\n e", 2) == 3
    assert letters.offset("ab cd\n e", 4) == 7
    assert letters.offset("ab", 9) == 2
    assert letters.offset("ab cd\n e", 3) == 4


def test_letters_before_an_element_leave_notes_at_the_foot_out():
    block = fromstring(  # noqa: S314  written here
        "<p>a b<i>c</i> d<span class='footnote'>one <b>two</b></span><em>e<u>f</u></em> g</p>"
    )
    letters = Letters()
    counted = [letters.before(element, block) for element in block.iter()]
    assert counted == [0, 2, 4, 7, 4, 5]  # what stands in a note comes after all of the block
    other = fromstring("<p>xy<i>z</i></p>")  # noqa: S314  written here
    assert letters.before(other[0], other) == 2


def test_a_page_with_the_last_entry_of_the_contents_alone_is_print_only():
    tree = fromstring(  # noqa: S314  written here
        '<body><section class="contents"><h1>Contents</h1><div><a>One</a></div>'
        '<div id="last"><a>Two</a></div></section><section><h1>One</h1></section></body>'
    )
    heading, last = tree[1][0], tree[0][2]
    places = {heading: Place("text/chapter-01.xhtml", 0, "One")}
    pages = tuple(PrintedPage(blank=False, start=(element, 0)) for element in (last, heading))
    found = page_map(pages, tree, View("en", "ltr", places=places)).pages
    assert [(start.kind, start.document) for start in found] == [
        ("print-only", ""),
        ("body", "text/chapter-01.xhtml"),
    ]
