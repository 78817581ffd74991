"""Modern: a poster."""

from PIL import Image, ImageDraw

from bookmaker.covers.designs.common import edge, pick
from bookmaker.covers.fitting import Space
from bookmaker.covers.lettering import Style
from bookmaker.covers.palettes import POSTER, Palette, mix, readable
from bookmaker.covers.sheet import HEIGHT, WIDTH, Box, Sheet, chances
from bookmaker.covers.wording import Wording


def modern(words: Wording, picture: Image.Image | None) -> Sheet:
    """A poster: flat colour, ranged left in a bold sans serif, and discs or a picture below."""
    palette = pick(POSTER, words)
    sheet = Sheet.of(palette.ground)
    left = 130
    sans = Style("Alegreya Sans", 700, leading=0.98)
    title = words.fitted("title", sans, Space(WIDTH - 2 * left, 980, 330, 66))
    label = Style("Alegreya Sans", 700, tracking=0.08, caps=True)
    top = 190.0
    series = words.fitted("series", label, Space(1300, 120, 48, 38))
    if series:
        accent = readable(palette.accent, palette.ground, palette.ink)
        top = sheet.write(series, top, accent, left) + 100
    if title:
        top = sheet.write(title, top, palette.ink, left) + title.descent
    subtitle = words.fitted(
        "subtitle", Style("Alegreya Sans", 400, leading=1.16), Space(1240, 250, 74, 46)
    )
    if subtitle:
        top = sheet.write(subtitle, top + 64, palette.ink, left) + subtitle.descent
    name = Style("Alegreya Sans", 700, leading=1.16)
    authors = words.fitted("authors", name, Space(WIDTH - 2 * left, 300, 92, 46))
    bottom = float(HEIGHT)
    if authors:
        bottom = HEIGHT - 150 - authors.height
        sheet.write(authors, bottom, palette.ink, left)
        bottom -= 110
    band = (0, round(top + 120), WIDTH, round(bottom))
    _fill(sheet, band, (palette, picture), words.seed)
    edge(sheet, palette)
    return sheet


def _fill(sheet: Sheet, band: Box, look: tuple[Palette, Image.Image | None], seed: bytes) -> None:
    """Fill the band with the picture or the discs."""
    palette, picture = look
    if band[3] - band[1] < 240:  # noqa: PLR2004  a narrower band is a stripe
        return
    if picture is not None:
        sheet.place(picture, band)
    else:
        _discs(sheet, band, palette, seed)


def _discs(sheet: Sheet, band: Box, palette: Palette, seed: bytes) -> None:
    """Fill a band with a low sun and arcs of water, cut at the band's edges."""
    random = chances(seed)
    left, top, right, bottom = band
    high = bottom - top
    pen = ImageDraw.Draw(sheet.image)
    pen.rectangle((left, top, right, bottom), fill=palette.light)
    radius = min(high * 0.62, 640) * (0.8 + 0.2 * next(random))
    x = WIDTH * (0.3 + 0.45 * next(random))
    level = high * (0.62 + 0.12 * next(random))

    def sun(fine: ImageDraw.ImageDraw, factor: float) -> None:
        edge = (x - radius, level - radius, x + radius, level + radius)
        fine.ellipse(tuple(value * factor for value in edge), fill=255)
        fine.rectangle((0, level * factor, WIDTH * factor, high * factor), fill=0)

    sheet.shape(band, palette.accent, sun)
    rows = 6
    for row in range(rows):
        y = round(top + level + (high - level) * row / rows)
        tone = mix(palette.dark, palette.ground if row % 2 else palette.light, 0.12 * (row % 3))
        pen.rectangle((left, y, right, bottom), fill=tone)
        reach = radius * (1 - row / rows) * (0.55 + 0.4 * next(random))
        thick = max(5, (high - level) / rows * 0.26)
        box = (x - reach, y + thick * 0.9, x + reach, y + thick * 1.9)
        pen.rounded_rectangle(box, thick / 2, fill=palette.accent)
