"""Books as YAML: a golden case is a folder, and adding one needs no Python.

A mapping with one key that names a class of `bookmaker.book` is a value of it; a string stands for
`Text` where words are wanted; what is not a mapping of fields fills the first field:
`Emphasis: words`, `NoteReference: n1`. Spans are numbered as they come. See tests/cases/markup.
"""

import types
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from enum import Enum
from itertools import count
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
import yaml

from bookmaker.book import Book, Inline, Text
from bookmaker.diagnostics import Span
from bookmaker.pictures import Picture


@pytest.fixture
def load_case() -> Callable[[Path], tuple[Book, dict[str, Picture]]]:
    """Return what reads the book of a case and the pictures it has at hand."""
    return _load_case


def _load_case(folder: Path) -> tuple[Book, dict[str, Picture]]:
    case = yaml.safe_load((folder / "book.yaml").read_text(encoding="utf-8"))
    pictures = {
        src: Picture(name, "image/png", b"", 100, 80)
        for src, name in case.pop("pictures", {}).items()
    }
    return Decoder().build(Book, case), pictures


class Decoder:
    """Makes values of plain YAML."""

    def __init__(self) -> None:
        self.lines: Iterator[int] = count(1)

    def build(self, cls: type, value: Any) -> Any:
        hints = get_type_hints(cls)
        if not (isinstance(value, dict) and set(value) <= set(hints)):
            value = {} if value is None else {next(iter(hints)): value}
        fields = {}
        if "span" in hints:
            fields["span"] = Span("manuscript.md", next(self.lines))
        return cls(**fields, **{name: self.convert(hints[name], v) for name, v in value.items()})

    def convert(self, wanted: Any, value: Any) -> Any:
        origin, args = get_origin(wanted), get_args(wanted)
        if origin is tuple:
            if isinstance(value, str) and args[0] == Inline:
                return (Text(value),)
            return tuple(self.convert(args[0], item) for item in value)
        if origin in (types.UnionType, Union):
            return self.choose(args, value)
        if is_dataclass(wanted):
            return self.build(wanted, value)
        return wanted(value) if issubclass(wanted, Enum) else value

    def choose(self, classes: tuple[type, ...], value: Any) -> Any:
        if isinstance(value, str) and Text in classes:
            return Text(value)
        if isinstance(value, dict) and len(value) == 1:
            named = {cls.__name__: cls for cls in classes}
            name, inner = next(iter(value.items()))
            if name in named:
                return self.build(named[name], inner)
        return self.convert(classes[0], value)
