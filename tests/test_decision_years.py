"""Three pockets and years: what vendors bill, what our engineers cost, what is done elsewhere; the rows foot to the cent."""

from __future__ import annotations

import pytest

from model.decision import analyse
from model.decision.records.analysis import Analysis, YearRow
from tests.cases import case_of, starter
from tests.test_decision_forecast import STARTERS

# 1,000 runs a month of 10 minutes, one in five of which fails and costs $3 elsewhere; 14 months, nothing discounted.
TEAM = """
schema = 1
name = "Pockets"
horizon_months = 14
discount_rate = 0.0
today = "managed"
[workloads.w]
sessions_per_month = 1000
active_minutes = 10
success_rate = 0.8
fallback_usd = 3
[engineering]
loaded_usd_per_year = 208_000
[options.managed]
build_engineer_weeks = 0
upkeep_fte = 0.1
leave_usd = 500
[options.own]
kind = "own-stack"
build_engineer_weeks = 2
weeks_until_live = 13
upkeep_fte = 0.2
[options.own.sandbox]
preset = "fargate-arm"
usd_per_vcpu_hour = 0.05
usd_per_gib_hour = 0.01
vcpu = 2
memory_gib = 4
"""
RUNTIME = 1_000 * 10 / 60 * 0.08  # running hours of a month × price of an hour
SANDBOX = 1_000 * 10 / 60 * (2 * 0.05 + 4 * 0.01)
FAILED = 1_000 * 0.2 * 3.0
MANAGED_UPKEEP, OWN_UPKEEP = 0.1 * 208_000 / 12, 0.2 * 208_000 / 12
BUILD = 2 * 40 * 208_000 / 2_080


def year(of: YearRow) -> tuple[float, float, float, float]:
    """The pockets of one year."""
    return of.invoices_usd, of.people_usd, of.elsewhere_usd, of.total_usd


def test_a_year_is_twelve_months_of_three_pockets() -> None:
    """Managed from the first day: runtime is billed, upkeep is ours, failed runs are done elsewhere; year 2 has two months."""
    row = analyse(case_of(TEAM), 1).option("managed")
    months = (RUNTIME, MANAGED_UPKEEP, FAILED, RUNTIME + MANAGED_UPKEEP + FAILED)
    assert year(row.years[0]) == (0.0, 0.0, 0.0, 0.0)
    assert year(row.years[1]) == pytest.approx([12 * usd for usd in months])
    assert year(row.years[2]) == pytest.approx([2 * usd for usd in months])
    month = row.invoices_month_1_usd, row.people_month_1_usd, row.elsewhere_month_1_usd, row.month_1_usd
    assert month == pytest.approx(months)
    assert row.invoices_usd == pytest.approx(14 * RUNTIME)


def test_the_build_is_year_0_and_leaving_is_an_invoice_of_its_year() -> None:
    """Own is live after three months; until then managed serves; leaving it is billed when own takes over, in year 1."""
    row = analyse(case_of(TEAM), 1).option("own")
    assert year(row.years[0]) == pytest.approx((0.0, BUILD, 0.0, BUILD))
    first = 3 * RUNTIME + 9 * SANDBOX + 500.0, 3 * MANAGED_UPKEEP + 9 * OWN_UPKEEP, 12 * FAILED
    assert year(row.years[1]) == pytest.approx((*first, sum(first)))
    assert row.invoices_usd == pytest.approx(3 * RUNTIME + 11 * SANDBOX + 500.0)
    assert row.elsewhere_usd == pytest.approx(14 * FAILED)


@pytest.mark.parametrize("name", STARTERS)
def test_years_and_pockets_foot_to_the_cent(name: str) -> None:
    """Of every option: years to pockets, pockets to the total, month 1 and present value alike."""
    for row in _answer(name).options:
        whole = row.invoices_usd, row.people_usd, row.elsewhere_usd, row.total_usd
        for at, usd in enumerate(whole):
            assert sum(year(each)[at] for each in row.years) == pytest.approx(usd, abs=0.005)
        for each in (*map(year, row.years), whole):
            assert sum(each[:3]) == pytest.approx(each[3], abs=0.005)
        assert len(row.years) == 1 + -(-len(row.monthly_usd) // 12)


def _answer(name: str) -> Analysis:
    return analyse(starter(name), 200, parts=frozenset())
