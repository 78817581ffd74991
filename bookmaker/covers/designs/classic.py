"""Classic: bookcloth and gilt."""

import math

from PIL import Image, ImageDraw

from bookmaker.covers.designs.common import CENTRE, edge, pick
from bookmaker.covers.fitting import Space
from bookmaker.covers.lettering import Colour, Style
from bookmaker.covers.palettes import CLOTH, Palette, readable
from bookmaker.covers.sheet import HEIGHT, WIDTH, Sheet
from bookmaker.covers.wording import Wording


def classic(words: Wording, picture: Image.Image | None) -> Sheet:
    """Bookcloth, a double gilt frame, centred roman, and a rosette or a framed picture."""
    palette = pick(CLOTH, words)
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
    edge(sheet, palette)
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
        box = (round(CENTRE - wide / 2), round(centre - high / 2))
        whole = (*box, round(CENTRE + wide / 2), round(centre + high / 2))
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
    box = (CENTRE - reach, round(centre) - reach, CENTRE + reach, round(centre) + reach)

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
