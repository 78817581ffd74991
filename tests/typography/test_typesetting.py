"""What golden folders cannot show: every part of a book, line starts, metadata, doubts."""

from typing import cast

from manuscripts import book_of, inlines, visible

from bookmaker.book import (
    Book,
    Chapter,
    Emphasis,
    Epigraph,
    Figure,
    Image,
    Language,
    Letter,
    Link,
    List,
    Note,
    NoteReference,
    Paragraph,
    Part,
    Quotation,
    Role,
    Scene,
    Section,
    Stanza,
    Table,
    Text,
    Verse,
    VerseLine,
    plain_text,
)
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata, Person
from bookmaker.project import TypographySettings
from bookmaker.typography import typeset

DEFAULT = TypographySettings()
SPAN = Span("story.txt")
TYPED = inlines('\'Tis "so"')
SET = inlines("’Tis “so”")


def _paragraph(typed: str = '\'Tis "so"') -> Paragraph:
    return Paragraph(inlines(typed), SPAN)


def _only(book: Book) -> Paragraph:
    chapter = cast("Chapter", book.body[0])
    return cast("Paragraph", chapter.scenes[0].blocks[0])


def test_every_part_of_a_book_is_typeset() -> None:
    verse = Verse((Stanza((VerseLine(TYPED, 1),)),), SPAN, TYPED)
    blocks = (
        verse,
        Quotation((_paragraph(),), SPAN, TYPED),
        Letter((_paragraph(),), SPAN),
        List(((_paragraph(),),), ordered=False, span=SPAN),
        Figure("a.png", "'alt'", TYPED, SPAN),
        Table((TYPED,), ((TYPED, TYPED),), ("", ""), SPAN),
    )
    epigraph = Epigraph((verse,), SPAN, TYPED)
    chapter = Chapter(
        (Scene(blocks, SPAN, dateline=_paragraph()),), SPAN, number=TYPED, title=TYPED
    )
    section = Section(Role.FOREWORD, (_paragraph(),), SPAN, TYPED)
    book = Book(
        Metadata(language="en"),
        (Part((chapter,), SPAN, TYPED, TYPED, epigraph, (_paragraph(),)),),
        (section,),
        epigraph,
        (section,),
        (Note("1", (_paragraph(),), SPAN),),
    )
    made = typeset(book, DEFAULT)
    assert repr(made.book) == repr(book).replace(repr(TYPED), repr(SET))
    assert (made.diagnostics, made.doubts) == ((), ())


def test_metadata_from_the_manuscript_is_typeset_and_other_metadata_is_not() -> None:
    spans = (("title", SPAN), ("authors", SPAN))
    metadata = Metadata(
        title="Mr. O'Brien's \"Ark\"",
        subtitle="'Tis",
        authors=(Person("J. D. O'Hara"),),
        language="en",
        spans=spans,
    )
    made = typeset(Book(metadata, ()), DEFAULT)
    assert made.book.metadata.title == "Mr. O’Brien’s “Ark”"
    assert made.book.metadata.subtitle == "'Tis"
    assert made.book.metadata.authors == (Person("J. D. O’Hara"),)
    assert (made.diagnostics, made.doubts) == ((), ())


def test_links_notes_and_other_languages() -> None:
    typed = (
        Text('"See '),
        Link((Text("Ann's -- page"),), "https://example.org/a--b?'"),
        Text('"'),
        NoteReference("1"),
        Text(" she said "),
        Language((Text('"Guten Tag"'),), "de"),
        Text(" 'here'."),
    )
    scene = Scene((Paragraph(typed, SPAN),), SPAN)
    made = typeset(Book(Metadata(language="en"), (Chapter((scene,), SPAN),)), DEFAULT)
    assert _only(made.book).inlines == (
        Text("“See "),
        Link((Text("Ann’s—page"),), "https://example.org/a--b?'"),
        Text("”"),
        NoteReference("1"),
        Text(" she said "),
        Language((Text("„Guten Tag“"),), "de"),
        Text(" ‘here’."),
    )
    assert (made.diagnostics, made.doubts) == ((), ())


