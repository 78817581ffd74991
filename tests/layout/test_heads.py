"""Running heads stand on one line."""

from unittest.mock import patch

import pytest

from bookmaker.layout import heads, type_metrics

FACE, SIZE, MEASURE = "EB Garamond", 11.0, 295.0


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("The Ferry", "The Ferry"),
        ("The Ferry, or the Last of the Boats that Crossed the Water in Winter", "The Ferry"),
        ("word " * 12, "word word word word word word word…"),
        ("o" * 60, "o" * 33 + "…"),
    ],
)
def test_a_long_head_is_cut(head, expected):
    assert heads.fitted(head, FACE, SIZE, MEASURE) == expected


@pytest.mark.parametrize("piece", ["word ", "o"])
def test_a_head_of_many_words_is_cut_before_it_is_measured(piece):
    """Measured word by word from its end, a title of a book's length would take an hour."""
    with patch.object(type_metrics, "width", wraps=type_metrics.width) as width:
        cut = heads.fitted(piece * 50_000, FACE, SIZE, MEASURE)
    assert cut == heads.fitted(piece * 50, FACE, SIZE, MEASURE)
    assert sum(len(call.args[0]) for call in width.call_args_list) < 100_000
