"""The forecast as a FOCUS dataset (FinOps Open Cost and Usage Specification 1.2; names of 1.4 on request).

One row a line and month, every amount an expected value in US dollars. The file holds the option that is the answer;
every option only on request, for summing over options means nothing. Only what a vendor bills has a cost in the columns
that tools add up: engineers and work done elsewhere stand at 0 there, and `x_ExpectedCost` holds the amount of every
row; those add up to the option's total. Month 1 is the first whole calendar month from the day of prices on. The option
is the sub account and the workload the resource. Rows that round to nothing are left out. Unpriced lines have no row;
`x_Unpriced` names them on every row of their option. What the file rests on stands on the first row of each scenario.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from model import RELEASE
from model.comparison.lines.axes import AXES, OWN_TEAM, FocusService
from model.decision.bill.forecast import LineForecast, MonthAmount, forecast
from model.decision.records.analysis import Analysis, LineRow, OptionRow
from model.prices.presets import search_providers
from model.prices.records import UnpricedName
from model.quantities import figures
from model.report.choices import DEFAULT, Choices
from model.report.csv import quoted
from model.report.plain import clean
from model.telling.dates import calendar_month

ANTHROPIC = "Anthropic"


MACHINES = FocusService("Machines", "Compute", "Virtual Machines", "Machine provider")
LEAVING = FocusService("Leaving", "Other", "Other (Other)", OWN_TEAM)
FOCUS = (
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency",
    "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
    "ChargePeriodEnd", "ChargePeriodStart", "CommitmentDiscountCategory", "CommitmentDiscountId",
    "CommitmentDiscountName", "CommitmentDiscountStatus", "CommitmentDiscountType", "ConsumedQuantity", "ConsumedUnit",
    "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost", "ListUnitPrice",
    "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName",
    "ResourceId", "ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId",
    "SkuMeter", "SkuPriceId", "SubAccountId", "SubAccountName", "SubAccountType", "Tags",
)  # fmt: skip
OURS = (
    "x_ExpectedCost", "x_Pays", "x_Option", "x_OptionKind", "x_Verdict", "x_Unpriced", "x_Scenario", "x_Workload",
    "x_Route", "x_Line", "x_Axis", "x_Phase", "x_Bridge", "x_Cancels", "x_Month", "x_HoursOfMonth", "x_SourceTitle",
    "x_SourceUrl", "x_SourceEffective", "x_SourceChecked", "x_FocusVersion", "x_Record",
)  # fmt: skip
RENAMED: Mapping[str, Mapping[str, str]] = {  # what a later specification calls a column
    "1.2": {},
    "1.4": {"ProviderName": "ServiceProviderName", "PublisherName": "HostProviderName"},
}
SMALLEST_USD = 1e-6  # a row below it is what rounding left over
ROUNDING = 1e-11  # of a line's total: what rounding leaves over in one of its months
PRICE_DIGITS = 10
HOURS_OF_MONTH = "730"  # the model's month: a twelfth of 8,760 hours, whatever calendar month the row stands in
_UNITS = {"vcpu": "vCPU", "gib": "GiB"}
_SIGNS = str.maketrans(
    {
        "×": "x",
        "÷": "/",
        "−": "-",
        "–": "-",
        "—": "-",
        "·": ",",
        "≥": ">=",
        "≤": "<=",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
    }
)
_WORD = re.compile(r"[^\s-]+")


def columns(version: str) -> tuple[str, ...]:
    """The columns of a version of the specification, then those of our own."""
    named = RENAMED[version]
    return (*sorted(named.get(column, column) for column in FOCUS), *OURS)


def render(analyses: Sequence[Analysis], choices: Choices = DEFAULT) -> bytes:
    """One header, then every analysis; absent values are empty, every other text is in quotes."""
    out = io.StringIO()
    out.write(",".join(columns(choices.focus)) + "\n")
    for analysis in analyses:
        out.writelines(",".join(row.values()) + "\n" for row in rows(analysis, choices))
    return out.getvalue().encode()


def rows(analysis: Analysis, choices: Choices) -> Iterator[Mapping[str, str]]:
    """The rows of one analysis, column to its text in the file, in the order of the columns; text from a profile can never
    become a formula."""
    named, face = RENAMED[choices.focus], _face(analysis, choices.focus)
    blank = dict.fromkeys(columns(choices.focus), "")
    record = {"x_Record": quoted(_record(analysis))}
    wanted = None if choices.all_options else analysis.verdict.option
    for line in forecast(analysis):
        if wanted not in (None, line.option.id):
            continue
        said = face | _option(analysis, line.option) | _line(analysis, line)
        of_line = blank | {named.get(column, column): quoted(text) for column, text in said.items()}
        once = line.line.phase != "run"
        for month in charged(line):
            yield of_line | _amounts(line.line, month) | _period(analysis.as_of, once, month.month) | record
            record = {}


def charged(line: LineForecast) -> Iterator[MonthAmount]:
    """The months in which a line costs something: what rounding left over is no charge."""
    least = max(SMALLEST_USD, ROUNDING * abs(line.line.total_usd))
    return (month for month in line.months if max(abs(month.usd), abs(month.list_usd)) >= least)


def _face(analysis: Analysis, version: str) -> dict[str, str]:
    name = clean(analysis.profile)
    return {
        "BillingAccountId": name, "BillingAccountName": name, "BillingAccountType": "Forecast",
        "BillingCurrency": "USD", "PricingCategory": "Standard", "SubAccountType": "Hosting option",
        "x_Scenario": analysis.scenario or "", "x_FocusVersion": f"FOCUS {version}",
    }  # fmt: skip


def _record(analysis: Analysis) -> str:
    """What the file rests on, once: on every row it would weigh more than the charge."""
    return (
        f"switchpoint {RELEASE}; profile {analysis.profile_sha256}; book {analysis.book.sha256}; prices of "
        f"{analysis.book.as_of.isoformat()}, oldest checked {analysis.book.oldest_checked.isoformat()}; "
        f"{figures.plural(analysis.draws, 'future')}, seed {analysis.seed}"
    )


def _option(analysis: Analysis, option: OptionRow) -> dict[str, str]:
    return {
        "SubAccountId": option.id, "SubAccountName": clean(option.title), "x_Option": option.id,
        "x_OptionKind": option.kind, "x_Verdict": _flag(option.id == analysis.verdict.option),
        "x_Unpriced": " ".join(gap.key for gap in option.unpriced),
    }  # fmt: skip


def _line(analysis: Analysis, forecasted: LineForecast) -> dict[str, str]:
    line, option = forecasted.line, forecasted.option
    service = _service(line)
    provider = provider_of(analysis, option, line, service)
    sku = "/".join(part for part in (line.key, line.route) if part)
    once = line.phase != "run"
    found = {
        "ChargeCategory": "Credit" if line.total_usd < 0.0 else "Purchase" if once else "Usage",
        "ChargeFrequency": "One-Time" if once else "Recurring" if line.workload is None else "Usage-Based",
        "ChargeDescription": _description(option, line), "ProviderName": provider, "PublisherName": provider,
        "InvoiceIssuerName": provider, "ServiceName": service.name, "ServiceCategory": service.category,
        "ServiceSubcategory": service.subcategory, "SkuId": sku, "SkuMeter": clean(line.title),
        "SkuPriceId": f"{option.id}/{sku}", "PricingUnit": pricing_unit(line.unit),
        "Tags": json.dumps(_tags(line)), "x_Workload": line.workload or "",
        "x_Route": line.route or "", "x_Line": line.key, "x_Axis": line.axis, "x_Phase": line.phase,
        "x_Pays": line.pays, "x_Bridge": line.bridge or "", "x_Cancels": _flag(line.cancels),
        "x_HoursOfMonth": HOURS_OF_MONTH if not once and "hour" in line.unit.casefold() else "",
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
    """What is charged and by which rule, in ASCII, as some takers of the format want it."""
    until = f", until {option.id} is live, on {line.bridge}" if line.bridge else ""
    return f"{ascii_text(line.title) or line.key}: {ascii_text(line.rule) or 'as the profile says'}{until}"


def ascii_text(text: str) -> str:
    """`text` in ASCII letters; empty where that would lose one of its letters."""
    folded = unicodedata.normalize("NFKD", clean(text).translate(_SIGNS))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return plain if plain.isascii() else ""


def _tags(line: LineRow) -> dict[str, str]:
    tags = {"axis": line.axis, "phase": line.phase, "pays": line.pays}
    tags |= {"team": line.team} if line.team else {}
    return tags | {"workload": line.workload} if line.workload else tags


def _service(line: LineRow) -> FocusService:
    if line.key.startswith("hosts."):
        return MACHINES
    return LEAVING if line.phase == "exit" else AXES[line.axis].service


def provider_of(analysis: Analysis, option: OptionRow, line: LineRow, service: FocusService) -> str:
    """Who is paid: the vendor of the model, Anthropic for its runtime and its own search, the preset's, else a word for the
    kind."""
    server = analysis.case.option(line.bridge or option.id)
    if line.pays != "invoice":
        return OWN_TEAM
    if line.key.startswith("tokens.") and line.workload is not None:
        models = (route.model for route in server.work(line.workload).routes if line.route in (None, route.id))
        vendors = {model.vendor for model in models if model is not None}
        return vendors.pop() if len(vendors) == 1 else service.provider
    if line.key == "runtime.session" and server.kind != "managed-own-server":
        return ANTHROPIC
    if line.key == "tools.web_search":
        return _search(analysis, line) or service.provider
    if line.phase == "run" and line.axis in ("sandbox", "hosts") and line.source is not None:
        return _preset(analysis, server.id, line) or service.provider
    return service.provider


def _search(analysis: Analysis, line: LineRow) -> str:
    """Whose search is paid: of the API's own, Anthropic; of a provider that the book knows by its page, that one."""
    if "prices.search_usd_per_1000" in line.reads:
        return ANTHROPIC
    said = " ".join(
        f"{row.note} {row.page.url if row.page else ''}" for row in analysis.inputs if row.key in line.reads
    )
    return next((each.title for each in search_providers() if each.source.url and each.source.url in said), "")


