"""Several manuscripts to one book: each file a chapter or a part, or front or back matter."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    Decision,
    Epigraph,
    NoteReference,
    Part,
    Quotation,
    Reading,
    Role,
    Section,
    Text,
)
from bookmaker.metadata import Metadata
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.naming import title_inlines

_UNSAID: Final = Metadata()


def join_readings(
    manuscripts: tuple[Manuscript, ...], readings: list[Reading], settings: StructureSettings
) -> Reading:
    """Join readings in order into one.

    A file with chapters of its own becomes a part where `settings.files` says so, otherwise its
    chapters follow the others'. A file without headings becomes one chapter, titled by
    `Manuscript.title` or by what its own head or first line calls it. Front matter of the first
    file is the book's; later files' front matter stays before their chapters. Notes keep apart.
    """
    joint = _Joint(settings)
    for number, (manuscript, reading) in enumerate(zip(manuscripts, readings, strict=True), 1):
        book = reading.book if number == 1 else _renamed(reading.book, f"{number}-")
        joint.add(manuscript, book, reading)
    return joint.reading(readings)


class _Joint:
    """The book under way."""

    def __init__(self, settings: StructureSettings) -> None:
        self.settings = settings
        self.body: list[Part | Chapter] = []
        self.front: list[Section] = []
        self.back: list[Section] = []
        self.epigraph: Epigraph | None = None
        self.metadata: Metadata | None = None
        self.decisions: list[Decision] = []
        self.settings_said: dict[str, object] = {}

    def add(self, manuscript: Manuscript, book: Book, reading: Reading) -> None:
        """Add one manuscript's book."""
        first = self.metadata is None
        called = book.metadata.title
        self.metadata = book.metadata if first else _merged(self.metadata, book.metadata)
        self.settings_said.update(reading.settings)
        body = _without_empty(book.body)
        if not body:
            self._matter(book, begun=bool(self.body))
            return
        lone = len(body) == 1 and isinstance(body[0], Chapter) and body[0].role is Role.STORY
        if first and not lone:
            self.front.extend(book.front)
            self.epigraph = book.epigraph
            front: tuple[Section, ...] = ()
            epigraph = None
        else:
            front, epigraph = book.front, book.epigraph
        title = manuscript.title or ("" if first and not lone else called)
        if lone:
            self.body.append(_story_chapter(body[0], title, epigraph, front, manuscript))
        elif self.settings.files == "parts" and not any(isinstance(d, Part) for d in body):
            self.body.append(_part(body, title, epigraph, front))
        else:
            self.body.extend(_led(front, epigraph, body))
        self.back.extend(book.back)

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
            for note in (
                reading.book if number == 1 else _renamed(reading.book, f"{number}-")
            ).notes
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
            tuple(d for reading in readings for d in reading.decisions),
            tuple(d for reading in readings for d in reading.diagnostics),
            tuple(w for reading in readings for w in reading.withheld),
            tuple(self.settings_said.items()),
            _recognised(readings),
        )


_LATE: Final = frozenset(
    (Role.AFTERWORD, Role.ACKNOWLEDGMENTS, Role.APPENDIX, Role.ABOUT_THE_AUTHOR, Role.COLOPHON,
     Role.GLOSSARY, Role.NOTES)
)  # fmt: skip


def _recognised(readings: list[Reading]) -> tuple[str, ...]:
    """Return the fields that the file which said them first only recognised in a line."""
    found = []
    for one in fields(Metadata):
        saying = [r for r in readings if getattr(r.book.metadata, one.name)]
        first = readings[0] if one.name in {"title", "subtitle"} else None
        if saying and saying[0] is (first or saying[0]) and one.name in saying[0].recognised:
            found.append(one.name)
    return tuple(found)


def _merged(said: Metadata | None, more: Metadata) -> Metadata:
    """Return the first file's metadata with what only later files say; titles name chapters."""
    if said is None:
        return more
    kept = {
        f.name: getattr(more, f.name)
        for f in fields(Metadata)
        if f.name not in {"title", "subtitle", "spans"}
        and getattr(more, f.name)
        and not getattr(said, f.name)
    }
    return replace(said, **kept)


def _without_empty(body: tuple[Part | Chapter, ...]) -> tuple[Part | Chapter, ...]:
    """Drop the empty story that stands for a file without any."""
    return tuple(d for d in body if isinstance(d, Part) or not _is_empty(d))


def _is_empty(chapter: Chapter) -> bool:
    bare = not (chapter.title or chapter.number or chapter.epigraph)
    return bare and not any(scene.blocks or scene.dateline for scene in chapter.scenes)


def _story_chapter(
    story: Part | Chapter,
    title: str,
    epigraph: Epigraph | None,
    front: tuple[Section, ...],
    manuscript: Manuscript,
) -> Chapter:
    """Return a file without headings as a chapter; its front matter opens it."""
    assert isinstance(story, Chapter)  # noqa: S101  the caller asked
    del manuscript
    number, words = title_inlines(title)
    blocks = tuple(block for section in front for block in section.blocks)
    scenes = story.scenes
    if blocks:
        scenes = (replace(scenes[0], blocks=blocks, dateline=None, opener=""), *scenes)
    return replace(
        story, role=Role.CHAPTER, number=number, title=words, scenes=scenes,
        epigraph=epigraph or story.epigraph,
    )  # fmt: skip


def _part(
    body: tuple[Part | Chapter, ...],
    title: str,
    epigraph: Epigraph | None,
    front: tuple[Section, ...],
) -> Part:
    """Return a file with chapters as a part."""
    number, words = title_inlines(title, part=True)
    inner = tuple(chapter for chapter in body if isinstance(chapter, Chapter))
    intro = tuple(block for section in front for block in section.blocks)
    return Part(inner, inner[0].span, number, words, epigraph, intro)


def _led(
    front: tuple[Section, ...], epigraph: Epigraph | None, body: tuple[Part | Chapter, ...]
) -> Iterator[Part | Chapter]:
    """Put a later file's front matter at the head of its first division."""
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


def _renamed(book: Book, prefix: str) -> Book:
    """Return a book whose notes have names of their own among several files."""
    if not book.notes:
        return book
    mended: Book = _mended(book, prefix)
    return mended


def _mended(value: Any, prefix: str) -> Any:  # noqa: ANN401  any node of the model
    if isinstance(value, Text):
        return value
    if isinstance(value, NoteReference):
        return NoteReference(prefix + value.note_id)
    if isinstance(value, tuple):
        return tuple(_mended(item, prefix) for item in value) if value else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {f.name: _mended(getattr(value, f.name), prefix) for f in fields(value)}
    if value.__class__.__name__ == "Note":
        changed["id"] = prefix + changed["id"]
    return replace(value, **changed)
