"""Bills and allocations: FOCUS, AWS CUR, OpenCost. Amounts stand in the currency of the row."""

from __future__ import annotations

from model.usage.records.common import Amount, Moment, Record, Words


class FocusRow(Record):
    """A row of FOCUS 1.0 to 1.4, by column name. The four costs are four views of one charge and never added."""

    BilledCost: Amount = None
    EffectiveCost: Amount = None
    ListCost: Amount = None
    BillingCurrency: Words = None
    ChargeCategory: Words = None
    ChargeClass: Words = None
    ChargePeriodStart: Moment = None
    ChargePeriodEnd: Moment = None
    ConsumedQuantity: Amount = None
    ConsumedUnit: Words = None
    PricingQuantity: Amount = None
    PricingUnit: Words = None
    ServiceName: Words = None
    ServiceCategory: Words = None
    ChargeDescription: Words = None
    SkuMeter: Words = None
    SubAccountName: Words = None
    Tags: Words = None


class CurRow(Record):
    """A row of the Cost and Usage Report, names of CUR 2.0."""

    line_item_line_item_type: Words = None
    line_item_product_code: Words = None
    line_item_usage_type: Words = None
    line_item_usage_start_date: Moment = None
    line_item_usage_end_date: Moment = None
    line_item_usage_amount: Amount = None
    line_item_unblended_cost: Amount = None
    line_item_currency_code: Words = None
    savings_plan_savings_plan_effective_cost: Amount = None
    reservation_effective_cost: Amount = None
    pricing_public_on_demand_cost: Amount = None
    pricing_unit: Words = None
    resource_tags: Words = None


class TimeWindow(Record):
    """A stretch of time."""

    start: Moment = None
    end: Moment = None


class Allocation(Record):
    """A share of a cluster, in dollars; `__idle__` is paid capacity that nobody used."""

    name: Words = None
    window: TimeWindow | None = None
    minutes: Amount = None
    cpuCoreHours: Amount = None  # noqa: N815 - the names in the file
    cpuCost: Amount = None  # noqa: N815
    cpuCostAdjustment: Amount = None  # noqa: N815
    ramByteHours: Amount = None  # noqa: N815
    ramCost: Amount = None  # noqa: N815
    ramCostAdjustment: Amount = None  # noqa: N815
    totalCost: Amount = None  # noqa: N815
