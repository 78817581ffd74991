"""Heads of Markdown manuscripts: YAML and `Key: value` lines."""

import pytest

from bookmaker.errors import InputError
from bookmaker.metadata import Person, Series
from bookmaker.readers.head import NO_HEAD, split_head


def metadata(text):
    head = split_head(text, "m.md")
    assert head.diagnostics == ()
    return head.metadata


def test_values_keep_what_was_typed():
    found = metadata("---\ntitle: 1984\nsubtitle: no\nauthor: Ann Lee\nlang: en_GB\n---\n\nText\n")
    assert (found.title, found.subtitle, found.language) == ("1984", "no", "en-GB")
    assert found.authors == (Person("Ann Lee"),)


def test_people_in_every_form():
    text = (
        "---\ntitle: T\nauthor:\n  - Ann Lee\n  - {name: Bo Li, file-as: 'Li, Bo'}\n"
        "creator:\n  - {role: translator, text: Cy}\neditor: Di and Ed\n---\n"
    )
    found = metadata(text)
    assert found.authors == (Person("Ann Lee"), Person("Bo Li", "aut", "Li, Bo"))
    assert found.contributors == (Person("Cy", "trl"), Person("Di", "edt"), Person("Ed", "edt"))


def test_pandoc_titles_series_and_ids():
    text = (
        "---\ntitle:\n- {type: main, text: Big}\n- {type: subtitle, text: Small}\n"
        "belongs-to-collection: The Row\ngroup-position: 3\nisbn: 978-3-16-148410-0\n---\n"
    )
    found = metadata(text)
    assert (found.title, found.subtitle) == ("Big", "Small")
    assert found.series == Series("The Row", "3")
    assert found.identifier == "urn:isbn:9783161484100"


def test_what_shops_and_libraries_ask_for():
    text = (
        "---\ntitle: T\nbisac: FIC009020\nthema: [FMB Epic fantasy, 1DFG]\nages: 12–17\n"
        "audience: Young adults\nrating: Teen\nwarnings: [War, 'A death']\n"
        "content_warning_page: true\noriginal_language: French\noriginal_title: Le Gué\n"
        "print_isbn: 978-0-306-40615-7\n---\n"
    )
    found = metadata(text)
    assert [subject.code for subject in found.codes] == ["FIC009020", "FMB", "1DFG"]
    assert (found.ages, found.audience, found.rating) == ("12-17", "Young adults", "Teen")
    assert found.content_warnings == ("War", "A death")
    assert found.content_warning_page
    assert (found.original_language, found.original_title) == ("fr", "Le Gué")
    assert found.print_isbn == "9780306406157"


@pytest.mark.parametrize(
    "line", ["bisac: Fantasy", "thema: x", "ages: teen", "print_isbn: 978-0-306-40615-8"]
)
def test_a_value_that_does_not_fit_is_told_with_its_line(line):
    head = split_head(f"---\ntitle: T\n{line}\n---\n", "m.md")
    assert [(d.code, d.span.line) for d in head.diagnostics] == [("BM-READ-115", 3)]


def test_tables_are_settings():
    head = split_head("---\ntitle: T\nprint:\n  trim: 6x9\n  hyphenate: no\n---\n", "m.md")
    assert [name for name, _ in head.settings] == ["print"]
    assert head.settings[0][1] == {"trim": "6x9", "hyphenate": False}
    assert head.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ntitle: &a T\nauthor: *a\n---\n", "BM-READ-102", 2),
        ("---\ntitle: !!python/object:os.system x\n---\n", "BM-READ-102", 2),
        ("---\ntitle: T\ntitle: U\n---\n", "BM-READ-102", 3),
        ("---\ntitle: [a\n---\n", "BM-READ-102", 3),
        ("---\ntitle: T\nx: [[[[[[[[[[1]]]]]]]]]]\n---\n", "BM-READ-102", 3),
        ("---\ntitle: T\n\nText without end\n", "BM-READ-102", 1),
        ("\n\n---\ntitle: T\nlang: klingonese tongue\n---\n", "BM-SET-004", 5),
        ("---\ntitle: T\nx: " + "y" * 70_000 + "\n---\n", "BM-READ-102", 1),
    ],
)
def test_what_is_refused(text, code, line):
    with pytest.raises(InputError) as caught:
        split_head(text, "m.md")
    (found,) = caught.value.diagnostics
    assert (found.code, found.span.line) == (code, line)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA scene after a break.\n\n---\n",
        "---\nShe left.\n---\n",
        "---\nNow: it was late.\nHe left: at once.\n\nText that never ends the head.\n",
        "---\nOne thing: it was late,\nand he left.\n---\n\nText\n",
        "---\n# Head\nKey: value\n| a | b |\n\n...\n",
        "---\n\nKey: value\n\n1.\n\n--\n\n...\n",
        "Ann: I am here.\nBo: So am I.\n\nText\n",
        "Once upon a time: that is how it began.\n",
        "# Title\n\nText\n",
    ],
)
def test_what_is_no_head(text):
    assert split_head(text, "m.md") == NO_HEAD


def test_an_unknown_key_names_the_nearest():
    head = split_head("---\ntitle: T\npublischer: P\n---\n", "m.md")
    (found,) = head.diagnostics
    assert (found.code, found.span.line, found.hint) == (
        "BM-READ-101", 3, "did you mean 'publisher'?",
    )  # fmt: skip
