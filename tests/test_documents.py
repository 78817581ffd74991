"""The documents say what the product does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bookmaker import __version__
from bookmaker.diagnostics import CATALOGUE, Entry, report
from bookmaker.settings import SETTINGS, parse_settings

ROOT = Path(__file__).parents[1]


def test_the_catalogue_of_messages_is_up_to_date() -> None:
    code = "import sys; sys.path.insert(0, 'scripts'); import make_diagnostics as m; "
    code += "sys.stdout.write(m.page())"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, capture_output=True, check=True
    )
    shown = done.stdout.decode()
    assert shown == (ROOT / "docs" / "diagnostics.md").read_text("utf-8"), (
        "run python scripts/make_diagnostics.py"
    )


def test_every_code_is_used_and_every_used_code_is_catalogued() -> None:
    source = "".join(p.read_text("utf-8") for p in sorted((ROOT / "bookmaker").rglob("*.py")))
    used = set(re.findall(r"BM-[A-Z]+-\d{3}", source.replace(_catalogue(source), "")))
    assert used == set(CATALOGUE)


def _catalogue(source: str) -> str:
    start = source.index("CATALOGUE: Final")
    return source[start : source.index("\n}\n", start)]


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_message_is_one_line_with_a_remedy(code: str) -> None:
    entry: Entry = CATALOGUE[code]
    names = set(re.findall(r"{(\w+)", entry.message + entry.hint))
    values = {name: 65 if name in {"byte", "codepoint"} else "x\n\x1b[31m" for name in names}
    said = str(report(code, None, **values))
    assert said.isprintable()
    assert entry.hint


def test_the_readme_names_every_table_and_its_example_is_valid() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    parse_settings(example[1], "README.md")
    for table, keys in SETTINGS.items():
        assert f"[{table}]" in example[1]
        missing = [key for key in keys if not re.search(rf"\b{key}\b", example[1])]
        assert missing in ([], ["authors"])


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "benchmarks/README.md"]:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if not re.match(r"[a-z]+:", target):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_changelog_has_an_unreleased_part_and_the_version_is_one() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
