"""What the markup of one XHTML document must be, beyond well-formed: structure and access.

A part of HTML's content model that tools get wrong often, not all of it (EPUBCheck has the whole),
and what DAISY's Ace looks for that can be told without drawing the page.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from bookmaker.checks.epub_package import Package
from bookmaker.checks.xml import OPS, XHTML, line_of
from bookmaker.diagnostics import Diagnostic, report


def _tags(names: str) -> frozenset[str]:
    return frozenset(XHTML + name for name in names.split())


_OBSOLETE: Final = _tags(
    "acronym applet basefont big center dir font frame frameset marquee nobr strike tt"
)
_OLD_ATTRIBUTES: Final = frozenset(
    "align bgcolor clear compact face hspace link noshade nowrap text valign vlink vspace".split()  # noqa: SIM905  a table of words
)
_BLOCKS: Final = _tags(
    "address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr main nav ol p pre section table ul"
)
# Elements that hold phrasing content only.
_PHRASING: Final = _tags(
    "p h1 h2 h3 h4 h5 h6 pre span em strong i b small cite code sub sup s u q abbr"
)
# What may stand in what, and where alone some may stand.
_HELD: Final = {
    **dict.fromkeys(_tags("ol ul"), _tags("li script template")),
    **dict.fromkeys(_tags("tr"), _tags("td th script template")),
    **dict.fromkeys(_tags("dl"), _tags("dt dd div script template")),
}
_HOLDERS: Final = {
    **dict.fromkeys(_tags("li"), _tags("ol ul menu")),
    **dict.fromkeys(_tags("td th"), _tags("tr")),
}
_HEADINGS: Final = tuple(f"{XHTML}h{level}" for level in range(1, 7))
# epub:type and the role that says the same (EPUB-ARIA Authoring Guide 1.1), where Ace asks for it.
_ROLES: Final = {
    kind: f"doc-{kind}"
    for kind in (
        *("abstract", "acknowledgments", "afterword", "appendix", "bibliography", "chapter"),
        *("colophon", "conclusion", "dedication", "epigraph", "epilogue", "errata", "footnote"),
        *("foreword", "glossary", "index", "introduction", "noteref", "part", "preface"),
        *("prologue", "pagebreak"),
    )
}
_TYPE: Final = f"{OPS}type"


def check_markup(package: Package, name: str, root: etree._Element) -> Iterator[Diagnostic]:
    """Check the structure of document `name`."""
    title = root.find(f"{XHTML}head/{XHTML}title")
    if title is None or not _words(title):
        yield report("BM-EPUB-032", package.place(name))
    yield from _check_headings(package, name, root)
    for link in root.iter(f"{XHTML}a"):
        if link.get("href") is not None and not _named(link):
            yield report("BM-EPUB-031", package.place(name, line_of(link)))
    for table in root.iter(f"{XHTML}table"):
        if not _is_headed(table):
            yield report("BM-EPUB-030", package.place(name, line_of(table)))
    if not package.old:
        yield from _check_model(package, name, root)


def _check_headings(package: Package, name: str, root: etree._Element) -> Iterator[Diagnostic]:
    above = 0
    for heading in root.iter(*_HEADINGS):
        level = int(heading.tag[-1])
        if above and level > above + 1:
            place = package.place(name, line_of(heading))
            yield report("BM-EPUB-022", place, level=level, above=above)
        above = level


def check_attributes(package: Package, name: str, element: etree._Element) -> Iterator[Diagnostic]:
    """Check the attributes of one element of a document: old ones, types without a role."""
    kinds = element.get(_TYPE)
    if kinds and element.get("role") is None and element.tag != f"{XHTML}body":
        for kind in kinds.split():
            if kind in _ROLES:
                place = package.place(name, line_of(element))
                yield report("BM-EPUB-047", place, kind=kind, role=_ROLES[kind])
    if not package.old and not _OLD_ATTRIBUTES.isdisjoint(element.attrib):
        place = package.place(name, line_of(element))
        if element.tag.startswith(XHTML):
            for attribute in sorted(_OLD_ATTRIBUTES.intersection(element.attrib)):
                yield report("BM-EPUB-045", place, name=f"the attribute {attribute}")


def _check_model(package: Package, name: str, root: etree._Element) -> Iterator[Diagnostic]:
    for element in root.iter(*_OBSOLETE):
        place = package.place(name, line_of(element))
        yield report("BM-EPUB-045", place, name=f"<{_local(element)}>")
    for element in _misplaced(root):
        parent = element.getparent()
        if parent is not None:
            place = package.place(name, line_of(element))
            inside, around = f"<{_local(element)}>", f"<{_local(parent)}>"
            yield report("BM-EPUB-046", place, child=inside, parent=around)
    for element in root.iter(*_HELD):
        if _has_loose_text(element):
            place = package.place(name, line_of(element))
            yield report("BM-EPUB-046", place, child="text", parent=f"<{_local(element)}>")


def _misplaced(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that cannot stand where they do."""
    for parent in root.iter(*_PHRASING):
        yield from (child for child in parent if child.tag in _BLOCKS)
    for parent in root.iter(*_HELD):
        held = _HELD[parent.tag]
        yield from (child for child in parent.iterchildren(etree.Element) if child.tag not in held)
    for child in root.iter(*_HOLDERS):
        above = child.getparent()
        if above is None or (above.tag not in _HOLDERS[child.tag] and above.tag not in _PHRASING):
            yield child
    for link in root.iter(f"{XHTML}a"):
        yield from link.iterdescendants(link.tag)


def _has_loose_text(element: etree._Element) -> bool:
    """Whether text stands in an element itself, not in what it holds."""
    texts = [element.text, *(child.tail for child in element)]
    return any(text and not text.isspace() for text in texts)


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _is_headed(table: etree._Element) -> bool:
    """Whether a table has a header cell, or is none of data."""
    if table.get("role") in {"presentation", "none"}:
        return True
    return next(table.iter(f"{XHTML}th"), None) is not None


def _named(element: etree._Element) -> bool:
    """Whether a link has words: its own, a label, or a picture's."""
    if element.get("aria-label") or element.get("aria-labelledby") or element.get("title"):
        return True
    if _words(element):
        return True
    return any((one.get("alt") or "").strip() for one in element.iter(f"{XHTML}img"))
