"""A Markdown manuscript parted at what opens something: headings, pinned sections, the story."""

from dataclasses import dataclass, field, replace
from typing import Final

from bookmaker.book import Role
from bookmaker.readers.markdown import epigraphs
from bookmaker.readers.markdown.elements import Division, Element
from bookmaker.readers.markdown.outline import Entry, Opens


@dataclass(slots=True)
class Stretch:
    """A heading and what stands below it, up to the next that opens something.

    `section` is a section that the author pinned, and `tells` says that the story goes on or begins
    here, without a heading.
    """

    entry: Entry | None
    elements: list[Element] = field(default_factory=list)
    section: Division | None = None
    tells: bool = False


STORY: Final = frozenset((Opens.PART, Opens.CHAPTER))


def open_section(found: list[Stretch], section: Division) -> None:
    """Begin a section that the author pinned, or go on with one of the same kind right above."""
    role = section.attributes.classes[0]
    last = [
        stretch for stretch in found[-2:] if stretch.entry or stretch.elements or stretch.section
    ]
    above = last[-1] if last else Stretch(None)
    if above.section and above.section.attributes.classes[0] == role:
        elements = (*above.section.elements, *section.elements)
        end = section.span.end_line or section.span.line
        span = replace(above.section.span, end_line=end)
        above.section = replace(above.section, elements=elements, span=span)
    elif above.entry and not above.elements and _names(above.entry, role):
        above.elements.append(section)
    else:
        found.extend((Stretch(None, section=section), Stretch(None)))


def _names(entry: Entry, role: str) -> bool:
    """Say whether a heading's words name a section's role."""
    return entry.title is not None and entry.title.role == role


def is_story(stretch: Stretch) -> bool:
    """Say whether a stretch surely tells the story: a part, a chapter, or a pinned beginning."""
    return stretch.tells or bool(stretch.entry and stretch.entry.opens in STORY)


def before_front(stretches: list[Stretch]) -> list[bool]:
    """Say of each stretch whether front matter is pinned below it, with more below that: a story.

    Linear in the number of stretches.
    """
    found: list[bool] = []
    below = more = 0  # elements below, and below the front matter that comes next
    for stretch in reversed(stretches):
        found.append(more > len(stretch.elements))
        if stretch.section and Role(stretch.section.attributes.classes[0]) not in _BACK:
            more = below
        below += len(stretch.elements)
    return found[::-1]


def is_pinned_section(division: Division) -> bool:
    """Say whether the author pinned a div as front or back matter."""
    return division.pinned and division.attributes.classes[0] in _SECTIONS


_BACK: Final = frozenset(
    (Role.AFTERWORD, Role.ACKNOWLEDGMENTS, Role.APPENDIX, Role.ABOUT_THE_AUTHOR, Role.COLOPHON,
     Role.GLOSSARY, Role.NOTES)
)  # fmt: skip
_SECTIONS: Final = frozenset(role.value for role in Role)


def opens_with_epigraphs(stretches: list[Stretch]) -> bool:
    """Say whether the author opens chapters with quotations as a habit: half of them or more."""
    chapters = [s for s in stretches if s.entry and s.entry.opens is Opens.CHAPTER]
    quoted = sum(epigraphs.opens_with_quotation(chapter.elements) for chapter in chapters)
    return len(chapters) == 1 or quoted >= max(2, len(chapters) / 2)
