"""The straight way, as a user would write it: python-markdown and ebooklib, nothing else.

    naive.py BOOK.md BOOK.epub

Chapters are split at `# `, typography is `smarty`, footnotes are `extra`. It is what Bookmaker's
speed is compared with; its book is worse (no front matter, no cover, no checks).
"""

import re
import sys
from pathlib import Path

import markdown
from ebooklib import epub

HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
NOTE = re.compile(r"^\[\^([^\]]+)\]:.*(?:\n(?:[ \t]+.*|))*", re.MULTILINE)
CSS = "body { margin: 5%; } p { margin: 0; text-indent: 1.5em; } h1 { text-align: center; }"


def main(source: str, target: str) -> None:
    text = Path(source).read_text(encoding="utf-8")
    head = HEAD.match(text)
    said = dict(re.findall(r'^(\w+): *"?(.*?)"?$', head[1], re.MULTILINE)) if head else {}
    text = text[head.end() :] if head else text
    notes = {found[1]: found[0] for found in NOTE.finditer(text)}
    text = NOTE.sub("", text)
    book = epub.EpubBook()
    book.set_identifier(said.get("title", source))
    book.set_title(said.get("title", source))
    book.set_language(said.get("lang", "en"))
    if "author" in said:
        book.add_author(said["author"])
    style = epub.EpubItem("style", "book.css", "text/css", CSS.encode())
    book.add_item(style)
    chapters = convert(text, notes, style)
    for chapter in chapters:
        book.add_item(chapter)
    book.toc = chapters
    book.spine = ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    epub.write_epub(target, book, {"raise_exceptions": True})


def convert(text: str, notes: dict[str, str], style: epub.EpubItem) -> list[epub.EpubHtml]:
    reader = markdown.Markdown(extensions=["extra", "smarty"], output_format="xhtml")
    chapters = []
    for number, part in enumerate(re.split(r"^(?=# )", text, flags=re.MULTILINE)):
        if not part.strip():
            continue
        called = [notes[key] for key in re.findall(r"\[\^([^\]]+)\]", part) if key in notes]
        body = reader.reset().convert(part + "\n\n" + "\n\n".join(called))
        title = part.partition("\n")[0].lstrip("# ")
        chapter = epub.EpubHtml(title=title, file_name=f"chapter-{number}.xhtml")
        chapter.content = body
        chapter.add_item(style)
        chapters.append(chapter)
    return chapters


if __name__ == "__main__":
    main(*sys.argv[1:3])
