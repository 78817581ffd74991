"""Plain: type alone."""

from PIL import Image

from bookmaker.covers.designs.common import CENTRE, edge, pick, rule
from bookmaker.covers.fitting import Space
from bookmaker.covers.lettering import Style
from bookmaker.covers.palettes import CLOTH, readable
from bookmaker.covers.sheet import HEIGHT, Sheet
from bookmaker.covers.wording import Wording


def plain(words: Wording, picture: Image.Image | None) -> Sheet:
    """Type alone on a quiet ground, with one rule; a picture stands small in the middle."""
    palette = pick(CLOTH, words)
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
    rule(sheet, (CENTRE - 90, round(top) + 80, CENTRE + 90, round(top) + 85), palette.accent)
    top += 85
    if subtitle:
        top = sheet.write(subtitle, top + 90, palette.ink) + subtitle.descent
    foot = float(HEIGHT - 190)
    if series:
        foot = HEIGHT - 190 - series.height
        sheet.write(series, foot, accent)
    if picture is not None and foot - top > 500:  # noqa: PLR2004  less shows nothing
        _inset(sheet, picture, (top + 110, foot - 110))
    edge(sheet, palette)
    return sheet


def _inset(sheet: Sheet, picture: Image.Image, span: tuple[float, float]) -> None:
    """Stand the whole picture, uncropped, in the middle between two heights."""
    scale = min(1160 / picture.width, (span[1] - span[0]) / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    centre = (span[0] + span[1]) / 2
    box = (CENTRE - wide / 2, centre - high / 2, CENTRE + wide / 2, centre + high / 2)
    left, top, right, bottom = (round(value) for value in box)
    sheet.place(picture, (left, top, right, bottom))
