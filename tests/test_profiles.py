"""Store editions of one build: what differs, and that nothing else does."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from bookmaker.checks import run_epubcheck
from bookmaker.checks.document_words import spine_words
from bookmaker.cli import app
from bookmaker.layout.machine import missing_library
from bookmaker.pipeline import Request, build
from bookmaker.stores import NAMES, store

ISBN = "9780306406157"
SETTINGS = f"""[book]
title = "The Long Ferry"
author = "Ada Marlowe"
language = "en-GB"
publisher = "Withy House"
identifier = "urn:uuid:7471d957-f889-52e5-94aa-24909fade83e"
[epub]
isbn = "{ISBN}"
profiles = ["kepub", "kindle"]
[accessibility]
exemption = "eaa-microenterprise"
"""
TEXT = """# Foreword

Before it.

# Part One

## Chapter 1: The Lamp

The lamp went out.[^1] “Who is there?” said Mr. Hale. Nobody spoke.

![A lamp on a sill](lamp.png "Lit.")

* * *

> Round and round the water goes,
> where it goes to nobody knows.

Some *more. And* more, `x = 1`, & so on.

[^1]: An oil lamp. It smoked.

## Chapter 2: The Weir

| Day | Water |
|-----|-------|
| one | high  |

The end.

# Part Two

## Chapter 3

Later.
"""
LAMP = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6360606000000004000160a1f1b50000000049454e44ae426082"
)
SUFFIXES = {name: store(name).suffix for name in NAMES}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.md").write_text(TEXT, encoding="utf-8")
    (folder / "lamp.png").write_bytes(LAMP)
    (folder / "bookmaker.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything at once: PDF, plain EPUB, all editions."""
    out = tmp_path_factory.mktemp("made")
    formats = ("epub",) if missing_library() else ()
    done = build(Request(source, out, formats, profiles=("kobo", "apple")))  # type: ignore[arg-type]
    # The exemption is the one thing that Kobo's edition cannot say.
    told = [one.code for one in done.record.diagnostics if not one.code.startswith("BM-PDF")]
    assert told == ["BM-STORE-036"]
    return out


def edition(out: Path, name: str = "") -> Path:
    return out / f"the-long-ferry{SUFFIXES.get(name, '.epub')}"


def read(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"EPUB/{name}").decode("utf-8")


