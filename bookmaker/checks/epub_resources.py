"""The files of an EPUB against what its manifest says of them."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bookmaker.checks.archive import Archive, ArchiveError
from bookmaker.checks.epub_package import Item, Package
from bookmaker.checks.picture_facts import Facts, face_kind, facts
from bookmaker.checks.xml import OPF, XML, MarkupError, parse
from bookmaker.diagnostics import Diagnostic, report

# EPUB 3.3, section 3.2 (core media types), and what EPUB 2 and reading systems take besides.
_CORE: Final = frozenset(
    (
        *("image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"),
        *("audio/mpeg", "audio/mp4", "audio/ogg; codecs=opus"),
        *("text/css", "text/javascript", "application/javascript", "application/ecmascript"),
        *("font/ttf", "font/otf", "font/woff", "font/woff2", "application/font-sfnt"),
        *("application/vnd.ms-opentype", "application/font-woff", "application/x-font-ttf"),
        *("application/x-font-truetype", "application/x-font-opentype", "application/x-font-otf"),
        *("application/xhtml+xml", "application/x-dtbncx+xml", "application/smil+xml"),
        *("application/pls+xml",),
    )
)
_FREE: Final = ("video/", "application/oebps-page-map", "application/vnd.adobe")
_LEAST_COVER: Final = (625, 1000)
_PORTABLE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-~/")
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_MATH: Final = "{http://www.w3.org/1998/Math/MathML}math"
_ENC: Final = "{http://www.w3.org/2001/04/xmlenc#}"


def check_resources(package: Package) -> Iterator[Diagnostic]:
    """Check media types against bytes, the faces, and the files' names."""
    obfuscated = obfuscated_names(package.archive)
    for item in package.items:
        if item.name in package.archive.names:
            yield from _check_type(package, item)
            if item.media_type.startswith("image/"):
                yield from _check_picture(package, item)
            elif "font" in item.media_type or "opentype" in item.media_type:
                yield from _check_face(package, item, obfuscated)
    if obfuscated:
        yield report("BM-EPUB-033")
    yield from _check_names(package)


def picture(archive: Archive, name: str) -> Facts | None:
    """Return what a picture of the archive is; None where it cannot be read."""
    try:
        return facts(archive.read(name))
    except ArchiveError:
        return None


def _check_type(package: Package, item: Item) -> Iterator[Diagnostic]:
    kind = item.media_type
    if kind in _CORE or kind.startswith(_FREE) or package.old:
        return
    used = item.name in {one.name for _, one in package.spine() if one}
    element = package.element(item)
    fallback = element is not None and element.get("fallback")
    if not fallback and (used or kind.startswith(("image/", "audio/"))):
        place = package.place(package.path)
        yield report("BM-EPUB-026", place, file=item.name, media_type=kind or "of no type")


def _check_picture(package: Package, item: Item) -> Iterator[Diagnostic]:
    found = picture(package.archive, item.name)
    if found and item.media_type in _CORE and found.media_type != item.media_type:
        place = package.place(package.path)
        yield report("BM-EPUB-025", place, file=item.name, media_type=item.media_type)


def check_cover_size(package: Package) -> Iterator[Diagnostic]:
    """Check that shops will take the cover (kdp.amazon.com, GPST5EKFJ6MX5UPK, 2026-11-22)."""
    for item in package.items:
        if "cover-image" in item.properties and item.name in package.archive.names:
            found = picture(package.archive, item.name)
            if not found or not found.width:
                continue
            if found.width < _LEAST_COVER[0] or found.height < _LEAST_COVER[1]:
                yield report("BM-EPUB-042", width=found.width, height=found.height)


def _check_face(package: Package, item: Item, obfuscated: frozenset[str]) -> Iterator[Diagnostic]:
    if item.name in obfuscated:
        return
    try:
        kind = face_kind(package.archive.read(item.name))
    except ArchiveError:
        return
    if not kind:
        place = package.place(package.path)
        yield report("BM-EPUB-025", place, file=item.name, media_type=item.media_type)


def obfuscated_names(archive: Archive) -> frozenset[str]:
    """Return the files that META-INF/encryption.xml names; only faces may be there."""
    if "META-INF/encryption.xml" not in archive.names:
        return frozenset()
    try:
        root = parse(archive.read("META-INF/encryption.xml"))
    except (ArchiveError, MarkupError):
        return frozenset()
    return frozenset(one.get("URI", "") for one in root.iter(f"{_ENC}CipherReference"))


def _check_names(package: Package) -> Iterator[Diagnostic]:
    folded = Counter(item.name.casefold() for item in package.items if item.name)
    for item in package.items:
        clash = folded[item.name.casefold()] > 1
        if item.name and (clash or not _PORTABLE.issuperset(item.name)):
            if clash and [one.name for one in package.items].count(item.name) > 1:
                continue  # told as listed twice
            yield report("BM-EPUB-036", package.place(package.path), file=item.name)


def check_properties(
    package: Package, item: Item, root: etree._Element, *, is_scripted: bool
) -> Iterator[Diagnostic]:
    """Check that the manifest says of a document what it holds: drawings, formulas, scripts."""
    if package.old:
        return
    held = {
        "svg": next(root.iter(_SVG), None) is not None,
        "mathml": next(root.iter(_MATH), None) is not None,
        "scripted": is_scripted,
    }
    for name, is_held in held.items():
        if is_held != (name in item.properties):
            yield report("BM-EPUB-035", package.place(package.path), file=item.name, what=name)


def check_package_language(package: Package) -> Iterator[Diagnostic]:
    """Check that the package document says which language its own words are in."""
    if not package.old and not package.root.get(f"{XML}lang"):
        yield report("BM-EPUB-041", package.place(package.path))


def check_refines(package: Package) -> Iterator[Diagnostic]:
    """Check that what refines something refines something that is there."""
    ids = {element.get("id") for element in package.root.iter(etree.Element)}
    for element in package.root.iter(f"{OPF}meta", f"{OPF}link"):
        target = element.get("refines", "")
        if target.startswith("#") and target[1:] not in ids:
            yield report("BM-EPUB-040", package.place(package.path), target=target)
