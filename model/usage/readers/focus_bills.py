"""FOCUS bills of 1.0 to 1.4, by column name. EffectiveCost is for unit costs, BilledCost the invoice, ListCost the list.

Purchases of commitments have an effective cost of 0, what they cover is billed 0: all three are kept apart. Rows in another
currency are left out and counted. Claude on AWS is one line of credits: its tokens are gone.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.usage import rows
from model.usage.readers import Context, Format
from model.usage.readers.tables import columns_of, rows_of, tagged
from model.usage.records.bills import FocusRow
from model.usage.records.common import read
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile

NAME = "focus"
_NEEDED = {"BilledCost", "EffectiveCost", "ChargeCategory"}


def sniff(source: SourceFile) -> bool:
    """Whether a table has FOCUS's costs."""
    return set(columns_of(source)) >= _NEEDED


def version_of(columns: Sequence[str]) -> str:
    """The version that these column names belong to."""
    names = set(columns)
    if {"ServiceProviderName", "HostProviderName"} & names:
        return "1.3" if "ProviderName" in names else "1.4"
    if "InvoiceId" in names or "PricingCurrency" in names:
        return "1.2"
    return "1.1" if "CapacityReservationId" in names or "SkuMeter" in names else "1.0"


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Each row becomes a charge."""
    for source, sink in sources:
        sink.note(f"FOCUS {version_of(columns_of(source))}, by its column names")
        for entry in rows_of(source, sink):
            row = read(FocusRow, entry)
            if row is None or (row.BilledCost is None and row.EffectiveCost is None):
                sink.skip("row without a cost")
            elif row.BillingCurrency not in (None, "USD"):
                sink.skip("row in another currency than US dollars")
            else:
                sink.add(_charge(row))


def _charge(row: FocusRow) -> rows.BillLine:
    consumed = row.ConsumedQuantity is not None
    return rows.BillLine(
        source=NAME, starts_at=row.ChargePeriodStart, ends_at=row.ChargePeriodEnd,
        agent=tagged(row.Tags) or row.SubAccountName, service=row.ServiceName,
        axis="tokens" if row.PricingUnit == "CCU" else "infrastructure",
        quantity=row.ConsumedQuantity if consumed else row.PricingQuantity,
        unit=row.ConsumedUnit if consumed else row.PricingUnit, list_usd=row.ListCost, billed_usd=row.BilledCost,
        effective_usd=row.EffectiveCost,
        category="Correction" if row.ChargeClass == "Correction" else row.ChargeCategory,
        description=row.SkuMeter or row.ChargeDescription,
    )  # fmt: skip


FORMATS = (Format(NAME, "a FOCUS bill", sniff, read_all),)
