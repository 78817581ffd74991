"""The long proofs: reading takes time in proportion to the manuscript, whatever it holds."""

import time

import pytest

from bookmaker.book import chapters
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.plaintext import read_text

PROSE = "The barge lay under the bridge all that week, and nobody came to ask what was in it. "
LONG = PROSE * 4 + "\n\n"


def cost(text):
    start = time.process_time()
    reading = read_text(Manuscript("m.txt", text, "text"), StructureSettings())
    return time.process_time() - start, reading


@pytest.mark.prove
def test_ten_megabytes_of_prose():
    seconds, reading = cost(LONG * (10_000_000 // len(LONG)))
    assert seconds < 20
    assert reading.diagnostics == ()


@pytest.mark.prove
def test_one_line_of_five_megabytes():
    seconds, reading = cost(PROSE * (5_000_000 // len(PROSE)))
    assert seconds < 10
    assert reading.diagnostics == ()


@pytest.mark.prove
@pytest.mark.parametrize("between", ["\n***\n\n", "\n\n"], ids=["marks", "gaps"])
def test_a_hundred_thousand_scenes(between):
    scene = f"She ran on.\n\n{PROSE}\n{between}"
    seconds, reading = cost(scene * 100_000)
    assert sum(len(chapter.scenes) for chapter in chapters(reading.book)) == 100_000
    assert seconds < 60
    assert reading.diagnostics == ()


FORMS = {
    "datelines": f"***\n\nThree weeks later\n\n{PROSE}\n\n",
    "pin marks": f"[scene]\n\n{PROSE}\n\n[verse]\na b\nc d\n[end]\n\n",
    "comments and links": "He did %% run %% at all, [[and|or]] not %% in that town.\n\n",
    "inline notes": "He did not run.[Footnote 1: At all.] She did.\n\n",
    "running heads": "Bole / BIRDS / 2\n\nBole // %%\n\n",
    "tellers": f"ORLA\n\n{PROSE}\n\n\n",
    "chapters": f"Chapter 1\n\nNotes\n\n{PROSE}\n\n",
    "letters": f"Dear Nell,\n\n{PROSE}\n\nYours ever,\nBen\n\n",
}


@pytest.mark.prove
@pytest.mark.parametrize("name", FORMS)
def test_twice_as_much_takes_about_twice_as_long(name):
    once, _ = cost(FORMS[name] * 5_000)
    twice, _ = cost(FORMS[name] * 10_000)
    assert twice < 3.5 * once + 0.5
