"""First words: what is dropped, what hangs, what falls back; never a changed word."""

from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.edition import Edition
from bookmaker.layout.drop_cap import DropCap
from bookmaker.layout.lead_in import set_lead_in, split_opening

CAP = DropCap("EB Garamond", 54.0, 42.0, 1.0)
LONG = " and so it went on, as such things do, for a great many words" * 6


def opened(inner, lead_in="drop-cap"):
    section, paragraph = blank()
    paragraph.text = inner
    set_lead_in(section, Edition(lead_in=lead_in), 295.0, CAP)
    return paragraph


def blank():
    section = Element("section")
    return section, SubElement(section, "p", {"class": "first chapter-first"})


def parts(paragraph):
    return [(e.get("class"), "".join(e.itertext())) for e in paragraph.iter("span")]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("It was dark" + LONG, [("drop-room", ""), ("drop-cap", "I"), ("lead-in", "t was dark")]),
        (
            "“You never told" + LONG,
            [
                ("drop-room", ""),
                ("drop-cap", "“Y"),
                ("drop-quote", "“"),
                ("lead-in", "ou never told"),
            ],
        ),
        (
            "’Tis late" + LONG,
            [
                ("drop-room", ""),
                ("drop-cap", "’T"),
                ("drop-quote", "’"),
                ("lead-in", "is late and"),
            ],
        ),
        ("A short one.", [("lead-in", "A short one")]),
        ("—and then" + LONG, [("lead-in", "and then and")]),
        ("1066 was" + LONG, [("lead-in", "1066 was and")]),
    ],
)
def test_openings(inner, expected):
    assert parts(opened(inner)) == expected


def test_an_emphasised_opening_drops_inside_its_emphasis():
    section, paragraph = blank()
    emphasis = SubElement(paragraph, "em")
    emphasis.text, emphasis.tail = "Quiet", LONG
    set_lead_in(section, Edition(), 295.0, CAP)
    assert paragraph[0].tag == "em"
    assert parts(paragraph)[1] == ("drop-cap", "Q")


def test_none_changes_nothing():
    paragraph = opened("It was dark" + LONG, "none")
    assert len(paragraph) == 0


def test_a_word_of_one_letter_is_known():
    assert split_opening("A heron").word_of_one_letter
    assert split_opening("I was").word_of_one_letter
    assert not split_opening("I’ll go").word_of_one_letter
    assert split_opening("— — —") is None


@given(st.text("aÉ “”‘’—.,1\u0301", max_size=60), st.sampled_from(["", LONG]))
def test_no_word_changes(text, more):
    before = text + more
    section, paragraph = blank()
    paragraph.text = before
    set_lead_in(section, Edition(), 295.0, CAP)
    assert "".join(section.itertext()) == before
