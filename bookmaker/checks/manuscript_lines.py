"""From a line of a document in the EPUB to the line of the manuscript it was made of.

`build.json` maps the blocks of each document to the lines they were typed on (docs/markup.md); a
finding in the finished file is told where the author can mend it.
"""

import json
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from lxml import etree

from bookmaker.checks.archive import Archive, ArchiveError
from bookmaker.checks.xml import XHTML, MarkupError, line_of, parse
from bookmaker.diagnostics import Diagnostic, Span
from bookmaker.publication import SourceLine

RECORD: Final = "build.json"
_RECORD_LIMIT: Final = 50_000_000
_BLOCKS: Final = frozenset(
    XHTML + name
    for name in "h1 h2 h3 h4 h5 h6 p pre th td figure figcaption hr".split()  # noqa: SIM905  reads as the contract does
)


@dataclass(frozen=True, slots=True)
class TypedLines:
    """For each document ordinal, manuscript and line of its typed blocks, in their order."""

    documents: dict[str, tuple[tuple[int, str, int], ...]]

    @classmethod
    def of(cls, sources: Iterable[SourceLine]) -> "TypedLines":
        """Return the lines of a Publication."""
        found: dict[str, list[tuple[int, str, int]]] = {}
        for one in sources:
            found.setdefault(one.document, []).append((one.ordinal, one.path, one.line))
        return cls({name: tuple(sorted(lines)) for name, lines in found.items()})

    def place(self, document: str, ordinal: int) -> Span | None:
        """Return where block `ordinal` was typed, or the last one before it that was."""
        before = [one for one in self.documents.get(document, ()) if one[0] <= ordinal]
        return Span(before[-1][1], before[-1][2]) if before else None


def recorded_lines(path: Path) -> TypedLines | None:
    """Return the lines that `build.json` beside the EPUB at `path` keeps of it.

    None where there is no record, or where it is of another file: the digest decides.
    """
    record = path.parent / RECORD
    try:
        if record.stat().st_size > _RECORD_LIMIT:
            return None
        table = json.loads(record.read_bytes())
        digest = sha256(path.read_bytes()).hexdigest()
        if digest not in {one["sha256"] for one in table["artifacts"]}:
            return None
        return TypedLines.of(_sources(table["sources"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # a record is a file that anybody may have put there


def _sources(table: dict[str, Any]) -> Iterator[SourceLine]:
    for document, manuscripts in table.items():
        for path, lines in manuscripts.items():
            for ordinal, line in lines:
                yield SourceLine(str(document), int(ordinal), str(path), max(int(line), 1))


def in_manuscript(
    path: Path, found: tuple[Diagnostic, ...], lines: TypedLines | None
) -> tuple[Diagnostic, ...]:
    """Return findings in the EPUB at `path` with the places of the manuscript, where known.

    Where in the EPUB it is stays in the hint.
    """
    if lines is None or not lines.documents:
        return found
    documents = _Documents(path, lines)
    return tuple(documents.translate(one) for one in found)


class _Documents:
    """The documents of an EPUB, parsed when a finding is in one of them."""

    def __init__(self, path: Path, lines: TypedLines) -> None:
        self._path = path
        self._lines = lines
        self._blocks: dict[str, list[tuple[int, int]]] = {}

    def translate(self, finding: Diagnostic) -> Diagnostic:
        """Return a finding at the line of the manuscript, if it has one."""
        span = finding.span
        if span is None or not span.path.startswith(f"{self._path.name}/"):
            return finding
        entry = span.path.removeprefix(f"{self._path.name}/")
        document = next((name for name in self._lines.documents if entry.endswith(f"/{name}")), "")
        if not document:
            return finding
        typed = self._lines.place(document, self._block(entry, span.line))
        if typed is None:
            return finding
        hint = f"{finding.hint}; in the EPUB: {document}:{span.line}"
        return replace(finding, span=typed, hint=hint)

    def _block(self, entry: str, line: int) -> int:
        """Return the ordinal of the block that a line of a document belongs to."""
        if entry not in self._blocks:
            try:
                with Archive(self._path) as archive:
                    self._blocks[entry] = _blocks_by_line(parse(archive.read(entry)))
            except (ArchiveError, MarkupError):
                self._blocks[entry] = []
        known = self._blocks[entry]
        at = bisect_right(known, (line, sys.maxsize))
        return known[at - 1][1] if at else -1


def _blocks_by_line(root: etree._Element) -> list[tuple[int, int]]:
    """Return each line on which an element begins, with the ordinal of its block.

    What holds blocks (a table, a list) is where the first of them is.
    """
    found: dict[int, int] = {}
    last = -1
    for element in root.iter(etree.Element):
        if element.tag in _BLOCKS:
            last += 1
            ordinal = last
        elif any(one.tag in _BLOCKS for one in element.iterancestors()):
            ordinal = last
        else:
            ordinal = last + 1
        found.setdefault(line_of(element), ordinal)
    return sorted(found.items())
