"""Spaces: one between words, and none that breaks what belongs together."""

import re
from bisect import bisect_right
from typing import Final

from bookmaker.typography.flow import Edit, Flow, Kind
from bookmaker.typography.languages import NO_BREAK, THIN, primary

_RUNS: Final = re.compile(r"(?<=\S)  +(?=\S)")
# A literal character first, which is quick to look for; what stands before it is asked after.
_AFTER_STOP: Final = re.compile(
    r" (?<=\. )(?=[A-ZÀ-Þ])(?:(?<=\bMr\. )|(?<=\bMrs\. )|(?<=\bMs\. )|(?<=\bDr\. )"
    r"|(?<=\bSt\. )|(?<=\bProf\. )|(?<=\bRev\. )|(?<=\bCapt\. )|(?<=\bMessrs\. )"
    r"|(?<=\b[A-HJ-ZÀ-Þ]\. )(?=[A-ZÀ-Þ]\.))"
)
_NUMBERS: Final = re.compile(
    r" (?<=\. )(?=\d)(?:(?<=\b[Nn]o\. )|(?<=\bp\. )|(?<=\bpp\. )|(?<=\bvol\. ))"
)
_UNITS: Final = re.compile(
    r" (?<=\d )(?=(?:[kcm]m|k?g|mg|lbs?|oz|ft|mph|hp|[ap]\.m\.|[AP]\.M\.)(?!\w)|°[CF]|[%€£])"
)
_TITLES: Final = re.compile(r"(?<=\bMr|\bDr|\bSt|\bMs) (?=[A-ZÀ-Þ])|(?<=\bMrs) (?=[A-ZÀ-Þ])")
_BEFORE_ELLIPSIS: Final = re.compile(r"(?<=\S) (?=…|\.\.\.(?!\.))|(?<=[^\s.]) (?=\. \. \.(?! ?\.))")
_SPACING: Final = "French spacing"
_OPENING: Final = re.compile("(«) ?")
_GERMAN: Final = re.compile(r"(?<=\b[zdusoi]\.) (?=[BhaäoUEÄA]\.)")
_FRENCH: Final = re.compile(
    r"(?<=[^\s;:!?«»]) ?([;!?]+)(?=\s|[»”’\"')…]|\Z)"
    r"|(?<=[^\s:;!?]) ?(:)(?=\s|\Z)"
    r"|(?<![^\s(\[—–-])(«(?: ?«)*) ?(?=[^\s»])"
    r"|(?<=[^\s«]) ?(»)(?!\w)"
)


class SpacePass:
    """Sets the spaces of a book."""

    def __init__(self, language: str) -> None:
        """Take the book's language tag."""
        self.language = primary(language)
        self.tag = language

    def edits(self, flow: Flow) -> list[Edit]:
        """Return the edits that set the spaces of `flow`; verse keeps those that were typed."""
        found = self._edits(flow)
        tags = [tag for _, _, tag in flow.foreign]
        if not any(map(_is_french, (self.tag, *tags))):
            return found
        return [
            edit
            for edit in found
            if edit.reason != _SPACING or _is_french(flow.language(edit.start, self.tag))
        ]

    def _edits(self, flow: Flow) -> list[Edit]:
        text = flow.text
        french = _is_french(self.tag) or any(_is_french(tag) for _, _, tag in flow.foreign)
        if flow.kind is Kind.VERSE or "  " not in text:
            return self._bound(text, french=french)
        runs = [(match.start(), match.end()) for match in _RUNS.finditer(text)]
        single = _Collapsed(text, runs)
        bound = [single.as_typed(edit) for edit in self._bound(single.text, french=french)]
        starts, ends = {edit.start for edit in bound}, {edit.end for edit in bound}
        free = [run for run in runs if run[0] not in starts and run[1] not in ends]
        return sorted([*bound, *(Edit(*run, " ", "double space") for run in free)])

    def _bound(self, text: str, *, french: bool) -> list[Edit]:
        """Bind titles to names, initials to each other, figures to units, ellipses to words."""
        found = [
            Edit(match.start(), match.end(), NO_BREAK, reason)
            for needed, pattern, reason in _BINDINGS
            if any(part in text for part in needed)
            for match in pattern.finditer(text)
        ]
        if self.language == "de":
            found.extend(
                Edit(m.start(), m.end(), NO_BREAK, "abbreviation") for m in _GERMAN.finditer(text)
            )
        return found + _french(text) if french else found


def _is_french(tag: str) -> bool:
    """Whether a language spaces its high punctuation; French does, but not in Switzerland."""
    return primary(tag) == "fr" and not tag.upper().endswith("-CH")


class _Collapsed:
    """A text with its runs of spaces made single, and the way back to what was typed."""

    def __init__(self, text: str, runs: list[tuple[int, int]]) -> None:
        pieces, done, lost = [], 0, 0
        self.starts = [0]
        self.shifts = [0]
        for start, end in runs:
            pieces.append(text[done : start + 1])
            done = end
            self.starts.append(start + 1 - lost)
            lost += end - start - 1
            self.shifts.append(lost)
        self.text = "".join([*pieces, text[done:]])

    def as_typed(self, edit: Edit) -> Edit:
        """Return an edit of the collapsed text as one of the typed text."""
        start, end = self._at(edit.start), self._at(edit.end)
        return Edit(start, end, edit.text, edit.reason)

    def _at(self, offset: int) -> int:
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]


_BINDINGS: Final = (
    ((". ",), _AFTER_STOP, "title or initial"),
    (("o. ", "p. ", "l. "), _NUMBERS, "number"),
    (("Mr ", "Dr ", "Ms ", "Mrs ", "St "), _TITLES, "title"),
    ((" ",), _UNITS, "unit"),
    ((" …", " ..", " . ."), _BEFORE_ELLIPSIS, "ellipsis"),
)


def _french(text: str) -> list[Edit]:
    found: list[Edit] = []
    for match in _FRENCH.finditer(text):
        high, colon, opening, closing = match.groups()
        if opening:  # one edit a mark: emphasis may begin between two
            marks = _OPENING.finditer(text, match.start(), match.end())
            found.extend(Edit(m.start(), m.end(), m[1] + THIN, _SPACING) for m in marks)
            continue
        made = THIN + high if high else NO_BREAK + colon if colon else THIN + closing
        if made != match[0]:
            found.append(Edit(match.start(), match.end(), made, _SPACING))
    return found
