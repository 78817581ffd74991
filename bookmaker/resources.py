"""The one resolver of every path that a manuscript or its settings name.

Pictures, covers, settings files and further manuscripts are all read here and nowhere else. A
reference is foreign text: it may name a regular file inside the project folder, and nothing more.
Neither the network nor a file outside, nor a device or a pipe, can be reached from a manuscript.
What the user types at the command line is trusted as typed (`Resolver.for_source`, `read_source`).
"""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn
from urllib.parse import unquote

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError

FILE_LIMIT: Final = 20_000_000
"""The most bytes read from a file unless the caller says otherwise."""

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_NETWORK: Final = frozenset(("http", "https", "ftp", "ftps", "sftp", "ws", "wss", "gopher", "smb"))
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# O_NONBLOCK: a pipe put in a file's place after the look must not hang the build.
# The flags that a system does not have (Windows) count for nothing there.
_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_STEP: Final = _READ | getattr(os, "O_DIRECTORY", 0)


class Resolver:
    """Reads what a project's manuscripts and settings name, inside the folder `root` only."""

    def __init__(self, root: Path) -> None:
        """Take `root`, the project folder; it may itself be a symbolic link."""
        self.root: Final = Path(os.path.realpath(root))
        self.seen: Final[dict[str, str]] = {}
        """What was read, by name: the SHA-256 of its bytes, in hexadecimal."""

    @classmethod
    def for_source(cls, source: Path) -> "Resolver":
        """Return the resolver of the project `source`, a folder or a lone manuscript in one.

        A lone manuscript that is a link keeps the folder it was named in: its pictures lie there.
        """
        return cls(source if source.is_dir() else source.parent)

    def resolve(self, reference: str, span: Span | None = None) -> Path:
        """Return the real path of the regular file that `reference` names.

        Args:
            reference: a path relative to the root, with `/` between folders; it may be
                percent-encoded once, and may be composed (NFC) or decomposed (NFD) Unicode.
            span: where the reference was typed, for the message.

        Raises:
            InputError: BM-INPUT-001 no such file; 006 outside the root; 007 no regular file;
                009 the system refuses; 011 a network address; 012 no path at all.
        """
        return self._find(reference, span)[0]

    def read(self, reference: str, span: Span | None = None, limit: int = FILE_LIMIT) -> bytes:
        """Return the bytes of the file that `reference` names, at most `limit` of them.

        Raises:
            InputError: as `resolve`; BM-INPUT-008 the file is larger than `limit` bytes.
        """
        path, shown = self._find(reference, span)
        parts = path.relative_to(self.root).parts
        try:
            content = _read(lambda: _open_beneath(self.root, parts), shown, span, limit)
        except OSError as error:
            _refuse(error, shown, span)
        self.seen[shown] = hashlib.sha256(content).hexdigest()
        return content

    def list_files(self, wanted: Callable[[str], bool], folder: str = ".") -> tuple[str, ...]:
        """Return references of the files in `folder` and in the folders inside it.

        Hidden folders belong to programs and are not searched, nor are folders that are links.
        Links to files are listed: reading them tells the user why they cannot stand in the book.

        Args:
            wanted: says of a file's name whether it is listed.
            folder: a reference of a folder.

        Raises:
            InputError: BM-INPUT-006 outside the root; 009 a folder cannot be listed.
        """
        found: list[str] = []
        waiting = [(self._real(_spelt(folder, None), folder, None), folder.strip("/"))]
        while waiting:
            place, name = waiting.pop()
            try:
                for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
                    reference = _join(name, entry.name)
                    if not entry.is_dir():
                        found.extend([reference] if wanted(entry.name) else ())
                    elif not entry.name.startswith(".") and not entry.is_symlink():
                        waiting.append((entry, reference))
            except OSError as error:
                _refuse(error, name or ".", None)
        return tuple(sorted(found))

    def has(self, reference: str) -> bool:
        """Say whether `reference` names a regular file inside the root."""
        try:
            self._find(reference, None)
        except InputError:
            return False
        return True

    def is_folder(self, reference: str, span: Span | None = None) -> bool:
        """Say whether `reference` names a folder inside the root.

        Raises:
            InputError: as `resolve`.
        """
        return self._real(_spelt(reference, span), reference, span).is_dir()

    def _find(self, reference: str, span: Span | None) -> tuple[Path, str]:
        """Return the real path and how to show it: decoded, as an author would name it."""
        # As typed first: a name from a folder's listing may hold a per cent sign of its own.
        spellings = dict.fromkeys((_spelt(reference, span), _decoded(reference, span)))
        shown = list(spellings)[-1]
        for spelling in spellings:
            path = self._real(spelling, shown, span)
            try:
                mode = os.lstat(path).st_mode
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                _refuse(error, shown, span)
            if not stat.S_ISREG(mode):
                raise InputError.because("BM-INPUT-007", span, path=shown)
            return path, shown
        raise InputError.because("BM-INPUT-001", span, path=shown)

    def _real(self, spelling: str, shown: str, span: Span | None) -> Path:
        """Follow every link and refuse what ends outside the root."""
        path = self.root
        try:
            for part in spelling.split("/"):
                path = path / _existing(path, part)
            real = Path(os.path.realpath(path))
        except (OSError, ValueError):  # ValueError: characters that no file name can hold
            raise InputError.because("BM-INPUT-001", span, path=shown) from None
        if not real.is_relative_to(self.root):
            raise InputError.because("BM-INPUT-006", span, path=shown)
        return real


