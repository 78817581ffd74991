import importlib.util
from pathlib import Path

import pytest

from bookmaker.edition import Edition
from bookmaker.layout import lay_out, missing_library

if missing_library():
    pytest.skip(f"no PDF without {missing_library()}", allow_module_level=True)


@pytest.fixture(scope="session")
def press():
    path = Path(__file__).parents[2] / "layout" / "small_press.py"
    spec = importlib.util.spec_from_file_location("small_press", path)
    press = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(press)
    return press


@pytest.fixture(scope="session")
def whole(press):
    return press.whole_book()


@pytest.fixture(scope="session")
def print_run(whole):
    return lay_out(whole, Edition()).print_run
