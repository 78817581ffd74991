"""What the XHTML documents of an EPUB must be, one by one and to each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from bookmaker.checks.archive import ArchiveError, beside
from bookmaker.checks.epub_markup import check_attributes, check_markup
from bookmaker.checks.epub_navigation import Places, check_navigation, is_marker, reading_order
from bookmaker.checks.epub_package import NCX_TYPE, Package, urlsplit_safe
from bookmaker.checks.epub_resources import check_properties
from bookmaker.checks.xml import OPS, XHTML, XML, MarkupError, line_of, parse
from bookmaker.diagnostics import Diagnostic, report

_LINKS: Final = ("href", "src", "{http://www.w3.org/1999/xlink}href", "data", "poster")
_ANCHORS: Final = frozenset({f"{XHTML}a", f"{XHTML}area", "{http://www.w3.org/2000/svg}a"})
_ACTIVE: Final = frozenset(
    (
        *(XHTML + name for name in ("script", "iframe", "object", "embed")),
        "{http://www.w3.org/2000/svg}script",
    )
)
_SCRIPTED: Final = frozenset({f"{XHTML}script", f"{XHTML}form"})
_OUTSIDE: Final = frozenset({"http", "https", "mailto", "tel", "urn", "doi"})
_CSS_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_ADDRESS: Final = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["'])([^"')\s]{1,2000})""", re.IGNORECASE
)
# EPUB 3.3, section 6.3.2: direction is the markup's to say.
_CSS_FORBIDDEN: Final = re.compile(r"[{;]\s*(direction|unicode-bidi)\s*:", re.IGNORECASE)
_NCX: Final = "{http://www.daisy.org/z3986/2005/ncx/}"


