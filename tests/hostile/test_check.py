"""`check` over files that somebody made to exhaust or to break what reads them."""

import io
import os
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bookmaker import examination
from bookmaker.workers import Limits, allowances

SHORT_OF_MEMORY = Limits(cpu=60, memory=70_000_000, wall=600)
KEEPS_MEMORY = pytest.mark.skipif(
    sys.platform != "linux", reason="macOS and Windows keep no limit of memory"
)
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
ITEM = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{}</body></html>'
)
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>"


def epub(items: str = "", **files: str) -> bytes:
    """An EPUB of one document, and of what else it is given."""
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x'
        "</dc:identifier><dc:title>T</dc:title><dc:language>en</dc:language></metadata>"
        f'<manifest>{ITEM}{items}</manifest><spine><itemref idref="a"/></spine></package>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("p.opf", package)
        for name, content in {"a_xhtml": PAGE.format("x"), **files}.items():
            archive.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of objects numbered from 1, the first its root."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<</Filter/FlateDecode/Length %d%b>>" % (len(packed), more)
    return b"%b stream\n%b\nendstream" % (head, packed)


ROOT, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(resources: bytes = b"<<>>") -> bytes:
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R/Resources%b>>" % resources
    )


QUICK: dict[str, Callable[[], bytes]] = {
    "bomb.epub": lambda: epub(a_xhtml=" " * 99_000_000),
    "deep.epub": lambda: epub(a_xhtml=PAGE.format("<div>" * 100_000 + "</div>" * 100_000)),
    "laughs.epub": lambda: epub(a_xhtml='<!DOCTYPE a [<!ENTITY a "aa">]><a>&a;&a;</a>'),
    "half.epub": lambda: epub()[:300],
    "loop.pdf": lambda: pdf(ROOT, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "deep.pdf": lambda: pdf(
        ROOT, *(b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % number for number in range(3, 9000)), b"1"
    ),
    "nested.pdf": lambda: pdf(ROOT, PAGES, page(), b"[" * 100_000),
    "rootless.pdf": lambda: pdf(b"<<>>"),
    "junk.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "numbers.pdf": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names 3/OpenAction[1]/Lang 5/StructTreeRoot 7/MarkInfo[]>>",
        PAGES, page(b" 9"), b"7",
    ),
    "fonts.pdf": lambda: pdf(
        ROOT, PAGES, page(b"<</Font<</F<</Subtype/Type0/DescendantFonts[]>>/G 9>>>>"), stream(b"")
    ),
    "tags.pdf": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R>>",
        PAGES, page(), stream(b""), b"<</Type/StructTreeRoot/K 5 0 R>>",
    ),
}  # fmt: skip
LONG: dict[str, Callable[[], bytes]] = {
    "paragraphs.epub": lambda: epub(a_xhtml=PAGE.format("<p>a</p>" * 11_000_000)),
    "sheet.epub": lambda: epub(
        '<item id="c" href="c.css" media-type="text/css"/>', c_css="@import url(" * 2_000_000
    ),
    "unpacked.pdf": lambda: pdf(ROOT, PAGES, page(), stream(b"0 0 m " * 50_000_000)),
    "forms.pdf": lambda: pdf(
        ROOT,
        PAGES,
        page(b"<</XObject<</A 5 0 R>>>>"),
        stream(b"/A Do "),
        stream(b"/A Do /A Do", FORM),
    ),
    "pages.pdf": lambda: pdf(
        ROOT,
        *(
            b"<</Type/Pages/Count 1048576/Kids[%d 0 R %d 0 R]>>" % (number, number)
            for number in range(3, 23)
        ),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ),
}
GOOD = epub()
NO_CONTENTS = "BM-EPUB-009"  # what is wrong with it


def codes(*files: Path) -> list[list[str]]:
    found = examination.examine(files, [""], with_epubcheck=False)
    return [[one.code for one in told] for _, told in found]


def refused(folder: Path, name: str, content: bytes) -> None:
    """What breaks its reader is told of, and the file behind it is checked all the same."""
    hostile, other = folder / name, folder / "other.epub"
    hostile.write_bytes(content)
    other.write_bytes(GOOD)
    first, second = codes(hostile, other)
    assert first
    assert NO_CONTENTS in second


@pytest.mark.parametrize("name", list(QUICK))
def test_a_hostile_file_is_told_of(tmp_path: Path, name: str) -> None:
    refused(tmp_path, name, QUICK[name]())


@pytest.mark.prove
@pytest.mark.parametrize("name", list(LONG))
def test_an_exhausting_file_is_told_of(tmp_path: Path, name: str) -> None:
    before = os.times()
    refused(tmp_path, name, LONG[name]())
    after = os.times()
    assert sum(after[:4]) - sum(before[:4]) < 60


@KEEPS_MEMORY
def test_what_takes_too_much_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "check", lambda _: SHORT_OF_MEMORY)
    bomb, other = tmp_path / "bomb.epub", tmp_path / "other.epub"
    bomb.write_bytes(QUICK["bomb.epub"]())
    other.write_bytes(GOOD)
    first, second = codes(bomb, other)
    assert first == ["BM-SYS-004"]
    assert NO_CONTENTS in second


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_no_book(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(Exception, match="BM-INPUT-009"):
        codes(tmp_path / "pipe.pdf")
