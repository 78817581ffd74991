"""Names of notes that keep apart among several files."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from bookmaker.book import Book, NoteReference, Text


def renamed(book: Book, prefix: str) -> Book:
    """Return a book whose notes have names of their own among several files."""
    if not book.notes:
        return book
    mended: Book = _mended(book, prefix)
    return mended


def _mended(value: Any, prefix: str) -> Any:  # noqa: ANN401  any node of the model
    if isinstance(value, Text):
        return value
    if isinstance(value, NoteReference):
        return NoteReference(prefix + value.note_id)
    if isinstance(value, tuple):
        return tuple(_mended(item, prefix) for item in value) if value else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {f.name: _mended(getattr(value, f.name), prefix) for f in fields(value)}
    if value.__class__.__name__ == "Note":
        changed["id"] = prefix + changed["id"]
    return replace(value, **changed)
