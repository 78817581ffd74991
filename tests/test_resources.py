"""The one resolver: what a project may name, and what it never reaches."""

import os
import socket
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker.diagnostics import Severity, Span
from bookmaker.errors import InputError
from bookmaker.resources import Resolver, read_source

SPAN = Span("story.md", 7)
SECRET = b"SECRET-OUTSIDE"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    (root / "images").mkdir(parents=True)
    (root / "images" / "tree.png").write_bytes(b"tree")
    (tmp_path / "secret.txt").write_bytes(SECRET)
    (tmp_path / "book-of-another").mkdir()
    (tmp_path / "book-of-another" / "secret.txt").write_bytes(SECRET)
    return root


def refused(resolver: Resolver, reference: str, **options: int) -> str:
    with pytest.raises(InputError) as caught:
        resolver.read(reference, SPAN, **options)
    (finding,) = caught.value.diagnostics
    assert finding.span == SPAN
    assert finding.severity is Severity.ERROR
    assert "\n" not in str(finding)
    assert caught.value.exit_code == 2
    return finding.code


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("../secret.txt", "006"),
        ("images/../../secret.txt", "006"),
        ("nowhere/../../secret.txt", "006"),
        ("..%2fsecret.txt", "006"),
        ("%2e%2e/secret.txt", "006"),
        ("%2E%2E%2Fsecret.txt", "006"),
        ("%252e%252e%252fsecret.txt", "001"),  # decoded once only
        ("..", "006"),
        ("../book-of-another/secret.txt", "006"),
        ("/etc/passwd", "006"),
        ("%2fetc%2fpasswd", "006"),
        ("///etc/passwd", "011"),
        ("//server/share/x.png", "011"),
        ("%2f%2fserver/x.png", "011"),
        ("http://127.0.0.1:9/x.png", "011"),
        ("HTTPS://example.org/x.png", "011"),
        (" http://example.org/x.png", "011"),
        ("ftp://example.org/x.png", "011"),
        ("http%3a//example.org/x.png", "011"),
        ("file:///etc/passwd", "012"),
        ("FILE:/etc/passwd", "012"),
        ("file%3A///etc/passwd", "012"),
        ("data:image/png;base64,AAAA", "012"),
        ("javascript:alert(1)", "012"),
        ("C:/Windows/win.ini", "012"),
        ("c:secret.txt", "012"),
        ("..\\secret.txt", "012"),
        ("..%5csecret.txt", "012"),
        ("\\\\server\\share", "012"),
        ("images/tree.png\x00.txt", "012"),
        ("images/tree.png%00", "012"),
        ("images/tree\n.png", "012"),
        ("images/\x1b[2Jtree.png", "012"),
        ("images/\u2028tree.png", "012"),
        ("", "007"),
        (".", "007"),
        ("images", "007"),
        ("images/", "007"),
        ("images/bush.png", "001"),
        ("images/tree.png/more", "001"),
        ("images/%ff.png", "001"),
        ("images/\ud800.png", "001"),
        ("n" * 300 + ".png", "009"),
        ("d/" * 3000 + "x.png", "009"),
    ],
)
def test_refuses_with_one_message(project: Path, reference: str, code: str) -> None:
    assert refused(Resolver(project), reference) == f"BM-INPUT-{code}"


@pytest.mark.parametrize(
    "name",
    [
        "plain.png",
        "with space.png",
        'it\'s "quoted".png',
        "50% off.png",
        "a%20b.png",
        "%.png",
        "100%25.png",
        "#hash & amp;?query.png",
        "ängström 木 🌲.png",
        unicodedata.normalize("NFD", "é.png"),
        "é" * 125 + ".png",
        "n" * 251 + ".png",
        "-rf.png",
        "~.png",
        "...png",
        "chapter 1: start.png",
    ],
)
def test_reads_odd_names_as_typed(project: Path, name: str) -> None:
    (project / name).write_bytes(name.encode())
    assert Resolver(project).read(name, SPAN) == name.encode()


