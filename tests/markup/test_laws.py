"""What holds for every book: valid XML, words conserved, links that lead somewhere, same bytes."""

import re
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bookmaker import book as b
from bookmaker.diagnostics import Span
from bookmaker.markup import makeup, render
from bookmaker.metadata import Metadata
from bookmaker.publication import ContentDocument, Publication

H = "{http://www.w3.org/1999/xhtml}"
BLOCKS = {*(f"h{n}" for n in range(1, 7)), *["p", "pre", "th", "td", "figure", "figcaption", "hr"]}
NOTES = ("n1", "n2", "n3")
SPAN = Span("manuscript.md", 3)

words = st.text("aé&<>\"' “”—\u00a0שaaa  ", min_size=1, max_size=12)
texts = st.builds(b.Text, words)


def wrap(children: st.SearchStrategy[b.Inline]) -> st.SearchStrategy[b.Inline]:
    run = st.lists(children, max_size=3).map(tuple)
    plain = [b.Emphasis, b.Strong, b.SmallCaps, b.Superscript, b.Subscript, b.Strike]
    return st.one_of(
        st.sampled_from(plain).flatmap(lambda cls: st.builds(cls, run)),
        st.builds(b.Link, run, st.sampled_from(["https://example.org/?a=1&b", "#there", "#not"])),
        st.builds(b.Language, run, st.sampled_from(["fr", "he", "ar-Latn"])),
    )


leaves = st.one_of(
    texts,
    texts,
    st.builds(b.Code, words),
    st.builds(b.NoteReference, st.sampled_from(NOTES)),
    st.just(b.LineBreak()),
)
inlines = st.lists(st.recursive(leaves, wrap, max_leaves=4), min_size=1, max_size=4).map(tuple)
span = st.just(SPAN)
paragraphs = st.builds(b.Paragraph, inlines, span, st.sampled_from(b.ParagraphRole))
lines = st.builds(b.VerseLine, inlines, st.just(4), st.integers(0, 9))
stanzas = st.builds(b.Stanza, st.lists(lines, min_size=1, max_size=2).map(tuple))
verses = st.builds(b.Verse, st.lists(stanzas, max_size=2).map(tuple), span, inlines)
headings = st.builds(
    b.Heading, inlines, st.integers(1, 6), span, st.sampled_from(["", "there", "note-1"])
)
codes = st.builds(b.CodeBlock, words, span)
rows = st.lists(inlines, max_size=2).map(tuple)
tables = st.builds(
    b.Table, rows, st.lists(rows, max_size=2).map(tuple), st.just(("right", "")), span
)
figures = st.builds(b.Figure, st.just("lost.png"), st.just(""), inlines, span)


def nest(children: st.SearchStrategy[b.Block]) -> st.SearchStrategy[b.Block]:
    run = st.lists(children, max_size=2).map(tuple)
    return st.one_of(
        st.builds(b.Quotation, run, span, inlines),
        st.builds(b.Letter, run, span),
        st.builds(b.List, st.lists(run, max_size=2).map(tuple), st.booleans(), span),
    )


plain_blocks = st.one_of(paragraphs, paragraphs, verses, headings, codes, tables, figures)
blocks = st.lists(st.recursive(plain_blocks, nest, max_leaves=3), max_size=3).map(tuple)
scenes = st.builds(b.Scene, blocks, span, st.none() | paragraphs)
epigraphs = st.none() | st.builds(b.Epigraph, blocks, span, inlines)
chapter_roles = st.sampled_from([b.Role.CHAPTER, b.Role.PROLOGUE, b.Role.INTERLUDE])
heads = st.just(()) | inlines
chapters = st.builds(
    b.Chapter, st.lists(scenes, max_size=3).map(tuple), span, chapter_roles, heads, heads, epigraphs
)
parts = st.builds(
    b.Part, st.lists(chapters, max_size=2).map(tuple), span, heads, heads, epigraphs, blocks
)
sections = st.builds(
    b.Section, st.sampled_from([b.Role.AFTERWORD, b.Role.NOTES]), blocks, span, heads
)
books = st.builds(
    b.Book,
    st.just(Metadata(title="T", language="en")),
    st.lists(parts | chapters, min_size=1, max_size=3).map(tuple),
    back=st.lists(sections, max_size=2).map(tuple),
    notes=st.tuples(*(st.builds(b.Note, st.just(n), blocks, span) for n in NOTES)),
)


def typed(blocks: Iterable[b.Block]) -> Iterator[str]:  # noqa: C901, PLR0912  one case a block
    """Yield the words of each block, in order, by a walk of our own."""
    for block in blocks:
        match block:
            case b.Paragraph() | b.Heading():
                yield flat(block.inlines)
            case b.Verse():
                for stanza in block.stanzas:
                    yield " ".join(flat(line.inlines) for line in stanza.lines)
                yield flat(block.attribution)
            case b.Quotation():
                yield from typed(block.blocks)
                yield flat(block.attribution)
            case b.Letter():
                yield from typed(block.blocks)
            case b.List():
                for item in block.items:
                    yield from typed(item)
            case b.Figure():
                yield flat(block.caption)
            case b.Table():
                for row in (block.header, *block.rows):
                    yield from map(flat, row)
            case b.CodeBlock() | b.Ornament():
                yield block.text


def flat(inlines: b.Inlines) -> str:
    """Return the words of inlines."""
    found = []
    for inline in inlines:
        match inline:
            case b.Text() | b.Code():
                found.append(inline.text)
            case b.LineBreak():
                found.append(" ")
            case b.NoteReference() | b.Image():
                pass
            case _:
                found.append(flat(inline.children))
    return "".join(found)


