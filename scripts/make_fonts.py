"""Make the faces of `bookmaker/fonts` from the families' public packages.

Run once, and again only when a family changes:

    pip download --no-deps -d SOURCES fontpkg-eb-garamond fontpkg-literata fontpkg-cormorant \
        fontpkg-cinzel fontpkg-alegreya-sans fontpkg-jetbrains-mono fontpkg-noto-serif \
        fontpkg-frank-ruhl-libre fontpkg-amiri manimgx-fonts
    apt-get download fonts-noto-core fonts-noto-cjk        # into SOURCES as well
    python scripts/make_fonts.py SOURCES

A variable font becomes static instances, for print engines and e-readers take those everywhere;
hints go (no screen of ours needs them); fixed spaces that a text face lacks are added, so that a
thin space never changes the face in the middle of a line. A family whose licence or name table
reserves its name is refused: a changed font could not keep it (SIL OFL 1.1, clause 3).
The same sources give the same bytes.
"""

import io
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib import instancer

FOLDER = Path(__file__).resolve().parent.parent / "bookmaker" / "fonts"
STYLES = {
    (400, False): "Regular",
    (400, True): "Italic",
    (600, False): "SemiBold",
    (600, True): "SemiBold Italic",
    (700, False): "Bold",
    (700, True): "Bold Italic",
}
UPRIGHT, SLOPED = (400, False), (400, True)
FOUR = (UPRIGHT, SLOPED, (700, False), (700, True))
TWO = (UPRIGHT, (700, False))
ONE = (UPRIGHT,)


@dataclass(frozen=True)
class Family:
    """A family to make: where its files are, which styles, and how.

    `package` begins an archive's name; `member` is a file's name inside it, with `{style}` for
    static files and `{italic}` for variable ones. `axes` are pinned besides the weight;
    `text` faces get the fixed spaces; `cjk` faces are cut to the repertoire of daily use.
    """

    name: str
    package: str
    member: str
    styles: tuple[tuple[int, bool], ...] = ONE
    axes: tuple[tuple[str, float], ...] = ()
    text: bool = False
    cjk: bool = False

    @property
    def folder(self) -> str:
        """The family's folder: its name in lower case, joined by hyphens."""
        return self.name.lower().replace(" ", "-")


def noto(name: str) -> Family:
    """Return a fallback family of Debian's `fonts-noto-core`, Regular only."""
    return Family(
        name,
        "fonts-noto-core",
        name.replace(" ", "") + "-Regular.ttf",
    )


FAMILIES = (
    Family("EB Garamond", "fontpkg_eb_garamond", "EBGaramond{italic}[wght].ttf", FOUR, text=True),
    Family(
        "Literata",
        "fontpkg_literata",
        "Literata{italic}[opsz,wght].ttf",
        FOUR,
        (("opsz", 12.0),),
        text=True,
    ),
    Family(
        "Cormorant",
        "fontpkg_cormorant",
        "Cormorant{italic}[wght].ttf",
        (UPRIGHT, SLOPED, (600, False), (600, True)),
        text=True,
    ),
    Family("Cinzel", "fontpkg_cinzel", "Cinzel[wght].ttf", TWO, text=True),
    Family("Alegreya Sans", "fontpkg_alegreya_sans", "AlegreyaSans-{style}.ttf", FOUR, text=True),
    Family(
        "JetBrains Mono",
        "fontpkg_jetbrains_mono",
        "JetBrainsMono{italic}[wght].ttf",
        FOUR,
        text=True,
    ),
    Family(
        "Noto Serif",
        "fontpkg_noto_serif",
        "NotoSerif{italic}[wdth,wght].ttf",
        FOUR,
        (("wdth", 100.0),),
    ),
    Family("Frank Ruhl Libre", "fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", TWO),
    Family("Amiri", "fontpkg_amiri", "Amiri-{style}.ttf", TWO),
    noto("Noto Serif Armenian"),
    noto("Noto Serif Georgian"),
    noto("Noto Serif Devanagari"),
    noto("Noto Serif Bengali"),
    noto("Noto Serif Gujarati"),
    noto("Noto Serif Gurmukhi"),
    noto("Noto Serif Kannada"),
    noto("Noto Serif Malayalam"),
    noto("Noto Serif Sinhala"),
    noto("Noto Serif Tamil"),
    noto("Noto Serif Telugu"),
    noto("Noto Serif Thai"),
    noto("Noto Serif Lao"),
    noto("Noto Serif Khmer"),
    noto("Noto Serif Myanmar"),
    noto("Noto Serif Ethiopic"),
    noto("Noto Sans Runic"),
    noto("Noto Sans Symbols2"),
    noto("Noto Sans Symbols"),
    noto("Noto Sans Math"),
    noto("Noto Music"),
    Family("Noto Serif CJK", "fonts-noto-cjk", "NotoSerifCJK-Regular.ttc", cjk=True),
    Family("Noto Emoji", "manimgx_fonts", "NotoEmoji[wght].ttf"),
)

NO_BREAK_HYPHEN = 0x2011

