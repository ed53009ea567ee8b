"""What a reader must mind, in one list: doubts, caps, presets, and the errors that published comparisons make."""
