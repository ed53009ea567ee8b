"""Options side by side over the horizon: the table of contents of the calculation."""
