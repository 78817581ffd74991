"""The cover: a picture, and the document that shows it.

An `img`, not a background or SVG: Kobo and Kindle take nothing else
(https://github.com/kobolabs/epub-spec#covers).
"""

from dataclasses import replace
from typing import Final

from bookmaker.markup.frame import Frame, document
from bookmaker.markup.galley import START_ID
from bookmaker.markup.vocabulary import words_for
from bookmaker.markup.xml import attribute, one_line
from bookmaker.pictures import jpeg_size
from bookmaker.publication import ContentDocument, Landmark, Publication, Resource

_DOCUMENT: Final = "text/cover.xhtml"
_PICTURES: Final = ("images/cover.jpg", "images/book-cover.jpg")


def with_cover(publication: Publication, jpeg: bytes) -> Publication:
    """Return `publication` with the picture `jpeg` as its cover, shown first.

    The picture is `images/cover.jpg`, or `images/book-cover.jpg` where the text has a picture
    of that name already.
    """
    taken = {resource.name for resource in publication.resources}
    name = next(name for name in _PICTURES if name not in taken)
    word = words_for(publication.metadata.language or "en")["cover"]
    landmark = Landmark("cover", word, _DOCUMENT)
    cover = Resource(name, "image/jpeg", jpeg, "cover-image")
    return replace(
        publication,
        documents=(_cover_document(publication, cover, word), *publication.documents),
        resources=(cover, *publication.resources),
        landmarks=(landmark, *publication.landmarks),
        cover=name,
    )


def _cover_document(publication: Publication, picture: Resource, word: str) -> ContentDocument:
    """Return the document that shows the cover, described by what stands on it."""
    metadata = publication.metadata
    said = (metadata.title, metadata.subtitle, metadata.author_line)
    alt = attribute(f"{word}: {', '.join([one_line(words) for words in said if words])}")
    size = jpeg_size(picture.data)
    sides = ' width="{}" height="{}"'.format(*size) if size else ""
    source = f'src="../{picture.name}"{sides}'
    image = f'<img epub:type="cover" role="doc-cover" {source} alt="{alt}"/>'
    section = f'id="{START_ID}" class="cover" aria-label="{attribute(word)}"'
    frame = Frame(word, metadata.language or "en", "front", section)
    return ContentDocument(_DOCUMENT, "cover", "front", word, document(frame, image).encode())
