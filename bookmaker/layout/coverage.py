"""Which faces a book needs, and whether every character of it has one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker import fonts
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.errors import InputError
from bookmaker.layout.view import View
from bookmaker.metadata import Metadata
from bookmaker.publication import Publication

_NAMED_AT_MOST = 10  # more characters without a face in one message


FURNITURE: Final = "0123456789ivxlcdm-.…·•"  # folios, hyphens, shortened heads
LIST_MARKS: Final = "•◦▪"  # of lists within lists, as the engine's own sheet has them


def characters(tree: Element, ornament: str) -> frozenset[str]:
    """Return every character that the print document sets: text, heads, folios and marks."""
    heads = (
        section.get(side, "")
        for section in tree.iter("section")
        for side in ("data-verso", "data-recto")
    )
    marks = ornament + (LIST_MARKS if tree.find(".//ul") is not None else "")
    return frozenset(FURNITURE + marks).union(*tree.itertext(), *heads)


def lenders(needed: Iterable[str], body: str) -> tuple[str, ...]:
    """Return the families that lend what `body` lacks, in the order in which they are asked.

    The sloped and the bold face may lack what the upright has, so all four are asked.
    """
    lending: set[str] = set()
    for weight, italic in ((400, False), (400, True), (700, False), (700, True)):
        for char in fonts.missing("".join(needed), body, weight, italic=italic):
            lender = fonts.fallback_for(char, weight, italic=italic) or fonts.fallback_for(char)
            if lender is not None:
                lending.add(lender.family)
    return tuple(family for family in fonts.FALLBACKS if family in lending and family != body)


def check(needed: Iterable[str], body: str, view: View, publication: Publication) -> None:
    """See that each character has a face.

    Raises:
        InputError: BM-PAGE-001, where the first one without a face stands; it names the others.
    """
    lost = sorted(
        char for char in fonts.missing("".join(needed), body) if fonts.fallback_for(char) is None
    )
    if lost:
        raise InputError(_where(lost, view, publication))


def _where(lost: Sequence[str], view: View, publication: Publication) -> Diagnostic:
    lines = {(s.document, s.ordinal): Span(s.path, s.line) for s in publication.sources}
    unknown = re.compile(f"[{re.escape(''.join(lost))}]")
    char, where = lost[0], "the title or contents"
    span = None
    for place in view.places.values():
        found = unknown.search(place.text)
        if found:
            char, where = found[0], place.document
            span = lines.get((place.document, place.ordinal))
            break
    span = span or _said(char, publication.metadata)
    others = [f"{other} (U+{ord(other):04X})" for other in lost if other != char]
    more = f", nor {', '.join(others[:_NAMED_AT_MOST])}" if others else ""
    more += f" and {rest} others" if (rest := len(others) - _NAMED_AT_MOST) > 0 else ""
    return report("BM-PAGE-001", span, char=char, codepoint=ord(char), where=where, more=more)


def _said(char: str, metadata: Metadata) -> Span | None:
    """Return where metadata with a character was typed; the title where none has it."""
    spans = dict(metadata.spans)
    saying = (name for name in spans if char in _text(getattr(metadata, name, "")))
    return spans.get(next(saying, "title"))


def _text(value: object) -> str:
    """Return the words of a value of metadata, whatever holds them."""
    if is_dataclass(value):
        return _text(tuple(getattr(value, part.name) for part in fields(value)))
    return "\n".join(map(_text, value)) if isinstance(value, tuple) else str(value)


def folders(families: Iterable[str]) -> tuple[Path, ...]:
    """Return the folders that hold `families`."""
    return tuple(dict.fromkeys(fonts.face(family).path.parent for family in families))
