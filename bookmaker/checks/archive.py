"""Reading a ZIP that may be hostile: bounded, in memory, nothing extracted to disk."""

import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Final, Self

ENTRY_LIMIT: Final = 100_000_000
"""The largest file inside an EPUB that is read, in bytes unpacked."""
TOTAL_LIMIT: Final = 1_000_000_000
"""The most bytes all files of an EPUB may unpack to (Kobo takes no more than 1 GB)."""
COUNT_LIMIT: Final = 50_000
"""The most files an EPUB may have."""


class ArchiveError(Exception):
    """The archive or an entry of it cannot be read; the message says why, in plain words."""


class Archive:
    """An open ZIP whose entries are read with limits; a context manager."""

    def __init__(self, path: Path) -> None:
        """Open `path`.

        Raises:
            ArchiveError: it is no ZIP, or it claims more than the limits.
        """
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise ArchiveError(str(error) or "not a ZIP archive") from error
        self.entries = self._zip.infolist()
        self.names = frozenset(entry.filename for entry in self.entries)
        try:
            self._bound()
        except ArchiveError:
            self._zip.close()
            raise

    def _bound(self) -> None:
        if len(self.entries) > COUNT_LIMIT:
            raise ArchiveError(f"it holds more than {COUNT_LIMIT} files")
        if sum(entry.file_size for entry in self.entries) > TOTAL_LIMIT:
            raise ArchiveError(f"it unpacks to more than {TOTAL_LIMIT} bytes")

    def __enter__(self) -> Self:
        """Return the archive."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._zip.close()

    def read(self, name: str) -> bytes:
        """Return the bytes of entry `name`; never more than `ENTRY_LIMIT` are unpacked.

        Raises:
            ArchiveError: no such entry, too large, encrypted or damaged.
        """
        try:
            with self._zip.open(name) as stream:
                content = stream.read(ENTRY_LIMIT + 1)
        except KeyError as error:
            raise ArchiveError("it is not in the archive") from error
        except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
            raise ArchiveError(str(error) or "it is damaged") from error
        if len(content) > ENTRY_LIMIT:
            raise ArchiveError(f"it unpacks to more than {ENTRY_LIMIT} bytes")
        return content


def beside(base: str, href: str) -> str:
    """Return the archive path of `href` (percent-decoded, without fragment) named in file `base`.

    A path that climbs out of the archive keeps its leading "..", so that it names no entry.
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), href))
