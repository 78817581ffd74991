"""Where two sequences of words part."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.checks.words import Difference, Places, differences, quote, unify, words

some_words = st.lists(st.sampled_from(["a", "b", "c", "lamp", "road"]), max_size=60)


def test_typography_changes_no_word():
    typed = "\"Don't -- wait...\" she said; 'twas the 1840s"
    typeset = "“Don’t—wait…” she said;\u00a0‘twas the 1840s"
    assert words(typed) == words(typeset)


def test_ligatures_soft_hyphens_and_capitals_change_no_word():
    assert words("ﬁnd the ﬂo\u00adwers, Straße") == ["find", "the", "flowers", "strasse"]
    assert words("cafe\u0301") == words("caf\u00e9") == ["caf\u00e9"]


def test_a_split_word_is_another():
    assert list(differences(words("un done"), words("undone"))) == [Difference(0, 2, 0, 1)]


def test_one_lost_word_in_a_book():
    book = [str(n) for n in range(20_000)]
    assert list(differences(book, book[:9_000] + book[9_001:])) == [
        Difference(9_000, 9_001, 9_000, 9_000)
    ]


def test_a_lost_chapter():
    book = [str(n) for n in range(60_000)]
    found = list(differences(book, book[:1_000] + book[50_000:]))
    assert found == [Difference(1_000, 50_000, 1_000, 1_000)]


def test_letters_are_compared_too():
    found = list(differences("abcdefghij" * 9, "abcdefghij" * 8 + "abXcdefghij", 4))
    assert found == [Difference(82, 82, 82, 83)]


@given(some_words, some_words)
@settings(max_examples=100, deadline=None)
def test_differences_turn_one_into_the_other(left: list[str], right: list[str]):
    made: list[str] = []
    at = 0
    for one in differences(left, right):
        assert left[at : one.start] == right[len(made) : one.other_start]
        made += left[at : one.start] + right[one.other_start : one.other_end]
        at = one.end
    assert made + left[at:] == right


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_unifying_twice_is_unifying_once_as_words_go(text: str):
    assert words(unify(text)) == words(text)


def test_places():
    places = Places("one two\nthree\n\nfour")
    assert [places.line(n) for n in range(5)] == [1, 1, 2, 4, 4]
    assert places.parted(0, 1)
    assert not Places("un-done").parted(0, 1)
    assert Places("").line(0) == 1


def test_a_quotation_is_cut():
    assert quote(["a"] * 9) == "a a a a a a a a …"
    assert quote(["a", "b"]) == "a b"


def test_what_stands_on_one_side_alone_is_passed_over_whatever_it_shares_by_chance():
    """Long notes at a chapter's end say some of what the next chapter says in its course."""
    chosen = random.Random(7)  # noqa: S311  no secret

    def text(length: int) -> str:
        return "".join(chosen.choices("abcdefghij", k=length))

    one, two, notes = text(2000), text(2000), text(6000)
    for at in range(700, 2000, 100):
        notes = notes[:at] + two[at : at + 20] + notes[at + 20 :]
    found = list(differences(one + two, one + notes + two, 16))
    assert [(each.start, each.end) for each in found] == [(2000, 2000)]
    assert found[0].other_end - found[0].other_start == len(notes)
