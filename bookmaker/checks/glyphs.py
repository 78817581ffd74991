"""What a PDF's text operators show: glyph 0, the empty box a face draws for what it lacks."""

import re
from collections.abc import Iterator
from typing import Final

import pikepdf

_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_ZERO: Final = re.compile(rb"<(?:[0-9A-Fa-f]{4})*?(?:0000[0-9A-Fa-f]*|00?0?>)")
_LOOSE: Final = re.compile(rb"<[0-9A-Fa-f]+\s")  # white space within: parsing tells
_SHOWS: Final = re.compile(rb"(?:^|[\s\])>])(?:Tj|TJ|'|\"|Do|BI|sh)(?=[\s\[(<]|$)")
_SECTION: Final = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_DEPTH: Final = 8  # forms within forms

UNKNOWN: Final = "□"


def streams(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """Yield the page itself and every form it draws: what has a content stream and resources."""
    yield page.obj
    yield from _forms(page.obj.get("/Resources"), set(), _DEPTH)


def _forms(
    resources: pikepdf.Object | None, seen: set[object], depth: int
) -> Iterator[pikepdf.Object]:
    if resources is None or depth == 0:
        return
    for form in dict(resources.get("/XObject", {})).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in seen:
            seen.add(form.objgen)
            yield form
            yield from _forms(form.get("/Resources"), seen, depth - 1)


def content(holder: pikepdf.Object) -> bytes:
    """Return the unpacked operators of a page or form; empty where there are none."""
    if isinstance(holder, pikepdf.Stream):
        return holder.read_bytes()
    contents = holder.get("/Contents")
    if contents is None:
        return b""
    if isinstance(contents, pikepdf.Array):
        return b"\n".join(one.read_bytes() for one in list(contents))
    return contents.read_bytes()


def shows_anything(operators: bytes) -> bool:
    """Whether operators set text or a picture: a page where none do is blank."""
    return bool(_SHOWS.search(operators))


def may_show_glyph_zero(operators: bytes) -> bool:
    """Whether a string of two-byte codes may hold the code 0: fast, and it misses none."""
    if b"\0\0" in operators or b"\\000\\000" in operators:
        return True
    return bool(_ZERO.search(operators) or _LOOSE.search(operators))


def glyph_zero_texts(holder: pikepdf.Object) -> Iterator[str]:
    """Yield the words around each glyph 0 that a page or form shows, `UNKNOWN` in its place."""
    fonts = dict((holder.get("/Resources") or pikepdf.Dictionary()).get("/Font", {}))
    font: pikepdf.Object | None = None
    maps: dict[object, dict[int, str]] = {}
    for instruction in pikepdf.parse_content_stream(holder, "Tf Tj TJ ' \""):
        operands = list(instruction.operands)
        if str(instruction.operator) == "Tf":
            font = fonts.get(str(operands[0]))
        elif font is not None and font.get("/Subtype") == "/Type0" and operands:
            codes = _codes(operands[-1])
            if 0 in codes:
                known = maps.setdefault(font.objgen, to_unicode(font))
                yield "".join(known.get(code, "") if code else UNKNOWN for code in codes)


def _codes(shown: object) -> list[int]:
    parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
    text = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return [int.from_bytes(text[i : i + 2], "big") for i in range(0, len(text), 2)]


def to_unicode(font: pikepdf.Object) -> dict[int, str]:
    """Return what each code of a font means, as its ToUnicode map says."""
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    found: dict[int, str] = {}
    for kind, section in _SECTION.findall(stream.read_bytes()):
        values = [b"".join(one.split()) for one in _HEX.findall(section)]
        if kind == b"char":
            pairs = zip(values[::2], values[1::2], strict=False)
            found.update((int(code, 16), _decoded(meaning)) for code, meaning in pairs)
        else:
            for low, high, meaning in zip(values[::3], values[1::3], values[2::3], strict=False):
                found.update(_range(int(low, 16), int(high, 16), _decoded(meaning)))
    return found


def _range(low: int, high: int, first: str) -> Iterator[tuple[int, str]]:
    for code in range(low, min(high, low + 0xFFFF) + 1):
        last = ord(first[-1]) + code - low if first else 0
        if first and last <= 0x10FFFF:  # noqa: PLR2004  Unicode ends there
            yield code, first[:-1] + chr(last)


def _decoded(digits: bytes) -> str:
    whole = digits + b"0" * (len(digits) % 2)
    return bytes.fromhex(whole.decode("ascii")).decode("utf-16-be", "replace")
