"""CPU and memory of `bookmaker build --format epub` beside the straight way and pandoc.

Whole processes, start-up and all; the runs of all ways are interleaved, so that a busy machine
slows them alike; medians; ratios rather than seconds.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measure import ROOT, Run, bench_folder, run
from peers import AbsentError
from peers import pandoc as pandoc_here

BOOKS = ("frankenstein.md", "pride.md", "war.md")
PLAIN = '[cover]\ndesign = "none"\n\n[epub]\nfonts = false\n'


def main() -> int:
    args = arguments()
    bench = bench_folder(args.bench) / "perf"
    pandoc = find_pandoc(args.pandoc)
    if pandoc is None:
        print("pandoc is absent (sh scripts/setup_peers.sh); done without it\n")
    head = ("book", "way", "CPU s", "to naive", "to pandoc", "peak MB")
    print("| " + " | ".join(head) + " |\n|---|---|--:|--:|--:|--:|")
    for name in args.book or BOOKS:
        with tempfile.TemporaryDirectory(prefix="speed-") as folder:
            measured = measure(bench / name, Path(folder), pandoc, args.runs)
        for row in rows(name, measured):
            print("| " + " | ".join(row) + " |", flush=True)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with perf/")
    parser.add_argument("--book", action="append", help="a file in perf/, repeatable (all three)")
    parser.add_argument("--pandoc", default="", metavar="PATH", help="the pandoc to compare with")
    parser.add_argument("--runs", type=int, default=3, help="interleaved runs of each way (3)")
    return parser.parse_args()


def find_pandoc(given: str) -> str | None:
    """Return pandoc's path: as given, in build/peers, or on the path."""
    try:
        return given or pandoc_here()
    except AbsentError:
        return None


def measure(source: Path, folder: Path, pandoc: str | None, runs: int) -> dict[str, list[Run]]:
    """Build one book every way, in turn, `runs` times."""
    ways = commands(source, folder, pandoc)
    measured: dict[str, list[Run]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, command in ways.items():
            shutil.rmtree(folder / "out", ignore_errors=True)
            (folder / "out").mkdir()
            made = run(command, {"PYTHONPATH": str(ROOT)})
            if made.code:
                print(f"{way} failed on {source.name}:\n{made.err[-2000:]}", file=sys.stderr)
                raise SystemExit(1)
            measured[way].append(made)
    return measured


def commands(source: Path, folder: Path, pandoc: str | None) -> dict[str, list[str]]:
    project = folder / "project"
    project.mkdir()
    (project / "bookmaker.toml").write_text(PLAIN, encoding="utf-8")
    shutil.copy(source, project)
    out, naive = folder / "out", Path(__file__).with_name("naive.py")
    build = [sys.executable, "-m", "bookmaker", "build"]
    ways = {
        "bookmaker, all defaults": [*build, str(source), "--format", "epub", "--out", str(out)],
        "bookmaker, text path alone": [*build, str(project), "--format", "epub", "--out", str(out)],
        "naive": [sys.executable, str(naive), str(source), str(out / "naive.epub")],
    }
    if pandoc:
        ways["pandoc"] = [pandoc, str(source), "-o", str(out / "pandoc.epub")]
    return ways


def rows(book: str, measured: dict[str, list[Run]]) -> list[list[str]]:
    cpu = {way: statistics.median(one.cpu for one in runs) for way, runs in measured.items()}
    table = []
    for way, runs in measured.items():
        ratios = [
            f"{cpu[way] / cpu[other]:.2f}" if other in cpu else "-" for other in ("naive", "pandoc")
        ]
        peak = statistics.median(one.peak for one in runs) / 1e6
        table.append([book, way, f"{cpu[way]:.2f}", *ratios, f"{peak:.0f}"])
    return table


if __name__ == "__main__":
    sys.exit(main())
