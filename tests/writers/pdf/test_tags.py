"""The structure tree: what is read aloud is the book, each paragraph once and in order."""

import io
import re
from dataclasses import dataclass
from xml.etree.ElementTree import fromstring

import pikepdf
import pytest
from PIL import Image

from bookmaker.checks import check_pdf
from bookmaker.edition import Edition
from bookmaker.layout import lay_out
from bookmaker.writers.pdf import write_pdf

XHTML = "{http://www.w3.org/1999/xhtml}"
ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


def letters(text):
    return re.sub(r"[\W_]+", "", text)


def meanings(page):
    """What the codes of each face of a page stand for."""
    return {
        name: {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in ENTRY.findall(font.ToUnicode.read_bytes())
        }
        for name, font in page.Resources.Font.items()
    }


def marked_text(page):
    """The text of a page by the number of its marked content; None holds what is an artifact."""
    faces, face, stack, found = meanings(page), {}, [], {}
    for operands, operator in pikepdf.parse_content_stream(page, "Tf BDC BMC EMC TJ"):
        match str(operator):
            case "Tf":
                face = faces[str(operands[0])]
            case "BDC":
                stack.append(operands[1].get("/MCID"))
            case "BMC":
                stack.append(None)
            case "EMC":
                stack.pop()
            case "TJ":
                found[stack[-1]] = found.get(stack[-1], "") + shown(operands[0], face)
    return found


def shown(operand, face):
    strings = (bytes(each) for each in operand if isinstance(each, pikepdf.String))
    codes = b"".join(strings)
    return "".join(face[int.from_bytes(codes[n : n + 2])] for n in range(0, len(codes), 2))


@dataclass
class Node:
    """An element: `kids` are elements and text, in reading order."""

    kind: str
    kids: list
    alt: str = ""

    def text(self, *, without=""):
        parts = (
            kid if isinstance(kid, str) else kid.text(without=without)
            for kid in self.kids
            if isinstance(kid, str) or kid.kind != without
        )
        return "".join(parts)

    def find(self, *kinds, without=""):
        for kid in self.kids:
            if isinstance(kid, str) or kid.kind == without:
                continue
            if kid.kind in kinds:
                yield kid
            yield from kid.find(*kinds, without=without)


def read_aloud(path):
    """A PDF as a screen reader has it."""
    with pikepdf.open(path) as pdf:
        pages = [marked_text(page) if "/Contents" in page else {} for page in pdf.pages]
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}

        def node(raw, page):
            if isinstance(raw, int):
                return pages[page].get(raw, "")
            page = numbers[raw.Pg.objgen] if "/Pg" in raw else page
            if raw.get("/Type") == "/MCR":
                return pages[page][int(raw.MCID)]
            if raw.get("/Type") == "/OBJR":
                return ""
            kids = raw.K if isinstance(raw.K, pikepdf.Array) else [raw.K]
            alt = str(raw.get("/Alt", ""))
            return Node(str(raw.S)[1:], [node(kid, page) for kid in kids], alt)

        return node(pdf.Root.StructTreeRoot.K, None)


@pytest.fixture(scope="module")
def bound(whole, print_run, tmp_path_factory):
    target = tmp_path_factory.mktemp("dist") / "book.pdf"
    write_pdf(print_run, whole.metadata, Edition(), target)
    return target


@pytest.fixture(scope="module")
def aloud(bound):
    return read_aloud(bound)


def in_source(whole, *tags, notes=False):
    """The letters of the blocks of a book's chapters, those in notes or the others."""
    for document in whole.documents:
        if document.matter == "body":
            root = fromstring(document.xhtml)  # noqa: S314  written here
            inside = {e for aside in root.iter(f"{XHTML}aside") for e in aside.iter()}
            for element in root.iter():
                if element.tag.removeprefix(XHTML) in tags and (element in inside) is notes:
                    yield letters("".join(element.itertext()))


def told(document, *kinds, without=""):
    found = document.find(*kinds, without=without)
    return [letters(each.text(without=without)) for each in found]


def test_each_paragraph_is_one_element_in_the_order_of_the_source(whole, aloud):
    wanted = list(in_source(whole, "p", "h1", "pre"))
    found = told(aloud, "P", "H1", without="Note")[-len(wanted) :]
    assert [in_logical_order(each) for each in found] == wanted


def in_logical_order(text):
    """Glyphs of scripts from right to left stand in the order in which they are drawn."""
    return re.sub("[\u0590-\u05ff]+", lambda word: word[0][::-1], text)


def test_paragraphs_go_over_page_turns(bound):
    with pikepdf.open(bound) as pdf:
        several = [
            each
            for each in elements(pdf.Root.StructTreeRoot.K)
            if each.S == "/P"
            and any(isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid for kid in kids_of(each))
        ]
    assert several, "the sample must turn pages within paragraphs"


def kids_of(element):
    return list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]


