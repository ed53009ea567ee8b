"""Measured use as CSV: one row an agent and axis at full precision; an empty cell is unknown."""

from __future__ import annotations

import csv
import io

from model.quantities.cleaning import clean
from model.usage.measuring import Measured

COLUMNS = ("agent", "axis", "list_usd", "sessions", "reached", "share_of_agent", "billed_usd")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would take a cell that begins so for a formula."""


def as_csv(measured: Measured) -> str:
    """The table agent by axis."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in measured.agents:
        axes = each.axes
        parts = {
            "fresh": axes.fresh, "output": axes.output, "cache": axes.cache, "runtime": axes.runtime,
            "searches": axes.searches, "other tools": axes.other_tools, "total": each.table_usd,
        }  # fmt: skip
        for axis, usd in parts.items():
            part = usd / each.table_usd if usd is not None and each.table_usd else None
            at_list = None if each.as_billed else usd
            billed = usd if each.as_billed else each.billed_usd if axis == "total" else None
            writer.writerow(
                [
                    _safe(each.agent),
                    axis,
                    *(
                        "" if value is None else repr(value)
                        for value in (at_list, each.sessions or None, each.reached, part, billed)
                    ),
                ]
            )
    return out.getvalue()


def _safe(text: str) -> str:
    plain = clean(text)
    return f"'{plain}" if plain.startswith(_DANGEROUS) else plain
