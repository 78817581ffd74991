"""The paragraphs of a Markdown manuscript, and which of them stand whole on the pages of a PDF.

A few rules of blank lines and first characters, so that nothing of the product's reading is
trusted: what is compared are letters, in any order within a paragraph, so that neither quotation
marks, hyphens, ligatures and notes' numbers nor a drop cap's place on its page matter.
"""

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
RULE = re.compile(r"[*_\-#~ ]+")
NOTE_CALL = re.compile(r"\[\^[^\]]+\]")
LINK = re.compile(r"\]\([^)]*\)|<[^>]*>")


def source_paragraphs(path: Path) -> list[str]:
    """Return the text of each paragraph of prose, quotations' too.

    Headings, rules, notes, and lines that end where the author ended them (verse, addresses) are
    no paragraphs of prose.
    """
    text = HEAD.sub("", path.read_text(encoding="utf-8").replace("\r\n", "\n"), count=1)
    found = []
    for block in re.split(r"\n(?:[ >]*\n)+", text):
        lines = [line.removeprefix(">").strip(" ") for line in block.strip("\n").split("\n")]
        kept = any(line.rstrip("\n").endswith(("  ", "\\")) for line in block.split("\n")[:-1])
        if lines[0].startswith(("#", "[^", "|", ":::")) or kept or RULE.fullmatch(lines[0] or "-"):
            continue
        found.append(LINK.sub("]", NOTE_CALL.sub("", " ".join(lines))))
    return found


def letters(text: str) -> str:
    """Return a paragraph's letters in the order of the alphabet, small and without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sorted(filter(str.isalpha, plain)))


def missing(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """Return what of `wanted` does not stand in `found` as a paragraph of the same letters."""
    there = Counter(letters(text) for text in found)
    lacking = []
    for text in wanted:
        key = letters(text)
        if there[key]:
            there[key] -= 1
        else:
            lacking.append(text)
    return lacking


def untagged(wanted: Iterable[str], pdf: Path) -> list[str] | None:
    """Return the paragraphs that the tags of a PDF do not hold in one piece, in reading order.

    They are sought in the source's order; a section that stands elsewhere (a preface goes before
    an introduction) is found there.

    Poppler's `pdfinfo` reads the structure tree; None where it is not installed.
    """
    if shutil.which("pdfinfo") is None:
        return None
    told = subprocess.run(
        ["pdfinfo", "-struct-text", str(pdf)], capture_output=True, text=True, check=True
    )
    tagged, at, lacking = _in_order(_without_notes(told.stdout.splitlines())), 0, []
    for text in wanted:
        key = _in_order([text])
        found = tagged.find(key, at)
        found = found if found >= 0 else tagged.find(key)
        if found < 0:
            lacking.append(text)
        else:
            at = found + len(key)
    return lacking


def _in_order(texts: Iterable[str]) -> str:
    plain = unicodedata.normalize("NFKD", "".join(texts)).casefold()
    return "".join(filter(str.isalpha, plain))


def _without_notes(lines: Iterable[str]) -> Iterator[str]:
    """Yield the strings of a printed structure tree, but for notes': they stand at their calls."""
    note: int | None = None
    for line in lines:
        depth = len(line) - len(line.lstrip(" "))
        if note is not None and depth <= note:
            note = None
        if line.lstrip().startswith("Note"):
            note = depth
        elif note is None and line.lstrip().startswith('"'):
            yield line
