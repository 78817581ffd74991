"""How well pages are set, and at what cost: ours beside stock WeasyPrint, xelatex and typst.

Each book is set in its own process by each way: by us, as a build does; by WeasyPrint as it
comes, from the very same HTML and sheet; by pandoc with xelatex and with typst, where these are
installed, at the same trim, margins, face and type (`peers.py`). `page_meter.py` measures what
came out, and `source_paragraphs.py` whether each paragraph of the manuscript was measured, and
stands in the tags in its place. A figure of ours that misses what we mean to reach carries an
exclamation mark.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measure import ROOT, bench_folder, run
from page_meter import measure
from peers import PEERS, AbsentError, Page, set_by
from source_paragraphs import missing, source_paragraphs, untagged

sys.path.insert(0, str(ROOT))

BOOKS = ("frankenstein.md", "pride.md", "war.md")
ONE_LINE = 60  # letters: a shorter paragraph may be one line that is not justified, as a signature
# At most this: Frankenstein, Pride and Prejudice, War and Peace; text is a share of `OF`.
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
    "hyphens_over_page": (0, 2, "1 %"),
    "chapters_ending_short": (0, 0, 0),
    "widows": (0, 0, 0),
    "orphans": (0, 0, 0),
    "short_pages": (0, 2, "1 %"),
    "uneven_spreads": (0, 1, "1 %"),
    "not_measured": (0, 0, 0),
    "not_in_tags": (0, 0, 0),
    "law_broken": (0, 0, 0),
    "cpu_to_stock": (1.0, 1.0, 1.0),
}
OF = {"hyphens_over_page": "pages", "short_pages": "full_pages_of", "uneven_spreads": "spreads"}
SHOWN = (
    "pages", "in_source", "paragraphs", "unjustified", "lines", "space_mean", "space_max", *GOALS,
    "full_pages_of", "spreads", "hyphens_before_last", "off_grid_pct", "cpu",
)  # fmt: skip


def main() -> int:
    """Print a table for each book."""
    args = arguments()
    if args.set:
        print(json.dumps(set_book(args, Path(args.rest[0]), Path(args.rest[1]))))
        return 0
    bench = bench_folder(args.bench) / "perf"
    print(f"{args.face}, {args.trim}, {args.theme}")
    for name in args.book or BOOKS:
        with tempfile.TemporaryDirectory(prefix="pages-") as folder:
            out = Path(args.out or folder)
            out.mkdir(parents=True, exist_ok=True)
            figures = measured(bench / name, out, args)
        show(name, figures)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with perf/")
    parser.add_argument("--book", action="append", help="a file in perf/, repeatable (all three)")
    parser.add_argument("--face", default="EB Garamond", help="a family of bookmaker.fonts")
    parser.add_argument("--trim", default="5.5x8.5", help="a name of edition.TRIM_SIZES")
    parser.add_argument("--theme", default="classic", help="a sheet of styles/print")
    parser.add_argument("--out", default="", help="keep the PDFs here, with what was not measured")
    parser.add_argument("--set", choices=("ours", "stock"), help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    return parser.parse_args()


# ---------------------------------------------------------------- one way, in a process of its own


def set_book(args: argparse.Namespace, source: Path, pdf: Path) -> dict[str, object]:
    """Set a book; return the CPU seconds of its layout, its face's space in ems, and its page."""
    from bookmaker.edition import TRIM_SIZES, Edition  # noqa: PLC0415  after the path is known
    from bookmaker.layout import type_metrics  # noqa: PLC0415
    from bookmaker.pipeline import Request, understand  # noqa: PLC0415

    understood = understand(Request(source, jobs=1))
    edition = Edition(
        trim=TRIM_SIZES[args.trim], trim_name=args.trim, theme=args.theme, face=args.face
    )
    told: dict[str, object] = {"space_em": type_metrics.width(" ", args.face)}
    if args.set == "stock":
        return told | {"cpu": round(_stock(understood.publication, edition, pdf), 2)}
    return told | _ours(understood, edition, pdf)


