"""Stages 4 to 6 for one build: lay out, bind, and check what was bound.

Rooms that are heavy to import are imported where they are needed, so that `--format epub` never
loads WeasyPrint and a build without a cover never loads Pillow.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from bookmaker import checks, markup, pictures, stores
from bookmaker.diagnostics import Diagnostic, Severity, Span
from bookmaker.errors import BookmakerError, InputError, MachineError
from bookmaker.intake import Understanding
from bookmaker.metadata import Metadata
from bookmaker.print_run import PrintRun
from bookmaker.progress import Observer, Progress
from bookmaker.project import CoverSettings
from bookmaker.publication import PageList, Publication
from bookmaker.record import Artifact, MarkedPages, artifact
from bookmaker.workers import Executor, Here, Job, Within, allowances

if TYPE_CHECKING:  # Pillow and ebooklib are loaded where they are needed
    from bookmaker.covers import Cover
    from bookmaker.writers.epub import Binding, EpubDesign

Format = Literal["epub", "pdf"]
FORMATS: Final[tuple[Format, ...]] = ("epub", "pdf")
IMAGE_LIMIT: Final = 50_000_000
SLUG_LIMIT: Final = 60
_ROOM: Final = 7  # letters of a code that name a room
_DRAWING: Final = re.compile(r"images/[^']+")
_SETTING: Final = re.compile(r"\[\w+\] \w+")
# What a finding without a place is about, by the beginning of its code: pictures of the text have
# places of their own.
_ABOUT: Final = {
    **dict.fromkeys(("BM-INPU", "BM-PICT", "BM-COVE"), ("[cover] image", "[cover] full")),
    **dict.fromkeys(
        ("BM-PAGE-002", "BM-PAGE-003"), ("[print] margins", "[print] size", "[print] trim")
    ),
}


@dataclass(slots=True)
class Bindery:
    """Stages 4 to 6 for one build: lays out, binds and checks what it is asked for.

    `crew` lays out and decodes the cover's picture; laying out may take `patience` times what it
    usually may.
    """

    understood: Understanding
    stage: Path
    observe: Observer
    crew: Executor = field(default_factory=Here)
    patience: int = 1
    artifacts: list[Artifact] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    pages: int | None = None
    pages_marked: MarkedPages | None = None
    page_starts: tuple[tuple[str, int, int] | None, ...] = ()

    def bind(self, formats: tuple[Format, ...], profiles: tuple[str, ...] = ()) -> None:
        """Make the cover, each of `formats`, and the store editions called `profiles`.

        Layout comes before the EPUB is bound. Store editions that the settings name are made
        with the EPUB; those of `profiles` in any case.

        Raises:
            InputError: a setting or what it names cannot be used, with the line that says it.
        """
        places = dict(self.understood.intake.project.places)
        try:
            self._bind(formats, profiles)
        except InputError as error:
            raise InputError(*(_placed(one, places) for one in error.diagnostics)) from error
        self.diagnostics = [_placed(one, places) for one in self.diagnostics]

    def _bind(self, formats: tuple[Format, ...], profiles: tuple[str, ...]) -> None:
        publication = self._with_cover(self.understood.publication)
        print_run = self._lay_out(publication) if "pdf" in formats else None
        if "epub" in formats:
            profiles = (*profiles, *self.understood.intake.project.epub.profiles)
        if "epub" in formats or profiles:
            self._bind_epubs(publication, print_run, ("epub" in formats, profiles))
        else:
            book = self.understood.book
            self.diagnostics += stop_on_loss(checks.conserve_publication(book, publication))
        if print_run is not None:
            self._bind_pdf(print_run, publication)
        if self.pages_marked is not None and "epub" in formats:
            self._check_page_starts(self.pages_marked)

    @property
    def slug(self) -> str:
        """The name that all artifacts of this book share."""
        return slug(self.understood.publication.metadata.title)

    def _with_cover(self, publication: Publication) -> Publication:
        settings = self.understood.intake.project.cover
        if settings.design == "none" and not settings.image:
            return publication
        from bookmaker import covers  # noqa: PLC0415  Pillow is not light

        resolver = self.understood.intake.source.resolver
        if settings.image:
            image = resolver.read(settings.image, limit=IMAGE_LIMIT)
            name = f"the cover's picture {settings.image!r}"
            arguments = (publication.metadata, settings, image)
            [cover] = self.crew.run((Job(name, allowances.PICTURE, _design_cover, arguments),))
        else:
            cover = covers.design_cover(publication.metadata, settings, None)
        self.diagnostics += cover.diagnostics
        self._finish(f"{self.slug}-cover.jpg", "cover", lambda path: path.write_bytes(cover.jpeg))
        return markup.with_cover(publication, cover.jpeg)

    def _lay_out(self, publication: Publication) -> PrintRun:
        self.observe(Progress(4, "lay out"))
        from bookmaker import layout  # noqa: PLC0415  HarfBuzz is not light

        edition = self.understood.intake.project.edition
        try:
            laid = layout.lay_out(publication, edition, self.observe, self._within_budget())
        except InputError as error:
            raise InputError(*map(self._of_a_drawing, error.diagnostics)) from error
        self.diagnostics += laid.diagnostics
        self.pages = laid.print_run.page_count
        self.page_starts = tuple(
            (start.document, start.ordinal, start.offset) if start.kind == "body" else None
            for start in laid.print_run.page_map.pages
        )
        return laid.print_run

    def _within_budget(self) -> Executor:
        """Return the crew with what laying out this whole book may take."""
        understood = self.understood
        typed = sum(len(each.text.encode()) for each in understood.intake.source.manuscripts)
        shown = sum(len(picture.data) for picture in understood.publication.resources)
        return Within(self.crew, allowances.book(typed, shown, self.patience))

    def _of_a_drawing(self, found: Diagnostic) -> Diagnostic:
        """Say where a drawing is named; its name in the book begins as that of its file."""
        drawing = _DRAWING.search(found.message) if found.code == "BM-PICT-010" else None
        place = drawing and pictures.place_of(drawing[0], self.understood.book)
        return replace(found, span=place) if place else found

    def _bind_epubs(
        self,
        publication: Publication,
        print_run: PrintRun | None,
        wanted: tuple[bool, tuple[str, ...]],
    ) -> None:
        """Bind the plain EPUB, if it is `wanted`, and the store editions named there.

        All are made of one Publication, marked up once, and of one cutting of its faces.
        """
        from bookmaker.writers import epub  # noqa: PLC0415  ebooklib is not light

        self.observe(Progress(5, "bind the EPUB"))
        settings = self.understood.intake.project.epub
        pages = PageList()
        if print_run is not None:
            publication, pages = self._with_pages(publication, print_run)
        nav = markup.nav_document(publication, pages.targets, is_in_spine=True)
        look = epub.design(publication, nav, settings)
        plain, profiles = wanted
        if plain:
            self._bind_epub(epub.Binding(publication, nav, pages), look)
        for name in [name for name in stores.NAMES if name in profiles]:
            shape = stores.store(name).shape
            edition = markup.store_edition(publication, shape)
            nav = markup.nav_document(edition, pages.targets, is_in_spine=not shape.contents_page)
            self._bind_epub(epub.Binding(edition, nav, pages, shape), look, name)

    def _bind_epub(self, binding: "Binding", look: "EpubDesign", profile: str = "") -> None:
        """Write one edition, and look at the finished file."""
        from bookmaker.writers import epub  # noqa: PLC0415  ebooklib is not light

        suffix, title = ".epub", "EPUB"
        if profile:
            store = stores.store(profile)
            suffix, title = store.suffix, f"EPUB for {store.title}"
        self.observe(Progress(5, f"bind the {title}"))
        path = self._finish(
            f"{self.slug}{suffix}",
            "epub",
            lambda path: epub.write_edition(binding, look, path),
            profile,
        )
        self.observe(Progress(6, f"check the {title}"))
        self.diagnostics += stop_on_loss(checks.conserve_epub(self.understood.book, path))
        if profile and look.settings.accessibility.exemption:
            self.diagnostics += checks.unknown_claims(stores.store(profile))
        typed = checks.TypedLines.of(binding.publication.sources)
        found = checks.check_epub(path, profile, typed, is_ours=True)
        known = (*self.understood.diagnostics, *found)
        claimed = checks.check_claims(look.settings.accessibility, known)
        self.diagnostics += [one for one in (*found, *claimed) if one not in self.diagnostics]

    def _with_pages(
        self, publication: Publication, print_run: PrintRun
    ) -> tuple[Publication, PageList]:
        """Mark the printed pages; those that have no place in the EPUB are written down."""
        from bookmaker.writers.epub import page_source  # noqa: PLC0415  ebooklib is not light

        breaks = markup.with_page_breaks(publication, print_run.page_map)
        source = page_source(publication.metadata, self.understood.intake.project.edition)
        left_out = tuple((page.label, page.kind) for page in breaks.left_out)
        self.pages_marked = MarkedPages(source, len(breaks.targets), left_out)
        return breaks.publication, PageList(breaks.targets, source, breaks.title)

    def _bind_pdf(self, print_run: PrintRun, publication: Publication) -> None:
        from bookmaker.writers import pdf  # noqa: PLC0415  pikepdf is not light

        self.observe(Progress(5, "bind the PDF"))
        edition = self.understood.intake.project.edition
        path = self._finish(
            f"{self.slug}.pdf",
            "pdf",
            lambda path: pdf.write_pdf(print_run, publication.metadata, edition, path),
        )
        self.observe(Progress(6, "check the PDF"))
        self.diagnostics += stop_on_loss(checks.conserve_pdf(self.understood.book, path, print_run))
        self.diagnostics += checks.check_pdf(path, edition)

    def _check_page_starts(self, marked: MarkedPages) -> None:
        starts = checks.check_page_starts(
            self.stage / f"{self.slug}.epub", self.stage / f"{self.slug}.pdf"
        )
        self.pages_marked = replace(marked, verified=starts.verified)
        self.diagnostics += starts.diagnostics

    def _finish(
        self, name: str, kind: str, write: Callable[[Path], object], profile: str = ""
    ) -> Path:
        path = self.stage / name
        try:
            write(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise MachineError.because("BM-SYS-001", None, path=str(path), reason=reason) from error
        self.artifacts.append(artifact(path, kind, profile))
        return path


def _design_cover(
    metadata: Metadata, settings: CoverSettings, image: bytes, _: Observer
) -> "Cover":
    from bookmaker import covers  # noqa: PLC0415  Pillow is not light

    return covers.design_cover(metadata, settings, image)


def _placed(found: Diagnostic, places: Mapping[str, Span]) -> Diagnostic:
    """Put a finding about a setting, or about what it names, on the line of that setting."""
    if found.span is not None:
        return found
    named = _SETTING.match(found.message)
    asked = (named[0],) if named else _ABOUT.get(found.code) or _ABOUT.get(found.code[:_ROOM], ())
    span = next((places[setting] for setting in asked if setting in places), None)
    return found if span is None else replace(found, span=span)


def slug(title: str) -> str:
    """Return a file name made of a title: ASCII letters and digits joined by hyphens.

    Stores take no other names (Kobo's guide asks for ASCII letters and digits); a title in another
    script gives "book".
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain).lower())
    short = ""
    for word in words:
        if short and len(short) + 1 + len(word) > SLUG_LIMIT:
            break
        short = f"{short}-{word}" if short else word[:SLUG_LIMIT]
    return short or "book"


def stop_on_loss(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Stop the build when words were lost on the way: no book is better than a book with a hole.

    Returns:
        What was found and is no loss.

    Raises:
        BookmakerError: there are losses; the first names the first missing words (exit 70).
    """
    losses = tuple(one for one in found if one.severity is Severity.ERROR)
    if losses:
        raise BookmakerError(*losses)
    return found
