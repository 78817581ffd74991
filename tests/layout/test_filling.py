"""Page filling: plans are legal, and as good as trying everything."""

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.layout.filling import Block, Costs, Setting, Strip, lengths_by_side, plan

LEADING = 10.0
PAGE_LINES = 8
COSTS = Costs()


@st.composite
def paragraphs(draw):
    lines = draw(st.integers(1, 9))
    ways = [Setting(lines)]
    for looseness in (1, -1):
        if lines > 2 and draw(st.booleans()):
            price = float(draw(st.integers(1, 50)) * 100)
            hyphens = frozenset(draw(st.sets(st.integers(1, lines), max_size=2)))
            ways.append(Setting(lines + looseness, price, looseness, hyphens))
    return Block(
        tuple(ways),
        LEADING,
        gap=draw(st.sampled_from((0.0, 0.0, 0.0, LEADING))),
        held=draw(st.integers(0, 9)) == 0,
        whole=lines <= 3 and draw(st.integers(0, 5)) == 0,
    )


@st.composite
def strips(draw):
    first, *others = draw(st.lists(paragraphs(), min_size=1, max_size=7))
    first = Block(first.settings, LEADING, held=True)
    return Strip((first, *others), PAGE_LINES * LEADING, LEADING)


def tried_out(strip):
    """Return the least cost of a filling without a short page, by trying everything; or None."""
    blocks = strip.blocks

    @cache
    def least(index, used, on_page, first_page):
        """Set the blocks from `index` on, with `used` lines of the page filled."""
        if index == len(blocks):
            return COSTS.brief_end if on_page < COSTS.least_end and not first_page else 0.0
        block = blocks[index]
        return min(
            way.demerits + part(index, way, 0, used, on_page, first_page) for way in block.settings
        )

    @cache
    def part(index, way, done, used, on_page, first_page):  # noqa: PLR0913, PLR0917  the whole state
        block = blocks[index]
        gap = 0 if done else round((block.gap if used or first_page else 0) / LEADING)
        left = way.lines - done
        found = [float("inf")]
        if used + gap + left <= PAGE_LINES:
            found.append(least(index + 1, used + gap + left, on_page + left, first_page))
        if used == PAGE_LINES and not done and not block.held:
            found.append(part(index, way, 0, 0, 0, False))  # noqa: FBT003
        lines = PAGE_LINES - used - gap
        legal = lines >= (1 if done else block.orphans) and left - lines >= block.widows
        if legal and not block.whole:
            price = COSTS.hyphen_over_page * (done + lines in way.hyphenated)
            found.append(price + part(index, way, done + lines, 0, 0, False))  # noqa: FBT003
        return min(found)

    best = least(0, 0, 0, True)  # noqa: FBT003
    return None if best == float("inf") else best


@settings(max_examples=300)
@given(strips())
def test_the_best_full_pages_are_found_where_there_are_any(strip):
    best = tried_out(strip)
    found = plan(strip, recto=None)
    if best is not None:
        assert found.cost == best
        assert all(end.spare < LEADING / 2 for end in found.ends)
    else:
        assert found.cost >= COSTS.short_page


@settings(max_examples=300)
@given(strips(), st.sampled_from((True, False, None)))
def test_pages_end_in_order_and_hold_what_is_planned(strip, recto):
    found = plan(strip, recto=recto)
    places = [(end.block, end.lines) for end in found.ends]
    assert places == sorted(set(places))
    before, used, index = (0, 0), 0.0, 0
    for end in (*found.ends, None):
        used, last = 0.0, (end.block, end.lines) if end else (len(strip.blocks) - 1, None)
        for index in range(before[0], last[0] + 1):
            block, way = strip.blocks[index], strip.blocks[index].settings[found.chosen[index]]
            start = before[1] if index == before[0] else 0
            stop = last[1] if index == last[0] and last[1] is not None else way.lines
            if stop > start:
                opens = used == 0.0 and before != (0, 0)
                used += (0 if start or opens else block.gap) + (stop - start) * block.line
        if end is not None and found.cost < 1e11:
            assert abs(strip.page - used - end.spare) < 0.1
            block, way = (
                strip.blocks[end.block],
                strip.blocks[end.block].settings[found.chosen[end.block]],
            )
            parted = end.lines < way.lines
            assert not (parted and block.whole)
            assert not parted or (
                end.lines >= block.orphans and way.lines - end.lines >= block.widows
            )
            assert parted or not strip.blocks[end.block + 1].held
        before = last[0], last[1] if last[1] is not None else 0
    assert used <= strip.page + 0.1 or found.cost > 1e11


