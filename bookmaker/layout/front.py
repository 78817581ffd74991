"""What a printed book adds of its own: the half-title and the printed contents."""

from copy import deepcopy
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import add_class, has_class, make, parents, take_out
from bookmaker.layout.view import SectionView, View
from bookmaker.publication import NavPoint, Publication

# What a contents page is called; a language that is not here says it in English.
CONTENTS: Final = {
    "ca": "Índex", "cs": "Obsah", "cy": "Cynnwys", "da": "Indhold", "de": "Inhalt",
    "el": "Περιεχόμενα", "en": "Contents", "es": "Índice", "eu": "Aurkibidea", "fi": "Sisällys",
    "fr": "Table des matières", "ga": "Clár", "gl": "Índice", "he": "תוכן", "hu": "Tartalom",
    "is": "Efnisyfirlit", "it": "Indice", "ja": "目次", "la": "Index", "nb": "Innhold",
    "nl": "Inhoud", "nn": "Innhald", "no": "Innhold", "pl": "Spis treści", "pt": "Índice",
    "ro": "Cuprins", "ru": "Содержание", "sv": "Innehåll", "tr": "İçindekiler", "uk": "Зміст",
    "zh": "目录",
}  # fmt: skip
# Pages that a reader does not look up: they come before the contents or hold a line or two.
UNLISTED: Final = frozenset(
    {"title-page", "copyright-page", "dedication", "epigraph", "content-warning", "colophon"}
)
FEWEST_ENTRIES: Final = 2


def half_title(title: str) -> Element:
    """Return the leaf that shows the title alone."""
    section = make(None, "section", "half-title front-matter")
    section.set("id", "half-title")
    make(section, "p", "book-title", title)
    return section


def contents(publication: Publication, view: View) -> Element | None:
    """Return the printed contents with page numbers; None below two entries."""
    by_name = {each.document.name: each for each in view.sections}
    section = make(None, "section", "contents front-matter")
    section.set("id", "contents")
    language = publication.metadata.language.partition("-")[0].lower()
    make(section, "h1", "contents-heading", CONTENTS.get(language, CONTENTS["en"]))
    entries = _list(section, publication.toc, by_name, 0)
    if entries < FEWEST_ENTRIES:
        return None
    _mark_shape(section)
    return section


def _list(
    section: Element, points: tuple[NavPoint, ...], by_name: dict[str, SectionView], depth: int
) -> int:
    count = 0
    for point in points:
        each = by_name.get(point.href.partition("#")[0])
        if each is not None and each.document.role not in UNLISTED:
            _entry(section, point, each, depth)
            count += 1
        count += _list(section, point.children, by_name, depth + 1)
    return count


def _entry(section: Element, point: NavPoint, each: SectionView, depth: int) -> None:
    kind = "part" if each.document.role == "part" else each.document.matter
    line = make(section, "p", f"entry depth-{min(depth, 2)} entry-{kind}")
    target = f"#{each.prefix}start"
    folio = make(line, "a", "folio roman" if each.document.matter == "front" else "folio")
    folio.set("href", target)
    words = make(line, "a", "words")
    words.set("href", target)
    for name in ("number", "title"):
        _copy_of_heading(words, each.section, name)
    if len(words) == 0:
        words.text = point.title


def _copy_of_heading(words: Element, section: Element, name: str) -> None:
    """Set number or title as the chapter's heading has it, italics and all, on one line."""
    heading = next(section.iter("h1"), None)
    source = None
    if heading is not None:
        source = next((e for e in heading.iter() if has_class(e, name)), None)
    if source is None:
        return
    copy = deepcopy(source)
    copy.tail = " "
    copy.set("class", f"entry-{name}")
    _plain(copy)
    words.append(copy)


def _plain(copy: Element) -> None:
    """Take out of a heading's copy what must not stand twice: ids, notes, line ends."""
    above = parents(copy)
    for element in list(copy.iter()):
        element.attrib.pop("id", None)
        if has_class(element, "noteref") or has_class(element, "footnote"):
            take_out(element, above[element])
        elif element.tag == "br":
            element.tail = " " + (element.tail or "").lstrip()
            take_out(element, above[element])
        elif element.tag == "a":
            element.tag = "span"
            element.attrib.pop("href", None)


def _mark_shape(section: Element) -> None:
    """Tell the sheet whether the entries are bare numbers, which are set closer together."""
    titled = any(has_class(element, "entry-title") for element in section.iter())
    add_class(section, "titled" if titled else "bare")
