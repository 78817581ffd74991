"""How well a print PDF is set, in a designer's words and numbers, measured from its glyphs.

Loose lines, ladders, runts, widows and orphans are as in Bringhurst, "The Elements of Typographic
Style" (4th ed., 2.1.2 and 2.4), and the Chicago Manual's glossary. The normal word space is what
the book's own last lines have: nobody justifies those.
"""

import statistics
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import pypdfium2

from bookmaker.checks.page_lines import Line, page_lines
from bookmaker.checks.page_text import RunningText

LOOSE: Final = 1.5  # times the normal word space
VERY_LOOSE: Final = 2.0
TIGHT: Final = 0.8
LADDER: Final = 3  # lines that end in a hyphen, one under the other
BRIEF: Final = 4  # lines: a chapter should not end on fewer
RUNT: Final = 2.25  # ems: an indent and a half
_LITTLE: Final = 5  # letters of a word that is a runt by itself
_MARKS: Final = ".,;:!?”’\"'—"
_NO_TEXT: Final = 6.0  # times the normal space: a table or a contents, not a line of text
_OVERFULL: Final = 0.35  # ems beyond the measure: more than a mark that hangs
_SHORT: Final = 0.6  # lines that stay empty at the foot
_SURE_OF_SPACE: Final = 12  # last lines that say what the normal space is
_TOO_FEW: Final = 60  # lines: two pages
_SPACES: Final = 3  # of such a line
_USUAL_SPACE: Final = 0.25  # ems, where too few lines say so


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing seen: its kind, the page from 0, the words of the line, how much if it has a size.

    `paragraph` counts the paragraphs that begin on the page down to this line.
    """

    kind: str
    page: int
    words: str
    paragraph: int = 0
    figure: float = 0.0


@dataclass(slots=True)
class PageQuality:
    """What was measured; `justified` are the lines whose spaces were, and shares are of them.

    Kinds of flaws: overfull, loose, ladder, runt, widow, orphan, hyphen-over-page, brief-end,
    short-page, uneven-spread.
    """

    pages: int = 0
    justified: int = 0
    spreads: int = 0
    loose: int = 0
    very_loose: int = 0
    tight: int = 0
    hyphenated: int = 0
    mean_space: float = 0.0
    flaws: list[Flaw] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Flaw]:
        """Return the flaws of some kinds, in the order of pages."""
        return sorted((one for one in self.flaws if one.kind in kinds), key=lambda one: one.page)

    def share(self, count: int) -> float:
        """Return `count` in per cent of the justified lines."""
        return 100 * count / max(1, self.justified)


def measure_pages(path: Path) -> PageQuality | None:
    """Measure the PDF at `path`; None where it has too little running text.

    Raises:
        pypdfium2.PdfiumError: it cannot be read.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page_lines(document[number], number) for number in range(len(document))]
    finally:
        document.close()
    text = RunningText(pages)
    if sum(len(paragraph) - 1 for paragraph in text.paragraphs) < _TOO_FEW:
        return None
    return _Measuring(text).quality


class _Measuring:
    """Goes over the text line by line, paragraph by paragraph, page by page."""

    def __init__(self, text: RunningText) -> None:
        self.text = text
        self.quality = PageQuality(pages=len(text.pages))
        self.begun: dict[int, list[float]] = {}
        for paragraph in text.paragraphs:
            self.begun.setdefault(paragraph[0].page, []).append(paragraph[0].baseline)
        self._measure_lines()
        for paragraph in text.paragraphs:
            self._measure_paragraph(paragraph)
            self._measure_turns(paragraph)
        self._measure_pages()

    def _note(self, kind: str, line: Line, figure: float = 0.0) -> None:
        begun = sum(start <= line.baseline for start in self.begun.get(line.page, ()))
        self.quality.flaws.append(Flaw(kind, line.page, line.text, begun, figure))

    # ---------------------------------------------------------------- lines

    def _measure_lines(self) -> None:
        normal, ratios, found = self._normal_space(), [], self.quality
        for line in (line for paragraph in self.text.paragraphs for line in paragraph[:-1]):
            found.hyphenated += line.hyphenated
            beyond = line.right - self.text.right(line)
            if beyond > _OVERFULL * self.text.size:
                self._note("overfull", line, beyond)
            ratio = statistics.median(line.spaces) / normal if line.spaces else _NO_TEXT
            if ratio >= _NO_TEXT:
                continue
            ratios.append(ratio)
            if ratio > LOOSE:
                self._note("loose", line, round(ratio, 2))
        found.justified = len(ratios)
        found.loose = sum(ratio > LOOSE for ratio in ratios)
        found.very_loose = sum(ratio > VERY_LOOSE for ratio in ratios)
        found.tight = sum(ratio < TIGHT for ratio in ratios)
        found.mean_space = statistics.mean(ratios) if ratios else 0.0

    def _normal_space(self) -> float:
        """Return the word space of last lines that end well before the measure."""
        text = self.text
        last = [p[-1] for p in text.paragraphs if len(p[-1].spaces) >= _SPACES]
        free = [line for line in last if line.right < text.right(line) - text.size]
        gaps = [statistics.median(line.spaces) for line in free]
        enough = len(gaps) >= _SURE_OF_SPACE
        return statistics.median(gaps) if enough else _USUAL_SPACE * text.size

    # ---------------------------------------------------------------- paragraphs

    def _measure_paragraph(self, paragraph: list[Line]) -> None:
        run = 0
        for line in paragraph:
            run = run + 1 if line.hyphenated else 0
            if run == LADDER:
                self._note("ladder", line)
        if len(paragraph) > 1 and self._is_runt(paragraph[-1]):
            self._note("runt", paragraph[-1])

    def _is_runt(self, last: Line) -> bool:
        """Say whether a last line is shorter than the indent under it, or one little word."""
        lone = len(last.words) == 1 and len(last.words[0].strip(_MARKS)) <= _LITTLE
        return lone or last.right - last.left < RUNT * self.text.size

    def _measure_turns(self, paragraph: list[Line]) -> None:
        """What happens to a paragraph where the page turns."""
        body = self.text.body
        for above, below in pairwise(paragraph):
            if above.page == below.page:
                continue
            if above.hyphenated:
                self._note("hyphen-over-page", above)
            if below is paragraph[-1] and body[below.page][0] is below:
                self._note("widow", below)
            if above is paragraph[0] and body[above.page][-1] is above:
                self._note("orphan", above)

    # ---------------------------------------------------------------- pages

    def _measure_pages(self) -> None:
        text = self.text
        last = {number: page[-1] for number, page in enumerate(text.body) if page}
        ends = {n for n in last if n + 1 not in last or text.opens_chapter(n + 1)}
        for number in sorted(ends):
            if len(text.body[number]) < BRIEF and not text.opens_chapter(number):
                self._note("brief-end", last[number])
        inner = {number: line for number, line in last.items() if number not in ends}
        for number, line in inner.items():
            short = (text.foot - text.bottom(number)) / text.leading
            if short > _SHORT:
                self._note("short-page", line, round(short))
            if number % 2 and number + 1 in inner:  # page 2, from 1, is a verso
                self.quality.spreads += 1
                if abs(text.bottom(number) - text.bottom(number + 1)) > _SHORT * text.leading:
                    self._note("uneven-spread", line)
