"""Loading the engine: its libraries, and a fontconfig that knows no faces but ours."""

import atexit
import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from xml.sax.saxutils import escape

from bookmaker.layout import machine

_FONTCONFIG: Final = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
    "<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>"
)


@contextmanager
def _libraries_beyond_the_loader() -> Iterator[None]:
    """Let cffi find Pango where macOS's loader does not look, while WeasyPrint is imported."""
    import cffi  # noqa: PLC0415  heavy, and only wanted with the engine

    original = cffi.FFI.dlopen

    def dlopen(ffi: Any, name: str, flags: int = 0) -> Any:  # noqa: ANN401  cffi has no types
        try:
            return original(ffi, name, flags)
        except OSError:
            found = machine.found_in_folders(name)
            if found is None:
                raise
            return original(ffi, found, flags)

    cffi.FFI.dlopen = dlopen
    try:
        yield
    finally:
        cffi.FFI.dlopen = original


@lru_cache(maxsize=4)
def _fontconfig_file(folders: tuple[Path, ...]) -> str:
    """Write the fontconfig that knows `folders` and nothing of the machine's own faces."""
    holder = tempfile.TemporaryDirectory(prefix="bookmaker-", ignore_cleanup_errors=True)
    atexit.register(holder.cleanup)
    home = Path(holder.name)
    dirs = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    cache = escape(str(home / "cache"))
    path = home / "fonts.conf"
    path.write_text(_FONTCONFIG.format(folders=dirs, cache=cache), "utf-8")
    return str(path)


@contextmanager
def only_these_faces(folders: tuple[Path, ...]) -> Iterator[None]:
    """Point fontconfig at our file; restored afterwards, so that no child process inherits it."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = _fontconfig_file(folders)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def engine() -> ModuleType:
    """Import WeasyPrint; call it where `only_these_faces` holds, since importing reads faces."""
    with _libraries_beyond_the_loader():
        return importlib.import_module("weasyprint")
