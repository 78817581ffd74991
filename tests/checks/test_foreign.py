"""EPUBs as other tools make them: what is wrong is told, what is merely different is not."""

import zipfile
from pathlib import Path

import pytest

from bookmaker.checks import check_epub
from bookmaker.diagnostics import Severity

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="{opf}" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
HTML = """<?xml version='1.0' encoding='utf-8'?>
<html xmlns="http://www.w3.org/1999/xhtml" {more}><head><title>{title}</title>
<link href="{css}" rel="stylesheet" type="text/css"/></head><body class="calibre">{body}</body>
</html>"""
JPEG = b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08\x0a\x00\x06\x40\x03" + bytes(12)
UUID = "urn:uuid:7d9c2f0e-3a55-4a53-9a3b-0f6d2b1c9e10"

# As a converter of e-books makes it: EPUB 2, a cover page drawn in SVG, everything in classes.
CONVERTED = {
    "META-INF/container.xml": CONTAINER.format(opf="content.opf"),
    "content.opf": f"""<package xmlns="http://www.idpf.org/2007/opf" version="2.0"
 unique-identifier="uuid_id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:opf="http://www.idpf.org/2007/opf"><dc:title>The Lamp</dc:title>
<dc:creator opf:role="aut">A. B.</dc:creator><dc:language>en</dc:language>
<dc:identifier id="uuid_id" opf:scheme="uuid">{UUID[9:]}</dc:identifier>
<meta name="cover" content="cover"/><meta name="calibre:timestamp" content="2026-01-01"/></metadata>
<manifest><item href="cover.jpeg" id="cover" media-type="image/jpeg"/>
<item href="titlepage.xhtml" id="titlepage" media-type="application/xhtml+xml"/>
<item href="index_split_000.html" id="id1" media-type="application/xhtml+xml"/>
<item href="stylesheet.css" id="css" media-type="text/css"/>
<item href="toc.ncx" id="ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine toc="ncx"><itemref idref="titlepage"/><itemref idref="id1"/></spine></package>""",
    "titlepage.xhtml": HTML.format(
        more='xml:lang="en"',
        title="Cover",
        css="stylesheet.css",
        body='<div><svg xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"><image width="1600" height="2560"'
        ' xlink:href="cover.jpeg"/></svg></div>',
    ),
    "index_split_000.html": HTML.format(
        more='lang="en" xml:lang="en"',
        title="The Lamp",
        css="stylesheet.css",
        body='<p class="calibre1" align="center"><font size="2">I</font></p>'
        '<p class="calibre1">The lamp went out.<a href="#fn1" id="r1">1</a></p>'
        '<p class="calibre1" id="fn1">1 An oil lamp.</p>',
    ),
    "stylesheet.css": ".calibre { display: block; font-size: 1em }\n@page { margin: 5pt }",
    "cover.jpeg": JPEG,
    "toc.ncx": f"""<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head>
<meta name="dtb:uid" content="{UUID[9:]}"/></head><docTitle><text>The Lamp</text></docTitle><navMap>
<navPoint id="a" playOrder="1"><navLabel><text>I</text></navLabel>
<content src="index_split_000.html"/></navPoint></navMap></ncx>""",
}

# As a converter of markup makes it: nav among what is read, notes at the end, styles inline.
MARKED = {
    "META-INF/container.xml": CONTAINER.format(opf="EPUB/content.opf"),
    "EPUB/content.opf": f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0"
 unique-identifier="id" xml:lang="en"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{UUID}</dc:identifier><dc:title>The Lamp</dc:title>
<dc:language>C</dc:language><dc:date>May 2026</dc:date>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ch1" href="text/ch001.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="styles/stylesheet1.css" media-type="text/css"/></manifest>
<spine><itemref idref="nav"/><itemref idref="ch1"/></spine></package>""",
    "EPUB/nav.xhtml": HTML.format(
        more='xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en"',
        title="The Lamp",
        css="styles/stylesheet1.css",
        body='<nav epub:type="toc"><ol><li><a href="text/ch001.xhtml#one">One</a></li></ol></nav>',
    ),
    "EPUB/text/ch001.xhtml": HTML.format(
        more='xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en"',
        title="One",
        css="../styles/stylesheet1.css",
        body='<section epub:type="bodymatter chapter" id="one"><h1>One</h1><h3>Deep</h3>'
        '<p>The lamp went out.<a href="#fn1" id="r1" epub:type="noteref"><sup>1</sup></a></p>'
        '<div style="color: red">Red.</div>'
        '<aside epub:type="footnote" id="fn1"><p>An oil lamp.</p></aside></section>',
    ),
    "EPUB/styles/stylesheet1.css": "body { font-family: serif; color: #111 }\np { margin: 1em 0 }",
}


def pack(path: Path, entries: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in entries.items():
            archive.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return path


CASES = {
    "converted": (CONVERTED, "", []),
    "converted for kindle": (CONVERTED, "kindle", ["BM-STORE-016"]),
    "converted for kobo": (CONVERTED, "kobo", ["BM-STORE-020"]),
    "marked": (
        MARKED,
        "",
        [
            *("BM-EPUB-019", "BM-EPUB-014", "BM-EPUB-017", "BM-EPUB-037", "BM-EPUB-039"),
            *("BM-EPUB-047", "BM-EPUB-047", "BM-EPUB-047", "BM-EPUB-022", "BM-EPUB-027"),
        ],
    ),
    "marked for kindle": (
        MARKED,
        "kindle",
        ["BM-STORE-009", "BM-STORE-025", "BM-STORE-025", "BM-STORE-029"],
    ),
    "marked for apple": (MARKED, "apple", ["BM-STORE-009", "BM-STORE-030"]),
    "marked for kobo": (
        MARKED,
        "kobo",
        ["BM-STORE-009", "BM-STORE-020", "BM-STORE-022", "BM-STORE-023"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_others_make(case: str, tmp_path: Path) -> None:
    entries, profile, wanted = CASES[case]
    found = [one.code for one in check_epub(pack(tmp_path / "lamp.epub", entries), profile)]
    if profile:
        found = [code for code in found if code.startswith("BM-STORE")]
    assert found == wanted


def test_a_language_that_a_locale_gave_is_an_error(tmp_path: Path) -> None:
    """Send to Kindle answers a language of "C" with no more than a number."""
    found = check_epub(pack(tmp_path / "lamp.epub", MARKED))
    grave = [one for one in found if one.severity is Severity.ERROR]
    assert [one.message for one in grave] == ["'C' is not a language tag"]
