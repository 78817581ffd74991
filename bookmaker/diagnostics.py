"""What Bookmaker noticed: places, severities and the one catalogue of codes.

Every message a user can see has a stable code here, with its text and its remedy in one place.
A code is `BM-<room>-<number>` and is never reused; severities are the catalogue's, so that the
same finding weighs the same wherever it is made.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How much a finding matters.

    `ERROR` stops a build; `WARNING` is shown and, under `--strict`, stops it too; `NOTE` is shown.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a manuscript: path as the author named it, lines and columns counted from 1."""

    path: str
    line: int = 1
    column: int | None = None
    end_line: int | None = None

    def __str__(self) -> str:
        """Return `path:line:column`, the form editors turn into a link."""
        place = f"{self.path}:{self.line}"
        return place if self.column is None else f"{place}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what, where, and how to mend it."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str = ""

    def __str__(self) -> str:
        """Return the finding as one line: place, severity, code, message, hint."""
        place = f"{self.span}: " if self.span else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.severity} {self.code}: {self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogued finding; `message` and `hint` are `str.format` templates."""

    severity: Severity
    message: str
    hint: str = ""


def report(code: str, span: Span | None = None, /, **values: object) -> Diagnostic:
    """Make the catalogued diagnostic `code` for a place, filling its templates.

    Args:
        code: a key of `CATALOGUE`.
        span: where it was found, if it has a place.
        **values: what the templates name.

    Raises:
        KeyError: the code is not catalogued, or a template names a value that was not given.
    """
    entry = CATALOGUE[code]
    clean = {key: _one_line(value) for key, value in values.items()}
    return Diagnostic(
        code, entry.severity, entry.message.format(**clean), span, entry.hint.format(**clean)
    )


def _one_line(value: object) -> object:
    """Show control characters of foreign text escaped: a message is one line and moves no cursor."""
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in value)


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# Rooms: INPUT (files and their bytes), SET (settings), READ (structure), TYPE (typography),
# MARK (markup), PICT (pictures), COVER, PAGE (layout), EPUB, PDF, LAW (nothing lost), SYS (machine).
CATALOGUE: Final[dict[str, Entry]] = {
    # -- INPUT
    "BM-INPUT-001": Entry(_E, "there is no file {path!r}", "check the name and the folder"),
    "BM-INPUT-002": Entry(_E, "{path!r} is empty", "a manuscript needs at least one word"),
    "BM-INPUT-003": Entry(
        _E,
        "byte 0x{byte:02X} is not UTF-8",
        "save the manuscript as UTF-8 (your editor's 'Save as' names the encoding)",
    ),
    "BM-INPUT-004": Entry(
        _E,
        "the character U+{codepoint:04X} cannot stand in a book",
        "delete it; it is a control character that no reader can show",
    ),
    "BM-INPUT-005": Entry(
        _E,
        "{path!r} is no manuscript that Bookmaker reads",
        "plain text (.txt, .text) and Markdown (.md, .markdown) are read",
    ),
    "BM-INPUT-006": Entry(
        _E, "{path!r} lies outside the project folder", "put a copy inside the project"
    ),
    "BM-INPUT-007": Entry(_E, "{path!r} is not a regular file", "name a file"),
    "BM-INPUT-008": Entry(
        _E, "{path!r} is larger than {limit} bytes", "split it, or make it smaller"
    ),
    "BM-INPUT-009": Entry(_E, "{path!r} cannot be read: {reason}", "check its permissions"),
    "BM-INPUT-010": Entry(
        _E, "the folder {path!r} holds no manuscript", "put a .txt or .md file into it"
    ),
    "BM-INPUT-011": Entry(
        _E, "{path!r} is an address on the network", "save the file into the project and name that"
    ),
    "BM-INPUT-012": Entry(
        _E,
        "{path!r} is no path inside a project: {reason}",
        "name a file of the project, with / between folders",
    ),
    # -- SET
    "BM-SET-001": Entry(_E, "there is no setting {name!r} in {table}", "{nearest}"),
    "BM-SET-002": Entry(_E, "{name} must be {expected}, not {given}", "{example}"),
    "BM-SET-003": Entry(_E, "the settings cannot be understood: {reason}", "mend this line"),
    "BM-SET-004": Entry(
        _E,
        "{value!r} is not a language tag",
        "use a BCP 47 tag such as en, en-GB or de",
    ),
    "BM-SET-005": Entry(_E, "{name} does not know {value!r}", "choose one of {choices}"),
    "BM-SET-006": Entry(_E, "the profile {name!r} is not built yet", "profiles at hand: {choices}"),
    "BM-SET-007": Entry(
        _E, "SOURCE_DATE_EPOCH is {value!r}", "it must be a whole number of seconds since 1970"
    ),
    "BM-SET-008": Entry(_E, "{value!r} is not a valid ISBN", "check its digits"),
    # -- SYS
    "BM-SYS-001": Entry(_E, "the folder {path!r} cannot be written: {reason}", "choose another with --out"),
    "BM-SYS-002": Entry(
        _E,
        "no PDF can be made: WeasyPrint needs Pango, and it is not installed",
        "{remedy}",
    ),
    "BM-SYS-003": Entry(_E, "{path!r} is not a folder", "move it away, or choose another --out"),
    "BM-SYS-070": Entry(
        _E,
        "Bookmaker failed by its own fault: {reason}",
        "run again with --debug and report what it prints; the last good books are untouched",
    ),
    # -- READ
    # Markdown: 101 and up
    "BM-READ-101": Entry(
        _W, "the head's key {name!r} is not known", "{nearest}"
    ),
    "BM-READ-102": Entry(
        _E, "the head of the manuscript cannot be understood: {reason}", "mend this line"
    ),
    "BM-READ-103": Entry(
        _W, "the note {name!r} is called here but written nowhere", "write [^{name}]: ... below"
    ),
    "BM-READ-104": Entry(
        _W,
        "the note {name!r} is called nowhere",
        "put [^{name}] where it belongs; it stands at the end of the book for now",
    ),
    "BM-READ-105": Entry(
        _W, "the note {name!r} is written twice", "give the second a name of its own"
    ),
    "BM-READ-106": Entry(
        _N,
        "{count} blank lines: likely a scene break, but Markdown reads them as one",
        "type * * * between the scenes, or set accept_blank_breaks = true in [structure]",
    ),
    "BM-READ-107": Entry(
        _W, "the HTML markup {name} has no place in a book; its words are kept", "delete the tags"
    ),
    "BM-READ-108": Entry(
        _W,
        "a link to {href!r} cannot stand in a book; its words are kept",
        "link to an http, https or mailto address, or to #id of a heading",
    ),
    "BM-READ-109": Entry(
        _W, "the content of {name} is program, not text, and is left out", "delete it"
    ),
    "BM-READ-110": Entry(
        _W,
        "markup is nested more than {limit} deep; what is deeper is kept as plain words",
        "nest less",
    ),
    "BM-READ-111": Entry(
        _N,
        "a paragraph indented by four or more spaces is code in Markdown; it reads as prose here",
        "begin it at the margin, or fence code with ```",
    ),
    "BM-READ-112": Entry(_W, "{name} is opened here and never closed", "close it"),
    "BM-READ-113": Entry(
        _W,
        "a line of hyphens directly below a paragraph makes it a heading in Markdown; "
        "it reads as a scene break here",
        "leave a blank line before the mark",
    ),
    "BM-READ-114": Entry(
        _W, "{value!r} is not a language tag; the words are kept unmarked", "use a BCP 47 tag"
    ),
    "BM-READ-115": Entry(_W, "{name} must be {expected}", "{example}"),
    # -- TYPE
    # -- MARK
    # -- PICT
    "BM-PICT-001": Entry(
        _E, "there is no picture {path!r}", "check its name; paths start at the project's folder"
    ),
    "BM-PICT-002": Entry(
        _E, "{path!r} is no picture: {reason}", "PNG, JPEG, GIF, WebP and SVG pictures are read"
    ),
    "BM-PICT-003": Entry(
        _E,
        "the picture {path!r} is {width} x {height} pixels, more than {limit} million in all",
        "make it smaller; 3000 pixels fill a printed page",
    ),
    "BM-PICT-004": Entry(
        _E, "the picture {path!r} is broken: {reason}", "save it again where it was made"
    ),
    "BM-PICT-005": Entry(
        _W,
        "left out of the picture {path!r}: {what}",
        "a drawing in a book is shapes and words; save it as plain SVG, words as paths",
    ),
    "BM-PICT-006": Entry(
        _N, "the colour profile of {path!r} cannot be used", "its colours are taken for sRGB"
    ),
    "BM-PICT-007": Entry(
        _E,
        "the drawing {path!r} has a document type declaration",
        "save it as plain SVG",
    ),
    "BM-PICT-008": Entry(_N, "only the first frame of {path!r} stands in the book"),
    # -- COVER
    # -- PAGE
    # -- EPUB
    # -- PDF
    # -- LAW
}
