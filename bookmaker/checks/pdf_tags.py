"""Rules for a tagged PDF: all content is in the structure tree once, or an artifact.

ISO 32000-1, 14.7 and 14.8, and what of PDF/UA-1 (ISO 14289-1, clause 7) a machine can see: pictures
with words for them, headings without a gap, links that say where they lead.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pikepdf

from bookmaker.checks import glyphs
from bookmaker.diagnostics import Diagnostic, report

_MOST: Final = 3  # findings of one rule
_OPERATORS: Final = re.compile(rb"/MCID\s+(\d+)|\b(BDC|BMC|EMC|TJ|Tj)\b")
_STRINGS: Final = re.compile(rb"\((?:\\.|[^()\\]|\((?:\\.|[^()\\])*\))*\)", re.DOTALL)
_HEADING: Final = re.compile(r"/H([1-6])")

Content = tuple[int, int]  # a page from 0, a number of marked content on it


def check_tags(pdf: pikepdf.Pdf) -> Iterator[Diagnostic]:
    """Check the structure tree of `pdf`; a file without one is told and no more."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        yield report("BM-PDF-016")
        return
    tree = _Tree({page.obj.objgen: number for number, page in enumerate(pdf.pages)})
    tree.walk(root)
    yield from _check_content(pdf, tree)
    for level, before in tree.leaps[:_MOST]:
        yield report("BM-PDF-019", level=level, before=before)
    for page in tree.mute_figures[:_MOST]:
        yield report("BM-PDF-020", page=page + 1)
    for page in _stray_links(pdf, tree)[:_MOST]:
        yield report("BM-PDF-021", page=page + 1)


@dataclass(slots=True)
class _Tree:
    """What the structure tree holds; `pages` are the numbers of page objects."""

    pages: dict[tuple[int, int], int]
    content: Counter[Content] = field(default_factory=Counter)
    links: set[tuple[int, int]] = field(default_factory=set)
    leaps: list[tuple[int, int]] = field(default_factory=list)
    mute_figures: list[int] = field(default_factory=list)
    level: int = 0

    def walk(self, root: pikepdf.Object) -> None:
        """Take in the tree in reading order; one that goes in circles is walked once."""
        waiting = [(root, -1)]
        seen: set[tuple[int, int]] = set()
        while waiting:
            node, page = waiting.pop()
            if isinstance(node, int):
                self.content[page, node] += 1
                continue
            if not isinstance(node, pikepdf.Dictionary):
                continue
            page = self.pages.get(node.Pg.objgen, -1) if "/Pg" in node else page
            kind = node.get("/Type")
            if kind == "/MCR":
                self.content[page, int(node.MCID)] += 1
            elif kind == "/OBJR":
                self.links.add(node.Obj.objgen)
            elif node.objgen == (0, 0) or node.objgen not in seen:
                seen.add(node.objgen)
                self._note(node, page)
                waiting.extend((kid, page) for kid in reversed(_kids(node)))

    def _note(self, node: pikepdf.Object, page: int) -> None:
        name = str(node.get("/S", ""))
        heading = _HEADING.fullmatch(name)
        if heading:
            level = int(heading[1])
            if level > self.level + 1:
                self.leaps.append((level, self.level))
            self.level = level
        elif name == "/Figure" and not str(node.get("/Alt", node.get("/ActualText", ""))).strip():
            self.mute_figures.append(max(page, 0))


def _kids(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _check_content(pdf: pikepdf.Pdf, tree: _Tree) -> Iterator[Diagnostic]:
    """See that what pages show is in the tree once, and nothing in the tree that is not shown."""
    loose, lost, twice = [], [], []
    for number, page in enumerate(pdf.pages):
        marked, is_loose = _marked(glyphs.content(page.obj))
        if is_loose:
            loose.append(number)
        if any(not tree.content[number, each] for each in marked):
            lost.append(number)
        if any(tree.content[number, each] > 1 for each in marked) or len(marked) > len(set(marked)):
            twice.append(number)
    for pages, code in ((sorted({*loose, *lost}), "BM-PDF-017"), (twice, "BM-PDF-018")):
        yield from (report(code, page=page + 1) for page in pages[:_MOST])


def _marked(operators: bytes) -> tuple[list[int], bool]:
    """Return the numbers of a page's marked content, and whether text stands outside of any."""
    numbers: list[int] = []
    depth, is_loose = 0, False
    for found in _OPERATORS.finditer(_STRINGS.sub(b"", operators)):
        if found[1] is not None:
            numbers.append(int(found[1]))
        elif found[2] == b"EMC":
            depth -= 1
        elif found[2] in (b"BDC", b"BMC"):
            depth += 1
        else:
            is_loose = is_loose or depth <= 0
    return numbers, is_loose


def _stray_links(pdf: pikepdf.Pdf, tree: _Tree) -> list[int]:
    """Return the pages with a link that no element holds, or that says nothing of itself."""
    return [
        number
        for number, page in enumerate(pdf.pages)
        if any(
            each.get("/Subtype") == "/Link"
            and (each.objgen not in tree.links or not str(each.get("/Contents", "")).strip())
            for each in list(page.obj.get("/Annots", []))
        )
    ]