def read_source(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """Return the bytes of `path`, a file that the user named at the command line.

    It may lie anywhere, but must be a regular file of at most `limit` bytes: a device or a pipe
    would hang the build or never end. A link may lead on within its folder only: whoever sends a
    manuscript could send a link to any file of the machine in its place.

    Raises:
        InputError: BM-INPUT-001 no such file; 007 no regular file; 008 too large;
            009 the system refuses; 025 a link that leads away.
    """
    shown = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError.because("BM-INPUT-007", None, path=shown)
        if not (real := path.resolve()).is_relative_to(path.parent.resolve()):
            raise InputError.because("BM-INPUT-025", None, path=shown, target=str(real))
        flags = _READ & ~getattr(os, "O_NOFOLLOW", 0)
        return _read(lambda: os.open(path, flags), shown, None, limit)
    except OSError as error:
        _refuse(error, shown, None)
    except ValueError:
        raise InputError.because("BM-INPUT-001", None, path=shown) from None


def _spelt(reference: str, span: Span | None) -> str:
    """Return `reference` if it can be a path inside a project; refuse it otherwise."""
    scheme = _SCHEME.match(reference.lstrip())
    if reference.startswith("//") or (scheme and scheme[1].lower() in _NETWORK):
        raise InputError.because("BM-INPUT-011", span, path=reference)
    reason = _objection(reference, scheme)
    if reason:
        raise InputError.because("BM-INPUT-012", span, path=reference, reason=reason)
    if reference.startswith("/") or _leaves(reference):
        raise InputError.because("BM-INPUT-006", span, path=reference)
    return reference


def _objection(reference: str, scheme: re.Match[str] | None) -> str:
    """Say why `reference` is no path that means the same on every machine; "" if it is one."""
    if _CONTROL.search(reference):
        return "it holds a control character"
    if "\\" in reference:
        return "it holds a backslash"
    if scheme:
        kind = "the drive letter" if len(scheme[1]) == 1 else "the scheme"
        return f"it begins with {kind} {scheme[0]}"
    return ""


def _leaves(reference: str) -> bool:
    """Tell whether `..` steps above the root, whatever lies on the disk."""
    depth = 0
    for part in reference.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return True
    return False


def _decoded(reference: str, span: Span | None) -> str:
    """Percent-decode once; the result obeys the same rules as what was typed."""
    if "%" not in reference:
        return reference
    try:
        return _spelt(unquote(reference, errors="strict"), span)
    except UnicodeDecodeError:
        return reference  # no UTF-8 behind the per cent signs: a literal name, if any


def _existing(folder: Path, part: str) -> str:
    """Return the spelling of `part` that lies in `folder`: as typed, composed or decomposed."""
    if part.isascii() or os.path.lexists(folder / part):
        return part
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, part)
        if other != part and os.path.lexists(folder / other):
            return other
    return part


def _open_beneath(root: Path, parts: tuple[str, ...]) -> int:
    """Open a file step by step, so that no folder on the way can turn into a link meanwhile."""
    if os.open not in os.supports_dir_fd:
        return os.open(root.joinpath(*parts), _READ)
    step = os.open(root, _STEP)
    for number, part in enumerate(parts, start=1):
        try:
            deeper = os.open(part, _READ if number == len(parts) else _STEP, dir_fd=step)
        finally:
            os.close(step)
        step = deeper
    return step


def _read(opened: Callable[[], int], shown: str, span: Span | None, limit: int) -> bytes:
    """Read a whole regular file of at most `limit` bytes."""
    with open(opened(), "rb") as file:  # noqa: PTH123  a descriptor, not a path
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise InputError.because("BM-INPUT-007", span, path=shown)
        # One byte more: a file may grow while it is read.
        content = file.read(limit + 1) if status.st_size <= limit else None
    if content is None or len(content) > limit:
        raise InputError.because("BM-INPUT-008", span, path=shown, limit=limit)
    return content


def _refuse(error: OSError, shown: str, span: Span | None) -> NoReturn:
    """Turn the system's refusal into a message."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        raise InputError.because("BM-INPUT-001", span, path=shown) from None
    reason = error.strerror or type(error).__name__
    raise InputError.because("BM-INPUT-009", span, path=shown, reason=reason) from None


def _join(folder: str, name: str) -> str:
    """Return the reference of `name` in `folder`."""
    clean = folder.strip("/")
    return name if clean in {"", "."} else f"{clean}/{name}"
