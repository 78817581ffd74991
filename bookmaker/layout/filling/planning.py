"""The search for the best filling: a dynamic programme over blocks and places on the page."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from bookmaker.layout.filling.calls import Calls
from bookmaker.layout.filling.strip import Block, Filling, PageEnd, Setting, Strip

CLOSE: Final = 0.02  # points: what counts as the same height
_EVEN: Final = 0.55  # lines: what a foot may be off and not be seen
_NEVER: Final = 1e12  # what is forbidden is still done where nothing else can be


@dataclass(frozen=True, slots=True)
class Costs:
    """What pages cost, in the demerits of paragraphs.

    A bad line costs a few thousand demerits, a very loose one ten thousand or more; an uneven
    spread is seen by everybody, so it costs more than any paragraph that may still be set.
    """

    short_page: float = 400_000.0  # a line short; grows with the lines
    long_spread: float = 100_000.0  # both pages of a spread, one line long together
    short_spread: float = 250_000.0  # both, one line short; grows with the lines
    hyphen_over_page: float = 250_000.0
    parted: float = 200_000.0  # a page turned within what should be kept on one
    brief_end: float = 120_000.0  # a run whose last page holds fewer lines than `least_end`
    least_end: int = 4
    side: float = 50_000.0  # what a run must gain to be planned for the side that it opens on


class _State(NamedTuple):
    """A place on a page: how much is used, the side, and by how many lines the spread runs short.

    A spread that runs long is short by less than no line.

    `lines` counts the lines on this page as far as `Costs.least_end`: the last page needs them.
    """

    used: float
    noted: bool
    recto: bool
    short: int
    lines: int
    first_page: bool


class _Step(NamedTuple):
    """How a state was reached: cost, the state before, the setting, the pages ended meanwhile."""

    cost: float
    before: "_State | None"
    setting: int
    ends: tuple[tuple[int, float], ...]


_Place = tuple[_State, float, tuple[tuple[int, float], ...]]
"""Where a block's lines end, at what cost, past which page ends."""
_Past = tuple["_Past | None", tuple[int, float]]
"""A page's end, and those before it in the same block."""
_Way = tuple[float, _Past | None]
"""What it costs to come somewhere, and past which ends."""
_Ways = dict[tuple[int, _State], _Way]
"""The cheapest ways to the heads of pages, by the lines placed before."""
_Lines = tuple[int, float, bool, float]
"""Lines that go on a page, how much of it is used after them, whether it has notes, the cost."""
_Known = dict[tuple[int, _State], tuple[_Lines, ...]]
"""What may go on a page, by the lines placed before it and the state at its head."""

BEAM: Final = 48  # states kept after each block: the others are dearer by a short page or more
WIDE_BEAM: Final = 400  # where the plan so found is dear
WAYS: Final = 96  # kept to the head of a page within one paragraph, which rarely has as many
EARLY: Final = 3.2  # lines that may be left at a foot of one's own will


def plan(strip: Strip, *, recto: bool | None, costs: Costs = Costs()) -> Filling:
    """Return the cheapest filling of `strip`.

    Args:
        strip: the run.
        recto: the side its first page is; None where that is not known yet: then no spread is
            made short, and the plan holds for both sides.
        costs: what pages cost.
    """
    search = _Search(strip, costs, pairs=recto is not None)
    found = _searched(search, recto=bool(recto), beam=BEAM)
    if found.cost > costs.long_spread:
        found = _searched(search, recto=bool(recto), beam=WIDE_BEAM, known=found)
    return found


def lengths_by_side(strip: Strip, found: Filling, costs: Costs = Costs()) -> tuple[int, int] | None:
    """Tell how many pages a run has that opens on a verso, on a recto; None if that is all one.

    Args:
        strip: the run.
        found: its plan for either side.
        costs: what pages cost; the side matters where knowing it saves as much as `costs.side`.
    """
    if found.cost <= costs.side:
        return None
    verso, recto = (plan(strip, recto=side, costs=costs) for side in (False, True))
    if found.cost - min(verso.cost, recto.cost) <= costs.side:
        return None
    return len(verso.ends) + 1, len(recto.ends) + 1


