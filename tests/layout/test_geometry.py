import pytest

from bookmaker.edition import TRIM_SIZES, Edition
from bookmaker.layout.geometry import binding_doubts, geometry, least_gutter


@pytest.mark.parametrize("name", sorted(TRIM_SIZES))
@pytest.mark.parametrize("pages", [24, 400, 828])
def test_every_trim_gets_margins_that_printers_take(name, pages):
    edition = Edition(trim=TRIM_SIZES[name], trim_name=name)
    page = geometry(edition, pages)
    assert page.margins.gutter >= least_gutter(pages)
    assert page.margins.outer >= 18
    assert page.margins.bottom >= page.margins.top > 18
    whole = page.margins.top + page.margins.bottom + page.lines * page.leading
    assert whole == pytest.approx(edition.trim.height)
    assert binding_doubts(edition, pages) == ()


def test_a_thick_book_keeps_its_measure():
    thin, thick = geometry(Edition(), 100), geometry(Edition(), 800)
    assert thin.measure == pytest.approx(thick.measure)
    assert thick.margins.gutter > thin.margins.gutter


def test_a_book_too_thick_to_bind_is_reported():
    assert [d.code for d in binding_doubts(Edition(), 900)] == ["BM-PAGE-004"]
