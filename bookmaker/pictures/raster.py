"""Pixels: what a book may hold is PNG and JPEG in sRGB, upright, without private notes.

A picture that is so already keeps its pixels as they were compressed: only its notes (place,
camera, comments) and whatever hides behind its end are cut away.
"""

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile, ImageOps

from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.errors import InputError
from bookmaker.pictures.srgb import is_srgb, to_srgb

PIXEL_LIMIT: Final = 40_000_000
"""The most pixels of a picture; looked at before anything is decoded."""

SIDE_LIMIT: Final = 3300
"""The most pixels of a side in a book: 11 inches at 300 an inch, the height of the largest page."""

_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_SCAN_LIMIT: Final = 100  # a progressive JPEG has about ten; thousands make a decoder toil
_COVER_HEIGHT: Final = 2560
_QUALITY: Final = 92
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = 1

# What makes decoders fail on broken bytes; Pillow lets all of these out.
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    RuntimeError,
    struct.error,
    zlib.error,
)

_PNG_CHUNKS: Final = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs")
)
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_HEADS: Final = (_PNG_HEAD, b"\xff\xd8\xff", b"GIF8", b"RIFF")
_OTHER_KINDS: Final = (
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF"),
    (re.compile(rb"BM"), "BMP"),
    (re.compile(rb"....ftypavi", re.DOTALL), "AVIF"),
    (re.compile(rb"....ftyp(?:hei|hev|mif1)", re.DOTALL), "HEIC"),
    (re.compile(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"), "JPEG 2000"),
    (re.compile(rb"8BPS"), "Photoshop's"),
    (re.compile(rb"%!PS|\xc5\xd0\xd3\xc6"), "PostScript"),
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"\0\0[\1\2]\0"), "an icon"),
    (re.compile(rb"\x1f\x8b"), "a compressed file"),
)
_PNG_TEXTS: Final = frozenset((b"tEXt", b"zTXt", b"iTXt"))
_PROFILE_LIMIT: Final = 1_000_000  # bytes; Pillow takes no longer ones
_JPEG_NOTES: Final = frozenset((*range(0xE1, 0xEE), 0xEF, 0xFE))  # all APPn but JFIF and Adobe
_JPEG_SCAN: Final = 0xDA
_JPEG_END: Final = 0xD9
_JPEG_MARK: Final = re.compile(rb"\xff+([\xc0-\xfe])")
_JPEG_AFTER_SCAN: Final = re.compile(rb"\xff+[\xc0-\xcf\xd8-\xfe]")  # no stuffing, no restart


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture of pixels, checked and cleaned: PNG or JPEG bytes."""

    media_type: str
    content: bytes
    width: int
    height: int


def open_image(content: bytes, path: str, span: Span | None) -> Image.Image:
    """Open a picture and look at its size; its pixels are not decoded yet.

    Raises:
        InputError: BM-PICT-002 no picture; 003 too many pixels; 004 built to exhaust a decoder.
    """
    try:
        image = _open(_png_without_texts(content))
    except Image.DecompressionBombError:
        raise InputError.because(
            "BM-PICT-002", span, path=path, reason="it says it has billions of pixels"
        ) from None
    except _BROKEN:
        code, reason = _unread(content)
        raise InputError.because(code, span, path=path, reason=reason) from None
    if image.width * image.height > PIXEL_LIMIT:
        limit = PIXEL_LIMIT // 1_000_000
        raise InputError.because(
            "BM-PICT-003", span, path=path, width=image.width, height=image.height, limit=limit
        )
    if _kind(image) == "JPEG" and content.count(b"\xff\xda") > _SCAN_LIMIT:
        raise InputError.because("BM-PICT-004", span, path=path, reason="it has too many scans")
    return image


def _open(content: bytes) -> Image.Image:
    # WeasyPrint tells Pillow, for the whole process, to take pictures that are cut short.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        # Pillow warns of sizes above its own limit, which is higher than ours.
        warnings.simplefilter("ignore")
        return Image.open(BytesIO(content), formats=_FORMATS)


def clean_raster(
    content: bytes, path: str, span: Span | None
) -> tuple[Raster, tuple[Diagnostic, ...]]:
    """Return the picture as a book may hold it, and what was noticed.

    Raises:
        InputError: as `open_image`; BM-PICT-004 the picture is cut short or damaged.
    """
    image = open_image(content, path, span)
    try:
        if _is_fit(image):
            return _kept(image, content), _unused_profile(image, content, path, span)
        size = image.size
        image.draft(image.mode, (SIDE_LIMIT, SIDE_LIMIT))  # never below what is asked for
        upright, findings = decode(image, path, span)
        bounded = _bounded(upright)
    except _BROKEN as error:
        raise InputError.because("BM-PICT-004", span, path=path, reason=_why(error)) from None
    if max(size) > SIDE_LIMIT:
        found = report("BM-PICT-009", span, path=path, given=_by(size), set=_by(bounded.size))
        findings = (*findings, found)
    return _encode(bounded, lossy=_is_lossy(image, content)), findings


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]} x {size[1]}"


def _bounded(image: Image.Image) -> Image.Image:
    """Return the picture no larger than paper can show it."""
    scale = SIDE_LIMIT / max(image.size)
    if scale >= 1:
        return image
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def decode_image(
    content: bytes, path: str, span: Span | None
) -> tuple[Image.Image, tuple[int, int], tuple[Diagnostic, ...]]:
    """Return pixels for drawing with, the picture's full size, and what was noticed.

    The pixels are those of `decode`; a large photograph comes at a part of its size, though never
    smaller than a cover (2560 pixels on its shorter side).

    Raises:
        InputError: as `clean_raster`.
    """
    image = open_image(content, path, span)
    size = image.size
    image.draft(image.mode, (_COVER_HEIGHT, _COVER_HEIGHT))
    try:
        upright, findings = decode(image, path, span)
    except _BROKEN as error:
        raise InputError.because("BM-PICT-004", span, path=path, reason=_why(error)) from None
    return upright, size, findings


def decode(
    image: Image.Image, path: str, span: Span | None
) -> tuple[Image.Image, tuple[Diagnostic, ...]]:
    """Return the pixels upright, in sRGB: mode L, LA, RGB or RGBA; of the first frame.

    Raises whatever the decoder raises on damaged bytes.
    """
    findings = []
    if _is_animated(image):
        findings.append(report("BM-PICT-008", span, path=path))
        image.seek(0)
    image.load()
    profile = image.info.get("icc_profile")
    turned = image if _orientation(image) == _UPRIGHT else ImageOps.exif_transpose(image)
    plain = _plain(turned)
    if profile and plain.mode in {"RGB", "RGBA", "CMYK"} and not is_srgb(profile):
        converted = to_srgb(plain, profile)
        if converted is None:
            findings.append(report("BM-PICT-006", span, path=path))
        plain = converted or plain
    return (plain.convert("RGB") if plain.mode == "CMYK" else plain), tuple(findings)


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels in one of the five modes that follow: L, LA, RGB, RGBA, CMYK."""
    if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return image.convert("RGBA") if "transparency" in image.info else image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; damaged notes say nothing."""
    # Where a PNG has no notes at its head, Pillow looks for them behind its pixels: it decodes
    # them, and what fails there would be taken for a fault of the notes.
    if image.format == "PNG" and "exif" not in image.info:
        return _UPRIGHT
    try:
        return int(image.getexif().get(_ORIENTATION, _UPRIGHT))
    except _BROKEN:
        return _UPRIGHT


def _is_fit(image: Image.Image) -> bool:
    """Tell whether the compressed pixels can stay as they are."""
    profile = image.info.get("icc_profile")
    return (
        _kind(image) in {"PNG", "JPEG"}
        and max(image.size) <= SIDE_LIMIT
        and image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"}
        and (not profile or is_srgb(profile) or image.mode == "L")
        and _orientation(image) == _UPRIGHT
        and not _is_animated(image)
    )


def _unused_profile(
    image: Image.Image, content: bytes, path: str, span: Span | None
) -> tuple[Diagnostic, ...]:
    """Tell of a PNG's colour profile that was too large to be looked at."""
    if image.format != "PNG" or image.info.get("icc_profile"):
        return ()
    has_one = any(kind == b"iCCP" for kind, _ in _png_chunks(content))
    return (report("BM-PICT-006", span, path=path),) if has_one else ()


