"""What `layout.weasy` relies on inside WeasyPrint; a new version must be looked at, not trusted."""

import importlib
import inspect

import pytest

from bookmaker import fonts
from bookmaker.edition import Edition
from bookmaker.errors import BookmakerError
from bookmaker.layout import lay_out
from bookmaker.layout.weasy.loading import engine, only_these_faces


@pytest.fixture(scope="module")
def weasyprint():
    with only_these_faces((fonts.face("EB Garamond").path.parent,)):
        return engine()


def test_the_version_is_the_one_that_was_read(weasyprint):
    assert weasyprint.__version__ == "70.0"


def parameters(module, *names):
    found = importlib.import_module(module)
    for name in names:
        found = getattr(found, name)
    return list(inspect.signature(found).parameters)


@pytest.mark.usefixtures("weasyprint")
def test_what_is_called_is_as_it_was():
    assert parameters("weasyprint.document", "Document", "_build_layout_context") == [
        "html", "font_config", "counter_style", "color_profiles", "options",
    ]  # fmt: skip
    assert parameters("weasyprint.formatting_structure.build", "build_formatting_structure") == [
        "element_tree", "style_for", "get_image_from_uri", "base_url", "target_collector",
        "counter_style", "footnotes",
    ]  # fmt: skip
    assert parameters("weasyprint.layout", "layout_document") == [
        "html",
        "root_box",
        "context",
        "max_loops",
    ]
    assert parameters("weasyprint.layout.inline", "split_first_line") == [
        "text", "style", "context", "max_width", "justification_spacing", "is_line_start",
        "minimum",
    ]  # fmt: skip


@pytest.mark.usefixtures("weasyprint")
@pytest.mark.parametrize(
    ("module", "names", "expected"),
    [
        ("weasyprint.pdf", ("resolve_links",), ["pages"]),
        (
            "weasyprint.pdf",
            ("build_fonts_dictionary",),
            ["pdf", "fonts", "compress", "subset", "options"],
        ),
        (
            "weasyprint.pdf",
            ("add_tags",),
            ["pdf", "document", "pdf_version", "page_streams"],
        ),
        ("weasyprint.pdf.stream", ("Font",), ["pango_font", "description", "font_size"]),
        ("weasyprint.pdf.stream", ("Stream", "marked"), ["self", "box", "tag"]),
        ("weasyprint.layout", ("make_margin_boxes",), ["context", "page", "state"]),
        ("weasyprint.layout.inline", ("line_box_verticality",), ["box"]),
        ("weasyprint.layout.inline", ("can_break_inside",), ["box"]),
        (
            "weasyprint.layout.inline",
            ("_break_waiting_children",),
            [
                "context",
                "box",
                "max_x",
                "bottom_space",
                "initial_skip_stack",
                "absolute_boxes",
                "fixed_boxes",
                "line_placeholders",
                "waiting_floats",
                "line_children",
                "children",
                "waiting_children",
                "first_letter_style",
                "first_line_style",
            ],
        ),
        ("weasyprint.text.line_break", ("strut",), ["style"]),
        (
            "weasyprint.formatting_structure.boxes",
            ("Box", "translate"),
            ["self", "dx", "dy", "ignore_floats"],
        ),
        (
            "weasyprint.layout.page",
            ("set_page_type_computed_styles",),
            ["page_type", "html", "style_for"],
        ),
        ("weasyprint.layout", ("LayoutContext", "layout_footnote"), ["self", "footnote"]),
        ("weasyprint.layout", ("LayoutContext", "_update_footnote_area"), ["self"]),
        ("weasyprint.formatting_structure.build", ("create_anonymous_boxes",), ["box"]),
        ("weasyprint.formatting_structure.boxes", ("FootnoteAreaBox", "deepcopy"), ["self"]),
        (
            "weasyprint.css",
            ("StyleFor", "_page_type_match"),
            ["page_selector_type", "page_type"],
        ),
    ],
)
def test_what_is_kept_back_or_shared_is_as_it_was(module, names, expected):
    assert parameters(module, *names) == expected


def test_notes_are_asked_for_as_they_were(weasyprint):
    """`feet` stands in for the two lists of notes that every layout context makes for itself."""
    from weasyprint.layout import LayoutContext, block  # noqa: PLC0415  faces are chosen first

    made = inspect.getsource(LayoutContext.__init__)
    assert "self.footnotes = []" in made
    assert "self.current_page_footnotes = []" in made
    asked = inspect.getsource(block)
    assert asked.count("context.current_page_footnotes") == 2
    assert "while report and context.current_page_footnotes:" in asked
    assert "if descendant.footnote in context.footnotes)" in asked
    assert weasyprint.__version__ == weasyprint.VERSION


def test_marked_content_begins_as_it_did(weasyprint):
    """`harvest` turns decoration into artifacts by rewriting these three operators."""
    import pydyf  # noqa: PLC0415  comes with the engine

    stream = pydyf.Stream()
    stream.begin_marked_content("Span", pydyf.Dictionary({"MCID": 7}))
    tag, properties, operator = stream.stream
    assert (tag, properties.data, operator) == ("/Span", b"<</MCID 7>>", b"BDC")
    assert weasyprint.DEFAULT_OPTIONS["uncompressed_pdf"] is False


def test_the_progress_log_still_counts_pages(press):
    heard = []
    made = lay_out(press.publication(press.chapter(1, press.prose(9))), Edition(), heard.append)
    assert max(step.done for step in heard) == made.print_run.page_count
    assert {(step.stage, step.unit) for step in heard} == {(4, "pages")}
    assert made.diagnostics == ()


def test_a_stray_fetch_is_refused(press):
    chapter = press.chapter(1, '<figure><img src="https://example.com/x.png" alt=""/></figure>')
    with pytest.raises(BookmakerError, match="BM-PAGE-010"):
        lay_out(press.publication(chapter), Edition())
