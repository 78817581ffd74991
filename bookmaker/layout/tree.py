"""Trees of the print document: made from the Publication's XHTML, namespaces left behind.

Plain `xml.etree` elements, because the engine wants them; made only from documents that our own
markup room wrote.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, fromstring

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
# What the printed page has a use for; the rest speaks to reading systems.
_KEPT: Final = frozenset(
    {"id", "class", "href", "src", "alt", "lang", "dir", "start", "colspan", "rowspan", "scope"}
)
# Line and paragraph separators, which no face draws: white space, as in the words' order of things.
_SEPARATORS: Final = ("\u2028".encode(), "\u2029".encode())
BLOCKS: Final = frozenset(
    "h1 h2 h3 h4 h5 h6 p pre th td figure figcaption hr".split()  # noqa: SIM905  reads as the contract does
)


def body_of(xhtml: bytes) -> tuple[Element, Element]:
    """Parse a content document: return its root and its body, tags without namespaces."""
    for separator in _SEPARATORS:
        xhtml = xhtml.replace(separator, b" ")
    root = fromstring(xhtml)  # noqa: S314  our own markup, no DTD of anybody else's
    for element in root.iter():
        element.tag = element.tag.removeprefix(_XHTML)
        for name in [name for name in element.attrib if name not in _KEPT]:
            del element.attrib[name]
    body = root.find("body")
    if body is None:
        raise ValueError("a content document without a body")
    return root, body


def classes(element: Element) -> list[str]:
    """Return the classes of `element`."""
    return element.get("class", "").split()


def has_class(element: Element, name: str) -> bool:
    """Tell whether `element` carries class `name`."""
    return name in classes(element)


def add_class(element: Element, *names: str) -> None:
    """Add classes that `element` does not carry yet."""
    element.set("class", " ".join(dict.fromkeys([*classes(element), *names])))


def make(parent: Element | None, tag: str, class_: str = "", text: str = "") -> Element:
    """Make an element, under `parent` if there is one."""
    element = Element(tag) if parent is None else SubElement(parent, tag)
    if class_:
        element.set("class", class_)
    if text:
        element.text = text
    return element


def text_of(element: Element) -> str:
    """Return all character data inside `element`."""
    return "".join(element.itertext())


def letter_count(text: str | None) -> int:
    """Count the characters that are no white space: those that layout neither adds nor drops."""
    return len("".join((text or "").split()))


def parents(root: Element) -> dict[Element, Element]:
    """Return each element's parent."""
    return {child: parent for parent in root.iter() for child in parent}


def with_class(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements under `root` that carry class `name`, in document order."""
    return (element for element in root.iter() if has_class(element, name))


def take_out(child: Element, parent: Element) -> None:
    """Remove `child`, leaving the text after it where it stood."""
    leave_tail(child, parent)
    parent.remove(child)


def take_out_all(parent: Element, tag: str) -> None:
    """Remove the children of `parent` that are a `tag`, as `take_out` does, in one go."""
    kept: list[Element] = []
    for child in parent:
        if child.tag != tag:
            kept.append(child)
            continue
        tail, child.tail = child.tail or "", None
        if kept:
            kept[-1].tail = (kept[-1].tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent[:] = kept


def leave_tail(child: Element, parent: Element) -> None:
    """Give the text after `child` to what stands before it."""
    tail, child.tail = child.tail or "", None
    index = list(parent).index(child)
    if index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def is_decoration(element: Element, pseudo: str) -> bool:
    """Say whether content is there for the eye alone: ornaments, pictures that say nothing."""
    if element.tag == "img":
        return not element.get("alt", "").strip()
    return element.tag == "hr" or pseudo in ("footnote-call", "footnote-marker")
