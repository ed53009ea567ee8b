"""The forecast line by line and month by month."""

from functools import cache

import numpy as np
import pytest

from model.decision import Analysis, analyse
from model.decision.bill.forecast import LineForecast, forecast
from tests.cases import CODING, case_of
from tests.generated import profile_text
from tests.test_report_face import starter

STARTERS = (
    "coding-session", "support-desk", "support-desk-all-regions", "high-volume", "regulated-team", "research-agent",
    "coding-fleet",
)  # fmt: skip


@cache
def told(name: str) -> tuple[Analysis, tuple[LineForecast, ...]]:
    """A starter's analysis and its forecast."""
    analysis = starter(name)
    return analysis, forecast(analysis)


def check_sums(analysis: Analysis, lines: tuple[LineForecast, ...]) -> None:
    """Every line's months add up to its total, in the order of the analysis."""
    of_analysis = [(option.id, line) for option in analysis.options for line in option.lines]
    assert [(line.option.id, line.line) for line in lines] == of_analysis
    for line in lines:
        assert sum(month.usd for month in line.months) == pytest.approx(line.line.total_usd, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("name", STARTERS)
def test_the_months_of_a_line_add_up_to_its_total(name: str) -> None:
    """No dollar of any line of any starter is lost or counted twice between the months."""
    check_sums(*told(name))


@pytest.mark.parametrize("seed", range(10))
def test_the_months_of_generated_profiles_add_up(seed: int) -> None:
    """The same for profiles with bridges, events, machines and exits made at random."""
    analysis = analyse(case_of(profile_text(seed)), 60, 1, parts=frozenset())
    check_sums(analysis, forecast(analysis))


@pytest.mark.parametrize("name", STARTERS)
def test_running_months_are_those_of_the_option(name: str) -> None:
    """The lines of the run phase add up to the option's expected cost of every month."""
    analysis, lines = told(name)
    for option in analysis.options:
        months = np.zeros(analysis.horizon_months)
        for line in (line for line in lines if line.option.id == option.id and line.line.phase == "run"):
            for month in line.months:
                months[month.month - 1] += month.usd
        assert months == pytest.approx(np.array(option.monthly_usd), rel=1e-9, abs=1e-6)


def test_a_month_is_quantity_times_rate() -> None:
    """500 million tokens at $5 are $2,500 in every month of the article's session at 10,000 runs."""
    analysis = analyse(case_of(CODING), 1, 1)
    tokens = next(line for line in forecast(analysis) if line.line.key == "tokens.input")
    assert [month.month for month in tokens.months] == list(range(1, 37))
    assert {(round(month.quantity, 6), round(month.usd, 6)) for month in tokens.months} == {(500.0, 2500.0)}


def test_a_build_is_paid_in_the_first_month() -> None:
    """Two engineer-weeks at $100 an hour are 80 hours and $8,000, all in month 1."""
    changes = {"options__own__build_engineer_weeks": 2, "today": "none"}
    analysis = analyse(case_of(CODING, **changes), 1, 1)
    build = next(line for line in forecast(analysis) if line.option.id == "own" and line.line.phase == "build")
    assert [(month.month, month.quantity, month.usd) for month in build.months] == [(1, 80.0, 80 * 100.0)]


def test_list_dollars_leave_negotiated_discounts_out() -> None:
    """With 20 % off all tokens and 10 % more off on one side, list dollars stay at 500 × $5."""
    changes = {"prices__token_discount_share": 0.2, "options__own__token_discount_share": 0.1}
    analysis = analyse(case_of(CODING, **changes), 1, 1)
    for option, factor in (("managed", 0.8), ("own", 0.8 * 0.9)):
        line = next(f for f in forecast(analysis) if f.option.id == option and f.line.key == "tokens.input")
        assert {round(month.list_usd, 6) for month in line.months} == {500 * 5.0}
        assert {round(month.usd, 6) for month in line.months} == {round(500 * 5.0 * factor, 6)}


def test_nothing_to_build_needs_no_builders() -> None:
    """Where no build is needed, moving the number of builders to its least breaks no switching value."""
    found = analyse(case_of(CODING), 1, 1, parts=frozenset({"switching"}))
    assert found.option("own").live_month == 0.0
