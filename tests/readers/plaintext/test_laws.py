"""Laws of the plain-text reader: no word lost, none moved; linear; the same again."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.book import (
    Heading,
    Letter,
    LineBreak,
    NoteReference,
    Ornament,
    Paragraph,
    Part,
    Quotation,
    Verse,
    plain_text,
)
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.plaintext import read_text

WORD = re.compile(r"[^\W_]+")


def read(text):
    return read_text(Manuscript("m.txt", text, "text"), StructureSettings())


def _inlines(inlines):
    out = ""
    for inline in inlines:
        if isinstance(inline, NoteReference):
            out += f" {re.sub(r'-[0-9]+$', '', inline.note_id)} "
        elif isinstance(inline, LineBreak):
            out += " "
        else:
            out += _inlines(inline.children) if hasattr(inline, "children") else inline.text
    return out


def _blocks(blocks):
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block.span.line, _inlines(block.inlines)
            case Verse():
                for stanza in block.stanzas:
                    for line in stanza.lines:
                        yield line.line, _inlines(line.inlines)
                yield block.span.end_line, _inlines(block.attribution)
            case Quotation() | Letter():
                yield from _blocks(block.blocks)
                yield block.span.end_line, _inlines(getattr(block, "attribution", ()))
            case Ornament():
                pass


def _epigraph(epigraph):
    if epigraph:
        yield from _blocks(epigraph.blocks)
        yield epigraph.span.end_line, _inlines(epigraph.attribution)


def _chapter(chapter):
    yield chapter.span.line, _inlines(chapter.number) + " " + _inlines(chapter.title)
    yield from _epigraph(chapter.epigraph)
    for scene in chapter.scenes:
        if scene.dateline:
            yield from _blocks((scene.dateline,))
        yield from _blocks(scene.blocks)


def spoken(reading):
    """Return (line, words) of everything in the book and everything withheld, in typed order."""
    book = reading.book
    found = [(held.span.line, held.text) for held in reading.withheld]
    for section in (*book.front, *book.back):
        found.append((section.span.line, _inlines(section.title)))
        found += _blocks(section.blocks)
    found += _epigraph(book.epigraph)
    for division in book.body:
        if isinstance(division, Part):
            name = _inlines(division.number) + " " + _inlines(division.title)
            found.append((division.span.line, name))
            found += _epigraph(division.epigraph)
            found += _blocks(division.intro)
            for chapter in division.chapters:
                found += _chapter(chapter)
        else:
            found += _chapter(division)
    for note in book.notes:
        found.append((note.span.line, re.sub(r"-[0-9]+$", "", note.id)))
        found += _blocks(note.blocks)
    found.sort(key=lambda piece: piece[0])
    return found


ATOMS = st.sampled_from(
    [
        "", "", "", " ", "\u00a0", "\f", "***", "* * *", "#", "---", "~", "oOo", "xXx", "XXX",
        "-- ",
        "Chapter One", "CHAPTER II", "Chapter 3: The Gate", "I", "II", "III", "1", "2. Storm",
        "Part One", "BOOK II", "Prologue", "Epilogue", "Epigraph", "Dedication", "Notes",
        "Contents",
        "Title: The Long Fog", "Author: A. Quill", "Summary: it rains", "Disclaimer: not mine",
        "By Ada Fenn", "To my brother", "Two months later", "Harbour, 2003", "She ran.",
        "\"Who's there?\" said the _cat_, or the *wind*.", "snake_case and 2 * 3 = 6", "_open",
        "Carry me over the water,", "  carry me under the rain", "carry me home", "-- Ovid, _Met._",
        "Dear Nell,", "Yours ever,", "Edwin", "P.S. The cook is new.", "THE END", "TBC",
        "He said so.[1]", "[1] Always.", "[Footnote 1: Never.]", "[Illustration: a horse]",
        "[Illustration]", "# A heading", "==========", "about 3,200 words", "me@example.org",
        ("A long line of prose that goes on for rather more than the sixty columns it would need "
        "to be called long, and then a little more."),
        "This is a line that was broken by a margin near seventy-two columns of",
        "of the page it was on and went",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
        "*** END OF THE PROJECT GUTENBERG EBOOK X ***",
    ]
)  # fmt: skip
TYPED = st.lists(st.one_of(ATOMS, st.text(max_size=40)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(TYPED, st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n\n\n"]))
def test_no_word_is_lost_or_moved(lines, end):
    text = end.join(lines)
    reading = read(text)
    typed = WORD.findall(text)
    kept = [word for _, piece in spoken(reading) for word in WORD.findall(piece)]
    marks = Counter(
        word for word in typed if word.casefold() in {"ooo", "xxx", "o", "x", "footnote"}
    )
    missing = Counter(typed) - Counter(kept)
    assert not Counter(kept) - Counter(typed)
    assert not missing - marks - Counter({"break": 99, "scene": 99})
    skip = set(missing)
    order = [word for word in typed if word not in skip]
    assert [word for word in kept if word not in skip] == order


@settings(max_examples=50, deadline=None)
@given(TYPED)
def test_reading_twice_is_the_same(lines):
    text = "\n".join(lines)
    assert read(text) == read(text)


@settings(max_examples=80, deadline=None)
@given(TYPED)
def test_line_starts_name_the_line(lines):
    for scene in (
        s for d in read("\n".join(lines)).book.body if not isinstance(d, Part) for s in d.scenes
    ):
        for block in scene.blocks:
            if isinstance(block, Paragraph) and block.line_starts:
                text = plain_text(block.inlines)
                assert all(0 < at <= len(text) and text[at - 1] == " " for at in block.line_starts)


@pytest.mark.prove
@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "_" * 200_000,
        "_a " * 100_000,
        "[1" * 100_000,
        "*a **b " * 25_000,
        "She ran on.\n\n\n" * 8_000,
        "***\n" * 25_000,
        "Short line\n" * 25_000,
        "Title: x\n" * 8_000,
        "I\n\n\n\n" * 8_000,
        "Dear Nell,\n\nLove,\n\n" * 4_000,
        "[1] note [1]\n\n" * 4_000,
        '"' * 100_000,
        " \n" * 200_000,
        "Chapter One\n\n" * 8_000,
        "=" * 100_000 + "\nx",
        "oO " * 25_000,
        "- a\n" * 15_000,
    ],
    ids=range(18),
)
def test_time_is_linear(text):
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 8
