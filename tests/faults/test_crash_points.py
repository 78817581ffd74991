"""A publishing that dies at any of its file-system calls: no mixed set, no file of others lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import publisher

HERE = Path(__file__).parent
MINE = {"mine.txt": "mine", "notes.md": "notes"}


def run(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / "publisher.py"), str(out), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def whole(number: str) -> dict[str, str]:
    """Return all files of an edition beside those that are not ours."""
    files = publisher.edition(number)
    told = json.dumps(
        {"artifacts": [{"path": n, "sha256": publisher.digest(t)} for n, t in files.items()]}
    )
    return files | MINE | {"build.json": told}


def begin(tmp_path: Path) -> Path:
    out = tmp_path / "dist"
    publisher.publish(out, publisher.edition("1"))
    for name, text in MINE.items():
        (out / name).write_text(text)
    return out


def events(tmp_path: Path, *how: str) -> int:
    tmp_path.mkdir()
    done = run(begin(tmp_path), "2", *how)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def die_at(folder: Path, event: int, *how: str) -> Path:
    folder.mkdir()
    out = begin(folder)
    assert run(out, "2", str(event), *how).returncode == 9
    return out


@pytest.mark.parametrize("part", range(4))
def test_an_exchange_is_whole_at_every_moment(tmp_path: Path, part: int) -> None:
    last = events(tmp_path / "count")
    sets = set()
    for event in range(1 + part, last + 1, 4):
        out = die_at(tmp_path / str(event), event)
        found = contents(out)
        assert found in (whole("1"), whole("2")), f"mixed after event {event} of {last}"
        sets.add(found == whole("2"))
        publisher.publish(out, publisher.edition("3"))
        assert contents(out) == whole("3")
        assert [path.name for path in out.parent.iterdir()] == ["dist"], f"left by {event}"
    assert sets == {False, True}, "the exchange lies between the first event and the last"


@pytest.mark.parametrize("part", range(4))
def test_a_replacement_file_by_file_is_completed_by_the_next_build(
    tmp_path: Path, part: int
) -> None:
    last = events(tmp_path / "count", "no-exchange")
    mixed = 0
    for event in range(1 + part, last + 1, 4):
        out = die_at(tmp_path / str(event), event, "no-exchange")
        mixed += contents(out) not in (whole("1"), whole("2"))
        assert MINE.items() <= contents(out).items()
        with publisher.outputs.staging(out):
            found = contents(out)
        assert found in (whole("1"), whole("2")), f"mixed after event {event} of {last}"
        assert [path.name for path in out.parent.iterdir()] == ["dist"], f"left by {event}"
    assert mixed, "no death fell between two renames: nothing was tried"
