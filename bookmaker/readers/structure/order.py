"""The recognisers, in the order in which they run; adding one is one file and one line here.

A recogniser sees what earlier ones took and touches only what is still free. Marks come first (they
part everything else), then what is withheld, the headings, what stands before the story and, last,
what stands inside scenes.
"""

from collections.abc import Callable
from typing import Final

from bookmaker.readers.structure import (
    author_notes,
    closings,
    contact,
    contents,
    dateline,
    epigraphs,
    headings,
    illustrations,
    labels,
    letters,
    listed_titles,
    notes,
    oddities,
    opening,
    poem_titles,
    scene_marks,
    signatures,
    tellers,
    title_page,
    transcribers,
    verse,
)
from bookmaker.readers.structure.draft import Draft

RECOGNISERS: Final[tuple[Callable[[Draft], None], ...]] = (
    scene_marks.recognise,
    contact.recognise,
    tellers.recognise,
    title_page.recognise,
    contents.recognise,
    listed_titles.recognise,
    labels.recognise,
    transcribers.recognise,
    illustrations.recognise,
    headings.recognise,
    notes.recognise,
    verse.recognise,
    opening.recognise,
    epigraphs.recognise,
    letters.recognise,
    poem_titles.recognise,
    closings.recognise,
    signatures.recognise,
    author_notes.recognise,
    dateline.recognise,
    oddities.recognise,
)
