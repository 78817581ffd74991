"""Letters: which face shows each character, how wide words run, and drawing them.

Shaping is HarfBuzz's (through Pillow's Raqm layout): kerning, ligatures, marks, Arabic joining.
Where a face lacks a character, a fallback face lends it; a character no face has is an error, so
that a box never stands on a cover.
"""

import math
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont, features

from bookmaker import fonts
from bookmaker.fonts import Face

Colour = tuple[int, int, int]

_RAQM: Final = features.check("raqm")
_LAYOUT: Final = ImageFont.Layout.RAQM if _RAQM else ImageFont.Layout.BASIC
_REFERENCE: Final = 100
"""Pixels to the em at which words are measured; widths grow in proportion."""

_RIGHT_TO_LEFT: Final = frozenset(("R", "AL", "RLE", "RLO", "RLI"))
_LEFT_TO_RIGHT: Final = frozenset(("L", "EN", "AN"))

_ALPHABETS: Final = (
    ("\u0370", "\u03ff", "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΓΔΩ"),
    ("\u0400", "\u052f", "абвгдежзийклмнопрстуфхцчшщъыьэюяЖЯ"),
)
"""First and last character of a block, and letters without which its words cannot be set."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of lettering is set.

    `tracking` is extra space after each letter, in ems; `leading` the distance of baselines in
    ems; `caps` sets capitals where the script and language have them without doubt.
    """

    family: str
    weight: int = 400
    italic: bool = False
    tracking: float = 0.0
    leading: float = 1.1
    caps: bool = False

    @property
    def face(self) -> Face:
        """The face the style names."""
        return fonts.face(self.family, self.weight, italic=self.italic)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one face shows in one direction."""

    text: str
    face: Face
    rtl: bool


class UncoveredError(Exception):
    """No face at hand shows the character `char`."""

    def __init__(self, char: str) -> None:
        """Keep the character."""
        super().__init__(char)
        self.char = char


@cache
def runs(text: str, style: Style) -> tuple[Run, ...]:
    """Split a line into runs, in the order in which they stand from left to right.

    Raises:
        UncoveredError: a character has no face.
    """
    logical: list[Run] = []
    face = style.face
    for char, rtl in zip(text, _directions(text), strict=True):
        face = _face_of(char, style, face)
        if logical and logical[-1].face == face and logical[-1].rtl == rtl:
            logical[-1] = Run(logical[-1].text + char, face, rtl)
        else:
            logical.append(Run(char, face, rtl))
    return tuple(_in_visual_order(logical))


def _face_of(char: str, style: Style, last: Face) -> Face:
    """Return the face for `char`; marks, spaces and stops stay with the letters before them."""
    if not fonts.needs_glyph(char):
        return last
    joins = unicodedata.category(char)[0] in "MZP"
    for face in (last, style.face) if joins else (style.face,):
        if ord(char) in fonts.covers(face) and _knows_alphabet(face, char):
            return face
    lent = fonts.fallback_for(char, style.weight, italic=style.italic)
    if lent is None:
        raise UncoveredError(char)
    return lent


@cache
def _knows_alphabet(face: Face, char: str) -> bool:
    """Tell whether a face has the whole alphabet of `char`.

    Many Latin faces hold a Greek letter or two, for sums: a word is not set in two faces.
    """
    for first, last, letters in _ALPHABETS:
        if first <= char <= last:
            return all(ord(letter) in fonts.covers(face) for letter in letters)
    return True


def runs_from_right(text: str) -> bool:
    """Tell whether a line begins at the right: its first letter says so."""
    return next((strong for strong in map(_strong, text) if strong is not None), False)


def _directions(text: str) -> list[bool]:
    """Tell for each character whether it runs from right to left.

    A title's worth of the Unicode Bidirectional Algorithm (UAX #9): letters and digits say it
    themselves, what stands between goes with its two neighbours or else with the whole line.
    """
    if text.isascii():
        return [False] * len(text)
    strong = [_strong(char) for char in text]
    base = runs_from_right(text)
    result: list[bool] = []
    for place, direction in enumerate(strong):
        if direction is not None:
            result.append(direction)
            continue
        before = result[-1] if result else base
        after = next((each for each in strong[place:] if each is not None), base)
        result.append(before if before == after else base)
    return result


def _strong(char: str) -> bool | None:
    kind = unicodedata.bidirectional(char)
    return True if kind in _RIGHT_TO_LEFT else False if kind in _LEFT_TO_RIGHT else None


def _in_visual_order(logical: list[Run]) -> list[Run]:
    """Turn the runs of a right-to-left line, or the right-to-left runs of another, around."""
    if not any(run.rtl for run in logical):
        return logical
    base = runs_from_right("".join(run.text for run in logical))
    ordered: list[Run] = []
    held: list[Run] = []
    for run in reversed(logical) if base else logical:
        if run.rtl == base:
            ordered += [*reversed(held), run]
            held = []
        else:
            held.append(run)
    return ordered + held[::-1]


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size, layout_engine=_LAYOUT)


def _options(run: Run, style: Style) -> dict[str, object]:
    """Return what the shaper is asked for."""
    if not _RAQM:
        return {}
    wanted = ["kern", "lnum", "case"] if style.caps else ["kern", "liga"]
    if style.tracking:
        wanted += ["-liga", "-clig"]
    return {"direction": "rtl" if run.rtl else "ltr", "features": wanted}


def _steps(run: Run, style: Style, size: int) -> list[tuple[str, float]]:
    """Return the clusters of a run with the place of each; one cluster where nothing is tracked.

    Joined scripts are never torn apart.
    """
    if not style.tracking or run.rtl or not _is_alphabetic(run.text):
        return [(run.text, 0.0)]
    font = _font(run.face, size)
    steps: list[tuple[str, float]] = []
    for place, char in enumerate(run.text):
        if steps and unicodedata.combining(char):
            steps[-1] = (steps[-1][0] + char, steps[-1][1])
        else:
            start = _length(font, run.text[:place], _options(run, style)) if place else 0.0
            # The kern of this pair shows only when both letters are measured together.
            if place:
                both = _length(font, run.text[place - 1 : place + 1], _options(run, style))
                alone = _length(font, run.text[place - 1], _options(run, style))
                start += both - alone - _length(font, char, _options(run, style))
            steps.append((char, start + len(steps) * style.tracking * size))
    return steps


def _is_alphabetic(text: str) -> bool:
    """Tell whether the letters stand apart: Latin, Greek, Cyrillic and what joins them."""
    return all(ord(char) < 0x0530 or 0x1E00 <= ord(char) < 0x2100 for char in text)  # noqa: PLR2004  blocks of Unicode


def _length(font: ImageFont.FreeTypeFont, text: str, options: dict[str, object]) -> float:
    return font.getlength(text, **options)  # type: ignore[arg-type]  # Pillow types each option


@cache
def _reference_width(text: str, style: Style) -> float:
    return _exact_width(text, style, _REFERENCE)


def _exact_width(text: str, style: Style, size: int) -> float:
    total = 0.0
    letters = 0
    for run in runs(text, style):
        total += _length(_font(run.face, size), run.text, _options(run, style))
        letters += len(_steps(run, style, size)) if style.tracking else 0
    return total + max(0, letters - 1) * style.tracking * size


def width(text: str, style: Style, size: float) -> float:
    """Return how wide `text` runs at `size` pixels to the em."""
    return _reference_width(text, style) * size / _REFERENCE


@cache
def cap_height(style: Style) -> float:
    """Return the height of a capital, in ems."""
    return -_font(style.face, _REFERENCE).getbbox("H", anchor="ls")[1] / _REFERENCE


@dataclass(frozen=True, slots=True)
class _Letters:
    """Clusters ready to be drawn: the left end of their baseline, and how."""

    x: float
    text: str
    font: ImageFont.FreeTypeFont
    options: dict[str, object]


def _placed(text: str, style: Style, size: int) -> list[_Letters]:
    """Return the clusters of a line whose left end is at 0."""
    placed: list[_Letters] = []
    x = 0.0
    for run in runs(text, style):
        font, options = _font(run.face, size), _options(run, style)
        steps = _steps(run, style, size)
        placed += [_Letters(x + offset, cluster, font, options) for cluster, offset in steps]
        x += _length(font, run.text, options)
        # What follows the run starts after the space of its last letter.
        x += len(steps) * style.tracking * size if style.tracking else 0.0
    return placed


def draw_line(
    image: Image.Image,
    place: tuple[float, float],
    text: str,
    look: tuple[Style, int, Colour],
    bounds: tuple[int, int],
) -> tuple[int, int, int, int]:
    """Draw one line with its left end and baseline at `place`; return the box of its ink.

    Some letters reach far out of their place: a line whose ink would leave `bounds` (left and
    right) is moved in as far as it can be.
    """
    style, size, colour = look
    pen = ImageDraw.Draw(image)
    letters = _placed(text, style, size)
    boxes = [
        pen.textbbox((place[0] + each.x, place[1]), each.text, each.font, "ls", **each.options)  # type: ignore[arg-type]  # as `_length`
        for each in letters
    ]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, right = int(min(lefts)), math.ceil(max(rights))
    shift = max(0, bounds[0] - left) or -max(0, right - bounds[1])
    for each in letters:
        spot = (place[0] + shift + each.x, place[1])
        pen.text(spot, each.text, colour, each.font, "ls", **each.options)  # type: ignore[arg-type]  # as `_length`
    return left + shift, int(min(tops)), right + shift, math.ceil(max(bottoms))
