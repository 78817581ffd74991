"""Pictures: what a book may hold, and what is refused with the manuscript's line."""

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFile

from bookmaker.book import (
    Book,
    Chapter,
    Emphasis,
    Epigraph,
    Figure,
    Heading,
    List,
    Note,
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
)
from bookmaker.book import Image as BookImage
from bookmaker.diagnostics import Diagnostic, Span
from bookmaker.errors import InputError
from bookmaker.metadata import Metadata
from bookmaker.pictures import (
    Picture,
    jpeg_size,
    load_picture,
    load_pictures,
    picture_references,
)
from bookmaker.pictures.srgb import is_srgb, srgb_profile
from bookmaker.pictures.svg_numbers import may_stand
from bookmaker.resources import Resolver

SPAN = Span("story.md", 12)


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue, a white corner at the top left."""
    image = Image.new("RGB", size, (200, 30, 30))
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 2, 0, *size), fill=(20, 40, 160))
    draw.rectangle((0, 0, size[0] // 6, size[1] // 4), fill="white")
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def load(folder: Path, content: bytes, name: str = "tree") -> tuple[Picture, list[str]]:
    (folder / name).write_bytes(content)
    loaded, findings = load_picture(Resolver(folder), name, SPAN)
    assert all(finding.span == SPAN for finding in findings)
    again, _ = load_picture(Resolver(folder), name, SPAN)
    assert again == loaded
    assert re.fullmatch(r"images/[a-z0-9-]+-[0-9a-f]{12}\.(png|jpg|svg)", loaded.name)
    return loaded, [finding.code for finding in findings]


def refused(folder: Path, content: bytes, name: str = "tree") -> Diagnostic:
    (folder / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_picture(Resolver(folder), name, SPAN)
    (finding,) = caught.value.diagnostics
    assert finding.span == SPAN
    return finding


def pixels(loaded: Picture) -> Image.Image:
    image = Image.open(BytesIO(loaded.data))
    image.load()
    assert image.size == (loaded.width, loaded.height)
    return image


@pytest.mark.parametrize(
    ("kind", "mode", "options", "media_type"),
    [
        ("PNG", "RGB", {}, "image/png"),
        ("PNG", "RGBA", {}, "image/png"),
        ("PNG", "P", {}, "image/png"),
        ("PNG", "1", {}, "image/png"),
        ("PNG", "LA", {}, "image/png"),
        ("PNG", "I;16", {}, "image/png"),
        ("JPEG", "RGB", {}, "image/jpeg"),
        ("JPEG", "L", {}, "image/jpeg"),
        ("JPEG", "RGB", {"progressive": True}, "image/jpeg"),
        ("JPEG", "CMYK", {}, "image/jpeg"),
        ("GIF", "P", {}, "image/png"),
        ("WEBP", "RGB", {"quality": 90}, "image/jpeg"),
        ("WEBP", "RGB", {"lossless": True}, "image/png"),
        ("WEBP", "RGBA", {}, "image/png"),
    ],
)
def test_kinds(
    tmp_path: Path, kind: str, mode: str, options: dict[str, object], media_type: str
) -> None:
    source = picture((80, 48), "L" if mode == "I;16" else mode)
    if mode == "I;16":
        source = source.convert("I").point(lambda level: level * 257).convert("I;16")
    if mode == "RGBA":
        source.putpixel((79, 47), (0, 0, 0, 0))
    loaded, codes = load(tmp_path, saved(source, kind, **options))
    assert (loaded.media_type, loaded.width, loaded.height) == (media_type, 80, 48)
    assert codes == []
    shown = pixels(loaded)
    assert shown.mode in {"1", "L", "LA", "P", "RGB", "RGBA"}
    if mode not in {"1", "L", "LA", "I;16"}:
        red, _, blue = shown.convert("RGB").getpixel((30, 40))
        assert red > 150 > blue
    assert shown.convert("L").getpixel((3, 3)) > 230


def test_good_pixels_are_kept_as_they_were_compressed(tmp_path: Path) -> None:
    for kind in ("PNG", "JPEG"):
        content = saved(picture(), kind)
        assert load(tmp_path, content)[0].data == content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_stand_upright_and_forget_the_place(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "SECRET-PLACE"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    turned = picture()
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose values
    if orientation in undo:
        turned = turned.transpose(undo[orientation])
    content = saved(turned, "JPEG", exif=exif, comment=b"SECRET-COMMENT", quality=95)
    assert b"SECRET-PLACE" in content
    loaded, codes = load(tmp_path, content)
    assert codes == []
    assert b"SECRET" not in loaded.data
    assert b"Exif" not in loaded.data
    shown = pixels(loaded)
    assert shown.size == (60, 40)
    assert shown.getpixel((3, 3))[1] > 200  # the white corner is where it was seen
    assert shown.getpixel((55, 35))[2] > 120


def test_notes_of_png_and_what_follows_the_end_are_cut_away(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415  one test's need

    notes = PngInfo()
    notes.add_text("Author", "SECRET")
    notes.add_itxt("XML:com.adobe.xmp", "SECRET")
    for content in (
        saved(picture(), "PNG", pnginfo=notes) + b"SECRET-TAIL",
        saved(picture(), "JPEG") + b"SECRET-TAIL\xff\xd9",
        saved(picture(), "JPEG", progressive=True, comment=b"SECRET") + b"PK\x03\x04SECRET",
    ):
        loaded, codes = load(tmp_path, content)
        assert codes == []
        assert b"SECRET" not in loaded.data
        assert pixels(loaded).size == (60, 40)


def test_foreign_colours_become_srgb(tmp_path: Path) -> None:
    # A profile whose red and blue are exchanged: after conversion the halves have changed places.
    odd = bytearray(srgb_profile())
    swap = odd.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    swap = swap.replace(b"sRGB", b"oddR")
    loaded, codes = load(tmp_path, saved(picture(), "PNG", icc_profile=bytes(swap)))
    assert codes == []
    assert b"iCCP" not in loaded.data
    red, _, blue = pixels(loaded).getpixel((20, 30))
    assert blue > 150 > red


@pytest.mark.parametrize(
    ("kind", "mode", "size", "bounded"),
    [
        ("JPEG", "RGB", (6600, 2000), (3300, 1000)),
        ("PNG", "RGBA", (1000, 4400), (750, 3300)),
        ("PNG", "P", (3301, 100), (3300, 100)),
        ("JPEG", "L", (3300, 3300), (3300, 3300)),
    ],
)
def test_no_picture_is_larger_than_paper_shows(
    tmp_path: Path, kind: str, mode: str, size: tuple[int, int], bounded: tuple[int, int]
) -> None:
    content = saved(picture(size, mode), kind)
    loaded, codes = load(tmp_path, content)
    assert (loaded.width, loaded.height) == pixels(loaded).size == bounded
    assert codes == (["BM-PICT-009"] if size != bounded else [])
    left, right = (pixels(loaded).convert("RGB").getpixel((x, bounded[1] // 2))
                   for x in (bounded[0] // 4, bounded[0] * 3 // 4))  # fmt: skip
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    if mode != "L":
        assert left[0] > 150 > right[0]
        assert right[2] > 120 > left[2]
    if size == bounded:
        assert len(loaded.data) == len(content)


def test_a_broken_profile_is_a_note(tmp_path: Path) -> None:
    loaded, codes = load(tmp_path, saved(picture(), "PNG", icc_profile=b"rubbish" * 30))
    assert codes == ["BM-PICT-006"]
    assert pixels(loaded).size == (60, 40)


def test_srgb_profile_is_what_it_says() -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB"
    assert is_srgb(srgb_profile())
    theirs = ImageCms.createProfile("sRGB")
    shown = ImageCms.profileToProfile(picture(), profile, theirs)
    for place in ((3, 3), (20, 30), (50, 30)):
        pairs = zip(shown.getpixel(place), picture().getpixel(place), strict=True)
        assert all(abs(one - other) <= 1 for one, other in pairs)


def test_moving_pictures_stand_still(tmp_path: Path) -> None:
    frames = [picture(), Image.new("RGB", (60, 40))]
    for kind in ("GIF", "WEBP", "PNG"):
        content = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        loaded, codes = load(tmp_path, content)
        assert codes == ["BM-PICT-008"]
        assert pixels(loaded).convert("RGB").getpixel((20, 30))[0] > 150


def png(width: int, height: int, body: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + end

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "BM-PICT-002"),
        (b"no picture at all", "BM-PICT-002"),
        (b"%PDF-1.7", "BM-PICT-002"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "BM-PICT-002"),
        (b"\x89PNG\r\n\x1a\n", "BM-PICT-004"),
        (b"\x1f\x8b\x08\x00rest", "BM-PICT-002"),
        (png(8000, 5001), "BM-PICT-003"),
        (png(100_000, 100_000), "BM-PICT-00[23]"),
        (png(0, 10), "BM-PICT-00[24]"),
        (png(60, 40, b"short"), "BM-PICT-004"),
        (saved(picture(), "PNG")[:-20], "BM-PICT-004"),
        (saved(picture(), "JPEG")[:700], "BM-PICT-004"),
        (saved(picture(), "GIF")[:200], "BM-PICT-004"),
        (saved(picture(), "WEBP")[:100], "BM-PICT-00[24]"),
        (saved(picture(), "JPEG") + b"\xff\xda" * 200, "BM-PICT-004"),
        (b"<html><p>no drawing</p></html>", "BM-PICT-002"),
        (b"<svg", "BM-PICT-004"),
    ],
)
def test_broken_and_hostile_files(tmp_path: Path, content: bytes, code: str) -> None:
    assert re.fullmatch(code, refused(tmp_path, content).code)


def test_missing_distant_and_outside(tmp_path: Path) -> None:
    for src, code in [
        ("none.png", "BM-PICT-001"),
        ("http://127.0.0.1:9/a.png", "BM-INPUT-011"),
        ("../a.png", "BM-INPUT-006"),
        ("data:image/png;base64,AA", "BM-INPUT-012"),
    ]:
        with pytest.raises(InputError) as caught:
            load_picture(Resolver(tmp_path), src, SPAN)
        assert [(d.code, d.span) for d in caught.value.diagnostics] == [(code, SPAN)]
        assert caught.value.exit_code == 2


def test_names(tmp_path: Path) -> None:
    content = saved(picture(), "PNG")
    for name, slug in [
        ("Karte von Öland.png", "karte-von-oland"),
        ("木.png", "picture"),
        ("..a.png", "a"),
        ("x" * 200 + ".png", "x" * 40),
        ("a&b\"<'>.png", "a-b"),
    ]:
        loaded, codes = load(tmp_path, content, name)
        assert loaded.name.startswith(f"images/{slug}-")
        assert codes == []


# ---------------------------------------------------------------- drawings

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def drawing(body: str, attributes: str = 'viewBox="0 0 20 10"') -> bytes:
    return f"{HEAD}{attributes}>{body}</svg>".encode()


def test_a_clean_drawing_passes(tmp_path: Path) -> None:
    body = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<g id="leaf"><path d="M0 0L5 5"/></g></defs><style>.a{fill:url(#g)}</style>'
        '<use xlink:href="#leaf" x="3"/><use href="#leaf"/><rect class="a" width="5" height="5"/>'
        '<text x="1" y="2" style="fill:#333">A <tspan>word</tspan> here</text>'
    )
    loaded, codes = load(tmp_path, drawing(body))
    assert codes == []
    assert (loaded.media_type, loaded.width, loaded.height) == ("image/svg+xml", 20, 10)
    for part in (b'xlink:href="#leaf"', b".a{fill:url(#g)}", b"A <tspan>word</tspan> here"):
        assert part in loaded.data
    assert load(tmp_path, loaded.data)[0].data == loaded.data


@pytest.mark.parametrize(
    ("body", "gone", "what"),
    [
        ("<script>alert(1)</script>", "alert", "<script>"),
        ('<rect onclick="alert(1)"/>', "alert", "onclick="),
        ("<foreignObject><p>words</p></foreignObject>", "foreign", "<foreignObject>"),
        ('<image xlink:href="file:///etc/passwd"/>', "passwd", "<image>"),
        ('<image href="http://x/y.png"/>', "http://x", "<image>"),
        ('<use href="other.svg#a"/>', "other", "a reference to outside"),
        ('<use xlink:href="http://x/y.svg#a"/>', "http://x", "a reference to outside"),
        ('<a href="javascript:alert(1)"><rect/></a>', "alert", "<a>"),
        ('<rect fill="url(http://x/y#a)"/>', "http://x", "fill="),
        ('<rect style="fill:url(//x/y)"/>', "//x", "style="),
        ('<rect style="fill:u\\72l(//x)"/>', "//x", "style="),
        ("<style>@import 'http://x';</style>", "import", "<style>"),
        ("<style>rect{fill:url(http://x)}</style>", "http://x", "<style>"),
        ("<style>path{fill:url(#p)}</style><pattern id='p'><path/></pattern>", "path{", "<style>"),
        ('<filter><feImage href="http://x"/></filter>', "feImage", "<feImage>"),
        ("<x:script xmlns:x='http://www.w3.org/2000/svg'>1</x:script>", "script", "<script>"),
    ],
)
def test_what_is_active_or_distant_is_left_out(
    tmp_path: Path, body: str, gone: str, what: str
) -> None:
    (tmp_path / "tree").write_bytes(drawing(body + "<circle/>"))
    loaded, (finding,) = load_picture(Resolver(tmp_path), "tree", SPAN)
    assert gone.encode() not in loaded.data
    assert b"<circle/>" in loaded.data
    assert finding.code == "BM-PICT-005"
    assert what in finding.message


def test_private_corners_of_drawing_programs_go_quietly(tmp_path: Path) -> None:
    body = (
        "<metadata>SECRET</metadata><!-- SECRET --><?php SECRET ?>"
        '<i:pgf xmlns:i="urn:x">SECRET</i:pgf><g i:y="SECRET" xmlns:i="urn:x"/>tail'
    )
    loaded, codes = load(tmp_path, drawing(body))
    assert codes == []
    assert b"SECRET" not in loaded.data
    assert b"tail" in loaded.data


LAUGHS = "".join(f"<g id='l{n}'>" + f"<use href='#l{n + 1}'/>" * 10 + "</g>" for n in range(12))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + drawing("&x;"), "007"),
        (b'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://x">%x;]>' + drawing(""), "007"),
        (b'<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">' + drawing(""), "007"),
        (('<!DOCTYPE svg [<!ENTITY x "y">]>' + drawing("").decode()).encode("utf-16"), "007"),
        (drawing(LAUGHS), "004"),
        (drawing("<g id='a'><use href='#a'/></g>"), "004"),
        (drawing("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"), "004"),
        (drawing("<pattern id='a'><rect fill='url(#a)'/></pattern>"), "004"),
        (drawing("<g>" * 5000 + "</g>" * 5000), "004"),
        (drawing("<g/>" * 100_001), "004"),
        (drawing("&unknown;"), "004"),
    ],
)
def test_drawings_built_to_harm(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(tmp_path, content).code == f"BM-PICT-{code}"


def test_the_public_doctype_of_old_programs_is_dropped(tmp_path: Path) -> None:
    public = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    content = public + b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + drawing("<g/>")
    loaded, codes = load(tmp_path, content)
    assert b"DOCTYPE" not in loaded.data
    assert codes == []


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 20 10"', (20, 10)),
        ('viewBox="0 0 20 10" width="100%"', (20, 10)),
        ('viewBox="0 0 20 10" width="40"', (40, 20)),
        ('viewBox="0,0,20,10" height="1in"', (192, 96)),
        ('width="25.4mm" height="72pt"', (96, 96)),
        ("", (300, 150)),
        ('viewBox="0 0 nan 1e999" width="1e99"', (300, 150)),
        ('viewBox="0 0 -5 0"', (300, 150)),
    ],
)
def test_size_of_drawings(tmp_path: Path, attributes: str, size: tuple[int, int]) -> None:
    loaded, codes = load(tmp_path, drawing("<g/>", attributes))
    assert (loaded.width, loaded.height) == size
    assert codes == []


# ---------------------------------------------------------------- where a book names pictures


def image(number: int) -> BookImage:
    return BookImage(f"{number}.png")


def test_every_place_of_a_picture_is_found_in_order() -> None:
    def at(line: int) -> Span:
        return Span("story.md", line)

    def paragraph(number: int) -> Paragraph:
        return Paragraph((Text("a "), Emphasis((image(number),))), at(number))

    wrapped = Paragraph(
        (Text("one two "), Emphasis((Text("x"), image(8))), Text("y"), image(9)),
        at(7),
        line_starts=(8, 10),
    )
    scene = Scene(
        (
            Figure("5.png", "", (image(6),), at(5)),
            wrapped,
            Quotation((paragraph(10),), at(10), (image(11),)),
            List(((paragraph(12),), (paragraph(13),)), ordered=False, span=at(12)),
            Verse((Stanza((VerseLine((image(14),), 14),)),), at(14)),
            Heading((image(15),), 1, at(15)),
            Table(((image(16),),), (((image(17),),),), ("",), at(16)),
            Paragraph((Text("plain"),), at(18)),
        ),
        at(4),
        dateline=paragraph(4),
    )
    book = Book(
        Metadata(),
        body=(Part((Chapter((scene,), at(3), title=(image(3),)),), at(2), title=(image(2),)),),
        front=(Section(Role.DEDICATION, (paragraph(0),), at(0)),),
        epigraph=Epigraph((paragraph(1),), at(1)),
        back=(Section(Role.AFTERWORD, (paragraph(18),), at(18)),),
        notes=(Note("n", (paragraph(19),), at(19)),),
    )
    found = list(picture_references(book))
    assert [src for src, _ in found] == [f"{n}.png" for n in range(20) if n != 7]
    assert [span.line for src, span in found if src in {"8.png", "9.png"}] == [8, 9]


def test_all_pictures_at_once_and_all_failures_at_once(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(saved(picture(), "PNG"))

    def book(*numbers: int) -> Book:
        blocks = tuple(Figure(f"{n}.png", "", (), Span("a.md", n)) for n in numbers)
        return Book(Metadata(), (Chapter((Scene(blocks, SPAN),), SPAN),))

    loaded, findings = load_pictures(Resolver(tmp_path), book(1, 1))
    assert list(loaded) == ["1.png"]
    assert findings == ()
    with pytest.raises(InputError) as caught:
        load_pictures(Resolver(tmp_path), book(2, 1, 3, 2))
    found = [(d.code, d.span and d.span.line) for d in caught.value.diagnostics]
    assert found == [("BM-PICT-001", 2), ("BM-PICT-001", 3)]


def test_a_picture_cut_short_is_refused_even_after_weasyprint_was_loaded(tmp_path: Path) -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # what importing WeasyPrint does
    with pytest.raises(InputError) as caught:
        load(tmp_path, saved(picture(), "PNG")[:-30])
    assert [d.code for d in caught.value.diagnostics] == ["BM-PICT-004"]


def test_the_size_of_a_jpeg_is_read_without_decoding_it() -> None:
    for options in ({}, {"progressive": True}, {"comment": b"x" * 900}):
        assert jpeg_size(saved(picture((61, 43)), "JPEG", **options)) == (61, 43)
    for broken in (b"", b"\xff\xd8", b"\xff\xd8\xff\xc0\x00", saved(picture(), "PNG")):
        assert jpeg_size(broken) is None


@pytest.mark.parametrize(
    ("key", "value", "stands"),
    [
        ("x", "3", True), ("x", "-.5e1px", True), ("x", "1 2,3", True), ("width", "50%", True),
        ("x", "nan", False), ("x", "1e400", False), ("x", "3px%", False), ("x", "abc", False),
        ("viewBox", "0 0 9.5 9", True), ("viewBox", "0 0 9", False), ("orient", "auto", True),
        ("orient", "sideways", False), ("font-size", "medium", True), ("font-size", "1e9", False),
        ("transform", "translate(10,20) rotate(45 3-4)", True), ("transform", "rotate()", False),
        ("transform", "scale(1e400)", False), ("transform", "matrix(1 2)", False),
        ("d", "M10-20.5.5L-1e-3 4,5a1 1 0 013 4z", True), ("d", "M 0 0 L 9e999 3", False),
        ("d", "M 1 & 2", False), ("points", "1,2 3,4", True), ("fill", "url(#a)", True),
    ],
)  # fmt: skip
def test_numbers_of_a_drawing_are_such_as_can_be_reckoned_with(
    *, key: str, value: str, stands: bool
) -> None:
    assert may_stand(key, value) is stands
