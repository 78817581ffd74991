"""What a package document says of the book, beyond what EPUB demands of every one."""

import re
import uuid
from collections.abc import Iterator
from typing import Final

from bookmaker.checks.epub_package import Package
from bookmaker.checks.xml import DC, OPF
from bookmaker.diagnostics import Diagnostic, report

# W3C's profile of ISO 8601, https://www.w3.org/TR/NOTE-datetime
_DATE: Final = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])"
    r"(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?"
)
# EPUB Accessibility 1.1, section 2.1: recommended.
_RECOMMENDED: Final = ("schema:accessModeSufficient", "schema:accessibilitySummary")


def check_more_metadata(package: Package) -> Iterator[Diagnostic]:
    """Check dates, UUIDs and the recommended accessibility metadata."""
    place = package.place(package.path)
    for date in package.root.iter(f"{DC}date"):
        value = (date.text or "").strip()
        if not _DATE.fullmatch(value):
            yield report("BM-EPUB-037", place, value=value)
    for identifier in package.root.iter(f"{DC}identifier"):
        value = (identifier.text or "").strip()
        if value.lower().startswith("urn:uuid:") and not _is_uuid(value[9:]):
            yield report("BM-EPUB-038", place, value=value)
    if package.old:
        return
    said = {
        meta.get("property", "")
        for meta in package.root.iter(f"{OPF}meta")
        if (meta.text or "").strip()
    }
    missing = [name for name in _RECOMMENDED if name not in said]
    if missing:
        yield report("BM-EPUB-039", place, names=", ".join(missing))


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
