"""Page filling: where the pages of a run end, and which paragraphs run a line longer or shorter.

    Strip ── plan ──► Filling(looseness of paragraphs, page ends)

A `Strip` is a run set as one endless page: what stands under what, how high, and where it may be
parted. `plan` chooses among the settings of each paragraph so that every page is full and the feet
of facing pages are even, and pays for it in the paragraphs' own demerits. Knows nothing of the
engine: `layout.weasy.measuring` measures the strip, `layout.weasy.filling` holds it to the plan.

The search is that of Plass ("Optimal pagination techniques", 1981) with the paragraph variants of
Knuth and Plass's looseness: a dynamic programme over blocks whose states are places on a page.
"""

from bookmaker.layout.filling.planning import Costs, lengths_by_side, plan
from bookmaker.layout.filling.strip import Block, Filling, PageEnd, Setting, Strip

__all__ = ["Block", "Costs", "Filling", "PageEnd", "Setting", "Strip", "lengths_by_side", "plan"]
