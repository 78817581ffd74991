"""What holds for every Markdown manuscript: no word lost, linear time, the same book twice."""

import re
import time
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.errors import InputError
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers import read

WORD = re.compile(r"w\d+x")
MARKUP = st.sampled_from(
    ["*", "**", "_", "`", "``", "[", "]", "](", ")", "[^a]", "[^a]: ", "![", "^[", "^", "~", "~~",
     "<em>", "</em>", "<div>", "</div>", '<div class="epigraph">', "<!--", "-->", "<script>",
     "</script>", "<p>", "<br>", "<hr>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<pre>",
     '<a href="', '<img src="', '">', "<?", "<![CDATA[", "]]>", "<figure>", "<figcaption>",
     "> ", ">> ", "# ", "## ", "### ", "- ", "1. ", "  ", "    ", "\n", "\n\n", "\n\n\n", "---\n",
     "***\n", "```\n", "~~~\n", "::: verse\n", "::: epigraph\n", ":::\n", "| ", "a|b\n-|-\n",
     "  \n",
     "\\", "\\\n", "&amp;", "&", "{.smallcaps}", "{#id}", "-- ", "by ", "To ", "===\n", "\t",
     "Chapter One", "Part Two: ", "Dedication", "Epigraph", "Contents", "[a]: b", "title: ",
     "---\ntitle: ", "Two months later\n\n", "<http://a.b/", ">"]
)  # fmt: skip
REFUSED = {"BM-READ-102", "BM-SET-004"}
PIECES = st.lists(st.one_of(st.none(), MARKUP), max_size=40)


def read_text(text, **structure):
    return read((Manuscript("m.md", text, "markdown"),), StructureSettings(**structure))


def typed(pieces):
    """Number the words, so that each is one of its kind."""
    return "".join(f"w{i}x " if piece is None else piece for i, piece in enumerate(pieces))


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for f in fields(value):
            if f.name not in {"span", "spans", "line_starts", "role"}:
                yield from strings(getattr(value, f.name))


@settings(max_examples=100)
@given(PIECES)
def test_no_word_is_lost(pieces):
    text = typed(pieces)
    try:
        reading = read_text(text)
    except InputError as error:  # a head that is none
        codes = {d.code for d in error.diagnostics}
        assert codes <= REFUSED
        return
    said = [*strings(reading.book), *(w.text for w in reading.withheld)]
    kept = WORD.findall(" ".join([*said, *(d.message for d in reading.diagnostics)]))
    assert set(WORD.findall(text)) <= set(kept)


def words_by_place(value, first=0, last=0):
    """Yield each word of a book with the first and last line of the innermost block it is in."""
    if isinstance(value, str):
        yield from ((word, first, last) for word in WORD.findall(value))
    elif isinstance(value, tuple):
        for item in value:
            yield from words_by_place(item, first, last)
    elif is_dataclass(value):
        if hasattr(value, "span"):
            first, last = value.span.line, value.span.end_line or value.span.line
        for f in fields(value):
            if f.name not in {"span", "spans", "line_starts", "role"}:
                yield from words_by_place(getattr(value, f.name), first, last)


@settings(max_examples=100)
@given(PIECES)
def test_every_word_stands_on_its_blocks_lines(pieces):
    text = typed([piece for piece in pieces if piece is None or "<" not in piece])
    try:
        reading = read_text(text)
    except InputError:  # a head that is none
        return
    typed_at = {
        word: number
        for number, line in enumerate(text.split("\n"), 1)
        for word in WORD.findall(line)
    }
    said = [*words_by_place(reading.book.body), *words_by_place(reading.book.back)]
    assert [(w, a, typed_at[w], b) for w, a, b in said if not a <= typed_at[w] <= b] == []


@settings(max_examples=60)
@given(st.text(alphabet="*_`[]()<>!#-+~^|:&\\{}\"' \n\tax1.=", max_size=200))
def test_any_text_is_read_and_twice_the_same(text):
    try:
        assert read_text(text) == read_text(text)
    except InputError as error:
        codes = {d.code for d in error.diagnostics}
        assert codes <= REFUSED


@settings(max_examples=60)
@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,8}){2,12}\.", fullmatch=True), min_size=1))
def test_prose_is_silent_and_keeps_its_lines(paragraphs):
    reading = read_text("# One\n\nFirst words here.\n\n" + "\n\n".join(paragraphs) + "\n")
    blocks = [b for c in reading.book.body for s in c.scenes for b in s.blocks]
    assert [b.span.line for b in blocks] == [3 + 2 * i for i in range(len(paragraphs) + 1)]
    assert reading.diagnostics == ()


UNITS = [
    "[", "*", ">", "`", "![", "(", "<", "[^a]", "![^a]", "_a ", "**a ", "> a\n", ">>>>> a\n\n",
    "- a\n", "- a\n\n", "# A\n", "text\n\n***\n\n", "```\n", "~~~a\n", "::: a\n", "<div>\n\n",
    "<p>", "<!--\n\n", "<script>\n\n", "a|b\n-|-\nx|y\n\n", "| a\n", "[a]: b\n", "[^a]: b\n\n",
    "a\n---\n", "1. a\n", "   - a\n", "a  \n", "&amp;", "\\", "<b><i>", "<div><", "\t\t\ta\n",
    "a <!-- x -->\n\n", "^[a", "[a](", "[a](<b ", "key: v\n", "- ",
    "a                                        ", "## P\n\n### A\n\n",
    "<script>a</script>", "<!-- x -->", "a|`b`", "a\n# b\n", "- a\n  - b\n", "[^a]:\n\n    b\n\n",
]  # fmt: skip


@pytest.mark.prove
@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit):
    small, large = (_seconds((unit * size)[:size]) for size in (4_000, 16_000))
    assert large <= 6 * small + 0.15


@pytest.mark.prove
def test_deep_lists_are_linear():
    small, large = (_seconds("\n".join("  " * i + "- a" for i in range(n))) for n in (60, 120))
    assert large <= 6 * small + 0.15


@pytest.mark.prove
def test_one_long_line_with_italics():
    assert _seconds("*word* and more " * 60_000) < 15


def _seconds(text):
    best = 60.0
    for _ in range(2):
        start = time.process_time()
        read_text(text)
        best = min(best, time.process_time() - start)
    return best


def test_nesting_is_bounded_and_told():
    reading = read_text("> " * 60 + "deep down\n")
    assert [d.code for d in reading.diagnostics] == ["BM-READ-110"]
    assert "deep down" in " ".join(strings(reading.book))


def test_inline_nesting_is_bounded_and_told():
    reading = read_text("*a **b " * 60 + "deep" + "** *" * 60 + "\n")
    assert {d.code for d in reading.diagnostics} <= {"BM-READ-110"}


def test_more_blocks_than_any_book_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those within others count: eight signs make eight quotations."""
    monkeypatch.setattr("bookmaker.readers.markdown.page.MOST_BLOCKS", 99)
    few, many = ((Manuscript("m.md", ">>>>>>>> a\n\n" * count, "markdown"),) for count in (9, 13))
    assert read(few, StructureSettings()).book.body
    with pytest.raises(InputError, match="BM-INPUT-017"):
        read(many, StructureSettings())
