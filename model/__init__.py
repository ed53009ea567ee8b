"""The decision: which way to host agents costs less, and what would flip it. No screen, no clock, no network."""
