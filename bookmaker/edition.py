"""The printed edition: trim size, margins, face, and how chapters open.

Lengths are PostScript points (1/72 in) unless a name says otherwise.
"""

from dataclasses import dataclass
from typing import Final, Literal

POINTS_PER_INCH: Final = 72.0
POINTS_PER_MM: Final = 72.0 / 25.4

ChapterOpens = Literal["next", "recto", "run-on"]
SceneBreaks = Literal["ornament", "space"]


@dataclass(frozen=True, slots=True)
class TrimSize:
    """The cut page: width and height in points."""

    width: float
    height: float


def inches(width: float, height: float) -> TrimSize:
    """Return the trim size of `width` by `height` inches."""
    return TrimSize(width * POINTS_PER_INCH, height * POINTS_PER_INCH)


def millimetres(width: float, height: float) -> TrimSize:
    """Return the trim size of `width` by `height` millimetres."""
    return TrimSize(width * POINTS_PER_MM, height * POINTS_PER_MM)


# Trims that KDP and IngramSpark both print, and the ISO and British names that designers use.
# KDP "Print options" (G201834180) and IngramSpark's trim size list, read 2026-11-22.
TRIM_SIZES: Final[dict[str, TrimSize]] = {
    "5x8": inches(5, 8),
    "5.06x7.81": inches(5.06, 7.81),
    "5.25x8": inches(5.25, 8),
    "5.5x8.5": inches(5.5, 8.5),
    "6x9": inches(6, 9),
    "6.14x9.21": inches(6.14, 9.21),
    "6.69x9.61": inches(6.69, 9.61),
    "7x10": inches(7, 10),
    "7.44x9.69": inches(7.44, 9.69),
    "7.5x9.25": inches(7.5, 9.25),
    "8x10": inches(8, 10),
    "8.25x11": inches(8.25, 11),
    "8.5x11": inches(8.5, 11),
    "a-format": millimetres(111, 178),
    "b-format": millimetres(129, 198),
    "demy": millimetres(138, 216),
    "royal": millimetres(156, 234),
    "digest": inches(5.5, 8.5),
    "us-trade": inches(6, 9),
    "a4": millimetres(210, 297),
    "a5": millimetres(148, 210),
    "a6": millimetres(105, 148),
}

# Least inside margin by page count, in inches: (up to this many pages, margin).
# KDP, "Set trim size, bleed and margins" (GVBQ3CMEQW3W2VL6), as quoted, read 2026-11-22.
GUTTER_MINIMA: Final = ((150, 0.375), (300, 0.5), (500, 0.625), (700, 0.75), (828, 0.875))


@dataclass(frozen=True, slots=True)
class Margins:
    """The white around the type area; `gutter` is the inner margin, at the spine."""

    top: float
    outer: float
    bottom: float
    gutter: float


@dataclass(frozen=True, slots=True)
class Edition:
    """How the book is printed. `None` margins are derived from the trim (see `layout`).

    `face` is a family of `bookmaker.fonts`; `size` and `leading` are points. `lead_in` is how a
    chapter's first words are set. `ornament` is the scene break's glyph or "" for the theme's own;
    `scene_breaks` says where it is shown: at every break, or where a page's edge would hide the
    white line; "" for the theme's habit.
    `heads` are the running heads of verso and recto: "author", "title", "chapter", "part" or "".
    """

    trim: TrimSize = TRIM_SIZES["5.5x8.5"]
    trim_name: str = "5.5x8.5"
    margins: Margins | None = None
    theme: str = "classic"
    face: str = "EB Garamond"
    size: float = 11.0
    leading: float = 14.0
    chapter_opens: ChapterOpens = "next"
    lead_in: Literal["drop-cap", "small-caps", "none"] = "drop-cap"
    ornament: str = ""
    scene_breaks: SceneBreaks | Literal[""] = ""
    verso_head: str = "author"
    recto_head: str = "chapter"
    hyphenate: bool = True
    contents: bool = True
    half_title: bool = True
