"""Each broken EPUB yields exactly its code, and the good one nothing."""

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bookmaker.checks import check_epub, check_file, run_epubcheck
from bookmaker.diagnostics import CATALOGUE
from bookmaker.errors import InputError

sys.path.insert(0, str(Path(__file__).parent))
from edits import NAV, ONE, OPF, TWO, Entries, both, drop, enlist, last, png, put, swap

MARKER = '<span epub:type="pagebreak" role="doc-pagebreak" id="p" aria-label="1"></span>'

BROKEN = {
    "mimetype not first": (last("mimetype"), "BM-EPUB-002"),
    "mimetype with a line end": (put("mimetype", b"application/epub+zip\n"), "BM-EPUB-002"),
    "mimetype of something else": (put("mimetype", b"application/epub+zap"), "BM-EPUB-002"),
    "no container": (drop("META-INF/container.xml"), "BM-EPUB-003"),
    "no package": (drop(OPF), "BM-EPUB-003"),
    "package broken": (swap(OPF, "</spine>", ""), "BM-EPUB-004"),
    "chapter broken": (swap(TWO, "</em>", ""), "BM-EPUB-004"),
    "unknown entity": (swap(TWO, "Morning", "Morning&nbsp;"), "BM-EPUB-004"),
    "document declares entities": (
        swap(TWO, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY x "laugh">]>'),
        "BM-EPUB-004",
    ),
    "no title": (swap(OPF, "<dc:title>The Lamp</dc:title>", ""), "BM-EPUB-005"),
    "empty title": (swap(OPF, "The Lamp", " "), "BM-EPUB-005"),
    "no language": (swap(OPF, "<dc:language>en</dc:language>", ""), "BM-EPUB-005"),
    "wrong identifier": (
        swap(OPF, 'unique-identifier="id"', 'unique-identifier="x"'),
        "BM-EPUB-005",
    ),
    "modified is no instant": (swap(OPF, "T00:00:00Z", ""), "BM-EPUB-005"),
    "file missing": (drop("EPUB/css/book.css"), ("BM-EPUB-006", "BM-EPUB-010", "BM-EPUB-010")),
    "file not listed": (put("EPUB/.DS_Store", b"spare"), "BM-EPUB-007"),
    "spine empty": (
        swap(OPF, '<itemref idref="one"/><itemref idref="two"/>', ""),
        ("BM-EPUB-008", "BM-EPUB-023", "BM-EPUB-023"),
    ),
    "spine names nothing": (
        swap(OPF, 'idref="two"', 'idref="three"'),
        ("BM-EPUB-008", "BM-EPUB-023"),
    ),
    "no nav": (swap(OPF, ' properties="nav"', ""), "BM-EPUB-009"),
    "nav without contents": (swap(NAV, 'epub:type="toc"', 'epub:type="lot"'), "BM-EPUB-009"),
    "link to no file": (swap(NAV, "chapter-1", "chapter-9"), "BM-EPUB-010"),
    "link to no id": (swap(TWO, "#heading", "#nothing"), "BM-EPUB-010"),
    "link out of the archive": (swap(TWO, "chapter-1.xhtml#heading", "../../../x"), "BM-EPUB-010"),
    "style names no file": (
        put("EPUB/css/book.css", b"@font-face { src: url('../fonts/x.ttf') }"),
        "BM-EPUB-010",
    ),
    "id twice": (swap(TWO, '<p class="first">', '<p id="start">'), "BM-EPUB-011"),
    "picture without words": (swap(ONE, ' alt="A lamp"', ""), "BM-EPUB-012"),
    "document without language": (swap(TWO, ' lang="en" xml:lang="en"', ""), "BM-EPUB-013"),
    "no hazard": (swap(OPF, "schema:accessibilityHazard", "schema:hazard"), "BM-EPUB-014"),
    "picture from the network": (
        swap(ONE, "../images/cover.png", "https://example.org/cover.png"),
        "BM-EPUB-015",
    ),
    "style from the network": (
        put("EPUB/css/book.css", b"@import 'http://example.org/x.css';"),
        "BM-EPUB-015",
    ),
    "item on the network": (
        enlist("http://a.example/x.css", "text/css"),
        "BM-EPUB-015",
    ),
    "script": (
        swap(TWO, "</section>", "<script>go()</script></section>"),
        ("BM-EPUB-016", "BM-EPUB-035"),
    ),
    "handler": (
        swap(TWO, '<p class="first">', '<p onclick="go()">'),
        ("BM-EPUB-016", "BM-EPUB-035"),
    ),
    "address that runs": (swap(TWO, "chapter-1.xhtml#heading", "javascript:go()"), "BM-EPUB-016"),
    "no cover": (swap(OPF, ' properties="cover-image"', ""), "BM-EPUB-017"),
    "language no tag": (swap(OPF, "<dc:language>en<", "<dc:language>en_GB!<"), "BM-EPUB-019"),
    "listed twice": (
        enlist("css/book.css", "text/css"),
        "BM-EPUB-020",
    ),
    "heading left out": (
        swap(TWO, "</section>", "<h3>Too deep</h3></section>"),
        "BM-EPUB-022",
    ),
    "contents beside the reading order": (
        swap(OPF, '<itemref idref="two"/>', ""),
        "BM-EPUB-023",
    ),
    "contents out of order": (
        swap(
            OPF,
            '<itemref idref="one"/><itemref idref="two"/>',
            '<itemref idref="two"/><itemref idref="one"/>',
        ),
        "BM-EPUB-024",
    ),
    "picture of another kind": (put("EPUB/images/cover.png", b"GIF89a" + bytes(20)), "BM-EPUB-025"),
    "face that is none": (
        both(
            put("EPUB/fonts/x.ttf", b"<html>"),
            enlist("fonts/x.ttf", "font/ttf"),
        ),
        "BM-EPUB-025",
    ),
    "picture that few can show": (
        both(
            put("EPUB/images/x.tif", b"II*\0"),
            enlist("images/x.tif", "image/tiff"),
        ),
        "BM-EPUB-026",
    ),
    "no landmarks": (swap(NAV, 'epub:type="landmarks"', 'epub:type="loi"'), "BM-EPUB-027"),
    "a page that is not listed": (
        swap(
            TWO,
            "Morning",
            f"{MARKER}Morning",
        ),
        "BM-EPUB-028",
    ),
    "pages of no book": (
        both(
            swap(
                TWO,
                "Morning",
                f"{MARKER}Morning",
            ),
            swap(
                NAV,
                "</body>",
                '<nav epub:type="page-list"><ol>'
                '<li><a href="text/chapter-2.xhtml#p">1</a></li></ol></nav></body>',
            ),
        ),
        "BM-EPUB-029",
    ),
    "table without heads": (
        swap(TWO, "</section>", "<table><tr><td>1</td></tr></table></section>"),
        "BM-EPUB-030",
    ),
    "link without words": (
        swap(TWO, '">before</a>', '"><img src="../images/cover.png" alt=""/></a>'),
        "BM-EPUB-031",
    ),
    "document without title": (swap(TWO, "<title>Two</title>", "<title> </title>"), "BM-EPUB-032"),
    "obfuscated face": (
        both(
            put("EPUB/fonts/x.ttf", b"noise"),
            enlist("fonts/x.ttf", "font/ttf"),
            put(
                "META-INF/encryption.xml",
                b'<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
                b'<e:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/>'
                b'<e:CipherReference URI="EPUB/fonts/x.ttf"/></e:EncryptedData></encryption>',
            ),
        ),
        "BM-EPUB-033",
    ),
    "twice in the reading order": (
        swap(OPF, '<itemref idref="two"/>', '<itemref idref="two"/><itemref idref="two"/>'),
        "BM-EPUB-034",
    ),
    "a drawing that is not told": (
        swap(
            TWO,
            "</section>",
            '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg></section>',
        ),
        "BM-EPUB-035",
    ),
    "a script that is not there": (
        swap(OPF, '<item id="two" ', '<item id="two" properties="scripted" '),
        "BM-EPUB-035",
    ),
    "a name with a space": (
        both(
            put("EPUB/css/my book.css", b""),
            enlist("css/my%20book.css", "text/css"),
        ),
        "BM-EPUB-036",
    ),
    "names that differ by case": (
        both(
            put("EPUB/css/BOOK.css", b""),
            enlist("css/BOOK.css", "text/css"),
        ),
        ("BM-EPUB-036", "BM-EPUB-036"),
    ),
    "date that is none": (
        swap(OPF, "</metadata>", "<dc:date>May 2001</dc:date></metadata>"),
        "BM-EPUB-037",
    ),
    "a uuid that is none": (swap(OPF, "urn:uuid:7d9c2f0e-", "urn:uuid:zz9c2f0e-"), "BM-EPUB-038"),
    "no summary": (swap(OPF, "schema:accessibilitySummary", "schema:about"), "BM-EPUB-039"),
    "metadata of nothing": (
        swap(OPF, "</metadata>", '<meta refines="#x" property="role">aut</meta></metadata>'),
        "BM-EPUB-040",
    ),
    "package without language": (swap(OPF, ' xml:lang="en"', ""), "BM-EPUB-041"),
    "small cover": (put("EPUB/images/cover.png", png(300, 480)), "BM-EPUB-042"),
    "another book's ncx": (
        both(
            put(
                "EPUB/toc.ncx",
                b'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head>'
                b'<meta name="dtb:uid" content="x"/></head><navMap/></ncx>',
            ),
            enlist("toc.ncx", "application/x-dtbncx+xml"),
            swap(OPF, "<spine>", '<spine toc="added">'),
        ),
        "BM-EPUB-043",
    ),
    "direction in a style": (put("EPUB/css/book.css", b".x { direction: rtl }"), "BM-EPUB-044"),
    "old element": (swap(TWO, "<em>came</em>", "<font>came</font>"), "BM-EPUB-045"),
    "old attribute": (swap(TWO, '<p class="first">', '<p align="left">'), "BM-EPUB-045"),
    "box in a paragraph": (swap(TWO, "<em>came</em>", "<div>came</div>"), "BM-EPUB-046"),
    "item without list": (swap(TWO, "</section>", "<li>salt</li></section>"), "BM-EPUB-046"),
    "text in a list": (swap(TWO, "</section>", "<ul>salt</ul></section>"), "BM-EPUB-046"),
    "link in a link": (
        swap(TWO, ">before<", '>be<a href="#start">fo</a>re<'),
        "BM-EPUB-046",
    ),
    "type without role": (swap(TWO, ' role="doc-chapter"', ""), "BM-EPUB-047"),
    "nothing to read in order": (
        both(
            swap(OPF, 'idref="one"/>', 'idref="one" linear="no"/>'),
            swap(OPF, 'idref="two"/>', 'idref="two" linear="no"/>'),
        ),
        "BM-EPUB-048",
    ),
    "encrypted": (
        put(
            "META-INF/encryption.xml",
            b'<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
            b'<e:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
            b"</encryption>",
        ),
        "BM-EPUB-021",
    ),
}


