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
    Budget,
    CrashError,
    Crew,
    FaultError,
    Here,
    Job,
    KilledError,
    Limits,
    OverLimitError,
    Within,
    allowances,
    process,
)
from bookmaker.workers import budget as workers_budget
from bookmaker.workers.pace import pace, piece_of_work, reckoned

sys.path.insert(0, str(Path(__file__).parent))
import trades

AMPLE = Limits(cpu=60, memory=1_000_000_000, wall=600)
SMALL = Limits(cpu=60, memory=200_000_000, wall=600)
ELSEWHERE = sys.platform != "linux"
HOARDS = "macOS keeps no limit of memory; the hoarder would never end"
KEEPS_MEMORY = pytest.mark.skipif(ELSEWHERE, reason=HOARDS)


def job(work: Callable[..., Any], *arguments: object, limits: Limits = AMPLE) -> Job[Any]:
    return Job("the section 'Two'", limits, work, arguments)


@pytest.fixture(autouse=True)
def _machine_of_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "pace", lambda: 1)


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


def test_patience_gives_more_of_everything() -> None:
    limits = Limits(1, 100_000_000, 20)
    assert limits.times(4) == Limits(4, 400_000_000, 80)
    with Crew(1, patience=4) as patient:
        assert patient.do(job(trades.toil, 2.8, limits=limits)) == 1
    with Crew(1) as strict, pytest.raises(OverLimitError):
        strict.do(job(trades.toil, 2.8, limits=limits))


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


def test_what_jobs_take_is_charged_to_their_budget(crew: Crew) -> None:
    budget = Budget(50)
    assert list(Within(crew, budget).run(job(trades.toil, 0.2) for _ in range(3))) == [1, 1, 1]
    assert 45 < budget.left < 49.5
    crew.do(job(trades.toil, 0.2))
    assert budget.left > 45, "other jobs are no matter of this budget"


def test_the_job_at_which_a_budget_is_spent_is_named(crew: Crew) -> None:
    names = [f"the section {number}" for number in range(9)]
    jobs = [Job(name, AMPLE, trades.toil, (0.4,)) for name in names]
    done = []
    with pytest.raises(OverLimitError) as caught:
        done.extend(Within(crew, Budget(1)).run(jobs))
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.code == "BM-SYS-011"
    assert f"at {names[len(done)]} it had taken more than 1 seconds of" in diagnostic.message
    assert 1 <= len(done) <= 3
    assert crew.do(job(trades.double, 2)) == 4, "the crew works on"


@pytest.mark.parametrize("hands", [1, 3])
def test_a_job_without_end_ends_with_its_budget(hands: int) -> None:
    budget = Budget(1)
    with Crew(hands) as crew, pytest.raises(OverLimitError, match="BM-SYS-011"):
        list(Within(crew, budget).run(job(trades.spin) for _ in range(3)))
    assert -3 < budget.left <= 0, "those at work together do not spend it each for himself"


def test_a_job_that_never_speaks_ends_with_its_budget(crew: Crew) -> None:
    with pytest.raises(OverLimitError, match="BM-SYS-011"):
        list(Within(crew, Budget(1)).run([job(trades.spin_in_c)]))


def test_a_jobs_own_limit_is_told_while_its_budget_lasts(crew: Crew) -> None:
    with pytest.raises(OverLimitError, match="BM-SYS-004"):
        list(Within(crew, Budget(50)).run([job(trades.spin, limits=Limits(1, 10**9, 600))]))


def test_nothing_is_done_on_a_spent_budget() -> None:
    with Crew(1) as crew, pytest.raises(OverLimitError, match="BM-SYS-011"):
        list(Within(crew, Budget(0)).run([job(trades.leave)]))


def test_what_is_granted_later_may_be_spent_and_its_end_is_told_by_its_own_code(crew: Crew) -> None:
    budget = Budget(0, code="BM-SYS-012")
    budget.grant(1)
    with pytest.raises(OverLimitError, match="BM-SYS-012") as caught:
        list(Within(crew, budget).run([job(trades.double, 2), job(trades.spin)]))
    assert "more than 1 seconds of" in str(caught.value)


def test_what_the_caller_takes_meanwhile_is_charged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_budget, "pace", lambda: 2)
    clock = iter([100.0, 110.0, 110.0])
    budget = Budget(50, lambda: next(clock))
    assert budget.left == 45
    budget.spend(40)
    assert budget.left == 5


def test_a_slow_machine_is_given_more_seconds(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "pace", lambda: 8)
    budget = Budget(1)
    limits = Limits(1, 1_000_000_000, 600)
    assert list(Within(crew, budget).run([job(trades.toil, 1.5, limits=limits)])) == [1]
    assert 0.6 < budget.left < 0.9


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.0, 1), (0.003, 1), (0.0037, 1), (0.0076, 2.5), (9.0, 8)]
)
def test_the_pace_is_told_in_quarters_and_never_limits_more(seconds: float, told: float) -> None:
    assert reckoned(seconds) == told


def test_the_pace_is_measured_once() -> None:
    assert 1 <= pace() <= 8
    assert pace() == pace()
    assert piece_of_work() == 2500


def test_a_book_may_take_a_minute_and_a_larger_one_in_proportion() -> None:
    assert allowances.book(1, 0).cpu == allowances.book(450_000, 0).cpu == 50
    assert allowances.book(9_000_000, 0).cpu == 10 * allowances.book(900_000, 0).cpu
    assert allowances.book(1, 5_000_000).cpu > 50


def test_pictures_have_seconds_in_common_and_more_for_their_bytes() -> None:
    assert allowances.pictures().cpu == 40
    assert allowances.pictures(patience=3).cpu == 120
    assert allowances.picture(8_000_000) == 32
    assert allowances.picture(8_000_000, patience=3) == 96


def test_a_long_section_may_take_no_more_for_each_byte_than_words_do() -> None:
    megabyte = 1_000_000
    assert allowances.layout(450_000, 0).memory == 1780 * megabyte
    assert allowances.layout(5_000_000, 0).memory == 3600 * megabyte
    assert allowances.layout(10_000, 0).memory == 1020 * megabyte
