"""Heads and folios: the book without its words, for the theme's own margin boxes.

The skeleton has the book's sections with the marks and heads they have, and in them an empty leaf
for each page that begins there. Set by the engine, its pages get what the theme's sheet says:
heads by side and section, folios, nothing on openers, blanks and display pages.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.galley import Galley
from bookmaker.layout.pagination import Pagination
from bookmaker.layout.runs import Stretch
from bookmaker.layout.tree import make

_CARRIED: Final = ("class", "lang", "data-verso", "data-recto")


def skeleton(pages: Pagination) -> list[Element]:
    """Return the book's sections without their words."""
    return [
        bone
        for stretch, galley in zip(pages.stretches, pages.galleys, strict=True)
        for bone in _bones(stretch, galley)
    ]


def _bones(stretch: Stretch, galley: Galley) -> Iterator[Element]:
    owners = _owners(stretch, galley)
    for index, section in enumerate(stretch.sections):
        bone = make(None, "section")
        for name in _CARRIED:
            if name in section.attrib:
                bone.set(name, section.attrib[name])
        pages = [number for number, owner in enumerate(owners) if owner == index]
        if not pages or pages[0] > _begins(section, galley):
            make(bone, "div", "below")
        for number in pages:
            make(bone, "div", "leaf blank" if galley.pages[number].blank else "leaf")
        yield bone


def _owners(stretch: Stretch, galley: Galley) -> list[int]:
    """Return for each page the section that it begins in."""
    section_of = [index for index, section in enumerate(stretch.sections) for _ in section.iter()]
    owners = [0]
    for page in galley.pages[1:]:
        inside = page.start is not None and page.start[0] >= 0
        owners.append(section_of[page.start[0]] if inside and page.start else owners[-1])
    return owners


def _begins(section: Element, galley: Galley) -> int:
    """Return the page on which a section begins."""
    anchor = section.get("id", "")
    return next((n for n, page in enumerate(galley.pages) if anchor in page.anchors), 0)
