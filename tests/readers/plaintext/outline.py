"""A Book as an outline, one line an element: what the golden cases compare."""

from collections.abc import Iterator

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    Emphasis,
    Epigraph,
    Heading,
    Inlines,
    Letter,
    LineBreak,
    NoteReference,
    Paragraph,
    Part,
    Quotation,
    Reading,
    Section,
    Strong,
    Text,
    Verse,
)

WIDTH = 64


def outline(reading: Reading) -> str:
    """Return the outline: metadata, front, epigraph, body, back, notes, what was withheld."""
    lines = [*_metadata(reading.book), *_book(reading.book)]
    lines += [f"withheld {w.kind}: {_cut(' '.join(w.text.split()))}" for w in reading.withheld]
    lines += [
        f"doubt {d.span.line}: {d.kind}" for d in reading.decisions if d.certainty.value == "doubt"
    ]
    lines += [f"reported {d.span.line if d.span else 0}: {d.code}" for d in reading.diagnostics]
    return "\n".join(lines) + "\n"


def _metadata(book: Book) -> Iterator[str]:
    for name in ("title", "subtitle", "author_line", "language", "date", "rights"):
        value = getattr(book.metadata, name)
        if value:
            yield f"{name}: {value}"
    if book.metadata.series:
        yield f"series: {book.metadata.series.name} #{book.metadata.series.position}"


def _book(book: Book) -> Iterator[str]:
    for section in book.front:
        yield from _section("front", section)
    if book.epigraph:
        yield from _epigraph(book.epigraph, "")
    for division in book.body:
        yield from _part(division) if isinstance(division, Part) else _chapter(division, "")
    for section in book.back:
        yield from _section("back", section)
    for note in book.notes:
        yield f"note {note.id}"
        yield from _blocks(note.blocks, "  ")


def _part(part: Part) -> Iterator[str]:
    yield f"part {_name(part.number, part.title)}"
    if part.epigraph:
        yield from _epigraph(part.epigraph, "  ")
    yield from _blocks(part.intro, "  ")
    for chapter in part.chapters:
        yield from _chapter(chapter, "  ")


def _section(place: str, section: Section) -> Iterator[str]:
    title = f" {_marked(section.title)!r}" if section.title else ""
    yield f"{place} {section.role.value}{title} @{section.span.line}"
    yield from _blocks(section.blocks, "  ")


def _name(number: Inlines, title: Inlines) -> str:
    return f"[{_marked(number)}] [{_marked(title)}]"


def _chapter(chapter: Chapter, margin: str) -> Iterator[str]:
    name = f" {_name(chapter.number, chapter.title)}" if chapter.number or chapter.title else ""
    yield f"{margin}{chapter.role.value}{name} @{chapter.span.line}"
    if chapter.epigraph:
        yield from _epigraph(chapter.epigraph, margin + "  ")
    for scene in chapter.scenes:
        opener = f" {scene.opener!r}" if scene.opener else ""
        yield f"{margin}  scene @{scene.span.line}{opener}"
        if scene.dateline:
            yield f"{margin}    dateline: {_marked(scene.dateline.inlines)}"
        yield from _blocks(scene.blocks, margin + "    ")


def _epigraph(epigraph: Epigraph, margin: str) -> Iterator[str]:
    yield f"{margin}epigraph @{epigraph.span.line}"
    yield from _blocks(epigraph.blocks, margin + "  ")
    if epigraph.attribution:
        yield f"{margin}  source: {_marked(epigraph.attribution)}"


def _blocks(blocks: tuple[Block, ...], margin: str) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, margin)


def _block(block: Block, margin: str) -> Iterator[str]:
    match block:
        case Paragraph():
            yield f"{margin}{block.role.value}: {_cut(_marked(block.inlines))}"
        case Heading():
            yield f"{margin}heading {block.level}: {_marked(block.inlines)}"
        case Verse():
            yield from _verse(block, margin)
        case Quotation() | Letter():
            yield f"{margin}{type(block).__name__.lower()}"
            yield from _blocks(block.blocks, margin + "  ")
            if isinstance(block, Quotation) and block.attribution:
                yield f"{margin}  source: {_marked(block.attribution)}"
        case _:
            yield f"{margin}{type(block).__name__.lower()}"


def _verse(verse: Verse, margin: str) -> Iterator[str]:
    yield f"{margin}verse"
    for number, stanza in enumerate(verse.stanzas):
        if number:
            yield f"{margin}  /"
        for line in stanza.lines:
            yield f"{margin}  | {'  ' * line.indent}{_marked(line.inlines)}"
    if verse.attribution:
        yield f"{margin}  source: {_marked(verse.attribution)}"


def _marked(inlines: Inlines) -> str:
    found = ""
    for inline in inlines:
        match inline:
            case Text(text):
                found += text
            case Emphasis(children):
                found += f"<em>{_marked(children)}</em>"
            case Strong(children):
                found += f"<strong>{_marked(children)}</strong>"
            case LineBreak():
                found += " // "
            case NoteReference(note_id):
                found += f"<note {note_id}>"
            case _:
                found += f"<{type(inline).__name__}>"
    return found


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[:40]} ... {text[-20:]}"
