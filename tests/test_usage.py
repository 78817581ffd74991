"""A command line that cannot be understood is told as every finding is; a full disk, too."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bookmaker.cli import app

ROOT = Path(__file__).parents[1]
LINE = re.compile(r"error BM-CLI-00[12]: [^\n]+ \('?[^\n]+--help' [^\n]+\)\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["build", "x.md", "--format", "mobi"], "'mobi' is not one of 'epub', 'pdf'"),
        (["build", "x.md", "--nope"], "there is no option '--nope'"),
        (["build", "x.md", "--formt", "epub"], "did you mean --format?"),
        (["build", "x.md", "--title"], "option '--title' requires an argument"),
        (["build", "x.md", "--jobs", "0"], "'--jobs': 0 is not in the range"),
        (["build", "x.md", "more"], "unexpected extra argument"),
        (["bild", "x.md"], "no such command 'bild'"),
        (["check"], "missing argument"),
        (["--nope"], "there is no option '--nope'"),
        (["build", "--no\x1b[31mpe"], r"\x1b[31mpe"),
    ],
)
def test_a_wrong_use_is_one_line(words: list[str], told: str) -> None:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert LINE.fullmatch(result.stderr), result.stderr
    assert told in result.stderr


def test_an_option_for_scripts_is_not_proposed() -> None:
    assert "did you mean" not in CliRunner().invoke(app, ["build", "--no-cach"]).stderr


def test_with_json_a_wrong_use_is_a_document_besides() -> None:
    result = CliRunner().invoke(app, ["build", "x.md", "--nope", "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["diagnostics"][0]["code"] == "BM-CLI-001"


def command(*words: str, out: str, err: str) -> int:
    """Run the command with its outputs on files; a full disk is /dev/full."""
    with Path(out).open("wb") as stdout, Path(err).open("wb") as stderr:
        return subprocess.run(
            [sys.executable, "-m", "bookmaker", *words],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
        ).returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has the file that is full")
def test_where_nothing_can_be_written_the_exit_code_is_the_honest_one(tmp_path: Path) -> None:
    story = tmp_path / "story.md"
    story.write_text("# One\n\nWords.\n")
    build = ("build", str(story), "--out", str(tmp_path / "out"), "--format", "epub")
    full, log = "/dev/full", str(tmp_path / "log")
    assert command(*build, out=log, err=full) == 0
    assert command(*build, out=full, err=full) == 3
    assert command("build", "--nope", out=full, err=full) == 2
    for words in (("--version",), ("--help",), ("build", "--help")):
        assert command(*words, out=full, err=log) == 3
        assert "BM-SYS-010" in Path(log).read_text()
