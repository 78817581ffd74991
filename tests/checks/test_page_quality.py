"""The quality of pages, measured on pages drawn line by line in a face of known widths."""

import hashlib
import json

import pytest
from pikepdf import Dictionary, Name, Pdf

from bookmaker.checks import check_file
from bookmaker.checks.page_quality import measure_pages

SIZE, LEADING, LEFT, TOP, PAGE = 10.0, 14.0, 50.0, 60.0, (400.0, 600.0)
ADVANCE = 0.6 * SIZE  # of every glyph of Courier
MEASURE = 45 * ADVANCE
LINES = 30
FULL = "the quick brown fox jumps over the lazy hounds"  # 46 letters and spaces: tight by an eighth
LOOSE = "the quick brown foxes jump over hens"
VERY = "the quick brown fox jumps over"
PARTED = "the quick brown fox jumps over a lazy hound-"
LAST = "and then it slept again at home"


class Press:
    """Sets lines at given places; `full` ones are stretched or shrunk to the measure."""

    def __init__(self):
        self.pdf = Pdf.new()
        face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        self.face = self.pdf.make_indirect(face)

    def page(self, lines, *, first=0):
        drawn = [self._line(number, *line) for number, line in enumerate(lines, first)]
        page = self.pdf.add_blank_page(page_size=PAGE)
        page.Resources = Dictionary(Font=Dictionary(F=self.face))
        page.Contents = self.pdf.make_stream("\n".join(drawn).encode())
        return self

    def _line(self, number, words, indent=0.0, full=True):  # noqa: FBT002
        spaces, width = words.count(" "), len(words) * ADVANCE
        extra = (MEASURE - indent - width) / spaces if full and spaces else 0.0
        x, y = LEFT + indent, PAGE[1] - TOP - number * LEADING
        return f"BT /F {SIZE} Tf {extra:.4f} Tw 1 0 0 1 {x:.3f} {y:.3f} Tm ({words}) Tj ET"

    def save(self, path):
        self.pdf.save(path)
        return path


def paragraph(lines, *middle):
    """Return a paragraph of so many lines, some of them as given, at the places after its first."""
    body = [FULL] * (lines - 2)
    body[: len(middle)] = middle
    return [(FULL[:44], 15.0), *((words,) for words in body), (LAST, 0.0, False)]


def full_page(*middle):
    return [*paragraph(10, *middle), *paragraph(10), *paragraph(10)]


@pytest.fixture
def measured(tmp_path):
    def measure(press):
        return measure_pages(press.save(tmp_path / "book.pdf"))

    return measure


def kinds(quality):
    return {flaw.kind for flaw in quality.flaws}


def test_good_pages_have_no_flaws(measured):
    press = Press()
    for _ in range(6):
        press.page(full_page())
    quality = measured(press)
    assert kinds(quality) == set()
    assert quality.spreads == 2  # the first page has no facing one, the last ends the book
    assert quality.justified == 6 * 27
    assert quality.mean_space == pytest.approx(0.87, abs=0.02)


def test_loose_lines_are_counted_by_how_loose_they_are(measured):
    press = Press()
    for middle in ((), (LOOSE, VERY), (), (LOOSE,), ()):
        press.page(full_page(*middle))
    quality = measured(press)
    assert (quality.loose, quality.very_loose) == (3, 3)
    assert [flaw.page for flaw in quality.of("loose")] == [1, 1, 3]
    assert quality.of("loose")[0].words == LOOSE
    assert max(flaw.figure for flaw in quality.flaws) > 3


def test_three_hyphens_one_under_the_other_are_a_ladder(measured):
    press = Press().page(full_page(PARTED, PARTED)).page(full_page(PARTED, PARTED, PARTED))
    press.page(full_page(PARTED, FULL, PARTED, PARTED)).page(full_page())
    quality = measured(press)
    assert [flaw.page for flaw in quality.of("ladder")] == [1]
    assert quality.hyphenated == 8


def test_a_word_alone_at_a_paragraphs_end_is_a_runt(measured):
    page = full_page()
    page[9] = ("home.", 0.0, False)
    quality = measured(Press().page(full_page()).page(page).page(full_page()))
    assert [(flaw.page, flaw.words, flaw.paragraph) for flaw in quality.of("runt")] == [
        (1, "home.", 1)
    ]


