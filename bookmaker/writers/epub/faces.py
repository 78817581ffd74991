"""The theme's faces, cut to the characters of the book, and the rules that name them.

Only what the book needs is embedded: an italic where there are italics, a monospaced face where
there is code, and for a character that the text face lacks, the face that has it. Families are
named here and not in the sheets, so that without embedded faces a reader's own choice stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import uharfbuzz

from bookmaker import fonts
from bookmaker.fonts import BOLD, CODE_FAMILY, Face
from bookmaker.publication import Publication, Resource
from bookmaker.stylesheets import ThemeFaces

_ASCII: Final = bytes(range(0x80))
_PRINTED_ASCII: Final = frozenset(map(chr, range(0x20, 0x7F)))
# What a reading system draws of itself: list marks, quotes around `q`, hyphens at line ends.
_OWN_MARKS: Final = frozenset("\u00a0\u00ad\u2010\u2022")

# Marks in the documents by which the sheets (or a browser's own) set italics and bold.
_ITALIC: Final = (
    *(b"<em", b"<i>", b"<i ", b"<cite", b"<figcaption", b"<h3", b"<h4", b"<h5", b"<h6"),
    *(b'class="dateline"', b'class="epigraph"', b'class="dedication"'),
    *(b'class="subtitle"', b'class="series"', b'class="contributor"'),
)
_BOLD: Final = (b"<strong", b"<th ", b"<th>")
_BOLD_ITALIC: Final = (b"<strong><em", b"<strong><i", b"<em><strong", b"<i><strong")
_CODE: Final = b"<code"

# Features beyond HarfBuzz's own list that the sheets call for.
_FEATURES: Final = ("smcp", "c2sc", "onum", "lnum")
_MEDIA_TYPES: Final = {".ttf": "font/ttf", ".otf": "font/otf"}
_LEGAL_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence file and the names of the faces it covers."""

    resource: Resource
    faces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Embedding:
    """What goes into the book for its faces: rules for the sheet's head, files, licences."""

    css: str = ""
    faces: tuple[Resource, ...] = ()
    licences: tuple[Licence, ...] = ()


@dataclass(frozen=True, slots=True)
class Cutting:
    """The faces of a book, cut once for all its editions: `cut` in the order they are named."""

    theme: ThemeFaces
    cut: dict[Face, bytes]
    lent: tuple[Face, ...]

    def embedding(self, *, text_face: bool = True) -> Embedding:
        """Return what goes into an edition.

        Args:
            text_face: False leaves the text to the reader's own face; headings and code keep
                theirs.
        """
        if text_face:
            return _embedding(self.cut, _rules(self.theme, tuple(self.cut), self.lent))
        own = {self.theme.headings, CODE_FAMILY} - {self.theme.body}
        cut = {face: data for face, data in self.cut.items() if face.family in own}
        return _embedding(cut, _rules_without_text(self.theme, tuple(cut)))


def cut_faces(publication: Publication, nav: bytes, css: str, theme: ThemeFaces) -> Cutting:
    """Cut the faces that the publication needs under a theme.

    Args:
        publication: the book; all its documents are looked through.
        nav: the navigation document.
        css: the theme's sheet, whose generated content needs glyphs as well.
        theme: the families of the theme.
    """
    documents = [document.xhtml for document in publication.documents]
    text = characters([*documents, nav, css.encode()])
    lent = lenders(text, theme.body)
    wanted = dict.fromkeys(_own_faces(documents, theme), text) | lent
    cut = {face: _subset(face, chars) for face, chars in wanted.items()}
    return Cutting(theme, cut, tuple(lent))


def _embedding(cut: dict[Face, bytes], rules: str) -> Embedding:
    return Embedding(
        css="".join(_font_face(face) for face in cut) + rules,
        faces=tuple(_resource(face, data) for face, data in cut.items()),
        licences=tuple(_licences(tuple(cut))),
    )


def characters(documents: list[bytes]) -> frozenset[str]:
    """Return the characters of UTF-8 documents; the printable ASCII ones always.

    ASCII is dropped before decoding: what is left of a novel is a few kilobytes.
    """
    rare: set[str] = set()
    for data in documents:
        rare.update(data.translate(None, _ASCII).decode())
    return _PRINTED_ASCII | _OWN_MARKS | rare


