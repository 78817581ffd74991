"""The findings on a print PDF's pages: what `page_quality` measured, told with its places.

Where the PDF stands beside the `build.json` of the build that made it, a finding names the line of
the manuscript, too: each page's first block is on record, and paragraphs are counted from there.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bookmaker.checks.page_quality import Flaw, PageQuality, measure_pages
from bookmaker.diagnostics import Diagnostic, Span, report

_SHOWN: Final = 48
_TOLD: Final = (
    (("overfull",), "BM-PDF-031"),
    (("widow", "orphan"), "BM-PDF-032"),
    (("ladder",), "BM-PDF-033"),
    (("loose",), "BM-PDF-034"),
    (("uneven-spread",), "BM-PDF-035"),
    (("hyphen-over-page",), "BM-PDF-036"),
    (("brief-end",), "BM-PDF-037"),
)


def report_pages(path: Path) -> tuple[Diagnostic, ...]:
    """Say how well the pages of the PDF at `path` are set; nothing where it has no running text.

    Raises:
        pypdfium2.PdfiumError: it cannot be read.
    """
    quality = measure_pages(path)
    if quality is None:
        return ()
    return (_summary(quality), *_findings(quality, _Places(path)))


def _summary(quality: PageQuality) -> Diagnostic:
    return report(
        "BM-PDF-030",
        pages=quality.pages,
        lines=quality.justified,
        mean=f"{quality.mean_space:.2f}",
        loose=f"{quality.share(quality.loose):.1f}",
        very_loose=f"{quality.share(quality.very_loose):.2f}",
        tight=f"{quality.share(quality.tight):.1f}",
        hyphenated=f"{quality.share(quality.hyphenated):.1f}",
        runts=len(quality.of("runt")),
        short=len(quality.of("short-page")),
        uneven=len(quality.of("uneven-spread")),
        spreads=quality.spreads,
    )


def _findings(quality: PageQuality, places: "_Places") -> Iterator[Diagnostic]:
    for kinds, code in _TOLD:
        flaws = quality.of(*kinds)
        if not flaws:
            continue
        worst = max(flaws, key=lambda flaw: flaw.figure)
        words = worst.words if len(worst.words) <= _SHOWN else f"{worst.words[:_SHOWN].rstrip()}…"
        yield report(
            code,
            places.span(worst),
            count=len(flaws),
            page=worst.page + 1,
            words=words,
            times=f"{worst.figure:.1f}",
        )


class _Places:
    """Where the words of a page stand in the manuscript, by the record beside the PDF."""

    def __init__(self, path: Path) -> None:
        record = _record_of(path)
        self._starts: list[list[Any]] = record.get("page_starts") or []
        self._sources: dict[str, dict[str, list[list[int]]]] = record.get("sources") or {}

    def span(self, flaw: Flaw) -> Span | None:
        """Return the line of the paragraph that `flaw` stands in; None where nobody knows."""
        if flaw.page >= len(self._starts) or not self._starts[flaw.page]:
            return None
        document, ordinal, offset = self._starts[flaw.page]
        wanted = ordinal + flaw.paragraph - (0 if offset else 1)
        wanted = max(ordinal, min(wanted, self._last(flaw.page, document, wanted)))
        for path, blocks in self._sources.get(document, {}).items():
            for block, line in blocks:
                if block == wanted:
                    return Span(path, line)
        return None

    def _last(self, page: int, document: str, wanted: int) -> int:
        """Return the block that the next page begins in: the last one that may be on this one."""
        following = self._starts[page + 1] if page + 1 < len(self._starts) else None
        return int(following[1]) if following and following[0] == document else wanted


def _record_of(path: Path) -> dict[str, Any]:
    """Return the record of the build that made the PDF, if it stands beside it and is of it."""
    try:
        record = json.loads((path.parent / "build.json").read_bytes())
        listed = {one["path"]: one["sha256"] for one in record["artifacts"]}
        made = listed[path.name] == hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return record if made and isinstance(record, dict) else {}
