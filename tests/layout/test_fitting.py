"""Fitted paragraphs in the engine: what they rely on, and what stands on the page."""

import hashlib
import importlib
import inspect
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pymupdf
import pytest

from bookmaker import fonts
from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.weasy.fitting import fitted
from bookmaker.layout.weasy.fitting_faces import SetFaces
from bookmaker.layout.weasy.fitting_read import opportunities
from bookmaker.layout.weasy.loading import engine, only_these_faces
from bookmaker.layout.weasy.mends import mended

EB, LITERATA = "EB Garamond", "Literata"
FOLDERS = tuple(fonts.face(name).path.parent for name in (EB, LITERATA, "Noto Serif CJK"))
CSS = (
    "@page { size: 300pt 420pt; margin: 40pt 50pt }"
    "html { font: 11pt/14pt 'EB Garamond'; text-align: justify; hyphens: auto;"
    "hyphenate-character: '-'; hyphenate-limit-chars: 6 3 3; orphans: 2; widows: 2 }"
    "body, p { margin: 0 } p { text-indent: 1.5em } em { font-style: italic }"
    "a { color: inherit; text-decoration: none } .caps { font-variant-caps: small-caps }"
    ".call { font-size: .68em; vertical-align: .5em; line-height: 0 }"
    ".note { float: footnote; font-size: .82em } .note::footnote-call { content: '' }"
    ".note::footnote-marker { content: '' }"
    ".room { float: left; width: 30pt; height: 41pt }"
    ".cap { display: inline-block; width: 0; height: 0; vertical-align: top; white-space: nowrap;"
    "text-align: left; margin-left: -30pt; margin-right: 30pt; font-size: 40pt }"
)
SENTENCE = (
    "the carrier’s horse went lame at the second milestone, and nobody in the valley could say "
    "whether the snow or the schoolmaster’s bicycle had frightened it more; "
)


def pdf_of(body, css="", fitting=None):
    """Set by the engine itself with our hooks, fonts and all."""
    page = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    with only_these_faces(FOLDERS):
        weasyprint = engine()
        sheet = weasyprint.CSS(string=CSS + css)
        with mended(), fitted(fitting):
            return weasyprint.HTML(string=page).write_pdf(stylesheets=[sheet], pdf_tags=True)


def set_by(body, css="", fitting=None):
    fitting = Fitting() if fitting is None else fitting
    made = pdf_of(body, css, fitting)
    return pymupdf.open(stream=made, filetype="pdf"), fitting


def words_of(pdf):
    return "".join(page.get_text() for page in pdf).replace("-\n", "").replace("—\n", "—").split()


def baselines(pdf):
    return [
        sorted({round(line["spans"][0]["origin"][1], 1) for b in found for line in b["lines"]})
        for found in ([b for b in page.get_text("dict")["blocks"] if "lines" in b] for page in pdf)
    ]


# ---------------------------------------------------------------- contract


RELIED_ON = {
    "weasyprint.layout.inline:iter_line_boxes": "04aec4",
    "weasyprint.layout.inline:get_next_linebox": "67af45",
    "weasyprint.layout.inline:_out_of_flow_layout": "6bbd74",
    "weasyprint.layout.inline:atomic_box": "928f0e",
    "weasyprint.layout.inline:line_box_verticality": "1018aa",
    "weasyprint.layout.inline:_adjust_line_height": "822443",
    "weasyprint.layout.inline:split_inline_box": "3a0cb7",
    "weasyprint.layout.float:avoid_collisions": "5fc779",
    "weasyprint.layout.block:_linebox_layout": "e07bbe",
    "weasyprint.layout.percent:resolve_percentages": "716730",
    "weasyprint.draw.text:draw_text": "ebaf96",
    "weasyprint.draw.text:draw_first_line": "1bb8ea",
    "weasyprint.pdf.stream:Stream.add_font": "e4226e",
    "weasyprint.pdf.fonts:Font.__init__": "1f2811",
    "weasyprint.text.line_break:Layout.setup": "fb227a",
    "weasyprint.text.line_break:get_log_attrs": "65c1a1",
    "weasyprint.text.line_break:strut": "b57885",
    "weasyprint.text.fonts:font_features": "e35741",
    "weasyprint.text.fonts:get_hb_object_data": "03040a",
    "weasyprint.text.fonts:get_pango_font_hb_face": "a6ef5e",
}


def fingerprint(name):
    with only_these_faces(FOLDERS):
        engine()
    module, _, path = name.partition(":")
    found = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return hashlib.sha256(inspect.getsource(found).encode()).hexdigest()[:6]


