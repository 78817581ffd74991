"""Rows and heads of tables that are higher than a page: every word stands, and the head again."""

from collections import Counter
from xml.etree.ElementTree import fromstring

import pytest

from bookmaker import fonts
from bookmaker.layout import weasy
from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.weasy import filling, mends
from bookmaker.layout.weasy.narrowest import narrowest_at_once

FACE = "EB Garamond"
LEADING, LINES = 14, 30
SHEET = f"""
html {{ font: 11pt/{LEADING}pt "{FACE}"; orphans: 2; widows: 2 }}
@page {{ size: 300pt {LINES * LEADING + 60}pt; margin: 30pt; @footnote {{ margin-top: 7pt }} }}
body, p, blockquote, ul {{ margin: 0 }}
.note {{ float: footnote; font-size: 9pt; line-height: 11pt }}
.note::footnote-call, .note::footnote-marker {{ content: "" }}
table {{ border-collapse: collapse }}
th, td {{ padding: 0 .6em; vertical-align: top; line-height: 1rlh }}
tr {{ break-inside: avoid }}
"""
TALL = LINES * 12  # words: more than a page of any column here


def told(name, words=TALL):
    return " ".join(f"{name}{number}" for number in range(words))


def table(head, *rows):
    parts = [("thead", "th", [head] if head else []), ("tbody", "td", rows)]
    return (
        "<table>"
        + "".join(
            f"<{group}>"
            + "".join(
                "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in row) + "</tr>"
                for row in those
            )
            + f"</{group}>"
            for group, cell, those in parts
            if those
        )
        + "</table>"
    )


TABLES = {
    "a tall cell": table(("Alpha", "Beta"), ("first", told("w")), ("x", "y")),
    "several tall cells": table(
        ("Alpha", "Beta", "Gamma"), (told("u"), told("v", 200), told("w", 500))
    ),
    "rows before": table(("Alpha", "Beta"), *[("a", "b")] * 9, ("first", told("w"))),
    "one after the other": table(("Alpha", "Beta"), ("a", told("u")), ("b", told("v"))),
    "no head": table((), ("first", told("w")), ("x", "y")),
    "in a quotation": f"<blockquote>{table(('Alpha', 'Beta'), ('a', told('w')))}</blockquote>",
    "in a list": f"<ul><li>item {table(('Alpha', 'Beta'), ('a', told('w')))}</li></ul>",
    "a note": table(
        ("Alpha", "Beta"),
        ("a", f'{told("u")} here<span class="note">{told("n", 99)}</span> {told("v")}'),
    ),
    "as high as a page with its note": table(
        ("Alpha", "Beta"),
        ("a", f'{"w<br/>" * (LINES - 5)}<span class="note">{told("n", 99)}</span>'),
    ),
    "two rows of one cell": table(("Alpha", "Beta"), ("a", told("w"))).replace(
        "<td>a</td>", f'<td rowspan="2">{told("u")}</td>'
    ).replace("</tr></tbody>", f"</tr><tr><td>{told('v')}</td></tr></tbody>"),
}  # fmt: skip
HEADS = {
    "a tall head": table(("Alpha", told("w")), ("x", "y")),
    "a head of half a page": table(("Alpha", told("w", 120)), ("x", told("v"))),
    "a tall head alone": table(("Alpha", told("w"))),
}


@pytest.fixture
def made(monkeypatch):
    """Set a body; return what was typeset, and the words of each page from its boxes."""
    boxes = []

    def kept(*given, **how):
        filled = filling.filled_pages(*given, **how)
        boxes[:] = filled.pages
        return filled

    monkeypatch.setattr(weasy, "filled_pages", kept)

    def run(body):
        tree = fromstring(f'<html lang="en"><body><section>{body}</section></body></html>')  # noqa: S314  ours
        script = weasy.Script(tree, SHEET, {}, (fonts.face(FACE).path.parent,))
        found = weasy.typeset(script, lambda _: None, Fitting(), recto=True)
        pages = []
        for page in boxes:
            texts = [box for box in page.descendants() if hasattr(box, "text")]
            assert all(box.position_y + box.height <= page.margin_height() - 39 for box in texts)
            pages.append(" ".join(box.text for box in texts).split())
        return found, pages

    return run


def words_of(body):
    parts = body.replace("<", " <").split("<")
    return Counter(word for part in parts for word in part.partition(">")[2].split())


@pytest.mark.parametrize("body", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("lines", [0, LINES - 8], ids=["alone", "below text"])
def test_a_tall_row_is_set_whole_and_the_head_on_each_page(body, lines, made):
    _, pages = made(f"{'<p>one</p>' * lines}{body}<p>end</p>")
    wanted, found = words_of(body), Counter(word for page in pages for word in page)
    again = {"Alpha", "Beta", "Gamma"} & set(wanted)
    assert found == wanted + Counter(
        {"one": lines, "end": 1, **{word: found[word] - 1 for word in again}}
    )
    of_rows = {word for word in wanted if word[0] in "wuvx"}  # not those of the note
    with_rows = [page for page in pages if of_rows & set(page)]
    assert len(pages) > 1
    assert all(again <= set(page) for page in with_rows)


@pytest.mark.parametrize("body", HEADS.values(), ids=HEADS)
def test_a_head_that_leaves_no_room_for_rows_stands_once(body, made):
    found, pages = made(f"{body}<p>end</p>")
    assert Counter(word for page in pages for word in page) == words_of(body) + Counter(["end"])
    assert {leaf.page for leaf in found.leaves} == set(range(len(pages)))  # none is decoration


def test_a_row_that_can_stand_on_a_page_is_not_parted(made):
    low = "<br/>".join(f"w{number}" for number in range(LINES - 6))
    _, pages = made("<p>one</p>" * 8 + table(("Alpha", "Beta"), ("a", low)))
    assert pages[0] == ["one"] * 8
    assert {"Alpha", "w0", f"w{LINES - 7}"} <= set(pages[1])


def test_pages_begin_where_the_first_cell_goes_on(made):
    found, pages = made(TABLES["several tall cells"])
    for page, each in list(zip(pages, found.pages, strict=True))[1:3]:
        element, letters = each.start
        assert element.tag == "td"
        assert "".join(element.text.split())[letters:].startswith(page[3])


# ---------------------------------------------------------------- how narrow cells can be


def asked(letters, made, monkeypatch):
    """Set a cell with a word of so many letters; count what is split to find its least width."""
    from weasyprint.layout import preferred  # noqa: PLC0415  the faces must be chosen first

    plain, count = preferred.split_first_line, []

    def split_first_line(text, *where, **how):
        count.append(len(text))
        return plain(text, *where, **how)

    word = ("abcdefghij" * letters)[:letters]
    cell = f'<span style="overflow-wrap: anywhere">{word}</span>'
    with monkeypatch.context() as patched:
        patched.setattr(preferred, "split_first_line", split_first_line)
        _, pages = made(table(("Alpha", "Beta"), ("some words", cell)))
    return sum(count), pages


def test_the_least_width_of_a_cell_is_found_in_linear_time(monkeypatch, made):
    few, many = (asked(letters, made, monkeypatch)[0] for letters in (400, 1600))
    assert few > 0
    assert many < 5 * few


def test_lines_of_cells_are_those_of_the_engine(monkeypatch, made):
    _, mended = asked(250, made, monkeypatch)
    others = tuple(mend for mend in mends._MENDS if mend is not narrowest_at_once)  # noqa: SLF001
    monkeypatch.setattr(mends, "_MENDS", others)
    assert asked(250, made, monkeypatch)[1] == mended
