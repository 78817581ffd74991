"""The designs: each sets the same words on a sheet in its own manner.

A design takes the words, a picture or None, and returns the sheet. To add one, write the function
and name it in `DESIGNS`.
"""

import math
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw

from bookmaker.covers.fitting import Setting, Space
from bookmaker.covers.lettering import Colour, Style
from bookmaker.covers.palettes import (
    CLOTH,
    NIGHT,
    POSTER,
    Palette,
    luminance,
    mix,
    readable,
)
from bookmaker.covers.sheet import HEIGHT, WIDTH, Box, Sheet, chances
from bookmaker.covers.wording import Wording

Design = Callable[[Wording, Image.Image | None], Sheet]

_CENTRE: Final = WIDTH // 2
_TITLE_PICTURE: Final = (0, 0, WIDTH, 1240)


def _pick(palettes: tuple[Palette, ...], words: Wording) -> Palette:
    return palettes[words.seed[8] % len(palettes)]


def _edge(sheet: Sheet, palette: Palette) -> None:
    """Draw a thin grey border round a light cover, or a shop's white page swallows its edge."""
    if luminance(palette.ground) > 0.5:  # noqa: PLR2004  lighter than not
        pen = ImageDraw.Draw(sheet.image)
        pen.rectangle((0, 0, WIDTH - 1, HEIGHT - 1), outline=(128, 128, 128), width=4)


def _rule(sheet: Sheet, box: Box, colour: Colour) -> None:
    ImageDraw.Draw(sheet.image).rectangle(box, fill=colour)


# ---------------------------------------------------------------- classic


def classic(words: Wording, picture: Image.Image | None) -> Sheet:
    """Bookcloth, a double gilt frame, centred roman, and a rosette or a framed picture."""
    palette = _pick(CLOTH, words)
    sheet = Sheet.of(palette.ground)
    accent = readable(palette.accent, palette.ground, palette.ink)
    _frame(sheet, palette.accent)
    small = Style("Cormorant", 600, tracking=0.16, caps=True)
    series = words.fitted("series", small, Space(1180, 130, 50, 38))
    top = 250.0
    if series:
        top = sheet.write(series, top, accent) + 110
    title = words.fitted(
        "title", Style("EB Garamond", 400, leading=1.06), Space(1220, 760, 250, 62)
    )
    if title:
        top = sheet.write(title, max(top, 430 - 40 * len(title.lines)), palette.ink) + title.descent
    subtitle = words.fitted(
        "subtitle", Style("EB Garamond", italic=True, leading=1.2), Space(1160, 260, 78, 46)
    )
    if subtitle:
        top = sheet.write(subtitle, top + 70, palette.ink) + subtitle.descent
    name = Style("Cormorant", 600, tracking=0.1, caps=True, leading=1.25)
    authors = words.fitted("authors", name, Space(1200, 330, 92, 46))
    bottom = float(HEIGHT - 240)
    if authors:
        bottom = HEIGHT - 260 - authors.height
        sheet.write(authors, bottom, palette.ink)
    _middle(sheet, words, (palette, picture), (top, bottom))
    _edge(sheet, palette)
    return sheet


def _frame(sheet: Sheet, colour: Colour) -> None:
    """Draw two rules round the sheet, their corners cut by quarter circles."""
    pen = ImageDraw.Draw(sheet.image)
    pen.rectangle((64, 64, WIDTH - 65, HEIGHT - 65), outline=colour, width=7)
    notch = 74
    inner = (96, 96, WIDTH - 97, HEIGHT - 97)
    left, top, right, bottom = inner
    for y in (top, bottom - 2):
        pen.rectangle((left + notch, y, right - notch, y + 2), fill=colour)
    for x in (left, right - 2):
        pen.rectangle((x, top + notch, x + 2, bottom - notch), fill=colour)
    for x, y, start in (
        (left, top, 0),
        (right, top, 90),
        (right, bottom, 180),
        (left, bottom, 270),
    ):
        box = (x - notch - 4, y - notch - 4, x + notch + 4, y + notch + 4)

        def arc(fine: ImageDraw.ImageDraw, factor: float, start: int = start) -> None:
            edge = (2 * notch + 8) * factor
            reach = (4 * factor, 4 * factor, edge - 4 * factor, edge - 4 * factor)
            fine.arc(reach, start, start + 90, fill=255, width=round(3 * factor))
            dot = 7 * factor
            middle = edge / 2 + (38 if start in {0, 270} else -38) * factor
            level = edge / 2 + (38 if start in {0, 90} else -38) * factor
            fine.ellipse((middle - dot, level - dot, middle + dot, level + dot), fill=255)

        sheet.shape(box, colour, arc)