def elements(element):
    yield element
    for kid in kids_of(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_a_note_is_read_where_it_is_called(whole, aloud):
    notes = list(aloud.find("Note"))
    assert [letters(p.text()) for note in notes for p in note.find("P")] == list(
        in_source(whole, "p", notes=True)
    )
    (caller,) = (p for p in aloud.find("P", without="Note") if "posts there" in p.text())
    kinds = [kid.kind for kid in caller.kids if isinstance(kid, Node)]
    assert kinds == ["Reference", "Note", "Reference", "Note"]


def test_lists_and_tables(aloud):
    (listed,) = aloud.find("L")
    assert [[kid.kind for kid in item.kids] for item in listed.kids] == [["Lbl", "LBody"]] * 2
    assert [letters(body.text()) for body in listed.find("LBody")] == ["string", "oil"]
    (table,) = aloud.find("Table")
    rows = [[(cell.kind, cell.text()) for cell in row.kids] for row in table.find("TR")]
    assert rows == [[("TH", "Post"), ("TH", "Lamp")], [("TD", "10"), ("TD", "lit")]]


def test_the_contents_say_the_words_before_the_number(aloud):
    entries = [letters(entry.text()) for entry in aloud.find("TOCI")]
    assert entries[:2] == ["Prefacexi", "ChapterOneTheCauseway1"]


def test_heads_folios_and_ornaments_are_not_read_aloud(aloud, print_run):
    text = aloud.text()
    assert text.count("Ada Quill") == 2  # title page and copyright page
    assert "⁂" in text  # typed by the author
    assert text.count("⁂") == 1
    assert print_run.page_count > 20


def test_a_picture_is_told_by_its_description(press, tmp_path):
    data = io.BytesIO()
    Image.new("L", (40, 20), 128).save(data, "PNG")
    picture = press.Resource("images/post.png", "image/png", data.getvalue())
    chapter = press.chapter(
        1,
        '<figure><img src="../images/post.png" alt="A post"/><figcaption><p>The ninth.</p>'
        '</figcaption></figure><p><img src="../images/post.png" alt=""/> After.</p>',
    )
    book = press.publication(chapter, resources=(picture,))
    path = tmp_path / "book.pdf"
    layout = lay_out(book, Edition(half_title=False)).print_run
    write_pdf(layout, book.metadata, Edition(), path)
    (figure,) = read_aloud(path).find("Figure")
    assert (figure.alt, figure.text()) == ("A post", "The ninth.")
    assert [one.code for one in check_pdf(path)] == ["BM-PDF-012"]  # 40 pixels are few
    with pikepdf.open(path) as pdf:
        images = {
            image.objgen
            for page in pdf.pages
            for image in page.Resources.get("/XObject", pikepdf.Dictionary()).values()
        }
        assert len(images) == 1
        (figure,) = (e for e in elements(pdf.Root.StructTreeRoot.K) if e.S == "/Figure")
        left, bottom, right, top = map(float, figure.A.BBox)
    assert (right - left, top - bottom) == pytest.approx((30, 15), abs=0.02)
    area = layout.areas[0]
    assert area.left < left < right < area.right
    assert area.bottom < bottom < top < area.top


def test_a_table_over_pages_says_its_head_once(press, tmp_path):
    rows = "".join(f"<tr><td>{n}</td><td>lit</td></tr>" for n in range(90))
    head = "<thead><tr><th>Post</th><th>Lamp</th></tr></thead>"
    chapter = press.chapter(1, f"<table>{head}<tbody>{rows}</tbody></table><p>After.</p>")
    book = press.publication(chapter)
    path = tmp_path / "book.pdf"
    write_pdf(lay_out(book, Edition()).print_run, book.metadata, Edition(), path)
    aloud = read_aloud(path)
    assert [cell.text() for cell in aloud.find("TH")] == ["Post", "Lamp"]
    assert len(list(aloud.find("TR"))) == 91
    assert check_pdf(path) == ()


def test_words_of_another_language_say_so(press, tmp_path):
    chapter = press.chapter(1, '<p>She said <i lang="fr">bonjour</i> and <em>went</em>.</p>')
    book = press.publication(chapter)
    path = tmp_path / "book.pdf"
    write_pdf(lay_out(book, Edition()).print_run, book.metadata, Edition(), path)
    with pikepdf.open(path) as pdf:
        marked = [e for e in elements(pdf.Root.StructTreeRoot.K) if "/Lang" in e]
        assert [(str(e.S), str(e.Lang)) for e in marked] == [("/Span", "fr")]


def test_the_file_is_whole_and_its_tags_agree_both_ways(bound):
    assert check_pdf(bound, Edition()) == ()
    with pikepdf.open(bound) as pdf:
        assert pdf.check_pdf_syntax() == []
        parents = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        by_key = dict(zip(map(int, parents[::2]), parents[1::2], strict=True))
        for number, page in enumerate(pdf.pages):
            for mcid, element in enumerate(by_key.get(number, [])):
                assert element is None or holds(element, page, mcid)
            for link in page.get("/Annots", []):
                holder = by_key[int(link.StructParent)]
                assert link.objgen in {
                    kid.Obj.objgen
                    for kid in kids_of(holder)
                    if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
                }


def holds(element, page, mcid):
    for kid in kids_of(element):
        if isinstance(kid, int):
            if kid == mcid and element.Pg.objgen == page.objgen:
                return True
        elif kid.get("/Type") == "/MCR" and (int(kid.MCID), kid.Pg.objgen) == (mcid, page.objgen):
            return True
    return False


def claims(path):
    with pikepdf.open(path) as pdf, pdf.open_metadata() as xmp:
        assert pdf.pdf_version == "1.7"
        return xmp.get("pdfuaid:part")


def test_the_file_says_what_it_is_and_no_more(bound, press, tmp_path):
    assert claims(bound) == "1"
    leaping = press.publication(press.chapter(1, "<p>One.</p><h4>Far below</h4>", title="Lamps"))
    path = tmp_path / "book.pdf"
    write_pdf(lay_out(leaping, Edition()).print_run, leaping.metadata, Edition(), path)
    assert claims(path) is None
    assert [one.code for one in check_pdf(path)] == ["BM-PDF-019"]
