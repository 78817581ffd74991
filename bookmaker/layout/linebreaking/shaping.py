"""Words as a face draws them: shaped by HarfBuzz once, known from then on.

Lengths are in font units. What a face draws for a word does not depend on the words beside it,
save for kerning across the space between them: that is asked for each pair of letters.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final, NamedTuple

import uharfbuzz as hb

from bookmaker.layout.linebreaking.hyphenation import SOFT_HYPHEN

_MOST_WORDS: Final = 200_000
_SCRIPTLESS: Final = frozenset({"", "Zyyy", "Zinh", "Zzzz"})
# Letters whose shape depends on their neighbours across leaves, and marks of other directions.
_FROM_RIGHT: Final = frozenset({"Hebr", "Arab", "Syrc", "Thaa", "Nkoo", "Adlm", "Mong", "Rohg"})


class ShapingError(ValueError):
    """A text this face cannot draw alone, or only with marks raised, or one set from the right."""


class Glyph(NamedTuple):
    """One glyph: its number in the face, how far the next stands, its offsets, and its text."""

    number: int
    advance: int
    x_offset: int
    y_offset: int
    text: str


class Word(NamedTuple):
    """A shaped word and its width."""

    glyphs: tuple[Glyph, ...]
    width: int


class Face:
    """A font file with features and language: what shapes words.

    Args:
        font: the file's bytes.
        index: of the face in the file.
        features: OpenType features by tag, as the engine asks for them.
        language: BCP 47, for letter forms of one language; may be empty.
    """

    def __init__(self, font: bytes, index: int, features: Mapping[str, int], language: str) -> None:
        self._font = hb.Font(hb.Face(font, index))
        self.units = int(self._font.face.upem)
        self._features = dict(features)
        self._language = language
        self._words: dict[str, Word] = {}
        self._gaps: dict[tuple[str, str], int] = {}
        self.space = self._shape(" ", " ")

    def word(self, text: str) -> Word:
        """Return `text`, which holds no spaces, shaped.

        Raises:
            ShapingError: the face cannot draw it by itself.
        """
        known = self._words.get(text)
        if known is None:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            known = self._words[text] = self._shape(text.replace(SOFT_HYPHEN, ""), text)
        return known

    def gap(self, before: str, after: str) -> int:
        """Return the width of a space between two letters (or none), kerning on both sides."""
        known = self._gaps.get((before, after))
        if known is None:
            known = self._shape(f"{before} {after}", " ").width
            known -= sum(self.word(letter).width for letter in (before, after) if letter)
            self._gaps[before, after] = known
        return known

    def nominal(self, glyph: int) -> int:
        """Return the advance of a glyph by itself."""
        return int(self._font.get_glyph_h_advance(glyph))

    def _shape(self, text: str, whole: str) -> Word:
        if not text:
            return Word((), 0)
        buffer = hb.Buffer()
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.add_str(text)
        buffer.guess_segment_properties()
        if buffer.script in _SCRIPTLESS:
            buffer.script = "Latn"
        if buffer.script in _FROM_RIGHT or buffer.direction != "ltr":
            raise ShapingError(whole)
        if self._language:
            buffer.language = self._language
        hb.shape(self._font, buffer, self._features)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        if not infos:  # joiners and the like alone: nothing is drawn
            return Word((), 0)
        starts = [info.cluster for info in infos]
        glyphs = tuple(
            Glyph(info.codepoint, at.x_advance, at.x_offset, at.y_offset, _seen(text[start:end]))
            for info, at, start, end in zip(
                infos, positions, starts, [*starts[1:], len(text)], strict=True
            )
        )
        if any(glyph.number == 0 or glyph.y_offset for glyph in glyphs):
            raise ShapingError(whole)
        return Word(glyphs, sum(glyph.advance for glyph in glyphs))


def _seen(text: str) -> str:
    """Leave out of a glyph's text what is not drawn (joiners, marks of direction)."""
    if len(text) < 2:  # noqa: PLR2004  nearly always
        return text
    return "".join(char for char in text if unicodedata.category(char) != "Cf") or text
