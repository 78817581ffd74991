"""Every hostile or broken input of the corpus, through the command line, in a watched process."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bookmaker.checks import run_epubcheck

sys.path.insert(0, str(Path(__file__).parent))

from corpus import CATEGORIES, Case, cases
from door import Door, Run
from judge import Books, documents, judge, shown

CASES = cases()
WORDS_SHOWN = 120


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    with Door() as one:
        yield one


def attempt(case: Case, place: Path, door: Door, *formats: str) -> Run:
    source = case.lay(place)
    told = case.told
    asked = [word for one in formats for word in ("--format", one)]
    argv = ["build", str(source), "--out", str(place / "out"), *asked, *told.get("args", [])]
    if "cwd" in told and told["cwd"].endswith("gone"):
        (place / told["cwd"]).mkdir()
    return door.run(argv, place, told)


def outline(place: Path) -> str:
    """The words of each document, or how many there are."""
    epub = Books(place / "out").epub
    told = documents(epub) if epub else {}
    words = sum(len(text.split()) for text in told.values())
    if words > WORDS_SHOWN:
        return f"epub: {words} words in {len(told)} documents\n"
    return "".join(f"-- {name}\n{text}\n" for name, text in told.items())


def is_quick(case: Case) -> bool:
    """Refusals are quick; of what is built, what is about the text and not about the machine."""
    category = case.folder.parent.name
    built = category in {"active", "leaks", "network", "markup", "encodings"}
    return case.told.get("fast", True) and (case.told["must"] == "refuse" or built)


def check(case: Case, place: Path, door: Door, golden: Callable[[Path, str], None]) -> None:
    run = attempt(case, place, door, "epub")
    assert not judge(case, run, place)
    golden(case.folder / "expected", shown(run, place) + outline(place))


@pytest.mark.parametrize("case", [c for c in CASES if is_quick(c)], ids=lambda case: case.name)
def test_quick(case: Case, tmp_path: Path, door: Door, golden: Callable[[Path, str], None]) -> None:
    check(case, tmp_path, door, golden)


@pytest.mark.prove
@pytest.mark.parametrize("case", [c for c in CASES if not is_quick(c)], ids=lambda case: case.name)
def test_slow(case: Case, tmp_path: Path, door: Door, golden: Callable[[Path, str], None]) -> None:
    check(case, tmp_path, door, golden)


@pytest.mark.prove
@pytest.mark.parametrize(
    "case",
    [c for c in CASES if c.told.get("pdf", True) and c.told["must"] == "build"],
    ids=lambda case: case.name,
)
def test_pdf(case: Case, tmp_path: Path, door: Door) -> None:
    run = attempt(case, tmp_path, door, "epub", "pdf")
    assert not judge(case, run, tmp_path)


@pytest.mark.prove
def test_epubcheck_finds_nothing_in_what_is_built(tmp_path: Path, door: Door) -> None:
    """Every book that comes of a hostile input is one that the field's validator takes."""
    wrong = {}
    for number, case in enumerate(CASES):
        if case.told["must"] == "build" and case.told.get("fast", True):
            place = tmp_path / str(number)
            place.mkdir()
            attempt(case, place, door, "epub")
            epub = Books(place / "out").epub
            found = run_epubcheck(epub) if epub else ()
            if found is None:
                pytest.skip("EPUBCheck or Java is not here")
            grave = [str(one) for one in found if one.code != "BM-EPUB-092"]
            if grave or epub is None:
                wrong[case.name] = grave
    assert not wrong


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(CASES) >= 370
    assert {case.folder.parent.name for case in CASES} == set(CATEGORIES)
