"""Each folder of tests/cases/markdown is a case: manuscript.md, and the outline it must give.

A new case needs no Python: add the folder, run with --update-golden, read what came out. A file
`structure.txt` beside it names settings of [structure] that are true, `pins.txt` its pins.
"""

import importlib.util
from pathlib import Path

import pytest

from bookmaker.diagnostics import Span
from bookmaker.project import Manuscript, Project
from bookmaker.readers import read
from bookmaker.settings import apply_settings

_HERE = Path(__file__).parent
CASES = sorted((_HERE.parents[1] / "cases" / "markdown").glob("*/manuscript.md"))
_SPEC = importlib.util.spec_from_file_location("markdown_outline", _HERE / "outline.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_markdown(path, golden):
    flags = path.with_name("structure.txt")
    pins = path.with_name("pins.txt")
    said = dict.fromkeys(flags.read_text(encoding="utf-8").split(), True) if flags.exists() else {}
    said["pins"] = pins.read_text(encoding="utf-8").splitlines() if pins.exists() else []
    tables = {"structure": said}
    settings = apply_settings(Project(), tables, lambda table, _key: Span(table)).structure
    text = path.read_bytes().decode("utf-8")
    reading = read((Manuscript("manuscript.md", text, "markdown"),), settings)
    golden(path.with_name("expected.txt"), _MODULE.outline(reading))
