"""The faces that go with Bookmaker, and which characters they can show.

Every family is under the SIL Open Font License without a reserved name; its licence stands beside
its files as `OFL.txt`. `faces.tsv` is made with the faces by `scripts/make_fonts.py` and says
what each covers, so that no font has to be opened to know. Nothing heavy is imported here.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: `weight` from 100 to 900, `style` "normal" or "italic"."""

    family: str
    style: str
    weight: int
    path: Path

    @property
    def italic(self) -> bool:
        """Whether the face is the sloped one."""
        return self.style == "italic"

    @property
    def licence(self) -> Path:
        """The text of the family's licence."""
        return self.path.parent / "OFL.txt"


REGULAR, BOLD = 400, 700
BODY_FAMILIES: Final = ("EB Garamond", "Literata")
DISPLAY_FAMILIES: Final = ("Cormorant", "Cinzel", "Alegreya Sans")
CODE_FAMILY: Final = "JetBrains Mono"

# Of control and format characters those that shaping draws: signs of Arabic, Syriac, Kaithi and
# Egyptian, and what is no text at all (DEL, C1 controls, anchors of annotations).
_DRAWN: Final = re.compile(
    "[\x7f-\x9f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U00013455\U0001bca0-\U0001bca3]"
)
# Of marks and letters those that shaping drops (Unicode, Default_Ignorable_Code_Point).
_IGNORED: Final = re.compile(
    "[\u034f\u17b4\u17b5\u180b-\u180f\u2065\ufe00-\ufe0f\ufff0-\ufff8\U000e0000-\U000e0fff]"
)

# Where a text face lacks a character, the first of these that has it lends it: serif before
# sans, letters before symbols, the large East Asian face and emoji last.
FALLBACKS: Final = (
    "EB Garamond",
    "Noto Serif",
    "Frank Ruhl Libre",
    "Amiri",
    "Noto Serif Armenian",
    "Noto Serif Georgian",
    "Noto Serif Devanagari",
    "Noto Serif Bengali",
    "Noto Serif Gujarati",
    "Noto Serif Gurmukhi",
    "Noto Serif Kannada",
    "Noto Serif Malayalam",
    "Noto Serif Sinhala",
    "Noto Serif Tamil",
    "Noto Serif Telugu",
    "Noto Serif Thai",
    "Noto Serif Lao",
    "Noto Serif Khmer",
    "Noto Serif Myanmar",
    "Noto Serif Ethiopic",
    "Noto Sans Symbols2",
    "Noto Sans Symbols",
    "Noto Sans Math",
    "Noto Sans Runic",
    "Noto Music",
    "Noto Serif CJK",
    "Noto Emoji",
)


def fonts_folder() -> Path:
    """Return the folder that holds the font files, one folder a family."""
    return Path(__file__).parent


@cache
def _table() -> dict[Path, tuple[Face, str]]:
    rows: dict[Path, tuple[Face, str]] = {}
    for line in (fonts_folder() / "faces.tsv").read_text(encoding="utf-8").splitlines():
        name, family, weight, style, coverage = line.split("\t")
        path = fonts_folder() / name
        rows[path] = (Face(family, style, int(weight), path), coverage)
    return rows


def _faces() -> tuple[Face, ...]:
    return tuple(face for face, _ in _table().values())


FACES: Final = _faces()


def families() -> tuple[str, ...]:
    """Return the names of all families, body families first."""
    return tuple(dict.fromkeys(face.family for face in FACES))


@cache
def face(family: str, weight: int = REGULAR, *, italic: bool = False) -> Face:
    """Return the face of `family` nearest to `weight` and slope.

    A family without an italic answers with its upright.

    Raises:
        KeyError: there is no such family.
    """
    own = [each for each in FACES if each.family == family]
    if not own:
        raise KeyError(family)
    return min(own, key=lambda each: (each.italic != italic, abs(each.weight - weight)))


@cache
def covers(each: Face) -> frozenset[int]:
    """Return the code points that the face has a glyph for."""
    codes: set[int] = set()
    for run in _table()[each.path][1].split():
        first, _, last = run.partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(codes)


def needs_glyph(char: str) -> bool:
    """Return whether a character is drawn at all.

    Line ends, soft hyphens, joiners, direction marks and variation selectors are not: shaping
    drops them where a face lacks them (Unicode, Default_Ignorable_Code_Point).
    """
    if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}:
        return _DRAWN.match(char) is not None
    return _IGNORED.match(char) is None


def missing(
    text: str, family: str, weight: int = REGULAR, *, italic: bool = False
) -> frozenset[str]:
    """Return the characters of `text` that a face of `family` cannot show."""
    known = covers(face(family, weight, italic=italic))
    return frozenset(c for c in set(text) if ord(c) not in known and needs_glyph(c))


@cache
def fallback_for(char: str, weight: int = REGULAR, *, italic: bool = False) -> Face | None:
    """Return the first fallback face that shows `char`, or None if no face of ours does."""
    if not needs_glyph(char):
        return None
    for family in FALLBACKS:
        best = face(family, weight, italic=italic)
        if ord(char) in covers(best):
            return best
    return None
