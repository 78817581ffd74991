"""What faces measure: widths of words, heights of capitals. Lengths in ems."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb

from bookmaker import fonts

# As many letters of a text are about as wide.
COMMON_WORDS: Final = "and nothing that they had seen of it before that evening was quite the same "


@dataclass(frozen=True, slots=True)
class Metrics:
    """A face's vertical measures in ems: `descender` counts downwards."""

    ascender: float
    descender: float
    cap_height: float


@cache
def _font(path: Path) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))


@cache
def metrics(family: str) -> Metrics:
    """Return the measures of the upright face of `family`."""
    font = _font(fonts.face(family).path)
    em = font.face.upem
    extents = font.get_font_extents("ltr")
    glyph = font.get_nominal_glyph(ord("H"))
    capital = font.get_glyph_extents(glyph) if glyph else None
    cap_height = capital.y_bearing / em if capital else 0.7
    return Metrics(extents.ascender / em, -extents.descender / em, cap_height)


@lru_cache(maxsize=4096)
def width(words: str, family: str, *, small_caps: bool = False) -> float:
    """Return how wide `words` are in the upright face of `family`."""
    if not words:
        return 0.0
    font = _font(fonts.face(family).path)
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"kern": True, "smcp": small_caps})
    advance = sum(position.x_advance for position in buffer.glyph_positions)
    return float(advance) / float(font.face.upem)


def letter_width(family: str) -> float:
    """Return how wide a letter of a common text is in the upright face of `family`."""
    return width(COMMON_WORDS, family) / len(COMMON_WORDS)
