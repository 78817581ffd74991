"""Quotation marks in their surroundings: what each may be, and how well it would fit.

Costs are tenths of a doubt: 0 fits, 50 hardly ever. A mark's neighbours are what stands beside
the whole run of marks it is in (`"'Tis`), so that nested marks are judged alike.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from bookmaker.typography import primes
from bookmaker.typography.elisions import CERTAIN, LIKELY, Elisions, is_clipped_tail
from bookmaker.typography.flow import OPAQUE, Flow
from bookmaker.typography.languages import THIN, Marks, marks_of


class Act(IntEnum):
    """What a mark does."""

    OPEN = 0
    CLOSE = 1
    APOSTROPHE = 2
    REOPEN = 3  # a quotation that goes on opens each paragraph and each line anew
    KEEP = 4  # not a mark of ours: stays as typed


class Mark(NamedTuple):
    """One mark: its place, the character, the level it quotes at ("d" or "s"), what it may be.

    `word` is the word that an apostrophe here would belong to; `leading` says it stands before it.
    `ditto`: it stands alone between spaces, as in a list where it repeats what is above.
    """

    at: int
    char: str
    level: str
    options: tuple[tuple[Act, int], ...]
    word: str = ""
    leading: bool = False
    ditto: bool = False

    @property
    def straight(self) -> bool:
        """Whether the mark was typed straight, so that it is ours to turn."""
        return self.char in "\"'"


# Marks side by side, and perhaps others after a space: nested marks typed apart (" 'Twas).
_RUN: Final = re.compile("([\"'“”„‟‘’‚‛«»‹›]+)(?:[ \u00a0\u2009\u200a\u202f][\"'“”‘’„‚«»‹›]+)?")
_DOUBLES: Final = '"“”„‟«»'
# In any language “ closes what „ opened.
_LOW_PAIRS: Final = re.compile("„[^„“”]{0,2000}(“)|‚[^‚‘’]{0,2000}(‘)")
_WORD: Final = re.compile(r"[\w'’-]{0,40}")
_LAST_WORD: Final = re.compile(r"[\w'’-]*\Z")
_HEBREW: Final = re.compile('[\u0590-\u05ff]"[\u0590-\u05ff]')

_SPEECH_BEGINS: Final = (", ", ": ", "--", "- ", "— ")
_BEGINNING: Final = 25
"""What more a clipped word costs where speech may begin, if single marks are the outer ones."""
_CLITIC: Final = 2
_WORD_ENDS: Final = ("", " ", ",", ".", ";", ":", "!", "?", "\n", ")", "-", "—")

# What stands beside a run: word, space, edge of the flow, opening bracket, dash, hyphen, rest.
_WORDLIKE, _SPACE, _EDGE, _BRACKET, _DASH, _HYPHEN, _REST = "wsebdhp"

_ALONE: Final = ("se", "ee")
_SPACED: Final = ("ss", "se", "es")
_FREE: Final = 8

# (left, right): cost of opening, cost of closing.
_FIT: Final[dict[str, tuple[int, int]]] = {
    "ww": (30, 30), "ws": (70, 0), "we": (70, 0), "wb": (30, 10), "wd": (35, 0),
    "wh": (35, 2), "wp": (50, 0),
    "sw": (0, 95), "ss": (20, 20), "se": (40, 8), "sb": (0, 50), "sd": (4, 15),
    "sh": (4, 30), "sp": (8, 14),
    "ew": (0, 95), "es": (8, 40), "ee": (20, 20), "eb": (0, 60), "ed": (0, 50),
    "eh": (0, 50), "ep": (0, 50),
    "bw": (0, 50), "bs": (8, 30), "be": (20, 20), "bb": (0, 50), "bd": (0, 40),
    "bh": (0, 40), "bp": (2, 30),
    "dw": (3, 26), "ds": (45, 0), "de": (70, 0), "db": (0, 30), "dd": (10, 10),
    "dh": (5, 20), "dp": (22, 3),
    "hw": (20, 25), "hs": (40, 2), "he": (50, 2), "hb": (10, 30), "hd": (20, 10),
    "hh": (20, 20), "hp": (22, 3),
    "pw": (10, 15), "ps": (70, 0), "pe": (70, 0), "pb": (10, 15), "pd": (20, 0),
    "ph": (20, 5), "pp": (30, 2),
}  # fmt: skip


def _left(text: str, at: int) -> str:
    if at == 0 or text[at - 1] == "\n":
        return _EDGE
    char = text[at - 1]
    if char == "-":
        before = text[at - 2 : at - 1]
        return _HYPHEN if before.isalnum() else _DASH
    return _BRACKET if char in "([{¿¡<" else _beside(char)


def _right(text: str, at: int) -> str:
    if at >= len(text) or text[at] == "\n":
        return _EDGE
    char = text[at]
    if char == "-":
        return _HYPHEN if text[at + 1 : at + 2].isalnum() else _DASH
    if char == ".":  # three dots may begin what is said; one dot ends it
        return (
            _BRACKET
            if text.startswith(("...", ". . ."), at) and text[at - 2 : at - 1] in " \n"
            else _REST
        )
    return _BRACKET if char in "([{¿¡<" else _beside(char)


def _beside(char: str) -> str:
    if char.isalnum() or char in (OPAQUE, "_", "$", "£", "€", "&", "@"):
        return _WORDLIKE
    if char.isspace():
        return _SPACE
    if char in "—–―⸺⸻":
        return _DASH
    return _WORDLIKE if _combines(char) else _REST


def _combines(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" or char in "°½¼¾⅓⅔"


def character(char: str, act: Act, marks: Marks) -> str:
    """Return what `char` becomes when it does `act`."""
    if act is Act.KEEP:
        return char
    if act is Act.APOSTROPHE:
        return "’"
    pair = marks.double if char in _DOUBLES else marks.single
    return pair[1 if act is Act.CLOSE else 0]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before a flow is read.

    `outer` is the level of outer quotations in this manuscript; `pinned` says which character the
    author wants at an offset.
    """

    elisions: Elisions
    language: str
    outer: str
    pinned: Mapping[int, str]


