"""Which differences between a manuscript and its Book are losses, and which have a reason.

Words are compared with every mark parting them (`un*done*` is two words here), so that markup never
hides a neighbour. Where the letters of both sides are the same nothing is lost, however they are
parted. What is left over on either side is excused only for a named reason.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate
from typing import Final

from bookmaker.book import Reading
from bookmaker.checks import raw_words
from bookmaker.checks.book_words import pictures
from bookmaker.checks.words import WORD, Difference, Places, differences, quote, unify, words
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.metadata import Metadata
from bookmaker.project import Manuscript

_MOST: Final = 3  # findings told for one manuscript; the rest are of the same kind
_NEAR: Final = 4  # lines around a missing word where its reason may stand
_AROUND: Final = 12  # and around a word that was not typed
_FAR: Final = 200  # lines of a long difference that are looked through
_FINE: Final = 400  # letters of a difference up to which each is looked at


@dataclass(frozen=True, slots=True)
class Sides:
    """A manuscript and the text of its Book.

    `raw` has single line ends, `typed` is `raw_words.stripped` besides. `read` is the Book's text
    in order of its lines, `held` the same with withheld lines in their places. `numbered` are
    lines of ordered lists.
    """

    manuscript: Manuscript
    raw: str
    typed: str
    read: str
    held: str
    numbered: frozenset[int]


def findings(sides: Sides, reading: Reading) -> list[Diagnostic]:
    """Return the first losses between a manuscript and its Book, in order.

    The same words often stand in markup and beside it, and then there are several ways to lay two
    texts side by side. Only what is missing whichever way one looks is missing: markup taken out of
    both or left in both, marks parting words or not, withheld lines in their places or not. Where
    something is, the way that finds least is told: the others take markup for words.

    Args:
        sides: what is compared.
        reading: what excuses a difference: diagnostics, withheld lines, pictures, metadata.
    """
    known = _Known(sides, reading)
    best: list[Diagnostic] | None = None
    compared: list[tuple[str, str]] = []
    for typed, read, seams in _ways(sides):
        both = seams(typed), seams(read)
        if both in compared:
            continue  # without markup there are fewer ways
        compared.append(both)
        found = _Judge(known, both).findings()
        if not found:
            return []
        if best is None or len(found) < len(best):
            best = found
    return best or []


def _ways(sides: Sides) -> Iterator[tuple[str, str, Callable[[str], str]]]:
    form = sides.manuscript.format
    reads = (sides.read, sides.held)
    for seams in (raw_words.parted, raw_words.whole):
        yield from ((sides.typed, read, seams) for read in reads)
        if form == "markdown":
            raws = (sides.raw, raw_words.unescaped(sides.raw)) if "&" in sides.raw else (sides.raw,)
            yield from ((raw, read, seams) for raw in raws for read in reads)
        yield from ((sides.typed, raw_words.stripped(read, form), seams) for read in reads)


class _Known:
    """What is the same whichever way two texts are compared, found once."""

    def __init__(self, sides: Sides, reading: Reading) -> None:
        self.sides = sides
        self.path = sides.manuscript.path
        # What is said of pictures stands outside the order of the text.
        self.pictures = Counter(words("\n".join(pictures(reading.book))))
        self.metadata = Counter(words("\n".join(_said(reading.book.metadata))))
        self.metadata_lines = _lines(self.path, (span for _, span in reading.book.metadata.spans))
        self.told_lines = _lines(self.path, (one.span for one in reading.diagnostics if one.span))
        self.held = _withheld(self.path, reading)
        self._hidden: dict[int, frozenset[str]] = {}
        self._typed: dict[str, tuple[list[str], Places]] = {}
        self._read: dict[str, list[str]] = {}

    def typed(self, text: str) -> tuple[list[str], Places]:
        """Return the words of the manuscript's side, and where they stand."""
        if text not in self._typed:
            unified = unify(text)
            self._typed[text] = WORD.findall(unified), Places(unified)
        return self._typed[text]

    def read(self, text: str) -> list[str]:
        """Return the words of the Book's side."""
        if text not in self._read:
            self._read[text] = words(text)
        return self._read[text]

    def taken_out(self, line: int) -> frozenset[str]:
        """Return the words of a line that the tables of losses took out."""
        if line not in self._hidden:
            raw, typed = self.raw_lines, self.typed_lines
            gone: set[str] = set()
            for seams in (raw_words.parted, raw_words.whole):
                left = Counter(words(seams(typed[line - 1])))
                for shown in {raw[line - 1], raw_words.unescaped(raw[line - 1])}:
                    gone.update(Counter(words(seams(shown))) - left)
            self._hidden[line] = frozenset(gone)
        return self._hidden[line]

    @cached_property
    def covered(self) -> dict[int, frozenset[str]]:
        """The words that markup may swallow, by line."""
        return raw_words.covered(self.sides.raw, self.sides.manuscript.format)

    @cached_property
    def raw_lines(self) -> list[str]:
        """The manuscript's lines."""
        return self.sides.raw.split("\n")

    @cached_property
    def typed_lines(self) -> list[str]:
        """The same without markup."""
        return self.sides.typed.split("\n")


