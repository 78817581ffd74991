"""Colours of covers: chosen by the title, and always readable."""

from typing import Final, NamedTuple

from bookmaker.covers.lettering import Colour

READABLE: Final = 4.5
"""The least contrast of lettering and ground (WCAG 2.2, 1.4.3)."""


class Palette(NamedTuple):
    """A ground, the ink of the lettering, an accent, and two tones for shapes."""

    ground: Colour
    ink: Colour
    accent: Colour
    light: Colour
    dark: Colour


def _hex(*codes: str) -> Palette:
    return Palette(*((int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in codes))


CLOTH: Final = (
    _hex("1c2b3e", "f4ead4", "d0ab62", "35506e", "121d2b"),
    _hex("4b1a23", "f6ead6", "d8ae72", "78323c", "330f17"),
    _hex("1b3a2f", "f2ecd8", "cdae68", "33614f", "102720"),
    _hex("2c2a35", "f1e9dd", "c6a27c", "4d4a5c", "1c1b23"),
    _hex("f1e7d2", "2a211b", "8a3628", "dccbaa", "b7a27c"),
    _hex("53321c", "f7ecd8", "e0b77e", "80573a", "3a2111"),
    _hex("e6e4da", "1e2d3a", "7a4a1f", "cbcab9", "9fa294"),
    _hex("3a2444", "f3e8ee", "d6a8b4", "5f4269", "27172f"),
)
"""Bookcloth and gold, for the classic and the plain."""

POSTER: Final = (
    _hex("f3ead9", "1f2a37", "a83c25", "e2a33b", "2f5d6b"),
    _hex("17323f", "fbf3e2", "f0a868", "2f6473", "0d1f29"),
    _hex("e9e2d4", "2a1a2e", "8c2f52", "d98e73", "56406b"),
    _hex("2a1a2e", "f8ead8", "f29e7a", "713a5b", "1a0f1f"),
    _hex("dfe8e4", "15302e", "9c3f24", "8fb8a5", "2d625a"),
    _hex("f5efe3", "262019", "99431c", "cfae5a", "54704a"),
    _hex("23253d", "f4efe6", "f2b950", "4f5590", "15172a"),
    _hex("b83a26", "fff6e6", "ffe2a8", "d97a4c", "6e1f1a"),
)
"""Flat colours, for the modern and the landscape."""

NIGHT: Final = (
    _hex("101a33", "f6e3b0", "e3bd68", "2f4f80", "070b18"),
    _hex("2a0f1f", "f7dfb4", "e2b063", "7c2b4a", "11050c"),
    _hex("0b2626", "f3e7b9", "d9bd6c", "1f6660", "041111"),
    _hex("241436", "f2e2bd", "d9b56e", "5b3a8c", "0d0716"),
    _hex("231a12", "f5deb0", "e0a95c", "7a4d24", "0f0a06"),
    _hex("13242e", "e9eef0", "b7cdd6", "3d6478", "070f14"),
)
"""Deep skies and metal, for the fantasy."""


def luminance(colour: Colour) -> float:
    """Return the relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_light(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  IEC 61966-2-1


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(wanted: Colour, ground: Colour, ink: Colour) -> Colour:
    """Return `wanted` if letters in it can be read on `ground`, else `ink`."""
    return wanted if contrast(wanted, ground) >= READABLE else ink


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour between `one` and `other`; `share` 0 is all `one`."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )
