"""The words of a raw manuscript, found by a simple tokeniser that knows no structure.

It is deliberately independent of the readers: it never decides what a line is, it only takes out
what an explicit table says is markup and no word (`checks.losses`). The same table is applied to
the text of the Book, so that what a reader left standing as typed compares equal as well.
"""

import html
import re
from collections.abc import Iterator
from typing import Final, Literal

from bookmaker.checks.losses import COVERS, LOSSES, TEXT_LOSSES, Loss
from bookmaker.checks.words import words

SEAM: Final = "\x01"
"""Stands where markup was taken out within a word: it is no letter and no white space."""

# Marks that may stand inside a word without parting it: emphasis, escapes, brackets.
_GLUE: Final = "*_~^`\\[]"

# What Markdown sets before a block; alone between white space, as no word is.
_MARKS: Final = frozenset(("#", "##", "###", "####", "#####", "######", ">", ">>", "-", "+", "|"))
_CHUNK: Final = 200_000

_HEAD: Final = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_ENTITY: Final = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_ITEM: Final = re.compile(r"^((?:[ \t>]|[-*+][ \t])*)\d{1,9}(?=[.)](?:[ \t]|$))")

Format = Literal["text", "markdown"]


def stripped(text: str, form: Format) -> str:
    """Return `text` with what is no word taken out and every line end kept.

    Args:
        text: a manuscript with single line ends, or text of the Book made of one.
        form: which table of losses holds.

    Returns:
        The text with `SEAM` or white space where markup stood; `whole` closes the seams.
    """
    if form == "markdown":
        text = _without_comments(text)
    for loss in LOSSES if form == "markdown" else TEXT_LOSSES:
        if loss.sign in text:
            text = _without(text, loss)
    return unescaped(text) if form == "markdown" else text


def unescaped(text: str) -> str:
    """Return text with the characters that entities stand for; lines stay what they are."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(found[0]).replace("\n", " "), text)


def whole(text: str) -> str:
    """Return stripped text with the marks inside words gone, as a reader of Markdown sees it."""
    for mark in (*_GLUE, SEAM):
        text = text.replace(mark, "")
    return text


def parted(text: str) -> str:
    """Return stripped text with a seam for every mark inside a word, so that it counts as two."""
    for mark in _GLUE:
        text = text.replace(mark, SEAM)
    return text


def covered(text: str, form: Format) -> dict[int, frozenset[str]]:
    """Return by line, from 1, the words that markup may swallow.

    Args:
        text: a manuscript with single line ends.
        form: which tables hold.
    """
    found: dict[int, set[str]] = {}
    for spans in _regions(text, form):
        at, line = 0, 1
        for begin, end in spans:
            line += text.count("\n", at, begin)
            at = begin
            for below, part in enumerate(text[begin:end].split("\n")):
                found.setdefault(line + below, set()).update(words(part), words(unescaped(part)))
    return {line: frozenset(some) for line, some in found.items()}


def _regions(text: str, form: Format) -> Iterator[Iterator[tuple[int, int]]]:
    """Yield for each loss where it stands, in order."""
    if form == "markdown":
        yield _comments(text)
    for loss in (*LOSSES, *COVERS) if form == "markdown" else TEXT_LOSSES:
        if loss.sign in text:
            yield (match.span() for match in loss.pattern.finditer(text))


def alike(left: str, right: str) -> bool:
    """Whether two stripped texts are the same but for white space and marks of blocks.

    What is alike has the same words; what is not may have them still. It is several times quicker
    than looking for words, and holds no more than a stretch of each text at a time.
    """
    others = _tokens(right)
    ahead: list[str] = []
    for tokens in _tokens(left):
        while len(ahead) < len(tokens) and (more := next(others, None)) is not None:
            ahead += more
        if ahead[: len(tokens)] != tokens:
            return False
        del ahead[: len(tokens)]
    return not ahead and not any(others)


def _tokens(text: str) -> Iterator[list[str]]:
    at = 0
    while at < len(text):
        end = text.find("\n", at + _CHUNK)
        end = len(text) if end < 0 else end
        yield [token for token in text[at:end].split() if token not in _MARKS]
        at = end


def _comments(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        at = end + 3
        yield begin, at


def _without_comments(text: str) -> str:
    found: list[str] = []
    at = 0
    for begin, end in _comments(text):
        found += (text[at:begin], "\n" * text.count("\n", begin, end))
        at = end
    return "".join([*found, text[at:]]) if found else text


def _without(text: str, loss: Loss) -> str:
    return loss.pattern.sub(lambda found: (loss.leaves or SEAM) + "\n" * found[0].count("\n"), text)


def single_line_ends(text: str) -> str:
    """Return `text` with every line end as one line feed, and no byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def head_lines(text: str) -> int:
    """Return how many lines the YAML head takes, both its rules included; 0 without a head."""
    found = _HEAD.match(text)
    return found[0].count("\n") + 1 if found else 0


def without_lines(text: str, head: int, items: frozenset[int]) -> str:
    """Return `text` with its first `head` lines emptied and the numbers of list items dropped.

    Args:
        text: a manuscript with single line ends.
        head: the lines that settings and metadata take.
        items: lines, from 1, that begin an item of an ordered list.
    """
    if not head and not items:
        return text
    lines = text.split("\n")
    lines[:head] = [""] * head
    for line in items:
        if line <= len(lines):
            lines[line - 1] = _ITEM.sub(r"\1", lines[line - 1])
    return "\n".join(lines)