def typed_body(book: b.Book) -> Iterator[str]:
    for division in (*book.body, *book.back):
        if isinstance(division, b.Section):
            yield flat(division.title)
            yield from typed(division.blocks)
            continue
        yield flat(division.number) + " " + flat(division.title)
        yield from epigraph(division)
        if isinstance(division, b.Part):
            yield from typed(division.intro)
        for chapter in division.chapters if isinstance(division, b.Part) else (division,):
            if chapter is not division:
                yield flat(chapter.number) + " " + flat(chapter.title)
                yield from epigraph(chapter)
            for scene in chapter.scenes:
                yield from typed([scene.dateline] if scene.dateline else [])
                yield from typed(scene.blocks)


def epigraph(division: b.Part | b.Chapter) -> Iterator[str]:
    if division.epigraph is not None:
        yield from typed(division.epigraph.blocks)
        yield flat(division.epigraph.attribution)


def tree(document: ContentDocument) -> etree._Element:
    return etree.fromstring(document.xhtml)


def is_ours(element: etree._Element) -> bool:
    return bool({"supplied", "noteref", "backlink"} & set(element.get("class", "").split()))


def set_words(element: etree._Element) -> Iterator[str]:
    """Yield the author's words of each block of an element."""
    for block in element.iter(*(H + name for name in BLOCKS)):
        if block.tag != f"{H}figure":
            yield "".join(own(block))


def own(element: etree._Element) -> Iterator[str]:
    if not is_ours(element):
        yield element.text or ""
        for child in element:
            yield from own(child)
            yield child.tail or ""


def split(texts: Iterable[str]) -> list[str]:
    """Return words; addresses shown in the place of a link's missing words are left out."""
    found = " ".join(texts)
    for href in ("https://example.org/?a=1&b", "#there", "#not"):
        found = found.replace(href, "")
    return found.split()


def streams(publication: Publication) -> tuple[list[str], list[list[str]]]:
    """Return the words of the body, and those of each note."""
    body, notes = [], []
    for document in publication.documents[1:]:
        root = tree(document)
        for section in root.findall(f".//{H}section[@class='notes']"):
            notes += [split(set_words(aside)) for aside in section]
            section.getparent().remove(section)
        body += set_words(root)
    return split(body), sorted(notes)


@settings(max_examples=50)
@given(books)
def test_no_word_is_lost_or_moved(book: b.Book) -> None:
    body, notes = streams(render(book, {}).publication)
    assert body == split(typed_body(book))
    assert notes == sorted(split(typed(note.blocks)) for note in book.notes)


@settings(max_examples=25)
@given(books)
def test_documents_are_sound(book: b.Book) -> None:
    rendering = render(book, {})
    publication = rendering.publication
    ids = {
        d.name: [e.get("id") for e in tree(d).iter() if e.get("id")] for d in publication.documents
    }
    for document in publication.documents:
        assert len(set(ids[document.name])) == len(ids[document.name])
        assert document.title
        assert not tree(document).findall(f".//{H}a//{H}a")
        for link in tree(document).iter(f"{H}a"):
            assert_leads_somewhere(link.get("href"), document.name, ids)
    assert render(book, {}) == rendering
    assert {d.code for d in rendering.diagnostics} <= {f"BM-MARK-{n:03}" for n in (1, 3, 5, 6)}


def assert_leads_somewhere(href: str, name: str, ids: dict[str, list[str]]) -> None:
    if not href.startswith("https:"):
        file, _, fragment = href.partition("#")
        target = ids[f"text/{file}" if file else name]
        assert fragment in ([*target, ""] if file else target)


@settings(max_examples=25)
@given(books)
def test_ordinals_count_what_the_contract_says(book: b.Book) -> None:
    publication = render(book, {}).publication
    for document in publication.documents[1:]:
        own = [s.ordinal for s in publication.sources if s.document == document.name]
        count = sum(1 for e in tree(document).iter() if e.tag.removeprefix(H) in BLOCKS)
        assert own == sorted(set(own))
        assert not own or own[-1] < count
        supplied = sum(1 for e in tree(document).iter(f"{H}h1") if is_ours(e))
        marks = sum(1 for e in tree(document).iter(f"{H}p") if e.get("class") == "note-number")
        assert len(own) + supplied + marks == count


@settings(max_examples=25)
@given(books)
def test_a_long_document_continues_without_loss(book: b.Book) -> None:
    whole = render(book, {}).publication
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(makeup, "LIMIT", 2_000)
        cut = render(book, {}).publication
    assert streams(cut) == streams(whole)
    assert cut.toc == whole.toc
    assert sum(d.words for d in cut.documents) == sum(d.words for d in whole.documents)
    assert [d.name for d in cut.documents if not d.continues] == [d.name for d in whole.documents]
    breaks = re.compile(rb'<hr class="scene-break"/>')
    assert sum(len(breaks.findall(d.xhtml)) for d in cut.documents) == sum(
        len(breaks.findall(d.xhtml)) for d in whole.documents
    )
    for document in cut.documents:
        section = tree(document).find(f".//{H}section")
        assert section is not None
        assert not document.continues or not section.get("role")
        calls = {a.get("href") for a in section.iter(f"{H}a") if a.get("id", "").startswith("ref-")}
        backs = {f"#{a.get('id')}" for a in section.iter(f"{H}aside")}
        assert calls <= backs
