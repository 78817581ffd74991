"""Faults put into a sound EPUB: each edit changes the entries of its archive."""

import struct
from collections.abc import Callable

Entries = dict[str, bytes]
Edit = Callable[[Entries], None]
OPF, NAV, CSS = "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/css/book.css"
ONE, TWO = "EPUB/text/chapter-1.xhtml", "EPUB/text/chapter-2.xhtml"
COVER = "EPUB/images/cover.png"


def swap(name: str, old: str, new: str) -> Edit:
    """Write something else in place of what a file says, which it must."""

    def edit(entries: Entries) -> None:
        assert old.encode() in entries[name]
        entries[name] = entries[name].replace(old.encode(), new.encode())

    return edit


def put(name: str, content: bytes) -> Edit:
    """Put in a file, or another in its place."""

    def edit(entries: Entries) -> None:
        entries[name] = content

    return edit


def drop(*names: str) -> Edit:
    """Take files away."""

    def edit(entries: Entries) -> None:
        for name in names:
            del entries[name]

    return edit


def last(name: str) -> Edit:
    """Move a file to the end of the archive."""

    def edit(entries: Entries) -> None:
        entries[name] = entries.pop(name)

    return edit


def enlist(href: str, media_type: str) -> Edit:
    """Name a file in the manifest."""
    item = f'<item id="added" href="{href}" media-type="{media_type}"/>'
    return swap(OPF, "</manifest>", f"{item}</manifest>")


def both(*edits: Edit) -> Edit:
    """Do one edit after the other."""

    def edit(entries: Entries) -> None:
        for one in edits:
            one(entries)

    return edit


def png(width: int, height: int, kind: int = 2, more: int = 0) -> bytes:
    """Return the head of a picture, and as many bytes `more` as are wanted."""
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + head + bytes(more)
