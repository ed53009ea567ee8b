"""The forecast as a FOCUS dataset: required columns, allowed values, sums that foot to the comparison."""

import csv
import io
import json
import re
from datetime import date, datetime
from functools import cache
from math import isclose

import pytest

from model.decision import Analysis, analyse
from model.report import focus
from tests.cases import CODING, case_of
from tests.test_decision_forecast import STARTERS
from tests.test_report_face import starter

# Specification 1.2: columns that must be present, and those of them that must not be null.
MANDATORY = {
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
    "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost",
    "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName",
    "ServiceCategory", "ServiceName",
}  # fmt: skip
NEVER_NULL = MANDATORY - {"ChargeClass"} | {
    "BillingAccountType", "ChargeFrequency", "ContractedUnitPrice", "ListUnitPrice", "PricingCategory",
    "ServiceSubcategory", "SkuId", "SkuPriceId", "SkuMeter", "SubAccountId", "SubAccountName", "SubAccountType",
}  # fmt: skip
CATEGORIES = {"Usage", "Purchase", "Tax", "Credit", "Adjustment"}
FREQUENCIES = {"One-Time", "Recurring", "Usage-Based"}
PRICINGS = {"Standard", "Dynamic", "Committed", "Other"}
SERVICES = {"AI and Machine Learning", "Compute", "Other"}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(E-?[0-9]+)?\Z")
UNIT = re.compile(r"([0-9]+ )?[A-Zv][A-Za-z]*([ -][A-Z][A-Za-z]*)*\Z")
MOMENT = re.compile(r"\d{4}-\d\d-01T00:00:00Z\Z")
COSTS = ("BilledCost", "EffectiveCost", "ContractedCost", "ListCost", "ContractedUnitPrice", "ListUnitPrice")


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a starter's file."""
    return read(starter(name))


def read(analysis: Analysis) -> tuple[dict[str, str], ...]:
    """The rows of one analysis as a program reads them."""
    return tuple(csv.DictReader(io.StringIO(focus.render([analysis]).decode())))


@pytest.mark.parametrize("name", STARTERS)
def test_required_columns_are_there_and_filled(name: str) -> None:
    """Every column that the specification requires is there, and no value of one that may not be null is empty."""
    columns = list(rows_of(name)[0])
    assert set(columns) >= MANDATORY | NEVER_NULL
    ours = [column.startswith("x_") for column in columns]
    assert ours == sorted(ours), "columns of our own stand last"
    assert all(row[column].strip() for row in rows_of(name) for column in NEVER_NULL)
    assert {row["ChargeClass"] for row in rows_of(name)} == {""}


@pytest.mark.parametrize("name", STARTERS)
def test_values_are_of_the_specifications_lists_and_forms(name: str) -> None:
    """Categories, units, numbers, periods and tags have the form that the specification allows."""
    for row in rows_of(name):
        assert row["ChargeCategory"] in CATEGORIES
        assert row["ChargeFrequency"] in FREQUENCIES
        assert (row["ChargeCategory"], row["ChargeFrequency"]) != ("Purchase", "Usage-Based")
        assert row["PricingCategory"] in PRICINGS
        assert row["ServiceCategory"] in SERVICES
        assert row["BillingCurrency"] == "USD"
        assert all(NUMBER.match(row[column]) for column in (*COSTS, "PricingQuantity"))
        assert UNIT.match(row["PricingUnit"]), row["PricingUnit"]
        assert all(
            MOMENT.match(row[column]) for column in ("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart")
        )
        assert row["ChargePeriodStart"] < row["ChargePeriodEnd"] <= row["BillingPeriodEnd"]
        assert bool(row["ConsumedQuantity"]) == (row["ChargeCategory"] == "Usage")
        assert bool(row["ResourceId"]) == bool(row["ResourceType"])
        assert all(isinstance(value, str) for value in json.loads(row["Tags"]).values())


@pytest.mark.parametrize("name", STARTERS)
def test_quantity_times_price_is_cost(name: str) -> None:
    """Quantity × unit price is the cost, at list and as contracted."""
    for row in rows_of(name):
        quantity = float(row["PricingQuantity"])
        for cost, price in (("ListCost", "ListUnitPrice"), ("ContractedCost", "ContractedUnitPrice")):
            assert isclose(quantity * float(row[price]), float(row[cost]), rel_tol=1e-12)
        assert row["BilledCost"] == row["EffectiveCost"] == row["ContractedCost"]


