"""The head of a manuscript: YAML between `---`, TOML between `+++`, `Key: value` lines at the top.

YAML is read without aliases, anchors and tags, at most 64 KiB of it and a few levels deep; values
keep the characters that were typed ("1984" and "no" are titles). Tables named like those of
`bookmaker.toml` are handed on as settings.
"""

import re
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile
from typing import Any, Final, Self

import yaml

from bookmaker.book import Paragraph, Role, Section, Text, Withheld
from bookmaker.diagnostics import Diagnostic, Span
from bookmaker.errors import InputError
from bookmaker.metadata import ILLEGAL, Metadata
from bookmaker.readers.head_fields import Fields, knows
from bookmaker.readers.structure.title_page import ROLES
from bookmaker.settings import MistypedToml, read_toml

TABLES: Final = (
    "book", "typography", "print", "epub", "cover", "structure", "accessibility",
)  # fmt: skip
_LARGEST: Final = 65_536
_DEEPEST: Final = 6
_KEY: Final = re.compile(r"(?P<key>[A-Za-z][\w' -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*)|[ \t]*)$")
_YAML_KEY: Final = re.compile(r"[\"']?[A-Za-z][\w .-]{0,60}[\"']?[ \t]*:(?:[ \t]|$)")
_YAML_LINE: Final = re.compile(rf"{_YAML_KEY.pattern}|[ \t]+\S|-[ \t]|#|[ \t]*$|[\])}}]")
_TOML_KEY: Final = re.compile(r"[ \t]*(?:\[+[ \t]*)?(?:([\w-]+)|\"([^\"]+)\")[ \t]*[=.\]]")
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG: Final = "tag:yaml.org,2002:"
_TRUE: Final = frozenset(("true", "yes", "on"))


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says. It is the first `length` characters and `lines` lines of the text."""

    metadata: Metadata = field(default_factory=Metadata)
    settings: tuple[tuple[str, object], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    sections: tuple[Section, ...] = ()
    length: int = 0
    lines: int = 0


NO_HEAD: Final = Head()


def split_head(text: str, path: str) -> Head:
    """Find and read the head of a Markdown manuscript whose lines end in newlines.

    Raises:
        InputError: the head is no YAML or TOML, or unsafe, or a value does not fit (BM-READ-102,
            BM-SET-004), with its line.
    """
    start = len(text) - len(text.lstrip("\n \t"))
    if text.startswith("---", start):
        return _yaml_head(text, start, path)
    if text.startswith("+++\n", start):
        return _toml_head(text, start, path)
    return _plain_head(text, start, path)


# ---------------------------------------------------------------- YAML


def read_table(text: str, path: str) -> dict[str, object]:
    """Return a YAML head at the top of a text as plain values; empty if there is none.

    Raises:
        InputError: the head is no YAML, or unsafe (BM-READ-102), with its line.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() in {"---", "..."}), 0)
    root = _compose("\n".join(lines[1:end]), 2, path)
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {name: _plain_value(_value(node, 2, path)) for name, node in _pairs(root, 2, path)}


def _yaml_head(text: str, start: int, path: str) -> Head:
    first = text.count("\n", 0, start) + 1
    window = text[start : start + _LARGEST + 1]
    lines = window.split("\n")
    if lines[0].strip() != "---" or len(lines) < 2 or not _opens(lines[1:]):  # noqa: PLR2004
        return NO_HEAD
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), 0)
    if not _is_meant(lines[1 : end or None], path, closed=bool(end)):
        return NO_HEAD
    if not end:
        large = len(window) > _LARGEST
        reason = (
            f"it is larger than {_LARGEST} bytes"
            if large
            else "it is opened by --- and never closed"
        )
        raise InputError.because("BM-READ-102", Span(path, first), reason=reason)
    source = "\n".join(lines[1:end])
    length = start + len("\n".join(lines[: end + 1])) + 1
    fields = Fields(path)
    settings = _read_yaml(source, first + 1, fields)
    span = Span(path, first, end_line=first + end)
    held = (Withheld("metadata", source, span),)
    return Head(
        fields.metadata(), settings, tuple(fields.diagnostics), held,
        length=min(length, len(text)), lines=first + end,
    )  # fmt: skip


def _opens(lines: list[str]) -> bool:
    """Say whether the lines below `---` are a head: a key first, comments left out."""
    for line in lines[:20]:
        if line.strip() and not line.startswith("#"):
            return bool(_YAML_KEY.match(line))
    return False