# Advance of each space in thousandths of an em, or the character whose advance it takes.
SPACES = {
    0x00A0: " ",
    0x2002: 500,
    0x2003: 1000,
    0x2004: 333,
    0x2005: 250,
    0x2006: 167,
    0x2007: "0",
    0x2008: ".",
    0x2009: 200,
    0x200A: 100,
    0x202F: 200,
    0x205F: 222,
}


def archive_members(folder: Path) -> dict[str, tuple[Path, str]]:
    """Return every file of the archives in `folder` by `package/file name`."""
    found: dict[str, tuple[Path, str]] = {}
    for path in sorted(folder.iterdir()):
        for member in sorted(_names(path)):
            package = re.split(r"[-_]\d", path.name)[0]
            found.setdefault(f"{package}/{member.rsplit('/', 1)[-1]}", (path, member))
    return found


def _names(path: Path) -> Iterator[str]:
    if path.suffix == ".whl":
        yield from zipfile.ZipFile(path).namelist()
    elif path.suffix == ".deb":
        yield from _deb(path).getnames()


@cache
def _deb(path: Path) -> tarfile.TarFile:
    tar = subprocess.run(  # noqa: S603  dpkg reads its own format
        ["dpkg-deb", "--fsys-tarfile", str(path)],  # noqa: S607  Debian's, wherever it is
        check=True,
        capture_output=True,
    ).stdout
    return tarfile.open(fileobj=io.BytesIO(tar))


def read_member(path: Path, member: str) -> bytes:
    """Return the bytes of one member of a wheel or a Debian package."""
    if path.suffix == ".whl":
        return zipfile.ZipFile(path).read(member)
    handle = _deb(path).extractfile(member)
    if handle is None:
        raise FileNotFoundError(member)
    return handle.read()


def repertoire() -> list[int]:
    """Return the characters to keep: what the East Asian standards of daily use encode."""
    kept = set(range(0x3000, 0x30FF + 1)) | set(range(0xFF00, 0xFFEF)) | set(range(0x20, 0x7F))
    kept |= set(range(0x3100, 0x3130)) | set(range(0x31A0, 0x31C0)) | set(range(0x3200, 0x3400))
    for codec, leads in (
        ("gb2312", range(0xA1, 0xF8)),
        ("euc_jp", range(0xA1, 0xF5)),
        ("euc_kr", range(0xA1, 0xC9)),
        ("big5", range(0xA1, 0xC7)),
    ):
        for lead in leads:
            for trail in range(0x40, 0xFF):
                kept |= {ord(c) for c in bytes([lead, trail]).decode(codec, "ignore")}
    return sorted(kept)


def load(data: bytes) -> TTFont:
    """Return the font; of a collection the first, whose forms are the Japanese ones."""
    return TTFont(io.BytesIO(data), fontNumber=0, recalcTimestamp=False)


def make_static(font: TTFont, family: Family, weight: int) -> TTFont:
    """Pin the axes, drop the hints and reduce the font to its repertoire."""
    if "fvar" in font:
        wanted = {"wght": float(weight), **dict(family.axes)}
        limits = {a.axisTag: wanted[a.axisTag] for a in font["fvar"].axes}
        font = instancer.instantiateVariableFont(font, limits)
    options = subset.Options(
        hinting=False,
        layout_features=["*"],
        name_IDs=["*"],
        notdef_outline=True,
        glyph_names=False,
        legacy_cmap=False,
        drop_tables=["STAT", "DSIG", "MVAR", "FFTM", "HVAR", "VVAR", "meta"],
        recalc_timestamp=False,
        passthrough_tables=True,
    )
    if family.cjk:
        options.layout_features = ["kern", "palt", "vert", "ccmp", "mark", "mkmk"]
    worker = subset.Subsetter(options)
    kept = repertoire() if family.cjk else sorted(font.getBestCmap())
    worker.populate(unicodes=kept, glyphs=[] if family.cjk else font.getGlyphOrder())
    worker.subset(font)
    return font


def add_spaces(font: TTFont) -> None:
    """Give a text face the fixed spaces and the no-break hyphen it lacks."""
    for vertical in ("vhea", "vmtx"):
        if vertical in font:
            del font[vertical]
    known = font.getBestCmap()
    for code, width in SPACES.items():
        if code not in known:
            like = known[ord(width)] if isinstance(width, str) else None
            advance = font["hmtx"][like][0] if like else _advance(font, int(width))
            _add_blank(font, code, advance)
    if NO_BREAK_HYPHEN not in known:
        _map(font, NO_BREAK_HYPHEN, known.get(0x2010, known[0x2D]))


def _advance(font: TTFont, thousandths: int) -> int:
    if font["post"].isFixedPitch:
        return int(font["hmtx"][font.getBestCmap()[0x20]][0])
    return round(font["head"].unitsPerEm * thousandths / 1000)


def _add_blank(font: TTFont, code: int, advance: int) -> None:
    name = f"space{code:04X}"
    glyf, metrics = font["glyf"], font["hmtx"].metrics
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyf.glyphs[name] = Glyph()
    glyf.glyphOrder = font.getGlyphOrder()
    metrics[name] = (advance, 0)
    _map(font, code, name)


