"""Calls without notes become the characters that were typed; notes know who calls them."""

from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bookmaker.book import Book, NoteReference, Text
from bookmaker.readers.markdown.page import Page


def without_calls(book: Book, missing: AbstractSet[str], page: Page) -> Book:
    """Return the book with the calls of `missing` notes as plain text, each reported."""
    for label in sorted(missing):
        page.tell("BM-READ-103", 1, name=label)
    for label, note in page.notes.items():
        page.notes[label] = _mended(note, missing)
    mended: Book = _mended(book, missing)
    return mended


def called_in(value: object) -> set[str]:
    """Return the labels of the notes that some part of a book calls."""
    if isinstance(value, NoteReference):
        return {value.note_id}
    if isinstance(value, tuple):
        return set().union(*map(called_in, value))
    if not is_dataclass(value) or isinstance(value, type):
        return set()
    return set().union(*(called_in(getattr(value, f.name)) for f in fields(value)))


def _mended(value: Any, missing: AbstractSet[str]) -> Any:  # noqa: ANN401  any node of the model
    if isinstance(value, NoteReference):
        return Text(f"[^{value.note_id}]") if value.note_id in missing else value
    if isinstance(value, tuple):
        return tuple(_mended(item, missing) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {f.name: _mended(getattr(value, f.name), missing) for f in fields(value)}
    return replace(value, **changed)
