import importlib.util
from pathlib import Path

import pymupdf
import pytest

from bookmaker.edition import Edition
from bookmaker.layout import lay_out, missing_library
from bookmaker.metadata import Metadata
from bookmaker.writers.pdf.assembly import assemble

if missing_library():
    pytest.skip(f"no PDF without {missing_library()}", allow_module_level=True)


def load_small_press():
    path = Path(__file__).parent / "small_press.py"
    spec = importlib.util.spec_from_file_location("small_press", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def press():
    return load_small_press()


@pytest.fixture(scope="session")
def whole(press):
    return press.whole_book()


@pytest.fixture(scope="session")
def layout(whole):
    return lay_out(whole, Edition())


@pytest.fixture(scope="session")
def pages(layout):
    return open_pages(layout.print_run)


def open_pages(print_run):
    return pymupdf.open(
        stream=assemble(print_run, Metadata(title="Test"), Edition()), filetype="pdf"
    )
