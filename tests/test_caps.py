"""Spend caps, spreads and loops left running: closed forms against a million sessions, then through a whole analysis."""

import numpy as np
import pytest
from cases import case_of, month_1, run_of

from model.comparison.following.tracing import trace
from model.decision import analyse
from model.formulas.caps import best_cap_usd, capped, sigma
from model.prices import open_book
from model.quantities import normal_scores

BASE = """
schema = 1
name = "Base"
as_of = 2026-11-22
horizon_months = 12
discount_rate = 0.0
today = "none"
[workloads.w]
sessions_per_month = 1000
active_minutes = 10
token_usd_per_session = 5
success_rate = 0.8
fallback_usd = 6
{more}
[engineering]
loaded_usd_per_year = 200_000
[options.managed]
build_engineer_weeks = 0
weeks_until_live = 0
upkeep_fte = 0
[options.own]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = 0
weeks_until_live = 0
upkeep_fte = 0
"""
CAP = "spend_cap_usd = 12\nsession_spread = 8\n"


def sizes(mean_usd: float, spread: float) -> np.ndarray:
    """A million sessions: log-normal, at the middles of equal shares."""
    u = (np.arange(1_000_000) + 0.5) / 1_000_000
    width = float(sigma(np.array([spread]))[0])
    return np.asarray(mean_usd * np.exp(width * normal_scores(u) - width * width / 2.0))


@pytest.mark.parametrize("spread", [1.2, 3.0, 8.0, 50.0])
@pytest.mark.parametrize("cap", [0.2, 1.0, 4.0, 40.0])
def test_a_cap_against_a_million_sessions(spread: float, cap: float) -> None:
    """Stopped share and mean of min(cost, cap), by counting and by the closed form."""
    drawn = sizes(1.0, spread)
    found = capped(np.array([1.0]), np.array([cap]), np.array([spread]))
    assert float(found.stopped_share[0]) == pytest.approx((drawn > cap).mean(), abs=2e-6)
    assert float(found.paid_usd[0]) == pytest.approx(np.minimum(drawn, cap).mean(), rel=2e-3)
    assert np.quantile(drawn, 0.95) / np.quantile(drawn, 0.5) == pytest.approx(spread, rel=1e-3)


def test_sessions_that_all_cost_the_same() -> None:
    """A spread of 1: a cap above the cost changes nothing, one below stops all."""
    above, below = (capped(np.array([5.0]), np.array([cap]), np.array([1.0])) for cap in (6.0, 4.0))
    assert (float(above.paid_usd[0]), float(above.stopped_share[0])) == (5.0, 0.0)
    assert (float(below.paid_usd[0]), float(below.stopped_share[0])) == (4.0, 1.0)


def test_no_cap_and_a_cap_of_nothing() -> None:
    """The ends: a cap far above pays the mean, one of $0 pays nothing and stops all, and nothing to pay stays nothing."""
    for cap, mean, paid, stopped in ((1e12, 5.0, 5.0, 0.0), (0.0, 5.0, 0.0, 1.0), (3.0, 0.0, 0.0, 0.0)):
        found = capped(np.array([mean]), np.array([cap]), np.array([8.0]))
        assert float(found.paid_usd[0]) == pytest.approx(paid, abs=1e-12)
        assert float(found.stopped_share[0]) == pytest.approx(stopped, abs=1e-12)


def test_a_cap_in_an_option() -> None:
    """1,000 runs of $5: what is paid is the mean of min(cost, 12); the stopped ones cost $6 elsewhere and reach nothing."""
    drawn = sizes(5.0, 8.0)
    paid, stopped = np.minimum(drawn, 12.0).mean(), (drawn > 12.0).mean()
    run = run_of(BASE.format(more=CAP))
    tokens = month_1(run, "own", "tokens") + month_1(run, "own", "cap")
    assert tokens == pytest.approx(1000 * paid, rel=1e-4)
    assert month_1(run, "own", "other.fallback") == pytest.approx(1000 * 6 * (1 - 0.8 * (1 - stopped)), rel=1e-4)
    assert float(run.option("own").outcomes[0]) == pytest.approx(12 * 1000 * 0.8 * (1 - stopped), rel=1e-4)


def test_a_cap_of_one_option_alone() -> None:
    """It is written where it holds."""
    own = BASE.format(more="session_spread = 8") + "[options.own.workloads.w]\nspend_cap_usd = 12\n"
    run = run_of(own)
    assert month_1(run, "own", "cap") < 0.0
    assert month_1(run, "managed", "cap") == 0.0


def test_loops_left_running_are_bounded_by_the_cap() -> None:
    """Twelve loops a year of 60 hours at 6 × $5 an hour: $1,800 a month; under a cap of $12, $12."""
    loops = "runaways_per_year = 12\n"
    assert month_1(run_of(BASE.format(more=loops)), "own", "runaway") == pytest.approx(60 * 30)
    assert month_1(run_of(BASE.format(more=loops + "runaway_hours = 10\n")), "own", "runaway") == pytest.approx(10 * 30)
    assert month_1(run_of(BASE.format(more=loops + CAP)), "own", "runaway") == pytest.approx(12.0)
    managed = month_1(run_of(BASE.format(more=loops)), "managed", "runaway")
    assert managed == pytest.approx(60 * 6 * (5 + 0.08 / 6)), "its runtime runs on too"


