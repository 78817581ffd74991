"""The author's own cover: checked for size and shape, brought into sRGB, never distorted.

What stores ask is Amazon's rule, the strictest: 1600 x 2560 pixels are ideal, 625 x 1000 the
least (KDP help, "eBook cover").
"""

from io import BytesIO
from typing import Final

from PIL import Image

from bookmaker.diagnostics import Diagnostic, report
from bookmaker.pictures.raster import clean_raster, decode_image
from bookmaker.pictures.srgb import srgb_profile

_LEAST: Final = (625, 1000)
_GOOD_HEIGHT: Final = 2500
_RATIO: Final = 1.6
_RATIO_SLACK: Final = 0.1
_QUALITY: Final = 92
_JFIF: Final = b"\xff\xe0"


def own_cover(content: bytes, path: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the picture as a JPEG in sRGB, and what stores would say of it.

    A JPEG that is fit already keeps its pixels as they were compressed.

    Raises:
        InputError: BM-PICT-002 to 004 the picture cannot be used.
    """
    raster, noticed = clean_raster(content, path, None)
    jpeg, size = raster.content, (raster.width, raster.height)
    if raster.media_type != "image/jpeg" or _is_grey(jpeg):
        jpeg = _as_jpeg(jpeg, path)
    return _with_profile(jpeg), (*noticed, *_judge(*size))


def _is_grey(jpeg: bytes) -> bool:
    return Image.open(BytesIO(jpeg), formats=("JPEG",)).mode != "RGB"


def _as_jpeg(content: bytes, path: str) -> bytes:
    """Flatten on white and compress."""
    image, _, _ = decode_image(content, path, None)
    flat = image.convert("RGBA") if "A" in image.mode else image.convert("RGB")
    if flat.mode == "RGBA":
        flat = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat).convert("RGB")
    stream = BytesIO()
    flat.save(stream, "JPEG", quality=_QUALITY, subsampling="4:4:4")
    return stream.getvalue()


def _with_profile(jpeg: bytes) -> bytes:
    """Put the sRGB profile into a JPEG without touching its pixels (ICC.1, annex B.4)."""
    after_head = 2
    if jpeg[2:4] == _JFIF:
        after_head = 4 + int.from_bytes(jpeg[4:6], "big")
    body = b"ICC_PROFILE\0\x01\x01" + srgb_profile()
    segment = b"\xff\xe2" + (len(body) + 2).to_bytes(2, "big") + body
    return jpeg[:after_head] + segment + jpeg[after_head:]


def _judge(width: int, height: int) -> list[Diagnostic]:
    """Say what a store would say of the size and the shape."""
    findings = []
    if width < _LEAST[0] or height < _LEAST[1]:
        findings.append(report("BM-COVER-004", None, width=width, height=height))
    elif height < _GOOD_HEIGHT:
        findings.append(report("BM-COVER-005", None, width=width, height=height))
    if abs(height / width - _RATIO) > _RATIO_SLACK:
        findings.append(report("BM-COVER-006", None, ratio=f"{height / width:.2f}"))
    return findings
