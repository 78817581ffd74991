"""Straight quotation marks and apostrophes become what they are.

The marks of a flow are read together: each may open, close or be an apostrophe, at a cost that
its neighbours set; opening and closing must fit into one another; what is open at the end of a
paragraph should be opened again by the next. The cheapest reading of the whole flow is taken
(a Viterbi search over the stack of open quotations), so that a mark which is ambiguous by itself
('Round the corner' or 'round the corner) is settled by the others.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from bookmaker.book import Certainty, Decision
from bookmaker.typography.elisions import Elisions, vocabulary, whole_forms
from bookmaker.typography.flow import Edit, Flow, Kind
from bookmaker.typography.languages import THIN, Marks, marks_of
from bookmaker.typography.marks import Act, Mark, scan

_EDGE_MARK: Final = re.compile(r"'(?:(?<!\w')|(?!\w))")
_LEADING: Final = re.compile(r"'(?<!\w')(\w[\w'’-]{0,40})")
_DEEPEST: Final = 4
_PRUNE: Final = 90
_DOUBT: Final = 20
"""What a decision must cost, in tenths of a doubt, to be told to the author."""
_UNCLOSED: Final = 45


class _Node(NamedTuple):
    """The cheapest way to a stack of open quotations; `before` leads back to the first mark."""

    cost: int
    stack: str
    act: Act
    step: int
    before: "_Node | None"


@lru_cache(maxsize=4096)
def _turn(stack: str, level: str, act: Act, first: str) -> tuple[str, int] | None:
    """Return the stack after a mark and what that costs; None where it cannot be.

    `first` is the level that outer quotations have in this manuscript.
    """
    match act:
        case Act.OPEN:
            return _open(stack, level, first)
        case Act.CLOSE:
            if level not in stack:
                return stack, 60 if level == "d" else 70
            inner = len(stack) - 1 - stack.rindex(level)
            return stack[: stack.rindex(level)], 38 * inner
        case Act.REOPEN:
            return (stack, 0) if level in stack else None
        case _:
            return stack, 0


def _open(stack: str, level: str, first: str) -> tuple[str, int] | None:
    if len(stack) >= _DEEPEST:
        return None
    if not stack:
        return level, 0 if level == first else 4
    if stack[-1] == level:
        return stack + level, 45
    return stack + level, 8 if level in stack else 0


@dataclass(slots=True)
class Reading:
    """What the marks of one flow were taken for."""

    flow: Flow
    acts: list[tuple[Mark, Act, int]]
    left_open: str


@dataclass(slots=True)
class _Tally:
    """How often words were read as clipped, and how often as quoted."""

    heads: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    tails: Counter[str] = field(default_factory=Counter)


class QuotePass:
    """Turns the quotation marks of a book, flow after flow."""

    def __init__(self, language: str, habit: str, elisions: Elisions, *, thin: bool = True) -> None:
        """Take the book's language tag, the outer level ("d" or "s") and what is known of words.

        `thin` sets nested marks a thin space apart.
        """
        self.thin = thin
        self.language = language
        self.first = habit
        self.elisions = elisions
        self.left_open = ""

    def learn(self, flows: Sequence[Flow]) -> None:
        """Read the manuscript once for its clipped words, so that the second reading knows them."""
        marked = [(n, flow) for n, flow in enumerate(flows) if _EDGE_MARK.search(flow.text)]
        leading = {word.lower() for _, flow in marked for word in _LEADING.findall(flow.text)}
        self.elisions.note_dropped_h(leading)
        if leading:
            self.elisions.heads |= whole_forms(leading, vocabulary(flow.text for flow in flows))
        tally = _Tally()
        for n, flow in marked:
            following = flows[n + 1] if n + 1 < len(flows) else None
            _count(self.read(flow, following), tally)
        _conclude(tally, self.elisions)

    def read(self, flow: Flow, following: Flow | None) -> Reading:
        """Decide the marks of `flow`; `following` is the flow after it in the book, if any."""
        carried = self.left_open if flow.continues else ""
        marks = list(scan(flow, self.elisions, self.language, self.first))
        node = self._search(marks, carried, _ending(flow, following))
        if flow.kind is not Kind.LABEL:
            self.left_open = node.stack
        acts = []
        end = node.stack
        for mark in reversed(marks):
            acts.append((mark, node.act, node.step))
            node = node.before or node
        return Reading(flow, acts[::-1], end)

    def _search(self, marks: Sequence[Mark], carried: str, reopened: str) -> _Node:
        states = {"": _Node(0, "", Act.KEEP, 0, None)}
        if carried:
            begins = marks and marks[0].at == 0 and marks[0].level == carried[0]
            states = {"": _Node(0 if begins else 15, "", Act.KEEP, 0, None)}
            if not begins:
                states[carried] = _Node(5, carried, Act.KEEP, 0, None)
        for mark in marks:
            states = self._step(states, mark)
        return min(states.values(), key=lambda node: node.cost + _unclosed(node.stack, reopened))

    def _step(self, states: dict[str, _Node], mark: Mark) -> dict[str, _Node]:
        made: dict[str, _Node] = {}
        best = min(node.cost for node in states.values())
        for node in states.values():
            if node.cost > best + _PRUNE:
                continue
            for act, cost in mark.options:
                turned = _turn(node.stack, mark.level, act, self.first)
                if turned is None:
                    continue
                stack, extra = turned
                total = node.cost + cost + extra
                if stack not in made or total < made[stack].cost:
                    made[stack] = _Node(total, stack, act, cost + extra, node)
        return made

    def edits(self, reading: Reading) -> list[Edit]:
        """Return the edits that a reading calls for."""
        flow = reading.flow
        decided = {mark.at: act for mark, act, _ in reading.acts}
        found = []
        for match in _STRAIGHT.finditer(flow.text):
            at = match.start()
            tag = flow.language(at, self.language) if flow.foreign else self.language
            act = decided.get(at, Act.APOSTROPHE)
            marks = marks_of(tag)
            if marks is not None and act is not Act.KEEP:
                found.append(_edit(flow.text, at, act, marks))
        return [*_apart(reading, found)] if self.thin else found


_STRAIGHT: Final = re.compile("[\"']")


def _apart(reading: Reading, found: list[Edit]) -> Iterator[Edit]:
    """Put a thin no-break space between marks that open or close together: “ ‘Yes.

    Only beside a mark that was typed straight: what is typeset already stays as it is.
    """
    text = reading.flow.text
    after = {}
    for (mark, act, _), (second, then, _) in pairwise(reading.acts):
        gap = second.at - mark.at
        if gap <= _TYPED_APART and (act, then) in _TOGETHER and (mark.straight or second.straight):
            after[mark.at] = gap
    for edit in found:
        gap = after.pop(edit.start, 0)
        if gap == _TYPED_APART:
            yield edit
            if text[edit.end] == " ":
                yield Edit(edit.end, edit.end + 1, THIN, "nested marks")
        else:
            yield replace(edit, text=edit.text + THIN) if gap and THIN not in edit.text else edit


_TYPED_APART: Final = 2
_OPENS: Final = (Act.OPEN, Act.REOPEN)
_TOGETHER: Final = frozenset(
    [(first, then) for first in _OPENS for then in (*_OPENS, Act.APOSTROPHE)]
    + [(first, Act.CLOSE) for first in (Act.CLOSE, Act.APOSTROPHE)]
)


def _edit(text: str, at: int, act: Act, marks: Marks) -> Edit:
    """Set the mark at `at`; a space typed inside guillemets gives way to their own thin one."""
    made = _character(text[at], act, marks)
    start, end = at, at + 1
    if made.endswith(THIN) and text[end : end + 1] == " ":
        end += 1
    elif made.startswith(THIN) and text[at - 1 : at] == " ":
        start -= 1
    return Edit(start, end, made, act.name.lower())


def _character(char: str, act: Act, marks: Marks) -> str:
    if act is Act.KEEP:
        return char
    if act is Act.APOSTROPHE:
        return "’"
    pair = marks.double if char == '"' else marks.single
    return pair[1 if act is Act.CLOSE else 0]


def _ending(flow: Flow, following: Flow | None) -> str:
    """Return the levels that the next flow opens at its start, which excuse what is left open.

    What is quoted below a colon may stand without marks of its own.
    """
    if following is None or not following.continues:
        return ""
    if flow.text.endswith((":", ":—", ": -", ":--", ":-")) or following.kind is Kind.VERSE:
        return "ds"
    levels = ""
    for char in following.text[:3]:
        if char in '"“„«':
            levels += "d"
        elif char in "'‘‚‹":
            levels += "s"
        else:
            break
    return levels


def _unclosed(stack: str, reopened: str) -> int:
    return sum(3 if level in reopened else _UNCLOSED for level in stack)


def _count(reading: Reading, tally: _Tally) -> None:
    for mark, act, _ in reading.acts:
        if not mark.word:
            continue
        word = mark.word.lower().strip("'")
        if act is Act.APOSTROPHE:
            (tally.heads if mark.leading else tally.tails)[word] += 1
        else:
            tally.quoted[word] += 1


def _conclude(tally: _Tally, elisions: Elisions) -> None:
    """Trust a word that was read as clipped again and again, and seldom as quoted."""
    for counted, costs in ((tally.heads, elisions.heads), (tally.tails, elisions.tails)):
        for word, times in counted.items():
            if times >= 3 and times >= 3 * tally.quoted[word]:  # noqa: PLR2004  twice may be chance
                costs[word] = min(costs.get(word, 4), 4)


def doubts(reading: Reading) -> list[Decision]:
    """Return what the author should look at: marks that went against their surroundings."""
    found = []
    for mark, act, cost in reading.acts:
        if cost >= _DOUBT and mark.straight:
            flow = reading.flow
            context = " ".join(flow.text[max(0, mark.at - 24) : mark.at + 25].split())
            found.append(
                Decision("quote", flow.place(mark.at), _NAMES[act].format(context), Certainty.DOUBT)
            )
    return found


_NAMES: Final = {
    Act.OPEN: "a mark taken for an opening one: {}",
    Act.CLOSE: "a mark taken for a closing one: {}",
    Act.APOSTROPHE: "a mark taken for an apostrophe: {}",
    Act.REOPEN: "a mark taken for a quotation going on: {}",
    Act.KEEP: "a mark left as typed: {}",
}
