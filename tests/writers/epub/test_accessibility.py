"""What a book says of itself to readers who do not see it."""

from dataclasses import replace

import pytest
from ebooklib import epub

from bookmaker.project import AccessibilitySettings
from bookmaker.publication import Publication, Resource
from bookmaker.writers.epub.accessibility import Findings, add_properties, examine, summary


def with_words(publication: Publication, words: str) -> Publication:
    page = publication.documents[0]
    return replace(
        publication,
        documents=(replace(page, xhtml=page.xhtml.replace(b"A word.", words.encode())),),
    )


def told(publication: Publication) -> dict[str, list[str]]:
    book = epub.EpubBook()
    book.metadata.clear()
    add_properties(book, publication)
    found: dict[str, list[str]] = {}
    for value, attributes in book.get_metadata(None, "meta"):
        found.setdefault(attributes["property"].removeprefix("schema:"), []).append(value)
    return found


def test_a_book_of_words_is_textual(bare: Publication) -> None:
    properties = told(bare)
    summaries = properties.pop("accessibilitySummary")
    assert properties == {
        "accessMode": ["textual"],
        "accessModeSufficient": ["textual"],
        "accessibilityFeature": [
            "ARIA", "displayTransformability", "readingOrder", "structuralNavigation",
            "tableOfContents", "unlocked",
        ],
        "accessibilityHazard": ["none"],
    }  # fmt: skip
    assert len(summaries) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('<img src="a.png" alt="A mill"/>', Findings(pictures=1)),
        ('<img src="a.png" alt=""/>', Findings(pictures=1, wordless=1)),
        ('<img src="a.png" alt=" "/>', Findings(pictures=1, wordless=1)),
        ('<img src="a.png"/>', Findings(pictures=1, wordless=1)),
        ('<img src="a.png" alt="" role="presentation"/>', Findings()),
        ("<table></table>", Findings(tables=True)),
        ('<math xmlns="http://www.w3.org/1998/Math/MathML"/>', Findings(math=True)),
        ('<a role="doc-noteref" href="#n">1</a>', Findings(notes=True)),
        ('<span lang="fr" xml:lang="fr">oui</span>', Findings(languages=True)),
    ],
)
def test_what_the_documents_hold_is_found(bare: Publication, words: str, found: Findings) -> None:
    assert examine(with_words(bare, words)) == found


def test_pictures_without_words_are_owned_up_to(bare: Publication) -> None:
    pictures = '<img src="a.png" alt="A mill"/><img src="b.png" alt=""/>'
    properties = told(with_words(bare, pictures))
    assert properties["accessMode"] == ["textual", "visual"]
    assert properties["accessModeSufficient"] == ["textual,visual"]
    assert "alternativeText" not in properties["accessibilityFeature"]
    assert "1 of 2 pictures" in properties["accessibilitySummary"][0]


def test_pictures_with_words_suffice_without_sight(bare: Publication) -> None:
    properties = told(with_words(bare, '<img src="a.png" alt="A mill"/>'))
    assert properties["accessModeSufficient"] == ["textual", "textual,visual"]
    assert "alternativeText" in properties["accessibilityFeature"]


def test_a_picture_that_moves_is_a_hazard_nobody_has_judged(bare: Publication) -> None:
    gif = Resource("images/a.gif", "image/gif", b"GIF89a..NETSCAPE2.0..")
    properties = told(replace(bare, resources=(gif,)))
    assert properties["accessibilityHazard"] == ["unknown"]
    assert "flash" in properties["accessibilitySummary"][0]


def test_the_cover_is_not_counted(publication: Publication) -> None:
    assert examine(publication).pictures == 1


def test_what_a_person_answers_for_is_claimed_and_nothing_else(bare: Publication) -> None:
    claims = AccessibilitySettings(
        conforms=True, certified_by="Hedge Press", credential="C", date="2024-05-17",
        report="https://example.org/r", exemption="eaa-microenterprise", summary="Read by Bo.",
    )  # fmt: skip
    book = epub.EpubBook()
    book.metadata.clear()
    add_properties(book, bare, claims)
    metas = {a["property"]: (v, a.get("refines")) for v, a in book.get_metadata(None, "meta")}
    assert metas["dcterms:conformsTo"] == ("EPUB Accessibility 1.1 - WCAG 2.2 Level AA", None)
    assert metas["a11y:certifiedBy"] == ("Hedge Press", "#conformance")
    assert metas["a11y:certifierCredential"] == ("C", "#certifier")
    assert metas["dcterms:date"] == ("2024-05-17", "#certifier")
    assert metas["a11y:exemption"] == ("eaa-microenterprise", None)
    assert [a["href"] for _, a in book.get_metadata(None, "link")] == ["https://example.org/r"]
    said = metas["schema:accessibilitySummary"][0]
    assert said.startswith("Read by Bo. ")
    assert "as Hedge Press certifies" in said
    assert not {"conformsTo", "exemption"} & {name.split(":")[-1] for name in told_all(bare)}


def told_all(publication: Publication) -> list[str]:
    book = epub.EpubBook()
    book.metadata.clear()
    add_properties(book, publication)
    return [attributes["property"] for _, attributes in book.get_metadata(None, "meta")]


def test_a_summary_claims_no_conformance() -> None:
    assert "No machine has checked" in summary(Findings())
    assert "No claim of conformance" in summary(Findings())
    assert "MathML" in summary(Findings(math=True))
