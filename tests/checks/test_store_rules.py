"""What a store refuses or flags: each fault yields its code, and nothing else besides."""

import hashlib
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bookmaker.checks import check_epub, check_file
from bookmaker.checks.store_rules import RULES
from bookmaker.checks.store_rules.view import style_rules
from bookmaker.diagnostics import Severity, Span
from bookmaker.stores import NAMES, store

sys.path.insert(0, str(Path(__file__).parent))
from edits import COVER, CSS, NAV, ONE, OPF, TWO, Edit, both, enlist, png, put, swap


def listed(name: str, media_type: str, content: bytes) -> Edit:
    """Add a file to the archive and to the manifest."""
    return both(put(f"EPUB/{name}", content), enlist(name, media_type))


def pictured(width: int, height: int, kind: int = 2, more: int = 0) -> Edit:
    return listed("images/a.png", "image/png", png(width, height, kind, more))


WEBP = b"RIFF\0\0\0\0WEBP"
CMYK = b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x14\x08\x0a\x00\x06\x40\x04" + bytes(12)
LONG_CONTENTS = (
    '<ol><li><a href="text/chapter-1.xhtml">One</a><ol><li><a href="text/chapter-1.xhtml">A</a><ol>'
    '<li><a href="text/chapter-1.xhtml">B</a><ol><li><a href="text/chapter-1.xhtml">C</a></li></ol>'
    "</li></ol></li></ol></li>"
)
COVER_PAGE = (
    b'<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>C</title>'
    b'</head><body><p><img src="../images/cover.png" alt="C"/></p></body></html>'
)
THIRD = both(
    listed("text/three.xhtml", "application/xhtml+xml", COVER_PAGE.replace(b"<img", b"Three<img")),
    swap(OPF, "</spine>", '<itemref idref="added"/></spine>'),
)
TABLE_NAV = (
    '<table><tr><th>x</th></tr><tr><td><a href="text/chapter-1.xhtml">One</a></td></tr></table>'
)

# rule: the store, what spoils the good EPUB, the number of its code
FAULTS: dict[str, tuple[str, Edit, str]] = {
    "file-bytes": ("kindle", lambda _: None, "001"),
    "mail-bytes": ("kindle", lambda _: None, "002"),
    "document-bytes": ("kobo", lambda _: None, "003"),
    "picture-bytes": ("kobo", pictured(9, 9, 2, 5_000_001), "004"),
    "picture-pixels": ("apple", pictured(4000, 2000), "005"),
    "picture-types": ("kindle", listed("images/a.webp", "image/webp", WEBP), "006"),
    "picture-colour": ("kobo", listed("images/a.jpg", "image/jpeg", CMYK), "007"),
    "picture-transparency": ("apple", pictured(9, 9, 6), "008"),
    "cover-picture": ("kindle", swap(OPF, ' properties="cover-image"', ""), "009"),
    "cover-meta": ("kobo", lambda _: None, "010"),
    "cover-types": ("kobo", both(
        put(COVER, b"GIF89a\x40\x06\x00\x0a"), swap(OPF, "image/png", "image/gif")), "011"),
    "cover-bytes": ("kobo", put(COVER, png(1600, 2560, 2, 3_000_001)), "012"),
    "cover-least": ("kindle", put(COVER, png(640, 900)), "013"),
    "cover-most": ("kindle", put(COVER, png(1600, 10_001)), "014"),
    "cover-short-side": ("apple", put(COVER, png(1399, 2000)), "015"),
    "cover-page": ("kindle", both(
        listed("text/cover.xhtml", "application/xhtml+xml", COVER_PAGE),
        swap(OPF, "<spine>", '<spine><itemref idref="added"/>')), "016"),
    "contents-page": ("kindle", THIRD, "017"),
    "contents-tables": ("kindle", both(
        swap(NAV, "</nav>", f"{TABLE_NAV}</nav>"),
        swap(OPF, "<spine>", '<spine><itemref idref="nav"/>')), "018"),
    "toc-depth": ("kobo", swap(NAV, "<ol>\n<li>", f"{LONG_CONTENTS}<li>"), "019"),
    "isbn": ("kobo", lambda _: None, "020"),
    "file-names": ("kobo", listed("images/caf%C3%A9.png", "image/png", png(9, 9)), "021"),
    "bare-selectors": ("kobo", put(CSS, b".a, span { color: red }"), "022"),
    "inline-styles": ("kobo", swap(TWO, '<p class="first">', '<p style="color: red">'), "023"),
    "backgrounds": ("kobo", put(CSS, b"@media all { .a { background: #fff } }"), "024"),
    "text-style": ("kindle", put(CSS, b"/* p { color: red } */ body { line-height: 1.5 }"), "025"),
    "text-size": ("apple", put(CSS, b"p { font-size: 12px }"), "026"),
    "font-types": ("kobo", listed("fonts/a.woff2", "font/woff2", b"wOF2"), "027"),
    "table-columns": ("kobo", swap(TWO, "</section>", "<table><tr>" + "<th>1</th>" * 5 +
        "</tr></table></section>"), "028"),
    "note-links": ("kindle", swap(ONE, 'href="#ref-1"', 'href="https://a.example"'), "029"),
    "note-markup": ("apple", swap(ONE, ">1</a> She", "><sup>1</sup></a> She"), "030"),
    "known-properties": ("kobo", swap(OPF, "</metadata>",
        '<meta property="pageBreakSource">Paper</meta></metadata>'), "031"),
    "specified-fonts": ("apple", listed("fonts/a.ttf", "font/ttf", b"\0\1\0\0"), "032"),
    "kobo-spans": ("kepub", lambda _: None, "033"),
    "kepub-name": ("kepub", lambda _: None, "034"),
}  # fmt: skip
SIZES = ("file-bytes", "mail-bytes", "document-bytes")
# What the good EPUB of no store has to say for itself anyway.
ANYWAY = {
    "kindle": Counter(),
    "kobo": Counter({"BM-STORE-010": 1, "BM-STORE-020": 1, "BM-STORE-022": 1}),
    "kepub": Counter({"BM-STORE-033": 2, "BM-STORE-034": 1}),
    "apple": Counter(),
}


