"""What strangers type, in pieces: the words of every fuzzing target's little language.

Each function takes a `Draw` and gives an input. A `Draw` is a `random.Random` (long runs), or
Hypothesis's stand-in for one (which shrinks what it finds).
"""

# ruff: noqa: E501  the tables read better in lines as they come

from collections.abc import Sequence
from random import Random

Draw = Random

WORDS = (
    "word", "two words", "don't", "'Cause", "O'Brien's", "He said", "it was late", "Mrs. Dalloway",
    "café", "日本語", "שלום", "नमस्ते", "𝔘𝔫𝔦", "ﬁne", "İstanbul", "ß", "1984", "3.14", "’tis",
    "e\u0301", "a\u00adb", "x\u200dy", "\ufeff", "\u2028", "\u0085", "\x0c", "\x0b", "\u00a0", "👩‍👩‍👧",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "M", "I", "IV", "---a", "http://x.org/a_b",
)  # fmt: skip
MARKS = (
    '"', "'", "“", "”", "‘", "’", "«", "»", "„", "--", "---", "—", "–", "...", "…", ". . .", "!?",
    "(", ")", "[", "]", "{", "}", "<", ">", "&", "&amp;", "&#0;", "&#x41;", "&bogus;", "&nbsp", "*",
    "_", "**", "`", "``", "~", "~~", "^", "\\", "\\*", "|", "=", "+", "#", "/", "@", "%%", "$", "``''",
)  # fmt: skip
LINES = (
    "Chapter One", "CHAPTER 12", "Part Two", "BOOK ONE", "Prologue", "EPILOGUE", "The End", "THE END.",
    "Contents", "Dedication", "For my mother", "Acknowledgements", "by Jane Roe", "Title: A Tale",
    "Key: value", "Author: X", "I", "II.", "3", "* * *", "***", "#", "~", "---", "======", "Dear Sir,",
    "Yours truly,", "London, 3 May 1897", "Two months later", "   indented", "\tTabbed", "> quoted",
    "[Footnote 1: A note.]", "[1] A note", "Text.[1]", "[Illustration: a map]", "-- Byron", "—Name",
    "*** START OF THE PROJECT GUTENBERG EBOOK X ***", "*** END OF THE PROJECT GUTENBERG EBOOK X ***",
    "About 80,000 words", "[centred]", "    Roses are red,", "    Violets are blue,", "About the Author",
)  # fmt: skip
MARKDOWN = (
    "*em*", "**bold**", "_it_", "***both***", "`code x`", "[link](http://a.org)", "[ref][1]", "[^1]",
    "^[inline note]", "<b>bold</b>", "<br>", "<br/>", "<div>", "</div>", "<span lang=fr>mot</span>",
    "H~2~O", "x^2^", "~~s~~", "[sm]{.smallcaps}", "<!-- c -->", "<!--", "-->", "{#id}", "{.verse}",
    "<script>x()</script>", "<style>p{}</style>", "<svg><script>1</script></svg>", "<math>", "<p", "<a ",
    "[[wiki|w]]", "![", "](", "](<", "](#id)", "[a](javascript:x)", "<a href='j&#97;vascript:x'>t</a>",
    "<img src=x>", "<table><tr><td>a</td></tr></table>", "<![CDATA[x]]>", "<?php x ?>", "<!DOCTYPE x>",
    "<ruby>a<rt>b</rt></ruby>", "<o:p>", "<xmp>", "<plaintext>", "<textarea>", "<title>", "<noscript>",
    "<iframe>", "<template>", "<select>", "<details><summary>s</summary>d</details>", "![[p.png]]",
)  # fmt: skip
BLOCKS = (
    "# Head", "## Sub {#x}", "###### Deep", "Head\n===", "Head\n---", "> quoted", "> > deeper", "- item",
    "1. item", "  - nested", "* * *", "```\ncode\n```", "```python", "~~~", "    indented", "::: epigraph",
    ":::", "::: verse", "::: {.letter #l}", "| a | b |\n|---|---|\n| c | d |", "| line block", "[^1]: note",
    "[^1]: note\n\n    more", '[1]: http://y.org "T"', "[x]: <", "Term\n: definition", "***", "%% c %%",
    "---\ntitle: T\n---", "<div>\n\ntext\n\n</div>", "<pre>\n\n", "<!-- a\n\nb -->", "\\newpage", "+++",
)  # fmt: skip
GAPS = (
    " ",
    " ",
    " ",
    "",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n\n",
    "\n\n\n\n\n",
    "  \n",
    "\r\n",
    "\r",
    "\t",
)
YAML = (
    "title: T", "title: [a, b]", "title: {x: y}", "title: !!python/object:os.system x", "author: &a X",
    "author: *a", "date: 2024-01-01", "date: 99999-99-99", "language: en", "language: xx-yy-zz-0",
    "series: 1e999", "tags: [a, [b, [c, [d, [e, [f, [g]]]]]]]", "cover: ../x", "title: |\n  a\n  b",
    'title: "a\\u0000b"', 'title: "\\ud800"', "k: 0x" + "f" * 40, "? x\n: y", "- a", "<<: {a: b}",
    "print: {size: 900}", "book: {title: X}", "cover: {image: /etc/passwd}", "modified: now", "isbn: 1",
    "title: 1_000", "title: 012", "title: ~", "title: no", "title: .inf", "keywords: a, b", "%YAML 9.9",
    "author:\n  - name: A\n    role: aut", "author: ''", 'rights: "\\x07"', "typography: {quotes: auto}",
)  # fmt: skip
TOML = (
    "[book]", "[print]", "[epub]", "[cover]", "[structure]", "[typography]", "[[book]]", "[book.title]",
    'title = "T"', "title = 1", "title = 1e400", "title = true", "title = []", 'title = "\\u0000"',
    'authors = ["a", {name = "b", role = "trl"}]', "authors = [[[[]]]]", "author = {name = 1}",
    'language = "xx"', 'language = "en"', "date = 1979-05-27", "date = 07:32:00", 'date = "20"',
    "size = 11", "size = nan", "size = inf", "size = -1", "leading = 0x10", 'trim = "6x9"', "margins = {}",
    'margins = {top="1in", outer="1e9in", bottom="-1in", gutter="1in"}', 'theme = "../x"', 'face = "/x"',
    'image = "/etc/passwd"', 'image = "http://x/y"', "full = true", 'design = "plain"', 'design = ""',
    'pins = ["1: chapter"]', 'pins = ["99999999: x"]', "pins = 1", 'manuscripts = ["a.md"]', "a.b.c = 1",
    'isbn = "978-3-16-148410-0"', 'ornament = "*"', 'ornament = "\\u202e"', 'modified = "2024-01-01"',
    'series_position = "1"', "x = '''", '"', "= 1", "[", "]", "#", "\\", 'title = """', "0=0", "[book",
)  # fmt: skip
SVG_PARTS = (
    "<rect width='9' height='9'/>", "<g>", "</g>", "<script>alert(1)</script>", "<use href='#a'/>",
    "<use xlink:href='http://x/y'/>", "<image href='/etc/passwd'/>", "<foreignObject><p>x</p></foreignObject>",
    "<a href='javascript:x'><text>t</text></a>", "<style>@import 'x';</style>", "<text>words</text>",
    "<style>.a{fill:url(#b)}</style>", "<style>.a{fill:red}</style>", "<rect onload='x()'/>",
    "<linearGradient id='b'><stop offset='0'/></linearGradient>", "<g id='a'><use href='#a'/></g>",
    "<filter id='f'><feImage href='x'/></filter>", "<set attributeName='onload' to='x'/>", "<!-- c -->",
    "<animate attributeName='href' to='javascript:x'/>", "<?pi x?>", "<![CDATA[x]]>", "&amp;", "&x;", "<",
    "<path d='M0 0L1e99 1'/>", "<rect style='fill:url(http://x)'/>", "<rect fill=\"url('#b')\"/>", "]]>",
    "<rect style='fill:u\\72l(x)'/>", "<svg:rect/>", "<x:y xmlns:x='http://z'/>", "<metadata/>", "<title>t",
    "<rect id='a'/>", "<mask id='m'><use href='#m'/></mask>", "<pattern id='p'><g fill='url(#p)'/></pattern>",
)  # fmt: skip
SVG_HEADS = (
    "<svg xmlns='http://www.w3.org/2000/svg'>",
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>",
    "<svg width='1e99' height='0'>", "<svg viewBox='a b c d' width='100%'>", "<svg width='-1' height='nan'>",
    "<?xml version='1.0' encoding='utf-16'?><svg>", "<!DOCTYPE svg [<!ENTITY x SYSTEM '/etc/passwd'>]><svg>",
    "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg>", "<html>", "",
)  # fmt: skip


