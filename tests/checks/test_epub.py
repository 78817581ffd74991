"""Each broken EPUB yields exactly its code, and the good one nothing."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bookmaker.checks import check_epub, check_file, run_epubcheck
from bookmaker.diagnostics import CATALOGUE
from bookmaker.errors import InputError

Entries = dict[str, bytes]
OPF, NAV = "EPUB/package.opf", "EPUB/nav.xhtml"
ONE, TWO = "EPUB/text/chapter-1.xhtml", "EPUB/text/chapter-2.xhtml"


def swap(name: str, old: str, new: str) -> Callable[[Entries], None]:
    def edit(entries: Entries) -> None:
        assert old.encode() in entries[name]
        entries[name] = entries[name].replace(old.encode(), new.encode())

    return edit


def drop(*names: str) -> Callable[[Entries], None]:
    def edit(entries: Entries) -> None:
        for name in names:
            del entries[name]

    return edit


def put(name: str, content: bytes) -> Callable[[Entries], None]:
    def edit(entries: Entries) -> None:
        entries[name] = content

    return edit


def last(name: str) -> Callable[[Entries], None]:
    def edit(entries: Entries) -> None:
        entries[name] = entries.pop(name)

    return edit


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
        "BM-EPUB-008",
    ),
    "spine names nothing": (swap(OPF, 'idref="two"', 'idref="three"'), "BM-EPUB-008"),
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
        swap(
            OPF,
            "</manifest>",
            '<item id="x" href="http://a.example/x.css" media-type="text/css"/></manifest>',
        ),
        "BM-EPUB-015",
    ),
    "script": (swap(TWO, "</section>", "<script>go()</script></section>"), "BM-EPUB-016"),
    "handler": (swap(TWO, '<p class="first">', '<p onclick="go()">'), "BM-EPUB-016"),
    "address that runs": (swap(TWO, "chapter-1.xhtml#heading", "javascript:go()"), "BM-EPUB-016"),
    "no cover": (swap(OPF, ' properties="cover-image"', ""), "BM-EPUB-017"),
    "language no tag": (swap(OPF, "<dc:language>en<", "<dc:language>en_GB!<"), "BM-EPUB-019"),
    "listed twice": (
        swap(
            OPF,
            "</manifest>",
            '<item id="x" href="css/book.css" media-type="text/css"/></manifest>',
        ),
        "BM-EPUB-020",
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
        b'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>'
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
        pytest.skip("EPUBCheck or Java is absent")
    assert [one.code for one in found] == ["BM-EPUB-090"]
    assert "RSC-012" in found[0].message
    assert str(found[0].span).startswith("book.epub/EPUB/text/chapter-2.xhtml:12")


def test_epubcheck_absent(make_epub, monkeypatch):
    monkeypatch.setattr("bookmaker.checks.epubcheck.find_java", lambda: None)
    assert run_epubcheck(make_epub()) is None
