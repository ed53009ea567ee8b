"""The forecast as a FOCUS dataset (FinOps Open Cost and Usage Specification 1.0 to 1.2), so that finance tools take it.

One row a line and month, every amount an expected value in US dollars; the rows of an option add up to its total.
Month 1 is the first whole calendar month from the day of prices on. The option is the sub account and the workload the
resource, so that tools which group by them compare options; a file holds every option, and summing over options means
nothing. What FOCUS has no column for stands in columns that begin with `x_`, people (`x_Pays`) among them: their time
is no invoice. Unpriced lines have no row; `x_Unpriced` names them on every row of their option.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from model import RELEASE
from model.decision.analysis import Analysis, LineRow, OptionRow
from model.decision.forecast import LineForecast, MonthAmount, forecast
from model.report.csv import safe
from model.report.plain import clean

OWN_TEAM = "Own team"
ANTHROPIC = "Anthropic"


class Service(Struct, frozen=True):
    """What FOCUS calls the service of a line: its name, category and subcategory from the specification's lists, and
    who provides it where nothing says it better."""

    name: str
    category: str
    subcategory: str
    provider: str


AI = "AI and Machine Learning"
SERVICES: Mapping[str, Service] = {
    "tokens": Service("Model tokens", AI, "Generative AI", "Model provider"),
    "runtime": Service("Agent runtime", AI, "AI Platforms", "Runtime provider"),
    "tools": Service("Agent tools", AI, "Other (AI and Machine Learning)", "Tool provider"),
    "sandbox": Service("Sandboxes", "Compute", "Containers", "Sandbox provider"),
    "hosts": Service("Machines", "Compute", "Virtual Machines", "Machine provider"),
    "infrastructure": Service("Other infrastructure", "Other", "Other (Other)", "Infrastructure provider"),
    "engineering": Service("Engineering time", "Other", "Other (Other)", OWN_TEAM),
    "other": Service("Outside the agent", "Other", "Other (Other)", OWN_TEAM),
    "exit": Service("Leaving", "Other", "Other (Other)", OWN_TEAM),
}
FOCUS = (
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency",
    "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
    "ChargePeriodEnd", "ChargePeriodStart", "CommitmentDiscountCategory", "CommitmentDiscountId",
    "CommitmentDiscountName", "CommitmentDiscountStatus", "CommitmentDiscountType", "ConsumedQuantity", "ConsumedUnit",
    "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceIssuerName", "ListCost", "ListUnitPrice",
    "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName",
    "ResourceId", "ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId",
    "SkuMeter", "SkuPriceId", "SubAccountId", "SubAccountName", "SubAccountType", "Tags",
)  # fmt: skip
OURS = (
    "x_Option", "x_OptionKind", "x_Verdict", "x_Unpriced", "x_Scenario", "x_Workload", "x_Route", "x_Line", "x_Axis",
    "x_Phase", "x_Pays", "x_Bridge", "x_Cancels", "x_Month", "x_Rule", "x_SourceTitle", "x_SourceUrl",
    "x_SourceEffective", "x_SourceChecked", "x_ProfileDigest", "x_PricesOf", "x_OldestPriceChecked", "x_BookDigest",
    "x_Draws", "x_Seed", "x_ProductVersion",
)  # fmt: skip
_UNITS = {"vcpu": "vCPU", "gib": "GiB"}
_WORD = re.compile(r"[^\s-]+")


def render(analyses: Sequence[Analysis]) -> bytes:
    """One header, then every analysis; absent values are empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    columns = (*FOCUS, *OURS)
    writer.writerow(columns)
    for analysis in analyses:
        writer.writerows(row.values() for row in rows(analysis, dict.fromkeys(columns, "")))
    return out.getvalue().encode()


