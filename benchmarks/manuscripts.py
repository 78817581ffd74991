"""Builds the books of the bench in each of their typing forms and scores what was understood."""

import argparse
import fnmatch
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from measure import ROOT, bench_folder, run

FORMS = (".txt", ".md", ".wrap.txt")
NAMED = ("title", "author", "language")

# measure, and what is wanted of it in each form; a number is a least F1, "all" is every one
STRUCTURE = (
    ("chapters", (0.99, 1.0, 0.98)), ("chapter_targets", (0.99, 1.0, 0.98)),
    ("sections", (0.99, 1.0, 0.98)), ("parts", (1.0, 1.0, 1.0)), ("scenes", (0.98, 1.0, 0.98)),
    ("epigraph", (0.95, 0.95, 0.95)), ("attribution", (0.95, 0.95, 0.95)),
    ("dedication", (1.0, 1.0, 1.0)), ("verse", (0.95, 0.98, 0.95)), ("lines", (1.0, 1.0, 0.98)),
    ("stanzas", (0.0, 0.0, 0.0)),
)  # fmt: skip

# most errors in 10,000 marks
TYPOGRAPHY = {"quotes": 20, "leading": 500, "em-dash": 50, "ellipsis": 10, "all": 30}
MOST_IN_A_BOOK = 60
LEAST_COVERAGE = 0.999
MOST_SPURIOUS = 40


@dataclass
class Scores:
    """What the scorers said of one form's books."""

    structure: dict = field(default_factory=dict)
    typography: dict = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def main() -> int:
    args = arguments()
    books = bench_folder(args.bench) / "books"
    scorers = [books / name for name in ("score_structure.py", "score_typography.py")]
    if not all(path.is_file() for path in scorers):
        print(f"skipped: there are no scorers in {books}")
        return 0
    with tempfile.TemporaryDirectory(prefix="manuscripts-") as folder:
        out = Path(args.out) if args.out else Path(folder)
        forms = [form for form in FORMS if args.form in ("", form)]
        found = {form: score(books, form, out / form.strip("."), args) for form in forms}
    found = {form: scores for form, scores in found.items() if scores.structure}
    if not found:
        print(f"no manuscript in {books} matches {args.only!r}")
        return 1
    table("structure", structure_rows(found), found)
    table("typography, errors in 10,000 marks", typography_rows(found), found)
    for form, scores in found.items():
        books_table(form, scores)
    failed = [name for scores in found.values() for name in scores.failed]
    print("".join(f"\nnot built: {name}" for name in failed), end="")
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with books/manuscripts and books/truth")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="file names, as *dracula*")
    parser.add_argument("--form", default="", choices=FORMS, help="one typing form alone")
    parser.add_argument("--jobs", type=int, default=2, help="builds at once (2)")
    parser.add_argument("--out", default="", help="keep the books in this folder")
    return parser.parse_args()


def manuscripts(books: Path, form: str, only: str) -> Iterator[tuple[Path, Path]]:
    """Yield the manuscripts of a form, each with its truth."""
    for path in sorted((books / "manuscripts").glob(f"*{form}")):
        if form == ".txt" and path.name.endswith(".wrap.txt"):
            continue
        truth = books / "truth" / f"{path.name.removesuffix(form)}.json"
        if truth.is_file() and fnmatch.fnmatch(path.name, only):
            yield path, truth


def score(books: Path, form: str, out: Path, args: argparse.Namespace) -> Scores:
    sources = list(manuscripts(books, form, args.only))
    with ThreadPoolExecutor(args.jobs) as pool:
        built = list(pool.map(lambda pair: build(pair[0], out / pair[0].name), sources))
    scores = Scores()
    pairs: list[str] = []
    for (source, truth), epub in zip(sources, built, strict=True):
        if epub is None:
            scores.failed.append(source.name)
        else:
            pairs += [str(truth), str(epub)]
    if pairs:
        scores.structure, scores.typography = (
            json.loads(run([sys.executable, str(books / name), *pairs, "--json"]).out)
            for name in ("score_structure.py", "score_typography.py")
        )
    return scores


