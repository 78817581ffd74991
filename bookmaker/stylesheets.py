"""Finds the style sheets: `styles/epub/<theme>.css` and `styles/print/<theme>.css`.

What all themes of a kind share stands in `_book.css` beside them.
"""

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from bookmaker.errors import InputError

Kind = Literal["epub", "print"]
SHARED: Final = "_book"


@dataclass(frozen=True, slots=True)
class ThemeFaces:
    """The families of `bookmaker.fonts` that a theme's EPUB embeds."""

    body: str
    headings: str
    heading_weight: int = 400
    generic: str = "serif"
    """What the headings fall back to on a device that shows no embedded faces."""


CLASSIC: Final = ThemeFaces("EB Garamond", "EB Garamond")
_FACES: Final = {
    "classic": CLASSIC,
    "modern": ThemeFaces("Literata", "Alegreya Sans", 700, "sans-serif"),
    "fantasy": ThemeFaces("EB Garamond", "Cinzel"),
}


def theme_faces(theme: str) -> ThemeFaces:
    """Return the families of a theme; a theme that names none has those of `classic`."""
    return _FACES.get(theme, CLASSIC)


@cache
def styles_folder() -> Path:
    """Return the folder of the style sheets: in the installed package, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "styles"
    return installed if installed.is_dir() else package.parent / "styles"


def themes(kind: Kind) -> tuple[str, ...]:
    """Return the names of the themes that have a sheet of this kind, in alphabetical order.

    A file whose name begins with an underscore is a part of sheets, not a theme.
    """
    names = (path.stem for path in (styles_folder() / kind).glob("*.css"))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def stylesheet(kind: Kind, theme: str) -> str:
    """Return the text of a theme's style sheet.

    Raises:
        InputError: there is no such theme (BM-SET-005).
    """
    known = themes(kind)
    if theme not in known:
        raise InputError.because(
            "BM-SET-005", None, name=f"[{kind}] theme", value=theme, choices=_choices(theme, known)
        )
    return (styles_folder() / kind / f"{theme}.css").read_text(encoding="utf-8")


def shared_sheet(kind: Kind) -> str:
    """Return what all themes of this kind share; it stands before the theme's own sheet."""
    return (styles_folder() / kind / f"{SHARED}.css").read_text(encoding="utf-8")


def _choices(theme: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(theme, known, n=1)
    ordered = [*near, *(name for name in known if name not in near)]
    return ", ".join(ordered)
