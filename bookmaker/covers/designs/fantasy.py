"""Fantasy: night and gold."""

import math

from PIL import Image, ImageDraw

from bookmaker.covers.designs.common import CENTRE, pick, rule
from bookmaker.covers.fitting import Setting, Space
from bookmaker.covers.lettering import Colour, Style
from bookmaker.covers.palettes import NIGHT, Palette
from bookmaker.covers.sheet import HEIGHT, WIDTH, Box, Sheet, chances
from bookmaker.covers.wording import Wording


def fantasy(words: Wording, picture: Image.Image | None) -> Sheet:
    """Night and gold: inscriptional capitals under a star, or over the author's picture."""
    palette = pick(NIGHT, words)
    sheet = Sheet.of(palette.dark)
    gold = palette.ink
    capitals = Style("Cinzel", 700, caps=True, leading=1.14)
    title = words.fitted("title", capitals, Space(1300, 760, 260, 60))
    if title and title.size < 60:  # noqa: PLR2004  one long word: a narrower face is larger
        narrow = Style("Cormorant", 600)
        title = words.fitted("title", narrow, Space(1360, 760, 260, 60))
    small = Style("Cinzel", 400, tracking=0.12, caps=True, leading=1.4)
    subtitle = words.fitted(
        "subtitle", Style("Cormorant", 600, italic=True, leading=1.15), Space(1180, 230, 82, 50)
    )
    authors = words.fitted("authors", small, Space(1280, 320, 82, 44))
    series = words.fitted("series", small, Space(1240, 140, 48, 38))
    foot = HEIGHT - 190 - (authors.height if authors else 0)
    title_top = _title_top(foot, title, subtitle)
    if picture is not None:
        _full_picture(sheet, picture, palette.dark, (title_top - 120, bool(series)))
    else:
        _night(sheet, palette, words.seed, title_top)
    if series:
        sheet.write(series, 170, gold)
    if title:
        last = sheet.write(title, title_top, gold)
        if subtitle:
            sheet.write(subtitle, last + title.descent + 76, gold)
    if authors:
        _lozenge(sheet, foot - 96, palette.accent)
        sheet.write(authors, foot, gold)
    return sheet


def _title_top(foot: float, title: Setting | None, subtitle: Setting | None) -> float:
    """Return where the title begins so that title and subtitle end well above the authors."""
    tall: float = title.height + title.descent if title else 0.0
    tall += subtitle.height + subtitle.descent + 76 if subtitle else 0.0
    slack: float = max(0.0, foot - 230 - tall - 1400)
    return float(min(1400 + slack * 0.3, foot - 230 - tall))


def _full_picture(
    sheet: Sheet, picture: Image.Image, dark: Colour, lettering: tuple[float, bool]
) -> None:
    """Lay the picture over the whole sheet, darkened where letters stand as much as they need."""
    top, has_head = lettering
    sheet.place(picture, (0, 0, WIDTH, HEIGHT))
    start = round(top)
    veil = _veil(sheet, (0, start, WIDTH, HEIGHT))
    sheet.wash((0, max(0, start - 560), WIDTH, start), dark, 0.0, veil)
    sheet.wash((0, start, WIDTH, HEIGHT), dark, veil, min(1.0, veil + 0.2))
    if has_head:
        veil = _veil(sheet, (0, 0, WIDTH, 330))
        sheet.wash((0, 0, WIDTH, 330), dark, veil, veil)
        sheet.wash((0, 330, WIDTH, 640), dark, veil, 0.0)


def _veil(sheet: Sheet, box: Box) -> float:
    """Return how strong a dark veil must be for light letters on this part of the picture.

    Letters of luminance 0.75 need a ground below 0.12; a veil weakens sRGB values in proportion,
    hence the power of 2.2.
    """
    bright = sheet.brightest(box)
    needed = 1 - math.pow(0.085 / max(bright, 0.085), 1 / 2.2)
    return min(0.92, max(0.4, needed))


