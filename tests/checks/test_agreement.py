"""Where we say that EPUBCheck finds the same, it does."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from bookmaker.checks import check_epub, run_epubcheck
from bookmaker.checks.epubcheck import SAME, check_by_epubcheck, epubcheck_id
from bookmaker.diagnostics import CATALOGUE, report
from bookmaker.workers import Limits, allowances

CASES = Path(__file__).with_name("test_epub.py")
# What EPUBCheck lets pass, or finds only in what these faults lead to.
UNHEARD = {
    "document declares entities",  # internal entities are XML
    "face that is none",  # faces are not opened
    "picture that few can show",  # one that no document shows is let pass
    "twice in the reading order",  # told by a schema, whose messages all have one id
}


def broken() -> dict:
    """Return the table of faults of `test_epub.py`."""
    spec = spec_from_file_location("faults", CASES)
    assert spec is not None
    assert spec.loader is not None
    faults = module_from_spec(spec)
    spec.loader.exec_module(faults)
    return faults.BROKEN


@pytest.mark.prove
@pytest.mark.parametrize("name", broken())
def test_epubcheck_finds_the_same(name, make_epub) -> None:
    edit, code = broken()[name]
    codes = {code} if isinstance(code, str) else set(code)
    wanted = [SAME[one] for one in codes if one in SAME]
    if not wanted or name in UNHEARD:
        return
    found = run_epubcheck(make_epub(edit))
    if found is None:
        pytest.skip("EPUBCheck or Java is absent")  # then there is no second opinion to compare
    ids = {epubcheck_id(one) for one in found}
    # What one fault leads to (a file that is missing, a link to it) EPUBCheck tells once.
    assert any(ids & same for same in wanted), (codes, ids)


@pytest.mark.prove
def test_what_we_found_is_not_told_twice(make_epub) -> None:
    edit, _ = broken()["link to no id"]
    path = make_epub(edit)
    found = check_epub(path)
    assert check_by_epubcheck(path, "", found) == ()
    assert [epubcheck_id(one) for one in check_by_epubcheck(path, "", ())] == ["RSC-012"]


def test_what_we_do_not_unpack_is_not_handed_on(make_epub, monkeypatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(
        "bookmaker.checks.epubcheck.run_epubcheck", lambda path, **_: asked.append(path)
    )
    path = make_epub()
    assert check_by_epubcheck(path, "", (report("BM-EPUB-001", file="a", reason="b"),)) == ()
    assert asked == []
    assert check_by_epubcheck(path, "", ()) == ()
    assert asked == [path]


def test_only_what_is_epubchecks_has_an_id() -> None:
    assert epubcheck_id(report("BM-EPUB-090", id="RSC-005", message="x")) == "RSC-005"
    assert epubcheck_id(report("BM-EPUB-017")) == ""
    assert set(SAME) <= set(CATALOGUE)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("while :; do :; done", "more than 1 seconds of processor time"),
        ("exit 3", "more than 512 MB of memory"),
        ("kill -9 $$", "ended by signal 9"),
        ("echo 'Error: no jvm'; exit 1", "ended with exit code 1"),
        ("exec sleep 60", "more than 2 seconds"),
    ],
)
def test_what_ends_without_a_report_is_one_finding(
    script, reason, make_epub, monkeypatch, tmp_path
) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\n{script}\n")
    java.chmod(0o755)
    monkeypatch.setattr("bookmaker.checks.epubcheck.find_java", lambda: str(java))
    monkeypatch.setattr("bookmaker.checks.epubcheck.find_jar", lambda _: tmp_path / "none.jar")
    wall = 2 if "sleep" in script else 60
    monkeypatch.setattr(allowances, "epubcheck", lambda _: Limits(1, 512 * 1_000_000, wall))
    [found] = run_epubcheck(make_epub())
    assert found.code == "BM-EPUB-093"
    assert reason in found.message


def test_what_epubcheck_may_take_grows_with_the_book() -> None:
    small, large = allowances.epubcheck(10_000), allowances.epubcheck(100_000_000)
    assert small.cpu < large.cpu
    assert small.memory < large.memory
    assert small.wall < large.wall
