"""Several manuscripts to one book: each file a chapter or a part, or front or back matter."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    Decision,
    Epigraph,
    Heading,
    Inline,
    Inlines,
    Part,
    Quotation,
    Reading,
    Role,
    Scene,
    Section,
    Text,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.joint_metadata import merged, recognised
from bookmaker.readers.levels import Standing, standings
from bookmaker.readers.naming import title_inlines
from bookmaker.readers.renaming import renamed
from bookmaker.readers.structure import heading_forms as forms
from bookmaker.readers.structure.draft import Level
from bookmaker.readers.structure.section_names import LABELS

_UNSAID: Final = Metadata()
_UNTITLED: Final = frozenset((Role.DEDICATION, Role.COPYRIGHT, Role.DISCLAIMER, Role.OTHER))
"""Sections that need no heading when only the file's name gives one."""


def join_readings(
    manuscripts: tuple[Manuscript, ...], readings: list[Reading], settings: StructureSettings
) -> Reading:
    """Join readings in order into one.

    A file with chapters of its own becomes a part where `settings.files` says so, otherwise its
    chapters follow the others'. A file without headings becomes one chapter, titled by what its own
    head or first line calls it or by `Manuscript.title`. Folders are parts, or chapters whose files
    are scenes (`levels`). Front matter of the first file is the book's; later files' front matter
    stays before their chapters. Notes keep apart.
    """
    joint = _Joint(settings, titled=_name_chapters(readings))
    lone = [_is_lone(_without_empty(reading.book.body)) for reading in readings]
    places = standings(manuscripts, lone, settings)
    for number, (manuscript, reading) in enumerate(zip(manuscripts, readings, strict=True), 1):
        book = reading.book if number == 1 else renamed(reading.book, f"{number}-")
        joint.enter(places[number - 1])
        joint.add(manuscript, book, reading)
    joint.enter(Standing())
    return joint.reading(readings)


def _is_lone(body: tuple[Part | Chapter, ...]) -> bool:
    """Say whether a file is a text without headings of its own."""
    return len(body) == 1 and isinstance(body[0], Chapter) and body[0].role is Role.STORY


def _name_chapters(readings: list[Reading]) -> bool:
    """Say whether the titles that the files give themselves are those of chapters.

    One such title is the book's; who heads every file with one has written chapters.
    """
    titled = [
        _is_lone(_without_empty(reading.book.body)) and bool(reading.book.metadata.title)
        for reading in readings
    ]
    return titled[0] and sum(titled) > 1


