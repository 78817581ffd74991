"""Builds that are ended, starved or not listened to: dist/ stays, the message is one line."""

import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from books import Shelf, environment, whole

EPUB = ("--format", "epub")
ELSEWHERE = sys.platform != "linux"
LINUX = pytest.mark.skipif(ELSEWHERE, reason="/dev/full and limits of memory are Linux's")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the first edition, built once."""
    shelf = Shelf(tmp_path_factory.mktemp("first"))
    shelf.build("first", *EPUB)
    return shelf.dist


@pytest.fixture
def shelf(tmp_path: Path, first: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shutil.copytree(first, shelf.dist)
    return shelf


def shell(shelf: Shelf, how: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Build the second edition as a shell would, `how` holding %s in place of the command."""
    command = " ".join(f"'{part}'" for part in shelf.command("second", *options))
    return subprocess.run(
        ["bash", "-c", how % command],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def one_line(text: str, code: str) -> None:
    """Hold that a message is one line with its code and its remedy."""
    lines = [line for line in text.splitlines() if not line.startswith(("[", "note "))]
    assert len(lines) == 1, text
    assert code in lines[0]
    assert lines[0].endswith(")")


@pytest.mark.parametrize(
    ("number", "code", "stage"),
    [
        (signal.SIGINT, 130, "[1/6]"),
        (signal.SIGINT, 130, "[4/6]"),
        (signal.SIGTERM, 143, "[4/6]"),
        (signal.SIGTERM, 143, "[5/6]"),
    ],
)
def test_a_signal_ends_a_build_and_leaves_the_last_one(
    shelf: Shelf, number: int, code: int, stage: str
) -> None:
    with shelf.start("second") as process:
        assert process.stderr is not None
        while not (line := process.stderr.readline().decode()).startswith(stage):
            assert line, "the build ended before its stage"
        process.send_signal(number)
        said = process.stderr.read().decode()
        told = process.wait()
    assert told == code, said
    assert said.endswith("bookmaker: interrupted; nothing was changed\n")
    assert "Traceback" not in said
    assert whole(shelf.dist) == "first"
    assert shelf.leftovers() == []


def test_nohup_is_respected(shelf: Shelf) -> None:
    process = subprocess.Popen(
        ["nohup", *shelf.command("second", *EPUB)],
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    with process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGHUP)
        process.stderr.read()
    assert process.returncode == 0
    assert whole(shelf.dist) == "second"


@pytest.mark.parametrize(
    "how",
    [
        "%s >&-",
        "%s <&- >&- 2>&-",
        pytest.param("%s 2>/dev/full", marks=LINUX),
        "(%s; echo $? >&3) 3>&2 2>&1 | head -n 1",
        "%s | true",
        pytest.param("cd $(mktemp -d) && rmdir $PWD && %s", marks=LINUX),
    ],
)
def test_nobody_need_listen(shelf: Shelf, how: str) -> None:
    done = shell(shelf, how, *EPUB)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert whole(shelf.dist) == "second"


@LINUX
def test_an_output_that_is_full_is_told(shelf: Shelf) -> None:
    done = shell(shelf, "%s >/dev/full", *EPUB)
    assert done.returncode == 3
    one_line(done.stderr, "BM-SYS-010")
    assert whole(shelf.dist) == "second", "the books themselves are made"


@pytest.mark.parametrize("size", [0, 4096, 400_000])
@pytest.mark.parametrize("options", [EPUB, ("--format", "pdf")])
def test_a_file_that_may_not_grow_is_told(
    shelf: Shelf, size: int, options: tuple[str, ...]
) -> None:
    """A quota, in effect: no file may be larger than `size` bytes."""

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        shelf.command("second", *options),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=starve,
    )
    if done.returncode == 0:
        assert whole(shelf.dist) == "second"
        return
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "BM-SYS-00" in done.stderr
    assert whole(shelf.dist) == "first"
    assert shelf.leftovers() == []


@LINUX
def test_memory_that_is_not_there_is_told(shelf: Shelf) -> None:
    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (60_000_000, 60_000_000))

    done = subprocess.run(
        shelf.command("second"),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=starve,
    )
    assert done.returncode in {2, 3}, done.stderr
    assert "Traceback" not in done.stderr
    assert whole(shelf.dist) == "first"


CALLS_OUT = """
import socket, sys
from bookmaker import pipeline
from bookmaker.__main__ import main
pipeline.build = lambda *_: socket.create_connection(("127.0.0.1", 9))
sys.argv = ["bookmaker", "build", "x.txt"]
main()
"""


def test_a_build_reaches_no_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CALLS_OUT],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 70
    assert "a build reaches no network" in done.stderr
    one_line(done.stderr, "BM-SYS-070")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no timer for it")
@pytest.mark.parametrize(
    "moment",
    [
        "import torn",
        "class Dying:\n    def __del__(self): end()\nDying()\nprint('whole')",
    ],
)
def test_a_signal_at_a_bad_moment_is_heard_after_it(moment: str, tmp_path: Path) -> None:
    (tmp_path / "torn.py").write_text("from __main__ import end\nend()\nprint('whole')\n")
    program = (
        "import os, signal, sys, time\n"
        "from bookmaker import interrupts\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "end = lambda: (os.kill(os.getpid(), signal.SIGTERM), time.sleep(0.1))\n"
        "signal.signal(signal.SIGTERM, signal.SIG_DFL)\n"
        "with interrupts.heard():\n"
        + "".join(f"    {line}\n" for line in moment.splitlines())
        + "    time.sleep(5)\n    print('never')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 143, done.stderr
    assert done.stdout == "whole\n"
    assert "Traceback" not in done.stderr


def test_nothing_is_left_in_the_temporary_folder(shelf: Shelf, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    story = tmp_path / "story.md"
    story.write_text("# One\n\nWords.\n")
    done = subprocess.run(
        [sys.executable, "-m", "bookmaker", "build", str(story), "--out", str(shelf.dist)],
        env=environment() | {"TMPDIR": str(desk)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(desk.iterdir()) == []
