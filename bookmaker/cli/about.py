"""What is said about a book, as `inspect` shows it: lines for people, a table for programs."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any, Final

from bookmaker.metadata import RELATORS, Metadata, Person, Subject

# The title line has these already; the identifier and the instant are ours, or repeat an ISBN.
_SHOWN_ELSEWHERE: Final = frozenset({"title", "authors", "language", "spans", "modified"})
_NAMES: Final = {"epub_isbn": "EPUB ISBN", "print_isbn": "print ISBN", "codes": "subject codes"}


def lines(metadata: Metadata) -> list[str]:
    """Return a line for each thing that is said beyond title, authors and language."""
    said = list(_said(metadata))
    width = max((len(name) for name, _ in said), default=0)
    return [f"  {name:<{width}}  {value}" for name, value in said]


def _said(metadata: Metadata) -> Iterator[tuple[str, str]]:
    for field in fields(metadata):
        value = getattr(metadata, field.name)
        if field.name in _SHOWN_ELSEWHERE or not value:
            continue
        name = _NAMES.get(field.name, field.name.replace("_", " "))
        if field.name == "series":
            yield name, f"{value.name}, {value.position}".rstrip(", ")
        elif isinstance(value, tuple):
            yield name, "; ".join(_one(item) for item in value)
        else:
            yield name, "yes" if value is True else str(value)


def _one(item: Person | Subject | str) -> str:
    if isinstance(item, Person):
        word = next((word for word, code in RELATORS.items() if code == item.role), item.role)
        return f"{item.name} ({word})"
    if isinstance(item, Subject):
        return f"{item.scheme} {item.code} {item.heading}".rstrip()
    return item


def table(metadata: Metadata) -> dict[str, Any]:
    """Return everything that is said, by the names of `Metadata`; what is empty is left out."""
    said = asdict(metadata)
    said.pop("spans")
    return {name: value for name, value in said.items() if value}
