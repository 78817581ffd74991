"""The book as its author wrote it: what readers make and typography refines.

A closed set of frozen values: what has no place here (a script, an iframe, an event handler)
cannot reach a book. Every block carries the `Span` it was typed at. Blocks that hold blocks hold
`tuple[Block, ...]`; inlines that hold inlines hold `Inlines`. Nothing here knows HTML.

    Book ── front: Section*, epigraph?, body: (Part | Chapter)*, back: Section*, notes: Note*
    Part ── epigraph?, intro: Block*, chapters: Chapter*
    Chapter ── epigraph?, scenes: Scene*      a story without chapters is one untitled Chapter
    Scene ── dateline?, blocks: Block*
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bookmaker.diagnostics import Diagnostic, Span
from bookmaker.metadata import Metadata

# ---------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters, no markup in it; white space is single spaces, never line ends."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed or foreign words, titles: set in italic."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong importance: set in bold."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Words set in small capitals."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised characters."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered characters."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strike:
    """Words struck out."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Code:
    """Verbatim characters: typography never touches them."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to `href`: an http(s) or mailto address, or `#id` of a heading."""

    children: "Inlines"
    href: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture within a line; `src` as typed, resolved by the project's resolver alone."""

    src: str
    alt: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class NoteReference:
    """The call of the note `note_id` (see `Note.id`)."""

    note_id: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end that the author wants kept inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Language:
    """Words in another language, `tag` in BCP 47; quotation habits change inside."""

    children: "Inlines"
    tag: str


Inline = (
    Text
    | Emphasis
    | Strong
    | SmallCaps
    | Superscript
    | Subscript
    | Strike
    | Code
    | Link
    | Image
    | NoteReference
    | LineBreak
    | Language
)
Inlines = tuple[Inline, ...]

# ---------------------------------------------------------------- blocks


class ParagraphRole(StrEnum):
    """What a paragraph is to its surroundings; `BODY` is ordinary prose."""

    BODY = "body"
    CONTINUED = "continued"  # goes on after verse, quotation or figure: no indent
    SALUTATION = "salutation"  # letters
    DATELINE = "dateline"
    VALEDICTION = "valediction"
    SIGNATURE = "signature"
    POSTSCRIPT = "postscript"
    CENTRED = "centred"  # "THE END", inscriptions


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose.

    `line_starts` are the code-point offsets, in the flattened text (`plain_text`), at which the
    manuscript's 2nd, 3rd ... line began; empty for a paragraph typed on one line. With them a
    diagnostic in a hard-wrapped paragraph names its own line.
    """

    inlines: Inlines
    span: Span
    role: ParagraphRole = ParagraphRole.BODY
    line_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter or section; `level` 1 is just below the chapter's own title."""

    inlines: Inlines
    level: int
    span: Span
    id: str = ""


@dataclass(frozen=True, slots=True)
class VerseLine:
    """One line of verse; `indent` counts steps (about two spaces) from the poem's left edge."""

    inlines: Inlines
    line: int
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Stanza:
    """Lines of verse that stand together."""

    lines: tuple[VerseLine, ...]


@dataclass(frozen=True, slots=True)
class Verse:
    """A poem or song: stanzas of lines; `attribution` if the author signed it."""

    stanzas: tuple[Stanza, ...]
    span: Span
    attribution: Inlines = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A displayed quotation (extract); `attribution` names its source."""

    blocks: "tuple[Block, ...]"
    span: Span
    attribution: Inlines = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, telegram, note or diary leaf: its paragraphs carry letter roles."""

    blocks: "tuple[Block, ...]"
    span: Span


