"""The page's architecture: measure, lines, margins and gutter from the trim and the page count.

The measure depends on the trim alone, so a thicker book moves its block outwards and keeps every
line: page count and gutter never chase each other. Only on the smallest trims, where the printer's
least gutter and a decent outer margin leave less than that, it gives way.
"""

from dataclasses import dataclass
from typing import Final

from bookmaker.diagnostics import Diagnostic, report
from bookmaker.edition import GUTTER_MINIMA, POINTS_PER_INCH, Edition, Margins
from bookmaker.errors import InputError

# Shares of the trim taken by the block of text: a page of 5.5 x 8.5 in gets a measure of 295 pt
# (about 66 characters of an 11 pt old style) and 35 lines of 14 pt.
MEASURE_SHARE: Final = 0.745
HEIGHT_SHARE: Final = 0.81
# A line longer than this many ems loses the eye on its way back, however wide the page.
LONGEST_MEASURE: Final = 33.0
TOP_SHARE: Final = 0.46  # of the white above and below: the foot is the heavier
GUTTER_SHARE: Final = 0.56  # of the white left and right, before the binding asks for more
BINDING_ALLOWANCE: Final = (
    9.0  # points beyond the printer's least inside margin, where there is room
)
LEAST_OUTER: Final = 0.375 * POINTS_PER_INCH
FEWEST_LINES: Final = 8
SHORTEST_MEASURE: Final = 12.0  # ems


@dataclass(frozen=True, slots=True)
class Geometry:
    """The block of text on the page, in points: `lines` of `leading` stand between the margins."""

    width: float
    height: float
    margins: Margins
    leading: float
    lines: int

    @property
    def measure(self) -> float:
        """The length of a line."""
        return self.width - self.margins.gutter - self.margins.outer


def least_gutter(pages: int) -> float:
    """Return the least inside margin that printers accept for `pages`, in points."""
    for up_to, inches in GUTTER_MINIMA:
        if pages <= up_to:
            return inches * POINTS_PER_INCH
    return GUTTER_MINIMA[-1][1] * POINTS_PER_INCH


def geometry(edition: Edition, pages: int) -> Geometry:
    """Return the page of `edition` for a book of about `pages` pages.

    Raises:
        InputError: BM-PAGE-002, the margins leave no room for words.
    """
    margins = edition.margins or _derived(edition, pages)
    lines = int((edition.trim.height - margins.top - margins.bottom + 0.01) / edition.leading)
    bottom = edition.trim.height - margins.top - lines * edition.leading
    fitted = Margins(margins.top, margins.outer, bottom, margins.gutter)
    page = Geometry(edition.trim.width, edition.trim.height, fitted, edition.leading, lines)
    if lines < FEWEST_LINES or page.measure < SHORTEST_MEASURE * edition.size:
        raise InputError.because("BM-PAGE-002", trim=edition.trim_name)
    return page


def _derived(edition: Edition, pages: int) -> Margins:
    width, height = edition.trim.width, edition.trim.height
    lines = int(height * HEIGHT_SHARE / edition.leading)
    white = height - lines * edition.leading
    measure = min(MEASURE_SHARE * width, LONGEST_MEASURE * edition.size)
    sides = width - measure
    least = least_gutter(pages)
    allowed = max(least, min(least + BINDING_ALLOWANCE, sides - LEAST_OUTER))
    gutter = max(GUTTER_SHARE * sides, allowed)
    outer = max(sides - gutter, LEAST_OUTER)
    return Margins(white * TOP_SHARE, outer, white * (1 - TOP_SHARE), gutter)


def binding_doubts(edition: Edition, pages: int) -> tuple[Diagnostic, ...]:
    """Report margins of the author's own that a printer would refuse, and a book too thick."""
    found = []
    least = least_gutter(pages)
    if edition.margins is not None and edition.margins.gutter < least:
        inches = round(least / POINTS_PER_INCH, 3)
        found.append(report("BM-PAGE-003", pages=pages, inches=inches))
    thickest = GUTTER_MINIMA[-1][0]
    if pages > thickest:
        found.append(report("BM-PAGE-004", pages=pages, most=thickest))
    return tuple(found)
