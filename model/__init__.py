"""The decision: which way to host agents costs less, and what would flip it. No screen, no clock, no network."""

RELEASE = "0.1.0"
"""The version of the product: the package is built with it, a profile too new for it is refused, a report names it as its maker."""