def prose(draw: Draw) -> str:
    """A paragraph's worth of words and marks, in no order that anybody planned."""
    pieces = draw.choice((WORDS, MARKS, (*WORDS, *MARKS)))
    return join(draw, pieces, 20, ("", " ", " ", "\n"))


def plain_text(draw: Draw) -> str:
    """A plain-text manuscript."""
    return join(draw, (*WORDS, *MARKS, *LINES, *LINES, *LINES), 40, GAPS)


def markdown(draw: Draw) -> str:
    """A Markdown manuscript, with a head now and then."""
    body = join(draw, (*WORDS, *MARKS, *MARKDOWN, *BLOCKS, *LINES), 40, GAPS)
    return head(draw) + body if draw.randint(0, 5) == 0 else body


def head(draw: Draw) -> str:
    """A head in YAML that a stranger wrote."""
    return "---\n" + join(draw, YAML, 6, ("\n", "\n", "\n  ")) + "\n---\n"


def settings(draw: Draw) -> str:
    """A `bookmaker.toml` that a stranger wrote."""
    return join(draw, TOML, 10, ("\n", "\n", "\n", " "))


def svg(draw: Draw) -> bytes:
    """A drawing, more or less."""
    inside = join(draw, SVG_PARTS, 12, ("", "\n"))
    closed = draw.choice(("</svg>", "</svg>", "</svg>", ""))
    return (draw.choice(SVG_HEADS) + inside + closed).encode()


def damaged(draw: Draw, content: bytes) -> bytes:
    """`content` with a few bytes changed, cut out, doubled or cut off."""
    found = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at = draw.randint(0, max(len(found) - 1, 0))
        kind = draw.randint(0, 4)
        if kind == 0 and found:
            found[at] = draw.randint(0, 255)
        elif kind == 1:
            del found[at : at + draw.randint(1, 40)]
        elif kind == 2:
            found[at:at] = found[at : at + draw.randint(1, 400)]
        elif kind == 3:
            found[at:at] = bytes(draw.randint(0, 255) for _ in range(draw.randint(1, 8)))
        elif draw.randint(0, 3) == 0:
            del found[at:]
    return bytes(found)


def join(draw: Draw, pieces: Sequence[str], most: int, gaps: Sequence[str]) -> str:
    """Some pieces with gaps between; one of them, now and then, many times over."""
    found = []
    for _ in range(draw.randint(1, most)):
        piece = draw.choice(pieces)
        times = draw.randint(2, 30) if draw.randint(0, 40) == 0 else 1
        found.append((piece + draw.choice(gaps)) * times)
    return "".join(found)
