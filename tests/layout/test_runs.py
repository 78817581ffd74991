"""Runs: what makes one, where it stands, and that nothing outside it shows in it."""

import io
from dataclasses import replace

import pikepdf
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.edition import TRIM_SIZES, Edition
from bookmaker.errors import BookmakerError
from bookmaker.layout import lay_out
from bookmaker.layout.geometry import geometry, least_gutter
from bookmaker.layout.runs import first_pages, opening_of, stretches
from bookmaker.layout.tree import make
from bookmaker.metadata import Metadata
from bookmaker.workers import Crew, Here
from bookmaker.writers.pdf.assembly import assemble


def section(classes):
    return make(None, "section", classes)


@pytest.mark.parametrize(
    ("classes", "by_chapter_opens"),
    [
        ("half-title front-matter", ("recto", "recto", "recto")),
        ("copyright-page front-matter", ("verso", "verso", "verso")),
        ("front-matter unheaded brief", ("next", "next", "next")),
        ("part body-matter", ("recto", "recto", "recto")),
        ("chapter body-matter opens-body", ("recto", "recto", "recto")),
        ("chapter body-matter after-part", ("recto", "recto", "recto")),
        ("chapter body-matter", ("next", "recto", "")),
        ("chapter body-matter runs-on", ("next", "recto", "")),
        ("authors-note back-matter", ("next", "recto", "next")),
    ],
)
def test_how_sections_open(classes, by_chapter_opens):
    found = tuple(opening_of(section(classes), how) for how in ("next", "recto", "run-on"))
    assert found == by_chapter_opens


def test_chapters_that_run_on_share_a_run():
    names = ("part", "chapter after-part", "chapter", "chapter", "part", "chapter after-part")
    sections = [section(f"{name} body-matter") for name in names]
    found = stretches(sections, "run-on")
    assert [len(each.sections) for each in found] == [1, 3, 1, 1]
    assert {each.opens for each in found} == {"recto"}


@given(st.lists(st.tuples(st.sampled_from(["recto", "verso", "next"]), st.integers(1, 5))))
def test_no_two_runs_share_a_page_and_each_opens_on_its_side(runs):
    firsts = first_pages([opens for opens, _ in runs], [(length, length) for _, length in runs])
    following = 0
    for first, (opens, length) in zip(firsts, runs, strict=True):
        assert first - following in ((0,) if opens == "next" else (0, 1))
        assert opens == "next" or (first % 2 == 0) is (opens == "recto")
        following = first + length


class Backwards(Here):
    """Does jobs in the wrong order, and yields their results in the right one."""

    def run(self, jobs, observe=lambda _: None):
        listed = list(jobs)
        made = {id(job): next(super(Backwards, self).run([job], observe)) for job in listed[::-1]}
        yield from (made[id(job)] for job in listed)


def bound(book, edition, executor=None):
    made = lay_out(book, edition, executor=executor)
    return assemble(made.print_run, book.metadata, edition)


def test_same_bytes_whoever_sets_the_runs(whole):
    here = bound(whole, Edition())
    assert bound(whole, Edition(), Backwards()) == here
    with Crew(2) as crew:
        assert bound(whole, Edition(), crew) == here


def test_a_complaint_of_the_engine_is_heard_from_a_worker(press):
    chapter = press.chapter(1, '<figure><img src="https://example.com/x.png" alt=""/></figure>')
    with Crew(1) as crew, pytest.raises(BookmakerError, match="BM-PAGE-010"):
        lay_out(press.publication(chapter), Edition(), executor=crew)


def test_links_lead_from_run_to_run(press):
    one = press.chapter(1, '<p>See <a href="chapter-02.xhtml#there">further on</a>.</p>')
    two = press.chapter(2, f'{press.prose(3)}<p id="there">Here it is.</p>')
    book = press.publication(one, two)
    with pikepdf.open(io.BytesIO(bound(book, Edition(contents=False)))) as pdf:
        ((link,),) = (list(page.Annots) for page in pdf.pages if "/Annots" in page)
        names = list(pdf.Root.Names.Dests.Names)
        places = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        aim = places[str(link.Dest)][0]
        assert aim.objgen == pdf.pages[-1].obj.objgen
        assert str(link.Contents) == "further on"


def test_a_link_to_nowhere_is_left_out_and_its_words_stay(press):
    lost = press.chapter(1, '<p>See <a href="chapter-09.xhtml#there">further on</a>.</p>')
    content = bound(press.publication(lost), Edition(half_title=False))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a]
    assert links == []
    assert "further on" in pymupdf.open(stream=content)[0].get_text()


