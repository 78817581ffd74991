"""HTML's elements and valueless attributes: what between angle brackets is HTML at all.

Source: HTML Living Standard, sections "Index of elements" and "Boolean attributes", with the
obsolete ones that old editors still write.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KNOWN: Final = _words(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink
    blockquote body br button canvas caption center cite code col colgroup data datalist dd del
    details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend
    li link main map mark marquee math menu meta meter nav nobr noframes noscript object ol
    optgroup option output p param picture pre progress q rp rt ruby s samp script section select
    small source span strike strong style sub summary sup svg table tbody td template textarea
    tfoot th thead time title tr track tt u ul var video wbr
    """
)
BARE: Final = _words(
    """
    allowfullscreen async autofocus autoplay border checked compact controls default defer
    disabled hidden inert ismap itemscope loop multiple muted nomodule noshade novalidate nowrap
    open readonly required reversed selected
    """
)
BLOCKS: Final = _words(
    """
    address article aside blockquote body button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li
    main menu nav ol optgroup option p pre section select summary table tbody td textarea tfoot th
    thead title tr ul
    """
)
CLOSED_BY: Final = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"), "td": ("td", "th"), "th": ("td", "th"),
}  # fmt: skip
"""Which open elements a tag closes (HTML Living Standard, 13.1.2.4)."""

ROW_GROUPS: Final = _words("thead tbody tfoot")
ROWED: Final = _words("tr td th col colgroup")
PROGRAM: Final = _words("script style")
"""Elements whose content is no words; that of all others is kept, whatever becomes of them."""


def is_tag(name: str, attributes: list[tuple[str, str | None]]) -> bool:
    """Say whether words between angle brackets are HTML: `<Where are you>` is what somebody thinks.

    HTML has a known set of elements, and few attributes without a value.
    """
    return name in KNOWN and all(value is not None or key in BARE for key, value in attributes)
