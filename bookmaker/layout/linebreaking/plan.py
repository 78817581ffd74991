"""Planning a paragraph: passes of the search, from the strictest on."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import inf

from bookmaker.layout.linebreaking.breaks import Breaks
from bookmaker.layout.linebreaking.paragraph import Paragraph, Variant
from bookmaker.layout.linebreaking.taste import TASTE, Taste
from bookmaker.layout.linebreaking.total_fit import Search


def plan(breaks: Breaks, measures: Sequence[float], taste: Taste = TASTE) -> Paragraph:
    """Return the best plan of a paragraph.

    Hyphens are a second thought: a plan without them is taken if it is decent, has no runt, and
    no line looser than `taste.first_tolerance`.

    Args:
        breaks: the paragraph's legal breaks.
        measures: widths of the first lines, the last of them that of all that follow.
        taste: the prices.
    """
    search = Search(breaks, measures, taste)
    best = _best(search)
    return Paragraph(best, partial(_variants, search, best))


def _best(search: Search) -> Variant:
    taste = search.taste
    plain = _least(search.plans(taste.first_tolerance, hyphens=False))
    if plain and not plain.runt and plain.demerits <= taste.content * plain.lines:
        return plain
    for tolerance in taste.tolerances:
        found = _least(search.plans(tolerance, hyphens=True))
        if found:
            return found
    found = _least(search.plans(inf, hyphens=True))
    if found is None:  # every break is reached with an infinite tolerance
        raise AssertionError("no plan")
    return found


def _least(plans: Mapping[int, Variant]) -> Variant | None:
    return min(plans.values(), key=lambda each: each.demerits, default=None)


def _variants(search: Search, best: Variant) -> Mapping[int, Variant]:
    """Return the plans of one line more and one line fewer, where there are any."""
    near = (best.lines - 1, best.lines + 1)
    found = search.plans(search.taste.variant_tolerance, hyphens=True)
    return {lines: variant for lines, variant in found.items() if lines in near}
