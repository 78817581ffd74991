"""Notes of plain text that were typed among other words, compared by themselves.

`Word[1] and more [Footnote 1: a note] of it` has no order of lines by which a note could be told
from the words around it. So what the manuscript has within the brackets is compared, word by word,
with the note that was read of it; only where both are the same are both set aside, and all the rest
is compared without them.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bookmaker.book import Book, Note
from bookmaker.checks import raw_words
from bookmaker.checks.book_words import Walk
from bookmaker.checks.words import words

_OPENING: Final = re.compile(r"\[(?:foot)?note ", re.IGNORECASE)
_BRACKET: Final = re.compile(r"[\[\]]")
_MARKUP: Final = 1000  # characters of a note that may be no words, and three times the words' own
_TRIES: Final = 4  # brackets on a note's line that may be the one


def set_aside(book: Book, texts: Mapping[str, str]) -> tuple[Book, dict[str, str]]:
    """Return a Book and its manuscripts without the notes that say what was typed.

    Args:
        book: what was read.
        texts: the plain-text manuscripts by path, with single line ends.

    Returns:
        Both without the notes that were found in their places; line ends stay.
    """
    waiting: dict[str, list[Note]] = {}
    for note in book.notes:
        if note.in_place and note.span.path in texts:
            waiting.setdefault(note.span.path, []).append(note)
    same: set[int] = set()
    found = dict(texts)
    for path, notes in waiting.items():
        found[path] = _without(texts[path], notes, same)
    left = tuple(note for note in book.notes if id(note) not in same)
    return (replace(book, notes=left) if same else book), found


def _without(text: str, notes: list[Note], same: set[int]) -> str:
    """Return a manuscript without the notes that say the same, which are added to `same`."""
    parts: list[str] = []
    at, line, begins = 0, 1, 0
    for note in sorted(notes, key=lambda note: note.span.line):
        while line < note.span.line and (end := text.find("\n", begins)) >= 0:
            line, begins = line + 1, end + 1
        place = _place(text, max(at, begins), note)
        if place:
            same.add(id(note))
            parts += [text[at : place[0]], raw_words.SEAM, "\n" * text.count("\n", *place)]
            at = place[1]
    return "".join([*parts, text[at:]])


def _place(text: str, begins: int, note: Note) -> tuple[int, int] | None:
    """Return where the brackets stand that hold a note's words: one of the next from `begins`."""
    read = " ".join(piece.text for piece in Walk().blocks(note.blocks))
    longest = 4 * len(read) + _MARKUP
    stop = text.find("\n", begins)
    at = begins
    for _ in range(_TRIES):
        opening = _OPENING.search(text, at, stop if stop >= 0 else len(text))
        end = _closing(text, opening.end(), longest) if opening else None
        if opening is None or end is None:
            return None
        typed = raw_words.stripped(text[opening.start() : end], "text")
        if words(raw_words.parted(typed)) == words(read):
            return opening.start(), end
        at = opening.end()
    return None


def _closing(text: str, at: int, longest: int) -> int | None:
    depth = 1
    for bracket in _BRACKET.finditer(text, at, at + longest):
        depth += 1 if bracket[0] == "[" else -1
        if not depth:
            return bracket.end()
    return None