def heads(page, area):
    top = page.rect.height - area.top
    return " ".join(word[4] for word in page.get_text("words") if word[3] <= top + 1)


def test_heads_change_where_sections_begin_though_they_share_a_run(press):
    chapters = [
        press.chapter(n, press.prose(7, n), title=name)
        for n, name in enumerate(("Lamps", "Posts", "Boats"), 1)
    ]
    edition = Edition(chapter_opens="run-on", contents=False, half_title=False)
    book = press.publication(*chapters)
    made = lay_out(book, edition).print_run
    assert len(made.runs) == 1
    pages = pymupdf.open(stream=assemble(made, book.metadata, edition))
    seen = [heads(page, area) for page, area in zip(pages, made.areas, strict=True)]
    begun = [start.document for start in made.page_map.pages]
    assert seen[0] == ""  # an opener
    for number in range(2, len(pages), 2):
        page_text = pages[number].get_text()
        first = next((n for n in ("Lamps", "Posts", "Boats") if f"\n{n}\n" in page_text), None)
        of_start = {"text/chapter-01.xhtml": "Lamps", "text/chapter-02.xhtml": "Posts"}
        assert (first or of_start.get(begun[number], "Boats")) in seen[number]
    assert len(pages) >= 4


def test_the_gutter_follows_the_page_count_and_the_measure_stays(press, monkeypatch):
    chapters = [press.chapter(n, "<p>It rained.</p>") for n in range(1, 160)]
    edition = Edition(trim=TRIM_SIZES["5x8"], trim_name="5x8", contents=False)
    book = press.publication(*chapters)
    settings = []
    plain = lay_out.__globals__["Here"].run

    def count(self, jobs, observe):
        listed = list(jobs)
        settings.append(len(listed))
        return plain(self, listed, observe)

    monkeypatch.setattr(Here, "run", count)
    made = lay_out(book, edition).print_run
    assert sum(settings) == len(made.runs) + 1, "no run is set twice"
    recto = next(area for run in made.runs if run.first % 2 == 0 for area in run.areas)
    assert recto.left >= least_gutter(made.page_count)
    assert made.page_count > 150
    assert geometry(edition, 1).measure == pytest.approx(recto.right - recto.left, abs=0.01)


@pytest.mark.parametrize("trim", ["5x8", "5.5x8.5", "6x9", "a5"])
def test_no_page_count_that_printers_bind_changes_the_measure(trim):
    edition = Edition(trim=TRIM_SIZES[trim], trim_name=trim)
    thin = geometry(edition, 24)
    for pages in (150, 151, 300, 301, 500, 501, 700, 701, 828):
        page = geometry(edition, pages)
        assert page.measure == pytest.approx(thin.measure)
        assert page.margins.gutter >= least_gutter(pages)
        assert page.lines == thin.lines


def test_a_face_is_embedded_once_with_the_glyphs_of_all_runs(press):
    one = press.chapter(1, "<p>abc <em>xyz</em></p>")
    two = press.chapter(2, "<p>defg</p>")
    made = lay_out(press.publication(one, two), Edition(contents=False)).print_run
    (upright,) = [face for face in made.faces if face.name.endswith("+EB-Garamond")]
    assert set("abcdefg") <= set(upright.characters.values())
    assert set(upright.widths) == set(upright.characters)
    content = assemble(made, Metadata(title="Test"), Edition())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        programs = {
            bytes(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())
            for page in pdf.pages
            if "/Font" in page.Resources
            for font in page.Resources.Font.values()
        }
        streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Length1" in o]
    assert len(streams) == len(programs)


def test_furniture_with_pictures_of_its_own_becomes_a_form(press):
    """A theme may draw in the margins what needs resources; it must not meet a run's names."""
    book = press.publication(press.chapter(1, press.prose(12)))
    made = lay_out(book, Edition(contents=False, half_title=False)).print_run
    with pikepdf.open(io.BytesIO(made.furniture)) as pdf:
        resources = pdf.pages[0].Resources
        resources.XObject = pikepdf.Dictionary(X=pdf.make_stream(b"0 0 1 1 re f", Subtype="/Form"))
        again = io.BytesIO()
        pdf.save(again)
    drawn = replace(made, furniture=again.getvalue())
    content = assemble(drawn, book.metadata, Edition())
    plain = assemble(made, book.metadata, Edition())
    before, after = pymupdf.open(stream=plain), pymupdf.open(stream=content)
    assert [page.get_text().split() for page in after] == [
        page.get_text().split() for page in before
    ]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/furniture-1" in pdf.pages[1].Resources.XObject
