"""Runs Ace by DAISY, the field's accessibility checker, over finished EPUBs.

    sh scripts/setup_proofs.sh
    python benchmarks/ace.py dist/*.epub
    python benchmarks/ace.py --own        every book of the project's own: the sample, all cases

Ace is no part of the project. It is looked for in the environment variable ACE, in build/ace and
on the path; without it this says so and ends well (with --own: badly). Its browser is
PUPPETEER_EXECUTABLE_PATH, or Chromium as the system has it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSTALLED = ROOT / "build" / "ace" / "node_modules" / ".bin" / "ace-puppeteer"
OWN = tuple(
    ROOT / name for name in ("manuscript", "tests/reading/kinds", "tests/reading/right-to-left")
)
CASES = ("structure", "markdown")
NAMES = ("ace-puppeteer", "ace")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TIMEOUT = 900


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="*", type=Path, help="EPUBs, or folders that hold some")
    parser.add_argument(
        "--own", action="store_true", help="build and check the project's own books"
    )
    parser.add_argument("--jobs", type=int, default=1, help="books at once (1)")
    args = parser.parse_args()
    ace = find_ace()
    if ace is None:
        print("skipped: Ace by DAISY is not installed: sh scripts/setup_proofs.sh")
        return 1 if args.own else 0
    with tempfile.TemporaryDirectory(prefix="own-") as folder:
        own, unbuilt = build_own(Path(folder)) if args.own else ([], [])
        books = [*(book for path in args.path for book in epubs(path)), *own]
        with ThreadPoolExecutor(args.jobs) as pool:
            results = list(pool.map(lambda book: judge(ace, book), books))
    for path in unbuilt:
        print(f"{path}: not built")
    print(f"\n{sum(results)} of {len(books)} books have nothing that Ace finds")
    return 0 if all(results) and books and not unbuilt else 1


def judge(ace: str, book: Path) -> bool:
    """Print what Ace says of a book as soon as it is known; tell whether that is nothing."""
    found = violations(ace, book)
    lines = [f"{book.parent.name}/{book.name}: {told(found)}"]
    lines += [f"  {line}" for line in sorted(set(found or ()))]
    print("\n".join(lines), flush=True)
    return found is not None and not found


def build_own(folder: Path) -> tuple[list[Path], list[Path]]:
    """Build the sample and every case that has a manuscript; return the books and what failed."""
    cases = [path for name in CASES for path in sorted((ROOT / "tests" / "cases" / name).iterdir())]
    built, failed = [], []
    for source in (*OWN, *(path for path in cases if path.is_dir())):
        texts = sorted(source.glob("manuscript.*"))
        project = source in OWN or (source / "bookmaker.toml").exists()
        if not (texts or project):
            continue
        out = folder / f"{source.parent.name}-{source.name}"
        command = [sys.executable, "-m", "bookmaker", "build", str(source if project else texts[0])]
        command += ["--out", str(out), "--format", "epub"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        made = list(out.glob("*.epub"))
        built += made
        if not made and b"BM-PICT-001" not in done.stderr:  # readers' cases name pictures only
            failed.append(source)
    return built, failed


def find_ace() -> str | None:
    """Return the command to run, or None."""
    named = os.environ.get("ACE", str(INSTALLED))
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
