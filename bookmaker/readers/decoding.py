"""Bytes of a manuscript to text: strict, and exact about what is wrong and where."""

import re
from typing import Final

from bookmaker.diagnostics import Span
from bookmaker.errors import BookmakerError, InputError

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
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"{\\rtf", "a document in Rich Text Format"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_HEAD: Final = 2000  # bytes by which a file's kind is told

# What XML 1.0 cannot hold (section 2.2, production 2), but for form feed and vertical tab, which
# old typewriters' files use as white space and which readers treat as such; and what it allows but
# nothing shows: DEL, the anchors of interlinear annotation, and the C1 controls, which come from
# files that were wrongly converted. U+0085 is a line end on some machines, and read as a space. A
# BOM inside a text is U+FEFF, a character of its own.
_ILLEGAL: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
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
            (BM-INPUT-004, -018), with line and column; nothing but white space (BM-INPUT-002); no
            text at all (BM-INPUT-013), or UTF-16 without a mark (BM-INPUT-014).
    """
    _refuse_other_kinds(data, path)
    text = _text(data, path)
    bad = _ILLEGAL.search(text)
    if bad:
        raise _illegal(bad[0], _place(text, bad.start(), path))
    if not _VISIBLE.search(text):
        raise InputError.because("BM-INPUT-002", Span(path), path=path)
    return text


def _illegal(char: str, span: Span) -> BookmakerError:
    """Say what is wrong with a character; a C1 control is mostly one that Windows typed."""
    if "\x80" <= char <= "\x9f":
        meant = char.encode("latin-1").decode("cp1252", "replace")
        if meant != "\ufffd":
            return InputError.because("BM-INPUT-018", span, codepoint=ord(char), meant=meant)
    return InputError.because("BM-INPUT-004", span, codepoint=ord(char))


def _refuse_other_kinds(data: bytes, path: str) -> None:
    for head, kind in _NO_TEXT:
        if data.startswith(head):
            raise InputError.because("BM-INPUT-013", Span(path), path=path, kind=kind)
    head = data[:_HEAD]
    if not any(data.startswith(mark) for mark, _ in _MARKS):
        # In UTF-16 most Western letters have a zero byte beside them, in UTF-32 each has two or
        # three; in a text there is none.
        parts = head[::2].count(0), head[1::2].count(0)
        wide = 2 * sum(parts) > len(head) > 2 * head.count(b"\0\0\0\0\0")
        if wide or (4 * max(parts) > len(head) > 1 and min(parts) * 8 < max(parts)):
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
