"""What becomes of line ends inside a paragraph: spaces with a memory, or lines of verse."""

from dataclasses import replace

from bookmaker.book import (
    Code,
    Image,
    Inline,
    Inlines,
    LineBreak,
    NoteReference,
    Text,
    VerseLine,
)


def settle_lines(inlines: Inlines) -> tuple[Inlines, tuple[int, ...]]:
    """Turn the newlines that `parse_inlines` kept into spaces.

    Returns:
        The inlines, and the code-point offsets in their plain text at which the 2nd, 3rd ... line
        of the manuscript begins (`Paragraph.line_starts`).
    """
    starts: list[int] = []
    settled, _ = _settle(inlines, 0, starts)
    return settled, tuple(starts)


def _settle(inlines: Inlines, at: int, starts: list[int]) -> tuple[Inlines, int]:
    found: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text(text):
                if "\n" in text:
                    starts.extend(at + i + 1 for i, c in enumerate(text) if c == "\n")
                    found.append(Text(text.replace("\n", " ")))
                else:
                    found.append(inline)
                at += len(text)
            case Code(text):
                found.append(inline)
                at += len(text)
            case LineBreak():
                found.append(inline)
                at += 1
                starts.append(at)
            case Image() | NoteReference():
                found.append(inline)
            case _:
                children, at = _settle(inline.children, at, starts)
                found.append(replace(inline, children=children))
    return tuple(found), at


def split_verse(inlines: Inlines, first: int, indents: list[int]) -> tuple[VerseLine, ...]:
    """Part a stanza into its lines; emphasis that runs over a line end is opened again.

    Args:
        inlines: the stanza, every typed line end a newline; a `LineBreak` was typed within a line.
        first: the number of its first line.
        indents: the steps of each line from the left edge.
    """
    found: list[VerseLine] = []
    typed = 0
    for index, (line, typed_end) in enumerate(_split(inlines)):
        typed += bool(index and typed_end)
        indent = indents[typed] if typed < len(indents) else 0
        found.append(VerseLine(_stripped(line), first + typed, indent))
    return tuple(found)


def _split(inlines: Inlines) -> list[tuple[Inlines, bool]]:
    """Part inlines at line ends; say of each line whether a typed end, no `<br>`, precedes it."""
    lines: list[tuple[list[Inline], bool]] = [([], True)]
    for inline in inlines:
        match inline:
            case LineBreak():
                lines.append(([], False))
            case Text(text) if "\n" in text:
                first, *rest = text.split("\n")
                lines[-1][0].append(Text(first))
                lines.extend(([Text(piece)], True) for piece in rest)
            case Text() | Code() | Image() | NoteReference():
                lines[-1][0].append(inline)
            case _:
                (first_piece, _), *more = _split(inline.children)
                lines[-1][0].append(replace(inline, children=first_piece))
                lines.extend(([replace(inline, children=piece)], end) for piece, end in more)
    return [(tuple(line), end) for line, end in lines]


def _stripped(line: Inlines) -> Inlines:
    """Drop white space at the line's ends and texts without characters."""
    if line and isinstance(line[0], Text):
        line = (Text(line[0].text.lstrip(" ")), *line[1:])
    if line and isinstance(line[-1], Text):
        line = (*line[:-1], Text(line[-1].text.rstrip(" ")))
    return tuple(inline for inline in line if inline != Text(""))