def scan(flow: Flow, known: Knowledge) -> Iterator[Mark]:
    """Find the marks of a flow that need a decision, in order.

    Apostrophes within words are not among the marks: nothing else can stand there.
    """
    text = flow.text
    settled = primes.places(text) | known.elisions.phrases(text)
    language, outer = known.language, known.outer == "s"
    low = _low_closings(text)
    for start, end in _runs(text):
        sides = _sides(text, start, end)
        for at in range(start, end):
            if text[at] in _GAPS or (at in settled and at not in known.pinned):
                continue
            marks = marks_of(flow.language(at, language)) if flow.foreign else marks_of(language)
            if marks is None:
                continue
            place = _Place(text, at, start, end, sides, outer, at in low)
            mark = _mark(place, marks, known.elisions)
            yield _as_pinned(mark, known.pinned[at], marks) if at in known.pinned else mark


def _sides(text: str, start: int, end: int) -> str:
    """Return what stands beside a run; the space that French puts within guillemets is none."""
    if text[start] in "»›" and text[start - 1 : start].isspace():
        start -= 1
    if text[end - 1] in "«‹" and text[end : end + 1].isspace():
        end += 1
    return _left(text, start) + _right(text, end)


def _low_closings(text: str) -> frozenset[int]:
    if "„" not in text and "‚" not in text:
        return frozenset()
    return frozenset(match.end() - 1 for match in _LOW_PAIRS.finditer(text))


def _as_pinned(mark: Mark, wanted: str, marks: Marks) -> Mark:
    """Leave to a mark only what the author says it is."""
    if wanted == "'":
        return mark._replace(options=((Act.APOSTROPHE, 0),))
    options = [
        (act, cost)
        for act, cost in mark.options
        if wanted == '"' or character(mark.char, act, marks).strip(THIN) == wanted
    ]
    least = min((cost for _, cost in options), default=0)
    sure = tuple((act, cost - least) for act, cost in options)
    return mark._replace(options=sure or ((Act.KEEP, 0),))


_GAPS: Final = " \u00a0\u2009\u200a\u202f"


def _runs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (run := _RUN.search(text, at)) is not None:
        start, at = run.start(), run.end(1)
        if at - start == 1 and _inside_word(text, start, text[start]):
            continue
        if run.end() > at and _belong(text, start, run.end()):
            at = run.end()
        yield start, at


def _belong(text: str, start: int, end: int) -> bool:
    """Whether marks with a space between them open or close together."""
    if end >= len(text) or text[end].isspace():
        return True
    return start == 0 or text[start - 1] in " \n([—–-"


def _inside_word(text: str, at: int, char: str) -> bool:
    if char not in "'’" or at == 0 or at + 1 >= len(text):
        return False
    return text[at - 1].isalnum() and text[at + 1].isalnum()


class _Place(NamedTuple):
    text: str
    at: int
    start: int
    end: int
    sides: str
    outer: bool
    closes_low: bool = False

    @property
    def char(self) -> str:
        return self.text[self.at]


