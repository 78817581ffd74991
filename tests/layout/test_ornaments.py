"""Scene breaks of white alone, their ornament where a page's edge would hide the white."""

from dataclasses import replace
from itertools import pairwise

import pymupdf
import pytest

from bookmaker.edition import Edition
from bookmaker.layout import lay_out, sheet
from bookmaker.layout.weasy import filling
from bookmaker.metadata import Metadata
from bookmaker.writers.pdf.assembly import assemble

MARK = "⁂"
LEADING = Edition().leading
PLAIN = Edition(half_title=False, contents=False, lead_in="none")
LINES = 35  # of such a page


def broken(press, scenes=40):
    """Return a story of many scenes, no two of the same length."""
    story = "".join(press.BREAK + f"<p>{words}</p>" for words in said(press, scenes))
    return press.publication(press.chapter(1, press.prose(3) + story, title="Lamps"))


def said(press, scenes):
    for scene in range(scenes):
        yield " ".join(press.SENTENCES[(scene * 3 + k) % 8] for k in range(3 + scene * 5 % 11))


def short_lines(press, before, after=9):
    """Return a story of one-line paragraphs with a break after so many of them."""
    story = "<p>It rained.</p>" * before + press.BREAK + "<p>It cleared.</p>" * after
    return press.publication(press.document("story", story))


def opened(made):
    return pymupdf.open(
        stream=assemble(made.print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )


def rows(page, area):
    """Return the baselines of a page's text from its top down, with the letters on each."""
    found = {}
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for glyph in (glyph for span in line["spans"] for glyph in span["chars"]):
                down = round(glyph["origin"][1], 1)
                if area.bottom <= page.rect.height - down <= area.top:
                    found.setdefault(down, []).append(glyph["c"])
    return [(down, "".join(found[down])) for down in sorted(found)]


def text_of(made):
    pages = zip(opened(made), made.print_run.areas, strict=True)
    return [rows(page, area) for page, area in pages]


def marks(page):
    return [place for place, (_, letters) in enumerate(page) if MARK in letters]


def test_ornaments_stand_at_the_edges_of_pages_alone(press):
    made = lay_out(broken(press), PLAIN)
    found = text_of(made)
    assert all(set(marks(page)) <= {0, len(page) - 1} for page in found)
    assert 0 < sum(len(marks(page)) for page in found) < 10, "some at an edge, most between lines"
    assert made.diagnostics == ()


def test_a_break_between_lines_is_two_lines_high_and_holds_nothing(press):
    found = text_of(lay_out(broken(press), PLAIN))
    steps = [
        round((below - above) / LEADING, 2)
        for page in found[1:]
        for (above, _), (below, __) in pairwise(page)
    ]
    assert set(steps) <= {1.0, 2.0, 3.0}  # 2: between an ornament and its text
    assert steps.count(3.0) > 20


def test_at_the_foot_white_then_the_ornament_on_the_last_line(press):
    first, second = text_of(lay_out(short_lines(press, LINES - 6 - 2), PLAIN))
    assert marks(first) == [len(first) - 1]
    assert first[-1][0] - first[-2][0] == pytest.approx(2 * LEADING, abs=0.1)
    assert not marks(second)
    assert second[0][1].startswith("It cleared")


def test_at_the_head_the_ornament_on_the_first_line_then_white(press):
    first, second = text_of(lay_out(short_lines(press, LINES - 6), PLAIN))
    assert not marks(first)
    assert marks(second) == [0]
    assert second[1][0] - second[0][0] == pytest.approx(2 * LEADING, abs=0.1)
    lines = {round(down - first[-1][0], 1) % LEADING for down, _ in second}
    assert all(min(off, LEADING - off) < 0.2 for off in lines), "facing lines stand level"


def test_runs_that_are_not_planned_show_them_likewise(press, monkeypatch):
    monkeypatch.setattr(filling, "measured", lambda *_, **__: None)
    made = lay_out(broken(press), PLAIN)
    found = text_of(made)
    assert all(set(marks(page)) <= {0, len(page) - 1} for page in found)
    assert sum(len(marks(page)) for page in found) < 10
    assert made.diagnostics == ()


def test_ornaments_at_every_break_where_that_is_wanted(press):
    book = broken(press)
    everywhere = text_of(lay_out(book, Edition(scene_breaks="ornament", half_title=False)))
    own = text_of(lay_out(book, Edition(ornament=MARK, half_title=False)))
    assert sum(len(marks(page)) for page in everywhere) == 40
    assert own == everywhere
    assert not any(len(page) - 1 in marks(page) for page in everywhere), "none is the last thing"


@pytest.mark.parametrize(
    ("theme", "habit"), [("classic", "space"), ("modern", "space"), ("fantasy", "ornament")]
)
def test_a_theme_has_its_habit_and_the_author_the_last_word(theme, habit):
    css = sheet.theme_sheet(theme)
    assert sheet.scene_breaks(Edition(), css) == habit
    assert sheet.scene_breaks(Edition(ornament="~"), css) == "ornament"
    for wanted in ("ornament", "space"):
        assert sheet.scene_breaks(Edition(ornament="~", scene_breaks=wanted), css) == wanted


def test_what_is_hidden_leaves_nothing_behind(press):
    """No glyph, no face for it, no marked content that says it is an artifact."""
    book = short_lines(press, 9)
    for scene_breaks, shown in (("space", False), ("ornament", True)):
        edition = replace(PLAIN, scene_breaks=scene_breaks)
        made = lay_out(book, edition).print_run
        drawn = {char for face in made.faces for char in face.characters.values()}
        assert (MARK in drawn) is shown
        assert (b"/Artifact" in made.runs[0].pdf) is shown
