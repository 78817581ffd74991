"""Finds the style sheets: `styles/epub/<theme>.css` and `styles/print/<theme>.css`."""

import difflib
from functools import cache
from pathlib import Path
from typing import Literal

from bookmaker.errors import InputError

Kind = Literal["epub", "print"]


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


def _choices(theme: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(theme, known, n=1)
    ordered = [*near, *(name for name in known if name not in near)]
    return ", ".join(ordered)
