"""Transcriber's notes: "[Transcriber's Note: the spelling has been kept]".

Whoever typed an old book for an archive says what was changed; the note is about the file, not by
the author, and belongs behind the text. https://www.pgdp.net/c/faq/proofreading_guidelines.php
"""

import re
from typing import Final

from bookmaker.book import Role
from bookmaker.readers.structure.draft import Draft, Kind

_NOTE: Final = re.compile(r"[\[{(*_]{0,3}transcriber[’']?s?[’']? notes?\s*[:.—–-]", re.IGNORECASE)


def recognise(draft: Draft) -> None:
    """Label a bracketed note, over as many paragraphs as its bracket holds."""
    inside = ""
    for piece in draft.pieces:
        if not inside and not (piece.free and _NOTE.match(piece.text)):
            continue
        if not inside:
            inside = "]" if piece.text.startswith("[") else "."
        if not piece.free:
            return
        piece.kind, piece.role = Kind.FRONT, Role.NOTES
        draft.decide(Role.NOTES.value, draft.span(piece), "what a transcriber says of the text")
        if inside == "." or piece.text.endswith("]"):
            inside = ""