def _mark(place: _Place, marks: Marks, elisions: Elisions) -> Mark:
    level = "d" if place.char in _DOUBLES else "s"
    if level == "d" and _HEBREW.match(place.text, place.at - 1):
        return Mark(place.at, place.char, level, ((Act.KEEP, 0),))
    opening, closing = _FIT[place.sides]
    if place.sides in _SPACED and marks.double[0].endswith(THIN):  # " Merci " is French typing
        opening, closing = min(opening, _FREE), min(closing, _FREE)
    options = [(Act.OPEN, opening), (Act.CLOSE, closing)]
    options.append((Act.REOPEN, opening + _reopening(place, level)))
    if place.char not in "\"'":
        options = _as_typed(place, marks, options)
    if level == "d" or place.char not in "'’":
        ditto = level == "d" and place.sides in _ALONE and place.end - place.start == 1
        return Mark(place.at, place.char, level, tuple(options), ditto=ditto)
    return _single(place, elisions, options)


def _reopening(place: _Place, level: str) -> int:
    """Return what it costs that a quotation goes on here; within a flow two were run into one."""
    if place.at > place.start and place.text[place.at - 1] == place.char:
        return 60  # after an opening mark of its own kind
    if place.sides[0] == _EDGE:
        return 3
    if level == "d":
        return 15
    return 34 if place.outer and _speech_may_begin(place.text, place.at) else 40


def _as_typed(place: _Place, marks: Marks, options: list[tuple[Act, int]]) -> list[tuple[Act, int]]:
    """Hold a mark that was typed curly to what it says; the few that can be either stay open."""
    char = place.char
    if char in "»›" and place.sides[0] == _EDGE and marks.double[0][0] == "«":
        return [(Act.REOPEN, 0)]  # so some French and Spanish printers open a paragraph
    opens = char in (marks.double[0].strip(), marks.single[0].strip())
    closes = char in (marks.double[1].strip(), marks.single[1].strip())
    if not opens and not closes:
        opens, closes = char in "“‘„‚‟‛«‹", char in "”’»›"
    if place.closes_low:
        opens, closes = False, True
    if opens and closes:
        return options
    return [(act, 0) for act, _ in options if (act is Act.CLOSE) == closes]


def _single(place: _Place, elisions: Elisions, options: list[tuple[Act, int]]) -> Mark:
    text, at = place.text, place.at
    left, right = place.sides[0], place.sides[1]
    if right == _WORDLIKE and left != _WORDLIKE and at == place.end - 1:
        word = _WORD.match(text, at + 1)[0]  # type: ignore[index]  # it matches the empty word
        return _with_apostrophe(place, options, word, elisions.head)
    if left in "wd" and at == place.start:
        word = _LAST_WORD.search(text, max(0, at - 40), at)[0]  # type: ignore[index]  # likewise
        return _with_apostrophe(place, options, word, elisions.tail, leading=False)
    cost = 5 if left == right == _WORDLIKE else 40
    return Mark(at, place.char, "s", (*options, (Act.APOSTROPHE, cost)))


def _speech_may_begin(text: str, at: int) -> bool:
    before = text[max(0, at - 2) : at]
    return len(before) < 2 or before in _SPEECH_BEGINS or before[0] in ".!?…\n"  # noqa: PLR2004


def _leading_cost(place: _Place, word: str, cost: int) -> int:
    """Weigh what stands around a word: its own closing mark, a hyphen, the start of a speech."""
    text, at = place.text, place.at
    if place.char == "’":
        return 0
    if place.sides[0] == _HYPHEN and text[at - 1] == "-":
        return min(cost, LIKELY)
    if place.outer and cost > CERTAIN and at == place.start and _speech_may_begin(text, at):
        cost += _BEGINNING
    after = at + 1 + len(word)
    quoted = len(word) > _CLITIC and word.endswith("'") and text[after : after + 1] in _WORD_ENDS
    if cost >= 0 and quoted:
        return cost if is_clipped_tail(word) else cost + 25
    return cost


def _with_apostrophe(
    place: _Place,
    options: list[tuple[Act, int]],
    word: str,
    cost_of: Callable[[str], int],
    *,
    leading: bool = True,
) -> Mark:
    cost = cost_of(word)
    if leading:
        cost = _leading_cost(place, word, cost)
    if cost < 0:  # pinned by the author
        options, cost = [], 0
    elif leading and cost < 20:  # noqa: PLR2004  a clipped word is a poor beginning for a quotation
        options = [(act, fit + (25 - cost)) for act, fit in options]
    elif not leading and cost < 7:  # noqa: PLR2004  and a clipped tail a poor end
        options = [(act, fit + (6 if act is Act.CLOSE else 0)) for act, fit in options]
    return Mark(place.at, place.char, "s", (*options, (Act.APOSTROPHE, cost)), word, leading)