def _middle(
    sheet: Sheet, words: Wording, look: tuple[Palette, Image.Image | None], gap: tuple[float, float]
) -> None:
    """Fill the gap between title and authors: a framed picture, a rosette, or nothing if small."""
    palette, picture = look
    room = gap[1] - gap[0]
    centre = (gap[0] + gap[1]) / 2
    if picture is not None and room > 460:  # noqa: PLR2004  less shows nothing
        high = min(room - 190, 1280)
        shape = picture.width / picture.height
        wide = min(1160.0, max(high * 0.62, high * shape))
        box = (round(_CENTRE - wide / 2), round(centre - high / 2))
        whole = (*box, round(_CENTRE + wide / 2), round(centre + high / 2))
        sheet.place(picture, whole)
        pen = ImageDraw.Draw(sheet.image)
        outer = (whole[0] - 14, whole[1] - 14, whole[2] + 13, whole[3] + 13)
        pen.rectangle(outer, outline=palette.accent, width=5)
        return
    radius = min(300.0, room / 2 - 90)
    if radius >= 70:  # noqa: PLR2004  smaller is a blot
        _rosette(sheet, palette.accent, (centre, radius), words.seed)


def _rosette(sheet: Sheet, colour: Colour, place: tuple[float, float], seed: bytes) -> None:
    """Draw a rose of interlaced circles within two rings; the title decides its petals."""
    centre, radius = place
    petals = 6 + seed[9] % 7
    reach = math.ceil(radius) + 8
    box = (_CENTRE - reach, round(centre) - reach, _CENTRE + reach, round(centre) + reach)

    def draw(pen: ImageDraw.ImageDraw, factor: float) -> None:
        middle = reach * factor

        def ring(x: float, y: float, size: float, stroke: float) -> None:
            edge = (x - size, y - size, x + size, y + size)
            pen.ellipse(edge, outline=255, width=max(1, round(stroke * factor)))

        full = radius * factor
        ring(middle, middle, full, 6)
        ring(middle, middle, full * 0.93, 2.5)
        for number in range(petals):
            angle = 2 * math.pi * number / petals - math.pi / 2
            x, y = middle + math.cos(angle) * full * 0.43, middle + math.sin(angle) * full * 0.43
            ring(x, y, full * 0.43, 3.5)
            tip = (middle + math.cos(angle) * full * 0.965, middle + math.sin(angle) * full * 0.965)
            dot = full * 0.018
            pen.ellipse((tip[0] - dot, tip[1] - dot, tip[0] + dot, tip[1] + dot), fill=255)
        pen.ellipse((middle - full * 0.09,) * 2 + (middle + full * 0.09,) * 2, fill=255)

    sheet.shape(box, colour, draw)


# ---------------------------------------------------------------- modern


def modern(words: Wording, picture: Image.Image | None) -> Sheet:
    """A poster: flat colour, ranged left in a bold sans serif, and discs or a picture below."""
    palette = _pick(POSTER, words)
    sheet = Sheet.of(palette.ground)
    accent = readable(palette.accent, palette.ground, palette.ink)
    left = 130
    sans = Style("Alegreya Sans", 700, leading=0.98)
    title = words.fitted("title", sans, Space(WIDTH - 2 * left, 980, 330, 66))
    label = Style("Alegreya Sans", 700, tracking=0.08, caps=True)
    top = 190.0
    series = words.fitted("series", label, Space(1300, 120, 48, 38))
    if series:
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
    bottom = float(HEIGHT - 90)
    if authors:
        bottom = HEIGHT - 150 - authors.height
        sheet.write(authors, bottom, palette.ink, left)
        bottom -= 110
    band = (0, round(top + 120), WIDTH, round(bottom if authors else HEIGHT))
    if band[3] - band[1] > 240:  # noqa: PLR2004  a narrower band is a stripe
        if picture is not None:
            sheet.place(picture, band)
        else:
            _discs(sheet, band, palette, words.seed)
    _edge(sheet, palette)
    return sheet


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


# ---------------------------------------------------------------- fantasy


