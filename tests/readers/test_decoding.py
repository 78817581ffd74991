"""Bytes to text: what is accepted, and what is refused with its line and column."""

import pytest

from bookmaker.errors import InputError
from bookmaker.readers.decoding import decode


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße\r\nzwei".encode(), "Grüße\r\nzwei"),
        (b"\xef\xbb\xbfword", "word"),
        ("word ☂".encode("utf-16"), "word ☂"),
        (b"\xfe\xff" + "word".encode("utf-16-be"), "word"),
        (b"page\x0cbreak\x0b", "page\x0cbreak\x0b"),
    ],
)
def test_accepted(data, text):
    assert decode(data, "m.txt") == text


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"one\ntwo \xe9t\xe9", "BM-INPUT-003", 2, 5),
        (b"one\r\ntwo\r\n\xff", "BM-INPUT-003", 3, 1),
        (b"\xef\xbb\xbfab\x80", "BM-INPUT-003", 1, 3),
        (b"\xff\xfea\x00\x00\xd8b\x00", "BM-INPUT-003", 1, 2),
        (b"\xed\xa0\x80", "BM-INPUT-003", 1, 1),
        (b"a\nb\x00c", "BM-INPUT-004", 2, 2),
        (b"a\x1b[2J", "BM-INPUT-004", 1, 2),
        ("a\uffff".encode(), "BM-INPUT-004", 1, 2),
    ],
)
def test_refused_with_its_place(data, code, line, column):
    with pytest.raises(InputError) as caught:
        decode(data, "m.txt")
    (found,) = caught.value.diagnostics
    assert (found.code, found.span.line, found.span.column) == (code, line, column)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\x0c", b"\xef\xbb\xbf", "\u00a0\u200b".encode()])
def test_empty(data):
    with pytest.raises(InputError) as caught:
        decode(data, "m.txt")
    assert [d.code for d in caught.value.diagnostics] == ["BM-INPUT-002"]
