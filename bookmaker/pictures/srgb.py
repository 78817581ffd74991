"""Colour: one sRGB profile, the same bytes on every machine, and the way into it."""

import struct
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

# Primaries and white point of sRGB adapted to D50, in s15Fixed16 as the profile connection space
# wants them (IEC 61966-2-1; ICC.1:2001-04, section 6.3 and annex A).
_COLORANTS: Final = (
    (b"rXYZ", (0.43607, 0.22249, 0.01392)),
    (b"gXYZ", (0.38515, 0.71687, 0.09708)),
    (b"bXYZ", (0.14307, 0.06061, 0.71410)),
    (b"wtpt", (0.95045, 1.00000, 1.08905)),
)
_D50: Final = (0.9642, 1.0, 0.8249)
_STEPS: Final = 1024
_NAME: Final = b"sRGB"


@cache
def srgb_profile() -> bytes:
    """Return a version 2 ICC profile of sRGB that holds no date and no machine's name."""
    curve = struct.pack(">4sII", b"curv", 0, _STEPS) + struct.pack(
        f">{_STEPS}H", *(round(65535 * _linear(i / (_STEPS - 1))) for i in range(_STEPS))
    )
    name = struct.pack(">4sII", b"desc", 0, len(_NAME) + 1) + _NAME + bytes(1 + 4 + 4 + 2 + 1 + 67)
    parts = [
        (b"desc", name),
        (b"cprt", struct.pack(">4sI", b"text", 0) + b"No copyright\0"),
        *((tag, b"XYZ \0\0\0\0" + _fixed(value)) for tag, value in _COLORANTS),
    ]
    return _assemble(parts, curve)


def _linear(value: float) -> float:
    """Return the light of the sRGB value `value`, both from 0 to 1 (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  the norm's numbers


def _fixed(values: tuple[float, ...]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(v * 65536) for v in values))


def _assemble(parts: list[tuple[bytes, bytes]], curve: bytes) -> bytes:
    """Lay out header, table of tags and tags; the three curves share their bytes."""
    directory = b""
    body = b""
    start = 128 + 4 + 12 * (len(parts) + 3)
    for tag, value in parts:
        directory += struct.pack(">4sII", tag, start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    for tag in (b"rTRC", b"gTRC", b"bTRC"):
        directory += struct.pack(">4sII", tag, start + len(body), len(curve))
    body += curve + bytes(-len(curve) % 4)
    table = struct.pack(">I", len(parts) + 3) + directory
    return _header(128 + len(table) + len(body)) + table + body


def _header(size: int) -> bytes:
    """Return the 128 bytes of header: a display profile, RGB to XYZ, made at no time."""
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28)
    return (head + _fixed(_D50)).ljust(128, b"\0")


def is_srgb(profile: bytes) -> bool:
    """Tell whether an embedded profile is sRGB by its own word: no conversion is needed."""
    # Both spellings of the description: ASCII (version 2) and UTF-16 (version 4).
    return profile[16:20] == b"RGB " and (
        b"sRGB" in profile[:4096] or "sRGB".encode("utf-16-be") in profile[:4096]
    )


def to_srgb(image: "Image", profile: bytes) -> "Image | None":
    """Return `image` with its colours carried from `profile` into sRGB; None if it cannot be.

    CMYK becomes RGB, transparency is kept.
    """
    from PIL import ImageCms  # noqa: PLC0415  only pictures with a foreign profile need it

    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.ImageCmsProfile(BytesIO(srgb_profile())),
            renderingIntent=ImageCms.Intent.PERCEPTUAL,
            outputMode="RGB" if image.mode == "CMYK" else image.mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
