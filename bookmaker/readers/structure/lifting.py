"""Takes out of the lines what is no part of the text and stands in the middle of it.

A comment or a page number parts a paragraph from the next only by the empty lines around it, so it
is taken out before paragraphs are told apart. A line that holds nothing else becomes `LIFTED`,
which is neither empty nor text: the empty lines above and below it count once.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from bookmaker.book import Withheld
from bookmaker.diagnostics import Span
from bookmaker.readers.lines import Clump
from bookmaker.readers.structure.marks import LIFTED

_COMMENT: Final = re.compile(r"%%(?!%)((?:[^%\n]|%(?!%)|\n(?![ \t]*\n))+?)%%(?!%)")
_LINK: Final = re.compile(
    r"(?P<embed>!?)\[\[(?P<target>[^\[\]|\n#]{1,200})(?P<place>#[^\[\]|\n]{0,200})?"
    r"(?:\|(?P<words>[^\[\]\n]{1,200}))?\]\]"
)
_PAGE: Final = re.compile(r"[\[{](?:Pg\.?|Page|p\.) ?(?P<number>\d{1,4}|[ivxlc]{1,8})[\]}]")
_RUNNING: Final = re.compile(
    r"\s*(?P<head>\S[^/\n]{0,40}/ ?[^/\n]{1,60}?) ?/ ?(?:p(?:age|\.)? ?)?(?P<number>\d{1,4})\s*",
)
_LEAST: Final = 2


def lift(lines: list[str], path: str, start: int) -> tuple[list[str], list[Withheld]]:
    """Return the lines without what is lifted out, and what that was; line numbers stay.

    Args:
        lines: the manuscript's lines.
        path: the manuscript.
        start: the index of the first line that is text.
    """
    found: list[Withheld] = []
    text = "\n".join(lines)
    cuts = sorted(_cuts(text))
    changed = _cut(text, cuts, path, found).split("\n") if cuts else list(lines)
    _lift_running_heads(changed, path, start, found)
    if not found:
        return lines, found
    for index, line in enumerate(changed):
        if not line.strip() and lines[index].strip():
            changed[index] = LIFTED
    return changed, found


_Cut = tuple[int, int, str]


def _cuts(text: str) -> Iterator[_Cut]:
    """Yield where something is to be lifted out, and what it is."""
    if "%%" in text:
        yield from ((m.start(), m.end(), "comment") for m in _comments(text))
    if "[[" in text:
        yield from _links(text)
    if "[P" in text or "[p" in text or "{P" in text or "{p" in text:
        pages = [(m.start(), m.end(), "page number") for m in _PAGE.finditer(text)]
        yield from pages if len(pages) >= _LEAST else ()


def _cut(text: str, cuts: list[_Cut], path: str, found: list[Withheld]) -> str:
    parts: list[str] = []
    at, line, edge = 0, 1, -1
    for start, stop, kind in cuts:
        if start < at:
            continue
        line += text.count("\n", at, start)
        edge = max(edge, text.rfind("\n", at, start))
        ends = text.count("\n", start, stop)
        span = Span(path, line, start - edge, line + ends)
        found.append(Withheld(kind, text[start:stop], span))
        parts += [text[at:start], "\n" * ends]
        line += ends
        edge = max(edge, text.rfind("\n", start, stop))
        at = stop
    return "".join([*parts, text[at:]])


# ---------------------------------------------------------------- note-taking programs


def _comments(text: str) -> list[re.Match[str]]:
    """Return the comments `%% ... %%`, but no text between two scene breaks typed `%%`.

    A mark alone on its line opens a comment only where the comment's words follow on the next
    line, and empty lines stand above it and below its end.
    """
    return [match for match in _COMMENT.finditer(text) if _is_comment(text, match)]


def _is_comment(text: str, match: re.Match[str]) -> bool:
    if "\n" not in match.group():
        return True
    start, end = match.start(), match.end()
    above = text[max(0, start - 2) : start]
    below = text[end : end + 2]
    return above in {"", "\n", "\n\n"} and below in {"", "\n", "\n\n"}


def _links(text: str) -> Iterator[_Cut]:
    """Leave of `[[page|words]]` the words, of `[[page]]` the page, of `![[file]]` nothing."""
    for match in _LINK.finditer(text):
        if match["embed"]:
            yield match.start(), match.end(), "link"
            continue
        kept = match.span("words" if match["words"] else "target")
        yield match.start(), kept[0], "link"
        yield kept[1], match.end(), "link"


# ---------------------------------------------------------------- pages


def _lift_running_heads(lines: list[str], path: str, start: int, found: list[Withheld]) -> None:
    """Lift the running heads of a typescript ("Bole / SMALL BIRDS / 3"), the page at their end.

    https://www.shunn.net/format/story/: surname, a word of the title and the page number.
    """
    heads: dict[str, list[tuple[int, int]]] = {}
    for index in range(start, len(lines)):
        line = lines[index]
        if line.count("/") != 2:  # noqa: PLR2004  name / title / page
            continue
        match = _RUNNING.fullmatch(line)
        if match:
            key = " ".join(match["head"].split())
            heads.setdefault(key, []).append((index, int(match["number"])))
    for places in heads.values():
        numbers = [number for _, number in places]
        if len(places) < _LEAST or numbers != sorted(set(numbers)):
            continue
        for index, _ in places:
            held = lines[index].replace("\f", "").strip()
            found.append(Withheld("running head", held, Span(path, index + 1)))
            lines[index] = ""


# ---------------------------------------------------------------- paragraphs that a page parted

_STOPPED: Final = re.compile(r"[.?!:…][\"'”’»)\]_*]*$|^\W*$")


def join_halves(clumps: list[Clump], pages: AbstractSet[int]) -> list[Clump]:
    """Join the halves of paragraphs that a running head or a page number parted.

    The first half ends without the end of a sentence, and the second goes on with a small letter;
    nothing but the page's line and empty ones stand between.

    Args:
        clumps: all of a manuscript, in order.
        pages: the numbers of the lines that pages' heads and numbers were lifted from.
    """
    if not pages:
        return clumps
    found: list[Clump] = []
    for clump in clumps:
        found.append(clump)
        if len(found) > 2:  # noqa: PLR2004  half, page, half
            upper, page, lower = found[-3:]
            if _goes_on(upper, page, lower, pages):
                found[-3:] = [_joined(upper, lower)]
    return found


def _goes_on(upper: Clump, page: Clump, lower: Clump, pages: AbstractSet[int]) -> bool:
    if page.lines != [LIFTED] or page.first not in pages:
        return False
    if (lower.first - upper.last) % upper.step or lower.step != upper.step:
        return False
    return lower.flat[:1].islower() and not _STOPPED.search(upper.flat) and upper.prose


def _joined(upper: Clump, lower: Clump) -> Clump:
    """Return one clump of two; the lines between are empty, so that all others keep theirs."""
    between = (lower.first - upper.last) // upper.step - 1
    lines = [*upper.lines, *[""] * between, *lower.lines]
    return Clump(upper.first, lines, upper.gap, prose=True, step=upper.step)