@pytest.mark.parametrize("name", STARTERS)
def test_the_rows_of_an_option_add_up(name: str) -> None:
    """An option's rows add up to its total, those of people to people, those of each axis to the axis."""
    for option in starter(name).options:
        rows = [row for row in rows_of(name) if row["SubAccountId"] == option.id]
        sums: dict[str, float] = {}
        for row in rows:
            for part in (row["x_Pays"], row["x_Axis"], "all"):
                sums[part] = sums.get(part, 0.0) + float(row["BilledCost"])
        assert sums["all"] == pytest.approx(option.total_usd)
        assert sums.get("people", 0.0) == pytest.approx(option.people_usd, abs=1e-6)
        for axis, amounts in option.axes.items():
            assert sums.get(axis, 0.0) == pytest.approx(amounts.total_usd, abs=1e-6)


def test_months_are_calendar_months() -> None:
    """Month 1 is the first whole month from the day of prices on; a build is charged on its first day."""
    assert focus.calendar_month(date(2026, 11, 22), 1) == date(2026, 12, 1)
    assert focus.calendar_month(date(2026, 12, 1), 1) == date(2026, 12, 1)
    assert focus.calendar_month(date(2026, 12, 2), 14) == date(2028, 2, 1)
    build = next(row for row in rows_of("coding-session") if row["x_Phase"] == "build")
    assert (build["ChargeCategory"], build["ChargeFrequency"]) == ("Purchase", "One-Time")
    start, end = (datetime.fromisoformat(build[f"ChargePeriod{side}"]) for side in ("Start", "End"))
    assert (end - start).days == 1
    months = {int(row["x_Month"]): row["BillingPeriodStart"][:7] for row in rows_of("coding-session")}
    assert (months[1], months[13], months[36]) == ("2026-12", "2027-12", "2029-11")


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("million tokens", "1000000 Tokens"), ("1,000 searches", "1000 Searches"), ("vCPU-hours", "vCPU-Hours"),
        ("GiB-hours", "GiB-Hours"), ("failed sessions", "Failed Sessions"), ("session", "Sessions"), ("", "Units"),
    ],
)  # fmt: skip
def test_units_have_the_form_of_the_specification(unit: str, said: str) -> None:
    """Whole numbers before capitalised nouns, hyphens before time."""
    assert focus.pricing_unit(unit) == said


@pytest.mark.parametrize(("value", "said"), [(1e-7, "1E-07"), (3e20, "3E20"), (-0.5, "-0.5"), (25, "25.0")])
def test_numbers_have_no_plus_sign(value: float, said: str) -> None:
    """An exponent is written with E and signed only where it is negative."""
    assert focus.number(value) == said


def test_text_from_a_profile_is_no_formula() -> None:
    """A title that a spreadsheet would run has a quote before it, in every column that shows it."""
    profile = CODING.replace("[options.own]", "[options.own]\ntitle = '=cmd|calc'").replace('"Coding', '"@Coding')
    rows = read(analyse(case_of(profile), 1, 1))
    assert {row["SubAccountName"] for row in rows} == {"Claude Managed Agents", "'=cmd|calc"}
    assert {row["BillingAccountName"] for row in rows} == {"'@Coding session"}


def test_who_is_paid() -> None:
    """Anthropic for its models and its runtime, the team for its own time, a word for what nothing names."""
    paid = {(row["x_Line"], row["ProviderName"]) for row in rows_of("coding-session")}
    assert {("tokens.input", "Anthropic"), ("runtime.session", "Anthropic"), ("engineering.upkeep", "Own team")} <= paid
    assert ("hosts.machines", "Machine provider") in paid


def test_the_face_is_on_every_row() -> None:
    """Digest, day of prices, book, seed, draws and version, and what is unpriced, stand on every row."""
    found = starter("regulated-team")
    for row in rows_of("regulated-team"):
        assert row["x_ProfileDigest"] == found.profile_sha256
        assert (row["x_PricesOf"], row["x_Draws"], row["x_Seed"]) == ("2026-11-22", "100", "1")
        assert row["x_Unpriced"] == ("runtime.session" if row["x_Option"] == "own-server" else "")
