"""The style sheet of one printed book: numbers from the edition, then the shared and theme sheets.

Every vertical space of the sheets is a multiple of the leading (`rlh`), so that lines of facing
pages stand at the same height; the numbers here keep to it.
"""

import re
from typing import Final

from bookmaker import fonts
from bookmaker.edition import Edition, SceneBreaks
from bookmaker.errors import InputError
from bookmaker.layout.drop_cap import QUOTE_SIZE, DropCap, drop_cap
from bookmaker.layout.geometry import Geometry
from bookmaker.stylesheets import styles_folder, stylesheet

_ORNAMENT: Final = re.compile(r'--ornament:\s*"([^"]+)"')
_SCENE_BREAKS: Final = re.compile(r"--scene-breaks:\s*space\b")
PLAIN_ORNAMENT: Final = "* * *"
# Two lines: white and ornament at a page's foot, ornament and white at a head, white between.
_SPACE_BREAKS: Final = "hr.scene-break{margin:0;line-height:2rlh;break-after:auto}"
_OPENERS: Final = ("front", "opening", "body", "part", "back")
FOOTNOTE_RULE: Final = 4.0  # ems
# The leaves of `furniture.skeleton` fill a page each, so that pages turn by themselves: a forced
# turn would begin a new group of pages. Sections take no room of their own.
_WORDLESS: Final = (
    "section{padding:0!important;margin:0!important}"
    ".leaf,.below{margin:0;padding:0;border:0}"
    ".leaf{height:calc(var(--text-height) - 1px);break-inside:avoid}.below{height:0}"
    ".leaf.blank{page:plain}"
)
_PLACES: Final = ("left", "center", "right")
_BOXES: Final = [f"@{edge}-{place}" for edge in ("top", "bottom") for place in _PLACES]
_UNFURNISHED: Final = "{" + "".join(f"{box}{{content:none}}" for box in _BOXES) + "}"


def theme_sheet(theme: str) -> str:
    """Return the shared sheet and the theme's own.

    Raises:
        InputError: there is no such theme (BM-SET-005).
    """
    own = stylesheet("print", theme)
    shared = (styles_folder() / "print" / "_book.css").read_text(encoding="utf-8")
    return f"{shared}\n{own}"


def has_feet(css: str) -> bool:
    """Tell whether a sheet sets a head or folio below the block of text."""
    return "@bottom-" in css


def families_named(css: str) -> tuple[str, ...]:
    """Return the families of ours that a sheet names."""
    return tuple(family for family in fonts.families() if f'"{family}"' in css)


def check_face(edition: Edition) -> None:
    """See that the text's face is one of ours.

    Raises:
        InputError: it is not (BM-SET-005).
    """
    if edition.face not in fonts.families():
        raise InputError.because(
            "BM-SET-005", None, name="[print] face", value=edition.face,
            choices=", ".join(fonts.BODY_FAMILIES),
        )  # fmt: skip


def book_sheet(edition: Edition, page: Geometry, theme: str, lent: tuple[str, ...]) -> str:
    """Return the whole sheet that runs are set from: page, roots, openings, cap, ornament.

    Args:
        edition: face, sizes, and how chapters open.
        page: the block of text on the page.
        theme: the shared and theme sheets.
        lent: families that lend characters the face lacks.
    """
    return "\n".join(
        (
            _root(edition, page, lent),
            theme,
            _page(page),
            _openings(edition),
            _cap(drop_cap(edition, theme)),
            _ornament(edition, theme),
        )
    )


def _root(edition: Edition, page: Geometry, lent: tuple[str, ...]) -> str:
    stack = ", ".join(f'"{family}"' for family in (edition.face, *lent))
    hyphens = "auto" if edition.hyphenate else "manual"
    return (
        f"html{{font-family:{stack};font-size:{edition.size:g}pt;line-height:{page.leading:g}pt;"
        f"hyphens:{hyphens};--lent:{', '.join(f'{chr(34)}{f}{chr(34)}' for f in lent) or 'serif'};"
        f"--text-height:{page.lines * page.leading:.4f}pt;--measure:{page.measure:.4f}pt}}"
    )


