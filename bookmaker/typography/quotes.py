"""Straight quotation marks and apostrophes become what they are.

The marks of a flow are read together: each may open, close or be an apostrophe, at a cost that
its neighbours set; opening and closing must fit into one another; what is open at the end of a
paragraph should be opened again by the next. The cheapest reading of the whole flow is taken
(a Viterbi search over the stack of open quotations), so that a mark which is ambiguous by itself
('Round the corner' or 'round the corner) is settled by the others.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bookmaker.book import Certainty, Decision
from bookmaker.typography.elisions import Elisions, dropped_h, vocabulary, whole_forms
from bookmaker.typography.flow import Edit, Flow, Kind
from bookmaker.typography.languages import THIN, Marks, marks_of
from bookmaker.typography.marks import Act, Knowledge, Mark, character, scan
from bookmaker.typography.pins import Pins

_EDGE_MARK: Final = re.compile(r"'(?:(?<!\w')|(?!\w))")
_LEADING: Final = re.compile(r"'(?<!\w')(\w[\w'’-]{0,40})")
_DEEPEST: Final = 4
_PRUNE: Final = 90
_WIDEST: Final = 6
"""So many readings are followed at once, the cheapest; in prose there are seldom more than four."""
_DOUBT: Final = 20
"""What a decision must cost, in tenths of a doubt, to be told to the author."""
_UNCLOSED: Final = 45


States = tuple[tuple[str, int], ...]
"""The stacks of open quotations that may be, and by how much each costs more than the cheapest."""
Steps = tuple[tuple[int, Act, int], ...]
"""How each state came to be: from which of the states before, by what act, at what cost."""


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


@lru_cache(maxsize=16384)
def _after(
    states: States, level: str, options: tuple[tuple[Act, int], ...], first: str
) -> tuple[States, Steps]:
    """Return the states after a mark. Prose comes to the same few again and again."""
    made: dict[str, tuple[int, int, Act, int]] = {}
    for index, (before, so_far) in _likeliest(states):
        for act, cost in options:
            turned = _turn(before, level, act, first)
            if turned is None:
                continue
            stack, extra = turned
            total = so_far + cost + extra
            if stack not in made or total < made[stack][0]:
                made[stack] = (total, index, act, cost + extra)
    if not made:  # nested too deep for another
        made = {stack: (cost, n, Act.KEEP, 0) for n, (stack, cost) in enumerate(states)}
    least = min(found[0] for found in made.values())
    after = tuple((stack, found[0] - least) for stack, found in made.items())
    return after, tuple(found[1:] for found in made.values())


def _likeliest(states: States) -> list[tuple[int, tuple[str, int]]]:
    ranked = sorted(enumerate(states), key=lambda numbered: numbered[1][1])[:_WIDEST]
    most = ranked[0][1][1] + _PRUNE
    return [numbered for numbered in ranked if numbered[1][1] <= most]


def _open(stack: str, level: str, first: str) -> tuple[str, int] | None:
    if len(stack) >= _DEEPEST:
        return None
    if not stack:
        return level, 0 if level == first else 4
    if stack[-1] == level:
        return stack + level, 45
    return stack + level, 8 if level in stack else 0


def _beginning(marks: Sequence[Mark], carried: str) -> States:
    """Return what may be open at the start of a flow, if `carried` was at the end of the last."""
    if not carried:
        return (("", 0),)
    if marks and marks[0].at == 0 and marks[0].level == carried[0]:
        return (("", 0),)
    return (("", 15), (carried, 5))


@dataclass(slots=True)
class Reading:
    """What the marks of one flow were taken for.

    `carried` is what was open at its start, of quotations begun before it; `reopened` are the
    levels that the next flow may open anew; `pinned` are the marks that the author set.
    """

    flow: Flow
    acts: list[tuple[Mark, Act, int]]
    carried: str
    reopened: str
    pinned: Mapping[int, str]


@dataclass(slots=True)
class _Tally:
    """How often words were read as clipped, and how often as quoted."""

    heads: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    tails: Counter[str] = field(default_factory=Counter)


def is_crowded(text: str) -> bool:
    """Whether a text has more marks than prose can: no more than one of ten characters is one."""
    return len(text) > _LONG and text.count('"') + text.count("'") > len(text) // 6


_LONG: Final = 200


class QuotePass:
    """Turns the quotation marks of a book, flow after flow."""

    def __init__(
        self, language: str, habit: str, elisions: Elisions, pins: Pins, *, thin: bool = True
    ) -> None:
        """Take the book's language tag, the outer level ("d" or "s") and what is known of words.

        `pins` are the marks that the author set; `thin` sets nested marks a thin space apart.
        """
        self.pins = pins
        self.thin = thin
        self.language = language
        self.first = habit
        self.elisions = elisions
        self.left_open = ""

    def learn(self, flows: Sequence[Flow]) -> None:
        """Read the manuscript once for its clipped words, so that the second reading knows them."""
        marked = [
            (n, flow)
            for n, flow in enumerate(flows)
            if _EDGE_MARK.search(flow.text) and not is_crowded(flow.text)
        ]
        leading = {word.lower() for _, flow in marked for word in _LEADING.findall(flow.text)}
        self.elisions.note_dropped_h(leading)
        if leading:
            known = vocabulary(flow.text for flow in flows)
            if self.elisions.drops_h:
                self.elisions.heads |= dropped_h(leading, known)
            self.elisions.heads |= whole_forms(leading, known)
        tally = _Tally()
        for n, flow in marked:
            following = flows[n + 1] if n + 1 < len(flows) else None
            _count(self.read(flow, following), tally)
        _conclude(tally, self.elisions)

    def read(self, flow: Flow, following: Flow | None) -> Reading:
        """Decide the marks of `flow`; `following` is the flow after it in the book, if any."""
        carried = self.left_open if flow.continues else ""
        pinned = self.pins.places(flow.text)
        marks = list(scan(flow, Knowledge(self.elisions, self.language, self.first, pinned)))
        begun = states = _beginning(marks, carried)
        trail = []
        for mark in marks:
            states, steps = _after(states, mark.level, mark.options, self.first)
            trail.append(steps)
        reopened = _ending(flow, following)
        index = min(
            range(len(states)), key=lambda n: states[n][1] + _unclosed(states[n][0], reopened)
        )
        end = states[index][0]
        if flow.kind is not Kind.LABEL:
            self.left_open = end
        acts = []
        for mark, steps in zip(reversed(marks), reversed(trail), strict=True):
            index, act, cost = steps[index]
            acts.append((mark, act, cost))
        return Reading(flow, acts[::-1], begun[index][0], reopened, pinned)

    def one_by_one(self, flow: Flow) -> list[Edit]:
        """Set the marks of a crowded flow by what stands before each, and no more."""
        self.left_open = ""
        found = []
        for match in _STRAIGHT.finditer(flow.text):
            at = match.start()
            marks = marks_of(flow.language(at, self.language))
            if marks is not None:
                opens = at == 0 or flow.text[at - 1] in " \n([—"
                act = Act.OPEN if opens else Act.CLOSE
                found.append(Edit(at, at + 1, character(match[0], act, marks), "crowded"))
        return found

    def edits(self, reading: Reading) -> list[Edit]:
        """Return the edits that a reading calls for."""
        flow = reading.flow
        decided = {mark.at: act for mark, act, _ in reading.acts}
        found = _as_pinned(reading)
        done = 0
        for match in _STRAIGHT.finditer(flow.text):
            at = match.start()
            tag = flow.language(at, self.language) if flow.foreign else self.language
            act = decided.get(at, Act.APOSTROPHE)
            marks = marks_of(tag)
            if marks is not None and act is not Act.KEEP and not _is_pinned(reading, at):
                made = _edit(flow.text, at, act, marks)
                found.append(_shared(made) if made.start < done else made)
                done = made.end
        marks = marks_of(self.language)
        thin = self.thin and (marks is None or marks.double[0][0] not in "«»")
        return [*_apart(reading, sorted(found))] if thin else sorted(found)


def _is_pinned(reading: Reading, at: int) -> bool:
    return reading.pinned.get(at, "'") not in "\"'"


def _as_pinned(reading: Reading) -> list[Edit]:
    text = reading.flow.text
    return [
        Edit(at, at + 1, wanted, "pinned")
        for at, wanted in reading.pinned.items()
        if text[at] != wanted and wanted not in "\"'"
    ]


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
    made = character(text[at], act, marks)
    start, end = at, at + 1
    if made.endswith(THIN) and text[end : end + 1] == " ":
        end += 1
    elif made.startswith(THIN) and text[at - 1 : at] == " ":
        start -= 1
    return Edit(start, end, made, act.name.lower())


def _shared(edit: Edit) -> Edit:
    """Leave the one space between two marks (`" "`) to the first of them."""
    return replace(edit, start=edit.start + 1, text=edit.text.removeprefix(THIN))


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
    """Return what the author should look at: marks that went against their surroundings.

    A closing mark that looks like one is in no doubt, whatever it may close.
    """
    found = []
    for mark, act, cost in reading.acts:
        if cost < _DOUBT or not mark.straight or mark.ditto:
            continue
        if act is Act.CLOSE and dict(mark.options)[act] < _DOUBT:
            continue
        if is_stray(reading, mark, act):  # balance tells it
            continue
        place, words = reading.flow.place(mark.at), reading.flow.around(mark.at)
        found.append(Decision("quote", place, _NAMES[act].format(words), Certainty.DOUBT))
        if len(found) == _ENOUGH:
            break
    return found


def is_stray(reading: Reading, mark: Mark, act: Act) -> bool:
    """Whether a mark stands where no apostrophe can, after a stop: it should close something."""
    text, at = reading.flow.text, mark.at
    after = text[at + 1 : at + 2]
    return (
        act is Act.APOSTROPHE
        and mark.straight
        and text[at - 1 : at] in tuple(".,!?…—-")
        and (not after or after.isspace())
    )


_ENOUGH: Final = 20
"""So many doubts of one flow are told; what has more is no prose."""
_NAMES: Final = {
    Act.OPEN: "taken for an opening mark: {}",
    Act.CLOSE: "taken for a closing mark: {}",
    Act.APOSTROPHE: "taken for an apostrophe: {}",
    Act.REOPEN: "taken for a quotation that goes on: {}",
    Act.KEEP: "left as typed: {}",
}
