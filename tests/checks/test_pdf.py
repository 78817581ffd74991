"""Each spoilt PDF yields exactly its code, and the good one nothing."""

import pikepdf
import pytest

from bookmaker.checks import check_file, check_pdf
from bookmaker.checks.glyphs import may_show_glyph_zero
from bookmaker.diagnostics import Severity
from bookmaker.edition import TRIM_SIZES, Edition


def codes(path, edition: Edition | None = None) -> list[str]:
    return [one.code for one in check_pdf(path, edition)]


@pytest.fixture
def pages(set_line):
    return [[set_line("The lamp", 50, 500)], [set_line("went out.", 50, 500)]]


def test_good(make_pdf, pages):
    path = make_pdf(pages)
    assert codes(path, Edition()) == []
    assert check_file(path) == ()


def test_another_trim(make_pdf, pages):
    found = check_pdf(make_pdf(pages), Edition(trim=TRIM_SIZES["6x9"]))
    assert [one.code for one in found] == ["BM-PDF-005"]
    assert found[0].message == "the pages are 5.5 x 8.5 in, not 6 x 9 in"


def test_pages_differ(make_pdf, pages):
    def widen(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].mediabox = [0, 0, 400, 612]

    found = check_pdf(make_pdf(pages, widen))
    assert [one.code for one in found] == ["BM-PDF-004"]
    assert "2 5.56 x 8.5 in" in found[0].message


def test_the_trim_box_counts(make_pdf, pages):
    def bleed(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.mediabox = [-9, -9, 405, 621]
            page.trimbox = [0, 0, 396, 612]

    assert codes(make_pdf(pages, bleed), Edition()) == []


def test_fonts(make_pdf, pages):
    assert codes(make_pdf(pages, embedded=False)) == ["BM-PDF-006"]
    assert codes(make_pdf(pages, mapped=False)) == ["BM-PDF-007"]


def test_glyph_zero(make_pdf, set_line):
    lines = [set_line("The lamp", 50, 500), set_line("went \0 out", 50, 480)]
    found = check_pdf(make_pdf([[set_line("One", 50, 500)], lines]))
    assert [one.code for one in found] == ["BM-PDF-011"]
    assert "page 2" in found[0].message
    assert "went □ out" in found[0].message


def test_glyph_zero_inside_a_form(make_pdf, pages, set_line):
    def draw(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        form = pdf.make_stream(
            set_line("\0", 50, 400).encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 396, 612],
            Resources=page.Resources,
        )
        page.Resources = pikepdf.Dictionary(
            Font=page.Resources.Font, XObject=pikepdf.Dictionary(X=form)
        )
        page.contents_add(pdf.make_stream(b"/Artifact BMC /X Do EMC"))

    assert codes(make_pdf(pages, draw)) == ["BM-PDF-011"]


@pytest.mark.parametrize(
    ("operators", "may"),
    [
        (b"<00120000> Tj", True),
        (b"<0000> Tj", True),
        (b"<120000340056> Tj", False),
        (b"[<0012> -20 <00340000>] TJ", True),
        (b"<12 0000> Tj", True),
        (b"(\\000\\000) Tj", True),
        (b"1 0 0 1 0000 0000 Tm <0012> Tj", False),
    ],
)
def test_looking_for_glyph_zero(operators: bytes, *, may: bool):
    assert may_show_glyph_zero(operators) is may


@pytest.mark.parametrize(
    ("key", "code"),
    [("/Lang", "BM-PDF-008"), ("/PageLabels", "BM-PDF-010")],
)
def test_what_the_catalogue_says(key: str, code: str, make_pdf, pages):
    assert codes(make_pdf(pages, lambda pdf: pdf.Root.__delitem__(key))) == [code]


def test_no_title(make_pdf, pages):
    path = make_pdf(pages, lambda pdf: pdf.docinfo.__delitem__("/Title"))
    assert codes(path) == ["BM-PDF-009"]


def test_a_title_in_xmp_alone(make_pdf, pages):
    def move(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/Title"]
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "The Lamp"

    assert codes(make_pdf(pages, move)) == []


def test_a_script(make_pdf, pages):
    def run(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=b"app.alert(1)")

    assert codes(make_pdf(pages, run)) == ["BM-PDF-014"]


def picture(pdf: pikepdf.Pdf, pixels: int) -> None:
    image = pdf.make_stream(
        bytes(pixels * pixels),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels,
        Height=pixels,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    page = pdf.pages[0]
    page.Resources.XObject = pikepdf.Dictionary(I=image)
    page.contents_add(pdf.make_stream(b"q 72 0 0 72 50 50 cm /I Do Q"))


def test_pictures(make_pdf, pages):
    assert codes(make_pdf(pages, lambda pdf: picture(pdf, 300))) == []
    found = check_pdf(make_pdf(pages, lambda pdf: picture(pdf, 150)))
    assert [one.code for one in found] == ["BM-PDF-012"]
    assert "page 1 has 150 pixels" in found[0].message


def test_blank_pages(make_pdf, pages):
    assert codes(make_pdf([pages[0], [], [], pages[1]])) == []
    found = check_pdf(make_pdf([pages[0], [], [], [], pages[1]]))
    assert [one.message for one in found] == ["the pages 2 to 4 are blank"]
    assert [one.code for one in found] == ["BM-PDF-013"]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF"]
)
def test_no_pdf(content: bytes, tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(content)
    assert codes(path) == ["BM-PDF-001"]


def test_no_pages(tmp_path):
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "book.pdf")
    assert codes(tmp_path / "book.pdf") == ["BM-PDF-001"]


@pytest.mark.parametrize("password", ["", "secret"])
def test_encrypted(password: str, make_pdf, pages, tmp_path):
    with pikepdf.open(make_pdf(pages)) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user=password))
    assert codes(tmp_path / "locked.pdf") == ["BM-PDF-003"]


