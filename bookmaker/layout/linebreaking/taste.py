"""What counts as well set: how far spaces give, and what each fault costs."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Taste:
    """The limits and prices of line breaking.

    A line's ratio r is its slack over what its spaces and glyphs may take: at 1 the spaces are
    `stretch` wider than the face's own and glyphs `expansion` wider; at -1 they have shrunk by
    `shrink` and `expansion`. Its badness is 100|r|³, as in TeX; its demerits are
    (`line` + badness)² and what follows here.

    Attributes:
        stretch: of a word space, by which it may widen at ratio 1.
        shrink: of a word space, by which it may narrow at ratio -1.
        expansion: of a glyph's width, by which it is scaled at ratio 1 and -1.
        glyphs_first: share of a line's slack that its glyphs take, until they have given all they
            may; more than their part, since a scaled glyph is seen less than a narrow space.
        crowding: factor on the badness of lines that shrink; readers mind them more.
        line: the price of each line, so that fewer are better.
        hyphen: penalty of a hyphen that we add; its square counts.
        explicit_hyphen: penalty of a break after a hyphen that the author typed.
        tie: penalty of a break between an abbreviation and what it is tied to, and of a hyphen
            in a name that the patterns do not know.
        hyphens_in_a_row: demerits of two lines in a row that end in hyphens.
        ladder: demerits of each further line in a row that does.
        before_last: demerits of a hyphen that ends the last line but one.
        contrast: demerits of neighbours of which one is tight and the other loose.
        runt: demerits of a last line that is too short to stand alone.
        first_tolerance: ratio that no line may exceed in the pass without hyphens.
        tolerances: those of the passes with hyphens, one after another until one finds a plan;
            those from `tied` on may also part an abbreviation from what follows it, and a name.
        tied: see `tolerances`.
        content: demerits a line, on average, with which the first pass may end the search.
        last_resort: least letters of a word that is divided, before the hyphen, after it, where
            the paragraph's own limits leave no plan within the first of the tolerances.
        variant_tolerance: ratio allowed to plans that are a line longer or shorter.
    """

    stretch: float = 0.5
    shrink: float = 0.38
    expansion: float = 0.02
    glyphs_first: float = 0.6
    crowding: float = 1.8
    line: float = 10.0
    hyphen: float = 200.0
    explicit_hyphen: float = 40.0
    tie: float = 600.0
    hyphens_in_a_row: float = 6_000.0
    ladder: float = 100_000_000.0
    before_last: float = 8_000.0
    contrast: float = 3_000.0
    runt: float = 10_000.0
    first_tolerance: float = 1.0
    tolerances: tuple[float, ...] = (1.0, 1.3, 1.65, 3.0)
    tied: float = 1.65
    content: float = 6_000.0
    last_resort: tuple[int, int, int] = (5, 2, 3)
    variant_tolerance: float = 1.5


TASTE: Final = Taste()
