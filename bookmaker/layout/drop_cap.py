"""The drop cap's sizes: its head level with the capitals of line 1, its foot on the last line.

Lengths are points. The letter is set in the line itself, in reading order, over the room that an
empty float keeps free beside the first lines: what is copied or read aloud from the page begins
with the letter, which a floated letter would not.
"""

import re
from dataclasses import dataclass
from typing import Final

from bookmaker import fonts
from bookmaker.edition import Edition
from bookmaker.layout import type_metrics

CAP_LINES: Final = 3
QUOTE_SIZE: Final = 0.5  # of the letter
AIR: Final = 0.05  # after the letter, of its size
WORD_AIR: Final = 0.14  # after a word of one letter
_FAMILY: Final = re.compile(r'--cap-family:\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class DropCap:
    """How a theme's drop caps are set: `shift` brings the letter's own baseline to the line's."""

    family: str
    size: float
    height: float
    shift: float

    def room(self, letter: str, *, word: bool) -> float:
        """Return how much of the first lines the letter takes."""
        air = WORD_AIR if word else AIR
        return (type_metrics.width(letter, self.family) + air) * self.size

    def hang(self, marks: str) -> float:
        """Return how far the marks before the letter hang into the margin."""
        return type_metrics.width(marks, self.family) * self.size * QUOTE_SIZE


def drop_cap(edition: Edition, theme: str) -> DropCap:
    """Return the drop cap of a theme's sheet at the edition's size and leading."""
    named = _FAMILY.search(theme)
    family = named[1] if named and named[1] in fonts.families() else edition.face
    text, cap = type_metrics.metrics(edition.face), type_metrics.metrics(family)
    below = (CAP_LINES - 1) * edition.leading
    size = (below + text.cap_height * edition.size) / cap.cap_height
    height = CAP_LINES * edition.leading
    shift = below + _baseline(edition.leading, edition.size, text) - _baseline(height, size, cap)
    return DropCap(family, size, height, shift)


def _baseline(line: float, size: float, face: type_metrics.Metrics) -> float:
    """Return how far below the top of a line of height `line` its letters stand."""
    content = (face.ascender + face.descender) * size
    return (line - content) / 2 + face.ascender * size