def test_an_edit_over_a_border_of_italics() -> None:
    typed = (Text("so -"), Emphasis((Text("- "), Text("yes"))))
    scene = Scene((Paragraph(typed, SPAN),), SPAN)
    made = typeset(Book(Metadata(language="en"), (Chapter((scene,), SPAN),)), DEFAULT)
    assert _only(made.book).inlines == (Text("so—"), Emphasis((Text("yes"),)))
    assert (made.diagnostics, made.doubts) == ((), ())


def test_a_picture_among_words_keeps_its_spaces() -> None:
    typed = (Text('a  "mark" '), Emphasis((Image("x.png"),)), Text(" stood --  here ..."))
    paragraph = Paragraph(typed, SPAN, line_starts=(10, 16))
    scene = Scene((paragraph,), SPAN)
    made = typeset(Book(Metadata(language="en"), (Chapter((scene,), SPAN),)), DEFAULT)
    found = _only(made.book)
    assert found.inlines == (
        Text("a “mark” "),
        Emphasis((Image("x.png"),)),
        Text(" stood—here\u00a0…"),
    )
    starts = [plain_text(paragraph.inlines)[at:][:5] for at in paragraph.line_starts]
    assert starts == [" stoo", " --  "]
    assert [plain_text(found.inlines)[at:][:5] for at in found.line_starts] == [" stoo", "—here"]


def test_line_starts_follow_the_text() -> None:
    book = book_of('One -- two\nthree... four\n"five" six')
    before, after = _only(book), _only(typeset(book, DEFAULT).book)
    first = [plain_text(before.inlines)[at:][:5] for at in before.line_starts]
    second = [plain_text(after.inlines)[at:][:5] for at in after.line_starts]
    assert first == ["three", '"five']
    assert second == ["three", "“five"]


def test_a_doubt_names_its_line() -> None:
    made = typeset(
        book_of("She said nothing.\n\nThey went down\nand saw 'flub, then\nback."), DEFAULT
    )
    assert [(str(doubt.span), doubt.kind) for doubt in made.doubts] == [("story.txt:4", "quote")]
    assert (
        made.doubts[0].reason
        == "taken for an apostrophe: They went down and saw [']flub, then back."
    )
    assert made.diagnostics == ()


def test_a_pinned_elision_that_is_nowhere_is_told() -> None:
    settings = TypographySettings(elisions=("'Dale", "'Wold"))
    made = typeset(book_of("Over the 'Dale."), settings)
    assert [d.code for d in made.diagnostics] == ["BM-TYPE-001"]
    assert "'Wold" in made.diagnostics[0].message
    assert plain_text(_only(made.book).inlines) == "Over the ’Dale."
    assert made.doubts == ()


def test_a_habit_that_is_named_is_not_learnt() -> None:
    text = "'Yes.' 'No.' \"So 'tis,\" he said."
    for quotes in ("american", "british", "auto"):
        made = typeset(book_of(text), TypographySettings(quotes=quotes))
        assert plain_text(_only(made.book).inlines) == "‘Yes.’ ‘No.’ “So ’tis,” he said."
        assert (made.diagnostics, made.doubts) == ((), ())


def test_the_books_own_language_and_an_unknown_one() -> None:
    for language, expected in (("", "“a”"), ("de-CH", "«a»"), ("fr-CH", "«a»"), ("ja", '"a"')):
        made = typeset(book_of('"a"', language), DEFAULT)
        assert plain_text(_only(made.book).inlines) == expected
        assert (made.diagnostics, made.doubts) == ((), ())


def _passage(language: str, inside: str) -> str:
    typed = (Text("Elle dit : "), Language((Text("\"What -- now? Oui; 'va' !\""),), inside))
    scene = Scene((Paragraph(typed, SPAN),), SPAN)
    made = typeset(Book(Metadata(language=language), (Chapter((scene,), SPAN),)), DEFAULT)
    assert (made.diagnostics, made.doubts) == ((), ())
    return visible(plain_text(_only(made.book).inlines))