def _searched(
    search: "_Search", *, recto: bool, beam: int, known: Filling | None = None
) -> Filling:
    """Return the cheapest filling that is found by keeping `beam` states after each block.

    Or `known`, where none so found is cheaper. Costs only grow from block to block, so states that
    are as dear before the run's end lead to nothing: nine of ten of a wide beam.
    """
    table: list[dict[_State, _Step]] = []
    most = math.inf if known is None else known.cost
    states = {state: _Step(cost, None, 0, ()) for state, cost in search.starts(recto=recto)}
    for index in range(len(search.strip.blocks)):
        states = _kept(search.onward(index, states), beam, most)
        table.append(states)
    if not table:
        return Filling((), (), 0.0)
    last = min(states, key=lambda each: states[each].cost + search.end_cost(each), default=None)
    if known is not None and (last is None or states[last].cost + search.end_cost(last) >= most):
        return known
    assert last is not None  # noqa: S101  for the type checker: some state is always reached
    return _retraced(search.strip, table, last, search.end_cost(last))


def _kept(states: dict[_State, _Step], beam: int, most: float) -> dict[_State, _Step]:
    if most < math.inf:
        states = {state: step for state, step in states.items() if step.cost < most}
    if len(states) <= beam:
        return states
    cheapest = sorted(states.items(), key=lambda item: (item[1].cost, item[0]))[:beam]
    return dict(cheapest)


