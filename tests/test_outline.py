"""The outline that `inspect` shows. A case is a folder of `tests/cases/outline`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bookmaker.book import Certainty
from bookmaker.cli import outline
from bookmaker.intake import Understanding
from bookmaker.pipeline import Request, understand

CASES = Path(__file__).parent / "cases" / "outline"


def _understood(case: str) -> Understanding:
    folder = CASES / case
    source = folder if (folder / "bookmaker.toml").exists() else next(folder.glob("story.*"))
    return understand(Request(source))


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_outline_case(case: str, golden: Callable[[Path, str], None]) -> None:
    understood = _understood(case)
    shown = outline.decisions(understood, doubts=False, as_json=False)
    doubts = outline.decisions(understood, doubts=True, as_json=False)
    golden(CASES / case / "expected.outline", f"{shown}--- doubts\n{doubts}")
    told = "".join(f"{diagnostic}\n" for diagnostic in understood.diagnostics)
    golden(CASES / case / "expected.diagnostics", told)


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_the_table_for_programs_says_the_same(case: str) -> None:
    understood = _understood(case)
    table = json.loads(outline.decisions(understood, doubts=False, as_json=True))
    shown = outline.decisions(understood, doubts=False, as_json=False)
    assert set(table) == {
        "title", "authors", "language", "metadata", "counts", "decisions", "withheld",
        "diagnostics",
    }  # fmt: skip
    assert all(decision["reason"] in shown for decision in table["decisions"])
    assert all(d["line"] <= d["end_line"] for d in table["decisions"])
    assert f"{table['counts']['words']} words" in shown
    doubts = json.loads(outline.decisions(understood, doubts=True, as_json=True))["decisions"]
    assert doubts == [d for d in table["decisions"] if d["certainty"] == Certainty.DOUBT]
