"""What the printed page costs: a cold build of a PDF beside pandoc and xelatex, in the same run.

    python benchmarks/page_time.py [--runs 3] [--jobs 2] [--book pride.md]

Whole processes, start-up and all, from the manuscript to the finished PDF: ours with its cover and
all its checks, `--format pdf --jobs 2`; theirs as in `peers.py`, with the contents that ours has.
The runs are interleaved, so that a busy machine slows both alike; medians. Then what growth costs,
CPU seconds for a thousand words of the longest book against those of the shortest, which should be
within a tenth; and the memory of the largest process, which is to stay under 400 MB.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from measure import ROOT, Run, bench_folder, run
from peers import AbsentError, Page, set_by

BOOKS = ("pride.md", "war.md")
FACE = ROOT / "bookmaker" / "fonts" / "eb-garamond" / "EBGaramond-Regular.ttf"
# The page of a book of some 350 pages at 5.5 x 8.5 in, as `bookmaker` sets it.
PAGE = Page(396.0, 612.0, 56.1, 65.9, 56.4, 44.4, 14.0, 11.0, "EB Garamond", str(FACE))
MOST_MEMORY = 400e6
MOST_GROWTH = 1.10


def main() -> int:
    """Print a table, and what was found."""
    args = arguments()
    bench = bench_folder(args.bench) / "perf"
    print("| book | words | way | CPU s | wall s | largest process, MB |")
    print("|---|--:|---|--:|--:|--:|")
    cpu_per_word, peaks = {}, {}
    for name in args.book or BOOKS:
        words = len((bench / name).read_text(encoding="utf-8").split())
        measured = interleaved(bench / name, args)
        for way, runs in measured.items():
            cpu, wall, peak = (median(runs, figure) for figure in ("cpu", "wall", "peak"))
            row = (name, f"{words:,}", way, f"{cpu:.2f}", f"{wall:.2f}", f"{peak / 1e6:.0f}")
            print("| " + " | ".join(row) + " |", flush=True)
        cpu_per_word[words] = median(measured["bookmaker"], "cpu") / words
        peaks[name] = max(one.peak for one in measured["bookmaker"])
        if "xelatex" in measured:
            pairs = list(zip(measured["bookmaker"], measured["xelatex"], strict=True))
            cpu = ratios([ours.cpu / theirs.cpu for ours, theirs in pairs])
            wall = ratios([ours.wall / theirs.wall for ours, theirs in pairs])
            print(f"| {name} | | ours to theirs | {cpu} | {wall} | |", flush=True)
    print()
    if len(cpu_per_word) > 1:
        most, least = (cpu_per_word[pick(cpu_per_word)] for pick in (max, min))
        growth = mark(most / least, MOST_GROWTH)
        print(f"CPU seconds for a word, longest book to shortest: {growth}")
    for name, peak in peaks.items():
        print(f"largest process, {name}: {mark(peak / 1e6, MOST_MEMORY / 1e6)} MB")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with perf/")
    parser.add_argument("--book", action="append", help="a file in perf/, repeatable (two)")
    parser.add_argument("--runs", type=int, default=3, help="interleaved runs of each way (3)")
    parser.add_argument("--jobs", type=int, default=2, help="workers of ours (2)")
    return parser.parse_args()


def interleaved(source: Path, args: argparse.Namespace) -> dict[str, list[Run]]:
    """Set a book by both ways in turn; pandoc is left out where it, or TeX, is absent."""
    found: dict[str, list[Run]] = {"bookmaker": []}
    for _ in range(args.runs):
        with tempfile.TemporaryDirectory(prefix="page-time-") as folder:
            out = Path(folder)
            build = [sys.executable, "-m", "bookmaker", "build", str(source), "--format", "pdf"]
            build += ["--jobs", str(args.jobs), "--out", str(out / "ours")]
            made = run(build, {"PYTHONPATH": str(ROOT)})
            if made.code:
                raise SystemExit(f"the build of {source.name} failed:\n{made.err[-2000:]}")
            found["bookmaker"].append(made)
            try:
                theirs = set_by("xelatex", source, out / "theirs.pdf", PAGE, contents=True)
            except AbsentError as error:
                print(f"skipped xelatex: {error}", file=sys.stderr)
            else:
                found.setdefault("xelatex", []).append(theirs)
    return found


def median(runs: list[Run], figure: str) -> float:
    return statistics.median(getattr(one, figure) for one in runs)


def ratios(found: list[float]) -> str:
    listed = ", ".join(f"{one:.2f}" for one in sorted(found))
    return f"{mark(statistics.median(found), 1.0)} ({listed})"


def mark(figure: float, most: float) -> str:
    """Return a figure, with an exclamation mark where it is above what we mean to reach."""
    return f"{figure:.2f}{' !' if figure > most else ''}"


if __name__ == "__main__":
    sys.exit(main())
