"""Types the bench's books anew in other habits, and counts what is understood.

The truth of each book is typed as other authors would: other heading forms, other marks or none
between scenes, other dashes, wrapped or not. A rule that knows only how the books of the bench
were typed fails here. The habits are drawn by a seed, so that a run can be repeated.
"""

import argparse
import fnmatch
import json
import random
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from measure import ROOT, bench_folder

sys.path.insert(0, str(ROOT))

from bookmaker.book import (
    Block,
    Book,
    Letter,
    Paragraph,
    Part,
    Quotation,
    Role,
    Verse,
    chapters,
    plain_text,
)
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers import read

HABITS = {
    "numbered": (
        "Chapter {word}", "CHAPTER {WORD}", "Chapter {arabic}", "CHAPTER {roman}", "{roman}.",
        "CHAPTER {roman}.", "{roman}", "{arabic}", "{word}", "Chapter {roman}", "{arabic}.",
    ),
    "titled": (
        "Chapter {arabic}: {title}", "Chapter {roman}. {title}", "CHAPTER {roman}|{TITLE}",
        "{title}", "{TITLE}", "{arabic}. {title}", "{roman}. {title}", "CHAPTER {WORD}||{title}",
        "Chapter {arabic} - {title}", "{roman}|{title}", "CHAPTER {roman}. {TITLE}.",
        "CHAPTER {roman}||{TITLE}", "{roman}||{title}", "Chapter {arabic} -- {title}",
    ),
    "part": ("PART {WORD}", "Part {word}", "PART {roman}", "BOOK {arabic}", "Book {word}"),
    "titled part": (
        "PART {roman}|{TITLE}", "Part {word}: {title}", "Book {roman}. {title}",
        "PART {WORD}||{title}", "PART {roman}: {TITLE}", "Part {arabic} - {title}",
    ),
    "scene": ("", "", "* * *", "***", "#", "---", "~", "*", "⁂", "-----", "*      *      *", "-o-"),
    "dash": ("--", " -- ", " - ", "---", "—", " – "),
    "ellipsis": ("...", " . . .", "…"),
    "title": ("{title}|{author}", "{title}|by {author}", "{TITLE}||by {author}",
              "Title: {title}|Author: {author}", "{title}||By {author}"),
    "source": ("-- ", "--", "- ", "— ", "—"),
    "tight": (True, False),
    "width": (0, 0, 65, 72, 78),
    "gap": (3, 3, 4, 5),
    "indent": ("", "", "    ", "  "),
    "below": (1, 1, 2),
}  # fmt: skip
PARTS = ("part", "volume", "division")
CHAPTERS = ("chapter", "story")
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"),
         (1, "I"))  # fmt: skip
STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "\u2060": "", "\u200a": "", "\u00a0": " "}
)


def main() -> int:
    args = arguments()
    lacking = typed = 0
    for path in sorted((bench_folder(args.bench) / "books" / "truth").glob("*.json")):
        if not fnmatch.fnmatch(path.stem, args.only):
            continue
        truth = json.loads(path.read_text(encoding="utf-8"))
        for seed in range(args.seed, args.seed + args.habits):
            habits = draw(random.Random(f"{path.stem}.{seed}"))  # noqa: S311  no secret
            text = "\n".join(Typist(truth, habits).lines()) + "\n"
            found = lacks(truth, text)
            typed += 1
            lacking += bool(found)
            if args.out:
                Path(args.out, f"{path.stem}.{seed}.txt").write_text(text, encoding="utf-8")
            if found:
                print(f"{path.stem}.{seed}: {'; '.join(found)}\n      {habits}", flush=True)
    print(f"{typed - lacking} of {typed} manuscripts understood in every part")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", default="", help="folder with books/truth")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="books, as *dracula*")
    parser.add_argument("--seed", type=int, default=1, help="the first seed of habits (1)")
    parser.add_argument("--habits", type=int, default=6, help="habits for each book (6)")
    parser.add_argument("--out", default="", help="keep the manuscripts in this folder")
    return parser.parse_args()


def draw(dice: random.Random) -> dict:
    """Draw habits that one author could have: scenes parted by a gap need wider ones elsewhere."""
    habits = {name: dice.choice(choices) for name, choices in HABITS.items()}
    if not habits["scene"]:
        habits |= {"below": 1, "gap": max(4, habits["gap"])}
    return habits


# ---------------------------------------------------------------- typing


