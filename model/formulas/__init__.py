"""Pure functions on arrays of draws, one file a subject; no lines of a bill are made here."""
