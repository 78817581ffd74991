"""The engine held to the filling: pages of a run end where they were planned to."""

import inspect
import re
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pymupdf
import pytest

from bookmaker import fonts
from bookmaker.layout.filling import Filling, PageEnd
from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.weasy import Script, filling, typeset

FACE = "EB Garamond"
LEADING = 14.0
LINES = 30
SHEET = f"""
html {{ font: 11pt/{LEADING}pt "{FACE}"; text-align: justify; hyphens: auto; orphans: 2; widows: 2;
  hyphenate-character: "-"; hyphenate-limit-chars: 6 3 3 }}
@page {{ size: 300pt {LINES * LEADING + 60}pt; margin: 30pt; @footnote {{ margin-top: 7pt }} }}
body, p, h1 {{ margin: 0; font-size: 1em }}
p {{ text-indent: 1.5em }}
h1 {{ text-align: center; padding: 3lh 0 0; margin-bottom: 3lh; break-after: avoid }}
hr {{ border: 0; height: auto; margin: 1lh 0; text-align: center; break-after: avoid }}
hr::before {{ content: "* * *" }}
.verse {{ margin: 1lh 2em; text-align: left }}
.line {{ display: block }}
.keep {{ break-inside: avoid }}
.note {{ float: footnote; font-size: 9pt; line-height: 11pt; text-indent: 0 }}
table {{ border-collapse: collapse }}
td, th {{ padding: 0 }}
.note::footnote-call, .note::footnote-marker {{ content: "" }}
"""
FOOT = f"@page {{ margin-bottom: {3 * LEADING}pt; size: 300pt {LINES * LEADING + 72}pt }}"


def script(body):
    tree = fromstring(f'<html lang="en"><body><section>{body}</section></body></html>')  # noqa: S314  ours
    return Script(tree, SHEET, {}, (fonts.face(FACE).path.parent,))


def made(body, *, deep=False, **how):
    fitting = how.pop("fitting", None) or Fitting()
    asked = replace(script(body), css=SHEET + FOOT * deep, deep=deep)
    found = typeset(asked, lambda _: None, fitting, **how)
    return found, pymupdf.open(stream=found.pdf, filetype="pdf"), fitting


def lines_of(page):
    words = page.get_text("words")
    return sorted({round(word[3]) for word in words})


def feet(document):
    return [lines_of(page)[-1] for page in document]


@pytest.fixture(scope="module")
def prose(press):
    return press.prose(60)


def test_pages_are_full_though_the_stock_ones_are_not(prose):
    stock = typeset(script(f"<h1>One</h1>{prose}"), lambda _: None, None)
    stock_feet = feet(pymupdf.open(stream=stock.pdf, filetype="pdf"))
    found, document, fitting = made(f"<h1>One</h1>{prose}")
    assert len(set(stock_feet[:-1])) > 1, "the sample must need filling"
    assert len(set(feet(document)[:-1])) == 1, feet(document)
    assert (found.uneven, found.sided) == (0, False)
    assert not fitting.unfitted


def test_verse_headings_and_breaks_are_measured_as_they_fall(prose):
    paragraphs = re.findall(r"<p>.*?</p>", prose, re.DOTALL)
    verse = "".join(f'<span class="line">line {n} of the song</span>' for n in range(6))
    stanza = f'<div class="verse"><p class="keep">{verse}</p><p>{verse}</p></div>'
    body = "<h1>One</h1>"
    for number, paragraph in enumerate(paragraphs):
        body += paragraph + ("<hr/>" if number % 7 == 6 else stanza if number % 5 == 4 else "")
    found, document, fitting = made(body, recto=True)
    assert not fitting.unfitted
    below = feet(document)[:-1]
    assert sum(foot < max(below) - LEADING / 2 for foot in below) == found.uneven


def test_notes_take_their_room_from_the_page_of_their_call(prose):
    note = '<span class="note">A note at the foot, of some words, set small.</span>'
    body = prose.replace("</p>", f"{note}</p>", 9)
    found, document, fitting = made(body)
    assert not fitting.unfitted
    noted = [page.notes_top for page in found.pages if page.notes_top is not None]
    assert len(noted) > 1
    for page, leaf in zip(found.pages, document, strict=True):
        if page.notes_top is not None:
            assert lines_of(leaf)[-1] <= 30 + LINES * LEADING + 1, "notes stand on the page"


def stanza(lines):
    inner = "".join(f'<span class="line">line {n}</span>' for n in range(lines))
    return f'<p class="keep">{inner}</p>'


def test_facing_pages_run_a_line_long_together():
    """Stanzas of a page and a line each: whole, they fit nowhere else."""
    body = "<p>one</p>" * LINES + stanza(LINES + 1) * 2 + "<p>end</p>" * 3
    found, document, fitting = made(body, deep=True, recto=True)
    assert [len(lines_of(page)) for page in document] == [LINES, LINES + 1, LINES + 1, 3]
    assert (found.sided, found.uneven) == (True, 0)
    depths = [page.area.top - page.area.bottom for page in found.pages]
    assert depths == pytest.approx([LINES * LEADING, *[(LINES + 1) * LEADING] * 2, LINES * LEADING])
    assert {page.rect.height for page in document} == {LINES * LEADING + 72}
    assert not fitting.unfitted


