"""The OCF container: ebooklib's writer over an archive that is the same from build to build.

ebooklib composes package document, NCX, manifest and spine; what it leaves to the clock, the
user and chance (entry times, modes, `zipfile`'s defaults) is settled here.
See https://www.w3.org/TR/epub-33/#sec-ocf and, for the archive, #sec-container-zip.
"""

import re
import zipfile
from pathlib import Path
from typing import IO, Any, Final

from ebooklib import epub
from lxml import etree

from bookmaker.errors import BookmakerError
from bookmaker.writers.epub.pages import NCX, extend_ncx

MIMETYPE: Final = "application/epub+zip"
PACKAGE: Final = "package.opf"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_LISTED: Final = re.compile(rb'<(?:item|link) [^>]*?href="([^"]*)"')

# The first instant a zip archive can name; a regular file that all may read.
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o100644 << 16
_UNIX: Final = 3
_PACKED: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})


class ReproducibleZip(zipfile.ZipFile):
    """A zip archive whose entries carry neither the clock nor the umask."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,  # noqa: ANN401  the signature is zipfile's
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add an entry; pictures, which are packed already, are stored."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        info = zipfile.ZipInfo(name, _TIME)
        info.external_attr = _MODE
        info.create_system = _UNIX
        stored = compress_type == zipfile.ZIP_STORED or Path(name).suffix.lower() in _PACKED
        kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(info, data, kind, compresslevel or self.compresslevel)


class ContainerWriter(epub.EpubWriter):  # type: ignore[misc]  # ebooklib is untyped
    """ebooklib's writer with our archive, our names and what its package document leaves out."""

    out: ReproducibleZip

    def __init__(self, stream: IO[bytes], book: epub.EpubBook, options: dict[str, Any]) -> None:
        """Take the stream to write to, the assembled book and ebooklib's options."""
        super().__init__("", book, options)
        self.stream = stream

    def write(self) -> None:
        """Write the whole container, `mimetype` first and stored."""
        level = self.options["compresslevel"]
        with ReproducibleZip(
            self.stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level
        ) as self.out:
            self.out.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_container(self) -> None:
        text = epub.CONTAINER_XML % {"folder_name": self.book.FOLDER_NAME}
        self.out.writestr(epub.CONTAINER_PATH, text.replace("content.opf", PACKAGE).encode())

    def _write_opf_file(self, root: etree._Element) -> None:
        """Add language and direction to the package document and write it."""
        del root.attrib["prefix"]  # ebooklib repeats a prefix that EPUB reserves
        if self.book.prefixes:
            root.set("prefix", " ".join(self.book.prefixes))
        etree.cleanup_namespaces(root)
        root.set(XML_LANG, self.book.language)
        if self.book.direction:
            root.set("dir", self.book.direction)
        data = etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True)
        self.out.writestr(f"{self.book.FOLDER_NAME}/{PACKAGE}", data)

    def _get_ncx(self) -> bytes:
        """Return ebooklib's NCX with its depth and language told rightly, and the printed pages."""
        root = etree.fromstring(super()._get_ncx())
        root.set(XML_LANG, self.book.language)
        depth = root.find(f".//{NCX}meta[@name='dtb:depth']")
        if depth is not None:
            depth.set("content", str(_depth(root.find(f"{NCX}navMap"))))
        extend_ncx(root, self.book)
        data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
        return data


def _depth(point: etree._Element | None) -> int:
    if point is None:
        return 0
    return max((1 + _depth(child) for child in point.findall(f"{NCX}navPoint")), default=0)


def write_container(book: epub.EpubBook, path: Path, options: dict[str, Any]) -> None:
    """Write the assembled book to `path` and read it again.

    Raises:
        OSError: the file cannot be written.
        BookmakerError: what stands on the disk is not what was meant (BM-EPUB-099).
    """
    with path.open("wb") as stream:
        writer = ContainerWriter(stream, book, {**options, "raise_exceptions": True})
        writer.process()
        writer.write()
    fault = _fault(path, book)
    if fault:
        raise BookmakerError.because("BM-EPUB-099", None, reason=fault)


def _fault(path: Path, book: epub.EpubBook) -> str:
    """Return what is wrong with the written file, or "": checksums, first entry, manifest."""
    folder = book.FOLDER_NAME
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        first = archive.infolist()[0]
        broken = archive.testzip()
        package = archive.read(f"{folder}/{PACKAGE}")
    if broken:
        return f"the entry {broken} is damaged"
    if first.filename != "mimetype" or first.compress_type or first.extra:
        return "mimetype is not the first, stored entry"
    hrefs = (href.decode() for href in _LISTED.findall(package))
    listed = {f"{folder}/{href}" for href in hrefs if "://" not in href}
    meant = {"mimetype", epub.CONTAINER_PATH, f"{folder}/{PACKAGE}"} | listed
    if len(names) != len(set(names)) or set(names) != meant:
        return f"manifest and entries differ: {sorted(set(names) ^ meant)[:3]}"
    return ""