def _page(page: Geometry) -> str:
    """All pages have a recto's margins: a run knows nothing of its place in the book."""
    m = page.margins
    sides = f"margin-left:{m.gutter:.4f}pt;margin-right:{m.outer:.4f}pt"
    return (
        f"@page{{size:{page.width:.4f}pt {page.height:.4f}pt;"
        f"margin-top:{m.top:.4f}pt;margin-bottom:{m.bottom:.4f}pt;"
        f"@footnote{{margin-right:{page.measure - FOOTNOTE_RULE * 11:.4f}pt}}}}"
        f"@page :left{{{sides}}}@page :right{{{sides}}}"
        f"@page :blank{_UNFURNISHED}@page plain{_UNFURNISHED}"
        + "".join(f"@page {n}:nth(1 of {n}){_UNFURNISHED}" for n in _OPENERS)
    )


def furniture_sheet(edition: Edition, page: Geometry, theme: str, lent: tuple[str, ...]) -> str:
    """Return the sheet of heads and folios: the book's, with the margins that facing pages have."""
    m = page.margins
    facing = (
        f"@page :left{{margin-left:{m.outer:.4f}pt;margin-right:{m.gutter:.4f}pt}}"
        f"@page :right{{margin-left:{m.gutter:.4f}pt;margin-right:{m.outer:.4f}pt}}"
    )
    return f"{book_sheet(edition, page, theme, lent)}\n{facing}\n{_WORDLESS}"


def _openings(edition: Edition) -> str:
    """How chapters open; parts, the first chapter and front matter open on a recto always."""
    chapter = {
        "next": "break-before:page",
        "recto": "break-before:recto",
        "run-on": "break-before:auto",
    }[edition.chapter_opens]
    back = "recto" if edition.chapter_opens == "recto" else "page"
    return (
        f"section.body-matter{{{chapter}}}section.back-matter{{break-before:{back}}}"
        "section.part,section.front-matter,section.opens-body{break-before:recto}"
        "section.copyright-page{break-before:verso}section.after-part{break-before:recto}"
        "section.brief{break-before:page}"
    )


def _cap(cap: DropCap) -> str:
    return (
        f'.drop-cap{{font-family:"{cap.family}";font-size:{cap.size:.4f}pt;'
        f"line-height:{cap.height:.4f}pt;"
        f"margin-top:{cap.shift:.4f}pt;margin-bottom:{-cap.shift:.4f}pt}}"
        f".drop-room{{height:{cap.height - 0.2:.4f}pt}}.drop-quote{{font-size:{QUOTE_SIZE:g}em}}"
    )


def ornament(edition: Edition, theme: str) -> str:
    """Return what marks a scene break; a glyph that no face has gives way to three asterisks."""
    named = _ORNAMENT.search(theme)
    wanted = edition.ornament or (named[1] if named else PLAIN_ORNAMENT)
    known = all(char == " " or fonts.fallback_for(char) for char in wanted)
    return wanted if known else PLAIN_ORNAMENT


def scene_breaks(edition: Edition, theme: str) -> SceneBreaks:
    """Return how scene breaks are shown; who names an ornament of their own wants to see it."""
    if edition.scene_breaks:
        return edition.scene_breaks
    return "space" if _SCENE_BREAKS.search(theme) and not edition.ornament else "ornament"


def _ornament(edition: Edition, theme: str) -> str:
    escaped = "".join(f"\\{ord(char):06x}" for char in ornament(edition, theme))
    spaced = _SPACE_BREAKS if scene_breaks(edition, theme) == "space" else ""
    return f'hr.scene-break::before{{content:"{escaped}"}}{spaced}'
