"""Markers of printed pages: where they stand, and that they change nothing else."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bookmaker.markup import nav_document, with_page_breaks
from bookmaker.markup.page_breaks import marker, word_start
from bookmaker.metadata import Metadata
from bookmaker.print_run import PageMap, PageStart
from bookmaker.publication import ContentDocument, Publication

NAME = "text/chapter-01.xhtml"
MARKER = re.compile(rb'<span epub:type="pagebreak"[^>]*></span>')
BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "th", "td", "figure", "figcaption", "hr"}
HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head>
<title>A &lt;p&gt; in the head</title>
</head>
<body epub:type="bodymatter">
<section id="start">
"""
FOOT = "\n</section>\n</body>\n</html>\n"


def book(body: str) -> Publication:
    page = ContentDocument(NAME, "chapter", "body", "One", f"{HEAD}{body}{FOOT}".encode())
    return Publication(Metadata(title="A", language="en"), (page,), (), (), ())


def marked(body: str, *places: tuple[int, int]) -> str:
    """Return `body` with a marker for each block and offset, written | for brevity."""
    pages = tuple(PageStart(n, str(n), "body", NAME, *place) for n, place in enumerate(places, 1))
    breaks = with_page_breaks(book(body), PageMap(pages))
    assert breaks.left_out == ()
    xhtml = breaks.publication.documents[0].xhtml
    assert sorted(h for _, h in breaks.targets) == sorted(f"{NAME}#page-{p.label}" for p in pages)
    etree.fromstring(xhtml)
    return MARKER.sub(b"|", xhtml).decode().removeprefix(HEAD).removesuffix(FOOT)


@pytest.mark.parametrize(
    ("body", "place", "expected"),
    [
        ("<p>One two.</p>", (0, 0), "<p>|One two.</p>"),
        ("<p>One two.</p>", (0, 4), "<p>One |two.</p>"),
        ("<p>One two.</p>", (0, 8), "<p>One two.|</p>"),
        ("<p>One two.</p>", (0, 6), "<p>One |two.</p>"),
        ("<p>Half-baked</p>", (0, 5), "<p>Half-|baked</p>"),
        ("<p>she could\u00adn’t go</p>", (0, 12), "<p>she |could\u00adn’t go</p>"),
        ("<p>中文字没有空格</p>", (0, 3), "<p>中文字|没有空格</p>"),
        ("<p>ein u\u0308ber</p>", (0, 5), "<p>ein |u\u0308ber</p>"),
        ("<p>A &amp; B &lt; C</p>", (0, 4), "<p>A &amp; |B &lt; C</p>"),
        ("<p>A &amp; B &lt; C</p>", (0, 2), "<p>A |&amp; B &lt; C</p>"),
        ("<p>A &amp; B &lt; C</p>", (0, 7), "<p>A &amp; B &lt;| C</p>"),
        ("<p>un<em>believ</em>able it</p>", (0, 5), "<p>|un<em>believ</em>able it</p>"),
        ("<p>a <em>word here</em></p>", (0, 2), "<p>a |<em>word here</em></p>"),
        ("<p>a <em>word here</em></p>", (0, 7), "<p>a <em>word |here</em></p>"),
        ("<p>a <em>word </em>here</p>", (0, 7), "<p>a <em>word </em>|here</p>"),
        (
            '<p>end<a class="noteref" href="#n">1</a> on</p>',
            (0, 3),
            '<p>end|<a class="noteref" href="#n">1</a> on</p>',
        ),
        (
            '<p><span class="line">A</span><br/>\n<span class="line">b</span></p>',
            (0, 2),
            '<p><span class="line">A</span><br/>\n<span class="line">|b</span></p>',
        ),
        (
            '<header>\n<h1 id="heading">One</h1>\n</header>\n<p>A</p>',
            (0, 0),
            '<header>\n|<h1 id="heading">One</h1>\n</header>\n<p>A</p>',
        ),
        ('<p>A</p>\n<hr class="x"/>\n<p>B</p>', (1, 0), '<p>A</p>\n|<hr class="x"/>\n<p>B</p>'),
        ('<p>A</p>\n<hr class="x"/>\n<p>B</p>', (2, 0), '<p>A</p>\n<hr class="x"/>\n<p>|B</p>'),
        (
            '<figure><img src="a" alt=""/><figcaption>C d</figcaption></figure>',
            (0, 0),
            '|<figure><img src="a" alt=""/><figcaption>C d</figcaption></figure>',
        ),
        (
            '<figure><img src="a" alt=""/><figcaption>C d</figcaption></figure>',
            (1, 2),
            '<figure><img src="a" alt=""/><figcaption>C |d</figcaption></figure>',
        ),
        ("<pre><code>a\n  b</code></pre>", (0, 2), "<pre><code>a\n|  b</code></pre>"),
    ],
)
def test_a_marker_stands_at_the_page_s_first_character(body, place, expected):
    assert marked(body, place) == expected


