"""Page filling's short cuts change no plan: what they leave out could not be in it."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookmaker.layout.filling import Block, Costs, Setting, Strip, plan

LEADING = 10.0
PLANNING = "bookmaker.layout.filling.planning"
# A heading that fits goes over to the next page with what it is held to.
HEADED = Strip(
    (
        Block((Setting(3),), LEADING, held=True),
        Block((Setting(1),), LEADING),
        Block((Setting(6),), LEADING, held=True, whole=True),
    ),
    8 * LEADING,
    LEADING,
)
ALWAYS_WIDE = replace(Costs(), long_spread=0.0)


@st.composite
def blocks(draw):
    lines = draw(st.integers(1, 12))
    price = float(draw(st.integers(0, 50)) * 1000)
    others = [
        Setting(lines + looseness, price, looseness, frozenset({1, lines - 1}))
        for looseness in (1, -1)
        if lines > 2 and draw(st.booleans())
    ]
    sunk = [Setting(lines, price, white=draw(st.sampled_from((LEADING, -5.0))))]
    return Block(
        (Setting(lines), *others, *(sunk if draw(st.integers(0, 5)) == 0 else ())),
        draw(st.sampled_from((LEADING, LEADING, 7.3, 0.0))),
        gap=draw(st.sampled_from((0.0, 0.0, LEADING, 33.3))),
        opening_gap=draw(st.sampled_from((0.0, 0.0, 4.1))),
        held=draw(st.integers(0, 5)) == 0,
        kept=draw(st.booleans()),
        whole=draw(st.integers(0, 5)) == 0,
        notes=((0.5, 12.0),) if draw(st.integers(0, 4)) == 0 else (),
    )


@st.composite
def strips(draw):
    first, *others = draw(st.lists(blocks(), min_size=1, max_size=25))
    first = replace(first, held=True)
    deep = draw(st.booleans())
    return Strip((first, *others), 8 * LEADING, LEADING, notes_gap=6.0, deep=deep)


@example(HEADED, None)
@given(strips(), st.sampled_from((None, False, True)))
@settings(max_examples=100, deadline=None)
def test_a_block_below_another_is_placed_as_any_other(strip, recto):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{PLANNING}._Search._below", lambda *_: None)
        patch.setattr(f"{PLANNING}._Search._on_page", laid_anew)
        longhand = plan(strip, recto=recto)
    assert plan(strip, recto=recto) == longhand


def laid_anew(search, work, place, _):
    done, here = place
    return search._fillings(work._replace(here=here, done=done))  # noqa: SLF001  what it stands for


@given(strips(), st.booleans(), st.integers(1, 6))
@settings(max_examples=100, deadline=None)
def test_what_is_as_dear_as_a_known_plan_leads_to_none_cheaper(strip, recto, narrow):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{PLANNING}.BEAM", narrow)
        short = plan(strip, recto=recto, costs=ALWAYS_WIDE)
        patch.setattr(f"{PLANNING}._kept", kept_whatever_it_costs)
        longhand = plan(strip, recto=recto, costs=ALWAYS_WIDE)
    assert short.cost == longhand.cost


def kept_whatever_it_costs(states, beam, _):
    return dict(sorted(states.items(), key=lambda item: (item[1].cost, item[0]))[:beam])
