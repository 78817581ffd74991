"""The meter of benchmarks/, on pages drawn by hand: what is counted is what was drawn."""

import importlib.util
from pathlib import Path

import pymupdf
import pytest

METER = Path(__file__).parents[2] / "benchmarks" / "page_meter.py"
LEFT, RIGHT, SIZE, LEADING, INDENT, SPACE = 60.0, 300.0, 10.0, 14.0, 15.0, 0.278
WORDS = "some lines of words that the meter is to measure here and there".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def meter():
    spec = importlib.util.spec_from_file_location("page_meter", METER)
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(METER.parent))
        spec.loader.exec_module(module)
        yield module


class Sheet:
    """Draws lines of Helvetica, each space of its own width."""

    def __init__(self):
        self.pdf = pymupdf.open()
        self.turn()

    def turn(self):
        self.page = self.pdf.new_page(width=360, height=700)
        self.y = 60.0

    def line(self, ratio=None, *, indent=0.0, inset=0.0, last=None, hyphen=False):
        """Draw a full line with spaces of `ratio`, or a last line of `last` words."""
        measure = RIGHT - LEFT - 2 * inset - indent
        words, x = list(WORDS), LEFT + inset + indent
        if last is not None:
            words, space = last.split(), SPACE * SIZE
        else:
            size = SPACE * SIZE * ratio
            while width(words) + size * (len(words) - 1) > measure:
                words.pop()
            space = (measure - width(words)) / (len(words) - 1)
            if hyphen:
                words[-1] = words[-1][:-1] + "-"
                space = (measure - width(words)) / (len(words) - 1)
        for word in words:
            self.page.insert_text((x, self.y), word, fontsize=SIZE, fontname="helv")
            x += pymupdf.get_text_length(word, "helv", SIZE) + space
        self.y += LEADING
        return space / SIZE / SPACE

    def save(self, path):
        self.pdf.save(path)
        return path


def width(words):
    return sum(pymupdf.get_text_length(word, "helv", SIZE) for word in words)


def paragraph(sheet, ratios, last, **how):
    drawn = [sheet.line(ratios[0], indent=INDENT, **how)]
    drawn += [sheet.line(ratio, **how) for ratio in ratios[1:]]
    sheet.line(last=last, **{k: v for k, v in how.items() if k == "inset"})
    return drawn


def test_lines_spaces_and_paragraphs_are_those_that_were_drawn(meter, tmp_path):
    sheet = Sheet()
    drawn = []
    for _ in range(4):
        drawn += paragraph(sheet, [1.0, 1.6, 1.0, 0.7], "and so it went on for long")
    figures = meter.measure(sheet.save(tmp_path / "a.pdf"), SPACE)
    assert figures["paragraphs"] == 4
    assert figures["lines"] == 20
    assert figures["justified"] == 16
    assert figures["space_mean"] == pytest.approx(sum(drawn) / len(drawn), abs=0.01)
    over = sum(ratio > 1.5 for ratio in drawn)
    assert over
    assert figures["over_1.5_pct"] == round(100 * over / 16, 2)
    assert figures["under_0.8_pct"] == round(100 * sum(r < 0.8 for r in drawn) / 16, 2)
    assert figures["overfull"] == figures["ragged"] == 0


def test_narrower_text_is_measured_like_the_rest(meter, tmp_path):
    sheet = Sheet()
    for _ in range(3):
        paragraph(sheet, [1.0] * 4, "and so it went on for long")
    sheet.y += LEADING
    for _ in range(3):
        paragraph(sheet, [1.0] * 4, "the end of it, dear reader", inset=INDENT)
    figures = meter.measure(sheet.save(tmp_path / "b.pdf"), SPACE)
    assert figures["paragraphs"] == 6
    assert figures["justified"] == 24
    assert figures["ragged"] == 0


