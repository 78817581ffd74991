"""The output folder: the old complete set or the new one."""

import contextlib
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bookmaker import outputs
from bookmaker.errors import MachineError
from bookmaker.outputs import exchange, lock
from bookmaker.progress import Progress

sys.path.insert(0, str(Path(__file__).parent / "faults"))
import publisher


def publish(out: Path, **files: str) -> tuple[str, ...]:
    return publisher.publish(out, named(files))


def named(files: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "."): text for name, text in files.items()}


def fail_half_way(out: Path) -> None:
    with contextlib.suppress(RuntimeError), outputs.staging(out) as stage:
        publisher.fill(stage.folder, {"a.epub": "2"})
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
        monkeypatch.setattr(exchange, "swap", lambda *_: False)
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


def codes(caught: pytest.ExceptionInfo[MachineError]) -> list[str]:
    return [d.code for d in caught.value.diagnostics]


def test_a_file_of_the_last_build_that_somebody_changed_is_theirs(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    publish(out, a_epub="1", b_pdf="1")
    (out / "b.pdf").write_text("with my notes in the margin")
    assert publish(out, a_epub="2") == ()
    assert (out / "b.pdf").read_text() == "with my notes in the margin"


def test_bytes_that_come_back_changed_are_told(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    publish(out, a_epub="1")
    with outputs.staging(out) as stage:
        stage.write_record(publisher.fill(stage.folder, {"a.epub": "2"}))
        (stage.folder / "a.epub").write_text("3")
        with pytest.raises(MachineError) as caught:
            stage.seal()
    assert codes(caught) == ["BM-SYS-008"]
    assert (out / "a.epub").read_text() == "1"


def test_a_file_that_no_record_tells_of_is_not_published(tmp_path: Path) -> None:
    with outputs.staging(tmp_path / "dist") as stage:
        stage.write_record(publisher.fill(stage.folder, {"a.epub": "2"}))
        (stage.folder / "half").write_text("")
        with pytest.raises(MachineError) as caught:
            stage.seal()
    assert codes(caught) == ["BM-SYS-008"]


@pytest.mark.parametrize(
    "name",
    [
        "a folder",
        'it\'s "quoted"',
        "two\nlines\ttab",
        "\N{BOOKS} \N{FAMILY}",
        "-dash",
        "$(x) `y` %z;&|",
        "\udcff\udcfe no Unicode",
        "n" * 255,
        "\N{BOOKS}" * 63 + "abc",
    ],
)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    for number in "12":
        publish(out, a_epub=number)
        assert (out / "a.epub").read_text() == number
    assert names(tmp_path) == [name]


def test_a_name_beyond_what_the_system_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineError) as caught, outputs.staging(tmp_path / ("n" * 256)):
        pass
    assert codes(caught) == ["BM-SYS-001"]


def test_a_folder_in_the_place_of_an_artifact_is_told(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    publish(out, b_pdf="1")
    (out / "a.epub").mkdir()
    with pytest.raises(MachineError) as caught:
        publish(out, a_epub="2", b_pdf="2")
    assert codes(caught) == ["BM-SYS-001"]
    assert (out / "b.pdf").read_text() == "1"


def test_a_failed_first_build_leaves_no_folder(tmp_path: Path) -> None:
    with contextlib.suppress(RuntimeError), outputs.staging(tmp_path / "a" / "b" / "dist"):
        raise RuntimeError
    assert names(tmp_path) == []


def test_the_folder_one_stands_in_is_not_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    monkeypatch.chdir(out)
    publish(Path(), a_epub="1")
    publish(out, a_epub="2")
    assert Path("a.epub").read_text() == "2", "the folder is still the one we stand in"


def test_what_comes_into_the_folder_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "dist"
    publish(out, a_epub="1")
    (out / "mine.txt").write_text("old")
    swap = exchange.swap

    def somebody_writes(one: Path, other: Path) -> bool:
        (other / "new.txt").write_text("new")
        (other / "mine.txt").unlink()
        (other / "mine.txt").write_text("saved again")
        return swap(one, other)

    monkeypatch.setattr(exchange, "swap", somebody_writes)
    publish(out, a_epub="2")
    assert names(out) == ["a.epub", "build.json", "mine.txt", "new.txt"]
    assert (out / "mine.txt").read_text() == "saved again"
    assert names(tmp_path) == ["dist"]


@pytest.fixture
def building(tmp_path: Path) -> Iterator[threading.Event]:
    """Another build of the same folder, which goes on until the event is set."""
    begun, done = threading.Event(), threading.Event()

    def build() -> None:
        with outputs.staging(tmp_path / "dist") as stage:
            begun.set()
            done.wait(60)
            stage.write_record(publisher.fill(stage.folder, {"a.epub": "theirs"}))
            stage.seal()
            stage.publish()

    thread = threading.Thread(target=build)
    thread.start()
    assert begun.wait(60)
    yield done
    done.set()
    thread.join()


def test_a_second_build_waits_and_says_so(tmp_path: Path, building: threading.Event) -> None:
    heard = []

    def observe(step: Progress) -> None:
        heard.append(step.name)
        building.set()

    with outputs.staging(tmp_path / "dist", observe) as stage:
        assert (tmp_path / "dist" / "a.epub").read_text() == "theirs"
        stage.write_record(publisher.fill(stage.folder, {"a.epub": "ours"}))
        stage.publish()
    assert heard == ["wait for another build"]
    assert (tmp_path / "dist" / "a.epub").read_text() == "ours"
    assert names(tmp_path) == ["dist"]


def test_a_second_build_does_not_wait_for_ever(
    tmp_path: Path, building: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    del building
    monkeypatch.setattr(lock, "PATIENCE", 0.3)
    with pytest.raises(MachineError) as caught, outputs.staging(tmp_path / "dist"):
        pass
    assert codes(caught) == ["BM-SYS-007"]


def test_another_folder_beside_is_not_waited_for(tmp_path: Path, building: threading.Event) -> None:
    del building
    publish(tmp_path / "other", a_epub="1")
    assert (tmp_path / "other" / "a.epub").read_text() == "1"
