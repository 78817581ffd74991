"""Fitting: the lines a title is broken into, and the size at which they fill their place.

Every number of lines is tried; for each the best breaks are found by least squares (lines of
like length, no little word left at a line's end or alone), and the largest good setting wins.
"""

import math
import re
from dataclasses import dataclass, replace
from typing import Final

from bookmaker.covers.lettering import Style, cap_height, width

ELLIPSIS: Final = "…"
_LETTER_LIMIT: Final = 420
_LINE_LIMIT: Final = 12
_BREAKING_SIZE: Final = 40.0
"""A word that is too wide even at this size is broken, not before."""

_TOKEN: Final = re.compile(r"[^\s]+|\u00a0")
_SPACE: Final = re.compile(r"[ \t\n\r\f\v\u2000-\u2006\u2008-\u200b\u205f]+")
_AFTER: Final = re.compile(r"(?<=[\w.,!?’”)][—–/])(?=\w)")
_AFTER_HYPHEN: Final = re.compile(rf"{_AFTER.pattern}|(?<=\w\w-)(?=\w\w)")
_LARGE: Final = 0.8
_SMALL: Final = 0.4
"""Lettering below this share of the largest size may also end lines after hyphens."""
_EAST_ASIAN: Final = re.compile(
    r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NEVER_FIRST: Final = frozenset(
    "、。,.・:;?!)」』】〉》)]}ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥"
)  # noqa: RUF001 RUF100  full-width signs
_NEVER_LAST: Final = frozenset("「『【〈《(([{")
_LITTLE: Final = frozenset(
    re.findall(
        r"\w+",
        """a an and as at but by for from in into is nor of on or the to with his her its my
        our your le la les l de des du d un une et à au aux en der die das den dem
        des ein eine und im zu von el los las y o del al il lo i gli e di da da os
        as um uma het een van en på och i av og""",
    )
)
_TALL: Final = re.compile(
    r"[\u0590-\u1dff\u2e80-\uffef"
    r"\U00010900-\U0001efff\U00020000-\U0003ffff]"
)
_PAUSE: Final = (",", ";", ":", "—", "–", ".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Space:
    """The place for a piece of lettering: pixels, and the sizes it may have."""

    width: float
    height: float
    largest: float
    smallest: float


@dataclass(frozen=True, slots=True)
class Setting:
    """Lettering fitted: its lines, its size in pixels to the em, and whether words were cut."""

    lines: tuple[str, ...]
    size: int
    style: Style
    cut: bool = False

    @property
    def height(self) -> float:
        """From the top of the first line's capitals to the last baseline."""
        em = cap_height(self.style) + (len(self.lines) - 1) * leading(self.lines, self.style)
        return em * self.size

    @property
    def step(self) -> float:
        """From baseline to baseline."""
        return leading(self.lines, self.style) * self.size

    @property
    def descent(self) -> float:
        """What may hang below the last baseline."""
        return 0.04 * self.size if self.style.caps else 0.26 * self.size


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece that is never broken, and the space before it in a line."""

    text: str
    glue: str
    width: float


def leading(lines: tuple[str, ...], style: Style) -> float:
    """Return the distance of baselines in ems: more for scripts that reach higher and lower."""
    return max(style.leading, 1.4) if _TALL.search("".join(lines)) else style.leading


def fit(text: str, style: Style, space: Space) -> Setting:
    """Set `text` as large and as well as `space` allows, words whole.

    A single word wider than the place at the smallest size is broken at the edge, and what is
    too long for the place altogether ends in an ellipsis; `cut` tells of the latter.

    Raises:
        lettering.UncoveredError: a character has no face.
    """
    cut = len(text) > _LETTER_LIMIT
    if cut:
        text = text[:_LETTER_LIMIT].rsplit(" ", 1)[0].rstrip(" ,;:—–") + ELLIPSIS
    widest = max((width(word, style, 1) for word in _SPACE.split(text) if word), default=0.0)
    if widest * space.smallest > space.width:
        # One long word: rather small than broken.
        smallest = max(_BREAKING_SIZE, space.width / widest * 0.99)
        space = replace(space, smallest=min(space.smallest, smallest))
    while True:
        setting = _best(_words(text, style, space), style, space)
        if setting is None or setting.size < _SMALL * space.largest:
            setting = _best(_words(text, style, space, at_hyphens=True), style, space) or setting
        if setting is not None:
            return Setting(setting.lines, setting.size, style, cut)
        cut = True
        text = text[: max(1, len(text) * 4 // 5)].rstrip(f" ,;:—–{ELLIPSIS}") + ELLIPSIS


def _words(text: str, style: Style, space: Space, *, at_hyphens: bool = False) -> list[_Word]:
    found: list[_Word] = []
    for word in filter(None, _SPACE.split(text)):
        for place, piece in enumerate(_pieces(word, at_hyphens=at_hyphens)):
            for number, part in enumerate(_narrow(piece, style, space)):
                glue = " " if place == number == 0 and found else ""
                found.append(_Word(part, glue, width(part, style, 1)))
    return found


def _pieces(word: str, *, at_hyphens: bool) -> list[str]:
    """Split a word where a line may end inside: after a dash, between East Asian characters."""
    pieces: list[str] = []
    for part in (_AFTER_HYPHEN if at_hyphens else _AFTER).split(word):
        if not _EAST_ASIAN.search(part):
            pieces.append(part)
            continue
        start = len(pieces)
        for char in part:
            alone = len(pieces) == start
            latin = not alone and not _EAST_ASIAN.match(char) and pieces[-1][-1:].isascii()
            if alone or not (latin or char in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST):
                pieces.append(char)
            else:
                pieces[-1] += char
    return pieces


def _narrow(piece: str, style: Style, space: Space) -> list[str]:
    """Break a word that fits at no allowed size: the last resort against clipped letters."""
    total = width(piece, style, min(space.smallest, _BREAKING_SIZE))
    if total <= space.width:
        return [piece]
    count = int(total // (space.width * 0.9)) + 1
    length = -(-len(piece) // count)
    parts = [piece[at : at + length] for at in range(0, len(piece), length)]
    return [f"{part}-" for part in parts[:-1]] + parts[-1:]


def _best(words: list[_Word], style: Style, space: Space) -> Setting | None:
    """Return the best setting over all numbers of lines; None if even the smallest is too big."""
    best: tuple[float, Setting] | None = None
    gap = width("\u00a0", style, 1) if words else 0.0
    for count in range(1, min(len(words), _LINE_LIMIT) + 1):
        blame, lines = _break(words, count, gap)
        size = _size(lines, style, space)
        if size < space.smallest:
            continue
        # Shape counts for more than size; one line is good only if it is a large one.
        few = 0.8 if count == 1 and size < _LARGE * space.largest else 1 - 0.025 * count
        merit = math.pow(size, 0.75) * (1 - min(0.8, blame)) * few
        if best is None or merit > best[0]:
            best = merit, Setting(lines, int(size), style)
    return best[1] if best else None


def _size(lines: tuple[str, ...], style: Style, space: Space) -> float:
    """Return the largest size at which the lines fit."""
    widest = max(0.01, *(width(line, style, 1) for line in lines))  # a lone accent has none
    tall = cap_height(style) + (len(lines) - 1) * leading(lines, style) + 0.1
    return min(space.largest, space.width / widest * 0.995, space.height / tall)


def _break(words: list[_Word], count: int, gap: float) -> tuple[float, tuple[str, ...]]:
    """Part words into `count` lines with the least blame; return it and the lines."""
    ends = [0.0]
    for word in words:
        ends.append(ends[-1] + word.width + (gap if word.glue else 0))
    mean = max(0.01, ends[-1] / count)
    blames: list[float] = [0.0, *(float("inf") for _ in words)]
    origins: list[list[int]] = []
    for line in range(1, count + 1):
        fresh = [float("inf")] * (len(words) + 1)
        origin = [0] * (len(words) + 1)
        for end in range(line, len(words) - (count - line) + 1):
            for start in range(line - 1, end):
                blame = blames[start] + _blame(
                    words, (start, end), (ends[end] - ends[start]) / mean
                )
                if blame < fresh[end]:
                    fresh[end], origin[end] = blame, start
        blames = fresh
        origins.append(origin)
    lines: list[str] = []
    end = len(words)
    for origin in reversed(origins):
        lines.insert(0, _line(words[origin[end] : end]))
        end = origin[end]
    return blames[-1] / max(1.0, count / 2), tuple(lines)


def _blame(words: list[_Word], line: tuple[int, int], length: float) -> float:
    """Return how bad a line is: its length against the mean, and what it ends with."""
    start, end = line
    # A short line between longer ones looks like a gap.
    inside = start > 0 and end < len(words) and length < 1
    blame = (2.0 if inside else 0.8) * (length - 1) ** 2
    last = words[end - 1].text
    if end < len(words):
        blame += 0.6 if _is_little(last) else -0.1 if last.endswith(_PAUSE) else 0.0
        blame += 0.0 if words[end].glue or _EAST_ASIAN.search(last) else 0.2
    if end - start == 1 and _is_little(last):
        blame += 0.5
    return blame


def _is_little(word: str) -> bool:
    return word.casefold() in _LITTLE


def _line(words: list[_Word]) -> str:
    return "".join(f"{word.glue}{word.text}" for word in words).strip(" ")