def fantasy(words: Wording, picture: Image.Image | None) -> Sheet:
    """Night and gold: inscriptional capitals under a star, or over the author's picture."""
    palette = _pick(NIGHT, words)
    sheet = Sheet.of(palette.dark)
    gold = readable(palette.ink, palette.dark, palette.ink)
    capitals = Style("Cinzel", 700, caps=True, leading=1.14)
    title = words.fitted("title", capitals, Space(1300, 760, 240, 60))
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
    tall = (title.height + title.descent if title else 0) + (
        subtitle.height + subtitle.descent + 76 if subtitle else 0
    )
    return min(1420.0, foot - 230 - tall)


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
    needed = 1 - (0.085 / max(bright, 0.085)) ** (1 / 2.2)
    return min(0.9, max(0.25, needed))


def _night(sheet: Sheet, palette: Palette, seed: bytes, below: float) -> None:
    """Paint a night sky: a glow, stars, and a great star within rings above the title."""
    sheet.wash((0, 0, WIDTH, 1500), palette.ground, 1.0, 1.0)
    sheet.wash((0, 200, WIDTH, 1100), palette.light, 0.0, 0.55)
    sheet.wash((0, 1100, WIDTH, 1500), palette.light, 0.55, 0.0)
    sheet.wash((0, 1100, WIDTH, 1500), palette.dark, 0.0, 1.0)
    random = chances(seed)
    stars = [(next(random), next(random), next(random)) for _ in range(150)]

    def sky(pen: ImageDraw.ImageDraw, factor: float) -> None:
        for across, down, size in stars:
            x, y = across * WIDTH * factor, down**1.3 * 1500 * factor
            dot = (0.8 + 3.0 * size**5) * factor
            pen.ellipse((x - dot, y - dot, x + dot, y + dot), fill=round(110 + 145 * size))

    sheet.shape((0, 0, WIDTH, 1500), palette.ink, sky, 0.75)
    radius = min(430.0, (below - 200) / 2 - 90)
    if radius > 120:  # noqa: PLR2004  smaller is a blot
        _great_star(sheet, palette.accent, (280 + (below - 200) / 2 - 60, radius), seed)


def _great_star(sheet: Sheet, colour: Colour, place: tuple[float, float], seed: bytes) -> None:
    """Draw a star of eight or more rays, half light half open, within graduated rings."""
    centre, radius = place
    reach = math.ceil(radius) + 10
    points = (4, 6, 8)[seed[10] % 3]
    box = (_CENTRE - reach, round(centre) - reach, _CENTRE + reach, round(centre) + reach)

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
    for start, end in ((_CENTRE - 250, _CENTRE - 36), (_CENTRE + 36, _CENTRE + 250)):
        _rule(sheet, (start, round(y) - 1, end, round(y) + 1), colour)

    def draw(pen: ImageDraw.ImageDraw, factor: float) -> None:
        pen.polygon([(20 * factor, 0), (40 * factor, 20 * factor), (20 * factor, 40 * factor)], 255)
        pen.polygon([(20 * factor, 0), (0, 20 * factor), (20 * factor, 40 * factor)], 255)

    sheet.shape((_CENTRE - 20, round(y) - 20, _CENTRE + 20, round(y) + 20), colour, draw)


# ---------------------------------------------------------------- landscape


def landscape(words: Wording, picture: Image.Image | None) -> Sheet:
    """Ridges behind ridges under a wide sky, the title in the sky, the authors on the ground."""
    palette = _pick(POSTER, words)
    sheet = Sheet.of(palette.ground)
    face = Style("Cormorant", 600, leading=1.0)
    title = words.fitted("title", face, Space(1320, 800, 300, 66))
    label = Style("Alegreya Sans", 700, tracking=0.16, caps=True, leading=1.3)
    authors = words.fitted("authors", label, Space(1300, 280, 70, 42))
    series = words.fitted("series", label, Space(1300, 120, 46, 38))
    subtitle = words.fitted(
        "subtitle", Style("Cormorant", 600, italic=True, leading=1.15), Space(1200, 240, 84, 50)
    )
    foot = HEIGHT - 170 - (authors.height if authors else 0)
    top = 200.0
    if series:
        top = sheet.write(series, top, palette.ink) + 120
    if title:
        top = sheet.write(title, max(top, 270), palette.ink) + title.descent
    if subtitle:
        top = sheet.write(subtitle, top + 70, palette.ink) + subtitle.descent
    if picture is not None:
        box = (0, round(top + 110), WIDTH, round(foot - 110 if authors else HEIGHT))
        sheet.place(picture, box)
        ink = palette.ink
    else:
        ink = _ridges(sheet, palette, words.seed, (top + 150, foot - 70))
    if authors:
        sheet.write(authors, foot, ink)
    _edge(sheet, palette)
    return sheet


