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
        place = f"{in_one_line(self.path)}:{self.line}"
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


_LONGEST: Final = 500
"""Characters of foreign text in a message: a stranger's line may be a book long."""


def _one_line(value: object) -> object:
    """Escape control characters of foreign text: a message is one line, and moves no cursor."""
    if not isinstance(value, str):
        return value
    if len(value) > _LONGEST:
        value = f"{value[:_LONGEST]}…"
    return value if value.isprintable() else _Escaped(in_one_line(value))


def in_one_line(text: str) -> str:
    """Return a text, such as a file's name, with what is not printable escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


class _Escaped(str):
    """A text that is escaped already: between quotes it is not escaped once more."""

    __slots__ = ()

    def __repr__(self) -> str:
        quote = '"' if "'" in self and '"' not in self else "'"
        return f"{quote}{self}{quote}"


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_EPUBCHECK: Final = "EPUBCheck's own documentation tells more of this message"

# Rooms: INPUT (files and their bytes), SET (settings), READ (structure), TYPE (typography),
# MARK (markup), PICT (pictures), COVER, PAGE (layout), EPUB, STORE (what a store takes), PDF,
# LAW (nothing lost), CLI (the command line), SYS (the machine).
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
        "save it as plain text (.txt, .text) or Markdown (.md, .markdown)",
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
    "BM-INPUT-013": Entry(
        _E,
        "{path!r} is no text but {kind}",
        "save the manuscript as plain text (.txt) or Markdown (.md), in UTF-8",
    ),
    "BM-INPUT-014": Entry(
        _E,
        "{path!r} looks like UTF-16 or UTF-32 without the mark that says so",
        "save the manuscript as UTF-8 (your editor's 'Save as' names the encoding)",
    ),
    "BM-INPUT-015": Entry(
        _E,
        "no word is left of {path!r}",
        "beside head and title a manuscript needs at least one word",
    ),
    "BM-INPUT-016": Entry(
        _E,
        "here the book has more than {limit} chapters",
        "are lines taken for headings that are none? 'bookmaker inspect' shows them",
    ),
    "BM-INPUT-017": Entry(
        _E,
        "here the manuscript has more than {limit} paragraphs, items and quotations",
        "part it into several books, or take out what stands for no text",
    ),
    "BM-INPUT-018": Entry(
        _E,
        "the character U+{codepoint:04X} cannot stand in a book; Windows meant {meant} by it",
        "convert the file again from Windows-1252 to UTF-8, or type {meant} in its place",
    ),
    "BM-INPUT-020": Entry(
        _N,
        "of the folder {path!r} these are left out of the book: {paths}",
        "name what belongs to it in [book] manuscripts",
    ),
    "BM-INPUT-021": Entry(
        _W,
        "no number leads these, and numbers lead the others: {paths}; they stand behind them",
        "number them, too, or name all in order in [book] manuscripts",
    ),
    "BM-INPUT-022": Entry(
        _N, "these are empty, and left out: {paths}", "delete them, or write them"
    ),
    "BM-INPUT-023": Entry(
        _W,
        "the index names notes that are not here: {names}",
        "take them out of the index, or put them back",
    ),
    "BM-INPUT-024": Entry(
        _E,
        "[book] manuscripts names {path!r} twice",
        "name it once; a pattern or a folder means those that are not named by themselves",
    ),
    "BM-INPUT-025": Entry(
        _E,
        "{path!r} is a link that leads out of its folder, to {target!r}",
        "name the file that is meant, or put a copy in the link's place",
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
    "BM-SET-008": Entry(
        _E,
        "conformance is claimed and nobody is named who certifies it",
        "name the one who has judged the book: [accessibility] certified_by",
    ),
    # -- CLI
    "BM-CLI-001": Entry(
        _E,
        "there is no option {option!r}",
        "{nearest}'{command} --help' lists them",
    ),
    "BM-CLI-002": Entry(
        _E,
        "the command line cannot be understood: {told}",
        "'{command} --help' tells what it takes",
    ),
    # -- SYS
    "BM-SYS-001": Entry(
        _E,
        "the folder {path!r} cannot be written: {reason}",
        "make room or set its rights, or choose another with --out",
    ),
    "BM-SYS-002": Entry(
        _E,
        "no PDF can be made: WeasyPrint needs Pango, and it is not installed",
        "{remedy}",
    ),
    "BM-SYS-003": Entry(_E, "{path!r} is not a folder", "move it away, or choose another --out"),
    "BM-SYS-004": Entry(
        _E,
        "{what} is too much: it needs more than {limit}",
        "look there for what is very long or deeply nested, and make it smaller or simpler; a text "
        "that you trust may take more: --patience 4",
    ),
    "BM-SYS-005": Entry(
        _E,
        "a library failed at {what}: {reason}",
        "take out there what is unusual, and report it; the last good books are untouched",
    ),
    "BM-SYS-006": Entry(
        _E, "{what} was stopped: {reason}", "close other programs, or use a larger machine"
    ),
    "BM-SYS-007": Entry(
        _E, "another build into {path!r} goes on and on", "end it, or choose another --out"
    ),
    "BM-SYS-008": Entry(
        _E,
        "{path!r} was written to the disk, and other bytes came back",
        "check the disk; the last good books are untouched",
    ),
    "BM-SYS-009": Entry(
        _E,
        "the system refuses: {reason}",
        "make room on the disk or in memory; the last good books are untouched",
    ),
    "BM-SYS-010": Entry(
        _E, "standard output cannot be written: {reason}", "name another place for it"
    ),
    "BM-SYS-011": Entry(
        _E,
        "the book is too much to print: at {what} it had taken more than {limit}",
        "make it simpler, make a book of each part, or the EPUB alone: --format epub; a text that "
        "you trust may take more: --patience 4",
    ),
    "BM-SYS-012": Entry(
        _E,
        "the pictures are too much to decode: at {what} they had taken more than {limit}",
        "save them with fewer pixels, or make a book of each part; pictures that you trust may "
        "take more: --patience 4",
    ),
    "BM-SYS-070": Entry(
        _E,
        "Bookmaker failed by its own fault: {reason}",
        "run again with --debug and report what it prints; the last good books are untouched",
    ),
    # -- VER
    "BM-VER-001": Entry(
        _E, "{path!r} is no record of a build: {reason}", "name the build.json beside the books"
    ),
    "BM-VER-002": Entry(
        _E,
        "the manuscript of {path!r} is not near it",
        "name it: bookmaker verify build.json MANUSCRIPT",
    ),
    "BM-VER-003": Entry(
        _W,
        "{name} is {here} here and was {recorded} there",
        "the same bytes are promised for the same versions; install those",
    ),
    "BM-VER-004": Entry(
        _E, "{path!r} is not what it was when the book was built", "verify with the file of then"
    ),
    "BM-VER-005": Entry(
        _E,
        "{path!r} comes out otherwise than it was recorded",
        "the record is of another manuscript or machine, or somebody has changed it",
    ),
    "BM-VER-006": Entry(
        _E,
        "{path!r} beside the record is not the file it tells of",
        "somebody has changed it; build again",
    ),
    # -- READ
    "BM-READ-001": Entry(
        _E,
        "the pin {pin!r} fits nothing: {reason}",
        "'bookmaker inspect' shows the lines; correct the pin, or delete it",
    ),
    "BM-READ-002": Entry(
        _E,
        "the pin {pin!r} does not say which manuscript it means",
        "name one: {example!r}",
    ),
    "BM-READ-004": Entry(
        _E,
        "line {line} is pinned twice, as {first!r} and as {second!r}",
        "keep one of them",
    ),
    "BM-READ-005": Entry(
        _W,
        "scenes are parted by {mark!r} here, and by {usual!r} {count} times",
        "type one mark throughout; the book shows one ornament for both",
    ),
    "BM-READ-006": Entry(
        _W,
        "this paragraph begins with a tab, and hardly any other does",
        "delete the tab; if the lines are verse or a letter, pin them ([structure] pins)",
    ),
    "BM-READ-007": Entry(
        _W,
        "the heading {number!r} comes after number {last}",
        "is it number {next}, or is a chapter missing? The book prints what was typed",
    ),
    "BM-READ-008": Entry(
        _W,
        "{words!r} reads as the beginning of a scene, but no break stands above it",
        "leave more empty lines above it, type a mark, or pin it as a paragraph",
    ),
    # those of Markdown are numbered from 101 on
    "BM-READ-101": Entry(_W, "the head's key {name!r} is not known", "{nearest}"),
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
    "BM-READ-116": Entry(
        _W, "a picture names no file; its description is kept", "say in src which file it is"
    ),
    # -- TYPE
    "BM-TYPE-001": Entry(
        _W,
        "{word!r} stands nowhere in the manuscript",
        "check its spelling under [typography] {setting}",
    ),
    "BM-TYPE-002": Entry(
        _W,
        "a quotation opens here and never closes: {words}",
        "type its closing mark; if it goes on, open the next paragraph with a mark, too",
    ),
    "BM-TYPE-003": Entry(
        _W,
        "this closing mark closes nothing: {words}",
        "type the opening mark before it, or delete it",
    ),
    "BM-TYPE-004": Entry(_W, "{word!r} stands twice: {words}", "delete one of them"),
    "BM-TYPE-005": Entry(
        _N,
        "there is more than one space between words: {words}",
        "one is set; is a word or a mark missing?",
    ),
    "BM-TYPE-007": Entry(
        _W,
        "a short speech opens here and does not close, and the next paragraph reads as its answer: "
        "{words}",
        "type its closing mark; if the same person speaks on, nothing is amiss",
    ),
    "BM-TYPE-006": Entry(
        _E,
        "the words {word!r} stand nowhere in the manuscript",
        "under [typography] {setting} write them letter for letter as the manuscript does",
    ),
    # -- MARK
    "BM-MARK-001": Entry(
        _W,
        "the picture {src!r} is not at hand; its description stands in its place",
        "check the name and the folder",
    ),
    "BM-MARK-002": Entry(
        _W,
        "the picture {src!r} has no description for those who cannot see it",
        "say in a few words what it shows",
    ),
    "BM-MARK-003": Entry(
        _W,
        "the link to {href!r} leads nowhere; its words stay",
        "name a heading of the book, or a whole address (https://...)",
    ),
    "BM-MARK-004": Entry(_W, "there is no note {note!r}; its call stays as words", "add the note"),
    "BM-MARK-005": Entry(
        _W,
        "nothing calls the note {note!r}; it stands last among the notes of the text",
        "call it where it belongs",
    ),
    "BM-MARK-006": Entry(
        _N,
        "the note {note!r} was called in an earlier chapter; this call leads there",
        "give it a note of its own where readers should find it beside the text",
    ),
    "BM-MARK-007": Entry(
        _W,
        "{tag!r} is not a language tag; the words stay without it",
        "use a BCP 47 tag such as la, fr or de-AT",
    ),
    "BM-MARK-008": Entry(
        _W,
        "the picture {src!r} is described by the name of a file: {alt!r}",
        "say in a few words what it shows",
    ),
    # -- PICT
    "BM-PICT-001": Entry(
        _E, "there is no picture {path!r}", "check its name; paths start at the project's folder"
    ),
    "BM-PICT-002": Entry(
        _E,
        "{path!r} is no picture for a book: {reason}",
        "save it as PNG, JPEG, GIF, WebP or SVG",
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
    "BM-PICT-008": Entry(
        _N,
        "only the first frame of {path!r} stands in the book",
        "give a still picture to choose it",
    ),
    "BM-PICT-009": Entry(
        _N,
        "the picture {path!r} has {given} pixels; it stands in the book with {set}",
        "3300 pixels are eleven inches in the best print; give it smaller to choose how",
    ),
    "BM-PICT-010": Entry(
        _E,
        "the drawing {name!r} cannot be drawn in print: its numbers or styles are out of bounds",
        "save it as plain SVG, or as PNG; --format epub builds the e-book alone",
    ),
    # -- COVER
    "BM-COVER-001": Entry(
        _E,
        "no face at hand shows {char!r} (U+{codepoint:04X}), which the cover's {part} needs",
        "give a cover of your own ([cover] image and full = true), or design = 'none'",
    ),
    "BM-COVER-002": Entry(
        _W, "the {part} is too long for the cover and is cut short there", "give a shorter one"
    ),
    "BM-COVER-003": Entry(
        _E, "[cover] full = true names no image", "name the picture: image = 'cover.jpg'"
    ),
    "BM-COVER-004": Entry(
        _W,
        "the cover is {width} x {height} pixels; stores refuse less than 625 x 1000",
        "1600 x 2560 is best",
    ),
    "BM-COVER-005": Entry(
        _N, "the cover is {width} x {height} pixels", "stores like 1600 x 2560 or more best"
    ),
    "BM-COVER-006": Entry(
        _W,
        "the cover's height is {ratio} times its width",
        "stores show covers of 1.6 (1600 x 2560) without bars",
    ),
    "BM-COVER-008": Entry(
        _N,
        "the cover's picture is only {width} x {height} pixels and looks soft",
        "1600 pixels in width are best",
    ),
    # -- PAGE
    "BM-PAGE-001": Entry(
        _E,
        "no face of the printed book has {char!r} (U+{codepoint:04X}), first met in {where}{more}",
        "write it another way, or build the e-book alone: --format epub",
    ),
    "BM-PAGE-002": Entry(
        _E,
        "the margins leave no room for words on a page of {trim}",
        "make the margins smaller, the type smaller or the trim larger",
    ),
    "BM-PAGE-003": Entry(
        _W,
        "the inside margin is too narrow for {pages} pages",
        "printers ask for at least {inches} in",
    ),
    "BM-PAGE-004": Entry(
        _W,
        "the book has {pages} pages; printers bind at most {most}",
        "choose a larger trim, smaller type, or two volumes",
    ),
    "BM-PAGE-005": Entry(
        _E,
        "a section has {parts} paragraphs, items, cells and lines; {most} can be printed",
        "begin new chapters in it, or build the e-book alone: --format epub",
    ),
    "BM-PAGE-006": Entry(
        _E,
        "{runs} sections begin on a page of their own; {most} can be printed in a book",
        'let chapters run on (chapter_opens = "run-on"), or build the e-book alone: --format epub',
    ),
    "BM-PAGE-010": Entry(
        _E,
        "the pages could not be set as they should be: {reason}",
        "this is our own fault: report it with the manuscript",
    ),
    # -- EPUB
    "BM-EPUB-001": Entry(_E, "{file!r} cannot be read: {reason}", "it is damaged, or no EPUB"),
    "BM-EPUB-002": Entry(
        _E,
        "the archive does not begin with its type",
        "the first entry must be 'mimetype', stored, holding application/epub+zip and no more",
    ),
    "BM-EPUB-003": Entry(
        _E,
        "the EPUB lacks {file!r}",
        "META-INF/container.xml must name a package document that is there",
    ),
    "BM-EPUB-004": Entry(
        _E, "not well-formed XML: {reason}", "a reading system stops at this line"
    ),
    "BM-EPUB-005": Entry(
        _E, "the package document says no valid {name}", "EPUB 3.3 demands it, once and not empty"
    ),
    "BM-EPUB-006": Entry(
        _E, "the manifest names {file!r}, which is not there", "add the file, or drop the entry"
    ),
    "BM-EPUB-007": Entry(
        _W, "{file!r} is in no manifest", "list it in the package document, or leave it out"
    ),
    "BM-EPUB-008": Entry(_E, "the reading order is broken: {reason}", "mend the spine"),
    "BM-EPUB-009": Entry(_E, "readers find no contents: {reason}", "an EPUB needs one toc nav"),
    "BM-EPUB-010": Entry(_E, "a link leads nowhere: {target!r}", "mend or remove the link"),
    "BM-EPUB-011": Entry(_E, "the id {id!r} is used twice", "an id names one element"),
    "BM-EPUB-012": Entry(
        _E,
        "a picture has no alternative text",
        'say what it shows in alt, or alt="" where it is mere decoration',
    ),
    "BM-EPUB-013": Entry(
        _W, "a document does not say its language", "put xml:lang and lang on its html element"
    ),
    "BM-EPUB-014": Entry(
        _W,
        "the accessibility metadata is incomplete: {names}",
        "EPUB Accessibility 1.1 demands it, and stores show it",
    ),
    "BM-EPUB-015": Entry(
        _E, "something is fetched from the network: {address}", "put it into the EPUB"
    ),
    "BM-EPUB-016": Entry(_E, "active content: {what}", "remove it: a book runs no code"),
    "BM-EPUB-017": Entry(
        _N, "no cover picture is marked", "give one manifest item properties='cover-image'"
    ),
    "BM-EPUB-018": Entry(
        _E, "the entry {file!r} is there twice or points outside", "make the archive anew"
    ),
    "BM-EPUB-019": Entry(_E, "{value!r} is not a language tag", "use a BCP 47 tag such as en-GB"),
    "BM-EPUB-020": Entry(_E, "the manifest names {file!r} twice", "name each file once"),
    "BM-EPUB-021": Entry(
        _E, "the book is encrypted", "only the original, without protection, can be checked"
    ),
    "BM-EPUB-022": Entry(
        _W, "a heading of level {level} follows one of level {above}", "leave no level out"
    ),
    "BM-EPUB-023": Entry(
        _E,
        "the contents lead to {target!r}, which is not in the reading order",
        "list it in the spine, or drop the entry",
    ),
    "BM-EPUB-024": Entry(
        _W,
        "the contents are not in the reading order: {target!r} stands too late",
        "set the entries in the order of the text",
    ),
    "BM-EPUB-025": Entry(
        _E, "{file!r} is not what the manifest says, {media_type}", "give its real media type"
    ),
    "BM-EPUB-026": Entry(
        _E,
        "{file!r} is {media_type}, which reading systems need not show, and has no fallback",
        "convert it to a core media type of EPUB 3.3",
    ),
    "BM-EPUB-027": Entry(
        _N, "there are no landmarks", "a nav of type 'landmarks' leads to the beginning of the text"
    ),
    "BM-EPUB-028": Entry(
        _E, "the list of pages lacks a page that is marked here: {page!r}", "list every marker once"
    ),
    "BM-EPUB-029": Entry(
        _W,
        "the pages of a printed book are listed, but not which book's",
        "name it by pageBreakSource, or dc:source with source-of",
    ),
    "BM-EPUB-030": Entry(
        _W, "a table has no header cells", "mark them with th, so that a voice can name them"
    ),
    "BM-EPUB-031": Entry(_W, "a link has no words", "say where it leads, in words or aria-label"),
    "BM-EPUB-032": Entry(_E, "a document has no title", "say in title what it holds"),
    "BM-EPUB-033": Entry(
        _N, "embedded faces are obfuscated", "some reading systems then show none of them"
    ),
    "BM-EPUB-034": Entry(
        _E, "the reading order names {file!r} twice", "a document stands in the spine once"
    ),
    "BM-EPUB-035": Entry(
        _E,
        "the manifest does not say rightly whether {file!r} holds {what}",
        "list the property where it does, and only there",
    ),
    "BM-EPUB-036": Entry(
        _W,
        "the name of the file {file!r} will not work everywhere",
        "use ASCII letters, digits, hyphens and dots, and no two names that differ by case alone",
    ),
    "BM-EPUB-037": Entry(
        _W, "{value!r} is no date of publication", "write it as 2026, 2026-05 or 2026-05-17"
    ),
    "BM-EPUB-038": Entry(
        _W, "the identifier {value!r} is no UUID, though it says so", "make a true one, and keep it"
    ),
    "BM-EPUB-039": Entry(
        _N,
        "the accessibility metadata could say more: {names}",
        "shops and libraries show them to readers",
    ),
    "BM-EPUB-040": Entry(
        _E, "metadata speaks of {target!r}, which is not in the package", "mend the refines"
    ),
    "BM-EPUB-041": Entry(
        _W, "the package document does not say its language", "put xml:lang on its root"
    ),
    "BM-EPUB-042": Entry(
        _W,
        "the cover is {width} x {height} pixels; shops refuse less than 625 x 1000",
        "1600 x 2560 is best",
    ),
    "BM-EPUB-043": Entry(
        _E,
        "the NCX names another book: {found!r}",
        "its dtb:uid must be the package's identifier, {wanted!r}",
    ),
    "BM-EPUB-044": Entry(
        _E, "the style property {name!r} must not stand in an EPUB", "set dir in the markup instead"
    ),
    "BM-EPUB-045": Entry(
        _E, "{name} is no part of today's HTML", "use what took its place, or a class and a style"
    ),
    "BM-EPUB-046": Entry(
        _E, "{child} cannot stand in {parent}", "close the one before the other begins"
    ),
    "BM-EPUB-047": Entry(
        _N,
        "epub:type={kind!r} has no ARIA role beside it",
        "role={role!r} tells assistive technology the same",
    ),
    "BM-EPUB-048": Entry(
        _E, "the reading order has no linear document", "one at least must be read in order"
    ),
    "BM-EPUB-089": Entry(_E, "EPUBCheck gave up: {id}: {message}", _EPUBCHECK),
    "BM-EPUB-090": Entry(_E, "EPUBCheck {id}: {message}", _EPUBCHECK),
    "BM-EPUB-091": Entry(_W, "EPUBCheck {id}: {message}", _EPUBCHECK),
    "BM-EPUB-092": Entry(_N, "EPUBCheck {id}: {message}", _EPUBCHECK),
    "BM-EPUB-093": Entry(
        _E,
        "EPUBCheck gave no report of {path!r}: {reason}",
        "no honest book is so much to check; --own-rules does without EPUBCheck",
    ),
    "BM-EPUB-098": Entry(
        _E,
        "conformance with WCAG cannot be claimed: {reason}",
        "mend it, or take [accessibility] conforms away",
    ),
    "BM-EPUB-099": Entry(
        _E,
        "the EPUB on the disk is not the one that was made: {reason}",
        "the disk may be failing or full; run again",
    ),
    # -- STORE
    "BM-STORE-001": Entry(
        _E,
        "{store} takes EPUBs of at most {limit} MB; this one has {size} MB",
        "make its pictures smaller; {source}",
    ),
    "BM-STORE-002": Entry(
        _N,
        "{store} cannot be sent this file by mail: it has {size} MB, the limit is {limit} MB",
        "readers may copy it by cable; {source}",
    ),
    "BM-STORE-003": Entry(
        _W,
        "{store} wants documents of at most {limit} MB; this one has {size} MB",
        "part it at a chapter or scene; {source}",
    ),
    "BM-STORE-004": Entry(
        _W,
        "{store} wants pictures of at most {limit} MB; {file!r} has {size} MB",
        "save it smaller; {source}",
    ),
    "BM-STORE-005": Entry(
        _W,
        "{store} takes pictures of at most {limit} million pixels; {file!r} has {size} million",
        "save it smaller; {source}",
    ),
    "BM-STORE-006": Entry(
        _E,
        "{store} shows no pictures of the kind of {file!r}, {media_type}",
        "save it as JPEG or PNG; {source}",
    ),
    "BM-STORE-007": Entry(
        _W,
        "{store} wants pictures in RGB; {file!r} is CMYK",
        "save it in the colour space sRGB; {source}",
    ),
    "BM-STORE-008": Entry(
        _N,
        "{store}: the transparent parts of {file!r} may turn dark or coloured",
        "give the picture a background of its own; {source}",
    ),
    "BM-STORE-009": Entry(
        _W,
        "{store} finds no cover picture",
        "mark one with properties='cover-image'; {source}",
    ),
    "BM-STORE-010": Entry(
        _W,
        "{store} looks for the cover in a meta named 'cover', which is missing",
        "let its content be the id of the picture; {source}",
    ),
    "BM-STORE-011": Entry(
        _W, "{store} takes no covers of the kind {media_type}", "save it as JPEG; {source}"
    ),
    "BM-STORE-012": Entry(
        _N, "{store} wants covers under {limit} MB; this has {size} MB", "save it smaller; {source}"
    ),
    "BM-STORE-013": Entry(
        _E,
        "{store} refuses a cover of {width} x {height} pixels",
        "make it at least {limit} pixels high and 625 wide; {source}",
    ),
    "BM-STORE-014": Entry(
        _E,
        "{store} refuses a cover of {width} x {height} pixels",
        "make no side longer than {limit} pixels; {source}",
    ),
    "BM-STORE-015": Entry(
        _N,
        "{store} wants covers of {limit} pixels or more on the shorter side; this has {size}",
        "upload a larger one with the book; {source}",
    ),
    "BM-STORE-016": Entry(
        _W,
        "{store} shows the cover itself: this page shows it a second time",
        "leave the page out; {source}",
    ),
    "BM-STORE-017": Entry(
        _W,
        "{store} wants a page of contents in the reading order",
        "add one whose links lead to the chapters; {source}",
    ),
    "BM-STORE-018": Entry(
        _W, "{store} takes no table in the contents", "use a list of links; {source}"
    ),
    "BM-STORE-019": Entry(
        _N,
        "{store} shows {limit} levels of contents; this book has {size}",
        "what lies deeper is not shown, or set beside; {source}",
    ),
    "BM-STORE-020": Entry(
        _N,
        "{store} finds a book by its ISBN, and this identifier is none: {value!r}",
        "set [epub] isbn, or give the file the ISBN as its name; {source}",
    ),
    "BM-STORE-021": Entry(
        _W,
        "{store} may not find a file of this name: {file!r}",
        "use ASCII letters, digits, hyphens and dots; {source}",
    ),
    "BM-STORE-022": Entry(
        _W,
        "{store} puts such elements into every text, and this rule will style them: {selector!r}",
        "name a class; {source}",
    ),
    "BM-STORE-023": Entry(
        _W, "{store} wants no styles in the documents", "use a class and the style sheet; {source}"
    ),
    "BM-STORE-024": Entry(
        _W,
        "{store}: a background will not suit every reader: {selector!r}",
        "leave background colours to the reader; {source}",
    ),
    "BM-STORE-025": Entry(
        _W,
        "{store} wants the text as the reader set it; {selector!r} sets its {name}",
        "set it on what is not the text itself, or not at all; {source}",
    ),
    "BM-STORE-026": Entry(
        _W,
        "{store} wants no size on the text itself: {selector!r}",
        "leave it away, or 1em; {source}",
    ),
    "BM-STORE-027": Entry(
        _W, "{store} does not show faces of the kind of {file!r}", "use TTF or OTF; {source}"
    ),
    "BM-STORE-028": Entry(
        _N,
        "{store}: a table of {size} columns may be cut off on small screens",
        "{limit} columns are safe; {source}",
    ),
    "BM-STORE-029": Entry(
        _W,
        "{store} wants notes linked both ways; this note does not lead back",
        "end or begin it with a link to its call; {source}",
    ),
    "BM-STORE-030": Entry(
        _W,
        "{store} will not show this note in a pop-up: {reason}",
        "mark call and note with epub:type, and put text alone into the call; {source}",
    ),
    "BM-STORE-031": Entry(
        _E,
        "{store} runs a validator that does not know {name!r}",
        "leave it out of the package document; {source}",
    ),
    "BM-STORE-032": Entry(
        _W,
        "{store} shows none of the embedded faces: the package does not declare them",
        "add <meta property='ibooks:specified-fonts'>true</meta> and its prefix; {source}",
    ),
    "BM-STORE-033": Entry(
        _W,
        "{store}: this document has no {what}",
        "build it with --profile kepub; {source}",
    ),
    "BM-STORE-034": Entry(
        _E,
        "{store} takes this file for a common EPUB",
        "let its name end in .kepub.epub; {source}",
    ),
    "BM-STORE-036": Entry(
        _N,
        "{store} does not know the declaration of an exemption: its edition goes without",
        "declare it in the store's own form; {source}",
    ),
    "BM-STORE-035": Entry(
        _E, "{store} takes no PDF", "build an EPUB for it with --profile {profile}"
    ),
    # -- PDF
    "BM-PDF-001": Entry(_E, "{file!r} cannot be read: {reason}", "it is damaged, or no PDF"),
    "BM-PDF-002": Entry(
        _E, "{path!r} is neither an EPUB nor a PDF", "'bookmaker check' looks at finished books"
    ),
    "BM-PDF-003": Entry(
        _E, "the PDF is encrypted", "printers take no protected files; make it without a password"
    ),
    "BM-PDF-004": Entry(
        _E, "the pages differ in size: {pages} {size}, the first {first}", "all must be cut alike"
    ),
    "BM-PDF-005": Entry(_E, "the pages are {size}, not {wanted}", "the edition's trim decides"),
    "BM-PDF-006": Entry(_E, "the font {font!r} is not embedded", "printers refuse the file"),
    "BM-PDF-007": Entry(
        _E,
        "the font {font!r} does not say what its characters mean",
        "its words can be neither searched nor read aloud",
    ),
    "BM-PDF-008": Entry(_W, "the PDF does not say its language", "readers aloud need it"),
    "BM-PDF-009": Entry(_W, "the PDF has no title", "viewers show the file's name instead"),
    "BM-PDF-010": Entry(
        _W, "the PDF has no page labels", "a viewer's page numbers differ from the printed folios"
    ),
    "BM-PDF-011": Entry(
        _E,
        "page {page} shows an empty box in place of a character: {words}",
        "choose a face that has the character",
    ),
    "BM-PDF-012": Entry(
        _W,
        "a picture on page {page} has {dpi} pixels an inch",
        "printers want {least}: give a larger picture or set it smaller",
    ),
    "BM-PDF-013": Entry(
        _W, "the pages {first} to {last} are blank", "printers take two in a row at most"
    ),
    "BM-PDF-014": Entry(_E, "the PDF runs a script", "remove it: a book runs no code"),
    "BM-PDF-015": Entry(
        _E,
        "the PDF that was made is not whole: {reason}",
        "this is our own fault: report it with the manuscript",
    ),
    "BM-PDF-016": Entry(
        _N, "the PDF is not tagged", "it cannot be read aloud in order; printers do not mind"
    ),
    "BM-PDF-017": Entry(
        _E,
        "page {page} shows text that the structure tree does not hold",
        "it is not read aloud; what is no text of the book should be an artifact",
    ),
    "BM-PDF-018": Entry(
        _E, "text of page {page} is in the structure tree twice", "it is read aloud twice"
    ),
    "BM-PDF-019": Entry(
        _W,
        "a heading of level {level} follows one of level {before}",
        "who reads by headings looks for the level between",
    ),
    "BM-PDF-020": Entry(
        _W, "a picture on page {page} has no words for it", "give it a description"
    ),
    "BM-PDF-021": Entry(
        _W,
        "a link on page {page} is not in the structure tree, or has no description",
        "who cannot see the page cannot follow it",
    ),
    "BM-PDF-030": Entry(
        _N,
        "{pages} pages, {lines} lines set full: word space {mean} of normal on average,"
        " {loose} % of lines loose, {very_loose} % very loose, {tight} % tight,"
        " {hyphenated} % hyphenated; {runts} runts, {short} short pages, {uneven} of {spreads}"
        " spreads with uneven feet",
        "loose is over 1.5 times the normal word space, very loose over 2, tight under 0.8",
    ),
    "BM-PDF-031": Entry(
        _W,
        "{count} lines run out of the measure; page {page}: {words!r}",
        "reword the line, or let it break: a long word or link has no place to",
    ),
    "BM-PDF-032": Entry(
        _W,
        "{count} times a line stands alone at the head or foot of a page; page {page}: {words!r}",
        "a word more or less in the paragraph moves it",
    ),
    "BM-PDF-033": Entry(
        _W,
        "{count} times three or more lines in a row end in a hyphen; page {page}: {words!r}",
        "a word more or less in the paragraph breaks the lines elsewhere",
    ),
    "BM-PDF-034": Entry(
        _N,
        "{count} lines are loose; the loosest, {times} times the normal space, on page {page}:"
        " {words!r}",
        "a word more or less in the paragraph, or a hyphen allowed, closes it",
    ),
    "BM-PDF-035": Entry(
        _N,
        "{count} spreads have uneven feet; first on page {page}: {words!r}",
        "a paragraph of the spread can be made a line longer or shorter",
    ),
    "BM-PDF-036": Entry(
        _N,
        "{count} pages turn within a hyphenated word; first page {page}: {words!r}",
        "the reader has to turn the page for half a word",
    ),
    "BM-PDF-037": Entry(
        _N,
        "{count} chapters end on a page of fewer than four lines; first page {page}: {words!r}",
        "a few words less pull them back",
    ),
    # -- LAW
    "BM-LAW-001": Entry(
        _E,
        "words of the manuscript are missing from the book as it was read: {words}",
        "this is Bookmaker's fault, not yours; 'bookmaker inspect' shows what became of the line",
    ),
    "BM-LAW-002": Entry(
        _E,
        "words stand after those of line {line}, though they were typed before them: {words}",
        "this is Bookmaker's fault, not yours; 'bookmaker inspect' shows what became of the line",
    ),
    "BM-LAW-003": Entry(
        _E,
        "the book as it was read has words that were not typed here: {words}",
        "this is Bookmaker's fault, not yours; 'bookmaker inspect' shows what became of the line",
    ),
    "BM-LAW-004": Entry(
        _W,
        "words were joined or parted: typed {typed!r}, read {read!r}",
        "look at the line in the book; markup beside a word may need a space",
    ),
    "BM-LAW-005": Entry(
        _E,
        "words of the book are missing from the EPUB: {words}",
        "this is Bookmaker's fault, not yours; please report it with this line",
    ),
    "BM-LAW-006": Entry(
        _E,
        "the EPUB has words that the book does not have there: {words}",
        "this is Bookmaker's fault, not yours; please report it with this line",
    ),
    "BM-LAW-007": Entry(
        _E,
        "page {page} of the PDF does not go on as the book does: it has {found!r}, not {wanted!r}",
        "this is Bookmaker's fault, not yours; please report it with this line",
    ),
    "BM-LAW-008": Entry(
        _E,
        "words of the book are missing from the PDF: {words}",
        "this is Bookmaker's fault, not yours; please report it with this line",
    ),
    "BM-LAW-009": Entry(
        _E,
        "whether {path!r} holds every word cannot be told: {reason}",
        "the file is damaged; build it again",
    ),
    "BM-LAW-010": Entry(
        _W,
        "page {page} of the PDF does not begin where the EPUB's page list leads: {words!r}",
        "this is Bookmaker's fault, not yours; please report it with this line",
    ),
}
