"""A leaf: a stretch of text of one face, or a box that is set whole."""

from dataclasses import dataclass
from typing import Final

from bookmaker.layout.linebreaking import hanging
from bookmaker.layout.linebreaking.shaping import Face

BOX: Final = "\ufffc"  # stands in the text for a box that is set whole
NO_BREAK_SPACE: Final = "\u00a0"
Limits = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of text of one face.

    Attributes:
        text: of the leaf, or `BOX`.
        face: that shapes it; None for a box.
        size: of the type.
        language: of its words, for hyphens and breaks.
        limits: least letters of a word that is divided, before the hyphen, after it; None where
            only soft hyphens divide.
        soft: whether soft hyphens divide.
        hyphen: what is set where a word is divided.
        word_space: added to each space.
        letter_space: added to each letter.
        width: of a box.
    """

    text: str
    face: Face | None
    size: float
    language: str = ""
    limits: Limits | None = None
    soft: bool = True
    hyphen: str = "-"
    word_space: float = 0.0
    letter_space: float = 0.0
    width: float = 0.0

    def advance(self, text: str) -> float:
        """Return the width of `text`, which holds no spaces."""
        if self.face is None:
            return self.width
        width = self.face.word(text).width * self.size / self.face.units
        if self.letter_space:
            width += self.letter_space * len(self.face.word(text).glyphs)
        return width

    def gap(self, before: str, after: str) -> float:
        """Return the width of the space between two letters."""
        if self.face is None:
            return 0.0
        width = self.face.gap(before, after) * self.size / self.face.units
        return width + self.word_space + self.letter_space

    @property
    def space(self) -> float:
        """The face's own space, of which spaces give their share."""
        return self.face.space.width * self.size / self.face.units if self.face else 0.0

    def hung(self, table: dict[str, float], char: str) -> float:
        """Return how far `char` hangs out of the text's edge, by a table of shares."""
        share = table.get(char)
        if share is None or self.face is None:
            return 0.0
        return min(share * self.advance(char), hanging.MOST * self.size)
