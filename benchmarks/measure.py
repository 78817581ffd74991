"""Runs a command as a process of its own and says what it cost."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

# ru_maxrss counts bytes on macOS and kibibytes elsewhere (getrusage(2)).
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """What a command gave back: exit code, output, CPU seconds, peak bytes, seconds by the clock.

    CPU is that of all its processes; the peak is that of the largest of them: wait4(2) counts what
    was waited for, as `getrusage(2)` says of RUSAGE_CHILDREN. A process begins with the peak of the
    one that started it, so measure from a script that is small itself.
    """

    code: int
    out: str
    err: str
    cpu: float
    peak: int
    wall: float = 0.0


def run(command: list[str], environment: dict[str, str] | None = None) -> Run:
    """Run `command` to its end, alone in its own process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        started = subprocess.Popen(
            command, stdout=out, stderr=err, env={**os.environ, **(environment or {})}
        )
        _, status, used = os.wait4(started.pid, 0)
        wall = time.monotonic() - began
        started.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Run(
            started.returncode,
            out.read().decode("utf-8", "replace"),
            err.read().decode("utf-8", "replace"),
            used.ru_utime + used.ru_stime,
            used.ru_maxrss * RSS_UNIT,
            wall,
        )


ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"


def bench_folder(given: str) -> Path:
    """Return the folder of real books, or end politely where there is none."""
    folder = Path(given) if given else BENCH
    if not folder.is_dir():
        print(f"skipped: there is no folder of books at {folder} (name one with --bench)")
        raise SystemExit(0)
    return folder
