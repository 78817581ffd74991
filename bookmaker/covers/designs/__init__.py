"""The designs: each sets the same words on a sheet in its own manner, one design a file.

A design takes the words, a picture or None, and returns the sheet. To add one, write its file and
name it in `DESIGNS`.
"""

from collections.abc import Callable
from typing import Final

from PIL import Image

from bookmaker.covers.designs.classic import classic
from bookmaker.covers.designs.fantasy import fantasy
from bookmaker.covers.designs.landscape import landscape
from bookmaker.covers.designs.modern import modern
from bookmaker.covers.designs.plain import plain
from bookmaker.covers.sheet import Sheet
from bookmaker.covers.wording import Wording

Design = Callable[[Wording, Image.Image | None], Sheet]

DESIGNS: Final[dict[str, Design]] = {
    "classic": classic,
    "modern": modern,
    "fantasy": fantasy,
    "landscape": landscape,
    "plain": plain,
}
