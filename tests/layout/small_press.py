"""A small book by hand, marked up as docs/markup.md says, in words written for these tests."""

from bookmaker.metadata import Metadata, Person
from bookmaker.publication import (
    ContentDocument,
    NavPoint,
    Publication,
    Resource,
    SourceLine,
)

PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    ' lang="{lang}" xml:lang="{lang}">\n<head><title>{title}</title></head>\n'
    '<body epub:type="{matter}matter">\n<section id="start" class="{role}">\n{content}\n'
    "</section>\n</body>\n</html>\n"
)


def document(  # noqa: PLR0913  a document has as many parts
    role, content, *, name="", matter="body", title="", lang="en", continues=False
):
    name = name or f"text/{role}.xhtml"
    classes = f"{role} continues" if continues else role
    xhtml = PAGE.format(lang=lang, title=title, matter=matter, role=classes, content=content)
    return ContentDocument(
        name, role, matter, title or role, xhtml.encode(), continues, len(content.split())
    )


def chapter(number, content, *, label="", title="", name=""):
    spans = [
        f'<span class="{kind}">{words}</span>'
        for kind, words in (("number", label), ("title", title))
        if words
    ]
    heading = f'<header>\n<h1 id="heading">{" ".join(spans)}</h1>\n</header>\n' if spans else ""
    full = ": ".join(words for words in (label, title) if words)
    return document(
        "chapter",
        heading + content,
        name=name or f"text/chapter-{number:02}.xhtml",
        title=full or f"Chapter {number}",
    )


def point(doc, *children):
    return NavPoint(doc.title, doc.name, tuple(children))


def publication(*documents, resources=(), sources=(), toc=None, **told):
    told.setdefault("title", "The Salt Road")
    told.setdefault("authors", (Person("Ada Quill"),))
    told.setdefault("language", "en")
    told.setdefault("modified", "2024-05-17T10:00:00Z")
    listed = tuple(
        point(d)
        for d in documents
        if d.role not in {"cover", "title-page", "copyright-page"} and not d.continues
    )
    return Publication(
        Metadata(**told), documents, tuple(resources), listed if toc is None else toc, (), sources
    )


TITLE_PAGE = document(
    "title-page",
    '<h1 id="heading" class="book-title">The Salt Road</h1>\n'
    '<p class="subtitle">A Story of the Marsh</p>\n'
    '<p class="series"><span class="supplied">Book 2 of</span> The Low Country</p>\n'
    '<p class="author">Ada Quill</p>\n<p class="publisher">Heron House</p>',
    matter="front",
    title="The Salt Road",
)
COPYRIGHT = document(
    "copyright-page",
    '<p class="copyright"><span class="supplied">Copyright ©</span> 2024 Ada Quill</p>\n'
    '<p class="rights">All rights reserved.</p>\n'
    "<p>The people of this story never lived, and the marsh is on no map.</p>\n"
    '<p class="isbn"><span class="supplied">ISBN</span> 978-1-111-11111-1</p>',
    matter="front",
    title="Copyright",
)
DEDICATION = document("dedication", "<p>For those who kept the lamps</p>", matter="front")
EPIGRAPH = document(
    "epigraph",
    '<blockquote class="epigraph">\n<div class="verse">\n'
    '<p class="stanza"><span class="line">The road goes under when the tide is high,</span><br/>\n'
    '<span class="line indent-1">and who walks then walks under,</span><br/>\n'
    '<span class="line">and the heron, that has all the time there is,</span><br/>\n'
    '<span class="line indent-1">stands by to wonder.</span></p>\n'
    '<p class="stanza"><span class="line">So count the posts, and count them again,</span><br/>\n'
    '<span class="line indent-1">and leave the last uncounted.</span></p>\n</div>\n'
    '<p class="attribution"><cite>Marsh rhyme</cite></p>\n</blockquote>',
    matter="front",
)
PREFACE = document(
    "preface",
    '<header>\n<h1 id="heading"><span class="title">Preface</span></h1>\n</header>\n'
    + "\n".join(
        f"<p>{words}</p>"
        for words in (
            "This is the second telling. The first was lost with the boat that carried it.",
            "It was put together from letters, and from what my aunt would say of an evening. " * 5,
        )
    ),
    matter="front",
    title="Preface",
)

SENTENCES = """\
The road ran out along the marsh as straight as a rule, and nobody who had a choice took it\
 after noon.
There were posts on the seaward side, tarred at the foot and silver at the head, and every\
 tenth post carried a lamp that nobody lit any longer.
She counted them as her aunt had taught her, under the breath and without haste.
A heron got up, thought better of it, and came down again in the same place.
Further on, where the causeway dipped, the water had already found its way across and lay\
 there quite still, like a plate that somebody has put down for a moment.
“You’ll want to hurry,” said the boy with the cart.
She did not want to hurry; she wanted to be there, which is another thing altogether.
By the time the bells began, the difference between the land and everything else had grown\
 very small.
""".splitlines()


