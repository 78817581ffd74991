"""Stage 3: `Book` in, `Publication` out: the one intermediate semantic HTML."""
