"""Measures datelines, salutations and closings of letters against the bench's truth.

The bench's scorers leave them out, for a manuscript has no mark for them: here their recall is
counted, and how many openings of scenes were taken for datelines that are none.
"""

import argparse
import fnmatch
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from measure import ROOT, bench_folder

sys.path.insert(0, str(ROOT))

from bookmaker.book import Block, Letter, Paragraph, ParagraphRole, Quotation, chapters, plain_text
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers import read

# the truth's roles, and those that take them
KINDS = {
    "dateline": ("dateline",),
    "salutation": ("salutation",),
    "closing": ("valediction", "signature", "postscript"),
}
_TRUE = {role: kind for kind, roles in KINDS.items() for role in roles}
_OF_LETTERS = {*_TRUE, "letter", "dedication", "bridgehead"}
_FORMS = {".txt": "text", ".md": "markdown"}


def main() -> int:
    args = arguments()
    books = bench_folder(args.bench) / "books"
    sources = [
        path
        for path in sorted((books / "manuscripts").glob("*"))
        if path.suffix in _FORMS and fnmatch.fnmatch(path.name, args.only)
    ]
    print("| book | datelines | salutations | closings | false datelines / scenes |")
    print("|---" * 5 + "|")
    total: Counter[str] = Counter()
    for path in sources:
        truth = books / "truth" / f"{path.name.split('.')[0]}.json"
        if truth.is_file():
            found = measure(path, json.loads(truth.read_text(encoding="utf-8")), show=args.show)
            total += found
            if any(found[name] for kind in KINDS for name in (kind, f"{kind} false")):
                print(row(path.name, found))
    print(row("**all**", total))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with books/manuscripts and books/truth")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="file names, as *.wrap.txt")
    parser.add_argument("--show", action="store_true", help="list what was missed or false")
    return parser.parse_args()


def row(name: str, found: Counter[str]) -> str:
    cells = [
        f"{found[kind + ' hit']}/{found[kind]}, {found[kind + ' false']} false" for kind in KINDS
    ]
    share = 100 * found["false"] / max(1, found["scenes"])
    return f"| {name} | {' | '.join(cells)} | {found['false']}/{found['scenes']} ({share:.1f} %) |"


def measure(path: Path, truth: dict, *, show: bool) -> Counter[str]:
    """Return how many of each kind the truth has, how many were found, and how many are false."""
    manuscript = Manuscript(path.name, path.read_text(encoding="utf-8"), _FORMS[path.suffix])
    book = read((manuscript,), StructureSettings(accept_blank_breaks=True)).book
    scenes = [scene for chapter in chapters(book) for scene in chapter.scenes]
    held = (*scenes, *book.front, *book.back)
    ours = list(told(block for part in held for block in part.blocks))
    datelines = [words(plain_text(s.dateline.inlines)) for s in scenes if s.dateline]
    ours += [("dateline", line) for line in datelines]
    found: Counter[str] = Counter({"scenes": len(scenes)})
    true: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for block in truth["blocks"]:
        kind = _TRUE.get(block.get("role", ""))
        if kind:
            line = words(block["text"])
            true[kind].add(line)
            hit = any(other == kind and line in text for other, text in ours)
            found.update({kind: 1, f"{kind} hit": int(hit)})
            if show and not hit:
                print(f"    missed {kind}: {block['text'][:90]}")
    typed = {words(b["text"]) for b in truth["blocks"] if b.get("role") in _OF_LETTERS}
    found.update(false_roles(ours, typed, show=show))
    heads = {words(b["text"]) for b in truth["blocks"] if b.get("role") == "bridgehead"}
    for line in datelines:
        if not any(line in known or known in line for known in true["dateline"] | heads if known):
            found["false"] += 1
            if show:
                print(f"    false dateline: {line}")
    return found


def false_roles(ours: list[tuple[str, str]], typed: set[str], *, show: bool) -> Counter[str]:
    """Return how many lines that are of no letter were taken for a part of one, of each kind.

    The truth names only some of a letter's lines; what it has in a letter or dedication is not
    held to be false.
    """
    found: Counter[str] = Counter()
    for kind, line in ours:
        if not any(line in known or known in line for known in typed if known):
            found[f"{kind} false"] += 1
            if show:
                print(f"    false {kind}: {line[:90]}")
    return found


def told(blocks: Iterator[Block]) -> Iterator[tuple[str, str]]:
    """Yield the kind and the words of every paragraph that has a letter's role."""
    for block in blocks:
        if isinstance(block, Letter | Quotation):
            yield from told(iter(block.blocks))
        elif isinstance(block, Paragraph) and block.role is not ParagraphRole.BODY:
            kind = _TRUE.get(block.role.value)
            if kind and block.role is not ParagraphRole.POSTSCRIPT:  # the truth marks none
                yield kind, words(plain_text(block.inlines))


def words(text: str) -> str:
    """Return the words of a text alone, for comparison."""
    return " ".join(re.findall(r"\w+", text.casefold()))


if __name__ == "__main__":
    sys.exit(main())
