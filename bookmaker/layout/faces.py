"""The faces that a book embeds: each once, with the glyphs that all its runs use.

Glyphs keep their numbers, so content that was written run by run stays true.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import uharfbuzz as hb

from bookmaker.print_run import Face

_PER_EM: Final = 1000
# What a page has no use for once its glyphs are chosen and placed.
_DROPPED: Final = ("BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp")
_KEPT: Final = (
    hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
    | hb.SubsetFlags.DESUBROUTINIZE
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
)
_widths_known: dict[bytes, dict[int, int]] = {}


def design_widths(program: bytes) -> Mapping[int, int]:
    """Return the advance of each glyph as the face has it, in thousandths of an em.

    Widths that an engine measures differ by a rounding with the size it happens to measure at.
    """
    digest = hashlib.sha256(program).digest()
    if digest not in _widths_known:
        font = hb.Font(hb.Face(program))
        count, em = font.face.glyph_count, font.face.upem
        _widths_known[digest] = {
            glyph: round(font.get_glyph_h_advance(glyph) * _PER_EM / em) for glyph in range(count)
        }
    return _widths_known[digest]


def embedded(uses: Iterable[Any], programs: Mapping[bytes, bytes]) -> tuple[Face, ...]:
    """Return the faces of a book; those that are cut from one file share their program.

    Args:
        uses: what each run used of each face (`weasy.FaceUse`), in reading order: the first to
            use a letter's glyph says which characters it stands for.
        programs: the files in reach, by the SHA-256 of each.
    """
    first: dict[str, Any] = {}
    characters: dict[str, dict[int, str]] = {}
    for use in uses:
        first.setdefault(use.key, use)
        known = characters.setdefault(use.key, {})
        for glyph, text in use.characters.items():
            known[glyph] = _plainer(known.get(glyph, text), text)
    shared: dict[bytes, set[int]] = {}
    for key, use in first.items():
        shared.setdefault(use.digest, set()).update(characters[key])
    cut = {digest: subset(programs[digest], glyphs) for digest, glyphs in shared.items()}
    return tuple(
        _face(first[key], characters[key], programs[first[key].digest], cut[first[key].digest])
        for key in sorted(first)
    )


def _plainer(before: str, text: str) -> str:
    """Return what a glyph is read as that stands for several marks: of spaces the common one."""
    return before if before.isalnum() or text.isalnum() else min(before, text)


def _face(use: Any, characters: Mapping[int, str], whole: bytes, program: bytes) -> Face:  # noqa: ANN401
    widths = design_widths(whole)
    return Face(
        key=use.key,
        name=use.name,
        family=use.family,
        program=program,
        widths={glyph: widths[glyph] for glyph in sorted(characters)},
        characters={glyph: characters[glyph] for glyph in sorted(characters)},
        ascent=use.ascent,
        descent=use.descent,
        flags=use.flags,
    )


def subset(program: bytes, glyphs: Iterable[int]) -> bytes:
    """Return a face with `glyphs` alone, under the numbers they have."""
    used = set(glyphs) | {0}
    chosen = _cut(hb.Face(program), used, _KEPT | hb.SubsetFlags.RETAIN_GIDS)
    # The empty places after the last glyph go in a second step, in which all before it stay.
    bare = _cut(chosen, set(range(max(used) + 1)), _KEPT | hb.SubsetFlags.NO_HINTING)
    return bytes(bare.blob.data)


def _cut(face: hb.Face, glyphs: set[int], flags: hb.SubsetFlags) -> hb.Face:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    wanted.flags = flags
    return wanted.subset(face)
