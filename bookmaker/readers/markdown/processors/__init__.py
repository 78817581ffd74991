"""The processors of Markdown's blocks, in the order in which they are asked.

python-markdown asks the processor of the highest priority first. Its own do the work where they
fit, given exactly their lines; ours stand beside them. Deregistered for good are `indent`
(`ListIndentProcessor` nests by four spaces alone; our items know their column) and `empty` (blocks
of ours are never empty).
"""

from typing import Final

from markdown.blockprocessors import BlockProcessor

from bookmaker.readers.markdown.parser import BookParser
from bookmaker.readers.markdown.processors import (
    breaks,
    code,
    fenced_divs,
    fences,
    gaps,
    headings,
    line_blocks,
    lists,
    notes,
    paragraphs,
    pins,
    quotes,
    raw_html,
    references,
    tables,
)

ORDER: Final[tuple[tuple[str, int, type[BlockProcessor]], ...]] = (
    ("gap", 110, gaps.GapProcessor),
    ("pin", 100, pins.PinProcessor),
    ("mark", 99, pins.MarkProcessor),
    ("code", 80, code.IndentedProcessor),
    ("fence", 78, fences.FenceProcessor),
    ("comment", 77, raw_html.CommentProcessor),
    ("program", 76, raw_html.ProgramProcessor),
    ("container", 75, raw_html.ContainerProcessor),
    ("html", 74, raw_html.HtmlProcessor),
    ("div", 72, fenced_divs.DivProcessor),
    ("hashheader", 70, headings.HashProcessor),
    ("quote", 60, quotes.QuotationProcessor),
    ("hr", 50, breaks.BreakProcessor),  # before the lists: `* * *`
    ("olist", 40, lists.ListProcessor),
    ("ulist", 30, lists.BulletProcessor),
    ("footnote", 25, notes.NoteProcessor),
    ("reference", 24, references.DefinitionProcessor),
    ("table", 20, tables.GridProcessor),
    ("lines", 18, line_blocks.LineBlockProcessor),
    ("setextheader", 15, headings.UnderlineProcessor),
    ("paragraph", 10, paragraphs.ProseProcessor),
)
"""Name in python-markdown's registry, priority, processor."""


def register(parser: BookParser) -> None:
    """Put every processor into the parser's registry."""
    for name, priority, processor in ORDER:
        parser.blockprocessors.register(processor(parser), name, priority)
