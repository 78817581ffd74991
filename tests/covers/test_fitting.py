"""Fitting: no word lost, none broken without need, lines of like length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.covers.fitting import Space, fit
from bookmaker.covers.lettering import Style, width

STYLE = Style("EB Garamond", leading=1.06)
SPACE = Space(1220, 760, 250, 62)


def lines(text: str, space: Space = SPACE) -> tuple[str, ...]:
    setting = fit(text, STYLE, space)
    assert not setting.cut
    assert all(width(line, STYLE, setting.size) <= space.width + 1 for line in setting.lines)
    assert setting.height <= space.height
    return setting.lines


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Ash", ("Ash",)),
        ("The Lamp", ("The Lamp",)),
        ("The Long Road to Wetherby", ("The Long Road", "to Wetherby")),
        ("A Tale of Two Rivers", ("A Tale", "of Two", "Rivers")),
        ("Winter: A History of Snow", ("Winter:", "A History", "of Snow")),
        ("The Left Road of Winter", ("The Left Road", "of Winter")),
        ("Pride and Patience", ("Pride", "and Patience")),
    ],
)
def test_good_breaks(title: str, wanted: tuple[str, ...]) -> None:
    assert lines(title) == wanted


@pytest.mark.parametrize(
    "title", ["Of Wind and the Salt and the Sea", "To the End of the Wide World"]
)
def test_little_words_end_no_line_and_stand_not_alone(title: str) -> None:
    for line in lines(title)[:-1]:
        assert line.split()[-1].lower() not in {"the", "and", "of", "to"}


def test_hyphens_end_lines_only_in_need() -> None:
    assert any("Sea-Green" in line for line in lines("The Sea-Green Door"))
    setting = fit("The-Extraordinarily-Hyphenated-Adventures-of-Nobody", STYLE, SPACE)
    assert len(setting.lines) > 1
    assert all(line.endswith("-") for line in setting.lines[:-1])


def test_no_break_spaces_hold() -> None:
    for line in lines("The Diary of Dr.\u00a0Ambrose Fell of Harrow Sound"):
        assert not line.endswith("Dr.")


def test_east_asian_lines_begin_with_no_stop() -> None:
    for line in lines("冬の灯台、そして「海」の物語。終わり"):
        assert line[0] not in "、。」"
        assert line[-1] != "「"


def test_one_long_word_is_small_rather_than_broken() -> None:
    setting = fit("Donaudampfschifffahrtsgesellschaftskapitän", STYLE, SPACE)
    assert len(setting.lines) == 1
    assert setting.size >= 40


def test_the_longest_word_is_broken_rather_than_clipped() -> None:
    setting = fit("x" * 200, STYLE, SPACE)
    assert "".join(setting.lines).replace("-", "") == "x" * 200
    assert all(width(line, STYLE, setting.size) <= SPACE.width + 1 for line in setting.lines)


WORDS = st.lists(st.text("abcdefgh IJKLéß,—-'", min_size=1, max_size=14), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(WORDS.map(" ".join).filter(str.strip))
def test_no_letter_is_lost(text: str) -> None:
    setting = fit(text, STYLE, SPACE)
    if not setting.cut:
        assert "".join("".join(setting.lines).split()) == "".join(text.split())
    assert setting.height <= SPACE.height + 1
    for line in setting.lines:
        assert line.strip()
        assert width(line, STYLE, setting.size) <= SPACE.width + 1