def _map(font: TTFont, code: int, name: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:  # noqa: PLR2004  14 maps variation sequences
            table.cmap[code] = name


def set_names(font: TTFont, family: str, weight: int, *, italic: bool) -> None:
    """Set names and style bits so that fontconfig and e-readers group the styles rightly.

    See https://learn.microsoft.com/typography/opentype/spec/name and OS/2 fsSelection.
    """
    style = STYLES[weight, italic]
    plain = weight in (400, 700)
    short = family if plain else f"{family} {style.removesuffix(' Italic')}"
    link = style if plain else ("Italic" if italic else "Regular")
    script = family.replace(" ", "") + "-" + style.replace(" ", "")
    copyright_, version = _name(font, 0), _name(font, 5)
    kept = {i: _name(font, i) for i in (8, 9, 11, 12, 13, 14) if _name(font, i)}
    table = font["name"]
    table.names = []
    values = {
        0: copyright_,
        1: short,
        2: link,
        3: f"{version};{script}",
        4: f"{family} {style}",
        5: version,
        6: script,
        **kept,
    }
    if not plain:
        values |= {16: family, 17: style}
    for number, text in sorted(values.items()):
        table.setName(text, number, 3, 1, 0x409)
    _set_bits(font, weight, link)


def _name(font: TTFont, number: int) -> str:
    return str(font["name"].getDebugName(number) or "").strip()


def _set_bits(font: TTFont, weight: int, link: str) -> None:
    bold, italic = "Bold" in link, "Italic" in link
    os2, head = font["OS/2"], font["head"]
    os2.usWeightClass = weight
    kept = os2.fsSelection & ~0b1100001
    os2.fsSelection = kept | italic | bold << 5 | (not bold and not italic) << 6
    head.macStyle = bold | italic << 1
    os2.fsType = 0


def refuse_reserved(font: TTFont, family: Family, licence: str) -> None:
    """Stop where the licence or the font itself reserves a name that the family bears."""
    claims = licence.split("This Font Software", maxsplit=1)[0] + _name(font, 0) + _name(font, 13)
    for reserved in re.findall(r"Reserved Font Name[s]?:?\s*[\"“'‘]?([\w ]+)", claims):
        if reserved.strip().lower().split()[0] in family.name.lower():
            raise SystemExit(f"{family.name}: the name {reserved!r} is reserved")


def licence_of(family: Family, font: TTFont, found: dict[str, tuple[Path, str]]) -> str:
    """Return the licence text; the font's own notice over the common text for Debian's files."""
    own = found.get(f"{family.package}/LICENSE")
    if own and family.package.startswith("fontpkg"):
        return read_member(*own).decode()
    common = read_member(*found["fontpkg_eb_garamond/LICENSE"]).decode()
    return _name(font, 0) + "\n" + common.split("\n", 1)[1]


def make_family(family: Family, found: dict[str, tuple[Path, str]]) -> list[tuple[str, TTFont]]:
    """Write one family's faces and licence; return each face's path and font."""
    folder = FOLDER / family.folder
    folder.mkdir(parents=True, exist_ok=True)
    made: list[tuple[str, TTFont]] = []
    for weight, italic in family.styles:
        style = STYLES[weight, italic].replace(" ", "")
        member = family.member.format(style=style, italic="-Italic" if italic else "")
        font = load(read_member(*found[f"{family.package}/{member}"]))
        licence = licence_of(family, font, found)
        refuse_reserved(font, family, licence)
        font = make_static(font, family, weight)
        if family.text:
            add_spaces(font)
        set_names(font, family.name, weight, italic=italic)
        suffix = "otf" if "CFF " in font else "ttf"
        path = folder / f"{family.name.replace(' ', '')}-{style}.{suffix}"
        font.save(path, reorderTables=True)
        (folder / "OFL.txt").write_text(licence.rstrip() + "\n", encoding="utf-8")
        made.append((str(path.relative_to(FOLDER).as_posix()), load(path.read_bytes())))
    return made


def ranges(codes: list[int]) -> str:
    """Return sorted code points as `20-7e a0`: hexadecimal ranges."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs)


def table_line(path: str, family: Family, font: TTFont) -> str:
    """Return a face's line of `faces.tsv`: path, family, weight, style, coverage."""
    style = "italic" if font["head"].macStyle & 2 else "normal"
    weight = font["OS/2"].usWeightClass
    covered = ranges(sorted(font.getBestCmap()))
    return f"{path}\t{family.name}\t{weight}\t{style}\t{covered}\n"


def main(sources: Path) -> None:
    """Make every family and the table of faces."""
    found = archive_members(sources)
    lines: list[str] = []
    for family in FAMILIES:
        made = make_family(family, found)
        lines += [table_line(path, family, font) for path, font in made]
        size = sum((FOLDER / path).stat().st_size for path, _ in made)
        print(f"{family.name}: {len(made)} faces, {size // 1024} KiB")
    (FOLDER / "faces.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
