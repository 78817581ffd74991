"""Blocks that hold blocks: quotations, lists, notes, fenced divs."""

import re
from typing import Final

from bookmaker.book import Block, List, Note, Role
from bookmaker.readers.markdown.attributes import Attributes, parse_attributes
from bookmaker.readers.markdown.blocks import Scanner, blank, one_line_verse
from bookmaker.readers.markdown.divs import keep_lines, resolve
from bookmaker.readers.markdown.elements import Division, Element, as_blocks
from bookmaker.readers.markdown.quotations import make_quotation

_QUOTE: Final = re.compile(r" {0,3}> ?")
_BULLET: Final = re.compile(r"(?P<indent> *)(?P<mark>[-+*])(?P<space> +|$)(?=(?P<rest>.*))")
_ORDERED: Final = re.compile(
    r"(?P<indent> *)(?P<mark>(?P<value>\d{1,9})[.)])(?P<space> +|$)(?=(?P<rest>.*))"
)
_NOTE: Final = re.compile(r"\[\^(?P<label>[^\]\[]{1,200})\]:[ \t]*(?P<rest>.*)")
_LINK: Final = re.compile(
    r"\[[^\]\[^][^\]\[]{0,199}\]:[ \t]{0,20}<?[^\s<>]{1,2000}>?"
    r"(?:[ \t]{1,20}[\"'(].{0,500}[\"')])?[ \t]*"
)
_DIV: Final = re.compile(r" {0,3}:{3,}(?P<name>[^:]{0,200}):*+")
_LAZY_STOP: Final = re.compile(r" {0,3}(?:#{1,6} |```|~~~|:::|[-+*] |\d{1,9}[.)] |\[\^)")
_CODE_INDENT: Final = 4

# ---------------------------------------------------------------- quotations


def read_quotation(scanner: Scanner, text: str) -> bool:
    """`> ` before every line, or before the first of a paragraph."""
    del text
    start, lines = scanner.at, scanner.lines
    inner: list[str] = []
    at = start
    while at < len(lines):
        match = _QUOTE.match(lines[at])
        if match:
            inner.append(lines[at][match.end() :])
        elif blank(lines[at]) or blank(inner[-1]) or _LAZY_STOP.match(lines[at]):
            break
        else:
            inner.append(lines[at])
        at += 1
    scanner.at = at
    elements = scanner.scan_inside(inner, start)
    kept = [_sung(element, inner, scanner.number(start)) for element in elements]
    span = scanner.page.span(scanner.number(start), scanner.number(at - 1))
    scanner.found.append(make_quotation(kept, span))
    return True


def _sung(element: Element, lines: list[str], first: int) -> Element:
    """Take lone lines with kept ends as verse where they stand in a quotation."""
    if isinstance(element, Block) and element.span.end_line is None:
        index = element.span.line - first
        return one_line_verse(element, lines[index]) if 0 <= index < len(lines) else element
    return element


# ---------------------------------------------------------------- lists


def read_list(scanner: Scanner, text: str) -> bool:
    """`- `, `+ `, `* ` or `1. `; an item goes on while its lines are indented."""
    del text
    start = scanner.at
    pattern = _ORDERED if scanner.lines[start].lstrip()[0].isdigit() else _BULLET
    match = pattern.match(scanner.lines[start])
    if not match or not match["rest"].strip():
        return False
    if pattern is _ORDERED and not _begins_list(scanner, match):
        return False
    items: list[tuple[Block, ...]] = []
    value = begin = int(match["value"]) if pattern is _ORDERED else 1
    sign = match["mark"][-1]
    at = start
    while match is not None and match["mark"][-1] == sign:
        end = _item_end(scanner.lines, at, match)
        items.append(_item(scanner, at, end, match))
        at = end
        match = pattern.match(scanner.lines[at]) if at < len(scanner.lines) else None
        match = match if match and _goes_on(scanner, at, value, match) else None
        value += 1
    last = at
    while blank(scanner.lines[last - 1]):
        last -= 1
    span = scanner.page.span(scanner.number(start), scanner.number(last - 1))
    scanner.at = last
    scanner.found.append(List(tuple(items), pattern is _ORDERED, span, begin))
    return True


def _goes_on(scanner: Scanner, at: int, value: int, match: re.Match[str]) -> bool:
    """Say whether the next item goes on with the list; after a blank line its number must fit."""
    number = match.groupdict().get("value")
    return number is None or not blank(scanner.lines[at - 1]) or int(number) in {value + 1, 1}


def _begins_list(scanner: Scanner, match: re.Match[str]) -> bool:
    """Say whether a number begins a list: it is 0 or 1, or the next item's number follows it.

    "1984. It was a bright cold day" is a sentence.
    """
    value = int(match["value"])
    if value <= 1:
        return True
    end = _item_end(scanner.lines, scanner.at, match)
    after = _ORDERED.match(scanner.lines[end]) if end < len(scanner.lines) else None
    return after is not None and int(after["value"]) == value + 1


def _offset(match: re.Match[str]) -> int:
    """Return the column at which an item's text begins."""
    space = len(match["space"])
    return match.start("space") + (space if 1 <= space <= _CODE_INDENT else 1)


