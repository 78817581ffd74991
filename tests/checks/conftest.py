"""A good EPUB and a good PDF, made by hand, and what spoils them."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:7d9c2f0e-3a55-4a53-9a3b-0f6d2b1c9e10</dc:identifier>
<dc:title>The Lamp</dc:title>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text with one picture.</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/chapter-1.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/chapter-2.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="css/book.css" media-type="text/css"/>
<item id="cover" href="images/cover.png" media-type="image/png" properties="cover-image"/>
</manifest>
<spine><itemref idref="one"/><itemref idref="two"/></spine>
</package>
"""
NAV = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="en" xml:lang="en">
<head><title>Contents</title></head><body>
<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>
<li><a href="text/chapter-1.xhtml">One</a></li><li><a href="text/chapter-2.xhtml#start">Two</a></li>
</ol></nav>
<nav epub:type="landmarks" hidden="hidden"><ol>
<li><a epub:type="bodymatter" href="text/chapter-2.xhtml">Beginning</a></li>
</ol></nav></body></html>
"""
CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="../css/book.css"/></head>
<body epub:type="bodymatter">
<section id="start" class="chapter" epub:type="chapter" role="doc-chapter"
 aria-labelledby="heading">
<header>
<h1 id="heading"><span class="title">{title}</span></h1>
</header>
{body}
</section>
</body>
</html>
"""
ONE = """<p class="first">The lamp went out.<a id="ref-1" class="noteref" epub:type="noteref" \
role="doc-noteref" href="#note-1">1</a> She waited.</p>
<p><img src="../images/cover.png" alt="A lamp"/></p>
<section class="notes" epub:type="footnotes" aria-label="Notes">
<aside id="note-1" class="footnote" epub:type="footnote" role="doc-footnote">
<p><a class="backlink" role="doc-backlink" href="#ref-1" aria-label="Back">1</a> An oil lamp.</p>
</aside>
</section>"""
TWO = """<p class="first">Morning <em>came</em>. \
See <a href="chapter-1.xhtml#heading">before</a>.</p>"""


def png(width: int, height: int, kind: int = 2) -> bytes:
    """A black picture; `kind` is PNG's type of colour: 2 for RGB, 6 for RGB with an alpha."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    row = bytes(1 + width * (3 if kind == 2 else 4))
    body = zlib.compress(row * height, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


PNG = png(1600, 2560)

Edit = Callable[[dict[str, bytes]], None]


def good_entries() -> dict[str, bytes]:
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": PACKAGE.encode(),
        "EPUB/nav.xhtml": NAV.encode(),
        "EPUB/text/chapter-1.xhtml": CHAPTER.format(title="One", body=ONE).encode(),
        "EPUB/text/chapter-2.xhtml": CHAPTER.format(title="Two", body=TWO).encode(),
        "EPUB/css/book.css": b"p { margin: 0; }\n",
        "EPUB/images/cover.png": PNG,
    }


def pack(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            stored = name == "mimetype"
            kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    return path


@pytest.fixture
def make_epub(tmp_path: Path) -> Callable[[Edit | None], Path]:
    """Pack the good EPUB, spoilt by an edit of its entries."""

    def make(edit: Edit | None = None) -> Path:
        entries = good_entries()
        if edit:
            edit(entries)
        return pack(tmp_path / "book.epub", entries)

    return make


def _font(pdf: pikepdf.Pdf, *, embedded: bool = True, mapped: bool = True) -> pikepdf.Object:
    """A Type 0 font whose codes are Unicode; its face is a stand-in, which no check here opens."""
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/AAAAAA+Lamp"), Flags=4,
        FontBBox=[0, 0, 1000, 1000], ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700,
        StemV=80,
    )  # fmt: skip
    if embedded:
        descriptor.FontFile3 = pdf.make_stream(b"\x01\x00\x04\x01", Subtype=pikepdf.Name.OpenType)
    child = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, DW=500,
        BaseFont=pikepdf.Name("/AAAAAA+Lamp"), FontDescriptor=pdf.make_indirect(descriptor),
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
    )  # fmt: skip
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, Encoding=pikepdf.Name("/Identity-H"),
        BaseFont=pikepdf.Name("/AAAAAA+Lamp"), DescendantFonts=[pdf.make_indirect(child)],
    )  # fmt: skip
    if mapped:
        font.ToUnicode = pdf.make_stream(CMAP)
    return pdf.make_indirect(font)


def _tag(pdf: pikepdf.Pdf) -> None:
    """One paragraph a page, with all its lines."""
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    paragraphs = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=root, Pg=page.obj,
                K=pikepdf.Array(range(page.Contents.read_bytes().count(b"BDC"))),
            )
        )
        for page in pdf.pages
    ]  # fmt: skip
    root.K = pikepdf.Array(paragraphs)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Lamp def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0020> <00ff> <0020> endbfrange
2 beginbfchar <fb01> <00660069> <2019> <2019> endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end
"""


def line(text: str, x: float, y: float, size: float = 10) -> str:
    codes = "".join(f"{ord(char):04x}" for char in text)
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET"


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Set lines of text on pages of 5.5 x 8.5 in; each page is a list of `line`s."""

    def make(
        pages: list[list[str]],
        spoil: Callable[[pikepdf.Pdf], None] | None = None,
        **font: bool,
    ) -> Path:
        with pikepdf.new() as pdf:
            face = _font(pdf, **font)
            for lines in pages:
                page = pdf.add_blank_page(page_size=(396, 612))
                page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=face))
                marked = (f"/P <</MCID {n}>> BDC {each} EMC" for n, each in enumerate(lines))
                page.Contents = pdf.make_stream("\n".join(marked).encode())
            pdf.Root.Lang = pikepdf.String("en")
            pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])
            pdf.docinfo["/Title"] = "The Lamp"
            _tag(pdf)
            if spoil:
                spoil(pdf)
            pdf.save(tmp_path / "book.pdf")
        return tmp_path / "book.pdf"

    return make


@pytest.fixture
def set_line() -> Callable[..., str]:
    """Give tests the text operator of one line: text, x, y, size."""
    return line
