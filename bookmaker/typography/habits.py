"""What an author's typing says about the whole manuscript, learnt before anything is changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bookmaker.typography.flow import Flow, Kind
from bookmaker.typography.languages import marks_of

# The end of speech: a stop and a mark. Nothing else ends with a stop and a single mark.
_SINGLE_ENDS: Final = re.compile(r"[.,!?—–-]['’](?=\s|\Z)")
_DOUBLE_ENDS: Final = re.compile(r"[.,!?—–-][\"”](?=\s|\Z)")
_SPEECH_BY_HYPHEN: Final = re.compile(r"-+ ?[^\W\d]")
_FEW: Final = 5
_MANY: Final = 20


@dataclass(slots=True)
class Habits:
    """How the manuscript was typed.

    `outer` is the level of outer quotations: "d" (double first, American) or "s" (British).
    `dialogue`: a hyphen at the start of a paragraph opens speech.
    """

    outer: str = "d"
    dialogue: bool = False


def learn(flows: Iterable[Flow], language: str, quotes: str) -> Habits:
    """Learn the habits of a manuscript; `quotes` is the setting that may name one of them."""
    single = double = hyphens = spaced = 0
    for flow in flows:
        text = flow.text
        if "'" in text or "’" in text:
            single += len(_SINGLE_ENDS.findall(text))
        if '"' in text or "”" in text:
            double += len(_DOUBLE_ENDS.findall(text))
        spaced += text.count(" - ")
        if text.startswith("-") and flow.kind is Kind.PROSE:
            hyphens += _SPEECH_BY_HYPHEN.match(text) is not None
    marks = marks_of(language)
    spoken = marks is not None and marks.dialogue
    outer = {"american": "d", "british": "s"}.get(quotes, "s" if single > double else "d")
    # Where every dash is typed as a hyphen, one or two at a paragraph's start are no list.
    typist = hyphens <= 2 and spaced >= _MANY  # noqa: PLR2004
    return Habits(outer, spoken or typist or hyphens >= _FEW > double + single)