class _Search:
    """The programme's transitions for one strip."""

    def __init__(self, strip: Strip, costs: Costs, *, pairs: bool) -> None:
        self.strip, self.costs, self.pairs = strip, costs, pairs
        blocks = strip.blocks
        self.leads = [i + 1 < len(blocks) and blocks[i + 1].held for i in range(len(blocks))]
        self.calls: dict[tuple[int, int], Calls] = {}  # by block and lines
        self.turns: dict[tuple[bool, int], tuple[tuple[_State, float], ...]] = {}
        self.spreads = [(0, 0.0)]
        if pairs:
            self.spreads += [(1, costs.short_spread), (2, costs.short_spread * 2**1.5)]
            self.spreads += [(-1, costs.long_spread)] if strip.deep else []

    def starts(self, *, recto: bool) -> Iterator[tuple[_State, float]]:
        """Yield the states before anything is set, and what they cost."""
        for short, cost in self.spreads:
            yield _State(0.0, False, recto, short, 0, True), cost  # noqa: FBT003 as it names them

    def end_cost(self, state: _State) -> float:
        """What it costs to end the run here."""
        brief = state.lines < self.costs.least_end and not state.first_page
        return self.costs.brief_end if brief else 0.0

    def onward(self, index: int, states: dict[_State, _Step]) -> dict[_State, _Step]:
        """Set the block `index` after each of `states`."""
        block = self.strip.blocks[index]
        heads: list[_Known] = [{} for _ in block.settings]
        found: dict[_State, _Step] = {}
        for state, step in states.items():
            for number, setting in enumerate(block.settings):
                base = step.cost + setting.demerits
                work = _Work(index, block, setting, state, 0)
                below = self._below(work)
                places = self._placed(work, heads[number]) if below is None else (below,)
                for after, cost, ends in places:
                    total = base + cost
                    known = found.get(after)
                    if known is None or total < known.cost:
                        found[after] = _Step(total, state, number, ends)
        return found

    def _below(self, work: "_Work") -> _Place | None:
        """Return what `_placed` would yield where all lines stand on this page; None elsewhere.

        Most blocks stand so below most others: nothing but room is to be asked for.
        """
        index, block, setting, here, _ = work
        if block.notes or not block.line:
            return None
        start, noted, recto, short, lines, first_page = here
        room = self.strip.page - short * self.strip.leading
        lowest = min(room, self.strip.page) if noted else room
        below = start or first_page
        used = start + (block.gap + setting.white if below else block.opening_gap)
        if (lowest + CLOSE - used) // block.line < setting.lines:
            return None
        early = EARLY * self.strip.leading + block.gap
        if start and (self.leads[index] or room - start <= early):
            return None  # it may go over to the next page all the same
        used = round(used + setting.lines * block.line, 2)
        count = min(lines + setting.lines, self.costs.least_end)
        return _State(used, noted, recto, short, count, first_page), 0.0, ()

    def _placed(self, work: "_Work", known: _Known) -> Iterator[_Place]:
        """Place all lines from a state on: yield where they end, at what cost, past which ends.

        Ways to the same line at the head of a like page meet there, and the cheapest goes on:
        otherwise there would be as many as choices of spreads in a paragraph of many pages.

        Args:
            work: the block before any of its lines is placed.
            known: what may go on the pages that follow, for all states that it is set after.
        """
        ways: _Ways = {(0, work.here): (0.0, None)}
        while ways:
            onward: _Ways = {}
            for place, (cost, past) in ways.items():
                done, here = place
                for lines, used, noted, price in self._on_page(work, place, known):
                    placed = done + lines
                    if placed == work.setting.lines:
                        count = min(here.lines + lines, self.costs.least_end)
                        after = _State(used, noted, here.recto, here.short, count, here.first_page)
                        yield after, cost + price, _ends(past)
                    else:
                        foot = cost + price + self._foot_cost(here, used)
                        end = (past, (placed, self.strip.page - used))
                        self._turn((placed, here), (foot, end), onward)
            ways = _nearest(onward)

    def _turn(self, place: tuple[int, _State], way: _Way, onward: _Ways) -> None:
        """Enter what a way that fills a page leads to on the next one."""
        placed, here = place
        cost, past = way
        for fresh, toll in self._turned(here):
            known = onward.get((placed, fresh))
            if known is None or cost + toll < known[0]:
                onward[placed, fresh] = cost + toll, past

    def _on_page(self, work: "_Work", place: tuple[int, _State], known: _Known) -> Iterable[_Lines]:
        done, here = place
        if here is work.here and not done:
            return self._fillings(work)
        if place not in known:
            onward = _Work(work.number, work.block, work.setting, here, done)
            known[place] = tuple(self._fillings(onward))
        return known[place]

    def _foot_cost(self, state: _State, used: float) -> float:
        """What it costs to end the page with `used` of it filled."""
        wanted = self.strip.page - state.short * self.strip.leading
        lines = abs(wanted - used) / self.strip.leading
        return 0.0 if lines < _EVEN else self.costs.short_page * lines**1.5

    def _turned(self, state: _State) -> tuple[tuple[_State, float], ...]:
        """Turn the page: a verso opens a spread, which may run short as a whole."""
        turn = (state.recto, state.short)
        if turn not in self.turns:
            ways = self.spreads if state.recto else [(state.short, 0.0)]
            self.turns[turn] = tuple(
                (_State(0.0, False, not state.recto, short, 0, False), cost)  # noqa: FBT003
                for short, cost in ways
            )
        return self.turns[turn]

    def _fillings(self, work: "_Work") -> Iterator[_Lines]:
        """Yield how many lines may go on this page."""
        here, left = work.here, work.setting.lines - work.done
        fit, used, noted = self._fitting(work, left)
        legal = work.legal(fit)
        if fit >= left:
            yield left, used, noted, 0.0
            if not self._may_leave(work):
                return
        elif legal:
            yield from self._parted(work, legal)
        if here.used:
            if not work.done:
                yield 0, here.used, here.noted, self._parting(work.block)
        elif fit < left and not legal:  # an empty page: something must go on it
            forced = max(1, fit)
            used = here.used + self._gap(work) + forced * work.block.line
            yield forced, used, here.noted, _NEVER

    def _parting(self, block: Block) -> float:
        """What it costs to begin a page with `block`."""
        if not block.held:
            return 0.0
        return self.costs.parted if block.kept else _NEVER

    def _parted(self, work: "_Work", legal: int) -> Iterator[_Lines]:
        """Yield the most lines after which the block may be parted, and fewer for a hyphen."""
        _, used, noted = self._fitting(work, legal)
        hyphen = work.done + legal in work.setting.hyphenated
        yield legal, used, noted, self.costs.hyphen_over_page * hyphen
        fewer = work.legal(legal - 1) if hyphen else 0
        if fewer:
            _, used, noted = self._fitting(work, fewer)
            yield fewer, used, noted, 0.0

    def _may_leave(self, work: "_Work") -> bool:
        """Whether a block that would fit may be put on the next page all the same."""
        block = work.block
        if work.done or not work.here.used or (block.held and not block.kept):
            return False
        spare = self.strip.page - work.here.short * self.strip.leading - work.here.used
        return self.leads[work.number] or spare <= EARLY * self.strip.leading + work.block.gap

    @staticmethod
    def _gap(work: "_Work") -> float:
        if work.done:
            return 0.0
        below = work.here.used or work.here.first_page
        return work.block.gap + work.setting.white if below else work.block.opening_gap

    def _fitting(self, work: "_Work", most: int) -> tuple[int, float, bool]:
        """Return how many lines fit, what is used after them, and whether the page has notes."""
        here, block = work.here, work.block
        used, noted = here.used + self._gap(work), here.noted
        room = self.strip.page - here.short * self.strip.leading + CLOSE
        if block.notes or here.noted:  # notes stand where they always do
            room = min(room, self.strip.page + CLOSE)
        if not block.notes:
            fit = max(0, min(most, int((room - used) // block.line))) if block.line else most
            return fit, round(used + fit * block.line, 2) if fit else here.used, noted
        calls, rule = self._calls(work), 0.0 if noted else self.strip.notes_gap

        def height(lines: int) -> float:
            notes = calls.height(work.done + 1, work.done + lines)
            return lines * block.line + (0.0 if notes is None else notes + rule)

        fit = bisect_right(range(1, most + 1), room - used, key=height)
        if not fit:
            return 0, here.used, noted
        noted = noted or calls.height(work.done + 1, work.done + fit) is not None
        return fit, round(used + height(fit), 2), noted

    def _calls(self, work: "_Work") -> Calls:
        known = self.calls.get((work.number, work.setting.lines))
        if known is None:
            known = Calls(work.block.notes, work.setting.lines)
            self.calls[work.number, work.setting.lines] = known
        return known


def _nearest(ways: _Ways) -> _Ways:
    """Keep the cheapest of many ways: a page takes no more time the longer its paragraph is."""
    if len(ways) <= WAYS:
        return ways
    return dict(sorted(ways.items(), key=lambda item: (item[1][0], item[0]))[:WAYS])


def _ends(past: _Past | None) -> tuple[tuple[int, float], ...]:
    """Return the pages' ends in their order."""
    ends: list[tuple[int, float]] = []
    while past is not None:
        past, end = past
        ends.append(end)
    return tuple(reversed(ends))


class _Work(NamedTuple):
    """A block to be placed: which, how it is set, from where on, and its lines placed before."""

    number: int
    block: Block
    setting: Setting
    here: _State
    done: int

    def legal(self, fit: int) -> int:
        """Return the most lines, at most `fit`, after which the block may be parted; 0 if none."""
        if self.block.whole:
            return 0
        most = min(fit, self.setting.lines - self.done - self.block.widows)
        return most if most >= (1 if self.done else self.block.orphans) else 0


def _retraced(strip: Strip, table: list[dict[_State, _Step]], last: _State, toll: float) -> Filling:
    """Follow the steps back from the last state."""
    chosen: list[int] = []
    ends: list[tuple[int, int, float]] = []
    sided, state = False, last
    for index in range(len(table) - 1, -1, -1):
        step = table[index][state]
        sided = sided or bool(state.short)
        chosen.append(step.setting)
        ends.extend((index, lines, spare) for lines, spare in reversed(step.ends))
        state = step.before or state
    chosen.reverse()
    ends.reverse()
    settled = tuple(_page_end(strip, chosen, *end) for end in ends)
    beyond = max(0.0, last.used - strip.page)
    return Filling(tuple(chosen), settled, table[-1][last].cost + toll, sided, beyond)


def _page_end(strip: Strip, chosen: list[int], index: int, lines: int, spare: float) -> PageEnd:
    """Return the end of a page; one before a block is after all of the block above."""
    if lines:
        return PageEnd(index, lines, spare)
    above = index - 1
    return PageEnd(above, strip.blocks[above].settings[chosen[above]].lines, spare)
