"""Runs Ace by DAISY, the field's accessibility checker, over finished EPUBs.

    npm install --prefix ~/ace --ignore-scripts @daisy/ace
    ACE=~/ace/node_modules/.bin/ace-puppeteer python benchmarks/ace.py dist/*.epub

Ace is no part of the project. It is looked for in the environment variable ACE and on the path;
without it this says so and ends well. Its browser is PUPPETEER_EXECUTABLE_PATH, or Chromium as
the system has it.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

NAMES = ("ace-puppeteer", "ace")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TIMEOUT = 900


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="+", type=Path, help="EPUBs, or folders that hold some")
    args = parser.parse_args()
    ace = find_ace()
    if ace is None:
        print("skipped: Ace by DAISY is not installed (set ACE to its ace-puppeteer)")
        return 0
    books = sorted(book for path in args.path for book in epubs(path))
    failed = 0
    for book in books:
        found = violations(ace, book)
        failed += found is None or bool(found)
        print(f"{book.name}: {told(found)}", flush=True)
        for line in sorted(set(found or ())):
            print(f"  {line}")
    print(f"\n{len(books) - failed} of {len(books)} books have nothing that Ace finds")
    return 1 if failed or not books else 0


def find_ace() -> str | None:
    """Return the command to run, or None."""
    named = os.environ.get("ACE", "")
    found = (shutil.which(name) for name in (*([named] if named else []), *NAMES))
    return next((command for command in found if command), None)


def epubs(path: Path) -> list[Path]:
    return sorted(path.rglob("*.epub")) if path.is_dir() else [path]


def violations(ace: str, book: Path) -> list[str] | None:
    """Return impact, rule and document of each violation; None if Ace gave no report."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    environment = {"PUPPETEER_EXECUTABLE_PATH": browser, **os.environ}
    with tempfile.TemporaryDirectory(prefix="ace-") as folder:
        command = [ace, "--force", "--silent", "--outdir", folder, str(book)]
        try:
            subprocess.run(
                command, capture_output=True, env=environment, timeout=TIMEOUT, check=False
            )
            report = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
    return [
        f"{test['earl:test']['earl:impact']}: {test['earl:test']['dct:title']}"
        f" in {document['earl:testSubject']['url']}"
        for document in report["assertions"]
        for test in document["assertions"]
        if test["earl:result"]["earl:outcome"] != "pass"
    ]


def told(found: list[str] | None) -> str:
    if found is None:
        return "Ace gave no report"
    impacts = Counter(line.partition(":")[0] for line in found)
    return ", ".join(f"{n} {impact}" for impact, n in impacts.items()) or "0 violations"


if __name__ == "__main__":
    raise SystemExit(main())
