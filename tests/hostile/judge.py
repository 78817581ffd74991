"""What must be true of every case, whatever it is, and what a case says of itself."""

import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import recipes
from corpus import Case
from door import CPU_LIMIT, MEMORY_LIMIT, ROOT, Run
from PIL import Image

_FINDING = re.compile(
    r"^(?:(?P<place>.*?): )?(?P<severity>error|warning|note) (?P<code>BM-[A-Z]+-\d+): (?P<told>.*)$"
)
_ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|form|input|button|audio|video|base|link rel=.import)\b"
    r"|\s(on\w+)\s*=\s*[\"']|(javascript|vbscript|data)\s*:|(<!ENTITY)|(@import)|http-equiv",
    re.IGNORECASE,
)
_DISTANT = re.compile(
    r"""(?:src|poster|srcset|data)\s*=\s*["']\s*(?:\w+:|//)|url\(\s*["']?\s*(?:\w+:|//)"""
)
_ETC = (
    "/etc/mime.types",
    "/etc/localtime",
    "/etc/papersize",
    "/etc/ssl/openssl.cnf",
    "/etc/os-release",
    "/etc/apache2/mime.types",
    "/etc/httpd/",
    "/proc/self/maps",
    "/proc/self/status",
)
_STARTS = ("os.system", "webbrowser.", "subprocess.", "os.exec", "os.posix_spawn")
_LINES = re.compile(
    r"</(?:p|h[1-6]|li|td|th|div|section|pre|figcaption|blockquote|title)>|<br\s*/>"
)


@dataclass(frozen=True)
class Books:
    """What a build left in its folder."""

    out: Path

    @property
    def epub(self) -> Path | None:
        """The EPUB, if there is one."""
        return next(iter(sorted(self.out.glob("*.epub"))), None) if self.out.is_dir() else None

    @property
    def pdf(self) -> Path | None:
        """The PDF, if there is one."""
        return next(iter(sorted(self.out.glob("*.pdf"))), None) if self.out.is_dir() else None


def findings(run: Run) -> list[tuple[str, str, str, str]]:
    """Return place, severity, code and text of each finding on standard error."""
    found = (_FINDING.match(line) for line in run.err.splitlines())
    return [(m["place"] or "", m["severity"], m["code"], m["told"]) for m in found if m]


def shown(run: Run, place: Path) -> str:
    """Return exit code and findings as the golden file has them."""
    hidden = str(place)
    lines = [f"exit {run.code}"]
    lines += sorted({f"{s} {c} {at}".replace(hidden, "").rstrip() for at, s, c, _ in findings(run)})
    return "\n".join(lines) + "\n"


def documents(epub: Path) -> dict[str, str]:
    """Return the words of each document, a line for each block."""
    found = {}
    with zipfile.ZipFile(epub) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml") and not name.endswith(("nav.xhtml", "cover.xhtml")):
                markup = archive.read(name).decode("utf-8").partition("<body")[2].partition(">")[2]
                text = unescape(re.sub(r"<[^>]*>", "", _LINES.sub("\n", markup)))
                lines = (" ".join(line.split()) for line in text.split("\n"))
                found[Path(name).name] = "\n".join(line for line in lines if line)
    return found


def judge(case: Case, run: Run, place: Path) -> list[str]:
    """Return what is wrong with what became of a case: nothing, it is hoped."""
    books = Books(place / "out")
    wrong = [*_of_the_end(case, run), *_of_the_watch(run, place)]
    if books.epub:
        wrong += _of_the_epub(case, books.epub, place)
    if books.pdf:
        wrong += _of_the_pdf(case, books.pdf, place)
    if run.code == 0 and not (books.epub or books.pdf):
        wrong.append("exit 0 without a book")
    if run.code and books.out.is_dir() and any(books.out.iterdir()):
        wrong.append("files were left by a refusal")
    left = [path.name for path in place.iterdir() if path.name.startswith(".")]
    return [*wrong, *(f"left behind: {name}" for name in left)]


def _of_the_end(case: Case, run: Run) -> list[str]:
    wrong = []
    wanted = {"build": {0}, "refuse": {2}, "machine": {3}}[case.told["must"]]
    if run.code not in wanted:
        wrong.append(f"exit {run.code}, must {case.told['must']}: {run.err[-600:]}")
    if "Traceback" in run.err:
        wrong.append(f"a traceback: {run.err[-600:]}")
    errors = [one for one in findings(run) if one[1] == "error"]
    if run.code and not errors:
        wrong.append("a refusal that says nothing")
    wrong += [
        f"a refusal without a remedy: {told}" for *_, told in errors if not told.endswith(")")
    ]
    if recipes.CANARY in run.err:
        wrong.append("the message tells what stands outside")
    if run.cpu > CPU_LIMIT or run.peak > MEMORY_LIMIT:
        wrong.append(f"{run.cpu:.0f} CPU seconds, {run.peak / 2**20:.0f} MB")
    if len(run.err) > 20_000 or any(ord(c) < 32 and c not in "\n\t" for c in run.err):
        wrong.append("messages that flood or steer a terminal")
    return wrong


