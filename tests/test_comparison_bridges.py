"""Who serves until an option is live, where nobody wrote it: the cheapest, so that no number moves the answer by a jump."""

from __future__ import annotations

import numpy as np
import pytest
from cases import case_of, month_1
from plain_profile import plain

from model.comparison import Case, Line, evaluate, middle
from model.decision import analyse

EITHER = """
schema = 1
name = "Team that can build either"
as_of = 2026-11-22
horizon_months = 24
today = "none"
[workloads.triage]
sessions_per_month = "4k to 8k"
active_minutes = 15
model = "claude-opus-4-8"
[workloads.triage.tokens]
input = 60_000
output = 6_000
cached_share = 0.7
requests = 12
[engineering]
loaded_usd_per_year = "180k to 260k"
[options.managed]
build_engineer_weeks = 4
upkeep_fte = 0.2
[options.own]
kind = "own-stack"
build_engineer_weeks = 4
upkeep_fte = 0.2
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
"""


def worth(case: Case, option: str) -> float:
    """Present value of an option in the middle case."""
    return float(evaluate(case, middle(case)).present_values()[option][0])


def lines(case: Case, option: str, key: str) -> list[Line]:
    """The lines of a key in the middle case."""
    return [line for line in evaluate(case, middle(case)).option(option).lines if line.key == key]


def test_a_hundredth_of_an_engineer_week_does_not_turn_a_clear_verdict() -> None:
    """Building the other side to bridge 0.01 week costs $16,704 and is not done: the difference stays about what it was."""
    even, sooner = (analyse(case_of(EITHER, options__own__build_engineer_weeks=weeks), 2_000, 1) for weeks in (4, 3.99))
    assert [plan.meanwhile for plan in sooner.case.options] == ["nobody", "nobody"]
    assert (
        (sooner.verdict.option, sooner.verdict.strength)
        == (even.verdict.option, even.verdict.strength)
        == ("managed", "clear")
    )
    build = 0.01 * 40 * 217_000 / 2_080
    assert sooner.verdict.saving_expected_usd == pytest.approx(even.verdict.saving_expected_usd, abs=build)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("options__own__build_engineer_weeks", np.linspace(0.0, 8.0, 81)),
        ("options__own__builders", np.linspace(0.5, 3.0, 26)),
        ("options__managed__overrun_factor", np.linspace(0.5, 3.0, 26)),
        ("options__managed__weeks_until_live", np.linspace(0.0, 12.0, 61)),
        ("workloads__triage__sessions_per_month", np.linspace(0.0, 40_000.0, 41)),
    ],
)
@pytest.mark.parametrize(
    "waiting", [{}, {"workloads__triage__fallback_usd": 9}, {"workloads__triage__waiting_usd_per_month": 40_000}]
)
def test_no_number_moves_the_middle_case_by_a_jump(
    key: str,
    values: np.ndarray,
    waiting: dict[str, int],  # type: ignore[type-arg]
) -> None:
    """Ten times smaller steps are ten times smaller differences, wherever the bridge changes."""
    for option in ("managed", "own"):

        def at(value: float, option: str = option) -> float:
            return worth(case_of(EITHER, **{**waiting, key: float(value)}), option)

        found = [at(value) for value in values]
        steps = np.abs(np.diff(found))
        place = int(steps.argmax())
        between = [at(value) for value in np.linspace(values[place], values[place + 1], 11)]
        assert np.abs(np.diff(between)).max() <= 0.2 * steps[place] + 1.0


def test_nobody_costs_a_month_as_typed_else_the_fallback_else_the_late_runs() -> None:
    """Six months of 1,000 runs a month of ten minutes on E2B at 0.1656 an hour, with 0.30 of tokens each."""
    weeks = {"options__own__weeks_until_live": 26, "options__own__meanwhile": "nobody"}
    text = plain("token_usd_per_session = 0.3").replace("waiting_usd_per_month = 0\n", "")
    late = lines(case_of(text, **weeks), "own", "other.late_runs")
    assert sum(float(line.total_usd[0]) for line in late) == pytest.approx(6 * 1_000 * (0.3 + 10 / 60 * 0.1656))
    assert all(line.pays == "invoice" and "late" in line.rule for line in late)
    assert not lines(case_of(text, **weeks), "own", "other.waiting")
    assert month_1(evaluate(case_of(text, **weeks), middle(case_of(text, **weeks))), "own", "other.late_runs") == 0.0
    (fallback,) = lines(case_of(text, **weeks, workloads__w__fallback_usd=2), "own", "other.waiting")
    assert float(fallback.total_usd[0]) == pytest.approx(6 * 1_000 * 2)
    given = {"workloads__w__fallback_usd": 2, "workloads__w__waiting_usd_per_month": 50}
    (typed,) = lines(case_of(text, **weeks, **given), "own", "other.waiting")
    assert float(typed.total_usd[0]) == pytest.approx(6 * 50)
    assert (fallback.pays, typed.pays) == ("elsewhere", "elsewhere")
    assert not lines(case_of(text, **weeks, workloads__w__fallback_usd=2), "own", "other.late_runs")


