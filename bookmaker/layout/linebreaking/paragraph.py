"""What is known of paragraphs once they are planned, and what is asked of them."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bookmaker.layout.linebreaking.breaks import Breaks

Key = tuple[Hashable, int]  # the paragraph's element, the number of the stretch of lines in it


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to break a paragraph.

    Attributes:
        lines: how many there are.
        demerits: the sum for the whole paragraph; comparable between variants of one paragraph,
            and, as differences, between paragraphs.
        hyphens: numbers from 0 of the lines that end with a hyphen.
        runt: whether the last line is too short to stand alone.
        breaks: index into the paragraph's legal breaks of each line's end, the last included.
    """

    lines: int
    demerits: float
    hyphens: tuple[int, ...]
    runt: bool
    breaks: tuple[int, ...]

    @property
    def ladder(self) -> bool:
        """Whether three lines in a row end with a hyphen."""
        ends = set(self.hyphens)
        return any({line + 1, line + 2} <= ends for line in ends)


@dataclass(eq=False)
class Paragraph:
    """A paragraph's plans: `best` at once, the variants of other lengths when asked for.

    `breaks` are those that variants count by.
    """

    best: Variant
    breaks: Breaks
    search: Callable[[], Mapping[int, Variant]]

    @cached_property
    def variants(self) -> Mapping[int, Variant]:
        """Plans by number of lines: the best, one line fewer, one more, where there are such."""
        return {**self.search(), self.best.lines: self.best}

    def chosen(self, looseness: int) -> Variant:
        """Return the plan of `looseness` lines more than the best, or the best."""
        if not looseness:
            return self.best
        return self.variants.get(self.best.lines + looseness, self.best)


@dataclass(eq=False)
class Fitting:
    """The paragraphs of one run: what is wanted of them, and their plans once they were set."""

    looseness: dict[Key, int] = field(default_factory=dict)
    paragraphs: dict[Key, Paragraph] = field(default_factory=dict)
    unfitted: Counter[str] = field(default_factory=Counter)
