"""The lines of a printed page, from where its glyphs stand. Lengths are points.

Geometry alone: nothing is asked of who made the PDF. A line is what shares a baseline.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

_SAME_BASELINE: Final = 2.0
_WORD_GAP: Final = 0.095  # ems between words where no space is drawn
_LEAST_SPACE: Final = 0.04  # ems: a space that is drawn narrower parts nothing
_SOFT_HYPHENS: Final = "\u0002\u00ad\u2010"  # what a hyphen at a line's end is read as


class Glyph(NamedTuple):
    """A character as it stands: baseline and origin, right edge, size."""

    baseline: float
    left: float
    right: float
    char: str
    size: float


@dataclass(slots=True)
class Line:
    """A line of a page, `page` from 0; `baseline` is measured from the page's top.

    `spaces` are the gaps between its words; `words` are as drawn.
    """

    page: int
    baseline: float
    left: float
    right: float
    size: float
    words: tuple[str, ...]
    spaces: tuple[float, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(self.words)

    @property
    def hyphenated(self) -> bool:
        """Whether its last word goes on in the next line after a hyphen."""
        last = self.words[-1]
        return len(last) > 1 and last[-1] == "-" and last[-2] != "-"


def page_lines(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """Return the horizontal lines of a page from its top to its foot."""
    height = page.get_height()
    rows: list[list[Glyph]] = []
    for glyph in sorted(_glyphs(page, height)):
        if not rows or glyph.baseline - rows[-1][0].baseline > _SAME_BASELINE:
            rows.append([])
        rows[-1].append(glyph)
    lines = (_line(number, sorted(row, key=lambda glyph: glyph.left)) for row in rows)
    return [line for line in lines if line is not None]


def _glyphs(page: pypdfium2.PdfPage, height: float) -> Iterator[Glyph]:
    """Yield what is drawn on a page, upright text only."""
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    scales: dict[float, float] = {}  # text is often drawn in units of its own: asked once a size
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0, 10, 13) or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if abs(raw.FPDFText_GetCharAngle(text, index)) > 0.01:  # noqa: PLR2004  radians
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        char = chr(code)
        size = raw.FPDFText_GetFontSize(text, index)
        if size not in scales:
            raw.FPDFText_GetMatrix(text, index, matrix)
            scales[size] = math.hypot(matrix.c, matrix.d) or 1.0
        baseline = round(height - y.value, 2)
        shown = "-" if char in _SOFT_HYPHENS else char
        yield Glyph(baseline, x.value, box.right, shown, size * scales[size])


def _line(number: int, row: list[Glyph]) -> Line | None:
    drawn = [glyph for glyph in row if not glyph.char.isspace()]
    if not drawn:
        return None
    size = Counter(round(glyph.size, 1) for glyph in drawn).most_common(1)[0][0]
    baseline = Counter(glyph.baseline for glyph in drawn).most_common(1)[0][0]
    words, spaces = [drawn[0].char], []
    right, spaced = drawn[0].right, False
    for glyph in row[row.index(drawn[0]) + 1 :]:
        if glyph.char.isspace():
            spaced = True
            continue
        gap = glyph.left - right
        if gap > (_LEAST_SPACE if spaced else _WORD_GAP) * size:
            words.append(glyph.char)
            spaces.append(gap)
        else:
            words[-1] += glyph.char
        right, spaced = max(right, glyph.right), False
    return Line(number, baseline, drawn[0].left, right, size, tuple(words), tuple(spaces))
