"""How well pages are set, and at what cost: ours beside stock WeasyPrint, xelatex and typst.

Each book is set in its own process by each way: by us, as a build does; by WeasyPrint as it
comes, from the very same HTML and sheet; by pandoc with xelatex and with typst, where these are
installed, at the same trim, measure and type. `page_meter.py` measures what came out. A figure
that misses what we mean to reach carries an exclamation mark.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from measure import ROOT, bench_folder, run
from page_meter import measure

sys.path.insert(0, str(ROOT))

BOOKS = ("frankenstein.md", "pride.md", "war.md")
FACE = "EB Garamond"
# At most this: Frankenstein, Pride and Prejudice, War and Peace.
GOALS = {
    "over_1.5_pct": (1.0, 1.5, 1.5),
    "over_2_pct": (0.0, 0.0, 0.01),
    "overfull": (0, 0, 0),
    "hyphenated_pct": (3.5, 3.5, 4.0),
    "ladders": (0, 0, 0),
    "runts": (20, 60, None),
    "under_0.8_pct": (5.0, 5.0, 5.0),
    "scale_max_pct": (2.0, 2.0, 2.0),
    "ragged": (0, 0, 0),
    "hyphens_over_page": (0, 0, 0),
    "chapters_ending_short": (0, 2, None),
    "widows": (0, 0, 0),
    "orphans": (0, 0, 0),
    "short_pages": (0, 2, None),
    "uneven_spreads": (0, 1, None),
    "cpu_to_stock": (1.0, 1.0, 1.0),
}
SHOWN = (
    "pages", "paragraphs", "lines", "space_mean", "space_max", *GOALS, "hyphens_before_last",
    "off_grid_pct", "cpu",
)  # fmt: skip
PANDOC = ("-V", "geometry:paperwidth=5.5in,paperheight=8.5in,textwidth=295.2pt,textheight=490pt",
          "-V", "fontsize=11pt", "-V", f"mainfont={FACE}")  # fmt: skip


def main() -> int:
    """Print a table for each book."""
    args = arguments()
    if args.set:
        print(json.dumps(set_book(args.set, Path(args.rest[0]), Path(args.rest[1]))))
        return 0
    bench = bench_folder(args.bench) / "perf"
    for name in args.book or BOOKS:
        with tempfile.TemporaryDirectory(prefix="pages-") as folder:
            out = Path(args.out or folder)
            out.mkdir(parents=True, exist_ok=True)
            figures = measured(bench / name, out)
        show(name, figures)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with perf/")
    parser.add_argument("--book", action="append", help="a file in perf/, repeatable (all three)")
    parser.add_argument("--out", default="", help="keep the PDFs here")
    parser.add_argument("--set", choices=("ours", "stock"), help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    return parser.parse_args()


# ---------------------------------------------------------------- one way, in a process of its own


def set_book(way: str, source: Path, pdf: Path) -> dict[str, float]:
    """Set a book and return the CPU seconds of its layout and its face's word space in ems."""
    from bookmaker.edition import Edition  # noqa: PLC0415  after the path is known
    from bookmaker.layout import type_metrics  # noqa: PLC0415
    from bookmaker.pipeline import Request, understand  # noqa: PLC0415

    publication = understand(Request(source, jobs=1)).publication
    edition = Edition(face=FACE)
    cpu = (_ours if way == "ours" else _stock)(publication, edition, pdf)
    return {"cpu": round(cpu, 2), "space_em": type_metrics.width(" ", FACE)}


def _ours(publication: object, edition: object, pdf: Path) -> float:
    from bookmaker.layout import lay_out  # noqa: PLC0415
    from bookmaker.writers.pdf.assembly import assemble  # noqa: PLC0415

    began = time.process_time()
    made = lay_out(publication, edition)
    pdf.write_bytes(assemble(made.print_run, publication.metadata, edition))
    return time.process_time() - began


def _stock(publication: object, edition: object, pdf: Path) -> float:
    """Set the same print document by WeasyPrint as it comes: none of our hooks and mends."""
    from bookmaker.layout.forme import lock_up  # noqa: PLC0415
    from bookmaker.layout.geometry import geometry  # noqa: PLC0415
    from bookmaker.layout.press import _guessed_pages  # noqa: PLC0415
    from bookmaker.layout.weasy.hearing import fetcher  # noqa: PLC0415
    from bookmaker.layout.weasy.loading import engine, only_these_faces  # noqa: PLC0415

    forme = lock_up(publication, edition, geometry(edition, _guessed_pages(publication, edition)))
    with only_these_faces(forme.dress.font_folders):
        weasyprint = engine()
        began = time.process_time()
        from xml.etree.ElementTree import tostring  # noqa: PLC0415

        forme.tree.set("lang", forme.html["lang"])
        memory = fetcher(forme.pictures)
        page = tostring(forme.tree, "unicode", method="html")
        html = weasyprint.HTML(string=page, base_url="book:/", url_fetcher=memory)
        sheet = weasyprint.CSS(string=forme.dress.css, base_url="book:/", url_fetcher=memory)
        html.write_pdf(pdf, stylesheets=[sheet], pdf_tags=True)
    return time.process_time() - began


# ---------------------------------------------------------------- all ways


def measured(source: Path, out: Path) -> dict[str, dict[str, float]]:
    """Set a book by every way there is; return figures by way."""
    found: dict[str, dict[str, float]] = {}
    space = 0.2
    for way in ("ours", "stock"):
        pdf = out / f"{source.stem}-{way}.pdf"
        made = run([sys.executable, __file__, "--set", way, str(source), str(pdf)])
        if made.code:
            raise SystemExit(f"{way} failed on {source.name}:\n{made.err[-2000:]}")
        told = json.loads(made.out.splitlines()[-1])
        space = told["space_em"]
        found[way] = {**measure(pdf, space), "cpu": told["cpu"]}
    found["ours"]["cpu_to_stock"] = round(found["ours"]["cpu"] / found["stock"]["cpu"], 2)
    for engine in ("xelatex", "typst"):
        missing = [name for name in ("pandoc", engine) if shutil.which(name) is None]
        if missing:
            print(f"skipped {engine}: {' and '.join(missing)} not installed")
            continue
        pdf = out / f"{source.stem}-{engine}.pdf"
        made = run(["pandoc", str(source), f"--pdf-engine={engine}", *PANDOC, "-o", str(pdf)])
        if made.code:
            print(f"skipped {engine}: it failed: {made.err[-300:].strip()}")
            continue
        found[engine] = {**measure(pdf, space), "cpu": round(made.cpu, 2)}
    return found


def show(name: str, figures: dict[str, dict[str, float]]) -> None:
    """Print one book's table."""
    ways = list(figures)
    place = BOOKS.index(name) if name in BOOKS else 0
    print(f"\n| {name} | " + " | ".join(ways) + " | goal |\n|---|" + "--:|" * (len(ways) + 1))
    for figure in SHOWN:
        goal = GOALS.get(figure, (None,) * 3)[place]
        cells = []
        for way in ways:
            value = figures[way].get(figure)
            missed = way == "ours" and goal is not None and value is not None and value > goal
            cells.append("" if value is None else f"{value}{' !' if missed else ''}")
        print(f"| {figure} | " + " | ".join(cells) + f" | {'' if goal is None else goal} |")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
