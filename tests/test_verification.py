"""`bookmaker verify`: the record's manuscript makes the record's bytes, or a line says why not."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bookmaker.cli import app

STORY = "The Hill\n\nby Ada Marlowe\n\n\nOne\n\nNan went up the hill, and the wind with her.\n\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "story.txt").write_text(STORY)
    done = run(
        *("build", folder / "story.txt", "--out", folder / "dist"),
        *("--format", "epub", "--title", "The Higher Hill", "--author", "Nan Tully"),
    )
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the project in another folder: nothing may depend on the place."""
    return shutil.copytree(built, tmp_path / "elsewhere")


def change(project: Path, **values: object) -> None:
    record = project / "dist" / "build.json"
    record.write_text(json.dumps(json.loads(record.read_bytes()) | values))


def verify(project: Path, *options: object) -> Result:
    return run("verify", project / "dist" / "build.json", *options)


def test_a_record_holds_in_another_folder(project: Path) -> None:
    done = verify(project)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "build.json: the same bytes",
        "the-higher-hill-cover.jpg: the same bytes",
        "the-higher-hill.epub: the same bytes",
    ]


def test_the_environment_has_no_say(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert verify(project, "--json").exit_code == 0


def test_a_manuscript_elsewhere_is_named(project: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (project / "story.txt").rename(tmp_path / "far" / "story.txt")
    lost = verify(project)
    assert lost.exit_code == 2
    assert "BM-VER-002" in lost.stderr
    assert verify(project, tmp_path / "far" / "story.txt").exit_code == 0


def test_a_changed_manuscript_is_told(project: Path) -> None:
    (project / "story.txt").write_text(STORY + "She came down again.\n")
    done = verify(project)
    assert done.exit_code == 1
    assert "BM-VER-004: 'story.txt'" in done.stderr


def test_a_changed_book_beside_the_record_is_told(project: Path) -> None:
    (project / "dist" / "the-higher-hill.epub").write_bytes(b"other")
    done = verify(project)
    assert done.exit_code == 1
    assert "BM-VER-006: 'the-higher-hill.epub'" in done.stderr


def test_other_bytes_are_told(project: Path) -> None:
    table = json.loads((project / "dist" / "build.json").read_bytes())
    table["artifacts"][-1]["sha256"] = "0" * 64
    change(project, artifacts=table["artifacts"])
    done = verify(project)
    assert done.exit_code == 1
    assert "BM-VER-005: 'the-higher-hill.epub'" in done.stderr


def test_other_libraries_are_told_and_count_only_when_bytes_differ(project: Path) -> None:
    table = json.loads((project / "dist" / "build.json").read_bytes())
    change(project, versions=table["versions"] | {"ebooklib": "0.1"})
    same = verify(project)
    assert same.exit_code == 0
    assert "BM-VER-003: ebooklib is 0.20 here and was 0.1 there" in same.stderr
    table["artifacts"][-1]["sha256"] = "0" * 64
    change(project, artifacts=table["artifacts"])
    differing = verify(project)
    assert differing.exit_code == 3
    assert "BM-VER-003" in differing.stderr
    assert "BM-VER-005" in differing.stderr


ASKED = {"source": "file", "formats": [], "profiles": [], "options": {}}
RECORD = {
    "artifacts": [],
    "inputs": [],
    "versions": {},
    "modified": "2000-01-01T00:00:00Z",
    "asked": ASKED,
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"artifacts": 1}',
        json.dumps(RECORD | {"modified": "yesterday"}),
        json.dumps(RECORD | {"asked": ASKED | {"formats": ["mobi"]}}),
    ],
)
def test_what_is_no_record_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "build.json").write_text(text)
    done = run("verify", tmp_path / "build.json")
    assert done.exit_code == 2, done.stderr
    assert "BM-VER-001" in done.stderr


def test_a_record_reads_no_file_outside(project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    change(project, inputs=[{"path": "../secret", "sha256": "0" * 64}])
    done = verify(project)
    assert done.exit_code == 2
    assert "BM-VER-002" in done.stderr