def _is_blank(line: str) -> bool:
    return not line.strip()


def _is_meant(lines: list[str], path: str, *, closed: bool) -> bool:
    """Say whether lines below `---` are a head, for all their faults: one key of ours is enough.

    Without one they are a head if no blank line comes first, each of them may be YAML, and all
    together are; else the `---` parts scenes, and "It was late: ten" is a sentence.
    """
    found = lines if closed else list(takewhile(str.strip, dropwhile(_is_blank, lines)))
    keys = (_YAML_KEY.match(line) for line in found)
    names = {match[0].partition(":")[0].strip("\"' \t") for match in keys if match}
    if any(knows(name) or name in TABLES for name in names):
        return True
    if not closed or not lines[0].strip() or not all(map(_YAML_LINE.match, lines)):
        return False
    try:
        return isinstance(_compose("\n".join(lines), 1, path), yaml.MappingNode)
    except InputError:
        return False


def _read_yaml(source: str, first: int, fields: Fields) -> tuple[tuple[str, object], ...]:
    root = _compose(source, first, fields.path)
    settings: list[tuple[str, object]] = []
    if root is None:
        return ()
    if not isinstance(root, yaml.MappingNode):
        raise _error(fields.path, first, "it must be keys and values")
    for name, node in _pairs(root, first, fields.path):
        value = _value(node, first, fields.path)
        settings.extend(_entry(name, value, fields, first + node.start_mark.line))
    return tuple(settings)


def _entry(name: str, value: object, fields: Fields, line: int) -> tuple[tuple[str, object], ...]:
    """Take one key of a head: a table of settings is handed on, all else is the book's."""
    if name in TABLES and isinstance(value, dict):
        return ((name, _plain_value(value)),)
    if name.replace("-", "_") == "cover_image" and isinstance(value, str):
        return (("cover", {"image": value}),)
    fields.take(name, value, line)
    return ()


def _compose(source: str, first: int, path: str) -> Any:  # noqa: ANN401  yaml's nodes
    """Parse YAML after looking at its events: no anchors, aliases, tags, no deep nesting."""
    try:
        depth = 0
        for event in yaml.parse(source, Loader=_LOADER):
            if getattr(event, "anchor", None):
                raise _error(path, first + _line(event), "anchors and aliases are refused")
            tag = getattr(event, "tag", None)
            if tag and tag != "!":
                raise _error(path, first + _line(event), f"the tag {tag} is refused")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise _error(path, first + _line(event), "it is nested too deep")
        return yaml.compose(source, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise _error(path, first + line, error.problem or "it is no YAML") from error
    except yaml.YAMLError as error:
        raise _error(path, first, str(error).split("\n", 1)[0]) from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _error(path: str, line: int, reason: str) -> InputError:
    error = InputError.because("BM-READ-102", Span(path, line), reason=reason)
    assert isinstance(error, InputError)  # noqa: S101  `because` makes its own class
    return error


def _pairs(node: Any, first: int, path: str) -> list[tuple[str, Any]]:  # noqa: ANN401  yaml's nodes
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = first + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _error(path, line, "a key must be a word")
        if key.value in found:
            raise _error(path, line, f"the key {key.value} stands twice")
        found[key.value] = value
    return list(found.items())


def _value(node: Any, first: int, path: str) -> object:  # noqa: ANN401  yaml's nodes
    if isinstance(node, yaml.MappingNode):
        return {key: _value(value, first, path) for key, value in _pairs(node, first, path)}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, first, path) for item in node.value]
    kind, text = node.tag.removeprefix(_TAG), node.value
    if bad := ILLEGAL.search(text):
        reason = f"U+{ord(bad[0]):04X} cannot stand in a book"
        raise _error(path, first + node.start_mark.line, reason)
    if kind == "bool":
        return Typed(text, text.lower() in _TRUE)
    if kind == "null":
        return ""
    if kind in {"int", "float"} and re.fullmatch(r"[-+]?\d{1,18}(?:\.\d{1,18})?", text):
        return Typed(text, float(text) if "." in text else int(text))
    return str(text)


def _plain_value(value: object) -> object:
    """Return a setting's value as settings want it: numbers and truth values as such."""
    if isinstance(value, Typed):
        return value.value
    if isinstance(value, dict):
        return {key: _plain_value(item) for key, item in value.items()}
    return [_plain_value(item) for item in value] if isinstance(value, list) else value


