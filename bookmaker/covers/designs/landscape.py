"""Landscape: ridges under a sky."""

import math
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageDraw

from bookmaker.covers.designs.common import edge, pick
from bookmaker.covers.fitting import Space
from bookmaker.covers.lettering import Colour, Style
from bookmaker.covers.palettes import POSTER, Palette, luminance, mix, readable
from bookmaker.covers.sheet import HEIGHT, WIDTH, Sheet, chances
from bookmaker.covers.wording import Wording

Line = list[tuple[float, float]]

_STEPS: Final = 80


def landscape(words: Wording, picture: Image.Image | None) -> Sheet:
    """Ridges behind ridges under a wide sky, the title in the sky, the authors on the ground."""
    palette = pick(POSTER, words)
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
    edge(sheet, palette)
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
        disc = (x - radius, 10, x + radius, 10 + 2 * radius)
        pen.ellipse(tuple(value * factor for value in disc), fill=255)

    sheet.shape((0, top, WIDTH, top + round(2 * radius) + 20), palette.accent, sun)
    layers = 5
    for layer in range(layers):
        share = (layer + 1) / layers
        base = high * (0.16 + 0.72 * layer / (layers - 1))
        line = _ridge_line(random, base, high)

        def ridge(pen: ImageDraw.ImageDraw, factor: float, line: Line = line) -> None:
            ground = (HEIGHT - top) * factor
            points = [(across * factor, down * factor) for across, down in line]
            pen.polygon([(0, ground), *points, (WIDTH * factor, ground)], fill=255)

        sheet.shape(box, mix(palette.light, near, share**0.9), ridge)
    return readable(palette.ground, near, readable(palette.ink, near, (255, 255, 255)))


def _ridge_line(random: Iterator[float], base: float, high: float) -> Line:
    """Return the outline of a ridge round the height `base`: three waves, each finer."""
    waves = [
        (high * size * (0.6 + 0.5 * next(random)), next(random) * math.tau, 1.2 + 2.4 * number)
        for number, size in enumerate((0.085, 0.04, 0.016))
    ]
    turns = [turn + next(random) for _, _, turn in waves]
    line = []
    for step in range(_STEPS + 1):
        angle = math.tau * step / _STEPS
        rise = sum(
            size * math.sin(start + angle * turn)
            for (size, start, _), turn in zip(waves, turns, strict=True)
        )
        line.append((WIDTH * step / _STEPS, base + rise))
    return line
