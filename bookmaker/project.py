"""`bookmaker.toml` and what overrides it, as one typed value.

    toml  <  the head of a lone manuscript  <  options        (the later wins)

An unknown table or key is an error that names the nearest known one.
"""

from dataclasses import dataclass, field
from typing import Literal

from bookmaker.edition import Edition
from bookmaker.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One manuscript, decoded: `path` as the author named it, `text` with its line ends as typed.

    `format` is "text" or "markdown". `title` titles the part or chapter the file makes when a
    project has several manuscripts; empty: found in the text.
    """

    path: str
    text: str
    format: Literal["text", "markdown"]
    title: str = ""


@dataclass(frozen=True, slots=True)
class StructureSettings:
    """`[structure]`: how manuscripts are understood.

    `files` says what several manuscripts are to the book; `accept_blank_breaks` takes extra blank
    lines in Markdown as scene breaks.
    """

    files: Literal["chapters", "parts"] = "chapters"
    accept_blank_breaks: bool = False


@dataclass(frozen=True, slots=True)
class TypographySettings:
    """`[typography]`. `quotes` is "auto", "american", "british" or "off".

    `elisions` and `names` add words with a leading apostrophe ("'Dale").
    """

    enabled: bool = True
    quotes: str = "auto"
    dashes: bool = True
    ellipses: bool = True
    spaces: bool = True
    elisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EpubSettings:
    """`[epub]`. `fonts` embeds the theme's faces; `theme` names a sheet in `styles/`."""

    theme: str = "classic"
    fonts: bool = True


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
    """All settings of one build."""

    metadata: Metadata = field(default_factory=Metadata)
    structure: StructureSettings = StructureSettings()
    typography: TypographySettings = TypographySettings()
    edition: Edition = field(default_factory=Edition)
    epub: EpubSettings = EpubSettings()
    cover: CoverSettings = CoverSettings()
    manuscripts: tuple[str, ...] = field(default=())
