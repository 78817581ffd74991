"""The words of a raw manuscript, found by a simple tokeniser that knows no structure.

It is deliberately independent of the readers: it never decides what a line is, it only takes out
what an explicit table says is markup and no word (`LOSSES`). The same table is applied to the text
of the Book, so that what a reader left standing as typed compares equal as well.
"""

import html
import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

# Marks that may stand inside a word without parting it: emphasis, escapes, brackets.
_GLUE: Final = "*_~^`\\[]"

# What Markdown sets before a block; alone between white space, as no word is.
_MARKS: Final = frozenset(("#", "##", "###", "####", "#####", "######", ">", ">>", "-", "+", "|"))
_CHUNK: Final = 200_000

_TARGET = r"""\(\s*(?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,2000}\)[^()\s]{0,2000}){0,3})
    (?:\s+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|\([^()\n]{0,500}\)))?\s*\)"""
_PARTING = r"(?:p|br|div|hr|h[1-6]|td|th|tr|table|li|ul|ol|blockquote|section|dd|dt|dl|pre|center)"


class Loss(NamedTuple):
    """Characters of a manuscript that no Book holds: why, where, and what they leave behind."""

    reason: str
    pattern: re.Pattern[str]
    leaves: str = ""
    sign: str = ""
    """Characters that any match contains: where they are absent the pattern is not tried."""


# Expected losses of Markdown, in the order they are taken out; comments go before them all. Every
# pattern is bounded: a manuscript may be hostile, and what it costs must stay linear in its length.
LOSSES: Final = (
    Loss("a fence and its language", re.compile(r"^[ >]*(?:```+|~~~+).*$", re.MULTILINE)),
    Loss("a div's name and attributes", re.compile(r"^[ >]*:::+.*$", re.MULTILINE), sign=":::"),
    Loss(
        "the mark of a note",
        re.compile(r"\[\^[^\[\]\s]{1,200}\]:?"),
        sign="[^",
    ),
    Loss(
        "the address of a reference",
        re.compile(
            r"""^[ >]{0,12}\[[^\[\]\n^]{1,200}\]:[ \t]*\S+(?:[ \t]+["'(].*)?$""", re.MULTILINE
        ),
        sign="]:",
    ),
    Loss(
        "a picture (its words are looked for among the Book's pictures)",
        re.compile(rf"!\[[^\[\]]{{0,2000}}\](?:{_TARGET}|\[[^\[\]\n]{{0,200}}\])", re.VERBOSE),
        sign="![",
    ),
    Loss("a link's address", re.compile(rf"(?<=\]){_TARGET}", re.VERBOSE), sign="]("),
    Loss("a link's reference", re.compile(r"(?<=\])\[[^\[\]\n]{0,200}\]"), sign="]["),
    Loss(
        "an attribute block",
        re.compile(
            r"""\{:?[ \t]*(?:[#.][^\s{}"]+|[\w:-]+=(?:"[^"\n{}]*"|[^\s"{}]*)|-|\s){1,40}\}"""
        ),
        sign="{",
    ),
    Loss(
        "an HTML tag that parts words",
        re.compile(rf"</?{_PARTING}(?=[\s/>])[^<>]{{0,4000}}>", re.IGNORECASE),
        leaves=" ",
        sign="<",
    ),
    Loss("an HTML tag", re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]{0,4000})?/?>"), sign="<"),
)

# Expected losses of plain text.
TEXT_LOSSES: Final = (
    Loss(
        "the mark of a note",
        re.compile(
            r"\[(?:(?:foot)?note\s+)?\^?(?:\d{1,6}|[A-Za-z*†‡]{1,2})(?:\]:?|:)", re.IGNORECASE
        ),
        sign="[",
    ),
    Loss(
        "the name of a picture",
        re.compile(r"\[(?:illustration|picture|image)s?(?=[:\]])", re.IGNORECASE),
        sign="[",
    ),
)

_HEAD: Final = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_ITEM: Final = re.compile(r"^((?:[ \t>]|[-*+][ \t])*)\d{1,9}(?=[.)](?:[ \t]|$))")
_PICTURE: Final = re.compile(r"!\[([^\[\]]{0,2000})\](\([^()\n]{0,3000}\))?")

Format = Literal["text", "markdown"]


def stripped(text: str, form: Format) -> str:
    """Return `text` with what is no word taken out and every line end kept.

    Args:
        text: a manuscript with single line ends, or text of the Book made of one.
        form: which table of losses holds.
    """
    if form == "markdown":
        text = _without_comments(text)
    for loss in LOSSES if form == "markdown" else TEXT_LOSSES:
        if loss.sign in text:
            text = _without(text, loss)
    if form == "markdown" and "&" in text:
        text = html.unescape(text)
    for mark in _GLUE:
        text = text.replace(mark, "")
    return text


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


def _without_comments(text: str) -> str:
    found: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        found += (text[at:begin], "\n" * text.count("\n", begin, end))
        at = end + 3
    return "".join([*found, text[at:]]) if found else text


def _without(text: str, loss: Loss) -> str:
    return loss.pattern.sub(lambda found: loss.leaves + "\n" * found[0].count("\n"), text)


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


def picture_words(text: str) -> str:
    """Return what Markdown `text` says of its pictures: alternative texts and titles."""
    if "![" not in text:
        return ""
    return "\n".join(found[1] + " " + _title(found[2]) for found in _PICTURE.finditer(text))


def _title(target: str | None) -> str:
    found = re.search(r"""["'](.*)["']\s*\)$""", target or "")
    return found[1] if found else ""