def prose(paragraphs, start=0, opening=""):
    """Return so many paragraphs, each different; the first opens the chapter."""
    made = []
    for number in range(paragraphs):
        count = 2 + (number * 5 + start) % 5
        words = " ".join(SENTENCES[(start + number * 3 + k) % 8] for k in range(count))
        if number == 0:
            words = f"{opening}{words}"
            made.append(f'<p class="first chapter-first">{words}</p>')
        else:
            made.append(f"<p>{words}</p>")
    return "\n".join(made)


BREAK = '\n<hr class="scene-break"/>\n'
SCENE = (
    BREAK + '<p class="dateline">Two days later</p>\n<p class="first">It rained.'
    " The posts stood in it up to their second ring.</p>\n" + "<p>Nobody came by the road. </p>"
)
LETTER = (
    '<div class="letter">\n<p class="dateline">Wick End, 3rd October</p>\n'
    '<p class="salutation">Dear Niece,</p>\n'
    "<p>The lamp oil has come, and it is the wrong oil. Do not set out before the Tuesday tide,"
    " whatever they tell you at the inn, for they have beds to fill.</p>\n"
    "<p>I have found the book. It says less than I hoped.</p>\n"
    '<p class="valediction">Your loving aunt,</p>\n<p class="signature">Hester</p>\n'
    '<p class="postscript">P.S. Bring string.</p>\n</div>\n'
    '<p class="continued">She read it twice and put it back in her glove.</p>'
)
VERSE = (
    '<div class="verse">\n<p class="stanza">'
    '<span class="line">Nine went down by the salt road,</span><br/>\n'
    '<span class="line">and eight came back by the sea, with more to say of the weather than any'
    " honest man would need,</span><br/>\n"
    '<span class="line indent-2">and one sent word.</span></p>\n</div>'
)
NOTED = (
    '<p>They still measured in posts there<a id="ref-1" class="noteref" href="#note-1">1</a> and'
    ' would not be told<a id="ref-2" class="noteref" href="#note-2">2</a> otherwise.</p>'
)
NOTES = (
    '<section class="notes" aria-label="Notes">\n<aside id="note-1" class="footnote">\n'
    '<p><a class="backlink" href="#ref-1">1</a> Eleven yards, or twelve after rain.</p>\n</aside>\n'
    '<aside id="note-2" class="footnote">\n'
    '<p><a class="backlink" href="#ref-2">2</a> The last surveyor who tried it was given soup,'
    " and a bed, and his instruments back in the morning with the brass polished.</p>\n"
    "<p>He kept the bill.</p>\n</aside>\n</section>"
)


def whole_book():
    """Return a book with a little of everything."""
    one = chapter(
        1,
        prose(9)
        + SCENE
        + LETTER
        + prose(4, 3).replace(' class="first chapter-first"', "")
        + NOTED
        + VERSE
        + prose(6, 5).replace(' class="first chapter-first"', "")
        + NOTES,
        label="Chapter One",
        title="The Causeway",
    )
    two = chapter(
        2,
        '<blockquote class="epigraph">\n<p>Of all the birds the heron keeps best accounts.</p>\n'
        '<p class="attribution"><cite>A Country Almanack</cite></p>\n</blockquote>\n'
        + prose(12, 5, "“Well,” said the boy, “that’s the last of it.” "),
        label="Chapter Two",
        title="In Which the Tide, Having Been Expected at Four, Comes In at a Quarter to Three",
    )
    three = chapter(
        3,
        prose(3, 2, "’Tis a long way round. ")
        + BREAK
        + '<p class="first">Then came <em>the</em> <span class="small-caps">lamps</span>.</p>\n'
        + "<p>Λόγος, слово, שלום, ⁂, and 言葉 were cut on the ninth post.</p>\n"
        + "<ul>\n<li><p>string</p></li>\n<li><p>oil</p></li>\n</ul>\n"
        + "<table><thead><tr><th>Post</th><th>Lamp</th></tr></thead><tbody>"
        + '<tr><td>10</td><td class="align-right">lit</td></tr></tbody></table>\n'
        + "<pre><code>post = 10\nlamp = post // 10</code></pre>\n"
        + prose(8, 1).replace(' class="first chapter-first"', ""),
        label="Chapter Three",
        title="Lamps",
    )
    return publication(
        TITLE_PAGE, COPYRIGHT, DEDICATION, EPIGRAPH, PREFACE, one, two, three,
        print_isbn="978-2-222-22222-2",
        sources=(SourceLine("text/chapter-01.xhtml", 1, "salt.txt", 12),),
    )  # fmt: skip


__all__ = ["Resource"]
