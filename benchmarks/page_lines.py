"""A PDF's lines, columns and paragraphs, from where its glyphs stand: what the meter measures.

Pages whose label is roman (contents, front matter) are left out. Text stands in columns, pairs of
a left and a right edge found by parity of the page; a paragraph begins with an indented line, or
one that stands apart.

Nothing here is the product's, though `bookmaker/checks/page_lines.py` reads lines as well: a meter
that shared a line of code with what it measures would share its faults. This one reads by MuPDF,
that one by PDFium; where the two differ, one of them errs.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pymupdf

EDGE = 2.6  # points: a line that ends this near to the edge is full
HANG = 0.4  # ems: marks hang out by less
FEWEST = 8  # lines that make a column
PEAK = 0.6  # of the lines that end near an edge, those that end at it
ARABIC = re.compile(r"\d+")
SPACES = "\u00a0\u200b\u2060\ufeff"
MARKS = ".,;:!?”’\"'—"


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
                    said = any(char.isalnum() for char in line.text)  # else an ornament
                    line.kind, column, before = "head" if said else "scene", None, None
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
