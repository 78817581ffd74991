"""Optical margins: how far marks hang out of the block of text, in parts of their own width.

A mark that is mostly white at the line's edge lets the block look indented there; hung by about
half its width the edge looks straight (R. Bringhurst, The Elements of Typographic Style, 2.1.9).
"""

from typing import Final

AT_END: Final = {
    ".": 0.7, ",": 0.7, "-": 0.55, "\u2010": 0.55, "”": 0.5, "’": 0.6, "»": 0.3, "›": 0.3,
    ";": 0.35, ":": 0.4, "—": 0.15, "–": 0.2, "!": 0.2, "?": 0.15, "“": 0.5, "‘": 0.6,
}  # fmt: skip
AT_START: Final = {
    "“": 0.5, "‘": 0.6, "’": 0.6, "„": 0.4, "‚": 0.5, "«": 0.3, "‹": 0.3, "—": 0.1, "(": 0.1,
    "A": 0.05, "T": 0.05, "V": 0.05, "W": 0.05, "Y": 0.05,
}  # fmt: skip
MOST: Final = 0.35  # ems: no mark hangs farther