@dataclass(slots=True)
class Documents:
    """What the documents of a package hold: ids by document, and links to look up at the end."""

    package: Package
    roots: dict[str, etree._Element] = field(default_factory=dict)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    markers: list[tuple[str, int, str]] = field(default_factory=list)
    scripted: set[str] = field(default_factory=set)
    links: list[tuple[str, int, str]] = field(default_factory=list)

    def check(self) -> Iterator[Diagnostic]:
        """Check every document, then the links among them, then the navigation."""
        navs: list[tuple[str, etree._Element]] = []
        for item in self.package.documents():
            try:
                root = parse(self.package.archive.read(item.name))
            except MarkupError as error:
                place = self.package.place(item.name, error.line)
                yield report("BM-EPUB-004", place, reason=str(error))
                continue
            except ArchiveError as error:
                yield report("BM-EPUB-001", file=item.name, reason=str(error))
                continue
            self.roots[item.name] = root
            yield from self._check_document(item.name, root)
            yield from check_markup(self.package, item.name, root)
            is_scripted = item.name in self.scripted
            yield from check_properties(self.package, item, root, is_scripted=is_scripted)
            if "nav" in item.properties:
                navs.append((item.name, root))
        yield from self._check_styles()
        yield from self._check_links(self.links)
        yield from self._check_navigation(navs)

    def _check_document(self, name: str, root: etree._Element) -> Iterator[Diagnostic]:
        ids = self.ids.setdefault(name, {})
        if not (root.get(f"{XML}lang") or root.get("lang")) and not self.package.old:
            yield report("BM-EPUB-013", self.package.place(name))
        for number, element in enumerate(root.iter(etree.Element)):
            if element.attrib or element.tag in _ACTIVE:
                own = element.get("id")
                if own is not None:
                    if own in ids:
                        place = self.package.place(name, line_of(element))
                        yield report("BM-EPUB-011", place, id=own)
                    ids.setdefault(own, number)
                yield from self._check_element(name, element)

    def _check_element(self, name: str, element: etree._Element) -> Iterator[Diagnostic]:
        yield from check_attributes(self.package, name, element)
        if is_marker(element):
            self.markers.append((name, line_of(element), element.get("id", "")))
        if element.tag == f"{XHTML}img" and element.get("alt") is None:
            yield report("BM-EPUB-012", self.package.place(name, line_of(element)))
        if element.tag in _SCRIPTED:
            self.scripted.add(name)
        if _is_active(element):
            what = etree.QName(element).localname
            if element.tag not in _ACTIVE:
                self.scripted.add(name)
            yield report("BM-EPUB-016", self.package.place(name, line_of(element)), what=what)
        yield from self._check_addresses(name, element)

    def _check_addresses(self, name: str, element: etree._Element) -> Iterator[Diagnostic]:
        for attribute in _LINKS:
            address = element.get(attribute)
            if address is None:
                continue
            scheme, path, fragment = urlsplit_safe(address)
            place = self.package.place(name, line_of(element))
            if not scheme:
                target = beside(name, path) if path else name
                self.links.append((name, line_of(element), f"{target}#{fragment}"))
            elif element.tag not in _ANCHORS:
                if scheme != "data":
                    yield report("BM-EPUB-015", place, address=address[:200])
            elif scheme not in _OUTSIDE:
                yield report("BM-EPUB-016", place, what=f"a {scheme}: address")

    def _check_styles(self) -> Iterator[Diagnostic]:
        for item in self.package.items:
            if item.media_type != "text/css" or item.name not in self.package.archive.names:
                continue
            try:
                css = self.package.archive.read(item.name).decode("utf-8", "replace")
            except ArchiveError as error:
                yield report("BM-EPUB-001", file=item.name, reason=str(error))
                continue
            bare = _CSS_COMMENT.sub("", css)
            for found in _CSS_ADDRESS.finditer(bare):
                yield from self._check_style_address(item.name, found[1].strip())
            for name in sorted(set(_CSS_FORBIDDEN.findall(bare))):
                yield report("BM-EPUB-044", self.package.place(item.name), name=name)

    def _check_style_address(self, name: str, address: str) -> Iterator[Diagnostic]:
        scheme, path, _ = urlsplit_safe(address)
        if not scheme:
            if path:
                self.links.append((name, 1, f"{beside(name, path)}#"))
        elif scheme != "data":
            yield report("BM-EPUB-015", self.package.place(name), address=address[:200])

    def _check_links(self, links: list[tuple[str, int, str]]) -> Iterator[Diagnostic]:
        for document, line, link in links:
            target, _, fragment = link.partition("#")
            known = self.ids.get(target)
            lost = target not in self.package.archive.names
            if lost or (fragment and known is not None and fragment not in known):
                shown = link.removesuffix("#")
                yield report("BM-EPUB-010", self.package.place(document, line), target=shown)

    def _check_navigation(self, navs: list[tuple[str, etree._Element]]) -> Iterator[Diagnostic]:
        if self.package.old:
            yield from self._check_ncx()
            return
        tocs = [
            nav
            for _, root in navs
            for nav in root.iter(f"{XHTML}nav")
            if "toc" in nav.get(f"{OPS}type", "").split()
        ]
        if len(navs) != 1 or len(tocs) != 1:
            yield report("BM-EPUB-009", reason="there is not exactly one table of contents")
        elif next(tocs[0].iter(f"{XHTML}a"), None) is None:
            yield report("BM-EPUB-009", reason="the table of contents leads nowhere")
        if len(navs) == 1:
            where = Places(reading_order(self.package), self.ids, tuple(self.markers))
            yield from check_navigation(self.package, navs[0], where)

    def _check_ncx(self) -> Iterator[Diagnostic]:
        ncx = [item for item in self.package.items if item.media_type == NCX_TYPE]
        names = [item.name for item in ncx if item.name in self.package.archive.names]
        if not names:
            yield report("BM-EPUB-009", reason="there is no NCX")
            return
        try:
            root = parse(self.package.archive.read(names[0]))
        except (MarkupError, ArchiveError) as error:
            place = self.package.place(names[0], getattr(error, "line", 1))
            yield report("BM-EPUB-004", place, reason=str(error))
            return
        links = []
        for content in root.iter(f"{_NCX}content"):
            _, path, fragment = urlsplit_safe(content.get("src", ""))
            target = f"{beside(names[0], path)}#{fragment}"
            links.append((names[0], line_of(content), target))
        yield from self._check_links(links)


def _is_active(element: etree._Element) -> bool:
    if element.tag in _ACTIVE:
        return True
    return any(name.startswith("on") for name in element.attrib if isinstance(name, str))
