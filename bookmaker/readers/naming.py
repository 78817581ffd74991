"""The title that a file's name or settings give, taken apart into number and title."""

from bookmaker.book import Inlines, Text
from bookmaker.readers.structure import heading_forms as forms
from bookmaker.readers.structure.draft import Level


def title_inlines(title: str, *, part: bool = False) -> tuple[Inlines, Inlines]:
    """Return a title's number and words: "Chapter 3: Home" is ("Chapter 3", "Home")."""
    text = title.strip()
    if not text:
        return (), ()
    found = forms.keyed(text) or forms.numbered(text)
    if found is None or not found.number or (found.level is Level.PART) != part:
        return (), (Text(text),)
    rest = found.title[0] if found.title else ""
    return (Text(found.number),), ((Text(rest),) if rest else ())
