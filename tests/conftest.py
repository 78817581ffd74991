"""What all tests share: golden files, the order of the long proofs, and what is told aloud."""

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
PROOFS = {
    "faults": "faults",
    "typography": "times",
    "readers": "times",
    "checks": "",
    "hostile": "",
    "reading": "reading",
    "fuzz": "",
}
"""Folders of the long proofs, in the order in which they run, and what must not meet itself.

With two processes the faults, which take longest and would starve each other, keep one of them
busy from the start; in the other the quickest proofs come first. Times that are taken inside the
tests' own process are taken one after the other, and one process alone shows books.
"""
TOLD = "told"
REQUIRE_TOOLS = os.environ.get("BOOKMAKER_REQUIRE_TOOLS") == "1"

# The machines that run these are shared and slow now and then: no deadline.
settings.register_profile(
    "bookmaker", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("bookmaker")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite expected files; review the diff"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # what a worker prints nobody sees
        config.pluginmanager.register(_Teller(config))


class _Teller:
    """Prints what tests counted as soon as they end, whichever process they ran in."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if report.when == "call" and reporter is not None:
            for name, words in report.user_properties:
                if name == TOLD:
                    reporter.ensure_newline()
                    reporter.write_line(f"  {words}")


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tell what a proof counted."""
    return lambda words: record_property(TOLD, words)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Bring the long proofs, which are not shuffled, into their order."""
    if config.option.markexpr == "prove":
        items.sort(key=_rank)


def _rank(item: pytest.Item) -> tuple[int, str]:
    folder = item.path.relative_to(ROOT / "tests").parts[0]
    return (list(PROOFS).index(folder) if folder in PROOFS else -1), str(item.path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep what must not meet itself in one process, under `--dist loadgroup`.

    By folders: marks of groups do not reach the scheduler of xdist 3.8 under pytest 9.2.
    """
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling  # noqa: PLC0415  only where tests are shared out

    class ByFolder(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0].split("/")
            groups = (PROOFS[folder] for folder in path if PROOFS.get(folder))
            return next(groups, nodeid)

    return ByFolder(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    """Under BOOKMAKER_REQUIRE_TOOLS=1 a skipped test is a failed one."""
    report = yield
    if REQUIRE_TOOLS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and all tools are required: {call.excinfo}"
    return report


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own SOURCE_DATE_EPOCH must not reach a golden file."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with an expected file, or write that file under --update-golden."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        assert text == expected, f"{path} differs; review with --update-golden"

    return compare