def test_a_wall_of_letters_keeps_its_breaks():
    assert word_start("x" * 500, 300) == 300
    assert word_start("a " + "x" * 40, 30) == 2


def test_pages_that_begin_at_one_place_stay_in_order():
    pages = [PageStart(n, label, "body", NAME, 0, 0) for n, label in enumerate(["ix", "x", "1"])]
    breaks = with_page_breaks(book("<p>A</p>"), PageMap(tuple(pages)))
    assert [label for label, _ in breaks.targets] == ["ix", "x", "1"]
    assert (
        marker("ix") + marker("x") + marker("1") in breaks.publication.documents[0].xhtml.decode()
    )


def test_every_page_is_marked_or_left_out():
    pages = (
        PageStart(0, "i", "print-only"),
        PageStart(1, "ii", "blank"),
        PageStart(2, "1", "body", NAME, 0, 0),
    )
    breaks = with_page_breaks(book("<p>A</p>"), PageMap(pages))
    assert breaks.targets == (("1", f"{NAME}#page-1"),)
    assert breaks.left_out == pages[:2]


def test_without_pages_nothing_is_changed():
    whole = book("<p>A</p>")
    breaks = with_page_breaks(whole, PageMap())
    assert (breaks.publication, breaks.targets, breaks.left_out) == (whole, (), ())


def test_the_pages_are_listed_in_the_order_of_reading():
    first = book("<p>A</p>")
    second = replace(first.documents[0], name="text/chapter-02.xhtml")
    whole = replace(first, documents=(*first.documents, second))
    pages = (
        PageStart(0, "1", "body", second.name, 0, 0),
        PageStart(1, "2", "body", NAME, 0, 0),
    )
    breaks = with_page_breaks(whole, PageMap(pages))
    assert breaks.targets == (("2", f"{NAME}#page-2"), ("1", f"{second.name}#page-1"))
    nav = nav_document(breaks.publication, breaks.targets)
    assert b'<a href="text/chapter-02.xhtml#page-1">1</a>' in nav
    assert nav.count(b"hidden") == 1


INLINE = st.recursive(
    st.text("ab &<é’-\u00ad中 ", max_size=8).map(
        lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
    ),
    lambda inner: st.lists(inner, max_size=3).flatmap(
        lambda parts: st.sampled_from(
            [
                "{}",
                "<em>{}</em>",
                '<span class="line">{}</span><br/>',
                '<span lang="fr">{}</span>',
                '<a href="#x">{}</a>',
            ]
        ).map(lambda frame: frame.format("".join(parts)))
    ),
    max_leaves=8,
)
BLOCK = st.one_of(
    st.tuples(st.sampled_from(["p", "h1", "h3", "td", "pre"]), INLINE).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    ),
    st.just("<hr/>"),
    INLINE.map(
        lambda words: f'<figure><img src="a" alt=""/><figcaption>{words}</figcaption></figure>'
    ),
)


def blocks_and_breaks(xhtml: bytes) -> list[tuple[str, list[int]]]:
    """Return each block's text (a figure has none), and the offsets of the markers in it."""
    found = []
    for element in etree.fromstring(xhtml).iter():
        name = element.tag.rpartition("}")[2]
        if name == "figure":
            found.append(("", []))
        elif name in BLOCKS:
            text, breaks = [], []
            for event, inner in etree.iterwalk(element, events=("start", "end")):
                if event == "start":
                    if inner.get("role") == "doc-pagebreak":
                        breaks.append(len("".join(text)))
                    text.append(inner.text or "")
                elif inner is not element:
                    text.append(inner.tail or "")
            found.append(("".join(text), breaks))
    return found


@settings(max_examples=100)
@given(st.lists(BLOCK, min_size=1, max_size=6), st.data())
def test_taking_the_markers_out_gives_the_bytes_back(bodies, data):
    whole = book("\n".join(bodies))
    original = whole.documents[0].xhtml
    texts = [text for text, _ in blocks_and_breaks(original)]
    starts = []
    for number in range(data.draw(st.integers(0, 6))):
        ordinal = data.draw(st.integers(0, len(texts) - 1))
        offset = data.draw(st.integers(0, len(texts[ordinal])))
        starts.append(PageStart(number, str(number), "body", NAME, ordinal, offset))
    breaks = with_page_breaks(whole, PageMap(tuple(starts)))
    xhtml = breaks.publication.documents[0].xhtml
    assert MARKER.sub(b"", xhtml) == original
    after = blocks_and_breaks(xhtml)
    assert [text for text, _ in after] == texts
    assert len(breaks.targets) == len(starts) == xhtml.count(b"doc-pagebreak")
    wanted = sorted((s.ordinal, word_start(texts[s.ordinal], s.offset)) for s in starts)
    there = [(n, offset) for n, (_, offsets) in enumerate(after) for offset in offsets]
    assert [p for p in there if p[1]] == [p for p in wanted if p[1]]
