"""The search against brute force, and what is entered as a break."""

from itertools import combinations, pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker import fonts
from bookmaker.layout import type_metrics
from bookmaker.layout.linebreaking.breaks import EXPLICIT, HYPHEN, NAME, PLAIN, TIE, Breaks
from bookmaker.layout.linebreaking.hyphenation import divisions, name_divisions, soft_hyphens
from bookmaker.layout.linebreaking.items import Text
from bookmaker.layout.linebreaking.leaf import Leaf
from bookmaker.layout.linebreaking.plan import plan
from bookmaker.layout.linebreaking.shaping import Face, ShapingError
from bookmaker.layout.linebreaking.taste import TASTE
from bookmaker.layout.linebreaking.total_fit import Search

HYPHEN_WIDTH = 3.0


def breaks_of(words, kinds, runts):
    """Words and the kind of break after each; a hyphen parts two halves without a space."""
    found = Breaks(slack=2 * HYPHEN_WIDTH)
    width = space = 0.0

    def enter(kind, hyphen, gap):
        for ends, starts, at, after in (
            (found.ends, found.starts, width + hyphen, width + gap),
            (found.end_space, found.start_space, space, space + gap),
            (found.end_stretch, found.start_stretch, stretch(0), stretch(gap)),
            (found.end_shrink, found.start_shrink, shrink(0), shrink(gap)),
        ):
            ends.append(at)
            starts.append(after)
        found.kinds.append(kind)
        found.outsets.append(0.0)

    def stretch(gap):
        return (width - space) * TASTE.expansion + (space + gap) * TASTE.stretch

    def shrink(gap):
        return (width - space) * TASTE.expansion + (space + gap) * TASTE.shrink

    enter(PLAIN, 0.0, 0.0)
    for word, kind in zip(words, kinds, strict=True):
        width += word
        last = len(found.ends) == len(words)
        gap = 0.0 if kind == HYPHEN or last else 4.0
        enter(PLAIN if last else kind, HYPHEN_WIDTH if kind == HYPHEN and not last else 0.0, gap)
        width += gap
        space += gap
    found.runts = frozenset(runts)
    return found


def ratio_of(breaks, measure, start, end):
    room = measure - (breaks.ends[end] - breaks.starts[start])
    if room >= 0 and end == len(breaks.ends) - 1:
        return 0.0
    give = (
        breaks.end_stretch[end] - breaks.start_stretch[start]
        if room >= 0
        else breaks.end_shrink[end] - breaks.start_shrink[start]
    )
    if give <= 0:
        return inf if room > 0 else (0.0 if room == 0 else -inf)
    return room / give


def class_of(ratio):
    return 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3


def demerits_of(breaks, measures, path, tolerance):
    """Add up one way to break the paragraph, as the taste says; None where it may not be."""
    total, before, row = 0.0, 1, 0
    last = len(breaks.ends) - 1
    prices = {EXPLICIT: TASTE.explicit_hyphen, HYPHEN: TASTE.hyphen, TIE: TASTE.tie}
    for line, (start, end) in enumerate(pairwise((0, *path))):
        ratio = ratio_of(breaks, measures[min(line, len(measures) - 1)], start, end)
        if ratio < -1 or ratio > tolerance:
            return None
        badness = 100 * min(abs(ratio), 10) ** 3 * (TASTE.crowding if ratio < 0 else 1)
        total += (TASTE.line + badness) ** 2
        total += prices.get(breaks.kinds[end], 0) ** 2
        total += TASTE.contrast * (abs(class_of(ratio) - before) > 1)
        before = class_of(ratio)
        if breaks.kinds[end] in (EXPLICIT, HYPHEN):
            row += 1
            total += (0, 0, TASTE.hyphens_in_a_row)[row] if row < 3 else TASTE.ladder
        else:
            total += TASTE.before_last * (end == last and row > 0)
            row = 0
        total += TASTE.runt * (end == last and start in breaks.runts and start > 0)
    return total


