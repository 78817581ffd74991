"""Finished books as reading engines show them: epub.js and foliate-js, in headless Chromium.

    sh scripts/setup_proofs.sh
    pytest -m prove tests/reading

`read.mjs` opens a book as a reader would and tells what was seen; here it is judged, against what
stands in the EPUB's own files.
"""

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bookmaker.pipeline import Request, build

pytestmark = pytest.mark.prove

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BOOKS = {
    "kinds": HERE / "kinds",
    "right-to-left": HERE / "right-to-left",
    "sample": ROOT / "manuscript",
}
ENGINES = ("epubjs", "foliate")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LEAST_MARK = 3.0  # WCAG 2.2, 1.4.11

Report = dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """A built book: its file, and its documents by their name in the package folder."""

    path: Path
    documents: dict[str, str]


@pytest.fixture(scope="session", autouse=True)
def _tools() -> None:
    browser = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not (HERE / "node_modules").is_dir() or not shutil.which("node"):
        pytest.skip("no reading engines: sh scripts/setup_proofs.sh")
    if not Path(browser).exists():
        pytest.skip(f"no Chromium at {browser}; CHROMIUM names another")


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Edition]:
    @cache
    def built(name: str) -> Edition:
        out = tmp_path_factory.mktemp(name)
        build(Request(BOOKS[name], out))
        (path,) = out.glob("*.epub")
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xhtml")]
            documents = {n.removeprefix("EPUB/"): archive.read(n).decode() for n in names}
        return Edition(path, documents)

    return built


def read(*arguments: str | Path) -> Report:
    done = subprocess.run(
        ["node", HERE / "read.mjs", *arguments], capture_output=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr.decode()
    report: Report = json.loads(done.stdout)
    return report


@pytest.fixture(scope="session")
def toured(edition: Callable[[str], Edition]) -> Callable[[str, str], Report]:
    @cache
    def tour(engine: str, name: str) -> Report:
        return read("tour", engine, edition(name).path)

    return tour


def letters(html: str) -> str:
    plain = unescape(re.sub(r"<[^>]*>", "", html))
    return "".join(char for char in plain if char.isalnum())


def body(document: str) -> str:
    return document.partition("<body")[2].partition(">")[2]


def behind(document: str, anchor: str) -> str:
    """Return the letters that follow the element with this id, its own included."""
    at = re.search(rf'<[^>]*\bid="{re.escape(anchor)}"[^>]*>', document)
    assert at is not None, anchor
    return letters(document[at.start() :])


def flat(points: list[Report]) -> list[Report]:
    return [one for point in points for one in (point, *flat(point["children"]))]


tours = pytest.mark.parametrize("engine", ENGINES)
books = pytest.mark.parametrize("name", BOOKS)


@books
@tours
def test_every_document_is_shown_whole(
    engine: str, name: str, edition: Callable[[str], Edition], toured: Callable[[str, str], Report]
) -> None:
    report, built = toured(engine, name), edition(name)
    assert report["faults"] == []
    assert {item["href"] for item in report["spine"]} == set(built.documents)
    assert [i["href"] for i in report["spine"] if not i["linear"]] == ["nav.xhtml"]
    for href, seen in report["seen"].items():
        assert seen["broken"] == [], href
        assert seen["faces"] == 0, href
        assert seen["sheet"], href
        assert seen["height"] > 0, href
        if href != "nav.xhtml":  # landmarks and pages are hidden in it
            assert seen["letters"] == len(letters(body(built.documents[href]))), href


@books
@tours
def test_contents_and_landmarks_lead_where_they_say(
    engine: str, name: str, edition: Callable[[str], Edition], toured: Callable[[str, str], Report]
) -> None:
    report, built = toured(engine, name), edition(name)
    contents = flat(report["toc"])
    links = report["links"]
    assert len(contents) >= 1
    for link in links:
        assert link["at"], link
        assert link["at"]["onScreen"], link
    for point, link in zip(contents, links[: len(contents)], strict=True):
        assert link["at"]["title"] == point["label"]
        said = "".join(filter(str.isalnum, point["label"]))
        heading = link["at"]["heading"]
        assert not heading or letters(heading) == said
    marks = {link["type"]: link for link in links[len(contents) :]}
    assert {"cover", "titlepage", "toc", "bodymatter"} <= set(marks)
    for kind, link in marks.items():
        document = built.documents[link["href"].partition("#")[0]]
        assert {"cover": "cover", "titlepage": "title-page", "toc": "nav"}.get(kind, "") in (
            link["at"]["role"]
        )
        if kind == "bodymatter":
            assert 'epub:type="bodymatter"' in document


@books
@tours
def test_each_printed_page_is_found_at_its_first_words(
    engine: str, name: str, edition: Callable[[str], Edition], toured: Callable[[str, str], Report]
) -> None:
    report, built = toured(engine, name), edition(name)
    marked = sum(text.count('role="doc-pagebreak"') for text in built.documents.values())
    assert len(report["pages"]) == marked > 0
    for page in report["pages"]:
        href, _, anchor = page["href"].partition("#")
        assert anchor.startswith("page-")
        assert page["label"] in {anchor.removeprefix("page-"), "NaN"}  # epub.js reads numbers only
        at = page["at"]
        assert at, page
        assert at["words"] == behind(built.documents[href], anchor)[: len(at["words"])]
        assert at["onScreen"], page
        assert at["wordOnScreen"], page


@books
@tours
def test_a_note_opens_and_returns(
    engine: str, name: str, edition: Callable[[str], Edition], toured: Callable[[str, str], Report]
) -> None:
    report, built = toured(engine, name), edition(name)
    calls = sum(text.count('role="doc-noteref"') for text in built.documents.values())
    assert len(report["notes"]) == calls
    assert calls or name == "sample"
    for note in report["notes"]:
        if engine == "foliate":  # the note pops up, alone and whole
            assert note["popped"]["type"] == "footnote", note
            assert note["popped"]["hidden"], note
            assert note["popped"]["text"] == note["text"]
        else:
            assert note["onScreen"], note
            assert note["returned"], note


@books
@tours
def test_the_authors_own_links_lead_to_their_headings(
    engine: str, name: str, toured: Callable[[str, str], Report]
) -> None:
    inner = toured(engine, name)["inner"]
    assert [link["title"] for link in inner] == (["The Loft"] if name == "kinds" else [])


SCHEMES = ("day", "night", "large", "night-large-narrow", "bare", "readium")


@books
@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stays_legible(scheme: str, name: str, edition: Callable[[str], Edition]) -> None:
    report = read("look", scheme, edition(name).path)
    assert report["faults"] == []
    assert len(report["documents"]) == len(edition(name).documents)
    breaks = 0
    for href, seen in report["documents"].items():
        assert seen["faint"] == [], href
        assert seen["least"] >= LEAST_CONTRAST, href
        assert seen["cut"] == [], href
        breaks += len(seen["breaks"])
        for mark in seen["breaks"]:
            assert mark["width"] >= 1, href
            assert mark["contrast"] >= LEAST_MARK, href
        if scheme == "night-large-narrow":  # tables may need two dimensions (WCAG 2.2, 1.4.10)
            assert [said for said in seen["over"] if not re.match(r"t[hd]\.", said)] == [], href
        elif scheme != "bare":
            assert seen["over"] == [], href
            assert seen["width"][0] <= seen["width"][1], href
    assert breaks > 0
