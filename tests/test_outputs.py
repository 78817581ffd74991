"""The output folder: the old complete set or the new one."""

import contextlib
import json
import os
from pathlib import Path

import pytest

from bookmaker import outputs
from bookmaker.errors import MachineError


def fill(stage: Path, **files: str) -> None:
    record = {"artifacts": [{"path": name.replace("_", ".")} for name in files]}
    for name, text in files.items():
        (stage / name.replace("_", ".")).write_text(text)
    (stage / "build.json").write_text(json.dumps(record))


def publish(out: Path, **files: str) -> tuple[str, ...]:
    with outputs.staging(out) as stage:
        fill(stage, **files)
        return outputs.publish(stage, out)


def fail_half_way(out: Path) -> None:
    with contextlib.suppress(RuntimeError), outputs.staging(out) as stage:
        fill(stage, a_epub="2")
        raise RuntimeError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_build_replaces_the_last_one_and_leaves_what_is_not_ours(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    can_exchange: bool,  # noqa: FBT001  a parameter of the case
) -> None:
    if not can_exchange:
        monkeypatch.setattr(outputs, "_swap", lambda *_: False)
    out = tmp_path / "a folder 'with' quotes"
    assert publish(out, a_epub="1", b_pdf="1") == ()
    (out / "mine.txt").write_text("mine")
    assert publish(out, a_epub="2") == ("b.pdf",)
    assert names(out) == ["a.epub", "build.json", "mine.txt"]
    assert (out / "a.epub").read_text() == "2"
    assert (out / "mine.txt").read_text() == "mine"
    assert names(tmp_path) == [out.name], "the staging folder is gone"


def test_a_folder_of_the_users_inside_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    publish(out, a_epub="1")
    (out / "drafts").mkdir()
    (out / "drafts" / "x").write_text("x")
    publish(out, a_epub="2")
    assert names(out) == ["a.epub", "build.json", "drafts"]
    assert (out / "drafts" / "x").read_text() == "x"


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    publish(out, a_epub="1")
    fail_half_way(out)
    assert (out / "a.epub").read_text() == "1"
    assert names(tmp_path) == ["dist"]


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "dist").symlink_to("real")
    publish(tmp_path / "dist", a_epub="1")
    assert (tmp_path / "dist").is_symlink()
    assert names(tmp_path / "real") == ["a.epub", "build.json"]


def test_a_record_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    (tmp_path / "victim").write_text("x")
    told = {"artifacts": [{"path": "../victim"}, {"path": "/etc/hostname"}]}
    (out / "build.json").write_text(json.dumps(told))
    assert publish(out, a_epub="1") == ()
    assert (tmp_path / "victim").exists()


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("x")
    with pytest.raises(MachineError) as caught, outputs.staging(tmp_path / "dist"):
        pass
    assert [d.code for d in caught.value.diagnostics] == ["BM-SYS-003"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    out = Path("/proc/nowhere/dist") if os.geteuid() == 0 else tmp_path / "shut" / "dist"
    if os.geteuid() != 0:
        (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(MachineError) as caught, outputs.staging(out):
        pass
    assert [d.code for d in caught.value.diagnostics] == ["BM-SYS-001"]


def test_the_folder_keeps_its_mode(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.mkdir(mode=0o750)
    out.chmod(0o750)
    publish(out, a_epub="1")
    publish(out, a_epub="2")
    assert out.stat().st_mode & 0o777 == 0o750
