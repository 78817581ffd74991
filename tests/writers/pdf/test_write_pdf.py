"""The file as a reader of PDF sees it."""

import dataclasses

import pikepdf
import pypdfium2
import pytest

from bookmaker.edition import Edition
from bookmaker.errors import BookmakerError, MachineError
from bookmaker.writers.pdf import write_pdf


@pytest.fixture(scope="module")
def path(whole, print_run, tmp_path_factory):
    target = tmp_path_factory.mktemp("dist") / "book.pdf"
    write_pdf(print_run, whole.metadata, Edition(), target)
    return target


def test_labels_are_the_page_maps(path, print_run):
    pdf = pypdfium2.PdfDocument(path)
    labels = [pdf.get_page_label(number) for number in range(len(pdf))]
    pdf.close()
    assert labels == [start.label for start in print_run.page_map.pages]


def test_the_outline_leads_to_the_chapters(path, print_run):
    pdf = pypdfium2.PdfDocument(path)
    outline = [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()]
    pdf.close()
    assert outline == [(mark.title, mark.page) for mark in print_run.outline]


def test_metadata_language_and_dates(path, whole):
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"]) == whole.metadata.title
        assert str(pdf.docinfo["/Author"]) == "Ada Quill"
        assert str(pdf.docinfo["/ModDate"]) == "D:20240517100000Z"
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == whole.metadata.title
            assert xmp["dc:creator"] == ["Ada Quill"]
            assert xmp["xmp:ModifyDate"] == "2024-05-17T10:00:00Z"


def test_links_in_the_contents_lead_to_pages(path):
    with pikepdf.open(path) as pdf:
        links = [a for a in pdf.pages[8].Annots if a.Subtype == "/Link"]
        assert len(links) >= 4
        names = pdf.Root.Names.Dests.Names
        known = {str(name) for name in list(names)[::2]}
        assert all(str(link.Dest) in known for link in links)


def test_same_bytes_twice(whole, print_run, path, tmp_path):
    write_pdf(print_run, whole.metadata, Edition(), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == path.read_bytes()


def test_several_runs_are_bound_in_order(whole, print_run, tmp_path):
    run = print_run.runs[-1]
    again = dataclasses.replace(run, first=print_run.page_count + 1, anchors={})
    twice = dataclasses.replace(print_run, runs=(*print_run.runs, again))
    write_pdf(twice, whole.metadata, Edition(), tmp_path / "two.pdf")
    with pikepdf.open(tmp_path / "two.pdf") as pdf:
        assert len(pdf.pages) == print_run.page_count + 1 + len(run.areas)
        assert "/Contents" not in pdf.pages[print_run.page_count]


def test_a_missing_page_is_noticed(whole, print_run, tmp_path):
    run = print_run.runs[-1]
    more = dataclasses.replace(run, areas=(*run.areas, run.areas[0]))
    short = dataclasses.replace(print_run, runs=(*print_run.runs[:-1], more))
    with pytest.raises(BookmakerError, match="BM-PDF-015"):
        write_pdf(short, whole.metadata, Edition(), tmp_path / "short.pdf")
    assert not (tmp_path / "short.pdf").exists()


def test_a_folder_that_is_not_there(whole, print_run, tmp_path):
    with pytest.raises(MachineError, match="BM-SYS-001"):
        write_pdf(print_run, whole.metadata, Edition(), tmp_path / "no" / "book.pdf")
