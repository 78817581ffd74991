"""The words by which people announce what stands before a story.

Disclaimers, notes, ratings and series lines are written in set phrases, by authors of fan fiction
as by small presses; a phrase at the beginning of a short paragraph before the story tells its kind.
"""

import re
from typing import Final

from bookmaker.book import Role

_OPENS_NOTE: Final = re.compile(
    r"[*_(\[]{0,3}(?:(?:the )?author[’']?s?[’']? notes?|notes?|a/n|n\.?b\.?|foreword|feedback|"
    r"thanks|acknowledg\w+|beta\w*|archiv\w+|distribution|"
    r"spoilers?|continuity|timeline|setting)\b[*_]*\s*(?:[:—–]|-{1,2}\s)",
    re.IGNORECASE,
)
_OWNERSHIP: Final = re.compile(
    r"\b(?:disclaimers?|(?:do not|don[’']t|doesn[’']t|didn[’']t|never) own|own(?:s|ed)? nothing|"
    r"owns? (?:them|it|all|everything)|not mine|none of (?:this|these|them|it) (?:is|are)|"
    r"(?:all |are |is )?(?:the )?property of|belongs? to|infringement|no (?:money|profit)|"
    r"not[- ]for[- ]profit|just (?:borrow|play)\w+|borrow(?:ed|ing) (?:them|the characters)|"
    r"work of fiction|any resemblance|fair use)\b",
    re.IGNORECASE,
)
_DISCLAIMER: Final = re.compile(r"[*_(\[]{0,3}(?:disclaimers?|credits?)\b", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    r"(?:copyright\b|©|\(c\)\s*\d{4}|all rights reserved|isbn\b)", re.IGNORECASE
)
_WARNING: Final = re.compile(
    r"[*_(\[]{0,3}(?:(?:content|trigger|archive)? ?warnings?|rated|rating|spoilers?|cw|tw)\b\s*[:—–-]?",
    re.IGNORECASE,
)
_SUMMARY: Final = re.compile(r"[*_(\[]{0,3}(?:summary|synopsis|blurb)\b\s*[:—–-]", re.IGNORECASE)
_SERIES: Final = re.compile(
    r"\b(?:series|saga|cycle|chronicles?|trilogy|quartet|sequence|fandom|universe|[’']?verse|"
    r"crossover|fan ?fic(?:tion)?|(?:book|part|volume|story|episode|number|no\.?) [\w.]+ (?:of|in)|"
    r"season [\w]+|episode [\w]+|"
    r"an? (?:[\w’'.]+ ){1,6}(?:story|novella|novelette|tale|fic|ficlet|novel|mystery|adventure|"
    r"romance|episode|vignette))\b",
    re.IGNORECASE,
)
_WEAK_NOTE: Final = re.compile(
    r"\b(?:this (?:story|fic|piece|tale|one|chapter|novella|is (?:set|a|an|my|the|for|part|dedicated))|"
    r"(?:is |takes |took )?(?:set|place) (?:after|before|during|in|between|at|right|just|some|shortly)|"
    r"written (?:for|in|as|by)|inspired by|(?:se|pre)quel|(?:first|originally|previously) (?:posted|published|"
    r"appeared|written)|(?:the )?(?:lyrics?|title|poem|song|verses?|quotation|epigraph) (?:is|are|comes?|"
    r"from|by|belongs?|was|were)|challenge|feedback|reviews? (?:are|is)|comments (?:are|and)|"
    r"thank(?:s| you) to|my (?:thanks|beta|first)|betaed|beta[- ]read|reader|readers|spoilers?|"
    r"dedicated to|for those who|alternate universe|canon|episode|season|archive)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 1200


def strong_role(text: str) -> Role | None:
    """Return what a paragraph before a story surely is by its first words or its set phrases."""
    if len(text) > _LONGEST:
        return None
    if _SUMMARY.match(text):
        return Role.SUMMARY
    if _WARNING.match(text) and len(text) < _LONGEST // 2:
        return Role.CONTENT_WARNING
    if _OPENS_NOTE.match(text):
        return Role.AUTHORS_NOTE
    if _DISCLAIMER.match(text) or _is_owned(text):
        return Role.DISCLAIMER
    if _COPYRIGHT.match(text.lstrip("*_([ ")) and len(text) < _LONGEST // 2:
        return Role.COPYRIGHT
    return None


def _is_owned(text: str) -> bool:
    """Say whether a paragraph disclaims ownership: the set phrases, and no talk in it."""
    return bool(_OWNERSHIP.search(text)) and len(text) <= _LONGEST // 2 and '"' not in text[:1]


def weak_note(text: str) -> bool:
    """Say whether a paragraph may be a note: phrases that also occur in stories."""
    return len(text) <= _LONGEST and bool(_WEAK_NOTE.search(text))


def disclaims(text: str) -> bool:
    """Say whether a paragraph says that the story's people belong to somebody else."""
    return bool(_OWNERSHIP.search(text))


def names_series(text: str) -> bool:
    """Say whether a short line names a series, a season or what the story is a story of."""
    return len(text) <= 120 and bool(_SERIES.search(text))  # noqa: PLR2004  one line at most
