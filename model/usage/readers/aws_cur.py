"""The AWS Cost and Usage Report, 2.0 and the older names. Covered usage counts at its effective cost; the negations that
cancel it, taxes, credits, refunds and fees are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from model.usage import rows
from model.usage.readers import Context, Format
from model.usage.readers.tables import columns_of, rows_of, tagged
from model.usage.records.bills import CurRow
from model.usage.records.common import read
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile

NAME = "aws-cur"
_USED = ("Usage", "SavingsPlanCoveredUsage", "DiscountedUsage")


def sniff(source: SourceFile) -> bool:
    """Whether a table has the columns of a report."""
    names = {_name(column) for column in columns_of(source)}
    return {"line_item_line_item_type", "line_item_unblended_cost"} <= names


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Each row of use becomes a charge."""
    for source, sink in sources:
        for entry in rows_of(source, sink):
            row = read(CurRow, _renamed(entry))
            if row is None or row.line_item_unblended_cost is None:
                sink.skip("row without a cost")
            elif row.line_item_line_item_type not in _USED:
                sink.skip(f"row of type {str(row.line_item_line_item_type)[:30]}: no use")
            elif row.line_item_currency_code not in (None, "USD"):
                sink.skip("row in another currency than US dollars")
            else:
                sink.add(_charge(row))


def _charge(row: CurRow) -> rows.BillLine:
    effective = row.line_item_unblended_cost
    if row.line_item_line_item_type == "SavingsPlanCoveredUsage":
        effective = row.savings_plan_savings_plan_effective_cost
    elif row.line_item_line_item_type == "DiscountedUsage":
        effective = row.reservation_effective_cost
    billed = row.line_item_unblended_cost if row.line_item_line_item_type == "Usage" else 0.0
    return rows.BillLine(
        source=NAME, starts_at=row.line_item_usage_start_date, ends_at=row.line_item_usage_end_date,
        agent=tagged(row.resource_tags), service=row.line_item_product_code, axis="infrastructure",
        quantity=row.line_item_usage_amount, unit=row.pricing_unit, list_usd=row.pricing_public_on_demand_cost,
        billed_usd=billed, effective_usd=effective, category=row.line_item_line_item_type,
        description=row.line_item_usage_type,
    )  # fmt: skip


def _renamed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {_name(key): value for key, value in entry.items()}


def _name(column: str) -> str:
    """`lineItem/UsageType` as `line_item_usage_type`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column.replace("/", "_")).replace("__", "_").lower()


FORMATS = (Format(NAME, "the AWS Cost and Usage Report", sniff, read_all),)