class Typed(str):
    """A scalar as typed that YAML takes for a number or a truth value: `value`."""

    __slots__ = ("value",)
    value: object

    def __new__(cls, text: str, value: object) -> Self:
        """Keep both."""
        made = super().__new__(cls, text)
        made.value = value
        return made


# ---------------------------------------------------------------- TOML


def _toml_head(text: str, start: int, path: str) -> Head:
    """Read a head as site generators type it: TOML between two lines of `+++`."""
    first = text.count("\n", 0, start) + 1
    lines = text[start : start + _LARGEST].split("\n")
    key = next((line for line in lines[1:20] if line.strip() and line[0] != "#"), "")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "+++"), 0)
    if not end or not _TOML_KEY.match(key):
        return NO_HEAD
    source = "\n".join(lines[1:end])
    try:
        tables = read_toml(source)
    except MistypedToml as error:
        raise _error(path, first + error.line, str(error)) from error
    fields = Fields(path)
    settings: list[tuple[str, object]] = []
    for name, value in tables.items():
        line = next((n for n, typed in enumerate(lines[1:end], 1) if _types(typed, name)), 0)
        settings.extend(_entry(name, _as_typed(value, path, first + line), fields, first + line))
    held = Withheld("metadata", source, Span(path, first, end_line=first + end))
    length = start + len("\n".join(lines[: end + 1])) + 1
    return Head(
        fields.metadata(), tuple(settings), tuple(fields.diagnostics), (held,),
        length=min(length, len(text)), lines=first + end,
    )  # fmt: skip


def _types(line: str, name: str) -> bool:
    typed = _TOML_KEY.match(line)
    return typed is not None and name in typed.groups()


def _as_typed(value: object, path: str, line: int) -> object:
    """Return TOML's values as those of YAML are: texts, and what is meant where that differs."""
    if isinstance(value, dict):
        return {key: _as_typed(item, path, line) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_typed(item, path, line) for item in value]
    if isinstance(value, str):
        if bad := ILLEGAL.search(value):
            raise _error(path, line, f"U+{ord(bad[0]):04X} cannot stand in a book")
        return value
    if isinstance(value, bool | int | float):
        return Typed(str(value).lower(), value)
    return str(value)  # a date


# ---------------------------------------------------------------- Key: value


def _plain_head(text: str, start: int, path: str) -> Head:
    """Read `Key: value` lines above the first blank line; the first key, or two, must be known."""
    first = text.count("\n", 0, start) + 1
    window = text[start : start + _LARGEST]
    block = window.split("\n\n", 1)[0]
    found = _entries(block, first)
    if found is None:
        return NO_HEAD
    fields = Fields(path)
    sections: list[Section] = []
    for key, value, line in found:
        role = ROLES.get(key.casefold())
        if role and not knows(key):
            sections.append(_section(role, f"{key}: {value}", Span(path, line)))
        else:
            fields.take(key, value, line)
    count = block.count("\n") + 1
    span = Span(path, first, end_line=first + count - 1 if count > 1 else None)
    kept = "\n".join(f"{k}: {v}" for k, v, _ in found if knows(k) or not ROLES.get(k.casefold()))
    return Head(
        fields.metadata(), (), tuple(fields.diagnostics), (Withheld("metadata", kept, span),),
        tuple(sections), min(start + len(block) + 1, len(text)), first + count - 1,
    )  # fmt: skip


def _entries(block: str, first: int) -> list[tuple[str, str, int]] | None:
    found: list[tuple[str, str, int]] = []
    for number, line in enumerate(block.split("\n"), first):
        match = _KEY.fullmatch(line.rstrip())
        if match:
            found.append((match["key"], (match["value"] or "").strip(), number))
        elif found and line[:1] in {" ", "\t"}:
            key, value, place = found[-1]
            found[-1] = (key, f"{value} {line.strip()}".strip(), place)
        else:
            return None
    known = [key for key, _, _ in found if knows(key) or key.casefold() in ROLES]
    proven = bool(found) and (found[0][0].casefold() == "title" or len(known) > 1)
    return found if proven and len(known) * 2 >= len(found) else None


def _section(role: Role, text: str, span: Span) -> Section:
    return Section(role, (Paragraph((Text(" ".join(text.split())),), span),), span)
