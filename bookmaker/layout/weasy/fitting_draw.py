"""Drawing a fitted line: glyphs that are known already go straight into the page's stream."""

from typing import Final

from bookmaker.layout.linebreaking.leaf import NO_BREAK_SPACE
from bookmaker.layout.linebreaking.shaping import Glyph, Word
from bookmaker.layout.weasy.fitting_faces import Engine, SetFace

_THOUSAND: Final = 1000


class SetText:
    """What stands in a fitted text box in place of the engine's layout of its text.

    Attributes:
        face: in which it is set.
        size: of the type in CSS pixels.
        spaces: added to each space, in CSS pixels.
        scale: of glyphs and all, in width.
        letter_space: after each letter, in CSS pixels.
        text: what is drawn: the text box's own, with the hyphen if it ends in one.
    """

    __slots__ = ("face", "letter_space", "scale", "size", "spaces", "text")
    first_line_direction = 0
    max_width = None

    def __init__(self, face: SetFace, size: float, letter_space: float) -> None:
        self.face, self.size, self.letter_space = face, size, letter_space
        self.spaces, self.scale, self.text = 0.0, 1.0, ""

    def reactivate(self, style: Engine) -> None:
        """Do nothing: all is known."""

    def deactivate(self) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> Engine:
        """Measures of decorations are the layout's that the face was found with."""
        return getattr(self.face.layout, name)

    def draw(self, stream: Engine, x: float, y: float) -> None:
        """Draw the text with its baseline from `x`, `y`."""
        font, size = self.face.in_pdf(stream)
        stream.set_text_matrix(self.scale, 0, 0, -1, x, y)
        stream.set_font_size(font.hash, size)
        stream.show_text(self._glyphs(font))

    def _glyphs(self, font: Engine) -> str:
        """Return the operand of TJ (ISO 32000-2, 9.4.3), less its brackets."""
        words = _words_of(font, self.face, round(self.letter_space / self.size * _THOUSAND))
        face = self.face.face
        share = _THOUSAND / face.units
        extra = (self.spaces + self.letter_space) / self.size * _THOUSAND
        scale = self.scale
        space, space_width = words.space
        out: list[str] = []
        parts = self.text.replace(NO_BREAK_SPACE, " ").split(" ")
        last = len(parts) - 1
        for place, part in enumerate(parts):
            if part:
                out.append(words.of(part))
            if place < last:
                after = parts[place + 1]
                gap = face.gap(part[-1:], after[:1]) * share + extra
                adjust = space_width - gap / scale
                out.append(f"{space}>{adjust:.4g}<" if abs(adjust) >= 0.01 else space)  # noqa: PLR2004  a rounding
        return f"<{''.join(out)}>".replace("<>", "")


class _Drawn:
    """Words of one face as one PDF draws them."""

    def __init__(self, font: Engine, face: SetFace, letter_space: int) -> None:
        self.font, self.face, self.letter_space = font, face.face, letter_space
        self.share = _THOUSAND / face.face.units
        self.known: dict[str, str] = {}
        glyph = face.face.space.glyphs[0]
        self._note(glyph)
        self.space = f"{glyph.number:04x}", font.widths[glyph.number]

    def of(self, text: str) -> str:
        known = self.known.get(text)
        if known is None:
            known = self.known[text] = self._draw(self.face.word(text))
        return known

    def _draw(self, word: Word) -> str:
        out: list[str] = []
        for glyph in word.glyphs:
            self._note(glyph)
            offset = glyph.x_offset * self.share
            if offset:
                out.append(f">{-offset:g}<")
            out.append(f"{glyph.number:04x}")
            advance = glyph.advance * self.share + self.letter_space
            rest = self.font.widths[glyph.number] + offset - advance
            if rest:
                out.append(f">{rest:g}<")
        return "".join(out)

    def _note(self, glyph: Glyph) -> None:
        """Let the PDF know the glyph's text and width."""
        font = self.font
        if glyph.number not in font.to_unicode:
            font.to_unicode[glyph.number] = glyph.text
        if glyph.number not in font.widths:
            font.widths[glyph.number] = round(self.face.nominal(glyph.number) * self.share)


def _words_of(font: Engine, face: SetFace, letter_space: int) -> _Drawn:
    drawn = font.__dict__.setdefault("fitted_words", {})
    key = (face.face, letter_space)
    if key not in drawn:
        drawn[key] = _Drawn(font, face, letter_space)
    return drawn[key]  # type: ignore[no-any-return]
