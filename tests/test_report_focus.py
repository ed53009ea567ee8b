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
from model.report.choices import DEFAULT, Choices
from tests.cases import CODING, case_of
from tests.test_decision_forecast import STARTERS
from tests.test_report_face import starter

# Specification 1.2: columns that must be present, and those of them that must not be null.
MANDATORY = {
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
    "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost",
    "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName",
    "ServiceCategory", "ServiceName",
}  # fmt: skip
NEVER_NULL = MANDATORY - {"ChargeClass", "InvoiceId"} | {
    "BillingAccountType", "ChargeFrequency", "ContractedUnitPrice", "ListUnitPrice", "PricingCategory",
    "ServiceSubcategory", "SkuId", "SkuPriceId", "SkuMeter", "SubAccountId", "SubAccountName", "SubAccountType",
}  # fmt: skip
CATEGORIES = {"Usage", "Purchase", "Tax", "Credit", "Adjustment"}
FREQUENCIES = {"One-Time", "Recurring", "Usage-Based"}
PRICINGS = {"Standard", "Dynamic", "Committed", "Other"}
SERVICES = {"AI and Machine Learning", "Compute", "Other"}
NUMBER = re.compile(r"-?[0-9]+\.[0-9]+\Z")
UNIT = re.compile(r"([0-9]+ )?[A-Zv][A-Za-z]*([ -][A-Z][A-Za-z]*)*\Z")
MOMENT = re.compile(r"\d{4}-\d\d-01T00:00:00Z\Z")
COSTS = ("BilledCost", "EffectiveCost", "ContractedCost", "ListCost", "ContractedUnitPrice", "ListUnitPrice")


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a starter's file."""
    return read(starter(name), EVERY)


EVERY = Choices(all_options=True)


def read(analysis: Analysis, choices: Choices = DEFAULT) -> tuple[dict[str, str], ...]:
    """The rows of one analysis as a program reads them."""
    return tuple(csv.DictReader(io.StringIO(focus.render([analysis], choices).decode())))


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
            assert isclose(quantity * float(row[price]), float(row[cost]), rel_tol=1e-9)
        assert row["BilledCost"] == row["ContractedCost"]
        bought = row["ChargeCategory"] == "Purchase"
        assert float(row["EffectiveCost"]) == (0.0 if bought else float(row["BilledCost"]))


@pytest.mark.parametrize("name", STARTERS)
def test_only_what_a_vendor_bills_has_a_billed_cost(name: str) -> None:
    """Engineers are paid by no invoice: 0 in the columns that tools add up, the amount beside."""
    for row in rows_of(name):
        if row["x_Pays"] == "invoice":
            assert row["BilledCost"] == row["x_ExpectedCost"]
        else:
            assert row["BilledCost"] == row["ListCost"] == row["ListUnitPrice"] == "0.0"
            assert row["InvoiceIssuerName"] == "Own team"


@pytest.mark.parametrize("name", STARTERS)
def test_no_charge_is_what_rounding_left_over(name: str) -> None:
    """A bridge ends within month 1 in most futures; 1E-10 dollars in month 2 are no charge, and no price is negative."""
    for row in rows_of(name):
        credit = row["ChargeCategory"] == "Credit"
        assert float(row["x_ExpectedCost"]) * (-1.0 if credit else 1.0) >= 1e-6
        assert float(row["ListUnitPrice"]) >= 0.0
        assert len(row["ListUnitPrice"].replace(".", "").strip("0")) <= 10


def test_a_price_is_the_lines_own() -> None:
    """A ticket done by people costs $6.00 in every month of every bridge, input tokens the book's $5.00 a million."""
    rows = rows_of("support-desk")
    prices = {row["ListUnitPrice"] for row in rows if row["x_Line"] == "tokens.input"}
    assert prices == {"5.0"}
    months = {row["x_Month"]: row for row in rows if row["x_Line"] == "other.fallback" and row["x_Option"] == "managed"}
    for row in months.values():
        assert float(row["x_ExpectedCost"]) == pytest.approx(float(row["PricingQuantity"]) * 6.0)


@pytest.mark.parametrize("name", STARTERS)
def test_the_file_holds_the_answer(name: str) -> None:
    """Without a wish it is the option of the verdict, whose rows may be added up; every option on request."""
    analysis = starter(name)
    chosen = read(analysis)
    assert {row["x_Option"] for row in chosen} == {analysis.verdict.option}
    assert {row["x_Option"] for row in rows_of(name)} == {option.id for option in analysis.options if option.lines}
    total = sum(float(row["x_ExpectedCost"]) for row in chosen)
    assert total == pytest.approx(analysis.option(str(analysis.verdict.option)).total_usd)


