"""Pictures that an archive's text only names: `[Illustration: caption]` on lines of its own.

The caption is the author's and stays, in the middle of its line; a bare `[Illustration]` holds no
words of the book. https://www.pgdp.net/c/faq/proofreading_guidelines.php
"""

import re
from typing import Final

from bookmaker.readers.structure.draft import Draft, Kind

_ILLUSTRATION: Final = re.compile(
    r"\[(?P<word>Illustration|Picture|Image)s?(?P<colon>:?)\s*", re.IGNORECASE
)


def recognise(draft: Draft) -> None:
    """Keep a caption as a centred line; withhold a picture without one."""
    for piece in draft.pieces:
        match = _ILLUSTRATION.match(piece.text) if piece.text[:1] == "[" else None
        if not piece.free or not match or not piece.text.endswith("]"):
            continue
        if not match["colon"] or match.end() == len(piece.text) - 1:
            draft.withhold("illustration", piece, "a picture the manuscript does not hold")
        else:
            piece.kind, piece.label = Kind.CENTRED, match.group()
            draft.decide("caption", draft.span(piece), "the caption of a picture that is not here")
