"""The package of an EPUB: container, metadata, manifest, spine, as the archive has them.

EPUB 3.3, https://www.w3.org/TR/epub-33/; EPUB 2 files of others are understood as well.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from bookmaker.checks.archive import Archive, ArchiveError, beside
from bookmaker.checks.xml import CONTAINER, DC, OPF, MarkupError, parse
from bookmaker.diagnostics import Diagnostic, Span, report

MIMETYPE: Final = b"application/epub+zip"
XHTML_TYPE: Final = "application/xhtml+xml"
NCX_TYPE: Final = "application/x-dtbncx+xml"
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*|[xi](?:-[A-Za-z0-9]{1,8})+")
_MODIFIED: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_UNLISTED: Final = ("META-INF/", "mimetype")
_PLAIN: Final = ".txt"  # a licence or a note to whoever unpacks: no part of the publication
_FONT_KEYS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_ENC: Final = "{http://www.w3.org/2001/04/xmlenc#}EncryptionMethod"
# EPUB Accessibility 1.1, "Discovery metadata": these three MUST be there.
_ACCESSIBILITY: Final = (
    "schema:accessMode",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
)


class UnreadableError(Exception):
    """The EPUB cannot be checked further; `finding` says why."""

    def __init__(self, finding: Diagnostic) -> None:
        """Keep the finding."""
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the manifest; `name` is its archive path, empty where it lies on the network."""

    id: str
    href: str
    name: str
    media_type: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document says."""

    archive: Archive
    label: str
    path: str
    root: etree._Element
    items: tuple[Item, ...]
    by_id: dict[str, Item] = field(default_factory=dict)

    @property
    def old(self) -> bool:
        """Whether this is an EPUB 2, which has an NCX in place of a navigation document."""
        return self.root.get("version", "").startswith("2")

    def spine(self) -> Iterator[tuple[str, Item | None]]:
        """Yield each reference of the spine and the item it names, if there is one."""
        for reference in self.root.iter(f"{OPF}itemref"):
            idref = reference.get("idref", "")
            yield idref, self.by_id.get(idref)

    def element(self, item: Item) -> etree._Element | None:
        """Return the entry of the manifest that `item` was read from."""
        entries = (one for one in self.root.iter(f"{OPF}item") if one.get("id", "") == item.id)
        return next(entries, None)

    def documents(self) -> Iterator[Item]:
        """Yield the XHTML documents that are in the archive."""
        for item in self.items:
            if item.media_type == XHTML_TYPE and item.name in self.archive.names:
                yield item

    def place(self, document: str, line: int | None = None) -> Span:
        """Return the place of a line of a file in the archive."""
        return Span(f"{self.label}/{document}", line or 1)


def read_package(archive: Archive, label: str) -> Package:
    """Read container and package document.

    Raises:
        UnreadableError: one of them is missing or no XML.
    """
    root = _xml(archive, label, "META-INF/container.xml")
    rootfile = root.find(f".//{CONTAINER}rootfile")
    path = rootfile.get("full-path", "") if rootfile is not None else ""
    if path not in archive.names:
        raise UnreadableError(report("BM-EPUB-003", file=path))
    opf = _xml(archive, label, path)
    items = tuple(_item(path, element) for element in opf.iter(f"{OPF}item"))
    return Package(archive, label, path, opf, items, {item.id: item for item in items})


def _xml(archive: Archive, label: str, name: str) -> etree._Element:
    try:
        return parse(archive.read(name))
    except ArchiveError as error:
        raise UnreadableError(report("BM-EPUB-003", file=name)) from error
    except MarkupError as error:
        place = Span(f"{label}/{name}", error.line or 1)
        raise UnreadableError(report("BM-EPUB-004", place, reason=str(error))) from error


def _item(package: str, element: etree._Element) -> Item:
    href = element.get("href", "")
    remote = bool(urlsplit_safe(href)[0])
    return Item(
        element.get("id", ""),
        href,
        "" if remote else beside(package, unquote(href.partition("#")[0])),
        element.get("media-type", ""),
        tuple(element.get("properties", "").split()),
    )


def urlsplit_safe(href: str) -> tuple[str, str, str]:
    """Return scheme, path and fragment of an address, the last two percent-decoded.

    What cannot be understood as an address counts as a path.
    """
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return "", href, ""
    scheme = parts.scheme or ("//" if parts.netloc else "")
    return scheme.lower(), unquote(parts.path), unquote(parts.fragment)


# ---------------------------------------------------------------- rules


def check_archive(archive: Archive) -> Iterator[Diagnostic]:
    """Check the container: `mimetype` first, stored, exact; names once and inside."""
    first = archive.entries[0] if archive.entries else None
    if (
        first is None
        or first.filename != "mimetype"
        or first.compress_type != zipfile.ZIP_STORED
        or first.extra
        or first.file_size != len(MIMETYPE)
        or archive.read("mimetype") != MIMETYPE
    ):
        yield report("BM-EPUB-002")
    for name, count in Counter(entry.filename for entry in archive.entries).items():
        parts = name.replace("\\", "/").split("/")
        if count > 1 or ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
            yield report("BM-EPUB-018", file=name)


def encrypted(archive: Archive) -> bool:
    """Whether anything but fonts is encrypted: such a book cannot be read, or checked."""
    if "META-INF/encryption.xml" not in archive.names:
        return False
    try:
        root = parse(archive.read("META-INF/encryption.xml"))
    except (ArchiveError, MarkupError):
        return True
    return any(one.get("Algorithm") not in _FONT_KEYS for one in root.iter(_ENC))


def check_metadata(package: Package) -> Iterator[Diagnostic]:
    """Check what every package document must say."""
    for name in ("title", "identifier", "language"):
        values = [(one.text or "").strip() for one in package.root.iter(DC + name)]
        if not values or not all(values):
            yield report("BM-EPUB-005", name=f"dc:{name}")
        elif name == "language":
            wrong = (value for value in values if not LANGUAGE.fullmatch(value))
            yield from (report("BM-EPUB-019", value=value) for value in wrong)
    unique = package.root.get("unique-identifier", "")
    if unique not in {one.get("id") for one in package.root.iter(f"{DC}identifier")}:
        yield report("BM-EPUB-005", name="unique-identifier")
    if not package.old:
        yield from _check_metas(package)


def _check_metas(package: Package) -> Iterator[Diagnostic]:
    said: dict[str, list[str]] = {}
    for meta in package.root.iter(f"{OPF}meta"):
        if not meta.get("refines"):
            said.setdefault(meta.get("property", ""), []).append((meta.text or "").strip())
    modified = said.get("dcterms:modified", [])
    if len(modified) != 1 or not _MODIFIED.fullmatch(modified[0]):
        yield report("BM-EPUB-005", name="dcterms:modified")
    missing = [name for name in _ACCESSIBILITY if not any(said.get(name, []))]
    if missing:
        yield report("BM-EPUB-014", names=", ".join(missing))


def check_manifest(package: Package) -> Iterator[Diagnostic]:
    """Check that manifest and archive name the same files, each once."""
    listed = Counter(item.name for item in package.items if item.name)
    for item in package.items:
        if not item.name:
            if not item.media_type.startswith(("audio/", "video/")):
                yield report("BM-EPUB-015", package.place(package.path), address=item.href)
        elif item.name not in package.archive.names:
            yield report("BM-EPUB-006", package.place(package.path), file=item.name)
    repeated = [name for name, count in listed.items() if count > 1]
    yield from (report("BM-EPUB-020", package.place(package.path), file=one) for one in repeated)
    for name in sorted(package.archive.names - set(listed)):
        if (
            name != package.path
            and not name.startswith(_UNLISTED)
            and not name.endswith(("/", _PLAIN))
        ):
            yield report("BM-EPUB-007", file=name)


def check_spine(package: Package) -> Iterator[Diagnostic]:
    """Check that the spine names documents of the manifest, at least one."""
    references = list(package.spine())
    if not references:
        yield report("BM-EPUB-008", package.place(package.path), reason="it is empty")
    for idref, item in references:
        if item is None:
            reason = f"{idref!r} is not in the manifest"
            yield report("BM-EPUB-008", package.place(package.path), reason=reason)


def check_cover(package: Package) -> Iterator[Diagnostic]:
    """Check that reading systems will find a cover picture."""
    marked = [item for item in package.items if "cover-image" in item.properties]
    if package.old:
        named = {
            meta.get("content")
            for meta in package.root.iter(f"{OPF}meta")
            if meta.get("name") == "cover"
        }
        marked = [item for item in package.items if item.id in named]
    if len(marked) != 1 or not marked[0].media_type.startswith("image/"):
        yield report("BM-EPUB-017")