def told(path: Path, profile: str) -> Counter[str]:
    found = check_epub(path, profile)
    return Counter(one.code for one in found if one.code.startswith("BM-STORE"))


def test_every_rule_of_every_store_is_known_and_spoilt_here() -> None:
    wanted = {rule.name for name in NAMES for rule in store(name).rules}
    assert wanted == set(RULES)
    assert wanted == set(FAULTS)


@pytest.mark.parametrize("profile", NAMES)
def test_the_good_epub(profile, make_epub) -> None:
    assert told(make_epub(), profile) == ANYWAY[profile]


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault(rule, make_epub) -> None:
    profile, edit, number = FAULTS[rule]
    code = f"BM-STORE-{number}"
    if rule in SIZES:
        return  # test_a_file_that_is_too_large
    found = told(make_epub(edit), profile)
    # A page more makes a contents page wanted.
    besides = {"BM-STORE-017"} if rule == "cover-page" else set()
    assert found[code]
    assert set(found - ANYWAY[profile]) - besides <= {code}


@pytest.mark.parametrize("rule", SIZES)
def test_a_file_that_is_too_large(rule, make_epub, monkeypatch) -> None:
    """A limit that the good EPUB passes, rather than a file of the store's size."""
    profile, _, number = FAULTS[rule]
    known = store(profile)
    small = [replace(one, limit=100) if one.name == rule else one for one in known.rules]
    lowered = replace(known, rules=tuple(small))
    monkeypatch.setattr("bookmaker.checks.epub.store", lambda _: lowered)
    assert set(told(make_epub(), profile) - ANYWAY[profile]) == {f"BM-STORE-{number}"}


def test_a_finding_names_store_limit_and_source(make_epub) -> None:
    path = make_epub(put(COVER, png(640, 900)))
    (found,) = [one for one in check_epub(path, "kindle") if one.code == "BM-STORE-013"]
    assert found.severity is Severity.ERROR
    assert "Kindle refuses a cover of 640 x 900" in found.message
    assert "1000" in found.hint
    assert "kdp.amazon.com" in found.hint
    assert "2026-11-22" in found.hint


def test_an_isbn_in_the_name_will_do(make_epub) -> None:
    path = make_epub()
    named = path.with_name("978-0-306-40615-7.epub")
    path.rename(named)
    assert "BM-STORE-020" not in told(named, "kobo")


def test_a_pdf_is_no_e_book(make_pdf, set_line) -> None:
    path = make_pdf([[set_line("The end.", 72, 500)]])
    assert "BM-STORE-035" in [one.code for one in check_file(path, "kobo")]
    assert "BM-STORE-035" not in [one.code for one in check_file(path)]


def record(path: Path, digest: str) -> None:
    sources = {"text/chapter-2.xhtml": {"story.txt": [[0, 10], [1, 14]]}}
    table = {"artifacts": [{"path": path.name, "sha256": digest}], "sources": sources}
    (path.parent / "build.json").write_text(json.dumps(table))


def test_a_finding_names_the_line_of_the_manuscript(make_epub) -> None:
    spoilt = swap(TWO, '<p class="first">', '<p style="color: red">')
    path = make_epub(both(spoilt, swap(TWO, "#heading", "#nothing")))
    record(path, hashlib.sha256(path.read_bytes()).hexdigest())
    found = {one.code: one for one in check_file(path, "kobo")}
    assert found["BM-STORE-023"].span == Span("story.txt", 14)
    assert found["BM-EPUB-010"].span == Span("story.txt", 14)
    assert "text/chapter-2.xhtml:12" in found["BM-EPUB-010"].hint


def test_a_table_is_where_its_first_cell_was_typed(make_epub) -> None:
    table = "<table>\n<tr>" + "<th>1</th>" * 5 + "</tr>\n</table></section>"
    path = make_epub(swap(TWO, "</section>", table))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sources = {"text/chapter-2.xhtml": {"story.txt": [[1, 14], [2, 20]]}}
    record = {"artifacts": [{"sha256": digest}], "sources": sources}
    (path.parent / "build.json").write_text(json.dumps(record))
    (found,) = [one for one in check_file(path, "kobo") if one.code == "BM-STORE-028"]
    assert found.span == Span("story.txt", 20)


@pytest.mark.parametrize("damage", ["other", "shape", "text"])
def test_a_record_of_another_file_says_nothing(damage, make_epub) -> None:
    path = make_epub(swap(TWO, "#heading", "#nothing"))
    if damage == "other":
        record(path, "0" * 64)
    elif damage == "shape":
        (path.parent / "build.json").write_text('{"artifacts": [1], "sources": []}')
    else:
        (path.parent / "build.json").write_text("no JSON")
    (found,) = check_file(path)
    assert found.span == Span("book.epub/EPUB/text/chapter-2.xhtml", 12)


def test_style_rules_are_read_in_one_pass() -> None:
    css = "@import 'x';\na,\n.b > p { color: red; margin: 0 }\n@media print {\n  p { x: y }\n}\n"
    css += "}} p {"
    found = list(style_rules(css, lambda line: Span("a.css", line)))
    assert [(one.selector, one.declared, one.place.line) for one in found] == [
        ("a", {"color": "red", "margin": "0"}, 2),
        (".b > p", {"color": "red", "margin": "0"}, 2),
        ("p", {"x": "y"}, 5),
    ]
