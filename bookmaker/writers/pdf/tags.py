"""The structure tree: one for the book, from the tags of all runs (ISO 32000-1, 14.7 and 14.8).

Every page's marked content leads back to its element (the parent tree), every link's annotation
too; a paragraph over a page turn is one element with content on two pages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from bookmaker.print_run import Link, Marks, PrintRun, Run, Tag

_HEADING: Final = re.compile("H[1-6]")


def tag(pdf: Pdf, print_run: PrintRun) -> bool:
    """Give `pdf`, which has all pages, its structure tree and its links.

    Returns:
        Whether it is what PDF/UA-1 asks for: pictures have words for them, no heading skips a
        level. Both are the author's to mend.
    """
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    tagger = _Tagger(pdf, frozenset(name for run in print_run.runs for name in run.anchors))
    kids: list[Object] = []
    for run in print_run.runs:
        kids += tagger.add(run, document)
    document.K = Array(kids)
    root.K = document
    root.ParentTree = tagger.parent_tree()
    root.ParentTreeNextKey = len(pdf.pages) + len(tagger.linked)
    if tagger.identified:
        root.IDTree = pdf.make_indirect(Dictionary(Names=tagger.id_tree()))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return _is_universal(each for run in print_run.runs for each in run.tags)


def _is_universal(tags: Iterable[Tag]) -> bool:
    level = 0
    for each in tags:
        if each.kind == "Figure" and not each.alt:
            return False
        if _HEADING.fullmatch(each.kind):
            if int(each.kind[1]) > level + 1:
                return False
            level = int(each.kind[1])
    return True


@dataclass(slots=True)
class _Tagger:
    """Writes elements; `anchors` are the ids that stand anywhere in the book."""

    pdf: Pdf
    anchors: frozenset[str]
    marked: dict[int, dict[int, Object]] = field(default_factory=dict)
    linked: list[Object] = field(default_factory=list)
    identified: dict[bytes, Object] = field(default_factory=dict)

    def add(self, run: Run, document: Object) -> list[Object]:
        """Write the elements of a run; return those on top."""
        elements = [document]
        elements += (self.pdf.make_indirect(Dictionary(Type=Name.StructElem)) for _ in run.tags[1:])
        for index, each in enumerate(run.tags[1:], 1):
            self._fill(elements, index, each, run)
        return [elements[kid] for kid in run.tags[0].kids if isinstance(kid, int)]

    def _fill(self, elements: list[Object], index: int, each: Tag, run: Run) -> None:
        element = elements[index]
        leads = any(isinstance(kid, Link) and self._target(kid) for kid in each.kids)
        element.S = Name(f"/{'Span' if each.kind == 'Link' and not leads else each.kind}")
        if "/P" not in element:
            element.P = elements[0]
        pages = [kid.page for kid in each.kids if isinstance(kid, Marks)]
        if pages:
            element.Pg = self._page(run, pages[0])
        kids: list[Any] = []
        for kid in each.kids:
            if isinstance(kid, int):
                elements[kid].P = element
                kids.append(elements[kid])
            elif isinstance(kid, Marks):
                kids += self._content(run, kid, element, pages[0])
            elif self._target(kid):
                kids.append(self._link(run, kid, element))
        element.K = kids[0] if len(kids) == 1 else Array(kids)
        self._describe(element, each)
        if each.box is not None and pages:
            box = [round(side, 2) for side in _shifted(each.box, run, pages[0])]
            element.A = Dictionary(O=Name.Layout, BBox=Array(box), Placement=Name.Block)

    def _describe(self, element: Object, each: Tag) -> None:
        if each.alt:
            element.Alt = String(each.alt)
        if each.language:
            element.Lang = String(each.language)
        if each.identifier:
            element.ID = String(each.identifier)
            self.identified[bytes(element.ID)] = element
        if each.attributes:
            names = {"colspan": "/ColSpan", "rowspan": "/RowSpan", "scope": "/Scope"}
            element.A = Dictionary(O=Name.Table)
            for name, value in each.attributes:
                element.A[names[name]] = Name(f"/{value}") if isinstance(value, str) else value

    def _content(self, run: Run, marks: Marks, element: Object, first: int) -> list[Any]:
        """Return marked content as kids: bare numbers on the element's first page (14.7.4.2)."""
        numbers = range(marks.first, marks.last + 1)
        known = self.marked.setdefault(run.first + marks.page, {})
        for number in numbers:
            known[number] = element
        if marks.page == first:
            return list(numbers)
        page = self._page(run, marks.page)
        return [Dictionary(Type=Name.MCR, Pg=page, MCID=number) for number in numbers]

    def _link(self, run: Run, link: Link, element: Object) -> Object:
        """Write a link's annotation; return what refers to it (14.7.4.3)."""
        page = self._page(run, link.page)
        rectangle = _shifted(link.rectangle, run, link.page)
        annotation = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(side, 2) for side in rectangle]),
                Border=Array([0, 0, 0]),
                F=4,
                Contents=String(link.words or link.target),
                StructParent=len(self.pdf.pages) + len(self.linked),
            )
        )
        if link.target.startswith("#"):
            annotation.Dest = String(link.target[1:])
        else:
            annotation.A = Dictionary(S=Name.URI, URI=String(link.target))
        if "/Annots" not in page:
            page.Annots, page.Tabs = Array(), Name.S
        page.Annots.append(annotation)
        self.linked.append(element)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)

    def _target(self, link: Link) -> bool:
        """Say whether a link leads somewhere."""
        return not link.target.startswith("#") or link.target[1:] in self.anchors

    def _page(self, run: Run, page: int) -> Object:
        return self.pdf.pages[run.first + page].obj

    def parent_tree(self) -> Object:
        """Return the way back from content to elements: by page, then by link (14.7.4.4)."""
        numbers = Array()
        for page, marks in sorted(self.marked.items()):
            self.pdf.pages[page].obj.StructParents = page
            parents = [marks.get(number) for number in range(max(marks) + 1)]
            numbers.append(page)
            numbers.append(self.pdf.make_indirect(Array(parents)))
        for number, element in enumerate(self.linked, len(self.pdf.pages)):
            numbers.append(number)
            numbers.append(element)
        return self.pdf.make_indirect(Dictionary(Nums=numbers))

    def id_tree(self) -> Array:
        """Return the elements that have an id, by it."""
        names = Array()
        for identifier, element in sorted(self.identified.items()):
            names.append(String(identifier.decode()))
            names.append(element)
        return names


def _shifted(
    rectangle: tuple[float, float, float, float], run: Run, page: int
) -> tuple[float, float, float, float]:
    """Return where a rectangle of a run's page stands when the page has its place in the book."""
    shift = run.shifts[page] if run.shifts else 0.0
    left, bottom, right, top = rectangle
    return left + shift, bottom, right + shift, top
