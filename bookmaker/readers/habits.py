"""How a manuscript is typed, learnt from all its lines.

Nobody declares it, but everybody is steady in it: the commonest gap between two stretches of prose
is the gap between paragraphs, and a line that ends where the next word would not have fitted was
broken by a machine, not by the author.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bookmaker.readers.lines import LONG, Typing, first_word
from bookmaker.readers.structure.marks import MARK_STARTS, is_mark

UNWRAPPED: Final = 100
"""Lines longer than this are paragraphs typed on one line."""

_SLACKS: Final = (0, 4, 8, 15, 25)
_STEADY: Final = 0.97
_TELLING: Final = 12


@dataclass(frozen=True, slots=True)
class _Survey:
    """The lines that hold something, side by side: the empty lines before each, its text, length.

    `words` are the lengths of first words; `flush` says which lines begin without white space.
    """

    gaps: list[int]
    texts: list[str]
    lengths: list[int]
    words: list[int]
    flush: list[bool]

    def pairs(self, gap: int) -> Iterator[int]:
        """Yield the index of the first of two lines that are `gap` empty lines apart."""
        return (index - 1 for index, found in enumerate(self.gaps) if found == gap and index)


def _survey(lines: list[str], start: int) -> _Survey:
    gaps: list[int] = []
    texts: list[str] = []
    gap = 0
    for line in itertools.islice(lines, start, None):
        if line:
            gaps.append(gap)
            texts.append(line)
            gap = 0
        else:
            gap += 1
    flush = [not text[0].isspace() for text in texts]
    return _Survey(gaps, texts, list(map(len, texts)), list(map(first_word, texts)), flush)


def learn_typing(lines: list[str], start: int = 0) -> Typing:
    """Learn the habits of a manuscript from all its lines from index `start` on.

    The lines come without white space at their ends.
    """
    typed = _survey(lines, start)
    wrapped, width = _find_wrap(typed, 0)
    doubled = False
    if not wrapped and typed.gaps and all(itertools.islice(typed.gaps, 1, None)):
        wrapped, width = _find_wrap(typed, 1)
        doubled = wrapped or _is_doubled(typed)
    slack = _find_slack(typed, width, int(doubled)) if wrapped else 0
    indented = wrapped and _has_first_line_indents(typed, int(doubled))
    gap = _paragraph_gap(typed, wrapped=wrapped, indented=indented, doubled=doubled)
    return Typing(wrapped, width, slack, doubled, gap, indented)


def _is_doubled(typed: _Survey) -> bool:
    """Say whether every line end was typed twice: nothing stands together, yet two gaps occur."""
    gaps = Counter(itertools.islice(typed.gaps, 1, None))
    return bool(gaps[1]) and gaps.most_common(1)[0][0] >= 3  # noqa: PLR2004  (1 + 1) * 2 - 1


def _find_wrap(typed: _Survey, gap: int) -> tuple[bool, int]:
    """Say whether lines `gap` empty lines apart were broken by a margin, and at which column."""
    lengths = sorted(typed.lengths)
    if not lengths or lengths[int(len(lengths) * 0.95)] > UNWRAPPED:
        return False, 0
    width = lengths[min(int(len(lengths) * 0.99), len(lengths) - 1)]
    ends = [
        typed.lengths[at] + 1 + typed.words[at + 1]
        for at in typed.pairs(gap)
        if typed.flush[at + 1]
        and not (typed.texts[at][0] in MARK_STARTS and is_mark(typed.texts[at]))
    ]
    if len(ends) < 3 or width < LONG - 10:  # noqa: PLR2004  fewer prove nothing
        return False, 0
    return sum(end > width - 15 for end in ends) >= 0.6 * len(ends), width


def _find_slack(typed: _Survey, width: int, gap: int) -> int:
    """Return by how many columns lines stop short: 0 for a machine's wrap, more for a hand's.

    A line goes on in small letters only where a margin broke it: verse begins with capitals. Of
    such lines a few tell; without them, all are asked.
    """
    pairs = [at for at in typed.pairs(gap) if typed.flush[at] and typed.lengths[at] > width // 2]
    broken = [at for at in pairs if typed.texts[at + 1][0].islower()]
    if len(broken) >= _TELLING:
        pairs = broken
    ends = [typed.lengths[at] + 1 + typed.words[at + 1] for at in pairs]
    for slack in _SLACKS[:-1]:
        if sum(end > width - slack for end in ends) >= _STEADY * len(ends):
            return slack
    return _SLACKS[-1]


def _has_first_line_indents(typed: _Survey, gap: int) -> bool:
    """Say whether paragraphs begin with an indent: indented lines followed by flush ones."""
    if all(typed.flush):
        return False
    below = [typed.flush[at + 1] for at in typed.pairs(gap) if not typed.flush[at]]
    first = sum(below)
    return first > len(below) - first and first >= 0.05 * len(typed.texts)


def _paragraph_gap(typed: _Survey, *, wrapped: bool, indented: bool, doubled: bool) -> int:
    """Return the commonest gap between stretches of prose, the empty line of doubling left out."""
    step = int(doubled)
    gaps: Counter[int] = Counter()
    lengths, flush = typed.lengths, typed.flush
    for index in range(1, len(typed.gaps)):
        gap = typed.gaps[index] - step
        if gap > 0 or not wrapped:
            if lengths[index - 1] >= LONG or lengths[index] >= LONG:
                gaps[max(gap, 0)] += 1
        elif indented and not flush[index] and flush[index - 1]:
            gaps[0] += 1
    return _commonest(gaps, Counter(gap - step for gap in itertools.islice(typed.gaps, 1, None)))


_HABIT: Final = 5
"""Wide gaps between stretches of prose before they are a habit rather than breaks."""


def _commonest(gaps: Counter[int], every: Counter[int]) -> int:
    if not gaps.total():
        return min((gap for gap in every if gap > 0), default=1)
    usual = min(gaps, key=lambda gap: (-gaps[gap], gap))
    if usual == 1 or gaps[usual] >= _HABIT:
        return usual
    smaller = [gap for gap in every if 0 < gap < usual]
    often = [gap for gap in smaller if every[gap] > 1]
    if often or max(gaps) > usual:
        return min(often, default=usual)
    # One empty line is by far the commonest habit: a pair of wide gaps is a pair of breaks.
    return min(smaller, default=1 if gaps[usual] < _HABIT - 2 else usual)