def _is_lossy(image: Image.Image, content: bytes) -> bool:
    """Tell photographs from drawings: what was compressed with loss may be so again."""
    return _kind(image) == "JPEG" or (image.format == "WEBP" and b"VP8 " in content[:64])


def _kept(image: Image.Image, content: bytes) -> Raster:
    """Return the picture with its pixels as they were compressed."""
    is_png = _kind(image) == "PNG"
    kept = _png_without_notes(content) if is_png else _jpeg_without_notes(content)
    # A decoder must get through what is kept, not through what was given: two readers of damaged
    # bytes may part ways. At an eighth of the size that is quick.
    proof = _open(kept)
    if proof.size != image.size:
        raise ValueError("it says two sizes")
    proof.draft(proof.mode, (max(1, image.width // 8), max(1, image.height // 8)))
    proof.load()
    return Raster("image/png" if is_png else "image/jpeg", kept, *image.size)


def _kind(image: Image.Image) -> str:
    """Return the format; a telephone's several pictures in one JPEG count as the first of them."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def _is_animated(image: Image.Image) -> bool:
    return _kind(image) != "JPEG" and bool(getattr(image, "is_animated", False))


def _encode(image: Image.Image, *, lossy: bool) -> Raster:
    """Compress: JPEG for photographs without transparency, PNG for the rest."""
    fresh = Image.new(image.mode, image.size)  # nothing of the old notes comes along
    fresh.paste(image)
    stream = BytesIO()
    if lossy and image.mode in {"L", "RGB"}:
        fresh.save(stream, "JPEG", quality=_QUALITY, optimize=True)
        return Raster("image/jpeg", stream.getvalue(), *image.size)
    fresh.save(stream, "PNG", optimize=False, compress_level=6)
    return Raster("image/png", stream.getvalue(), *image.size)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each chunk of a PNG, and the whole of it; stop at the end of either."""
    place = 8
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        yield content[place + 4 : place + 8], content[place : place + 12 + length]
        place += 12 + length


def _png_without_notes(content: bytes) -> bytes:
    """Keep the chunks that make the picture; drop text, times, EXIF and what follows the end."""
    kept = [content[:8]]
    for kind, chunk in _png_chunks(content):
        if kind in _PNG_CHUNKS:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
    raise ValueError("truncated")


def _png_without_texts(content: bytes) -> bytes:
    """Drop from a PNG what Pillow would unpack before anybody asked for the picture.

    A few bytes of text or of a colour profile may stand for gigabytes. Anything else than a PNG
    comes back as it is.
    """
    if not content.startswith(_PNG_HEAD):
        return content
    kept = [
        chunk
        for kind, chunk in _png_chunks(content)
        if kind not in _PNG_TEXTS and not (kind == b"iCCP" and _is_large(chunk))
    ]
    return content[:8] + b"".join(kept)


def _is_large(profile: bytes) -> bool:
    """Whether a profile's chunk unpacks to more than a profile has; damaged ones count as such."""
    _, _, packed = profile[8:-4].partition(b"\0")
    try:
        unpacker = zlib.decompressobj()
        unpacker.decompress(packed[1:], _PROFILE_LIMIT)
    except zlib.error:
        return True
    return not unpacker.eof


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of each segment of a JPEG; a scan's data belong to its segment.

    See ITU T.81, annex B.
    """
    place = 2
    while mark := _JPEG_MARK.match(content, place):
        marker, start = mark[1][0], mark.end() - 2
        if marker == _JPEG_END:
            yield marker, start, mark.end()
            return
        end = mark.end() + int.from_bytes(content[mark.end() : mark.end() + 2], "big")
        following = _JPEG_AFTER_SCAN.search(content, end) if marker == _JPEG_SCAN else None
        place = following.start() if following else end
        yield marker, start, place


def _jpeg_without_notes(content: bytes) -> bytes:
    """Keep the segments that make the picture; drop EXIF, comments and what follows the end."""
    kept = [
        content[start:end] for mark, start, end in _segments(content) if mark not in _JPEG_NOTES
    ]
    return content[:2] + b"".join(kept)


def _unread(content: bytes) -> tuple[str, str]:
    """Say why bytes do not open as a picture: the code of the finding, and the reason."""
    if not content:
        return "BM-PICT-002", "it is empty"
    if content.startswith(_HEADS):
        return "BM-PICT-004", "its head is damaged"
    if b"<svg" in content[:1000]:
        return "BM-PICT-002", "it is a drawing (SVG), and pixels are needed here"
    kind = next((name for head, name in _OTHER_KINDS if head.match(content)), "")
    return "BM-PICT-002", f"it is {kind}" if kind else "its bytes are of no kind that is read"


def _why(error: Exception) -> str:
    """Say in plain words why a decoder gave up."""
    text = str(error)
    return "it is cut short" if "truncated" in text or "EOF" in text else "it cannot be decoded"
