"""python-markdown does the block structure: its parser, its registry, its processors and ours."""

from markdown import blockprocessors
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor

from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.parser import BookMarkdown, parse_blocks
from bookmaker.readers.markdown.passages import Blocks, Passage
from bookmaker.readers.markdown.processors import ORDER

LIBRARY = {
    "code": blockprocessors.CodeBlockProcessor,
    "hashheader": blockprocessors.HashHeaderProcessor,
    "setextheader": blockprocessors.SetextHeaderProcessor,
    "hr": blockprocessors.HRProcessor,
    "olist": blockprocessors.OListProcessor,
    "ulist": blockprocessors.UListProcessor,
    "quote": blockprocessors.BlockQuoteProcessor,
    "reference": blockprocessors.ReferenceProcessor,
    "paragraph": blockprocessors.ParagraphProcessor,
    "table": TableProcessor,
    "footnote": FootnoteBlockProcessor,
}


def test_the_librarys_registry_holds_the_processors_in_order():
    md = BookMarkdown(Page("m.md"), 1)
    assert isinstance(md.parser, BlockParser)
    assert [type(p) for p in md.parser.blockprocessors] == [p for _, _, p in ORDER]
    assert [priority for _, priority, _ in ORDER] == sorted((p for _, p, _ in ORDER), reverse=True)
    for name, processor in LIBRARY.items():
        assert isinstance(md.parser.blockprocessors[name], processor)


def test_phases_that_a_book_does_not_need_are_empty():
    md = BookMarkdown(Page("m.md"), 1)
    phases = (md.preprocessors, md.inlinePatterns, md.treeprocessors, md.postprocessors)
    assert [len(phase) for phase in phases] == [0, 0, 0, 0]


def test_the_tree_carries_lines_through_containers():
    page = Page("m.md")
    tree = parse_blocks("# A\nb\n\n> - c\n>   d\n>\n>   e\n\n[^n]: f\n\n    g\n", 11, page)
    found = [(e.tag, e.get("line"), e.get("end")) for e in tree.iter() if e.get("line")]
    assert found == [
        ("h1", "11", None),
        ("p", "12", None),
        ("blockquote", "14", "17"),
        ("ul", "14", "17"),
        ("p", "14", None),
        ("p", "17", None),
        ("note", "19", "21"),
        ("p", "19", None),
        ("p", "21", None),
    ]
    assert page.note_labels == {"n"}
    assert page.diagnostics == []


def test_what_is_put_back_knows_its_line():
    blocks = Blocks(["", "a", "b", "c", "", "", "d"], 5)
    assert [(str(b), b.line, b.blanks) for b in blocks] == [("a\nb\nc", 6, 1), ("d", 11, 2)]
    blocks.pop(0)
    blocks.insert(0, "c")
    assert (blocks[0].line, blocks[0].blanks) == (8, 0)
    assert list(blocks.lines()) == ["c", "", "", "d"]
    assert blocks.take(4) == ["c", "", "", "d"]


def test_long_blocks_are_cut_without_a_gap():
    blocks = Blocks(["x"] * 150, 1)
    assert [(b.line, b.blanks, b.count("\n") + 1) for b in blocks] == [
        (1, 1, 64),
        (65, 0, 64),
        (129, 0, 22),
    ]
    blocks.part(100)
    assert [(b.line, b.count("\n") + 1) for b in blocks] == [(1, 100), (101, 28), (129, 22)]


def test_the_sign_of_a_passage():
    signs = [Passage(text, 1).sign for text in ("word", "   > a", "    code", "- a\n\n    b")]
    assert signs == ["w", ">", " ", "-"]
