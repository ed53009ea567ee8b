"""Pure functions, one file per axis, from assumptions to lines."""
