"""From a Markdown manuscript's elements to a `Book`: parts, chapters, scenes, front and back."""

import re
from dataclasses import replace
from typing import Final

from bookmaker.book import (
    Block,
    Book,
    Certainty,
    Chapter,
    Epigraph,
    Heading,
    Inlines,
    LineBreak,
    Paragraph,
    Part,
    Role,
    Scene,
    Section,
    Text,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata, Person
from bookmaker.readers.markdown import epigraphs
from bookmaker.readers.markdown.correspondence import letters_in
from bookmaker.readers.markdown.divs import as_lines
from bookmaker.readers.markdown.elements import (
    Division,
    Element,
    Gap,
    HeadingMark,
    Point,
    as_blocks,
)
from bookmaker.readers.markdown.opening import Opening
from bookmaker.readers.markdown.outline import Entry, Opens, make_outline
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.quotations import join_stanzas
from bookmaker.readers.markdown.repair import called_in
from bookmaker.readers.markdown.scenes import make_scenes
from bookmaker.readers.markdown.stretches import (
    STORY,
    Stretch,
    before_front,
    is_pinned_section,
    is_story,
    open_section,
    opens_with_epigraphs,
)
from bookmaker.readers.markdown.words import count_words, numbered, texts
from bookmaker.readers.structure.draft import Level
from bookmaker.readers.structure.heading_forms import fold

_BODY_ROLES: Final = {Role.CHAPTER, Role.PROLOGUE, Role.EPILOGUE, Role.INTERLUDE}
_LABELS: Final = {Role.DEDICATION, Role.COPYRIGHT}
_SLUG: Final = re.compile(r"[^\w\s-]")
_SEPARATOR: Final = re.compile(r"\s*(?:[.:)]|[-–—]{1,3}|,)?\s*")


def make_book(elements: list[Element], metadata: Metadata, page: Page) -> Book:
    """Build the book; every element lands in one place, in the order typed."""
    return _Builder(elements, metadata, page).build()


class _Builder:
    """One book under way."""

    def __init__(self, elements: list[Element], metadata: Metadata, page: Page) -> None:
        self.page, self.metadata, self.elements = page, metadata, elements
        self.outline = make_outline(elements, metadata.title)
        self.front: list[Section] = []
        self.back: list[Section] = []
        self.body: list[Part | Chapter] = []
        self.part: tuple[Entry, Epigraph | None, tuple[Block, ...], list[Chapter]] | None = None
        self.epigraphs: list[Epigraph] = []
        self.habit = False
        self.part_level = 0

    def build(self) -> Book:
        """Walk the stretches in order."""
        stretches = self._stretches()
        self.habit = opens_with_epigraphs(stretches)
        last = max((i for i, s in enumerate(stretches) if is_story(s)), default=-1)
        fronts = before_front(stretches)
        for index, stretch in enumerate(stretches):
            self._add(
                stretch,
                begun=bool(self.body or self.part),
                ended=index > last,
                story=last < 0 and not fronts[index],
            )
        self._close_part()
        return Book(
            self.metadata,
            tuple(self.body) or (self._empty(),),
            tuple(self.front),
            epigraphs.joined(self.epigraphs),
            tuple(self.back),
        )

    def _empty(self) -> Chapter:
        span = self.page.span(1)
        return Chapter((Scene((), span),), span, Role.STORY)

    def _stretches(self) -> list[Stretch]:
        opening = {entry.index: entry for entry in self.outline if entry.opens is not Opens.SUB}
        found = [Stretch(None)]
        for index, element in enumerate(self.elements):
            if index in opening:
                found.append(Stretch(opening[index]))
            elif isinstance(element, Point):
                self._begin_story(found)
                found.append(Stretch(None, tells=True))
            elif isinstance(element, Division) and is_pinned_section(element):
                open_section(found, element)
            else:
                found[-1].elements.append(element)
        return [s for s in found if s.entry or s.elements or s.section]

    def _begin_story(self, above: list[Stretch]) -> None:
        """Make front matter of what stands above the beginning that the author pinned."""
        for stretch in above:
            if stretch.entry and stretch.entry.opens in STORY:
                stretch.entry.opens = Opens.SECTION

    # ------------------------------------------------------------ each stretch

    def _add(self, stretch: Stretch, *, begun: bool, ended: bool, story: bool) -> None:
        entry = stretch.entry
        if stretch.section:
            self._add_pinned_section(stretch.section, begun=begun)
        elif entry is None and (begun or stretch.tells):
            epigraph, rest = epigraphs.take(stretch.elements, self.page, habit=False)
            self._add_story(rest, "", epigraph, self._span_of(stretch.elements))
        elif entry is None or entry.opens is Opens.TITLE:
            self._add_opening(stretch, story=story and not begun)
        elif entry.opens is Opens.EPIGRAPH and not begun and stretch.elements:
            self._withhold_heading(entry, "label")
            blocks = as_blocks(stretch.elements)
            self.epigraphs.extend(epigraphs.of_blocks(blocks, entry.mark.span))
        elif entry.opens is Opens.CONTENTS and self._is_contents(stretch):
            self._withhold_contents(stretch)
        elif entry.opens is Opens.PART:
            self._open_part(stretch)
        elif entry.opens is Opens.SECTION and (not begun or ended):
            self._add_section(stretch, entry, ended=begun)
        else:
            self._add_chapter(stretch, entry)

    def _add_opening(self, stretch: Stretch, *, story: bool) -> None:
        if stretch.entry:
            mark = stretch.entry.mark
            self._withhold_heading(stretch.entry, "metadata")
            self.page.decide("title", mark.span, stretch.entry.reason)
            self._entitle(mark.text, mark.span)
        untitled = not self.metadata.title and not stretch.entry
        opening = Opening(stretch.elements, self.page, is_story=story, may_title=untitled)
        opening.read()
        if opening.title:
            self._entitle(*opening.title)
        self.front.extend(opening.sections)
        self.epigraphs.extend(opening.epigraphs)
        if opening.author and not self.metadata.authors:
            name, span = opening.author
            spans = (*self.metadata.spans, ("authors", span))
            self.metadata = replace(self.metadata, authors=(Person(name),), spans=spans)
        if opening.rest:
            self._add_story(opening.rest, self._id(stretch.entry) if stretch.entry else "")

    def _add_story(
        self,
        elements: list[Element],
        name: str,
        epigraph: Epigraph | None = None,
        span: Span | None = None,
    ) -> None:
        """Add text that no heading opens, as a chapter without a name."""
        span = span or self._span_of(elements)
        scenes = make_scenes(elements, self.page, 1, span)
        self._place(Chapter(scenes, span, Role.STORY, epigraph=epigraph, id=name))

    def _entitle(self, title: str, span: Span) -> None:
        """Give the book its title, unless its head did."""
        if not self.metadata.title:
            spans = (*self.metadata.spans, ("title", span))
            self.metadata = replace(self.metadata, title=title, spans=spans)

    def _withhold_heading(self, entry: Entry, kind: str) -> None:
        self.page.withhold(kind, entry.mark.text, entry.mark.span)
        self.page.withheld_calls |= called_in(entry.mark.inlines)

    def _is_contents(self, stretch: Stretch) -> bool:
        """Say whether a stretch is a list of contents typed by hand: short lines and lists."""
        return all(
            not isinstance(element, Paragraph) or len(plain_text(element.inlines)) <= 100  # noqa: PLR2004
            for element in stretch.elements
        )

    def _withhold_contents(self, stretch: Stretch) -> None:
        assert stretch.entry is not None  # noqa: S101  only headings open contents
        lines = [stretch.entry.mark.text]
        span = self._span_of([stretch.entry.mark, *stretch.elements])
        for element in stretch.elements:  # each where it was typed
            lines += [""] * (element.span.line - span.line - len(lines))
            lines += texts(as_blocks([element]))
        lists = tuple(numbered(as_blocks(stretch.elements)))
        self.page.withhold("contents", "\n".join(lines), span, lists)
        self.page.decide("contents", span, "a list of contents: the book makes its own")

    def _add_section(self, stretch: Stretch, entry: Entry, *, ended: bool) -> None:
        role = (entry.title.role if entry.title else None) or Role.OTHER
        title: Inlines = entry.mark.inlines
        if role in _LABELS and fold(entry.mark.text) in {
            "dedication",
            "copyright",
            "copyright page",
        }:
            self._withhold_heading(entry, "label")
            title = ()
        mine, rest = stretch.elements, list[Element]()
        if role is Role.DEDICATION:
            mine, rest = _dedication(stretch.elements)
        blocks = self._blocks(mine, entry.mark.level)
        if role is Role.DEDICATION:
            blocks = tuple(line for block in blocks for line in as_lines(block))
        blocks = letters_in(blocks, self.page, role)
        self._close_part() if ended else None
        span = self._span_of([entry.mark, *mine])
        place = self.back if ended else self.front
        place.append(Section(role, blocks, span, title, self._id(entry)))
        self.page.decide(role.value, span, f"its heading names it: {entry.mark.text}")
        if rest:
            span = self._span_of(rest)
            place.append(Section(Role.INTRODUCTION, self._blocks(rest, entry.mark.level), span))
            self.page.decide(
                "introduction", span, "prose below the lines of a dedication", Certainty.LIKELY
            )

    def _add_pinned_section(self, section: Division, *, begun: bool) -> None:
        """Add a section that the author pinned; a heading in it is its title."""
        role, elements = Role(section.attributes.classes[0]), list(section.elements)
        title: Inlines = ()
        level = 0
        if elements and isinstance(elements[0], HeadingMark):
            title, level = elements[0].inlines, elements[0].level
            del elements[0]
        blocks = self._blocks(elements, level)
        if role is Role.DEDICATION:
            blocks = tuple(line for block in blocks for line in as_lines(block))
        if begun:
            self._close_part()
        place = self.back if begun or role is Role.NOTES else self.front
        place.append(Section(role, blocks, section.span, title))

    def _blocks(self, elements: list[Element], level: int) -> tuple[Block, ...]:
        kept: list[Element] = []
        for element in elements:
            if isinstance(element, HeadingMark):
                depth = max(1, element.level - level)
                kept.append(Heading(element.inlines, depth, element.span, element.attributes.id))
            elif not isinstance(element, Gap):
                kept.append(element)
        return join_stanzas(as_blocks(kept))

    # ------------------------------------------------------------ parts and chapters

    def _open_part(self, stretch: Stretch) -> None:
        self._close_part()
        assert stretch.entry is not None  # noqa: S101  only headings open parts
        epigraph, rest = epigraphs.take(stretch.elements, self.page, whole=True)
        self.part = (stretch.entry, epigraph, self._blocks(rest, stretch.entry.mark.level), [])
        self.page.decide("part", stretch.entry.mark.span, "a heading over other headings")

    def _close_part(self) -> None:
        if self.part is None:
            return
        entry, epigraph, intro, inner = self.part
        self.part = None
        number, title = split_heading(entry)
        end = inner[-1].span.end_line or inner[-1].span.line if inner else None
        span = self.page.span(entry.mark.span.line, end)
        part_id = self._id(entry)
        self.body.append(Part(tuple(inner), span, number, title, epigraph, intro, part_id))

    def _add_chapter(self, stretch: Stretch, entry: Entry) -> None:
        role = (entry.title.role if entry.title else None) or Role.CHAPTER
        if role not in _BODY_ROLES:
            role = Role.CHAPTER
        number, title = split_heading(entry)
        if role is not Role.CHAPTER:
            number, title = (), entry.mark.inlines
        elements = stretch.elements
        if number and not title:
            title, elements = _title_below(elements, self.page)
        epigraph, rest = epigraphs.take(elements, self.page, habit=self.habit)
        span = self._span_of([entry.mark, *elements])
        scenes = make_scenes(rest, self.page, entry.mark.level, entry.mark.span)
        chapter = Chapter(scenes, span, role, number, title, epigraph, self._id(entry))
        if self.part and self._leaves_part(entry, role):
            self._close_part()
        self._place(chapter)

    def _place(self, chapter: Chapter) -> None:
        if self.part:
            self.part[3].append(chapter)
        else:
            self.body.append(chapter)

    def _leaves_part(self, entry: Entry, role: Role) -> bool:
        """Say whether a chapter stands beside the open part, not in it."""
        assert self.part is not None  # noqa: S101  asked only inside one
        level = self.part[0].mark.level
        if entry.mark.level < level:
            return True
        inner = self.part[3]
        deeper = bool(inner) and entry.mark.level == level and self.part_level > level
        if entry.mark.level > level:
            self.part_level = entry.mark.level
        return deeper or (role is Role.EPILOGUE and entry.mark.level == level)

    # ------------------------------------------------------------ places and ids

    def _span_of(self, elements: list[Element]) -> Span:
        first, last = elements[0].span, elements[-1].span
        return self.page.span(first.line, last.end_line or last.line)

    def _id(self, entry: Entry) -> str:
        """Return the heading's id: as typed, or made of its words where a link asks for it."""
        if entry.mark.attributes.id:
            return entry.mark.attributes.id
        slug = "-".join(_SLUG.sub("", entry.mark.text.lower()).split())
        return slug if f"#{slug}" in self.page.linked else ""


def _dedication(elements: list[Element]) -> tuple[list[Element], list[Element]]:
    """Part the lines of a dedication from prose below them that has no signature."""
    lines = 0
    while lines < len(elements) and not isinstance(elements[lines], Paragraph):
        lines += 1
    rest = elements[lines:]
    prose = [element for element in rest if isinstance(element, Paragraph)]
    if not lines or not prose or len(prose) < len(rest):
        return elements, []
    if len(plain_text(prose[-1].inlines)) < 60 or count_words(prose) < 30:  # noqa: PLR2004  signed
        return elements, []
    return elements[:lines], rest


def _title_below(elements: list[Element], page: Page) -> tuple[Inlines, list[Element]]:
    """Take the one deeper heading right below a bare number as the chapter's title."""
    marks = [element for element in elements if isinstance(element, HeadingMark)]
    if len(marks) != 1 or elements[0] is not marks[0] or marks[0].pinned:
        return (), elements
    page.decide("title", marks[0].span, "the only heading below a chapter's number")
    return marks[0].inlines, elements[1:]


def split_heading(entry: Entry) -> tuple[Inlines, Inlines]:
    """Part a heading's number from its title, emphasis kept; the sign between them goes."""
    title, inlines = entry.title, entry.mark.inlines
    if title is None or not title.number or title.level is Level.SECTION:
        return (), inlines
    number = title.number
    if not title.title:
        return inlines, ()
    first = inlines[0]
    if not isinstance(first, Text) or not first.text.lstrip().startswith(number):
        return (), inlines
    typed = first.text.lstrip()
    separator = _SEPARATOR.match(typed, len(number))
    rest = typed[separator.end() :] if separator else ""
    tail = ((Text(rest),) if rest else ()) + inlines[1:]
    if tail and isinstance(tail[0], LineBreak):
        tail = tail[1:]
    return (Text(number),), tail
