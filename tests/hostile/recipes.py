"""Inputs that no file in a repository should be: huge, binary, or no files at all."""

import io
import os
import random
import socket
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image, PngImagePlugin

CANARY = "CANARY7f3a"
"""A word that stands in every file outside a project; it must never be met in a book."""

OUTSIDE_SIZE = (7, 11)
"""Pixels of the picture outside; no picture inside has this size."""


def outside(folder: Path) -> None:
    """Fill the folder beside the project with what must not get into a book."""
    folder.mkdir()
    for name in ("secret.txt", "secret.md", "secret.html", "secret.toml"):
        (folder / name).write_text(f"{CANARY} stands outside.\n", encoding="utf-8")
    (folder / "secret.css").write_text(f'p::before {{ content: "{CANARY}" }}', encoding="utf-8")
    (folder / "secret.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg"><text id="a">{CANARY}</text></svg>',
        encoding="utf-8",
    )
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", CANARY)
    Image.new("RGB", OUTSIDE_SIZE, (202, 17, 171)).save(folder / "secret.png", pnginfo=note)


def picture(mode: str = "RGB", form: str = "PNG", width: int = 40, height: int = 30) -> bytes:
    """An ordinary small picture."""
    stream = io.BytesIO()
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    if mode == "I;16":
        image = Image.new("I;16", (width, height), 30_000)
    elif mode != "RGB":
        image = image.convert(mode)
    image.save(stream, form)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG of any size, with whatever pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """900 million pixels in a few kilobytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    rows = b"".join(packer.compress(row) for _ in range(height // 20)) + packer.flush()
    return png(width, height, rows, depth=1, colour=0)


def png_lies(width: int = 6000, height: int = 6000) -> bytes:
    """A PNG within the limits that has next to no pixels behind its header."""
    return png(width, height, zlib.compress(bytes(100)))


def png_zero() -> bytes:
    """A picture of no pixels."""
    return png(0, 0, zlib.compress(b""))


def png_text_bomb() -> bytes:
    """A small picture whose notes unpack to 64 MB."""
    good = picture()
    note = b"Comment\0\0" + zlib.compress(b"a" * 64_000_000, 9)
    return good[:33] + chunk(b"zTXt", note) + good[33:]


def png_icc_bomb() -> bytes:
    """A small picture whose colour profile unpacks to 64 MB."""
    good = picture()
    return good[:33] + chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(64_000_000), 9)) + good[33:]


def png_bad_icc() -> bytes:
    """A picture with a profile that is none."""
    good = picture()
    return good[:33] + chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile" * 9)) + good[33:]


def png_bad_crc() -> bytes:
    """A picture whose checksums are wrong."""
    good = bytearray(picture())
    good[50] ^= 0xFF
    return bytes(good)


def truncated(form: str = "JPEG") -> bytes:
    """Half a picture."""
    whole = picture(form=form, width=300, height=300)
    return whole[: len(whole) // 2]


def animated(form: str = "GIF", frames: int = 5) -> bytes:
    """A picture that moves."""
    stream = io.BytesIO()
    many = [Image.new("P", (40, 30), number) for number in range(frames)]
    if form == "WEBP":
        many = [one.convert("RGB") for one in many]
    many[0].save(stream, form, save_all=True, append_images=many[1:])
    return stream.getvalue()


def jpeg_cmyk() -> bytes:
    """A picture for a press."""
    return picture("CMYK", "JPEG")


def jpeg_exif(size: int = 60_000) -> bytes:
    """A photograph lying on its side, with long notes of where and whose."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY + "x" * size
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((60, 30)).convert("RGB").save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def jpeg_scans() -> bytes:
    """A JPEG that makes its decoder go over it a thousand times."""
    good = picture(form="JPEG", width=200, height=200)
    start = good.index(b"\xff\xda")
    return good[:start] + good[start:-2] * 1000 + b"\xff\xd9"


