"""Runs the command line for each case in a process of its own, with limits, and watches it.

As a script it is a server: it loads Bookmaker once and forks for each line of JSON it reads, so
that a hundred and fifty builds do not pay for a hundred and fifty starts of an interpreter.
"""

import json
import os
import resource
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CPU_LIMIT = 60
"""Seconds of CPU that any input may take."""
MEMORY_LIMIT = 2 * 1024**3
"""Bytes that any input may take."""


@dataclass(frozen=True)
class Run:
    """What became of one command."""

    code: int
    err: str
    events: tuple[str, ...]
    cpu: float
    peak: int


class Door:
    """A server of builds; as many as are wanted, one after the other."""

    def __init__(self) -> None:
        """Start it."""
        environment = {**_environment({}), "BOOKMAKER_AUDIT": ""}
        self._server = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        """Give the door."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close it."""
        self._server.communicate()

    def run(self, argv: list[str], place: Path, told: dict[str, Any]) -> Run:
        """Run the command with `argv` for a case, its files below `place`."""
        log = place / "events"
        order = {
            "argv": argv,
            "log": str(log),
            "err": str(place / "stderr"),
            "cwd": str(place / told.get("cwd", "")),
            "env": _environment({**told.get("env", {}), "BOOKMAKER_AUDIT": str(log)}),
            "stdin": told.get("stdin", "empty"),
            "umask": told.get("umask", 0o022),
        }
        if told.get("fresh"):
            answer = run_fresh(order)
        else:
            assert self._server.stdin
            assert self._server.stdout
            self._server.stdin.write(json.dumps(order) + "\n")
            self._server.stdin.flush()
            answer = json.loads(self._server.stdout.readline())
        events = log.read_text("utf-8").splitlines() if log.exists() else []
        err = Path(order["err"]).read_text("utf-8", "replace")
        return Run(answer["code"], err, tuple(events), answer["cpu"], answer["peak"])


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "JAVA_HOME") if key in os.environ}
    # The package beside the tests comes first: the tests speak of it, and of no other.
    path = os.pathsep.join((str(HERE / "hook"), str(ROOT)))
    given = {**kept, "PYTHONPATH": path, "CI_TOKEN": "CANARY7f3a", **more}
    return {key: value for key, value in given.items() if value != "UNSET"}


def run_fresh(order: dict[str, Any]) -> dict[str, Any]:
    """Run in an interpreter of its own: locale, hash seed and streams are those of its start."""
    child = os.fork()
    if not child:
        try:
            _prepare(order)
            os.execve(  # noqa: S606  our own command
                sys.executable, [sys.executable, "-m", "bookmaker", *order["argv"]], order["env"]
            )
        finally:
            os._exit(99)
    return _wait(child)


def _wait(child: int) -> dict[str, Any]:
    _, status, used = os.wait4(child, 0)
    unit = 1 if sys.platform == "darwin" else 1024
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * unit}


def _prepare(order: dict[str, Any]) -> None:
    """Make the process that is to become the command what the case wants."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT * 2, CPU_LIMIT * 2 + 5))
    os.umask(order["umask"])
    err = os.open(order["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(err, 2)
    os.dup2(nothing, 1)
    os.dup2(nothing, 0)
    os.chdir(order["cwd"])
    if order["stdin"] == "closed":
        os.close(0)
    if order["stdin"] == "all closed":
        os.close(0)
        os.close(1)
    if order["cwd"].endswith("/gone"):
        Path(order["cwd"]).rmdir()


def _fork(order: dict[str, Any], main: Any) -> dict[str, Any]:
    child = os.fork()
    if not child:
        try:
            _prepare(order)
            os.environ.clear()
            os.environ.update(order["env"])
            import sitecustomize  # noqa: PLC0415  only the fork is watched

            sitecustomize._LOG = order["log"]  # noqa: SLF001
            sitecustomize.watch()
            sys.argv = ["bookmaker", *order["argv"]]
            main()
        except SystemExit as end:
            _leave(end.code)
        except BaseException:  # noqa: BLE001  a fork must end here, whatever it was
            sys.excepthook(*sys.exc_info())
            _leave(1)
        _leave(0)
    return _wait(child)


def _leave(code: object) -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 1)


def serve() -> None:
    """Read orders, one a line, and answer each."""
    from bookmaker import pipeline  # noqa: F401, PLC0415  loaded once, for every fork
    from bookmaker.cli import main  # noqa: PLC0415
    from bookmaker.writers import epub  # noqa: F401, PLC0415

    for line in sys.stdin:
        print(json.dumps(_fork(json.loads(line), main)), flush=True)  # noqa: T201


if __name__ == "__main__":
    serve()