@pytest.mark.parametrize("name", RELIED_ON)
def test_the_engines_functions_are_those_that_were_read(name):
    assert fingerprint(name) == RELIED_ON[name], f"{name} changed: read it before trusting it"


STYLES = [
    "",
    "font-style: italic",
    "font-weight: 700",
    "font-variant-caps: small-caps",
    "font-variant-numeric: oldstyle-nums",
    "font-variant-ligatures: none",
    "font-size: 8.2pt",
]


@pytest.mark.parametrize("family", [EB, LITERATA])
@pytest.mark.parametrize("style", STYLES)
def test_widths_are_those_the_engine_would_set(family, style):
    from weasyprint.text.line_break import create_layout, line_size  # noqa: PLC0415

    texts = [
        "efficacious—“Tåget” Ärger, AVATAR! ffi",
        "1818 and 07, fly’s Wo. Te; Ye",
        "the old road to Inverness",
    ]
    seen = []
    plain = SetFaces.of

    def of(faces, asked):
        seen.append((faces, asked))
        return plain(faces, asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SetFaces, "of", of)
        set_by(f"<p>{SENTENCE}</p>", f"p {{ font-family: '{family}'; {style} }}")
        faces, asked = seen[0]
    set_face = plain(faces, asked)
    for text in texts:
        layout = create_layout(text, asked, None, None, 0)
        width, _ = line_size(layout.get_first_line()[0], asked)
        face, words = set_face.face, text.split(" ")
        units = sum(face.word(word).width for word in words)
        units += sum(face.gap(a[-1], b[0]) for a, b in pairwise(words))
        known = units * asked["font_size"] / face.units
        assert known == pytest.approx(width, abs=len(text) / 1024)


@pytest.mark.parametrize(
    "text", ["well-known", "said—and", "either/or", "end. “And", "(so it)", "1,000.5", "日本語で"]
)
def test_breaks_are_pangos(text):
    from weasyprint.text.line_break import get_log_attrs  # noqa: PLC0415

    attributes = get_log_attrs(text, "en")
    pangos = tuple(place for place in range(1, len(text)) if attributes[place].is_line_break)
    assert opportunities(text, "en") == pangos


# ---------------------------------------------------------------- lines


def test_lines_are_planned_full_and_every_word_stands():
    body = "".join(f"<p>{'Indeed ' * n}{SENTENCE * 4}</p>" for n in range(6))
    pdf, fitting = set_by(body)
    assert words_of(pdf) == words_of_source(body)
    assert not fitting.unfitted
    assert len(fitting.paragraphs) == 6
    planned = sum(each.best.lines for each in fitting.paragraphs.values())
    assert sum(map(len, baselines(pdf))) == planned
    lasts = sum(x1 < 245 for x1 in ends(pdf))
    assert lasts <= 6
    assert all(250 - 1 < x1 < 250 + 4 for x1 in ends(pdf) if x1 > 245)


def words_of_source(body):
    return "".join(fromstring(f"<body>{body}</body>").itertext()).split()  # noqa: S314  our own


def ends(pdf):
    for page in pdf:
        rows = {}
        for word in page.get_text("words"):
            rows[round(word[3])] = max(rows.get(round(word[3]), 0), word[2])
        yield from rows.values()


def letters(words):
    """Count letters: what is set from the right is not extracted word for word."""
    return sorted("".join(words))


