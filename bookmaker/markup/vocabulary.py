"""Roles as EPUB and ARIA name them, and our own words in the book's language.

EPUB structural semantics: https://www.w3.org/TR/epub-ssv-11/
ARIA roles and the mapping between the two: https://www.w3.org/TR/dpub-aria-1.1/,
https://www.w3.org/TR/epub-aria-authoring-11/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bookmaker.markup.words import WORDS
from bookmaker.markup.xml import language_attributes

TITLE_PAGE: Final = "title-page"
COPYRIGHT_PAGE: Final = "copyright-page"
EPIGRAPH: Final = "epigraph"
PART: Final = "part"

# Role of a document -> epub:type of its section; the vocabulary has no word for the other roles.
EPUB_TYPES: Final = {
    TITLE_PAGE: "titlepage",
    COPYRIGHT_PAGE: "copyright-page",
    "content-warning": "notice",
    "dedication": "dedication",
    EPIGRAPH: "epigraph",
    "foreword": "foreword",
    "preface": "preface",
    "introduction": "introduction",
    "summary": "abstract",
    PART: "part",
    "chapter": "chapter",
    "story": "chapter",
    "prologue": "prologue",
    "epilogue": "epilogue",
    "interlude": "chapter",
    "afterword": "afterword",
    "acknowledgments": "acknowledgments",
    "appendix": "appendix",
    "colophon": "colophon",
    "glossary": "glossary",
}
# epub:type values that DPUB-ARIA has no role for; every other one is "doc-" and itself.
_WITHOUT_ARIA: Final = frozenset({"titlepage", "copyright-page"})


def epub_type(role: str) -> str:
    """Return the `epub:type` of a document's role, or nothing."""
    return EPUB_TYPES.get(role, "")


def aria_role(epub_type: str) -> str:
    """Return the ARIA role that matches an `epub:type`, or nothing."""
    return "" if not epub_type or epub_type in _WITHOUT_ARIA else f"doc-{epub_type}"


@dataclass(frozen=True, slots=True)
class Words:
    """The words that are ours, in one language.

    `attributes` goes on an element that holds them where the book is in another language than
    they are (there is no table for it): a voice then does not read English as Finnish.
    """

    table: Mapping[str, str]
    attributes: str

    def __getitem__(self, key: str) -> str:
        """Return the word for a role or place."""
        return self.table[key]

    def get(self, key: str) -> str:
        """Return the word for a role or place, or nothing where there is none."""
        return self.table.get(key, "")

    def supplied(self, text: str) -> str:
        """Return words of ours as a `span` that says so; they hold no markup."""
        return f'<span class="supplied"{self.attributes}>{text}</span>'


def words_for(language: str) -> Words:
    """Return our words for a book in `language` (BCP 47), English where there is no table."""
    primary = language.partition("-")[0].lower()
    if primary in WORDS:
        return Words(WORDS[primary], "")
    return Words(WORDS["en"], language_attributes("en", language))
