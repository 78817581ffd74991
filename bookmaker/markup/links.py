"""Where links lead: ids that exist in the book, and addresses that may stand in an EPUB."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from bookmaker.book import Block, Book, Chapter, Heading, Part, nested

_PATH: Final = "/:@!$&'()*+,;=%-._~"
_QUERY: Final = _PATH + "?"
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_NOT_IN_ID: Final = re.compile(r"[^\w.-]+")
_OURS: Final = re.compile(r"(?:start|heading|(?:note|ref|page)\b.*)\Z", re.IGNORECASE)


def local_id(typed: str) -> str:
    """Return the id for an author's `typed` id: an XML name, and none of those that are ours."""
    name = _NOT_IN_ID.sub("-", typed).strip("-.") or "place"
    return f"at-{name}" if _OURS.match(name) or not name[0].isalpha() else name


def address(href: str) -> str | None:
    """Return an http, https or mailto address as a valid URL, or `None` if it is none.

    Characters that a URL cannot hold are percent-encoded; a host name goes through IDNA.
    https://www.rfc-editor.org/rfc/rfc3986, https://www.w3.org/TR/epub-33/#sec-xhtml-req
    """
    try:
        parts = urlsplit(href.strip())
        match parts.scheme.lower():
            case "mailto":
                return _encoded(parts, "") if parts.path else None
            case "http" | "https":
                host = _host(parts)
                return _encoded(parts, host) if host else None
            case _:
                return None
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    """Return the host and port in ASCII, without user name or password; empty if there is none."""
    name = (parts.hostname or "").encode("idna").decode("ascii")
    bracketed = f"[{name}]" if ":" in name else name
    if not _HOST.fullmatch(bracketed):
        return ""
    return bracketed if parts.port is None else f"{bracketed}:{parts.port}"


def _encoded(parts: SplitResult, host: str) -> str:
    """Return the URL with all but its host percent-encoded where need be."""
    rest = [
        _STRAY_PERCENT.sub("%25", quote(value, safe=safe, errors="replace"))
        for value, safe in ((parts.path, _PATH), (parts.query, _QUERY), (parts.fragment, _QUERY))
    ]
    return urlunsplit((parts.scheme.lower(), host, *rest))


def anchor_ids(book: Book) -> frozenset[str]:
    """Return every id in the book that a link may lead to."""
    return frozenset(_all_ids(book)) - {""}


def _all_ids(book: Book) -> Iterator[str]:
    """Yield the ids of sections, parts, chapters and of the headings in them."""
    for section in (*book.front, *book.back):
        yield section.id
        yield from _heading_ids(section.blocks)
    for division in book.body:
        yield division.id
        if isinstance(division, Part):
            yield from _heading_ids(division.intro)
        for chapter in division.chapters if isinstance(division, Part) else (division,):
            yield from _chapter_ids(chapter)
    for note in book.notes:
        yield from _heading_ids(note.blocks)


def _chapter_ids(chapter: Chapter) -> Iterator[str]:
    """Yield the ids of a chapter and of the headings in it."""
    yield chapter.id
    for scene in chapter.scenes:
        yield from _heading_ids(scene.blocks)


def _heading_ids(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the ids of headings, also of those inside other blocks."""
    return (block.id for block in nested(blocks) if isinstance(block, Heading))
