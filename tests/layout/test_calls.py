"""The notes that lines call, summed up: as good as looking at every line."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.layout.filling import Block, Costs, Setting, Strip, plan
from bookmaker.layout.filling.calls import Calls

NOTES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 90).map(float)), max_size=30)


def looked_up(notes, lines, first, last):
    """Return the sum line by line, None where no note is called."""
    found = [
        height
        for line in range(first, last + 1)
        for place, height in notes
        if max(1, math.ceil(place * lines)) == line
    ]
    return sum(found) if found else None


@settings(max_examples=100, deadline=None)
@given(NOTES, st.integers(1, 40), st.data())
def test_sums_are_those_of_the_lines(notes, lines, data):
    first = data.draw(st.integers(1, lines))
    last = data.draw(st.integers(first - 1, lines))
    assert Calls(notes, lines).height(first, last) == looked_up(notes, lines, first, last)


def test_a_note_without_height_is_a_note():
    assert Calls([(0.5, 0.0)], 4).height(1, 2) == 0.0
    assert Calls([(0.5, 0.0)], 4).height(3, 4) is None


@pytest.mark.parametrize("calls", [1, 2, 5])
def test_the_rule_above_the_notes_takes_its_room_once(calls):
    """The page holds the lines, their notes and one rule, and not a line more."""
    line, note, rule = 10.0, 4.0, 7.0
    called = Block((Setting(20),), line, notes=tuple(((n + 0.5) / 20, note) for n in range(calls)))
    fits = Strip((called,), 20 * line + calls * note + rule, line, rule)
    assert not plan(fits, recto=None).ends
    tight = Strip((called,), fits.page - 1.0, line, rule)
    (end,) = plan(tight, recto=None, costs=Costs(brief_end=0.0)).ends
    assert (end.lines, round(end.spare, 2)) == (18, 2 * line - 1.0)
