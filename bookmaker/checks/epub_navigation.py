"""Contents, landmarks and printed pages of an EPUB 3 against its reading order.

EPUB 3.3, sections 5.4 and 6; EPUB Accessibility 1.1, section 2.3 (page navigation).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from bookmaker.checks.archive import ArchiveError, beside
from bookmaker.checks.epub_package import NCX_TYPE, XHTML_TYPE, Package, urlsplit_safe
from bookmaker.checks.xml import DC, OPF, OPS, XHTML, MarkupError, line_of, parse
from bookmaker.diagnostics import Diagnostic, report

_NCX: Final = "{http://www.daisy.org/z3986/2005/ncx/}"
_PAGE: Final = "pagebreak"


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are in the reading order: documents by their place, ids in their documents."""

    documents: dict[str, int]
    ids: dict[str, dict[str, int]]
    markers: tuple[tuple[str, int, str], ...]
    """The markers of printed pages: document, line, id."""


def check_reading_order(package: Package) -> Iterator[Diagnostic]:
    """Check that the spine names each document once, one at least to be read in order."""
    place = package.place(package.path)
    seen: set[str] = set()
    for idref, item in package.spine():
        if item is not None and idref in seen:
            yield report("BM-EPUB-034", place, file=item.name)
        seen.add(idref)
    references = list(package.root.iter(f"{OPF}itemref"))
    if references and all(one.get("linear") == "no" for one in references):
        yield report("BM-EPUB-048", place)


def reading_order(package: Package) -> dict[str, int]:
    """Return the place of each document in the spine."""
    documents: dict[str, int] = {}
    for number, (_, item) in enumerate(package.spine()):
        if item is not None:
            documents.setdefault(item.name, number)
    return documents


def is_marker(element: etree._Element) -> bool:
    """Whether an element marks where a printed page begins."""
    return element.get("role") == "doc-pagebreak" or _PAGE in element.get(f"{OPS}type", "").split()


def check_navigation(
    package: Package, nav: tuple[str, etree._Element], where: Places
) -> Iterator[Diagnostic]:
    """Check the navs of the navigation document `nav` (name and root)."""
    name, root = nav
    by_type = {
        kind: one for one in root.iter(f"{XHTML}nav") for kind in one.get(f"{OPS}type", "").split()
    }
    if "toc" in by_type:
        yield from _check_contents(package, name, by_type["toc"], where)
    if "landmarks" not in by_type:
        yield report("BM-EPUB-027", package.place(name))
    yield from _check_pages(package, name, by_type.get("page-list"), where)


def _check_contents(
    package: Package, name: str, toc: etree._Element, where: Places
) -> Iterator[Diagnostic]:
    last = (-1, -1)
    documents = {item.name for item in package.items if item.media_type == XHTML_TYPE}
    for link, target, fragment in _links(name, toc):
        place = package.place(name, line_of(link))
        shown = f"{target}#{fragment}" if fragment else target
        if target not in where.documents:
            if target in documents:
                yield report("BM-EPUB-023", place, target=shown)
            continue
        at = (where.documents[target], where.ids.get(target, {}).get(fragment, 0))
        if at < last:
            yield report("BM-EPUB-024", place, target=shown)
        last = max(last, at)


def _links(name: str, nav: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    for link in nav.iter(f"{XHTML}a"):
        scheme, path, fragment = urlsplit_safe(link.get("href", ""))
        if not scheme:
            yield link, beside(name, path) if path else name, fragment


def _check_pages(
    package: Package, name: str, listed: etree._Element | None, where: Places
) -> Iterator[Diagnostic]:
    if listed is None:
        for document, line, own in where.markers[:1]:
            yield report("BM-EPUB-028", package.place(document, line), page=own)
        return
    targets = {(target, fragment) for _, target, fragment in _links(name, listed)}
    for document, line, own in where.markers:
        if (document, own) not in targets:
            yield report("BM-EPUB-028", package.place(document, line), page=own)
    if not names_page_source(package):
        yield report("BM-EPUB-029", package.place(package.path))


def names_page_source(package: Package) -> bool:
    """Whether the package names the printed book whose pages are listed, in either form."""
    metas = list(package.root.iter(f"{OPF}meta"))
    if any(one.get("property") == "pageBreakSource" and (one.text or "").strip() for one in metas):
        return True
    sources = {f"#{one.get('id')}" for one in package.root.iter(f"{DC}source") if one.get("id")}
    return any(
        one.get("property") == "source-of"
        and one.get("refines") in sources
        and (one.text or "").strip() == "pagination"
        for one in metas
    )


def check_ncx_identity(package: Package) -> Iterator[Diagnostic]:
    """Check that an NCX, where there is one, is of this book."""
    unique = package.root.get("unique-identifier", "")
    wanted = [one for one in package.root.iter(f"{DC}identifier") if one.get("id") == unique]
    for item in package.items:
        if item.media_type != NCX_TYPE or item.name not in package.archive.names or not wanted:
            continue
        try:
            root = parse(package.archive.read(item.name))
        except (MarkupError, ArchiveError):
            continue  # told elsewhere
        said = root.find(f"{_NCX}head/{_NCX}meta[@name='dtb:uid']")
        found = (said.get("content", "") if said is not None else "").strip()
        own = (wanted[0].text or "").strip()
        if found != own:
            yield report("BM-EPUB-043", package.place(item.name), found=found, wanted=own)