@pytest.mark.parametrize("case", BROKEN, ids=list(BROKEN))
def test_broken(case, make_epub):
    edit, code = BROKEN[case]
    codes = (code,) if isinstance(code, str) else code
    found = check_epub(make_epub(edit))
    assert tuple(one.code for one in found) == codes, found
    assert all(one.severity is CATALOGUE[one.code].severity for one in found)


def test_good(make_epub):
    assert check_epub(make_epub()) == ()
    assert check_file(make_epub()) == ()


def test_a_licence_need_not_be_listed(make_epub):
    assert check_epub(make_epub(put("EPUB/fonts/OFL.txt", b"free"))) == ()


def test_a_link_is_told_by_its_line(make_epub):
    found = check_epub(make_epub(swap(TWO, "#heading", "#nothing")))
    assert str(found[0].span) == "book.epub/EPUB/text/chapter-2.xhtml:12"
    assert len(found) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 10, b"text"])
def test_no_archive(content, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(content)
    assert [one.code for one in check_epub(path)] == ["BM-EPUB-001"]


def test_empty_archive(tmp_path):
    path = tmp_path / "book.epub"
    zipfile.ZipFile(path, "w").close()
    assert [one.code for one in check_epub(path)] == ["BM-EPUB-002", "BM-EPUB-003"]


def test_damaged_entry(make_epub):
    path = make_epub()
    content = bytearray(path.read_bytes())
    at = content.index(b"EPUB/text/chapter-2.xhtml") + 40
    content[at : at + 20] = bytes(20)
    path.write_bytes(content)
    assert [one.code for one in check_epub(path)] == ["BM-EPUB-001"]


def test_entry_twice_and_outside(make_epub):
    path = make_epub()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("EPUB/nav.xhtml", archive.read("EPUB/nav.xhtml"))
    assert [one.code for one in check_epub(path)] == ["BM-EPUB-018"]


def test_bomb_is_not_unpacked(make_epub, monkeypatch):
    monkeypatch.setattr("bookmaker.checks.archive.TOTAL_LIMIT", 20_000)
    path = make_epub(put("EPUB/css/book.css", bytes(100_000)))
    assert [one.code for one in check_epub(path)] == ["BM-EPUB-001"]


def test_bomb_that_lies_about_its_size(make_epub, monkeypatch):
    monkeypatch.setattr("bookmaker.checks.archive.ENTRY_LIMIT", 5_000)
    path = make_epub(put("EPUB/css/book.css", bytes(100_000)))
    assert [one.code for one in check_epub(path)] == ["BM-EPUB-001"]


def test_entities_are_not_multiplied(make_epub):
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]>'
    edit = swap(TWO, "<!DOCTYPE html>", doctype)
    assert [one.code for one in check_epub(make_epub(edit))] == ["BM-EPUB-004"]