class _Judge:
    """Says of each difference between a manuscript and its Book whether it is a loss."""

    def __init__(self, known: _Known, compared: tuple[str, str]) -> None:
        self._known = known
        self._path = known.path
        self._typed, self._places = known.typed(compared[0])
        self._read = known.read(compared[1])
        self._spare = known.pictures.copy()

    def findings(self) -> list[Diagnostic]:
        """Return the first losses, in order; nothing where every difference has a reason."""
        found: list[Diagnostic] = []
        for difference in differences(self._typed, self._read):
            found += self._judge(difference)
            if len(found) >= _MOST:
                break
        return found

    def _judge(self, at: Difference) -> Iterator[Diagnostic]:
        typed = self._typed[at.start : at.end]
        read = self._read[at.other_start : at.other_end]
        span = Span(self._path, self._places.line(at.start))
        if typed and "".join(typed) == "".join(read):
            if self._parted_otherwise(at, typed, read):
                yield report("BM-LAW-004", span, typed=quote(typed), read=quote(read))
            return
        kept, known = _same_letters(typed, read)
        lost = [
            word
            for ordinal, word in enumerate(typed, at.start)
            if ordinal - at.start not in kept and not self._may_vanish(word, ordinal)
        ]
        if lost:
            yield report("BM-LAW-001", span, words=quote(lost), count=len(lost))
        lines = self._lines_of(at)
        new = [
            word
            for ordinal, word in enumerate(read)
            if ordinal not in known and not self._may_appear(word, lines)
        ]
        if new:
            yield report("BM-LAW-003", span, words=quote(new))

    def _parted_otherwise(self, at: Difference, typed: list[str], read: list[str]) -> bool:
        """Whether white space was lost between words, or words came apart, whose letters agree."""
        ours, theirs = (set(accumulate(map(len, some))) for some in (typed, read))
        return not theirs <= ours or any(
            end not in theirs and self._places.parted(ordinal, ordinal + 1)
            for ordinal, end in enumerate(accumulate(map(len, typed)), at.start)
        )

    def _may_vanish(self, word: str, ordinal: int) -> bool:
        """Whether a word typed need not stand in the Book where it was typed."""
        line = self._places.line(ordinal)
        if line in self._known.told_lines or self._of_a_picture(word):
            return True
        if line in self._known.metadata_lines and word in self._known.metadata:
            return True
        if line in self._known.sides.numbered and self._opens_item(ordinal, line):
            return True
        around = range(line - _NEAR, line + _NEAR + 1)
        return any(
            word in self._known.held.get(one, "") or word in self._known.covered.get(one, ())
            for one in around
        )

    def _opens_item(self, ordinal: int, line: int) -> bool:
        """Whether a word is a number with nothing but numbers before it on its line."""
        first = ordinal
        while first >= 0 and self._typed[first].isdecimal() and self._places.line(first) == line:
            first -= 1
        return first < ordinal and (first < 0 or self._places.line(first) != line)

    def _may_appear(self, word: str, lines: range) -> bool:
        """Whether a word of the Book need not be among those that were compared."""
        return self._of_a_picture(word) or any(word in self._known.taken_out(one) for one in lines)

    def _of_a_picture(self, word: str) -> bool:
        if not self._spare[word]:
            return False
        self._spare[word] -= 1
        return True

    def _lines_of(self, at: Difference) -> range:
        """Return the lines from the last word both sides share to the next, and some around."""
        first = self._places.line(at.start - 1) - _AROUND if at.start else 1
        end = len(self._known.raw_lines)
        last = self._places.line(at.end) + _AROUND if at.end < len(self._typed) else end
        return range(max(first, 1), min(last, first + _FAR, end) + 1)


def _same_letters(typed: Sequence[str], read: Sequence[str]) -> tuple[set[int], set[int]]:
    """Return the ordinals of words whose letters all stand on the other side, too, in order."""
    left, right = "".join(typed), "".join(read)
    if not left or not right:
        return set(), set()
    if max(len(left), len(right)) > _FINE:
        return _common(typed, read), _common(read, typed)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    ours = {at for block in blocks for at in range(block.a, block.a + block.size)}
    theirs = {at for block in blocks for at in range(block.b, block.b + block.size)}
    return _within(typed, ours), _within(read, theirs)


def _within(some: Sequence[str], letters: set[int]) -> set[int]:
    ends = accumulate(map(len, some))
    return {
        ordinal
        for ordinal, (word, end) in enumerate(zip(some, ends, strict=True))
        if letters.issuperset(range(end - len(word), end))
    }


def _common(some: Sequence[str], others: Sequence[str]) -> set[int]:
    spare = Counter(others)
    found = set()
    for ordinal, word in enumerate(some):
        if spare[word]:
            spare[word] -= 1
            found.add(ordinal)
    return found


def _withheld(path: str, reading: Reading) -> dict[int, str]:
    """Return by line the letters that the reader withheld.

    Lines that became one (a title of several) are looked for some lines further on.
    """
    found: dict[int, str] = {}
    for entry in reading.withheld:
        if entry.span.path == path:
            lines = [_letters(line) for line in entry.text.split("\n")]
            if len(lines) == 1:
                lines *= min(len(lines[0]), _AROUND)
            for line, letters in enumerate(lines, entry.span.line):
                found[line] = f"{found[line]} {letters}" if line in found else letters
    return found


def _letters(text: str) -> str:
    return "".join(words(text))


def _lines(path: str, spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(
        line
        for span in spans
        if span.path == path
        for line in range(span.line, (span.end_line or span.line) + 1)
    )


def _said(metadata: Metadata) -> list[str]:
    """Return everything that metadata says in words."""
    people = [person.name for person in (*metadata.authors, *metadata.contributors)]
    series = [metadata.series.name, metadata.series.position] if metadata.series else []
    return [
        *(getattr(metadata, name) for name in _WORDED),
        *people,
        *series,
        *metadata.subjects,
        *metadata.credits,
    ]


_WORDED: Final = (
    *("title", "subtitle", "language", "publisher", "rights", "edition", "description"),
    *("copyright_holder", "copyright_year", "date", "modified", "identifier"),
    *("epub_isbn", "print_isbn"),
)
