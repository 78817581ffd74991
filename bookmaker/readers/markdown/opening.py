"""What stands before the first chapter without a heading of its own."""

import re
from typing import Final

from bookmaker.book import (
    Block,
    Certainty,
    Paragraph,
    Quotation,
    Role,
    Section,
    Strong,
    Verse,
    plain_text,
)
from bookmaker.book import Epigraph as BookEpigraph
from bookmaker.diagnostics import Span
from bookmaker.readers.markdown import epigraphs
from bookmaker.readers.markdown.divs import SECTIONS, as_lines
from bookmaker.readers.markdown.elements import Break, Division, Element, Gap, as_blocks
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.quotations import join_stanzas
from bookmaker.readers.markdown.words import count_words
from bookmaker.readers.structure import front_words
from bookmaker.readers.structure.title_page import byline

_SEARCHED: Final = 12
_DEDICATION: Final = 200
_TITLE: Final = 80
_STORY_WORDS: Final = 400
_DEDICATES: Final = re.compile(
    r"(?i:dedicated to|in (?:loving |fond )?memory of|in memoriam|"
    r"for (?:my|all|the|our|those|everyone)|"
    r"to (?:my|all|the|our|those|everyone|whom)|für|pour|para|per|voor|"
    r"à (?:la mémoire|ma|mon|mes|nos|tou(?:te)?s|celle|celui|ceux)|"
    r"a (?:mi|mis|mia|mio|minha|meu|todos|tutti)|aan (?:mijn|alle|onze))\b.*"
    r"|(?:To|For|TO|FOR|À|An|Aan)(?:\s+[A-Z].*)?"
)
_STORYLIKE: Final = re.compile(r"[?!;]|\b(?:he|she|it|they|was|were|had|said)\b")


