"""Words within a line: emphasis, links, pictures, note calls."""

import re
from typing import Final

from bookmaker.book import (
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Link,
    NoteReference,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from bookmaker.markup.galley import Galley
from bookmaker.markup.links import address
from bookmaker.markup.xml import attribute, escape, language_attributes

_TAGS = {Emphasis: "em", Strong: "strong", Superscript: "sup", Subscript: "sub", Strike: "s"}
_LANGUAGE_TAG: Final = re.compile(r"(?:[A-Za-z]{2,3}|[ix])(?:-[A-Za-z0-9]{1,8})*")
_FILE_NAME: Final = re.compile(r"\S+\.(?:jpe?g|png|gif|svg|webp|tiff?|bmp|heic)", re.IGNORECASE)
LINE_END: Final = "<br/>\n"
"""A line end that is kept: also white space, so that no two words run together in plain text."""


def set_words(galley: Galley, inlines: Inlines) -> str:
    """Return the markup of the author's words, and count them."""
    galley.count_words(inlines)
    return set_inlines(galley, inlines)


def set_inlines(galley: Galley, inlines: Inlines) -> str:
    """Return the markup of `inlines`."""
    return "".join([_inline(galley, inline) for inline in inlines])


def _inline(galley: Galley, inline: Inline) -> str:
    match inline:
        case Text():
            return escape(inline.text)
        case Emphasis() | Strong() | Superscript() | Subscript() | Strike():
            return _wrapped(galley, inline)
        case SmallCaps():
            inner = set_inlines(galley, inline.children)
            return f'<span class="small-caps">{inner}</span>' if inner else ""
        case Language():
            return _foreign(galley, inline, "span")
        case LineBreak():
            return LINE_END
        case _:
            return _special(galley, inline)


def _special(galley: Galley, inline: Code | Link | Image | NoteReference) -> str:
    match inline:
        case Code():
            return f"<code>{escape(inline.text)}</code>" if inline.text else ""
        case Link():
            return _link(galley, inline)
        case Image():
            return picture(galley, inline.src, inline.alt, inline.title)
        case NoteReference():
            return _call(galley, inline.note_id)


def _wrapped(galley: Galley, inline: Emphasis | Strong | Superscript | Subscript | Strike) -> str:
    """Set what is one element around its children; foreign words in italic are one element, too."""
    match inline:
        case Emphasis(children=(Language() as foreign,)):
            return _foreign(galley, foreign, "i")
        case _:
            tag = _TAGS[type(inline)]
            inner = set_inlines(galley, inline.children)
            return f"<{tag}>{inner}</{tag}>" if inner else ""


def _foreign(galley: Galley, inline: Language, tag: str) -> str:
    """Set words in another language, so that a voice and a hyphenator know it."""
    match inline:
        case Language(children=(Emphasis(children=children),)):
            inner, tag = set_inlines(galley, children), "i"
        case _:
            inner = set_inlines(galley, inline.children)
    if not _LANGUAGE_TAG.fullmatch(inline.tag):
        galley.report("BM-MARK-007", tag=inline.tag)
        return f"<i>{inner}</i>" if inner and tag == "i" else inner
    attributes = language_attributes(inline.tag, galley.composition.language)
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else ""


def _link(galley: Galley, link: Link) -> str:
    """Set a link; within another link, or leading nowhere, only its words: none, if it has none.

    Links do not nest: a note called inside one has its call after it.
    """
    if galley.in_link:
        return set_inlines(galley, link.children)
    galley.in_link = True
    inner = set_inlines(galley, link.children)
    galley.in_link = False
    calls = "".join(galley.after_link)
    galley.after_link.clear()
    if not inner.strip():
        return inner + calls
    href = _destination(galley, link.href)
    if href is None:
        galley.report("BM-MARK-003", href=link.href)
        return inner + calls
    title = f' title="{attribute(link.title)}"' if link.title else ""
    return f'<a href="{href}"{title}>{inner}</a>{calls}'


def _destination(galley: Galley, href: str) -> str | None:
    """Return where `href` leads, as an attribute's value, or `None` if that is nowhere."""
    if href.startswith("#"):
        known = href[1:] in galley.composition.anchors
        return galley.composition.target(f"id:{href[1:]}") if known else None
    url = address(href)
    return None if url is None else attribute(url)


def picture(galley: Galley, src: str, alt: str, title: str = "") -> str:
    """Return the `img` of a picture, or the words that describe it where it is not at hand."""
    found = galley.composition.pictures.get(src)
    if found is None:
        galley.report("BM-MARK-001", src=src)
        return escape(alt)
    if not alt.strip():
        galley.report("BM-MARK-002", src=src)
    elif _FILE_NAME.fullmatch(alt.strip()):
        galley.report("BM-MARK-008", src=src, alt=alt)
    galley.composition.used[found.name] = found
    title = f' title="{attribute(title)}"' if title else ""
    size = f' width="{found.width}" height="{found.height}"'
    return f'<img src="../{attribute(found.name)}"{size} alt="{attribute(alt)}"{title}/>'


def _call(galley: Galley, note_id: str) -> str:
    """Set the call of a note: a link without a child element, as Apple Books wants it."""
    shared = galley.composition
    if note_id not in shared.notes:
        galley.report("BM-MARK-004", note=note_id)
        return escape(f"[^{note_id}]")
    attributes = 'class="noteref" epub:type="noteref" role="doc-noteref"'
    if note_id in shared.note_numbers:
        if note_id not in galley.called:
            galley.report("BM-MARK-006", note=note_id)
        href, number, own = shared.target(f"note:{note_id}"), shared.note_numbers[note_id], ""
    else:
        number = galley.number(note_id)
        href, own = f"#note-{number}", f'id="ref-{number}" '
    call = f'<a {own}{attributes} href="{href}">{number}</a>'
    if galley.in_link:
        galley.after_link.append(call)
        return ""
    return call
