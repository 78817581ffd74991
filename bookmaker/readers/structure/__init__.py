"""What readers share: recognisers of front matter, epigraphs, chapters, scenes and datelines."""
