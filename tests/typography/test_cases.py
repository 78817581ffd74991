"""Golden folders: `input.txt`, `expected.txt`, and where needed `settings.toml`, `noticed.txt`.

`settings.toml` may name `language` and a table `[typography]`; `noticed.txt` holds the diagnostics
and the doubts. Where it is not there, nothing is noticed.
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
    words = {name: tuple(value) for name, value in table.items() if isinstance(value, list)}
    settings = TypographySettings(**{**table, **words})
    book = book_of((case / "input.txt").read_text(encoding="utf-8"), given.get("language", "en-US"))
    made = typeset(book, settings)
    golden(case / "expected.txt", visible(text_of(made.book)))
    assert typeset(made.book, settings).book == made.book
    noticed = [str(d) for d in made.diagnostics]
    noticed += [f"{d.span}: {d.kind} {d.certainty}: {d.reason}" for d in made.doubts]
    if noticed or (case / "noticed.txt").exists():
        golden(case / "noticed.txt", "".join(f"{line}\n" for line in noticed))
