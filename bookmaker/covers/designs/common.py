"""What the designs share: the choice of colours, the border of light covers, rules."""

from typing import Final

from PIL import ImageDraw

from bookmaker.covers.lettering import Colour
from bookmaker.covers.palettes import Palette, luminance
from bookmaker.covers.sheet import HEIGHT, WIDTH, Box, Sheet
from bookmaker.covers.wording import Wording

CENTRE: Final = WIDTH // 2


def pick(palettes: tuple[Palette, ...], words: Wording) -> Palette:
    """Choose a palette by the words of the cover: the same book, the same colours."""
    return palettes[words.seed[8] % len(palettes)]


def edge(sheet: Sheet, palette: Palette) -> None:
    """Draw a thin grey border round a light cover, or a shop's white page swallows its edge."""
    if luminance(palette.ground) > 0.5:  # noqa: PLR2004  lighter than not
        pen = ImageDraw.Draw(sheet.image)
        pen.rectangle((0, 0, WIDTH - 1, HEIGHT - 1), outline=(128, 128, 128), width=4)


def rule(sheet: Sheet, box: Box, colour: Colour) -> None:
    """Draw a rule: a filled box."""
    ImageDraw.Draw(sheet.image).rectangle(box, fill=colour)
