"""The sheet a cover is composed on: lettering, shapes with smooth edges, washes, a picture.

Lengths are pixels of the finished cover, 1600 wide and 2560 high.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageDraw

from bookmaker.covers.fitting import Setting
from bookmaker.covers.lettering import Colour, draw_line, runs_from_right, width
from bookmaker.covers.palettes import luminance

WIDTH: Final = 1600
HEIGHT: Final = 2560
SAFE: Final = 80
"""No lettering comes nearer to the edge: shops and readers crop a little."""

_FINE: Final = 2
"""Shapes are drawn this many times too large and reduced: Pillow draws hard edges."""

Box = tuple[int, int, int, int]
Shape = Callable[[ImageDraw.ImageDraw, float], None]


@dataclass(frozen=True, slots=True)
class Mark:
    """Lettering that stands on the sheet: what, where its ink is, and in which colour."""

    text: str
    box: Box
    colour: Colour
    size: int


@dataclass(slots=True)
class Sheet:
    """A cover being composed."""

    image: Image.Image
    marks: list[Mark] = field(default_factory=list)

    @classmethod
    def of(cls, ground: Colour) -> "Sheet":
        """Return an empty sheet of one colour."""
        return cls(Image.new("RGB", (WIDTH, HEIGHT), ground))

    def write(
        self, setting: Setting, top: float, colour: Colour, left: float | None = None
    ) -> float:
        """Set fitted lines with their first capitals at `top`, centred or from `left`.

        Returns:
            The last baseline.
        """
        baseline = top + setting.height - (len(setting.lines) - 1) * setting.step
        from_right = runs_from_right("".join(setting.lines))
        for number, line in enumerate(setting.lines):
            if number:
                baseline += setting.step
            run = width(line, setting.style, setting.size)
            x = (WIDTH - run) / 2
            if left is not None:
                x = WIDTH - left - run if from_right else left
            look = (setting.style, setting.size, colour)
            box = draw_line(self.image, (x, baseline), line, look, (SAFE, WIDTH - SAFE))
            self.marks.append(Mark(line, box, colour, setting.size))
        return baseline

    def shape(self, box: Box, colour: Colour, draw: Shape, strength: float = 1.0) -> None:
        """Draw a shape with smooth edges inside `box`.

        `draw` is handed a pen whose origin is the box's corner, and the factor by which to
        multiply its lengths.
        """
        left, top, right, bottom = box
        size = ((right - left) * _FINE, (bottom - top) * _FINE)
        mask = Image.new("L", size)
        draw(ImageDraw.Draw(mask), _FINE)
        mask = mask.reduce(_FINE)
        if strength < 1:
            mask = mask.point(lambda level: round(level * strength))
        self.image.paste(colour, (left, top), mask)

    def wash(self, box: Box, colour: Colour, start: float, end: float) -> None:
        """Lay a veil of `colour` over `box`, its strength from `start` at the top to `end`."""
        left, top, right, bottom = box
        column = Image.new("L", (1, bottom - top))
        steps = max(1, bottom - top - 1)
        column.putdata(
            [round(255 * (start + (end - start) * y / steps)) for y in range(bottom - top)]
        )
        self.image.paste(colour, box, column.resize((right - left, bottom - top)))

    def place(self, picture: Image.Image, box: Box, height_centre: float = 0.4) -> None:
        """Fill `box` with the picture, cropped but never stretched."""
        self.image.paste(cropped(picture, (box[2] - box[0], box[3] - box[1]), height_centre), box)

    def brightest(self, box: Box) -> float:
        """Return the luminance that all but a few in a thousand pixels in `box` stay below."""
        part = self.image.crop(box).reduce(3)
        small = part.convert("L").histogram()
        left = sum(small) * 0.004
        for level in range(255, -1, -1):
            left -= small[level]
            if left <= 0:
                return luminance((level, level, level))
        return 0.0


def cropped(picture: Image.Image, size: tuple[int, int], height_centre: float) -> Image.Image:
    """Return the picture cropped to the shape of `size` and scaled to it; transparency on white."""
    if "A" in picture.mode:
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture.convert("RGBA"))
    picture = picture.convert("RGB")
    wide, high = picture.size
    scale = min(wide / size[0], high / size[1])
    part_wide, part_high = size[0] * scale, size[1] * scale
    left, top = max(0.0, (wide - part_wide) / 2), max(0.0, (high - part_high) * height_centre)
    box = (left, top, min(wide, left + part_wide), min(high, top + part_high))
    return picture.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)


def chances(seed: bytes) -> Iterator[float]:
    """Yield numbers from 0 to 1 that the seed alone decides: the same book, the same cover."""
    state = int.from_bytes(seed[:8], "big") | 1
    while True:
        # Knuth's MMIX generator; the high bits are the good ones.
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 33) / 2**31
