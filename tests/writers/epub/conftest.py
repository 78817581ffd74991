"""A book of our own words that holds every kind of thing the shared markup knows."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from bookmaker.metadata import Metadata, Person, Series
from bookmaker.publication import (
    ContentDocument,
    Landmark,
    NavPoint,
    Publication,
    Resource,
)

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{language}" xml:lang="{language}"{direction}>
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{css}"/>
</head>
"""

CHAPTER = """<header>
<h1 id="heading"><span class="number">Chapter One</span> <span class="title">The Road</span></h1>
</header>
<blockquote class="epigraph" epub:type="epigraph" role="doc-epigraph">
<div class="verse">
<p class="stanza"><span class="line">The mill goes round, the water stays,</span><br/>
<span class="line indent-1">the miller’s daughter counts the days.</span></p>
<p class="attribution"><cite>A song of the weir</cite></p>
</div>
</blockquote>
<p class="dateline">Two months later</p>
<p class="first chapter-first">“The road bent left at the mill,” she said, and nobody — \
<em>nobody</em> — had walked it since the flood.\
<a id="ref-1" class="noteref" epub:type="noteref" \
role="doc-noteref" href="#note-1">1</a></p>
<p>A priest read <span lang="el" xml:lang="el">πάντα ῥεῖ</span>, a sign said \
<span lang="he" xml:lang="he" dir="rtl">שלום</span> and 中国, and the star was ★. It was \
H<sub>2</sub>O, the 3<sup>rd</sup>, <s>struck</s>, <strong>bold and <em>both</em></strong>, \
<code>let x = 1</code>, <span class="small-caps">small capitals</span>, \
<i lang="la" xml:lang="la">et cetera</i>.</p>
<div class="verse">
<p class="stanza"><span class="line">One line of verse that is long enough to be turned over on a \
narrow screen, and again,</span><br/>
<span class="line indent-2">and one set in.</span></p>
<p class="stanza"><span class="line">A second stanza.</span></p>
</div>
<p class="continued">And so she went.</p>
<hr class="scene-break"/>
<p class="dateline">The next morning</p>
<p class="first">A letter lay upon the sill.</p>
<div class="letter">
<p class="dateline">The Mill, 3 May</p>
<p class="salutation">Dear Anne,</p>
<p>The water is high again. I have moved the flour up to the second floor and the cat with it.</p>
<p>Do not come by the lower road.</p>
<p class="valediction">Yours ever,</p>
<p class="signature">Tom</p>
<p class="postscript">P.S. Bring salt.</p>
</div>
<h2>A heading</h2>
<p>After a heading.</p>
<blockquote class="quotation">
<p>A quotation of two sentences. This is the second.</p>
<p class="attribution"><cite>The almanac</cite></p>
</blockquote>
<ul>
<li><p>flour</p></li>
<li><p>salt</p></li>
</ul>
<table>
<thead>
<tr><th scope="col">Day</th><th scope="col">Water</th></tr>
</thead>
<tbody>
<tr><td class="align-left">Monday</td><td class="align-right">12</td></tr>
</tbody>
</table>
<pre><code>if water &gt; 12:
    move(flour)</code></pre>
<figure><img src="../images/dot.png" alt="A grey square"/><figcaption>The mill in fog</figcaption>\
</figure>
<p class="ornament">❧</p>
<p class="centred">THE END</p>
<section class="notes" epub:type="footnotes" aria-label="Notes">
<aside id="note-1" class="footnote" epub:type="footnote" role="doc-footnote">
<p><a class="backlink" role="doc-backlink" href="#ref-1" aria-label="Back to the text">1</a> \
Nobody but the heron.</p>
</aside>
</section>
"""

TITLE_PAGE = """<h1 id="heading" class="book-title">The Low Road</h1>
<p class="subtitle" epub:type="subtitle" role="doc-subtitle">A Tale of Water</p>
<p class="series"><span class="supplied">Book 2 of</span> The Weir</p>
<p class="author">Ada Quill and Bo Reed</p>
<p class="contributor"><span class="supplied">Translated by</span> Cy Marsh</p>
<p class="publisher">Weir Press</p>
"""


