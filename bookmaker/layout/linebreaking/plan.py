"""Planning a paragraph: passes of the search, from the strictest on."""

from collections.abc import Callable, Container, Mapping, Sequence
from functools import partial
from math import inf
from typing import Final

from bookmaker.layout.linebreaking.breaks import HYPHEN, NAME, TIE, Breaks
from bookmaker.layout.linebreaking.paragraph import Paragraph, Variant
from bookmaker.layout.linebreaking.taste import TASTE, Taste
from bookmaker.layout.linebreaking.total_fit import Search

_STRAINED: Final = frozenset({TIE, NAME})
_ALL: Final = frozenset({HYPHEN, TIE, NAME})
FindBreaks = Callable[[bool], Breaks]


def plan(find: FindBreaks, measures: Sequence[float], taste: Taste = TASTE) -> Paragraph:
    """Return the best plan of a paragraph.

    Hyphens are a second thought: a plan without them is taken if it is decent, has no runt, and
    no line looser than `taste.first_tolerance`. Words are divided close to their ends only where
    nothing else helps.

    Args:
        find: returns the paragraph's legal breaks, all words divided by limits of their own or,
            asked with True, by those of the last resort.
        measures: widths of the first lines, the last of them that of all that follow.
        taste: the prices.
    """
    search = Search(find(False), measures, taste)  # noqa: FBT003  see above
    best = _decent(search)
    if best is None:
        search = Search(find(True), measures, taste)  # noqa: FBT003
        best = _bearable(search)
    return Paragraph(best, search.breaks, partial(_variants, search, best))


def _decent(search: Search) -> Variant | None:
    taste = search.taste
    plain = _least(search.plans(taste.first_tolerance, _ALL))
    if plain and not plain.runt and plain.demerits <= taste.content * plain.lines:
        return plain
    return _free_of_ladders(search, taste.tolerances[0], _STRAINED)


def _bearable(search: Search) -> Variant:
    taste = search.taste
    for tolerance in taste.tolerances:
        found = _free_of_ladders(search, tolerance, _STRAINED)
        if found is None and tolerance >= taste.tied:
            found = _free_of_ladders(search, tolerance)
        if found:
            return found
    return min(search.plans(inf).values(), key=lambda each: each.demerits)


def _free_of_ladders(
    search: Search, tolerance: float, without: Container[int] = ()
) -> Variant | None:
    """Return the best plan, unless it piles up hyphens: looser lines are better then."""
    best = _least(search.plans(tolerance, without))
    return best if best and not best.ladder else None


def _least(plans: Mapping[int, Variant]) -> Variant | None:
    return min(plans.values(), key=lambda each: each.demerits, default=None)


def _variants(search: Search, best: Variant) -> Mapping[int, Variant]:
    """Return the plans of one line more and one line fewer, where there are any."""
    near = (best.lines - 1, best.lines + 1)
    found = search.plans(search.taste.variant_tolerance, _STRAINED)
    return {lines: variant for lines, variant in found.items() if lines in near}
