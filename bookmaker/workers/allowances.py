"""How much a job may take: always a part for whatever the job and a part that grows with it.

Measured on a machine of 2026 with two cores (processor time and data of a worker, WeasyPrint 70):

| | documents | processor time | memory |
|---|---|---|---|
| the sample, 2,402 words | 17 KB | 1.3 s | 92 MB |
| Frankenstein, 77,697 words | 462 KB | 12.9 s, 28 µs a byte | 175 MB, 355 B a byte |
| Pride and Prejudice, 121,620 words | 745 KB | 22.4 s, 30 µs a byte | 240 MB, 311 B a byte |
| War and Peace, 563,580 words | 3.6 MB | 101.7 s, 28 µs a byte | 874 MB, 248 B a byte |
| a photograph of 40 megapixels, turned | 8 MB | 1.5 s | 610 MB |
| 40 megapixels of WebP with transparency | 14 MB | 19 s | 912 MB |

Seconds are those of that machine; a slower one is given more of them (`pace`). A run may take three
times what the densest honest one takes (dialogue in French and Latin, 50 s a megabyte; tables 53),
a whole book twice what dense books do, so that a manuscript of up to 450 KB that is made to exhaust
the machine ends within a minute, and a larger one in proportion. Of manuscripts, laying out takes:

| | manuscript | processor time |
|---|---|---|
| novels | 175 to 840 KB | 16 to 31 s a megabyte |
| *War and Peace* | 3.3 MB | 20 s a megabyte |
| novels full of dialogue and foreign words | 270 to 460 KB | 52 to 54 s a megabyte |
| verse, three hundred poems; notes by the thousand | 200, 300 KB | 51, 56 s a megabyte |
| nothing but code | 310 KB | 79 s a megabyte |
| nothing but tables | 250 KB | 131 s a megabyte |
"""

from typing import Final

from bookmaker.workers.budget import Budget
from bookmaker.workers.jobs import MEGABYTE, Limits

LAYOUT_CPU: Final = 10
"""Seconds of processor time to lay any run out."""

LAYOUT_CPU_PER_MEGABYTE: Final = 100
"""Seconds of processor time for each million bytes of its XHTML."""

BOOK_CPU: Final = 50
"""Seconds of processor time to lay any book out: all its runs, contents, heads and folios."""

BOOK_CPU_PER_MEGABYTE: Final = 110
"""Seconds of processor time for each million bytes of its manuscripts, where that is more."""

PICTURE_CPU_PER_MEGABYTE: Final = 2
"""Seconds of processor time for each million bytes of the pictures that are laid out."""

LAYOUT_MEMORY: Final = 1000 * MEGABYTE
"""Bytes to lay anything out; a picture of 40 megapixels is decoded in it."""

LAYOUT_MEMORY_PER_BYTE: Final = 2000
"""Bytes for each byte of XHTML: short list items, one after another."""

LONG_MEMORY: Final = 1600 * MEGABYTE
"""Bytes to lay out anything long: by then the parts it may have are spent (`layout.bounds`)."""

LONG_MEMORY_PER_BYTE: Final = 400
"""Bytes for each byte of it: a paragraph of five megabytes takes 340, prose 250."""

PICTURE_MEMORY_PER_BYTE: Final = 4
"""Bytes for each byte of the pictures that are laid out."""

PICTURE: Final = Limits(cpu=90, memory=1500 * MEGABYTE, wall=1020)
"""One picture, decoded and encoded: none has more than 40 megapixels."""

PICTURES_CPU: Final = 40
"""Seconds of processor time to decode and encode all pictures of any book."""

PICTURES_CPU_PER_MEGABYTE: Final = 4
"""Seconds for each million bytes of their files: photographs take a fifth of one, WebP 1.4."""

CHECK_CPU: Final = 40
"""Seconds of processor time to check any finished book."""

CHECK_CPU_PER_MEGABYTE: Final = 20
"""Seconds of processor time for each million bytes of it: a novel's PDF takes five."""

CHECK_MEMORY: Final = 1500 * MEGABYTE
"""Bytes to check any finished book."""

CHECK_MEMORY_PER_BYTE: Final = 10
"""Bytes for each byte of it."""

EPUBCHECK_CPU: Final = 60
"""Seconds of processor time for EPUBCheck, which starts in two."""

EPUBCHECK_CPU_PER_MEGABYTE: Final = 40
"""Seconds for each million bytes of an EPUB: *War and Peace*, two of them, takes nine."""

EPUBCHECK_HEAP: Final = 512 * MEGABYTE
"""Bytes of Java's heap for it: 64 MB are enough for *War and Peace*."""

EPUBCHECK_HEAP_PER_BYTE: Final = 50
"""Bytes for each byte of an EPUB."""

# By the clock, a job is only ended that hangs: other programs want the processor, too, and on a
# crowded machine a second of it takes half a minute.
_WALL_PER_CPU: Final = 8
_WALL: Final = 300


def check(size: int) -> Limits:
    """Return what checking a finished book of `size` bytes may take."""
    cpu = CHECK_CPU + size * CHECK_CPU_PER_MEGABYTE // MEGABYTE
    memory = CHECK_MEMORY + size * CHECK_MEMORY_PER_BYTE
    return Limits(cpu, memory, _WALL + cpu * _WALL_PER_CPU)


def epubcheck(size: int) -> Limits:
    """Return what EPUBCheck may take for an EPUB of `size` bytes; `memory` is Java's heap."""
    cpu = EPUBCHECK_CPU + size * EPUBCHECK_CPU_PER_MEGABYTE // MEGABYTE
    heap = EPUBCHECK_HEAP + size * EPUBCHECK_HEAP_PER_BYTE
    return Limits(cpu, heap, _WALL + cpu * _WALL_PER_CPU)


def book(typed: int, pictures: int, patience: int = 1) -> Budget:
    """Return what laying out a whole book may take.

    Args:
        typed: bytes of its manuscripts: what they are marked up to may be many times as much.
        pictures: bytes of the pictures in it.
        patience: how many times as much as usual.
    """
    words = max(BOOK_CPU, typed * BOOK_CPU_PER_MEGABYTE / MEGABYTE)
    return Budget(patience * (words + pictures * PICTURE_CPU_PER_MEGABYTE / MEGABYTE))


def pictures(patience: int = 1) -> Budget:
    """Return what preparing the pictures of a book may take, before `picture` adds to it.

    Args:
        patience: how many times as much as usual.
    """
    return Budget(patience * PICTURES_CPU, code="BM-SYS-012")


def picture(size: int, patience: int = 1) -> float:
    """Return what a picture whose file has `size` bytes adds to what all of them may take."""
    return patience * size * PICTURES_CPU_PER_MEGABYTE / MEGABYTE


def layout(text: int, pictures: int) -> Limits:
    """Return what laying out a run may take.

    Args:
        text: bytes of XHTML.
        pictures: bytes of the pictures in it.
    """
    cpu = (
        LAYOUT_CPU
        + text * LAYOUT_CPU_PER_MEGABYTE // MEGABYTE
        + pictures * PICTURE_CPU_PER_MEGABYTE // MEGABYTE
    )
    dense = LAYOUT_MEMORY + text * LAYOUT_MEMORY_PER_BYTE
    words = min(dense, LONG_MEMORY + text * LONG_MEMORY_PER_BYTE)
    memory = words + pictures * PICTURE_MEMORY_PER_BYTE
    return Limits(cpu, memory, _WALL + cpu * _WALL_PER_CPU)
