"""Slips of the author's hand in Markdown, by the rules of plain text (`structure/oddities`)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bookmaker.book import Paragraph, plain_text
from bookmaker.readers.markdown.elements import Break, Element, HeadingMark
from bookmaker.readers.markdown.outline import read_title
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.structure import oddities

_HABIT = 8
_RARE = 0.125


def report_slips(elements: Sequence[Element], lines: Sequence[str], page: Page) -> None:
    """Report marks, numbers, tabs and spaces that break the manuscript's own habit.

    Args:
        elements: what the manuscript holds.
        lines: its lines as typed; those of its head do no harm.
        page: the manuscript under way.
    """
    _mixed_marks(elements, page)
    _out_of_order(elements, page)
    _missing_breaks(elements, page)
    prose = [element for element in elements if isinstance(element, Paragraph)]
    _lone_tabs(prose, lines, page)
    typed = [
        (number, lines[number - 1])
        for paragraph in prose
        for number in range(
            paragraph.span.line, (paragraph.span.end_line or paragraph.span.line) + 1
        )
    ]
    for number, words in oddities.wide_spaces([(n, text.strip()) for n, text in typed]):
        page.tell("BM-TYPE-005", number, words=words)


def _mixed_marks(elements: Sequence[Element], page: Page) -> None:
    marks = [
        element
        for element, after in pairwise(elements)
        if isinstance(element, Break) and element.opener and not isinstance(after, HeadingMark)
    ]
    bare = ["".join(mark.opener.split()) for mark in marks]
    usual, count, odd = oddities.unusual_marks(bare)
    for index in odd:
        mark = marks[index]
        page.tell("BM-READ-005", mark.span.line, mark=mark.opener, usual=usual, count=count)


def _out_of_order(elements: Sequence[Element], page: Page) -> None:
    marks = [element for element in elements if isinstance(element, HeadingMark)]
    titles = [read_title(mark) for mark in marks]
    keyed = [
        replace(t, form=f"{t.form} {m.level}") if t else None
        for t, m in zip(titles, marks, strict=True)
    ]
    for index, last in oddities.out_of_order(keyed):
        title, mark = titles[index], marks[index]
        if title is not None and not mark.pinned:
            page.tell("BM-READ-007", mark.span.line, number=title.number, last=last, next=last + 1)


def _missing_breaks(elements: Sequence[Element], page: Page) -> None:
    found = [
        here
        for above, here, below in zip(elements, elements[1:], elements[2:], strict=False)
        if _is_prose(above) and _is_prose(below) and isinstance(here, Paragraph)
        and here.span.end_line is None and here.span.line not in page.pins.fixed
        and oddities.is_label(plain_text(here.inlines))
    ]  # fmt: skip
    for paragraph in found if len(found) < _HABIT // 2 else ():
        words = plain_text(paragraph.inlines)
        page.tell("BM-READ-008", paragraph.span.line, words=words)


def _is_prose(element: Element) -> bool:
    return isinstance(element, Paragraph) and oddities.is_prose(plain_text(element.inlines))


def _lone_tabs(prose: Sequence[Paragraph], lines: Sequence[str], page: Page) -> None:
    tabbed = [p.span.line for p in prose if lines[p.span.line - 1][:1] == "\t"]
    if len(prose) < _HABIT or not 0 < len(tabbed) <= _RARE * len(prose):
        return
    for line in tabbed:
        page.tell("BM-READ-006", line)
