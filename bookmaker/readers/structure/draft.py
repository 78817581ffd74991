"""A manuscript under recognition: its pieces in order, each with what it was taken for.

Recognisers run in the order of `order.RECOGNISERS`; each labels pieces that no earlier one has
labelled, may cut a piece in two, never drops one, and says why in a `Decision`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from bookmaker.book import Certainty, Decision, Role, Withheld
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.project import StructureSettings
from bookmaker.readers.lines import Clump, Typing


class Kind(Enum):
    """What a piece was taken for; `TEXT` is not yet, or ordinary prose."""

    TEXT = auto()
    VERSE = auto()
    LINES = auto()  # lines to keep that are no verse: an address, a signature
    BREAK = auto()
    HEADING = auto()
    DATELINE = auto()
    CENTRED = auto()
    FRONT = auto()  # a section before the story; `role` says which
    EPIGRAPH = auto()
    ATTRIBUTION = auto()
    LETTER = auto()
    SIGNED = auto()  # a line of a letter outside a whole one; `label` says which
    NOTE = auto()
    WITHHELD = auto()


class Level(Enum):
    """How much a heading opens."""

    PART = auto()
    CHAPTER = auto()
    SECTION = auto()  # front or back matter
    SCENE = auto()  # a number or title inside a chapter


@dataclass(slots=True)
class Title:
    """A heading taken apart: what it opens, its number and its title as typed."""

    level: Level
    number: str = ""
    title: tuple[str, ...] = ()
    role: Role | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the author pinned a piece as; no recogniser overrules it."""

    kind: Kind
    role: Role | None = None
    title: Title | None = None
    group: int = 0
    label: str = ""


@dataclass(slots=True)
class Piece:
    """A clump and what it was taken for; pieces of one letter or section share `group`.

    `fixed` is what the author pinned it as, and `begins` whether the author says that a scene
    begins with it. `in_place` says of a note's first piece that other words stand beside the note.
    """

    clump: Clump
    kind: Kind = Kind.TEXT
    role: Role | None = None
    title: Title | None = None
    group: int = 0
    label: str = ""
    fixed: Fixed | None = None
    begins: bool | None = None
    in_place: bool = False

    @property
    def text(self) -> str:
        """Return the piece's lines as one string."""
        return self.clump.flat

    @property
    def free(self) -> bool:
        """Say whether neither a recogniser nor the author has taken the piece yet."""
        return self.kind is Kind.TEXT and self.fixed is None

    @property
    def lone(self) -> bool:
        """Say whether the piece is a single line."""
        return len(self.clump.lines) == 1


@dataclass(slots=True)
class Draft:
    """A manuscript under recognition.

    `story` is the line at which the author says it begins.
    """

    path: str
    typing: Typing
    settings: StructureSettings
    pieces: list[Piece]
    fields: dict[str, list[str]] = field(default_factory=dict)
    field_spans: list[tuple[str, Span]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    groups: int = 0
    overruled: set[tuple[str, int]] = field(default_factory=set)
    recognised: set[str] = field(default_factory=set)
    story: int = 0
    pinned: list[Decision] = field(default_factory=list)

    def span(self, first: Piece, last: Piece | None = None) -> Span:
        """Return the place of one piece, or of all from one to another."""
        return Span(self.path, first.clump.first, end_line=(last or first).clump.last)

    def opens(self, index: int) -> bool:
        """Say whether a piece stands after a larger gap than the usual, or after a mark."""
        piece = self.pieces[index]
        if piece.begins is not None:
            return piece.begins
        if index == 0 or piece.clump.gap > self.typing.gap:
            return True
        return self.pieces[index - 1].kind is Kind.BREAK

    def gap_after(self, index: int) -> int:
        """Return the empty lines below a piece; after the last there is all the room."""
        after = index + 1
        return self.pieces[after].clump.gap if after < len(self.pieces) else 1 << 16

    def regions(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield `(start, stop)` of the stretches between larger gaps or marks."""
        stop = len(self.pieces) if stop is None else stop
        since = start
        for index in range(start + 1, stop):
            if self.opens(index):
                yield since, index
                since = index
        if since < stop:
            yield since, stop

    def new_group(self) -> int:
        """Return a number for pieces that belong together."""
        self.groups += 1
        return self.groups

    def decide(
        self, kind: str, span: Span, reason: str, certainty: Certainty = Certainty.SURE
    ) -> None:
        """Record what some lines were taken for, and why."""
        self.decisions.append(Decision(kind, span, reason, certainty))

    def overrule(self, kind: str, pieces: list[Piece]) -> None:
        """Take back what was decided about pieces: a later recogniser knows better."""
        self.overruled.update((kind, piece.clump.first) for piece in pieces)

    def settled(self) -> tuple[Decision, ...]:
        """Return the decisions that stand, in the order of the manuscript."""
        fixed = {piece.clump.first for piece in self.pieces if piece.fixed}
        stand = [
            d
            for d in self.decisions
            if (d.kind, d.span.line) not in self.overruled
            and not (d.span.line in fixed and d.kind != "scene")
        ]
        stand += self.pinned
        return tuple(sorted(stand, key=lambda decision: decision.span.line))

    def beside_note(self, index: int) -> bool:
        """Say whether a note was typed among other words on the first line of a piece."""
        line = self.pieces[index].clump.first
        around = self.pieces[max(index - 1, 0) : index + 2]
        return any(piece.in_place and piece.clump.first == line for piece in around)

    def withhold(self, kind: str, piece: Piece, reason: str) -> None:
        """Keep a piece out of the book, and say so; not one that the author pinned."""
        if piece.fixed and piece.fixed.kind is not Kind.WITHHELD:
            return
        piece.kind = Kind.WITHHELD
        span = self.span(piece)
        text = "\n".join(line.strip() for line in piece.clump.lines)
        self.withheld.append(Withheld(kind, text, span))
        self.decide(kind, span, reason)

    def recognise_field(self, name: str, value: str, piece: Piece) -> None:
        """Take a field of the book's metadata from a line that does not name it."""
        if name not in self.fields:
            self.fields[name] = [value]
            self.field_spans.append((name, self.span(piece)))
            self.recognised.add("authors" if name == "author" else name)

    def note(self, code: str, span: Span, **values: object) -> None:
        """Report something about the manuscript."""
        self.diagnostics.append(report(code, span, **values))

    def cut(self, index: int, line: int, *, prose: bool | None = None) -> None:
        """Cut the piece at `index` in two before its line number `line` (0 is its first)."""
        piece = self.pieces[index]
        clump = piece.clump
        head = clump.part(0, line, prose=line == 1 or prose)
        rest = len(clump.lines) - line
        tail = clump.part(line, prose=rest == 1 or prose)
        self.pieces[index : index + 1] = [
            Piece(
                head,
                piece.kind,
                piece.role,
                piece.title,
                piece.group,
                "",
                piece.fixed,
                piece.begins,
            ),
            Piece(tail, fixed=piece.fixed),
        ]
