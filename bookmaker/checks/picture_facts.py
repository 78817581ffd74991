"""What a picture or face is, told from its first bytes: nothing is decoded, nothing trusted."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_FACES: Final = {
    b"\x00\x01\x00\x00": "ttf",
    b"true": "ttf",
    b"ttcf": "ttc",
    b"OTTO": "otf",
    b"wOFF": "woff",
    b"wOF2": "woff2",
}
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALPHA: Final = frozenset({4, 6})
_CMYK: Final = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """A picture: its true media type ("" where it is none that is known), its size in pixels."""

    media_type: str = ""
    width: int = 0
    height: int = 0
    cmyk: bool = False
    transparent: bool = False


def facts(data: bytes) -> Facts:
    """Return what the bytes of a picture say of it."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) > 10:  # noqa: PLR2004  its head
        return Facts("image/gif", *struct.unpack_from("<HH", data, 6))
    return Facts(_other_kind(data))


def _other_kind(data: bytes) -> str:
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in {b"ftypavif", b"ftypavis"}:
        return "image/avif"
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "image/svg+xml" if head.startswith(b"<") and b"<svg" in data[:4000] else ""


def face_kind(data: bytes) -> str:
    """Return "ttf", "otf", "woff", "woff2" or "ttc", or "" for what is no face."""
    return _FACES.get(data[:4], "")


def _png(data: bytes) -> Facts:
    if data[12:16] != b"IHDR" or len(data) < 26:  # noqa: PLR2004  signature and first chunk
        return Facts("image/png")
    width, height = struct.unpack_from(">II", data, 16)
    clear = data[25] in _ALPHA or b"tRNS" in data[: data.find(b"IDAT")]
    return Facts("image/png", width, height, transparent=clear)


def _jpeg(data: bytes) -> Facts:
    for marker, at in _segments(data):
        if marker in _FRAMES and at + 8 <= len(data):
            height, width, components = struct.unpack_from(">HHB", data, at + 3)
            return Facts("image/jpeg", width, height, cmyk=components == _CMYK)
    return Facts("image/jpeg")


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield marker and place of each segment of a JPEG up to its first scan."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004  every marker begins so
        marker = data[at + 1]
        if marker == 0xDA:  # noqa: PLR2004  the scan
            return
        yield marker, at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
