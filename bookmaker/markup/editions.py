"""A store's edition of a finished Publication: pages in or out, contents as deep as it shows them.

    plain  ──►  without the cover's page, with a contents page, with contents of two levels

What each store wants is data (`bookmaker.stores`); the words of the book are never touched.
"""

from dataclasses import replace
from typing import Final

from bookmaker.markup.frame import Frame, document
from bookmaker.markup.galley import HEADING_ID, START_ID
from bookmaker.markup.nav import entries
from bookmaker.markup.vocabulary import words_for
from bookmaker.publication import ContentDocument, Landmark, NavPoint, Publication
from bookmaker.stores import Shape

CONTENTS_ROLE: Final = "contents"
_CONTENTS: Final = "text/contents.xhtml"
# Contents follow what belongs to the title; a foreword and the like come after (Chicago Manual of
# Style, 1.4).
_BEFORE_CONTENTS: Final = frozenset(
    {"cover", "title-page", "copyright-page", "content-warning", "dedication", "epigraph"}
)


def store_edition(publication: Publication, shape: Shape) -> Publication:
    """Return the publication as a store's edition has it; the plain shape returns it as it is."""
    if shape.toc_depth:
        publication = replace(publication, toc=flattened(publication.toc, shape.toc_depth))
    if not shape.cover_page:
        publication = _without_cover_page(publication)
    if shape.contents_page:
        publication = _with_contents_page(publication)
    return publication


def flattened(points: tuple[NavPoint, ...], depth: int) -> tuple[NavPoint, ...]:
    """Return contents of at most `depth` levels: what lies deeper is set after its parent."""
    if depth > 1:
        return tuple(replace(one, children=flattened(one.children, depth - 1)) for one in points)
    row: list[NavPoint] = []
    for point in points:
        row += [replace(point, children=()), *flattened(point.children, 1)]
    return tuple(row)


def _without_cover_page(publication: Publication) -> Publication:
    """Leave out the document that shows the cover; the picture stays, marked as the cover."""
    return replace(
        publication,
        documents=tuple(one for one in publication.documents if one.role != "cover"),
        landmarks=tuple(one for one in publication.landmarks if one.epub_type != "cover"),
    )


def _with_contents_page(publication: Publication) -> Publication:
    """Set a page of contents before the text, and let the landmark lead there."""
    page = _contents_page(publication)
    documents = publication.documents
    place = next(
        (n for n, one in enumerate(documents) if one.role not in _BEFORE_CONTENTS), len(documents)
    )
    mark = Landmark("toc", page.title, _CONTENTS)
    return replace(
        publication,
        documents=(*documents[:place], page, *documents[place:]),
        landmarks=tuple(mark if one.epub_type == "toc" else one for one in publication.landmarks),
    )


def _contents_page(publication: Publication) -> ContentDocument:
    language = publication.metadata.language or "en"
    words = words_for(language)
    title = words["contents"]
    section = (
        f'id="{START_ID}" class="{CONTENTS_ROLE}" epub:type="toc" role="doc-toc"'
        f' aria-labelledby="{HEADING_ID}"'
    )
    heading = f'<h1 id="{HEADING_ID}" class="supplied"{words.attributes}>{title}</h1>'
    listed = entries(publication.toc, "text/")
    html = document(Frame(title, language, "front", section), f"{heading}\n{listed}")
    return ContentDocument(_CONTENTS, CONTENTS_ROLE, "front", title, html.encode("utf-8"))