def best_by_force(breaks, measures, tolerance):
    inner = range(1, len(breaks.ends) - 1)
    best = {}
    for count in range(len(inner) + 1):
        for chosen in combinations(inner, count):
            path = (*chosen, len(breaks.ends) - 1)
            demerits = demerits_of(breaks, measures, path, tolerance)
            if demerits is not None and demerits < best.get(len(path), (inf,))[0]:
                best[len(path)] = (demerits, path)
    return best


@st.composite
def paragraphs(draw):
    words = draw(st.lists(st.integers(2, 24), min_size=1, max_size=10))
    kinds = draw(
        st.lists(
            st.sampled_from([PLAIN, PLAIN, PLAIN, EXPLICIT, HYPHEN, TIE]),
            min_size=len(words), max_size=len(words),
        )
    )  # fmt: skip
    runts = draw(st.sets(st.integers(1, len(words)), max_size=3))
    measures = draw(st.lists(st.integers(20, 70), min_size=1, max_size=3))
    return breaks_of(words, kinds, runts), measures


@given(paragraphs(), st.sampled_from([0.5, 1.0, 2.0, 40.0]))
@settings(max_examples=150, deadline=None)
def test_plans_are_the_best_there_are(paragraph, tolerance):
    breaks, measures = paragraph
    found = Search(breaks, measures, TASTE).plans(tolerance)
    best = best_by_force(breaks, measures, tolerance)
    assert {lines: each.demerits for lines, each in found.items()} == pytest.approx(
        {lines: demerits for lines, (demerits, _) in best.items()}
    )
    for lines, each in found.items():
        again = demerits_of(breaks, measures, each.breaks, tolerance)
        assert again == pytest.approx(each.demerits)
        assert len(each.breaks) == lines == each.lines


@given(paragraphs())
@settings(max_examples=100, deadline=None)
def test_some_plan_is_always_found_and_is_overfull_only_where_nothing_may_break(paragraph):
    breaks, measures = paragraph
    best = plan(lambda _: breaks, measures).best
    assert best.breaks[-1] == len(breaks.ends) - 1
    for line, (start, end) in enumerate(pairwise((0, *best.breaks))):
        measure = measures[min(line, len(measures) - 1)]
        if ratio_of(breaks, measure, start, end) < -1:
            assert end == start + 1 or all(
                ratio_of(breaks, measure, start, between) < -1 for between in range(start + 1, end)
            )


def test_variants_are_a_line_longer_or_shorter():
    breaks = breaks_of([7, 9, 5, 11, 8] * 12, [PLAIN] * 60, ())
    paragraph = plan(lambda _: breaks, [110])
    lines = paragraph.best.lines
    assert lines in paragraph.variants
    assert set(paragraph.variants) <= {lines - 1, lines, lines + 1}
    assert len(paragraph.variants) > 1
    assert paragraph.chosen(0) is paragraph.best
    assert paragraph.chosen(7) is paragraph.best
    for count, variant in paragraph.variants.items():
        assert variant.lines == count == len(variant.breaks)
        assert variant.demerits >= paragraph.best.demerits or count == lines


def test_the_search_takes_time_in_step_with_the_text():
    looked = []

    class Counting(Search):
        def _add(self, *how):
            looked.append(how)
            super()._add(*how)

    counts = []
    for size in (200, 400):
        looked.clear()
        breaks = breaks_of([7, 9, 5, 11, 8] * size, [PLAIN] * 5 * size, ())
        Counting(breaks, [110], TASTE).plans(1.0)
        counts.append(len(looked))
    assert counts[1] < 2.2 * counts[0]


# ---------------------------------------------------------------- items


@pytest.fixture(scope="module")
def face():
    return Face(fonts.face("EB Garamond").path.read_bytes(), 0, {"kern": 1}, "en")