def lenders(text: frozenset[str], family: str) -> dict[Face, frozenset[str]]:
    """Return the faces that lend `family` the characters of `text` it lacks, each with its loan.

    Characters that no face of ours has are left to the reader's device.
    """
    loans: dict[Face, set[str]] = {}
    for char in sorted(fonts.missing("".join(text), family)):
        face = fonts.fallback_for(char)
        if face:
            loans.setdefault(face, set()).add(char)
    ordered = sorted(loans, key=lambda face: fonts.FALLBACKS.index(face.family))
    return {face: frozenset(loans[face]) for face in ordered}


def _own_faces(documents: list[bytes], theme: ThemeFaces) -> Iterator[Face]:
    italic, bold, both = (_any(documents, m) for m in (_ITALIC, _BOLD, _BOLD_ITALIC))
    yield fonts.face(theme.body)
    if italic:
        yield fonts.face(theme.body, italic=True)
    if bold:
        yield fonts.face(theme.body, BOLD)
    if both:
        yield fonts.face(theme.body, BOLD, italic=True)
    if theme.headings != theme.body:
        yield fonts.face(theme.headings, theme.heading_weight)
    if _any(documents, (_CODE,)):
        yield fonts.face(CODE_FAMILY)


def _any(documents: list[bytes], marks: tuple[bytes, ...]) -> bool:
    return any(mark in data for data in documents for mark in marks)


def _subset(face: Face, text: frozenset[str]) -> bytes:
    """Return the face cut to the characters of `text` that it covers."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(sorted(fonts.covers(face).intersection(map(ord, text))))
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _FEATURES)
    wanted.name_id_set.clear()
    wanted.name_id_set.update(_LEGAL_NAMES)
    wanted.flags = uharfbuzz.SubsetFlags.NOTDEF_OUTLINE | uharfbuzz.SubsetFlags.NO_HINTING
    source = uharfbuzz.Face(uharfbuzz.Blob(face.path.read_bytes()))
    data: bytes = uharfbuzz.subset(source, wanted).blob.data
    return data


def _name(face: Face) -> str:
    return f"fonts/{face.path.name}"


def _resource(face: Face, data: bytes) -> Resource:
    return Resource(_name(face), _MEDIA_TYPES[face.path.suffix], data)


def _font_face(face: Face) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style};'
        f' font-weight: {face.weight}; src: url("../{_name(face)}") }}\n'
    )


def _rules(theme: ThemeFaces, cut: tuple[Face, ...], lent: Iterable[Face]) -> str:
    """Return the rules that name the families: text, headings, code."""
    borrowed = [face.family for face in lent]
    rules = [("body", [theme.body, *borrowed], "serif")]
    if theme.headings != theme.body:
        families = [theme.headings, theme.body, *borrowed]
        rules.append(("h1, h2, h3, h4, h5, h6", families, theme.generic))
    if any(face.family == CODE_FAMILY for face in cut):
        rules.append(("pre, code", [CODE_FAMILY, theme.body, *borrowed], "monospace"))
    return _written(rules)


def _rules_without_text(theme: ThemeFaces, cut: tuple[Face, ...]) -> str:
    """Return the rules that name the families of headings and code alone."""
    families = {face.family for face in cut}
    rules = []
    if theme.headings in families:
        rules.append(("h1, h2, h3, h4, h5, h6", [theme.headings], theme.generic))
    if CODE_FAMILY in families:
        rules.append(("pre, code", [CODE_FAMILY], "monospace"))
    return _written(rules)


def _written(rules: list[tuple[str, list[str], str]]) -> str:
    return "".join(
        f"{selector} {{ font-family: {_list(families)}, {generic} }}\n"
        for selector, families, generic in rules
    )


def _list(families: list[str]) -> str:
    return ", ".join(f'"{family}"' for family in dict.fromkeys(families))


def _licences(cut: tuple[Face, ...]) -> Iterator[Licence]:
    for family in dict.fromkeys(face.family for face in cut):
        own = [face for face in cut if face.family == family]
        name = f"fonts/{family.replace(' ', '-')}-OFL.txt"
        resource = Resource(name, "text/plain", own[0].licence.read_bytes())
        yield Licence(resource, tuple(map(_name, own)))
