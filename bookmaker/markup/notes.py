"""Notes at the end of their chapter, each with the way back to its call.

`aside` and ids as pop-up readers want them: the id on the aside itself, in the same document
as the call (https://www.w3.org/TR/epub-ssv-11/#notes).
"""

from collections.abc import Iterable

from bookmaker.book import Note, Paragraph
from bookmaker.markup.blocks import set_blocks
from bookmaker.markup.galley import Galley
from bookmaker.markup.inlines import set_words
from bookmaker.markup.xml import attribute


def set_notes(galley: Galley) -> None:
    """Set the notes called in a galley, and those that they call, until none is left."""
    for note_id in galley.to_set:  # a note that calls another makes this list longer
        number = galley.called[note_id]
        galley.close(_aside(galley, galley.composition.notes[note_id], number, is_called=True))
        galley.asides[number] = galley.pieces.pop()
    galley.to_set.clear()


def append_uncalled(galley: Galley, notes: Iterable[Note]) -> None:
    """Set those of `notes` that nothing calls after the others, so that no word is lost."""
    shared = galley.composition
    for note in notes:
        if note.id in shared.note_numbers and shared.notes[note.id] is note:
            continue  # called by a note that itself is not called
        galley.report("BM-MARK-005", note.span, note=note.id)
        number = galley.next_number()
        shared.note_numbers.setdefault(note.id, number)
        galley.called.setdefault(note.id, number)
        galley.close(_aside(galley, note, number, is_called=False))
        galley.asides[number] = galley.pieces.pop()
        if not galley.pieces:
            galley.close("")
        galley.pieces[-1].calls.append(number)
        set_notes(galley)


def _aside(galley: Galley, note: Note, number: int, *, is_called: bool) -> str:
    """Return a note as an aside, with its number and the way back if there is one."""
    if galley.composition.notes[note.id] is note:
        galley.piece.anchors.append((f"note:{note.id}", f"note-{number}"))
    galley.span = note.span
    back = _back(galley, number) if is_called else ""
    match note.blocks:
        case (Paragraph() as first, *rest):
            galley.count(first.span)
            opening = [f"<p>{back}{set_words(galley, first.inlines)}</p>"]
        case rest:
            opening = [f'<p class="note-number">{back.rstrip()}</p>'] if back else []
            galley.piece.lines.extend([None] * len(opening))
    body = "\n".join([*opening, *set_blocks(galley, tuple(rest))])
    return (
        f'<aside id="note-{number}" class="footnote" epub:type="footnote" role="doc-footnote">\n'
        f"{body}\n</aside>"
    )


def _back(galley: Galley, number: int) -> str:
    """Return the link back to a note's call, named for those who cannot see where it stands."""
    label = attribute(f"{number}, {galley.composition.words['back']}")
    return (
        f'<a class="backlink" role="doc-backlink" href="#ref-{number}" aria-label="{label}">'
        f"{number}</a> "
    )
