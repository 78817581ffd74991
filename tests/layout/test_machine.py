"""Where Pango is looked for, and what to do without it."""

import sys

import pytest

from bookmaker.layout import machine


def test_all_is_here():
    assert machine.missing_library() is None


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setattr(machine, "_loads", lambda name: "pango" not in name)
    machine.missing_library.cache_clear()
    assert "pango" in machine.missing_library()
    machine.missing_library.cache_clear()


def test_homebrew_is_searched_on_macos(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOMEBREW_PREFIX", str(tmp_path))
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "libpango-1.0.dylib").touch()
    assert machine.library_folders()[0] == f"{tmp_path}/lib"
    found = machine.found_in_folders("libpango-1.0.dylib")
    assert found == str(tmp_path / "lib" / "libpango-1.0.dylib")
    assert machine.found_in_folders("libno.dylib") is None


@pytest.mark.parametrize(
    ("platform", "word"), [("darwin", "brew"), ("win32", "pacman"), ("linux", "apt-get")]
)
def test_the_remedy_fits_the_platform(monkeypatch, platform, word):
    monkeypatch.setattr(sys, "platform", platform)
    assert word in machine.remedy()
