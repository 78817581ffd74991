"""Builds a whole shelf of books to EPUB and PDF, checks every one, and prints a table.

`in EPUB` counts the printed pages that the page list leads to; `left out` those that the EPUB has
nothing of (b blank, p print-only); `starts` those that begin in the PDF with the words that the
page list leads to ("all", or how many and how many have no words). A `!` marks what is wrong.
`usage` lists the ids of EPUBCheck's hints, `Ace` counts the violations that it finds (--ace).
"""

import argparse
import fnmatch
import json
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import ace
from measure import ROOT, bench_folder, run

sys.path.insert(0, str(ROOT))

from bookmaker.checks import run_epubcheck

COLUMNS = (
    ("book", 55), ("exit", 4), ("words", 7), ("ch", 4), ("sc", 5), ("pages", 5),
    ("in EPUB", 7), ("left out", 8), ("starts", 7),
    ("f/e/w", 6), ("usage", 7), ("Ace", 4), ("nothing lost", 12), ("CPU s", 6), ("peak MB", 7),
)  # fmt: skip
SCORERS = ("score_structure.py", "score_typography.py")


@dataclass
class Shelved:
    """A book of the shelf and what became of it."""

    source: Path
    code: int = -1
    told: dict = field(default_factory=dict)
    findings: str = "-"
    usage: str = "-"
    ace: str = "-"
    valid: bool = False
    cpu: float = 0.0
    peak: int = 0
    said: str = ""
    epub: Path | None = None

    @property
    def lost(self) -> str:
        """Whether every word is there, as the build found."""
        law = re.findall(r"BM-LAW-\d+", json.dumps(self.told) + self.said)
        if law:
            return law[0]
        return "yes" if self.code == 0 else "-"

    @property
    def good(self) -> bool:
        """Built, valid, accessible, nothing lost, and each printed page where it should be."""
        sound = self.code == 0 and self.valid and self.lost == "yes"
        return sound and self.ace in ("-", "0") and "!" not in "".join(self.page_cells())

    def page_cells(self) -> list[str]:
        """Printed pages marked in the EPUB, those left out and why, those compared with the PDF."""
        listed = self.told.get("page_list")
        if not listed:
            return ["-", "-", "-"]
        marked, kinds = listed["marked"], [page["kind"] for page in listed["left_out"]]
        left = " ".join(f"{kinds.count(kind)}{kind[0]}" for kind in sorted(set(kinds)))
        whole = marked + len(kinds) == self.told.get("pages")
        wrong = "BM-LAW-010" in json.dumps(self.told.get("diagnostics", []))
        wordless = marked - listed["verified"]
        starts = f"{listed['verified']}+{wordless}" if wordless else "all"
        return [str(marked), (left or "0") + "!" * (not whole), starts + "!" * wrong]

    def cells(self) -> list[str]:
        counts = [
            str(self.told.get(key) or "-") for key in ("words", "chapters", "scenes", "pages")
        ]
        counts += self.page_cells()
        cost = [f"{self.cpu:.1f}", f"{self.peak / 1e6:.0f}"]
        found = [self.findings, self.usage, self.ace, self.lost]
        return [self.source.name, str(self.code), *counts, *found, *cost]


