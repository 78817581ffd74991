"""Manuscripts in, `Reading` out: one or several, plain text or Markdown, in the order given."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bookmaker.book import Reading
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.joining import join_readings
from bookmaker.readers.pinning import pins_by_path


def read(manuscripts: tuple[Manuscript, ...], settings: StructureSettings) -> Reading:
    """Read all manuscripts of a project into one book.

    Pure; linear in the manuscripts' length.

    Args:
        manuscripts: decoded, in reading order; at least one.
        settings: how they are understood; `files` says what several of them are to the book.

    Raises:
        InputError: the head of a manuscript cannot be understood (BM-READ-102), or a pin fits
            nothing (BM-READ-001 to -004).
    """
    pinned = pins_by_path(manuscripts, settings.pins)
    with _uncollected():
        readings = [
            read_one(manuscript, replace(settings, pins=pinned.get(manuscript.path, ())))
            for manuscript in manuscripts
        ]
    if len(readings) == 1:
        return readings[0]
    return join_readings(manuscripts, readings, settings)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector away: a reading makes many objects, keeps most, and no cycles.

    It would walk all that was made so far again and again, a quarter of the time of a long novel.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def read_one(manuscript: Manuscript, settings: StructureSettings) -> Reading:
    """Read one manuscript by its format; parsers are imported only when they are needed."""
    if manuscript.format == "markdown":
        from bookmaker.readers.markdown import read_markdown  # noqa: PLC0415  only for Markdown

        return read_markdown(manuscript, settings)
    from bookmaker.readers.plaintext import read_text  # noqa: PLC0415  only for plain text

    return read_text(manuscript, settings)
