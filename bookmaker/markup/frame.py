"""The frame of every XHTML document: declaration, head, body and its one section.

https://www.w3.org/TR/epub-33/#sec-xhtml
"""

from dataclasses import dataclass
from typing import Final

from bookmaker.markup.xml import escape, language_attributes

_DOCUMENT: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{language}>
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{style}"/>
</head>
<body epub:type="{matter}matter">
{body}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a document's text; `section` is the attributes of its section."""

    title: str
    language: str
    matter: str
    section: str


def document(frame: Frame, blocks: str) -> str:
    """Return a document of the folder `text/` with `blocks` in its section."""
    return page(frame, f"<section {frame.section}>\n{blocks}\n</section>", "../css/book.css")


def page(frame: Frame, body: str, style: str) -> str:
    """Return a document with `body`, which links the style sheet at `style`."""
    return _DOCUMENT.format(
        language=language_attributes(frame.language),
        title=escape(frame.title),
        style=style,
        matter=frame.matter,
        body=body,
    )