@pytest.mark.parametrize(
    "reference",
    [
        "images/tree.png",
        "./images/tree.png",
        "images//tree.png",
        "images/../images/tree.png",
        "images%2Ftree.png",
        "images/tr%65e.png",
    ],
)
def test_spellings_of_one_file(project: Path, reference: str) -> None:
    resolver = Resolver(project)
    assert resolver.read(reference, SPAN) == b"tree"
    assert resolver.resolve(reference) == resolver.root / "images" / "tree.png"


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_composed_and_decomposed_names_meet(project: Path, written: str, asked: str) -> None:
    folder = project / unicodedata.normalize(written, "Café")
    folder.mkdir()
    (folder / unicodedata.normalize(written, "Ångel.png")).write_bytes(b"x")
    reference = unicodedata.normalize(asked, "Café/Ångel.png")
    assert Resolver(project).read(reference, SPAN) == b"x"


@pytest.mark.parametrize("target", ["../secret.txt", "/etc/passwd", ".."])
def test_links_that_leave_are_refused(project: Path, target: str) -> None:
    (project / "link").symlink_to(target)
    assert refused(Resolver(project), "link") == "BM-INPUT-006"


def test_a_folder_link_that_leaves_is_refused(project: Path) -> None:
    (project / "out").symlink_to(project.parent / "book-of-another")
    (project / "chain").symlink_to("out")
    assert refused(Resolver(project), "out/secret.txt") == "BM-INPUT-006"
    assert refused(Resolver(project), "chain/secret.txt") == "BM-INPUT-006"


def test_links_inside_are_followed(project: Path) -> None:
    (project / "cover.png").symlink_to("images/tree.png")
    assert Resolver(project).read("cover.png", SPAN) == b"tree"


def test_link_loops_end(project: Path) -> None:
    (project / "loop").symlink_to("loop")
    assert refused(Resolver(project), "loop") in {"BM-INPUT-007", "BM-INPUT-009"}


def test_pipes_sockets_and_devices_are_refused_at_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(project / "pipe")
    monkeypatch.chdir(project)  # a socket's address is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("plug")
        (project / "zero").symlink_to("/dev/zero")
        resolver = Resolver(project)
        assert refused(resolver, "pipe") == "BM-INPUT-007"
        assert refused(resolver, "plug") == "BM-INPUT-007"
        assert refused(resolver, "zero") == "BM-INPUT-006"


def test_a_pipe_or_link_swapped_in_after_the_look_is_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "pipe").write_bytes(b"")
    (project / "link").write_bytes(b"")
    resolver = Resolver(project)
    find = resolver._find  # noqa: SLF001  the race is between its look and the opening

    def swap(reference: str, span: Span | None) -> tuple[Path, str]:
        found = find(reference, span)
        found[0].unlink()
        if reference == "pipe":
            os.mkfifo(found[0])
        else:
            found[0].symlink_to("/etc/passwd")
        return found

    monkeypatch.setattr(resolver, "_find", swap)
    assert refused(resolver, "pipe") == "BM-INPUT-007"
    assert refused(resolver, "link") == "BM-INPUT-009"


def test_size_limit(project: Path) -> None:
    resolver = Resolver(project)
    assert resolver.read("images/tree.png", SPAN, limit=4) == b"tree"
    assert refused(resolver, "images/tree.png", limit=3) == "BM-INPUT-008"


