"""The names of sections: prologue, foreword, acknowledgments ... in the languages we read.

One row a role; a name is matched in small letters, with straight apostrophes and without "the".
"""

from collections.abc import Iterator
from typing import Final

from bookmaker.book import Role
from bookmaker.readers.structure.draft import Level

_CHAPTERS: Final = {
    Role.PROLOGUE: """prologue|prelude|prolog|prólogo|prologo|proloog|prélude|induction|overture""",
    Role.EPILOGUE: """epilogue|epilog|épilogue|epílogo|epilogo|epiloog|coda|finale|postlude""",
    Role.INTERLUDE: """interlude|intermezzo|entr'acte|zwischenspiel|interludio|interlúdio|
        intermède|tussenspel""",
}
_SECTIONS: Final = {
    Role.DEDICATION: """dedication|widmung|dédicace|dedicatoria|dedica|opdracht|dedicatória""",
    Role.FOREWORD: """foreword|geleitwort|avant-propos|woord vooraf""",
    Role.PREFACE: """preface|vorwort|préface|prefacio|prefazione|voorwoord|prefácio|explanatory|
        notice|author's preface""",
    Role.INTRODUCTION: """introduction|einleitung|einführung|introducción|introduzione|inleiding|
        introdução""",
    Role.AUTHORS_NOTE: """author's note|author note|author's notes|a note from the author|
        note from the author|notes from the author|note to the reader|note to readers|
        to the reader|a/n|end notes|anmerkung des autors|note de l'auteur|
        nota del autor|nota dell'autore|nota do autor""",
    Role.DISCLAIMER: """disclaimer|disclaimers|credits""",
    Role.SUMMARY: """summary|synopsis|blurb|zusammenfassung|résumé""",
    Role.CONTENT_WARNING: """warning|warnings|content warning|content warnings|trigger warning|
        trigger warnings|content note|content notes""",
    Role.COPYRIGHT: """copyright|copyright page""",
    Role.AFTERWORD: """afterword|nachwort|postface|posfácio|postfazione|nawoord|postscript|note""",
    Role.ACKNOWLEDGMENTS: """acknowledgments|acknowledgements|acknowledgment|acknowledgement|
        danksagung|remerciements|agradecimientos|ringraziamenti|dankwoord|agradecimentos|thanks""",
    Role.APPENDIX: """appendix|anhang|annexe|apéndice|appendice|bijlage|apêndice""",
    Role.ABOUT_THE_AUTHOR: """about the author|about the authors|about me|über den autor|
        über die autorin|à propos de l'auteur|sobre el autor|sobre la autora|sull'autore|
        over de auteur|sobre o autor""",
    Role.COLOPHON: """colophon|kolophon|colofon""",
    Role.GLOSSARY: """glossary|glossar|glossaire|glosario|glossario""",
    Role.NOTES: """notes|footnotes|endnotes|transcriber's note|transcriber's notes|
        transcriber note|transcriber notes|anmerkungen|fußnoten""",
}


INNER: Final = frozenset(("chapter summary", "chapter notes", "chapter end notes"))
"""What archives of fan fiction print above and below the text of each chapter."""


def _rows() -> Iterator[tuple[str, tuple[Level, Role]]]:
    for name in INNER:
        yield name, (Level.SCENE, Role.OTHER)
    for level, table in ((Level.CHAPTER, _CHAPTERS), (Level.SECTION, _SECTIONS)):
        for role, names in table.items():
            for name in names.split("|"):
                yield name.strip(), (level, role)


NAMED: Final[dict[str, tuple[Level, Role]]] = dict(_rows())
ARCHIVE: Final = INNER | {"summary", "notes", "end notes"}
LABELS: Final = frozenset(("epigraph", "motto", "epigraphs"))
CONTENTS: Final = frozenset(
    (
        "contents",
        "table of contents",
        "inhalt",
        "inhaltsverzeichnis",
        "table des matières",
        "sommaire",
        "índice",
        "indice",
        "inhoud",
        "sumário",
        "list of chapters",
        "chapters",
    )
)
