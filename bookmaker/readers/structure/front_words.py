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
    r"\b(?:(?:do not|don[’']t|doesn[’']t|didn[’']t|never) own|owns? nothing|"
    r"(?:the |is |are )property of [A-Z]|belongs? to [A-Z]|infringement|"
    r"no (?:money|profit) (?:is|was|has|made|will|from)|not[- ]for[- ]profit|work of fiction|"
    r"any resemblance|fair use)",
)
_LOOSE_OWNERSHIP: Final = re.compile(
    r"\b(?:owns? (?:them|it|all|everything)|not mine|(?:are|is)n[’']t mine|belongs? to|"
    r"property of|just (?:borrow|play)\w+|borrow(?:ed|ing)|all rights|their creators?)\b",
    re.IGNORECASE,
)
_OWNED: Final = re.compile(
    r"\b(?:characters?|rights|universe|creators?|productions|inc|studios?|author|makers?|names|"
    r"trademarks?|copyrights?|series|show|stor(?:y|ies)|worlds?|lyrics)\b",
    re.IGNORECASE,
)
_DISCLAIMER: Final = re.compile(
    r"[*_(\[]{0,3}(?:disclaimers?\b|credits?\s*(?:[:—–]|-{1,2}\s))", re.IGNORECASE
)
_COPYRIGHT: Final = re.compile(
    r"(?:copyright\b|©|\(c\)\s*\d{4}|all rights reserved|isbn\b)", re.IGNORECASE
)
_WARNING: Final = re.compile(
    r"[*_(\[]{0,3}(?:(?:(?:content|trigger|archive)? ?warnings?|rated|rating|spoilers?|cw|tw)"
    r"\s*(?:[:—–]|-{1,2}\s)|rated\s+[\w+-]{1,12}[.\s]*$)",
    re.IGNORECASE,
)
_SUMMARY: Final = re.compile(r"[*_(\[]{0,3}(?:summary|synopsis|blurb)\b\s*[:—–-]", re.IGNORECASE)
_SERIES: Final = re.compile(
    r"\b(?:series|saga|cycle|chronicles?|trilogy|quartet|sequence|fandom|universe|[’']?verse|"
    r"crossover|fan ?fic(?:tion)?|(?:book|part|volume|story|episode|number|no\.?) [\w.]+ (?:of|in)|"
    r"(?:tales|stories|annals|legends|casebook|files|mysteries) of|"
    r"season [\w]+|episode [\w]+|"
    r"an? (?:[\w’'.]+ ){1,6}(?:story|novella|novelette|tale|fic|ficlet|novel|mystery|adventure|"
    r"romance|episode|vignette))\b",
    re.IGNORECASE,
)
_PLACE_IN_SERIES: Final = re.compile(
    r"(?:,\s*(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)|"
    r"(?:#|\bno\.? ?|\bpart |\bbook |\bvol\.? ?)\d+)[.)]?\s*$",
    re.IGNORECASE,
)
_WEAK_NOTE: Final = re.compile(
    r"\b(?:this (?:story|fic|piece|tale|one|chapter|novella|is (?:set|a|an|my|the|for|part|"
    r"dedicated))|"
    r"(?:is |takes |took )?(?:set|place) (?:after|before|during|in|between|at|right|just|"
    r"some|shortly)|"
    r"written (?:for|in|as|by)|inspired by|(?:se|pre)quel|(?:first|originally|"
    r"previously) (?:posted|published|"
    r"appeared|written)|(?:the )?(?:lyrics?|title|poem|song|verses?|quotation|"
    r"epigraph) (?:is|are|comes?|"
    r"from|by|belongs?|was|were)|challenge|feedback|reviews? (?:are|is)|comments (?:are|and)|"
    r"thank(?:s| you) to|my (?:thanks|beta|first)|betaed|beta[- ]read|reader|readers|spoilers?|"
    r"dedicated to|for those who|alternate universe|canon|episode|season|archive)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 1200


def strong_role(text: str) -> Role | None:
    """Return what a paragraph before a story surely is by its first words or its set phrases."""
    return opening_role(text) or (Role.DISCLAIMER if disclaims(text) else None)


def opening_role(text: str) -> Role | None:
    """Return what a paragraph says of itself by its first words ("Notes: ...", "Disclaimer")."""
    short = len(text) < _LONGEST // 2
    if len(text) > _LONGEST:
        return None
    if _SUMMARY.match(text):
        return Role.SUMMARY
    if short and _WARNING.match(text):
        return Role.CONTENT_WARNING
    if _OPENS_NOTE.match(text):
        return Role.AUTHORS_NOTE
    if _DISCLAIMER.match(text):
        return Role.DISCLAIMER
    return Role.COPYRIGHT if short and _COPYRIGHT.match(text.lstrip("*_([ ")) else None


def weak_note(text: str) -> bool:
    """Say whether a paragraph may be a note: phrases that also occur in stories."""
    return len(text) <= _LONGEST and bool(_WEAK_NOTE.search(text))


def disclaims(text: str) -> bool:
    """Say whether a paragraph says that the story's people belong to somebody else.

    The set phrases are enough; looser ones ("not mine") count only beside a word of the trade.
    """
    if len(text) > _LONGEST // 2 or text[:1] in "\"“'‘":
        return False
    if _OWNERSHIP.search(text):
        return True
    return any(
        _LOOSE_OWNERSHIP.search(sentence) and _OWNED.search(sentence)
        for sentence in text.split(". ")
    )


def names_series(text: str) -> bool:
    """Say whether a short line names a series, a season or what the story is a story of."""
    return len(text) <= 120 and bool(_SERIES.search(text) or _PLACE_IN_SERIES.search(text))  # noqa: PLR2004  one line at most
