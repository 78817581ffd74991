"""Every text flow of a book, in reading order: once to read them, once to put them back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    CodeBlock,
    Epigraph,
    Figure,
    Heading,
    Inlines,
    Letter,
    List,
    Note,
    Ornament,
    Paragraph,
    Part,
    Quotation,
    Scene,
    Section,
    Stanza,
    Table,
    Verse,
)
from bookmaker.diagnostics import Span
from bookmaker.typography.flow import (
    Edit,
    Flow,
    Kind,
    flatten,
    foreign_stretches,
    in_flow,
    in_text,
    moved,
    rebuild,
)

T = TypeVar("T")

Rounds = Sequence[list[Edit]]
"""What is to be changed in a flow: edits of the text as typed, then of what they made of it."""

Answer = Callable[[Flow], Rounds]
"""Says what is to be changed in a flow; called once for each, in reading order."""


def flows(book: Book) -> Iterator[Flow]:
    """Return the flows of `book` in reading order."""
    found: list[Flow] = []

    def note(flow: Flow) -> Rounds:
        found.append(flow)
        return ()

    _Walk(note).book(book)
    return iter(found)


def edited(book: Book, answer: Answer) -> Book:
    """Return `book` with what `answer` says changed; untouched values stay the objects they are."""
    return _Walk(answer).book(book)


class _Walk:
    """One way through a book, always in the same order."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.continues = False

    # -- divisions

    def book(self, book: Book) -> Book:
        changes: dict[str, object] = {
            "front": _all(self.section, book.front),
            "epigraph": self.epigraph(book.epigraph),
            "body": _all(self.division, book.body),
            "back": _all(self.section, book.back),
            "notes": _all(self.note, book.notes),
        }
        return _changed(book, changes)

    def division(self, division: Part | Chapter) -> Part | Chapter:
        return self.part(division) if isinstance(division, Part) else self.chapter(division)

    def section(self, section: Section) -> Section:
        return _changed(
            section,
            {
                "title": self.label(section.title, section.span),
                "blocks": self.run(section.blocks),
            },
        )

    def part(self, part: Part) -> Part:
        return _changed(
            part,
            {
                "number": self.label(part.number, part.span),
                "title": self.label(part.title, part.span),
                "epigraph": self.epigraph(part.epigraph),
                "intro": self.run(part.intro),
                "chapters": _all(self.chapter, part.chapters),
            },
        )

    def chapter(self, chapter: Chapter) -> Chapter:
        return _changed(
            chapter,
            {
                "number": self.label(chapter.number, chapter.span),
                "title": self.label(chapter.title, chapter.span),
                "epigraph": self.epigraph(chapter.epigraph),
                "scenes": _all(self.scene, chapter.scenes),
            },
        )

    def epigraph(self, epigraph: Epigraph | None) -> Epigraph | None:
        if epigraph is None:
            return None
        return _changed(
            epigraph,
            {
                "blocks": self.run(epigraph.blocks),
                "attribution": self.label(epigraph.attribution, epigraph.span),
            },
        )

    def scene(self, scene: Scene) -> Scene:
        changes: dict[str, object] = {}
        if scene.dateline is not None:
            changes["dateline"] = self.paragraph(scene.dateline, Kind.LABEL)
        changes["blocks"] = self.run(scene.blocks)
        return _changed(scene, changes)

    def note(self, note: Note) -> Note:
        return _changed(note, {"blocks": self.run(note.blocks)})

    # -- blocks

    def run(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Walk blocks among which a quotation may go on from one to the next."""
        self.continues = False
        return self.blocks(blocks)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return _all(self.block, blocks)

    def block(self, block: Block) -> Block:  # noqa: C901, PLR0911  one case for each kind of block
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Verse():
                return self.verse(block)
            case Quotation() | Letter():
                return self.nested(block)
            case Heading():
                self.continues = False
                return _changed(block, {"inlines": self.label(block.inlines, block.span)})
            case List():
                return _changed(block, {"items": _all(self.run, block.items)})
            case Figure():
                return _changed(block, {"caption": self.label(block.caption, block.span)})
            case Table():
                return self.table(block)
            case CodeBlock() | Ornament():
                return block

    def paragraph(self, paragraph: Paragraph, kind: Kind = Kind.PROSE) -> Paragraph:
        first = paragraph.span.line
        starts = in_flow(paragraph.inlines, paragraph.line_starts)
        lines = tuple((at, first + n) for n, at in enumerate((0, *starts))) if starts else ()
        rounds, made = self.flow((paragraph.inlines,), paragraph.span, kind, lines)
        if not rounds:
            return paragraph
        for edits in rounds:
            starts = moved(starts, edits)
        return replace(paragraph, inlines=made[0], line_starts=in_text(made[0], starts))

    def verse(self, verse: Verse) -> Verse:
        return _changed(
            verse,
            {
                "stanzas": _all(lambda stanza: self.stanza(stanza, verse.span), verse.stanzas),
                "attribution": self.label(verse.attribution, verse.span),
            },
        )

    def stanza(self, stanza: Stanza, span: Span) -> Stanza:
        lines, at = [], 0
        parts = tuple(line.inlines for line in stanza.lines)
        for line in stanza.lines:
            lines.append((at, line.line))
            at += len(flatten((line.inlines,))) + 1
        rounds, made = self.flow(parts, span, Kind.VERSE, tuple(lines))
        if not rounds:
            return stanza
        return Stanza(
            tuple(
                _changed(line, {"inlines": inlines})
                for line, inlines in zip(stanza.lines, made, strict=True)
            )
        )

    def nested(self, block: Quotation | Letter) -> Quotation | Letter:
        changes: dict[str, object] = {"blocks": self.blocks(block.blocks)}
        if isinstance(block, Quotation):
            changes["attribution"] = self.label(block.attribution, block.span)
        return _changed(block, changes)

    def table(self, table: Table) -> Table:
        header = _all(lambda cell: self.label(cell, table.span), table.header)
        rows = _all(
            lambda row: _all(lambda cell: self.label(cell, table.span), row),
            table.rows,
        )
        return _changed(table, {"header": header, "rows": rows})

    # -- flows

    def label(self, inlines: Inlines, span: Span) -> Inlines:
        if not inlines:
            return inlines
        return self.flow((inlines,), span, Kind.LABEL, ())[1][0]

    def flow(
        self, parts: tuple[Inlines, ...], span: Span, kind: Kind, lines: tuple[tuple[int, int], ...]
    ) -> tuple[Rounds, tuple[Inlines, ...]]:
        text = flatten(parts)
        plain = len(parts) == 1 and len(parts[0]) == 1
        foreign = () if plain and not hasattr(parts[0][0], "tag") else foreign_stretches(parts)
        continues = self.continues and kind is not Kind.LABEL
        if kind is not Kind.LABEL:
            self.continues = True
        rounds = self.answer(Flow(text, parts, span, kind, continues, lines, foreign))
        for edits in rounds:
            parts = rebuild(parts, edits)
        return rounds, parts


def _all(walk: Callable[[T], T], values: tuple[T, ...]) -> tuple[T, ...]:
    made = tuple(map(walk, values))
    same = all(new is old for new, old in zip(made, values, strict=True))
    return values if same else made


def _changed(value: T, changes: dict[str, object]) -> T:
    """Return `value` itself unless a field really is another object."""
    real = {name: new for name, new in changes.items() if new is not getattr(value, name)}
    return replace(value, **real) if real else value  # type: ignore[type-var]  # every T here is a dataclass
