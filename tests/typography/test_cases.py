"""Golden folders: `input.txt`, `expected.txt`, and where needed `settings.toml`.

`settings.toml` may name `language`, the number of `doubts` expected, and a table `[typography]`.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from manuscripts import book_of, text_of, visible

from bookmaker.project import TypographySettings
from bookmaker.typography import typeset

CASES = Path(__file__).parents[1] / "cases" / "typography"


def _settings(case: Path) -> dict[str, Any]:
    path = case / "settings.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case: Path, golden: Callable[[Path, str], None]) -> None:
    given = _settings(case)
    table = given.get("typography", {})
    if "elisions" in table:
        table["elisions"] = tuple(table["elisions"])
    settings = TypographySettings(**table)
    book = book_of((case / "input.txt").read_text(encoding="utf-8"), given.get("language", "en-US"))
    made = typeset(book, settings)
    golden(case / "expected.txt", visible(text_of(made.book)))
    assert typeset(made.book, settings).book == made.book
    assert [str(d) for d in made.diagnostics] == []
    assert len(made.doubts) == given.get("doubts", 0), [d.reason for d in made.doubts]
