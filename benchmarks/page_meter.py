"""How well a book's pages are set, measured from where its glyphs stand: any PDF, any typesetter.

    python benchmarks/page_meter.py FILE.pdf [MORE.pdf ...] [--space-em 0.2] [--json]

Geometry alone, no source text. The body is what is set in the commonest size. Text stands in
columns: pairs of a left and a right edge, found by parity of the page, since letters and
quotations are set narrower than the story. A gap between words is the next glyph's origin less
the advance of the one before, so that PDFs with and without space glyphs compare; ratios are to
the face's own space (`--space-em`, its advance in ems). Pages of front matter without running text
(titles, contents) are left out, as is a line that holds a gap wider than `TABBED` ems: that is no
word space but a table's or an entry's.
"""

import argparse
import json
import re
import statistics
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pymupdf
from page_lines import EDGE, HANG, MARKS, TABBED, Book, Line, paragraphs, read

LAST_LINES = 4  # a chapter's last page holds as many at least
SCALED = re.compile(rb"(-?[\d.]+) 0 0 (-?[\d.]+) -?[\d.]+ -?[\d.]+ Tm")
SHORT_WORD = 5


# ---------------------------------------------------------------- figures


def measure(pdf: Path, space_em: float, texts: list[str] | None = None) -> dict[str, float]:
    """Return the figures of a PDF by name; `texts` takes what each paragraph says."""
    book = read(pdf)
    found, seen = paragraphs(book)
    if texts is not None:
        texts.extend(" ".join(line.text for line in lines) for lines in found)
    figures: dict[str, float] = {
        "pages": len(book.pages),
        "lines": sum(map(len, found)),
        "paragraphs": len(found),
    }
    figures |= _spaces(book, found, space_em)
    figures |= _hyphens(found)
    figures |= _ends_of_paragraphs(book, found)
    figures |= _feet(book, found, seen)
    figures["scale_max_pct"] = round(_scale(pdf), 2)
    return figures


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(1, whole), 2)


def _spaces(book: Book, found: list[list[Line]], space_em: float) -> dict[str, float]:
    ratios: list[float] = []
    overfull = ragged = 0
    for lines in found:
        for line in lines[:-1]:
            gaps = line.gaps()
            if gaps and max(gaps) > TABBED * book.size:
                continue
            overfull += line.x1 > line.right + HANG * book.size
            ragged += line.x1 < line.right - EDGE and line.text[-1] not in MARKS
            if gaps:
                ratios.append(statistics.median(gaps) / (space_em * book.size))
    ratios = ratios or [0.0]
    count = len(ratios)
    return {
        "justified": count,
        "space_mean": round(statistics.mean(ratios), 3),
        "space_max": round(max(ratios), 2),
        "over_1.5_pct": _percent(sum(r > 1.5 for r in ratios), count),
        "over_2_pct": _percent(sum(r > 2 for r in ratios), count),
        "under_0.8_pct": _percent(sum(r < 0.8 for r in ratios), count),
        "overfull": overfull,
        "ragged": ragged,
    }


def _hyphens(found: list[list[Line]]) -> dict[str, float]:
    over_page = ladders = row = count = 0
    for lines in found:
        for line, following in pairwise(lines):
            line.hyphen = line.text[-1] in "-\u2010\u00ad"
            row = row + 1 if line.hyphen else 0
            count += line.hyphen
            ladders += row == 3
            over_page += line.hyphen and following.page != line.page
        row = 0
    total = sum(map(len, found))
    return {
        "hyphenated_pct": _percent(count, total),
        "ladders": ladders,
        "hyphens_over_page": over_page,
    }


def _ends_of_paragraphs(book: Book, found: list[list[Line]]) -> dict[str, float]:
    indent = max((c.indent for each in book.columns.values() for c in each[:1]), default=0.0)
    least = 1.5 * max(indent, book.size)
    runts = before_last = 0
    for lines in found:
        if len(lines) < 2:
            continue
        last = lines[-1]
        short = len(last.words) == 1 and len(last.text.strip(MARKS)) <= SHORT_WORD
        runts += short or last.x1 - last.x0 < least
        before_last += lines[-2].hyphen
    return {"runts": runts, "hyphens_before_last": before_last}


def _feet(book: Book, found: list[list[Line]], seen: list[Line]) -> dict[str, float]:
    on: dict[int, list[Line]] = {}
    for line in seen:
        on.setdefault(line.page, []).append(line)
    opens = {line.page for line in seen if line.kind == "head"}
    texts = {page: [li for li in lines if li.kind != "head"] for page, lines in on.items()}
    texts = {page: lines for page, lines in texts.items() if lines}
    feet = {page: lines[-1].y for page, lines in texts.items()}
    bottom = Counter(round(y, 1) for y in feet.values()).most_common(1)[0][0]
    closes = {page for page in texts if page + 1 in opens or page + 1 not in texts}
    noted = {page for page in texts if _has_notes(book, page, feet[page])}
    open_pages = [page for page in texts if page not in closes | noted]
    low = {page: (bottom - feet[page]) / book.leading for page in open_pages}
    spreads = [page for page in low if page % 2 == 1 and page + 1 in low]
    uneven = sum(abs(low[page] - low[page + 1]) > 0.5 for page in spreads)
    edges = {page: (lines[0], lines[-1]) for page, lines in texts.items()}
    many = [lines for lines in found if len(lines) > 1]
    offs = [(line.y - bottom) % book.leading for lines in found for line in lines]
    return {
        "widows": sum(
            li[-1].page != li[-2].page and edges[li[-1].page][0] is li[-1] for li in many
        ),
        "orphans": sum(li[0].page != li[1].page and edges[li[0].page][1] is li[0] for li in many),
        "short_pages": sum(depth > 0.6 for depth in low.values()),
        "full_pages_of": len(low),
        "uneven_spreads": uneven,
        "spreads": len(spreads),
        "chapters_ending_short": sum(
            len(texts[page]) < LAST_LINES for page in closes if page not in opens
        ),
        "off_grid_pct": _percent(
            sum(min(off, book.leading - off) > 0.5 for off in offs),
            len(offs),
        ),
    }


def _has_notes(book: Book, page: int, foot: float) -> bool:
    """Tell whether lines of smaller type stand under the text, more than a folio."""
    below = [li for li in book.pages[page] if li.y > foot and li.size < 0.95 * book.size]
    return any(len(line.words) > 2 for line in below)


def _scale(pdf: Path) -> float:
    """Return by how many percent glyphs are scaled in width at most, by the text matrices."""
    most = 0.0
    with pymupdf.open(pdf) as document:
        for page in document:
            for a, d in SCALED.findall(page.read_contents()):
                if float(d):
                    most = max(most, abs(abs(float(a) / float(d)) - 1) * 100)
    return most


def main() -> None:
    """Print the figures of each file, side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--space-em", type=float, default=0.2, help="the face's space, in ems")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    measured = {pdf.name: measure(pdf, asked.space_em) for pdf in asked.pdf}
    if asked.json:
        json.dump(measured, sys.stdout, indent=1)
        return
    width = max(12, *(len(name) + 2 for name in measured))
    print(" " * 24 + "".join(f"{name:>{width}}" for name in measured))
    for name in next(iter(measured.values())):
        print(f"{name:24}" + "".join(f"{each[name]:>{width}}" for each in measured.values()))


if __name__ == "__main__":
    main()