def names(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return {name.removeprefix("EPUB/") for name in archive.namelist()}


def test_each_edition_is_listed_with_its_profile(made: Path) -> None:
    listed = json.loads((made / "build.json").read_text())["artifacts"]
    editions = {one["profile"]: one for one in listed if one["kind"] == "epub"}
    assert set(editions) == {"", *NAMES}
    for name, one in editions.items():
        assert one["path"] == edition(made, name).name
        data = edition(made, name).read_bytes()
        assert one["bytes"] == len(data)
        assert one["sha256"] == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_every_edition_says_the_same(made: Path, name: str) -> None:
    skipped = {"cover", "contents"}

    def said(path: Path) -> list[tuple[str, str, tuple[str, ...]]]:
        found = [one for one in spine_words(path) if one.role not in skipped and one.matter]
        return [
            (one.name, " ".join(one.text.split()), one.notes)
            for one in found
            if "nav" not in one.name
        ]

    assert said(edition(made, name)) == said(edition(made))


@pytest.mark.parametrize("name", ["", *NAMES])
def test_epubcheck_finds_nothing(made: Path, name: str) -> None:
    found = run_epubcheck(edition(made, name), usage=True)
    if found is None:
        pytest.skip("EPUBCheck or Java is absent")
    allowed = {"CSS-028", "OPF-097"} if name == "kindle" else {"CSS-028"}
    assert {re.findall(r"EPUBCheck (\S+):", one.message)[0] for one in found} <= allowed


def test_the_older_epubcheck_finds_nothing_in_what_is_for_kobo(made: Path) -> None:
    found = run_epubcheck(edition(made, "kobo"), version="4.2.6")
    if found is None:
        pytest.skip("EPUBCheck 4.2.6 or Java is absent")
    assert found == ()


def test_the_older_epubcheck_is_the_older_one(made: Path) -> None:
    found = run_epubcheck(edition(made), version="4.2.6")
    if found is None:
        pytest.skip("EPUBCheck 4.2.6 or Java is absent")
    assert any("exemption" in one.message for one in found)


def test_kindle(made: Path) -> None:
    path = edition(made, "kindle")
    opf = read(path, "package.opf")
    assert "text/cover.xhtml" not in names(path)
    assert 'properties="cover-image"' in opf
    spine = re.findall(r'idref="text-([\w-]+)\.xhtml"', opf)
    assert spine[spine.index("contents") + 1] == "foreword"
    assert 'idref="nav.xhtml"' not in opf
    contents = read(path, "text/contents.xhtml")
    assert re.findall(r'href="([\w-]+\.xhtml)"', contents) == re.findall(
        r'<li><a href="text/([\w-]+\.xhtml)"', read(path, "nav.xhtml").partition("page-list")[0]
    )
    assert re.findall(r'<reference type="(\w+)" .*?href="(.*?)"', opf) == [
        ("toc", "text/contents.xhtml"),
        ("text", "text/part-1.xhtml"),
    ]
    assert 'href="text/contents.xhtml">Contents' in read(path, "nav.xhtml")
    css = read(path, "css/book.css")
    assert "body { font-family" not in css
    assert not [name for name in names(path) if "EBGaramond" in name]
    assert [name for name in names(path) if "JetBrainsMono" in name]
    assert _depth(read(path, "toc.ncx")) == 2


def _depth(ncx: str) -> int:
    root = etree.fromstring(ncx.encode())
    return max(
        sum(1 for up in point.iterancestors() if up.tag == point.tag) + 1
        for point in root.iter("{http://www.daisy.org/z3986/2005/ncx/}navPoint")
    )


def test_kobo(made: Path) -> None:
    path = edition(made, "kobo")
    opf = read(path, "package.opf")
    assert f'<dc:identifier id="publication-id">urn:isbn:{ISBN}</dc:identifier>' in opf
    assert '<dc:identifier id="other-id">urn:uuid:7471d957' in opf
    assert opf.count(ISBN) == 1
    assert f'content="urn:isbn:{ISBN}"' in read(path, "toc.ncx")
    assert "pageBreakSource" not in opf
    assert "a11y:exemption" not in opf
    if not missing_library():
        assert 'property="source-of">pagination<' in opf
    assert names(path) == names(edition(made))


def test_kepub(made: Path) -> None:
    path = edition(made, "kepub")
    assert path.name.endswith(".kepub.epub")
    chapter = read(path, "text/chapter-01.xhtml")
    assert re.search(r">\s“Who is there\?” said Mr\.\sHale\. </span>", chapter)
    for name in names(path):
        if name.startswith("text/"):
            assert 'id="book-columns"' in read(path, name)
    assert read(path, "nav.xhtml") == read(edition(made), "nav.xhtml")
    assert "#book-inner" in read(path, "css/book.css")
    plain = read(edition(made), "text/chapter-01.xhtml")
    taken = re.sub(r'<span class="koboSpan"[^>]*>(.*?)</span>', r"\1", chapter, flags=re.DOTALL)
    taken = taken.replace('<div id="book-columns">\n<div id="book-inner">\n', "")
    assert taken.replace("</div>\n</div>\n</body>", "</body>") == plain


def test_apple(made: Path) -> None:
    opf = read(edition(made, "apple"), "package.opf")
    assert '<meta property="ibooks:specified-fonts">true</meta>' in opf
    assert 'prefix="ibooks: http://vocabulary.itunes.apple.com/' in opf
    assert "a11y:exemption" in opf


def test_the_plain_epub_does_not_know_of_the_others(
    made: Path, source: Path, tmp_path: Path
) -> None:
    formats = ("epub",) if missing_library() else ("epub", "pdf")
    build(Request(source, tmp_path / "again", formats, profiles=("apple", "kobo", "kobo")))  # type: ignore[arg-type]
    for name in ("", *NAMES):
        assert edition(tmp_path / "again", name).read_bytes() == edition(made, name).read_bytes()


def test_a_profile_alone_on_the_line_needs_no_plain_epub(source: Path, tmp_path: Path) -> None:
    if missing_library():
        pytest.skip("needs a PDF")
    args = ["build", source, "--out", tmp_path, "--format", "pdf", "--profile", "apple"]
    result = CliRunner().invoke(app, [str(one) for one in args])
    assert result.exit_code == 0, result.output
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {
        *("the-long-ferry-apple.epub", "the-long-ferry.pdf", "the-long-ferry-cover.jpg"),
        "build.json",
    }


def test_a_profile_that_is_unknown_in_the_settings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Once.\n")
    (tmp_path / "bookmaker.toml").write_text('[epub]\nprofiles = ["nook"]\n')
    result = CliRunner().invoke(app, ["build", str(tmp_path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "kindle, kobo, kepub, apple" in result.stderr
    assert "bookmaker.toml:2" in result.stderr
