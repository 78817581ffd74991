"""How well a book's pages are set, measured from where its glyphs stand: any PDF, any typesetter.

    python benchmarks/page_meter.py FILE.pdf [MORE.pdf ...] [--space-em 0.2] [--json]

Geometry alone, no source text. The body is what is set in the commonest size. Text stands in
columns: pairs of a left and a right edge, found by parity of the page, since letters and
quotations are set narrower than the story. A gap between words is the next glyph's origin less
the advance of the one before, so that PDFs with and without space glyphs compare; ratios are to
the face's own space (`--space-em`, its advance in ems). Pages whose label is roman (contents,
front matter) are left out, as is a line that holds a gap wider than `TABBED` ems: that is no word
space but a table's or an entry's.
"""

import argparse
import json
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pymupdf

TABBED = 6.0
EDGE = 2.6  # points: a line that ends this near to the edge is full
HANG = 0.4  # ems: marks hang out by less
FEWEST = 8  # lines that make a column
PEAK = 0.6  # of the lines that end near an edge, those that end at it
LAST_LINES = 4  # a chapter's last page holds as many at least
ARABIC = re.compile(r"\d+")
SCALED = re.compile(rb"(-?[\d.]+) 0 0 (-?[\d.]+) -?[\d.]+ -?[\d.]+ Tm")
SPACES = "\u00a0\u200b\u2060\ufeff"
MARKS = ".,;:!?”’\"'—"
SHORT_WORD = 5


@dataclass(slots=True)
class Word:
    """A word and where it stands."""

    x0: float
    x1: float
    text: str


@dataclass(slots=True)
class Line:
    """A line of a page: `kind` is indent, flush, head, scene or other."""

    page: int
    y: float
    size: float
    words: list[Word]
    kind: str = "other"
    right: float = 0.0
    hyphen: bool = False

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)

    def gaps(self) -> list[float]:
        """The spaces between its words."""
        return [b.x0 - a.x1 for a, b in pairwise(self.words) if b.x0 > a.x1]


@dataclass(slots=True)
class Column:
    """Two edges between which text is justified, and its paragraphs' indent."""

    left: float
    right: float
    indent: float


@dataclass(slots=True)
class Book:
    """What was read of a PDF."""

    size: float
    leading: float
    pages: list[list[Line]]
    columns: dict[int, list[Column]] = field(default_factory=dict)


# ---------------------------------------------------------------- reading


def _rows(page: pymupdf.Page) -> Iterator[list[tuple[float, float, float, str, float]]]:
    flags = pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE
    found = page.get_text("rawdict", flags=flags | pymupdf.TEXT_MEDIABOX_CLIP)
    glyphs = [
        (c["origin"][1], c["origin"][0], c["bbox"][2], c["c"], span["size"])
        for block in found["blocks"]
        for line in block.get("lines", ())
        if abs(line["dir"][1]) <= 0.01
        for span in line["spans"]
        for c in span["chars"]
    ]
    row: list[tuple[float, float, float, str, float]] = []
    for glyph in sorted(glyphs, key=lambda each: each[0]):
        if row and glyph[0] - row[0][0] > 2:
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _line(number: int, row: list[tuple[float, float, float, str, float]]) -> Line | None:
    drawn = [glyph for glyph in row if not glyph[3].isspace()]
    if not drawn:
        return None
    size = Counter(round(glyph[4], 1) for glyph in drawn).most_common(1)[0][0]
    y = Counter(round(glyph[0], 2) for glyph in drawn).most_common(1)[0][0]
    words: list[Word] = []
    spaced = True
    for _, x0, x1, char, _ in sorted(row, key=lambda each: (each[1], each[3] != " ")):
        if char.isspace() or char in SPACES:
            spaced = True
            continue
        gap = x0 - words[-1].x1 if words else 0.0
        if not words or gap > (0.04 if spaced else 0.095) * size:
            words.append(Word(x0, x1, char))
        else:
            words[-1].x1 = max(words[-1].x1, x1)
            words[-1].text += char
        spaced = False
    return Line(number, y, size, words)


def read(pdf: Path) -> Book:
    """Read the lines of the pages that are numbered in arabic figures, or of all if none are."""
    with pymupdf.open(pdf) as document:
        labels = [page.get_label() for page in document]
        numbered = [number for number, label in enumerate(labels) if ARABIC.fullmatch(label or "")]
        wanted = numbered or range(len(labels))
        pages: list[list[Line]] = [[] for _ in labels]
        for number in wanted:
            made = (_line(number, row) for row in _rows(document[number]))
            pages[number] = [line for line in made if line is not None]
    lines = [line for page in pages for line in page]
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    if not weights:
        raise ValueError(f"{pdf}: no text")
    size = weights.most_common(1)[0][0]
    steps = Counter(
        round(b.y - a.y, 1)
        for page in pages
        for a, b in pairwise([line for line in page if _near(line.size, size)])
    )
    book = Book(size, steps.most_common(1)[0][0], pages)
    for parity in (0, 1):
        book.columns[parity] = list(_columns(book, parity))
    return book


