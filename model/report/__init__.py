"""A comparison as text, Markdown, JSON, CSV and documents: the only rounding."""
