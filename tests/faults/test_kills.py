"""The long proofs: builds killed at random moments, many at once, on disks that are full.

Run by `make prove`, one after the other in one process; each tells what it tried. BOOKMAKER_KILLS
sets how many builds are killed.
"""

import contextlib
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from books import Shelf, environment, whole

pytestmark = pytest.mark.prove

KILLS = int(os.environ.get("BOOKMAKER_KILLS", "500"))
ROUNDS = int(os.environ.get("BOOKMAKER_ROUNDS", "20"))
AT_ONCE = 8
EPUB = ("--format", "epub")
EDITIONS = ("first", "second")


@contextlib.contextmanager
def readers(shelf: Shelf, count: int = 2) -> Iterator[Counter[str]]:
    """Look at the output folder over and over; fail if it was not whole at any time."""
    seen: Counter[str] = Counter()
    faults: list[BaseException] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            try:
                seen[whole(shelf.dist)] += 1
                time.sleep(0.002)
            except BaseException as fault:  # noqa: BLE001  told by the main thread
                faults.append(fault)
                return

    threads = [threading.Thread(target=look) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert not faults, faults[0]


def at_random(process: "subprocess.Popen[bytes]", lot: random.Random, lasts: float) -> None:
    """Wait for any moment of a build."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(lot.uniform(0, lasts * 1.1))


def at_the_exchange(process: "subprocess.Popen[bytes]", lot: random.Random, stage: Path) -> None:
    """Wait for a moment around the exchange, which comes soon after the record is written."""
    while process.poll() is None and not (stage / "build.json").exists():
        time.sleep(0.0005)
    time.sleep(lot.choice((0.03, 0.3)) * lot.random())


def test_killed_at_random_moments(tmp_path: Path, told: Callable[[str], None]) -> None:
    lot = random.Random(6)  # noqa: S311  moments, no secrets
    shelf = Shelf(tmp_path)
    shelf.build("first")
    began = time.monotonic()
    shelf.build("first", *EPUB)
    lasts = time.monotonic() - began
    stage = shelf.folder / ".bookmaker-dist" / "stage"
    stands, found = "first", Counter[str]()
    with readers(shelf) as seen:
        for number in range(KILLS):
            wanted = EDITIONS[stands == "first"]
            options = () if number % 20 == 0 else EPUB
            with shelf.start(wanted, *options) as process:
                if number % 2:
                    at_the_exchange(process, lot, stage)
                else:
                    at_random(process, lot, lasts * (3 if not options else 1))
                found["ended before" if process.poll() is not None else "killed"] += 1
                process.kill()
            stands = whole(shelf.dist)
            found["new set" if stands == wanted else "old set"] += 1
            found["left something"] += bool(shelf.leftovers())
    shelf.build("first", *EPUB)
    assert whole(shelf.dist) == "first"
    assert shelf.leftovers() == []
    assert found["old set"], "nothing was killed in time"
    assert found["new set"], "nothing was killed too late"
    told(f"{KILLS} kills: {dict(found)}; readers saw {sum(seen.values())} whole sets")


def test_eight_at_once(tmp_path: Path, told: Callable[[str], None]) -> None:
    shelf = Shelf(tmp_path)
    shelf.build("first", *EPUB)
    with readers(shelf, 1) as seen:
        for _ in range(ROUNDS):
            builds = [shelf.start(EDITIONS[number % 2], *EPUB) for number in range(AT_ONCE)]
            ends = [(process.communicate()[1], process.returncode) for process in builds]
            assert [code for _, code in ends] == [0] * AT_ONCE, ends
            whole(shelf.dist)
            assert shelf.leftovers() == []
    told(f"{ROUNDS} rounds of {AT_ONCE}: readers saw {dict(seen)}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Give disks of so many bytes; root alone may."""
    made = []

    def mount(size: int) -> Path:
        place = tmp_path / f"disk-{size}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("root alone can mount a disk of a given size")  # a full one is the fault
        made.append(place)
        return place

    yield mount
    for place in made:
        subprocess.run(["umount", str(place)], check=True)


def test_disks_of_many_sizes(
    tmp_path: Path,
    small_disk: Callable[[int], Path],
    told: Callable[[str], None],
) -> None:
    other = Shelf(tmp_path / "books")
    other.build("first")
    needed = sum(path.stat().st_size for path in other.dist.iterdir())
    found = Counter[str]()
    for step in range(1, 33):
        disk = small_disk(int(needed * (1 + step / 12)))
        dist = disk / "dist"
        shutil.copytree(other.dist, dist)
        command = other.command("second")
        command[command.index("--out") + 1] = str(dist)
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode in {0, 3}, done.stderr
        assert "Traceback" not in done.stderr
        assert done.returncode == 0 or "BM-SYS-0" in done.stderr.splitlines()[-1], done.stderr
        assert whole(dist) == ("first" if done.returncode else "second")
        assert [path.name for path in disk.iterdir()] == ["dist"]
        found["built" if done.returncode == 0 else "told"] += 1
    assert set(found) == {"built", "told"}, found
    told(f"disks of 32 sizes: {dict(found)}")