def rows(analysis: Analysis, blank: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The rows of one analysis, column to text in the order of `blank`; text from a profile can never become a formula."""
    face = _face(analysis)
    for line in forecast(analysis):
        said = face | _option(analysis, line.option) | _line(analysis, line)
        of_line = {**blank, **{column: safe(text) for column, text in said.items()}}
        once = line.line.phase != "run"
        unit = "" if once else pricing_unit(line.line.unit)
        for month in line.months:
            yield of_line | _amounts(month, unit) | _period(analysis.as_of, once, month.month)


def _face(analysis: Analysis) -> dict[str, str]:
    name = clean(analysis.profile)
    return {
        "BillingAccountId": name, "BillingAccountName": name, "BillingAccountType": "Forecast",
        "BillingCurrency": "USD", "PricingCategory": "Standard", "SubAccountType": "Hosting option",
        "x_Scenario": analysis.scenario or "", "x_ProfileDigest": analysis.profile_sha256,
        "x_PricesOf": analysis.book.as_of.isoformat(), "x_OldestPriceChecked": analysis.book.oldest_checked.isoformat(),
        "x_BookDigest": analysis.book.sha256, "x_Draws": str(analysis.draws), "x_Seed": str(analysis.seed),
        "x_ProductVersion": RELEASE,
    }  # fmt: skip


def _option(analysis: Analysis, option: OptionRow) -> dict[str, str]:
    return {
        "SubAccountId": option.id, "SubAccountName": clean(option.title), "x_Option": option.id,
        "x_OptionKind": option.kind, "x_Verdict": _flag(option.id == analysis.verdict.option),
        "x_Unpriced": " ".join(gap.key for gap in option.unpriced),
    }  # fmt: skip


def _line(analysis: Analysis, forecasted: LineForecast) -> dict[str, str]:
    line, option = forecasted.line, forecasted.option
    service = SERVICES["hosts" if line.key.startswith("hosts.") else "exit" if line.phase == "exit" else line.axis]
    provider = provider_of(analysis, option, line, service)
    sku = "/".join(part for part in (line.key, line.route) if part)
    once = line.phase != "run"
    found = {
        "ChargeCategory": "Purchase" if once else "Usage",
        "ChargeFrequency": "One-Time" if once else "Recurring" if line.workload is None else "Usage-Based",
        "ChargeDescription": _description(option, line), "ProviderName": provider, "PublisherName": provider,
        "InvoiceIssuerName": provider, "ServiceName": service.name, "ServiceCategory": service.category,
        "ServiceSubcategory": service.subcategory, "SkuId": sku, "SkuMeter": clean(line.title),
        "SkuPriceId": f"{option.id}/{sku}", "PricingUnit": pricing_unit(line.unit),
        "Tags": json.dumps(_tags(line), ensure_ascii=False), "x_Workload": line.workload or "",
        "x_Route": line.route or "", "x_Line": line.key, "x_Axis": line.axis, "x_Phase": line.phase,
        "x_Pays": line.pays, "x_Bridge": line.bridge or "", "x_Cancels": _flag(line.cancels), "x_Rule": clean(line.rule),
    }  # fmt: skip
    if line.workload is not None:
        title = clean(analysis.case.option(option.id).work(line.workload).title)
        found |= {"ResourceId": line.workload, "ResourceName": title, "ResourceType": "Workload"}
    return found | _source(line)


def _source(line: LineRow) -> dict[str, str]:
    source = line.source
    if source is None:
        return {}
    effective = source.effective.isoformat() if source.effective else ""
    return {
        "x_SourceTitle": clean(source.title), "x_SourceUrl": source.url, "x_SourceEffective": effective,
        "x_SourceChecked": source.checked.isoformat(),
    }  # fmt: skip


def _description(option: OptionRow, line: LineRow) -> str:
    until = f", until {option.id} is live, on {line.bridge}" if line.bridge else ""
    return clean(f"{line.title}: {line.rule}{until}")


def _tags(line: LineRow) -> dict[str, str]:
    tags = {"axis": line.axis, "phase": line.phase, "pays": line.pays}
    return tags | {"workload": line.workload} if line.workload else tags


def provider_of(analysis: Analysis, option: OptionRow, line: LineRow, service: Service) -> str:
    """Who is paid: the vendor of the model, Anthropic for its runtime and its own search, else a word for the kind."""
    server = analysis.case.option(line.bridge or option.id)
    if line.key.startswith("tokens.") and line.workload is not None:
        models = (route.model for route in server.work(line.workload).routes if line.route in (None, route.id))
        vendors = {model.vendor for model in models if model is not None}
        return vendors.pop() if len(vendors) == 1 else service.provider
    if line.key == "runtime.session" and server.kind != "managed-own-server":
        return ANTHROPIC
    if line.key == "tools.web_search" and "prices.search_usd_per_1000" in line.reads:
        return ANTHROPIC
    return OWN_TEAM if line.pays == "people" else service.provider


def pricing_unit(unit: str) -> str:
    """A unit in the specification's form: `1000000 Tokens`, `vCPU-Hours`, `Failed Sessions`."""
    counted = clean(unit).replace("million ", "1000000 ").replace("1,000 ", "1000 ")
    words = _WORD.sub(lambda word: _UNITS.get(word[0].lower(), f"{word[0][:1].upper()}{word[0][1:]}"), counted)
    return "Sessions" if words == "Session" else words or "Units"


def _amounts(month: MonthAmount, consumed: str) -> dict[str, str]:
    """What one month of a line comes to; `consumed` is the unit of what is used, blank for what is paid once."""
    cost, listed = number(month.usd), number(month.list_usd)
    quantity = month.quantity if month.quantity > 0.0 else 1.0
    found = {
        "BilledCost": cost, "EffectiveCost": cost, "ContractedCost": cost, "ListCost": listed,
        "ContractedUnitPrice": number(month.usd / quantity), "ListUnitPrice": number(month.list_usd / quantity),
        "PricingQuantity": number(quantity), "x_Month": str(month.month),
    }  # fmt: skip
    if consumed:
        found |= {"ConsumedQuantity": found["PricingQuantity"], "ConsumedUnit": consumed}
    return found


def number(value: float) -> str:
    """A figure at full precision; an exponent has a sign only where it is negative, as the specification wants it."""
    return repr(float(value)).replace("e+", "E").replace("e", "E")


@cache
def _period(as_of: date, once: bool, month: int) -> dict[str, str]:
    start, end = calendar_month(as_of, month), calendar_month(as_of, month + 1)
    charged = start + timedelta(days=1) if once else end
    return {
        "BillingPeriodStart": _moment(start), "BillingPeriodEnd": _moment(end), "ChargePeriodStart": _moment(start),
        "ChargePeriodEnd": _moment(charged),
    }  # fmt: skip


def calendar_month(as_of: date, month: int) -> date:
    """The first day of month 1, 2, … of the horizon: month 1 is the first whole calendar month from this day on."""
    months = as_of.year * 12 + as_of.month - 1 + (as_of.day > 1) + month - 1
    return date(months // 12, months % 12 + 1, 1)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _flag(value: bool) -> str:
    return "true" if value else "false"
