"""Blocks that hold no blocks: code, tables, line blocks."""

import re
from typing import Final

from bookmaker.book import CodeBlock, Inlines, Stanza, Table, Verse
from bookmaker.readers.markdown.blocks import Scanner, blank, read_break, steps
from bookmaker.readers.markdown.inlines import parse_inlines
from bookmaker.readers.markdown.lines import split_verse

_FENCE: Final = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
_RULE: Final = re.compile(r" {0,3}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_CELL: Final = re.compile(r"(?:[^|\\`]|\\.|`[^`]*`|`|\\$)*+")
_LINE: Final = re.compile(r" {0,3}\|(?: (?P<rest>.*)|(?P<empty>[ \t]*))")
_INDENT: Final = 4
_PROSE: Final = 60
_STOP: Final = re.compile(r"[.!?…,;:][\"'”’)]{0,3}(?:\s|$)")
_LOOKED_AT: Final = 1000  # characters that show whether it is prose
_MOST_COLUMNS: Final = 100


def read_fence(scanner: Scanner, text: str) -> bool:
    """Code between lines of backticks or tildes."""
    match = _FENCE.fullmatch(text.rstrip())
    if not match:
        return False
    start, lines = scanner.at, scanner.lines
    after = lines[start + 1] if start + 1 < len(lines) else ""
    if (
        match["fence"][0] == "~"
        and not match["info"]
        and blank(after)
        and read_break(scanner, text)
    ):
        return True
    end = _closing(scanner, match["fence"])
    if end is None:
        if not read_break(scanner, text):
            scanner.page.tell("BM-READ-112", scanner.number(start), name=match["fence"])
            scanner.paragraph()
        return True
    indent = len(lines[start]) - len(text)
    body = [line[indent:] if blank(line[:indent]) else line for line in lines[start + 1 : end]]
    span = scanner.page.span(scanner.number(start), scanner.number(end))
    if match["info"]:
        scanner.page.withhold("markup", match["info"], scanner.page.span(span.line))
    scanner.found.append(CodeBlock("\n".join(body), span))
    scanner.at = end + 1
    return True


def _closing(scanner: Scanner, fence: str) -> int | None:
    """Find the line that closes a fence; what was missed once is not looked for again."""
    sign, size = fence[0], len(fence)
    if size >= scanner.unclosed.get(sign, size + 1):
        return None
    for index in range(scanner.at + 1, len(scanner.lines)):
        text = scanner.lines[index].strip()
        if text.startswith(fence) and not text.strip(sign):
            return index
    scanner.unclosed[sign] = size
    return None


def read_indented(scanner: Scanner, line: str) -> bool:
    """Code by four spaces; but prose that merely begins with an indent stays prose."""
    start, lines = scanner.at, scanner.lines
    end = _indented_end(lines, start)
    if _reads_as_prose(lines[start:end], runs_on=end < len(lines) and not blank(lines[end])):
        _read_prose(scanner, line)
        return True
    after = end
    while after < len(lines):
        while after < len(lines) and blank(lines[after]):
            after += 1
        more = _indented_end(lines, after)
        if more == after:
            break
        end = after = more
    span = scanner.page.span(scanner.number(start), scanner.number(end - 1))
    text = "\n".join(code[_INDENT:] for code in lines[start:end])
    scanner.found.append(CodeBlock(text, span))
    scanner.at = end
    return True


def _indented_end(lines: list[str], at: int) -> int:
    """Return the index behind the indented lines that begin at `at`."""
    while at < len(lines) and not blank(lines[at]) and lines[at].startswith(" " * _INDENT):
        at += 1
    return at


def _read_prose(scanner: Scanner, line: str) -> None:
    """Take an indented paragraph (or mark) as what it is; say so once for a manuscript."""
    if len(line) <= _PROSE and read_break(scanner, line.strip()):
        return
    if "indent" not in scanner.page.told_once:
        scanner.page.told_once.add("indent")
        scanner.page.tell("BM-READ-111", scanner.number(scanner.at))
    scanner.paragraph()


def _reads_as_prose(lines: list[str], *, runs_on: bool) -> bool:
    text = " ".join(line.strip() for line in lines[:_LOOKED_AT])[:_LOOKED_AT]
    words = sum(c.isalpha() or c.isspace() for c in text)
    wordy = words > 0.85 * len(text)
    if not wordy:
        return False
    if runs_on and len(lines) == 1:
        return True
    return bool(_STOP.search(text)) and (len(text) >= _PROSE or len(lines) == 1)


# ---------------------------------------------------------------- tables and line blocks


def read_piped(scanner: Scanner, text: str) -> bool:
    """A table (a rule below its first line) or a line block (`| ` before every line)."""
    lines, at = scanner.lines, scanner.at
    after = lines[at + 1] if at + 1 < len(lines) else ""
    if "-" in after and "|" in after and _RULE.fullmatch(after):
        return _read_table(scanner)
    return text[0] == "|" and _read_line_block(scanner)


def _read_table(scanner: Scanner) -> bool:
    lines, start = scanner.lines, scanner.at
    rule = _cells(lines[start + 1])
    head = _cells(lines[start])
    if len(head) != len(rule) or len(rule) > _MOST_COLUMNS:
        return False
    end = start + 2
    while end < len(lines) and not blank(lines[end]) and "|" in lines[end]:
        end += 1
    rows = tuple(_row(scanner, index) for index in range(start + 2, end))
    alignments = tuple(_alignment(cell) for cell in rule)
    span = scanner.page.span(scanner.number(start), scanner.number(end - 1))
    header = _row(scanner, start)
    scanner.found.append(Table(header if any(header) else (), rows, alignments, span))
    scanner.at = end
    return True


def _cells(line: str) -> list[str]:
    """Part a row at its bars; escaped bars and bars in code are characters."""
    line = line.strip()
    line = line.removeprefix("|")
    found: list[str] = []
    at = 0
    while at <= len(line):
        match = _CELL.match(line, at)
        end = match.end() if match else at
        found.append(line[at:end].strip())
        at = end + 1
    if len(found) > 1 and not found[-1]:
        found.pop()
    return found


def _row(scanner: Scanner, index: int) -> tuple[Inlines, ...]:
    number = scanner.number(index)
    return tuple(
        parse_inlines(cell.replace("\\|", "|"), scanner.page, number)
        for cell in _cells(scanner.lines[index])
    )


def _alignment(cell: str) -> str:
    left, right = cell.startswith(":"), cell.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""


def _read_line_block(scanner: Scanner) -> bool:
    lines, start = scanner.lines, scanner.at
    end = start
    while end < len(lines) and _LINE.fullmatch(lines[end]):
        end += 1
    if end == start:
        return False
    stanzas: list[Stanza] = []
    begin = start
    for index in range(start, end + 1):
        if index == end or not _line_text(lines[index]).strip():
            if begin < index:
                stanzas.append(_stanza(scanner, begin, index))
            begin = index + 1
    scanner.at = end
    if stanzas:
        span = scanner.page.span(scanner.number(start), scanner.number(end - 1))
        scanner.found.append(Verse(tuple(stanzas), span))
    return True


def _line_text(line: str) -> str:
    match = _LINE.fullmatch(line)
    return (match["rest"] or "") if match else line


def _stanza(scanner: Scanner, begin: int, end: int) -> Stanza:
    texts = [_line_text(line) for line in scanner.lines[begin:end]]
    joined = "\n".join(text.strip(" \u00a0") for text in texts)
    first = scanner.number(begin)
    inlines = parse_inlines(joined, scanner.page, first)
    return Stanza(split_verse(inlines, first, [steps(text) for text in texts]))