def element(pdf: pikepdf.Pdf, kind: str, **more: object) -> pikepdf.Object:
    """An element at the end of the tree."""
    root = pdf.Root.StructTreeRoot
    made = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{kind}"), P=root)
    for key, value in more.items():
        made[f"/{key}"] = value
    root.K.append(pdf.make_indirect(made))
    return root.K[-1]


def test_no_tags(make_pdf, pages):
    found = check_pdf(make_pdf(pages, lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")))
    assert [(one.code, one.severity) for one in found] == [("BM-PDF-016", Severity.NOTE)]


def test_text_outside_the_tree(make_pdf, pages, set_line):
    def forget(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.K[1].K = pikepdf.Array()

    def add(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].contents_add(pdf.make_stream(set_line("and out", 50, 300).encode()))

    def frame(pdf: pikepdf.Pdf) -> None:
        head = f"/Artifact BMC {set_line('Lamps', 50, 580)} EMC"
        pdf.pages[1].contents_add(pdf.make_stream(head.encode()))

    assert codes(make_pdf(pages, forget)) == ["BM-PDF-017"]
    found = check_pdf(make_pdf(pages, add))
    assert [one.code for one in found] == ["BM-PDF-017"]
    assert "page 2" in found[0].message
    assert codes(make_pdf(pages, frame)) == []


def test_text_in_the_tree_twice(make_pdf, pages):
    def again(pdf: pikepdf.Pdf) -> None:
        reference = pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=pdf.pages[0].obj, MCID=0)
        element(pdf, "P", K=reference)

    assert codes(make_pdf(pages, again)) == ["BM-PDF-018"]


def test_headings_pictures_and_links(make_pdf, pages):
    def leap(pdf: pikepdf.Pdf) -> None:
        element(pdf, "H1")
        element(pdf, "H3")

    def mute(pdf: pikepdf.Pdf) -> None:
        element(pdf, "Figure", Pg=pdf.pages[1].obj)
        element(pdf, "Figure", Pg=pdf.pages[1].obj, Alt=pikepdf.String("A lamp"))

    def link(pdf: pikepdf.Pdf) -> None:
        kind = pikepdf.Name.Link
        for words in ("", "Lamps"):
            note = pdf.make_indirect(pikepdf.Dictionary(Subtype=kind, Contents=words))
            pdf.pages[0].obj.Annots = pikepdf.Array([note])
            element(pdf, "Link", K=pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=note))
            if not words:
                stray = note
        pdf.pages[1].obj.Annots = pikepdf.Array([stray])

    assert codes(make_pdf(pages, leap)) == ["BM-PDF-019"]
    assert codes(make_pdf(pages, mute)) == ["BM-PDF-020"]
    found = check_pdf(make_pdf(pages, link))
    assert [one.code for one in found] == ["BM-PDF-021"]
    assert "page 2" in found[0].message
