"""Each folder of tests/cases/markup: a book, and the documents and findings it becomes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bookmaker.book import Book
from bookmaker.markup import nav_document, render
from bookmaker.pictures import Picture

CASES = Path(__file__).parents[1] / "cases" / "markup"
Golden = Callable[[Path, str], None]
Loader = Callable[[Path], tuple[Book, dict[str, Picture]]]


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_book_becomes_the_expected_documents(
    case: Path,
    load_case: Loader,
    golden: Callable[[Path, str], None],
    request: pytest.FixtureRequest,
) -> None:
    rendering = render(*load_case(case))
    publication = rendering.publication
    texts = {document.name: document.xhtml.decode() for document in publication.documents}
    texts["nav.xhtml"] = nav_document(publication, is_in_spine=True).decode()
    expected = case / "expected"
    stale = set(expected.rglob("*.xhtml")) - {expected / name for name in texts}
    if request.config.getoption("--update-golden"):
        for path in stale:
            path.unlink()
        stale = set()
    for name, text in texts.items():
        golden(expected / name, text)
    said = "".join([f"{diagnostic}\n" for diagnostic in rendering.diagnostics])
    if said or (expected / "diagnostics.txt").exists():
        golden(expected / "diagnostics.txt", said)
    assert not stale
