"""Optimum-fit line breaking: whole paragraphs are broken into lines at once, by least demerits.

After D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines", Software: Practice and
Experience 11 (1981), 1119-1184. Nothing here knows the engine that sets the lines; the hooks that
bring both together are `layout.weasy.fitting`.

What page filling needs:

    fitting = Fitting()
    weasy.typeset(script, listen, fitting)      # the first layout plans every paragraph
    fitting.paragraphs                          # Key -> Paragraph, in the order they were set
    fitting.paragraphs[key].variants            # lines -> Variant: demerits, hyphenated lines, runt
    fitting.looseness[key] = +1                 # wanted: one line more than the best plan has
    weasy.typeset(script, listen, fitting)      # again: plans are kept, only choices change

A `Key` is the element of the paragraph in the print document and, should it hold several
stretches of lines (text before and after a list), the number of the stretch. Each `LineBox` that
was set by a plan carries `fitted = (key, line number from 0)`; lines set the engine's stock way
carry none, and their paragraphs are counted in `fitting.unfitted` by reason. A looseness that no
variant has is not an error: the best plan is set.
"""

from bookmaker.layout.linebreaking.paragraph import Fitting, Key, Paragraph, Variant

__all__ = ["Fitting", "Key", "Paragraph", "Variant"]
