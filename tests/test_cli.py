"""The door: arguments, outputs and exit codes, as a user meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bookmaker.cli import app

ROOT = Path(__file__).parents[1]

STORY = """\
The Hill Cycle
Notes: Thanks to Jo.
Disclaimer: Nobody here is real.


Up the hill and over,
Down the other side,
Nobody to see us,
Nowhere left to hide.


"'Cause it's there," said Wilf, and let 'er go. He'd been thinkin' of it all week.

They watched the cart roll.


Two months later

Nothing had changed but the cart.
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "the-hill.txt"
    path.write_text(STORY)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_build_makes_the_epub_the_cover_and_the_record(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("build", story, "--out", out, "--format", "epub")
    assert result.exit_code == 0, result.stderr
    assert names(out) == ["build.json", "the-hill-cover.jpg", "the-hill.epub"]
    assert "2 scenes" in result.stdout
    assert "title: 'The Hill', from the file's name" in result.stdout
    assert "[1/6] read" in result.stderr
    assert names(tmp_path) == ["out", "the-hill.txt"]


def test_json_is_all_there_is_on_standard_output(story: Path, tmp_path: Path) -> None:
    result = run("build", story, "--out", tmp_path / "out", "--format", "epub", "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert told == json.loads((tmp_path / "out" / "build.json").read_text())
    assert [a["kind"] for a in told["artifacts"]] == ["cover", "epub"]
    assert (told["chapters"], told["scenes"], told["pages"]) == (0, 2, None)
    assert told["diagnostics"] == []


def test_the_pdf_is_built_by_default_and_alone(story: Path, tmp_path: Path) -> None:
    result = run("build", story, "--out", tmp_path / "both")
    assert result.exit_code == 0, result.stderr
    assert names(tmp_path / "both") == [
        "build.json",
        "the-hill-cover.jpg",
        "the-hill.epub",
        "the-hill.pdf",
    ]
    result = run("build", story, "--out", tmp_path / "both", "--format", "pdf")
    assert result.exit_code == 0, result.stderr
    assert "the-hill.epub, which this build does not make" in result.stdout
    assert "the-hill.epub" not in names(tmp_path / "both")


def test_options_overrule(story: Path, tmp_path: Path) -> None:
    options = ("--title", "Hills", "--author", "A B", "--author", "C D", "--language", "en-GB")
    result = run("build", story, "--out", tmp_path / "o", "--format", "epub", "--json", *options)
    assert json.loads(result.stdout)["title"] == "Hills"
    assert "hills.epub" in names(tmp_path / "o")
    assert [a.split(":")[0] for a in json.loads(result.stdout)["assumed"]] == ["date"]


@pytest.mark.parametrize(
    ("name", "data", "code", "place"),
    [
        ("none.txt", None, "BM-INPUT-001", ""),
        ("empty.txt", b"", "BM-INPUT-002", ""),
        ("blank.txt", b" \r\n\t\n", "BM-INPUT-002", ""),
        ("latin.txt", b"One line.\nA caf\xe9 here.\n", "BM-INPUT-003", "latin.txt:2:6"),
        ("nul.txt", b"One\x00two", "BM-INPUT-004", "nul.txt:1:4"),
        ("book.docx", b"PK", "BM-INPUT-005", ""),
        ("pic.md", b"Text\n\n![a](no.png)\n", "BM-PICT-001", "pic.md:3"),
        ("up.md", b"Text\n\n![a](../no.png)\n", "BM-INPUT-006", "up.md:3"),
        ("net.md", b"Text\n\n![a](http://x.org/n.png)\n", "BM-INPUT-011", "net.md:3"),
        ("lang.md", b"---\nlang: not a tag\n---\n\nText.\n", "", "lang.md:2"),
        ("key.md", b"---\nprint: {trimm: 6x9}\n---\n\nText.\n", "BM-SET-001", "key.md"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_2(
    tmp_path: Path, name: str, data: bytes | None, code: str, place: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result = run("build", tmp_path / name, "--out", tmp_path / "out", "--format", "epub")
    assert result.exit_code == 2
    (line,) = [line for line in result.stderr.splitlines() if not line.startswith("[")]
    assert code in line
    assert line.startswith(place)
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_utf16_manuscript_with_its_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Grüße an alle.\n".encode("utf-16"))
    result = run("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--format", "epub")
    assert result.exit_code == 0, result.stderr


def test_a_profile_that_is_not_built_is_refused_by_name(story: Path, tmp_path: Path) -> None:
    result = run("build", story, "--out", tmp_path / "out", "--profile", "kdp")
    assert result.exit_code == 2
    assert "'kdp'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_exit_3(story: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("build", story, "--out", tmp_path / "file", "--format", "epub")
    assert result.exit_code == 3
    assert "BM-SYS-003" in result.stderr


def test_strict_writes_nothing_when_there_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "warn.md"
    path.write_text("Text.[^1]\n\n[^2]: Nobody calls this.\n")
    plain = run("build", path, "--out", tmp_path / "a", "--format", "epub", "--json")
    assert plain.exit_code == 0
    warnings = [d for d in json.loads(plain.stdout)["diagnostics"] if d["severity"] == "warning"]
    assert warnings
    strict = run("build", path, "--out", tmp_path / "b", "--format", "epub", "--strict")
    assert strict.exit_code == 1
    assert not (tmp_path / "b").exists()


def test_without_pango_the_epub_is_built_and_the_exit_code_is_3(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookmaker.layout.machine.missing_library", lambda: "libpango-1.0.so.0")
    result = run("build", story, "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "the-hill.epub" in names(tmp_path / "out")
    assert "the-hill.pdf" not in names(tmp_path / "out")
    (line,) = [x for x in result.stderr.splitlines() if "BM-SYS-002" in x]
    assert "pango" in line
    only = run("build", story, "--out", tmp_path / "none", "--format", "pdf")
    assert only.exit_code == 3
    assert not (tmp_path / "none").exists()


def test_our_own_fault_is_exit_70_and_no_traceback(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no reason")

    monkeypatch.setattr("bookmaker.typography.typeset", fail)
    result = run("build", story, "--out", tmp_path / "out")
    assert result.exit_code == 70
    assert "BM-SYS-070" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()
    assert "Traceback" in run("build", story, "--out", tmp_path / "out", "--debug").stderr


def test_an_interruption_is_exit_130(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bookmaker.typography.typeset", interrupt)
    assert run("build", story, "--out", tmp_path / "out").exit_code == 130
    assert not (tmp_path / "out").exists()


def test_inspect_tells_lines_kinds_and_reasons(story: Path) -> None:
    result = run("inspect", story)
    assert result.exit_code == 0
    assert "epigraph" in result.stdout
    assert "dateline" in result.stdout
    assert run("inspect", story, "--doubts").exit_code == 0
    told = json.loads(run("inspect", story, "--json").stdout)
    assert {d["kind"] for d in told["decisions"]} >= {"epigraph", "dateline"}


def test_inspect_shows_any_stage(story: Path) -> None:
    book = run("inspect", story, "--stage", "book")
    assert "Dateline" in book.stdout or "dateline" in book.stdout
    assert json.loads(run("inspect", story, "--stage", "book", "--json").stdout)["is"] == "Book"
    publication = run("inspect", story, "--stage", "publication")
    assert '<hr class="scene-break"/>' in publication.stdout
    told = json.loads(run("inspect", story, "--stage", "publication", "--json").stdout)
    assert any(d["role"] == "story" for d in told["documents"])


def test_check_finds_nothing_in_what_we_built(story: Path, tmp_path: Path) -> None:
    run("build", story, "--out", tmp_path / "out")
    made = [tmp_path / "out" / "the-hill.epub", tmp_path / "out" / "the-hill.pdf"]
    result = run("check", *made, "--strict")
    assert result.exit_code == 0, result.stdout
    told = json.loads(run("check", *made, "--json").stdout)
    assert [f["diagnostics"] for f in told["files"]] == [[], []]


def test_check_exits_1_on_a_broken_book(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(b"PK\x03\x04 nothing like a zip")
    assert run("check", tmp_path / "a.epub").exit_code == 1
    (tmp_path / "a.txt").write_bytes(b"neither")
    assert run("check", tmp_path / "a.txt").exit_code == 2


def test_a_project_folder_with_several_manuscripts(tmp_path: Path) -> None:
    (tmp_path / "bookmaker.toml").write_text('[book]\ntitle = "Two"\nauthor = "N. N."\n')
    (tmp_path / "1.txt").write_text("Chapter One\n\nThe first text stands here.\n")
    (tmp_path / "2.md").write_text("# Chapter Two\n\nThe second text stands here.\n")
    out = tmp_path / "dist"
    result = run("build", tmp_path, "--out", out, "--format", "epub", "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["chapters"] == 2
    assert [i["path"] for i in told["inputs"]] == ["bookmaker.toml", "1.txt", "2.md"]
    assert told["diagnostics"] == []


def test_an_empty_folder_holds_no_manuscript(tmp_path: Path) -> None:
    result = run("build", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "BM-INPUT-010" in result.stderr
    assert str(tmp_path) in result.stderr


@pytest.mark.parametrize("title", ["A\x1b[31mB", "Caf\udce9", "word " * 1000])
def test_a_title_on_the_command_line_is_a_text(tmp_path: Path, title: str) -> None:
    (tmp_path / "book.md").write_text("# One\n\nThe bell rang.\n")
    result = run("build", tmp_path / "book.md", "--title", title, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "BM-SET-002: --title must be at most 2000 characters" in result.stderr


def test_a_file_whose_name_is_no_utf_8_is_built_and_verified(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "caf\udce9.md").write_text("# One\n\nThe *bell rang.\n\n![](gone.png)\n")
    result = run("build", folder, "--out", tmp_path / "out", "--format", "epub")
    assert result.exit_code == 2
    assert "caf\\udce9.md:5: error BM-PICT-001" in result.stderr
    (folder / "caf\udce9.md").write_text("# One\n\nThe bell rang.\n")
    assert run("build", folder, "--out", tmp_path / "out", "--format", "epub").exit_code == 0
    assert run("verify", tmp_path / "out" / "build.json", folder).exit_code == 0


def test_an_address_is_no_manuscript(tmp_path: Path) -> None:
    result = run("build", "https://example.org/book.md", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "BM-INPUT-011" in result.stderr


@pytest.mark.parametrize(
    ("settings", "code", "line"),
    [
        ('[cover]\ndesign = "plain"\nimage = "gone.png"\n', "BM-INPUT-001", 3),
        ('[cover]\nimage = "book.md"\nfull = true\n', "BM-PICT-002", 2),
        ("[cover]\nfull = true\n", "BM-COVER-003", 2),
        ('[book]\ntitle = "T"\n[cover]\ndesign = "gilt"\n', "BM-SET-005", 4),
        ('[epub]\ntheme = "plush"\n', "BM-SET-005", 2),
        ('[print]\ntheme = "plush"\n', "BM-SET-005", 2),
        ('[print]\nface = "Comic"\n', "BM-SET-005", 2),
        ('[print]\nornament = "oOo"\n', "BM-SET-002", 2),
    ],
)
def test_what_a_setting_names_is_told_on_its_line(
    tmp_path: Path, settings: str, code: str, line: int
) -> None:
    (tmp_path / "book.md").write_text("# One\n\nThe bell rang.\n")
    (tmp_path / "bookmaker.toml").write_text(settings)
    result = run("build", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    [told] = [one for one in result.stderr.splitlines() if "error" in one]
    assert told.startswith(f"bookmaker.toml:{line}: error {code}: ")


def test_alone_it_says_what_it_can_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 0
    for word in ("build", "inspect", "check"):
        assert word in result.stdout


def test_alone_in_a_project_it_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bookmaker.toml").write_text('[book]\ntitle = "Here"\n[cover]\ndesign = "none"\n')
    (tmp_path / "a.txt").write_text("A few words.\n")
    assert run().exit_code == 0
    assert names(tmp_path / "dist") == ["build.json", "here.epub", "here.pdf"]


@pytest.mark.parametrize("command", ["build", "inspect", "check"])
def test_every_command_has_help(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage: bookmaker" in result.stdout or "Usage:" in result.stdout


def test_as_a_module_from_another_folder(story: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bookmaker", "build", story.name, "--format", "epub"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "dist") == ["build.json", "the-hill-cover.jpg", "the-hill.epub"]


SAME = "import sys; from bookmaker.cli import main; sys.argv[0] = 'bookmaker'; main()"


def test_the_same_input_gives_the_same_bytes_anywhere(story: Path, tmp_path: Path) -> None:
    found = []
    for number, (zone, seed, locale) in enumerate(
        [("UTC", "1", "C"), ("Pacific/Apia", "2", "C.UTF-8")]
    ):
        folder = tmp_path / f"run {number}"
        folder.mkdir()
        (folder / story.name).write_bytes(story.read_bytes())
        environment = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, "-c", SAME, "build", story.name, "--json"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda n=number: os.umask(0o077 if n else 0o022),
        )
        assert done.returncode == 0, done.stderr
        found.append({p.name: p.read_bytes() for p in sorted((folder / "dist").iterdir())})
    assert len(found[0]) == 4
    assert found[0] == found[1]


def test_the_source_date_epoch_is_honoured_or_refused(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert run("build", story, "--out", tmp_path / "a", "--format", "epub").exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    refused = run("build", story, "--out", tmp_path / "b", "--format", "epub")
    assert refused.exit_code == 2
    assert "BM-SET-007" in refused.stderr
