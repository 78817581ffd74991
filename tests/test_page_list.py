"""The printed pages in the EPUB, from one build of a real book with both editions."""

import json
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from lxml import etree

from bookmaker import checks
from bookmaker.layout.machine import missing_library
from bookmaker.pipeline import Request, build

if missing_library():
    pytest.skip(f"no PDF without {missing_library()}", allow_module_level=True)

ROOT = Path(__file__).parents[1]
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
MARKER = re.compile(
    r'<span epub:type="pagebreak" role="doc-pagebreak" id="page-([^"]*)" aria-label="([^"]*)">'
    "</span>"
)
SETTINGS = """[book]
title = "The Long Ferry"
author = "Ada Marlowe"
language = "en-GB"
publisher = "Withy House"
{isbn}
"""


def manuscript() -> str:
    """Return enough of our own words for pages of all kinds, with words that are hyphenated."""
    line = (
        "The ferryman considered the extraordinary responsibilities of conversation"
        " and the unaccountable disinclination of neighbouring communities to acknowledge them; "
    )
    chapters = []
    for number in range(1, 5):
        paragraphs = [
            f"Number {number}.{n}: {line * (1 + (n * 7 + number) % 6)}*quietly*, & so on."
            for n in range(1, 14)
        ]
        paragraphs.insert(6, "* * *")
        if number == 3:
            rows = "".join(f"Ferry {row} | It goes at {row}\n" for row in range(120))
            paragraphs.insert(3, f"Ferry | What it does\n-|-\n{rows}".rstrip())
        chapters.append(f"# Chapter {number}\n\n" + "\n\n".join(paragraphs))
    return "\n\n".join(chapters) + "\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bound(tmp_path_factory.mktemp("made"), "")


def bound(folder: Path, print_isbn: str, formats: tuple[str, ...] = ()) -> Path:
    """Build the book in `folder` and return where its editions are."""
    source = folder / "ferry"
    source.mkdir()
    (source / "ferry.md").write_text(manuscript(), encoding="utf-8")
    settings = SETTINGS.format(isbn='\n[epub]\nisbn = "978-0-306-40615-7"\n')
    if print_isbn:
        settings += f'\n[print]\nisbn = "{print_isbn}"\n'
    (source / "bookmaker.toml").write_text(settings, encoding="utf-8")
    out = folder / "out"
    done = build(Request(source, out, formats))  # type: ignore[arg-type]  Format's names
    assert done.record.diagnostics == ()
    return out


def read(out: Path) -> dict[str, str]:
    with zipfile.ZipFile(next(out.glob("*.epub"))) as archive:
        return {
            name.removeprefix("EPUB/"): archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xhtml", ".opf", ".ncx"))
        }


def test_each_printed_page_begins_with_the_words_the_epub_marks(made: Path) -> None:
    told = json.loads((made / "build.json").read_text(encoding="utf-8"))
    starts = checks.check_page_starts(next(made.glob("*.epub")), next(made.glob("*.pdf")))
    pages = told["page_list"]
    assert starts.diagnostics == ()
    assert starts.verified == pages["marked"] == pages["verified"]
    assert pages["marked"] + len(pages["left_out"]) == told["pages"]
    assert {left["kind"] for left in pages["left_out"]} <= {"blank", "print-only"}
    files = read(made)
    marked = [label for name in files for _, label in MARKER.findall(files[name])]
    assert len(marked) == pages["marked"]
    within = [
        m for text in files.values() for m in re.findall(r"\w[\w,;]* (?=<span epub:type=\"p)", text)
    ]
    assert len(within) > 3, "the book must turn pages within paragraphs"
    rows = [text for text in files.values() if text.count("<tr><td><span epub:type=") > 1]
    assert rows, "a table must go over pages"


def test_a_page_that_leads_astray_is_found(made: Path, tmp_path: Path) -> None:
    epub = next(made.glob("*.epub"))
    wrong = tmp_path / "wrong.epub"
    with zipfile.ZipFile(epub) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("chapter-02.xhtml"):
                found = list(MARKER.finditer(text.decode()))[-1][0].encode()
                text = text.replace(found, b"").replace(b"</h1>", b"</h1>" + found)
            target.writestr(name, text)
    starts = checks.check_page_starts(wrong, next(made.glob("*.pdf")))
    assert [found.code for found in starts.diagnostics] == ["BM-LAW-010"]