class Typist:
    """Types a book's truth as lines of plain text."""

    def __init__(self, book: dict, habits: dict) -> None:
        """Take the truth and the habits, as `draw` makes them."""
        self.book, self.habits = book, habits

    def lines(self) -> Iterator[str]:
        """Yield the manuscript's lines."""
        title, author = self.straight(self.book["title"]), ", ".join(self.book["authors"])
        yield from self.form(self.habits["title"], title=title, TITLE=title.upper(), author=author)
        room = self.habits["gap"]
        for (kind, group), run in groupby(self.book["blocks"], key=company):
            held = list(run)
            if kind == "heading":
                for block in held:
                    yield from [""] * self.habits["gap"]
                    yield from self.heading(self.book["divisions"][block["division"]])
                room = self.habits["below"]
            elif kind == "break":
                yield from ["", self.habits["scene"]] if self.habits["scene"] else [""]
                room = 1
            else:
                front = held[0]["division"] is None
                yield from [""] * (self.habits["gap"] if front else room)
                yield from self.group(held) if group is not None else self.plain(held)
                room = 1

    def form(self, form: str, **values: object) -> list[str]:
        return form.format(**values).split("|")

    def heading(self, division: dict) -> list[str]:
        number, title = division["ordinal"], self.straight(division["title"] or "")
        part = division["kind"] in PARTS
        title = title or ("" if isinstance(number, int) else division["kind"].capitalize())
        plain = division["kind"] not in (*CHAPTERS, *PARTS) or not isinstance(number, int)
        kind = ("titled part" if title else "part") if part else ("titled" if title else "numbered")
        word = in_words(number) if isinstance(number, int) else ""
        return self.form(
            "{title}" if plain else self.habits[kind],
            arabic=number, roman=roman(number or 0), word=word.capitalize(), WORD=word.upper(),
            title=title, TITLE=title.upper(),
        )  # fmt: skip

    def plain(self, blocks: list[dict]) -> Iterator[str]:
        for index, block in enumerate(blocks):
            yield from [""] * bool(index)
            yield from self.paragraph(block["text"])

    def group(self, blocks: list[dict]) -> Iterator[str]:
        indent = self.habits["indent"] if any(b["kind"] == "line" for b in blocks) else ""
        before = ""
        for block in blocks:
            kind = "source" if block.get("role") == "attribution" else block["kind"]
            together = before == kind == "line" and not block.get("first")
            if before and not together and not (kind == "source" and self.habits["tight"]):
                yield ""
            if kind == "source":
                yield indent + self.habits["source"] + self.straight(block["text"])
            elif kind == "line":
                yield indent + self.straight(block["text"])
            else:
                yield from self.paragraph(block["text"])
            before = kind

    def paragraph(self, text: str) -> list[str]:
        typed, width = self.straight(text).replace("\n", " "), self.habits["width"]
        if not width:
            return [typed]
        return textwrap.wrap(typed, width, break_long_words=False, break_on_hyphens=False)

    def straight(self, text: str) -> str:
        typed = text.translate(STRAIGHT).replace("…", self.habits["ellipsis"])
        dash = self.habits["dash"]
        return typed if dash == "—" else re.sub(r" ?— ?", dash, typed)


def company(block: dict) -> tuple[str, object]:
    """Return what blocks are typed together by."""
    kind = block["kind"]
    return (kind, None) if kind in ("heading", "break") else ("text", block.get("group"))


def in_words(number: int) -> str:
    if number < len(ONES):
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def roman(number: int) -> str:
    out = ""
    for value, sign in ROMAN:
        while number >= value:
            out += sign
            number -= value
    return out


# ---------------------------------------------------------------- counting


def lacks(truth: dict, text: str) -> list[str]:
    """Return what of the truth a reading of the text lacks, or has too much."""
    book = read((Manuscript("m.txt", text, "text"),), StructureSettings()).book
    wanted, found = counted(truth), told(book)
    more = sum(d["kind"] not in (*CHAPTERS, *PARTS) for d in truth["divisions"])
    odd = [
        f"{name} {found[name]}/{wanted[name]}"
        for name in ("parts", "scenes", "sources")
        if found[name] != wanted[name]
    ]
    if not wanted["chapters"] <= found["chapters"] <= wanted["chapters"] + more:
        odd.append(f"chapters {found['chapters']}/{wanted['chapters']}")
    if words(book.metadata.title) != words(truth["title"]):
        odd.append(f"title {book.metadata.title!r}")
    return odd + [f"{kind} {text[:40]!r}" for kind, text in missed(truth, book)]


def counted(truth: dict) -> Counter[str]:
    kinds = Counter(division["kind"] for division in truth["divisions"])
    return Counter(
        chapters=sum(kinds[kind] for kind in CHAPTERS),
        parts=sum(kinds[kind] for kind in PARTS),
        scenes=sum(block["kind"] == "break" for block in truth["blocks"]),
        sources=sum(bool(group.get("attribution")) for group in truth["groups"]
                    if group["kind"] == "epigraph"),
    )  # fmt: skip


def told(book: Book) -> Counter[str]:
    held = list(chapters(book))
    epigraphs = [book.epigraph, *(one.epigraph for one in (*held, *book.body))]
    signed = {id(one) for one in epigraphs if one and one.attribution}
    return Counter(
        chapters=len(held),
        parts=sum(isinstance(division, Part) for division in book.body),
        scenes=sum(len(chapter.scenes) - 1 for chapter in held),
        sources=len(signed),
    )


def missed(truth: dict, book: Book) -> Iterator[tuple[str, str]]:
    """Yield the epigraphs, dedications and verse that were not taken for such."""
    held = list(chapters(book))
    epigraphs = [
        block
        for one in (book.epigraph, *(place.epigraph for place in (*held, *book.body)))
        for block in (one.blocks if one else ())
    ]
    given = [b for section in book.front if section.role is Role.DEDICATION for b in section.blocks]
    everywhere = [b for chapter in held for scene in chapter.scenes for b in scene.blocks]
    everywhere += [b for section in (*book.front, *book.back) for b in section.blocks]
    verse = [block for block in every((*everywhere, *epigraphs)) if isinstance(block, Verse)]
    places = {"epigraph": epigraphs, "dedication": given, "verse": verse}
    heard = {kind: words(" ".join(map(text_of, blocks))) for kind, blocks in places.items()}
    for group in truth["groups"]:
        kind = group["kind"]
        asked = kind in heard and (kind != "verse" or group["lines"] > 1)
        if asked and words(group["text"])[-40:] not in heard[kind]:
            yield kind, group["text"]


def every(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Quotation | Letter):
            yield from every(block.blocks)


def text_of(block: Block) -> str:
    if isinstance(block, Verse):
        return " ".join(plain_text(line.inlines) for s in block.stanzas for line in s.lines)
    if isinstance(block, Quotation | Letter):
        return " ".join(map(text_of, block.blocks))
    return plain_text(block.inlines) if isinstance(block, Paragraph) else ""


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"[’'‘_]", "", text.casefold())))


if __name__ == "__main__":
    sys.exit(main())