def test_a_wait_that_is_counted_as_runs_done_late_is_a_warning_of_the_field_that_would_price_it() -> None:
    """Six months of 1,000 runs at 10/60 × $0.1656 are $165.60; a written zero or a fallback is no guess."""
    weeks = {"options__own__weeks_until_live": 26, "options__own__meanwhile": "nobody"}
    text = plain().replace("waiting_usd_per_month = 0\n", "")
    key = "workloads.w.waiting_usd_per_month"
    (said,) = [warned for warned in analyse(case_of(text, **weeks), 1).warnings if warned.key == key]
    assert "runs done late" in said.sentence
    assert "$166 on" in said.sentence
    for priced in ({key.replace(".", "__"): 0}, {"workloads__w__fallback_usd": 2}):
        assert not [warned for warned in analyse(case_of(text, **weeks, **priced), 1).warnings if warned.key == key]


def test_late_runs_on_own_machines_pay_their_part_of_a_machine() -> None:
    """Ten minutes on a machine of 0.58 an hour that takes four runs and is 70 % full: 1/6 h / (4 × 0.7) × 0.58."""
    text = plain().replace("waiting_usd_per_month = 0\n", "").partition("[options.own.sandbox]")[0]
    text += "[options.own.hosts]\nusd_per_hour = 0.58\nsessions_per_host = 4\nutilisation = 0.7\n"
    (late,) = lines(
        case_of(text, options__own__weeks_until_live=26, options__own__meanwhile="nobody"), "own", "other.late_runs"
    )
    assert float(late.total_usd[0]) == pytest.approx(6 * 1_000 * (10 / 60) / (4 * 0.7) * 0.58)


@pytest.mark.parametrize(("waiting", "bridge"), [(3_000, "nobody"), (4_000, "managed")])
def test_the_other_option_bridges_where_it_costs_less_than_nobody(waiting: int, bridge: str) -> None:
    """Six months of managed cost 6 × 13.33 and its build 5.2 weeks × 40 × 96.15 = $20,000: more than 6 × 3,000, less than
    6 × 4,000."""
    changes = {"options__own__weeks_until_live": 26, "options__managed__build_engineer_weeks": 5.2}
    case = case_of(plain(), **changes, workloads__w__waiting_usd_per_month=waiting)
    assert case.option("own").meanwhile == bridge
    expected = 6 * waiting if bridge == "nobody" else 5.2 * 40 * 200_000 / 2_080 + 6 * 1_000 * 10 / 60 * 0.08
    own = 6 * 1_000 * 10 / 60 * 0.1656
    assert worth(case, "own") == pytest.approx(expected + own)


def test_an_option_that_is_not_fully_priced_bridges_nothing() -> None:
    """Its cost is a lower bound; that it costs less than nobody is not known."""
    text = plain().replace(
        "[options.managed]\nbuild_engineer_weeks = 0\nweeks_until_live = 0\nupkeep_fte = 0",
        "[options.managed]\nweeks_until_live = 0",
    )
    case = case_of(text, options__own__weeks_until_live=26, workloads__w__waiting_usd_per_month=9_000)
    assert case.option("own").meanwhile == "nobody"


THREE = """
[options.quick]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = 0
weeks_until_live = 4.333333333333333
upkeep_fte = 0.05
"""


def test_a_bridge_brings_along_whoever_serves_before_it() -> None:
    """Nobody at first, the quick one from month 1, own from month 6: each is the cheapest until the next is live."""
    changes = {"options__own__weeks_until_live": 26, "options__managed__weeks_until_live": 52}
    case = case_of(plain() + THREE, **changes, workloads__w__waiting_usd_per_month=9_000)
    assert {plan.id: plan.meanwhile for plan in case.options} == {"managed": "own", "own": "quick", "quick": "nobody"}
    assert worth(case, "own") == pytest.approx(9_000 + 5 * 0.05 * 200_000 / 12 + 6 * 1_000 * 10 / 60 * 0.1656)


def test_bridges_that_lead_back_end_the_chain_and_two_options_live_at_once_end() -> None:
    """Own is written to bridge managed, which would bridge own; live at once nobody bridges anybody."""
    changes = {"options__managed__meanwhile": "own", "options__managed__weeks_until_live": 4}
    case = case_of(plain(), **changes, options__own__weeks_until_live=26, workloads__w__waiting_usd_per_month=9_000)
    assert case.option("own").meanwhile == "managed"
    assert worth(case, "own") > 0
    both = case_of(plain(), workloads__w__waiting_usd_per_month=9_000)
    assert [plan.meanwhile for plan in both.options] == ["nobody", "nobody"]
    assert analyse(both, 200, 1).verdict.option == "managed"
