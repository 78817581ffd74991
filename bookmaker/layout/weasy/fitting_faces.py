"""The engine's faces: which font a style is set in, and how high its lines are."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from bookmaker.layout.linebreaking.shaping import Face

Engine = Any  # the engine's objects, which have no types
_LIGATURES: Final = ("liga", "clig", "dlig")
_STYLES: Final = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
)  # fmt: skip


@lru_cache(maxsize=64)
def _face(font: bytes, index: int, features: tuple[tuple[str, int], ...], language: str) -> Face:
    """Shape with the same font only once in a process: its words stay known."""
    return Face(font, index, dict(features), language)


class SetFace:
    """A face at a size as the engine sets it.

    Attributes:
        face: shapes its words.
        font: the engine's own font.
        height, baseline: of a line of text in it, in CSS pixels.
        ascent, underline_position, ...: of decorations, as the engine's layouts have them.
    """

    def __init__(self, style: Engine, features: Mapping[str, int]) -> None:
        from weasyprint.text import ffi as bindings  # noqa: PLC0415
        from weasyprint.text.fonts import (  # noqa: PLC0415
            get_hb_object_data,
            get_pango_font_hb_face,
        )
        from weasyprint.text.line_break import Layout, line_size  # noqa: PLC0415

        self.layout = Layout(style)  # kept: the font lives as long as it does
        self.layout.set_text("x")
        line, _ = self.layout.get_first_line()
        self.font = line.runs[0].data.item.analysis.font
        _, self.height = line_size(line, style)
        pango = bindings.pango
        baseline = pango.pango_layout_get_baseline(self.layout.layout)
        self.baseline = baseline * bindings.FROM_UNITS
        hb_face = get_pango_font_hb_face(self.font)
        index = int(bindings.harfbuzz.hb_face_get_index(hb_face))
        data = get_hb_object_data(hb_face)
        self.face = _face(data, index, tuple(sorted(features.items())), style["lang"] or "")
        self._fonts: Engine = None
        self._in_pdf: Engine = None

    def in_pdf(self, stream: Engine) -> Engine:
        """Return the font and size under which the PDF of `stream` knows this face."""
        if self._fonts is not stream._fonts:  # noqa: SLF001  one dictionary for a document
            self._fonts = stream._fonts  # noqa: SLF001
            self._in_pdf = stream.add_font(self.font)
        return self._in_pdf


class SetFaces:
    """The faces of one document, by style."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], SetFace] = {}

    def of(self, style: Engine) -> SetFace:
        """Return the face that `style` is set in."""
        key = tuple(map(style.__getitem__, _STYLES))
        spaced = style["letter_spacing"] not in ("normal", 0)
        known = self._known.get((*key, spaced))
        if known is None:
            known = self._known[(*key, spaced)] = SetFace(style, _features(style, spaced=spaced))
        return known


def _features(style: Engine, *, spaced: bool) -> dict[str, int]:
    from weasyprint.text.fonts import font_features  # noqa: PLC0415

    asked = font_features(
        style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
        style["font_variant_caps"], style["font_variant_numeric"],
        style["font_variant_alternates"], style["font_variant_east_asian"],
        style["font_feature_settings"],
    )  # fmt: skip
    if spaced:  # as Pango does: letters set apart are not joined
        asked = {**asked, **dict.fromkeys(_LIGATURES, 0)}
    return {tag: int(value) for tag, value in asked.items()}
