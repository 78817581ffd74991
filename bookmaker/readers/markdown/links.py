"""What stands behind a closing bracket: a target, a label, attributes; which targets are safe."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import unquote

from bookmaker.book import (
    Emphasis,
    Image,
    Inline,
    Inlines,
    Language,
    Link,
    NoteReference,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    plain_text,
)
from bookmaker.metadata import is_language_tag
from bookmaker.readers.markdown.attributes import LONGEST, Attributes, parse_attributes
from bookmaker.readers.markdown.page import Page, fold_label
from bookmaker.readers.markdown.tree import Mark

_FARTHEST: Final = 4096
_TARGET: Final = re.compile(
    r"\(\s*+(?:<(?P<angled>[^<>\n]*+)>|(?P<bare>(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.)*+\))*+))"
    r"(?:\s++(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>(?:[^'\\]|\\.)*+)'))?\s*+\)"
)
_BRACES: Final = re.compile(r"\{([^{}\n]{1,500})\}")
_LABEL: Final = re.compile(r"\[([^\[\]]{0,200})\]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_ID: Final = re.compile(r"#[\w:.-]+")
_WEB: Final = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_LONGEST_LABEL: Final = 200

Maker = Callable[[Inlines], Inline | None]

SPANS: Final[dict[str, Callable[[Inlines], Inline]]] = {
    "smallcaps": SmallCaps,
    "small-caps": SmallCaps,
    "sc": SmallCaps,
    "emphasis": Emphasis,
    "italic": Emphasis,
    "underline": Emphasis,
    "ul": Emphasis,
    "strong": Strong,
    "bold": Strong,
    "strike": Strike,
    "superscript": Superscript,
    "subscript": Subscript,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a bracket makes, and the offset behind all of it."""

    make: Maker
    end: int
    is_link: bool = False


def safe_href(href: str) -> str | None:
    """Return an address that may stand in a book: http, https, mailto or `#id`; else None.

    Judged after decoding, as a reading system would: `java%73cript:` and `java&#9;script:` are
    what they become.
    """
    href = unescape(href).strip()
    bare = unquote(href)
    if any(ord(c) < 33 or ord(c) == 127 for c in href) or "\\" in href:  # noqa: PLR2004  ASCII
        return None
    if _ID.fullmatch(bare):
        return bare
    return href if _WEB.match(href) else None


def read_link(
    text: str, mark: Mark, at: int, page: Page, line_at: Callable[[int], int]
) -> Found | None:
    """Say what the bracket that opened at `mark` and closes at `at` makes, if anything."""
    end = at + 1
    if mark.kind == "note":
        return Found(lambda children: _note(children, page, line_at(at)), end)
    match = _TARGET.match(text, end, end + _FARTHEST)
    if match:
        href = match["angled"] if match["angled"] is not None else match["bare"]
        title = match["double"] or match["single"] or ""
        end = _skip_braces(text, match.end()) if mark.kind == "image" else match.end()
        return _leading(mark.kind, _plain(href), _plain(title), page, line_at(at)).up_to(end)
    braces = _BRACES.match(text, end, end + LONGEST + 2)
    attributes = parse_attributes(braces[1]) if braces and mark.kind == "link" else None
    if braces and attributes:
        return Found(_span_maker(attributes, page, line_at(at)), braces.end())
    return _by_label(text, mark, at, page, line_at)


def _skip_braces(text: str, end: int) -> int:
    braces = _BRACES.match(text, end, end + LONGEST + 2)
    return braces.end() if braces and parse_attributes(braces[1]) else end


def _plain(text: str) -> str:
    return unescape(_ESCAPED.sub(r"\1", text))


def _by_label(
    text: str, mark: Mark, at: int, page: Page, line_at: Callable[[int], int]
) -> Found | None:
    if not page.targets or at - mark.place > _LONGEST_LABEL:
        return None
    end = at + 1
    label = _LABEL.match(text, end, end + _LONGEST_LABEL + 2)
    words = text[mark.place : at]
    target = page.targets.get(fold_label(label[1] or words)) if label else None
    if label and target:
        end = label.end()
    else:
        target = page.targets.get(fold_label(words))
    if not target:
        return None
    return _leading(mark.kind, target.href, target.title, page, line_at(at)).up_to(end)


def _leading(kind: str, href: str, title: str, page: Page, line: int) -> "_Leading":
    if kind == "image":
        return _Leading(
            lambda children: Image(href, plain_text(children), title) if href else None,
            is_link=False,
        )
    safe = safe_href(href)
    if safe and safe[0] == "#":
        page.linked.add(safe)
    if safe is None:
        page.tell("BM-READ-108", line, href=href)
        return _Leading(lambda _: None, is_link=True)
    return _Leading(lambda children: Link(children, safe, title), is_link=True)


@dataclass(frozen=True, slots=True)
class _Leading:
    make: Maker
    is_link: bool

    def up_to(self, end: int) -> Found:
        return Found(self.make, end, self.is_link)


def _note(children: Inlines, page: Page, line: int) -> Inline:
    return NoteReference(page.add_inline_note(children, line))


def _span_maker(attributes: Attributes, page: Page, line: int) -> Maker:
    makers: list[Callable[[Inlines], Inline]] = [
        SPANS[name] for name in attributes.classes if name in SPANS
    ]
    tag = attributes.get("lang") or attributes.get("xml:lang")
    if tag and not is_language_tag(tag):
        page.tell("BM-READ-114", line, value=tag)
        tag = ""

    def make(children: Inlines) -> Inline | None:
        made: Inline | None = None
        for maker in makers:
            made = maker(children if made is None else (made,))
        if tag:
            made = Language(children if made is None else (made,), tag)
        return made

    return make
