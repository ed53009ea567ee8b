"""The colors of the documents: those of options and their dashes, which belong to the option by its place in the profile
in every document and chart, and those of everything else on paper."""

from __future__ import annotations

from model.decision.records.analysis import Analysis

COLORS = ("005F9E", "9A4A00", "6A45A8", "55660A", "96306B")  # on white each has a contrast of 5 or more
DASHES = ("solid", "dash", "dot", "long", "dash-dot")
INK, QUIET, RULE, ACCENT, PALE = "1B1F24", "5A6472", "C9CED6", "14466B", "9DB8CF"
"""Text, text that steps back, rules, what is ours, and its fill: on white paper, of PDF and workbook alike."""


def place(analysis: Analysis, option: str) -> int:
    """Which color and dash an option has, 0 to 4; more options than that begin again."""
    ids = [row.id for row in analysis.options]
    return ids.index(option) % len(COLORS) if option in ids else 0


def sides(analysis: Analysis) -> tuple[int, int]:
    """Whose colors the two directions of B minus A have: to the left A costs more, to the right B does."""
    a, b = analysis.pair
    return place(analysis, a), place(analysis, b)
