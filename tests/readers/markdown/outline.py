"""A Reading as an outline, one line an element: what the golden cases compare."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from bookmaker.book import (
    Chapter,
    Epigraph,
    Image,
    Inlines,
    LineBreak,
    NoteReference,
    Reading,
    Section,
    Text,
    Verse,
)


def marked(inlines: Inlines) -> str:
    """Return inlines with their structure shown: `Emphasis{words}`."""
    return "".join(_one(inline) for inline in inlines)


def _one(inline) -> str:
    match inline:
        case Text(text):
            return text
        case LineBreak():
            return " / "
        case NoteReference(note):
            return f"[note {note}]"
        case Image():
            return f"Image({inline.src}|{inline.alt}|{inline.title})"
    extra = "".join(
        f" {getattr(inline, f.name)}"
        for f in fields(inline)
        if f.name not in {"children", "text"} and getattr(inline, f.name)
    )
    inner = inline.text if hasattr(inline, "text") else marked(inline.children)
    return f"{type(inline).__name__}{extra}{{{inner}}}"


def outline(reading: Reading) -> str:
    """Return the outline: metadata, front, epigraph, body, back, notes, and what was said."""
    book = reading.book
    lines = [*_metadata(book.metadata), *_settings(reading)]
    for section in book.front:
        lines += _show(section, "front ")
    lines += _show(book.epigraph, "") if book.epigraph else []
    for division in book.body:
        lines += _show(division, "")
    for section in book.back:
        lines += _show(section, "back ")
    for note in book.notes:
        lines += _show(note, "")
    lines += [
        f"withheld {w.span.line} {w.kind}: {' '.join(w.text.split())}" for w in reading.withheld
    ]
    lines += [
        f"decided {d.span.line} {d.kind}: {d.reason} ({d.certainty.value})"
        for d in reading.decisions
    ]
    lines += [f"reported {d}" for d in reading.diagnostics]
    return "\n".join(lines) + "\n"


def _metadata(metadata) -> Iterator[str]:
    for f in fields(metadata):
        value = getattr(metadata, f.name)
        if value and f.name != "spans":
            yield f"{f.name}: {value}"


def _settings(reading: Reading) -> Iterator[str]:
    for name, value in reading.settings:
        yield f"setting {name}: {value}"


def _show(value, prefix: str, margin: str = "") -> Iterator[str]:
    """Yield a node of the model and, indented, what it holds."""
    name = prefix + type(value).__name__
    span = f" @{value.span.line}" + (f"-{value.span.end_line}" if value.span.end_line else "")
    said = [
        f"{f.name}={_value(getattr(value, f.name))}"
        for f in fields(value)
        if _is_said(value, f.name)
    ]
    yield f"{margin}{name}{span} " + " ".join(said)
    for f in fields(value):
        yield from _held(value, f.name, margin + "  ")


_HELD = frozenset(
    ("blocks", "scenes", "chapters", "intro", "epigraph", "dateline", "items", "stanzas", "rows")
)


def _is_said(value, name: str) -> bool:
    if name == "span" or name in _HELD:
        return False
    given = getattr(value, name)
    if name == "role" and isinstance(value, Chapter | Section):
        return True
    return given not in ((), "", None, False) and str(given) != "body"


def _value(value) -> str:
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return repr(marked(value))
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return repr([marked(cell) for cell in value])
    return str(value) if not isinstance(value, str) or value.isalnum() else repr(str(value))


def _held(value, name: str, margin: str) -> Iterator[str]:
    held = getattr(value, name, ()) if name in _HELD else ()
    if not held:
        return
    if name == "dateline":
        yield f"{margin}dateline {marked(held.inlines)!r}"
    elif isinstance(held, Epigraph):
        yield from _show(held, "", margin)
    elif isinstance(value, Verse):
        yield from _stanzas(held, margin)
    elif name == "rows":
        yield from (f"{margin}row {[marked(cell) for cell in row]}" for row in held)
    else:
        for inner in held:
            yield from _item(inner, margin) if name == "items" else _show(inner, "", margin)


def _item(blocks, margin: str) -> Iterator[str]:
    yield f"{margin}item"
    for block in blocks:
        yield from _show(block, "", margin + "  ")


def _stanzas(stanzas, margin: str) -> Iterator[str]:
    for stanza in stanzas:
        yield f"{margin}stanza"
        for line in stanza.lines:
            yield f"{margin}  {line.line}{'>' * line.indent} {marked(line.inlines)}"
