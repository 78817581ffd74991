"""Lines of facing pages stand level, whatever stands above them on the page."""

import io
from dataclasses import replace

import pymupdf
import pytest
from PIL import Image

from bookmaker.edition import Edition
from bookmaker.layout import lay_out
from bookmaker.layout.type_metrics import metrics
from bookmaker.metadata import Metadata
from bookmaker.publication import Resource
from bookmaker.writers.pdf.assembly import assemble

WORDS = "It rained on the posts and on the lamps. "
LINE = f"<p>{WORDS}</p>"
CODE = "<p>She wrote <code>lamp = post // 10</code> on the ninth post, below the ring. </p>"
FOREIGN = (
    "<p>Λόγος, слово, and 言葉 were cut on the ninth post, <sup>1</sup> above <sub>2</sub>.</p>"
)
QUOTE = f"<blockquote><p>{WORDS * 3}</p></blockquote>"
LIST = "<ul><li><p>string</p><ul><li><p>thin</p></li></ul></li><li><p>oil</p></li></ul>"
TABLE = (
    "<table><thead><tr><th>Post</th><th>Lamp</th></tr></thead><tbody><tr><td>10</td>"
    "<td><code>lit</code> <em>twice</em></td></tr></tbody></table>"
)
PRE = "<pre><code>post = 10\nlamp = post // 10</code></pre>"
HEADINGS = f"<h2>The second post</h2>{LINE}<h3>A smaller matter</h3>"


def picture(name, width, height):
    content = io.BytesIO()
    Image.new("L", (width, height), 128).save(content, "PNG", dpi=(96, 96))
    return Resource(f"images/{name}.png", "image/png", content.getvalue())


PICTURES = (picture("map", 301, 173), picture("mark", 23, 47))
FIGURE = '<figure><img src="../images/map.png" width="301" height="173" alt="a map"/>{}</figure>'
BARE, CAPTIONED = FIGURE.format(""), FIGURE.format("<figcaption>Low water</figcaption>")
MARK = (
    f"<p>{WORDS * 3}"
    '<img src="../images/mark.png" width="23" height="47" alt="a mark"/> stood on the ninth. </p>'
)


def letter_baselines(page):
    """Return the baselines of prose on a page: where its commonest words stand."""
    return [
        round(glyph["origin"][1], 2)
        for block in page.get_text("rawdict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        for glyph in span["chars"][:1]
        if "".join(each["c"] for each in span["chars"]).startswith(WORDS.strip()[:20])
    ]


def opened(made, edition):
    return pymupdf.open(
        stream=assemble(made.print_run, Metadata(title="Test"), edition), filetype="pdf"
    )


def off_grid(press, blocks, edition):
    """Return by how many points lines of prose are off the grid of their page, at most."""
    story = LINE + "".join(f"{block}{LINE}" for block in blocks)
    book = press.publication(press.document("story", story * 2), resources=PICTURES)
    made = lay_out(book, edition)
    assert made.diagnostics == ()
    document = opened(made, edition)
    first = letter_baselines(document[0])[0]
    offs = [
        (down - first) % edition.leading for page in document for down in letter_baselines(page)
    ]
    assert len(offs) >= 2 * len(blocks)
    return max(min(off, edition.leading - off) for off in offs)


PLAIN = Edition(half_title=False, contents=False, lead_in="none")


@pytest.mark.parametrize(
    "block", [CODE, FOREIGN, QUOTE, LIST, TABLE, PRE, HEADINGS, BARE, CAPTIONED, MARK]
)
def test_what_stands_between_leaves_the_text_on_the_grid(press, block):
    assert off_grid(press, [block], PLAIN) < 0.05


@pytest.mark.parametrize("theme", ["classic", "modern", "fantasy"])
def test_every_kind_of_block_in_every_theme(press, theme):
    blocks = [
        CODE, FOREIGN, press.LETTER, press.VERSE, QUOTE, LIST, press.SCENE, TABLE, PRE, BARE,
        HEADINGS, CAPTIONED, MARK, press.BREAK,
    ]  # fmt: skip
    edition = replace(PLAIN, theme=theme, face="Literata", size=10.5, leading=15.0)
    assert off_grid(press, blocks, edition) < 0.05


def test_the_white_of_a_figure_is_shared_above_and_below(press):
    book = press.publication(press.document("story", LINE + BARE + LINE), resources=PICTURES)
    page = opened(lay_out(book, PLAIN), PLAIN)[0]
    above, below = letter_baselines(page)
    (shown,) = (info["bbox"] for info in page.get_image_info())
    face = metrics(PLAIN.face)
    between = (face.ascender - face.descender) * PLAIN.size  # a baseline is not a line's middle
    assert (below - shown[3]) - (shown[1] - above) == pytest.approx(between, abs=0.05)


def test_a_tall_picture_in_a_line_clears_the_line_above(press):
    book = press.publication(press.document("story", LINE + MARK + LINE), resources=PICTURES)
    page = opened(lay_out(book, PLAIN), PLAIN)[0]
    (shown,) = (info["bbox"] for info in page.get_image_info())
    foot = max(down for down in all_baselines(page) if down < shown[1] + 1)
    assert shown[1] - foot > 2, "letters reach below their line"


def all_baselines(page):
    return {
        round(span["origin"][1], 2)
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    }
