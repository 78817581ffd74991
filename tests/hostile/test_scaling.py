"""Four times the text costs at most six times the time, through the whole of an EPUB's build.

Each pattern is one that makes some parser toil; the sizes are such that a quadratic step shows.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = 60_000
"""Characters of the smaller manuscript."""
GROWTH = 6.0
LEAST = 0.15
"""CPU seconds below which a build's fixed costs hide what grows."""
TRIES = 3

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
PATTERNS = [("md", *each) for each in MARKDOWN.items()] + [("txt", *each) for each in TEXT.items()]


def cost(folder: Path, form: str, unit: str, size: int) -> float:
    """CPU seconds of one build of an EPUB, or of its refusal, in a process of its own."""
    folder.mkdir(exist_ok=True)
    head = "# One\n\n" if form == "md" else "Chapter One\n\n"
    (folder / f"m.{form}").write_text(head + unit * (size // len(unit)) + "\n\nThe end of it.\n")
    (folder / "bookmaker.toml").write_text('[cover]\ndesign = "none"\n')
    command = [sys.executable, "-m", "bookmaker", "build", str(folder), "--format", "epub"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [*command, "--out", str(folder.parent / "out")],
        cwd=ROOT, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in {0, 2}, done.stderr.decode()[-500:]
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.prove
@pytest.mark.parametrize(("form", "name", "unit"), PATTERNS, ids=lambda value: str(value)[:20])
def test_time_grows_with_the_text(tmp_path: Path, form: str, name: str, unit: str) -> None:
    ratios = []
    for _ in range(TRIES):
        start = cost(tmp_path / "none", form, "a", 10)
        small = cost(tmp_path / "small", form, unit, SMALL) - start
        large = cost(tmp_path / "large", form, unit, 4 * SMALL) - start
        ratios.append((large - LEAST) / max(small, LEAST))
        if ratios[-1] <= GROWTH:
            return
    pytest.fail(f"{name}: {min(ratios):.1f} times the time for 4 times the text")
