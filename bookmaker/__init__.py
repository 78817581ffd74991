"""Bookmaker makes a real book of a manuscript: an EPUB 3.3 and a print PDF."""

__version__ = "0.1.0"