def _ours(understood: object, edition: object, pdf: Path) -> dict[str, object]:
    """Set a book as a build does; tell the page, too, and how often the law is broken."""
    from bookmaker import fonts  # noqa: PLC0415
    from bookmaker.checks import conserve_pdf  # noqa: PLC0415
    from bookmaker.layout import lay_out  # noqa: PLC0415
    from bookmaker.layout.geometry import geometry  # noqa: PLC0415
    from bookmaker.writers.pdf.assembly import assemble  # noqa: PLC0415

    publication = understood.publication
    began = time.process_time()
    made = lay_out(publication, edition)
    pdf.write_bytes(assemble(made.print_run, publication.metadata, edition))
    cpu = time.process_time() - began
    shape = geometry(edition, len(made.print_run.areas))
    sides = shape.margins
    page = Page(
        *(shape.width, shape.height, sides.top, sides.bottom, sides.gutter, sides.outer),
        *(edition.leading, edition.size, edition.face, str(fonts.face(edition.face).path)),
    )
    broken = len(conserve_pdf(understood.book, pdf, made.print_run))
    return {"cpu": round(cpu, 2), "page": vars(page), "law_broken": broken}


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


def measured(source: Path, out: Path, args: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Set a book by every way there is; return figures by way."""
    found: dict[str, dict[str, float]] = {}
    wanted, unmeasured = source_paragraphs(source), {}
    space = 0.0
    for way, pdf, told in settings(source, out, args):
        texts: list[str] = []
        space = told.pop("space_em", space)
        found[way] = {**measure(pdf, space, texts), "in_source": len(wanted), **told}
        lacking = missing(wanted, texts)
        long = [text for text in lacking if len(text) > ONE_LINE]
        found[way] |= {"not_measured": len(long), "unjustified": len(lacking) - len(long)}
        unmeasured[way] = lacking
        untold = untagged(wanted, pdf) if way == "ours" else None
        if untold is not None:
            found[way]["not_in_tags"] = len(untold)
            unmeasured["tags"] = untold
    found["ours"]["cpu_to_stock"] = round(found["ours"]["cpu"] / found["stock"]["cpu"], 2)
    lists = json.dumps(unmeasured, indent=1, ensure_ascii=False)
    (out / f"{source.stem}-unmeasured.json").write_text(lists, encoding="utf-8")
    return found


def settings(
    source: Path, out: Path, args: argparse.Namespace
) -> Iterator[tuple[str, Path, dict[str, float]]]:
    """Yield each way with the PDF it made, and what was told of it."""
    asked = ["--face", args.face, "--trim", args.trim, "--theme", args.theme]
    page = None
    for way in ("ours", "stock"):
        pdf = out / f"{source.stem}-{way}.pdf"
        made = run([sys.executable, __file__, "--set", way, *asked, str(source), str(pdf)])
        if made.code:
            raise SystemExit(f"{way} failed on {source.name}:\n{made.err[-2000:]}")
        told = json.loads(made.out.splitlines()[-1])
        page = Page(**told.pop("page")) if way == "ours" else page
        yield way, pdf, told
    for peer in PEERS:
        pdf = out / f"{source.stem}-{peer}.pdf"
        try:
            made = set_by(peer, source, pdf, page)
        except AbsentError as error:
            print(f"skipped {peer}: {error}")
        else:
            yield peer, pdf, {"cpu": round(made.cpu, 2)}


def show(name: str, figures: dict[str, dict[str, float]]) -> None:
    """Print one book's table."""
    ways = list(figures)
    place = BOOKS.index(name) if name in BOOKS else 0
    print(f"\n| {name} | " + " | ".join(ways) + " | goal |\n|---|" + "--:|" * (len(ways) + 1))
    for figure in SHOWN:
        goal = GOALS.get(figure, (None,) * 3)[place]
        cells = ["" if (value := figures[way].get(figure)) is None else str(value) for way in ways]
        if missed(figures["ours"], figure, goal):
            cells[ways.index("ours")] += " !"
        print(f"| {figure} | " + " | ".join(cells) + f" | {'' if goal is None else goal} |")
    sys.stdout.flush()


def missed(ours: dict[str, float], figure: str, goal: float | str | None) -> bool:
    """Tell whether a figure of ours is above its goal."""
    most = ours[OF[figure]] * float(goal.split()[0]) / 100 if isinstance(goal, str) else goal
    return most is not None and ours.get(figure, 0) > most


if __name__ == "__main__":
    sys.exit(main())
