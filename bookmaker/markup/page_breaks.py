"""Where the printed pages begin: markers in the documents, set in without touching a word.

    <p>She took the <span epub:type="pagebreak" role="doc-pagebreak" …></span>lamp and …</p>

The marker is inserted into the finished bytes, so that taking it out gives them back exactly.
https://www.w3.org/TR/epub-a11y-11/#sec-page-nav and
https://www.w3.org/TR/epub-ssv-11/#pagebreak
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from bookmaker.markup.vocabulary import words_for
from bookmaker.markup.xml import attribute
from bookmaker.print_run import PageMap, PageStart
from bookmaker.publication import ContentDocument, Publication

_BLOCK: Final = re.compile(r"<(h[1-6]|p|pre|th|td|figure|figcaption|hr)\b[^>]*>")
_TOKEN: Final = re.compile(r"<[^>]*>|&[^;]*;|[^<&]+")
# Before these a marker is set, not into them: a link is not named by a page number, and none is
# read aloud in another language. A line of verse, a block to the style sheets, keeps it inside.
_STEPPED_OUT_OF: Final = re.compile(
    r'<(?:a|em|strong|s|sup|sub|i|code|span (?:lang|dir|class="small-caps"))\b[^>]*(?<!/)>'
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# A longer "word" is no hyphenated one but a wall of characters; its break stays where it is.
_LONGEST_WORD: Final = 60
_SOFT_HYPHEN: Final = "\u00ad"
_APOSTROPHES: Final = "'’ʼ"
# Scripts that are set without spaces and broken without hyphens.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class PageBreaks:
    """A publication that knows its printed pages.

    `targets` are label and place (`text/x.xhtml#page-12`) of each marker, in reading order;
    `left_out` are the pages that nothing of the EPUB stands on: blank ones, and those that only
    a printed book has. Every page of the map is in one of the two. `title` is what a list of
    them is called in the book's language.
    """

    publication: Publication
    targets: tuple[tuple[str, str], ...] = ()
    left_out: tuple[PageStart, ...] = ()
    title: str = ""


def with_page_breaks(publication: Publication, page_map: PageMap) -> PageBreaks:
    """Mark in the documents where each printed page begins.

    A break inside a hyphenated word moves to the word's start; one at the start of a heading, a
    figure or a scene break stands before the element, for it is no part of a heading's name.

    Args:
        publication: the documents that `page_map` was made from.
        page_map: the printed pages; ordinals and offsets as docs/markup.md counts them.

    Raises:
        IndexError: the map names a block that is not there: it is of another publication.
    """
    starts: dict[str, list[PageStart]] = {document.name: [] for document in publication.documents}
    left_out = []
    for page in page_map.pages:
        if page.document in starts:
            starts[page.document].append(page)
        else:
            left_out.append(page)
    documents, targets = [], []
    for document in publication.documents:
        marked, labels = _marked(document, starts[document.name])
        documents.append(marked)
        targets += [(label, f"{document.name}#{_id(label)}") for label in labels]
    title = words_for(publication.metadata.language or "en")["pages"]
    marked_all = replace(publication, documents=tuple(documents))
    return PageBreaks(marked_all, tuple(targets), tuple(left_out), title)


def marker(label: str) -> str:
    """Return the empty element that says where the page `label` begins."""
    return (
        f'<span epub:type="pagebreak" role="doc-pagebreak" id="{_id(label)}"'
        f' aria-label="{attribute(label)}"></span>'
    )


def _id(label: str) -> str:
    return f"page-{attribute(label)}"


def _marked(
    document: ContentDocument, starts: list[PageStart]
) -> tuple[ContentDocument, list[str]]:
    """Return the document with its markers, and their labels in the order of the text."""
    if not starts:
        return document, []
    html = document.xhtml.decode("utf-8")
    elements = list(_BLOCK.finditer(html, html.index("<body")))
    blocks = {n: _Block(html, elements[n]) for n in dict.fromkeys(s.ordinal for s in starts)}
    # Sorting is stable: of two pages that begin at one place the earlier stays first.
    places = sorted(
        ((blocks[start.ordinal].place(start.offset), start.label) for start in starts),
        key=lambda place: place[0],
    )
    pieces, before = [], 0
    for position, label in places:
        pieces += [html[before:position], marker(label)]
        before = position
    pieces.append(html[before:])
    return replace(document, xhtml="".join(pieces).encode("utf-8")), [label for _, label in places]


class _Block:
    """A block element in the source of a document, and where each character of its text stands."""

    def __init__(self, html: str, element: re.Match[str]) -> None:
        """Read the block that `element`, its start tag, opens in `html`."""
        self.name, self.start, self.inside = element[1], element.start(), element.end()
        self.tokens: list[re.Match[str]] = []
        if self.name not in {"figure", "hr"}:
            end = html.index(f"</{self.name}>", self.inside)
            self.tokens = list(_TOKEN.finditer(html, self.inside, end))
        lengths = [_length(token[0]) for token in self.tokens]
        self.ends = list(accumulate(lengths))
        self.text = "".join(_characters(token[0]) for token in self.tokens)

    def place(self, offset: int) -> int:
        """Return the index into the source at which a marker for code point `offset` goes."""
        offset = word_start(self.text, offset)
        if self.name in {"figure", "hr"} or (not offset and self.name in _HEADINGS):
            return self.start
        number = bisect_right(self.ends, offset)
        if number == len(self.tokens):
            return self._text_end()
        within = offset - (self.ends[number - 1] if number else 0)
        # An entity is one character, and `within` is 0 there.
        return self.tokens[number].start() + within if within else self._before(number)

    def _text_end(self) -> int:
        """Return where the last character ends: before the tags that close after it."""
        ends = [token.end() for token in self.tokens if _length(token[0])]
        return ends[-1] if ends else self.inside

    def _before(self, number: int) -> int:
        """Return where token `number` begins, before the inline elements that open for it."""
        while number and _STEPPED_OUT_OF.fullmatch(self.tokens[number - 1][0]):
            number -= 1
        return self.tokens[number].start()


def _characters(token: str) -> str:
    """Return the text that a token stands for; any character does for an entity."""
    if token.startswith("<"):
        return ""
    return "&" if token.startswith("&") else token


def _length(token: str) -> int:
    return len(_characters(token))


def word_start(text: str, offset: int) -> int:
    """Return where the word begins that is parted at `offset`; `offset` itself if none is."""
    if not 0 < offset < len(text) or not _letter(text[offset]) or not _joins(text, offset - 1):
        return offset
    start = offset
    while start and offset - start <= _LONGEST_WORD and _joins(text, start - 1):
        start -= 1
    return start if offset - start <= _LONGEST_WORD else offset


def _joins(text: str, index: int) -> bool:
    """Say whether the character at `index` is of one word with the letter after it."""
    char = text[index]
    if char == _SOFT_HYPHEN:
        return True
    if char in _APOSTROPHES:
        return index > 0 and _letter(text[index - 1])
    return _letter(char)


def _letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" and not _UNSPACED.match(char)
