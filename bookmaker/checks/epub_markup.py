"""What the markup of one XHTML document must be, beyond well-formed: structure and access.

A part of HTML's content model that tools get wrong often, not all of it (EPUBCheck has the whole),
and what DAISY's Ace looks for that can be told without drawing the page.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bookmaker.checks.epub_package import Package
from bookmaker.checks.xml import OPS, XHTML, line_of
from bookmaker.diagnostics import Diagnostic, Span, report

_HEADING: Final = re.compile(r"h([1-6])")
_OBSOLETE: Final = frozenset(
    "acronym applet basefont big center dir font frame frameset marquee nobr strike tt".split()  # noqa: SIM905  a table of words
)
_OLD_ATTRIBUTES: Final = frozenset(
    "align bgcolor clear compact face hspace link noshade nowrap text valign vlink vspace".split()  # noqa: SIM905  likewise
)
_BLOCKS: Final = frozenset(
    """
    address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr
    main nav ol p pre section table ul
    """.split()  # noqa: SIM905  likewise
)
# Elements that hold phrasing content only.
_PHRASING: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 pre span em strong i b small cite code sub sup s u q abbr".split()  # noqa: SIM905  likewise
)
_ITEMS: Final = {"ol": ("li",), "ul": ("li",), "tr": ("td", "th"), "dl": ("dt", "dd", "div")}
_PARENTS: Final = {"li": ("ol", "ul", "menu"), "td": ("tr",), "th": ("tr",)}
_TEMPLATES: Final = ("script", "template")
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


def check_markup(package: Package, name: str, root: etree._Element) -> Iterator[Diagnostic]:
    """Check the structure of document `name`, element by element."""
    yield from _check_title(package, name, root)
    above = 0
    for element in root.iter(etree.Element):
        tag = element.tag
        if not tag.startswith(XHTML):
            continue
        local = tag[len(XHTML) :]
        place = package.place(name, line_of(element))
        found = _HEADING.fullmatch(local)
        if found:
            level = int(found[1])
            if above and level > above + 1:
                yield report("BM-EPUB-022", place, level=level, above=above)
            above = level
        yield from _check_access(element, local, place)
        if not package.old:
            yield from _check_model(element, local, place)


def _check_title(package: Package, name: str, root: etree._Element) -> Iterator[Diagnostic]:
    title = root.find(f"{XHTML}head/{XHTML}title")
    if title is None or not _words(title):
        yield report("BM-EPUB-032", package.place(name))


def _check_access(element: etree._Element, local: str, place: Span) -> Iterator[Diagnostic]:
    if local == "a" and element.get("href") is not None and not _named(element):
        yield report("BM-EPUB-031", place)
    elif local == "table" and not _is_headed(element):
        yield report("BM-EPUB-030", place)
    kinds = element.get(f"{OPS}type", "").split()
    if kinds and not element.get("role"):
        for kind in kinds:
            if kind in _ROLES and local != "body":
                yield report("BM-EPUB-047", place, kind=kind, role=_ROLES[kind])


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


def _check_model(element: etree._Element, local: str, place: Span) -> Iterator[Diagnostic]:
    if local in _OBSOLETE:
        yield report("BM-EPUB-045", place, name=f"<{local}>")
    for attribute in element.attrib:
        if attribute in _OLD_ATTRIBUTES:
            yield report("BM-EPUB-045", place, name=f"the attribute {attribute}")
    parent = element.getparent()
    above = parent.tag if parent is not None else ""
    if not above.startswith(XHTML):
        return
    holder = above[len(XHTML) :]
    misplaced = (
        (local in _BLOCKS and holder in _PHRASING)
        or (holder in _ITEMS and local not in (*_ITEMS[holder], *_TEMPLATES))
        or (local in _PARENTS and holder not in _PARENTS[local])
        or (local == "a" and any(one.tag == element.tag for one in element.iterancestors()))
    )
    if misplaced:
        yield report("BM-EPUB-046", place, child=f"<{local}>", parent=f"<{holder}>")
    if local in _ITEMS and _has_words(element):
        yield report("BM-EPUB-046", place, child="text", parent=f"<{local}>")


def _has_words(element: etree._Element) -> bool:
    """Whether text stands in an element itself, not in what it holds."""
    tails = ((one.tail or "") for one in element)
    return bool((element.text or "").strip()) or any(one.strip() for one in tails)