def test_hyphens_ladders_runts_and_widows_are_counted(meter, tmp_path):
    sheet = Sheet()
    for _ in range(3):
        paragraph(sheet, [1.0] * 5, "and so it went on for long")
    sheet.line(1.0, indent=INDENT)
    for _ in range(3):
        sheet.line(1.0, hyphen=True)
    sheet.line(last="end.")
    for _ in range(9):
        sheet.line(1.0, indent=INDENT)
        sheet.line(1.0)
    sheet.turn()
    sheet.line(last="a widow of a few words")
    for _ in range(3):
        paragraph(sheet, [1.0] * 5, "and so it went on for long")
    figures = meter.measure(sheet.save(tmp_path / "c.pdf"), SPACE)
    assert figures["ladders"] == 1
    assert figures["hyphenated_pct"] == round(100 * 3 / figures["lines"], 2)
    assert figures["hyphens_before_last"] == 1
    assert figures["runts"] == 1
    assert figures["widows"] == 1
    assert figures["orphans"] == 0


def test_a_dropped_letter_belongs_to_the_paragraph_beside_it(meter, tmp_path):
    sheet = Sheet()
    for _ in range(3):
        paragraph(sheet, [1.0] * 4, "and so it went on for long")
    sheet.page.insert_text((LEFT + 24, sheet.y + LEADING), "Two", fontsize=14, fontname="helv")
    sheet.y += 4 * LEADING
    top = sheet.y
    for _ in range(3):
        sheet.line(1.0, indent=24.0)
    sheet.page.insert_text((LEFT, top + 2 * LEADING), "S", fontsize=32, fontname="helv")
    sheet.line(1.0)
    sheet.line(last="to its end")
    texts = []
    figures = meter.measure(sheet.save(tmp_path / "d.pdf"), SPACE, texts)
    assert figures["paragraphs"] == 4
    assert figures["justified"] == 16
    assert figures["space_max"] < 1.5
    assert texts[-1].startswith("Ssome lines")
    assert texts[-1].endswith("to its end")


def test_text_of_front_matter_is_measured_and_its_contents_are_not(meter, tmp_path):
    sheet = Sheet()
    for number in range(9):
        sheet.line(last=f"chapter the last but {number}")
        sheet.page.insert_text((RIGHT - 6, sheet.y - LEADING), "7", fontsize=SIZE, fontname="helv")
    for _ in range(2):
        sheet.turn()
        for _ in range(3):
            paragraph(sheet, [1.0] * 4, "and so it went on for long")
    sheet.pdf.set_page_labels(
        [{"startpage": 0, "style": "r"}, {"startpage": 2, "style": "D", "firstpagenum": 1}]
    )
    figures = meter.measure(sheet.save(tmp_path / "e.pdf"), SPACE)
    assert figures["paragraphs"] == 6
    assert figures["lines"] == 30


def test_a_paragraph_that_ends_the_page_does_not_go_on_overleaf(meter, tmp_path):
    sheet = Sheet()
    for _ in range(2):
        for _ in range(3):
            for ratio in [1.0] * 4:
                sheet.line(ratio)
            sheet.line(last="and so it went on for long")
            sheet.y += LEADING / 2
        sheet.turn()
    sheet.line(last="The end of it.")
    figures = meter.measure(sheet.save(tmp_path / "f.pdf"), SPACE)
    assert figures["paragraphs"] == 7


@pytest.mark.usefixtures("meter")
def test_what_is_lacking_of_a_manuscript_is_told(tmp_path):
    import source_paragraphs  # noqa: PLC0415  on the path while the meter is

    path = tmp_path / "book.md"
    path.write_text(
        "---\ntitle: A\n---\n\n# One\n\nIt *was* so.[^1]\n\n> A quoted\n> word.\n>\n> Another.\n\n"
        "* * *\n\nA line\\\nof verse.\n\n[^1]: A note.\n",
        encoding="utf-8",
    )
    wanted = source_paragraphs.source_paragraphs(path)
    assert wanted == ["It *was* so.", "A quoted word.", "Another."]
    found = ["It was so.1", "word. A quo-ted"]
    assert source_paragraphs.missing(wanted, found) == ["Another."]
    assert source_paragraphs.missing([*wanted, wanted[0]], [*found, "Another"]) == [wanted[0]]