def _near(size: float, body: float) -> bool:
    return abs(size - body) < 0.035 * body


def _mode(values: list[float]) -> float:
    """Return the middle of the commonest values."""
    common = Counter(round(value) for value in values).most_common(1)[0][0]
    return statistics.median(value for value in values if abs(value - common) < 1)


def _columns(book: Book, parity: int) -> Iterator[Column]:
    """Find right edges at which many lines end, and where lines that end there begin."""
    lines = [
        line
        for page in book.pages[parity::2]
        for line in page
        if _near(line.size, book.size) and len(line.words) > 4
    ]
    while len(lines) >= FEWEST:
        right = _mode([line.x1 for line in lines])
        ending = [line for line in lines if abs(line.x1 - right) <= EDGE]
        around = [line for line in lines if abs(line.x1 - right) <= 4 * EDGE]
        if len(ending) < FEWEST or len(ending) < PEAK * len(around):
            return
        left = _mode([line.x0 for line in ending])
        within = [line.x0 - left for line in ending if 6 < line.x0 - left < 45]
        indent = _mode(within) if len(within) > len(ending) // 50 else 0.0
        yield Column(left, right, indent)
        lines = [line for line in lines if abs(line.x1 - right) > EDGE and abs(line.x0 - left) > 2]


def _starts(line: Line, column: Column) -> str:
    """Tell how a line begins in a column: flush, indent, or not at all."""
    off = line.x0 - column.left
    hang = HANG * line.size
    if -hang < off < 2:
        return "flush"
    if column.indent and -hang < off - column.indent < 2:
        return "indent"
    return ""


# ---------------------------------------------------------------- paragraphs


def paragraphs(book: Book) -> tuple[list[list[Line]], list[Line]]:
    """Return the paragraphs, and all lines of the body in order; lines learn their kind."""
    found: list[list[Line]] = []
    seen: list[Line] = []
    column: Column | None = None
    before: Line | None = None
    for page in book.pages:
        body = [line for line in page if _near(line.size, book.size)]
        ends = _ends(book, body)
        for line in page:
            if not _near(line.size, book.size):
                if line.size > 1.15 * book.size:
                    line.kind, column, before = "head", None, None
                    seen.append(line)
                continue
            if not ends[0] <= line.y <= ends[1]:
                continue  # a head or folio in the size of the body
            seen.append(line)
            column = _facing(book, line.page, column)
            here, kind = _place(book, line, column)
            line.kind = kind
            if here is None:
                column, before = None, None
                continue
            line.right = here.right
            if kind == "indent" or here is not column or _apart(book, before, line):
                found.append([])
            found[-1].append(line)
            column, before = here, line
    return found, seen


def _ends(book: Book, body: list[Line]) -> tuple[float, float]:
    """Return between which heights the text stands: heads and folios stand alone, apart."""
    ys = [line.y for line in body]
    if len(ys) > 1 and ys[1] - ys[0] > 1.6 * book.leading and len(body[0].words) < 12:
        ys = ys[1:]
    if len(ys) > 1 and ys[-1] - ys[-2] > 1.6 * book.leading and len(body[-1].words) < 4:
        ys = ys[:-1]
    return (ys[0], ys[-1]) if ys else (0.0, 0.0)


def _facing(book: Book, page: int, column: Column | None) -> Column | None:
    """Return the same column on a page of this parity."""
    if column is None:
        return None
    measure = column.right - column.left
    alike = book.columns[page % 2]
    return min(alike, key=lambda each: abs(each.right - each.left - measure), default=None)


def _place(book: Book, line: Line, column: Column | None) -> tuple[Column | None, str]:
    """Return the column a line stands in, and whether it begins flush or indented."""
    columns = book.columns[line.page % 2]
    full = [c for c in columns if abs(line.x1 - c.right) <= EDGE and _starts(line, c)]
    if full:
        return full[0], _starts(line, full[0])
    in_order = ([column] if column is not None else []) + columns
    for each in in_order:
        kind = _starts(line, each)
        if kind and line.x1 <= each.right + HANG * line.size:
            return each, kind
    if any(abs((line.x0 - c.left) - (c.right - line.x1)) < 3 for c in columns):
        return None, "scene" if len(line.text) < 12 else "centred"
    return None, "other"


def _apart(book: Book, before: Line | None, line: Line) -> bool:
    """Tell whether a flush line begins a paragraph: it stands apart from the one before."""
    if before is None:
        return True
    return before.page == line.page and line.y - before.y > 1.6 * book.leading


# ---------------------------------------------------------------- figures


def measure(pdf: Path, space_em: float) -> dict[str, float]:
    """Return the figures of a PDF by name."""
    book = read(pdf)
    found, seen = paragraphs(book)
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
