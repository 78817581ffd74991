"""Kobo's form: the words stay, every sentence has its span, and the rest is as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bookmaker.writers.epub.kobo import with_spans
from bookmaker.writers.epub.sentences import segments

XHTML = "{http://www.w3.org/1999/xhtml}"
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}">
<head><title>One. Two.</title></head>
<body epub:type="bodymatter">
<section id="start">
{body}
</section>
</body>
</html>
"""

# A bar stands where a sentence ends.
SENTENCES = [
    ("en", "She came. |He went."),
    ("en", "Mr. Hale and Mrs. Low met Dr. Poe. |Then?"),
    ("en", "J. R. R. Marlowe wrote. |We read."),
    ("en", "It was I. |Then it was not."),
    ("en", "“Who?” he asked. |“Me!” |She knew."),
    ("en", "See p. 12 and vol. 3. |Go."),
    ("en", "No. |He would not. |See No. 5."),
    ("en", "It cost 3.50 at 4.15 p.m. in www.example.org."),
    ("en", "Well ... perhaps. |And so on... |Yes."),
    ("en", "&quot;Go.&quot; |&amp; she went! |(Late.) |Done."),
    ("de", "Am 3. März kam Hr. Vogt. |Er blieb."),
    ("en", "There were 3. |March came."),
    ("fr", "« Oui.\u00a0» |Elle partit\u202f! |M. Hugo rit."),
    ("es", "¿Vienes? |¡Sí! |La Sra. Díaz llegó."),
    ("ja", "彼は来た。|「そう。」|彼女は笑った！"),
    ("hi", "राम आया। |वह गया।"),
    ("ar", "من جاء؟ |لا أحد."),
    ("ru", "Пришёл г-н Иванов. |Он сел."),
]


@pytest.mark.parametrize(("language", "marked"), SENTENCES, ids=[s[1] for s in SENTENCES])
def test_where_sentences_end(language: str, marked: str) -> None:
    assert "|".join(segments(marked.replace("|", ""), language)) == marked


@given(st.text(alphabet="aB1. !?…\u00a0\u202f»“”'&;quot()。।\n", max_size=80))
def test_sentences_joined_are_the_text(text: str) -> None:
    found = list(segments(text))
    assert "".join(found) == text
    assert all(found)


def spans(html: str) -> list[tuple[str, str]]:
    root = etree.fromstring(html.encode())
    return [
        (one.get("id"), "".join(one.itertext()))
        for one in root.iter(f"{XHTML}span")
        if one.get("class") == "koboSpan"
    ]


def undone(html: str) -> str:
    """Take Kobo's markup out again."""
    html = re.sub(r'(?s)<span class="koboSpan" id="kobo\.\d+\.\d+">(.*?)</span>', r"\1", html)
    html = html.replace('<div id="book-columns">\n<div id="book-inner">\n', "")
    return html.replace("</div>\n</div>\n</body>", "</body>")


def test_paragraphs_and_sentences_are_counted() -> None:
    body = (
        '<h1 id="heading">One</h1>\n<p>A b. C d <em>e. F</em> g.<a href="#n">1</a></p>\n'
        '<figure><img src="a.png" alt="A."/><figcaption>Seen.</figcaption></figure>\n'
        '<ul>\n<li><p>Flour. Salt.</p></li>\n</ul>\n<hr class="scene-break"/>\n'
        "<pre><code>a. B.</code></pre>\n<p>  </p>\n<p>End.</p>"
    )
    page = PAGE.format(lang="en", body=body)
    made = with_spans(page.encode()).decode()
    assert spans(made) == [
        ("kobo.1.1", "One"),
        ("kobo.2.1", "A b. "), ("kobo.2.2", "C d "), ("kobo.2.3", "e. "), ("kobo.2.4", "F"),
        ("kobo.2.5", " g."), ("kobo.2.6", "1"),
        ("kobo.3.1", ""), ("kobo.4.1", "Seen."),
        ("kobo.5.1", "Flour. "), ("kobo.5.2", "Salt."),
        ("kobo.6.1", "End."),
    ]  # fmt: skip
    assert undone(made) == page
    assert '<span class="koboSpan" id="kobo.3.1"><img src="a.png" alt="A."/></span>' in made
    inner = etree.fromstring(made.encode()).find(f"{XHTML}body/{XHTML}div/{XHTML}div")
    assert inner is not None
    assert inner.get("id") == "book-inner"
    assert inner[0].get("id") == "start"


def test_an_id_of_the_authors_is_not_used_again() -> None:
    page = PAGE.format(lang="en", body='<h2 id="kobo.1.1">A</h2><p>B.</p>')
    assert [name for name, _ in spans(with_spans(page.encode()).decode())] == [
        "kobo.2.1",
        "kobo.3.1",
    ]


def test_what_is_no_document_stays() -> None:
    assert with_spans(b"<svg/>") == b"<svg/>"


INLINE = st.sampled_from(["em", "strong", "i", "span", "sup"])
WORDS = st.text(alphabet="abC .!?“”&<>", max_size=12).map(
    lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
RUNS = st.recursive(
    WORDS, lambda inner: st.tuples(INLINE, inner).map(lambda e: f"<{e[0]}>{e[1]}</{e[0]}>")
)


@given(st.lists(st.lists(RUNS, max_size=5).map("".join), max_size=5))
def test_words_and_markup_stay_and_ids_are_unique(paragraphs: list[str]) -> None:
    page = PAGE.format(lang="en", body="\n".join(f"<p>{one}</p>" for one in paragraphs))
    made = with_spans(page.encode()).decode()
    assert undone(made) == page
    before, after = (etree.fromstring(one.encode()).find(f"{XHTML}body") for one in (page, made))
    assert before is not None
    assert after is not None
    said = ["".join("".join(one.itertext()).split()) for one in (before, after)]
    assert said[0] == said[1]
    names = [name for name, _ in spans(made)]
    assert len(set(names)) == len(names)
    assert with_spans(page.encode()) == made.encode()