def opportunities(text, _):
    """A rough stand-in for the Unicode rules: after hyphens and dashes, on both sides of these."""
    return tuple(
        place
        for place in range(1, len(text))
        if text[place - 1] in "-—" or text[place] == "—" or text[place - 1] == " "
    )


def leaf(face, text, **how):
    return Leaf(text, face, 10.0, **{"language": "en", "limits": (6, 3, 3), **how})


def shown(text, breaks):
    """Show where the breaks are: | plain, = explicit, - hyphen, ~ tie."""
    marks = {PLAIN: "|", EXPLICIT: "=", HYPHEN: "-", TIE: "~"}
    out, at = "", breaks.resumes[0]
    for stop, resume, kind in list(zip(breaks.stops, breaks.resumes, breaks.kinds, strict=True))[
        1:-1
    ]:
        out += text[at:stop] + marks[kind]
        at = resume
    return out + text[at:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an old consideration", "an|old|con-sid-er-a-tion"),
        ("well-known consideration-like", "well-=known|consideration-=like"),
        ("said—and went", "said—|and|went"),
        ("—Not I, he said", "—Not|I,|he|said"),
        ("Mr.\u00a0Consideration came", "Mr.\u00a0Con-sid-er-a-tion|came"),
        ("a con\u00adsider\u00adation", "a|con\u00ad-sider\u00ad-ation"),
    ],
)
def test_where_lines_may_end(face, text, expected):
    found = Text([leaf(face, text)], opportunities, TASTE).breaks(0.0, 20.0)
    assert shown(text, found) == expected


def test_what_is_tied_is_parted_as_a_last_resort(face):
    text = "and Mr.\u00a0Lee"
    found = Text([leaf(face, text)], opportunities, TASTE).breaks(0.0, 20.0, last_resort=True)
    assert shown(text, found) == "and|Mr.~Lee"


def test_names_that_the_patterns_do_not_know_are_divided_as_a_last_resort(face):
    text = Text([leaf(face, "asked Pávlovna")], opportunities, TASTE)
    assert NAME not in text.breaks(0.0, 20.0).kinds
    found = text.breaks(0.0, 20.0, last_resort=True)
    assert [found.stops[index] for index in range(len(found.kinds)) if found.kinds[index] == NAME]
    assert {found.kinds[index] for index, stop in enumerate(found.stops) if stop == 8} == {NAME}


@pytest.mark.parametrize(
    ("word", "divided"),
    [
        ("“Pávlovna’s", "“Pá-vlovna’s"),
        ("Mikháilovich", "Mi-khái-lo-vich"),
        ("Tutólmin", "Tu-tól-min"),
        ("Amélie”", "Amé-lie”"),
        ("Elizabeth", "Elizabeth"),  # the patterns know it
        ("pávlovna", "pávlovna"),  # no name
        ("Thought", "Thought"),
        ("Rostóv-Páv", "Rostóv-Páv"),
        ("Москва", "Москва"),
    ],
)
def test_a_name_is_divided_by_its_syllables(word, divided):
    places = name_divisions(word, "en", (5, 2, 3))
    assert "-".join(word[a:b] for a, b in pairwise((0, *places, len(word)))) == divided
    assert not name_divisions(word, "tlh", (5, 2, 3))


def test_looser_lines_are_better_than_a_ladder():
    """Each line that ends in a hyphen makes the next one do so, but for a loose line between."""
    kinds = [PLAIN, PLAIN, PLAIN, PLAIN, HYPHEN] * 6
    found = breaks_of([12.0] * len(kinds), kinds, ())
    measures = (5 * 12.0 + 4 * 4.0 + HYPHEN_WIDTH + 1,)
    steep = Search(found, measures, TASTE).plans(TASTE.tied)
    assert min(one.demerits for one in steep.values()) >= TASTE.ladder
    best = plan(lambda _: found, measures).best
    assert best.demerits < TASTE.ladder
    assert not best.ladder


