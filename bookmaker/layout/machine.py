"""What the machine must bring: Pango and its kin, which no wheel carries.

Pure look-ups: nothing here imports WeasyPrint.
"""

import ctypes
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

# Library names as each platform's loader knows them: (Linux, macOS, Windows), in the order in
# which WeasyPrint asks for them (weasyprint/text/ffi.py, version 70).
_NEEDED: Final = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
)
# Where Homebrew (Apple silicon, Intel) and MacPorts put libraries; the loader looks in none of
# the first and last, and DYLD_* variables set after start have no effect.
_MAC_FOLDERS: Final = ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib")
_WINDOWS_FOLDERS: Final = (
    "C:\\msys64\\ucrt64\\bin",
    "C:\\msys64\\mingw64\\bin",
    "C:\\Program Files\\GTK3-Runtime Win64\\bin",
)


def library_folders() -> tuple[str, ...]:
    """Return folders beyond the loader's own in which Pango may lie, most likely first."""
    if sys.platform == "darwin":
        brew = os.environ.get("HOMEBREW_PREFIX")
        named = (f"{brew}/lib",) if brew else ()
        return tuple(dict.fromkeys((*named, *_MAC_FOLDERS)))
    if sys.platform == "win32":
        given = os.environ.get("WEASYPRINT_DLL_DIRECTORIES")
        return tuple(given.split(";")) if given else _WINDOWS_FOLDERS
    return ()


def found_in_folders(name: str) -> str | None:
    """Return the path of library file `name` in one of `library_folders`, if it is there."""
    for folder in library_folders():
        candidate = Path(folder) / name
        if candidate.is_file():
            return str(candidate)
    return None


@lru_cache(maxsize=1)
def missing_library() -> str | None:
    """Return the name of the first library a PDF needs that cannot be loaded; None: all are here.

    Costs a few milliseconds once; loads the libraries but not WeasyPrint.
    """
    column = {"darwin": 1, "win32": 2}.get(sys.platform, 0)
    for names in _NEEDED:
        if not _loads(names[column]):
            return names[column]
    return None


def _loads(name: str) -> bool:
    for candidate in (name, found_in_folders(name)):
        if candidate is None:
            continue
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def remedy() -> str:
    """Return in one line how to install what is missing on this platform."""
    if sys.platform == "darwin":
        return "run: brew install pango"
    if sys.platform == "win32":
        return "install MSYS2, then run: pacman -S mingw-w64-ucrt-x86_64-pango"
    return (
        "run: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        " (other systems: their pango package)"
    )


def versions() -> tuple[tuple[str, str], ...]:
    """Return name and version of each library of the machine that shapes a PDF's pages.

    They must be there: see `missing_library`.
    """
    pango, harfbuzz = _loaded(_NEEDED[1]), _loaded(_NEEDED[2])
    pango.pango_version_string.restype = ctypes.c_char_p
    harfbuzz.hb_version_string.restype = ctypes.c_char_p
    return (
        ("pango", pango.pango_version_string().decode()),
        ("harfbuzz", harfbuzz.hb_version_string().decode()),
    )


def _loaded(names: tuple[str, str, str]) -> ctypes.CDLL:
    name = names[{"darwin": 1, "win32": 2}.get(sys.platform, 0)]
    return ctypes.CDLL(found_in_folders(name) or name)
