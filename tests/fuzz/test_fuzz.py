"""Some minutes of fuzzing, shrunk by Hypothesis; and what long runs found, once each.

Long runs: `python tests/fuzz/campaign.py --minutes 60`.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from targets import TARGETS, journey

from bookmaker.checks.book_words import Walk
from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.pictures.raster import clean_raster
from bookmaker.project import Manuscript, StructureSettings, TypographySettings
from bookmaker.readers import read
from bookmaker.typography import typeset

EXAMPLES = {"epub": 60, "text": 400, "markdown": 400, "prose": 400}


@pytest.mark.prove
@pytest.mark.parametrize(("name", "target"), list(TARGETS.items()), ids=list(TARGETS))
def test_target(name: str, target: Callable[[Random], None]) -> None:
    @settings(
        max_examples=EXAMPLES.get(name, 1500),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.randoms(use_true_random=False))
    def run(draw: Random) -> None:
        target(draw)

    run()


@pytest.mark.parametrize(
    "manuscript",
    [
        "[centred] [centred]",
        "[centred]]\n\n[centred] -",
        "EPILOGUE\nOO\n\n\nI\\\n\n[\no\n\n\nI",
        "EPILOGUE\rPr\nTitle:",
        "Word[1] more words [Footnote 1: note] after.",
        "A call[1] and\n[Footnote 1: a note here]\nmore words of it all.",
        "A call[1] and\n[Footnote 1: a note here] more words of it all.",
        "Ends[1].\n\n[Footnote 1: a note\non lines.] And words\nbehind.\n\nMore.",
        "One[1] two[2].\n\n[Footnote 1: a note.] [Footnote 2: another.]\n\nMore.",
        "[1]\n[Footnote 1: e.]T",
        "[1][Footnote 1: A]3",
        "[1][Footnote 1: ]\nO",
        "w [Footnote 1: A]BOOK ONE\nBOOK ONE\nBOOK",
        "W[Footnote 1: n]\n\n[1]\n***END OF THE PROJECT GUTENBERG EBOOK\n\n\n\n\n\ns",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***\nP[Footnote 1: e]\n\nText.",
        "-o-\n\nWords here.\n\nxXx\n\nMore.\n\noOo\n\noOo\n\nThe last.\n\n-o-",
        "*o",
        "Called[1] here.\n\nWords.\n\n[1] A note [Footnote 2: within it.] goes on.\n\nMore.",
        "[1]\n\nPart Two\n[1] [1][1][1][1]note[1] A note[1] A note[1] A note[Footnote 1: A note.]",
    ],
)
def test_found_in_plain_text(manuscript: str) -> None:
    journey(manuscript, "text")


@pytest.mark.parametrize(
    "manuscript",
    [
        "<table><td>cell one<tr>row words<td>cell two</table> after",
        "<table>loose <tr><td>a</td>stray</tr><p>para</p></table>",
        "a <details>s<summary>t",
        "---\ntitle: T\nmodified: now\n---\n\nWords.",
        "---\ntitle: T\ndate: 2024-99-99\n---\n\nWords.",
        '---\ntitle: "a\\u0007b"\n---\n\nWords.',
        "<b &#x41;\n>",
        "<noscript\n~~~&#x41",
        '[1]:o "&#x41;\nI',
        ".\n[1]:<ruby>a<rt>b",
        "[ \n](#d) words",
        "# B\n\n## Contents\n\n1. [Chapter 1](#c)\n2. D\n   1. N\n\n## C\n\nI.\n\n## D\n\n1. E",
        "<ruby>a\n```\n<rt>b</rt></ruby>\n```\n",
        "d\n==\n%%c%%b\n\nContents\n---\n\n\n\n\ni",
        "d\n==\nContents\n---\n\n<style>y\n\n\nT",
        "title: i\n\nT\n---\n\u200d\n[^1]:e\n\n-p\n\nr",
        "<div><![[p]] x> words</div>",
        "<div>\n<![foo[ x]]> words</div>",
        "<div><![[p",
        ".\t[\r](#d)1",
        "Words [ ](http://a.example/b) go on.",
        "Words[[^1]](http://a.example/b) go on.\n\n[^1]: A note.",
        'Words <a href="http://a.example/b"> </a>[&nbsp;](#nowhere) go on.',
        "(\n(\n(\n(\n(\n[[i|w]]\n==",
        "---\ne:\n\n---\n\n<td><//t>e",
        "# s\tA\nA\n" + 5 * "\n\nA\n" + "g><script>1</scripta",
        "1 word <script>1</script> and a word",
        "<p>a <script>a</script> word of a <style>word",
        "<noscript>```d<details><summary>\nxy\nxy\nxy\nxy\nxy\nxy",
        "<template>b\n:::<details><summary>s<summary>d",
    ],
)
def test_found_in_markdown(manuscript: str) -> None:
    journey(manuscript, "markdown")


def test_found_in_french_marks() -> None:
    """The one space between two marks is the first one's: two edits may not both have it.

    And a row of marks is spaced in one go, however long it is.
    """
    for words in ('" " x', '" " « &', 'a " " " " b', "«««««««««?", "*« «*«««««««««mot"):
        book = read((Manuscript("m", words, "text"),), StructureSettings()).book
        book = replace(book, metadata=replace(book.metadata, language="fr"))
        once = typeset(book, TypographySettings()).book
        assert typeset(once, TypographySettings()).book == once


def test_words_behind_a_note_are_no_part_of_it() -> None:
    source = "Ends[1].\n\n[Footnote 1: a note.] And words.\n\nMore."
    book = read((Manuscript("m", source, "text"),), StructureSettings()).book
    assert [piece.text for piece in Walk().blocks(book.notes[0].blocks)] == ["a note."]
    assert [piece.text for piece in Walk().body(book) if piece.text][1:] == ["And words.", "More."]


def saved(image: Image.Image, form: str) -> bytes:
    stream = BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def test_a_jpeg_smaller_than_a_decoder_can_halve() -> None:
    made, _ = clean_raster(saved(Image.new("RGB", (3, 3)), "JPEG"), "p", Span("m"))
    assert (made.width, made.height) == (3, 3)


@pytest.mark.parametrize("at", range(45, 80, 5))
def test_pixels_that_only_look_whole(at: int) -> None:
    """Pillow forgets a fault of the pixels that it met while it looked for notes behind them."""
    content = bytearray(saved(Image.linear_gradient("L").convert("RGB"), "PNG"))
    content[at] ^= 0xFF
    with pytest.raises(InputError, match=r"BM-PICT-00[24]"):
        clean_raster(bytes(content), "p", Span("m"))


def test_a_jpeg_whose_readers_part_ways() -> None:
    """What is kept is what is decoded: no marker may cut the scan off."""
    content = saved(Image.linear_gradient("L").resize((24, 17)), "JPEG")
    for at in range(20, len(content), 7):
        damaged = content[:at] + content[at + 1 :]
        try:
            made, _ = clean_raster(damaged, "p", Span("m"))
        except InputError:
            continue
        Image.open(BytesIO(made.content)).load()
