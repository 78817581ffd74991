"""What an author says of the book: through settings into package, PDF, front matter, `inspect`."""

import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from bookmaker import checks
from bookmaker.cli import app
from bookmaker.metadata import conjunction, in_a_row

OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
DC = "{http://purl.org/dc/elements/1.1/}"

SETTINGS = """
[book]
title = "Die Furt & andere"
subtitle = "Geschichten"
author = ["Ada Marlowe", { name = "Bo Reed", file_as = "Reed, Bo" }, "Ina Holt"]
translator = "Cy Marsh"
illustrator = "Di Lee"
contributors = [{ name = "Eva Foe", role = "cover designer" }, { name = "Flo Gee", role = "pfr" }]
language = "de"
series = "Furten"
series_position = "2.5"
publisher = "Wehr"
copyright_holder = "Ada Marlowe"
copyright_year = "2024"
edition = "Zweite Auflage"
description = "Eine Furt."
date = 2024-05-17
original_language = "en"
original_title = "The Ford"
subjects = ["Flüsse"]
bisac = ["FIC009020 FICTION / Fantasy / Epic", "FIC029000"]
thema = "FMB Epische Fantasy"
audience = "Erwachsene"
ages = "16-"
rating = "ab 16"
content_warnings = ["Tod eines Tieres", "Krieg"]
content_warning_page = true
[print]
isbn = "978-0-306-40615-7"
[epub]
isbn = "9783161484100"
"""
CLAIMS = """
[accessibility]
conforms = true
certified_by = "Barrierefrei GmbH"
credential = "Prüfsiegel"
report = "https://example.org/report"
date = 2024-05-01
exemption = "eaa-microenterprise"
"""
STORY = "# Eins\n\nEs war ein Fluss.\n\n# Zwei\n\nUnd dann eine Furt.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def project(folder: Path, settings: str = SETTINGS, story: str = STORY) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "bookmaker.toml").write_text(settings, encoding="utf-8")
    (folder / "furt.md").write_text(story, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project(tmp_path_factory.mktemp("furt"), SETTINGS + CLAIMS)
    result = run("build", folder, "--out", folder / "out")
    assert result.exit_code == 0, result.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def package(built: Path) -> etree._Element:
    with zipfile.ZipFile(next(built.glob("*.epub"))) as archive:
        return etree.fromstring(archive.read("EPUB/package.opf"))


def metas(root: etree._Element, name: str) -> list[str]:
    return [m.text for m in root.iter(f"{OPF}meta") if m.get("property") == name]


def refined(root: etree._Element, target: str) -> dict[str, str]:
    found = (m for m in root.iter(f"{OPF}meta") if m.get("refines") == f"#{target}")
    return {meta.get("property"): meta.text for meta in found}


def test_the_package_says_what_shops_and_libraries_use(package: etree._Element) -> None:
    subjects = {s.text: refined(package, s.get("id")) for s in package.iter(f"{DC}subject")}
    assert subjects == {
        "Flüsse": {},
        "FICTION / Fantasy / Epic": {"authority": "BISAC", "term": "FIC009020"},
        "FIC029000": {"authority": "BISAC", "term": "FIC029000"},
        "Epische Fantasy": {"authority": "Thema", "term": "FMB"},
    }
    roles = [refined(package, c.get("id"))["role"] for c in package.iter(f"{DC}contributor")]
    assert roles == ["trl", "ill", "cov", "pfr"]
    assert metas(package, "schema:bookEdition") == ["Zweite Auflage"]
    assert metas(package, "dcterms:audience") == ["Erwachsene"]
    assert metas(package, "schema:typicalAgeRange") == ["16-"]
    assert metas(package, "schema:contentRating") == [
        "ab 16", "Content warnings: Tod eines Tieres; Krieg",
    ]  # fmt: skip
    assert metas(package, "schema:translationOfWork") == ["The Ford"]
    assert refined(package, "original") == {"schema:inLanguage": "en"}
    assert metas(package, "pageBreakSource") == ["urn:isbn:9780306406157"]
    assert metas(package, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert metas(package, "a11y:exemption") == ["eaa-microenterprise"]


def test_lists_are_called_in_the_language_of_the_book(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.epub"))) as archive:
        ncx = etree.fromstring(archive.read("EPUB/toc.ncx"))
        nav = archive.read("EPUB/nav.xhtml").decode()
    (listed,) = ncx.iter(f"{NCX}pageList")
    assert listed.findtext(f"{NCX}navLabel/{NCX}text") == "Seiten"
    assert 'aria-label="Seiten"' in nav
    assert "<title>Inhalt</title>" in nav


def test_epubcheck_finds_nothing_in_all_this(built: Path) -> None:
    found = checks.run_epubcheck(next(built.glob("*.epub")))
    if found is None:
        pytest.skip("EPUBCheck needs Java")
    assert [str(one) for one in found if one.severity != "note"] == []


def test_the_pdf_says_what_fits_and_shows_its_own_isbn(built: Path) -> None:
    with pikepdf.open(next(built.glob("*.pdf"))) as pdf, pdf.open_metadata() as xmp:
        assert str(pdf.docinfo["/Author"]) == "Ada Marlowe, Bo Reed und Ina Holt"
        assert xmp["dc:identifier"] == "urn:isbn:9780306406157"
        assert xmp["dc:publisher"] == {"Wehr"}
        assert xmp["dc:contributor"] == {"Cy Marsh", "Di Lee", "Eva Foe", "Flo Gee"}
        assert xmp["dc:rights"] == "Copyright © 2024 Ada Marlowe"
        assert "BISAC FIC029000" in xmp["dc:subject"]
        assert xmp["{http://prismstandard.org/namespaces/basic/3.0/}isbn"] == "9780306406157"


def test_warnings_stand_on_a_page_and_people_where_they_belong(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.epub"))) as archive:
        pages = {
            name: archive.read(name).decode() for name in archive.namelist() if "text/" in name
        }
    warning = pages["EPUB/text/content-warning.xhtml"]
    assert "<p>Tod eines Tieres</p>" in warning
    assert 'epub:type="notice"' in warning
    assert (
        '<span class="supplied">Umschlag von</span> Eva Foe'
        in (pages["EPUB/text/copyright-page.xhtml"])
    )
    title = pages["EPUB/text/title-page.xhtml"]
    assert 'Bo Reed <span class="supplied">und</span> Ina Holt' in title
    assert "Flo Gee" not in "".join(pages.values())
    assert "Bo Reed und Ina Holt" in pages["EPUB/text/cover.xhtml"]


def test_warnings_that_were_typed_are_not_set_twice(tmp_path: Path) -> None:
    typed = "# Content Warning\n\nA war.\n\n# One\n\nA river.\n"
    folder = project(tmp_path / "p", SETTINGS.replace('"de"', '"en"'), typed)
    result = run("build", folder, "--out", tmp_path / "out", "--format", "epub")
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(next((tmp_path / "out").glob("*.epub"))) as archive:
        names = [name for name in archive.namelist() if "content-warning" in name]
        assert names == ["EPUB/text/content-warning.xhtml"]
        assert b"Krieg" not in archive.read(names[0])


def test_inspect_shows_it_all(tmp_path: Path) -> None:
    folder = project(tmp_path / "p")
    shown = run("inspect", folder).stdout
    for words in ("Cy Marsh (translator)", "Furten, 2.5", "BISAC FIC029000", "9780306406157",
                  "Tod eines Tieres; Krieg", "The Ford"):  # fmt: skip
        assert words in shown
    table = json.loads(run("inspect", folder, "--json").stdout)["metadata"]
    assert table["codes"][0] == {
        "scheme": "BISAC", "code": "FIC009020", "heading": "FICTION / Fantasy / Epic",
    }  # fmt: skip


@pytest.mark.parametrize("alt", ["", "furt.png"])
def test_no_claim_stands_against_a_finding(tmp_path: Path, alt: str) -> None:
    from PIL import Image  # noqa: PLC0415  only here

    folder = project(tmp_path / "p", SETTINGS + CLAIMS, f"{STORY}\n![{alt}](furt.png)\n")
    Image.new("RGB", (9, 5), "red").save(folder / "furt.png")
    result = run("build", folder, "--out", tmp_path / "out", "--format", "epub")
    assert result.exit_code == 2
    assert "BM-EPUB-098" in result.stderr
    assert "furt.md:9" in result.stderr
    assert not (tmp_path / "out").exists()
    (folder / "bookmaker.toml").write_text(SETTINGS, encoding="utf-8")
    assert run("build", folder, "--out", tmp_path / "out", "--format", "epub").exit_code == 0


@pytest.mark.parametrize(
    ("language", "names", "row"),
    [
        ("en", ["A"], "A"),
        ("en-GB", ["A", "B"], "A and B"),
        ("de", ["A", "B", "C"], "A, B und C"),
        ("es", ["Ana", "Inés"], "Ana e Inés"),
        ("es", ["Ana", "Hielo"], "Ana y Hielo"),
        ("ja", ["一", "二", "三"], "一、二、三"),
        ("he", ["א", "ב"], "א וב"),
        ("xx", ["A", "B"], "A, B"),
        ("en", [], ""),
    ],
)
def test_names_are_joined_as_the_language_does(language: str, names: list[str], row: str) -> None:
    assert in_a_row(names, language) == row
    assert conjunction(language)
