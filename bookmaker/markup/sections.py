"""Sections of the book: front and back matter, parts, chapters and their scenes."""

from bookmaker.book import (
    Block,
    Chapter,
    Epigraph,
    Figure,
    Heading,
    Image,
    Inlines,
    Ornament,
    Paragraph,
    ParagraphRole,
    Part,
    Scene,
    Section,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.markup.blocks import set_attribution, set_block, set_blocks, set_paragraph, set_title
from bookmaker.markup.galley import HEADING_ID, START_ID, Composition, Galley
from bookmaker.markup.notes import set_notes
from bookmaker.markup.vocabulary import EPIGRAPH, PART, Words
from bookmaker.markup.xml import escape, one_line

# Untitled sections that say by their look, or by their place, what they are.
_UNLABELLED = frozenset({"dedication", "colophon", "other", "chapter", "story", PART})
_LABEL_LENGTH = 40
_STEM = 4


def set_section(composition: Composition, section: Section, matter: str) -> Galley:
    """Set a section of the front or back matter as a galley."""
    galley = Galley(composition, section.role.value, matter)
    word = "" if labels_itself(section, composition.words) else galley.role
    begin(galley, section.id, section.span, ((), section.title), word)
    set_flow(galley, section.blocks, "first")
    set_notes(galley)
    return galley


def set_book_epigraph(composition: Composition, epigraph: Epigraph) -> Galley:
    """Set the book's epigraph, on a page of its own."""
    galley = Galley(composition, EPIGRAPH, "front", composition.words[EPIGRAPH])
    galley.close(f'<blockquote class="epigraph">\n{_quoted(galley, epigraph)}\n</blockquote>')
    set_notes(galley)
    return galley


def set_part(composition: Composition, part: Part, title: str) -> Galley:
    """Set a part's own page; `title` names it for machines where the author did not."""
    galley = Galley(composition, PART, "body", title)
    begin(galley, part.id, part.span, (part.number, part.title), "")
    _epigraph(galley, part.epigraph)
    set_flow(galley, part.intro, "first")
    set_notes(galley)
    return galley


def set_chapter(composition: Composition, chapter: Chapter, title: str) -> Galley:
    """Set a chapter; `title` names it for machines where the author did not."""
    galley = Galley(composition, chapter.role.value, "body", title)
    begin(galley, chapter.id, chapter.span, (chapter.number, chapter.title), galley.role)
    _epigraph(galley, chapter.epigraph)
    classes = "first chapter-first"
    has_scene = False
    for scene in chapter.scenes:
        if scene.blocks or scene.dateline:
            _scene(galley, scene, classes, is_break=has_scene)
            classes, has_scene = "first", True
    set_notes(galley)
    return galley


def begin(
    galley: Galley, key: str, span: Span, heading: tuple[Inlines, Inlines], word: str
) -> None:
    """Set a section's heading (number, title), else the word of its role, else none.

    Args:
        galley: the section.
        key: what links call it; may be empty.
        span: where its heading was typed.
        heading: its number and its title.
        word: the role whose word stands above an untitled section.
    """
    galley.span = span
    if key:
        galley.piece.anchors.append((f"id:{key}", START_ID))
    title = title_of(*heading)
    words = galley.composition.words
    supplied = "" if word in _UNLABELLED else words.get(word)
    galley.title = title or galley.title or words.get(galley.role)
    galley.has_heading = bool(title or supplied)
    if not galley.has_heading:
        return
    parts = [("number", heading[0]), ("title", heading[1])]
    spans = " ".join(filter(None, [set_title(galley, inlines, name) for name, inlines in parts]))
    classes = "" if title else f' class="supplied"{words.attributes}'
    spans = spans or f'<span class="title">{escape(title or supplied)}</span>'
    galley.count(span if title else None)
    galley.close(f'<header>\n<h1 id="{HEADING_ID}"{classes}>{spans}</h1>\n</header>')


def title_of(number: Inlines, title: Inlines) -> str:
    """Return number and title as one line of plain text: "Chapter One: The Road"."""
    first, second = _spoken(number), _spoken(title)
    if not (first and second):
        return first or second
    return f"{first} {second}" if not first[-1].isalnum() else f"{first}: {second}"


def _spoken(inlines: Inlines) -> str:
    """Return the words of part of a title; of one that is a picture, its description."""
    described = " ".join([inline.alt for inline in inlines if isinstance(inline, Image)])
    return one_line(plain_text(inlines)) or one_line(described)


def labels_itself(section: Section, words: Words) -> bool:
    """Tell whether an untitled section opens with its own label ("Notes: ...")."""
    match section.blocks:
        case (Paragraph() as first, *_):
            label, colon, _ = plain_text(first.inlines)[:_LABEL_LENGTH].lower().partition(":")
            named = words.get(section.role.value).lower().replace("’", " ").split()
            stems = [word[:_STEM] for word in named if len(word) >= _STEM]
            return bool(colon) and any(stem in label for stem in stems)
        case _:
            return False


def set_flow(galley: Galley, blocks: tuple[Block, ...], classes: str) -> None:
    """Set blocks one a piece; the first paragraph takes `classes`."""
    for block in blocks:
        html, classes = _in_flow(galley, block, classes)
        if html:
            galley.close(html)


def _scene(galley: Galley, scene: Scene, classes: str, *, is_break: bool) -> None:
    """Set a scene; the break and dateline before it stay with its first block."""
    opening = []
    if is_break:
        galley.count(scene.span)
        opening.append('<hr class="scene-break"/>')
    if scene.dateline is not None:
        opening.append(set_paragraph(galley, scene.dateline, "dateline"))
    for block in scene.blocks:
        html, classes = _in_flow(galley, block, classes)
        if html:
            galley.close("\n".join([*opening, html]), opens_scene=is_break)
            opening, is_break = [], False
    if opening:
        galley.close("\n".join(opening), opens_scene=is_break)


def _in_flow(galley: Galley, block: Block, classes: str) -> tuple[str, str]:
    """Return a block's markup, and the classes that the next paragraph takes."""
    match block:
        case Paragraph(role=ParagraphRole.BODY | ParagraphRole.CONTINUED) if classes:
            return set_paragraph(galley, block, classes), ""
        case Heading():
            return set_block(galley, block), classes or "first"
        case Figure() | Ornament() | Paragraph(role=ParagraphRole.CENTRED):
            return set_block(galley, block), classes
        case _:
            return set_block(galley, block), ""


def _epigraph(galley: Galley, epigraph: Epigraph | None) -> None:
    """Set the epigraph of a part or chapter."""
    if epigraph is not None:
        galley.close(
            '<blockquote class="epigraph" epub:type="epigraph" role="doc-epigraph">\n'
            f"{_quoted(galley, epigraph)}\n</blockquote>"
        )


def _quoted(galley: Galley, epigraph: Epigraph) -> str:
    """Return what is quoted, and who wrote it."""
    lines = set_blocks(galley, epigraph.blocks)
    lines += set_attribution(galley, epigraph.attribution, epigraph.span)
    return "\n".join(lines)