def build(source: Path, folder: Path) -> Path | None:
    """Build one book through the command; return its EPUB."""
    command = [sys.executable, "-m", "bookmaker", "build", str(source), "--format", "epub"]
    run([*command, "--out", str(folder)], {"PYTHONPATH": str(ROOT)})
    return next(iter(sorted(folder.glob("*.epub"))), None)


# ---------------------------------------------------------------- tables

Row = tuple[str, Callable[[str, Scores], str]]


def structure_rows(found: dict[str, Scores]) -> Iterator[Row]:
    for name in NAMED:
        yield name, lambda _, scores, name=name: named(scores, name)
    for name, wanted in STRUCTURE:
        if any(scores.structure["total"][name]["true"] for scores in found.values()):
            yield (
                name,
                lambda form, scores, name=name, wanted=wanted: counted(
                    scores.structure["total"][name], wanted[FORMS.index(form)]
                ),
            )
    yield (
        "marks left standing",
        lambda _, scores: flag(
            str(left := scores.structure["total"]["scenes"]["literal"]), good=not left
        ),
    )


def named(scores: Scores, name: str) -> str:
    """Of the books whose truth or manuscript names it, how many have it."""
    told = [book[name] for book in scores.structure["books"].values() if book[name] is not None]
    return flag(f"{sum(map(bool, told))}/{len(told)}", good=all(told))


def counted(one: dict, wanted: float) -> str:
    if not one["true"]:
        return "-"
    value = one["f1"] if one["f1"] is not None else one["recall"]
    extra = one["found"] - one["hit"]
    text = f"{value:.3f} ({one['hit']}/{one['true']}{f', {extra} false' if extra else ''})"
    return flag(text, good=value >= wanted)


def typography_rows(found: dict[str, Scores]) -> Iterator[Row]:
    first = next(iter(found.values())).typography["total"]
    for name in ("quotes", *first["classes"], "all"):
        yield name, lambda _, scores, name=name: errors(scores, name)
    yield "coverage", lambda _, scores: lowest(scores, "coverage")
    yield "spurious, most in a book", lambda _, scores: highest(scores, "spurious")


def errors(scores: Scores, name: str) -> str:
    total = scores.typography["total"]
    one = total[name] if name in total else total["classes"].get(name, {})
    value = one.get("per_10000")
    if value is None:
        return "-"
    return flag(f"{value:.1f}", good=value <= TYPOGRAPHY.get(name, value))


def lowest(scores: Scores, name: str) -> str:
    least = min(book[name] for book in scores.typography["books"].values())
    return flag(f"{least:.4f}", good=least >= LEAST_COVERAGE)


def highest(scores: Scores, name: str) -> str:
    most = max(book[name] for book in scores.typography["books"].values())
    return flag(str(most), good=most <= MOST_SPURIOUS)


def flag(text: str, *, good: bool) -> str:
    return text if good else f"{text} !"


def table(title: str, rows: Iterator[Row], found: dict[str, Scores]) -> None:
    print(f"\n| {title} | " + " | ".join(f"`{form}`" for form in found) + " |")
    print("|---" * (len(found) + 1) + "|")
    for name, cell in rows:
        print(f"| {name} | " + " | ".join(cell(form, one) for form, one in found.items()) + " |")


def books_table(form: str, scores: Scores) -> None:
    """Print what each book of a form lacks in structure, and its errors in typography."""
    print(f"\n| `{form}` | quotes | all | spurious | coverage | what is lacking |")
    print("|---" * 6 + "|")
    for name, typed in scores.typography["books"].items():
        told = scores.structure["books"][name]
        lacking = [
            f"{measure} {told[measure]['hit']}/{told[measure]['true']}"
            for measure, _ in STRUCTURE
            if told[measure]["hit"] < max(told[measure]["true"], told[measure]["found"])
        ]
        quotes = typed["quotes"]["per_10000"] or 0.0
        cells = [
            name,
            flag(f"{quotes:.1f}", good=quotes <= MOST_IN_A_BOOK),
            f"{typed['all']['per_10000'] or 0.0:.1f}",
            flag(str(typed["spurious"]), good=typed["spurious"] <= MOST_SPURIOUS),
            flag(f"{typed['coverage']:.4f}", good=typed["coverage"] >= LEAST_COVERAGE),
            ", ".join(lacking) or "nothing",
        ]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    sys.exit(main())