def _is_bold_line(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is one short run of bold: a title typed without a heading."""
    inlines = paragraph.inlines
    short = len(plain_text(inlines)) <= _TITLE
    return len(inlines) == 1 and isinstance(inlines[0], Strong) and short


def dedicates(text: str) -> bool:
    """Say whether a line begins a dedication: "to" or "for" somebody, and no sentence."""
    text = text.strip(" _*")
    return bool(_DEDICATES.fullmatch(text)) and not _STORYLIKE.search(text)


class Opening:
    """The elements before the first chapter, put in their places.

    With chapters to come, everything here is front matter. Without, only what surely is none of
    the story is taken, and the rest, from `rest` on, is the story.
    """

    def __init__(
        self, elements: list[Element], page: Page, *, is_story: bool, may_title: bool = False
    ) -> None:
        """Take the elements; `is_story` if no chapter follows, `may_title` if no title is known."""
        self.may_title = may_title
        self.elements, self.page, self.is_story = elements, page, is_story
        self.sections: list[Section] = []
        self.epigraphs: list[BookEpigraph] = []
        self.author: tuple[str, Span] | None = None
        self.title: tuple[str, Span] | None = None
        self.rest: list[Element] = []

    def read(self) -> None:
        """Place every element."""
        at = 0
        elements = self.elements
        while at < len(elements):
            used = self._take(at)
            if not used and (self.is_story or self._is_story(at)):
                break
            if not used:
                self._loose(elements[at])
                used = 1
            at += used
        self.rest = elements[at:]
        while self.rest and isinstance(self.rest[0], Break | Gap):
            self._drop(self.rest.pop(0))

    def _is_story(self, at: int) -> bool:
        """Say whether what is left is so long that a story without a heading begins here."""
        return count_words(as_blocks(self.elements[at:])) > _STORY_WORDS

    def _drop(self, element: Element) -> None:
        if isinstance(element, Break) and element.opener:
            self.page.withhold("mark", element.opener, element.span)

    def _take(self, at: int) -> int:
        """Place the element at `at`, if it is surely front matter; return how many were used."""
        element = self.elements[at]
        match element:
            case Break() if self.is_story and at == 0:
                return 0
            case Break() | Gap():
                self._drop(element)
                return 1
            case Division():
                return self._division(element, at)
            case Paragraph() if self._is_free(element, at):
                return self._paragraph(element, at)
            case Quotation() | Verse() if self._is_free(element, at):
                return self._quotation(element, at)
        return 0

    def _is_free(self, element: Block, at: int) -> bool:
        """Say whether an element may be taken: it is near the top, and the author pinned it not."""
        return at <= _SEARCHED and element.span.line not in self.page.pins.fixed

    def _division(self, division: Division, at: int) -> int:
        classes = division.attributes.classes
        if "epigraph" in classes:
            epigraph, used = epigraphs.of_marked(self.elements, at, self.page)
            self.epigraphs.append(epigraph)
            return used
        for name in classes:
            if name in SECTIONS:
                blocks = join_stanzas(as_blocks(division.elements))
                self._section(SECTIONS[name], blocks, division.span, "a div names it")
                return 1
        return 0

    def _paragraph(self, paragraph: Paragraph, at: int) -> int:
        text = plain_text(paragraph.inlines).strip()
        if at == 0 and self.may_title and _is_bold_line(paragraph):
            self.title = (text, paragraph.span)
            self.page.withhold("metadata", text, paragraph.span)
            self.page.decide("title", paragraph.span, "a bold line of its own at the top")
            return 1
        name = byline(text) if at < 3 and not self.author else ""  # noqa: PLR2004  at the very top
        if name:
            self.author = (name, paragraph.span)
            self.page.withhold("metadata", text, paragraph.span)
            self.page.decide("author", paragraph.span, '"by" and a name below the title')
            return 1
        after = self.elements[at + 1] if at + 1 < len(self.elements) else None
        parted = isinstance(after, Break | Gap | Division | Quotation | Verse) or after is None
        if len(text) <= _DEDICATION and dedicates(text) and (parted or not self.is_story):
            self._section(
                Role.DEDICATION, (paragraph,), paragraph.span, 'it begins with "to" or "for"'
            )
            return 1
        role = front_words.strong_role(text)
        if role:
            self._section(role, (paragraph,), paragraph.span, "its set phrases tell what it is")
            return 1
        return 0

    def _quotation(self, element: Quotation | Verse, at: int) -> int:
        if (
            isinstance(element, Verse)
            and at == 0
            and dedicates(plain_text(element.stanzas[0].lines[0].inlines))
        ):
            self._section(Role.DEDICATION, (element,), element.span, 'it begins with "to" or "for"')
            return 1
        later = [e for e in self.elements[at + 1 :] if not isinstance(e, Break | Gap)]
        if self.is_story and not later:
            return 0
        epigraph, rest = epigraphs.take(self.elements[at:], self.page, whole=not self.is_story)
        if epigraph is None:
            return 0
        self.epigraphs.append(epigraph)
        return len(self.elements) - at - len(rest)

    def _section(self, role: Role, blocks: tuple[Block, ...], span: Span, reason: str) -> None:
        if role is Role.DEDICATION:
            blocks = tuple(line for block in blocks for line in as_lines(block))
        last = self.sections[-1] if self.sections else None
        if last and last.role is role and not last.title:
            span = self.page.span(last.span.line, span.end_line or span.line)
            self.sections[-1] = Section(role, last.blocks + blocks, span)
        else:
            self.sections.append(Section(role, blocks, span))
        self.page.decide(role.value, span, reason)

    def _loose(self, element: Element) -> None:
        """Keep what nothing tells of as a section without a title."""
        blocks = join_stanzas(as_blocks([element]))
        last = self.sections[-1] if self.sections else None
        if last and not last.title and last.role is not Role.DEDICATION:
            span = self.page.span(last.span.line, element.span.end_line or element.span.line)
            self.sections[-1] = Section(last.role, last.blocks + blocks, span)
            return
        self.sections.append(Section(Role.OTHER, blocks, element.span))
        self.page.decide(
            "front matter", element.span, "it stands before the first heading", Certainty.LIKELY
        )
