"""HTML inside a paragraph: which tags have a place in a book, and what becomes of the others."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Final

from bookmaker.book import (
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Link,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain_text,
)
from bookmaker.metadata import is_language_tag
from bookmaker.readers.markdown.links import SPANS, safe_href
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.tag_names import PROGRAM

LONGEST: Final = 4096
# Possessive throughout: a tag that is none costs its length once.
_ATTRIBUTE: Final = (
    r"\s++[A-Za-z_:@][\w:.@-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+"
)
TAG: Final = re.compile(
    rf"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{{0,30}}+)(?P<attributes>(?:{_ATTRIBUTE})*+)"
    r"\s*+(?P<void>/?)>"
)
_PAIR: Final = re.compile(
    r"([A-Za-z_:@][\w:.@-]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?+"
)
Maker = Callable[[Inlines], Inline | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A tag's meaning: something of its own, or what it makes of its content, or nothing."""

    leaf: Inline | None = None
    make: Maker | None = None


def _code(children: Inlines) -> Inline:
    return Code(plain_text(children))


MAKERS: Final[dict[str, Callable[[Inlines], Inline]]] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var", "u"), Emphasis),
    **dict.fromkeys(("strong", "b"), Strong),
    **dict.fromkeys(("s", "del", "strike"), Strike),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _code),
    "sup": Superscript,
    "sub": Subscript,
}
PARTING: Final = frozenset({"rt"})
"""Inline elements that part words: a character's reading is no part of the word it stands by."""
_TRANSPARENT: Final = frozenset({"wbr", "abbr", "ins", "small", "mark", "span", "bdi", "time"})


def parse_pairs(text: str) -> dict[str, str]:
    """Return a tag's attributes, names in small letters, entities decoded."""
    found: dict[str, str] = {}
    for name, double, single, bare in _PAIR.findall(text):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def bare_attributes(text: str) -> list[tuple[str, str | None]]:
    """Return a tag's attributes, None for those typed without a value."""
    return [
        (match[1].lower(), None if match.end() == match.end(1) else match[0])
        for match in _PAIR.finditer(text)
    ]


def read_tag(name: str, attributes: str, page: Page, line: int) -> Found:
    """Say what an opening tag means; what has no place is reported."""
    return read_element(name, parse_pairs(attributes) if attributes else {}, page, line)


def read_element(name: str, given: dict[str, str], page: Page, line: int) -> Found:
    """Say what an element means by its name and attributes; what has no place is reported."""
    for key in given:
        if key.startswith(("on", "@")):
            page.tell("BM-READ-107", line, name=key)
    if name == "br":
        return Found(leaf=LineBreak())
    if name == "img":
        return _picture(given, page, line)
    make = _maker(name, given, page, line)
    if make is None and name not in _TRANSPARENT and name not in PROGRAM:
        page.tell("BM-READ-107", line, name=f"<{name}>")
    return Found(make=_in_language(make, given.get("lang", given.get("xml:lang", "")), page, line))


def _picture(given: dict[str, str], page: Page, line: int) -> Found:
    src, alt = given.get("src", ""), given.get("alt", "")
    if src.strip():
        return Found(leaf=Image(src, alt, given.get("title", "")))
    page.tell("BM-READ-116", line)
    return Found(leaf=Text(alt) if alt else None)


def _maker(name: str, given: dict[str, str], page: Page, line: int) -> Maker | None:
    if name == "a" and "href" in given:
        href = safe_href(given["href"])
        if href is None:
            page.tell("BM-READ-108", line, href=given["href"])
            return lambda _: None
        return lambda children: Link(children, href, given.get("title", ""))
    if name == "a":
        return lambda _: None
    for style in given.get("class", "").lower().split():
        if style in SPANS:
            return SPANS[style]
    if re.search(r"font-variant(?:-caps)?\s*:\s*small-caps", given.get("style", "")[:LONGEST]):
        return SmallCaps
    return MAKERS.get(name)


def _in_language(make: Maker | None, tag: str, page: Page, line: int) -> Maker | None:
    if not tag:
        return make
    if not is_language_tag(tag):
        page.tell("BM-READ-114", line, value=tag)
        return make

    def marked(children: Inlines) -> Inline:
        made = make(children) if make else None
        return Language(children if made is None else (made,), tag)

    return marked