def main() -> int:
    args = arguments()
    bench = bench_folder(args.bench)
    sources = [one for one in manuscripts(bench) if fnmatch.fnmatch(one.name, args.only)]
    if not sources:
        print(f"no manuscript in {bench} matches {args.only!r}")
        return 1
    with tempfile.TemporaryDirectory(prefix="shelf-") as folder:
        out = Path(args.out) if args.out else Path(folder)
        print(
            line([name for name, _ in COLUMNS]),
            line(["-" * width for _, width in COLUMNS]),
            sep="\n",
        )
        with ThreadPoolExecutor(args.jobs) as pool:
            built = list(pool.map(lambda one: shelve(one, out, args), sources))
        if args.score:
            score(built, bench)
    bad = [one for one in built if not one.good]
    for one in bad:
        print(f"\n{one.source.name}: exit {one.code}\n{one.said.strip()[-2000:]}")
    print(f"\n{len(built) - len(bad)} of {len(built)} books are good")
    return 1 if bad else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", default="", help="folder with books/manuscripts and perf")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="file names, as *.wrap.txt")
    parser.add_argument("--format", action="append", choices=("epub", "pdf"), help="repeatable")
    parser.add_argument("--jobs", type=int, default=2, help="builds at once (2)")
    parser.add_argument("--out", default="", help="keep the books in this folder")
    parser.add_argument("--score", action="store_true", help="run the bench's own scorers")
    parser.add_argument("--no-epubcheck", action="store_true", help="do without EPUBCheck")
    parser.add_argument("--ace", action="store_true", help="run Ace, too (where it is installed)")
    args = parser.parse_args()
    args.ace = ace.find_ace() if args.ace else None
    return args


def manuscripts(bench: Path) -> list[Path]:
    folders = (bench / "books" / "manuscripts", bench / "perf")
    return [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix in (".txt", ".md")
    ]


def shelve(source: Path, out: Path, args: argparse.Namespace) -> Shelved:
    """Build and check one book, and print its line as soon as it is done."""
    book = Shelved(source)
    folder = out / source.name
    formats = [word for name in args.format or () for word in ("--format", name)]
    build = [
        sys.executable,
        "-m",
        "bookmaker",
        "build",
        str(source),
        "--out",
        str(folder),
        "--json",
    ]
    made = run([*build, *formats], {"PYTHONPATH": str(ROOT)})
    book.code, book.cpu, book.peak, book.said = made.code, made.cpu, made.peak, made.err
    try:
        book.told = json.loads(made.out) if made.out.strip() else {}
    except ValueError:
        book.said += f"\n--json gave no JSON: {made.out[:200]}"
        book.code = book.code or -1
    book.epub = next(iter(sorted(folder.glob("*.epub"))), None)
    check(book, args)
    print(line(book.cells()), flush=True)
    return book


def check(book: Shelved, args: argparse.Namespace) -> None:
    wanted = "epub" in (args.format or ("epub",))
    if book.epub is None or args.no_epubcheck:
        book.valid = not wanted or (book.epub is not None and args.no_epubcheck)
        return
    found = run_epubcheck(book.epub, usage=True)
    if args.ace:
        listed = ace.violations(args.ace, book.epub)
        book.ace = "none" if listed is None else str(len(listed))
        book.said += "".join(f"\nAce: {one}" for one in sorted(set(listed or ())))
    if found is None:
        book.findings, book.valid = "absent", True
        return
    codes = [one.code for one in found]
    counts = [codes.count(f"BM-EPUB-{number}") for number in ("089", "090", "091")]
    book.findings, book.valid = "/".join(map(str, counts)), not any(counts)
    hints = [one.message.split()[1].rstrip(":") for one in found if one.code == "BM-EPUB-092"]
    book.usage = " ".join(sorted(set(hints))) or "none"
    book.said += "".join(f"\n{one}" for one in found if one.code != "BM-EPUB-092")


def line(cells: list[str]) -> str:
    first, *rest = zip(cells, (width for _, width in COLUMNS), strict=True)
    return "  ".join([first[0][: first[1]].ljust(first[1]), *(c.rjust(w) for c, w in rest)])


def score(built: list[Shelved], bench: Path) -> None:
    """Run the bench's scorers over every EPUB that has a truth."""
    pairs = []
    for one in built:
        truth = bench / "books" / "truth" / f"{one.source.name.split('.')[0]}.json"
        if one.epub is not None and truth.is_file():
            pairs += [str(truth), str(one.epub)]
    for scorer in SCORERS:
        script = bench / "books" / scorer
        if pairs and script.is_file():
            print(f"\n{scorer}\n{run([sys.executable, str(script), *pairs]).out}")


if __name__ == "__main__":
    sys.exit(main())