def png(shade: int = 128) -> bytes:
    """Return a grey picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes([0, shade]))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def document(name: str, role: str, title: str, content: str,  # noqa: PLR0913, PLR0917  its fields
             matter: str = "body", language: str = "en-GB") -> ContentDocument:  # fmt: skip
    """Return a document as `markup` makes it."""
    types = {"chapter": "chapter", "title-page": "titlepage"}
    kind = f' epub:type="{types[role]}"' if role in types else ""
    aria = ' role="doc-chapter"' if role == "chapter" else ""
    named = 'aria-labelledby="heading"' if 'id="heading"' in content else f'aria-label="{title}"'
    direction = ' dir="rtl"' if language in {"ar", "he"} else ""
    head = HEAD.format(language=language, direction=direction, title=title, css="../css/book.css")
    text = (
        f'{head}<body epub:type="{matter}matter">\n'
        f'<section id="start" class="{role}"{kind}{aria} {named}>\n'
        f"{content}</section>\n</body>\n</html>\n"
    )
    return ContentDocument(name, role, matter, title, text.encode())


def navigation(publication: Publication) -> bytes:
    """Return a navigation document as `markup.nav_document` makes it."""

    def entries(points: tuple[NavPoint, ...]) -> str:
        rows = (
            f'<li><a href="{p.href}">{p.title}</a>{entries(p.children) if p.children else ""}</li>'
            for p in points
        )
        return f"<ol>\n{chr(10).join(rows)}\n</ol>"

    marks = "\n".join(
        f'<li><a epub:type="{mark.epub_type}" href="{mark.href}">{mark.title}</a></li>'
        for mark in publication.landmarks
    )
    head = HEAD.format(language="en-GB", direction="", title="Contents", css="css/book.css")
    return (
        f'{head}<body>\n<nav id="toc" epub:type="toc" role="doc-toc" aria-label="Contents">\n'
        f"<h1>Contents</h1>\n{entries(publication.toc)}\n</nav>\n"
        '<nav id="landmarks" epub:type="landmarks" aria-label="Landmarks" hidden="">\n'
        f"<ol>\n{marks}\n</ol>\n</nav>\n</body>\n</html>\n"
    ).encode()


METADATA = Metadata(
    title="The Low Road",
    subtitle="A Tale of Water",
    authors=(Person("Ada Quill", file_as="Quill, Ada"), Person("Bo Reed")),
    contributors=(Person("Cy Marsh", "trl"),),
    language="en-GB",
    series=Series("The Weir", "2"),
    publisher="Weir Press",
    rights="Copyright © 2024 Ada Quill & Bo Reed",
    description="A mill, a flood, a road.",
    date="2024-05-17",
    modified="2024-05-18T10:11:12Z",
    identifier="urn:uuid:6f1b7c1e-3c1e-5c55-9a0e-0a6d7b1e2f3a",
    epub_isbn="978-0-306-40615-7",
    subjects=("Fiction", "Rivers"),
)


def everything() -> Publication:
    """Return the book with everything in it."""
    cover = (
        '<img src="../images/cover.png" alt="Cover: The Low Road" role="doc-cover"'
        ' epub:type="cover"/>\n'
    )
    return Publication(
        metadata=METADATA,
        documents=(
            document("text/cover.xhtml", "cover", "Cover", cover, "front"),
            document("text/title-page.xhtml", "title-page", "The Low Road", TITLE_PAGE, "front"),
            document("text/chapter-01.xhtml", "chapter", "Chapter One: The Road", CHAPTER),
            document("text/chapter-02.xhtml", "chapter", "Two",
                     '<h1 id="heading"><span class="title">Two</span></h1>\n'
                     '<p class="first chapter-first">More.</p>\n'),
        ),
        resources=(
            Resource("images/dot.png", "image/png", png()),
            Resource("images/cover.png", "image/png", png(90)),
        ),
        toc=(
            NavPoint("Chapter One: The Road", "text/chapter-01.xhtml",
                     (NavPoint("Two", "text/chapter-02.xhtml"),)),
        ),
        landmarks=(
            Landmark("cover", "Cover", "text/cover.xhtml"),
            Landmark("toc", "Contents", "nav.xhtml#toc"),
            Landmark("bodymatter", "Start", "text/chapter-01.xhtml"),
        ),
        cover="images/cover.png",
    )  # fmt: skip


@pytest.fixture
def publication() -> Publication:
    return everything()


@pytest.fixture
def everything_nav(publication: Publication) -> bytes:
    return navigation(publication)


@pytest.fixture
def navigate() -> Callable[[Publication], bytes]:
    return navigation


@pytest.fixture
def bare() -> Publication:
    """The least a book can be: a title, a language, one document."""
    page = document("text/story.xhtml", "chapter", "Story", '<p class="first">A word.</p>\n')
    metadata = Metadata(title="Story", language="en", identifier=METADATA.identifier,
                        modified="2000-01-01T00:00:00Z")  # fmt: skip
    start = (Landmark("bodymatter", "Start", page.name),)
    return Publication(metadata, (page,), (), (NavPoint("Story", page.name),), start)


@pytest.fixture
def arabic(bare: Publication) -> Publication:
    """A book that reads from right to left."""
    page = document("text/story.xhtml", "chapter", "قصة", '<p class="first">كان يا ما كان</p>\n',
                    language="ar")  # fmt: skip
    metadata = replace(bare.metadata, title="قصة", language="ar")
    return replace(bare, metadata=metadata, documents=(page,))
