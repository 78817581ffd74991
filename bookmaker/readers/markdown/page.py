"""What one Markdown manuscript's parsers share: its name, its notes and links, what was noticed."""

from dataclasses import dataclass, field
from typing import Final

from bookmaker.book import Block, Certainty, Decision, Inlines, Note, Paragraph, Withheld
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.errors import InputError
from bookmaker.readers.markdown.pins import Pins

MOST_BLOCKS: Final = 600_000
"""Blocks of a manuscript: ten megabytes of prose have a hundred thousand, a novel ten thousand."""
DEEPEST: Final = 24
"""How deep blocks, and separately inlines, may nest: no book needs more, and every later stage
walks them by recursion."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference definition `[label]: href "title"` leads to."""

    href: str
    title: str


@dataclass(slots=True)
class Page:
    """One manuscript under way.

    `first` is the number of the first line of the text given (after a head).
    """

    path: str
    accept_blank_breaks: bool = False
    pins: Pins = field(default_factory=Pins)
    targets: dict[str, Target] = field(default_factory=dict)
    note_labels: set[str] = field(default_factory=set)
    called: dict[str, None] = field(default_factory=dict)
    withheld_calls: set[str] = field(default_factory=set)
    notes: dict[str, Note] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    cuts: list[Withheld] = field(default_factory=list)
    inline_notes: int = 0
    blocks: int = 0
    linked: set[str] = field(default_factory=set)
    talks_by_dash: bool = False
    told_once: set[str] = field(default_factory=set)
    _told: set[tuple[str, int, str]] = field(default_factory=set)

    def span(self, line: int, end: int | None = None) -> Span:
        """Return the place of some lines."""
        return Span(self.path, line, None, end if end is not None and end > line else None)

    def count_blocks(self, count: int, line: int) -> None:
        """Count blocks, those within others as well.

        Raises:
            InputError: BM-INPUT-017, there are more than any book has.
        """
        self.blocks += count
        if self.blocks > MOST_BLOCKS:
            raise InputError.because("BM-INPUT-017", self.span(line), limit=MOST_BLOCKS)

    def tell(self, code: str, line: int, **values: object) -> None:
        """Report something, once for a line."""
        key = (code, line, str(values))
        if key not in self._told:
            self._told.add(key)
            self.diagnostics.append(report(code, self.span(line), **values))

    def decide(
        self, kind: str, span: Span, reason: str, certainty: Certainty = Certainty.SURE
    ) -> None:
        """Record what some lines were taken for, and why."""
        self.decisions.append(Decision(kind, span, reason, certainty))

    def withhold(self, kind: str, text: str, span: Span, numbered: tuple[range, ...] = ()) -> None:
        """Record lines that are kept out of the book; `numbered` as `Withheld` has it."""
        self.withheld.append(Withheld(kind, text, span, numbered))

    def cut(self, kind: str, text: str, line: int) -> None:
        """Record what is cut out of a line, exactly as it was typed."""
        self.cuts.append(Withheld(kind, text, self.span(line)))

    def add_inline_note(self, inlines: Inlines, line: int) -> str:
        """Keep a note written where it is called; return its id."""
        self.inline_notes += 1
        name = f"inline-{self.inline_notes}"
        while name in self.note_labels:
            name += "-"
        span = self.span(line)
        block: Block = Paragraph(inlines, span)
        self.notes[name] = Note(name, (block,), span)
        self.called[name] = None
        return name


def fold_label(label: str) -> str:
    """Return a link label as it is compared: case and white space do not count."""
    return " ".join(label.split()).casefold()
