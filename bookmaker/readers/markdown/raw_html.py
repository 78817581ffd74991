"""HTML blocks in a Markdown manuscript: parsed, never passed through.

A comment is withheld; a program (`<script>`, `<style>`) is withheld and reported; a lone opening
tag of a container holds Markdown up to its closing tag; any other block of HTML, up to the next
blank line, is parsed by `html_tree` into the book's own blocks.
"""

import re
from typing import Final

from bookmaker.readers.markdown.attributes import Attributes
from bookmaker.readers.markdown.blocks import Scanner, blank, make_paragraph
from bookmaker.readers.markdown.containers import KNOWN
from bookmaker.readers.markdown.divs import keep_lines, resolve
from bookmaker.readers.markdown.elements import Division
from bookmaker.readers.markdown.html_tree import read_html
from bookmaker.readers.markdown.tags import parse_pairs

_CONTAINERS: Final = "div|section|article|aside|main|center|header|footer|blockquote"
_BLOCKS: Final = (
    rf"{_CONTAINERS}|p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|hr|pre|figure|"
    "figcaption|address|body|html|head|title|meta|link|base|form|fieldset|input|button|select|"
    "option|textarea|iframe|object|embed|param|applet|audio|video|canvas|svg|math|noscript|"
    "template|details|summary|nav|menu|script|style"
)
OPENING: Final = re.compile(rf"<(?:!--|/?(?:{_BLOCKS})(?=[\s/>]|$))", re.IGNORECASE)
_PROGRAM: Final = re.compile(
    r"<(script|style|template|noscript|iframe|object)(?=[\s/>]|$)", re.IGNORECASE
)
_VERBATIM: Final = re.compile(r"<(pre|textarea)(?=[\s/>]|$)", re.IGNORECASE)
_LONE: Final = re.compile(
    rf"<(?P<end>/?)(?P<name>{_CONTAINERS})(?P<attributes>(?:\s[^<>]{{0,1000}})?)>", re.IGNORECASE
)
_LONGEST: Final = 50_000  # characters that html.parser is given at once


def read_raw_html(scanner: Scanner, text: str) -> bool:
    """Take an HTML block that begins on this line."""
    if not OPENING.match(text):
        return False
    if text.startswith("<!--"):
        return _read_comment(scanner)
    match = _PROGRAM.match(text)
    if match:
        return _read_program(scanner, match[1].lower())
    match = _LONE.fullmatch(text.rstrip())
    if match and _read_container(scanner, match):
        return True
    _read_chunk(scanner, text)
    return True


def _find(scanner: Scanner, needle: str, start: int, column: int) -> tuple[int, int] | None:
    """Find `needle` (small letters) from a place on: index of its line, column behind it."""
    if needle in scanner.unclosed:
        return None
    for index in range(start, len(scanner.lines)):
        place = scanner.lines[index].lower().find(needle, column if index == start else 0)
        if place >= 0:
            return index, place + len(needle)
    scanner.unclosed[needle] = 1
    return None


def _withhold(scanner: Scanner, kind: str, end: tuple[int, int]) -> None:
    """Keep the lines up to a place out of the book and go on behind it."""
    start = scanner.at
    index, column = end
    kept = [*scanner.lines[start:index], scanner.lines[index][:column]]
    span = scanner.page.span(scanner.number(start), scanner.number(index))
    scanner.page.withhold(kind, "\n".join(kept).strip(), span)
    rest = scanner.lines[index][column:]
    scanner.lines[index] = rest
    scanner.at = index if not blank(rest) else index + 1


def _read_comment(scanner: Scanner) -> bool:
    column = scanner.lines[scanner.at].index("<!--") + 4
    end = _find(scanner, "-->", scanner.at, column)
    if end is None:
        scanner.page.tell("BM-READ-112", scanner.number(scanner.at), name="<!--")
        return False
    _withhold(scanner, "comment", end)
    return True


def _read_program(scanner: Scanner, name: str) -> bool:
    end = _find(scanner, f"</{name}", scanner.at, 0)
    if end is None:
        return False
    index, column = end
    close = scanner.lines[index].find(">", column)
    scanner.page.tell("BM-READ-109", scanner.number(scanner.at), name=f"<{name}>")
    _withhold(scanner, "program", (index, close + 1 if close >= 0 else column))
    return True


# ---------------------------------------------------------------- containers


def _read_container(scanner: Scanner, match: re.Match[str]) -> bool:
    start, page = scanner.at, scanner.page
    number = scanner.number(start)
    end = _pairs(scanner).get(start)
    if end is None:
        if blank(scanner.lines[start + 1]) if start + 1 < len(scanner.lines) else True:
            page.withhold("markup", match.group(), page.span(number))
            scanner.at += 1
            return True
        return False
    attributes = container_attributes(match["name"].lower(), match["attributes"])
    page.withhold("markup", match.group(), page.span(number))
    page.withhold("markup", scanner.lines[end].strip(), page.span(scanner.number(end)))
    inner = keep_lines(attributes.classes, scanner.lines[start + 1 : end])
    elements = tuple(scanner.scan_inside(inner, start + 1))
    span = page.span(number, scanner.number(end))
    scanner.found.extend(resolve(Division(attributes, elements, span)))
    scanner.at = end + 1
    return True


def container_attributes(name: str, attributes: str) -> Attributes:
    """Return a container's classes: its own, and what its element means."""
    given = parse_pairs(attributes) if attributes else {}
    classes = tuple(c for c in given.get("class", "").lower().split() if c in KNOWN)
    if name in {"center", "blockquote"} and not classes:
        classes = (name,)
    if given.get("align", "").lower() == "center" or "text-align:center" in given.get(
        "style", ""
    ).replace(" ", ""):
        classes = (*classes, "center")
    return Attributes(classes, given.get("id", ""))


def _pairs(scanner: Scanner) -> dict[int, int]:
    """Match the lone opening and closing tags of containers, once for a stretch."""
    if "html" not in scanner.pairs:
        opened: list[tuple[str, int]] = []
        pairs: dict[int, int] = {}
        for index in range(scanner.at, len(scanner.lines)):
            line = scanner.lines[index].strip()
            match = _LONE.fullmatch(line) if line[:1] == "<" else None
            if match and not match["end"]:
                opened.append((match["name"].lower(), index))
            elif match and any(name == match["name"].lower() for name, _ in opened[-24:]):
                while opened[-1][0] != match["name"].lower():
                    opened.pop()
                pairs[opened.pop()[1]] = index
        scanner.pairs["html"] = pairs
    return scanner.pairs["html"]


# ---------------------------------------------------------------- any other HTML


def _read_chunk(scanner: Scanner, text: str) -> None:
    lines, start = scanner.lines, scanner.at
    match = _VERBATIM.match(text)
    end = start
    if match:
        closing = _find(scanner, f"</{match[1].lower()}", start, 0)
        end = closing[0] if closing else start
    while end < len(lines) and not blank(lines[end]):
        end += 1
    scanner.at = end
    chunk = "\n".join(lines[start:end])
    number = scanner.number(start)
    if len(chunk) > _LONGEST:
        scanner.found.append(make_paragraph(lines[start:end], number, scanner.page))
    else:
        scanner.found.extend(read_html(chunk, number, scanner.page))