@dataclass(frozen=True, slots=True)
class List:
    """A list; each item is blocks. `start` is the first number of an ordered list."""

    items: "tuple[tuple[Block, ...], ...]"
    ordered: bool
    span: Span
    start: int = 1

    @property
    def lines(self) -> range:
        """The lines that it was typed on."""
        begun = (item[0].span.line for item in self.items if item)
        return range(self.span.line, max(self.span.line, self.span.end_line or 0, *begun) + 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture on its own, with an optional caption. `src` as in `Image`."""

    src: str
    alt: str
    caption: Inlines
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table: header cells (may be empty), rows of cells, alignment per column ("", left, ...)."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    alignments: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Verbatim lines, kept character by character."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ornament:
    """A mark on a line of its own that is no scene break (inside a letter or quotation)."""

    text: str
    span: Span


Block = (
    Paragraph | Heading | Verse | Quotation | Letter | List | Figure | Table | CodeBlock | Ornament
)

# ---------------------------------------------------------------- divisions


@dataclass(frozen=True, slots=True)
class Epigraph:
    """A quotation before a book, part or chapter."""

    blocks: tuple[Block, ...]
    span: Span
    attribution: Inlines = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of continuous action.

    `opener` is the mark that was typed before it ("***"; empty for a mere gap, and for the first
    scene of a chapter); it is a mark, not a word, and no writer prints it.
    """

    blocks: tuple[Block, ...]
    span: Span
    dateline: Paragraph | None = None
    opener: str = ""


class Role(StrEnum):
    """What a section or chapter is: EPUB structural semantics where the vocabulary has the word.

    https://www.w3.org/TR/epub-ssv-11/
    """

    # front
    SERIES = "series"  # the line naming the series; belongs on the title page
    DEDICATION = "dedication"
    FOREWORD = "foreword"
    PREFACE = "preface"
    INTRODUCTION = "introduction"
    AUTHORS_NOTE = "authors-note"
    DISCLAIMER = "disclaimer"  # and credits: belongs on the copyright page
    COPYRIGHT = "copyright-page"
    SUMMARY = "summary"
    CONTENT_WARNING = "content-warning"
    # body
    CHAPTER = "chapter"
    STORY = "story"  # a text without chapters
    PROLOGUE = "prologue"
    EPILOGUE = "epilogue"
    INTERLUDE = "interlude"
    # back
    AFTERWORD = "afterword"
    ACKNOWLEDGMENTS = "acknowledgments"
    APPENDIX = "appendix"
    ABOUT_THE_AUTHOR = "about-the-author"
    COLOPHON = "colophon"
    GLOSSARY = "glossary"
    NOTES = "notes"  # transcriber's notes and the like
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of front or back matter; an untitled one is titled by its role where needed."""

    role: Role
    blocks: tuple[Block, ...]
    span: Span
    title: Inlines = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, or the whole of a story that has none.

    `number` is the ordinal as typed, words and all ("Chapter One", "IV", "3."): printed as typed.
    `title` is what follows it. Either may be empty; both only for a story or an untitled
    file.
    """

    scenes: tuple[Scene, ...]
    span: Span
    role: Role = Role.CHAPTER
    number: Inlines = ()
    title: Inlines = ()
    epigraph: Epigraph | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part (book, volume): a half-title of its own, then chapters."""

    chapters: tuple[Chapter, ...]
    span: Span
    number: Inlines = ()
    title: Inlines = ()
    epigraph: Epigraph | None = None
    intro: tuple[Block, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote, called by `NoteReference(id)`.

    `in_place` says that other words of plain text stand beside it, on the line it was typed on.
    """

    id: str
    blocks: tuple[Block, ...]
    span: Span
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the author wrote."""

    metadata: Metadata
    body: tuple[Part | Chapter, ...]
    front: tuple[Section, ...] = ()
    epigraph: Epigraph | None = None
    back: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()


# ---------------------------------------------------------------- a reading


class Certainty(StrEnum):
    """How sure a decision is; `inspect --doubts` lists only the doubts."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader took some lines for, and why, in words an author understands."""

    kind: str
    span: Span
    reason: str
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class Withheld:
    """Lines that were understood and deliberately kept out of the book (a law-1 expected loss).

    `text` is the words as typed; `kind` says what they were ("contact block", "boilerplate").
    Metadata lines whose words stand in the book another way ("Title: ...") are withheld, too.
    A span with a column says that `text` stood inside a line, exactly so, and is cut out of it.
    `numbered` are lines of ordered lists in it: the numbers there are markup, and not in `text`.
    """

    kind: str
    text: str
    span: Span
    numbered: tuple[range, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns.

    `settings` are keys of a YAML head that are settings rather than metadata, as plain tables
    (`{"print": {"trim": "6x9"}}`), for `settings` to validate. `recognised` names the fields of
    `book.metadata` that were recognised in a line of prose rather than stated in a head
    ("title" of a first line standing alone): settings overrule them. `supplied` are words of
    headings that no text has there, and the place of the heading: a file's or folder's name, or a
    title that the file says elsewhere.
    """

    book: Book
    decisions: tuple[Decision, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    settings: tuple[tuple[str, object], ...] = ()
    recognised: tuple[str, ...] = ()
    supplied: tuple[tuple[str, Span], ...] = ()


# ---------------------------------------------------------------- walking


def plain_text(inlines: Inlines) -> str:
    """Return the characters of `inlines`, markup dropped; a line break counts as one space.

    Images and note references contribute nothing; code contributes its text.
    """
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case LineBreak():
            return " "
        case Image() | NoteReference():
            return ""
        case _:
            return plain_text(inline.children)


def chapters(book: Book) -> Iterator[Chapter]:
    """Yield every chapter in reading order, those inside parts included."""
    for division in book.body:
        if isinstance(division, Part):
            yield from division.chapters
        else:
            yield division


def nested(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks in reading order, each before those it holds (quotations, letters, lists)."""
    for block in blocks:
        yield block
        match block:
            case Quotation() | Letter():
                yield from nested(block.blocks)
            case List():
                for item in block.items:
                    yield from nested(item)
            case _:
                pass
