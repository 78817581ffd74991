"""The search: of all ways to break a paragraph, the one with the fewest demerits.

Knuth and Plass 1981, with two additions of our own. The state of a break holds, besides its line's
fitness class, how many lines in a row have ended in hyphens, so that ladders can be forbidden; and
the best plan is found for every number of lines, so that page filling can choose.

The breaks that may begin the next line are kept in order. Widths rise along them, so for each
break only those are looked at from which a line is feasible: the time is linear in the breaks.
"""

from collections.abc import Container, Iterator, Sequence
from math import inf
from typing import Final

from bookmaker.layout.linebreaking.breaks import EXPLICIT, HYPHEN, NAME, PLAIN, TIE, Breaks
from bookmaker.layout.linebreaking.paragraph import Variant
from bookmaker.layout.linebreaking.taste import Taste

_HYPHENATED: Final = frozenset({EXPLICIT, HYPHEN, NAME})
TIGHT, DECENT, LOOSE, VERY_LOOSE = range(4)
_LONGEST_LADDER: Final = 2
_WORST: Final = 10.0  # ratios beyond this are no worse
_MANY: Final = 48  # states of a break; a page of prose has fewer
_NEAR: Final = 3  # lines
OVERFULL: Final = 1e15

# A line ends here: the demerits so far, the break, and the line before. What leads nowhere is
# forgotten as the search moves on, so a paragraph's memory is that of the plans still open.
Plan = tuple[float, int, "Plan | None"]

# (line number << 4 | fitness << 2 | hyphens in a row) -> the best plan that comes to it
State = dict[int, Plan]


class Node:
    """A break from which lines may start; `measure` is the width of the line that does."""

    __slots__ = ("index", "measure", "start", "start_shrink", "start_stretch", "states")

    def __init__(self, index: int, measure: float, breaks: Breaks, states: State) -> None:
        self.index, self.measure, self.states = index, measure, states
        self.start = breaks.starts[index]
        self.start_stretch = breaks.start_stretch[index]
        self.start_shrink = breaks.start_shrink[index]


def fitness(ratio: float) -> int:
    """Return the class of a line set at `ratio`."""
    if ratio < -0.5:  # noqa: PLR2004  the classes of Knuth and Plass
        return TIGHT
    if ratio <= 0.5:  # noqa: PLR2004
        return DECENT
    return LOOSE if ratio <= 1 else VERY_LOOSE