def test_lines_alone_at_the_turn_of_a_page_are_seen(measured):
    ten, eleven = paragraph(10), paragraph(11)
    press = Press().page(full_page())
    press.page([*ten, *ten, *eleven[:10]])
    press.page([eleven[10], *ten, *paragraph(18), eleven[0]])
    press.page([*eleven[1:], *ten, *ten])
    quality = measured(press.page(full_page()))
    assert [(flaw.kind, flaw.page) for flaw in quality.of("widow", "orphan")] == [
        ("widow", 2),
        ("orphan", 2),
    ]
    assert quality.of("widow")[0].words == LAST


def test_a_page_turn_within_a_word_is_seen(measured):
    broken = [*full_page()[:-3], (FULL,), (FULL,), (PARTED,)]
    rest = [(FULL,), (FULL,), (LAST, 0.0, False), *paragraph(10), *paragraph(10), *paragraph(7)]
    quality = measured(Press().page(full_page()).page(broken).page(rest).page(full_page()))
    assert [flaw.page for flaw in quality.of("hyphen-over-page")] == [1]


def test_short_pages_and_uneven_feet_are_seen(measured):
    press = Press()
    for number in range(6):
        page = full_page()
        press.page(page[:-10] + paragraph(8) if number == 1 else page)
    quality = measured(press)
    assert [(flaw.page, flaw.figure) for flaw in quality.of("short-page")] == [(1, 2)]
    assert [flaw.page for flaw in quality.of("uneven-spread")] == [1]


def test_a_page_that_runs_a_line_long_is_read_to_its_end(measured):
    """The line below the foot is text: its paragraph goes on over the page's turn."""
    long = [*full_page()[:-3], (FULL,), (FULL,), (LAST, 0.0, False), (FULL[:44], 15.0)]
    rest = [(FULL,), (LAST, 0.0, False), *paragraph(10), *paragraph(10), *paragraph(9)]
    press = Press().page(full_page()).page(long).page(rest).page(full_page()).page(full_page())
    quality = measured(press)
    assert [flaw.page for flaw in quality.of("orphan")] == [1]
    assert not quality.of("short-page", "uneven-spread")
    lone = Press().page(full_page()).page(long).page(full_page()).page(full_page())
    assert [flaw.page for flaw in measured(lone).of("uneven-spread")] == [1]


def test_a_line_beyond_the_measure_is_overfull(measured):
    page = full_page()
    page[4] = ("the quick brown fox jumps over the lazy greyhounds", 0.0, False)
    quality = measured(Press().page(full_page()).page(page).page(full_page()))
    assert [(flaw.page, round(flaw.figure)) for flaw in quality.of("overfull")] == [
        (1, round(5 * ADVANCE))
    ]


def test_a_book_with_little_text_is_not_measured(measured):
    press = Press()
    press.pdf.add_blank_page(page_size=PAGE)
    assert measured(press) is None
    assert measured(press.page(full_page())) is None


def test_findings_name_the_page_and_the_line_of_the_manuscript(tmp_path):
    page = full_page()
    page[14] = ("the quick brown fox jumps over the lazy greyhounds", 0.0, False)
    path = Press().page(full_page()).page(page).page(full_page()).save(tmp_path / "book.pdf")
    found = {one.code: one for one in check_file(path)}
    assert found["BM-PDF-031"].span is None
    assert "3 pages, 81 lines set full" in found["BM-PDF-030"].message

    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    record = {
        "artifacts": [{"path": "book.pdf", "sha256": digest}],
        "sources": {"text/one.xhtml": {"story.txt": [[n, 10 * n + 1] for n in range(12)]}},
        "page_starts": [["text/one.xhtml", 0, 0], ["text/one.xhtml", 3, 0], None],
    }
    (tmp_path / "build.json").write_text(json.dumps(record))
    found = {one.code: one for one in check_file(path)}
    assert str(found["BM-PDF-031"].span) == "story.txt:41"

    record["artifacts"][0]["sha256"] = "0" * 64  # of another build: its lines are not ours
    (tmp_path / "build.json").write_text(json.dumps(record))
    assert {one.code: one for one in check_file(path)}["BM-PDF-031"].span is None


@pytest.mark.parametrize(("last", "widows"), [((FULL,), 1), (("* * *", 120.0, False), 0)])
def test_an_ornament_at_a_foot_parts_paragraphs(tmp_path, last, widows):
    press = Press()
    press.page([*full_page()[:-2], (FULL,), last])
    press.page([(LAST, 0.0, False), *full_page()[:-1]])
    found = measure_pages(press.page(full_page()).save(tmp_path / "book.pdf"))
    assert len(found.of("widow")) == widows
