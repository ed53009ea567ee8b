"""The lines of a comparison as CSV: one row a line of every option, text made safe for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from model.decision.analysis import Analysis, LineRow
from model.report.plain import clean

COLUMNS = (
    "profile",
    "scenario",
    "as_of",
    "option",
    "key",
    "workload",
    "route",
    "bridge",
    "axis",
    "phase",
    "pays",
    "unit",
    "quantity_month_1",
    "rate_usd_month_1",
    "month_1_usd",
    "total_usd",
    "present_value_usd",
    "cancels",
    "source",
    "source_url",
    "source_checked",
)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote before `=`, `+`, `-`, `@`."""
    plain = clean(text)
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain


def as_csv(analyses: Iterable[Analysis]) -> str:
    """A header and one row for every line of every option of every comparison; figures at full precision."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for analysis in analyses:
        for option in analysis.options:
            for line in option.lines:
                writer.writerow(_row(analysis, option.id, line))
    return out.getvalue()


def _row(analysis: Analysis, option: str, line: LineRow) -> list[object]:
    source = line.source
    return [
        safe(analysis.profile),
        safe(analysis.scenario or ""),
        analysis.as_of.isoformat(),
        option,
        line.key,
        line.workload or "",
        line.route or "",
        line.bridge or "",
        line.axis,
        line.phase,
        line.pays,
        line.unit,
        repr(line.quantity_month_1),
        repr(line.rate_usd_month_1),
        repr(line.month_1_usd),
        repr(line.total_usd),
        repr(line.present_value_usd),
        "yes" if line.cancels else "no",
        safe(source.title) if source else "",
        safe(source.url) if source else "",
        source.checked.isoformat() if source else "",
    ]
