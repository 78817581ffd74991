"""A PDF's lines, columns and paragraphs, from where its glyphs stand: what the meter measures.

Of pages whose label is roman (front matter) only those that hold running text are read: no title,
no contents. Text stands in columns, pairs of a left and a right edge found by parity of the page;
a paragraph begins with an indented line, or one that stands apart. A letter that is dropped is
read as the beginning of the first line beside it.

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
APART = 1.15  # leadings: more than that from line to line, and the lower begins a paragraph
CAP = 1.6  # times the size of its line: a letter that is dropped
TABBED = 6.0  # ems: a wider gap is no word space but a table's or an entry's
SHORT = 2.0  # ems before the edge: at a page's foot, the last line of a paragraph
PROSE = 5  # lines of a page of front matter that end at one edge: it is text
HEADING = 1.15  # times the size of the body, at least
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
    """A line of a page: `kind` is indent, flush, head, scene or other.

    A letter that is dropped belongs to the first line beside it; `start` is where the others would
    begin without it. `cap` is such a letter on the line it stands on.
    """

    page: int
    y: float
    size: float
    words: list[Word]
    kind: str = "other"
    right: float = 0.0
    hyphen: bool = False
    start: float | None = None
    cap: Word | None = None

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0 if self.start is None else self.start

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
    cap = _dropped(drawn, size)
    for _, x0, x1, char, _ in sorted(row, key=lambda each: (each[1], each[3] != " ")):
        if cap and x1 <= cap.x1:
            continue
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
    return Line(number, y, size, words, cap=cap) if words else None


def _dropped(drawn: list[tuple[float, float, float, str, float]], size: float) -> Word | None:
    """Return the large letter, or the large mark before one, that a line begins with."""
    first = sorted(drawn, key=lambda each: each[1])[:2]
    if len(first) < 2 or first[0][4] < CAP * size or first[1][4] > CAP * size:
        return None
    return Word(first[0][1], first[0][2], first[0][3])


def _beside_caps(lines: list[Line]) -> list[Line]:
    """Give a dropped letter, and a mark that hangs before it, to the first line beside it."""
    for index in reversed(range(len(lines))):
        cap = lines[index].cap
        if cap is None:
            continue
        size = lines[index].size
        first = index
        while first and _beside(cap, size, lines[first - 1], lines[first]):
            first -= 1
        marks = [each.cap.text for each in lines[first:index] if each.cap]
        for each in lines[first : index + 1]:
            each.start, each.cap = cap.x0, None
        word = lines[first].words[0]
        word.x0, word.text = cap.x0, "".join(marks) + cap.text + word.text
    return lines


def _beside(cap: Word, size: float, line: Line, below: Line) -> bool:
    """Tell whether a line begins at a letter's right, and another follows at once."""
    return cap.x1 - 0.5 * size < line.x0 < cap.x1 + 2 * size and below.y - line.y < 2 * size


def read(pdf: Path) -> Book:
    """Read the lines of a book: of the pages numbered otherwise than in arabic figures, the text's.

    Where no page says that it is numbered so, all are read.
    """
    with pymupdf.open(pdf) as document:
        labels = [page.get_label() for page in document]
        numbered = {label for label in labels if ARABIC.fullmatch(label or "")}
        pages: list[list[Line]] = []
        for number, page in enumerate(document):
            made = (_line(number, row) for row in _rows(page))
            pages.append(_beside_caps([line for line in made if line is not None]))
            if numbered and labels[number] not in numbered and not _is_prose(pages[-1]):
                pages[-1] = []
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


def _is_prose(lines: list[Line]) -> bool:
    """Tell whether a page of front matter holds running text: no title, no list of contents."""
    ends = Counter(round(line.x1 / EDGE) for line in lines if _runs_on(line))
    return bool(ends) and max(ends.values()) >= PROSE


def _runs_on(line: Line) -> bool:
    return len(line.words) > 4 and max(line.gaps(), default=0.0) < TABBED * line.size


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
    indent = 0.0
    while len(lines) >= FEWEST:
        right = _mode([line.x1 for line in lines])
        ending = [line for line in lines if abs(line.x1 - right) <= EDGE]
        around = [line for line in lines if abs(line.x1 - right) <= 4 * EDGE]
        if len(ending) < FEWEST or len(ending) < PEAK * len(around):
            return
        left = _mode([line.x0 for line in ending])
        within = [line.x0 - left for line in ending if 6 < line.x0 - left < 45]
        if len(within) > len(ending) // 50:
            indent = _mode(within)  # else that of the column before: the story's
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
        ends = _ends(book, page, body)
        for line in page:
            if not _near(line.size, book.size):
                if line.size > HEADING * book.size:
                    said = any(char.isalnum() for char in line.text)  # else an ornament
                    line.kind, column, before = "head" if said else "scene", None, None
                    seen.append(line)
                continue
            if not ends[0] <= line.y <= ends[1]:
                continue  # a head or folio in the size of the body
            seen.append(line)
            column = _facing(book, line.page, column)
            apart = _apart(book, before, line)
            here, kind = _place(book, line, column, apart=apart)
            line.kind = kind
            if here is None:
                column, before = None, None
                continue
            line.right = here.right
            if kind == "indent" or here is not column or apart:
                found.append([])
            found[-1].append(line)
            column, before = here, line
    return found, seen


def _ends(book: Book, page: list[Line], body: list[Line]) -> tuple[float, float]:
    """Return between which heights the text stands: heads and folios stand alone, apart."""
    ys = [line.y for line in body]
    far = 1.6 * book.leading
    headed = bool(ys) and any(line.size > HEADING * book.size and line.y < ys[0] for line in page)
    if not headed and len(ys) > 1 and ys[1] - ys[0] > far and len(body[0].words) < 12:
        ys = ys[1:]
    if len(ys) > 1 and ys[-1] - ys[-2] > far and len(body[-1].words) < 4:
        ys = ys[:-1]
    return (ys[0], ys[-1]) if ys else (0.0, 0.0)


def _facing(book: Book, page: int, column: Column | None) -> Column | None:
    """Return the same column on a page of this parity."""
    if column is None:
        return None
    measure = column.right - column.left
    alike = book.columns[page % 2]
    return min(alike, key=lambda each: abs(each.right - each.left - measure), default=None)


def _place(
    book: Book, line: Line, column: Column | None, *, apart: bool
) -> tuple[Column | None, str]:
    """Return the column a line stands in, and whether it begins flush or indented.

    A line that goes on in a column is of that column, wherever it ends; one that stands apart, or
    has no place in it, is of the column whose edge it reaches.
    """
    columns = book.columns[line.page % 2]
    full = [c for c in columns if abs(line.x1 - c.right) <= EDGE and _starts(line, c)]
    going_on = column is not None and not apart
    in_order = [column, *full, *columns] if going_on else [*full, *columns]
    if column in full:
        in_order = full
    for each in in_order:
        kind = _starts(line, each)
        if kind and line.x1 <= each.right + HANG * line.size:
            return each, kind
    if any(abs((line.x0 - c.left) - (c.right - line.x1)) < 3 for c in columns):
        return None, "scene" if len(line.text) < 12 else "centred"
    return None, "other"


def _apart(book: Book, before: Line | None, line: Line) -> bool:
    """Tell whether a flush line begins a paragraph: the one before is apart from it, or short."""
    if before is None:
        return True
    if before.page == line.page:
        return line.y - before.y > APART * book.leading
    return before.x1 < before.right - SHORT * book.size