def _night(sheet: Sheet, palette: Palette, seed: bytes, below: float) -> None:
    """Paint a night sky: a glow, stars, and a great star within rings above the title."""
    sheet.wash((0, 0, WIDTH, 1500), palette.ground, 1.0, 1.0)
    sheet.wash((0, 200, WIDTH, 1100), palette.light, 0.0, 0.55)
    sheet.wash((0, 1100, WIDTH, 1500), palette.light, 0.55, 0.0)
    sheet.wash((0, 1100, WIDTH, 1500), palette.dark, 0.0, 1.0)
    random = chances(seed)
    stars = [(next(random), next(random), next(random)) for _ in range(150)]

    depth = min(1500, round(below) - 60)

    def sky(pen: ImageDraw.ImageDraw, factor: float) -> None:
        for across, down, size in stars:
            x, y = across * WIDTH * factor, down**1.3 * depth * factor
            dot = (0.8 + 3.0 * size**5) * factor
            pen.ellipse((x - dot, y - dot, x + dot, y + dot), fill=round(110 + 145 * size))

    sheet.shape((0, 0, WIDTH, depth), palette.ink, sky, 0.75)
    radius = min(430.0, (below - 200) / 2 - 115)
    if radius > 120:  # noqa: PLR2004  smaller is a blot
        _great_star(sheet, palette.accent, (280 + (below - 200) / 2 - 60, radius), seed)


def _great_star(sheet: Sheet, colour: Colour, place: tuple[float, float], seed: bytes) -> None:
    """Draw a star of eight or more rays, half light half open, within graduated rings."""
    centre, radius = place
    reach = math.ceil(radius) + 10
    points = (4, 6, 8)[seed[10] % 3]
    box = (CENTRE - reach, round(centre) - reach, CENTRE + reach, round(centre) + reach)

    def draw(pen: ImageDraw.ImageDraw, factor: float) -> None:
        middle, full = reach * factor, radius * factor

        def at(angle: float, share: float) -> tuple[float, float]:
            turn = angle - math.pi / 2
            return middle + math.cos(turn) * full * share, middle + math.sin(turn) * full * share

        for share, stroke in ((1.0, 6.0), (0.95, 2.5), (0.72, 2.5), (0.3, 2.5)):
            edge = (middle - full * share,) * 2 + (middle + full * share,) * 2
            pen.ellipse(edge, outline=255, width=round(stroke * factor))
        for tick in range(72):
            angle = 2 * math.pi * tick / 72
            inner = 0.9 if tick % 6 else 0.86
            pen.line((*at(angle, inner), *at(angle, 0.95)), fill=255, width=round(2.5 * factor))
        for ring, (count, long) in enumerate(((points, 0.66), (points, 0.93))):
            for ray in range(count):
                angle = 2 * math.pi * (ray + (0.5 if ring == 0 else 0)) / count
                waist = math.pi / count
                tip, heart = at(angle, long), (middle, middle)
                one, other = at(angle - waist, 0.16), at(angle + waist, 0.16)
                pen.polygon((heart, other, tip), fill=0)
                pen.polygon((heart, one, tip), fill=255)
                pen.line((*heart, *other, *tip), fill=255, width=round(3 * factor))
                pen.line((*tip, *other), fill=255, width=round(3 * factor))

    sheet.shape(box, colour, draw)


def _lozenge(sheet: Sheet, y: float, colour: Colour) -> None:
    """Draw a rule with a lozenge in it."""
    for start, end in ((CENTRE - 250, CENTRE - 36), (CENTRE + 36, CENTRE + 250)):
        rule(sheet, (start, round(y) - 1, end, round(y) + 1), colour)

    def draw(pen: ImageDraw.ImageDraw, factor: float) -> None:
        pen.polygon([(20 * factor, 0), (40 * factor, 20 * factor), (20 * factor, 40 * factor)], 255)
        pen.polygon([(20 * factor, 0), (0, 20 * factor), (20 * factor, 40 * factor)], 255)

    sheet.shape((CENTRE - 20, round(y) - 20, CENTRE + 20, round(y) + 20), colour, draw)
