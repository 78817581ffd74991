"""What `inspect` shows: the outline of a book by line, its doubts, or a whole stage."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import groupby
from typing import Any, Final

from bookmaker.book import (
    Block,
    Book,
    Certainty,
    Chapter,
    Decision,
    Inlines,
    Letter,
    List,
    Part,
    Quotation,
    Role,
    chapters,
    plain_text,
)
from bookmaker.cli import about
from bookmaker.diagnostics import Span, in_one_line
from bookmaker.intake import Understanding
from bookmaker.record import diagnostic_table, json_text

_DEPTHS: Final = {"part": 0, "chapter": 1, "scene": 2}
"""How far in a kind stands; what is no division stands deepest, or at the margin outside of any."""
_ASSUMED: Final = "assumed "
_REMEDY: Final = (
    "What is wrong here you can set right in bookmaker.toml: [structure] pins for lines, "
    "[typography] elisions, names and marks for quotes and apostrophes."
)


def decisions(understood: Understanding, *, doubts: bool, as_json: bool) -> str:
    """Return the outline: what each stretch of lines was taken for, why, and how surely.

    Args:
        understood: what stages 1 to 3 made of the manuscript.
        doubts: only what is in doubt.
        as_json: a table for programs in place of lines for people.
    """
    listed = _all_decisions(understood)
    if doubts:
        listed = [decision for decision in listed if decision.certainty is Certainty.DOUBT]
    if as_json:
        return json_text(_table(understood, listed), indent=1) + "\n"
    lines = [*_by_manuscript(listed, deep=not doubts)]
    if doubts:
        lines += ["", _REMEDY] if listed else ["no doubts"]
    else:
        said = about.lines(understood.publication.metadata)
        lines = [_title(understood), *said, "", *lines, "", *_closing(understood)]
    return "".join(f"{line}\n" for line in lines)


def _title(understood: Understanding) -> str:
    metadata = understood.publication.metadata
    names = ", ".join(person.name for person in metadata.authors)
    return f"{metadata.title}{f', by {names}' if names else ''} [{metadata.language}]"


def _by_manuscript(listed: Sequence[Decision], *, deep: bool) -> Iterator[str]:
    """Yield the decisions below the name of their manuscript, in the order of its lines."""
    assumed = [d for d in listed if d.kind.startswith(_ASSUMED)]
    for decision in assumed:
        kind = decision.kind.removeprefix(_ASSUMED)
        yield f"  assumed {kind}: {decision.reason}"
    rest = [d for d in listed if not d.kind.startswith(_ASSUMED)]
    paths = list(dict.fromkeys(d.span.path for d in rest))
    rest.sort(
        key=lambda d: (paths.index(d.span.path), d.span.line, -_end(d), _DEPTHS.get(d.kind, 9))
    )
    for path, here in groupby(rest, key=lambda d: d.span.path):
        rows = list(here)
        yield in_one_line(path)
        yield from _rows(rows, deep=deep)


def _rows(rows: Sequence[Decision], *, deep: bool) -> Iterator[str]:
    margin = 0
    kinds = []
    for decision in rows:
        depth = _DEPTHS.get(decision.kind, margin if margin == 0 else 3) if deep else 0
        margin = max(margin, depth) if decision.kind in _DEPTHS else margin
        kinds.append("  " * depth + decision.kind)
    width = max(map(len, kinds))
    places = max(len(_lines_of(decision)) for decision in rows)
    for decision, kind in zip(rows, kinds, strict=True):
        place = _lines_of(decision)
        yield f"  {place:>{places}}  {kind:<{width}}  {decision.certainty:<6}  {decision.reason}"


def _lines_of(decision: Decision) -> str:
    span = decision.span
    return (
        f"lines {span.line}-{_end(decision)}" if _end(decision) > span.line else f"line {span.line}"
    )


def _end(decision: Decision) -> int:
    return decision.span.end_line or decision.span.line


def _closing(understood: Understanding) -> list[str]:
    """Return what the book has, in numbers, and how sure all this is."""
    counts = _counts(understood)
    has = [_counted(n, noun) for noun, n in counts.items() if n]
    sure = Counter(decision.certainty for decision in _all_decisions(understood))
    told = [f"{sure[c]} {c}" for c in (Certainty.SURE, Certainty.LIKELY) if sure[c]]
    doubts = _counted(sure[Certainty.DOUBT], "doubt")
    hint = "; --doubts lists them" if sure[Certainty.DOUBT] else ""
    return [", ".join(has), ", ".join([*told, f"{doubts}{hint}"])]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _counts(understood: Understanding) -> dict[str, int]:
    book = understood.book
    told = list(chapters(book))
    scenes = [scene for chapter in told for scene in chapter.scenes]
    blocks = Counter(type(block).__name__ for scene in scenes for block in _inner(scene.blocks))
    epigraphs = [each for each in (book, *book.body, *_in_parts(book)) if each.epigraph]
    return {
        "word": sum(document.words for document in understood.publication.documents),
        "part": sum(isinstance(division, Part) for division in book.body),
        "chapter": sum(chapter.role is not Role.STORY for chapter in told),
        "scene": len(scenes),
        "dedication": sum(section.role is Role.DEDICATION for section in book.front),
        "epigraph": len(epigraphs),
        "dateline": sum(scene.dateline is not None for scene in scenes),
        "poem": blocks["Verse"],
        "letter": blocks["Letter"],
        "note": len(book.notes),
    }


def _in_parts(book: Book) -> list[Chapter]:
    return [chapter for part in book.body if isinstance(part, Part) for chapter in part.chapters]


def _inner(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks and those within letters, quotations and lists."""
    for block in blocks:
        yield block
        if isinstance(block, Letter | Quotation):
            yield from _inner(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from _inner(item)


def _all_decisions(understood: Understanding) -> list[Decision]:
    """Return the decisions, and a line for each division that nobody had to decide on.

    A Markdown heading says itself what it is.
    """
    decided = list(understood.decisions)
    places = {(d.kind, d.span.path, d.span.line) for d in decided}
    for division in _divisions(understood.book):
        kind, span, _ = division
        if (kind, span.path, span.line) not in places:
            decided.append(Decision(*division))
    return decided


def _divisions(book: Book) -> Iterator[tuple[str, Span, str]]:
    for section in (*book.front, *book.back):
        if section.title:
            yield str(section.role), section.span, _named(section.title)
    for division in book.body:
        if isinstance(division, Part):
            yield "part", division.span, _named(division.number, division.title)
    for chapter in chapters(book):
        if chapter.number or chapter.title:
            yield str(chapter.role), chapter.span, _named(chapter.number, chapter.title)
        for scene in chapter.scenes[1:]:
            yield "scene", scene.span, f"parted by {scene.opener}" if scene.opener else "parted"


def _named(*titles: Inlines) -> str:
    """Return what the outline says of a division that has a heading of its own."""
    return '"' + " ".join(filter(None, map(plain_text, titles))) + '": its own heading'


def _table(understood: Understanding, listed: Sequence[Decision]) -> dict[str, Any]:
    metadata = understood.publication.metadata
    return {
        "title": metadata.title,
        "authors": [person.name for person in metadata.authors],
        "language": metadata.language,
        "metadata": about.table(metadata),
        "counts": {f"{noun}s": number for noun, number in _counts(understood).items()},
        "decisions": [_decision_table(d) for d in listed],
        "withheld": [
            {"kind": w.kind, "text": w.text, "path": w.span.path, "line": w.span.line}
            for w in understood.intake.reading.withheld
        ],
        "diagnostics": [diagnostic_table(d) for d in understood.diagnostics],
    }


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
        return json_text({"documents": table}, indent=1) + "\n"
    return "".join(f"<!-- {d.name} -->\n{d.xhtml.decode()}\n" for d in documents)


def book(understood: Understanding, *, as_json: bool) -> str:
    """Return the typeset model, whole: as JSON, or as an indented tree."""
    if as_json:
        return json_text(_tree(understood.book), indent=1) + "\n"
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
