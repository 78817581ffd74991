"""`Publication` in, an EPUB 3.3 out. All knowledge of ebooklib lives here."""