def _preset(analysis: Analysis, option: str, line: LineRow) -> str:
    """The name of the preset that fills a line's rate; what follows a comma is its size or place."""
    case = analysis.case
    for table, found in (("sandbox", case.book.sandbox), ("hosts", case.book.host)):
        name = case.profile.text(f"options.{option}.{table}.preset")
        if name and line.key.startswith(f"{table}."):
            preset = found(name)
            return "" if isinstance(preset, UnpricedName) else preset.title.partition(",")[0]
    return ""


def pricing_unit(unit: str) -> str:
    """A unit in the specification's form: `1000000 Tokens`, `vCPU-Hours`, `Failed Sessions`."""
    counted = clean(unit).replace("million ", "1000000 ").replace("1,000 ", "1000 ")
    words = _WORD.sub(lambda word: _UNITS.get(word[0].lower(), f"{word[0][:1].upper()}{word[0][1:]}"), counted)
    return "Sessions" if words == "Session" else words or "Units"


def _amounts(line: LineRow, month: MonthAmount) -> dict[str, str]:
    """What one month of a line comes to. What no vendor bills costs 0 there; what is bought once is no cost of
    use, and a credit (hours that a plan includes) consumes nothing."""
    once, billed = line.phase != "run", line.pays == "invoice"
    quantity = month.quantity or 1.0
    cost, listed = (month.usd, month.list_usd) if billed else (0.0, 0.0)
    found = {
        "BilledCost": number(cost), "EffectiveCost": number(0.0 if once else cost), "ContractedCost": number(cost),
        "ListCost": number(listed), "ContractedUnitPrice": number(_price(cost / quantity)),
        "ListUnitPrice": number(_price(listed / quantity)), "PricingQuantity": number(quantity),
        "x_ExpectedCost": number(month.usd), "x_Month": str(month.month),
    }  # fmt: skip
    if not once and line.total_usd >= 0.0:
        found |= {"ConsumedQuantity": found["PricingQuantity"], "ConsumedUnit": quoted(pricing_unit(line.unit))}
    return found


def _price(usd: float) -> float:
    """The price of one unit without the digits that rounding makes up."""
    return float(figures.to_digits(usd, PRICE_DIGITS))


def number(value: float) -> str:
    """A figure at full precision with a decimal point and without an exponent, as every reader of the format takes it."""
    shown = format(Decimal(repr(float(value))), "f")
    return shown if "." in shown else f"{shown}.0"


@cache
def _period(as_of: date, once: bool, month: int) -> dict[str, str]:
    start, end = calendar_month(as_of, month), calendar_month(as_of, month + 1)
    charged = start + timedelta(days=1) if once else end
    moments = {
        "BillingPeriodStart": start, "BillingPeriodEnd": end, "ChargePeriodStart": start, "ChargePeriodEnd": charged,
    }  # fmt: skip
    return {column: quoted(_moment(day)) for column, day in moments.items()}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _flag(value: bool) -> str:
    return "true" if value else "false"
