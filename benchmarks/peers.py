"""The typesetters that pages are compared with, and how each is asked for the same page as ours.

pandoc with xelatex, and pandoc with typst, at the same trim, margins, face, size and leading, as a
novel is set: chapters on new pages, paragraphs indented. All else is as it comes. Both take the
very font files that ours takes.

    sh scripts/setup_peers.sh       pandoc and typst into build/peers; xelatex is the system's

pandoc and typst are looked for in build/peers, then on the path.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from measure import ROOT, Run, run

PEERS = ("xelatex", "typst")
PYTHON = ROOT / "build" / "peers" / "bin" / "python"
TEX_LEADING = 13.6  # points: of LaTeX's classes at 11 points (size11.clo)
COMPILE = """
import sys, typst
source, target, faces = sys.argv[1:]
typst.compile(source, output=target, font_paths=[faces], ignore_system_fonts=True)
"""
NOVEL = """#let conf(doc, lang: "en", region: none, ..others) = {{
  set page(width: {width}pt, height: {height}pt, numbering: "1",
    margin: (top: {top}pt, bottom: {bottom}pt, inside: {inner}pt, outside: {outer}pt))
  set text(font: "{face}", size: {size}pt, lang: lang, region: region,
    top-edge: 0.7em, bottom-edge: -0.3em)
  set par(justify: true, leading: {between}pt, spacing: {between}pt, first-line-indent: 1.5em)
  show heading.where(level: 1): it => pagebreak(weak: true) + it
  doc
}}
"""


@dataclass(frozen=True)
class Page:
    """A page and its type, in points; `file` is the upright face's."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    leading: float
    size: float
    face: str
    file: str


class AbsentError(Exception):
    """A peer, or what it needs, is not installed, or it failed; the message says which."""


def set_by(peer: str, source: Path, pdf: Path, page: Page, *, contents: bool = False) -> Run:
    """Have `peer` set a Markdown manuscript; return what it cost, pandoc's part included.

    With `contents` there is a list of chapters and their pages, as in ours: TeX runs again for it.

    Raises:
        AbsentError: it could not.
    """
    options = ["--toc", "--toc-depth=1"] if contents else []
    made = (_xelatex if peer == "xelatex" else _typst)(source, pdf, page, options)
    if made.code:
        raise AbsentError(f"it failed: {made.err[-300:].strip()}")
    return made


def pandoc() -> str:
    """Return pandoc's path."""
    found = ROOT.glob("build/peers/lib/python*/site-packages/pypandoc/files/pandoc")
    path = next(map(str, found), None) or shutil.which("pandoc")
    if path is None:
        raise AbsentError("pandoc not installed (sh scripts/setup_peers.sh)")
    return path


def _xelatex(source: Path, pdf: Path, page: Page, more: list[str]) -> Run:
    if shutil.which("xelatex") is None:
        raise AbsentError("xelatex not installed (texlive-xetex and texlive-latex-extra)")
    sides = {"paperwidth": page.width, "paperheight": page.height, "top": page.top,
             "bottom": page.bottom, "inner": page.inner, "outer": page.outer}  # fmt: skip
    family = Path(page.file).name.partition("-")[0]
    variables = {
        "geometry": ",".join(f"{side}={length:.2f}bp" for side, length in sides.items()),
        "documentclass": "book",
        "classoption": "openany",
        "indent": "true",
        "fontsize": f"{page.size:.0f}pt",
        "linestretch": f"{page.leading / TEX_LEADING:.4f}",
        "mainfont": family,
    }
    options = [f"Path={Path(page.file).parent}/", "Extension=.ttf"]
    styles = {"Upright": "Regular", "Italic": "Italic", "Bold": "Bold", "BoldItalic": "BoldItalic"}
    options += [f"{style}Font=*-{file}" for style, file in styles.items()]
    given = [f"{name}={value}" for name, value in variables.items()]
    given += [f"mainfontoptions={option}" for option in options]
    command = [pandoc(), str(source), "--pdf-engine=xelatex", "--top-level-division=chapter", *more]
    return run([*command, *(word for each in given for word in ("-V", each)), "-o", str(pdf)])


def _typst(source: Path, pdf: Path, page: Page, more: list[str]) -> Run:
    folder = pdf.parent
    typed, style = pdf.with_suffix(".typ"), folder / "novel.typ"
    style.write_text(NOVEL.format(**vars(page), between=page.leading - page.size), encoding="utf-8")
    faces = str(Path(page.file).parent)
    if PYTHON.exists():
        compiling = [str(PYTHON), "-c", COMPILE, str(typed), str(pdf), faces]
    elif shutil.which("typst"):
        compiling = ["typst", "compile", "--ignore-system-fonts", "--font-path", faces]
        compiling += [str(typed), str(pdf)]
    else:
        raise AbsentError("typst not installed (sh scripts/setup_peers.sh)")
    command = [pandoc(), str(source), "-s", "-t", "typst", "-V", f"template={style.name}", *more]
    written = run([*command, "-o", str(typed)])
    if written.code:
        return written
    made = run(compiling)
    return Run(
        made.code,
        made.out,
        made.err,
        made.cpu + written.cpu,
        max(made.peak, written.peak),
        made.wall + written.wall,
    )


if __name__ == "__main__":
    sys.exit("this is a part of pages.py and page_time.py")
