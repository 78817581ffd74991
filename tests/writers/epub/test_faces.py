"""Which faces a book takes with it."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bookmaker.project import EpubSettings
from bookmaker.publication import ContentDocument, Publication
from bookmaker.writers.epub import write_epub
from bookmaker.writers.epub.faces import characters

NAV = b"<html/>"
Written = Callable[..., zipfile.ZipFile]


@pytest.fixture
def written(bare: Publication, tmp_path: Path) -> Written:
    """Write the least book around some words in some theme."""

    def write(words: str, theme: str = "classic", *, fonts: bool = True) -> zipfile.ZipFile:
        page: ContentDocument = bare.documents[0]
        page = replace(page, xhtml=page.xhtml.replace(b"A word.", words.encode()))
        path = tmp_path / "a.epub"
        write_epub(replace(bare, documents=(page,)), NAV, EpubSettings(theme, fonts=fonts), path)
        return zipfile.ZipFile(path)

    return write


def faces(archive: zipfile.ZipFile) -> set[str]:
    names = (name.removeprefix("EPUB/fonts/") for name in archive.namelist() if "fonts/" in name)
    return {name for name in names if not name.endswith(".txt")}


def sheet(archive: zipfile.ZipFile) -> str:
    return archive.read("EPUB/css/book.css").decode()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Plain words.", {"EBGaramond-Regular.ttf"}),
        ("<em>Sloped</em>", {"EBGaramond-Regular.ttf", "EBGaramond-Italic.ttf"}),
        ("<strong>Fat</strong>", {"EBGaramond-Regular.ttf", "EBGaramond-Bold.ttf"}),
        (
            "<strong><em>Both</em></strong>",
            {f"EBGaramond-{s}.ttf" for s in ("Regular", "Italic", "Bold", "BoldItalic")},
        ),
        ("<code>x</code>", {"EBGaramond-Regular.ttf", "JetBrainsMono-Regular.ttf"}),
        ("★", {"EBGaramond-Regular.ttf", "NotoSansSymbols2-Regular.ttf"}),
        ("中", {"EBGaramond-Regular.ttf", "NotoSerifCJK-Regular.otf"}),
        ("\ue000", {"EBGaramond-Regular.ttf"}),
    ],
)
def test_only_what_the_book_needs_is_embedded(
    written: Written, words: str, wanted: set[str]
) -> None:
    # The classic theme's asterism between scenes is lent by Noto Serif.
    assert faces(written(words)) == wanted | {"NotoSerif-Regular.ttf"}


def test_the_headings_of_a_theme_bring_their_own_face(written: Written) -> None:
    assert faces(written("Words", "modern")) == {"Literata-Regular.ttf", "AlegreyaSans-Bold.ttf"}
    assert faces(written("Words", "fantasy")) == {"EBGaramond-Regular.ttf", "Cinzel-Regular.ttf"}


def test_faces_are_cut_to_the_book_and_keep_their_features(written: Written) -> None:
    archive = written("“Žluťoučký” – ⁂")
    font = TTFont(io.BytesIO(archive.read("EPUB/fonts/EBGaramond-Regular.ttf")))
    covered = set(map(chr, font.getBestCmap()))
    assert set("“Žluťoučký” –") <= covered
    assert "Ж" not in covered
    assert {"smcp", "onum", "liga"} <= {
        record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord
    }
    lent = TTFont(io.BytesIO(archive.read("EPUB/fonts/NotoSerif-Regular.ttf")))
    assert set(lent.getBestCmap()) == {ord("⁂")}
    assert "fpgm" not in font
    assert font["name"].getDebugName(13)


def test_the_sheet_names_faces_first_and_licences_lie_beside_them(written: Written) -> None:
    archive = written("Words")
    css = sheet(archive)
    assert css.startswith('@charset "utf-8";\n@font-face {')
    assert 'body { font-family: "EB Garamond", "Noto Serif", serif }' in css
    names = {name for name in archive.namelist() if name.endswith(".txt")}
    assert names == {"EPUB/fonts/EB-Garamond-OFL.txt", "EPUB/fonts/Noto-Serif-OFL.txt"}
    package = archive.read("EPUB/package.opf")
    assert package.count(b'rel="dcterms:license"') == 2
    assert b'refines="#fonts-EBGaramond-Regular.ttf"' in package


def test_without_faces_no_family_is_named(written: Written) -> None:
    archive = written("Words ★ <code>x</code>", fonts=False)
    assert faces(archive) == set()
    assert "font-family" not in sheet(archive)
    assert b"OFL" not in archive.read("EPUB/package.opf")


def test_characters_are_found_in_bytes() -> None:
    assert characters(["naïve 中".encode(), b"x"]) >= {"ï", "中", "~", " "}
    assert "é" not in characters([b"cafe"])
