"""The lines of every option as CSV, with FOCUS column names where FOCUS has one; text can never become a formula."""

from __future__ import annotations

from collections.abc import Sequence

from model.decision.records.analysis import Analysis, LineRow, OptionRow, UnpricedRow
from model.report.plain import clean

COLUMNS = (
    "profile", "scenario", "option", "workload", "route", "line", "axis", "phase", "pays", "bridge", "cancels",
    "ChargeDescription", "ServiceName", "ChargeCategory", "PricingQuantity", "PricingUnit", "ListUnitPrice",
    "BilledCost", "BillingCurrency", "total_usd", "present_value_usd", "source", "source_url", "effective", "checked",
    "team",
)  # fmt: skip


def render(analyses: Sequence[Analysis]) -> bytes:
    """One header and one row a line; PricingQuantity × ListUnitPrice = BilledCost, all of the first full month. A line
    that nobody priced has a row without amounts."""
    out = [",".join(COLUMNS)]
    for analysis in analyses:
        for option in analysis.options:
            found = [*(_row(analysis, option, line) for line in option.lines),
                     *(_unpriced(analysis, option, gap) for gap in option.unpriced)]  # fmt: skip
            out += [",".join(map(quoted, row)) for row in found]
    return ("\n".join(out) + "\n").encode()


def quoted(cell: str) -> str:
    """A cell as it stands in a file: text in quotes, so that no other separator can part it; numbers and nothing as they
    are."""
    try:
        float(cell or "0")
    except ValueError:
        return '"' + safe(cell).replace('"', '""') + '"'
    return cell


def safe(cell: str) -> str:
    """Text with a quote before anything that a spreadsheet would take for a formula; numbers as they are."""
    try:
        float(cell)
    except ValueError:
        text = clean(cell)
        return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
    return cell


def _row(analysis: Analysis, option: OptionRow, line: LineRow) -> tuple[str, ...]:
    source = line.source
    return (
        analysis.profile, analysis.scenario or "", option.id, line.workload or "", line.route or "", line.key,
        line.axis, line.phase, line.pays, line.bridge or "", "true" if line.cancels else "false",
        line.title, option.title, "Purchase" if line.phase == "build" else "Usage",
        repr(line.quantity_month_1), line.unit, repr(line.rate_usd_month_1), repr(line.month_1_usd), "USD",
        repr(line.total_usd), repr(line.present_value_usd), source.title if source else "", source.url if source else "",
        source.effective.isoformat() if source and source.effective else "", source.checked.isoformat() if source else "",
        line.team or "",
    )  # fmt: skip


def _unpriced(analysis: Analysis, option: OptionRow, gap: UnpricedRow) -> tuple[str, ...]:
    """A line without a price: what it is and which key would price it; no amount, which is not 0."""
    said = {
        "profile": analysis.profile, "scenario": analysis.scenario or "", "option": option.id, "line": gap.key,
        "ChargeDescription": f"not priced: {gap.why}; {gap.write} would price it", "ServiceName": option.title,
        "BillingCurrency": "USD",
    }  # fmt: skip
    return tuple(said.get(column, "") for column in COLUMNS)
