"""Names and sentences of a decision, each worded once."""
