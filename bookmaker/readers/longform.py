"""The index that Obsidian's Longform plugin keeps: which notes are the book's scenes, in order.

https://github.com/kevboh/longform: a note whose head holds a table `longform` with `scenes` (names
of notes, those of a nested list below the one before it), `sceneFolder` and `title`.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bookmaker.readers.file_names import SUFFIXES
from bookmaker.readers.folders import Entry
from bookmaker.readers.head import read_table

_INDEX: Final = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*\n)*?longform[ \t]*:")
_HEAD: Final = 65_536


@dataclass(frozen=True, slots=True)
class Index:
    """What an index says: the book's title, and its notes with the notes they stand below."""

    path: str
    title: str
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]


def read_index(path: str, text: str, paths: Sequence[str]) -> Index | None:
    """Return what a note says as an index; None if it is none.

    Args:
        path: the note, relative to the project.
        text: its text.
        paths: all texts of the project.
    """
    head = text[:_HEAD]
    if "longform" not in head or not _INDEX.match(head):
        return None
    table = read_table(head, path).get("longform")
    if not isinstance(table, dict) or not isinstance(table.get("scenes"), list):
        return None
    folder = posixpath.join(posixpath.dirname(path), str(table.get("sceneFolder") or "").strip("/"))
    known = {posixpath.splitext(p)[0]: p for p in paths if p.casefold().endswith(SUFFIXES)}
    entries: list[Entry] = []
    missing: list[str] = []
    for name, above in _scenes(table["scenes"], ()):
        found = known.get(posixpath.normpath(posixpath.join(folder, name)))
        if found is None:
            missing.append(name)
        else:
            entries.append(Entry(found, name, above))
    return Index(path, str(table.get("title") or ""), tuple(entries), tuple(missing))


def _scenes(listed: list[object], above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names in a list; one with a list behind it is a chapter of several notes."""
    for number, item in enumerate(listed):
        below = listed[number + 1] if number + 1 < len(listed) else None
        if isinstance(item, list):
            last = str(listed[number - 1]) if number else ""
            yield from _scenes(item, (*above, last) if last else above)
        elif isinstance(below, list):
            yield str(item), (*above, str(item))
        else:
            yield str(item), above