class Search:
    """One pass over the breaks of a paragraph.

    Args:
        breaks: of the paragraph.
        measures: widths of its first lines, the last of them that of all lines that follow.
        taste: the prices.
    """

    def __init__(self, breaks: Breaks, measures: Sequence[float], taste: Taste) -> None:
        self.breaks, self.measures, self.taste = breaks, tuple(measures), taste
        self.last = len(breaks.ends) - 1
        self.penalties = {
            EXPLICIT: taste.explicit_hyphen,
            HYPHEN: taste.hyphen,
            TIE: taste.tie,
            NAME: taste.tie,
        }
        self.special = len(self.measures) - 1  # lines of a width of their own

    def plans(self, tolerance: float, without: Container[int] = ()) -> dict[int, Variant]:
        """Return the best plan for each number of lines no line of which exceeds `tolerance`.

        Breaks of the kinds `without` are passed over.

        An infinite tolerance always finds a plan: a line is overfull only where nothing in it
        may break.
        """
        active = [Node(0, self.measures[0], self.breaks, {DECENT << 2: (0.0, 0, None)})]
        reached: list[Node] = []
        for index in range(1, self.last + 1):
            if self.breaks.kinds[index] in without:
                continue
            reached, active = self._reach(index, active, tolerance)
            if not active and index != self.last:
                return {}
        return dict(self._variants(reached))

    def _reach(  # noqa: C901  the inner loop: calls would cost half the time
        self, end: int, active: list[Node], tolerance: float
    ) -> tuple[list[Node], list[Node]]:
        """Return the nodes of a break at `end`, and all from which lines may start after it."""
        breaks, special, last = self.breaks, self.special, end == self.last
        width, slack = breaks.ends[end], breaks.slack
        stretch_end, shrink_end = breaks.end_stretch[end], breaks.end_shrink[end]
        groups: dict[int, State] = {}
        done = overfull = 0
        for place, node in enumerate(active):
            room = node.measure - (width - node.start)
            if room < 0 or not last:
                if room >= 0:
                    most = stretch_end - node.start_stretch
                    if room > most * tolerance:
                        if room > most * tolerance + slack and not special:
                            break
                        continue
                else:
                    most = shrink_end - node.start_shrink
                    if room < -most:
                        overfull += 1
                        if room < -most - slack and place == done:
                            done = place + 1
                        continue
                ratio = room / most if most > 0 else (inf if room > 0 else 0.0)
            else:
                ratio = 0.0
            self._add(groups, node, end, ratio)
        if overfull == len(active) and tolerance == inf:
            self._add(groups, active[-1], end, -inf)
        reached = [
            Node(end, self.measures[min(line, special)], breaks, _likely(states))
            for line, states in groups.items()
        ]
        return reached, active[done:] + reached if done else active + reached

    def _add(self, groups: dict[int, State], node: Node, end: int, ratio: float) -> None:
        """Enter the line from `node` to `end` into the states of `end`."""
        taste, kind = self.taste, self.breaks.kinds[end]
        demerits = self.line_demerits(node.index, end, ratio)
        fit = fitness(ratio)
        for key, so_far in node.states.items():
            total = so_far[0] + demerits
            if abs((key >> 2 & 3) - fit) > 1:
                total += taste.contrast
            in_row = key & 3
            if kind in _HYPHENATED:
                if in_row:
                    total += taste.hyphens_in_a_row if in_row == 1 else taste.ladder
                in_row = min(in_row + 1, _LONGEST_LADDER)
            else:
                if in_row and end == self.last:
                    total += taste.before_last
                in_row = 0
            line = (key >> 4) + 1
            states = groups.setdefault(min(line, self.special), {})
            new = line << 4 | fit << 2 | in_row
            known = states.get(new)
            if known is None or total < known[0]:
                states[new] = (total, end, so_far)

    def line_demerits(self, start: int, end: int, ratio: float) -> float:
        """Return the demerits of one line by itself; those of its neighbourhood are added."""
        taste = self.taste
        if ratio == -inf:
            return OVERFULL
        badness = 100 * min(abs(ratio), _WORST) ** 3
        if ratio < 0:
            badness *= taste.crowding
        demerits = (taste.line + badness) ** 2
        kind = self.breaks.kinds[end]
        if kind != PLAIN:
            demerits += self.penalties[kind] ** 2
        if start and end == self.last and start in self.breaks.runts:
            demerits += taste.runt
        return demerits

    def _variants(self, reached: list[Node]) -> Iterator[tuple[int, Variant]]:
        best: dict[int, Plan] = {}
        for node in reached:
            for key, plan in node.states.items():
                line = key >> 4
                if line not in best or plan[0] < best[line][0]:
                    best[line] = plan
        for line in sorted(best):
            yield line, self.variant(best[line][0], _path(best[line]))

    def variant(self, demerits: float, path: tuple[int, ...]) -> Variant:
        """Describe the plan whose lines end at the breaks of `path`."""
        kinds = self.breaks.kinds
        hyphens = tuple(line for line, index in enumerate(path) if kinds[index] in _HYPHENATED)
        runt = len(path) > 1 and path[-2] in self.breaks.runts
        return Variant(len(path), demerits, hyphens, runt, path)


def _likely(states: State) -> State:
    """Keep of many states those about as many lines from the start as the best of them.

    The numbers of lines in which a break can be reached rise along a paragraph. What is wanted at
    its end is the best plan and those of a line more and a line fewer; without this the time would
    grow with the square of the paragraph's length.
    """
    if len(states) <= _MANY:
        return states
    best = min(states, key=lambda key: states[key][0]) >> 4
    return {key: state for key, state in states.items() if abs((key >> 4) - best) <= _NEAR}


def _path(plan: Plan) -> tuple[int, ...]:
    """Return the breaks at which the lines of a plan end."""
    path: list[int] = []
    while plan[2] is not None:
        path.append(plan[1])
        plan = plan[2]
    return tuple(reversed(path))