class Loose(dict):
    """The same looseness for every paragraph."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines

    def get(self, *_):
        return self.lines


def test_looseness_is_what_page_filling_asks_for():
    body = f"<p>{SENTENCE * 6}</p>"
    wide = "@page { size: 420pt 420pt }"
    _, fitting = set_by(body, wide)
    ((_, paragraph),) = fitting.paragraphs.items()
    lines = paragraph.best.lines
    assert len(paragraph.variants) > 1
    for count in paragraph.variants:
        pdf, _ = set_by(body, wide, Fitting(Loose(count - lines)))
        assert sum(map(len, baselines(pdf))) == count
        assert words_of(pdf) == words_of_source(body)


def test_a_paragraph_over_pages_goes_on_as_planned():
    body = f"<p>{SENTENCE * 60}</p><p>{SENTENCE * 3}</p>"
    pdf, fitting = set_by(body)
    assert len(pdf) > 2
    assert words_of(pdf) == words_of_source(body)
    planned = sum(each.best.lines for each in fitting.paragraphs.values())
    assert sum(map(len, baselines(pdf))) == planned


RICH = (
    f"<p><span class='caps'>The first words</span> of it: <em>{SENTENCE}</em>—and <a href='#x'>a "
    f"link</a>, <em>half </em>a <em>word</em>s; {SENTENCE}<span lang='fr'>déraisonnablement "
    f"embouteillée</span> {SENTENCE}<em>gone</em>—<em>gone</em>—again <a class='call' href='#n'>1"
    f"</a><span class='note' id='n'>A note with words of its own.</span> {SENTENCE * 3}</p>"
    "<p id='x'>End.</p>"
)


def test_runs_links_notes_and_languages_stand_in_a_fitted_paragraph():
    pdf, fitting = set_by(RICH)
    assert not fitting.unfitted
    assert sorted(words_of(pdf)) == sorted(words_of_source(RICH.replace("</a><span", "</a> <span")))
    lines = [row for page in pdf for row in page.get_text().splitlines()]
    assert not [line for line in lines if line.startswith("—")]
    assert "A note with words of its own." in pdf[0].get_text().replace("\n", " ")
    assert sum(len(page.get_links()) for page in pdf) == 3  # one goes over a line's end


def test_lines_beside_a_drop_cap_are_shorter():
    body = (
        "<p style='text-indent: 0'><span class='room'></span><span class='cap'>O</span>nce "
        f"{SENTENCE * 4}</p>"
    )
    pdf, fitting = set_by(body)
    assert not fitting.unfitted
    starts = {}
    for word in pdf[0].get_text("words"):
        if word[4] != "O":
            starts[round(word[3])] = min(starts.get(round(word[3]), 999), word[0])
    lefts = [round(x) for _, x in sorted(starts.items())]
    assert all(x >= 78 for x in lefts[:3])
    assert all(x < 52 for x in lefts[3:])
    assert sorted(words_of(pdf)) == sorted(["O", "nce", *(SENTENCE * 4).split()])


def test_glyphs_are_scaled_by_two_percent_at_most_and_letters_never_spaced():
    pdf, _ = set_by(f"<p>{SENTENCE * 20}</p>")
    content = b"".join(page.read_contents() for page in pdf)
    scales = [float(part.split()[-6]) for part in content.decode("latin1").split(" Tm")[:-1]]
    assert scales
    assert all(0.98 - 1e-6 <= scale <= 1.02 + 1e-6 for scale in scales)
    assert len(set(scales)) > 5
    assert b" Tc" not in content


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"<p dir='rtl' style='direction: rtl'>{SENTENCE}</p>", "text set from the right"),
        (f"<p>{SENTENCE}道{SENTENCE}</p>", "letters of several faces"),
        (f"<p>{SENTENCE}<br/>{SENTENCE}</p>", "white space that is kept"),
        (f"<p style='overflow-wrap: anywhere'>{'o' * 90}</p>", "words that may break anywhere"),
        (f"<p>{SENTENCE}<b style='padding: 2pt'>box</b></p>", "space around an inline box"),
    ],
)
def test_what_is_not_fitted_goes_the_stock_way_and_is_counted(body, reason):
    css = "html { font-family: 'EB Garamond', 'Noto Serif CJK' }"
    pdf, fitting = set_by(f"{body}<p>{SENTENCE}</p>", css)
    assert dict(fitting.unfitted) == {reason: 1}
    assert len(fitting.paragraphs) == 1
    assert letters(words_of(pdf)) == letters(words_of_source(body + SENTENCE))


def test_a_word_without_end_is_not_measured_over_and_over():
    _, fitting = set_by("<p>to no end " + "no\u00a0end\u00a0" * 50 + "</p>")
    assert dict(fitting.unfitted) == {"a word without end": 1}


def test_words_that_could_break_anywhere_are_fitted_where_none_must():
    body = f"<p style='overflow-wrap: anywhere'>{SENTENCE * 2}</p>"
    pdf, fitting = set_by(body)
    assert not fitting.unfitted
    assert words_of(pdf) == words_of_source(body)


def test_what_is_not_drawn_adds_nothing_to_the_text():
    body = f"<p>ab\u200bcd a\u2060b con\u00adsider \u00ad {SENTENCE}</p>"
    pdf, fitting = set_by(body)
    assert not fitting.unfitted
    assert words_of(pdf)[:3] == ["abcd", "ab", "consider"]


def test_text_that_is_not_justified_is_not_ours():
    pdf, fitting = set_by(f"<p style='text-align: left'>{SENTENCE}</p>")
    assert not fitting.paragraphs
    assert not fitting.unfitted
    assert words_of(pdf) == SENTENCE.split()


def test_the_same_bytes_each_time():
    assert pdf_of(RICH, fitting=Fitting()) == pdf_of(RICH, fitting=Fitting())
