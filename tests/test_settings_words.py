"""Words of `[typography]`: what they must be, and the line each stands on."""

import pytest

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.settings import parse_settings

TOML = """\
[book]
title = "’way upstairs"

[typography]
elisions = ["'Dale"]
names = [
  "Hawaiʻi",
  "O'Brien",
]
marks = ["’way upstairs"]
"""


def test_words_remember_their_lines() -> None:
    typography = parse_settings(TOML, "bookmaker.toml").typography
    assert typography.names == ("Hawaiʻi", "O'Brien")
    assert typography.marks == ("’way upstairs",)
    assert typography.places == (
        ("elisions: 'Dale", Span("bookmaker.toml", 5)),
        ("names: Hawaiʻi", Span("bookmaker.toml", 7)),
        ("names: O'Brien", Span("bookmaker.toml", 8)),
        ("marks: ’way upstairs", Span("bookmaker.toml", 10)),
    )


def test_no_words_no_places() -> None:
    assert (
        parse_settings("[typography]\nquotes = 'off'\n", "bookmaker.toml").typography.places == ()
    )


@pytest.mark.parametrize(
    "line",
    [
        'names = ["Brien"]',
        'names = ["\'"]',
        'marks = ["\'way upstairs"]',
        'marks = ["way"]',
        "names = 3",
    ],
)
def test_words_without_their_mark_are_refused(line: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_settings(f"[typography]\n{line}\n", "bookmaker.toml")
    (diagnostic,) = refused.value.diagnostics
    assert (diagnostic.code, diagnostic.span) == ("BM-SET-002", Span("bookmaker.toml", 2))
