"""The index of Obsidian's Longform plugin."""

from bookmaker.readers.longform import read_index

INDEX = """\
---
longform:
  format: scenes
  title: The Weir
  sceneFolder: scenes
  scenes:
    - Dry
    - - Rope
      - Salt
    - Gone
---
"""
PATHS = ("b/Index.md", "b/scenes/Dry.md", "b/scenes/Rope.md", "b/scenes/Salt.md", "b/Cut.md")


def test_an_index_gives_order_and_levels():
    index = read_index("b/Index.md", INDEX, PATHS)
    assert (index.title, index.missing) == ("The Weir", ("Gone",))
    assert [(e.path, e.title, e.folders) for e in index.entries] == [
        ("b/scenes/Dry.md", "Dry", ("Dry",)),
        ("b/scenes/Rope.md", "Rope", ("Dry",)),
        ("b/scenes/Salt.md", "Salt", ("Dry",)),
    ]


def test_other_notes_are_none():
    assert read_index("a.md", "My longform: project\n", PATHS) is None
    assert read_index("a.md", "---\ntitle: A\n---\n\nlongform: no\n", PATHS) is None
    assert read_index("a.md", "---\nlongform: yes\n---\n", PATHS) is None