def test_unreadable(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(path: str, *how: object, **where: object) -> int:
        if str(path).endswith("tree.png"):
            raise PermissionError(13, "Permission denied")  # to root, no mode says it
        return opened(path, *how, **where)

    monkeypatch.setattr(os, "open", refuse)
    assert refused(Resolver(project), "images/tree.png") == "BM-INPUT-009"


def test_root_may_be_a_link_and_source_a_file(project: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to("book")
    (project / "story.md").write_text("Story.")
    assert Resolver.for_source(tmp_path / "current").read("images/tree.png") == b"tree"
    assert Resolver.for_source(tmp_path / "current" / "story.md").read("story.md") == b"Story."


def test_what_the_user_types_must_be_a_file_of_its_folder(project: Path, tmp_path: Path) -> None:
    (project / "link.txt").symlink_to(tmp_path / "secret.txt")
    (project / "near.png").symlink_to("images/tree.png")
    (tmp_path / "current").symlink_to("book")
    os.mkfifo(tmp_path / "pipe")
    assert read_source(tmp_path / "secret.txt") == SECRET
    assert read_source(tmp_path / "current" / "near.png") == b"tree"
    for path, code in [
        (project / "link.txt", "025"),
        (tmp_path / "pipe", "007"),
        (Path("/dev/null"), "007"),
        (tmp_path, "007"),
        (tmp_path / "none", "001"),
        (tmp_path / "nul\0", "001"),
    ]:
        with pytest.raises(InputError) as caught:
            read_source(path)
        assert [d.code for d in caught.value.diagnostics] == [f"BM-INPUT-{code}"]
    with pytest.raises(InputError, match="BM-INPUT-008"):
        read_source(tmp_path / "secret.txt", limit=3)


def test_files_of_a_folder_and_the_folders_inside(project: Path) -> None:
    for name in ["b.md", "a%20b.text", ".hidden.md", "text/1.md", "text/deep/2.txt", ".git/x.md"]:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(name)
    (project / "folder.md").mkdir()
    (project / "link").symlink_to(project / "text", target_is_directory=True)
    resolver = Resolver(project)

    def wanted(name: str) -> bool:
        return name.endswith((".md", ".text", ".txt"))

    found = resolver.list_files(wanted)
    assert found == (".hidden.md", "a%20b.text", "b.md", "text/1.md", "text/deep/2.txt")
    assert [resolver.read(name).decode() for name in found] == list(found)
    assert resolver.list_files(wanted, "text") == ("text/1.md", "text/deep/2.txt")
    assert resolver.list_files(wanted, "./text/") == ("./text/1.md", "./text/deep/2.txt")
    for folder, code in [("..", "006"), ("none", "001")]:
        with pytest.raises(InputError, match=f"BM-INPUT-{code}"):
            resolver.list_files(wanted, folder)


def test_what_a_reference_names(project: Path) -> None:
    (project / "text").mkdir()
    (project / "text" / "1.md").write_text("x")
    resolver = Resolver(project)
    assert resolver.is_folder("text/")
    assert not resolver.is_folder("text/1.md")
    assert not resolver.is_folder("none")
    assert resolver.has("text/1.md")
    assert not any(map(resolver.has, ["text", "none", "../x", "https://example.org/a.png"]))
    with pytest.raises(InputError, match="BM-INPUT-006"):
        resolver.is_folder("..")


PIECES = st.sampled_from(
    [
        "..",
        ".",
        "/",
        "//",
        "%2e",
        "%2f",
        "%5c",
        "%00",
        "%25",
        "\\",
        "images",
        "tree.png",
        "secret",
        ".txt",
        ":",
        "C:",
        "file:",
        "http:",
        "link",
        "out",
        "~",
        " ",
        "\n",
        "é",
        "é",
        "%c3%a9",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_nothing_outside_is_ever_read(tmp_path_factory: pytest.TempPathFactory, ref: str) -> None:
    base = tmp_path_factory.getbasetemp() / "law"
    root = base / "book"
    if not root.exists():
        (root / "images").mkdir(parents=True)
        (root / "images" / "tree.png").write_bytes(b"tree")
        (base / "secret.txt").write_bytes(SECRET)
        (root / "link").symlink_to("../secret.txt")
        (root / "out").symlink_to("..")
    with suppress(InputError):
        assert Resolver(root).read(ref, SPAN) == b"tree"