def test_facing_pages_run_short_together_rather_than_apart():
    """Two headings that must stay with what follows: only a short spread keeps feet even."""
    line = Setting(1)
    block = Block((line,), LEADING)
    held = Block((line,), LEADING, held=True)
    verso = [block] * (PAGE_LINES - 1) + [block]
    strip = Strip(
        (Block((Setting(PAGE_LINES),), LEADING, held=True, whole=True), *verso[:-1], block, held)
        + (block,) * (PAGE_LINES + 4),
        PAGE_LINES * LEADING,
        LEADING,
    )
    found = plan(strip, recto=True)
    spares = [round(end.spare / LEADING) for end in found.ends]
    assert found.sided
    assert spares[:3] == [0, 1, 1]
    assert not plan(strip, recto=None).sided


def solid(lines, **how):
    return Block((Setting(1),), lines * LEADING, whole=True, **how)


def spare_lines(found):
    return [round(end.spare / LEADING) for end in found.ends]


def test_facing_pages_run_long_together_where_there_is_room_below():
    """Pictures of a line more than a page: three of them, and a recto to begin with."""
    tall = [solid(PAGE_LINES + 1) for _ in range(2)]
    blocks = (solid(PAGE_LINES, held=True), *tall, *(solid(1) for _ in range(4)))
    strip = Strip(blocks, PAGE_LINES * LEADING, LEADING, deep=True)
    found = plan(strip, recto=True)
    assert spare_lines(found) == [0, -1, -1]
    assert found.sided
    for other in (plan(strip, recto=None), plan(replace(strip, deep=False), recto=True)):
        assert not other.sided
        assert other.cost > 1e9, "nothing else holds them"


def test_a_last_page_that_runs_long_says_so():
    blocks = (solid(PAGE_LINES + 1, held=True), solid(PAGE_LINES + 1))
    found = plan(Strip(blocks, PAGE_LINES * LEADING, LEADING, deep=True), recto=False)
    assert spare_lines(found) == [-1]
    assert found.beyond == LEADING


def test_notes_stand_at_the_foot_of_a_page_that_would_run_long():
    called = Block((Setting(PAGE_LINES),), LEADING, held=True, notes=((0.9, LEADING),))
    strip = Strip((called, *(solid(1) for _ in range(9))), PAGE_LINES * LEADING, LEADING, deep=True)
    assert min(spare_lines(plan(strip, recto=False))) >= 0


def test_a_stanza_is_parted_where_nothing_else_fills_the_page():
    line = Setting(1)
    free, held = Block((line,), LEADING), Block((line,), LEADING, held=True)
    kept = Block((line,), LEADING, held=True, kept=True)
    stanza = (free, held, *[kept] * 3, held)
    above = (solid(PAGE_LINES - 3, held=True),)
    strip = Strip((*above, *stanza, *[free] * 9), PAGE_LINES * LEADING, LEADING)
    found = plan(strip, recto=None)
    assert (found.ends[0].block, spare_lines(found)[0]) == (3, 0)
    whole = Strip((*above, free, *[held] * 5, *[free] * 9), PAGE_LINES * LEADING, LEADING)
    assert plan(whole, recto=None).ends[0].block == 0
    roomy = Strip((solid(2, held=True), *stanza, *[free] * 9), PAGE_LINES * LEADING, LEADING)
    assert plan(roomy, recto=None).ends[0].block == len(stanza), "whole where it fits"


def test_the_side_is_asked_for_only_where_it_saves_something():
    tall = [solid(PAGE_LINES + 1) for _ in range(2)]
    blocks = (solid(PAGE_LINES, held=True), *tall, *(solid(1) for _ in range(4)))
    strip = Strip(blocks, PAGE_LINES * LEADING, LEADING, deep=True)
    found = plan(strip, recto=None)
    verso, recto = (len(plan(strip, recto=side).ends) + 1 for side in (False, True))
    assert lengths_by_side(strip, found) == (verso, recto)
    easy = Strip(tuple(solid(1) for _ in range(20)), PAGE_LINES * LEADING, LEADING, deep=True)
    assert lengths_by_side(easy, plan(easy, recto=None)) is None


def test_a_footnote_takes_its_place_from_the_page_of_its_call():
    text = Block((Setting(6),), LEADING, held=True)
    called = Block((Setting(4),), LEADING, notes=((0.9, 15.0),))
    strip = Strip((text, called, Block((Setting(6),), LEADING)), PAGE_LINES * LEADING, LEADING, 5.0)
    found = plan(strip, recto=None)
    assert (found.ends[0].block, found.ends[0].lines) == (1, 2)
    assert len(found.ends) == 1 or found.ends[1].spare < 2 * LEADING


def test_ways_through_a_paragraph_of_many_pages_meet():
    """Choices of short and long spreads would multiply: by four for each of these fifty."""
    block = Block((Setting(800), Setting(801, 100.0, 1)), LEADING)
    filling = plan(Strip((block,), PAGE_LINES * LEADING, LEADING, deep=True), recto=False)
    assert len(filling.ends) == 99
    assert filling.cost == 0.0


def test_nothing_is_planned_of_nothing():
    assert plan(Strip((), 80.0, 10.0), recto=True).ends == ()
