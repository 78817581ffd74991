"""What `inspect` shows: decisions by line, or a whole stage."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from bookmaker.book import Certainty, Decision
from bookmaker.intake import Understanding
from bookmaker.record import diagnostic_table


def decisions(understood: Understanding, *, doubts: bool, as_json: bool) -> str:
    """Return the outline: what each stretch of lines was taken for, why, and how surely."""
    listed = [d for d in understood.decisions if not doubts or d.certainty is Certainty.DOUBT]
    if as_json:
        table = {
            "title": understood.publication.metadata.title,
            "decisions": [_decision_table(d) for d in listed],
            "withheld": [
                {"kind": w.kind, "text": w.text, "path": w.span.path, "line": w.span.line}
                for w in understood.intake.reading.withheld
            ],
            "diagnostics": [diagnostic_table(d) for d in understood.diagnostics],
        }
        return json.dumps(table, ensure_ascii=False, indent=1) + "\n"
    if not listed:
        return "no doubts\n" if doubts else "nothing was decided\n"
    return "".join(f"{_line(d)}\n" for d in listed)


def _line(decision: Decision) -> str:
    span = decision.span
    end = span.end_line
    lines = f"lines {span.line}-{end}" if end and end > span.line else f"line {span.line}"
    return f"{span.path}, {lines}: {decision.kind}: {decision.reason}; {decision.certainty}"


def _decision_table(decision: Decision) -> dict[str, Any]:
    return {
        "kind": decision.kind,
        "path": decision.span.path,
        "line": decision.span.line,
        "end_line": decision.span.end_line or decision.span.line,
        "reason": decision.reason,
        "certainty": str(decision.certainty),
    }


def publication(understood: Understanding, *, as_json: bool) -> str:
    """Return the shared XHTML, document after document."""
    documents = understood.publication.documents
    if as_json:
        table = [
            {"name": d.name, "role": d.role, "title": d.title, "xhtml": d.xhtml.decode()}
            for d in documents
        ]
        return json.dumps({"documents": table}, ensure_ascii=False, indent=1) + "\n"
    return "".join(f"<!-- {d.name} -->\n{d.xhtml.decode()}\n" for d in documents)


def book(understood: Understanding, *, as_json: bool) -> str:
    """Return the typeset model, whole: as JSON, or as an indented tree."""
    if as_json:
        return json.dumps(_tree(understood.book), ensure_ascii=False, indent=1) + "\n"
    return "".join(f"{line}\n" for line in _lines(understood.book, 0))


def _tree(value: Any) -> Any:  # noqa: ANN401  any part of the model
    if is_dataclass(value):
        table = {f.name: _tree(getattr(value, f.name)) for f in fields(value)}
        return {"is": type(value).__name__, **table}
    if isinstance(value, tuple):
        return [_tree(item) for item in value]
    return str(value) if isinstance(value, Enum) else value


def _lines(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401  any part of the model
    pad = "  " * depth
    if isinstance(value, tuple):
        for item in value:
            yield from _lines(item, depth)
    elif not is_dataclass(value):
        yield f"{pad}{value!r}"
    else:
        yield from _part(value, depth)


def _part(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401  a dataclass of the model
    simple: list[tuple[str, Any]] = []
    deep: list[tuple[str, Any]] = []
    for f in fields(value):
        found = getattr(value, f.name)
        if f.name in {"span", "line_starts", "spans"} or found in ((), "", None):
            continue
        is_leaf = not is_dataclass(found) and not isinstance(found, tuple)
        (simple if is_leaf else deep).append((f.name, found))
    shown = " ".join(f"{name}={str(found)!r}" for name, found in simple)
    place = getattr(value, "span", None)
    line = f"{place.line}: " if place else ""
    yield f"{'  ' * depth}{line}{type(value).__name__} {shown}".rstrip()
    for name, found in deep:
        if name not in {"inlines", "blocks", "children", "scenes", "lines", "stanzas", "body"}:
            yield f"{'  ' * (depth + 1)}{name}:"
            yield from _lines(found, depth + 2)
        else:
            yield from _lines(found, depth + 1)
