"""Title page and copyright page: what the settings and the manuscript say, and nothing else."""

import re
from collections.abc import Iterable
from typing import Final

from bookmaker.book import Paragraph, Role, Section
from bookmaker.markup.blocks import set_block, set_paragraph, set_title
from bookmaker.markup.galley import HEADING_ID, START_ID, Composition, Galley
from bookmaker.markup.notes import set_notes
from bookmaker.markup.vocabulary import COPYRIGHT_PAGE, TITLE_PAGE
from bookmaker.markup.xml import escape, one_line
from bookmaker.metadata import Metadata, Person, conjunction, in_a_row

_ISBN: Final = re.compile(r"(?:urn:isbn:|isbn[:\s]*)?([\dxX][\dxX\s-]{8,20})\Z", re.IGNORECASE)
_NOTICE: Final = re.compile(r"©|\(c\)|\bcopyright\b", re.IGNORECASE)
_ISBN_LENGTHS: Final = (10, 13)
_PAIR: Final = 2
_NAMED_BY_ROLE: Final = ("trl", "ill", "edt", "aui", "aft", "pht")
_UNNAMED: Final = ("ctb", "oth")  # no word says what they did
_COVER_DESIGNER: Final = "cov"


def set_title_page(composition: Composition, sections: Iterable[Section]) -> Galley:
    """Set the title page; a typed series line (`sections`) stands there as typed."""
    galley = Galley(composition, TITLE_PAGE, "front", composition.words[TITLE_PAGE])
    metadata = composition.book.metadata
    _book_title(galley, one_line(metadata.title))
    _line(galley, "subtitle", metadata.subtitle, ' epub:type="subtitle" role="doc-subtitle"')
    if not _typed(galley, [s for s in sections if s.role is Role.SERIES], "series"):
        _series(galley, metadata)
    _line(galley, "author", _names(galley, metadata.authors), is_markup=True)
    for role in dict.fromkeys(person.role for person in metadata.contributors):
        if role in (*_NAMED_BY_ROLE, *_UNNAMED):
            _contributors(galley, role)
    _line(galley, "publisher", metadata.publisher)
    set_notes(galley)
    return galley


def set_copyright_page(composition: Composition, sections: Iterable[Section]) -> Galley | None:
    """Set the copyright page, or return `None` when nothing is to be said on it."""
    galley = Galley(composition, COPYRIGHT_PAGE, "front", composition.words[COPYRIGHT_PAGE])
    metadata = composition.book.metadata
    typed = [s for s in sections if s.role in (Role.COPYRIGHT, Role.DISCLAIMER)]
    if not _typed(galley, [s for s in typed if s.role is Role.COPYRIGHT]):
        _copyright(galley, metadata)
    _line(galley, "rights", metadata.rights)
    _line(galley, "edition", metadata.edition)
    _contributors(galley, _COVER_DESIGNER)
    for credit in metadata.credits:
        _line(galley, "credit", credit)
    _typed(galley, [s for s in typed if s.role is Role.DISCLAIMER])
    if isbn := isbn_of(metadata):
        supplied = composition.words.supplied("ISBN")
        _line(galley, "isbn", f"{supplied} {escape(isbn)}", is_markup=True)
    set_notes(galley)
    return galley if galley.pieces else None


def isbn_of(metadata: Metadata) -> str:
    """Return the ISBN of the EPUB as it is printed: `epub_isbn`, else an identifier that is one."""
    for value in (metadata.epub_isbn, metadata.identifier):
        match = _ISBN.match(value.strip())
        if match and len(re.sub(r"[\s-]", "", match[1])) in _ISBN_LENGTHS:
            return one_line(match[1])
    return ""


def _book_title(galley: Galley, title: str) -> None:
    """Set the book's title as the heading of its page."""
    galley.title, galley.has_heading = title or galley.title, bool(title)
    if title:
        _count(galley, "title")
        galley.close(f'<h1 id="{HEADING_ID}" class="book-title">{escape(title)}</h1>')


def _count(galley: Galley, name: str) -> None:
    """Count a block made of the metadata's field `name`, with the place where it was typed."""
    galley.count(dict(galley.composition.book.metadata.spans).get(name))


def _line(
    galley: Galley, name: str, text: str, attributes: str = "", *, is_markup: bool = False
) -> None:
    """Set a line of the page, if there is anything to say."""
    if text.strip():
        _count(galley, name)
        words = text if is_markup else escape(one_line(text))
        galley.close(f'<p class="{name}"{attributes}>{words}</p>')


def _names(galley: Galley, people: Iterable[Person]) -> str:
    """Return names joined as the book's language joins them; the word that does it is ours."""
    names = [escape(one_line(person.name)) for person in people if person.name.strip()]
    language = galley.composition.language
    row = in_a_row(names, language)
    word = conjunction(language, names[-1] if names else "")
    if len(names) < _PAIR or not any(map(str.isalpha, word)):
        return row
    supplied = word.replace(word.strip(), f'<span class="supplied">{word.strip()}</span>')
    return row[: -len(word + names[-1])] + supplied + names[-1]


def _contributors(galley: Galley, role: str) -> None:
    """Name those who share a part in the book, and what that was where there is a word for it."""
    words = galley.composition.words
    people = galley.composition.book.metadata.contributors
    names = _names(galley, [person for person in people if person.role == role])
    said = f"{words.supplied(words[role])} " if role not in _UNNAMED and names else ""
    _line(galley, "contributor", said + names, is_markup=True)


def _series(galley: Galley, metadata: Metadata) -> None:
    """Name the series and the book's place in it."""
    if metadata.series is None:
        return
    words = galley.composition.words
    name, position = escape(one_line(metadata.series.name)), one_line(metadata.series.position)
    if position[:1].isdigit() and name:
        before, after = words["book-of"].split("{}")
        place = (
            f"{words.supplied(before.strip())} {escape(position)} {words.supplied(after.strip())}"
        )
        name = f"{place} {name}"
    elif position:
        name = f"{name}, {escape(position)}"
    _line(galley, "series", name, is_markup=True)


def _copyright(galley: Galley, metadata: Metadata) -> None:
    """Say whose the book is and since when, as far as that was said and `rights` does not."""
    said = f"{metadata.copyright_year} {metadata.copyright_holder}".strip()
    if said and not _NOTICE.search(metadata.rights):
        supplied = galley.composition.words.supplied("Copyright ©")
        _line(galley, "copyright", f"{supplied} {escape(one_line(said))}", is_markup=True)


def _typed(galley: Galley, sections: list[Section], classes: str = "") -> bool:
    """Set what was typed for this page, with its headings; tell whether there was anything."""
    before = len(galley.pieces)
    for section in sections:
        galley.span = section.span
        if section.id:
            galley.piece.anchors.append((f"id:{section.id}", START_ID))
        if section.title:
            _section_title(galley, section)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                html = set_paragraph(galley, block, classes)
            else:
                html = set_block(galley, block)
            if html:
                galley.close(html)
    return len(galley.pieces) > before


def _section_title(galley: Galley, section: Section) -> None:
    """Set a typed title: the page's heading if it has none yet, else one below it."""
    galley.count(section.span)
    if galley.has_heading or galley.pieces:
        html = f"<h2>{set_title(galley, section.title, 'title')}</h2>"
    else:
        galley.has_heading = True
        html = f'<h1 id="{HEADING_ID}">{set_title(galley, section.title, "title")}</h1>'
    galley.close(html)
