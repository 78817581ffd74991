"""The structure tree of a run: which words are a heading, a paragraph, a note, a link.

It follows the print document's elements, not the boxes they were broken into: a paragraph that
goes over a page turn is one element with content on two pages. Kinds are the standard structure
types of ISO 32000-1, 14.8.4, used as PDF/UA-1 (ISO 14289-1) asks.

    section ► Sect   h1 ► H1   p ► P   blockquote ► BlockQuote   ul ► L ► LI ► Lbl, LBody
    table ► Table ► TR ► TH, TD   figure ► Figure (Alt) ► Caption   note call ► Reference ► Link
    note ► Note, where it is called   contents ► TOC ► TOCI ► Reference ► Link
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import has_class, parents, text_of
from bookmaker.layout.weasy import Leaf, LinkBox
from bookmaker.print_run import Link, Marks, Tag

_KINDS: Final = {
    "section": "Sect", "div": "Div", "aside": "Note", "p": "P", "pre": "P", "code": "Code",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "blockquote": "BlockQuote", "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "P", "dd": "P",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD", "caption": "Caption", "figcaption": "Caption",
    "img": "Figure", "figure": "Figure",
}  # fmt: skip
_BY_CLASS: Final = (
    ("footnote", "Note"), ("note-number", "Lbl"), ("entries", "TOC"), ("entry", "TOCI"),
)  # fmt: skip
_SPANS: Final = ("colspan", "rowspan")


def tags(root: Element, leaves: Iterable[Leaf], links: Iterable[LinkBox]) -> tuple[Tag, ...]:
    """Return the tags of a run; the first is its root and no tag itself.

    Args:
        root: the print document that was set.
        leaves: its content, as the engine marked it, in the order of the boxes.
        links: where links stand.
    """
    grown = _Growing(parents(root))
    for leaf in leaves:
        grown.add(leaf)
    for link in links:
        grown.add_link(link)
    return grown.ripe()


@dataclass(slots=True)
class _Node:
    """A tag while it grows; `kids` are nodes, content as [page, first, last], and links."""

    kind: str
    element: Element | None = None
    kids: "list[_Node | list[int] | Link]" = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class _Growing:
    """The tree while it grows, leaf by leaf."""

    above: dict[Element, Element]
    root: _Node = field(default_factory=lambda: _Node(""))
    nodes: dict[Element, _Node] = field(default_factory=dict)
    labels: dict[Element, _Node] = field(default_factory=dict)

    def add(self, leaf: Leaf) -> None:
        """Hang a leaf on the tag of its element."""
        node = self._node(leaf.element)
        if leaf.pseudo == "marker":
            node = self._label(leaf.element)
        if node.kind == "Figure":
            node.box = node.box or leaf.rectangle
        last = node.kids[-1] if node.kids else None
        if isinstance(last, list) and last[0] == leaf.page and last[2] == leaf.number - 1:
            last[2] = leaf.number
        else:
            node.kids.append([leaf.page, leaf.number, leaf.number])

    def add_link(self, link: LinkBox) -> None:
        """Hang a link's rectangle on its tag; a link without words has none."""
        node = self.nodes.get(link.element)
        if node is not None and node.kind == "Link":
            words = " ".join(text_of(link.element).split())
            node.kids.append(Link(link.page, link.rectangle, link.target, words))

    def _node(self, element: Element) -> _Node:
        """Return the tag that holds the words of `element`: its own or that of one around it."""
        chain = []
        while element not in self.nodes and element.tag != "body":
            chain.append(element)
            element = self.above[element]
        node = self.nodes.get(element, self.root)
        for inner in reversed(chain):
            node = self.nodes[inner] = self._grow(inner, node)
        return node

    def _grow(self, element: Element, parent: _Node) -> _Node:
        if has_class(element, "folio"):  # in the contents it floats, and is read after the words
            self._node_of_words(element)
        kind = _kind(element, parent)
        if not kind:
            return parent
        node = _Node(kind, element)
        inner = node
        if kind == "LI":
            inner = _Node("LBody")
            node.kids.append(inner)
        elif kind == "Link" and _is_reference(element):
            inner, node = node, _Node("Reference", None, [node])
        parent.kids.append(node)
        if kind == "LI":
            self.labels[element] = node
        if has_class(element, "noteref"):
            self._keep_place_of_note(element, parent)
        return inner

    def _keep_place_of_note(self, call: Element, parent: _Node) -> None:
        """Let a note be read where it is called, though it stands at the page's foot."""
        siblings = list(self.above[call])
        following = siblings[siblings.index(call) + 1 :][:1]
        for note in following:
            if has_class(note, "footnote") and note not in self.nodes:
                self.nodes[note] = self._grow(note, parent)

    def _node_of_words(self, folio: Element) -> None:
        for sibling in self.above[folio]:
            if has_class(sibling, "words"):
                self._node(sibling)

    def _label(self, item: Element) -> _Node:
        """Return the label of a list's item, which stands before its body."""
        node = self.labels.get(item)
        if node is None:
            return self._node(item)
        first = node.kids[0]
        if not isinstance(first, _Node) or first.kind != "Lbl":
            first = _Node("Lbl")
            node.kids.insert(0, first)
        return first

    def ripe(self) -> tuple[Tag, ...]:
        """Return the tree as tags; those without content are left out."""
        flat: list[Tag] = []
        _ripen(self.root, flat)
        return tuple(flat)


