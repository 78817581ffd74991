"""Notes at the feet of pages: each stands with its call, or as soon as there is room."""

import re

import pymupdf

from bookmaker import fonts
from bookmaker.layout.weasy import feet
from bookmaker.layout.weasy.loading import engine, only_these_faces
from bookmaker.layout.weasy.mends import mended

FACE = "EB Garamond"
SHEET = f"""
html {{ font: 10pt/12pt "{FACE}"; orphans: 2; widows: 2 }}
@page {{ size: 240pt 300pt; margin: 30pt; @footnote {{ border-top: 1pt solid; margin-top: 7pt }} }}
body, p {{ margin: 0 }}
.list {{ display: block; margin: 12pt 0 }}
.note {{ float: footnote; footnote-policy: line; font-size: 8pt; line-height: 10pt }}
.note::footnote-call, .note::footnote-marker {{ content: "" }}
"""
BOTTOM = 270.0


def pages_of(body):
    """Set by the engine itself, mended; return the words of each page with their boxes."""
    page = f'<html lang="en"><body><section>{body}</section></body></html>'
    with only_these_faces((fonts.face(FACE).path.parent,)):
        weasyprint = engine()
        with mended():
            pdf = weasyprint.HTML(string=page).write_pdf(stylesheets=[weasyprint.CSS(string=SHEET)])
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [page.get_text("words") for page in document]


def note(number, words="of some words"):
    return f'c{number}<span class="note">note{number} {words} end{number}</span>'


def places(words, kind):
    """Return on which page each thing of a kind stands."""
    found = {}
    for page, on in enumerate(words):
        for word in on:
            named = re.match(rf"{kind}(\d+)", word[4])
            if named:
                found.setdefault(int(named[1]), page)
    return found


def test_every_note_stands_once_on_the_page_of_its_call():
    body = "".join(f"<p>{'Words of text. ' * 9}{note(n)} go on.</p>" for n in range(60))
    words = pages_of(body)
    assert len(words) > 10
    assert places(words, "note") == places(words, "c")
    assert sorted(places(words, "end")) == list(range(60))


def test_notes_without_room_wait_for_as_many_pages_as_they_need():
    """A line calls more notes than a page holds, and the next line goes on doing so."""
    body = f"<p>Before.</p><p>{' '.join(note(n) for n in range(200))}</p><p>After.</p>"
    words = pages_of(body)
    stands, called = places(words, "note"), places(words, "c")
    assert sorted(stands) == sorted(called) == list(range(200))
    assert [stands[n] for n in range(200)] == sorted(stands.values()), "in their order"
    assert all(stands[n] >= called[n] for n in range(200))
    assert max(word[3] for page in words for word in page) <= BOTTOM + 4


def test_the_white_of_a_note_s_own_blocks_is_counted():
    noted = (
        f'c{n}<span class="note">note{n}<span class="list">one end{n}</span></span>'
        for n in range(30)
    )
    body = "".join(f"<p>{'Words of text. ' * 3}{each} go on.</p>" for each in noted)
    words = pages_of(body)
    assert sorted(places(words, "end")) == list(range(30))
    for on in words:
        text = [word[3] for word in on if word[4] in {"Words", "of", "text."}]
        top = min((word[1] for word in on if word[4].startswith("note")), default=BOTTOM)
        assert max(text, default=0.0) <= top + 2


def test_white_space_between_the_blocks_of_a_note_is_no_line():
    """Items and paragraphs of a note are typed on lines of their own, as those of the text are."""
    tight = '<span class="list"><span class="list">one</span><span class="list">two</span></span>'
    loose = tight.replace("><", ">\n   <")
    assert loose != tight
    bodies = [f'<p>Text c0<span class="note">note0 {inner}</span></p>' for inner in (tight, loose)]
    first, second = (pages_of(body) for body in bodies)
    assert [word[:5] for word in first[0]] == [word[:5] for word in second[0]]


def test_a_note_is_measured_once(monkeypatch):
    asked = []
    measured = feet._measured  # noqa: SLF001  what is counted
    monkeypatch.setattr(
        feet, "_measured", lambda context, n: asked.append(n) or measured(context, n)
    )
    body = "".join(f"<p>{'Words of text. ' * 9}{note(n)} go on.</p>" for n in range(40))
    pages_of(body)
    assert len(asked) == len(set(asked)) == 40


def test_a_page_gives_none_of_its_notes_away():
    standing = feet.Standing(["a"])
    assert not standing
    assert list(standing) == ["a"]
    assert "a" in standing


def test_waiting_notes_go_in_any_order():
    waiting = feet.Waiting(dict.fromkeys("abc"))
    waiting.remove("b")
    kept = waiting.copy()
    waiting.append("d")
    assert (list(waiting), list(kept)) == (["a", "c", "d"], ["a", "c"])
