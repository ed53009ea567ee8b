"""A page that answers back: the formulas as a table of instructions, the futures, and what works them out in a browser."""
