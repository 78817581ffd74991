"""Write `docs/stores.md` from what `bookmaker.stores` knows: `python scripts/make_stores.py`."""

from pathlib import Path

from bookmaker.stores import NAMES, Source, Store, store

INTRODUCTION = """\
# Store editions

One build makes, beside the plain EPUB, an edition for each store that is asked for:

```
bookmaker build my-story.txt --profile kindle --profile kobo
bookmaker check --profile kobo some-book.epub
```

`--profile` is repeatable and adds to `[epub] profiles`, which are made with every EPUB. All
editions are made of one Publication, marked up once, with faces cut once; each is a small
transformation of it, and every one is read again when it is written: its words are compared with
the book's, and our rules look at it, those of the store besides. `build.json` lists each with its
profile. The text is the same in all of them, word for word.

`bookmaker check --profile NAME FILE` tells what a store would refuse (an error), flag (a warning)
or rather not see (a note), for EPUBs of others as well. Where `build.json` stands beside a file
that Bookmaker built, a finding names the line of the manuscript. Where Java and EPUBCheck are at
hand, they are run, too, for Kobo in the version that its store runs.

What each store wants is data, one file a store in `bookmaker/stores/`, and this page is written
from it by `scripts/make_stores.py`. Each line has its source and the day it was checked, and says
how sure it is: *read* (the store's own page, or its validator run by us), *third-party*
(somebody's account of it) or *unverified* (a lead only). Stores change their rules: a line with an
old day is to be looked at again before it is trusted.
"""
RULES = {
    "file-bytes": "bytes of the EPUB at most",
    "mail-bytes": "bytes that can be sent to a reader by mail at most",
    "document-bytes": "bytes of a document at most",
    "picture-bytes": "bytes of a picture at most",
    "picture-pixels": "pixels of a picture at most",
    "picture-types": "kinds of pictures taken",
    "picture-colour": "pictures in RGB, not CMYK",
    "picture-transparency": "pictures without transparent parts",
    "cover-picture": "a picture is marked as the cover",
    "cover-meta": "the cover is also named by the older meta",
    "cover-types": "kinds of cover taken",
    "cover-bytes": "bytes of the cover at most",
    "cover-least": "height of the cover in pixels at least",
    "cover-most": "pixels of a side of the cover at most",
    "cover-short-side": "pixels of the cover's shorter side at least",
    "cover-page": "no page of its own for the cover",
    "contents-page": "a contents page in the reading order",
    "contents-tables": "no table in the contents",
    "toc-depth": "levels of contents shown",
    "isbn": "the ISBN is the identifier",
    "file-names": "names of files in ASCII letters, digits, `.`, `-` and `_`",
    "bare-selectors": "no rule for these elements as such",
    "inline-styles": "no styles in the documents",
    "backgrounds": "no background colours",
    "text-style": "not set on the text itself",
    "text-size": "no size on the text but 1em",
    "font-types": "kinds of faces shown",
    "table-columns": "columns of a table at most",
    "note-links": "notes linked both ways",
    "note-markup": "notes marked so that they pop up, nothing inside the link",
    "known-properties": "metadata that its validator does not know",
    "specified-fonts": "embedded faces are declared",
    "kobo-spans": "spans around sentences, boxes around the body",
    "kepub-name": "the name ends in `.kepub.epub`",
}


def page() -> str:
    """Return the whole document."""
    parts = [INTRODUCTION]
    for name in NAMES:
        parts += _section(store(name))
    return "\n".join(parts) + "\n"


def _section(one: Store) -> list[str]:
    lines = [f"## {one.title}: `--profile {one.name}`", ""]
    lines += [f"`<slug>{one.suffix}`. {one.about}", ""]
    lines += ["| What is made so | Why | Source |", "|---|---|---|"]
    lines += [
        f"| `{made.name}` = {_value(made.value)} | {made.why} | {_source(made.source)} |"
        for made in one.made
    ]
    lines += ["", "| What is looked at | Limit | Source |", "|---|---|---|"]
    lines += [
        f"| {RULES[rule.name]} | {_value(rule.limit)} | {_source(rule.source)} |"
        for rule in one.rules
    ]
    lines += ["", "What it cannot promise:", ""]
    return [*lines, *(f"- {words}" for words in one.cannot), ""]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    if isinstance(value, int):
        return f"{value:,}" if value else ""
    return f"`{value}`"


def _source(source: Source) -> str:
    return f"{source.text}; {source.basis}, {source.checked}"


def main() -> None:
    """Write the document beside the others."""
    target = Path(__file__).parents[1] / "docs" / "stores.md"
    target.write_text(page().rstrip("\n") + "\n", encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