def _ridges(sheet: Sheet, palette: Palette, seed: bytes, span: tuple[float, float]) -> Colour:
    """Paint sun and ridges from far to near; return the ink that can be read on the nearest."""
    random = chances(seed)
    start, end = span
    high = end - start
    near = palette.dark if luminance(palette.dark) < 0.12 else mix(palette.dark, (0, 0, 0), 0.55)  # noqa: PLR2004  dark enough for light letters
    radius = min(230.0, high * 0.24) * (0.75 + 0.25 * next(random))
    x = WIDTH * (0.22 + 0.56 * next(random))
    top = round(start)
    box = (0, top, WIDTH, HEIGHT)

    def sun(pen: ImageDraw.ImageDraw, factor: float) -> None:
        edge = (x - radius, 10, x + radius, 10 + 2 * radius)
        pen.ellipse(tuple(value * factor for value in edge), fill=255)

    sheet.shape((0, top, WIDTH, top + round(2 * radius) + 20), palette.accent, sun)
    layers = 5
    for layer in range(layers):
        share = (layer + 1) / layers
        base = high * (0.16 + 0.72 * layer / (layers - 1))
        waves = [(next(random) * 6.28, 1.2 + 2.4 * n + next(random)) for n in range(3)]
        sizes = [high * size * (0.6 + 0.5 * next(random)) for size in (0.085, 0.04, 0.016)]
        line = [
            (
                step * 20,
                base
                + sum(
                    s * math.sin(p + step / 80 * 6.28 * f)
                    for s, (p, f) in zip(sizes, waves, strict=True)
                ),
            )
            for step in range(81)
        ]

        def ridge(
            pen: ImageDraw.ImageDraw, factor: float, line: list[tuple[float, float]] = line
        ) -> None:
            ground = (HEIGHT - top) * factor
            points = [(px * factor, py * factor) for px, py in line]
            pen.polygon([(0, ground), *points, (WIDTH * factor, ground)], fill=255)

        sheet.shape(box, mix(palette.light, near, share**0.9), ridge)
    return readable(palette.ground, near, readable(palette.ink, near, (255, 255, 255)))


# ---------------------------------------------------------------- plain


def plain(words: Wording, picture: Image.Image | None) -> Sheet:
    """Type alone on a quiet ground, with one rule; a picture stands small in the middle."""
    palette = _pick(CLOTH, words)
    sheet = Sheet.of(palette.ground)
    accent = readable(palette.accent, palette.ground, palette.ink)
    face = Style("Cormorant", 600, leading=1.02)
    name = Style("EB Garamond", 400, leading=1.2)
    authors = words.fitted("authors", name, Space(1280, 300, 96, 48))
    series = words.fitted("series", Style("EB Garamond", italic=True), Space(1200, 110, 62, 44))
    title = words.fitted("title", face, Space(1320, 900, 280, 66))
    subtitle = words.fitted(
        "subtitle", Style("EB Garamond", italic=True, leading=1.2), Space(1200, 250, 80, 48)
    )
    top = 240.0
    if authors:
        top = sheet.write(authors, top, palette.ink) + authors.descent + 90
    top = max(top, 560.0 if authors else 480.0)
    if title:
        top = sheet.write(title, top, palette.ink) + title.descent
    _rule(sheet, (_CENTRE - 90, round(top) + 80, _CENTRE + 90, round(top) + 85), palette.accent)
    top += 85
    if subtitle:
        top = sheet.write(subtitle, top + 90, palette.ink) + subtitle.descent
    foot = float(HEIGHT - 190)
    if series:
        foot = HEIGHT - 190 - series.height
        sheet.write(series, foot, accent)
    if picture is not None and foot - top > 500:  # noqa: PLR2004  less shows nothing
        _inset(sheet, picture, (top + 110, foot - 110))
    _edge(sheet, palette)
    return sheet


def _inset(sheet: Sheet, picture: Image.Image, span: tuple[float, float]) -> None:
    """Stand the whole picture, uncropped, in the middle between two heights."""
    scale = min(1160 / picture.width, (span[1] - span[0]) / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    centre = (span[0] + span[1]) / 2
    box = (_CENTRE - wide / 2, centre - high / 2, _CENTRE + wide / 2, centre + high / 2)
    left, top, right, bottom = (round(value) for value in box)
    sheet.place(picture, (left, top, right, bottom))


DESIGNS: Final[dict[str, Design]] = {
    "classic": classic,
    "modern": modern,
    "fantasy": fantasy,
    "landscape": landscape,
    "plain": plain,
}
