"""What the pages of our own PDFs say: the quick reading, beside PDFium's."""

from pathlib import Path

import pikepdf
import pytest

from bookmaker.checks.glyphs import UNKNOWN
from bookmaker.checks.page_runs import Run, page_runs

MAP = (
    b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    b"3 beginbfchar <0001> <0041> <0002> <00660069> <0003> <0062> endbfchar"
)


def made(folder: Path, content: bytes) -> Path:
    """A PDF of one page with a face of three glyphs: A, fi, b."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.X,
        ToUnicode=pdf.make_stream(MAP),
    )
    page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    page.obj["/Contents"] = pdf.make_stream(content)
    path = folder / "a.pdf"
    pdf.save(path)
    return path


def test_text_and_place(tmp_path: Path) -> None:
    content = (
        b"q 1 0 0 1 5 0 cm\n1 0 0 -1 0 100 cm\nq\n0.5 0 0 0.5 0 0 cm\nBT\n1 0 0 -1 10 40 Tm\n"
        b"/F 10 Tf\n[<0001>-20<00020003>] TJ\nET\nQ\nBT\n/F 10 Tf\n<0001> Tj\nET\nQ"
    )
    (runs,) = page_runs(made(tmp_path, content))
    assert runs == (Run(80.0, "Afib"), Run(100.0, "A"))


def test_glyph_zero_and_what_nobody_explains_are_boxes(tmp_path: Path) -> None:
    (runs,) = page_runs(made(tmp_path, b"BT\n/F 10 Tf\n[<000100000009>] TJ\nET"))
    assert runs is not None
    assert runs[0].text == f"A{UNKNOWN}{UNKNOWN}"


@pytest.mark.parametrize("opening", [b"/Artifact\nBMC", b"/Artifact <</Type /Pagination>> BDC"])
def test_artifacts_are_no_text_of_the_page(tmp_path: Path, opening: bytes) -> None:
    inner = b"/P\n<</MCID 0>>\nBDC\nBT\n/F 10 Tf\n<0001> Tj\nET\nEMC\n"
    content = opening + b"\n" + inner + b"EMC\n" + inner.replace(b"0001", b"0003")
    (runs,) = page_runs(made(tmp_path, content))
    assert runs is not None
    assert [run.text for run in runs] == ["b"]


@pytest.mark.parametrize(
    "content",
    [
        b"BT\n/F 10 Tf\n(A) Tj\nET",  # a string of another kind
        b"BT\n/F 10 Tf\n10 20 Td\n<0001> Tj\nET",  # another way to a place
        b"BT\n/F 10 Tf\n<0001> Tj <0002> Tj\nET",  # two in a line
        b"BT\n/G 10 Tf\n<0001> Tj\nET",  # a face that is not there
        b"BT\n<0001> Tj\nET",
        b"BT\n/F 10 Tf\n<d800> Tj\nET",
        b"BT\n/F 10 Tf\n<00> Tj\nET",
        b"BT\n/F 10 Tf\n3 Tr\n<0001> Tj\nET",
    ],
)
def test_what_our_layout_does_not_write_is_left_to_a_library(
    tmp_path: Path, content: bytes
) -> None:
    assert list(page_runs(made(tmp_path, content))) == [None]
