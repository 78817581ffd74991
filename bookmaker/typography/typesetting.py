"""The ordered list of passes, and the one way through a book."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeVar

from bookmaker.book import Book, Certainty, Decision, Inlines, Text, plain_text
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.metadata import Metadata
from bookmaker.project import TypographySettings
from bookmaker.typography import elisions, ellipses, habits, primes
from bookmaker.typography.balance import Balance, is_uneven
from bookmaker.typography.dashes import DashPass
from bookmaker.typography.flow import Edit, Flow, Kind, edited_flow, merge, rebuild
from bookmaker.typography.languages import NO_BREAK, marks_of, primary
from bookmaker.typography.pins import Pins
from bookmaker.typography.quotes import QuotePass, doubts, is_crowded
from bookmaker.typography.slips import double_spaces, doubled_words
from bookmaker.typography.spaces import SpacePass
from bookmaker.typography.walk import edited, flows

_DEFAULT_LANGUAGE: Final = "en"
_MOST_ROUNDS: Final = 8
_ENOUGH: Final = 20
"""So many slips of one kind are told of one flow; what has more is no prose."""
_CROWDED: Final = "so many marks stand here that each was read by itself"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A typeset book, what was noticed, and what the author should look at."""

    book: Book
    diagnostics: tuple[Diagnostic, ...] = ()
    doubts: tuple[Decision, ...] = ()


Pass = Callable[[Flow, Flow | None], list[Edit]]
"""Reads a flow (and may look at the one after it); returns what it would change."""


def typeset(book: Book, settings: TypographySettings) -> Typeset:
    """Set the quotation marks, apostrophes, dashes, ellipses and spaces of a book.

    Args:
        book: as a reader made it; its language is `book.metadata.language`, else English.
        settings: what to set, and what the author pinned.

    Returns:
        The book with every flow typeset; what needed nothing is the same object. Letters and
        digits are those of `book`, in their order. Doubts are marks read against appearances.
    """
    if not settings.enabled:
        return Typeset(book)
    typed = list(flows(book))
    typesetter = _Typesetter(book.metadata.language or _DEFAULT_LANGUAGE, settings, typed)
    made = iter([typesetter.answer(flow, following) for flow, following in _pairs(typed)])
    changed = edited(book, lambda _: next(made))
    metadata = typesetter.metadata(book.metadata)
    if metadata is not book.metadata:
        changed = replace(changed, metadata=metadata)
    left = [*typesetter.rest(), *typesetter.balance.answered()]
    told = _in_order([*typesetter.told, *left], typed)
    doubted = _in_order([*typesetter.doubts, *typesetter.balance.doubts()], typed)
    unused = _unused(settings, typed, typesetter.pins)
    return Typeset(changed, (*told, *unused), tuple(doubted))


Noticed = TypeVar("Noticed", Diagnostic, Decision)


def _in_order(found: list[Noticed], typed: Sequence[Flow]) -> list[Noticed]:
    """Return what was noticed in the order of the manuscript's lines."""
    order = {path: n for n, path in enumerate(dict.fromkeys(flow.span.path for flow in typed))}
    return sorted(found, key=lambda each: _rank(each.span, order))


def _rank(span: Span | None, order: Mapping[str, int]) -> tuple[int, int]:
    return (order.get(span.path, 0), span.line) if span else (0, 0)


def _unused(settings: TypographySettings, typed: Sequence[Flow], pins: Pins) -> list[Diagnostic]:
    """Report what the author pinned and the manuscript does not have."""
    places = dict(settings.places)
    words = elisions.unused(settings.elisions, (flow.text for flow in typed))
    missing = [("elisions", word) for word in words]
    missing += pins.unused(flow.text for flow in typed)
    return [
        report(_UNUSED[setting], places.get(f"{setting}: {form}"), word=form, setting=setting)
        for setting, form in missing
    ]


_UNUSED: Final = {"elisions": "BM-TYPE-001", "names": "BM-TYPE-001", "marks": "BM-TYPE-006"}


def _pairs(typed: Sequence[Flow]) -> list[tuple[Flow, Flow | None]]:
    return list(zip(typed, [*typed[1:], None], strict=True)) if typed else []


