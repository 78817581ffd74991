"""Stage 3, too: `Metadata` in, a front cover out.

words ──► fitted lines ──► a design's sheet ──► JPEG, sRGB, 1600 x 2560
or the author's own picture ──► checked, sRGB ──► JPEG, its own size
"""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bookmaker.covers.designs import DESIGNS
from bookmaker.covers.own import own_cover
from bookmaker.covers.sheet import Sheet
from bookmaker.covers.wording import Wording
from bookmaker.diagnostics import Diagnostic, report
from bookmaker.errors import InputError
from bookmaker.metadata import Metadata
from bookmaker.pictures.raster import decode_image
from bookmaker.pictures.srgb import srgb_profile
from bookmaker.project import CoverSettings

if TYPE_CHECKING:
    from PIL.Image import Image

_QUALITY: Final = 90
_SHARP_WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Cover:
    """A front cover: a JPEG in sRGB, and what was noticed."""

    jpeg: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


def design_cover(metadata: Metadata, settings: CoverSettings, picture: bytes | None) -> Cover:
    """Make the front cover.

    Args:
        metadata: the book's; the title makes the cover, what is absent is not missed.
        settings: the design, and whether the picture is the whole cover (`full`).
        picture: the bytes of `settings.image`, if it names one.

    Returns:
        A JPEG of 1600 x 2560 pixels; with `full` the author's own picture in its own size.

    Raises:
        InputError: BM-SET-005 no such design; BM-COVER-001 a character no face shows; 003 `full`
            without a picture; BM-PICT-002 to 004 the picture cannot be used.
    """
    if settings.full:
        if picture is None:
            raise InputError.because("BM-COVER-003")
        return Cover(*own_cover(picture, settings.image))
    words = Wording(metadata)
    image, findings = _picture(picture, settings.image)
    sheet = compose(words, settings.design, image)
    return Cover(_encode(sheet), (*findings, *words.diagnostics))


def compose(words: Wording, design: str, picture: "Image | None") -> Sheet:
    """Return the finished sheet of a design, with what stands where.

    Raises:
        InputError: BM-SET-005 no such design; BM-COVER-001 a character no face shows.
    """
    if design not in DESIGNS:
        choices = ", ".join((*DESIGNS, "none"))
        raise InputError.because(
            "BM-SET-005", None, name="[cover] design", value=design, choices=choices
        )
    return DESIGNS[design](words, picture)


def _picture(content: bytes | None, path: str) -> tuple["Image | None", tuple[Diagnostic, ...]]:
    """Open the design's picture; a small one is noted."""
    if content is None:
        return None, ()
    image, size, findings = decode_image(content, path, None)
    if size[0] < _SHARP_WIDTH:
        soft = report("BM-COVER-008", None, width=size[0], height=size[1])
        findings = (*findings, soft)
    return image, findings


def _encode(sheet: Sheet) -> bytes:
    """Return a baseline JPEG with our own profile: the same bytes every time."""
    stream = BytesIO()
    # Colour at full resolution: coloured letters on a coloured ground keep their edges.
    sheet.image.save(
        stream, "JPEG", quality=_QUALITY, subsampling="4:4:4", icc_profile=srgb_profile()
    )
    return stream.getvalue()
