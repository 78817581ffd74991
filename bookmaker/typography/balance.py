"""Quotations that never close, and closing marks that nothing opened.

Nothing is mended: where a mark is missing only the author knows. What the next paragraph opens
anew is no fault, nor what goes on over a poem or a letter and closes later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bookmaker.book import Certainty, Decision
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.typography.flow import Flow, Kind
from bookmaker.typography.languages import THIN, marks_of
from bookmaker.typography.marks import Act, Mark
from bookmaker.typography.quotes import Reading, is_stray

_SHOWN: Final = 36
_SHORT_SPEECH: Final = 90
_SAYS: Final = r"(?:said|asked|replied|answered|cried|whispered|shouted|returned|murmured)"
_ANSWER: Final = re.compile(
    r"[\"'“‘«„]\s?[^\"“”«»„]{1,120}?[,.!?—…-]+\s?[\"'”’»“]\s"
    rf"(?:(?:he|she|they|I|we|the \w+|[A-Z][\w.’']+(?: [A-Z][\w’']+)?) {_SAYS}|{_SAYS}\b)"
)
_HABIT: Final = 12
"""From so many on, speeches of several paragraphs are this author's way."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A quotation that is open.

    `excused`: the next flow may go on with it; `anew`: it begins with a mark of its own. `size` is
    how many characters of its own flow it holds; `nested`: others stand within it.
    """

    level: str
    place: Span
    words: str
    excused: bool = False
    anew: bool = False
    size: int = 0
    nested: bool = False


class Balance:
    """Follows the quotations of a book, flow after flow."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        self.open: list[_Open] = []
        self.going_on: list[Decision] = []
        self.answers: list[Diagnostic] = []

    def note(self, reading: Reading) -> list[Diagnostic]:
        """Return what is unbalanced in a flow, or was left so by the one before it."""
        if reading.flow.kind is Kind.LABEL:
            stack, unopened = _follow(reading, [])
            return [*unopened, *_unclosed(stack)]
        if self.open and _is_answer(reading, self.open[-1]):
            self.answers.append(_answered(self.open[-1]))
            self.going_on.pop()
        before = [] if reading.carried else self.rest()
        self.open, unopened = _follow(reading, self.open)
        self.going_on += [_goes_on(quotation) for quotation in self.open if quotation.anew]
        return [*before, *unopened]

    def doubts(self) -> list[Decision]:
        """Return where a mark is missing or a speech goes on; where that is a habit, nothing."""
        return self.going_on if len(self.going_on) <= _HABIT else []

    def answered(self) -> list[Diagnostic]:
        """Return what lacks its closing mark, for the next paragraph reads as an answer."""
        return self.answers if len(self.answers) <= _HABIT else []

    def passed(self, flow: Flow) -> list[Diagnostic]:
        """Go by a flow without marks."""
        return [] if flow.kind is Kind.LABEL or flow.continues else self.rest()

    def rest(self) -> list[Diagnostic]:
        """Return what was left open, at the end of a scene or of the book."""
        left, self.open = self.open, []
        return _unclosed(left)


def is_uneven(text: str, language: str) -> bool:
    """Whether marks that were typed curly, or as guillemets, do not go together in a text."""
    if text.isascii():
        return False
    marks = marks_of(language)
    if marks is None:
        return False
    opening, closing = (mark.strip(THIN) for mark in marks.double)
    if opening == closing:
        return text.count(opening) % 2 == 1
    if "„" in text and opening != "„":
        return text.count("„") + text.count(opening) != text.count(closing) + text.count("“")
    if text.count(opening) != text.count(closing):
        return True
    opening, closing = (mark.strip(THIN) for mark in marks.single)
    return text.count(opening) > text.count(closing) + text.count("’") * (closing != "’")


def _unclosed(stack: list[_Open]) -> list[Diagnostic]:
    """Report the outermost of what is open; what is within it may close with it."""
    found = [quotation for quotation in stack if not quotation.excused]
    return [report("BM-TYPE-002", found[0].place, words=found[0].words)] if found else []


def _follow(reading: Reading, stack: list[_Open]) -> tuple[list[_Open], list[Diagnostic]]:
    """Return what is open after a flow, and the first closing mark in it that closes nothing."""
    stack = list(stack)
    found: list[Diagnostic] = []
    for mark, act, _ in reading.acts:
        levels = [quotation.level for quotation in stack]
        if act is Act.OPEN:
            stack.append(_opened(reading, mark))
        elif act is Act.REOPEN and not _begins_a_line(reading, mark):
            found.extend(_unclosed(stack[-1:]))
            stack[-1:] = [_opened(reading, mark)]
        elif act is Act.CLOSE and mark.level in levels:
            last = len(levels) - 1 - levels[::-1].index(mark.level)
            found.extend(_unclosed(stack[last + 1 :]))
            del stack[last:]
        elif (act is Act.CLOSE and not mark.ditto) or is_stray(reading, mark, act):
            found.append(_unopened(reading, mark))
    anew = len(reading.reopened) == 1
    last = max((mark.at for mark, act, _ in reading.acts if act is Act.OPEN), default=0)
    within = len(reading.flow.text) - last
    left = [
        replace(quotation, excused=True, anew=anew, nested=quotation.size > within)
        if quotation.level in reading.reopened
        else quotation
        for quotation in stack
    ]
    return left, list(_firsts(found))


def _goes_on(quotation: _Open) -> Decision:
    reason = f"does not close; the next paragraph opens another: does it go on? {quotation.words}"
    return Decision("quotation", quotation.place, reason, Certainty.DOUBT)


def _is_answer(reading: Reading, quotation: _Open) -> bool:
    """Say whether a flow is an answer to what is open rather than the next paragraph of it.

    Who speaks on for paragraphs says much in the first, and is not named anew in the next.
    """
    if not quotation.anew or quotation.size > _SHORT_SPEECH or quotation.nested:
        return False
    return _ANSWER.match(reading.flow.text) is not None


def _answered(quotation: _Open) -> Diagnostic:
    return report("BM-TYPE-007", quotation.place, words=quotation.words)


def _opened(reading: Reading, mark: Mark) -> _Open:
    size = len(reading.flow.text) - mark.at
    return _Open(mark.level, reading.flow.place(mark.at), _words(reading, mark.at), size=size)


def _begins_a_line(reading: Reading, mark: Mark) -> bool:
    return reading.flow.text[mark.at - 1 : mark.at] in ("", *"\n\"“‘'") or mark.at == 0


def _unopened(reading: Reading, mark: Mark) -> Diagnostic:
    text = reading.flow.text[: mark.at + 1]
    words = text[-_SHOWN:] if len(text) <= _SHOWN else text[-_SHOWN:].partition(" ")[2]
    place = reading.flow.place(mark.at)
    return report("BM-TYPE-003", place, words=" ".join(words.split()) or text[-_SHOWN:])


def _words(reading: Reading, at: int) -> str:
    text = reading.flow.text[at : at + _SHOWN]
    if len(text) == _SHOWN and " " in text:
        text = text.rpartition(" ")[0]
    return " ".join(text.split())


def _firsts(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the first finding of each kind: one missing mark makes all after it look wrong."""
    seen: set[str] = set()
    for diagnostic in found:
        if diagnostic.code not in seen:
            seen.add(diagnostic.code)
            yield diagnostic
