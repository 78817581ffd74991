"""Stage 2: `Book` in, typeset `Book` out. One pass a file, one ordered list.

Each text flow is flattened once; every pass reads it as it was typed and returns edits; where two
overlap the earlier pass wins; the flow is rebuilt once. Code, addresses and identifiers are never
touched, and no pass changes a letter or a digit.
"""

from bookmaker.typography.typesetting import Typeset, typeset

__all__ = ["Typeset", "typeset"]