def test_neither_epub_nor_pdf(tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(b"GIF89a")
    with pytest.raises(InputError) as refused:
        check_file(path)
    assert [one.code for one in refused.value.diagnostics] == ["BM-PDF-002"]
    with pytest.raises(InputError) as refused:
        check_file(tmp_path / "absent.epub")
    assert [one.code for one in refused.value.diagnostics] == ["BM-INPUT-001"]
    with pytest.raises(InputError) as refused:
        check_file(tmp_path)
    assert [one.code for one in refused.value.diagnostics] == ["BM-INPUT-009"]


def test_an_epub_2_of_others(make_epub):
    ncx = (
        b'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head>'
        b'<meta name="dtb:uid" content="urn:uuid:7d9c2f0e-3a55-4a53-9a3b-0f6d2b1c9e10"/></head>'
        b"<navMap>"
        b'<navPoint id="a" playOrder="1"><navLabel><text>One</text></navLabel>'
        b'<content src="text/chapter-1.xhtml"/></navPoint></navMap></ncx>'
    )

    def older(entries: Entries) -> None:
        entries["EPUB/toc.ncx"] = ncx
        swap(OPF, 'version="3.0"', 'version="2.0"')(entries)
        item = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        swap(OPF, "</manifest>", f"{item}</manifest>")(entries)
        swap(OPF, "</metadata>", '<meta name="cover" content="cover"/></metadata>')(entries)

    assert check_epub(make_epub(older)) == ()


def test_epubcheck_agrees(make_epub: Callable[..., Path]):
    found = run_epubcheck(make_epub(swap(TWO, "#heading", "#nothing")))
    if found is None:
        pytest.skip("EPUBCheck or Java is absent")  # it is EPUBCheck that is to agree
    assert [one.code for one in found] == ["BM-EPUB-090"]
    assert "RSC-012" in found[0].message
    assert str(found[0].span).startswith("book.epub/EPUB/text/chapter-2.xhtml:12")


def test_epubcheck_absent(make_epub, monkeypatch):
    monkeypatch.setattr("bookmaker.checks.epubcheck.find_java", lambda: None)
    assert run_epubcheck(make_epub()) is None