def polyglot() -> bytes:
    """A JPEG that is a web page and an archive, too."""
    return picture(form="JPEG") + f"<script>{CANARY}()</script>PK\x03\x04{CANARY}".encode()


def html_named_png() -> bytes:
    """A web page."""
    return b"<html><body><script>alert(1)</script></body></html>"


def noise(size: int = 5000, seed: int = 1) -> bytes:
    """Bytes of no kind."""
    return random.Random(seed).randbytes(size)  # noqa: S311  not for secrets


def svg_laughs() -> bytes:
    """A billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return f"<!DOCTYPE svg [{entities}]><svg><text>&l9;</text></svg>".encode()


def svg_uses(levels: int = 30) -> bytes:
    """A billion shapes in thirty lines."""
    groups = "".join(
        f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, levels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"><g id="g0"><rect width="1" height="1"/></g>'
        f'{groups}<use href="#g{levels - 1}"/></svg>'
    ).encode()


def svg_deep(levels: int = 5000) -> bytes:
    """Groups in groups in groups."""
    inside = "<g>" * levels + "</g>" * levels
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


def svg_many(count: int = 300_000) -> bytes:
    """More shapes than anybody drew."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        + '<rect width="1" height="1"/>' * count
        + "</svg>"
    ).encode()


def yaml_laughs() -> bytes:
    """A head of a few lines that stands for a billion words."""
    lines = ['a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]']
    lines += [
        f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]"
        for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return ("---\ntitle: T\n" + "\n".join(lines) + "\n---\n\n# One\n\nWords.\n").encode()


def nested_list(depth: int = 2000) -> bytes:
    """A list in a list in a list."""
    return "\n".join(f"{'  ' * n}- item{n}" for n in range(depth)).encode()


def nested_html(depth: int = 20_000, tag: str = "div") -> bytes:
    """Tags in tags in tags."""
    return (f"<{tag}>" * depth + "deep words" + f"</{tag}>" * depth + "\n").encode()


def wide_table(columns: int = 2000, rows: int = 200) -> bytes:
    """A table that no page holds."""
    head = "|" + "h|" * columns + "\n|" + "-|" * columns + "\n"
    return (head + ("|" + "c|" * columns + "\n") * rows).encode()


def long_list(items: int = 26_000) -> bytes:
    """A list of more parts than are set in one piece: an item is one, and its words another."""
    return "".join(f"- item {n}\n" for n in range(items)).encode()


def tall_table(head: int = 1, cells: tuple[int, ...] = (1, 900), rows: int = 3) -> bytes:
    """A table with a row that is higher than a page, words numbered in each cell."""

    def line(*texts: str) -> str:
        return f"| {' | '.join(texts)} |\n"

    def words(column: int, count: int) -> str:
        return " ".join(f"c{column}w{n}" for n in range(count))

    others = ("thing",) * (len(cells) - 1)
    tall = line(*(words(column, count) for column, count in enumerate(cells)))
    heading = line(words(9, head), *others) + "|---" * len(cells) + "|\n"
    return (heading + line("thing", *others) * rows + tall + line("thing", *others)).encode()


def references(count: int = 20_000) -> bytes:
    """Links by reference, each to an address of its own."""
    calls = "".join(f"[w{n}][r{n}]\n\n" for n in range(count))
    return (calls + "".join(f"[r{n}]: http://a.example/{n}\n" for n in range(count))).encode()


_WORDS = (
    "the and to in a that it was he with as his had for not she her at on by which but from all "
    "this were one they would be there when so out if up no could them more said then into like "
    "some other what did about down over such only than upon after little very himself good"
)


def _prose(seed: int) -> Callable[[int], str]:
    """Return what makes so many words, others each time and no word twice in a row."""
    chosen, spoken, last = random.Random(seed), _WORDS.split(), 0  # noqa: S311  no secret

    def prose(length: int) -> str:
        nonlocal last
        made = []
        for _ in range(length):
            last = (last + chosen.randrange(1, len(spoken))) % len(spoken)
            made.append(spoken[last])
        return " ".join(made)

    return prose


