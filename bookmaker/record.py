"""`build.json`: what a build made, of what, and with what.

Keys: `artifacts` (path, kind, profile, bytes, sha256), `words`, `chapters`, `scenes`, `pages`,
`page_list` (the printed pages that the EPUB marks, and those it cannot), `title`, `assumed`,
`diagnostics`, `inputs` (path, sha256), `asked` (what the command line said), `modified`,
`versions`, `sources` (for each document of the EPUB the
manuscript file and line of each block, by ordinal), `page_starts` (for each page of the PDF the
document, block and letter it begins with; null for a page that holds nothing of the manuscript).
"""

import hashlib
import json
import platform
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, Literal

from bookmaker import __version__
from bookmaker.diagnostics import Diagnostic
from bookmaker.publication import SourceLine

# The libraries whose versions change an artifact's bytes.
LIBRARIES: Final = (
    "ebooklib",
    "fonttools",
    "lxml",
    "markdown",
    "pikepdf",
    "pillow",
    "pyphen",
    "uharfbuzz",
    "weasyprint",
)

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: its name in the output folder, what it is, and its digest."""

    path: str
    kind: str
    profile: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How large the book is; `pages` is None when no PDF was made."""

    words: int
    chapters: int
    scenes: int
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedPages:
    """The printed pages in the EPUB: of which book, how many are marked, and which are not.

    `left_out` are label and kind ("blank" or "print-only") of the pages that hold nothing of the
    EPUB; with `marked` they make up all pages. `verified` pages begin in the PDF with the words
    that the EPUB's page list leads to; the others have no words to compare.
    """

    source: str
    marked: int
    left_out: tuple[tuple[str, str], ...] = ()
    verified: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for at the command line, as far as it shapes the artifacts.

    `source` is "file" or "folder"; `formats` and `profiles` by name; `options` are the title, the
    authors and the language given there.
    """

    source: Literal["file", "folder"] = "folder"
    formats: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    options: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """All that `build.json` says; `libraries` are names and versions of the machine's own."""

    title: str
    artifacts: tuple[Artifact, ...]
    counts: Counts
    assumed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    inputs: tuple[tuple[str, str], ...]
    asked: Asked
    modified: str
    libraries: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceLine, ...] = ()
    page_list: MarkedPages | None = None
    page_starts: tuple[tuple[str, int, int] | None, ...] = ()

    def to_json(self) -> str:
        """Return the record as JSON, the same bytes for the same build."""
        table: dict[str, Any] = {
            "format": 1,
            "title": self.title,
            "artifacts": [asdict(artifact) for artifact in self.artifacts],
            **asdict(self.counts),
            "page_list": _page_list(self.page_list),
            "assumed": list(self.assumed),
            "diagnostics": [diagnostic_table(d) for d in self.diagnostics],
            "inputs": [{"path": path, "sha256": digest} for path, digest in self.inputs],
            "asked": asdict(self.asked),
            "modified": self.modified,
            "versions": versions() | dict(self.libraries),
            "sources": _by_document(self.sources),
            "page_starts": [start and list(start) for start in self.page_starts],
        }
        return json_text(table, indent=1) + "\n"


def json_text(table: object, indent: int | None = None) -> str:
    """Return JSON that UTF-8 can hold: bytes of a file's name that are no UTF-8 are escaped."""
    text = json.dumps(table, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def diagnostic_table(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as the flat table that `--json` prints."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": span.path if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
    }


def artifact(path: Path, kind: str, profile: str = "") -> Artifact:
    """Describe the finished file `path`."""
    data = path.read_bytes()
    return Artifact(path.name, kind, profile, len(data), hashlib.sha256(data).hexdigest())


def digest(data: bytes) -> str:
    """Return the SHA-256 of an input, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Bookmaker, Python, and the libraries that shape the artifacts."""
    found = {"bookmaker": __version__, "python": platform.python_version()}
    found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def _page_list(pages: MarkedPages | None) -> dict[str, Any] | None:
    if pages is None:
        return None
    left_out = [{"label": label, "kind": kind} for label, kind in pages.left_out]
    return {
        "source": pages.source,
        "marked": pages.marked,
        "verified": pages.verified,
        "left_out": left_out,
    }


def _by_document(sources: tuple[SourceLine, ...]) -> dict[str, dict[str, list[list[int]]]]:
    table: dict[str, dict[str, list[list[int]]]] = {}
    for source in sources:
        lines = table.setdefault(source.document, {}).setdefault(source.path, [])
        lines.append([source.ordinal, source.line])
    return table
