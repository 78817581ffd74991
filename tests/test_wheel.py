"""The wheel: installed elsewhere it builds a book, with its style sheets and faces."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_style_sheets_faces_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(n.startswith("bookmaker/styles/epub/") for n in names)
    assert any(n.startswith("bookmaker/styles/print/") for n in names)
    assert any(n.endswith("EBGaramond-Regular.ttf") for n in names)
    assert any(n.endswith("OFL.txt") for n in names)
    assert "bookmaker/stores/kindle.toml" in names
    assert "bookmaker/py.typed" in names
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert not [n for n in names if n.startswith(("tests/", "manuscript/"))]


def test_installed_alone_it_builds_a_book_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(place)
    (tmp_path / "a story.txt").write_text("Once there was a hill.\n\n\nIt was there still.\n")
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONSAFEPATH": "1"}
    code = "import bookmaker; print(bookmaker.__file__); from bookmaker.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "a story.txt"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(place))
    assert (tmp_path / "dist" / "a-story.epub").is_file()
    assert (tmp_path / "dist" / "a-story.pdf").is_file()