class _Joint:
    """The book under way; `titled` says that the first file's title is that of its chapter."""

    def __init__(self, settings: StructureSettings, *, titled: bool) -> None:
        self.settings = settings
        self.titled = titled
        self.standing = Standing()
        self.typed = False  # the title of the file under way stands in its text
        self.part: list[Chapter] = []
        self.open_chapter: tuple[str, ...] = ()
        self.body: list[Part | Chapter] = []
        self.supplied: list[tuple[str, Span]] = []
        self.front: list[Section] = []
        self.back: list[Section] = []
        self.epigraph: Epigraph | None = None
        self.metadata: Metadata | None = None
        self.decisions: list[Decision] = []
        self.settings_said: dict[str, object] = {}

    def add(self, manuscript: Manuscript, book: Book, reading: Reading) -> None:
        """Add one manuscript's book."""
        first = self.metadata is None
        said = book.metadata
        if first and self.titled:
            said = replace(said, title="", subtitle="")
        self.metadata = said if first else merged(self.metadata, said)
        self.settings_said.update(reading.settings)
        self.typed = any(decision.kind == "title" for decision in reading.decisions)
        body = _without_empty(book.body)
        lone = _is_lone(body)
        if not body:
            self._matter(book, begun=self._has_begun())
            return
        if first and not lone:
            self.front.extend(book.front)
            self.epigraph = book.epigraph
            book = replace(book, front=(), epigraph=None)
        self._add_body(manuscript, replace(book, body=body), first=first)
        self.back.extend(book.back)

    def _has_begun(self) -> bool:
        return bool(self.body or self.part)

    def _add_body(self, manuscript: Manuscript, book: Book, *, first: bool) -> None:
        """Add a file that tells some of the story."""
        body, lone = book.body, _is_lone(book.body)
        called = "" if first and not (lone and self.titled) else book.metadata.title
        title = called or manuscript.title
        if lone and isinstance(body[0], Chapter):
            self._add_lone(body[0], book, title, called)
        elif self._makes_part(body):
            part = _part(body, title, book)
            self._supply(part.span, part.number, part.title)
            self._place(part)
        else:
            for division in _led(book):
                self._place(division)

    def _add_lone(self, story: Chapter, book: Book, title: str, called: str) -> None:
        """Add a file without headings: a scene, a section that its name says, or a chapter."""
        section = _section(story, book, title, called=bool(called))
        if section:
            self._supply(section.span, section.title)
            self._tell_name(str(section.role), section.span, "" if called else title)
            late = self._has_begun() or section.role in _LATE
            (self.back if late else self.front).append(section)
        elif self.standing.chapter:
            heads = self.typed and forms.fold(called) != forms.fold(self.standing.chapter)
            if heads:
                self._supply(_place_of_title(story, book), (Text(called),))
            self._add_scenes(story, called if heads else "", book)
        else:
            chapter = _story_chapter(story, title, book)
            self._supply(chapter.span, chapter.number, chapter.title)
            self._tell_name(str(chapter.role), chapter.span, "" if called else title)
            self._place(chapter)

    def _makes_part(self, body: tuple[Part | Chapter, ...]) -> bool:
        inside = bool(self.standing.part or self.standing.chapter)
        if self.settings.files != "parts" or inside:
            return False
        return not any(isinstance(division, Part) for division in body)

    # ------------------------------------------------------------ folders

    def enter(self, standing: Standing) -> None:
        """Go on in the folder of the next file; leave the one before."""
        if standing.part != self.standing.part or standing.key[:1] != self.standing.key[:1]:
            self._close_part()
        if standing.key != self.standing.key or not standing.chapter:
            self.open_chapter = ()
        self.standing = standing

    def _close_part(self) -> None:
        if self.part:
            number, words = title_inlines(self.standing.part, part=True)
            inner = tuple(self.part)
            end = inner[-1].span if inner[-1].span.path == inner[0].span.path else inner[0].span
            span = replace(inner[0].span, end_line=end.end_line)
            self.body.append(Part(inner, span, number, words))
            self._supply(span, number, words)
            self._decide("part", span, f"the folder {self.standing.part!r}: {self.standing.reason}")
        self.part = []

    def _place(self, division: Part | Chapter) -> None:
        """Put a part or chapter where the folder under way has it."""
        if not self.standing.part:
            self.body.append(division)
        elif isinstance(division, Chapter):
            self.part.append(division)
        else:  # parts do not stand in parts: the folder's chapters end here
            self._close_part()
            self.body.append(division)

    def _add_scenes(self, story: Chapter, called: str, book: Book) -> None:
        """Add a file without headings to the chapter that its folder is."""
        scenes = _own_scenes(story, called, book)
        held = self.part if self.standing.part else self.body
        last = held[-1] if held and self.open_chapter == self.standing.key else None
        if isinstance(last, Chapter):
            held[-1] = replace(last, scenes=last.scenes + scenes)
            reason = "a file of the folder that is the chapter"
            self._decide("scene", scenes[0].span, reason)
            return
        number, words, role = _said_of_chapter(self.standing.chapter)
        chapter = replace(
            story, role=role, number=number, title=words, scenes=scenes,
            epigraph=book.epigraph or story.epigraph, span=_from_title(story, called, book),
        )  # fmt: skip
        self._place(chapter)
        self._supply(chapter.span, number, words)
        self.open_chapter = self.standing.key
        why = f"the folder {self.standing.chapter!r}: {self.standing.reason}"
        self._decide("chapter", chapter.span, why)

    def _supply(self, span: Span, *headings: Inlines) -> None:
        """Note a heading whose words stand in no text, or elsewhere in it."""
        self.supplied.extend((plain_text(words), span) for words in headings if words)

    def _tell_name(self, kind: str, span: Span, name: str) -> None:
        if name:
            self.decisions.append(Decision(kind, span, f"the file is named {name!r}"))

    def _decide(self, kind: str, span: Span, reason: str) -> None:
        self.decisions.append(Decision(kind, span, reason, self.standing.certainty))

    def _matter(self, book: Book, *, begun: bool) -> None:
        """Place a file that is wholly front or back matter."""
        if book.epigraph and not self.epigraph and not begun:
            self.epigraph = book.epigraph
        elif book.epigraph:
            self.front.append(Section(Role.OTHER, (_quoted(book.epigraph),), book.epigraph.span))
        sections = (*book.front, *book.back)
        for section in sections:
            late = begun or section.role in _LATE
            (self.back if late else self.front).append(section)

    def reading(self, readings: list[Reading]) -> Reading:
        """Return the whole."""
        first = readings[0].book
        notes = tuple(
            note
            for number, reading in enumerate(readings, 1)
            for note in (reading.book if number == 1 else renamed(reading.book, f"{number}-")).notes
        )
        body = tuple(self.body) or first.body
        book = Book(
            self.metadata or _UNSAID,
            body,
            tuple(self.front),
            self.epigraph,
            tuple(self.back),
            notes,
        )
        return Reading(
            book,
            _in_order(readings, self.decisions),
            tuple(d for reading in readings for d in reading.diagnostics),
            tuple(w for reading in readings for w in reading.withheld),
            tuple(self.settings_said.items()),
            recognised(readings),
            tuple(self.supplied),
        )


_LATE: Final = frozenset(
    (Role.AFTERWORD, Role.ACKNOWLEDGMENTS, Role.APPENDIX, Role.ABOUT_THE_AUTHOR, Role.COLOPHON,
     Role.GLOSSARY, Role.NOTES)
)  # fmt: skip