def footnotes(count: int = 5000) -> bytes:
    """Notes, each called once."""
    calls = "".join(f"Word {n}.[^{n}]\n\n" for n in range(count))
    return (
        "# One\n\n" + calls + "".join(f"[^{n}]: Note number {n}.\n\n" for n in range(count))
    ).encode()


def notes_of_a_paragraph(
    count: int = 4000, called: str = "n[^{0}] ", note: str = "[^{0}]:"
) -> bytes:
    """Notes that one paragraph calls."""
    calls = "".join(called.format(n) for n in range(count))
    notes = (f"{note.format(n)} Note {n}.\n\n" for n in range(count))
    return f"{calls}\n\n{''.join(notes)}".encode()


def notes_within_notes(depth: int = 3000) -> bytes:
    """Notes that each call the next."""
    return ("x[^0]\n\n" + "".join(f"[^{n}]: n[^{n + 1}]\n\n" for n in range(depth))).encode()


def dense_notes(count: int = 5000, words: int = 20) -> bytes:
    """Prose in chapters with a note to each few words of it."""
    prose = _prose(3)
    parts = []
    for n in range(count):
        heading = f"\n\n# Chapter {n // 250 + 1}" if n % 250 == 0 else ""
        parts.append(f"{heading}{chr(10) * 2 if n % 5 == 0 else ' '}{prose(words)}[^{n}].")
    parts += [f"\n\n[^{n}]: A note of {prose(8)}." for n in range(count)]
    return "".join(parts).encode()


def long_notes(chapters: int = 60) -> bytes:
    """Short chapters, each with a note longer than itself: it stands at the chapter's end."""
    prose = _prose(5)
    parts = [f"# Chapter {n}\n\n{prose(60)}[^{n}] {prose(200)}\n\n" for n in range(chapters)]
    parts += [f"[^{n}]: {prose(240)}\n\n    {prose(500)}\n\n" for n in range(chapters)]
    return "".join(parts).encode()


def notes_everywhere(chapters: int = 40) -> bytes:
    """Notes that headings, quotations, items, tables and verse call, chapter by chapter."""
    prose, notes = _prose(11), list[str]()

    def called(length: int) -> str:
        notes.append(f"[^{len(notes)}]: {prose(9)}.\n\n")
        return f"{prose(length)}[^{len(notes) - 1}]"

    parts = []
    for _ in range(chapters):
        parts += [f"# {called(3)}\n\n{called(40)} {prose(20)}.\n\n> {called(30)}\n\n"]
        parts += [f"- {called(6)}\n" for _ in range(5)]
        parts += ["\n| a | b |\n|---|---|\n", *(f"| {called(3)} | b |\n" for _ in range(5))]
        parts += ["\n", *(f"| {called(5)}\n" for _ in range(5)), f"\n## {called(2)}\n\n"]
        parts += [f"{called(40)} {prose(20)}.\n\n"]
    return "".join(parts + notes).encode()


def note_often(times: int = 20_000) -> bytes:
    """One note that is called again and again."""
    return f"# One\n\n{'x[^1] ' * times}\n\n[^1]: n\n\nLast words.\n".encode()


def high_note(paragraphs: int = 600) -> bytes:
    """A note of so many paragraphs of a letter."""
    more = "    b\n\n" * paragraphs
    return f"# One\n\nx[^1] y\n\nLast words.\n\n[^1]: a\n\n{more}".encode()


def note_loop() -> bytes:
    """Notes that call each other."""
    return b"# One\n\nText.[^a]\n\n[^a]: See[^b].\n\n[^b]: See[^a].\n\n[^c]: Myself[^c].\n"


def fifo(path: Path) -> None:
    """A pipe: whoever opens it waits for ever."""
    os.mkfifo(path)


def listening(path: Path) -> None:
    """A socket's name."""
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket is short
        try:
            one.bind(path.name)
        finally:
            os.chdir(here)
