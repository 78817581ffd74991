"""What note-taking programs (Obsidian) type: `%% comments %%`, `[[links]]`, `![[embeds]]`.

Comments become those of HTML before the blocks are parsed, so that both are withheld by one rule;
links are read where they stand in a paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bookmaker.book import Image, Inline, Text, Withheld

OPEN: Final = "<!--%%"
CLOSE: Final = "%%-->"

_TOKEN: Final = re.compile(r"(?<!%)%%(?!%)")
_FENCE: Final = re.compile(r" {0,3}(?P<sign>`{3,}|~{3,})")
_CODE: Final = re.compile(r"(`+)[^`\n]*\1")
_LINK: Final = re.compile(
    r"(?P<embed>!?)\[\[(?P<target>[^\[\]|\n#^]{1,200})?(?P<place>#[^\[\]|\n]{1,200})?"
    r"(?:\|(?P<words>[^\[\]\n]{1,200}))?\]\](?!\()"
)
_PICTURE: Final = re.compile(r"(?i).*\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|avif)")
_SIZE: Final = re.compile(r"\s*\d+(?:\s*x\s*\d+)?\s*")


# ---------------------------------------------------------------- comments


@dataclass(frozen=True, slots=True)
class _Sign:
    """Two per cent signs: their offset, their line, and whether they stand there alone."""

    at: int
    line: int
    alone: bool


def comments_as_html(text: str) -> str:
    """Return a text with its `%% comments %%` as HTML's; everything else, and every line, stays.

    A comment ends in its own paragraph; one that opens at the beginning of a line and closes at the
    end of one may hold empty lines. Signs alone on their line are a comment's only where its words
    are right below the first and right above the last: else they part scenes.
    """
    if text.count("%%") < 2:  # noqa: PLR2004  one opens, one closes
        return text
    lines = text.split("\n")
    parts: list[str] = []
    at = 0
    for start, end in _pairs(list(_signs(lines)), lines, text):
        parts += [text[at:start], OPEN, text[start + 2 : end], CLOSE]
        at = end + 2
    return "".join([*parts, text[at:]])


def _signs(lines: list[str]) -> Iterator[_Sign]:
    """Yield the signs that stand in no code."""
    offset, fence = 0, ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and (not fence or match["sign"].startswith(fence)):
            fence = "" if fence else match["sign"]
        elif "%%" in line and not fence:
            bare = _CODE.sub(lambda m: "`" * len(m.group()), line) if "`" in line else line
            alone = line.strip() == "%%"
            yield from (_Sign(offset + m.start(), number, alone) for m in _TOKEN.finditer(bare))
        offset += len(line) + 1


def _pairs(signs: list[_Sign], lines: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where comments stand."""
    blanks = [0]
    for line in lines:
        blanks.append(blanks[-1] + (not line.strip()))
    index = 0
    while index + 1 < len(signs):
        one, two = signs[index], signs[index + 1]
        parted = blanks[two.line] > blanks[one.line]
        if _is_comment(one, two, lines, parted=parted) and "-->" not in text[one.at : two.at]:
            yield one.at, two.at
            index += 2
        else:
            index += 1


def _is_comment(one: _Sign, two: _Sign, lines: list[str], *, parted: bool) -> bool:
    if one.line == two.line:
        return True
    if one.alone:
        held = lines[one.line + 1].strip() and lines[two.line - 1].strip()
        return bool(held) and two.line > one.line + 1 and lines[two.line].strip().endswith("%%")
    opens = lines[one.line].lstrip().startswith("%%")
    closes = lines[two.line].rstrip().endswith("%%")
    return not parted or (opens and closes and not two.alone) or (opens and two.alone)


def as_typed(comment: str) -> str:
    """Return a comment's words as they were typed, whichever program's signs are around them."""
    return comment.replace(OPEN, "%%", 1).replace(CLOSE, "%%")


# ---------------------------------------------------------------- links


@dataclass(frozen=True, slots=True)
class Linked:
    """What `[[...]]` leaves in the text, what goes before and behind it, and the offset behind."""

    inline: Inline | None
    withheld: tuple[str, ...]
    end: int


def read_wiki(text: str, at: int) -> Linked | None:
    """Read the link at an offset: of `[[page|words]]` the words stay, of `[[page]]` the page."""
    match = _LINK.match(text, at)
    if match is None or not (match["target"] or match["place"]):
        return None
    target, place, words = match["target"] or "", match["place"] or "", match["words"] or ""
    if match["embed"]:
        described = "" if _SIZE.fullmatch(words) else words.strip()
        picture = _PICTURE.fullmatch(target.strip())
        inline = Image(target.strip(), described) if picture else None
        return Linked(inline, (match.group(),), match.end())
    shown = words or target or place.lstrip("#^")
    before, _, behind = match.group().rpartition(shown) if words else match.group().partition(shown)
    return Linked(Text(shown.strip()), (before, behind), match.end())


def located(cuts: Sequence[Withheld], lines: Sequence[str]) -> list[Withheld]:
    """Return what was withheld inside lines, each with its column where it stands there as typed.

    Args:
        cuts: in the order typed.
        lines: the manuscript's, as typed.
    """
    found: list[Withheld] = []
    behind: dict[int, int] = {}  # by line, the offset behind the last cut
    for cut in cuts:
        line = cut.span.line
        first, _, rest = cut.text.partition("\n")
        at = lines[line - 1].find(first, behind.get(line, 0)) if line <= len(lines) else -1
        whole = "\n".join(lines[line - 1 : line + rest.count("\n") + bool(rest)])
        if at < 0 or not whole.startswith(cut.text, at):
            found.append(cut)
            continue
        last = rest.rpartition("\n")[2]
        behind[line + cut.text.count("\n")] = len(last) if rest else at + len(first)
        found.append(replace(cut, span=replace(cut.span, column=at + 1)))
    return found
