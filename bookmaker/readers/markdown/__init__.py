"""Markdown in, `Reading` out.

    lines -> parser (python-markdown's) -> tree -> conversion -> elements -> outline
          -> divisions.make_book -> Book

python-markdown parses the blocks: `parser` sets it up, `processors` lists its own processors and
ours in one order. What stands inside a block is parsed by `inlines`, for the library's inline phase
takes quadratic time. Every block carries its line, every input takes linear time, and what has no
place in a book is said and its words kept. `docs/manuscript-markdown.md` says what is understood.
"""

import re
from dataclasses import replace

from bookmaker.book import Book, Certainty, Note, Paragraph, Reading, Role, Section
from bookmaker.metadata import Metadata, Person
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.head import Head, split_head
from bookmaker.readers.lines import split_lines
from bookmaker.readers.markdown.conversion import elements_of
from bookmaker.readers.markdown.divisions import make_book
from bookmaker.readers.markdown.elements import Break, Element, Gap, HeadingMark, Point
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.parser import parse_blocks
from bookmaker.readers.markdown.pins import pins_of
from bookmaker.readers.markdown.repair import called_in, without_calls
from bookmaker.readers.markdown.slips import report_slips
from bookmaker.readers.markdown.vault import comments_as_html, located
from bookmaker.readers.structure.title_page import byline

_HABIT = 0.25
_SPACES = re.compile("[\t\v\f\x85]")
_DASHED = re.compile(r"^[-–—].*", re.MULTILINE)


def read_markdown(manuscript: Manuscript, settings: StructureSettings) -> Reading:
    """Read a Markdown manuscript: pure, and linear in its length.

    Every word lands in the book, in a link's or picture's attributes, or in `Reading.withheld`.

    Raises:
        InputError: the head cannot be understood (BM-READ-102), or a pin fits no line
            (BM-READ-001, -004), with its line.
    """
    lines = split_lines(manuscript.text)
    text = "\n".join(lines)
    head = split_head(text, manuscript.path)
    page = Page(manuscript.path, settings.accept_blank_breaks)
    if settings.pins:
        page.pins = pins_of(settings.pins, [""] * head.lines + lines[head.lines :], page.path)
    elements = _scan(text, head, page)
    report_slips(elements, lines, page)
    book = make_book(elements, _named(head.metadata, page), page)
    book = _with_notes(replace(book, front=head.sections + book.front), page)
    decisions = page.pins.settled(page.decisions)
    withheld = sorted(
        (*head.withheld, *page.withheld, *located(page.cuts, lines)),
        key=lambda held: held.span.line,
    )
    found = sorted(
        (*head.diagnostics, *page.diagnostics), key=lambda d: d.span.line if d.span else 0
    )
    return Reading(book, tuple(decisions), tuple(found), tuple(withheld), head.settings)


def _scan(text: str, head: Head, page: Page) -> list[Element]:
    body = text[head.length :] if head.length else text
    if _SPACES.search(body):
        body = _SPACES.sub(lambda found: found[0] if found[0] == "\t" else " ", body).expandtabs(4)
    page.talks_by_dash = sum(len(said) > 3 for said in _DASHED.findall(body)) > 40  # noqa: PLR2004
    tree = parse_blocks(comments_as_html(body), head.lines + 1, page)
    page.pins.stop_on_rest()
    return _settle_gaps(_run_on(elements_of(tree, page), page), page)


def _named(metadata: Metadata, page: Page) -> Metadata:
    """Return what the head says, and what the author pinned as title and author."""
    for kind, (words, span) in page.pins.fields.items():
        if kind == "title" and not metadata.title:
            spans = (*metadata.spans, ("title", span))
            metadata = replace(metadata, title=words, spans=spans)
        elif kind == "author" and not metadata.authors:
            spans = (*metadata.spans, ("authors", span))
            name = byline(words) or words
            metadata = replace(metadata, authors=(Person(name),), spans=spans)
    return metadata


def _run_on(elements: list[Element], page: Page) -> list[Element]:
    """Take out the breaks around the places where the author says that no scene begins."""
    if not any(isinstance(element, Point) for element in elements):
        return elements
    found: list[Element] = []
    runs_on = False
    for element in elements:
        if isinstance(element, Point) and element.kind == "no-break":
            while found and isinstance(found[-1], Break | Gap):
                _drop(found.pop(), page)
            runs_on = True
        elif runs_on and isinstance(element, Break | Gap):
            _drop(element, page)
        else:
            found.append(element)
            runs_on = False
    return found


def _drop(element: Element, page: Page) -> None:
    if isinstance(element, Break) and element.opener:
        page.withhold("mark", element.opener, element.span)


def _settle_gaps(elements: list[Element], page: Page) -> list[Element]:
    """Turn gaps between paragraphs into scene breaks where the settings say so, else report them.

    Where gaps are the habit between paragraphs they mean nothing.
    """
    gaps = [i for i, e in enumerate(elements) if isinstance(e, Gap) and _parts_prose(elements, i)]
    paragraphs = sum(isinstance(element, Paragraph) for element in elements)
    told = set(gaps) if len(gaps) <= max(1, paragraphs * _HABIT) else set()
    found: list[Element] = []
    for index, element in enumerate(elements):
        if not isinstance(element, Gap):
            found.append(element)
        elif index in told and page.accept_blank_breaks:
            found.append(Break("", element.span))
            page.decide("scene", element.span, f"{element.count} blank lines")
        elif index in told:
            page.tell("BM-READ-106", element.span.line, count=element.count)
            page.decide("gap", element.span, f"{element.count} blank lines", Certainty.DOUBT)
    return found


def _parts_prose(elements: list[Element], index: int) -> bool:
    around = (elements[index - 1], elements[index + 1] if index + 1 < len(elements) else None)
    return not any(
        element is None or isinstance(element, HeadingMark | Break) for element in around
    )


def _with_notes(book: Book, page: Page) -> Book:
    """Add the notes in the order of their calls; notes never called follow the book."""
    if page.withheld_calls:  # of a title that is metadata now; the notes stay, below the book
        still = called_in((book, *page.notes.values()))
        for label in sorted(page.withheld_calls - still):
            page.called.pop(label, None)
    missing = {label for label in page.called if label not in page.notes}
    if missing:
        book = without_calls(book, missing, page)
    notes = tuple(page.notes[label] for label in page.called if label in page.notes)
    uncalled = [note for label, note in page.notes.items() if label not in page.called]
    if not uncalled:
        return _replaced(book, notes, book.back)
    for note in uncalled:
        page.tell("BM-READ-104", note.span.line, name=note.id)
    blocks = tuple(block for note in uncalled for block in note.blocks)
    section = Section(Role.NOTES, blocks, uncalled[0].span)
    return _replaced(book, notes, (*book.back, section))


def _replaced(book: Book, notes: tuple[Note, ...], back: tuple[Section, ...]) -> Book:
    return Book(book.metadata, book.body, book.front, book.epigraph, back, notes)