def test_a_passage_keeps_the_habits_of_its_language() -> None:
    assert _passage("fr", "en") == "Elle dit␣: “What—now? Oui; ‘va’ !”"
    assert _passage("en", "fr") == "Elle dit : «·What␣— now·? Oui·; “va”·!·»"
    assert _passage("fr", "fr-CH") == "Elle dit␣: «What␣— now? Oui; ‹va› !»"
    assert _passage("en", "he") == "Elle dit : \"What -- now? Oui; 'va' !\""


def test_pinned_marks_are_never_overruled() -> None:
    settings = TypographySettings(
        names=("Hawaiʻi", "Jos'", "d’Arme"), marks=("’way off", "said ‘so”", "6’2 “feet”")
    )
    text = "Hawai'i, Jos' d'arme, 'WAY  off; \"said 'so\" 6'2 \"feet\" “'way off”"
    made = typeset(book_of(text), settings)
    assert visible(plain_text(_only(made.book).inlines)) == (
        "Hawaiʻi, Jos’ d’arme, ’WAY off; “said ‘so” 6’2 “feet” “’way off”"
    )
    assert typeset(made.book, settings).book == made.book
    told = [d.code for d in made.diagnostics]  # WAY  off; "so has but one mark
    assert told == ["BM-TYPE-005", "BM-TYPE-002"]


def test_pins_that_match_nothing_name_their_line() -> None:
    place = Span("bookmaker.toml", 7)
    settings = TypographySettings(
        names=("Hawaiʻi",), marks=("’way off",), places=(("marks: ’way off", place),)
    )
    made = typeset(book_of("Nothing was said."), settings)
    told = [(d.code, str(d.severity), d.span) for d in made.diagnostics]
    assert told == [("BM-TYPE-001", "warning", None), ("BM-TYPE-006", "error", place)]
    assert made.doubts == ()


def test_a_short_speech_that_the_next_answers_lacks_its_mark() -> None:
    answer = '"You did," said Mary.'
    short = typeset(book_of(f'"I never saw him.\n\n{answer}'), DEFAULT)
    assert [f"{d.span.line}: {d.code}" for d in short.diagnostics if d.span] == ["1: BM-TYPE-007"]
    assert short.doubts == ()
    for goes_on in (f'"{"I never saw him, " * 9}no.\n\n{answer}', '"I saw him.\n\n"He was cold."'):
        made = typeset(book_of(goes_on), DEFAULT)
        assert made.diagnostics == ()
        assert len(made.doubts) == 1


def test_findings_name_the_line_within_a_paragraph() -> None:
    text = 'She came\nhome with the\nthe bird, and\nsaid, "Look\nat it.\n\n# One\n\nIt  sang.'
    made = typeset(book_of(text), DEFAULT)
    assert [f"{d.span}: {d.code}" for d in made.diagnostics] == [
        "story.txt:3: BM-TYPE-004",
        "story.txt:4: BM-TYPE-002",
        "story.txt:9: BM-TYPE-005",
    ]
    assert made.doubts == ()


def test_a_habit_of_long_speeches_is_no_doubt() -> None:
    speech = '"We go on.\n\n"And on.\n\n"So it ends."'
    few = typeset(book_of(speech), DEFAULT)
    assert [doubt.kind for doubt in few.doubts] == ["quotation", "quotation"]
    assert few.diagnostics == ()
    many = typeset(book_of("\n\n".join([speech] * 10)), DEFAULT)
    assert (many.diagnostics, many.doubts) == ((), ())


def test_ditto_marks_are_no_quotation() -> None:
    made = typeset(book_of('Up at  6:00 a.m.\n\nOut at  7:00 "'), TypographySettings(spaces=False))
    assert (made.diagnostics, made.doubts) == ((), ())
