"""Bytes of a manuscript to text: strict, and exact about what is wrong and where."""

import re
from typing import Final

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError

_UTF16_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

# What XML 1.0 cannot hold (section 2.2, production 2), but for form feed and vertical tab, which
# old typewriters' files use as white space and which readers treat as such. A BOM inside a text is
# U+FEFF, a character of its own that XML allows. C1 controls are allowed but discouraged; they
# come from wrongly converted files and are left to typography.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_VISIBLE: Final = re.compile(r"[^\s\ufeff\u200b-\u200f\u2060]")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def decode(data: bytes, path: str) -> str:
    """Return the text of a manuscript; line ends stay as typed, a byte order mark does not.

    UTF-8 (with or without BOM) and UTF-16 with BOM are understood.

    Args:
        data: the file's bytes.
        path: its name for messages.

    Raises:
        InputError: a byte that is not UTF-8 (BM-INPUT-003) or a character that no book can hold
            (BM-INPUT-004), with line and column; or nothing but white space (BM-INPUT-002).
    """
    text = _text(data, path)
    bad = _ILLEGAL.search(text)
    if bad:
        span = _place(text, bad.start(), path)
        raise InputError.because("BM-INPUT-004", span, codepoint=ord(bad.group()))
    if not _VISIBLE.search(text):
        raise InputError.because("BM-INPUT-002", Span(path), path=path)
    return text


def _text(data: bytes, path: str) -> str:
    encoding = _UTF16_MARKS.get(data[:2], "utf-8")
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace").removeprefix("\ufeff")
        span = _place(before, len(before), path)
        raise InputError.because("BM-INPUT-003", span, byte=data[error.start]) from error


def _place(text: str, offset: int, path: str) -> Span:
    """Return line and column of an offset, counted as editors count: CRLF, CR and LF end a line."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return Span(path, line, offset - start + 1)
