"""What the book offers readers who do not see it, computed from what it holds.

Vocabulary: https://www.w3.org/community/reports/publishingcg/CG-FINAL-a11y-metadata/ and
EPUB Accessibility 1.1, section 2. Nothing is claimed that was not looked for.
"""

import re
from dataclasses import dataclass
from typing import Final

from ebooklib import epub

from bookmaker.project import AccessibilitySettings
from bookmaker.publication import Publication
from bookmaker.writers.epub.metadata import XML_LANG, plain, refine

_PICTURE: Final = re.compile(rb"<img\b[^>]*>")
_WORDED: Final = re.compile(rb"""\balt=(?:"[^"]*[^"\s][^"]*"|'[^']*[^'\s][^']*')""")
_DECORATIVE: Final = re.compile(rb'\brole="(?:presentation|none)"')
CONFORMS: Final = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
NO_CLAIMS: Final = AccessibilitySettings()
UNCHECKED: Final = (
    "This summary was computed from the book's files. No machine has checked whether the reading"
    " order makes sense, whether every change of language is marked, and how the book works in a"
    " given reading system."
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was counted in the documents; the cover's own picture is not among `pictures`."""

    pictures: int = 0
    wordless: int = 0
    moving: bool = False
    tables: bool = False
    math: bool = False
    notes: bool = False
    languages: bool = False
    pages: bool = False


def examine(publication: Publication) -> Findings:
    """Count what bears on accessibility in all documents of the publication."""
    documents = [d.xhtml for d in publication.documents if d.role != "cover"]
    pictures = [p for data in documents if b"<img" in data for p in _PICTURE.findall(data)]
    told = [p for p in pictures if not _DECORATIVE.search(p)]
    return Findings(
        pictures=len(told),
        wordless=sum(1 for picture in told if not _WORDED.search(picture)),
        moving=any(
            r.media_type == "image/gif" and b"NETSCAPE2.0" in r.data for r in publication.resources
        ),
        tables=any(b"<table" in data for data in documents),
        math=any(b"<math" in data for data in documents),
        notes=any(b"doc-noteref" in data for data in documents),
        languages=any(b" xml:lang=" in data.partition(b"<body")[2] for data in documents),
        pages=any(b'role="doc-pagebreak"' in data for data in documents),
    )


def add_properties(
    book: epub.EpubBook, publication: Publication, claims: AccessibilitySettings = NO_CLAIMS
) -> None:
    """Write the five schema.org properties into the package document, and what is claimed."""
    found = examine(publication)
    for name, values in (
        ("accessMode", _modes(found)),
        ("accessModeSufficient", _sufficient(found)),
        ("accessibilityFeature", _features(found)),
        ("accessibilityHazard", ["unknown"] if found.moving else ["none"]),
    ):
        for value in values:
            book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    attributes = {"property": "schema:accessibilitySummary"}
    if not claims.summary and not book.language.lower().startswith("en"):
        attributes[XML_LANG] = "en"
    said = plain(f"{claims.summary} {summary(found, claims)}")
    book.add_metadata(None, "meta", said, attributes)
    _add_claims(book, claims)


def _add_claims(book: epub.EpubBook, claims: AccessibilitySettings) -> None:
    """Write what the publisher answers for: conformance with its certifier, an exemption.

    EPUB Accessibility 1.1, sections 3.4 and 4.2; https://www.w3.org/TR/epub-a11y-exemption/.
    """
    if claims.conforms:
        attributes = {"property": "dcterms:conformsTo", "id": "conformance"}
        book.add_metadata(None, "meta", CONFORMS, attributes)
        _add_certifier(book, claims)
    if claims.exemption:
        book.add_metadata(None, "meta", claims.exemption, {"property": "a11y:exemption"})


def _add_certifier(book: epub.EpubBook, claims: AccessibilitySettings) -> None:
    name = plain(claims.certified_by)
    attributes = {"refines": "#conformance", "property": "a11y:certifiedBy", "id": "certifier"}
    book.add_metadata(None, "meta", name, attributes)
    if claims.credential:
        refine(book, "certifier", "a11y:certifierCredential", plain(claims.credential))
    if claims.date:
        refine(book, "certifier", "dcterms:date", claims.date)
    if claims.report:
        link = {"rel": "a11y:certifierReport", "refines": "#certifier", "href": claims.report}
        book.add_metadata(None, "link", None, link)


def _modes(found: Findings) -> list[str]:
    return ["textual", "visual"] if found.pictures else ["textual"]


def _sufficient(found: Findings) -> list[str]:
    if found.wordless:
        return ["textual,visual"]
    return ["textual", "textual,visual"] if found.pictures else ["textual"]


def _features(found: Findings) -> list[str]:
    features = [
        "ARIA",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
        "unlocked",
    ]
    if found.pictures and not found.wordless:
        features.append("alternativeText")
    if found.math:
        features.append("MathML")
    if found.pages:
        features += ["pageBreakMarkers", "pageNavigation"]
    return sorted(features)


def summary(found: Findings, claims: AccessibilitySettings = NO_CLAIMS) -> str:
    """Return the findings in plain words, and what no machine has looked at."""
    said = [
        "The text can be enlarged, recoloured, set in another face and read aloud.",
        "Contents, landmarks and headings lead to every part, in reading order.",
    ]
    if found.notes:
        said.append("Notes are linked to their place in the text and back.")
    if found.pages:
        said.append("A list of pages leads to where each page of the printed book begins.")
    if found.tables:
        said.append("Tables have header cells.")
    if found.languages:
        said.append("Words in another language are marked as such.")
    if found.math:
        said.append("Formulas are given as MathML.")
    said.append(_about_pictures(found))
    if found.moving:
        said.append("Some pictures move; whether they flash has not been examined.")
    said += [_about_conformance(claims), UNCHECKED]
    return " ".join(said)


def _about_conformance(claims: AccessibilitySettings) -> str:
    if claims.conforms:
        name = plain(claims.certified_by)
        return f"The publication meets WCAG 2.2 at level AA, as {name} certifies."
    return "No claim of conformance is made."


def _about_pictures(found: Findings) -> str:
    if not found.pictures:
        return "Apart from the cover the book has no pictures."
    if not found.wordless:
        return (
            "Every picture has a text alternative;"
            " how well it serves has been judged by no machine."
        )
    return f"{found.wordless} of {found.pictures} pictures have no text alternative."
