"""Make the pictures in `docs/pictures`: `python scripts/make_pictures.py [print] [screen]`.

On paper they are pages of the sample, as the product sets them: one spread for the README, and the
title page, the opening and a page of text in each print theme. On a screen they are what a reading
engine (epub.js in Chromium, see `scripts/setup_proofs.sh`) shows of the sample, and of the title
page, a chapter and a letter in each EPUB theme, the last by night.
"""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from bookmaker import layout, pipeline
from bookmaker.writers import pdf

ROOT: Final = Path(__file__).parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
THEMES: Final = ("classic", "modern", "fantasy")
SPREAD: Final = ("4", "5")  # folios: the pages with the letter
SHOWN: Final = ("iii", "1", "4")  # title page, opening, text
KINDS: Final = ROOT / "tests" / "reading" / "kinds"
READER: Final = ROOT / "tests" / "reading" / "read.mjs"
THEME_SHOTS: Final = (
    {"name": "title", "href": "text/title-page.xhtml"},
    {"name": "chapter", "href": "text/chapter-01.xhtml"},
    {"name": "letter", "href": "text/chapter-02.xhtml", "scheme": "night"},
)
SAMPLE_SHOTS: Final = (
    {"name": "title", "href": "text/title-page.xhtml"},
    {"name": "epigraph", "href": "text/epigraph.xhtml"},
    {"name": "story", "href": "text/story.xhtml"},
)
WIDTH: Final = 1400  # pixels
LINEN, PAPER, EDGE = (226, 222, 214), (255, 254, 250), (190, 186, 178)
AROUND: Final = 46  # pixels of linen around the paper
SHADOW: Final = 10
GREYS: Final = 48  # colours kept: black on white needs no more


def printed(theme: str) -> dict[str, Image.Image]:
    """Return the sample's pages in `theme`, each under its folio."""
    understood = pipeline.understand(pipeline.Request(ROOT / "manuscript"))
    edition = replace(understood.intake.project.edition, theme=theme)
    run = layout.lay_out(understood.publication, edition).print_run
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        pdf.write_pdf(run, understood.publication.metadata, edition, path)
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.render(scale=4).to_pil() for page in document]
    return {start.label: page for start, page in zip(run.page_map.pages, pages, strict=True)}


def spread(pages: Sequence[Image.Image]) -> Image.Image:
    """Show two facing pages as an open book, the fold between them."""
    width = (WIDTH - 2 * AROUND) // 2
    leaves = [_leaf(page, width) for page in pages]
    sheet = _sheet([(AROUND, leaves[0]), (AROUND + width, leaves[1])])
    return _with_fold(sheet, AROUND + width)


def row(pages: Sequence[Image.Image]) -> Image.Image:
    """Show single pages side by side."""
    width = (WIDTH - (len(pages) + 1) * AROUND) // len(pages)
    places = [(AROUND + i * (width + AROUND), _leaf(p, width)) for i, p in enumerate(pages)]
    return _sheet(places)


def screens(source: Path, theme: str, shots: Sequence[dict[str, str]]) -> Image.Image:
    """Show what a reading engine shows of a book in `theme`, one screen for each of `shots`."""
    with TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(source, project)
        with (project / "bookmaker.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'\n[epub]\ntheme = "{theme}"\n')
        pipeline.build(pipeline.Request(project, Path(folder) / "out", ("epub",)))
        (book,) = (Path(folder) / "out").glob("*.epub")
        command = ["node", str(READER), "shoot", str(book), folder, json.dumps(shots)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own program
        taken = [Image.open(Path(folder) / f"{shot['name']}.png") for shot in shots]
        width = (WIDTH - (len(shots) + 1) * AROUND) // len(shots)
        height = round(taken[0].height * width / taken[0].width)
        shown = [p.convert("RGB").resize((width, height), Image.Resampling.LANCZOS) for p in taken]
    return _sheet([(AROUND + i * (width + AROUND), page) for i, page in enumerate(shown)])


def _leaf(page: Image.Image, width: int) -> Image.Image:
    height = round(page.height * width / page.width)
    words = page.convert("L").resize((width, height), Image.Resampling.LANCZOS)
    return Image.composite(
        Image.new("RGB", words.size, PAPER), Image.new("RGB", words.size, "black"), words
    )


def _sheet(places: list[tuple[int, Image.Image]]) -> Image.Image:
    """Lay leaves on linen at these distances from the left, each with a thin shadow."""
    height = places[0][1].height + 2 * AROUND
    shadow = Image.new("L", (WIDTH, height), 0)
    for left, leaf in places:
        box = (left + 2, AROUND + 4, left + leaf.width + 2, AROUND + leaf.height + 4)
        ImageDraw.Draw(shadow).rectangle(box, fill=110)
    shadow = shadow.filter(ImageFilter.GaussianBlur(SHADOW))
    sheet = Image.new("RGB", (WIDTH, height), LINEN)
    sheet.paste((60, 54, 46), mask=shadow)
    for left, leaf in places:
        sheet.paste(leaf, (left, AROUND))
        box = (left, AROUND, left + leaf.width - 1, AROUND + leaf.height - 1)
        ImageDraw.Draw(sheet).rectangle(box, outline=EDGE)
    return sheet


def _with_fold(sheet: Image.Image, fold: int) -> Image.Image:
    """Darken the paper a little towards the fold."""
    shade = Image.new("L", sheet.size, 0)
    pen = ImageDraw.Draw(shade)
    for away in range(40):
        depth = round(70 * (1 - away / 40) ** 3)
        for x in (fold - 1 - away, fold + away):
            pen.line((x, AROUND, x, sheet.height - AROUND - 1), fill=depth)
    sheet.paste((60, 54, 46), mask=shade)
    return sheet


def keep(picture: Image.Image, name: str) -> None:
    """Write `picture` as a small PNG."""
    content = io.BytesIO()
    picture.quantize(GREYS, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
    (PICTURES / name).write_bytes(content.getvalue())


def on_paper() -> None:
    """Make the pictures of printed pages."""
    for theme in THEMES:
        pages = printed(theme)
        keep(row([pages[folio] for folio in SHOWN]), f"print-{theme}.png")
        if theme == "classic":
            keep(spread([pages[folio] for folio in SPREAD]), "spread.png")


def on_screen() -> None:
    """Make the pictures of screens."""
    keep(screens(ROOT / "manuscript", "classic", SAMPLE_SHOTS), "reader.png")
    for theme in THEMES:
        keep(screens(KINDS, theme, THEME_SHOTS), f"epub-{theme}.png")


def main() -> None:
    """Make all pictures anew, or those that are named."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    asked = sys.argv[1:] or ["print", "screen"]
    if "print" in asked:
        on_paper()
    if "screen" in asked:
        on_screen()


if __name__ == "__main__":
    main()
