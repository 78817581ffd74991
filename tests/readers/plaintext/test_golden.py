"""Each folder of tests/cases/structure is a case: manuscript.txt, and the outline it must give.

A new case needs no Python: add the folder, run with --update-golden, read what came out. A file
`pins.txt` beside the manuscript holds the pins of [structure], one a line.
"""

import importlib.util
from pathlib import Path

import pytest

from bookmaker.diagnostics import Span
from bookmaker.project import Manuscript, Project
from bookmaker.readers import read
from bookmaker.settings import apply_settings

_HERE = Path(__file__).parent
CASES = sorted((_HERE.parents[1] / "cases" / "structure").glob("*/manuscript.txt"))
_SPEC = importlib.util.spec_from_file_location("plaintext_outline", _HERE / "outline.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_case(path, golden):
    text = path.read_bytes().decode("utf-8")
    pins = path.with_name("pins.txt")
    typed = pins.read_text(encoding="utf-8").splitlines() if pins.exists() else []
    tables = {"structure": {"pins": typed}}
    settings = apply_settings(Project(), tables, lambda table, _key: Span(table)).structure
    reading = read((Manuscript("manuscript.txt", text, "text"),), settings)
    golden(path.with_name("expected.txt"), _MODULE.outline(reading))
