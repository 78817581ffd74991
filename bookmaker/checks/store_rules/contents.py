"""Contents, identity and metadata of an EPUB as stores want them."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bookmaker.checks.archive import ArchiveError, beside
from bookmaker.checks.epub_package import NCX_TYPE, Item, urlsplit_safe
from bookmaker.checks.store_rules.view import RuleOf, View
from bookmaker.checks.xml import DC, OPF, OPS, XHTML, MarkupError, line_of, parse
from bookmaker.diagnostics import Diagnostic
from bookmaker.stores import Rule

_NCX: Final = "{http://www.daisy.org/z3986/2005/ncx/}"
_ISBN: Final = re.compile(r"(?:urn:isbn:)?(97[89]\d{10}|\d{9}[\dX])", re.IGNORECASE)
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._/-]+")
_FEW_WORDS: Final = 40  # characters on a page that is a cover and no more
_MANY_LINKS: Final = 3
_FACES: Final = re.compile(r"font/|application/(?:vnd\.ms-opentype|font-|x-font)")


def _cover_page(view: View, rule: Rule) -> Iterator[Diagnostic]:
    """Find a page that shows the cover's picture and says next to nothing."""
    cover = view.cover
    for item in view.spine[:2]:
        root = view.roots.get(item.name)
        if root is None or cover is None:
            continue
        shows = cover.name in view.led_to.get(item.name, ())
        body = root.find(f"{XHTML}body")
        said = " ".join("".join(map(str, body.itertext())).split()) if body is not None else ""
        if shows and len(said) < _FEW_WORDS:
            yield view.told("BM-STORE-016", rule, view.package.place(item.name))


def _contents_page(view: View, rule: Rule) -> Iterator[Diagnostic]:
    documents = len(view.spine)
    if documents >= _MANY_LINKS and not any(_is_contents(view, item) for item in view.spine):
        yield view.told("BM-STORE-017", rule, view.package.place(view.package.path))


def _is_contents(view: View, item: Item) -> bool:
    """Whether a page of the reading order leads to most of its documents."""
    names = {one.name for one in view.spine}
    led_to = view.led_to.get(item.name, set()) if item.name in view.roots else set()
    return len(led_to & names - {item.name}) * 2 >= min(len(names), 2 * _MANY_LINKS)


def _contents_tables(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for item in view.spine:
        root = view.roots.get(item.name)
        if root is None or not ("nav" in item.properties or _is_contents(view, item)):
            continue
        for table in root.iter(f"{XHTML}table"):
            if next(table.iter(f"{XHTML}a"), None) is not None:
                place = view.package.place(item.name, line_of(table))
                yield view.told("BM-STORE-018", rule, place)
                break


def _toc_depth(view: View, rule: Rule) -> Iterator[Diagnostic]:
    depth = max(_nav_depth(view), _ncx_depth(view))
    limit = rule.limit if isinstance(rule.limit, int) else 0
    if depth > limit:
        yield view.told("BM-STORE-019", rule, size=depth)


def _nav_depth(view: View) -> int:
    navs = [item for item in view.package.items if "nav" in item.properties]
    roots = [view.roots[item.name] for item in navs if item.name in view.roots]
    return max(
        (
            _lists_above(link, nav)
            for root in roots
            for nav in root.iter(f"{XHTML}nav")
            if "toc" in nav.get(f"{OPS}type", "").split()
            for link in nav.iter(f"{XHTML}a")
        ),
        default=0,
    )


def _lists_above(link: etree._Element, nav: etree._Element) -> int:
    count = 0
    for one in link.iterancestors():
        if one is nav:
            break
        count += one.tag == f"{XHTML}ol"
    return count


def _ncx_depth(view: View) -> int:
    depth = 0
    for item in view.package.items:
        if item.media_type != NCX_TYPE or item.name not in view.package.archive.names:
            continue
        try:
            root = parse(view.package.archive.read(item.name))
        except (MarkupError, ArchiveError):
            continue
        level = 0
        for event, point in etree.iterwalk(root, events=("start", "end"), tag=f"{_NCX}navPoint"):
            del point
            level += 1 if event == "start" else -1
            depth = max(depth, level)
    return depth


def _isbn(view: View, rule: Rule) -> Iterator[Diagnostic]:
    values = [(one.text or "").strip() for one in view.package.root.iter(f"{DC}identifier")]
    if any(_ISBN.fullmatch(re.sub(r"[\s-]", "", value)) for value in values):
        return
    if not _ISBN.search(re.sub(r"[\s-]", "", view.path.name)):
        place = view.package.place(view.package.path)
        yield view.told("BM-STORE-020", rule, place, value=values[0] if values else "")


def _file_names(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for item in view.package.items:
        if item.name and not _PLAIN_NAME.fullmatch(item.name):
            place = view.package.place(view.package.path)
            yield view.told("BM-STORE-021", rule, place, file=item.name)


def _known_properties(view: View, rule: Rule) -> Iterator[Diagnostic]:
    unknown = rule.limit if isinstance(rule.limit, tuple) else ()
    for meta in view.package.root.iter(f"{OPF}meta"):
        name = meta.get("property", "")
        if name in unknown:
            place = view.package.place(view.package.path, line_of(meta))
            yield view.told("BM-STORE-031", rule, place, name=name)


def _specified_fonts(view: View, rule: Rule) -> Iterator[Diagnostic]:
    if not any(_FACES.match(item.media_type) for item in view.package.items):
        return
    told = (
        meta.get("property") == "ibooks:specified-fonts" and (meta.text or "").strip() == "true"
        for meta in view.package.root.iter(f"{OPF}meta")
    )
    if not any(told) and not _has_display_options(view):
        yield view.told("BM-STORE-032", rule, view.package.place(view.package.path))


def _has_display_options(view: View) -> bool:
    """Whether the older file of Apple's own says the same."""
    name = "META-INF/com.apple.ibooks.display-options.xml"
    try:
        data = view.package.archive.read(name)
    except ArchiveError:
        return False
    return bool(re.search(rb'name="specified-fonts"\s*>\s*true\s*<', data))


def _kepub_name(view: View, rule: Rule) -> Iterator[Diagnostic]:
    if not view.path.name.lower().endswith(".kepub.epub"):
        yield view.told("BM-STORE-034", rule)


def target_of(document: str, href: str) -> tuple[str, str]:
    """Return the file and the id that a link in `document` leads to; "" for one out of the book."""
    scheme, path, fragment = urlsplit_safe(href)
    if scheme:
        return "", ""
    return (beside(document, path) if path else document), fragment


RULES: Final[dict[str, RuleOf]] = {
    "cover-page": _cover_page,
    "contents-page": _contents_page,
    "contents-tables": _contents_tables,
    "toc-depth": _toc_depth,
    "isbn": _isbn,
    "file-names": _file_names,
    "known-properties": _known_properties,
    "specified-fonts": _specified_fonts,
    "kepub-name": _kepub_name,
}
