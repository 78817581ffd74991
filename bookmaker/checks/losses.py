"""What of a manuscript is markup and no word: the tables of expected losses.

Two kinds. `LOSSES` and `TEXT_LOSSES` are taken out of a manuscript before its words are compared:
they say what surely is markup. `COVERS` says what a reader may take for markup where the others
do not see it (a fence inside a list, an address in two lines): a word missing from the Book is
forgiven where one of them covers it, and only there. Every pattern is bounded: a manuscript may be
hostile, and what it costs must stay linear in its length.
"""

import re
from typing import Final, NamedTuple

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
            r"\[(?:(?:(?:foot)?note\s+\^?|\^)[0-9A-Za-z*†‡]{1,12}|\d{1,6}[a-z]?|[A-Za-z*†‡]{1,2})"
            r"(?:\]:?|:)",
            re.IGNORECASE,
        ),
        sign="[",
    ),
    Loss(
        "the name of a picture",
        re.compile(r"\[(?:illustration|picture|image)s?(?=[:\]])", re.IGNORECASE),
        sign="[",
    ),
)

# What may swallow words of Markdown where no table above sees it.
COVERS: Final = (
    Loss("a fence and its language", re.compile(r"(?:`{3,}|~{3,})[^\n]*")),
    Loss("a div's name and attributes", re.compile(r":::[^\n]*")),
    Loss("the mark of a note", re.compile(r"\[\^[^\[\]\n]{0,200}\]:?"), sign="[^"),
    Loss(
        "the address of a reference",
        re.compile(
            r"""\[[^\[\]]{1,200}\]:\s{0,20}\S{0,2000}(?:\s{1,20}(?:"[^"]{0,500}"|'[^']{0,500}'"""
            r"""|\([^()]{0,500}\)))?"""
        ),
        sign="]:",
    ),
    Loss(
        "a link's address",
        re.compile(r"\]\([^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,500}){0,3}\)"),
        sign="](",
    ),
    Loss("a link's reference", re.compile(r"\]\s{0,3}\[[^\[\]\n]{0,200}\]"), sign="]"),
    Loss("an attribute block", re.compile(r"\{[^{}\n]{0,1000}\}"), sign="{"),
    Loss("an HTML tag", re.compile(r"<[^<>]{0,4000}>"), sign="<"),
    Loss("an entity", re.compile(r"&#?\w{1,40};?"), sign="&"),
)
