"""What several manuscripts say of one book: the first to say it is heard."""

from dataclasses import fields, replace

from bookmaker.book import Reading
from bookmaker.metadata import Metadata


def merged(said: Metadata | None, more: Metadata) -> Metadata:
    """Return the first file's metadata with what only later files say.

    Their titles name chapters, and their tags are a note-taker's.
    """
    if said is None:
        return more
    kept = {
        f.name: getattr(more, f.name)
        for f in fields(Metadata)
        if f.name not in {"title", "subtitle", "subjects", "spans"}
        and getattr(more, f.name)
        and not getattr(said, f.name)
    }
    return replace(said, **kept)


def recognised(readings: list[Reading]) -> tuple[str, ...]:
    """Return the fields that the file which said them first only recognised in a line."""
    found = []
    for one in fields(Metadata):
        saying = [r for r in readings if getattr(r.book.metadata, one.name)]
        first = readings[0] if one.name in {"title", "subtitle"} else None
        if saying and saying[0] is (first or saying[0]) and one.name in saying[0].recognised:
            found.append(one.name)
    return tuple(found)
