"""What a store would refuse or flag: the rules that `bookmaker.stores` gives limits for.

view.py     one EPUB as the rules see it: its documents, style rules, pictures
files.py    sizes and kinds of files, pictures, the cover
contents.py contents, identity, metadata
text.py     the markup and the styles of the text

A rule is a function of the view and of the store's `Rule`; its text stands in the catalogue, its
limit and source in the store's data.
"""

from collections.abc import Iterator
from typing import Final

from bookmaker.checks.store_rules import contents, files, text
from bookmaker.checks.store_rules.view import RuleOf, View
from bookmaker.diagnostics import Diagnostic
from bookmaker.stores import Store

RULES: Final[dict[str, RuleOf]] = {**files.RULES, **contents.RULES, **text.RULES}
"""Every rule by its name in the stores' data."""


def check_store(view: View, store: Store) -> Iterator[Diagnostic]:
    """Look at an EPUB as a store does."""
    for rule in store.rules:
        yield from RULES[rule.name](view, rule)
