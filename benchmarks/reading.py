"""How much of `bookmaker build --format epub` is reading: a ratio within one and the same run.

Reading goes from the bytes of the manuscript to the Book with complete metadata, the import of the
readers among it; the check that it lost no word is told beside it. The whole is the process from
its start to its end, its workers too, in CPU seconds.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measure import ROOT, bench_folder, run

sys.path.insert(0, str(ROOT))

BOOKS = ("frankenstein", "pride", "war")
MOST = 15.0


def main() -> int:
    args = arguments()
    if args.timed:
        return timed(Path(args.timed[0]), Path(args.timed[1]))
    perf = bench_folder(args.bench) / "perf"
    print("| manuscript | KB | read, CPU s | its check | whole, CPU s | reading's share |")
    print("|---|--:|--:|--:|--:|--:|")
    missed = False
    for path in sorted(perf.glob("*")):
        if path.suffix in {".txt", ".md"} and path.stem in BOOKS and args.only in path.name:
            share = print_row(path, args.runs)
            missed = missed or share > MOST
    return int(missed)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with perf/")
    parser.add_argument("--only", default="", metavar="PART", help="part of a file name, as war")
    parser.add_argument("--runs", type=int, default=3, help="runs of each; medians are told (3)")
    parser.add_argument("--timed", nargs=2, metavar=("SOURCE", "OUT"), help=argparse.SUPPRESS)
    return parser.parse_args()


def print_row(path: Path, runs: int) -> float:
    """Build one manuscript some times and print the medians; return reading's share in percent."""
    found: list[tuple[float, float, float]] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="reading-") as folder:
            done = run([sys.executable, __file__, "--timed", str(path), str(Path(folder) / "out")])
        if done.code:
            raise SystemExit(done.err)
        read, checked = map(float, done.out.split())
        found.append((read, checked, done.cpu))
    read, checked, whole = (statistics.median(column) for column in zip(*found, strict=True))
    share = 100 * statistics.median(row[0] / row[2] for row in found)
    size = path.stat().st_size // 1024
    flag = " !" if share > MOST else ""
    cells = f"{path.name} | {size} | {read:.2f} | {checked:.2f} | {whole:.2f} | {share:.1f} %{flag}"
    print(f"| {cells} |", flush=True)
    return share


def timed(source: Path, out: Path) -> int:
    """Build one manuscript here and print the CPU seconds of its first stage."""
    from bookmaker import checks, pipeline  # noqa: PLC0415  their import is part of the whole
    from bookmaker.progress import Progress  # noqa: PLC0415

    begun: dict[int, float] = {}
    checked = 0.0
    check = checks.conserve_reading

    def observe(progress: Progress) -> None:
        begun.setdefault(progress.stage, time.process_time())

    def timed_check(*given: object) -> object:
        nonlocal checked
        start = time.process_time()
        result = check(*given)
        checked += time.process_time() - start
        return result

    checks.conserve_reading = timed_check
    pipeline.build(pipeline.Request(source, out, ("epub",)), observe)
    print(begun[2] - begun[1] - checked, checked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