def _item_end(lines: list[str], at: int, match: re.Match[str]) -> int:
    """Return the index behind an item: its indented lines, and lines that run on."""
    offset = _offset(match)
    end, gap = at + 1, False
    while end < len(lines):
        line = lines[end]
        if blank(line):
            gap = True
        elif len(line) - len(line.lstrip(" ")) >= offset:
            gap = False
        elif gap or _LAZY_STOP.match(line) or line.lstrip()[0] == ">":
            break
        end += 1
    if end < len(lines) and not (_BULLET.match(lines[end]) or _ORDERED.match(lines[end])):
        while blank(lines[end - 1]):
            end -= 1
    return end


def _item(scanner: Scanner, start: int, end: int, match: re.Match[str]) -> tuple[Block, ...]:
    offset = _offset(match)
    inner = [scanner.lines[start][offset:]]
    inner.extend(_dedented(line, offset) for line in scanner.lines[start + 1 : end])
    return as_blocks(scanner.scan_inside(inner, start))


def _dedented(line: str, columns: int) -> str:
    """Return a line without a container's indent; a line that runs on has none."""
    return line[columns:] if blank(line[:columns]) else line.lstrip(" ")


# ---------------------------------------------------------------- notes and link definitions


def read_definition(scanner: Scanner, text: str) -> bool:
    """`[^1]: a note`, with indented paragraphs after it, or `[label]: address`."""
    match = _NOTE.fullmatch(text.rstrip())
    if match:
        _read_note(scanner, match)
        return True
    if _LINK.fullmatch(text.rstrip()):
        span = scanner.page.span(scanner.number(scanner.at))
        scanner.page.withhold("link definition", text.strip(), span)
        scanner.at += 1
        return True
    return False


def _read_note(scanner: Scanner, match: re.Match[str]) -> None:
    page, start, lines = scanner.page, scanner.at, scanner.lines
    end = _note_end(lines, start)
    inner = [match["rest"]]
    inner.extend(_dedented(line, _CODE_INDENT) for line in lines[start + 1 : end])
    scanner.at = end
    blocks = as_blocks(scanner.scan_inside(inner, start))
    span = page.span(scanner.number(start), scanner.number(end - 1))
    label = match["label"]
    if label in page.notes:
        page.tell("BM-READ-105", span.line, name=label)
        label = f"{label} (line {span.line})"
    page.notes[label] = Note(label, blocks, span)


def _note_end(lines: list[str], start: int) -> int:
    end, gap = start + 1, False
    while end < len(lines):
        line = lines[end]
        if blank(line):
            gap = True
        elif line.startswith(" " * _CODE_INDENT):
            gap = False
        elif gap or line.lstrip().startswith("[^") or _LAZY_STOP.match(line):
            break
        end += 1
    while end > start + 1 and blank(lines[end - 1]):
        end -= 1
    return end


# ---------------------------------------------------------------- divs

KNOWN: Final = frozenset(
    ("epigraph", "verse", "poem", "poetry", "song", "letter", "attribution", "quote", "quotation",
     "blockquote", "extract", "centre", "center", "centered", "centred", "dateline", "section",
     "chapter", "line-block", "signature", "salutation", "note", "copyright")
) | {role.value for role in Role}  # fmt: skip


def read_div(scanner: Scanner, text: str) -> bool:
    """`::: epigraph` or `::: {.verse}` ... `:::`."""
    match = _DIV.fullmatch(text.rstrip())
    if not match:
        return False
    name = match["name"].strip()
    start, number = scanner.at, scanner.number(scanner.at)
    end = _div_pairs(scanner).get(start)
    span = scanner.page.span(number, scanner.number(end) if end else None)
    scanner.page.withhold("markup", text.strip(), scanner.page.span(number))
    scanner.at = start + 1
    if end is None:
        if name:
            scanner.page.tell("BM-READ-112", number, name=text.strip())
        return True
    attributes = div_attributes(name)
    if not KNOWN.intersection(attributes.classes):
        scanner.page.tell("BM-READ-107", number, name=text.strip())
    inner = keep_lines(attributes.classes, scanner.lines[start + 1 : end])
    elements = tuple(scanner.scan_inside(inner, start + 1))
    scanner.found.extend(resolve(Division(attributes, elements, span)))
    scanner.at = end + 1
    return True


def div_attributes(name: str) -> Attributes:
    """Read what stands behind the colons: a name, or attributes between braces."""
    braces = re.fullmatch(r"(?P<name>[\w-]*)\s*\{(?P<inner>[^{}]*)\}", name)
    found = parse_attributes(braces["inner"]) if braces else None
    if braces and found:
        first = (braces["name"].lower(),) if braces["name"] else ()
        return Attributes(first + found.classes, found.id, found.pairs)
    return Attributes((name.strip("{}. ").lower(),))


def _div_pairs(scanner: Scanner) -> dict[int, int]:
    """Match opening and closing lines of divs, once for a stretch."""
    if "div" not in scanner.pairs:
        open_at: list[int] = []
        pairs: dict[int, int] = {}
        for index in range(scanner.at, len(scanner.lines)):
            line = scanner.lines[index].rstrip()
            match = _DIV.fullmatch(line) if ":::" in line else None
            if match and match["name"].strip():
                open_at.append(index)
            elif match and open_at:
                pairs[open_at.pop()] = index
        scanner.pairs["div"] = pairs
    return scanner.pairs["div"]