@pytest.mark.parametrize(("mean_usd", "spread", "lost"), [(5.0, 8.0, 6.0), (9.7, 50.0, 30.0), (1.0, 20.0, 2.0)])
def test_the_best_cap_is_where_the_cost_is_least(mean_usd: float, spread: float, lost: float) -> None:
    """By brute force over a million sessions: no cap nearby or far off costs less."""
    best = best_cap_usd(mean_usd, spread, lost)
    assert best is not None
    drawn = sizes(mean_usd, spread)

    def cost(cap: float) -> float:
        return float(np.minimum(drawn, cap).mean() + lost * (drawn > cap).mean())

    tried = [cost(best * factor) for factor in (0.25, 0.5, 0.8, 0.95, 1.05, 1.25, 2.0, 4.0, 1e6)]
    assert cost(best) <= min(tried) + 1e-6 * mean_usd


def test_no_cap_is_best_where_sessions_are_alike() -> None:
    """Nothing to gain without a spread, and where a failure costs nothing a cap is no question of cost."""
    assert best_cap_usd(5.0, 1.0, 6.0) is None
    assert best_cap_usd(5.0, 8.0, 0.0) is None


def test_who_offers_a_cap_is_a_dated_rule() -> None:
    """Managed sessions have budgets since 7 August 2026; an own stack has to build one, and is told so."""
    said = {each.key: each.sentence for each in analyse(case_of(BASE.format(more=CAP)), parts=frozenset()).warnings}
    assert "Own stack: no spend cap is offered here" in said["workloads.w.spend_cap_usd"]
    assert "Claude Managed Agents" not in said["workloads.w.spend_cap_usd"]
    kinds = {
        kind
        for kind in ("managed", "own-stack")
        for limit in open_book(case_of(BASE.format(more="")).as_of).limits(kind)
        if limit.key == "session_budget"
    }
    assert kinds == {"managed"}
    alone = analyse(case_of(BASE.format(more="spend_cap_usd = 12\n")), parts=frozenset()).warnings
    assert "workloads.w.session_spread" in {each.key for each in alone}


def test_the_published_spread_is_that_of_its_source() -> None:
    """TraceLab: mean $9.70 over a median of $0.61 is σ = 2.352, and P95 over P50 48; P99 of $178 gives 55."""
    by_mean, by_tail = np.sqrt(2 * np.log(9.70 / 0.61)), np.log(178 / 0.61) / 2.3263
    found = open_book(case_of(BASE.format(more="")).as_of).published("workloads.*.session_spread")
    assert found is not None
    assert found.text == f"{np.exp(1.6449 * by_mean):.0f} to {np.exp(1.6449 * by_tail):.0f}"


@pytest.mark.parametrize("more", [CAP, CAP + "runaways_per_year = 12\n"])
def test_the_workbook_can_follow_a_cap(more: str) -> None:
    """The graph of plain operations, NORMSDIST among them, comes to the same."""
    run, case = run_of(BASE.format(more=more)), case_of(BASE.format(more=more))
    for option in trace(case, 12).options:
        known = {line.key: float(line.total_usd[0]) for line in run.option(option.id).lines if line.bridge is None}
        for line in option.lines:
            if not line.ready and line.line.bridge is None:
                assert line.total.value == pytest.approx(known[line.line.key]), line.line.key


def test_what_a_cap_does_is_said() -> None:
    """Stopped share, money not spent, outcomes lost and the best cap of the first month, for each option."""
    row = next(each for each in analyse(case_of(BASE.format(more=CAP))).spend_caps if each.option == "own")
    drawn = sizes(5.0, 8.0)
    assert row.stopped_share == pytest.approx((drawn > 12.0).mean(), abs=1e-5)
    assert row.not_spent_usd_per_month == pytest.approx(1000 * (5.0 - np.minimum(drawn, 12.0).mean()), rel=1e-3)
    assert row.outcomes_lost_per_month == pytest.approx(1000 * 0.8 * row.stopped_share)
    assert row.best_cap_usd == best_cap_usd(5.0, 8.0, 0.8 * 6.0)
    assert "a spend cap of $12 stops" in row.sentence
    open_ended = analyse(case_of(BASE.format(more="session_spread = 8\n"))).spend_caps
    assert {each.cap_usd for each in open_ended} == {None}
    assert "without a spend cap" in open_ended[0].sentence


def test_no_line_is_called_by_its_key() -> None:
    """Loops, a cap and what else decides have titles on both sides of the pair, in the ledger and in the sentences."""
    found = analyse(case_of(BASE.format(more=CAP + "runaways_per_year = 12\n")), draws=16)
    rows = (*found.difference.rows, *found.difference.folded, *found.one_sided)
    assert {row.key for row in rows} >= {"runaway.w", "cap.not_spent"}
    assert [row.title for row in rows if row.title == row.key] == []