def test_a_run_waits_for_its_side_where_that_matters():
    body = "<p>one</p>" * LINES + stanza(LINES + 1) * 2 + "<p>end</p>" * 3
    waiting = typeset(replace(script(body), css=SHEET + FOOT, deep=True), print, Fitting())
    assert (waiting.pdf, waiting.pages) == (b"", ())
    for recto, length in zip((False, True), waiting.lengths, strict=True):
        assert len(made(body, deep=True, recto=recto)[1]) == length


def test_a_stanza_is_parted_rather_than_a_page_left_short():
    body = "<p>one</p>" * (LINES - 5) + stanza(8) + "<p>end</p>" * LINES
    found, document, fitting = made(body)
    assert [len(lines_of(page)) for page in document] == [LINES, LINES, 3]
    assert (found.uneven, found.sided) == (0, False)
    assert not fitting.unfitted


def table(rows):
    body = "".join(f"<tr><td>thing {n}</td><td>of some kind</td></tr>" for n in range(rows))
    return (
        f"<table><thead><tr><th>Thing</th><th>Kind</th></tr></thead><tbody>{body}</tbody></table>"
    )


def test_a_table_of_many_pages_is_parted_between_its_rows():
    """Each page of it is full and has its head; nothing stands below a page's foot."""
    body = "<p>one</p>" * (LINES - 10) + table(3 * LINES) + "<p>end</p>" * LINES
    found, document, fitting = made(body, recto=True)
    assert [len(lines_of(page)) for page in document] == [LINES] * 4 + [LINES - 6]
    assert all(lines_of(page)[-1] <= 31 + LINES * LEADING for page in document)
    assert not fitting.unfitted
    starts = [each.start for each in found.pages[1:4]]
    assert [(row.tag, row[0].text, letters) for row, letters in starts] == [
        ("tr", "thing 9", 0),
        ("tr", f"thing {9 + LINES - 1}", 0),
        ("tr", f"thing {9 + 2 * (LINES - 1)}", 0),
    ]


@pytest.mark.parametrize(
    "tall",
    [
        stanza(99),
        table(99).replace("<td>thing 5<", '<td rowspan="2">thing 5<'),
        f'<div style="display: table">{"<p>one</p>" * 99}</div>',
    ],
    ids=["kept", "spanned", "one cell"],
)
def test_what_is_higher_than_a_page_goes_on_on_the_next(prose, tall):
    found, document, _ = made(f"{prose}{tall}{prose}", recto=True)
    assert all(lines_of(page)[-1] <= 31 + LINES * LEADING for page in document)
    assert {page.rect.height for page in document} == {LINES * LEADING + 60}
    assert len(found.pages) > 4


def test_what_is_in_no_plan_is_set_again_without_one(prose, monkeypatch):
    """A plan that the engine cannot keep costs nothing but the filling."""
    wrong = Filling((), (PageEnd(0, 1, 5 * LEADING), PageEnd(0, 2, 0.0)), 0.0)

    def misled(strip, *, recto):
        assert recto is True
        return Filling((0,) * len(strip.blocks), wrong.ends, 0.0)

    monkeypatch.setattr(filling, "plan", misled)
    _, document, fitting = made(prose, recto=True)
    assert fitting.unfitted == {"pages that did not end as planned": 1}
    assert len(lines_of(document[0])) >= LINES - 1


def test_the_same_run_gives_the_same_bytes(prose):
    assert made(prose)[0].pdf == made(prose)[0].pdf


def test_a_margin_at_the_head_of_a_page_is_dropped():
    """CSS Fragmentation 3, 5.2; on named pages, too, and inside other blocks."""
    stanza = "".join(f'<span class="line">line {n}</span>' for n in range(4))
    body = "<p>one</p>" * LINES + f'<div class="verse"><p>{stanza}</p></div><p>end</p>'
    _, document, __ = made(body)
    second = lines_of(document[1])
    assert second[0] == lines_of(document[0])[0]


@pytest.mark.usefixtures("press")
def test_what_is_replaced_in_the_engine_is_as_it_was():
    from weasyprint import layout  # noqa: PLC0415
    from weasyprint.layout import LayoutContext, block, page  # noqa: PLC0415

    def parameters(function):
        return list(inspect.signature(function).parameters)

    assert parameters(page.remake_page) == ["index", "context", "root_box", "html"]
    assert parameters(layout.initialize_page_maker) == ["context", "root_box"]
    assert parameters(LayoutContext.overflows_page) == ["self", "bottom_space", "position_y"]
    assert parameters(LayoutContext.layout_footnote) == ["self", "footnote"]
    assert parameters(block.block_level_layout)[:9] == [
        "context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty",
        "absolute_boxes", "fixed_boxes", "adjoining_margins",
    ]  # fmt: skip
    source = inspect.getsource(page.make_page)
    bottom, number = source.index("context.page_bottom ="), source.index("context.current_page =")
    assert bottom < number, "a page is measured before it says its number"