def _of_the_watch(run: Run, place: Path) -> list[str]:
    """Nothing was opened that a build may not open, no socket made, no program started."""
    wrong = []
    for event in run.events:
        kind, _, arguments = event.partition("\t")
        if kind.startswith(("socket.", "urllib.", "ftplib.", "http.")):
            wrong.append(f"network: {event}")
        elif kind.startswith(_STARTS) and repr(sys.executable) not in arguments:
            wrong.append(f"a program: {event}")  # a worker of ours is this very Python
        elif kind == "open":
            name = arguments.partition("\t")[0].strip("b'\"")
            if _is_foreign(name, place):
                wrong.append(f"opened: {event}")
    return wrong


def _is_foreign(name: str, place: Path) -> bool:
    """Whether a file is none that a build has business with: Python's, ours, or the case's."""
    if name.startswith((sys.prefix, sys.base_prefix, str(ROOT), *_ETC, "/dev/null")):
        return False
    outside = str(place / "outside")
    return name.startswith((outside, "/etc/", "/proc/", "/dev/", "/root/", "/home/", "/var/"))


def _of_the_epub(case: Case, epub: Path, place: Path) -> list[str]:
    with zipfile.ZipFile(epub) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    wrong: list[str] = []
    for name, content in entries.items():
        wrong += [f"{what} in {name}" for what in _foreign(content, place)]
        if name.endswith((".xhtml", ".svg", ".opf", ".ncx", ".css")):
            wrong += _of_markup(name, content.decode("utf-8"))
        if name.endswith((".png", ".jpg")):
            wrong += _of_picture(name, content)
    for words in case.told.get("lacks", []):
        wrong += [f"{name} has {words!r}" for name, c in entries.items() if words.encode() in c]
    text = " ".join(" ".join(documents(epub).values()).split())
    for words in case.told.get("holds", []):
        if " ".join(words.split()) not in text:
            wrong.append(f"the EPUB lacks {words!r}: {text[:300]}")
    pictures = sum(
        name.endswith((".png", ".jpg", ".svg")) and "cover" not in name for name in entries
    )
    if case.told.get("pictures", pictures) != pictures:
        wrong.append(f"{pictures} pictures in the EPUB, not {case.told['pictures']}")
    return wrong


def _of_picture(name: str, content: bytes) -> list[str]:
    with Image.open(BytesIO(content)) as image:
        image.load()
        if image.size in {recipes.OUTSIDE_SIZE, recipes.OUTSIDE_SIZE[::-1]}:
            return [f"the picture outside is in the book: {name}"]
    return []


def _foreign(content: bytes, place: Path) -> list[str]:
    """Return what of this machine stands in a file."""
    strange = {
        recipes.CANARY.encode(): "what stands outside",
        str(place).encode(): "the build's folder",
        b"root:x:0:0": "the machine's users",
    }
    return [what for words, what in strange.items() if words in content]


def _of_markup(name: str, content: str) -> list[str]:
    tags = content
    if not name.endswith(".css"):
        ET.fromstring(content)  # noqa: S314  our own file
        # Words are escaped: what still has a bracket or stands in a tag is markup.
        tags = " ".join(re.findall(r"<[^>]*>", content))
    wrong = []
    if found := _ACTIVE.search(tags):
        wrong.append(f"active content in {name}: {found[0]!r}")
    if found := _DISTANT.search(tags):
        wrong.append(f"something distant in {name}: {found[0]!r}")
    return wrong


def _of_the_pdf(case: Case, pdf: Path, place: Path) -> list[str]:
    flat = pdf.with_suffix(".flat")
    subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", str(pdf), str(flat)],
        check=True, capture_output=True,
    )  # fmt: skip
    content = flat.read_bytes()
    flat.unlink()
    wrong = [f"{what} in the PDF" for what in _foreign(content, place)]
    names = (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/SubmitForm", b"/GoToR")
    wrong += [f"{name.decode()} in the PDF" for name in (*names, b"file:/") if name in content]
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        boxes = {
            (int(w), int(h))
            for page in document
            for o in page.get_objects([3])
            for w, h in [o.get_px_size()]
        }
    text = re.sub(r"[\W_]+", "", "".join(pages)).casefold()
    for words in case.told.get("holds", []):
        letters = re.sub(r"[\W_]+", "", words).casefold()
        if letters not in text:
            wrong.append(f"the PDF lacks {words!r}")
    if recipes.CANARY.casefold() in text:
        wrong.append("what stands outside is in the PDF")
    if recipes.OUTSIDE_SIZE in boxes:
        wrong.append("the picture outside is in the PDF")
    return wrong
