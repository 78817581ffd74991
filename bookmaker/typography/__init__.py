"""Stage 2: `Book` in, typeset `Book` out. One pass a file, one ordered list."""
