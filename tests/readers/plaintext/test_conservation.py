"""No case of the golden folder loses or moves a word, by the build's own check."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.checks import conserve_reading
from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.project import Manuscript, Project, StructureSettings
from bookmaker.readers import read
from bookmaker.settings import apply_settings

CASES = sorted(
    (Path(__file__).parents[2] / "cases" / "structure").glob("*/manuscript.txt"),
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_every_word_stands_in_its_place(path):
    pins = path.with_name("pins.txt")
    typed = pins.read_text(encoding="utf-8").splitlines() if pins.exists() else []
    tables = {"structure": {"pins": typed}}
    structure = apply_settings(Project(), tables, lambda table, _key: Span(table)).structure
    manuscripts = (Manuscript("m.txt", path.read_bytes().decode("utf-8"), "text"),)
    assert list(conserve_reading(manuscripts, read(manuscripts, structure))) == []


LINES = st.sampled_from(
    [
        "", "", "", "", "Chapter One", "Chapter Two", "***", "Summary", "Notes", "End Notes",
        "Chapter End Notes", "Chapter Notes", "Rating: Teen", "Fandom: Gulls", "by lampwright",
        "A/N: more on Sunday", "%% a comment %%", "%%", "she %% why? %% ran", "[[Signe|the girl]]",
        "[[Low Withy]] lay below", "![[map.png]]", "[Pg 3]", "Bole / GULLS / 2", "Bole / GULLS / 3",
        "It hummed.[Footnote 1: Once.]", "It [Footnote 1: The kite.] hummed,",
        "and [Footnote *: [Once]", "again.] hummed.", "It hummed.[1] Twice.",
        "[Footnote 1: Always.]",
        "[Transcriber's Note: kept.]", "[Illustration]", "[Illustration: a gull]",
        "[verse]", "[end]", "[scene]", "[no break]", "[letter]", "[epigraph]", "[withhold]",
        "ORLA", "FINN", "Two days later", "Down we go", "Dear Nell,", "Yours ever,", "Ben Orme",
        "They had gone down to the weir by the long way, and said nothing on it, either of them.",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=40), st.sampled_from(["\n", "\n\n"]))
def test_no_form_loses_or_moves_a_word(lines, end):
    manuscripts = (Manuscript("m.txt", end.join(lines), "text"),)
    try:
        reading = read(manuscripts, StructureSettings())
    except InputError as error:
        codes = {found.code for found in error.diagnostics}
        assert codes <= {"BM-READ-001", "BM-READ-004"}
        return
    assert list(conserve_reading(manuscripts, reading)) == []
