"""Builds a shelf of books in every store edition and judges each as its store would."""

import argparse
import fnmatch
import json
import sys
import tempfile
from pathlib import Path

from measure import ROOT, bench_folder, run
from shelf import manuscripts

sys.path.insert(0, str(ROOT))

from bookmaker.checks import check_file, run_epubcheck
from bookmaker.checks.document_words import counts, spine_words
from bookmaker.diagnostics import Diagnostic, Severity
from bookmaker.stores import NAMES, store

WIDTHS = (48, 9, 8, 8, 9, 6, 8, 40)
COLUMNS = ("book", "edition", "5.3", "4.2.6", "e/w/n", "words", "KB", "what is noted")
OLDER = "4.2.6"
KOBO = ("kobo", "kepub")


def main() -> int:
    args = arguments()
    bench = bench_folder(args.bench)
    sources = [one for one in manuscripts(bench) if fnmatch.fnmatch(one.name, args.only)]
    print(line(COLUMNS), line(["-" * width for width in WIDTHS]), sep="\n")
    bad = 0
    with tempfile.TemporaryDirectory(prefix="stores-") as folder:
        out = Path(args.out) if args.out else Path(folder)
        for source in sources:
            bad += shelve(source, out / source.name, args)
    print(f"\n{len(sources)} books, {bad} editions that are not clean")
    return 1 if bad or not sources else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with books/manuscripts and perf")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="file names, as *.md")
    parser.add_argument("--profile", action="append", choices=NAMES, help="repeatable  [all]")
    parser.add_argument("--pdf", action="store_true", help="with the printed pages listed")
    parser.add_argument("--out", default="", help="keep the books in this folder")
    parser.add_argument("--current", action="store_true", help="run EPUBCheck 5.3, too")
    return parser.parse_args()


def shelve(source: Path, out: Path, args: argparse.Namespace) -> int:
    """Build one book in all editions; return how many of them are not clean."""
    wanted = args.profile or NAMES
    profiles = [word for name in wanted for word in ("--profile", name)]
    formats = ["--format", "epub", *(("--format", "pdf") if args.pdf else ())]
    command = [sys.executable, "-m", "bookmaker", "build", str(source), "--out", str(out)]
    made = run([*command, *formats, *profiles, "--json"], {"PYTHONPATH": str(ROOT)})
    if made.code:
        print(line([source.name, "-", "-", "-", f"exit {made.code}", "-", "-", made.err[-200:]]))
        return 1
    editions = {
        one["profile"]: out / one["path"]
        for one in json.loads(made.out)["artifacts"]
        if one["kind"] == "epub"
    }
    plain = words(editions[""])
    return sum(
        judge((source.name, name), editions[name], plain, current=args.current) for name in wanted
    )


def judge(names: tuple[str, str], path: Path, plain: str, *, current: bool) -> int:
    """Print the line of one edition; return 1 where it is not clean."""
    newer = run_epubcheck(path) if current else None
    older = run_epubcheck(path, version=OLDER) if names[1] in KOBO else None
    ours = check_file(path, names[1])
    same = words(path) == plain
    told = tally(ours, (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    noted = ", ".join(sorted({one.code for one in ours}))
    size = str(path.stat().st_size // 1000)
    cells = [*names, faults(newer), faults(older), told, "same" if same else "DIFFER", size, noted]
    print(line(cells), flush=True)
    wanted = store(names[1]).validator == OLDER
    grave = [one for one in ours if one.severity is not Severity.NOTE]
    return int(bool(newer) or bool(wanted and older) or bool(grave) or not same)


def words(path: Path) -> str:
    """Return what the author wrote, as the documents have it."""
    return " ".join(
        " ".join([*one.text.split(), *" ".join(one.notes).split()])
        for one in spine_words(path)
        if counts(one) and not one.name.endswith("/nav.xhtml")
    )


def faults(found: tuple[Diagnostic, ...] | None) -> str:
    if found is None:
        return "-"
    codes = [one.code for one in found]
    return "/".join(str(codes.count(f"BM-EPUB-{n}")) for n in ("089", "090", "091"))


def tally(found: tuple[Diagnostic, ...], severities: tuple[Severity, ...]) -> str:
    return "/".join(str(sum(one.severity is level for one in found)) for level in severities)


def line(cells: object) -> str:
    return "  ".join(str(c)[:w].ljust(w) for c, w in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main())