class _Typesetter:
    """The passes that the settings ask for, in order, and what they doubt."""

    def __init__(self, language: str, settings: TypographySettings, typed: Sequence[Flow]) -> None:
        self.doubts: list[Decision] = []
        self.told: list[Diagnostic] = []
        self.language = language
        self.spaces = settings.spaces
        self.balance = Balance()
        self.pins = Pins(settings.names, settings.marks)
        learnt = habits.learn(typed, language, settings.quotes)
        self.passes: list[Pass] = []
        if settings.quotes != "off" and marks_of(language) is not None:
            known = elisions.pinned(primary(language), settings.elisions)
            self.quotes = QuotePass(language, learnt.outer, known, self.pins, thin=settings.spaces)
            self.quotes.learn(typed)
            self.passes += [self._primes, self._quotes]
        first = len(self.passes)
        if settings.dashes:
            self.passes.append(_alone(DashPass(language, dialogue=learnt.dialogue).edits))
        if settings.ellipses:
            self.passes.append(_alone(ellipses.edits))
        if settings.spaces:
            self.passes.append(_alone(SpacePass(language).edits))
        self.again = self.passes[first:]

    def answer(self, flow: Flow, following: Flow | None) -> list[list[Edit]]:
        """Return what is to be changed in a flow of the book, and notice its slips."""
        self.slips(flow)
        return self.rounds(flow, following)

    def rounds(self, flow: Flow, following: Flow | None = None) -> list[list[Edit]]:
        """Return what is to be changed in `flow`.

        Where edits of one pass make work for another (a dash beside a mark that got its thin
        space) there is another round, so that what is typeset is so for good.
        """
        rounds: list[list[Edit]] = []
        passes = self.passes
        while len(rounds) < _MOST_ROUNDS and (
            edits := merge([each(flow, following) for each in passes])
        ):
            rounds.append(edits)
            flow = edited_flow(flow, edits)
            passes = self.again
        return rounds

    def _primes(self, flow: Flow, _: Flow | None) -> list[Edit]:
        found = primes.edits(flow)
        pinned = self.pins.places(flow.text) if found else {}
        return [edit for edit in found if edit.start not in pinned]

    def _quotes(self, flow: Flow, following: Flow | None) -> list[Edit]:
        if not self._marked(flow):
            if flow.kind is not Kind.LABEL and not flow.continues:
                self.quotes.left_open = ""
            self.told.extend(self.balance.passed(flow))
            return []
        if is_crowded(flow.text):
            self.doubts.append(Decision("quote", flow.place(0), _CROWDED, Certainty.DOUBT))
            return self.quotes.one_by_one(flow)
        reading = self.quotes.read(flow, following)
        self.doubts.extend(doubts(reading))
        self.told.extend(self.balance.note(reading))
        return self.quotes.edits(reading)

    def _marked(self, flow: Flow) -> bool:
        """Whether a flow has anything to decide: text typeset already is left as it is."""
        text = flow.text
        if '"' in text or "'" in text:
            return True
        return is_uneven(text, self.language) or bool(self.pins.places(text))

    def slips(self, flow: Flow) -> None:
        """Notice what was hardly meant."""
        if self.spaces:
            self.told.extend(islice(double_spaces(flow), _ENOUGH))
        for found in islice(doubled_words(flow, self.language), _ENOUGH):
            if isinstance(found, Decision):
                self.doubts.append(found)
            else:
                self.told.append(found)

    def rest(self) -> list[Diagnostic]:
        """Return what is still open at the end of the book."""
        return self.balance.rest()

    def metadata(self, metadata: Metadata) -> Metadata:
        """Typeset what the manuscript itself said; what came from settings stays as it is."""
        typed = dict(metadata.spans)
        changes: dict[str, object] = {}
        for name in ("title", "subtitle"):
            value = getattr(metadata, name)
            if name in typed and (made := self._line(value, typed[name])) != value:
                changes[name] = made
        if "authors" in typed:
            authors = tuple(
                replace(person, name=self._line(person.name, typed["authors"]))
                for person in metadata.authors
            )
            if authors != metadata.authors:
                changes["authors"] = authors
        return replace(metadata, **changes) if changes else metadata  # type: ignore[arg-type]  # names are fields

    def _line(self, text: str, span: Span) -> str:
        """Typeset a line of metadata; nothing unbreakable goes where programs search and sort."""
        parts = ((Text(text),),)
        made: Inlines = parts[0]
        for edits in self.rounds(Flow(text, parts, span, Kind.LABEL)):
            made = rebuild((made,), edits)[0]
        result = plain_text(made)
        return result if NO_BREAK in text else result.replace(NO_BREAK, " ")


def _alone(each: Callable[[Flow], list[Edit]]) -> Pass:
    return lambda flow, _: each(flow)
