"""Texts that make some parser, or the printer, toil; and what a build of one costs.

A pattern makes a text of about so many characters. Most are a unit, repeated; `SHAPES` are those
whose units grow or nest.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRIES = 3
"""How often a time is taken before it is believed to be too long."""
END = "The end of it."
"""The last words of every manuscript."""

MARKDOWN = {
    "prose": "He said it was late, and she said “no.” ",
    "paragraphs": "It was late. She left.\n\n",
    "wrapped": "It was late and she\nleft the house at last\n",
    "brackets": "[",
    "picture brackets": "![",
    "note brackets": "[^a] ",
    "inline notes": "^[a ",
    "stars": "*",
    "strong": "**a ",
    "underscores": "_a ",
    "strikes": "~~a ",
    "superscripts": "^a ",
    "backticks": "`a",
    "backslashes": "\\",
    "parentheses": "[a](",
    "targets": "[a](<b ",
    "attributes": "[a]{.b ",
    "angles": "<",
    "tags": "<b>",
    "half tags": "<a href='",
    "blocks": "<div>\n\n",
    "comments": "<!-- a\n\n",
    "declarations": "<![CDATA[ ",
    "entities": "&amp;",
    "half entities": "&#x",
    "quotations": "> a\n\n",
    "deep quotations": ">>>>>>>> a\n\n",
    "lists": "- a\n",
    "numbered": "7. a\n\n",
    "fences": "```\na\n```\n\n",
    "open fences": "~~~a\n\n",
    "fenced divs": "::: verse\na\n:::\n\n",
    "open divs": "::: verse\n",
    "tables": "|a|b|\n|-|-|\n|c|d|\n\n",
    "bars": "| a\n",
    "references": "[a]: http://b.c\n",
    "notes": "a[^1]\n\n[^1]: b\n\n",
    "underlined": "a\n===\n\n",
    "scenes": "Some words.\n\n* * *\n\n",
    "gaps": "a\n\n\n\n\n",
    "wiki links": "[[a|b]] ",
    "remarks": "%% a %%\n\n",
    "hard breaks": "a  \n",
    "spaces": "a          \t",
    "addresses": "http://a.b/c_d ",
    "html words": "<p>a < b & c\n\n",
    "ruby": "<ruby>a<rt>b</rt></ruby> ",
}
TEXT = {
    "prose": "He said it was late, and she said 'no.' ",
    "quotes": '"',
    "apostrophes": "'a ",
    "dashes": "-",
    "dots": ". ",
    "scenes": "Some words.\n\n***\n\n",
    "verse": "    Roses are red,\n    Violets are blue,\n\n",
    "datelines": "London, 3 May 1897\n\nWords.\n\n***\n\n",
    "letters": "Dear Sir,\n\nI write.\n\nYours truly,\n\nA. B.\n\n",
    "capitals": "A LINE OF CAPITALS\n\n",
    "numerals": "MDCCLXXVII\n\n",
    "notes": "a [1]\n\n[1] b\n\n",
    "footnotes": "a [Footnote 1: b] c\n\n",
    "headings": "Chapter One\n\na b c\n\n\n",
    "wrapped": "It was late and she\nleft the house at last\n",
    "white": "a" + " " * 30,
    "emphasis": "_a_ *b* =c= ",
}
PRINTED_MARKDOWN = {
    "long word": "a",
    "long word of parts": "a-",
    "figures": "1",
    "words of a letter": "A ",
    "fixed spaces": "\u00a0",
    "accents": "\u0301",
    "joiners": "a\u200d",
    "families": "👨‍👩‍👧",
    "overrides": "\u202e",
    "isolates": "\u2066",
    "dashed": "a--",
    "dashes": "-",
    "dots": ".",
    "quotes": '"',
    "openings": "“",
    "elisions": "'a",
    "lines of verse": "a\\\n",
    "setext": "a\n=\n",
    "rules": "***\n\n",
    "rules in rules": "- ",
    "tildes": "~",
    "carets": "^a^",
    "subscripts": "~a~",
    "escapes": "\\a",
    "autolinks": "<http://a",
    "addresses in a line": "http://a.b/",
    "www": "www.",
    "mail": "a@b.",
    "half attributes": "{",
    "bare attributes": "a{.b ",
    "spans": "[a]{.b}",
    "divs in divs": "::: a\n",
    "colons": ":::\n",
    "wiki halves": "[[a|",
    "remark halves": "%%",
    "ruby halves": "<ruby>a<rt>b",
    "keys": "a: b\n",
    "pins": "[verse]\n",
    "definitions": "a\n: b\n",
    "sums": "$a$",
    "commands": "\\begin{a}",
    "numbers": "1.",
    "abbreviations": "*[a]: b\n",
    "returns": "a\r\n\r\n",
    "tabs": "\ta\n",
    "blank lines": "\n",
    "chapters": "# Chapter\n\nSome words of it.\n\n",
}
PRINTED_TEXT = {
    "long line": "word ",
    "short lines": "w\n",
    "letters alone": "a\n\n",
    "chapters": "Chapter Two\n\nSome words of it.\n\n",
    "labels": "CHAPTER\n\n",
    "stars": "* * *\n\n",
    "references": "[1] ",
    "dashes in words": "-- ",
    "stanzas": "short line here\n" * 4 + "\n",
    "indented": " " * 30 + "words\n",
    "underscores": "_a",
    "roman": "I.\n\ntext\n\nV.\n\ntext\n\n",
    "tabs": "\ta\n",
    "fields": "Title: a\n",
    "markers": "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n",
}


def _ticks(size: int) -> str:
    rows, length = [], 0
    while length < size:
        rows.append("e" + "`" * len(rows))
        length += len(rows[-1])
    return "".join(rows)


def _gaps(size: int) -> str:
    return "".join("a b c\n" + "\n" * (number % 40) for number in range(size // 26))


def _indents(size: int) -> str:
    return "".join(" " * (number % 200) + "a\n" for number in range(size // 102))


def _mixed(size: int) -> str:
    return "> * 1. " * 300 + "a " * (size // 2)


def _notes(size: int) -> str:
    count = size // 40
    calls = "".join(f"Word {n}.[^{n}]\n\n" for n in range(count))
    return calls + "".join(f"[^{n}]: Note {n}.\n\n" for n in range(count))


def _called(size: int) -> str:
    count = size // 40
    calls = "".join(f"Word {n} [{n}].\n\n" for n in range(1, count))
    return calls + "".join(f"[{n}] Note {n} is here.\n\n" for n in range(1, count))


SHAPES: dict[str, dict[str, Callable[[int], str]]] = {
    "md": {"growing ticks": _ticks, "indents": _indents, "mixed": _mixed, "many notes": _notes},
    "txt": {"growing gaps": _gaps, "called notes": _called},
}


@dataclass(frozen=True)
class Pattern:
    """A text of any size, of one kind."""

    form: str
    name: str
    text: Callable[[int], str]

    def __str__(self) -> str:
        """The name of a test."""
        return f"{self.form}-{self.name}"


def repeated(unit: str) -> Callable[[int], str]:
    """Return what makes a text of repetitions of `unit`."""
    return lambda size: unit * (size // len(unit))


def patterns(form: str, *tables: dict[str, str]) -> list[Pattern]:
    """Return the patterns of tables of units."""
    return [Pattern(form, name, repeated(unit)) for table in tables for name, unit in table.items()]


READ = [*patterns("md", MARKDOWN), *patterns("txt", TEXT)]
PRINTED = [
    *READ,
    *patterns("md", PRINTED_MARKDOWN),
    *patterns("txt", PRINTED_TEXT),
    *(Pattern(form, name, text) for form, made in SHAPES.items() for name, text in made.items()),
]


def nothing(form: str) -> Pattern:
    """Return what has no text but the first and the last words: what a build costs at least."""
    return Pattern(form, "nothing", lambda _: "")


@dataclass(frozen=True)
class Cost:
    """What a command took, and what it said."""

    cpu: float
    peak: int
    code: int
    err: str


def build(folder: Path, pattern: Pattern, size: int, form: str) -> Cost:
    """Build a book of a pattern in a process of its own.

    Args:
        folder: where the project and its books are put.
        pattern: what the manuscript is made of.
        size: characters of it.
        form: the format that is asked for.
    """
    project = folder / "project"
    project.mkdir(parents=True, exist_ok=True)
    head = "# One\n\n" if pattern.form == "md" else "Chapter One\n\n"
    words = f"{head}{pattern.text(size)}\n\n{END}\n"
    (project / f"m.{pattern.form}").write_bytes(words.encode())
    (project / "bookmaker.toml").write_text('[cover]\ndesign = "none"\n')
    command = [sys.executable, "-m", "bookmaker", "build", str(project)]
    said = folder / "stderr"
    with said.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--format", form, "--out", str(folder / "out")],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stream,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(
        used.ru_utime + used.ru_stime,
        used.ru_maxrss * unit,
        process.returncode,
        said.read_text("utf-8", "replace"),
    )
