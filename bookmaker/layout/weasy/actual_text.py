"""What a line says, where its glyphs cannot tell it.

In the scripts of South and South-East Asia a syllable's glyphs stand in another order than its
letters, and one glyph may be a part of several: no table from glyphs to letters gives the text
back. Nor does one where marks are heaped on a letter, which are drawn in an order of their own, nor
where a control turns letters round. So each such text box is marked with what it says
(ISO 32000-1, 14.9.4, "Replacement Text"): that is what is searched, copied and read aloud.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from bookmaker.layout.weasy.replacing import replaced

# Devanagari to Sinhala, Tibetan and Burmese, Khmer, Tai Tham, Balinese to Meetei Mayek, and the
# scripts of the same kind beyond the first plane.
_REORDERS: Final = re.compile(
    "[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1a00-\u1aaf\u1b00-\u1c4f\ua800-\ua82f\ua8e0-\ua8ff"
    "\ua980-\uaa7f\uaae0-\uaaff\uabc0-\uabff\U00011000-\U000116ff]"
    # heaps of combining marks; overrides of direction
    "|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2}|[\u202d\u202e]"
)


@contextmanager
def meanings_told() -> Iterator[None]:
    """Mark with its text what is drawn in another order than it is written."""
    from weasyprint.draw import text as drawing  # noqa: PLC0415

    draw_glyphs = drawing.draw_first_line

    def draw_first_line(stream: Any, box: Any, *how: Any) -> Any:  # noqa: ANN401
        if not _REORDERS.search(box.text):
            return draw_glyphs(stream, box, *how)
        digits = box.text.encode("utf-16-be").hex()
        stream.stream.append(f"/Span <</ActualText <feff{digits}>>> BDC".encode())
        emojis = draw_glyphs(stream, box, *how)
        stream.stream.append(b"EMC")
        return emojis

    with replaced(drawing, "draw_first_line", draw_first_line):
        yield