def _in_order(readings: list[Reading], more: list[Decision]) -> tuple[Decision, ...]:
    """Return the decisions of all files in the order of the files, and ours among them."""
    said = [decision for reading in readings for decision in reading.decisions]
    paths = [division.span.path for r in readings for division in (*r.book.body, *r.book.front)]
    order = {path: number for number, path in enumerate(dict.fromkeys(paths))}
    return tuple(
        sorted((*said, *more), key=lambda d: (order.get(d.span.path, len(order)), d.span.line))
    )


def _without_empty(body: tuple[Part | Chapter, ...]) -> tuple[Part | Chapter, ...]:
    """Drop the empty story that stands for a file without any."""
    return tuple(d for d in body if isinstance(d, Part) or not _is_empty(d))


def _is_empty(chapter: Chapter) -> bool:
    bare = not (chapter.title or chapter.number or chapter.epigraph)
    return bare and not any(scene.blocks or scene.dateline for scene in chapter.scenes)


def _section(story: Chapter, book: Book, title: str, *, called: bool) -> Section | None:
    """Return a file without headings as the section that its name says it is, if it says one."""
    named = forms.named(title)
    label = forms.fold(title) in LABELS
    if not label and (named is None or named.level is not Level.SECTION):
        return None
    role = (named.role if named else None) or Role.OTHER
    blocks = tuple(block for section in book.front for block in section.blocks)
    blocks += (_quoted(book.epigraph),) if book.epigraph else ()
    for scene in story.scenes:
        blocks += ((scene.dateline,) if scene.dateline else ()) + scene.blocks
    words: tuple[Inline, ...] = (Text(title),) if called or role not in _UNTITLED else ()
    return Section(role, blocks, story.span, words)


def _said_of_chapter(title: str) -> tuple[Inlines, Inlines, Role]:
    named = forms.named(title)
    role = named.role if named and named.level is Level.CHAPTER and named.role else Role.CHAPTER
    return *title_inlines(title), role


def _story_chapter(story: Chapter, title: str, book: Book) -> Chapter:
    """Return a file without headings as a chapter; its front matter opens it."""
    number, words, role = _said_of_chapter(title)
    return replace(
        story, role=role, number=number, title=words, scenes=_own_scenes(story, "", book),
        epigraph=book.epigraph or story.epigraph,
    )  # fmt: skip


def _own_scenes(story: Chapter, called: str, book: Book) -> tuple[Scene, ...]:
    """Return the scenes of a file; what stands before its story opens them.

    `called` is its title, where the chapter has another.
    """
    front = tuple(block for section in book.front for block in section.blocks)
    scenes = story.scenes
    if called:
        first = scenes[0]
        place = _place_of_title(story, book)
        opening = (first.dateline,) if first.dateline else ()
        blocks = (Heading((Text(called),), 1, place), *front, *opening, *first.blocks)
        return (replace(first, blocks=blocks, dateline=None), *scenes[1:])
    if front:
        return (replace(scenes[0], blocks=front, dateline=None, opener=""), *scenes)
    return scenes


def _place_of_title(story: Chapter, book: Book) -> Span:
    return dict(book.metadata.spans).get("title", story.span)


def _from_title(story: Chapter, called: str, book: Book) -> Span:
    """Return where a file begins whose title stands in its text above its story."""
    line = _place_of_title(story, book).line if called else story.span.line
    return replace(story.span, line=min(line, story.span.line))


def _part(body: tuple[Part | Chapter, ...], title: str, book: Book) -> Part:
    """Return a file with chapters as a part."""
    number, words = title_inlines(title, part=True)
    inner = tuple(chapter for chapter in body if isinstance(chapter, Chapter))
    intro = tuple(block for section in book.front for block in section.blocks)
    return Part(inner, inner[0].span, number, words, book.epigraph, intro)


def _led(book: Book) -> Iterator[Part | Chapter]:
    """Put a later file's front matter at the head of its first division."""
    front, epigraph, body = book.front, book.epigraph, book.body
    first = body[0]
    blocks: tuple[Block, ...] = tuple(block for section in front for block in section.blocks)
    if blocks and isinstance(first, Part):
        first = replace(first, intro=blocks + first.intro)
    elif blocks and isinstance(first, Chapter):
        scene = replace(first.scenes[0], blocks=blocks, dateline=None, opener="")
        first = replace(first, scenes=(scene, *first.scenes))
    if epigraph and first.epigraph is None:
        first = replace(first, epigraph=epigraph)
    elif epigraph and isinstance(first, Chapter):
        scene = replace(first.scenes[0], blocks=(_quoted(epigraph),), dateline=None, opener="")
        first = replace(first, scenes=(scene, *first.scenes))
    elif epigraph and isinstance(first, Part):
        first = replace(first, intro=(_quoted(epigraph), *first.intro))
    yield first
    yield from body[1:]


def _quoted(epigraph: Epigraph) -> Quotation:
    return Quotation(epigraph.blocks, epigraph.span, epigraph.attribution)