def test_a_long_paragraph_of_loose_lines_is_no_ladder(monkeypatch):
    """Its demerits add up to those of one; it is not searched again for all that."""
    kinds = [PLAIN] * 3_000
    found = breaks_of([40.0] * len(kinds), kinds, ())
    passes, search = [], Search.plans

    def plans(self, tolerance, without=()):
        passes.append(tolerance)
        return search(self, tolerance, without)

    monkeypatch.setattr(Search, "plans", plans)
    best = plan(lambda _: found, (2 * 40.0 + 4.0 + 5.4,)).best
    assert best.demerits > TASTE.ladder
    assert not best.ladder
    assert passes[-1] == TASTE.tied


def test_a_dash_after_an_italic_does_not_begin_a_line(face):
    leaves = [leaf(face, "he was "), leaf(face, "gone"), leaf(face, "—quite gone")]
    text = "he was gone—quite gone"
    found = Text(leaves, opportunities, TASTE).breaks(0.0, 20.0)
    assert shown(text, found) == "he|was|gone—|quite|gone"


@pytest.mark.parametrize("call", ["1", "12", "*", "†"])
def test_the_call_of_a_note_does_not_begin_a_line(face, call):
    small = Leaf(call, face, 6.8, "en", (6, 3, 3))
    leaves = [leaf(face, "the trees—"), small, leaf(face, " and on")]
    found = Text(leaves, opportunities, TASTE).breaks(0.0, 20.0)
    assert shown(f"the trees—{call} and on", found) == f"the|trees—{call}|and|on"


def test_widths_are_those_of_the_words_and_marks_hang(face):
    text = "said he, and"
    found = Text([leaf(face, text)], opportunities, TASTE).breaks(7.0, 0.0)
    em = 10.0 / face.units

    def wide(words):
        return sum(face.word(word).width for word in words.split()) * em

    space = face.space.width * em
    hang = 0.7 * wide(",")
    assert found.starts[0] == -7.0
    assert found.ends == pytest.approx(
        [0, wide("said"), wide("said he,") + space - hang, wide(text) + 2 * space]
    )
    assert found.starts[2] == pytest.approx(wide("said he,") + 2 * space)
    assert found.end_space == pytest.approx([0, 0, space, 2 * space])


def test_what_is_too_short_to_stand_alone_is_a_runt(face):
    text = "the long road that led down to it all"
    whole = Text([leaf(face, text)], opportunities, TASTE)
    found = whole.breaks(0.0, 25.0)
    assert [text[found.resumes[index] :] for index in sorted(found.runts)] == ["it all", "all"]


def test_one_word_by_itself_is_shaped_once_and_what_a_face_lacks_is_refused(face):
    assert face.word("shaped") is face.word("shaped")
    assert face.word("con\u00adsider").width == face.word("consider").width
    assert face.word("\u200b\u2060").glyphs == (), "nothing of it is drawn"
    with pytest.raises(ShapingError):
        face.word("道")
    with pytest.raises(ShapingError):
        face.word("שלום")


def test_gaps_hold_the_kerning_on_both_sides(face):
    pairs = [("r", "T"), ("A", "V"), ("", "a"), (".", "“")]
    for before, after in pairs:
        parts = sum(type_metrics.width(letter, "EB Garamond") for letter in (before, after))
        gap = type_metrics.width(f"{before} {after}", "EB Garamond") - parts
        assert face.gap(before, after) / face.units == pytest.approx(gap)


def test_divisions_keep_to_language_and_limits():
    assert divisions("(consideration,", "en", (6, 3, 3)) == (4, 7, 9, 10)
    assert divisions("consideration", "en", (6, 5, 5)) == (6, 8)
    assert divisions("well-known", "en", (6, 3, 3)) == ()
    assert divisions("consideration", "tlh", (6, 3, 3)) == ()
    assert soft_hyphens("a\u00adb") == (2,)
