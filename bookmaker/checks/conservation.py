"""Law 1: nothing typed is lost.

Three comparisons, each of what one step made with what it was given:

    manuscript  ──conserve_reading──►  Book  ──conserve_publication, conserve_epub──►  documents
    documents   ──conserve_pdf──►  printed pages        (see `conservation_pdf`)

Together they say that every word typed stands in the finished files, or in a named loss.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from bookmaker.book import Book, Note, Reading, Withheld
from bookmaker.checks import raw_words
from bookmaker.checks.book_words import Piece, Walk, numbered_lines
from bookmaker.checks.judgement import Sides, findings
from bookmaker.checks.typed_notes import set_aside
from bookmaker.checks.words import quote, words
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.project import Manuscript

_DEFINITION: Final = re.compile(r"[^\w\[\n]*\[\^([^\[\]]{1,200})\]:")


def conserve_reading(
    manuscripts: tuple[Manuscript, ...], reading: Reading
) -> tuple[Diagnostic, ...]:
    """Compare manuscripts with the Book that was read from them.

    Every word typed stands in the Book, in the order of the blocks' spans, or among the withheld
    lines, or markup may swallow it where it stands, or a diagnostic of the reading names its line;
    and nothing stands there twice. Linear in the manuscripts' length.

    Args:
        manuscripts: what was read, in order.
        reading: what the reader made of it, before typography.

    Returns:
        BM-LAW-001 (missing), -002 (out of order), -003 (never typed) or -004 (words joined, a
        warning), at most three for a manuscript.
    """
    cuts = [held for held in reading.withheld if held.span.column is not None]
    raw = {
        one.path: _without_cuts(
            raw_words.single_line_ends(one.text), [c for c in cuts if c.span.path == one.path]
        )
        for one in manuscripts
    }
    marked = {one.path for one in manuscripts if one.format == "markdown"}
    book, bare = set_aside(reading.book, {path: raw[path] for path in raw if path not in marked})
    raw.update(bare)
    woven = _notes_in_place(book, {path: raw[path] for path in marked})
    walk = Walk(marks=True, woven=woven).book(book)
    pieces = _by_path(_typed(walk, reading.supplied))
    withheld = _by_path(
        Piece(w.span.path, w.span.line, w.text) for w in reading.withheld if w.span.column is None
    )
    items: dict[str, set[int]] = {}
    for path, numbered in numbered_lines(reading.book):
        items.setdefault(path, set()).update(numbered)
    for held_back in reading.withheld:
        items.setdefault(held_back.span.path, set()).update(*held_back.numbered)
    diagnostics: list[Diagnostic] = []
    for one in manuscripts:
        numbers = frozenset(items.get(one.path, ()))
        read, held = pieces.get(one.path, []), withheld.get(one.path, [])
        sides = _sides(one, raw[one.path], numbers, (read, held))
        if sides:
            diagnostics += findings(sides, reading)
    diagnostics += _out_of_order(reading, raw)
    return tuple(diagnostics)


def _without_cuts(text: str, cuts: list[Withheld]) -> str:
    """Return a manuscript without what was withheld inside its lines, where it stands there."""
    if not cuts:
        return text
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    parts: list[str] = []
    at = 0
    for cut in sorted(cuts, key=lambda cut: (cut.span.line, cut.span.column or 0)):
        if cut.span.line > len(starts):
            break
        start = starts[cut.span.line - 1] + (cut.span.column or 1) - 1
        if start >= at and text.startswith(cut.text, start):
            parts += [text[at:start], re.sub(r"[^\n]", "", cut.text)]
            at = start + len(cut.text)
    return "".join([*parts, text[at:]])


def _typed(pieces: Iterable[Piece], supplied: Sequence[tuple[str, Span]]) -> Iterator[Piece]:
    """Yield pieces without the headings that no manuscript has there, each left out once."""
    waiting = Counter((span.path, span.line, text) for text, span in supplied)
    for piece in pieces:
        key = (piece.path, piece.line, piece.text)
        if waiting[key]:
            waiting[key] -= 1
        else:
            yield piece


def _by_path(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    """Gather pieces by manuscript."""
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.path, []).append(piece)
    return found


def _sides(
    manuscript: Manuscript,
    raw: str,
    numbered: frozenset[int],
    pieces: tuple[list[Piece], list[Piece]],
) -> Sides | None:
    """Return what to compare; nothing where both are the same at first sight.

    Args:
        manuscript: one manuscript.
        raw: its text with single line ends.
        numbered: lines of ordered lists.
        pieces: what the Book holds of it, and what was withheld.
    """
    form, head = manuscript.format, raw_words.head_lines(raw)
    text = raw_words.stripped(raw_words.without_lines(raw, head, numbered), form)
    read = raw_words.stripped(_text((*pieces[0], *pieces[1]), head), form)
    if raw_words.alike(raw_words.whole(text), raw_words.whole(read)):
        return None
    typed = raw_words.stripped(raw_words.without_lines(raw, 0, numbered), form) if head else text
    texts = _text(pieces[0]), _text((*pieces[0], *pieces[1]))
    return Sides(manuscript, raw, typed, *texts, numbered)


def _text(pieces: Sequence[Piece], head: int = 0) -> str:
    """Return what pieces say, in order of their lines, those of the head left out."""
    ordered = sorted(pieces, key=lambda piece: piece.line)
    return "\n\n".join(piece.text for piece in ordered if piece.line > head)


def _notes_in_place(book: Book, marked: Mapping[str, str]) -> dict[str, Note]:
    """Return by id each note that was typed where it is called, `^[so]` or `[Footnote 1: so]`."""
    lines = {path: text.split("\n") for path, text in marked.items() if "^[" in text}
    return {
        note.id: note
        for note in book.notes
        if note.in_place or _in_place(note, lines.get(note.span.path, []))
    }


def _in_place(note: Note, lines: Sequence[str]) -> bool:
    line = lines[note.span.line - 1] if note.span.line <= len(lines) else ""
    defined = _DEFINITION.match(line)
    if f"[^{note.id}]:" in line or (defined and note.id.startswith(defined[1])):
        return False
    return bool(line)


def _out_of_order(reading: Reading, raw: Mapping[str, str]) -> list[Diagnostic]:
    """Report where the body's blocks stand in another order than they were typed.

    A block that begins on another line than its span says (inside an HTML element) proves nothing.
    """
    lines: dict[str, list[str]] = {}
    for before, after in pairwise(Walk().body(reading.book)):
        if after.line < before.line and after.path == before.path and after.text:
            if after.path not in lines:
                lines[after.path] = raw.get(after.path, "").split("\n")
            first = words(after.text)
            typed = lines[after.path][after.line - 1 : after.line]
            if first and first[0] in words("".join(typed)):
                span = Span(after.path, after.line)
                return [report("BM-LAW-002", span, words=quote(first), line=before.line)]
    return []