def test_nav_ncx_and_markers_say_the_same(made: Path) -> None:
    files = read(made)
    nav = etree.fromstring(files["nav.xhtml"].encode())
    listed = nav.xpath("//*[local-name()='nav'][@id='page-list']//*[local-name()='a']")
    ncx = etree.fromstring(files["toc.ncx"].encode())
    targets = list(ncx.iter(f"{NCX}pageTarget"))
    assert [(a.text, a.get("href")) for a in listed] == [
        (t.find(f".//{NCX}text").text, t.find(f"{NCX}content").get("src")) for t in targets
    ]
    for entry in listed:
        document, _, anchor = entry.get("href").partition("#")
        assert (anchor.removeprefix("page-"), entry.text) in MARKER.findall(files[document])
    order = [int(t.get("playOrder")) for t in targets]
    assert order == sorted(order)
    assert listed[0].text in {"iii", "iv"}
    assert listed[-1].text.isdigit()


def test_landmarks_lead_to_cover_contents_and_beginning(made: Path) -> None:
    files = read(made)
    marks = files["nav.xhtml"].partition('epub:type="landmarks"')[2]
    kinds = re.findall(r'epub:type="(\w+)" href="([^"#]*)', marks)
    assert [kind for kind, _ in kinds] == ["cover", "titlepage", "toc", "bodymatter"]
    assert all(href in files for _, href in kinds)
    assert '<itemref idref="nav.xhtml" linear="no"/>' in files["package.opf"]


def test_the_printed_book_is_named(made: Path, tmp_path: Path) -> None:
    source = ">The Long Ferry. Withy House. Print edition, 5.5 × 8.5 in</meta>"
    assert f'<meta property="pageBreakSource"{source}' in read(made)["package.opf"]
    out = bound(tmp_path, "9781861972712")
    package, page = (read(out)[name] for name in ("package.opf", "text/copyright-page.xhtml"))
    assert '<meta property="pageBreakSource">urn:isbn:9781861972712</meta>' in package
    assert ">urn:isbn:9780306406157</dc:identifier>" in package
    assert package.count("9781861972712") == 1
    assert "9780306406157" in page.replace("-", "")
    assert "9781861972712" not in page.replace("-", "")
    for feature in ("pageBreakMarkers", "pageNavigation"):
        assert f"{feature}</meta>" in package
    found = checks.run_epubcheck(next(out.glob("*.epub")))
    if found is None:
        pytest.skip("EPUBCheck needs Java")
    assert found == ()


def test_without_a_pdf_no_pages_are_claimed(tmp_path: Path) -> None:
    out = bound(tmp_path, "9781861972712", ("epub",))
    whole = "".join(read(out).values())
    assert "page-list" not in whole
    assert "pagebreak" not in whole.lower()
    assert "pageNavigation" not in whole
    assert "pageList" not in whole
    assert json.loads((out / "build.json").read_text(encoding="utf-8"))["page_list"] is None


def test_the_same_book_twice_has_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = bound(tmp_path, "")
    first, second = (next(out.glob("*.epub")).read_bytes() for out in (made, again))
    assert first == second


def test_a_picture_that_fills_a_page_has_no_words_to_compare(tmp_path: Path) -> None:
    source = tmp_path / "book"
    source.mkdir()
    (source / "tall.png").write_bytes(tall_png())
    (source / "book.md").write_text(
        "# One\n\nWords before the picture.\n\n![A tall grey plate](tall.png)\n\n"
        "Words after the picture.\n",
        encoding="utf-8",
    )
    (source / "bookmaker.toml").write_text(
        '[book]\ntitle = "Plate"\nauthor = "Ada Marlowe"\nlanguage = "en"\n', encoding="utf-8"
    )
    done = build(Request(source, tmp_path / "out"))
    assert [d for d in done.record.diagnostics if not d.code.startswith("BM-PDF-012")] == []
    pages = done.record.page_list
    assert pages is not None
    assert pages.marked + len(pages.left_out) == done.record.counts.pages


def tall_png() -> bytes:
    """Return a grey picture that takes a page."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    width, height = 600, 1000
    rows = zlib.compress(b"\0" * (width + 1) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
