"""Faces: each font program is embedded once (ISO 32000-1, 9.7: composite fonts, Identity-H)."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from bookmaker.print_run import Face

_BATCH: Final = 100  # entries of one block of a CMap, at most (Adobe Technical Note 5014)
_STEM: Final = 80  # thousandths of an em: what a viewer needs to fake a face that it has


def embed(pdf: Pdf, faces: tuple[Face, ...]) -> Object:
    """Return the book's faces by the names that content has for them; all are in `pdf`."""
    programs: dict[bytes, Object] = {}
    fonts = pdf.make_indirect(Dictionary())
    for face in faces:
        if face.program not in programs:
            programs[face.program] = _program(pdf, face.program)
        fonts[f"/{face.key}"] = _font(pdf, face, programs[face.program])
    return fonts


def _is_cff(program: bytes) -> bool:
    return program[:4] == b"OTTO"


def _program(pdf: Pdf, program: bytes) -> Object:
    if _is_cff(program):
        return Stream(pdf, program, Subtype=Name.OpenType)
    return Stream(pdf, program, Length1=len(program))


def _font(pdf: Pdf, face: Face, program: Object) -> Object:
    file = "/FontFile3" if _is_cff(face.program) else "/FontFile2"
    widest = max(face.widths.values(), default=0)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{face.name}"),
        FontFamily=String(face.family),
        Flags=face.flags,
        FontBBox=Array([0, face.descent, widest, face.ascent]),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.ascent,
        StemV=_STEM,
    )
    descriptor[file] = program
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if _is_cff(face.program) else Name.CIDFontType2,
        BaseFont=Name(f"/{face.name}"),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        W=Array(list(_widths(face.widths))),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    if not _is_cff(face.program):
        descendant.CIDToGIDMap = Name.Identity
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{face.name}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=Stream(pdf, _to_unicode(face.characters)),
        )
    )


def _widths(widths: Mapping[int, int]) -> Iterator[int | Array]:
    """Yield first glyph and widths of each stretch of glyphs in a row (9.7.4.3)."""
    stretch: list[int] = []
    first = before = -2
    for glyph, width in sorted(widths.items()):
        if glyph != before + 1 and stretch:
            yield first
            yield Array(stretch)
            stretch = []
        if not stretch:
            first = glyph
        stretch.append(width)
        before = glyph
    if stretch:
        yield first
        yield Array(stretch)


def _to_unicode(characters: Mapping[int, str]) -> bytes:
    """Return the CMap that says which text each glyph stands for (9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    entries = iter(sorted(characters.items()))
    while batch := list(islice(entries, _BATCH)):
        lines.append(f"{len(batch)} beginbfchar")
        lines += (f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in batch)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
