"""Workers: results in order, limits kept, every death one message."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bookmaker.errors import BookmakerError, InputError
from bookmaker.progress import Progress
from bookmaker.workers import (
    CrashError,
    Crew,
    FaultError,
    Here,
    Job,
    KilledError,
    Limits,
    OverLimitError,
)

sys.path.insert(0, str(Path(__file__).parent))
import trades

AMPLE = Limits(cpu=60, memory=1_000_000_000, wall=600)
SMALL = Limits(cpu=60, memory=200_000_000, wall=600)
ELSEWHERE = sys.platform != "linux"
HOARDS = "macOS keeps no limit of memory; the hoarder would never end"
KEEPS_MEMORY = pytest.mark.skipif(ELSEWHERE, reason=HOARDS)


def job(work: Callable[..., Any], *arguments: object, limits: Limits = AMPLE) -> Job[Any]:
    return Job("the section 'Two'", limits, work, arguments)


@pytest.fixture
def crew() -> Iterator[Crew]:
    with Crew(2) as crew:
        yield crew


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("hands", [1, 2, 5])
def test_results_come_in_the_order_of_the_jobs(hands: int) -> None:
    with Crew(hands) as crew:
        found = list(crew.run(job(trades.slow_first, number) for number in range(9)))
    assert found == list(range(9))


def test_every_step_is_heard(crew: Crew) -> None:
    heard: list[Progress] = []
    assert list(crew.run([job(trades.double, n) for n in range(4)], heard.append)) == [0, 2, 4, 6]
    assert sorted(step.done for step in heard) == [0, 1, 2, 3]


def test_here_does_the_same() -> None:
    heard: list[Progress] = []
    assert list(Here().run([job(trades.double, n) for n in range(3)], heard.append)) == [0, 2, 4]
    assert [step.done for step in heard] == [0, 1, 2]


def test_our_errors_cross_unharmed_and_the_first_in_order_wins(crew: Crew) -> None:
    with pytest.raises(InputError) as caught:
        list(crew.run([job(trades.fail, 0), job(trades.fail, 5)]))
    assert type(caught.value) is InputError
    assert [str(d) for d in caught.value.diagnostics] == [
        "a.txt:9: error BM-INPUT-002: '0' is empty (a manuscript needs at least one word)"
    ]
    assert crew.do(job(trades.double, 2)) == 4, "the crew works on"


@pytest.mark.parametrize(
    ("work", "limits", "told"),
    [
        (trades.spin, Limits(1, 1_000_000_000, 600), "1 seconds of processor time"),
        (trades.sleep, Limits(60, 1_000_000_000, 1), "1 seconds"),
        pytest.param(trades.hoard, SMALL, "200 MB of memory", marks=KEEPS_MEMORY),
        pytest.param(trades.hoard_in_c, SMALL, "200 MB of memory", marks=KEEPS_MEMORY),
        (trades.fall, AMPLE, "1,000 levels of nesting"),
    ],
)
def test_a_job_beyond_its_limits_is_one_message(
    crew: Crew, work: Callable[..., Any], limits: Limits, told: str
) -> None:
    with pytest.raises(OverLimitError) as caught:
        crew.do(job(work, limits=limits))
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.code == "BM-SYS-004"
    assert f"the section 'Two' is too much: it needs more than {told}" == diagnostic.message
    assert crew.do(job(trades.double, 2)) == 4, "a dead worker is replaced"


def test_limits_are_for_each_job_not_for_a_workers_life() -> None:
    with Crew(1) as crew:
        before = crew.do(job(trades.process_id, limits=Limits(1, 400_000_000, 60)))
        crew.do(job(trades.double, 1, limits=Limits(1, 50_000_000, 60)))
        assert crew.do(job(trades.process_id)) == before


@pytest.mark.parametrize(
    ("work", "kind", "code", "told"),
    [
        (trades.segfault, CrashError, "BM-SYS-005", "SIGSEGV"),
        (trades.leave, CrashError, "BM-SYS-005", "exit code 3"),
        (trades.be_killed, KilledError, "BM-SYS-006", "want of memory"),
    ],
)
def test_a_death_is_one_message(
    crew: Crew, work: Callable[..., Any], kind: type[BookmakerError], code: str, told: str
) -> None:
    with pytest.raises(kind) as caught:
        crew.do(job(work))
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.code == code
    assert "the section 'Two'" in diagnostic.message
    assert told in diagnostic.message
    assert crew.do(job(trades.double, 2)) == 4


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (trades.our_fault, "ZeroDivisionError: by us"),
        (trades.unpicklable, "pickle"),
        (trades.connect, "a build reaches no network"),
        (trades.look_up, "a build reaches no network"),
        (trades.run_program, "a worker starts no program"),
    ],
)
def test_a_fault_brings_its_traceback(crew: Crew, work: Callable[..., Any], told: str) -> None:
    with pytest.raises(FaultError, match=told) as caught:
        crew.do(job(work))
    assert work.__name__ in str(caught.value.__cause__) or work is trades.unpicklable


def test_whoever_prints_does_not_speak_into_the_pipes(crew: Crew) -> None:
    assert crew.do(job(trades.prattle)) == ""


def test_no_secret_and_nothing_of_the_place_reaches_a_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    hashes = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        with Crew() as crew:
            found = crew.do(job(trades.environment))
            hashes.append(crew.do(job(trades.hash_of_a_word)))
    assert "secret" not in found.values()
    assert (found["TZ"], found["LC_ALL"]) == ("UTC", "C")
    assert hashes[0] == hashes[1]


def test_no_worker_outlives_the_crew() -> None:
    with Crew(2) as crew:
        processes = set(crew.run(job(trades.process_id) for _ in range(6)))
        assert all(map(is_alive, processes))
    assert not any(map(is_alive, processes))


def test_a_crew_that_is_busy_can_be_sent_home() -> None:
    started = time.monotonic()
    with Crew(1) as crew:
        running = crew.run([job(trades.double, 1), job(trades.sleep)])
        assert next(running) == 2
    assert time.monotonic() - started < 60, "nobody waits for the sleeper"


def test_no_process_is_started_without_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookmaker.workers.process.Worker", None)
    with Crew(3) as crew:
        assert list(crew.run([])) == []