def test_later_names_on_request() -> None:
    """FOCUS 1.4 has no ProviderName and no PublisherName; the file says which version its names are of."""
    found = read(starter("coding-session"), Choices(focus="1.4"))[0]
    assert {"ServiceProviderName", "HostProviderName"} <= set(found)
    assert not {"ProviderName", "PublisherName"} & set(found)
    assert found["x_FocusVersion"] == "FOCUS 1.4"
    assert rows_of("coding-session")[0]["x_FocusVersion"] == "FOCUS 1.2"


def test_text_is_in_quotes_and_descriptions_are_ascii() -> None:
    """A cell with a semicolon cannot be parted where semicolons separate; a description holds no sign beyond ASCII."""
    profile = CODING.replace("[options.own]", "[options.own]\ntitle = 'a;=1+1'")
    content = focus.render([analyse(case_of(profile), 1, 1)], EVERY).decode()
    assert '"a;=1+1"' in content
    assert all(row["ChargeDescription"].isascii() for name in STARTERS for row in rows_of(name))
    assert focus.ascii_text("2 × 3 − café") == "2 x 3 - cafe"
    assert focus.ascii_text("チケット") == ""


def test_hours_are_those_of_the_models_month() -> None:
    """February has 672 hours and the model's month 730: the column says so on lines by the hour."""
    hours = {row["x_HoursOfMonth"] for row in rows_of("support-desk") if row["x_Line"] == "runtime.session"}
    assert hours == {"730"}


@pytest.mark.parametrize("name", STARTERS)
def test_the_rows_of_an_option_add_up(name: str) -> None:
    """An option's rows add up to its total, those of people to people, those of each axis to the axis."""
    for option in starter(name).options:
        rows = [row for row in rows_of(name) if row["SubAccountId"] == option.id]
        sums: dict[str, float] = {}
        for row in rows:
            for part in (row["x_Pays"], row["x_Axis"], "all"):
                sums[part] = sums.get(part, 0.0) + float(row["x_ExpectedCost"])
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


@pytest.mark.parametrize(
    ("value", "said"), [(1e-7, "0.0000001"), (3e20, "300000000000000000000.0"), (-0.5, "-0.5"), (25, "25.0")]
)
def test_numbers_have_a_decimal_point_and_no_exponent(value: float, said: str) -> None:
    """Every reader of the format takes them."""
    assert focus.number(value) == said


def test_text_from_a_profile_is_no_formula() -> None:
    """A title that a spreadsheet would run has a quote before it, in every column that shows it."""
    profile = CODING.replace("[options.own]", "[options.own]\ntitle = '=cmd|calc'").replace('"Coding', '"@Coding')
    rows = read(analyse(case_of(profile), 1, 1), EVERY)
    assert {row["SubAccountName"] for row in rows} == {"Claude Managed Agents", "'=cmd|calc"}
    assert {row["BillingAccountName"] for row in rows} == {"'@Coding session"}


def test_who_is_paid() -> None:
    """Anthropic for its models and its runtime, the team for its own time, a word for what nothing names."""
    paid = {(row["x_Line"], row["ProviderName"]) for row in rows_of("coding-session")}
    assert {("tokens.input", "Anthropic"), ("runtime.session", "Anthropic"), ("engineering.upkeep", "Own team")} <= paid
    assert ("hosts.machines", "Machine provider") in paid


def test_presets_name_who_is_paid() -> None:
    """The sandbox preset E2B and a search priced from Brave's page are paid to E2B and Brave."""
    paid = {row["x_Line"]: row["ProviderName"] for row in rows_of("support-desk")
            if row["x_Option"] == "own" and not row["x_Bridge"]}  # fmt: skip
    assert (paid["sandbox.vcpu"], paid["sandbox.memory"], paid["tools.web_search"]) == ("E2B", "E2B", "Brave")


def test_what_the_file_rests_on_stands_once() -> None:
    """Digests, day of prices, draws, seed and version are constants: they stand on the first row; what is unpriced on every
    row of its option."""
    found = starter("regulated-team")
    first, *others = rows_of("regulated-team")
    for part in (found.profile_sha256, found.book.sha256, "2026-11-22", "100 futures, seed 1", "switchpoint"):
        assert part in first["x_Record"]
    assert {row["x_Record"] for row in others} == {""}
    for row in rows_of("regulated-team"):
        assert row["x_Unpriced"] == ("runtime.session" if row["x_Option"] == "own-server" else "")
