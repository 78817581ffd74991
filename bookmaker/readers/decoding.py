"""Bytes of a manuscript to text: strict, and exact about what is wrong and where."""

import re
from typing import Final

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError

# Longer marks first: that of UTF-32 begins as that of UTF-16 does.
_MARKS: Final = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# How files begin that are often taken for texts, and what they are.
_NO_TEXT: Final = (
    (b"PK\x03\x04", "an archive, such as a Word document, an OpenDocument text or an EPUB"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word"),
    (b"\x1f\x8b", "a compressed file"),
)
_HEAD: Final = 2000  # bytes by which a file's kind is told

# What XML 1.0 cannot hold (section 2.2, production 2), but for form feed and vertical tab, which
# old typewriters' files use as white space and which readers treat as such. A BOM inside a text is
# U+FEFF, a character of its own that XML allows. C1 controls are allowed but discouraged; they
# come from wrongly converted files and are left to typography.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_VISIBLE: Final = re.compile(r"[^\s\ufeff\u200b-\u200f\u2060]")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def decode(data: bytes, path: str) -> str:
    """Return the text of a manuscript; line ends stay as typed, a byte order mark does not.

    UTF-8 (with or without BOM), and UTF-16 and UTF-32 with BOM are understood.

    Args:
        data: the file's bytes.
        path: its name for messages.

    Raises:
        InputError: a byte that is not UTF-8 (BM-INPUT-003) or a character that no book can hold
            (BM-INPUT-004), with line and column; nothing but white space (BM-INPUT-002); no text
            at all (BM-INPUT-013), or UTF-16 without a mark (BM-INPUT-014).
    """
    _refuse_other_kinds(data, path)
    text = _text(data, path)
    bad = _ILLEGAL.search(text)
    if bad:
        span = _place(text, bad.start(), path)
        raise InputError.because("BM-INPUT-004", span, codepoint=ord(bad.group()))
    if not _VISIBLE.search(text):
        raise InputError.because("BM-INPUT-002", Span(path), path=path)
    return text


def _refuse_other_kinds(data: bytes, path: str) -> None:
    for head, kind in _NO_TEXT:
        if data.startswith(head):
            raise InputError.because("BM-INPUT-013", Span(path), path=path, kind=kind)
    head = data[:_HEAD]
    if not any(data.startswith(mark) for mark, _ in _MARKS):
        # In UTF-16 most Western letters have a zero byte beside them; in a text there is none.
        parts = head[::2].count(0), head[1::2].count(0)
        if 4 * max(parts) > len(head) > 1 and min(parts) * 8 < max(parts):
            raise InputError.because("BM-INPUT-014", Span(path), path=path)


def _text(data: bytes, path: str) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace").removeprefix("\ufeff")
        span = _place(before, len(before), path)
        byte = data[min(error.start, len(data) - 1)]
        raise InputError.because("BM-INPUT-003", span, byte=byte) from error


def _place(text: str, offset: int, path: str) -> Span:
    """Return line and column of an offset, counted as editors count: CRLF, CR and LF end a line."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return Span(path, line, offset - start + 1)
