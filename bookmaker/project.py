"""`bookmaker.toml` and what overrides it, as one typed value.

    toml  <  the head of a lone manuscript  <  options        (the later wins)

An unknown table or key is an error that names the nearest known one.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

from bookmaker.diagnostics import Span
from bookmaker.edition import Edition
from bookmaker.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One manuscript, decoded: `path` as the author named it, `text` with its line ends as typed.

    `format` is "text" or "markdown". `title` titles the part or chapter the file makes when a
    project has several manuscripts and nothing in the text does. `folders` are the titles of the
    folders it lies in, the outermost first.
    """

    path: str
    text: str
    format: Literal["text", "markdown"]
    title: str = ""
    folders: tuple[str, ...] = ()


PIN_KINDS: Final = (
    "chapter", "part", "prologue", "epilogue", "interlude", "heading", "story",
    "scene", "break", "no-break", "dateline",
    "epigraph", "attribution", "verse", "letter", "lines", "paragraph", "centred",
    "title", "author", "withhold",
    "series", "dedication", "foreword", "preface", "introduction", "authors-note", "disclaimer",
    "copyright-page", "summary", "content-warning",
    "afterword", "acknowledgments", "appendix", "about-the-author", "colophon", "glossary", "notes",
)  # fmt: skip
"""What lines of a manuscript can be pinned as."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The author's word on what some lines are: `kind` is one of `PIN_KINDS`.

    Without `end_line`, `line` (counted from 1) stands for the paragraph or group of lines that
    begins there; with it, for exactly the lines from one to the other. `path` names the
    manuscript; empty where there is only one.
    """

    kind: str
    line: int
    end_line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        """Return the pin as it is typed: "story.txt:12-14: verse"."""
        path = f"{self.path}:" if self.path else ""
        lines = str(self.line) if self.end_line is None else f"{self.line}-{self.end_line}"
        return f"{path}{lines}: {self.kind}"


NoteNumbers = Literal["chapter", "book"]


@dataclass(frozen=True, slots=True)
class StructureSettings:
    """`[structure]`: how manuscripts are understood.

    `files` says what several manuscripts are to the book, `folders` what the folders are that they
    lie in: chapters of scenes, parts of chapters, or what names and sizes tell;
    `accept_blank_breaks` takes extra blank lines in Markdown as scene breaks; `pins` say what lines
    of a manuscript are, whatever they look like; `note_numbers` counts notes through a chapter or
    through the book.
    """

    files: Literal["chapters", "parts"] = "chapters"
    folders: Literal["auto", "chapters", "parts"] = "auto"
    accept_blank_breaks: bool = False
    pins: tuple[Pin, ...] = ()
    note_numbers: NoteNumbers = "chapter"


@dataclass(frozen=True, slots=True)
class TypographySettings:
    """`[typography]`. `quotes` is "auto", "american", "british" or "off".

    `elisions` are words with an apostrophe at their head or tail ("'Dale", "thinkin'"); `names`
    are words, `marks` phrases whose marks stand as written here. `places` says where in a file
    each was typed: ("names: O’Brien", span).
    """

    enabled: bool = True
    quotes: str = "auto"
    dashes: bool = True
    ellipses: bool = True
    spaces: bool = True
    elisions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    places: tuple[tuple[str, Span], ...] = ()


EXEMPTIONS: Final = (
    "eaa-microenterprise",
    "eaa-disproportionate-burden",
    "eaa-fundamental-alteration",
)
"""Why the European Accessibility Act may not bind a publisher (a11y vocabulary, `exemption`)."""


@dataclass(frozen=True, slots=True)
class AccessibilitySettings:
    """`[accessibility]`: what a person answers for; no machine can.

    `conforms` claims "EPUB Accessibility 1.1 - WCAG 2.2 Level AA" and needs `certified_by`, the
    one who has judged the book; `credential` and `report` (an address) and `date` are theirs.
    `exemption` is one of `EXEMPTIONS`; `summary` is put before the one that is computed.
    """

    conforms: bool = False
    certified_by: str = ""
    credential: str = ""
    report: str = ""
    date: str = ""
    exemption: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class EpubSettings:
    """`[epub]`. `fonts` embeds the theme's faces; `theme` names a sheet in `styles/`.

    `profiles` are the store editions (`stores.NAMES`) that are made beside the plain EPUB.
    """

    theme: str = "classic"
    fonts: bool = True
    accessibility: AccessibilitySettings = AccessibilitySettings()
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverSettings:
    """`[cover]`. `design` is a design of `covers`, or "none"; `image` a path in the project.

    With `full=True` the image is the whole cover, otherwise the picture of the design.
    """

    design: str = "classic"
    image: str = ""
    full: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """All settings of one build; `places` says where each was typed, by "[table] key"."""

    metadata: Metadata = field(default_factory=Metadata)
    structure: StructureSettings = StructureSettings()
    typography: TypographySettings = TypographySettings()
    edition: Edition = field(default_factory=Edition)
    epub: EpubSettings = EpubSettings()
    cover: CoverSettings = CoverSettings()
    manuscripts: tuple[str, ...] = field(default=())
    places: tuple[tuple[str, Span], ...] = ()
