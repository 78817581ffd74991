"""Time is linear in the length of a flow, whatever was typed there."""

import time

import pytest
from manuscripts import book_of

from bookmaker.project import TypographySettings
from bookmaker.typography import typeset

HOSTILE = (
    "\"'a ", "a-'a-", "' ", " -", "  ", ". ", "-", '"a ', "'a' ", "\"'", "''a", 'a" ', "“a ‘b ",
    "„a “", "'em 'tis ", "6'2\" ", "and and ", "« a ", "a  b", "Mr. J. ",
)  # fmt: skip


def _seconds(text: str) -> float:
    book = book_of(text)
    start = time.process_time()
    typeset(book, TypographySettings(names=("O'a",)))
    return time.process_time() - start


@pytest.mark.prove
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_line_is_soon_done(piece: str) -> None:
    assert _seconds("x" + piece * (20_000 // len(piece))) < 5


@pytest.mark.prove
@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_as_long_takes_four_times_as_long(piece: str) -> None:
    size = 40_000 // len(piece)
    once = min(_seconds("x" + piece * size) for _ in range(3))
    assert min(_seconds("x" + piece * size * 4) for _ in range(2)) < 6 * once + 0.3