def _kind(element: Element, parent: _Node) -> str:
    """Return the structure type of an element; "" for one whose words are those around it."""
    by_class = next((kind for name, kind in _BY_CLASS if has_class(element, name)), "")
    if by_class:
        return by_class
    if element.tag == "a":
        return "Link" if element.get("href") else ""
    if parent.kind == "Figure" and element.tag in ("img", "figure"):
        return ""
    if element.tag == "figure" and element.find(".//img") is None:
        return "Div"
    kind = _KINDS.get(element.tag, "")
    return kind or ("Span" if element.get("lang") else "")


def _is_reference(link: Element) -> bool:
    """Say whether a link leads elsewhere in the book by a number: note calls, the contents."""
    return any(has_class(link, name) for name in ("noteref", "folio", "words"))


def _ripen(node: _Node, flat: list[Tag]) -> int:
    """Add a node and those in it to `flat`; return its index there."""
    index = len(flat)
    flat.append(Tag(node.kind))
    kids: list[int | Marks | Link] = []
    for kid in node.kids:
        if isinstance(kid, _Node):
            if _bears(kid):
                kids.append(_ripen(kid, flat))
        elif isinstance(kid, list):
            kids.append(Marks(*kid))
        else:
            kids.append(kid)
    flat[index] = _tag(node, tuple(kids))
    return index


def _bears(node: _Node) -> bool:
    """Say whether a node has content: one kept for a note may have got none."""
    return any(not isinstance(kid, _Node) or _bears(kid) for kid in node.kids)


def _tag(node: _Node, kids: tuple[int | Marks | Link, ...]) -> Tag:
    element = node.element
    if element is None:
        return Tag(node.kind, kids)
    picture = element if element.tag == "img" else element.find(".//img")
    alt = picture.get("alt", "") if node.kind == "Figure" and picture is not None else ""
    attributes: list[tuple[str, str | int]] = [
        (name, int(element.get(name, "1"))) for name in _SPANS if element.get(name, "1") != "1"
    ]
    if node.kind == "TH":
        attributes.append(("scope", "Row" if element.get("scope") == "row" else "Column"))
    identifier = element.get("id", "") if node.kind == "Note" else ""
    language = element.get("lang", "")
    return Tag(node.kind, kids, alt.strip(), language, identifier, tuple(attributes), node.box)
