"""A claim of conformance against what was found: a book with a known fault must not make one.

That no fault was found is no conformance, either: a person answers for that, by name.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from bookmaker.diagnostics import Diagnostic, Severity, report
from bookmaker.stores import Store

if TYPE_CHECKING:  # who checks a finished file needs no settings
    from bookmaker.project import AccessibilitySettings

# Findings of markup that are failures of WCAG 2.2: 1.1.1 (text alternatives), 3.1.2 (language).
_OF_MARKUP: Final = frozenset({"BM-MARK-002", "BM-MARK-007", "BM-MARK-008"})
_OF_THE_FILE: Final = "BM-EPUB-"
_EXEMPTION: Final = "a11y:exemption"


def check_claims(
    claims: "AccessibilitySettings", found: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Return a BM-EPUB-098 for each finding that contradicts what is claimed, at its place.

    Args:
        claims: the settings; without `conforms` there is nothing to contradict.
        found: what was noticed about the manuscript and about the finished EPUB.
    """
    if not claims.conforms:
        return ()
    against = (one for one in found if _contradicts(one))
    return tuple(report("BM-EPUB-098", one.span, reason=one.message) for one in against)


def _contradicts(finding: Diagnostic) -> bool:
    of_file = finding.code.startswith(_OF_THE_FILE) and finding.severity is not Severity.NOTE
    return of_file or finding.code in _OF_MARKUP


def unknown_claims(store: Store) -> tuple[Diagnostic, ...]:
    """Say so where a store's edition leaves a declared exemption out, as its data want it."""
    return tuple(
        report("BM-STORE-036", store=store.title, source=str(made.source))
        for made in store.made
        if made.name == "unknown_properties" and _EXEMPTION in store.shape.unknown_properties
    )
