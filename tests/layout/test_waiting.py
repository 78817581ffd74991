"""Words of thousands of parts: broken as the engine breaks them, in linear time."""

from xml.etree.ElementTree import fromstring

import pymupdf
import pytest

from bookmaker import fonts
from bookmaker.layout.weasy import Script, mends, typeset
from bookmaker.layout.weasy.waiting import parted_once

FACE = "EB Garamond"
SHEET = f'html {{ font: 11pt/14pt "{FACE}" }} @page {{ size: 300pt 400pt; margin: 30pt }}'
BODIES = {
    "words": "<p>" + "some <b>bold</b> words and <i>others</i> " * 60 + "</p>",
    "a long word": "<p>" + "a<b>b</b>" * 300 + "</p>",
    "words in one": "<p>" + "<b>bold words</b><i>others</i>" * 60 + "</p>",
    "nested": "<p>" + "a<b>b<i>c<b>d</b></i></b>" * 80 + "<b>e f</b></p>",
}


def asked_and_set(body, monkeypatch):
    """Set a body in the engine's stock way; count how often it asks whether a part can break."""
    from weasyprint.layout import inline  # noqa: PLC0415  the faces must be chosen first

    plain, asked = inline.can_break_inside, []

    def can_break_inside(box):
        asked.append(box)
        return plain(box)

    monkeypatch.setattr(inline, "can_break_inside", can_break_inside)
    tree = fromstring(f'<html lang="en"><body>{body}</body></html>')  # noqa: S314  ours
    script = Script(tree, SHEET, {}, (fonts.face(FACE).path.parent,))
    found = typeset(script, lambda _: None)
    monkeypatch.undo()
    document = pymupdf.open(stream=found.pdf, filetype="pdf")
    return len(asked), [page.get_text("words") for page in document]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_lines_are_those_of_the_engine(body, monkeypatch):
    _, mended = asked_and_set(body, monkeypatch)
    every = mends._MENDS  # noqa: SLF001  the one without the other
    others = tuple(mend for mend in every if mend is not parted_once)
    monkeypatch.setattr(mends, "_MENDS", others)
    assert asked_and_set(body, monkeypatch)[1] == mended


def test_each_part_of_a_word_is_asked_a_few_times(monkeypatch):
    few, many = (
        asked_and_set(f"<p>{'a<b>b</b>' * parts}</p>", monkeypatch)[0] for parts in (300, 1200)
    )
    assert few > 0
    assert many < 5 * few
